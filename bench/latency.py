"""How long a change travels through the real daemon, for each CRM of the demo and each direction.

One field of a contact for each pace the CRMs' request limits allow: a CRM whose limits are too narrow for a pace only
gives that field and never takes it, so that its queue slows nobody.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from rich.console import Console

from bench.live import Durable, Unbraked, now_ms
from bench.processes import ROOT
from bench.table import Travel, percentile
from core.mapping import Direction
from core.mapping import Mapping as FieldMapping
from core.wire.endpoint import default_places
from daemon.demo.ledgers import Ledgers
from daemon.demo.outside import read_hub
from daemon.demo.parts import PARTS, Part
from daemon.demo.people import HUB, People
from daemon.demo.play import Play
from daemon.demo.stage import Box
from daemon.demo.view import View

RATE: Final = 50.0
LEAST: Final = 60  # changes a figure rests on
POLL_S: Final = 3.0
SHARES: Final = (0.50, 0.95, 0.99)
ONE_WAY: Final = (60.0, 250.0, 1_000.0)
TWO_WAYS: Final = (120.0, 500.0, 2_000.0)
POLLED: Final = (POLL_S * 1_000, POLL_S * 1_000 + 1_000, 5_000.0)
CASTS: Final = (("hs", "sf", "pd"), ("hs", "pd", "dy"), ("sf", "dy"))
_FIELDS: Final = ("job_title", "city", "street", "state", "postal_code")  # texts every CRM takes as they are
_PATIENCE_S: Final = 60.0
_ANNOUNCED_S: Final = 20.0


def paces(parts: Sequence[Part]) -> dict[float, str]:
    """Changes a second that some CRM takes, fastest first, and the hub field that is edited at that pace."""
    found = sorted({min(RATE, part.writes_a_second) for part in parts}, reverse=True)
    return dict(zip(found, _FIELDS, strict=False))


def takes(part: Part, pace: float) -> bool:
    return part.writes_a_second >= pace


class Measured(Unbraked):
    """The demo's stage with the product's own polls, and the edited fields flowing only where the limits let them."""

    def write_configuration(self) -> None:
        for box in self.boxes.values():
            box.mappings = tuple(self._paced(box.part, one) for one in box.mappings)
        super().write_configuration()
        self._rewrite("poll_s = 1.0", "poll_s = 30.0")

    def only_poll(self) -> None:
        """Start the daemon anew, without webhooks and streams."""
        daemon = self._processes.pop()
        daemon.terminate()
        daemon.wait(60)
        self._rewrite("loopback = true", "loopback = true\nreal_time = false")
        self.start_daemon()

    def _paced(self, part: Part, mapping: FieldMapping) -> FieldMapping:
        narrow = {name for pace, name in paces(self.parts).items() if not takes(part, pace)}
        rules = tuple(
            replace(rule, direction=Direction.TO_HUB)
            if mapping.hub_object == "contact" and set(rule.hub) <= narrow
            else rule
            for rule in mapping.rules
        )
        return replace(mapping, rules=rules)

    def _rewrite(self, old: str, new: str) -> None:
        path = default_places({"CRMSYNC_HOME": str(self.home)}).config / "crmsync.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@dataclass(slots=True)
class Flow:
    """Steady edits of one field. `sent` is when, in ms, by token; `side` by token is who wrote it."""

    people: People
    number: int = 0
    sent: dict[str, int] = field(default_factory=dict)
    side: dict[str, str] = field(default_factory=dict)

    def steady(self, sides: Sequence[str], name: str, pace: float, seconds: float) -> float:
        """Edits by these sides in turn; the pace that was kept."""
        self.sent, self.side = {}, {}
        count = int(max(seconds * pace, LEAST))
        begin = time.monotonic()
        for number in range(count):
            self._edit(sides[number % len(sides)], name)
            wait = begin + (number + 1) / pace - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        return count / (time.monotonic() - begin)

    def _edit(self, side: str, name: str) -> None:
        pairs = self.people.pairs["contact"]
        self.number += 1
        pair = pairs[self.number % len(pairs)]
        token = f"#{self.number:05}"
        at = now_ms()
        if side == HUB:
            self.people.client.edit_record(pair[HUB], {name: f"Up {token}"})
        else:
            box = self.people.boxes[side]
            path = f"/records/{box.crm_object('contact')}/{pair[side]}"
            box.ask("PATCH", path, {"properties": {_crm_field(box, name): f"Up {token}"}})
        self.sent[token], self.side[token] = at, side


@dataclass(slots=True)
class Journeys(Play):
    """The demo's set-up with steady traffic in place of its play."""

    def measure(self, stage: Measured, seconds: float, tell: Callable[[str], None]) -> list[Travel]:
        self._connect()
        self._read_in()
        tell(f"latency: {len(stage.boxes)} CRMs are read in")
        people = People(
            boxes=stage.boxes,
            client=stage.client,
            translations=self._translations,
            rng=random.Random(self.seed),
        )
        hub = read_hub(stage.client, stage.boxes)
        people.look_around(self._living(), hub)
        disputed = {one.record_id for one in hub.conflicts}  # their fields rest until a person decides
        people.pairs["contact"] = [one for one in people.pairs["contact"] if one[HUB] not in disputed]
        means = self._announced(people)
        durable = Durable(default_places({"CRMSYNC_HOME": str(stage.home)}).data / "hub.sqlite")
        try:
            flow = Flow(people=people)
            found: list[Travel] = []
            for side in (HUB, *stage.boxes):
                found += self._from(side, flow, durable, means, seconds)
                tell(f"latency: from {self._title(side)}")
            stage.only_poll()
            self._read_in()
            found += self._polled(flow, durable, seconds)
            tell("latency: by poll alone")
            return found
        finally:
            durable.close()

    def _from(
        self, side: str, flow: Flow, durable: Durable, means: Mapping[str, str], seconds: float
    ) -> list[Travel]:
        """Edits on this side, at each pace that somebody else takes; the hub is looked at where it is fastest."""
        found = []
        for at, (pace, name) in enumerate(paces(self.stage.parts).items()):
            takers = [
                one
                for one, box in self.stage.boxes.items()
                if one != side and min(RATE, box.part.writes_a_second) == pace
            ]
            into_hub = side != HUB and at == 0
            if not takers and not into_hub:
                continue
            ledgers = self._ledgers(takers)
            with control() as woken:
                kept = flow.steady([side], name, pace, seconds)
                self._wait_for(flow, takers, ledgers, durable if into_hub else None)
            if into_hub:
                title = f"{self._title(side)} -> hub ({means[side]})"
                targets = POLLED if means[side] == "poll" else ONE_WAY
                found.append(_travel(title, flow.sent, durable.seen, targets, kept, woken))
            for one in takers:
                arrived = {token: times[one] for token, times in ledgers.arrived.items() if one in times}
                title = f"{self._title(side)} -> {self._title(one)}"
                targets = ONE_WAY if side == HUB else TWO_WAYS
                found.append(_travel(title, flow.sent, arrived, targets, kept, woken))
        return found

    def _polled(self, flow: Flow, durable: Durable, seconds: float) -> list[Travel]:
        sides = list(self.stage.boxes)
        pace, name = next(iter(paces(self.stage.parts).items()))
        with control() as woken:
            kept = flow.steady(sides, name, pace, seconds)
            self._wait_for(flow, [], self._ledgers([]), durable)
        found = []
        for side in sides:
            sent = {token: at for token, at in flow.sent.items() if flow.side[token] == side}
            title = f"{self._title(side)} -> hub (poll every {POLL_S:.0f} s)"
            found.append(_travel(title, sent, durable.seen, POLLED, kept / len(sides), woken))
        return found

    def _announced(self, people: People) -> dict[str, str]:
        """How each CRM tells of changes. A stream shows that it lives by its first event of each object, so there is one."""
        end = time.monotonic() + _ANNOUNCED_S
        number = 0
        while True:
            told = {name: self.stage.client.get_connection(name).real_time.means for name in self.stage.boxes}
            silent = [name for name, means in told.items() if means == "poll"]
            if not silent or time.monotonic() > end:
                self._read_in()
                return told
            number += 1
            for name in silent:
                self._touch(people, name, number)
            time.sleep(1)

    def _touch(self, people: People, name: str, number: int) -> None:
        box = self.stage.boxes[name]
        for mapping in box.mappings:
            text = "job_title" if mapping.hub_object == "contact" else "name"
            path = f"/records/{mapping.crm_object}/{people.ids[(name, mapping.hub_object)][0]}"
            box.ask(
                "PATCH", path, {"properties": {_crm_field(box, text, mapping.hub_object): f"Hello {number}"}}
            )

    def _wait_for(self, flow: Flow, takers: Sequence[str], ledgers: Ledgers, durable: Durable | None) -> None:
        """Until every edit has arrived, or patience ends; what is missing then is told in the table."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            ledgers.read()
            arrived = all(
                set(takers) <= ledgers.arrived.get(token, {}).keys()
                and (durable is None or token in durable.seen)
                for token in flow.sent
            )
            if arrived:
                return
            time.sleep(0.05)

    def _ledgers(self, names: Sequence[str]) -> Ledgers:
        ledgers = Ledgers(boxes={name: self.stage.boxes[name] for name in names})
        ledgers.start()
        return ledgers

    def _title(self, side: str) -> str:
        return "hub" if side == HUB else self.stage.boxes[side].part.title


@dataclass(slots=True)
class Woken:
    """How late, in ms, 95 of 100 wakings of a process that only sleeps were at most."""

    p95: float = 0.0


@contextmanager
def control() -> Iterator[Woken]:
    """What no program here can be quicker than, taken while the block runs."""
    woken = Woken()
    with subprocess.Popen(
        [sys.executable, "-m", "bench.control"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield woken
            answer, _ = process.communicate()
            woken.p95 = float(json.loads(answer)["p95"])
        finally:
            process.kill()


def _travel(
    name: str,
    sent: Mapping[str, int],
    arrived: Mapping[str, int],
    targets: Sequence[float],
    pace: float,
    woken: Woken,
) -> Travel:
    late = [arrived[token] - at for token, at in sent.items() if token in arrived]
    return Travel(
        name=name,
        ms=tuple(percentile(late, share) if late else float("inf") for share in SHARES),
        targets=tuple(targets),
        pace=pace,
        sent=len(sent),
        arrived=len(late),
        control=woken.p95,
    )


def _crm_field(box: Box, name: str, hub_object: str = "contact") -> str:
    mapping = next(one for one in box.mappings if one.hub_object == hub_object)
    return next(rule.crm[0] for rule in mapping.rules if rule.hub == (name,))


def measure(*, records: int, seconds: float, tell: Callable[[str], None]) -> list[Travel]:
    """From the moment before an edit is sent until the far side holds it, for every CRM of the demo.

    Each cast has two CRMs that take the full pace. With three, every edit would be two writes, and the figures would tell
    how two cores share that work with four sandboxes. What an earlier cast has shown is left out of a later one.
    """
    found: dict[str, Travel] = {}
    for names in CASTS:
        parts = tuple(part for part in PARTS if part.name in names)
        with (
            Measured(records=records, seed=5, parts=parts) as stage,
            View(plain=True, console=Console(quiet=True)) as view,
        ):
            travels = Journeys(stage=stage, view=view, seconds=0, seed=5).measure(stage, seconds, tell)
        found |= {one.name: one for one in travels if one.name not in found}
    return list(found.values())
