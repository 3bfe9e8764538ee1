"""The conflict queue is worked by keyboard on a real daemon: answers arrive in the CRM, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.conflicts import ItemKind, QueueState
from core.store.base import Batch
from daemon.aside import Wish
from gui.app import App
from gui.conflicts.always import AlwaysDialog
from gui.conflicts.dialogs import AlikeDialog, LossDialog, ReversalDialog, ValueDialog
from gui.conflicts.differences import marks
from gui.conflicts.page import ConflictsPage
from gui.conflicts.steps import AT_ONCE
from gui.context import Context
from gui.memory import Memory
from tests.gui.conftest import Running
from tests.gui.test_shell import live, nameless
from tests.support.small_daemon import SmallDaemon
from tests.support.stored import item

Opening = Callable[[Context], App]
HOSTILE = "<b>Einkauf</b> \u202egnp.exe\x07 " + "x" * 65_536


def contest(daemon: SmallDaemon, count: int, theirs: str = "theirs", first: int = 0) -> list[str]:
    """As many conflicts about a title; the CRM ids in the order of the queue."""
    made = [
        daemon.desk.create(
            "contact", {"name": f"N{n}", "email": f"n{n}@x.eu", "title": "base"}, by="person:x"
        )
        for n in range(first, first + count)
    ]
    daemon.settle()
    ids = [daemon.store.links_of([one.id])[0].crm_id for one in made]
    for one, crm_id in zip(made, ids, strict=True):
        daemon.desk.edit(one.id, {"title": f"ours {crm_id}"}, expected=None, by="person:anna")
        daemon.crm.user_edit("contacts", crm_id, {"t": theirs})
    daemon.settle()
    return ids


@pytest.fixture
def first_page() -> str:
    return "conflicts"


def opened(qtbot: QtBot, app: App, count: int) -> ConflictsPage:
    live(qtbot, app).window.go_to("conflicts")  # other files open the app on its first page
    page = app.window.page
    assert isinstance(page, ConflictsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == count)
    shows(qtbot, page)
    return page


def shows(qtbot: QtBot, page: ConflictsPage) -> None:
    """The question that is current is there in full."""
    qtbot.waitUntil(lambda: page.detail.shows_content and bool(page.detail.offers))


def press(page: ConflictsPage, key: Qt.Key, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(page.list, key, held)


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_marked_is_all_that_differs(one: str, other: str) -> None:
    ours, theirs = marks(one, other)

    def left(text: str, spans: list[tuple[int, int]]) -> str:
        gone = {at for start, length in spans for at in range(start, start + length)}
        return "".join(sign for at, sign in enumerate(text) if at not in gone)

    assert left(one, ours) == left(other, theirs)
    assert (not ours and not theirs) == (one == other)


def test_ten_conflicts_are_answered_by_keyboard_and_arrive_in_the_crm(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    ids = contest(daemon, 10)
    page = opened(qtbot, open_app(running.context), 10)
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert nameless(page) == []
    told = [one.text() for one in page.detail.answers.told]
    assert told[:2] == [f"hs: t theirs → ours {ids[0]}.", f"The hub: title ours {ids[0]} → theirs."]
    for key in [Qt.Key.Key_1, Qt.Key.Key_2] * 5:
        shows(qtbot, page)
        press(page, key)
    qtbot.waitUntil(lambda: not daemon.store.open_counts(), timeout=20_000)
    daemon.settle()
    held = [daemon.crm.rows["contacts"][one].values["t"] for one in ids]
    assert held == [f"ours {one}" if at % 2 == 0 else "theirs" for at, one in enumerate(ids)]
    qtbot.waitUntil(lambda: not page.shows_content, timeout=20_000)
    assert "Nothing waits" in page.message.text
    press(page, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert daemon.store.open_counts() == {"conflict": 1}


def test_an_answer_about_the_end_of_a_record_is_told_before_it_is_taken_back(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    made = daemon.desk.create("contact", {"name": "Ann", "email": "a@x.eu", "title": "base"}, by="person:x")
    daemon.settle()
    [id] = daemon.crm.live("contacts")
    daemon.desk.delete(made.id, expected=None, by="person:anna")
    daemon.crm.user_edit("contacts", id, {"t": "theirs"})
    daemon.settle()
    page = opened(qtbot, open_app(running.context), 1)
    press(page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not daemon.store.open_counts(), timeout=30_000)
    daemon.settle()
    assert not daemon.crm.live("contacts")

    def undo() -> ReversalDialog:
        press(page, Qt.Key.Key_U)
        qtbot.waitUntil(lambda: page.findChild(ReversalDialog) is not None, timeout=30_000)
        dialog = page.findChild(ReversalDialog)
        assert isinstance(dialog, ReversalDialog)
        return dialog

    dialog = undo()
    assert nameless(dialog) == []
    told = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "The record lives again, here and in hs" in told and "in the log only (t: theirs)" in told
    dialog.reject()
    qtbot.waitUntil(lambda: page.findChild(ReversalDialog) is None, timeout=30_000)
    assert not daemon.store.open_counts()
    undo().yes.click()
    qtbot.waitUntil(lambda: daemon.store.open_counts() == {"conflict": 1}, timeout=30_000)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=30_000)
    daemon.settle()
    assert daemon.store.records([made.id])[made.id].deleted_at is None
    assert [one["t"] for one in daemon.crm.live("contacts").values()] == ["base"]


def test_beside_a_brake_stands_what_it_holds_back(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    daemon = running.daemon
    for n in range(3):
        made = {"name": f"N{n}", "email": f"n{n}@x.eu", "title": "base"}
        daemon.desk.create("contact", made, by="person:x")
    counted = {"planned": "3", "limit": "2", "overwrites": "3", "deletes": "0"}
    brake = replace(
        item("item-1", kind=ItemKind.BRAKE, subject="brake:push", record_id=None),
        detail={"direction": "push", **counted},
    )
    daemon.store.commit(Batch(at=1, items=(brake,)))
    page = opened(qtbot, open_app(running.context), 1)
    qtbot.waitUntil(lambda: "Then sent to hs." in page.detail.answers.told[0].text())
    passes, tried = (one.text() for one in page.detail.answers.told)
    assert passes.startswith("What was held back goes on.") and passes.endswith("sent to hs then: create 3.")
    assert tried == "Looked at once more, as things are then."


def test_a_value_by_hand_is_written_everywhere(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    daemon = running.daemon
    [id] = contest(daemon, 1, theirs=HOSTILE[:200])
    page = opened(qtbot, open_app(running.context), 1)
    press(page, Qt.Key.Key_E)
    dialog = page.findChild(ValueDialog)
    assert isinstance(dialog, ValueDialog)
    assert dialog.values == {"title": f"ours {id}"}
    [field] = dialog._made.values()
    field.setText("by hand")  # type: ignore[attr-defined]
    dialog.yes.click()
    qtbot.waitUntil(lambda: not daemon.store.open_counts())
    daemon.settle()
    assert daemon.crm.rows["contacts"][id].values["t"] == "by hand"


def test_all_alike_are_counted_first_and_taken_back_together(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    contest(daemon, 4)
    page = opened(qtbot, open_app(running.context), 4)
    press(page, Qt.Key.Key_At, shift=True)
    qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None)
    dialog = page.findChild(AlikeDialog)
    assert isinstance(dialog, AlikeDialog)
    assert daemon.store.open_counts() == {"conflict": 4}, "nothing is written before it was seen"
    assert dialog.sums.text() == "Records written: the hub 4"
    told = [one.text() for one in dialog.findChildren(QLabel) if one.text().startswith("N0: ")]
    assert len(told) == 1, "a record is called by its name"
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(page.triage.done) and page.triage.steps is None)
    assert not daemon.store.open_counts()
    page.triage.undo()
    qtbot.waitUntil(lambda: daemon.store.open_counts() == {"conflict": 4})
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_many_answers_about_ends_are_told_before_they_are_taken_back(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon, many = running.daemon, 3
    made = [
        daemon.desk.create("contact", {"name": "Ann", "email": f"{n}@x.eu", "title": "base"}, by="person:x")
        for n in range(many)
    ]
    daemon.settle()
    for crm_id, one in zip(list(daemon.crm.live("contacts")), made, strict=True):
        daemon.desk.delete(one.id, expected=None, by="person:anna")
        daemon.crm.user_edit("contacts", crm_id, {"t": "theirs"})
    daemon.settle()
    app = open_app(running.context)
    page = opened(qtbot, app, many)
    page.list.selectAll()
    press(page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None, timeout=30_000)
    dialog = page.findChild(AlikeDialog)
    assert isinstance(dialog, AlikeDialog)
    dialog.yes.click()
    qtbot.waitUntil(lambda: app.window.toaster.text == f"{many} answered", timeout=30_000)
    daemon.settle()
    assert not daemon.crm.live("contacts")

    def undo() -> LossDialog:
        page.triage.undo()
        qtbot.waitUntil(lambda: page.findChild(LossDialog) is not None, timeout=30_000)
        dialog = page.findChild(LossDialog)
        assert isinstance(dialog, LossDialog)
        return dialog

    asked = undo()
    assert nameless(asked) == []
    told = [one.text() for one in asked.findChildren(QLabel)]
    assert f"{many} questions would be open again." in told and f"{many} of them not as before:" in told
    [lost] = [one for one in told if one.startswith(f"{many} × ")]
    assert lost.endswith("in the log only (t: theirs)")
    asked.reject()
    qtbot.waitUntil(lambda: page.findChild(LossDialog) is None, timeout=30_000)
    assert not daemon.store.open_counts(), "it was only told"
    undo().yes.click()
    qtbot.waitUntil(lambda: daemon.store.open_counts() == {"conflict": many}, timeout=30_000)
    qtbot.waitUntil(lambda: app.window.toaster.text == f"{many} taken back", timeout=30_000)


def test_many_are_answered_in_steps_that_show_how_far_they_are_and_can_be_stopped(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon, many = running.daemon, 2 * AT_ONCE + 5
    contest(daemon, many)
    app = open_app(running.context)
    page = opened(qtbot, app, many)
    strip, toaster = page.progress, app.window.toaster
    assert not strip.isVisible()

    def give() -> None:
        press(page, Qt.Key.Key_At, shift=True)
        qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None)
        dialog = page.findChild(AlikeDialog)
        assert isinstance(dialog, AlikeDialog)
        dialog.yes.click()
        dialog.deleteLater()
        assert strip.isVisible() and strip.words.text() == f"Answering: 0 of {many}"
        assert nameless(page) == []

    give()
    QTest.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
    assert not strip.stop.isEnabled() and strip.words.text().startswith("Stopping")
    qtbot.waitUntil(lambda: not strip.isVisible())
    assert toaster.text == f"Stopped: {AT_ONCE} of {many} answered"
    assert daemon.store.open_counts() == {"conflict": many - AT_ONCE}, "what was answered stays so"
    page.triage.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == many and not strip.isVisible())
    assert toaster.text == f"{AT_ONCE} taken back"
    shows(qtbot, page)
    give()
    seen: list[str] = []
    page.triage.went_on.connect(lambda _progress: seen.append(strip.words.text()))
    qtbot.waitUntil(lambda: not strip.isVisible())
    assert not daemon.store.open_counts() and toaster.text == f"{many} answered"
    assert [one.split(" · ")[0] for one in seen] == [
        f"Answering: {n} of {many}" for n in (AT_ONCE, 2 * AT_ONCE, many)
    ]
    page.triage.undo()
    page.progress.stopped.emit()
    qtbot.waitUntil(lambda: toaster.text == f"Stopped: {AT_ONCE} of {many} taken back")
    page.triage.undo()
    qtbot.waitUntil(lambda: toaster.text == f"{many - AT_ONCE} taken back")
    assert daemon.store.open_counts() == {"conflict": many}


def test_more_are_selected_by_hand_than_one_request_names(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at and answered some at a time, however many there are; what was not selected stays."""
    daemon, many = running.daemon, AT_ONCE + 5
    monkeypatch.setattr("gui.conflicts.triage.MOST_AT_ONCE", 10)
    contest(daemon, many + 1)
    app = open_app(running.context)
    page = opened(qtbot, app, many + 1)
    seen: list[str] = []
    page.triage.went_on.connect(lambda _progress: seen.append(page.progress.words.text().split(" · ")[0]))
    page.list.selectAll()
    page.list.selectionModel().select(page.model.index(many, 0), QItemSelectionModel.SelectionFlag.Deselect)
    [left] = [page.model.rows[many].id]
    press(page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None, timeout=30_000)
    dialog = page.findChild(AlikeDialog)
    assert isinstance(dialog, AlikeDialog)
    assert seen == [f"Looking: {n} of {many}" for n in (10, 20, many)]
    told = [one.text() for one in dialog.findChildren(QLabel)]
    assert f"{many} selected questions." in told and dialog.yes.text().strip() == f"Answer {many} questions"
    assert daemon.store.open_counts() == {"conflict": many + 1}, "it was only looked at"
    dialog.yes.click()
    qtbot.waitUntil(lambda: app.window.toaster.text == f"{many} answered", timeout=30_000)
    assert seen[3:] == [f"Answering: {n} of {many}" for n in (AT_ONCE, many)]
    assert [one.id for one in running.client.list_queue().rows] == [left]
    page.triage.undo()
    qtbot.waitUntil(lambda: app.window.toaster.text == f"{many} taken back", timeout=30_000)
    assert daemon.store.open_counts() == {"conflict": many + 1}


