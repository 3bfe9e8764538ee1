"""Makes webhook deliveries durable: what waits together is committed together, by one thread."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.errors import CrmSyncError
from core.logs import logger

# (crm object, crm id, and what it was merged into where that is told); None for the id: any record of the object
Named: TypeAlias = tuple[str, str | None] | tuple[str, str | None, str]
RecordSignals: TypeAlias = Callable[[str, Sequence[Named]], object]

_MOST_WAITING: Final = 5_000
_MOST_A_COMMIT: Final = 20_000
_DEADLINE_S: Final = 4.0

_log = logger("webhooks")


@dataclass(slots=True)
class _Waiting:
    connection: str
    named: tuple[Named, ...]
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[bool]


class Committer:
    """All of a connection's deliveries in one call of `record_signals`. `keep` is called on the listener's loop."""

    def __init__(self, record_signals: RecordSignals) -> None:
        self._record = record_signals
        self._waiting: list[_Waiting] = []
        self._some = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="webhook-commit", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._some:
            self._stopping = True
            self._some.notify()
        self._thread.join(10)

    async def keep(self, connection: str, named: tuple[Named, ...]) -> bool:
        """True once it is durable; False where it failed, took too long, or too many wait already."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bool] = loop.create_future()
        if not self._offer(_Waiting(connection, named, loop, done)):
            return False
        try:
            return await asyncio.wait_for(done, _DEADLINE_S)
        except TimeoutError:
            return False

    def _offer(self, delivery: _Waiting) -> bool:
        with self._some:
            if self._stopping or len(self._waiting) >= _MOST_WAITING:
                return False
            self._waiting.append(delivery)
            self._some.notify()
            return True

    def _run(self) -> None:
        while True:
            with self._some:
                while not self._waiting and not self._stopping:
                    self._some.wait()
                taken, self._waiting = self._waiting, []
                stopping = self._stopping
            for connection in dict.fromkeys(one.connection for one in taken):
                self._commit(connection, [one for one in taken if one.connection == connection])
            if stopping and not taken:
                return

    def _commit(self, connection: str, deliveries: list[_Waiting]) -> None:
        for group in _groups(deliveries):
            named = tuple(dict.fromkeys(one for delivery in group for one in delivery.named))
            kept = True
            try:
                self._record(connection, named)
            except CrmSyncError as trouble:
                kept = False
                _log.warning(
                    "webhooks not kept", connection=connection, error=trouble.kind, deliveries=len(group)
                )
            except Exception as trouble:
                # Whatever broke, these deliveries are not durable: say so to the CRM and keep the thread for the next.
                kept = False
                _log.error("webhooks not kept", connection=connection, error=type(trouble).__name__)
            for delivery in group:
                _tell(delivery, kept)


def _groups(deliveries: Sequence[_Waiting]) -> Iterable[list[_Waiting]]:
    """Deliveries in commits of a bounded size."""
    group: list[_Waiting] = []
    size = 0
    for delivery in deliveries:
        group.append(delivery)
        size += len(delivery.named)
        if size >= _MOST_A_COMMIT:
            yield group
            group, size = [], 0
    if group:
        yield group


def _tell(delivery: _Waiting, kept: bool) -> None:
    def settle() -> None:
        if not delivery.done.done():
            delivery.done.set_result(kept)

    # The listener may have ended meanwhile: then nobody waits, and the CRM sends it again.
    with contextlib.suppress(RuntimeError):
        delivery.loop.call_soon_threadsafe(settle)
