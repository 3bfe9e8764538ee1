"""Activity on a real daemon: searched, opened to the field, exported, taken back; a record's story with what moves it."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.store.base import Activity
from core.wire.csv_cells import safe
from core.wire.models import ActivityWord, ChangeWord, Page
from gui.activity.page import ActivityPage
from gui.activity.question import Question, may_name_one
from gui.activity.wording import ActivityWords
from gui.app import App
from gui.calls import Call
from gui.client import Outcome
from gui.context import Context, context_of_socket
from gui.undo.dialog import UndoDialog
from gui.widgets.long_model import LongModel
from gui.widgets.paged_table import Column
from gui.widgets.table import RowTable
from tests.gui.conftest import Running
from tests.gui.test_shell import live, nameless
from tests.support.small_daemon import SmallDaemon

Opening = Callable[[Context], App]
HOSTILE = '=HYPERLINK("http://x")\u202e<b>\n' + "x" * 65_536


def people(daemon: SmallDaemon, count: int, title: str = "CEO") -> list[str]:
    """Contacts that are in step with the CRM, by id here."""
    made = [
        daemon.desk.create(
            "contact", {"name": f"Ann {n}", "email": f"a{n}@x.eu", "title": title}, by="person:anna"
        ).id
        for n in range(count)
    ]
    daemon.settle()
    return made


def there(daemon: SmallDaemon, id: str) -> str:
    [link] = daemon.store.links_of([id])
    return link.crm_id


@pytest.fixture
def first_page() -> str:
    return "activity"


def opened(qtbot: QtBot, app: App) -> ActivityPage:
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, ActivityPage)
    qtbot.waitUntil(lambda: page.log.entries.rowCount() > 0)
    return page


def search(qtbot: QtBot, page: ActivityPage, text: str, *, enter: bool = False) -> None:
    page.search()
    page.log.filters.box.clear()
    QTest.keyClicks(page.log.filters.box, text)
    if enter:
        QTest.keyClick(page.log.filters.box, Qt.Key.Key_Return)
    else:
        # What came meanwhile may be loaded first.
        entries = page.log.entries
        with qtbot.waitSignal(entries.loaded, check_params_cb=lambda: entries.question.text == text):
            pass


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("=1+1", "'=1+1"),
        ("+49 89", "'+49 89"),
        (" @x", "' @x"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_a_formula(cell: str, told: str) -> None:
    assert safe(cell) == told


@given(st.text())
def test_no_text_at_all_is_a_formula(text: str) -> None:
    cell = safe(text)
    assert cell.lstrip("'") == text.lstrip("'")
    assert cell[:1] not in ("=", "@", "\t", "\r", "\n")


def test_words_narrow_and_only_names_are_asked_for() -> None:
    told = Question(kind="set").with_words("big field:title run:7 quince")
    assert told == Question(kind="set", text="big quince", field="title", run="7")
    assert told.asked == {"kind": "set", "text": "big quince", "field": "title", "run": "7"}
    theirs = ("1000001", "220000000007", "0035g0000000001AAA", "10000001-0002-f011-bec2-6045bd8d9c21")
    named = ("a@x.eu", "hs:12", "https://acme.pipedrive.com/person/1", "01HX000000ab", *theirs)
    assert all(map(may_name_one, named))
    assert not any(map(may_name_one, ("", "quince", "2026", "a b@x.eu", "field:title", "connection:hs")))


class Endless(QObject):
    """A million rows, a page at a time, once `answer` is called: what a daemon of ten years would hold."""

    def __init__(self) -> None:
        super().__init__()
        change = ChangeWord(field="title", before="a", after="b")
        self._entry = ActivityWord(
            seq=1, at=1, kind="set", actor="person:anna", cause="", run="r", object="contact", record_id="1",
            connection="hs", changes=[change], note="", digest="",
        )  # fmt: skip
        self._waiting: list[tuple[Callable[[Outcome], None], Outcome]] = []
        self.asked = 0

    def model(self, kept: int) -> LongModel[ActivityWord]:
        columns = (
            Column[ActivityWord](title="Record", text=lambda one: one.record_id),
            Column[ActivityWord](title="Change", text=lambda one: one.changes[0].field),
        )
        made = LongModel(columns=columns, ask=self._ask, parent=self, kept=kept)
        made.reload()
        self.answer()
        return made

    def answer(self) -> None:
        while self._waiting:
            told, page = self._waiting.pop()
            told(page)

    def _ask(self, after: str | None) -> Call[Page[ActivityWord]]:
        self.asked += 1
        end = int(after or 0) + 500
        token = str(end) if end < 1_000_000 else None
        page = Page[ActivityWord].model_construct(rows=[self._entry] * 500, next=token)
        call: Call[Page[ActivityWord]] = Call()

        def send(told: Callable[[Outcome], None]) -> Callable[[], None]:
            self._waiting.append((told, page))
            return self._waiting.clear

        call.begin(send, self)
        return call


def test_what_is_far_is_forgotten_and_fetched_again(qapp: QApplication) -> None:
    source = Endless()
    model = source.model(kept=1)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.fetchMore()
    source.answer()
    assert (model.rowCount(), len(model.rows)) == (1_000, 500)
    assert model.data(model.index(0, 1)) == "…"
    source.answer()
    assert model.data(model.index(0, 1)) == "title"


def test_a_million_rows_scroll_evenly_in_a_bounded_room(qtbot: QtBot) -> None:
    source = Endless()
    model = source.model(kept=20)
    view = RowTable(model, "rows", (100, 0))
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    while model.canFetchMore():
        model.fetchMore()
        source.answer()
    assert (model.rowCount(), len(model.rows)) == (1_000_000, 20 * 500)
    qtbot.waitExposed(view)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 30_000_000)
    view.viewport().repaint()  # the first time a style is looked up
    asked, longest = source.asked, 0.0
    for step in range(120):
        begun = time.thread_time()
        bar.setValue(bar.maximum() * ((step * 37) % 120) // 120)
        view.viewport().repaint()
        longest = max(longest, time.thread_time() - begun)
        source.answer()
    assert longest < 0.05  # of this thread's own time: the machine may be busy
    assert source.asked > asked
    assert len(model.rows) == 20 * 500


def test_the_log_is_searched_and_a_run_opens_to_the_field(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    ids = people(daemon, 3)
    daemon.desk.edit(ids[1], {"title": "Quince farmer"}, expected=None, by="person:ben")
    daemon.desk.edit(ids[2], {"title": HOSTILE}, expected=None, by="person:ben")
    daemon.settle()
    page = opened(qtbot, open_app(running.context))
    log = page.log
    QAbstractItemModelTester(log.entries, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert nameless(page) == []
    search(qtbot, page, "quince")
    assert {one.record_id for one in log.entries.rows} == {ids[1]}
    assert log.entries.index(0, 2).data() == "contact Ann 1"
    assert ids[1] in log.entries.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    log.table.setFocus()
    log.table.setCurrentIndex(log.entries.index(log.entries.rowCount() - 1, 0))
    assert log.detail.isVisible()
    shown = log.detail.model
    cells = [str(shown.index(0, column).data()) for column in range(3)]
    assert cells == ["title", "CEO", "Quince farmer"]
    search(qtbot, page, "ben title")
    assert {one.record_id for one in log.entries.rows} == set(ids[1:])
    search(qtbot, page, "nothing-like-it")
    assert "Nothing in the log fits" in log.stack.message.text
    log.filters.reset()
    qtbot.waitUntil(lambda: log.entries.rowCount() > 3)
    log.filters.kind.setCurrentIndex(log.filters.kind.findData("push"))
    qtbot.waitUntil(lambda: {one.kind for one in log.entries.rows} == {"push"})
    QTest.mouseClick(log.by_run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: log.runs.rowCount() > 0)
    runs = log.runs
    at = next(
        at for at, one in enumerate(runs.rows) if daemon.store.search(Activity(run=one.id, limit=1)).rows
    )
    log.run_table.setCurrentIndex(runs.index(at, 0))
    QTest.keyClick(log.run_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.run.shows_content)
    tree = page.run.tree
    QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tree.rowCount(tree.index(0, 0)) > 0
    assert nameless(page) == []
    QTest.keyClick(page.run.view, Qt.Key.Key_Escape)
    assert page.shown is log


def test_what_is_asked_for_is_exported_whole_and_without_formulas(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    daemon = running.daemon
    [id] = people(daemon, 1)
    for n in range(600):  # more than a page
        daemon.desk.edit(id, {"title": f"=cmd {n}"}, expected=None, by="person:ben")
    page = opened(qtbot, open_app(running.context))
    bar = page.log.export_bar
    cancelled, whole = tmp_path / "cancelled.csv", tmp_path / "whole.csv"
    bar.write(Question(record=id), str(cancelled))
    assert bar.isVisible()
    QTest.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    bar.write(Question(record=id, kind="set"), str(whole))
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=10_000)
    assert [one.name for one in tmp_path.glob("*.csv*")] == ["whole.csv"]
    with whole.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 600
    assert rows[0]["after"] == "'=cmd 599"
    assert rows[0]["by"] == "person:ben"
    bar.write(Question(), str(tmp_path / "no such folder" / "x.csv"))
    assert not bar.isVisible()


def test_a_run_is_taken_back_after_a_preview_of_what_cannot_be(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    first, second = people(daemon, 2)
    for id in (first, second):
        daemon.crm.user_edit("contacts", there(daemon, id), {"t": "CFO"})
    daemon.settle()
    [run] = {one.entry.run for one in daemon.store.search(Activity(kind="set", limit=9)).rows}
    daemon.desk.edit(second, {"title": "COO"}, expected=None, by="person:ben")
    page = opened(qtbot, open_app(running.context))
    page.look_at({"run": run})
    qtbot.waitUntil(lambda: page.run.shows_content)
    QTest.mouseClick(page.run.undo, Qt.MouseButton.LeftButton)
    dialog = page.findChild(UndoDialog)
    assert isinstance(dialog, UndoDialog)
    assert not dialog.view.apply.isVisible() and not dialog.view.discard.isVisible(), "nothing is known yet"
    qtbot.waitUntil(lambda: dialog.view.items.rowCount() == 2)
    assert nameless(dialog) == []
    ends = (dialog.no, dialog.view.discard, dialog.view.apply)
    assert [one.isVisible() for one in ends] == [True, True, True]
    assert len({one.mapTo(dialog, one.rect().center()).y() for one in ends}) == 1
    assert "Former values back (1)" in dialog.view._told.text()
    assert "Changed since: asked about (1)" in dialog.view._told.text()
    assert daemon.store.records([first])[first].fields["title"] == "CFO"
    QTest.mouseClick(dialog.view.apply, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: daemon.store.records([first])[first].fields["title"] == "CEO")
    assert daemon.store.records([second])[second].fields["title"] == "COO"


def test_a_link_opens_the_records_story_and_its_button_moves_it(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    [id] = people(daemon, 1)
    crm_id = there(daemon, id)
    page = opened(qtbot, open_app(running.context))
    search(qtbot, page, f"https://app.hubspot.com/contacts/1/record/0-1/{crm_id}", enter=True)
    qtbot.waitUntil(lambda: page.shown is page.story and page.story.history.rowCount() > 0)
    story = page.story
    for model in (story.model, story.history):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert nameless(page) == []
    assert story.title.text() == "Ann 0"
    titles = {
        story.model.index(at, 0).data(): [story.model.index(at, 1).data(), story.model.index(at, 2).data()]
        for at in range(story.model.rowCount())
    }
    assert titles["title"] == ["CEO", "CEO"]
    assert not story.cards[0].acts
    daemon.pause("hs", by="person:x")
    daemon.desk.edit(id, {"title": "CTO"}, expected=None, by="person:ben")
    story.refresh()
    qtbot.waitUntil(lambda: len(story.cards[0].acts) == 2)
    texts = " ".join(one.text() for one in story.cards[0].findChildren(QLabel))
    assert "On its way since" in texts
    assert "hs is paused" in texts.casefold()
    QTest.mouseClick(story.cards[0].acts[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not daemon.paused)
    qtbot.waitUntil(lambda: len(story.cards[0].acts) == 1)
    QTest.mouseClick(story.cards[0].acts[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: daemon.asked == [("hs", "contact", False)])
    daemon.settle()
    qtbot.waitUntil(lambda: not story.cards[0].acts)  # told by an event
    story.window().activateWindow()
    qtbot.waitUntil(story.timeline.hasFocus)
    QTest.keyClick(story.timeline, Qt.Key.Key_Escape)
    assert page.shown is page.log
    search(qtbot, page, "nobody@x.eu", enter=True)
    qtbot.waitUntil(lambda: "no living record" in page._shell.toaster.text.casefold())  # type: ignore[attr-defined]
    assert page.shown is page.log


def test_a_read_only_window_offers_no_deed(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    daemon = running.daemon
    [id] = people(daemon, 1)
    daemon.pause("hs", by="person:x")
    daemon.desk.edit(id, {"title": "CTO"}, expected=None, by="person:ben")
    page = opened(qtbot, open_app(context_of_socket(running.server.socket_path, name="acme")))
    page.look_at({"record": "a0@x.eu"})
    qtbot.waitUntil(lambda: page.story.shows_content)
    assert not page.story.cards[0].acts
    runs = [one.id for one in daemon.store.list_runs(before=None, limit=5)]
    page.look_at({"run": runs[-1]})
    qtbot.waitUntil(lambda: page.run.run is not None)
    hidden: list[QWidget] = [page.run.undo, page.run.undo_part]
    assert all(one.isHidden() for one in hidden)
    page.look_at({"run": "no-such-run"})
    qtbot.waitUntil(lambda: "There is no run" in page.run.message.text)


@pytest.mark.parametrize(
    ("actor", "changes", "called"),
    [
        ("rule:policy", [ChangeWord(field="t", before="Old", after="CEO")], "Overruled"),
        ("system", [ChangeWord(field="t", before=None, after="CEO")], "Filled in there"),
        ("person:ben", [ChangeWord(field="t", before="CEO", after="Old")], "Set back there"),
        ("system", [], "Settled"),
    ],
)
def test_what_is_settled_is_called_by_what_was_done(
    qapp: QApplication, actor: str, changes: list[ChangeWord], called: str
) -> None:
    entry = ActivityWord(
        seq=1,
        at=1,
        kind="settle",
        actor=actor,
        cause="run:1",
        run="1",
        object="contact",
        record_id="1",
        connection="sf",
        changes=changes,
        note="",
        digest="",
    )
    assert ActivityWords().did(entry) == called
