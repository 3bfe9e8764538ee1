"""Below a question about records stands what each of them holds, read in the CRM as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from adapters.base import Adapter
from core.errors import SignInNeeded
from daemon.laboratory import Site
from gui.app import App
from gui.conflicts.beside import Beside
from gui.conflicts.page import ConflictsPage
from gui.context import Context
from gui.widgets.copying import WHOLE_ROLE
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import HOSTILE, contest, opened, press, shows
from tests.support.small_daemon import SmallDaemon

Opening = Callable[[Context], App]


@pytest.fixture
def first_page() -> str:
    return "conflicts"


def doubtful(daemon: SmallDaemon, title: str = "Chief") -> str:
    """A contact of the CRM that may be one of two here: its id there."""
    for name in ("Ann", "Anna Berg"):
        daemon.desk.create("contact", {"name": name, "email": "ann@x.eu", "title": "CEO"}, by="person:x")
    made = daemon.crm.user_create("contacts", {"n": "Anna Berg", "e": "ANN@x.eu", "t": title})
    daemon.settle()
    return made


def lines(one: Beside, role: int = Qt.ItemDataRole.DisplayRole) -> dict[str, list[str]]:
    """By its field what every record holds."""
    model = one.model
    return {
        str(model.index(row, 0).data()): [
            str(model.index(row, column).data(role) or "") for column in range(1, model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def heads(one: Beside) -> list[str]:
    return [one.model.headerData(at, Qt.Orientation.Horizontal) for at in range(1, one.model.columnCount())]


def read(qtbot: QtBot, page: ConflictsPage) -> Beside:
    """Once the records of the current question are there."""
    beside = page.detail.beside
    qtbot.waitUntil(lambda: beside.table.isVisible() and beside.model.rowCount() > 0)
    return beside


def test_a_doubtful_match_is_answered_with_both_records_in_sight(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    crm_id = doubtful(daemon)
    page = opened(qtbot, open_app(running.context), 1)
    beside = read(qtbot, page)
    QAbstractItemModelTester(beside.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert heads(beside) == ["hs: Anna Berg", "1  Hub: Ann", "2  Hub: Anna Berg"]
    told = lines(beside)
    second = told["Id"][2]
    assert told["Id"][0] == crm_id and told["name"] == ["Anna Berg", "≠ Ann", "Anna Berg"]
    assert told["title"] == ["Chief", "≠ CEO", "≠ CEO"]
    assert told["email"][1:] == ["ann@x.eu", "ann@x.eu"]  # alike, however the CRM writes it
    assert lines(beside, WHOLE_ROLE)["title"] == ["Chief", "CEO", "CEO"]
    assert lines(beside, Qt.ItemDataRole.AccessibleTextRole)["title"][1] == "differs: CEO"
    beside.only_different.click()
    assert set(lines(beside)) == {"name", "title"}
    beside.table.setFocus()
    beside.table.selectRow(1)
    QTest.keyClick(beside.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "title\tChief\tCEO\tCEO"
    page.list.setFocus()
    press(page, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: not daemon.store.open_counts())
    assert daemon.store.links("hs", "contacts", [crm_id])[crm_id].record_id == second


def test_it_is_read_again_when_asked_and_says_what_is_gone(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    crm_id = doubtful(daemon)
    page = opened(qtbot, open_app(running.context), 1)
    beside = read(qtbot, page)
    daemon.crm.user_edit("contacts", crm_id, {"t": "CEO"})
    beside.again.click()
    qtbot.waitUntil(lambda: lines(beside)["title"] == ["CEO", "CEO", "CEO"])
    daemon.crm.user_delete("contacts", crm_id)
    beside.again.click()
    qtbot.waitUntil(lambda: lines(beside)["title"] == ["–", "CEO", "CEO"])
    assert lines(beside)["Last change"][0] == "deleted"


def test_a_crm_that_cannot_be_read_is_told_beside_what_the_hub_has(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    doubtful(daemon)

    class SignedOut:
        @contextmanager
        def visit(self) -> Iterator[Adapter]:
            raise SignInNeeded("the sign-in of 'hs' has ended", advice="Sign in again")
            yield

    whole = daemon.laboratory.sites
    there: dict[str, Site] = {**whole, "hs": SignedOut()}
    daemon.laboratory.sites = there
    page = opened(qtbot, open_app(running.context), 1)
    beside = read(qtbot, page)
    assert beside.told.text() == "The sign-in of 'hs' has ended. Sign in again."
    assert lines(beside)["Last change"][0] == "could not be read" and lines(beside)["name"][1:] == [
        "Ann",
        "≠ Anna Berg",
    ]
    daemon.laboratory.sites = whole
    beside.again.click()
    qtbot.waitUntil(lambda: lines(beside)["name"][0] == "Anna Berg")
    assert not beside.told.isVisible()


def test_a_conflict_reads_the_whole_records_only_when_asked(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    contest(daemon, 2)
    page = opened(qtbot, open_app(running.context), 2)
    beside = page.detail.beside
    assert beside.offer.isVisible() and not beside.table.isVisible() and not beside.told.isVisible()
    QTest.qWait(600)  # longer than it would take to be read by itself
    assert beside.model.rowCount() == 0
    beside.offer.click()
    read(qtbot, page)
    assert not beside.offer.isVisible() and lines(beside)["name"] == ["N0", "N0"]
    assert lines(beside)["title"][1] == "≠ theirs"
    press(page, Qt.Key.Key_J)
    shows(qtbot, page)
    assert beside.offer.isVisible() and not beside.table.isVisible()
    press(page, Qt.Key.Key_K)
    shows(qtbot, page)
    assert lines(read(qtbot, page))["name"] == ["N0", "N0"]  # it was read a moment ago


def test_a_deleted_record_is_shown_alone_and_other_questions_show_none(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    made = daemon.desk.create("contact", {"name": "Ann", "email": "a@x.eu", "title": "CEO"}, by="person:x")
    daemon.settle()
    (crm_id,) = daemon.crm.live("contacts")
    daemon.crm.user_delete("contacts", crm_id)
    daemon.settle()
    page = opened(qtbot, open_app(running.context), 1)
    beside = read(qtbot, page)
    assert heads(beside) == ["Hub: Ann"] and lines(beside)["Id"] == [made.id]
    assert not beside.only_different.isVisible()


def test_hostile_values_are_text_and_stay_in_their_cells(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    doubtful(running.daemon, title=HOSTILE)
    app = open_app(running.context)
    page = opened(qtbot, app, 1)
    before = app.window.width()
    beside = read(qtbot, page)
    told = lines(beside)["title"][0]
    assert told.startswith("<b>Einkauf</b>") and "\u202e" not in told and len(told) <= 300
    assert app.window.width() == before and beside.width() <= page.detail.width()
