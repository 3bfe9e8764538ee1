"""Loads what is slow to load in a thread beside Qt's, so that the window stays quick meanwhile.

Only modules are loaded there; no object of Qt's is made. Python's collector rests as long: it would run in whichever thread
it likes, and Qt's objects may die only in Qt's.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import ClassVar, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

_LOOK_MS: Final = 20


class Loading(QObject):
    """Loads `modules` in their order; `done` is called once, later and in Qt's thread, unless `owner` is gone by then.

    A module that cannot be loaded is told on stderr, and fails again where it is needed.
    """

    _under_way: ClassVar[int] = 0
    _collects: ClassVar[bool] = False

    def __init__(self, modules: Sequence[str], done: Callable[[], object], owner: QObject) -> None:
        super().__init__(QCoreApplication.instance())
        self._done, self._owner = done, owner
        self._thread: threading.Thread | None = None
        if any(one not in sys.modules for one in modules):
            self._rest_collector()
            self._thread = threading.Thread(target=_load, args=(tuple(modules),), name="loading")
            self._thread.start()
        self._looks = QTimer(self)
        self._looks.timeout.connect(self._look)
        self._looks.start(_LOOK_MS)

    def _look(self) -> None:
        if self._thread is not None:
            if self._thread.is_alive():
                return
            self._wake_collector()
        self._looks.stop()
        self.deleteLater()
        if isValid(self._owner):
            self._done()

    @classmethod
    def _rest_collector(cls) -> None:
        if not cls._under_way:
            cls._collects = gc.isenabled()
            gc.disable()
        cls._under_way += 1

    @classmethod
    def _wake_collector(cls) -> None:
        cls._under_way -= 1
        if not cls._under_way and cls._collects:
            gc.freeze()  # modules stay: walking a hundred thousand objects of theirs would stop the window for 50 ms
            gc.enable()


def _load(modules: Sequence[str]) -> None:
    for name in modules:
        import_module(name)
