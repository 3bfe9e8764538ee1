"""A window that only looks on: whatever is pressed in it, nothing is asked for that would change something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from core.wire.asking import request_of
from core.wire.reading import only_looks
from gui.app import App
from gui.calls import Calls
from gui.context import Context, context_of_socket
from gui.pages import PAGES
from tests.gui.conftest import Running
from tests.gui.furnished import furnish
from tests.gui.test_accessibility import settle
from tests.gui.test_shell import controls, live

Opening = Callable[[Context], App]
KEYS = (
    *(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_E, Qt.Key.Key_U, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Right),
)
FRAME = 5  # presses that lead on: a page within the page


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked for and would change something, by name; it is asked all the same, and refused unsent."""
    found: list[str] = []
    asked = Calls.ask

    def listening(self: Calls, owner: QObject, operation: Callable[..., Any], *args: Any, **more: Any) -> Any:
        if not only_looks(request_of(operation, *args, **more).method, operation.__name__):
            found.append(operation.__name__)
        return asked(self, owner, operation, *args, **more)

    monkeypatch.setattr(Calls, "ask", listening)
    monkeypatch.setattr(QFileDialog, "open", QFileDialog.reject)
    return found


def test_nothing_that_can_be_pressed_changes_anything(
    qtbot: QtBot, running: Running, open_app: Opening, writes: list[str]
) -> None:
    furnish(running.daemon, running.client, conflicts=2)
    app = live(qtbot, open_app(context_of_socket(running.server.socket_path, name="acme")))
    found: dict[str, list[str]] = {}
    pressed: set[str] = set()
    for entry in PAGES:
        for _ in range(FRAME):
            app.window.go_to(entry.key)
            settle(qtbot, app)
            before = len(pressed)
            press_all(qtbot, app, pressed, entry.key, lambda what: note(found, writes, what))
            if len(pressed) == before:
                break
    assert len(pressed) > 60
    palette(qtbot, app, lambda what: note(found, writes, what))
    assert not found, "\n".join(f"{what} asks for {' '.join(names)}" for what, names in found.items())


def note(found: dict[str, list[str]], writes: list[str], what: str) -> None:
    if writes:
        found[what] = list(writes)
        writes.clear()


def press_all(qtbot: QtBot, app: App, pressed: set[str], page: str, told: Callable[[str], None]) -> None:
    """Every button and every key of what the page shows now, each once; dialogs are gone through too."""
    for one in list(controls(app.window.page)):
        if not isValid(one) or not one.isVisible() or not one.isEnabled():
            continue
        what = f"{page}: {type(one).__name__} {one.accessibleName() or getattr(one, 'text', str)()}"
        if what in pressed:
            continue
        pressed.add(what)
        if isinstance(one, QAbstractButton):
            one.click()
            through_dialogs(qtbot, app)
        elif isinstance(one, QAbstractItemView):
            if (model := one.model()) is not None and not one.currentIndex().isValid():
                one.setCurrentIndex(model.index(0, 0))
            for key in KEYS:
                if one.isVisible():
                    QTest.keyClick(one, key)
                    QTest.keyClick(one, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
            through_dialogs(qtbot, app)
        told(what)
    for tabs in app.window.page.findChildren(QTabWidget):
        if tabs.isVisible():
            tabs.setCurrentIndex((tabs.currentIndex() + 1) % tabs.count())


def through_dialogs(qtbot: QtBot, app: App) -> None:
    settle(qtbot, app)
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible():
            accept(one)
            settle(qtbot, app)
            one.close()
    over = QApplication.activePopupWidget()
    if over is not None:
        over.close()


def accept(dialog: QWidget) -> None:
    yes = getattr(dialog, "yes", None)
    if isinstance(yes, QAbstractButton) and yes.isVisible() and yes.isEnabled():
        yes.click()


def palette(qtbot: QtBot, app: App, told: Callable[[str], None]) -> None:
    """Every act that Ctrl+K offers here."""
    offered = [one for one in app.window._actions if not one.writes and "demo" not in one.words]
    assert len(offered) >= 3
    for one in offered:
        one.does()
        through_dialogs(qtbot, app)
        told(one.words)
