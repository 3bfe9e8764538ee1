"""The acts of the demo in order: connect, read in, people and faults, heal, rest, check."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import requests

from core.errors import CannotStart, CrmSyncError
from core.translate import Translation
from core.wire.models import Health
from daemon.demo.faults import FAULTS
from daemon.demo.ledgers import Ledgers, is_ours, percentile, rivals_of
from daemon.demo.outside import (
    PAGE,
    Remotes,
    adapter_of,
    read_activity,
    read_crm,
    read_hub,
    rows,
    translations,
)
from daemon.demo.people import People, now_ms
from daemon.demo.plans import plan_all
from daemon.demo.stage import Box, Stage
from daemon.demo.summary import Summary
from daemon.demo.verify import Findings, Verification
from daemon.demo.view import Figures, View

BACKFILL_S: Final = 300.0
REST_S: Final = 90.0
IDLE_S: Final = 3.0
EDITS_A_SECOND: Final = 10.0  # ten minutes of a busy team in one
_BUSY: Final = 2_000  # rows on the way above which they need not be looked at one by one


@dataclass(slots=True)
class Play:
    """One run of the demo on a stage that is set up. `perform` goes through all acts."""

    stage: Stage
    view: View
    seconds: float
    seed: int
    before: Remotes = field(default_factory=dict)
    brakes: int = 0
    sign_ins: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    _translations: dict[str, dict[str, Translation]] = field(default_factory=dict)
    _signed_in: float = 0.0
    _began: float = field(default_factory=time.monotonic)

    def perform(self) -> Summary:
        self._connect()
        backfill_s = self._read_in()
        since = now_ms()
        ledgers = Ledgers(boxes=self.stage.boxes)
        ledgers.start()
        people = self._people_at_work(ledgers)
        quiet = self._come_to_rest()
        phantoms = self._idle(ledgers)
        return self._check(people, ledgers, since=since, quiet=quiet, idle=phantoms, backfill_s=backfill_s)

    # the acts -----------------------------------------------------------------------------------------------------------
    def _connect(self) -> None:
        stage = self.stage
        titles = ", ".join(part.title for part in stage.parts)
        self.view.say(f"Starting sandboxed CRMs on this machine ({titles}), and the daemon.")
        stage.start_sandboxes()
        for name, box in stage.boxes.items():
            adapter = adapter_of(box)
            self._translations[name] = translations(box, adapter)
            self.before = {**self.before, **read_crm(box, adapter)}
            adapter.close()
        held = ", ".join(f"{name} {object} {len(rows)}" for (name, object), rows in self.before.items())
        self.view.say(f"The CRMs hold: {held}.")
        stage.write_configuration()
        stage.start_daemon()
        self._signed_in = time.monotonic()
        for box in stage.boxes.values():
            stage.sign_in(box)
            self.view.say(f"Signed in to {box.part.title} (OAuth code flow with PKCE).")
        if (subscriptions := stage.register_webhooks()) > 0:
            self.view.say(f"HubSpot will call us: {subscriptions} webhook subscriptions.")

    def _read_in(self) -> float:
        self.view.say("Reading the CRMs in, matching, and completing each with what only another has.")
        plan_all(self.stage, self.view)
        if not self._wait(BACKFILL_S, lambda: True, self._show_progress):
            raise CannotStart(
                f"reading in did not end within {BACKFILL_S:.0f} s: {self._why_busy()}",
                advice="Run the demo with --keep FOLDER and read FOLDER/logs/daemon.log.",
            )
        took = time.monotonic() - self._signed_in
        self.view.clear()
        health = self.stage.client.health()
        self.view.say(f"Read in after {took:.1f} s: {_counted(health.records)}. {health.sentence}")
        return took

    def _people_at_work(self, ledgers: Ledgers) -> People:
        people = People(
            boxes=self.stage.boxes,
            client=self.stage.client,
            translations=self._translations,
            rng=random.Random(self.seed),
        )
        people.look_around(self._living(), read_hub(self.stage.client, self.stage.boxes))
        for name, box in self.stage.boxes.items():
            box.set_faults({"seed": self.seed, **FAULTS[name]})
        self.view.say(f"People work on all sides for {self.seconds:.0f} s, and the CRMs have a bad day.")
        rate = min(EDITS_A_SECOND, max(3.0, self.stage.records / 100))
        begin = time.monotonic()
        count = int(self.seconds * rate)
        for number in range(count):
            people.act()
            self._look(people, ledgers, begin)
            wait = begin + (number + 1) / rate - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        self.view.clear()
        for box in self.stage.boxes.values():
            self.struck.update(_troubles(box))
            box.set_faults({})
        return people

    def _come_to_rest(self) -> bool:
        self.view.say("The CRMs are well again. Comparing everything, to find what was missed.")
        client = self.stage.client
        asked = now_ms()
        for item in rows(partial(client.list_items, "open", "refused", limit=PAGE)):
            client.decide_item(item.id, approve=True)  # a person has read it and lets it be tried again
        for name in self.stage.boxes:
            client.sync_connection(name, full=True)

        def compared() -> bool:
            return all(
                (part.last_poll_at or 0) > asked
                for one in client.health().connections
                for part in one.objects
            )

        quiet = self._wait(REST_S, compared, self._show_rest)
        self.view.clear()
        if not quiet:
            self.view.say(f"It did not come to rest within {REST_S:.0f} s: {self._why_busy()}")
        return quiet

    def _idle(self, ledgers: Ledgers) -> list[str]:
        """Nothing has changed: nothing may be written. What was written all the same."""
        ledgers.read()
        known = {name: len(entries) for name, entries in ledgers.entries.items()}
        time.sleep(IDLE_S)
        ledgers.read()
        return [
            f"idle: {name} {entry['op']} {entry['object']} {entry['id']} {sorted(entry['changes'])}"
            for name, entries in ledgers.entries.items()
            for entry in entries[known[name] :]
            if is_ours(entry)
        ]

    def _check(
        self, people: People, ledgers: Ledgers, *, since: int, quiet: bool, idle: list[str], backfill_s: float
    ) -> Summary:
        self.view.say("Checking from outside: every record of the CRMs, the hub, every write.")
        client = self.stage.client
        hub = read_hub(client, self.stage.boxes)
        activity = read_activity(client, since)
        entries = {name: box.entries(0) for name, box in self.stage.boxes.items()}
        deeds = sorted([*people.deeds, *rivals_of(entries, self._translations)], key=lambda one: one.at)
        found = Verification(
            translations=self._translations,
            before=self.before,
            remotes=self._living(),
            hub=hub,
            activity=activity,
            entries=entries,
            deeds=deeds,
        ).run()
        taken_in = sum(
            one.kind in ("set", "create", "delete", "restore") and one.actor.startswith("connection:")
            for one in activity
        )
        latencies = ledgers.latencies(people.deeds)
        read = sum(len(rows) for rows in self.before.values())
        phantoms = [*idle, *found.phantoms]
        return Summary(
            converged=quiet and not found.apart,
            quiet=quiet,
            records=sum(one.deleted_at is None for one in hub.records.values()),
            links=found.pairs,
            lost_updates=len(found.lost),
            duplicate_creates=len(found.duplicates),
            phantom_writes=len(phantoms),
            conflicts_open=sum(one.state == "open" for one in hub.conflicts),
            items_open=dict(Counter(one.kind for one in hub.items if one.state == "open")),
            frozen=dict(found.excused),
            apart=len(found.apart),
            changes_applied=ledgers.written + taken_in,
            edits=len(people.deeds),
            coalesced=found.coalesced,
            records_per_minute=round(read / backfill_s * 60),
            latency_p50_ms=percentile(latencies, 0.50),
            latency_p95_ms=percentile(latencies, 0.95),
            faults_struck=dict(self.struck),
            brakes_released=self.brakes,
            signed_in_again=self.sign_ins,
            audit_ok=client.verify_audit().intact,
            backfill_seconds=round(backfill_s, 1),
            seconds=round(time.monotonic() - self._began, 1),
            seed=self.seed,
            samples=_samples(found, phantoms),
        )

    # looking ------------------------------------------------------------------------------------------------------------
    def _living(self) -> Remotes:
        found: dict[tuple[str, str], Any] = {}
        for box in self.stage.boxes.values():
            adapter = adapter_of(box)
            found |= read_crm(box, adapter)
            adapter.close()
        return found

    def _wait(self, limit_s: float, also: Callable[[], bool], show: Callable[[Health], None]) -> bool:
        """Until nothing is on its way, twice in a row; False where the time ran out."""
        end = time.monotonic() + limit_s
        rested = 0
        while time.monotonic() < end:
            fallen = self.stage.fallen()
            if fallen is not None:
                raise CannotStart(
                    f"a process of the demo ended: {fallen}", advice="Run it again with --keep FOLDER."
                )
            health = self.stage.client.health()
            if self.view.due():
                show(health)
            self._help(health)
            rested = rested + 1 if self._is_at_rest(health) and also() else 0
            if rested == 2:
                return True
            time.sleep(0.25)
        return False

    def _is_at_rest(self, health: Health) -> bool:
        for one in health.connections:
            if one.state != "connected" or one.circuit != "closed":
                return False
            if any(part.phase != "live" for part in one.objects):
                return False
            if one.backlog.pending + one.backlog.signals > max(_BUSY, self.stage.records):
                return False
        return not self._on_the_way()

    def _on_the_way(self) -> list[str]:
        """Rows that need nobody: they are done as soon as their time has come."""
        client = self.stage.client
        found = [
            f"{one.connection} {one.object} {one.record_id}: {one.reason or 'due'} ({one.attempts} attempts)"
            for one in rows(partial(client.list_pending, limit=PAGE))
            if one.state == "due"
        ]
        return found + [
            f"{one.connection} {one.object} {one.crm_id}: {one.reason or 'due'} ({one.attempts} attempts)"
            for one in rows(partial(client.list_signals, limit=PAGE))
            if one.state == "due"
        ]

    def _help(self, health: Health) -> None:
        """What only a person can do: answer the brake, sign in again where a CRM refuses us."""
        for one in health.connections:
            if any(part.phase == "braked" for part in one.objects):
                self._release_brakes()
            if one.state == "sign_in_needed":
                self.view.say(f"{one.name}: {one.reason}. We sign in again.")
                try:
                    self.stage.sign_in(self.stage.boxes[one.name])
                    self.sign_ins += 1
                except (requests.RequestException, CrmSyncError) as error:
                    # The sign-in itself can meet a fault; the next look tries again.
                    self.view.say(f"That did not work: {type(error).__name__}.")

    def _release_brakes(self) -> None:
        client = self.stage.client
        for item in rows(partial(client.list_items, "open", "brake", limit=PAGE)):
            self.view.say(f"The brake asks about {item.connection} {item.object}: {item.reason}. We say yes.")
            client.decide_item(item.id, approve=True)
            self.brakes += 1

    def _why_busy(self) -> str:
        health = self.stage.client.health()
        states = [f"{one.name} {one.state} circuit {one.circuit} {one.reason}" for one in health.connections]
        return "; ".join([health.sentence, *states, *self._on_the_way()[:5]])

    # showing ------------------------------------------------------------------------------------------------------------
    def _show_progress(self, health: Health) -> None:
        done = {
            f"{one.name} {part.hub_object}": (part.links, len(self.before[(one.name, part.hub_object)]))
            for one in health.connections
            for part in one.objects
        }
        self.view.progress(done, sum(one.backlog.pending for one in health.connections))

    def _show_rest(self, _health: Health) -> None:
        self.view.progress({}, len(self._on_the_way()))

    def _look(self, people: People, ledgers: Ledgers, begin: float) -> None:
        if not self.view.due():
            return
        ledgers.read()
        health = self.stage.client.health()
        self._help(health)
        struck: Counter[str] = Counter()
        for box in self.stage.boxes.values():
            struck.update(_troubles(box))
        latencies = ledgers.latencies(people.deeds)
        self.view.figures(
            Figures(
                left_s=max(0.0, begin + self.seconds - time.monotonic()),
                deeds=len(people.deeds),
                applied=ledgers.written,
                p50=percentile(latencies, 0.50),
                p95=percentile(latencies, 0.95),
                conflicts=health.open.get("conflict", 0),
                questions=sum(count for kind, count in health.open.items() if kind != "conflict"),
                backlog=len(self._on_the_way()),
                faults=struck,
            )
        )


def _troubles(box: Box) -> dict[str, int]:
    """The faults that struck, without what HubSpot does on its best days too."""
    return {name: count for name, count in box.struck().items() if name != "shuffle_results"}


def _samples(found: Findings, phantoms: list[str]) -> dict[str, list[str]]:
    kinds = {"apart": found.apart, "lost": found.lost, "created twice": found.duplicates, "phantom": phantoms}
    return {kind: lines[:12] for kind, lines in kinds.items() if lines}


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)
