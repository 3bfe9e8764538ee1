"""The real daemon between two sandboxes: how long a change travels, and how fast the local API answers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from daemon.demo.ledgers import Ledgers
from daemon.demo.outside import read_hub
from daemon.demo.people import HUB, Deed, People, now_ms
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.view import View

RATE = 50.0


class Busy(Play):
    """The demo's set-up; then `changes` edits at a steady rate instead of a play."""

    def measure(self, changes: int) -> dict[str, float]:
        self._connect()
        self._read_in()
        ledgers = Ledgers(boxes=self.stage.boxes)
        ledgers.start()
        people = People(
            boxes=self.stage.boxes,
            client=self.stage.client,
            translations=self._translations,
            rng=random.Random(self.seed),
        )
        people.look_around(self._living(), read_hub(self.stage.client, self.stage.boxes))
        pairs = people.pairs["contact"]
        late: list[float] = []
        begin = time.monotonic()
        for number in range(changes):
            pair = pairs[number % len(pairs)]
            side = HUB if number % 2 else "hs"
            people._write_text(side, "contact", pair[side], people._text_field(side, "contact"))
            due = begin + (number + 1) / RATE
            wait = due - time.monotonic()
            if wait > 0:
                time.sleep(wait)
                late.append((time.monotonic() - due) * 1000)
        took = time.monotonic() - begin
        time.sleep(6)
        ledgers.read()
        result = {"rate": changes / took, "control_p95_ms": _at(late, 0.95)}
        for name, deeds in (
            ("hub_to_crm", [one for one in people.deeds if one.side == HUB]),
            ("crm_to_crm", [one for one in people.deeds if one.side != HUB]),
        ):
            result |= _figures(name, ledgers, deeds)
        health = self.stage.client.health()
        if health.latency.p95 is not None:
            result["settled_p95_ms"] = float(health.latency.p95)
        return result | self._api(people)

    def _api(self, people: People) -> dict[str, float]:
        client = self.stage.client
        ids = people.ids[(HUB, "contact")]
        calls: dict[str, Callable[[int], object]] = {
            "get": lambda at: client.get_record(ids[at % len(ids)]),
            "page": lambda _: client.list_records("contact", limit=100),
            "activity": lambda _: client.search_activity(limit=100),
        }
        found: dict[str, float] = {}
        for name, call in calls.items():
            times = []
            for number in range(100):
                started = time.perf_counter()
                call(number)
                times.append((time.perf_counter() - started) * 1000)
            found[f"api_{name}_p95_ms"] = _at(times, 0.95)
        return found


def _figures(name: str, ledgers: Ledgers, deeds: list[Deed]) -> dict[str, float]:
    arrived = [float(one) for one in ledgers.latencies(deeds)]
    return {
        f"{name}_p50_ms": _at(arrived, 0.50),
        f"{name}_p95_ms": _at(arrived, 0.95),
        f"{name}_p99_ms": _at(arrived, 0.99),
        f"{name}_arrived": float(len(arrived)),
    }


def _at(values: list[float], share: float) -> float:
    ranked = sorted(values) or [float("nan")]
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def live(*, records: int, changes: int) -> dict[str, float]:
    """Latencies in ms: from a person's write to the far CRM's own record of it, hub -> CRM and CRM -> hub -> CRM."""
    started = now_ms()
    with Stage(records=records, seed=5) as stage, View(plain=True, console=Console(quiet=True)) as view:
        busy = Busy(stage=stage, view=view, seconds=0, seed=5)
        result = busy.measure(changes)
        result["daemon_rss_mb"] = _rss_mb(stage)
    return result | {"seconds": (now_ms() - started) / 1000}


def _rss_mb(stage: Stage) -> float:
    status = Path(f"/proc/{stage.client.hello().pid}/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
