"""Activity over a log of which one answer looks at a part: it goes on by itself, says how far, is stopped, and is whole."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.errors import Unreachable
from core.store.base import Batch
from core.store.memory import MemoryStore
from core.wire.models import ActivityPage, ActivityWord, ChangeWord, Page
from gui.activity.page import ActivityPage as ActivityOfApp
from gui.activity.question import Question
from gui.app import App
from gui.calls import Call
from gui.client import Outcome
from gui.context import Context
from gui.widgets.long_model import LongModel
from gui.widgets.paged_table import Column
from tests.gui.conftest import Running
from tests.gui.test_fitting import SMALL, cut_at_rest
from tests.gui.test_shell import live, nameless
from tests.support.shuffled import Held
from tests.support.small_daemon import served
from tests.support.stored import entry, run

Opening = Callable[[Context], App]
ENTRIES = 6_000
MADE = 120  # by the run "new", the newest
FOUND = (2_000, 1_999, 3)  # by their number, from 0


@pytest.fixture
def first_page() -> str:
    return "activity"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """All entries have both words, and only three old ones as they are asked for; one answer looks at six."""
    store = MemoryStore(most_looks=6)
    with served(tmp_path, store=store) as (daemon, server, client):
        audit = tuple(
            entry(
                f"r{n}",
                ("site", None, "www.red.blue.eu" if n in FOUND else "blue.red.eu"),
                at=1_700_000_000_000 + 60_000 * n,
                run="old" if n in FOUND else "new" if n >= ENTRIES - MADE else "other",
            )
            for n in range(ENTRIES)
        )
        runs = (replace(run("new"), started=1_700_000_000_000 + 60_000 * (ENTRIES - MADE)),)
        daemon.store.commit(Batch(at=daemon.now(), audit=audit, runs=runs))
        yield Running(daemon, server, client)


def test_the_list_says_how_far_it_looked_and_is_stopped_and_gone_on_with(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = open_app(running.context)
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, ActivityOfApp)
    log, bar = page.log, page.log.looking
    QAbstractItemModelTester(log.entries, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: log.entries.rowCount() >= 200)
    assert not bar.isVisible(), "a full page waits for nothing"
    page.search()
    QTest.keyClicks(log.filters.box, "red.blue")
    qtbot.waitUntil(
        lambda: bar.isVisible() and log.entries.looks_on and log.entries.question.text == "red.blue"
    )
    assert log.entries.rowCount() == 0
    assert "Nothing found yet back to" in bar.words.text()
    assert bar.bar.maximum() > 0
    assert nameless(page) == []
    QTest.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    assert log.entries.is_stopped and not bar.isVisible()
    told = log.stack.message
    assert "Nothing found back to" in told.text and "Older entries that were not looked at:" in told.text
    go_on = app.window.focusWidget()
    assert isinstance(go_on, QPushButton) and go_on.text() == "Go on"
    reached = log.entries.last
    running.daemon.desk.create("contact", {"name": "Quince"}, by="person:anna")
    qtbot.waitUntil(log.fresh.isVisible)
    assert log.entries.last is reached, "nothing is looked for any more, and nothing anew"
    assert nameless(page) == []
    QTest.keyClick(go_on, Qt.Key.Key_Space)
    assert log.entries.looks_on and bar.isVisible()
    qtbot.waitUntil(lambda: log.entries.rowCount() == 2)
    assert "2 found back to" in bar.words.text()
    QTest.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    assert "Stopped: looked back to" in bar.words.text()
    assert log.count.text() == "2 shown, older ones were not looked for"
    assert nameless(page) == []
    QTest.mouseClick(bar.on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: log.entries.is_whole)
    assert [one.record_id for one in log.entries.rows] == [f"r{n}" for n in FOUND]
    assert not bar.isVisible()
    assert log.count.text() == "3 shown"


@pytest.mark.parametrize("language", ["en", "de"])
def test_how_far_it_looked_is_read_in_a_small_window(
    qtbot: QtBot, running: Running, open_app: Callable[..., App], language: str
) -> None:
    app: App = open_app(running.context, language)
    app.window.resize(*SMALL)
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, ActivityOfApp)
    log, bar = page.log, page.log.looking
    page.search()
    QTest.keyClicks(log.filters.box, "red.blue")
    for least in (0, 2):
        qtbot.waitUntil(
            partial(lambda least: log.entries.looks_on and log.entries.rowCount() == least, least)
        )
        qtbot.waitUntil(bar.isVisible)
        assert cut_at_rest(qtbot, page) == []
        QTest.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
        assert log.entries.is_stopped
        assert cut_at_rest(qtbot, page) == []
        bar.go_on()


def test_what_is_exported_and_a_run_are_whole(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    app = open_app(running.context)
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, ActivityOfApp)
    export, path = page.log.export_bar, tmp_path / "whole.csv"
    export.write(Question(text="red.blue"), str(path))
    qtbot.waitUntil(lambda: "looked back to" in export.words.text())
    qtbot.waitUntil(lambda: not export.isVisible())
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["record"] for row in csv.DictReader(file)] == [f"r{n}" for n in FOUND]
    page.run.tree.show_run("old")
    qtbot.waitUntil(lambda: page.run.tree.rowCount() == len(FOUND))


def test_a_run_says_how_far_it_is_read_and_is_stopped_and_gone_on_with(
    qtbot: QtBot, running: Running, open_app: Opening, late: list[Held]
) -> None:
    app = open_app(running.context)
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, ActivityOfApp)
    first, second = (Held("/v1/activity", "run=new") for _ in range(2))
    late += [first, second]  # however fast the machine reads, it is stopped before the second answer
    first.let_go.set()
    page.open_run("new")
    run, bar = page.run, page.run.reading
    QAbstractItemModelTester(run.tree, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(bar.isVisible)
    assert run.tree.looks_on and run.shows_content
    qtbot.waitUntil(lambda: "Read back to" in bar.words.text())
    qtbot.waitUntil(second.made.is_set)
    assert bar.bar.isVisible() and bar.bar.maximum() == pytest.approx(MADE, rel=0.3)
    assert nameless(page) == []
    QTest.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    read = run.tree.rowCount()
    assert 0 < read < MADE
    second.let_go.set()
    assert f"Stopped: {read:,} entries read, back to" in bar.words.text()
    assert app.window.focusWidget() is bar.on and not bar.bar.isVisible()
    run.view.scrollToBottom()
    qtbot.wait(100)
    assert run.tree.rowCount() == read
    QTest.keyClick(bar.on, Qt.Key.Key_Space)
    assert run.tree.looks_on and bar.stop.isVisible()
    qtbot.waitUntil(lambda: not run.tree.looks_on, timeout=30_000)
    assert run.tree.rowCount() == MADE
    assert not bar.isVisible() and run.tree.share == 1


class Sparse(QObject):
    """Entries 0 to 999, of which an answer looks at ten and shows every fifth: two, where a page should have six."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[Callable[[Outcome], None], int]] = []
        self.asked = 0
        self.fails = False

    def model(self) -> LongModel[ActivityWord]:
        columns = (Column[ActivityWord](title="Record", text=lambda one: one.record_id),)
        made = LongModel(columns=columns, ask=self._ask, parent=self, fills=6, kept=1)
        made.reload()
        return made

    def answer(self) -> None:
        told, begin = self._waiting.pop(0)
        if self.fails:
            told(Unreachable("no answer"))
            return
        rows = [_word(n) for n in range(begin, begin + 10) if n % 5 == 0]
        token = str(begin + 10) if begin < 990 else None
        told(ActivityPage.model_construct(rows=rows, next=token, reached=begin, unseen=990 - begin))

    def answer_all(self) -> None:
        while self._waiting:
            self.answer()

    def _ask(self, after: str | None) -> Call[Page[ActivityWord]]:
        self.asked += 1
        call: Call[Page[ActivityWord]] = Call()

        def send(told: Callable[[Outcome], None]) -> Callable[[], None]:
            self._waiting.append((told, int(after or 0)))
            return self._waiting.clear

        call.begin(send, self)
        return call


