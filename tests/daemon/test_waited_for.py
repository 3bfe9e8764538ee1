"""What reads long ends when its client goes, and answers a client that stays."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from tests.support.long_reading import LIMIT_S, LongReading
from tests.support.small_daemon import served

ASK = (
    b"POST /v1/rules/replay HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: 2\r\n\r\n{}"
)


def test_a_trial_of_rules_ends_once_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = LongReading()
    reading.hold(monkeypatch)
    with served(tmp_path) as (daemon, _, client):
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(daemon.places[2]))
            asking.sendall(ASK)
            assert reading.reached.wait(LIMIT_S)
            assert not reading.given_up.is_set(), "somebody waits"
        assert reading.given_up.wait(LIMIT_S)
        reading.released.set()
        assert client.replay_rules().looked_at == 0


def test_it_goes_on_while_somebody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = LongReading()
    reading.hold(monkeypatch)
    with served(tmp_path) as (_, _, client):

        def release() -> None:
            reading.reached.wait(LIMIT_S)
            reading.released.set()

        releasing = threading.Thread(target=release)
        releasing.start()
        assert client.replay_rules(since=0).looked_at == 0
        releasing.join(LIMIT_S)
    assert reading.reached.is_set() and not reading.given_up.is_set()
