"""What is slow to load is loaded beside Qt's thread."""

from __future__ import annotations

import gc
import sys

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.loading import Loading

MODULE = "xml.dom.pulldom"


def test_the_collector_rests_while_a_thread_loads_and_who_is_gone_hears_nothing(qtbot: QtBot) -> None:
    sys.modules.pop(MODULE, None)
    told: list[bool] = []
    owner, gone = QObject(), QObject()
    gc.enable()
    try:
        Loading([MODULE], lambda: told.append(MODULE in sys.modules), owner)
        assert not gc.isenabled() and not told
        Loading([MODULE], lambda: told.append(False), gone)
        shiboken6.delete(gone)
        qtbot.waitUntil(lambda: bool(told) and gc.isenabled())
        qtbot.wait(60)
        assert told == [True]
    finally:
        gc.disable()
        gc.unfreeze()
