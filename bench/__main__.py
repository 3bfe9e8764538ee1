"""`make bench`: every figure of docs/performance.md, measured in one run on this machine, beside its target.

    python -m bench [--quick] [--only backfill|live|latency|api|search|conflicts|app] [--entries N]

Nothing here is a test; a figure that falls short says MISS and the run still ends well.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import app, backfill, conflicts, latency, live, local_api, search
from bench.table import Figure, Travel, table, travel_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured. `rounds` are on SQLite, `postgres` on Postgres where a server is to be had.

    `entries` is how long the log is that is searched.
    """

    records: int
    rounds: int
    postgres: int
    live_records: int
    burst: int
    latency_records: int
    latency_s: float
    stored: int
    entries: int
    edits: int
    app: app.AppSize


WHOLE: Final = Size(
    records=20_000,
    rounds=5,
    postgres=3,
    live_records=2_000,
    burst=2_000,
    latency_records=600,
    latency_s=12,
    stored=100_000,
    entries=1_000_000,
    edits=100_000,
    app=app.WHOLE,
)
QUICK: Final = Size(
    records=4_000,
    rounds=3,
    postgres=0,
    live_records=500,
    burst=400,
    latency_records=200,
    latency_s=3,
    stored=5_000,
    entries=20_000,
    edits=3_000,
    app=app.QUICK,
)
PARTS: Final = ("backfill", "live", "latency", "api", "search", "conflicts", "app")


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="small sizes, under a minute; figures are rough")
    asked.add_argument("--only", choices=PARTS, action="append", help="leave the other parts out")
    asked.add_argument("--entries", type=int, help="how long the log is that is searched")
    options = asked.parse_args()
    size, parts = (QUICK if options.quick else WHOLE), options.only or PARTS
    begin = time.monotonic()

    def tell(text: str) -> None:
        print(f"  [{time.monotonic() - begin:4.0f} s] {text}", flush=True)

    print(machine(), flush=True)
    figures: list[Figure] = []
    travels: list[Travel] = []
    with tempfile.TemporaryDirectory(prefix="crmsync-bench-") as name:
        sections: dict[str, Callable[[], list[Figure]]] = {
            "backfill": lambda: backfill.measure(
                Path(name), records=size.records, rounds=size.rounds, postgres=size.postgres, tell=tell
            ),
            "live": lambda: live.measure(records=size.live_records, burst=size.burst, tell=tell),
            "api": lambda: local_api.measure(Path(name), records=size.stored, tell=tell),
            "search": lambda: search.measure(
                Path(name), entries=options.entries or size.entries, postgres=size.postgres > 0, tell=tell
            ),
            "conflicts": lambda: conflicts.measure(count=size.edits, tell=tell),
            "app": lambda: app.measure(Path(name), size=size.app, tell=tell),
        }
        for part in parts:
            if part == "latency":
                travels = latency.measure(records=size.latency_records, seconds=size.latency_s, tell=tell)
            else:
                figures += sections[part]()
    for drawn in (table(figures) if figures else "", travel_table(travels) if travels else ""):
        if drawn:
            print(f"\n{drawn}")
    missed = sum(one.misses for one in figures) + sum(sum(one.missed) for one in travels)
    with_target = sum(one.target is not None for one in figures) + sum(len(one.targets) for one in travels)
    print(
        f"\n{with_target - missed} of {with_target} targets met, {missed} MISS; {time.monotonic() - begin:.0f} s"
    )


def machine() -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load}, "
        f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d %H:%M')}"
    )


if __name__ == "__main__":
    main()
