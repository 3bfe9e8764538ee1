"""Settings: what is of the window is kept at once, what is of the daemon is shown as it says it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.target_settings import Target, TargetKind, Use
from gui.app import App
from gui.context import Context, LinkState, context_of_socket
from gui.memory import Memory
from gui.session import Session
from gui.settings.page import SettingsPage
from gui.theme import Mode
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import contest
from tests.gui.test_shell import live, nameless
from tests.support.service_desk import service_desk

Opening = Callable[[Context], App]


@pytest.fixture
def first_page() -> str:
    return "settings"


def opened(qtbot: QtBot, app: App) -> SettingsPage:
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, SettingsPage)
    return page


def test_the_look_and_the_notifications_are_kept_at_once(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    app = open_app(running.context)
    page = opened(qtbot, app)
    assert nameless(page) == []
    page.app.look.setCurrentIndex(page.app.look.findData(Mode.DARK.value))
    assert app.theme.is_dark
    page.app.language.setCurrentIndex(page.app.language.findData("de"))
    assert page.app.later.isVisible()
    assert app.window.memory.notices == {"attention"}
    for box in page.app.notices.values():
        box.click()
    app.window.memory._file.sync()
    kept = Memory(tmp_path / "app.ini")
    assert (kept.mode, kept.language, kept.notices) == (
        Mode.DARK,
        "de",
        frozenset({"disconnected", "paused"}),
    )
    app.window.header.asked_for_look.emit()
    assert page.app.look.currentData() == Mode.LIGHT.value, "changed elsewhere, it is shown here too"


def test_the_daemon_tells_its_facts(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    page = opened(qtbot, open_app(running.context))
    page.tabs.setCurrentWidget(page.daemon)
    facts = page.daemon
    told = running.client.doctor()
    qtbot.waitUntil(lambda: facts.checks.rowCount() == len(told.checks))
    qtbot.waitUntil(lambda: facts.routes.rowCount() == 1 and bool(facts.vault_place.text()))
    assert "0.0-test" in facts.version.text()
    assert [one.ok for one in facts.checks.rows] == sorted(one.ok for one in told.checks), (
        "what is wrong is first"
    )
    for model in (facts.checks, facts.routes):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_target_is_tried_and_says_why_it_cannot(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    page = opened(qtbot, open_app(running.context))
    page.tabs.setCurrentWidget(page.targets)
    qtbot.waitUntil(lambda: "No target is set up" in page.targets.message.text)
    shown = page.targets
    with service_desk() as desk:
        running.daemon.targets.known = {
            "ops": Target(kind=TargetKind.WEBHOOK, use=Use.ALERTS, url=f"{desk.address}/in")
        }
        shown.refresh()
        qtbot.waitUntil(lambda: shown.targets.rowCount() == 1)
        shown.test.click()
        qtbot.waitUntil(lambda: shown.told.text() == "ops has taken it.")
        assert len(desk.taken) == 1
        desk.statuses.append(403)
        shown.test.click()
        qtbot.waitUntil(shown.test.isEnabled)
        qtbot.waitUntil(lambda: "403" in shown.told.text())


def test_a_visitor_is_seen_and_ended_and_told_why(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(running.context)
    page = opened(qtbot, app)
    monkeypatch.setenv("LOGNAME", "ben")
    visitor = Session(context_of_socket(running.server.socket_path, name="acme"), app.window)
    visitor.attach()
    qtbot.waitUntil(lambda: visitor.health is not None)
    running.client.create_record("contact", {"name": "Bo"})  # health is asked for after every change
    qtbot.waitUntil(app.window.footer.visitors.isVisible)
    assert app.window.footer.visitors.text() == "Attached from elsewhere: ben"
    app.window.footer.visitors.click()
    shown = page.attached
    assert page.tabs.currentWidget() is shown
    qtbot.waitUntil(lambda: shown.attached.rowCount() >= 2)
    QAbstractItemModelTester(shown.attached, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = {one.person: at for at, one in enumerate(shown.attached.rows)}
    assert rows["ben"] == 0, "who comes from elsewhere is first"
    assert shown.end.isEnabled()
    shown.end.click()
    qtbot.waitUntil(lambda: visitor.link is LinkState.REFUSED)
    assert "has ended your attachment" in str(visitor.trouble)
    qtbot.waitUntil(lambda: all(one.person != "ben" for one in shown.attached.rows))
    for at, one in enumerate(shown.attached.rows):
        shown.table.setCurrentIndex(shown.attached.index(at, 0))
        assert shown.end.isEnabled() is not one.is_you, "nobody ends the window they look at"
    qtbot.wait(400)
    assert visitor.link is LinkState.REFUSED, "it does not come back by itself"
    visitor.retry()
    qtbot.waitUntil(lambda: visitor.link is LinkState.LIVE)
    visitor.close()


def test_the_advisor_is_turned_on_and_off_by_field(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    contest(running.daemon, 2)
    for one in running.client.list_queue().rows:
        running.client.resolve_conflict(one.id, "crm")
    page = opened(qtbot, open_app(running.context))
    page.tabs.setCurrentWidget(page.advisor)
    fields = page.advisor
    qtbot.waitUntil(lambda: fields.fields.rowCount() == 1 and fields.decisions.rowCount() == 2)
    assert "contact · title" in fields.evidence.text() and "2 decisions" in fields.evidence.text()
    fields.on.click()
    qtbot.waitUntil(fields.off.isVisible)
    [told] = running.client.advisor().fields
    assert (told.alone, told.level) == (True, 0.99)
    fields.off.click()
    qtbot.waitUntil(fields.on.isVisible)
    assert not running.client.advisor().fields[0].alone


def test_a_window_that_only_looks_on_turns_nothing_on(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    contest(running.daemon, 1)
    [one] = running.client.list_queue().rows
    running.client.resolve_conflict(one.id, "crm")
    page = opened(qtbot, open_app(running.context.looking_only()))
    page.tabs.setCurrentWidget(page.advisor)
    qtbot.waitUntil(lambda: page.advisor.fields.rowCount() == 1)
    assert not any(one.isVisible() for one in (page.advisor.on, page.advisor.off, page.advisor.level))
