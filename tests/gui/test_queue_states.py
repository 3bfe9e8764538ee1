"""The queue where nothing fits its filter, where its daemon is away, and where an answer cannot be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.conflicts import ItemKind
from core.store.base import Batch
from gui.app import App
from gui.context import Context
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import contest, opened, press, shows
from tests.support.stored import item


def test_a_filter_that_nothing_fits_stays_to_be_widened(
    qtbot: QtBot, running: Running, open_app: Callable[[Context], App]
) -> None:
    contest(running.daemon, 1)
    page = opened(qtbot, open_app(running.context), 1)
    page.filters.look_at(object="nothing")
    qtbot.waitUntil(lambda: not page.found.shows_content)
    assert page.filters.isVisible() and "fits this filter" in page.found.message.text
    page.filters.object.setText("")
    page.filters.object.editingFinished.emit()
    qtbot.waitUntil(lambda: page.found.shows_content and page.model.rowCount() == 1)


def test_nothing_can_be_answered_while_the_daemon_is_away(
    qtbot: QtBot, running: Running, open_app: Callable[[Context], App]
) -> None:
    contest(running.daemon, 1)
    page = opened(qtbot, open_app(running.context), 1)
    answers, (skip, *others) = page.detail.answers, page.aside.buttons
    assert all(one.isEnabled() for one in (*answers._buttons, skip, *others))
    running.server.stop()
    qtbot.waitUntil(lambda: not any(one.isEnabled() for one in (*answers._buttons, *others)))
    assert skip.isEnabled()
    press(page, Qt.Key.Key_1)
    assert running.daemon.store.open_counts() == {"conflict": 1} and page.model.rowCount() == 1


def test_why_an_answer_cannot_be_given_is_a_whole_sentence(
    qtbot: QtBot, running: Running, open_app: Callable[[Context], App]
) -> None:
    daemon = running.daemon
    record = daemon.desk.create("contact", {"name": "Ann", "email": "a@x.eu"}, by="person:x")
    daemon.settle()
    doubt = item(
        "doubt",
        kind=ItemKind.AMBIGUOUS,
        subject="c9",
        record_id=None,
    )
    doubt = replace(doubt, object="contacts", detail={"candidates": (record.id,)})
    daemon.store.commit(Batch(at=1, items=(doubt,)))
    page = opened(qtbot, open_app(running.context), 1)
    shows(qtbot, page)
    answers = page.detail.answers  # which are shown anew once the fields' types are known
    qtbot.waitUntil(lambda: any(one.text().startswith("Cannot be answered so") for one in answers.told))
    said = [one.text() for one in answers.told if one.text()]
    assert (
        "Cannot be answered so: “Ann” is linked to another record of this CRM; merge those there, or make"
        in said[0]
    )
    assert [one for one in said if not one.endswith(".") or one.endswith("..")] == []
