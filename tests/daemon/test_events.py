"""The numbered stream: no gap, merging, resuming, dropping, over the real socket where it matters."""

from __future__ import annotations

import itertools
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.wire.events import Event, EventKind
from core.wire.stream import continues
from daemon.events import Events, Subscription
from tests.support.small_daemon import served


@pytest.fixture
def events() -> Iterator[Events]:
    made = Events(ring=50, reader_queue=20)
    yield made
    made.close()


def nothing() -> None:
    """A reader that is asked by hand needs no waking."""


def test_numbers_rise_by_one_over_many_publishers(events: Events) -> None:
    reader = events.subscribe(nothing)

    def publish() -> None:
        for _ in range(4):
            events.publish(EventKind.ITEM, "i")

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.number for event in reader.take()] == list(range(1, 17))


def test_boring_events_of_one_subject_are_merged_to_the_newest(events: Events) -> None:
    reader = events.subscribe(nothing)
    for done in range(200):
        events.publish(EventKind.PROGRESS, "hs/contacts", {"done": done})
        events.publish(EventKind.PROGRESS, "hs/companies", {"done": done})
    deadline = time.monotonic() + 5
    seen: list[Event] = []
    while time.monotonic() < deadline and sum(event.body["done"] == 199 for event in seen) < 2:
        seen += reader.take()
        time.sleep(0.01)
    assert {event.subject for event in seen if event.body["done"] == 199} == {"hs/contacts", "hs/companies"}
    assert len(seen) < 20
    assert [event.number for event in seen] == list(range(1, len(seen) + 1))


def test_notable_events_are_never_held_back(events: Events) -> None:
    reader = events.subscribe(nothing)
    for number in range(10):
        events.publish(EventKind.CONFLICT, "c1", {"number": number})
    assert [event.body["number"] for event in reader.take()] == list(range(10))


def test_reader_resumes_within_the_ring_and_not_beyond(events: Events) -> None:
    for number in range(60):
        events.publish(EventKind.ITEM, str(number))
    resumed = events.subscribe(nothing, events.id_of(45))
    assert resumed.resumed
    assert [event.number for event in resumed.take()] == list(range(46, 61))
    for after in (events.id_of(3), events.id_of(61), "other:45", "garbage", f"{events.boot}:", None):
        assert not events.subscribe(nothing, after).resumed


def test_slow_reader_is_dropped_and_the_others_are_not(events: Events) -> None:
    woken = threading.Event()
    slow, quick = events.subscribe(woken.set), events.subscribe(nothing)
    for number in range(30):
        events.publish(EventKind.ITEM, str(number))
        quick.take()
    assert slow.dropped
    assert woken.is_set()
    assert slow.take() == []
    assert not quick.dropped
    assert events.readers == 1


def test_client_notices_a_gap() -> None:
    def event(number: int, boot: str = "a", kind: EventKind = EventKind.ITEM) -> Event:
        return Event(id=f"{boot}:{number}", number=number, kind=kind, at=0)

    assert continues(None, event(5))
    assert continues(event(5), event(6))
    assert not continues(event(5), event(7))
    assert not continues(event(5), event(6, boot="b"))
    assert continues(event(5), event(9, kind=EventKind.SNAPSHOT))


def test_snapshot_then_increments_without_gap_under_concurrent_commits(tmp_path: Path) -> None:
    total = 150
    with served(tmp_path) as (daemon, _, client):

        def write() -> None:
            for number in range(total):
                daemon.desk.create("contact", {"name": f"n{number}"}, by="person:test")

        writer = threading.Thread(target=write)
        writer.start()
        counted = 0
        for event in client.events():
            if event.kind is EventKind.SNAPSHOT:
                assert event.health is not None
                counted = event.health.records["contact"]
                first = event.number
                ids: set[str] = set()
            else:
                ids.add(event.subject)
                assert event.number == first + len(ids)
            # What the snapshot holds plus what came after it is never less than everything.
            if event.number >= total and counted + len(ids) >= total:
                break
        writer.join()
        assert len(ids) == total - first
        assert counted >= first


def test_client_comes_back_by_itself_after_being_dropped(tmp_path: Path) -> None:
    with served(tmp_path) as (daemon, _, client):
        stream = client.events()
        assert next(stream).kind is EventKind.SNAPSHOT
        daemon.events.publish(EventKind.ITEM, "one")
        assert next(stream).subject == "one"
        daemon.events.drop_readers()
        daemon.events.publish(EventKind.ITEM, "two")
        event = next(stream)
        assert (event.subject, event.number) == ("two", 2)


def test_a_reader_who_begins_while_the_server_stops_is_sent_away_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path) as (daemon, server, _), socket.socket(socket.AF_UNIX) as late:
        begun, dropped = threading.Event(), threading.Event()
        subscribe, drop = daemon.events.subscribe, daemon.events.drop_readers

        def begin(wake: Callable[[], None], after: str | None = None) -> Subscription:
            begun.set()
            assert dropped.wait(10)
            return subscribe(wake, after)

        def drop_them() -> None:
            drop()
            dropped.set()

        monkeypatch.setattr(daemon.events, "subscribe", begin)
        monkeypatch.setattr(daemon.events, "drop_readers", drop_them)
        late.connect(os.fspath(server.socket_path))
        late.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert begun.wait(10)
        before = time.monotonic()
        server.stop()
        assert time.monotonic() - before < 2.5, "it would have been cut off after the three seconds of grace"


def test_reader_that_takes_nothing_is_cut_off(tmp_path: Path) -> None:
    with served(tmp_path) as (daemon, server, _), socket.socket(socket.AF_UNIX) as lazy:
        lazy.connect(os.fspath(server.socket_path))
        lazy.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200 OK" in lazy.recv(100)
        filler = {"note": "x" * 2_000}
        deadline = time.monotonic() + 20
        for number in itertools.count():
            daemon.events.publish(EventKind.ITEM, str(number), filler)
            if daemon.events.readers == 0 or time.monotonic() > deadline:
                break
        assert daemon.events.readers == 0
