"""Plans are made, looked at, thinned out, approved, applied and taken back in the app, on a real daemon."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.plans import PlanState
from core.store.base import Batch
from core.wire.connections import Health
from core.wire.csv_cells import cell
from core.wire.plans import PlanWord
from daemon.plan_desk import PlanDesk
from gui.app import App
from gui.context import Context
from gui.plans.making import MakeDialog
from gui.plans.page import PlansPage
from gui.plans.waiting import Step, waiting
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import HOSTILE
from tests.gui.test_shell import live, nameless

Opening = Callable[[Context], App]
LIMIT_S = 60.0
EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture
def first_page() -> str:
    return "plans"


def opened(qtbot: QtBot, app: App) -> PlansPage:
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, PlansPage)
    qtbot.waitUntil(lambda: not page.plans.body.skeleton.isVisible())
    return page


def drafted(qtbot: QtBot, running: Running, page: PlansPage) -> PlanWord:
    """A plan over three people of the CRM and one of the hub, made by the dialog, with its items on screen."""
    daemon = running.daemon
    for name in ("Ann", "Bo", EVIL):
        title = HOSTILE if name == EVIL else None
        mail = f"{name[:2]}@x.example".replace("=", "q")
        daemon.crm.user_create("contacts", {"n": name, "e": mail, "t": title})
    daemon.desk.create("contact", {"name": "Ours", "email": "ours@x.example"}, by="person:a")
    page.ask_to_make("hs")
    dialog = page.findChild(MakeDialog)
    assert isinstance(dialog, MakeDialog)
    qtbot.waitUntil(dialog.yes.isEnabled)  # once it is known what there is
    assert dialog.connection == "hs"
    dialog.yes.click()
    qtbot.waitUntil(lambda: page.plan.plan is not None and page.plan.plan.state == "draft")
    qtbot.waitUntil(lambda: page.plan.items.rowCount() == 4)
    assert page.plan.plan is not None
    return page.plan.plan


def offered(page: PlansPage, words: str) -> QPushButton:
    return next(one for one in page.plan.message.findChildren(QPushButton) if one.text() == words)


class SlowDaemon:
    """Takes its time before it begins a plan, as a busy one does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.goes_on = threading.Event(), threading.Event()
        make = PlanDesk.make

        def slowly(desk: PlanDesk, *args: Any, **more: Any) -> Any:
            self.reached.set()
            self.goes_on.wait(LIMIT_S)
            return make(desk, *args, **more)

        monkeypatch.setattr(PlanDesk, "make", slowly)


def test_that_a_slow_daemon_is_asked_for_a_plan_is_told_at_once_and_can_be_given_up(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, open_app(running.context))
    slow = SlowDaemon(monkeypatch)
    began = time.thread_time()  # of this thread alone: the machine may be busy with others
    page.make_plan("hs")
    told = page.plan.message
    assert told.isVisible() and told.text.startswith("The daemon is asked to make a plan of hs…")
    assert time.thread_time() - began < 0.1
    qtbot.waitUntil(slow.reached.is_set)
    QTest.mouseClick(offered(page, "Give up"), Qt.MouseButton.LeftButton)
    assert page.plans.isVisible() and not told.isVisible()
    slow.goes_on.set()
    qtbot.waitUntil(lambda: page.plans.model.rowCount() == 1)  # it was begun all the same
    assert page.plans.isVisible(), "nobody is taken away from where they went"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    page.make_plan("hs")
    qtbot.waitUntil(lambda: page.plan.plan is not None and page.plan.plan.state == "draft")


