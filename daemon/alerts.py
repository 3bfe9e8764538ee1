"""Tells people what is wrong: looks, writes down what to tell whom, then tells it until it is taken.

The book (`core/alerting.py`) is one note of the store, so an alert and its notices become durable together, before anything
is sent. A daemon that is killed between sending and writing that down sends the notice again, under the same key.
Where the store itself takes nothing, that alone is told from memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

import msgspec

from core import alerting
from core.alerting import Alert, AlertKind, Book, Cause, Notice, Subscriptions
from core.errors import StoreError, Unreachable
from core.logs import logger
from core.store.base import Store
from core.target_bodies import message_of, trial
from core.target_settings import Use
from daemon.alert_causes import causes_of
from daemon.doings import DAEMON
from daemon.health import ConnectionStatus
from daemon.lane import World
from daemon.outgoing import NotSent
from daemon.targets import Targets, wanted

log = logger(__name__)

NOTE: Final = "alerts"


@dataclass(slots=True)
class Alerting:
    """The alerts of one installation. `free` tells the bytes left where the data lies."""

    store: Store
    targets: Targets
    world: World
    connections: Callable[[], Sequence[ConnectionStatus]]
    free: Callable[[], int]
    _stopping: bool = False
    _lock: Lock = field(default_factory=Lock)
    _taken: set[str] = field(default_factory=set)
    _failing: Alert | None = None
    _told_failing: set[str] = field(default_factory=set)

    def turn(self) -> None:
        """Look, and tell what is due. Raises StoreError where what was told could not be written down."""
        with self._lock:
            try:
                book = self._looked()
            except StoreError as error:
                self._store_fails(error)
                return
            while notices := alerting.due(book, self.world.clock()):
                for notice in notices:
                    if self._stopping:
                        return
                    book = self._tell(book, notice)

    def stop(self) -> None:
        """Send nothing after the message in hand; the rest waits for the next start."""
        self._stopping = True

    def book(self) -> Book:
        """What is kept; an unreadable note begins anew, for what is wrong is seen again."""
        text = self.store.note(NOTE)
        if text is None:
            return Book()
        try:
            return msgspec.json.decode(text, type=Book)
        except msgspec.MsgspecError:
            log.warning("the book of alerts cannot be read; it begins anew")
            return Book()

    def test(self, name: str, *, by: str) -> None:
        """Send a message that means nothing.

        Raises NotFound, Invalid, ResidencyRefused, Unreachable where it is not taken.
        """
        self.targets.get(name, Use.ALERTS)
        self.targets.admit(name)
        key = self.world.ids()
        self.targets.note("alert", by, f"sends a test to target {name}", cause=f"alert:{key}")
        try:
            self.targets.tell(name, trial(key))
        except NotSent as why:
            self.targets.note(
                "alert", by, f"target {name} did not take the test: {why}", cause=f"alert:{key}"
            )
            raise Unreachable(
                f"target {name!r} did not take it: {why}",
                advice=f"Correct targets.{name} in crmsync.toml, or its secret: crmsync targets secret {name}",
            ) from None
        self.targets.note("alert", by, f"target {name} took the test", cause=f"alert:{key}")

    # inside -----------------------------------------------------------------------------------------------------------
    def _subscriptions(self) -> Subscriptions:
        return {name: wanted(one) for name, one in self.targets.known.items() if one.use is Use.ALERTS}

    def _looked(self) -> Book:
        """The book as it is now, durable."""
        before = self.book()
        now, wanted = self.world.clock(), self._subscriptions()
        causes = causes_of(self.connections(), self.free())
        book = alerting.step(before, causes, wanted, now=now, ids=self.world.ids)
        book = self._store_works(book, now)
        book, gone = alerting.given_up(book, wanted, now)
        for notice in gone:
            log.warning("an alert was never taken", target=notice.target, attempts=notice.attempts)
            note = f"gave up telling target {notice.target}: {notice.trouble or 'it is not in the settings'}"
            self.targets.note("alert", DAEMON, note, cause=f"alert:{notice.id}")
        if book != before:
            self._save(book)
        if self._failing is not None:
            self._failing, self._told_failing = None, set()
        return book

    def _tell(self, book: Book, notice: Notice) -> Book:
        if notice.id not in self._taken:
            try:
                self.targets.tell(notice.target, message_of(notice))
            except NotSent as why:
                log.warning("an alert was not taken", target=notice.target, attempts=notice.attempts + 1)
                book = alerting.not_taken(
                    book, notice.id, str(why), now=self.world.clock(), jitter=self.world.rng.random()
                )
                self._save(book)
                return book
            # Remembered here as well: a store that takes nothing must not have it sent again every few seconds.
            self._taken.add(notice.id)
        note = f"told target {notice.target}: {len(notice.opened)} opened, {len(notice.ended)} over"
        self.targets.note("alert", DAEMON, note, cause=f"alert:{notice.id}")
        book = alerting.taken(book, notice.id)
        self._save(book)
        self._taken.discard(notice.id)
        return book

    def _save(self, book: Book) -> None:
        self.store.set_note(NOTE, msgspec.json.encode(book).decode())

    # where the store fails --------------------------------------------------------------------------------------------
    def _store_fails(self, error: StoreError) -> None:
        log.warning("alerts are not looked after: the store fails", kind=error.kind)
        now = self.world.clock()
        if self._failing is None:
            self._failing = Alert(id=self.world.ids(), cause=Cause(kind=AlertKind.STORE), since=now)
        if now - self._failing.since < alerting.PATIENCE[AlertKind.STORE]:
            return
        for name, kinds in self._subscriptions().items():
            if AlertKind.STORE in kinds and name not in self._told_failing:
                notice = Notice(id=self._failing.id, target=name, made_at=now, opened=(self._failing,))
                try:
                    self.targets.tell(name, message_of(notice))
                except NotSent:
                    log.warning("an alert was not taken", target=name)
                else:
                    self._told_failing.add(name)

    def _store_works(self, book: Book, now: int) -> Book:
        """Whoever was told that the store fails is told that it works."""
        if self._failing is None or not self._told_failing:
            return book
        since = self._failing.since
        over = Alert(
            id=self._failing.id,
            cause=self._failing.cause,
            since=since,
            opened_at=since,
            gone_at=now,
            ended_at=now,
        )
        told = {name: frozenset({AlertKind.STORE}) for name in sorted(self._told_failing)}
        notices = alerting.told((), (over,), told, now=now, ids=self.world.ids)
        return Book(alerts=(over, *book.alerts), outbox=(*book.outbox, *notices))
