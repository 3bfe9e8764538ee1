"""Answers that come in another order than they were asked for: what is shown is what was asked for last, and stands now."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from core.wire.client import Operations
from core.wire.problems import AttachmentEnded
from daemon.api.server import serve
from daemon.health import ConnectionState
from daemon.instance import Instance
from gui.activity.page import ActivityPage
from gui.app import App
from gui.conflicts.page import ConflictsPage
from gui.conflicts.stories import Stories
from gui.connections.page import ConnectionsPage
from gui.connections.progress import Step
from gui.connections.step_sign_in import SignInStep
from gui.context import Context, LinkState, context_of_socket
from gui.health.charts import Charts
from gui.health.page import HealthPage
from gui.live import QUIET_MS
from gui.mapping.new_mapping import NewMappingDialog
from gui.plans.watch import Watch
from tests.gui.conftest import Running
from tests.gui.misbehaving import misbehaving
from tests.gui.test_activity_page import people
from tests.gui.test_conflicts_page import contest, press
from tests.gui.test_connections_page import Nobody
from tests.gui.test_shell import live
from tests.support.shuffled import Held

Opening = Callable[[Context], App]
LATE_MS = 300  # more than an answer that is there takes to be shown


@pytest.fixture
def hold(qtbot: QtBot, late: list[Held]) -> Callable[..., Held]:
    def hold(path: str, query: str = "") -> Held:
        late.append(Held(path, query))
        return late[-1]

    return hold


def released(qtbot: QtBot, held: Held) -> None:
    """It comes at last, and there is time to show it."""
    held.let_go.set()
    qtbot.waitUntil(held.told.is_set)
    qtbot.wait(LATE_MS)


def test_charts_show_the_span_that_was_chosen_last(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    running.client.create_record("contact", {"name": "Bo"})
    page = live(qtbot, open_app(running.context)).window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: isinstance(page.charts, Charts) and page.charts.changes.isVisible())
    charts = page.charts
    assert isinstance(charts, Charts)
    charts.left()
    shown: list[int] = []
    show = charts.changes.show_series

    def noted(*series: object, span: tuple[int, int]) -> None:
        shown.append(span[1] - span[0])
        show(*series, span=span)  # type: ignore[arg-type]

    charts.changes.show_series = noted  # type: ignore[method-assign,assignment]
    former = hold("/v1/metrics", "since=")
    charts.span.setCurrentIndex(charts.span.count() - 1)
    qtbot.waitUntil(former.made.is_set)
    shown.clear()
    charts.span.setCurrentIndex(0)
    qtbot.waitUntil(lambda: len(shown) == 1)
    released(qtbot, former)
    assert len(shown) == 1


def test_a_new_mapping_offers_the_objects_of_the_connection_chosen_last(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    app = live(qtbot, open_app(running.context))
    qtbot.waitUntil(lambda: app.session.health is not None)
    former = hold("/v1/laboratory/objects/hs")
    dialog = NewMappingDialog(app.window, app.window)
    qtbot.waitUntil(former.made.is_set)
    dialog.connection.addItem("hs")
    dialog.connection.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.crm.count() > 0)
    offered = dialog.crm.count()
    released(qtbot, former)
    assert dialog.crm.count() == offered
    dialog.deleteLater()


def test_a_run_and_a_story_are_those_opened_last(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    first, second = people(running.daemon, 2)
    runs = [one.id for one in running.client.list_runs().rows[:2]]
    assert len(runs) == 2
    app = live(qtbot, open_app(running.context))
    app.window.go_to("activity")
    page = app.window.page
    assert isinstance(page, ActivityPage)
    former = hold(f"/v1/runs/{runs[0]}")
    page.open_run(runs[0])
    qtbot.waitUntil(former.made.is_set)
    page.open_run(runs[1])
    qtbot.waitUntil(lambda: page.run.run is not None)
    released(qtbot, former)
    assert page.run.run is not None and page.run.run.id == runs[1]

    former = hold("/v1/trace", first)
    page.open_record(first)
    qtbot.waitUntil(former.made.is_set)
    page.open_record(second)
    qtbot.waitUntil(lambda: page.story.told is not None)
    released(qtbot, former)
    assert page.story.told is not None and page.story.told.record is not None
    assert page.story.told.record.id == second


def test_who_went_elsewhere_is_not_taken_to_what_was_looked_for(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    first, second = people(running.daemon, 2)
    app = live(qtbot, open_app(running.context))
    app.window.go_to("activity")
    page = app.window.page
    assert isinstance(page, ActivityPage)
    former = hold("/v1/trace", first)
    page._look_for(first)
    qtbot.waitUntil(former.made.is_set)
    page.open_record(second)
    qtbot.waitUntil(lambda: page.story.told is not None)
    released(qtbot, former)
    assert page.story.told is not None and page.story.told.record is not None
    assert page.story.told.record.id == second


def test_a_question_answered_while_it_was_fetched_is_fetched_again(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    contest(running.daemon, 1)
    [one] = running.client.list_queue().rows
    app = live(qtbot, open_app(running.context))
    stories = Stories(app.session, app.window)
    former = hold(f"/v1/conflicts/{one.id}")
    stories.want(one.id)
    qtbot.waitUntil(former.made.is_set)
    running.client.resolve_conflict(one.id, "crm")
    running.daemon.settle()

    def known() -> str:
        story = stories.get(one.id)
        return "" if story is None else story.conflict.state

    qtbot.waitUntil(lambda: known() not in ("", "open"))
    released(qtbot, former)
    assert known() not in ("", "open")


def test_a_plan_that_changed_while_it_was_asked_for_is_asked_for_again(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    people(running.daemon, 1)
    plan = running.client.make_plan("hs", None)
    qtbot.waitUntil(lambda: running.client.get_plan(plan.id).plan.state == "draft")
    app = live(qtbot, open_app(running.context))
    watch = Watch(app.session, app.window)
    former = hold(f"/v1/plans/{plan.id}")
    watch.begin(plan.id)
    qtbot.waitUntil(former.made.is_set)
    running.client.discard_plan(plan.id)
    watch.ask()
    qtbot.wait(LATE_MS)
    released(qtbot, former)
    qtbot.waitUntil(lambda: watch.story is not None and watch.story.plan.state == "discarded")


def test_why_an_attachment_was_ended_outlasts_the_calls_that_were_lost_with_it(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    former = hold("/v1/health")
    app = live(qtbot, open_app(running.context))
    qtbot.waitUntil(former.made.is_set)
    own = next(one for one in running.client.list_attached().rows if one.program == "app")
    running.client.end_attached(own.id)
    qtbot.waitUntil(lambda: app.session.link is LinkState.REFUSED)
    running.server.stop()
    qtbot.wait(LATE_MS)
    assert isinstance(app.session.trouble, AttachmentEnded)


def test_it_is_absent_once_nobody_is_there_though_the_line_broke_off_before(
    qtbot: QtBot, tmp_path: Path, open_app: Opening
) -> None:
    path = tmp_path / "s"
    with misbehaving(path, b"", hang_up=True):
        app = open_app(context_of_socket(path))
        qtbot.waitUntil(lambda: app.session.link is LinkState.RECONNECTING)
    path.unlink(missing_ok=True)
    qtbot.waitUntil(lambda: app.session.link is LinkState.ABSENT)
    assert app.window.stack.currentWidget() is app.window.welcome


def test_what_was_lost_in_the_midst_of_answers_holds_nothing_up(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held], tmp_path: Path
) -> None:
    app = live(qtbot, open_app(running.context))
    held = [hold("/v1/runs") for _ in range(5)]
    for at in range(12):
        app.session.calls.ask(app.window, Operations.list_runs, limit=at + 1)
    qtbot.waitUntil(lambda: all(one.made.is_set() for one in held))
    running.server.stop()
    qtbot.waitUntil(lambda: app.session.link is LinkState.RECONNECTING)
    for one in held:
        one.let_go.set()
    with (
        Instance.acquire(tmp_path / "again") as lock,
        serve(running.daemon, running.server.socket_path, held=lock),
    ):
        begun = time.monotonic()
        qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE)
        assert time.monotonic() - begun < QUIET_MS / 1000, "not only after silence was noticed"
        told: list[object] = []
        app.session.calls.ask(app.window, Operations.hello).then(told.append)
        qtbot.waitUntil(lambda: bool(told))


def test_how_a_sign_in_went_says_nothing_of_the_one_begun_after_it(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    running.daemon.trouble["state"] = ConnectionState.SIGN_IN_NEEDED
    app = live(qtbot, open_app(running.context))
    app.window.go_to("connections")
    page = app.window.page
    assert isinstance(page, ConnectionsPage)
    page.begin()
    signing = page.wizard.pages[Step.SIGN_IN]
    assert isinstance(signing, SignInStep)
    page.wizard.name = "hs"
    page.wizard.go(Step.SIGN_IN)
    qtbot.waitUntil(lambda: signing._way is not None)
    nobody = Nobody()
    QDesktopServices.setUrlHandler("https", nobody, "open")  # type: ignore[arg-type]  # the stub says bytes
    status = ["it was refused there"]
    running.daemon.sign_in_status = lambda name: status[-1]  # type: ignore[method-assign]
    signing.client_id.setText("app")
    signing.advance()
    qtbot.waitUntil(signing._linked.isVisible)
    former = hold("/v1/connections/hs/sign-in")  # the first look at how it goes
    qtbot.waitUntil(former.made.is_set)
    status.append("waiting")
    signing.advance()
    qtbot.waitUntil(lambda: not signing.busy and signing._linked.isVisible())
    QDesktopServices.unsetUrlHandler("https")
    released(qtbot, former)
    assert signing._linked.isVisible() and "refused" not in signing.told.text()


def test_a_question_that_is_not_there_yet_is_not_given_the_answer_of_the_one_before(
    qtbot: QtBot, running: Running, open_app: Opening, hold: Callable[..., Held]
) -> None:
    contest(running.daemon, 2)
    first, second = running.client.list_queue().rows
    late = hold(f"/v1/conflicts/{second.id}")
    app = live(qtbot, open_app(running.context))
    app.window.go_to("conflicts")
    page = app.window.page
    assert isinstance(page, ConflictsPage)
    qtbot.waitUntil(lambda: page.current is not None and page.detail.shows(page.current))
    offers = page.detail.offers
    qtbot.waitUntil(late.made.is_set)
    press(page, Qt.Key.Key_J)
    assert page.current is not None and page.current.id == second.id and not page.detail.shows(page.current)
    for shift in (False, True):
        press(page, Qt.Key.Key_1, shift=shift)
    page.detail.chosen.emit(offers[0])
    qtbot.wait(LATE_MS)
    assert running.daemon.store.open_counts() == {"conflict": 2}
    released(qtbot, late)
    qtbot.waitUntil(lambda: page.current is not None and page.detail.shows(page.current))
    press(page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: running.daemon.store.open_counts() == {"conflict": 1})
    assert running.daemon.store.open_conflicts([first.record_id or ""])
