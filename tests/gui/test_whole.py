"""The app, a real daemon as a process, and a sandboxed CRM: answers by key reach the CRM, and kill -9 loses no word."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.activity.page import ActivityPage
from gui.app import App
from gui.client import Place
from gui.conflicts.dialogs import ValueDialog
from gui.conflicts.page import ConflictsPage
from gui.context import Context, LinkState
from gui.rules.page import RulesPage
from tests.gui.test_conflicts_page import opened, press, shows
from tests.gui.test_shell import live
from tests.support.staging import SmallStage, staged, until

Opening = Callable[[Context], App]
LONG_MS = 60_000
COUNT = 10


@pytest.fixture
def stage() -> Iterator[SmallStage]:
    """HubSpot's sandbox in step with the hub, but for the first names of ten people, which both sides have changed."""
    with staged(records=3, crms="hubspot") as made:
        made.start_daemon()
        made.connect()
        client = made.client
        people = [
            made.new_contact(f"Person {n}", email=f"p{n}@x.example", first_name="Base") for n in range(COUNT)
        ]
        there = {one.id: made.crm_id(one.id, "hs") for one in people}
        until(made.at_rest, "everybody has arrived")
        client.pause_connection("hs")
        for id, crm_id in there.items():
            client.edit_record(id, {"first_name": f"Ours {crm_id}"})
            made.edit_in_crm("hs", crm_id, {"firstname": f"Theirs {crm_id}"})
        client.resume_connection("hs")
        until(lambda: len(client.list_queue(limit=50).rows) == COUNT, "ten questions wait", 60)
        yield made


def test_the_app_works_the_queue_by_keyboard_and_outlives_its_daemon(
    qtbot: QtBot, stage: SmallStage, open_app: Opening
) -> None:
    app = open_app(Context(name="local", host="here", place=Place(socket=stage.client.socket)))
    chosen = answered(qtbot, opened(qtbot, app, COUNT))
    qtbot.waitUntil(lambda: not stage.client.list_queue().rows, timeout=LONG_MS)
    for crm_id, name in chosen.items():
        stage.arrives("hs", crm_id, {"firstname": name})
    killed_while_something_is_typed(qtbot, app, stage)


def answered(qtbot: QtBot, page: ConflictsPage) -> dict[str, str]:
    """All of the queue by keys alone; what each CRM record's first name is to be then."""
    chosen: dict[str, str] = {}
    first = current(qtbot, page)
    press(page, Qt.Key.Key_J)
    second = current(qtbot, page)
    assert second != first
    press(page, Qt.Key.Key_K)
    assert current(qtbot, page) == first
    press(page, Qt.Key.Key_S)
    assert current(qtbot, page) == second, "skipped, and still there"
    taken_back(qtbot, page)
    while len(chosen) < COUNT:
        crm_id = current(qtbot, page)
        left = page.model.rowCount()
        match len(chosen) % 3:
            case 0:
                press(page, Qt.Key.Key_1)
                chosen[crm_id] = f"Ours {crm_id}"
            case 1:
                press(page, Qt.Key.Key_2)
                chosen[crm_id] = f"Theirs {crm_id}"
            case _:
                by_hand(qtbot, page, f"By hand {crm_id}")
                chosen[crm_id] = f"By hand {crm_id}"
        qtbot.waitUntil(lambda: page.model.rowCount() == left - 1, timeout=LONG_MS)  # noqa: B023
    return chosen


def current(qtbot: QtBot, page: ConflictsPage) -> str:
    """The CRM's id of the question that is shown."""
    qtbot.waitUntil(lambda: page.current is not None, timeout=LONG_MS)
    shows(qtbot, page)
    one = page.current
    assert one is not None
    story = page.stories.get(one.id)
    assert story is not None
    return story.conflict.crm_id


def taken_back(qtbot: QtBot, page: ConflictsPage) -> None:
    """An answer and its undo, before anything else."""
    crm_id = current(qtbot, page)
    press(page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: bool(page.triage.done) and page.model.rowCount() == COUNT - 1, timeout=LONG_MS)
    press(page, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: page.model.rowCount() == COUNT, timeout=LONG_MS)
    assert crm_id


def by_hand(qtbot: QtBot, page: ConflictsPage, text: str) -> None:
    press(page, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: bool(page.findChildren(ValueDialog)))
    dialog = page.findChildren(ValueDialog)[-1]
    [field] = dialog._made.values()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def killed_while_something_is_typed(qtbot: QtBot, app: App, stage: SmallStage) -> None:
    app.window.go_to("rules")
    rules = app.window.page
    assert isinstance(rules, RulesPage)
    qtbot.waitUntil(lambda: rules.shows_content, timeout=LONG_MS)
    rules.tabs.setCurrentWidget(rules.editor)
    rules.editor.setFocus()
    QTest.keyClicks(rules.editor, "# half a th")
    stage.daemon.kill()
    qtbot.waitUntil(app.window.banner.isVisible, timeout=LONG_MS)
    assert "Trying again by itself" in app.window.banner.text
    QTest.keyClicks(rules.editor, "ought")
    app.window.go_to("activity")
    activity = app.window.page
    assert isinstance(activity, ActivityPage)
    activity.search()
    QTest.keyClicks(activity.log.filters.box, "first_name")
    assert app.session.link is not LinkState.LIVE
    stage.start_daemon()
    live(qtbot, app)
    assert not app.window.banner.isVisible()
    assert activity.log.filters.box.text() == "first_name"
    qtbot.waitUntil(lambda: activity.log.entries.rowCount() > 0, timeout=LONG_MS)
    assert "# half a thought" in rules.editor.toPlainText()
    app.window.go_to("rules")
    qtbot.waitUntil(lambda: rules.shows_content and app.session.health is not None, timeout=LONG_MS)
    assert "# half a thought" in rules.editor.toPlainText()