def test_a_daemon_that_does_not_answer_is_said_so_and_asked_again(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(running.context)
    page = opened(qtbot, app)
    slow = SlowDaemon(monkeypatch)
    app.session._client.patience_s = 0.5
    page.make_plan("hs")
    qtbot.waitUntil(lambda: "does not answer in time" in page.plan.message.text)
    app.session._client.patience_s = 30.0
    slow.goes_on.set()
    qtbot.waitUntil(lambda: running.client.list_plans(state="draft").rows != [])
    offered(page, "Try again").click()
    qtbot.waitUntil(lambda: page.plan.plan is not None and page.plan.plan.state == "draft")


def test_a_plan_is_stopped_and_gone_on_with(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    page = opened(qtbot, open_app(running.context))
    plan, view = drafted(qtbot, running, page), page.plan
    assert not view.stop.isVisible()
    view.approve.click()
    qtbot.waitUntil(view.apply.isVisible)
    view.apply.click()
    qtbot.waitUntil(view.stop.isVisible)  # the lane of this daemon is turned by hand
    assert not view.apply.isVisible()
    QTest.mouseClick(view.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.apply.isVisible)
    assert not view.stop.isVisible()
    running.daemon.settle()
    assert running.client.get_plan(plan.id).plan.state == "approved", "nothing of it is done meanwhile"
    view.apply.click()
    qtbot.waitUntil(view.stop.isVisible)
    running.daemon.settle()
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "applied")
    assert not view.stop.isVisible()


def test_a_plan_is_made_thinned_out_approved_and_applied(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    app = open_app(running.context)
    page = opened(qtbot, app)
    wide = app.window.width()
    assert "No plan was made yet" in page.plans.body.message.text
    QAbstractItemModelTester(page.plan.items, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(page.plan.fields, QAbstractItemModelTester.FailureReportingMode.Fatal)
    drafted(qtbot, running, page)
    view = page.plan
    assert nameless(page) == []
    assert "4 records would be written" in view.head._writes.text()
    assert view.fields.rowCount() == 2, "the current item field by field"
    assert not view.apply.isVisible(), "nothing is applied that nobody approved"

    wanted = tmp_path / "plan.csv"
    view.export_to(str(wanted))
    qtbot.waitUntil(wanted.exists)
    rows = list(csv.DictReader(wanted.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["after"] for row in rows if row["field"] in ("name", "n")} == {
        "Ann",
        "Bo",
        f"'{EVIL}",
        "Ours",
    }

    view.table.setFocus()
    evil = next(at for at, one in enumerate(view.items.rows) if EVIL in {str(c.after) for c in one.changes})
    view.table.setCurrentIndex(view.items.index(evil, 0))
    QTest.keyClick(view.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: view.items.rowCount() == 4 and view.items.rows[evil].state == "excluded")
    assert view.fields.index(2, 2).data().startswith("<b>Einkauf</b> gnp.exe"), (
        "text, and nothing that steers"
    )
    assert app.window.width() == wide
    view.approve.click()
    qtbot.waitUntil(view.apply.isVisible)
    view.apply.click()
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "applying")
    assert view.head.bar.isVisible() and "of 3" in view.head.told.text()
    running.daemon.settle()
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "applied")
    assert not view.head.bar.isVisible()
    names = {one.fields["name"] for one in running.client.list_records("contact").rows}
    assert names == {"Ann", "Bo", "Ours"}
    QTest.keyClick(view.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.plans.isVisible() and page.plans.model.rowCount() == 1)


def test_what_a_run_did_is_taken_back_after_it_was_shown(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    daemon.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.example"})
    daemon.settle()
    [record] = running.client.list_records("contact").rows
    page = opened(qtbot, open_app(running.context))
    page.tabs.setCurrentWidget(page.runs)
    runs = page.runs
    QAbstractItemModelTester(runs.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: runs.model.rowCount() > 0)
    [creates] = [at for at, one in enumerate(runs.model.rows) if one.counts.get("created")]
    runs.table.setCurrentIndex(runs.model.index(creates, 0))
    assert runs.undo.isVisible()
    runs.undo.click()
    view = page.undo
    qtbot.waitUntil(lambda: view.shows_content and view.items.rowCount() == 1)
    assert "removed" in view._told.text()
    assert running.client.get_record(record.id).record.deleted_at is None, "it was only shown"
    view.apply.click()
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "applied")
    assert running.client.get_record(record.id).record.deleted_at is not None


def test_taking_back_shows_how_far_it_is_is_stopped_and_gone_on_with(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon, many = running.daemon, 101  # a chunk, and one more
    ids = [
        daemon.desk.create("contact", {"name": "Ann", "email": f"{at}@x.example"}, by="person:x").id
        for at in range(many)
    ]
    planned = running.client.plan_undo(records=ids, since=1)
    durable = daemon.desk.committed
    held: list[Batch] = []

    def state() -> PlanState | None:
        found = daemon.store.plan(planned.id)
        return found.state if found is not None else None

    def hold(batch: Batch) -> None:
        """After the first chunk, until somebody has stopped it."""
        durable(batch)
        if batch.plan_items and batch.records and not held:
            held.append(batch)
            until = time.monotonic() + LIMIT_S
            while state() is PlanState.APPLYING and time.monotonic() < until:
                time.sleep(0.01)

    app = open_app(running.context)
    page = opened(qtbot, app)
    page.show_plan(running.client.get_plan(planned.id).plan)
    view, strip = page.undo, page.undo.progress
    qtbot.waitUntil(lambda: view.shows_content and view.apply.isVisible(), timeout=30_000)
    daemon.desk.committed = hold
    view.apply.click()
    assert strip.isVisible()
    qtbot.waitUntil(strip.stop.isEnabled, timeout=30_000)
    qtbot.waitUntil(lambda: f"Taking back: 100 of {many}" in strip.words.text(), timeout=30_000)
    strip.stop.click()
    qtbot.waitUntil(lambda: view.is_stopped, timeout=30_000)
    assert app.window.toaster.text == f"Stopped: 100 of {many} taken back"
    assert not strip.isVisible()
    assert (view.apply.text().strip(), view.discard.text()) == ("Go on with the last one", "Leave the rest")
    assert view.plan is not None and view.plan.run is not None
    [run] = [one for one in running.client.list_runs().rows if one.id == view.plan.run]
    assert run.outcome == "stopped" and run.ended is not None
    view.apply.click()
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "applied", timeout=30_000)
    assert view.plan.outcomes == {"applied": many}
    assert running.client.list_records("contact").rows == []


def test_what_a_run_made_in_a_crm_is_told_as_what_goes_there_and_stays_here(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    daemon = running.daemon
    record = daemon.desk.create("contact", {"name": "Ours", "email": "o@x.example"}, by="person:x")
    daemon.settle()
    [pushed] = running.client.search_activity(record=record.id, kind="push").rows
    page = opened(qtbot, open_app(running.context))
    page.undo_run(pushed.run)
    view = page.undo
    qtbot.waitUntil(lambda: view.shows_content and view.items.rowCount() == 1, timeout=30_000)
    shown = [str(view.items.index(0, at).data()) for at in range(view.items.columnCount())]
    assert shown[1] == "Removed again in the CRM"
    assert "the record stays here" in shown[4]
    assert not view.never.isVisible()
    view.apply.click()
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "applied", timeout=30_000)
    daemon.settle()
    assert daemon.crm.live("contacts") == {}
    assert running.client.get_record(record.id).record.deleted_at is None
    assert view.plan is not None and view.plan.run is not None
    page.undo_run(view.plan.run)
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "draft", timeout=30_000)
    assert "Back in the CRM" in view._told.text()


def test_a_window_that_only_looks_on_can_change_no_plan(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    begun = running.client.make_plan("hs")
    page = opened(qtbot, open_app(running.context.looking_only()))
    qtbot.waitUntil(lambda: page.plans.model.rowCount() == 1)
    assert not page.plans.make.isVisible()
    QTest.keyClick(page.plans.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.plan.shows_content and page.plan.plan is not None)
    view = page.plan
    qtbot.waitUntil(lambda: view.plan is not None and view.plan.state == "draft")
    assert not any(one.isVisible() for one in (view.exclude, view.discard, view.approve, view.apply))
    assert running.client.get_plan(begun.id).plan.state == "draft"


@pytest.mark.parametrize(
    ("state", "step"),
    [("", Step.MAKE), ("making", Step.WAIT), ("draft", Step.LOOK), ("approved", Step.APPLY)],
)
def test_a_first_sync_that_waits_is_told_with_the_step_that_gets_it_on(
    running: Running, state: str, step: Step
) -> None:
    health = running.client.health()
    told = health.model_dump()
    assert waiting(Health.model_validate(told), []) == []
    told["connections"][0]["objects"][0]["phase"] = "plan_needed"
    plan = running.client.make_plan("hs").model_dump()
    plans = [PlanWord.model_validate({**plan, "state": state, "kind": "first_sync"})] if state else []
    [found] = waiting(Health.model_validate(told), plans)
    assert (found.connection, found.step) == ("hs", step)
    elsewhere = PlanWord.model_validate(
        {**plan, "connection": "other", "kind": "first_sync", "state": "draft"}
    )
    assert waiting(Health.model_validate(told), [elsewhere, *plans])[0].step is step


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (EVIL, f"'{EVIL}"),
        ("+49 30", "'+49 30"),
        ("\t=1", "'\t=1"),
        ("Ann", "Ann"),
        (None, ""),
        (["a"], '["a"]'),
    ],
)
def test_no_cell_is_taken_for_a_formula(value: object, written: str) -> None:
    assert cell(value) == written
