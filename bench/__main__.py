"""`python -m bench` (`make bench`): the product beside the floor, in one run, each figure beside its target.

Ratios come from interleaved rounds on this machine; nothing here is a test and nothing fails for being slow.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.live import live
from bench.sandboxed import hubspot
from tests.support.databases import NoPostgres, postgres_schema, postgres_server

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `most` and `least` are targets; a figure outside them is a MISS."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def verdict(self) -> str:
        if self.most is None and self.least is None:
            return ""
        good = (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )
        return "" if good else "MISS"

    @property
    def target(self) -> str:
        if self.most is not None:
            return f"<= {self.most:,g}"
        return f">= {self.least:,g}" if self.least is not None else ""


def once(what: str, url: str, store_url: str) -> dict[str, float]:
    """One measurement in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.once", what, url, store_url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench: {what} failed\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def engine(records: int, rounds: int) -> list[Line]:
    lines: list[Line] = []
    with hubspot(records) as url, tempfile.TemporaryDirectory() as folder:
        ours: list[dict[str, float]] = []
        floors: list[dict[str, float]] = []
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}: floor and backfill of {records:,} records on SQLite")
            floors.append(once("floor", url, f"sqlite:///{folder}/floor{number}.db"))
            ours.append(once("backfill", url, f"sqlite:///{folder}/ours{number}.db"))
        size = (Path(folder) / "ours0.db").stat().st_size
        lines += _against_floor("SQLite", ours, floors, most=2.0)
        lines += [
            Line("backfill, records a minute", _median(ours, "per_minute"), "/min", least=300_000),
            Line("backfill, CPU a new record", _median(ours, "cpu_us"), "us"),
            Line("backfill, peak memory", _median(ours, "rss_mb"), "MB", most=300),
            Line("API calls / arithmetic minimum", ours[0]["calls"] / floors[0]["calls"], "", most=1.02),
            Line("store bytes / JSON bytes", size / floors[0]["json_bytes"], "", most=5.0),
        ]
        say("an unchanged sweep, then edits on both sides")
        swept = once("both", url, f"sqlite:///{folder}/both.db")
        lines += [
            Line("unchanged sweep, records a minute", swept["sweep_per_minute"], "/min", least=1_000_000),
            Line("unchanged sweep, CPU a record", swept["sweep_cpu_us"], "us", most=40),
            Line(
                "changed on both sides, records a minute", swept["changed_per_minute"], "/min", least=60_000
            ),
        ]
        lines += _on_postgres(url, rounds)
    return lines


def _on_postgres(url: str, rounds: int) -> list[Line]:
    try:
        postgres_server()
    except NoPostgres as error:
        say(f"Postgres is left out: {error}")
        return []
    ours: list[dict[str, float]] = []
    floors: list[dict[str, float]] = []
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}: the same on Postgres")
        with postgres_schema() as one, postgres_schema() as other:
            floors.append(once("floor", url, one))
            ours.append(once("backfill", url, other))
    return _against_floor("Postgres", ours, floors, most=1.8)


def _against_floor(
    store: str, ours: list[dict[str, float]], floors: list[dict[str, float]], *, most: float
) -> list[Line]:
    ratios = [one["wall_s"] / base["wall_s"] for one, base in zip(ours, floors, strict=True)]
    return [
        Line(f"floor on {store}, records a minute", _median(floors, "per_minute"), "/min"),
        Line(f"backfill / floor on {store}, wall", statistics.median(ratios), "", most=most),
    ]


def _median(found: list[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in found)


def at_work(*, records: int, changes: int) -> list[Line]:
    say(f"the daemon live: {changes} changes at 50 a second")
    found = live(records=records, changes=changes)
    lines = [Line("live, changes a second reached", found["rate"], "/s")]
    for name, words in (("hub_to_crm", "hub -> CRM"), ("crm_to_crm", "CRM -> hub -> other CRM")):
        lines += [
            Line(f"{words}, p50", found[f"{name}_p50_ms"], "ms", most=60),
            Line(f"{words}, p95", found[f"{name}_p95_ms"], "ms", most=250),
            Line(f"{words}, p99", found[f"{name}_p99_ms"], "ms", most=1_000),
        ]
    return [
        *lines,
        Line("control: a sleeping process is woken late by, p95", found["control_p95_ms"], "ms"),
        Line("local API, one record, p95", found["api_get_p95_ms"], "ms", most=20),
        Line("local API, page of 100 records, p95", found["api_page_p95_ms"], "ms", most=20),
        Line("local API, page of 100 entries of the log, p95", found["api_activity_p95_ms"], "ms", most=20),
        Line("daemon memory after it", found["daemon_rss_mb"], "MB", most=150),
    ]


def say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")
    sys.stderr.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and rough, under a minute")
    options = parser.parse_args()
    records, rounds, changes = (3_000, 1, 200) if options.quick else (20_000, 5, 1_000)
    lines = [*engine(records, rounds), *at_work(records=500, changes=changes)]
    sys.stdout.write(
        f"{platform.machine()}, Python {platform.python_version()}; {records:,} records, {rounds} rounds\n\n"
    )
    sys.stdout.write("| figure | measured | target | |\n|---|---|---|---|\n")
    for line in lines:
        shown = f"{line.value:,.0f}" if line.value >= 100 else f"{line.value:.2f}"
        sys.stdout.write(f"| {line.name} | {shown} {line.unit} | {line.target} | {line.verdict} |\n")


if __name__ == "__main__":
    main()
