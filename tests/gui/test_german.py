"""The German app on a real daemon: on every page, what the daemon derives is told in German, and none of it in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.errors import SignInNeeded
from core.wire.client import Operations
from gui.activity.page import ActivityPage
from gui.app import App
from gui.conflicts.page import ConflictsPage
from gui.mapping.page import MappingsPage
from gui.pages import PAGES
from gui.plans.page import PlansPage
from gui.sentences import Sentences, worded
from gui.settings.page import SettingsPage
from tests.gui.conftest import Running
from tests.gui.furnished import furnish
from tests.gui.test_accessibility import settle
from tests.gui.test_sentences import catalogue, german
from tests.gui.test_shell import live

Opening = Callable[..., App]
LETTERS = 12  # of a sentence, between its values: fewer say nothing of the language


@pytest.fixture
def app(qtbot: QtBot, running: Running, open_app: Opening) -> App:
    furnish(running.daemon, running.client, conflicts=3)
    return live(qtbot, open_app(running.context, "de"))


def texts(widget: QWidget) -> Iterator[str]:
    """All that is on screen, with what is told on hover."""
    for one in [widget, *widget.findChildren(QWidget)]:
        if not one.isVisible():
            continue
        yield one.toolTip()
        if isinstance(one, QLabel | QAbstractButton):
            yield one.text()
        elif isinstance(one, QAbstractItemView) and (model := one.model()) is not None:
            for row in range(min(30, model.rowCount(QModelIndex()))):
                listed = isinstance(model, QAbstractListModel)
                for column in range(1 if listed else model.columnCount(QModelIndex())):
                    index = model.index(row, column)
                    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                        yield str(model.data(index, role) or "")


def english(told: list[str]) -> list[str]:
    """Those that the catalogue knows as English and says otherwise in German."""
    said = german()
    known = {
        one: kinds
        for one, kinds in catalogue().items()
        if said[one] != one and sum(map(str.isalpha, one)) >= LETTERS
    }
    sentences = Sentences(known)
    return sorted({text for text in told if sentences.said(text) != text})


def look(qtbot: QtBot, app: App) -> list[str]:
    settle(qtbot, app)
    return list(texts(app.window))


def opened(app: App, key: str) -> QWidget:
    app.window.go_to(key)
    return app.window.page


def test_no_page_tells_in_english_what_the_daemon_derives(qtbot: QtBot, running: Running, app: App) -> None:
    running.daemon.trouble = {"reason": "the sign-in to HubSpot has ended", "advice": SignInNeeded.advice}
    left: dict[str, list[str]] = {}

    def looked(name: str) -> None:
        if found := english(look(qtbot, app)):
            left[name] = found

    for entry in PAGES:
        opened(app, entry.key)
        looked(entry.key)
    activity = opened(app, "activity")
    assert isinstance(activity, ActivityPage)
    activity.log.table.setCurrentIndex(activity.log.entries.index(0, 0))
    looked("an entry")
    for record in running.client.list_records("contact").rows:
        activity.look_at({"record": record.id})
        qtbot.waitUntil(lambda: activity.story.shows_content)
        looked(f"the story of {record.id}")
    for run in running.client.list_runs().rows[:5]:
        activity.look_at({"run": run.id})
        looked(f"the run {run.kind}")
    mappings = opened(app, "mappings")
    assert isinstance(mappings, MappingsPage)
    mappings.editor.tabs.setCurrentWidget(mappings.editor.preview)
    looked("a preview")
    mappings.editor.suggestions.ask.click()
    looked("suggestions")
    mappings.editor.ask_validation()
    looked("validation")
    assert not left


def test_the_state_of_all_is_told_in_german(qtbot: QtBot, app: App) -> None:
    opened(app, "health")
    told = " ".join(look(qtbot, app))
    assert "3 Konflikte und 4 Fragen brauchen Sie." in told, told


def test_a_question_and_what_the_advisor_finds_are_told_in_german(qtbot: QtBot, app: App) -> None:
    page = opened(app, "conflicts")
    assert isinstance(page, ConflictsPage)
    page.look_at({"kind": "conflict"})
    qtbot.waitUntil(lambda: page.model.rowCount() == 3 and page.detail.shows_content)
    told = " ".join(look(qtbot, app))
    assert "nichts hier sagt, welche Seite recht hat" in told
    assert "der Hub wurde von einem Menschen geändert (anna), und niemand weiß, von wem das CRM" in told


def test_a_story_says_in_german_why_a_value_is_there_and_what_waits(
    qtbot: QtBot, running: Running, app: App
) -> None:
    page = opened(app, "activity")
    assert isinstance(page, ActivityPage)
    [conflict, *_] = running.client.list_conflicts().rows
    page.look_at({"record": conflict.record_id})
    qtbot.waitUntil(lambda: page.story.shows_content)
    told = " ".join(look(qtbot, app))
    assert "Ein Konflikt über title ist offen: nur das wartet" in told
    assert "geändert von anna" in told and "Konflikt gefunden von CRM Sync selbst (title)" in told


def test_an_undo_says_in_german_what_does_not_come_back(qtbot: QtBot, running: Running, app: App) -> None:
    daemon = running.daemon
    made = daemon.desk.create("contact", {"name": "Zoe", "email": "zoe@x.eu"}, by="person:anna")
    daemon.settle()
    daemon.desk.edit(made.id, {"title": "Boss"}, expected=None, by="person:ben")
    page = opened(app, "plans")
    assert isinstance(page, PlansPage)
    [run] = {one.run for one in running.client.search_activity(record=made.id).rows if one.kind == "create"}
    page.undo_run(run)
    qtbot.waitUntil(lambda: page.undo.plan is not None)
    told = " ".join(look(qtbot, app))
    assert "angelegt durch das, was zurückgenommen wird, und seitdem geändert von ben: entfernen?" in told


def test_what_speaks_against_a_mapping_is_told_in_german(qtbot: QtBot, running: Running, app: App) -> None:
    page = opened(app, "mappings")
    assert isinstance(page, MappingsPage)
    qtbot.waitUntil(lambda: page.editor.draft is not None and bool(page.editor.draft.sides))
    draft = page.editor.draft
    assert draft is not None
    offer = draft.connect_fields("n", "title")
    page.editor.problems.refresh()
    assert worded(offer.reason) == "beide sind schon zugeordnet, durch die Regeln „name“ und „title“"


def test_a_refusal_is_told_in_german_and_says_what_to_do(qtbot: QtBot, app: App) -> None:
    opened(app, "plans")
    call = app.session.calls.ask(app.window, Operations.get_plan, "<b>none")
    call.failed(app.window.toast_error)
    told = " ".join(look(qtbot, app))
    assert "Es gibt keinen Plan „<b>none“. crmsync plans list zeigt die vorhandenen Pläne." in told


def test_the_daemons_checks_are_told_in_german(qtbot: QtBot, app: App) -> None:
    page = opened(app, "settings")
    assert isinstance(page, SettingsPage)
    page.look_at({"tab": "daemon"})
    told = " ".join(look(qtbot, app))
    assert "Plattenplatz" in told and "MiB frei" in told, told
