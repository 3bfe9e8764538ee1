"""Live events: one numbered stream, a ring that lets a reader resume, and merging of what is boring.

A reader subscribes first and takes its snapshot then, so that nothing can fall between: what is committed meanwhile is in
the snapshot and comes again as an increment, which is harmless because a body tells a new state and never a difference.
(Taking the snapshot inside the lock would hold every publisher up for a database read, and could deadlock with one that
publishes while it holds a lock the snapshot needs.)

Numbers rise by one and belong to one boot; an id is "boot:number". Notable events leave at once; boring ones (see
`EventKind`) at most four times a second per subject, the newest body replacing the ones before. A reader who does not keep
up is dropped and comes back by its last id, or with a new snapshot.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from core.wire.events import Event, EventKind, Plain

Key: TypeAlias = tuple[EventKind, str]

_RING: Final = 4_096
_READER_QUEUE: Final = 2_048
_BORING_GAP_S: Final = 0.25
_FORGET_SUBJECTS: Final = 10_000


class Subscription:
    """One reader's queue. `wake` is called, from any thread, whenever something came or the reader was dropped."""

    def __init__(self, events: Events, number: int, wake: Callable[[], None], *, limit: int) -> None:
        self.number = number
        self.resumed = False
        self.dropped = False
        self._events = events
        self._wake = wake
        self._limit = limit
        self._queue: deque[Event] = deque()

    def take(self) -> list[Event]:
        """Everything that waits, oldest first."""
        with self._events.lock:
            taken = list(self._queue)
            self._queue.clear()
            return taken

    def close(self) -> None:
        self._events.unsubscribe(self)

    def put(self, event: Event) -> None:
        """Called by Events under its lock."""
        if len(self._queue) >= self._limit:
            self.drop()
            return
        self._queue.append(event)
        self._wake()

    def preload(self, missed: list[Event]) -> None:
        """Called by Events under its lock, before the reader has taken anything."""
        self._queue.extend(missed)
        self.resumed = True

    def drop(self) -> None:
        """Called by Events under its lock: the reader ends, its queue is given up."""
        self.dropped = True
        self._queue.clear()
        self._wake()


class Events:
    """The stream. Safe between threads; `close` ends every reader and the thread that sends what was held back."""

    def __init__(
        self,
        *,
        ring: int = _RING,
        reader_queue: int = _READER_QUEUE,
        boring_gap_s: float = _BORING_GAP_S,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.boot = secrets.token_hex(4)
        self.lock = threading.RLock()
        self._number = 0
        self._ring: deque[Event] = deque(maxlen=ring)
        self._readers: set[Subscription] = set()
        self._reader_queue = reader_queue
        self._gap = boring_gap_s
        self._now = now
        self._sent: dict[Key, float] = {}
        self._held: dict[Key, Mapping[str, Plain]] = {}
        self._due = threading.Condition(self.lock)
        self._closed = False
        self._flusher = threading.Thread(target=self._flush_held, name="events", daemon=True)
        self._flusher.start()

    def publish(
        self,
        kind: EventKind,
        subject: str,
        body: Mapping[str, Plain] | None = None,
        *,
        notable: bool | None = None,
    ) -> None:
        """Tell every reader the new state of `subject`; call it after the commit it tells of.

        `notable` overrides what the kind says. A notable event also takes the place of a held-back one of its subject.
        """
        key = (kind, subject)
        told: Mapping[str, Plain] = body or {}
        with self.lock:
            if self._closed:
                return
            moment = time.monotonic()
            if kind.is_notable if notable is None else notable:
                self._held.pop(key, None)
                self._send(kind, subject, told)
                return
            if key in self._held or moment - self._sent.get(key, -self._gap) < self._gap:
                self._held[key] = told
                self._due.notify()
                return
            self._sent[key] = moment
            self._send(kind, subject, told)

    def subscribe(self, wake: Callable[[], None], after: str | None = None) -> Subscription:
        """A new reader. `resumed` tells that the ring still held all events after `after`; else a snapshot is needed."""
        with self.lock:
            reader = Subscription(self, self._number, wake, limit=self._reader_queue)
            if self._closed:
                reader.drop()
                return reader
            missed = self._missed(after)
            if missed is not None and len(missed) <= self._reader_queue:
                reader.preload(missed)
            self._readers.add(reader)
            return reader

    def unsubscribe(self, reader: Subscription) -> None:
        with self.lock:
            self._readers.discard(reader)

    def cut(self, reader: Subscription) -> None:
        """End one reader; it may come back."""
        with self.lock:
            reader.drop()
            self._readers.discard(reader)

    def id_of(self, number: int) -> str:
        return f"{self.boot}:{number}"

    @property
    def readers(self) -> int:
        with self.lock:
            return len(self._readers)

    def drop_readers(self) -> None:
        """End every present reader; they may come back."""
        with self.lock:
            for reader in self._readers:
                reader.drop()
            self._readers.clear()

    def close(self) -> None:
        """End every reader and take no more events."""
        with self.lock:
            self._closed = True
            self.drop_readers()
            self._due.notify()
        self._flusher.join(timeout=5)

    def _send(self, kind: EventKind, subject: str, body: Mapping[str, Plain]) -> None:
        self._number += 1
        event = Event(
            id=self.id_of(self._number),
            number=self._number,
            kind=kind,
            subject=subject,
            at=self._now(),
            body=dict(body),
        )
        self._ring.append(event)
        for reader in list(self._readers):
            reader.put(event)
            if reader.dropped:
                self._readers.discard(reader)

    def _missed(self, after: str | None) -> list[Event] | None:
        boot, _, digits = (after or "").partition(":")
        if boot != self.boot or not digits.isascii() or not digits.isdigit() or len(digits) > 18:
            return None
        number = int(digits)
        oldest = self._number - len(self._ring)
        if not oldest <= number <= self._number:
            return None
        return [event for event in self._ring if event.number > number]

    def _flush_held(self) -> None:
        with self.lock:
            while not self._closed:
                if not self._held:
                    self._due.wait()
                    continue
                moment = time.monotonic()
                ripe = [key for key in self._held if moment - self._sent.get(key, -self._gap) >= self._gap]
                for key in ripe:
                    self._sent[key] = moment
                    self._send(key[0], key[1], self._held.pop(key))
                if len(self._sent) > _FORGET_SUBJECTS:
                    self._sent = {key: at for key, at in self._sent.items() if moment - at < self._gap}
                if self._held:
                    soonest = min(self._sent.get(key, moment) for key in self._held)
                    self._due.wait(max(0.005, soonest + self._gap - moment))
