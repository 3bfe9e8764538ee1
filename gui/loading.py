"""Loads modules in small steps between the events of Qt, so that the window stays quick meanwhile.

Not in a thread: a module of ours makes types of Qt's when it is loaded, and PySide 6.11 keeps its types in a table that Qt
reads without Python's lock (`SignalManager::retrieveMetaObject`). Where another thread makes a type at that moment, the
process dies.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import CodeType
from typing import ClassVar, Final

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QObject, QTimer
from shiboken6 import isValid

_AT_ONCE_MS: Final = 4
_OURS: Final = ("gui.", "core.")
_HEAVY: Final = "pyqtgraph"
# What it loads itself, in pieces. It copies every name of these modules of Qt, whose types are made when first looked at.
_BEFORE_HEAVY: Final = ("numpy", "xml.etree.ElementTree", "pydoc", "multiprocessing.connection")
_COPIED: Final = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
_NAMES_A_STEP: Final = 30


class Loading(QObject):
    """Loads `modules` in their order; `done` is called once, later, unless `owner` is gone by then.

    A module that cannot be loaded is told on stderr, and fails again where it is needed.
    """

    _under_way: ClassVar[int] = 0
    _collects: ClassVar[bool] = False

    def __init__(self, modules: Sequence[str], done: Callable[[], object], owner: QObject) -> None:
        super().__init__(QCoreApplication.instance())
        self._done, self._owner = done, owner
        self._is_new = any(one not in sys.modules for one in modules)
        self._steps = _steps(modules)
        if self._is_new:
            self._rest_collector()
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._go_on)
        self._turns.start(0)

    def _go_on(self) -> None:
        if not self._take_steps():
            return
        self._turns.stop()
        if self._is_new:
            self._wake_collector()
        self.deleteLater()
        if isValid(self._owner):
            self._done()

    def _take_steps(self) -> bool:
        """Whether there are none left; after one that raised, the next time there are none."""
        end = QDeadlineTimer(_AT_ONCE_MS)
        try:
            while not end.hasExpired():
                next(self._steps)
        except StopIteration:
            return True
        return False

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


def _steps(modules: Sequence[str]) -> Iterator[None]:
    seen: set[str] = set()
    for name in modules:
        yield from _steps_of(name, seen)


def _steps_of(name: str, seen: set[str]) -> Iterator[None]:
    """What a module of ours imports, before itself: each is one step."""
    if name in seen or name in sys.modules:
        return
    seen.add(name)
    if name == _HEAVY:
        yield from _steps_before_heavy()
    elif name.startswith(_OURS):
        yield
        for one in _imported(name):
            yield from _steps_of(one, seen)
    import_module(name)
    yield


def _imported(name: str) -> list[str]:
    spec = find_spec(name)
    read = getattr(spec.loader if spec else None, "get_code", None)
    code: CodeType | None = read(name) if read else None
    names = code.co_names if code else ()
    return [one for one in names if one == _HEAVY or one.startswith(_OURS)]


def _steps_before_heavy() -> Iterator[None]:
    for name in _BEFORE_HEAVY:
        import_module(name)
        yield
    for name in _COPIED:
        module = import_module(name)
        for number, one in enumerate(dir(module)):
            getattr(module, one, None)
            if number % _NAMES_A_STEP == 0:
                yield
