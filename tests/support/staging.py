"""A small stage for system tests: two sandboxes in this process, quick lanes, and a daemon as a process of its own.

It is the demo's stage otherwise: the same configuration, the same sign-in, the same doors into the CRMs.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import requests

from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from core.mapping_files import default_mappings
from core.records import Value
from core.wire.client import Client
from core.wire.endpoint import Places, default_places
from core.wire.models import ConnectionWord, RecordWord
from daemon.demo.outside import rows
from daemon.demo.parts import chosen
from daemon.demo.stage import RESOURCES, Box, Stage
from tests.support.warm import WarmDaemons

LANES: Mapping[str, str] = {"poll_s": "0.3", "hold_seconds": "2.0", "lease_seconds": "2.0"}

Found = TypeVar("Found")


def until(look: Callable[[], Found | None], what: str, limit_s: float = 90.0) -> Found:
    """What `look` returns once that is something; fails naming `what` where it does not become so."""
    end = time.monotonic() + limit_s
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(
                f"within {limit_s:.0f} s it did not become true that {what}; found {found!r}"
            )
        time.sleep(0.05)


class SmallStage(Stage):
    """Start with `with staged(...)`. `sandboxes` are the CRMs' insides, `daemon` the process, `places` its folders."""

    sandboxes: dict[str, Sandbox]
    daemon: WarmDaemons
    places: Places
    switches: Mapping[str, Mapping[str, Any]] = {}
    activities = False
    unplanned: int | None = 1_000_000  # most tests are not about plans

    @property
    def webhook_port(self) -> int:
        return self._port

    def start_sandboxes(self) -> None:
        self.sandboxes = {}
        for part in self.parts:
            settings = self.switches.get(part.name, {})
            options = Options(seed=self.seed, records=self.records, settings=settings)
            sandbox = Sandbox(part.system, options).start()
            self.sandboxes[part.name] = sandbox
            session = requests.Session()
            session.trust_env = False
            mappings = default_mappings(RESOURCES, part.system, part.name, activities=self.activities)
            self.boxes[part.name] = Box(part=part, url=sandbox.url, mappings=mappings, session=session)

    def write_configuration(self) -> None:
        super().write_configuration()
        self.places = default_places({"CRMSYNC_HOME": str(self.home)})
        for name, value in LANES.items():
            self.set("crmsync.toml", rf"(?m)^{name} = .*$", f"{name} = {value}")
        if self.unplanned is not None:
            self.set(
                "crmsync.toml", r"\n\[webhooks\]", f"\n[brakes]\nunplanned = {self.unplanned}\n\n[webhooks]"
            )
        self.daemon = WarmDaemons(self.home, {})

    def set(self, file: str, pattern: str, text: str) -> None:
        """Replace what `pattern` finds in a file of the configuration; it must be there."""
        path = self.places.config / file
        changed, count = re.subn(pattern, text, path.read_text(encoding="utf-8"))
        assert count, f"{file} has nothing like {pattern}"
        path.write_text(changed, encoding="utf-8")

    def start_daemon(self) -> None:
        self.daemon.start()
        wait_until_it_answers(self.client)

    def connect(self) -> None:
        """Sign in to both CRMs and wait until both are read in."""
        for box in self.boxes.values():
            self.sign_in(box)
        self.register_webhooks()
        until(self.at_rest, "both CRMs are read in and nothing is on the way", 90)

    def connection(self, name: str) -> ConnectionWord:
        return self.client.get_connection(name)

    def told(
        self, name: str, holds: Callable[[ConnectionWord], object], what: str, limit_s: float = 90.0
    ) -> ConnectionWord:
        """The connection as health shows it, once that `holds`."""

        def look() -> ConnectionWord | None:
            found = self.connection(name)
            return found if holds(found) else None

        return until(look, f"{name}: {what}", limit_s)

    def is_live(self, name: str) -> bool:
        """Whether all of a CRM was read in."""
        return all(part.phase == "live" for part in self.connection(name).objects)

    def at_rest(self) -> bool:
        """Every connection works, everything is live, and nothing waits that would go by itself."""
        for one in self.client.list_connections().rows:
            if one.state != "connected" or any(part.phase != "live" for part in one.objects):
                return False
        return not self.due()

    def due(self, connection: str | None = None) -> list[str]:
        """What is on its way by itself."""
        client = self.client
        pending = rows(partial(client.list_pending, connection, limit=500))
        signals = rows(partial(client.list_signals, connection, limit=500))
        return [
            *(f"{one.connection} {one.record_id}" for one in pending if one.state == "due"),
            *(f"{one.connection} {one.crm_id}" for one in signals if one.state == "due"),
        ]

    def new_contact(self, last_name: str, **fields: str) -> RecordWord:
        return self.client.create_record("contact", {"last_name": last_name, **fields})

    def known_contact(
        self, email: str = "weber@elsewhere.example", **fields: str
    ) -> tuple[RecordWord, dict[str, str]]:
        """A new contact that both CRMs have, at rest, and its id in each."""
        record = self.new_contact("Weber", email=email, **fields)
        there = {name: self.crm_id(record.id, name) for name in self.boxes}
        until(self.at_rest, "the new record has arrived everywhere")
        return record, there

    def crm_id(self, record_id: str, name: str) -> str:
        """The id of a hub record's counterpart, once there is one."""

        def linked() -> list[str]:
            links = self.client.links_of(record_id).rows
            return [one.crm_id for one in links if one.connection == name and one.state == "linked"]

        return until(linked, f"{record_id} is linked in {name}")[0]

    def held(self, name: str, crm_id: str, object: str = "contact") -> Mapping[str, Any]:
        """The fields a CRM holds, in its own words."""
        box = self.boxes[name]
        found: Mapping[str, Any] = box.ask("GET", f"/records/{box.crm_object(object)}/{crm_id}")["properties"]
        return found

    def row(self, name: str, crm_object: str, crm_id: str) -> Mapping[str, Any]:
        """A record as the sandbox keeps it: properties, associations, and when it was modified."""
        found: Mapping[str, Any] = self.boxes[name].ask("GET", f"/records/{crm_object}/{crm_id}")
        return found

    def everywhere(self, object: str, fields: Mapping[str, Value]) -> dict[str, str]:
        """A new hub record that every CRM has: its ids by place, the hub's under "hub"."""
        record = self.client.create_record(object, fields)
        return {"hub": record.id, **{name: self.crm_id(record.id, name) for name in self.boxes}}

    def arrives(self, name: str, crm_id: str, fields: Mapping[str, str]) -> None:
        """Wait until the CRM's contact holds these values."""

        def holds() -> bool:
            held = self.held(name, crm_id)
            return all(held.get(field) == value for field, value in fields.items())

        until(holds, f"{name} holds {fields}", 60)

    def edit_in_crm(
        self, name: str, crm_id: str, changes: Mapping[str, Any], object: str = "contact"
    ) -> None:
        box = self.boxes[name]
        box.ask("PATCH", f"/records/{box.crm_object(object)}/{crm_id}", {"properties": dict(changes)})

    def _end_all(self) -> None:
        if hasattr(self, "daemon"):
            self.daemon.close()
        super()._end_all()
        for sandbox in self.sandboxes.values():
            sandbox.stop()


