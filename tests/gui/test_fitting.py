"""In the smallest window that is promised, in either language, no page cuts a word of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.app import App, build, speak
from gui.memory import Memory
from gui.pages import PAGES
from gui.theme import Mode
from gui.widgets.looks import label
from tests.gui.conftest import Running
from tests.gui.fitting import cut
from tests.gui.furnished import furnish
from tests.gui.test_accessibility import dialogs, settle
from tests.gui.test_shell import live

SMALL = (1024, 700)


@pytest.fixture(params=["en", "de"])
def app(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, running: Running, tmp_path: Path
) -> Iterator[App]:
    furnish(running.daemon, running.client, conflicts=3)
    made = build(
        qapp, running.context, memory=Memory(tmp_path / "a.ini"), mode=Mode.LIGHT, language=request.param
    )
    made.window.resize(*SMALL)
    made.window.show()
    yield live(qtbot, made)
    made.window.close()
    made.window.deleteLater()
    made.session.deleteLater()
    made.theme.deleteLater()
    speak(qapp, "en")
    QLocale.setDefault(QLocale.system())


def test_no_page_cuts_its_words_in_a_small_window(qtbot: QtBot, app: App) -> None:
    found = {}
    for entry in PAGES:
        app.window.go_to(entry.key)
        settle(qtbot, app)
        for name in views(qtbot, app):
            if wrong := cut_at_rest(qtbot, app.window):
                found[f"{entry.key}{name}"] = wrong
    assert not found, told(found)


def views(qtbot: QtBot, app: App) -> Iterator[str]:
    """The page as it is entered, then each of its tabs."""
    yield ""
    for tabs in app.window.page.findChildren(QTabWidget):
        for at in range(tabs.count()):
            tabs.setCurrentIndex(at)
            settle(qtbot, app)
            yield f", {tabs.tabText(at)}"


def test_no_dialog_cuts_its_words(qtbot: QtBot, running: Running, app: App) -> None:
    found = {}
    for name, opening in dialogs(qtbot, running, app).items():
        dialog = opening()
        dialog.show()
        settle(qtbot, app)
        if wrong := cut_at_rest(qtbot, dialog):
            found[name] = wrong
        dialog.close()
    assert not found, told(found)


def cut_at_rest(qtbot: QtBot, room: QWidget) -> list[str]:
    """What is still cut once every layout has heard of its texts."""
    for _ in range(5):
        if not (wrong := cut(room)):
            break
        qtbot.wait(50)
    return wrong


def told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{place}: {one}" for place, all_ in found.items() for one in all_)


def test_what_is_cut_is_found(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    inside = QHBoxLayout(room)
    plain, wraps, button, field = (
        QLabel("So many words"),
        label("Donaudampfschifffahrt", wraps=True),
        QPushButton("Go on"),
        QLineEdit(),
    )
    field.setPlaceholderText("What to look for")
    for one in (plain, wraps, button, field):
        inside.addWidget(one)
    room.show()
    qtbot.waitExposed(room)
    room.resize(room.minimumSizeHint().width() + 400, 100)
    QApplication.processEvents()
    assert not cut(room)
    for one in (plain, wraps, button, field):
        one.setFixedWidth(20)
    QApplication.processEvents()
    assert [one.split()[0] for one in cut(room)] == ["QLabel", "QLabel", "QPushButton", "QLineEdit"]
    plain.setFixedWidth(200)
    plain.move(room.width() - 50, 0)
    assert any("So many" in one and " of " in one for one in cut(room))
