"""Hostile words on every page, and a daemon that answers wrongly or not at all: text stays text, and there is a way on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.schema import Object
from gui.activity.page import ActivityPage
from gui.app import App
from gui.client import Place
from gui.context import Context
from gui.main_window import SMALLEST
from gui.mapping.page import MappingsPage
from gui.pages import PAGES
from gui.plans.page import PlansPage
from gui.settings.page import SettingsPage
from gui.widgets.paged_table import steers
from tests.gui.conftest import Running
from tests.gui.furnished import furnish
from tests.gui.misbehaving import Between, whole
from tests.gui.test_accessibility import settle
from tests.gui.test_conflicts_page import HOSTILE
from tests.gui.test_shell import live
from tests.support import small_daemon

Opening = Callable[[Context], App]
EVIL = "<h1>Evil</h1><img src=x>\u202eabc\x07"


def renamed(object: Object) -> Object:
    """Every field is called what nobody should call one."""
    fields = {name: replace(one, label=f"{EVIL} {name} {'y' * 2_000}") for name, one in object.fields.items()}
    return replace(object, label=EVIL, plural=EVIL, fields=fields)


@pytest.fixture
def evil(monkeypatch: pytest.MonkeyPatch) -> None:
    """Used before `running`: a daemon whose schema is hostile too."""
    monkeypatch.setattr(small_daemon, "CONTACT", renamed(small_daemon.CONTACT))
    monkeypatch.setattr(small_daemon, "CRM_CONTACT", renamed(small_daemon.CRM_CONTACT))


def faults(app: App) -> list[str]:
    """What foreign words have done to the window."""
    window = app.window
    found = []
    least = window.minimumSizeHint()
    if least.width() > SMALLEST[0] or least.height() > SMALLEST[1]:
        found.append(f"the window can be no smaller than {least.width()} x {least.height()}")
    for one in window.findChildren(QWidget):
        if not one.isVisible():
            continue
        if one.width() > window.width():
            found.append(f"{type(one).__name__} {one.objectName()} is {one.width()} wide")
        if markup(one.toolTip()):
            found.append(f"{type(one).__name__} has a tip of HTML: {one.toolTip()[:60]!r}")
        if isinstance(one, QLabel) and one.textFormat() is not Qt.TextFormat.PlainText and markup(one.text()):
            found.append(f"a label reads HTML: {one.text()[:60]!r}")
        if isinstance(one, QLabel | QAbstractButton) and any(map(steers, one.text())):
            found.append(f"{type(one).__name__} steers: {one.text()[:60]!r}")
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            found += _cells(one)
    return found


def markup(text: str) -> bool:
    return "<h1>" in text or "<b>E" in text


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(8, model.rowCount(QModelIndex()))):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
            index = model.index(row, column)
            if markup(str(model.data(index, Qt.ItemDataRole.ToolTipRole) or "")):
                yield f"{type(model).__name__} {row},{column} has a tip of HTML"
            said = str(model.data(index, Qt.ItemDataRole.DisplayRole) or "")
            if any(map(steers, said)) or said.count("\n") > 1 or len(said) > 2_000:
                yield f"{type(model).__name__} {row},{column} shows {said[:60]!r}"


def test_hostile_words_are_text_on_every_page(
    qtbot: QtBot, evil: None, running: Running, open_app: Opening
) -> None:
    furnish(running.daemon, running.client, conflicts=2, theirs=EVIL + HOSTILE)
    running.daemon.trouble = {"reason": EVIL + HOSTILE, "advice": EVIL + HOSTILE}
    [first, *_] = running.client.list_records("contact").rows
    app = live(qtbot, open_app(running.context))
    app.window.resize(*SMALLEST)
    found = {}

    def look(name: str) -> None:
        settle(qtbot, app)
        if wrong := faults(app):
            found[name] = wrong

    for entry in PAGES:
        app.window.go_to(entry.key)
        look(entry.key)
        if isinstance(page := app.window.page, ActivityPage):
            page.log.table.setCurrentIndex(page.log.entries.index(0, 0))
            look("an entry")
            page.look_at({"record": first.id})
            qtbot.waitUntil(lambda: page.story.shows_content)
            look("a story")
            page.look_at({"run": running.client.list_runs().rows[0].id})
            look("a run")
        elif isinstance(page, MappingsPage):
            page.editor.tabs.setCurrentWidget(page.editor.preview)
            look("a preview")
            page.editor.suggestions.ask.click()
            look("suggestions")
        elif isinstance(page, PlansPage):
            page.plans.table.setFocus()
            page.plans.table.setCurrentIndex(page.plans.model.index(0, 0))
            QTest.keyClick(page.plans.table, Qt.Key.Key_Return)
            look("a plan")
    app.window.toast(EVIL + HOSTILE, act=("Undo", lambda: None))
    look("a toast")
    assert not found, "\n".join(f"{page}: {one}" for page, all_ in found.items() for one in all_[:8])
    assert (app.window.width(), app.window.height()) == SMALLEST


# a daemon that is not well ---------------------------------------------------------------------------------------------
WRONG = {
    "nothing": None,
    "another word": whole(b'{"rows": 7, "<b>": "' + b"x" * 70_000 + b'"}'),
    "half of it": whole(b'{"rows": [], "next": null}')[:-9],
    "no reason": b"HTTP/1.1 500 Oh\r\ncrmsync-protocol: 1\r\ncontent-length: 4\r\n\r\n<h1>",
}
TOLD_BY_THE_WINDOW = ("health", "connections")  # they show what every page has: the daemon's health
WELL = ("/v1/events", "/v1/hello", "/v1/health")


@pytest.fixture
def between(running: Running, tmp_path: Path) -> Iterator[Between]:
    made = Between(tmp_path / "between", running.server.socket_path)
    yield made
    made.close()


def test_every_page_says_what_is_wrong_and_offers_to_try_again(
    qtbot: QtBot, running: Running, between: Between, open_app: Opening
) -> None:
    furnish(running.daemon, running.client, conflicts=1)
    context = Context(name="local", place=Place(socket=between.path))
    app = live(qtbot, open_app(context))
    for name, answer in WRONG.items():
        between.answer = answer
        between.spoils = lambda path: not path.partition("?")[0].startswith(WELL)
        app.window.attach(context)
        live(qtbot, app)
        app.session._client.patience_s = 0.2
        silent = [f"{name}: {entry.key} {one}" for entry in PAGES for one in untold(qtbot, app, entry.key)]
        assert not silent, "\n".join(silent)
        between.spoils = lambda path: False
        app.session._client.patience_s = 10.0
        stuck = [f"{name}: {entry.key} {one}" for entry in PAGES for one in unhealed(qtbot, app, entry.key)]
        assert not stuck, "\n".join(stuck)


def untold(qtbot: QtBot, app: App, key: str) -> Iterator[str]:
    """What is missing on a page whose questions are not answered: that it says so, and a way to ask again."""
    app.window.toaster.hide()
    app.window.go_to(key)
    if isinstance(page := app.window.page, SettingsPage):
        page.tabs.setCurrentIndex(1)  # what comes first is the window's own
    settle(qtbot, app)
    if key in TOLD_BY_THE_WINDOW:
        return
    told = f"{says(app)} {app.window.toaster.text if app.window.toaster.isVisible() else ''}"
    if "Ask again" not in told:
        yield f"says {told[:300]}"
    if key != "settings" and not retries(app):
        yield "offers no other try"


def unhealed(qtbot: QtBot, app: App, key: str) -> Iterator[str]:
    """What is still complained of once the daemon is well: after a button was pressed, or the page was come back to."""
    app.window.go_to(key)
    settle(qtbot, app)
    for _ in range(5):
        if not (offered := retries(app)):
            break
        for again in offered:
            again.click()
        settle(qtbot, app)
    if "answer_unreadable" in says(app) or "Ask again" in says(app):
        yield f"still says {says(app)[:300]}"


def says(app: App) -> str:
    return " ".join(one.text() for one in app.window.page.findChildren(QLabel) if one.isVisible())


def retries(app: App) -> list[QPushButton]:
    buttons = app.window.page.findChildren(QPushButton)
    return [one for one in buttons if one.isVisible() and one.text().strip() == "Try again"]
