"""Live events in the app: in order, over breaks, never past a gap, and never a busy loop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.wire.events import Event, EventKind
from core.wire.problems import AnswerUnreadable
from gui.client import HttpClient, Place
from gui.context import LinkState
from gui.live import LiveEvents
from gui.session import Session
from tests.gui.conftest import Running
from tests.gui.misbehaving import misbehaving

HEAD = b"HTTP/1.1 200 OK\r\ncrmsync-protocol: 1\r\ncontent-type: text/event-stream\r\n\r\n"


def frame(number: int, kind: EventKind = EventKind.RUN) -> bytes:
    event = Event(id=f"boot:{number}", number=number, kind=kind, at=number)
    return f"id: {event.id}\nevent: {kind.value}\ndata: {event.model_dump_json()}\n\n".encode()


def test_events_of_a_real_daemon_come_and_come_again_after_it_was_killed(
    qtbot: QtBot, running: Running
) -> None:
    session = Session(running.context)
    seen: list[Event] = []
    session.came.connect(seen.append)
    session.attach()
    qtbot.waitUntil(lambda: session.link is LinkState.LIVE and session.hello is not None)
    qtbot.waitUntil(lambda: session.health is not None)
    for number in range(50):
        running.daemon.events.publish(EventKind.RUN, f"r{number}", {"outcome": "done"})
    qtbot.waitUntil(lambda: len(seen) == 51)
    assert [event.number for event in seen[1:]] == list(range(seen[0].number + 1, seen[0].number + 51))
    running.server.stop()
    qtbot.waitUntil(lambda: session.link is LinkState.RECONNECTING)
    assert session.trouble is not None
    assert session.is_stale
    assert session.health is not None
    session.close()


def test_a_gap_brings_a_new_snapshot(qtbot: QtBot, tmp_path: Path) -> None:
    first = HEAD + frame(1, EventKind.SNAPSHOT) + frame(2) + frame(4)
    second = HEAD + frame(9, EventKind.SNAPSHOT) + frame(10)
    with misbehaving(tmp_path / "s", first, second, None, hang_up=False) as server:
        owner = QObject()
        live = LiveEvents(HttpClient(Place(socket=tmp_path / "s"), owner), owner)
        seen: list[Event] = []
        live.came.connect(seen.append)
        live.start()
        qtbot.waitUntil(lambda: len(seen) == 4)
        assert [event.number for event in seen] == [1, 2, 9, 10]
        assert b"after" not in server.asked[1].split(b"\r\n")[0]
        live.stop()


def test_a_break_is_resumed_after_the_last_event_and_nonsense_is_not(qtbot: QtBot, tmp_path: Path) -> None:
    good = HEAD + frame(1, EventKind.SNAPSHOT) + frame(2)[:20]
    rest = HEAD + frame(2)
    nonsense = HEAD + b"data: {]\n\n"
    with misbehaving(tmp_path / "s", good, rest, nonsense, None) as server:
        owner = QObject()
        live = LiveEvents(HttpClient(Place(socket=tmp_path / "s"), owner), owner)
        seen: list[Event] = []
        broke: list[Any] = []
        live.came.connect(seen.append)
        live.broke.connect(broke.append)
        live.start()
        qtbot.waitUntil(lambda: len(server.asked) == 4, timeout=10_000)
        assert [event.number for event in seen] == [1, 2]
        lines = [asked.split(b"\r\n")[0] for asked in server.asked]
        assert b"after=boot%3A1" in lines[1] or b"after=boot:1" in lines[1]
        assert b"after" not in lines[3]
        assert {type(error) for error in broke} == {AnswerUnreadable}
        live.stop()


def test_a_daemon_that_falls_silent_is_left_and_asked_again(qtbot: QtBot, tmp_path: Path) -> None:
    with misbehaving(tmp_path / "s", HEAD + frame(1, EventKind.SNAPSHOT), hang_up=False) as server:
        owner = QObject()
        live = LiveEvents(HttpClient(Place(socket=tmp_path / "s"), owner), owner, quiet_ms=150)
        with qtbot.waitSignal(live.broke, timeout=3_000):
            live.start()
        qtbot.waitUntil(lambda: len(server.asked) >= 2)
        live.stop()


def test_where_nobody_listens_the_pauses_grow(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    live = LiveEvents(HttpClient(Place(socket=tmp_path / "none"), owner), owner)
    broke: list[Any] = []
    live.broke.connect(broke.append)
    live.start()
    qtbot.waitUntil(lambda: len(broke) == 3, timeout=5_000)
    assert live.pause_ms >= 2_000
    live.stop()
