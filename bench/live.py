"""The real daemon between two sandboxes: how long a change travels, and how many travel in a minute."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console

from bench.processes import ROOT
from bench.table import Better, Figure, percentile
from core.wire.endpoint import default_places
from daemon.demo.ledgers import TOKEN, Ledgers
from daemon.demo.outside import read_hub
from daemon.demo.people import HUB, People
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.view import View

RATE: Final = 50.0
CRM: Final = "hs"
_LOOK_S: Final = 0.005
_PATIENCE_S: Final = 60.0
_P: Final = ((0.50, 60.0), (0.95, 250.0), (0.99, 1_000.0))


class Unbraked(Stage):
    """A stage whose daemon never stops to ask: what is measured is the work."""

    def write_configuration(self) -> None:
        super().write_configuration()
        path = default_places({"CRMSYNC_HOME": str(self.home)}).config / "crmsync.toml"
        text = path.read_text(encoding="utf-8").replace(
            "\n[webhooks]", "\n[brakes]\nshare = 1.0\nleast = 100000\n\n[webhooks]"
        )
        path.write_text(text, encoding="utf-8")


class Durable:
    """Looks into the daemon's database every few milliseconds and notes when a token has become durable there."""

    def __init__(self, path: Path) -> None:
        self.seen: dict[str, int] = {}
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        self._seq = int(self._connection.execute("SELECT max(seq) FROM audit").fetchone()[0])
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._connection.close()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_S):
            rows = self._connection.execute(
                "SELECT seq, changes FROM audit WHERE seq > ? ORDER BY seq", (self._seq,)
            ).fetchall()
            now = now_ms()
            for seq, changes in rows:
                self._seq = seq
                for token in TOKEN.findall(changes):
                    self.seen.setdefault(token, now)


@dataclass(slots=True)
class Traffic:
    """Edits of linked contacts, from the hub and from HubSpot in turn; `sent` by token: (side, when ms)."""

    people: People
    sent: dict[str, tuple[str, int]] = field(default_factory=dict)
    _number: int = 0

    def edit(self, side: str) -> None:
        pairs = self.people.pairs["contact"]
        self._number += 1
        pair = pairs[self._number % len(pairs)]
        token = f"#{self._number:05}"
        at = now_ms()
        if side == HUB:
            self.people.client.edit_record(pair[HUB], {"job_title": f"Head of {token}"})
        else:
            body = {"properties": {"jobtitle": f"Chief {token}"}}
            self.people.boxes[CRM].ask("PATCH", f"/records/contacts/{pair[CRM]}", body)
        self.sent[token] = (side, at)

    def steady(self, seconds: float) -> float:
        """Edits at `RATE`; the rate that was kept."""
        begin = time.monotonic()
        for number in range(int(seconds * RATE)):
            self.edit(HUB if number % 2 else CRM)
            wait = begin + (number + 1) / RATE - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        return int(seconds * RATE) / (time.monotonic() - begin)

    def tokens(self, side: str) -> list[str]:
        return [token for token, (whose, _) in self.sent.items() if whose == side]


@dataclass(slots=True)
class Busy(Play):
    """The demo's set-up with steady traffic and a burst in place of its play."""

    def measure(self, seconds: float, burst: int, tell: Callable[[str], None]) -> list[Figure]:
        self._connect()
        self._read_in()
        tell("live: both CRMs are read in")
        people = People(
            boxes=self.stage.boxes,
            client=self.stage.client,
            translations=self._translations,
            rng=random.Random(self.seed),
        )
        people.look_around(self._living(), read_hub(self.stage.client, self.stage.boxes))
        durable = Durable(default_places({"CRMSYNC_HOME": str(self.stage.home)}).data / "hub.sqlite")
        try:
            found = self._steady(Traffic(people=people), durable, seconds)
            tell("live: latencies are taken")
            return [*found, *self._burst(Traffic(people=people, _number=50_000), durable, burst)]
        finally:
            durable.close()

    def _steady(self, traffic: Traffic, durable: Durable, seconds: float) -> list[Figure]:
        ledgers = self._ledgers()
        command = [sys.executable, "-m", "bench.control", str(seconds)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as control:
            try:
                rate = traffic.steady(seconds)
                self._until(lambda: _missing(traffic, ledgers, durable) == 0)
                woken: Mapping[str, float] = json.loads(control.communicate()[0])
            finally:
                control.kill()
        figures = []
        arrivals = {token: times.get(CRM) for token, times in ledgers.arrived.items()}
        for name, side, seen in (
            ("hub -> CRM", HUB, arrivals),
            ("CRM -> hub (webhook)", CRM, dict(durable.seen)),
        ):
            late = [
                at - traffic.sent[token][1]
                for token in traffic.tokens(side)
                if (at := seen.get(token)) is not None
            ]
            lost = len(traffic.tokens(side)) - len(late)
            note = f"{len(late)} changes at {rate:.0f}/s" + (f", {lost} NOT ARRIVED" if lost else "")
            for share, target in _P:
                figures.append(
                    Figure(
                        name=f"{name}, p{share * 100:.0f}",
                        value=percentile(late, share) if late else float("inf"),
                        unit="ms",
                        target=target,
                        note=note,
                    )
                )
        for name, value in woken.items():
            figures.append(Figure(name=f"  control: a sleeper woken late, {name}", value=value, unit="ms"))
        return figures

    def _burst(self, traffic: Traffic, durable: Durable, burst: int) -> list[Figure]:
        """Everything is edited while the lane is paused, then the lane is let go: what is timed is its work alone."""
        client = self.stage.client
        for name in self.stage.boxes:
            client.pause_connection(name)
        for number in range(burst):
            traffic.edit(HUB if number % 2 else CRM)
        ledgers = self._ledgers()
        begin = time.monotonic()
        client.resume_connection(CRM)
        done = self._until(lambda: _missing(traffic, ledgers, durable) == 0)
        took = time.monotonic() - begin
        missing = _missing(traffic, ledgers, durable)
        return [
            Figure(
                name="changed two-way, records a minute",
                value=(burst - missing) / took * 60,
                unit="",
                target=60_000,
                better=Better.HIGHER,
                note=f"{burst} edits, half in the hub" + ("" if done else f", {missing} NOT ARRIVED"),
            )
        ]

    def _ledgers(self) -> Ledgers:
        ledgers = Ledgers(boxes={CRM: self.stage.boxes[CRM]})
        ledgers.start()
        return ledgers

    def _until(self, done: Callable[[], bool]) -> bool:
        end = time.monotonic() + _PATIENCE_S
        while not done():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True


def _missing(traffic: Traffic, ledgers: Ledgers, durable: Durable) -> int:
    """How many edits have not arrived on the other side yet."""
    ledgers.read()
    pushed = sum(token not in ledgers.arrived for token in traffic.tokens(HUB))
    return pushed + sum(token not in durable.seen for token in traffic.tokens(CRM))


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def measure(*, records: int, seconds: float, burst: int, tell: Callable[[str], None]) -> list[Figure]:
    """Latencies from an edit to the other side's own record of it, and the rate at which a backlog goes."""
    with Unbraked(records=records, seed=5) as stage, View(plain=True, console=Console(quiet=True)) as view:
        return Busy(stage=stage, view=view, seconds=0, seed=5).measure(seconds, burst, tell)
