"""What is slow to load is loaded beside Qt's thread."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.loading import Loading
from tests.test_layout import REPOSITORY

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


def test_the_window_is_closed_while_modules_are_loaded(tmp_path: Path) -> None:
    """No crash, no warning of Qt or Python, nothing left running. In a process of its own, which ends as the app does."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.gui.closed_early", str(tmp_path)],
        cwd=REPOSITORY,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "CRMSYNC_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "closed while loading\n"), ended.stderr
    assert not re.search("Warning|Traceback|Fatal|Exception", ended.stderr), ended.stderr
