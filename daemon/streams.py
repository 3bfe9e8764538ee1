"""Listens to the event streams of CRMs that want to be called: one thread an object, each with its own durable position.

An event's signals and the position behind it are committed together, so a crash repeats events and loses none. A stream
that breaks is opened again after a while (exponential, full jitter); one whose position the CRM has forgotten starts
from now, and a deep poll looks for what lay between.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from adapters.hooks import Hint, Stream
from core.errors import CrmSyncError, CursorExpired
from core.jobs import Cursor
from core.logs import logger
from core.store.base import Store
from daemon.lane import World

EVENTS: Final = "events"  # the cursors' stream
_LEAST_MS: Final = 500
_MOST_MS: Final = 120_000

# (connection, hints as (object, id), where the stream stands then)
Keep: TypeAlias = Callable[[str, Sequence[tuple[str, str | None]], Cursor], None]

log = logger(__name__)


@dataclass(slots=True)
class _Ear:
    """One object's thread."""

    object: str
    stands: bool = False
    reason: str = ""
    advice: str = ""


@dataclass(slots=True)
class _Following:
    stream: Stream
    ears: tuple[_Ear, ...]
    threads: list[threading.Thread] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Streams:
    """All connections' streams. `keep` makes hints and position durable and returns then; it raises StoreError."""

    store: Store
    world: World
    keep: Keep = lambda connection, named, cursor: None
    _held: dict[str, _Following] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, connection: str, stream: Stream, objects: Sequence[str]) -> None:
        """Listen for these CRM objects. Call `stop` first where it listens already."""
        following = _Following(stream=stream, ears=tuple(_Ear(object=one) for one in objects))
        for ear in following.ears:
            name = f"events-{connection}-{ear.object}"
            work = threading.Thread(
                target=self._listen, name=name, args=(connection, following, ear), daemon=True
            )
            following.threads.append(work)
        with self._lock:
            self._held[connection] = following
        for work in following.threads:
            work.start()

    def stop(self, connection: str) -> None:
        with self._lock:
            following = self._held.pop(connection, None)
        if following is not None:
            following.ended.set()
            following.stream.close()
            for work in following.threads:
                work.join(10)

    def stop_all(self) -> None:
        for connection in list(self._held):
            self.stop(connection)

    def runs(self, connection: str) -> bool:
        return connection in self._held

    def stands(self, connection: str) -> bool:
        """Whether every mapped object's events arrive now."""
        following = self._held.get(connection)
        return following is not None and bool(following.ears) and all(one.stands for one in following.ears)

    def reason(self, connection: str) -> str:
        """Why not."""
        return next((one.reason for one in self._ears(connection) if one.reason), "")

    def advice(self, connection: str) -> str:
        return next((one.advice for one in self._ears(connection) if one.advice), "")

    # the threads ------------------------------------------------------------------------------------------------------
    def _listen(self, connection: str, following: _Following, ear: _Ear) -> None:
        tries = 0
        while not following.ended.is_set():
            try:
                position = self._position(connection, ear.object)
                following.stream.listen(ear.object, position, self._keeper(connection, ear))
            except CursorExpired as error:
                self._start_over(connection, ear, error)
            except CrmSyncError as error:
                if (ear.reason, ear.stands) != (str(error), False):
                    log.warning("events", connection=connection, object=ear.object, kind=error.kind)
                tries = 0 if ear.stands else tries + 1
                ear.reason, ear.advice = str(error), error.advice
            except Exception:
                # A thread that dies would be a stream that nobody listens to, and nobody would know.
                log.exception("the event stream failed", connection=connection, object=ear.object)
                ear.reason, tries = "the event stream failed", tries + 1
            ear.stands = False
            ceiling = min(_MOST_MS, _LEAST_MS * 2 ** min(tries, 20))
            following.ended.wait((_LEAST_MS / 2 + self.world.rng.random() * ceiling) / 1000)

    def _keeper(self, connection: str, ear: _Ear) -> Callable[[tuple[Hint, ...], str], None]:
        def keep(hints: tuple[Hint, ...], position: str) -> None:
            named = [(one.object, one.crm_id) for one in hints]
            self.keep(connection, named, self._cursor(connection, ear.object, position))
            ear.stands, ear.reason, ear.advice = True, "", ""

        return keep

    def _start_over(self, connection: str, ear: _Ear, error: CursorExpired) -> None:
        log.warning("events", connection=connection, object=ear.object, kind=error.kind)
        try:
            self.keep(connection, [(ear.object, None)], self._cursor(connection, ear.object, ""))
        except CrmSyncError as trouble:
            log.warning("events", connection=connection, object=ear.object, kind=trouble.kind)

    def _position(self, connection: str, crm_object: str) -> str | None:
        cursor = self.store.cursor(connection, crm_object, EVENTS)
        return cursor.position or None if cursor is not None else None

    def _cursor(self, connection: str, crm_object: str, position: str) -> Cursor:
        return Cursor(
            connection=connection,
            object=crm_object,
            stream=EVENTS,
            position=position,
            at=self.world.clock(),
        )

    def _ears(self, connection: str) -> tuple[_Ear, ...]:
        following = self._held.get(connection)
        return following.ears if following is not None else ()
