"""kill -9 in the middle of commits: every acknowledged batch is there whole, and nothing is there in part."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from core.store.sql import open_store
from tests.support.committing import commit_until_killed, whole_batches

KILLS = 20


@pytest.mark.slow
def test_acknowledged_batches_survive_kill_9_whole(sql_url: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.committing"])
    open_store(sql_url, clock=lambda: 1).close()
    told = tmp_path / "acknowledged"
    told.touch()
    chance = random.Random(7)
    next_number = 0
    for _ in range(KILLS):
        size = told.stat().st_size
        child = context.Process(
            target=commit_until_killed, args=(sql_url, next_number, str(told)), daemon=True
        )
        child.start()
        deadline = time.monotonic() + 30
        while told.stat().st_size == size:  # it must have begun, or the kill proves nothing
            assert time.monotonic() < deadline and child.is_alive()
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        store = open_store(sql_url, clock=lambda: 1)
        acknowledged = [int(line) for line in told.read_text().split()]
        kept = whole_batches(store)
        assert set(acknowledged) <= set(kept)
        assert len(kept) - len(acknowledged) <= KILLS  # at most the one under way at each kill
        assert store.verify_audit() is None
        store.close()
        next_number = kept[-1] + 1
