"""kill -9 at random moments while people work on all sides: nothing is lost, nothing is created twice.

The daemon is a real process on a real store, between two sandboxed CRMs that lose answers and fail now and then. It is
killed again and again, during start-up, reading in and everyday work, and started anew at once. Then it may come to
rest, and everything is compared from outside, as the demo does.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from daemon.demo import play
from tests.support.databases import postgres_schema
from tests.support.staging import staged
from tests.support.unplugged import not_held, store_is_sound, unplugged
from tests.support.warm import STORE_URL

KILLS_SQLITE = int(os.environ.get("CRMSYNC_KILLS", "30"))
KILLS_POSTGRES = int(os.environ.get("CRMSYNC_KILLS_POSTGRES", "") or -(-KILLS_SQLITE // 4))
SEED = int(os.environ.get("CRMSYNC_KILL_SEED", "11"))
KEEP = os.environ.get("CRMSYNC_KILL_KEEP")  # a folder that keeps what happened, to look at

pytestmark = [
    pytest.mark.slow,
    # httpx leaves the socket of a connection that was refused to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(play, "REST_S", 120.0)


def kept(seed: int) -> Path | None:
    return Path(KEEP) / str(seed) if KEEP else None


def test_nothing_is_lost_or_doubled_however_often_the_daemon_is_killed() -> None:
    with unplugged(KILLS_SQLITE, {}, SEED, kept(SEED)) as performance:
        summary = performance.perform()
        assert performance.done >= KILLS_SQLITE
        assert performance.reading_in > 0
        assert summary.edits > KILLS_SQLITE
        assert sum(summary.faults_struck.values()) > 0
        broken = not_held(summary, performance)
        assert not broken, "\n".join(broken)
        assert store_is_sound(performance.stage)


@pytest.mark.external
def test_the_same_holds_on_postgres() -> None:
    with (
        postgres_schema() as url,
        unplugged(KILLS_POSTGRES, {STORE_URL: url}, SEED + 1, kept(SEED + 1)) as performance,
    ):
        summary = performance.perform()
        assert performance.done >= KILLS_POSTGRES
        assert performance.reading_in > 0
        assert sum(summary.faults_struck.values()) > 0
        broken = not_held(summary, performance)
        assert not broken, "\n".join(broken)


def test_a_killed_daemons_heir_takes_its_lanes_over_at_once() -> None:
    """Nobody waits for the lease of the dead: whoever holds the lock of the data folder inherits it."""
    with staged() as stage:
        stage.set("crmsync.toml", r"(?m)^lease_seconds = .*$", "lease_seconds = 900.0")
        stage.start_daemon()
        stage.connect()
        record, there = stage.known_contact()
        stage.daemon.kill()
        stage.start_daemon()
        stage.client.edit_record(record.id, {"job_title": "Heir"})
        stage.arrives("hs", there["hs"], {"jobtitle": "Heir"})
        stage.arrives("sf", there["sf"], {"Title": "Heir"})
