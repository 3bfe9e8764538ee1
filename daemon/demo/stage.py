"""The demo's stage: the sandboxed CRMs and a daemon as processes of their own, in a folder of their own."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import msgspec
import requests

from adapters.sandbox import hubspot
from core.errors import CannotStart, CrmSyncError, NotPermitted, SignInNeeded
from core.mapping import Mapping as FieldMapping
from core.mapping_files import default_mappings, dump_mapping
from core.wire.client import Client
from core.wire.endpoint import default_places
from daemon.demo.parts import USUAL, Part

ROOT: Final = Path(__file__).resolve().parents[2]
RESOURCES: Final = ROOT / "resources"
REGION: Final = "DE"
_READY: Final = re.compile(r"ready on (http://\S+)")
_START_S: Final = 60.0
_STOP_S: Final = 20.0


class Refused(Exception):
    """The sandbox did not let a person do that: the record is gone, or the values are not allowed there."""


@dataclass(slots=True)
class Box:
    """A running sandbox, and the doors by which people and the demo's checks reach it."""

    part: Part
    url: str
    mappings: tuple[FieldMapping, ...]
    session: requests.Session

    def crm_object(self, hub_object: str) -> str:
        return next(one.crm_object for one in self.mappings if one.hub_object == hub_object)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One call of the sandbox's own doors. Raises Refused for what a person may not do there."""
        sent = None if body is None else msgspec.json.encode(body)
        headers = {"content-type": "application/json"}
        answer = self.session.request(
            method, f"{self.url}/_sandbox{path}", data=sent, headers=headers, timeout=60
        )
        if 400 <= answer.status_code < 500:
            raise Refused(f"{self.part.title}: {method} {path}: {answer.status_code} {answer.text[:200]}")
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def set_faults(self, table: Mapping[str, Any]) -> None:
        self.ask("PUT", "/faults", table)

    def struck(self) -> dict[str, int]:
        """How often each fault struck since the faults were last set."""
        found: dict[str, int] = self.ask("GET", "/faults")["struck"]
        return found

    def entries(self, after: int) -> list[dict[str, Any]]:
        """Everything written in this CRM since entry number `after`, oldest first."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.ask("GET", f"/ledger?after={after}&limit=5000")["entries"]
            found.extend(page)
            if len(page) < 5_000:
                return found
            after = page[-1]["seq"]

    def last_entry(self) -> int:
        return int(self.ask("GET", "/ledger?after=0&limit=0")["last_seq"])


@dataclass(slots=True)
class Stage:
    """Start with `with`; whatever happens inside, every process has ended afterwards."""

    records: int
    seed: int
    keep: Path | None = None
    parts: Sequence[Part] = USUAL
    home: Path = field(init=False)
    boxes: dict[str, Box] = field(default_factory=dict)
    client: Client = field(init=False)
    with_app: bool = False
    app: subprocess.Popen[bytes] | None = None
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _port: int = 0

    def __enter__(self) -> Self:
        if self.keep is None:
            self.home = Path(tempfile.mkdtemp(prefix="crmsync-demo-"))
        else:
            self.home = self.keep.expanduser().absolute()
            if self.home.exists() and any(self.home.iterdir()):
                raise CannotStart(
                    f"{self.home} is not empty", advice="Give --keep a folder that is new or empty."
                )
            self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "logs").mkdir()
        self.client = Client(default_places({"CRMSYNC_HOME": str(self.home)}).socket, timeout_s=60)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for box in self.boxes.values():
            box.session.close()
        self.client.close()
        if self.keep is None:
            shutil.rmtree(self.home, ignore_errors=True)

    # starting -----------------------------------------------------------------------------------------------------------
    def start_sandboxes(self) -> None:
        """All at once; each tells its address when it is ready. Raises CannotStart."""
        started = []
        for part in self.parts:
            arguments = ["-m", "adapters.sandbox", part.system, "--port", "0"]
            arguments += ["--seed", str(self.seed), "--records", str(self.records)]
            started.append((part, self._run(f"sandbox-{part.system}", arguments)))
        for part, process in started:
            session = requests.Session()
            session.trust_env = False  # a proxy of this machine has no business with loopback
            url = self._ready(part, process)
            mappings = default_mappings(RESOURCES, part.system, part.name)
            self.boxes[part.name] = Box(part=part, url=url, mappings=mappings, session=session)

    def write_configuration(self) -> None:
        """`crmsync.toml` and the mappings as a person would have them after the set-up."""
        places = default_places({"CRMSYNC_HOME": str(self.home)})
        mappings = places.config / "mappings"
        mappings.mkdir(parents=True)
        self._port = _free_port()
        text = [
            f'region = "{REGION}"',
            "",
            "[webhooks]",
            "enabled = true",
            f"port = {self._port}",
            f'public_url = "http://127.0.0.1:{self._port}"',
            "",
            "[lanes]",
            "poll_s = 1.0",
            "hold_seconds = 3.0",
            "lease_seconds = 10.0",
            "overlap_s = 30.0",
        ]
        for box in self.boxes.values():
            text += ["", f"[connections.{box.part.name}]", f'system = "{box.part.system}"']
            text += ["loopback = true", f'app_id = "{box.part.app_id}"', f'api_url = "{box.url}"']
            text += [
                f'auth_url = "{box.url}{box.part.authorize}"',
                f'token_url = "{box.url}{box.part.issue}"',
            ]
            if box.part.system == "salesforce":
                text += [f'events_address = "{box.ask("GET", "/events")["address"]}"']
            for mapping in box.mappings:
                kind = f"-{mapping.crm_object}" if mapping.kinds else ""
                path = mappings / f"{box.part.name}-{mapping.hub_object}{kind}.toml"
                path.write_text(dump_mapping(mapping), encoding="utf-8")
        (places.config / "crmsync.toml").write_text("\n".join(text) + "\n", encoding="utf-8")

    def start_daemon(self) -> None:
        """Returns once its API answers. Raises CannotStart with what it said last."""
        process = self._run("daemon", ["-m", "daemon", "daemon"])
        end = time.monotonic() + _START_S
        while True:
            try:
                self.client.hello()
                if self.with_app and self.app is None:
                    self.open_app()
                return
            except CrmSyncError as error:
                if process.poll() is not None or time.monotonic() > end:
                    raise CannotStart(
                        f"the daemon did not start: {self.last_words('daemon')}",
                        advice="Run the demo with --keep FOLDER and read FOLDER/logs/daemon.log.",
                    ) from error
            time.sleep(0.05)

    def open_app(self) -> None:
        """A window on this daemon; whoever has no screen sees why in logs/app.log."""
        self.app = self._run("app", ["-m", "gui"])

    def sign_in(self, box: Box) -> None:
        """Sign in and prepare the CRM, as a person does once. Raises SignInNeeded, NotPermitted."""
        self.consent(box)
        self.prepare(box.part)

    def consent(self, box: Box) -> None:
        """The OAuth code flow as a person's browser does it: the sandbox consents and sends us to the daemon's listener."""
        part = box.part
        asked = self.client.sign_in(part.name, part.client_id, part.secret)
        box.session.get(asked.url, timeout=30).raise_for_status()
        end = time.monotonic() + _START_S
        while (status := self.client.sign_in_status(part.name).status) == "waiting":
            if time.monotonic() > end:
                break
            time.sleep(0.02)
        if status != "done":
            raise SignInNeeded(f"signing in to {part.title} did not work: {status}")

    def prepare(self, part: Part) -> None:
        """What a person agrees to with `crmsync connections prepare`. Raises NotPermitted."""
        lacking = [one for one in self.client.prepare_connection(part.name).rows if not one.present]
        if lacking:
            raise NotPermitted(f"{part.title} has no field for us: {lacking[0].trouble}")

    def register_webhooks(self) -> int:
        """Give the daemon HubSpot's developer key and wait until it has registered; how many subscriptions there are."""
        box = self.boxes.get("hs")
        if box is None:
            return 0
        part = box.part
        self.client.keep_developer_key(part.name, hubspot.DEVELOPER_KEY)
        end = time.monotonic() + _START_S
        while (told := self.client.get_connection(part.name).real_time).means != "webhook":
            if time.monotonic() > end:
                raise CannotStart(f"the daemon did not register its webhooks: {told.sentence}")
            time.sleep(0.05)
        answer = box.session.get(
            f"{box.url}/webhooks/v3/{part.app_id}/subscriptions",
            params={"hapikey": hubspot.DEVELOPER_KEY},
            timeout=30,
        )
        answer.raise_for_status()
        return len(answer.json()["results"])

    # ending -------------------------------------------------------------------------------------------------------------
    def stop(self) -> None:
        """End every process this stage started; the daemon first, so that it can finish the batch in hand."""
        if threading.current_thread() is threading.main_thread():
            # A second Ctrl-C must not leave processes behind.
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                self._end_all()
            finally:
                signal.signal(signal.SIGINT, before)
        else:
            self._end_all()

    def _end_all(self) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(_STOP_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._processes.clear()

    def last_words(self, name: str) -> str:
        """The last lines a process logged."""
        text = (self.home / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace").strip()
        return " / ".join(text.splitlines()[-2:])[:800] if text else "it said nothing"

    def fallen(self) -> str | None:
        """The name of a process that ended by itself."""
        for process in self._processes:
            if process.poll() is not None:
                return f"{process.args!r} ended with {process.returncode}"
        return None

    def _run(self, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "CRMSYNC_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        environment.pop("CRMSYNC_STORE_URL", None)
        with (self.home / "logs" / f"{name}.log").open("wb") as log:
            # A session of its own: Ctrl-C reaches the demo alone, which then stops the others in order.
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _ready(self, part: Part, process: subprocess.Popen[bytes]) -> str:
        path = self.home / "logs" / f"sandbox-{part.system}.log"
        end = time.monotonic() + _START_S
        patience = threading.Event()
        while time.monotonic() < end and process.poll() is None:
            found = _READY.search(path.read_text(encoding="utf-8", errors="replace"))
            if found:
                return found.group(1)
            patience.wait(0.05)
        raise CannotStart(
            f"the {part.title} sandbox did not start: {self.last_words(path.stem)}",
            advice="Run it by hand: python -m adapters.sandbox " + part.system,
        )


def _free_port() -> int:
    """Below what systems give to outgoing calls, so that no call takes it between this look and the daemon's."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise CannotStart("no port between 20000 and 32000 is free", advice="End what holds them, and try again.")
