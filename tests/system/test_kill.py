"""kill -9 at random moments while people work on all sides: nothing is lost, nothing is created twice.

The daemon is a real process on a real store, between two sandboxed CRMs that lose answers and fail now and then. It is
killed again and again, during start-up, reading in and everyday work, and started anew at once. Then it may come to
rest, and everything is compared from outside, as the demo does.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from core.wire.client import Client
from core.wire.endpoint import default_places
from daemon.demo import play
from daemon.demo.ledgers import Ledgers
from daemon.demo.people import People, now_ms
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.summary import Summary
from daemon.demo.view import View
from tests.support.databases import postgres_schema
from tests.support.warm import WarmDaemons

KILLS_SQLITE = int(os.environ.get("CRMSYNC_KILLS", "100"))
KILLS_POSTGRES = int(os.environ.get("CRMSYNC_KILLS_POSTGRES", "25"))
LONGEST_LIFE_S = 1.2


def wait_for_socket(path: Path) -> None:
    end = time.monotonic() + 30
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(path))
            except OSError:
                if time.monotonic() > end:
                    raise
            else:
                return
        time.sleep(0.02)


class Gated:
    """The client as people use it: nobody asks while the daemon is down, so every act's outcome is known."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.gate = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        if not callable(method):
            return method

        def call(*given: Any, **named: Any) -> Any:
            with self.gate:
                return method(*given, **named)

        return call


class KillStage(Stage):
    """The demo's stage with a daemon that can be killed."""

    environment: dict[str, str]
    warm: WarmDaemons

    def start_daemon(self) -> None:
        self.warm = WarmDaemons(self.home, self.environment)
        self.warm.start()
        self.bare = Client(default_places({"CRMSYNC_HOME": str(self.home)}).socket, timeout_s=60)
        self.wait_until_it_answers()
        self.client = Gated(self.bare)  # type: ignore[assignment]

    def wait_until_it_answers(self) -> None:
        wait_for_socket(default_places({"CRMSYNC_HOME": str(self.home)}).socket)
        self.bare.hello()

    def _end_all(self) -> None:
        if hasattr(self, "warm"):
            self.warm.close()
            self.bare.close()
        for box in self.boxes.values():
            box.session.close()
        super()._end_all()


class KillPlay(Play):
    """The demo's play, with somebody who pulls the plug."""

    kills: int
    done: int = 0

    def _people_at_work(self, ledgers: Ledgers) -> People:
        killer = threading.Thread(target=self._kill_again_and_again)
        killer.start()
        try:
            return super()._people_at_work(ledgers)
        finally:
            killer.join()

    def _kill_again_and_again(self) -> None:
        rng = random.Random(self.seed)
        stage = self.stage
        assert isinstance(stage, KillStage)
        gate = stage.client.gate  # type: ignore[attr-defined]
        while self.done < self.kills:
            time.sleep(rng.random() * LONGEST_LIFE_S)
            with gate:
                stage.warm.kill()
                self.done += 1
                stage.warm.start()
                if rng.random() < 0.2:
                    # Killed while it starts, before it serves anything.
                    time.sleep(rng.random() * 0.3)
                    stage.warm.kill()
                    self.done += 1
                    stage.warm.start()
                stage.wait_until_it_answers()


@contextmanager
def killed(kills: int, environment: dict[str, str], seed: int) -> Iterator[tuple[Summary, KillPlay]]:
    view = View(plain=True, console=Console(quiet=True))
    kept = os.environ.get("CRMSYNC_KILL_KEEP")
    stage = KillStage(records=150, seed=seed, keep=Path(kept) / str(seed) if kept else None)
    stage.environment = environment
    with stage, view:
        performance = KillPlay(stage=stage, view=view, seconds=max(5.0, kills * 0.9), seed=seed)
        performance.kills = kills
        yield performance.perform(), performance


def holds(summary: Summary) -> list[str]:
    return [*summary.broken, *(f"{kind}: {one}" for kind, some in summary.samples.items() for one in some)]


def test_nothing_is_lost_or_doubled_however_often_the_daemon_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(play, "REST_S", 120.0)
    with killed(KILLS_SQLITE, {}, seed=11) as (summary, performance):
        assert performance.done >= KILLS_SQLITE
        assert summary.edits > KILLS_SQLITE
        assert not holds(summary), "\n".join(holds(summary))


def test_the_same_holds_on_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(play, "REST_S", 120.0)
    with (
        postgres_schema() as url,
        killed(KILLS_POSTGRES, {"CRMSYNC_STORE_URL": url}, seed=12) as (summary, performance),
    ):
        assert performance.done >= KILLS_POSTGRES
        assert not holds(summary), "\n".join(holds(summary))


def test_sigterm_finishes_the_batch_in_hand_and_ends_cleanly(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "crmsync.toml").write_text("", encoding="utf-8")
    warm = WarmDaemons(tmp_path, {})
    client = Client(default_places({"CRMSYNC_HOME": str(tmp_path)}).socket)
    try:
        warm.start()
        wait_for_socket(default_places({"CRMSYNC_HOME": str(tmp_path)}).socket)
        assert client.hello().pid == warm.pid
        before = now_ms()
        assert warm.stop() == 0
        assert now_ms() - before < 10_000
    finally:
        client.close()
        warm.close()
