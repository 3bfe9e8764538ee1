"""The look before many are answered says how many it has looked at, and is stopped at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.conflicts.dialogs import AlikeDialog
from gui.context import Context
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import contest, opened, press
from tests.gui.test_shell import nameless
from tests.support.shuffled import Held

Opening = Callable[[Context], App]
MANY = 23


@pytest.fixture
def first_page() -> str:
    return "conflicts"


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few at a time, and told of from the first."""
    monkeypatch.setattr("gui.conflicts.triage.LOOKS", 10)
    monkeypatch.setattr("gui.conflicts.triage._SLOW_MS", 0)


@pytest.mark.usefixtures("slowly")
def test_the_look_at_all_alike_says_how_far_it_is(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    contest(running.daemon, MANY)
    page = opened(qtbot, open_app(running.context), MANY)
    strip, seen = page.progress, []

    def note(_progress: object) -> None:
        if strip.isVisible():
            seen.append((strip.words.text().split(" · ")[0], strip.bar.value(), strip.bar.maximum()))

    page.triage.went_on.connect(note)
    press(page, Qt.Key.Key_At, shift=True)
    qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None)
    assert seen[-2:] == [(f"Looking: {n} of {MANY}", n, MANY) for n in (20, MANY)]
    assert not strip.isVisible()
    dialog = page.findChild(AlikeDialog)
    assert isinstance(dialog, AlikeDialog)
    assert dialog.yes.text().strip() == f"Answer {MANY} questions"
    assert any(one.text() for one in dialog.findChildren(QLabel))
    assert running.daemon.store.open_counts() == {"conflict": MANY}, "it was only looked at"


@pytest.mark.usefixtures("slowly")
def test_a_look_that_is_stopped_asks_nothing_and_leaves_room_for_the_next(
    qtbot: QtBot, running: Running, open_app: Opening, late: list[Held]
) -> None:
    contest(running.daemon, MANY)
    page = opened(qtbot, open_app(running.context), MANY)
    strip = page.progress
    first, second = (Held("/v1/conflicts/resolve", "") for _ in range(2))
    late += [first, second]  # however fast the machine looks, it is stopped before the second answer
    first.let_go.set()
    press(page, Qt.Key.Key_At, shift=True)
    qtbot.waitUntil(second.made.is_set)
    qtbot.waitUntil(lambda: strip.isVisible() and strip.words.text().startswith("Looking"))
    assert nameless(page) == []
    QTest.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
    assert not strip.isVisible() and page.triage.steps is None
    second.let_go.set()
    qtbot.wait(300)
    assert page.findChild(AlikeDialog) is None
    press(page, Qt.Key.Key_At, shift=True)
    qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None)


def test_a_short_look_needs_no_words(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.conflicts.triage._SLOW_MS", 60_000)  # it is short, however slow the machine is
    contest(running.daemon, 3)
    page = opened(qtbot, open_app(running.context), 3)
    told: list[str] = []
    page.triage.began.connect(lambda what, _progress: told.append(what))
    press(page, Qt.Key.Key_At, shift=True)
    qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None)
    assert told == []
