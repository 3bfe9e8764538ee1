"""What a run costs in calls, commits and writes: figures that no busy machine can blur, so that they can be tested."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

import pytest

from adapters.hubspot.adapter import HubSpotAdapter
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from bench.crm import fill
from bench.wiring import CONNECTION, cycle_for, lane_for, now_ms, sweep_whole, until_live
from core.store.base import Batch
from core.store.sql import open_store
from daemon.cycle import Cycle
from daemon.lane import Lane

PAGE = 100  # records HubSpot lists at once
ABOUT_THE_FEED = 2  # where the change feed stands, and how many records there are
COMPANIES = "companies"


@dataclass
class Wired:
    """The product's own parts over a sandboxed HubSpot and a SQLite file."""

    lane: Lane
    cycle: Cycle
    file: Path
    batches: list[Batch] = field(default_factory=list)

    @property
    def calls(self) -> int:
        assert isinstance(self.lane.adapter, HubSpotAdapter)
        return self.lane.adapter.rest.counters.calls

    @property
    def linked(self) -> int:
        return self.lane.store.linked_count(CONNECTION, COMPANIES)


@contextmanager
def wired(folder: Path, records: int) -> Iterator[Wired]:
    sandbox = Sandbox("hubspot", Options(seed=3, records=records))
    fill(sandbox.system, 3)
    with sandbox:
        file = folder / "hub.sqlite"
        store = open_store(f"sqlite:///{file}", clock=now_ms)
        batches: list[Batch] = []
        lane = lane_for(sandbox.url, store, (COMPANIES,), batches.append)
        try:
            yield Wired(lane=lane, cycle=cycle_for(lane), file=file, batches=batches)
        finally:
            lane.adapter.close()
            store.close()


@pytest.mark.parametrize("records", [400, 3_000])
def test_a_backfill_asks_for_every_page_once_and_commits_no_oftener_than_once_a_page(
    tmp_path: Path, records: int
) -> None:
    with wired(tmp_path, records) as one:
        before = one.calls
        until_live(one.cycle)
        pages = ceil(one.linked / PAGE)
        assert one.linked > records // 5, "the sandbox holds about a company for four contacts"
        # A table of one page needs no total.
        assert one.calls - before == pages + ABOUT_THE_FEED - (pages == 1)
        filled = [batch for batch in one.batches if batch.records]
        assert len(filled) <= pages
        assert sum(len(batch.records) for batch in filled) == one.linked


def test_the_cursor_moves_in_the_commit_that_holds_its_records(tmp_path: Path) -> None:
    with wired(tmp_path, 3_000) as one:
        until_live(one.cycle)
        assert all(batch.cursors for batch in one.batches if batch.records)


def test_a_poll_or_a_sweep_that_finds_nothing_writes_nothing(tmp_path: Path) -> None:
    with wired(tmp_path, 1_500) as one:
        until_live(one.cycle)
        one.cycle.turn()
        with sqlite3.connect(one.file) as watcher:
            before = _version(watcher)
            for _ in range(3):
                one.cycle.polled.clear()
                one.cycle.turn()
            assert one.cycle.polled, "a poll was made"
            assert _version(watcher) == before
            asked = one.calls
            sweep_whole(one.cycle, COMPANIES)
            assert one.calls - asked >= ceil(one.linked / PAGE), "every page was read"
            assert _version(watcher) == before
        watcher.close()


def _version(watcher: sqlite3.Connection) -> int:
    """Changes whenever anybody else commits anything to the file."""
    return int(watcher.execute("PRAGMA data_version").fetchone()[0])
