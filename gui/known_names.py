"""What records are called that values refer to: asked for together, once a turn of the event loop, and kept for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import CrmSyncError
from core.wire.names import MOST_NAMES, NamesWord, NameWord, Referred
from gui.calls import Call

KEPT_S: Final = 15.0  # then it is asked for again when it is next shown; what is known is shown meanwhile
AGAIN_S: Final = 10.0  # after which one that could not be told is asked for again
_MOST: Final = 50_000  # names kept

Asking = Callable[[Sequence[Referred]], Call[NamesWord]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """`told` is None where the daemon could not tell."""

    told: NameWord | None
    until: float


class KnownNames(QObject):
    """`learnt` tells that one is known, or is another."""

    learnt = Signal()

    def __init__(self, ask: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._kept: dict[Referred, _Kept] = {}
        self._wanted: dict[Referred, None] = {}
        self._asked: set[Referred] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._send)

    def forget(self) -> None:
        """Another daemon has other records."""
        self._later.stop()
        self._kept.clear()
        self._wanted.clear()
        self._asked.clear()

    def of(self, one: Referred) -> NameWord | None:
        """None where it cannot be told. Raises LookupError while it is asked for the first time."""
        kept = self._kept.get(one)
        if (kept is None or kept.until <= time.monotonic()) and one not in self._asked:
            self._wanted[one] = None
            self._later.start()
        if kept is None:
            raise LookupError
        return kept.told

    def _send(self) -> None:
        if len(self._kept) > _MOST:
            self._kept.clear()
        waiting = list(self._wanted)
        self._wanted.clear()
        for at in range(0, len(waiting), MOST_NAMES):
            some = waiting[at : at + MOST_NAMES]
            self._asked.update(some)
            self._ask(some).then(partial(self._learn, some)).failed(partial(self._miss, some))

    def _learn(self, some: Sequence[Referred], told: NamesWord) -> None:
        now = time.monotonic()
        names = dict(zip(some, told.names, strict=False))
        untold = _Kept(None, now + AGAIN_S)
        self._keep({one: _Kept(names[one], now + KEPT_S) if one in names else untold for one in some}, some)

    def _miss(self, some: Sequence[Referred], _error: CrmSyncError) -> None:
        """What was known stays; the rest is shown by its id until it can be told."""
        until = time.monotonic() + AGAIN_S
        known = ((one, self._kept.get(one)) for one in some)
        self._keep({one: _Kept(kept.told if kept else None, until) for one, kept in known}, some)

    def _keep(self, fresh: dict[Referred, _Kept], some: Sequence[Referred]) -> None:
        self._asked.difference_update(some)
        news = any(one not in self._kept or self._kept[one].told != kept.told for one, kept in fresh.items())
        self._kept.update(fresh)
        if news:
            self.learnt.emit()