def _word(n: int) -> ActivityWord:
    change = ChangeWord(field="title", before="a", after="b")
    return ActivityWord(
        seq=n, at=n, kind="set", actor="person:anna", cause="", run="r", object="contact", record_id=str(n),
        connection="hs", changes=[change], note="", digest="",
    )  # fmt: skip


def shown(model: LongModel[ActivityWord], source: Sparse) -> list[str]:
    """What every row shows, once those that were forgotten are here again."""
    told = []
    for at in range(model.rowCount()):
        model.index(at, 0).data()
        source.answer_all()
        told.append(str(model.index(at, 0).data()))
    return told


def test_short_answers_fill_one_page_which_is_forgotten_and_fetched_again_whole(qapp: QApplication) -> None:
    source = Sparse()
    model = source.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    source.answer_all()
    assert (model.rowCount(), source.asked, model.looks_on, model.was_long) == (6, 3, False, True)
    model.fetchMore()
    source.answer_all()
    assert (model.rowCount(), source.asked, len(model.rows)) == (12, 6, 6)
    assert shown(model, source) == [str(5 * n) for n in range(12)]
    model.fetchMore()
    source.answer()
    model.stop()
    assert (model.rowCount(), model.is_stopped, model.canFetchMore()) == (14, True, False)
    model.go_on()
    source.answer_all()
    assert (model.rowCount(), model.is_stopped) == (20, False)
    assert shown(model, source) == [str(5 * n) for n in range(20)]


def test_what_fails_on_the_way_is_gone_on_with(qapp: QApplication) -> None:
    source = Sparse()
    model = source.model()
    source.answer()
    source.fails = True
    source.answer()
    assert (model.rowCount(), model.is_stopped, model.looks_on) == (2, True, False)
    source.fails = False
    model.go_on()
    source.answer_all()
    assert model.rowCount() == 8
    while not model.is_whole:
        model.fetchMore()
        source.answer_all()
    assert shown(model, source) == [str(5 * n) for n in range(200)]