def wait_until_it_answers(client: Client, limit_s: float = 90.0) -> None:
    """Knocks with a socket of its own: httpx leaves one open for every connection that is refused."""
    end = time.monotonic() + limit_s
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(client.socket))
            except OSError:
                if time.monotonic() > end:
                    raise
            else:
                break
        time.sleep(0.02)
    client.hello()


@contextmanager
def staged(
    *,
    records: int = 50,
    seed: int = 1,
    switches: Mapping[str, Mapping[str, Any]] | None = None,
    crms: str = "hubspot,salesforce",
    activities: bool = False,
) -> Iterator[SmallStage]:
    """The sandboxes running and the configuration written; nothing of ours has started yet.

    `switches` are the sandboxes' own settings, by connection; `activities` maps notes, calls, meetings and tasks too.
    """
    stage = SmallStage(records=records, seed=seed, parts=chosen(crms))
    stage.switches, stage.activities = switches or {}, activities
    with stage:
        stage.start_sandboxes()
        stage.write_configuration()
        yield stage


def bare_home(folder: Path, settings: str, **mappings: str) -> Places:
    """A home with this configuration and nothing else."""
    places = default_places({"CRMSYNC_HOME": str(folder)})
    (places.config / "mappings").mkdir(parents=True)
    (places.config / "crmsync.toml").write_text(settings, encoding="utf-8")
    for name, text in mappings.items():
        (places.config / "mappings" / f"{name}.toml").write_text(text, encoding="utf-8")
    return places


def store_of(home: Path) -> Path:
    """The SQLite file of a home."""
    return default_places({"CRMSYNC_HOME": str(home)}).data / "hub.sqlite"