def test_what_comes_meanwhile_takes_nobody_from_their_place(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    contest(running.daemon, 3)
    app = open_app(running.context)
    page = opened(qtbot, app, 3)
    press(page, Qt.Key.Key_J)
    shows(qtbot, page)
    read = page.current
    contest(running.daemon, 2, first=3)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert read is not None and page.current is not None and page.current.id == read.id
    app.window.go_to("health")
    contest(running.daemon, 1, first=5)
    qtbot.wait(1_200)
    assert page.model.rowCount() == 5, "a page that is not on screen asks for nothing"
    app.window.go_to("conflicts")
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)
    assert page.current is not None and page.current.id == read.id
    assert [page.model.row_of(one.id) for one in page.model.rows] == list(range(6))


def test_always_makes_a_rule_after_it_was_tried_on_the_past(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    contest(running.daemon, 2)
    page = opened(qtbot, open_app(running.context), 2)
    page.aside.always()
    dialog = page.findChild(AlwaysDialog)
    assert isinstance(dialog, AlwaysDialog)
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert dialog.told.text() == "It would have changed 2 of 2; nobody had decided one of them otherwise."
    before = len(running.client.rules().rules)
    dialog.yes.click()
    qtbot.waitUntil(lambda: len(running.client.rules().rules) == before + 1)


def test_an_answer_that_the_daemon_refuses_comes_back_with_its_reason(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    contest(daemon, 2)
    app = open_app(running.context)
    page = opened(qtbot, app, 2)
    one = page.current
    assert one is not None
    running.client.resolve_conflict(one.id, "hub")
    page.model.put_back(one, 0)
    page.list.setCurrentIndex(page.model.index(0, 0))
    page.triage.answer(one, page.detail.offers[0])
    qtbot.waitUntil(lambda: "resolved" in app.window.toaster.text)
    assert page.model.row_of(one.id) is not None


def test_hostile_values_are_shown_as_text(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    contest(running.daemon, 1, theirs=HOSTILE)
    app = open_app(running.context)
    wide = app.window.width()
    page = opened(qtbot, app, 1)
    shown = page.detail.sides._columns[2]._value.toPlainText()
    assert shown.startswith("<b>Einkauf</b> �gnp.exe�")
    assert app.window.width() == wide


@pytest.mark.parametrize("kind", [ItemKind.DELETION])
def test_other_questions_have_their_own_answers(
    qtbot: QtBot, running: Running, open_app: Opening, kind: ItemKind
) -> None:
    daemon = running.daemon
    record = daemon.desk.create("contact", {"name": "Ann", "email": "a@x.eu"}, by="person:x")
    daemon.settle()
    daemon.crm.user_delete("contacts", daemon.store.links_of([record.id])[0].crm_id)
    daemon.settle()
    assert daemon.store.open_counts() == {kind.value: 1}
    page = opened(qtbot, open_app(running.context), 1)
    assert [one.words for one in page.detail.offers] == ["Delete everywhere", "Keep", "Make it there anew"]
    row = page.model.index(0, 0)
    assert row.data() == "Ann · Deleted in a CRM"
    assert record.id in row.data(Qt.ItemDataRole.ToolTipRole)
    page.list.setFocus()
    page.window().activateWindow()
    qtbot.waitUntil(page.list.hasFocus)
    QTest.keyClick(
        page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert QGuiApplication.clipboard().text() == record.id
    press(page, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: not daemon.store.open_counts())
    assert daemon.store.records([record.id])[record.id].deleted_at is None


def test_a_window_that_only_looks_on_offers_no_answer(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    contest(running.daemon, 1)
    app = open_app(running.context.looking_only())
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, ConflictsPage)
    qtbot.waitUntil(lambda: page.detail.shows_content)
    press(page, Qt.Key.Key_1)
    qtbot.wait(50)
    assert running.daemon.store.open_counts() == {"conflict": 1}
    assert not any(one.isVisible() for one in page.aside.buttons[1:])


def test_by_hand_for_all_alike_and_views_are_kept_by_name(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    ids = contest(daemon, 3)
    daemon.desk.wait(
        [daemon.store.list_conflicts(state=None, after=None, limit=9)[0].id],
        Wish(state=QueueState.ESCALATED, to=running.client.hello().you),
        by="person:x",
    )
    app = open_app(running.context)
    page = opened(qtbot, app, 2)
    views = page.filters.views
    names = [views.box.itemText(at) for at in range(views.box.count())]
    views.box.activated.emit(names.index("Mine to decide today"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.current is not None and page.current.assigned_to == running.client.hello().you
    page.filters.show_view({"state": "", "field": "title", "sort": "newest"})
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert [one.opened_at for one in page.model.rows] == sorted(
        (one.opened_at for one in page.model.rows), reverse=True
    )
    assert views.box.currentIndex() == -1
    views.keep("Titles", page.filters.view)
    assert Memory(Path(app.window.memory._file.fileName())).views == {
        "Titles": {"state": "", "field": "title", "sort": "newest"}
    }
    assert views.box.currentText() == "Titles"
    views.drop.click()
    assert app.window.memory.views == {} and app.window.toaster.text == "The view Titles is forgotten"
    app.window.toaster.findChildren(QPushButton)[-1].click()
    assert list(app.window.memory.views) == ["Titles"] and views.box.currentText() == "Titles"
    shows(qtbot, page)
    press(page, Qt.Key.Key_E, shift=True)
    dialog = page.findChild(ValueDialog)
    assert isinstance(dialog, ValueDialog)
    [field] = dialog._made.values()
    field.setText("by hand")  # type: ignore[attr-defined]
    dialog.yes.click()
    qtbot.waitUntil(lambda: page.findChild(AlikeDialog) is not None)
    asked = page.findChild(AlikeDialog)
    assert isinstance(asked, AlikeDialog)
    assert asked.sums.text() == "Records written: the hub 3, hs 3"
    asked.yes.click()
    qtbot.waitUntil(lambda: not daemon.store.open_counts())
    daemon.settle()
    assert [daemon.crm.rows["contacts"][one].values["t"] for one in ids] == ["by hand"] * 3
