"""Ways through the queue: on to the next, to one that a link names, and past what takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.conflicts import Conflict
from core.replaying import Past
from core.store.base import Batch
from core.wire.models import Where
from daemon.rule_replay import Archive
from gui.app import App
from gui.conflicts.always import AlwaysDialog
from gui.conflicts.dialogs import SnoozeDialog
from gui.conflicts.page import ConflictsPage
from gui.conflicts.portions import AT_ONCE
from gui.context import Context
from gui.widgets.toast import Toast
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import contest, opened, press, shows
from tests.gui.test_shell import live
from tests.support.stored import item

Opening = Callable[[Context], App]


@pytest.fixture
def first_page() -> str:
    return "conflicts"


def test_after_an_answer_comes_the_next_question_not_one_that_was_skipped(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    contest(running.daemon, 5)
    page = opened(qtbot, open_app(running.context), 5)
    ids = [one.id for one in page.model.rows]
    for _ in range(2):
        press(page, Qt.Key.Key_J)
    shows(qtbot, page)
    press(page, Qt.Key.Key_1)
    assert page.current is not None and page.current.id == ids[3]
    assert page._chosen_ids() == [ids[3]]
    shows(qtbot, page)
    press(page, Qt.Key.Key_J)
    shows(qtbot, page)
    press(page, Qt.Key.Key_1)
    assert page.current.id == ids[3], "the last one has none below it"


def test_a_question_that_a_link_names_is_found_however_far_down_and_missed_plainly(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.conflicts.queue_model.PAGE", 4)
    contest(running.daemon, 30)
    page = live(qtbot, open_app(running.context)).window.page
    assert isinstance(page, ConflictsPage)
    shows(qtbot, page)
    assert not page.model.is_whole, "only what there is room for"
    far = running.client.list_queue(sort="newest").rows[0]
    page._shell.go_to("conflicts", id=far.id, kind="conflict", state="")
    qtbot.waitUntil(lambda: page.current is not None and page.current.id == far.id)
    page._shell.go_to("conflicts", id="gone", kind="conflict", state="")
    (toast,) = page.window().findChildren(Toast)
    qtbot.waitUntil(lambda: "answered meanwhile" in toast.text)


def test_a_rule_that_takes_long_to_try_tells_how_far_it_is(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest(running.daemon, 4)
    page = opened(qtbot, open_app(running.context), 4)
    read, go_on = Archive._of_conflict, threading.Semaphore(2)

    def slowly(archive: Archive, one: Conflict) -> Past | None:
        go_on.acquire(timeout=60)
        return read(archive, one)

    monkeypatch.setattr(Archive, "_of_conflict", slowly)
    page.aside.always()
    dialog = page.findChild(AlwaysDialog)
    assert isinstance(dialog, AlwaysDialog)
    assert (dialog.bar.minimum(), dialog.bar.maximum()) == (0, 0), "nobody knows yet"
    qtbot.waitUntil(lambda: (dialog.bar.value(), dialog.bar.maximum()) == (2, 4))
    assert dialog.changes.text().startswith("2 of 4") and not dialog.yes.isEnabled()
    go_on.release(20)
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert not dialog.bar.isVisible() and dialog.told.text().startswith("It would have changed 4 of 4")


def test_more_questions_are_set_aside_than_one_request_names_and_come_back(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    many = 520
    lots = tuple(item(f"i{n:04d}", subject=f"c{n}", record_id=f"r{n}", opened_at=n + 1) for n in range(many))
    running.daemon.store.commit(Batch(at=1, items=lots))
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, ConflictsPage)
    shows(qtbot, page)
    qtbot.waitUntil(lambda: page.filters.total == many)
    page.model.reload()
    qtbot.waitUntil(lambda: page._count.text() == f"200 of {many} shown, more below")

    def all_there() -> bool:
        page.model.fetchMore()  # again where it was renewed meanwhile, from its first page
        return page.model.is_whole and page.model.rowCount() == many

    qtbot.waitUntil(all_there)
    page.list.selectAll()
    page.aside.snooze()
    (dialog,) = page.aside.findChildren(SnoozeDialog)
    seen: list[str] = []
    page.aside.went_on.connect(lambda _progress: seen.append(page.progress.words.text()))
    dialog.yes.click()
    assert page.progress.isVisible() and page.progress.words.text() == f"Snoozed: 0 of {many}"
    qtbot.waitUntil(lambda: app.window.toaster.text == "Snoozed")
    assert not page.progress.isVisible() and seen[1].startswith(f"Snoozed: {2 * AT_ONCE} of {many} · ")
    assert running.client.list_queue(Where(state="open")).rows == []
    app.window.toaster.findChildren(QPushButton)[-1].click()
    page.progress.stop.click()
    qtbot.waitUntil(lambda: app.window.toaster.text == f"Stopped after {AT_ONCE} of {many}: Open again")
    assert len(running.client.list_queue(Where(state="open"), limit=500).rows) == AT_ONCE
