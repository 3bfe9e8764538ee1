"""The daemon that the app is measured with: the real local API over a large store, in a process of its own.

    python -m bench.app_daemon FOLDER --questions 10000 --entries 1000000

Says "ready on unix:SOCKET". A line "RATE COUNT" on its input sends so many live events at so many a second and is
answered by a line "sent COUNT in SECONDS"; the end of its input ends it. The daemon's parts are those of
tests/support/small_daemon.py, which has no scheduler: what it costs is the answers alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from bench.app_filling import fill, record_id
from core.store.sql import open_store
from core.wire.events import EventKind, Plain
from daemon.events import Events
from tests.support.small_daemon import CONNECTION, served


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench.app_daemon")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--questions", type=int, default=0)
    asked.add_argument("--entries", type=int, default=0)
    options = asked.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    file = options.folder / "hub.sqlite"
    is_new = not file.exists()
    store = open_store(f"sqlite:///{file}", clock=now_ms, synchronous="OFF")
    try:
        if is_new:
            fill(store, questions=options.questions, entries=options.entries, now=now_ms())
        with served(options.folder / str(os.getpid()), store=store) as (daemon, server, _client):
            print(f"ready on unix:{server.socket_path}", flush=True)
            for line in sys.stdin:
                rate, count = line.split()
                took = send(daemon.events, rate=float(rate), count=int(count))
                print(f"sent {count} in {took:.2f}", flush=True)
    finally:
        store.close()


def send(events: Events, *, rate: float, count: int) -> float:
    """Seconds it took. None of the events waits for another of its subject, so that the app hears of every one."""
    begin = time.monotonic()
    for number in range(count):
        kind, subject, body = happening(number)
        events.publish(kind, subject, body, notable=True)
        ahead = begin + (number + 1) / rate - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
    return time.monotonic() - begin


def happening(number: int) -> tuple[EventKind, str, dict[str, Plain]]:
    """Of ten events four are about conflicts that open, two about such that are answered, the others of other kinds."""
    match number % 10:
        case 0 | 3 | 5 | 8:
            body: dict[str, Plain] = {"state": "open", "record_id": record_id(number), "rule": "title"}
            return EventKind.CONFLICT, f"live-{number}", body
        case 1 | 6:
            body = {"state": "resolved", "record_id": record_id(number), "rule": "title"}
            return EventKind.CONFLICT, f"live-{max(0, number - 1)}", body
        case 2:
            return (
                EventKind.ITEM,
                f"item-{number}",
                {"kind": "refused", "state": "open", "reason": "too long"},
            )
        case 4 | 7:
            return EventKind.RECORDS, "contact", {"count": 3, "last": record_id(number)}
        case _:
            return (
                EventKind.RUN,
                f"run-{number}",
                {"kind": "poll", "connection": CONNECTION, "outcome": "done"},
            )


def now_ms() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    main()
