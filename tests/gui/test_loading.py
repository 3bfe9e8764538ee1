"""What is slow to load is loaded in small steps, in Qt's own thread."""

from __future__ import annotations

import ast
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
from tests.support.small_daemon import served
from tests.test_layout import REPOSITORY, modules

MODULE = "xml.dom.pulldom"
STEPS = """
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gui.loading import Loading
qt = QApplication([])
turns = []
beat = QTimer()
beat.timeout.connect(lambda: turns.append(threading.active_count()))
beat.start(0)
Loading(["gui.health.charts", "gui.mapping.page"], qt.quit, qt)
qt.exec()
print(len(turns), "pyqtgraph" in sys.modules and "gui.mapping.page" in sys.modules, max(turns))
"""


def test_the_collector_rests_while_something_loads_and_who_is_gone_hears_nothing(qtbot: QtBot) -> None:
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


def test_a_module_that_cannot_be_loaded_is_told_and_the_collector_wakes(qtbot: QtBot) -> None:
    told: list[str] = []
    owner = QObject()
    gc.enable()
    try:
        with qtbot.captureExceptions() as raised:
            Loading(["gui.no_such_module"], lambda: told.append("done"), owner)
            qtbot.waitUntil(lambda: bool(told) and gc.isenabled())
        assert [kind for kind, _, _ in raised] == [ModuleNotFoundError]
    finally:
        gc.disable()


def test_the_window_goes_on_between_the_modules_that_a_page_imports() -> None:
    """In a process of its own, where nothing is loaded yet."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", STEPS],
        cwd=REPOSITORY,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    turns, charts, threads = ended.stdout.split()
    assert (charts, threads) == ("True", "1") and int(turns) > 20, (ended.stdout, ended.stderr)


def test_the_app_makes_no_type_of_qts_outside_qts_thread() -> None:
    """PySide's table of types is read by Qt without Python's lock: another thread that loads a module ends the app."""
    strange = {"threading", "concurrent", "multiprocessing", "asyncio", "_thread"}
    met = {
        (place, name)
        for place, tree in modules("gui")
        for node in ast.walk(tree)
        for name in _names(node)
        if name.partition(".")[0] in strange or name in ("QThread", "QThreadPool", "QRunnable")
    }
    assert not met


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(one.name for one in node.names)]
    return []


def test_the_window_is_closed_while_modules_are_loaded(tmp_path: Path) -> None:
    """No crash, no warning of Qt or Python, nothing left running. In a process of its own, which ends as the app does."""
    with served(tmp_path) as (_, server, _client):
        ended = subprocess.run(
            [
                sys.executable,
                "-W",
                "error",
                "-m",
                "tests.gui.closed_early",
                str(tmp_path),
                str(server.socket_path),
            ],
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
