"""The real daemon between two sandboxes: how many changes travel in a minute."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console

from bench.table import Better, Figure
from core.wire.endpoint import default_places
from daemon.demo.ledgers import TOKEN, Ledgers
from daemon.demo.outside import read_hub
from daemon.demo.people import HUB, People
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.view import View

CRM: Final = "hs"
_LOOK_S: Final = 0.005
_PATIENCE_S: Final = 60.0


class Unbraked(Stage):
    """A stage whose daemon never stops to ask: what is measured is the work."""

    def write_configuration(self) -> None:
        super().write_configuration()
        path = default_places({"CRMSYNC_HOME": str(self.home)}).config / "crmsync.toml"
        text = path.read_text(encoding="utf-8").replace(
            "\n[webhooks]", "\n[brakes]\nshare = 1.0\nleast = 100000\nunplanned = 1000000\n\n[webhooks]"
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
    """Edits of linked contacts, from the hub and from HubSpot in turn; `sent` is the side by token."""

    people: People
    sent: dict[str, str] = field(default_factory=dict)
    _number: int = 0

    def edit(self, side: str) -> None:
        pairs = self.people.pairs["contact"]
        self._number += 1
        pair = pairs[self._number % len(pairs)]
        token = f"#{self._number:05}"
        if side == HUB:
            self.people.client.edit_record(pair[HUB], {"job_title": f"Head of {token}"})
        else:
            body = {"properties": {"jobtitle": f"Chief {token}"}}
            self.people.boxes[CRM].ask("PATCH", f"/records/contacts/{pair[CRM]}", body)
        self.sent[token] = side

    def tokens(self, side: str) -> list[str]:
        return [token for token, whose in self.sent.items() if whose == side]


@dataclass(slots=True)
class Busy(Play):
    """The demo's set-up with a burst in place of its play."""

    def measure(self, burst: int, tell: Callable[[str], None]) -> list[Figure]:
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
            return self._burst(Traffic(people=people), durable, burst)
        finally:
            durable.close()

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


def measure(*, records: int, burst: int, tell: Callable[[str], None]) -> list[Figure]:
    """The rate at which a backlog goes."""
    with Unbraked(records=records, seed=5) as stage, View(plain=True, console=Console(quiet=True)) as view:
        return Busy(stage=stage, view=view, seconds=0, seed=5).measure(burst, tell)
