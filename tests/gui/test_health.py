"""The Health page on a real daemon, and its models by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.conflicts import ItemKind
from core.errors import StoreError
from core.store.base import Batch
from core.wire.connections import QuotaWord
from core.wire.models import BacklogWord, ConnectionWord, Health, LatencyWord, RealTimeWord, TokenWord
from core.wire.queued import MOST_AT_ONCE
from gui.activity.page import ActivityPage
from gui.app import App
from gui.conflicts.steps import AT_ONCE
from gui.context import Context
from gui.health.causes import together
from gui.health.charts import Charts
from gui.health.page import HealthPage
from gui.health.trend import Trend
from gui.health.words import HealthWords
from gui.tokens import Tone
from tests.gui.conftest import Running
from tests.gui.test_shell import live, nameless
from tests.support.stored import item

Opening = Callable[[Context], App]
NOW = 1_000_000_000


def connection(**given: Any) -> ConnectionWord:
    usual: dict[str, Any] = {
        "name": "hs",
        "system": "hubspot",
        "state": "connected",
        "circuit": "closed",
        "reason": "",
        "advice": "",
        "last_success_at": NOW,
        "calls": 1_000,
        "throttled": 10,
        "quota": None,
        "pace_s": 3.0,
        "real_time": RealTimeWord(
            means="poll", latency_s=3.0, sentence="polled every 3 s", advice="", last_at=None, expires_at=None
        ),
        "backlog": backlog(),
        "objects": [],
        "parked": [],
    }
    return ConnectionWord(**{**usual, **given})


def backlog(**given: Any) -> BacklogWord:
    return BacklogWord(**{"pending": 0, "parked": 0, "waiting": 0, "signals": 0, "oldest": None, **given})


def test_the_worst_about_a_connection_is_its_word() -> None:
    words = HealthWords()
    said = [
        words.state_of(connection()),
        words.state_of(connection(backlog=backlog(pending=3))),
        words.state_of(connection(backlog=backlog(parked=1))),
        words.state_of(connection(circuit="open", backlog=backlog(parked=1))),
        words.state_of(connection(state="sign_in_needed", circuit="open", reason="The token is dead.")),
    ]
    assert [one.text for one in said] == [
        "In sync",
        "Syncing",
        "Needs you",
        "Does not answer",
        "Sign in again",
    ]
    assert [one.tone for one in said] == [Tone.GOOD, Tone.ACCENT, Tone.WARN, Tone.BAD, Tone.BAD]
    assert said[-1].hint == "The token is dead."


def test_the_card_says_how_much_waits_and_until_when_the_allowance_lasts_in_few_words() -> None:
    words = HealthWords()
    busy = connection(backlog=backlog(pending=12, parked=3))
    assert words.backlog_of(busy, None).text == "12 on the way · 3 put aside"
    left = words.backlog_of(busy, 8.0)
    assert (left.text, left.hint) == ("12 on the way · 8 s left", "3 put aside")
    allowance = QuotaWord(
        unit="requests", used=950, ours=950, others=0, limit=1_000, reserved=0,
        resets_at=NOW + 6 * 3_600_000, runs_out_at=None, sentence="", lanes=[], told=True, costs=[],
    )  # fmt: skip
    resets = connection(allowance=allowance)
    ends = connection(allowance=allowance.model_copy(update={"runs_out_at": NOW + 120_000}))
    assert [words.quota_of(one, NOW).text for one in (resets, ends)] == ["95 %", "95 %"]
    assert words.quota_lasts(connection(), NOW).text == "–"
    assert words.quota_lasts(resets, NOW).text == "Lasts, resets in 6 h"
    rolling = connection(allowance=allowance.model_copy(update={"resets_at": None}))
    assert words.quota_lasts(rolling, NOW).text == "Lasts"
    assert words.quota_lasts(ends, NOW).text.startswith("Runs out in 2 minute")
    assert words.quota_lasts(ends, NOW).tone is Tone.BAD


def test_calls_that_failed_are_no_success() -> None:
    words = HealthWords()
    told = [
        words.success_of(connection(calls=calls, throttled=throttled, failed=failed))
        for calls, throttled, failed in ((0, 0, 0), (900, 0, 0), (999_999, 1, 0), (500, 10, 240))
    ]
    texts = [one.text for one in told]
    assert [texts[0], texts[1], texts[3]] == ["No calls yet", "100.0 % of 900", "50.0 % of 500"]
    assert texts[2].startswith("99.9 % of"), "not all, however near"
    assert [one.tone for one in told[1:]] == [Tone.GOOD, Tone.GOOD, Tone.WARN]
    assert "10; without a usable answer: 240" in told[-1].hint and told[1].hint == ""


def test_freshness_is_held_against_what_the_connection_should_do() -> None:
    words = HealthWords()
    tones = [
        words.freshness_of(connection(backlog=backlog(oldest=NOW - age)), NOW).tone
        for age in (1_000, 20_000, 60_000)
    ]
    assert tones == [Tone.GOOD, Tone.WARN, Tone.BAD]
    assert words.freshness_of(connection(), NOW).text == "Up to date"
    assert words.goal_of(connection()).text == "3 s"


def test_the_card_says_when_the_sign_in_ends_and_who_has_to_act() -> None:
    words = HealthWords()

    def told(renewal: str, ends_at: int | None) -> ConnectionWord:
        return connection(token=TokenWord(ends_at=ends_at, renewal=renewal, sentence=""))

    soon, over = told("nothing", NOW + 60_000), told("nothing", NOW - 60_000)
    assert words.token_of(told("refresh", NOW + 60_000), NOW).tone is Tone.GOOD
    assert words.token_of(told("key", None), NOW).text == "Renews when it ends"
    assert [words.token_of(one, NOW).tone for one in (soon, over)] == [Tone.WARN, Tone.BAD]
    assert [words.ends_soon(one, NOW) for one in (soon, told("refresh", NOW), connection())] == [
        True,
        False,
        False,
    ]
    assert words.token_of(connection(), NOW).text == "Nobody is signed in"


def test_a_backlog_that_shrinks_has_an_end_and_a_restart_none() -> None:
    trend = Trend()
    for at, waiting in ((0, 900), (10_000, 600), (20_000, 300)):
        trend.note(at, calls=at, waiting=waiting)
    assert trend.drained_in_s == 10.0
    trend.note(30_000, calls=30_000, waiting=900)
    assert trend.drained_in_s is None
    trend.note(40_000, calls=1, waiting=100)
    assert len(trend.samples) == 1


def with_conflict(running: Running) -> None:
    """Three records in step; the title of the first was changed on both sides."""
    daemon, client = running.daemon, running.client
    first = client.create_record("contact", {"name": "n0", "email": "0@example.org", "title": "a"})
    daemon.settle()
    (crm_id,) = daemon.crm.live("contacts")
    client.edit_record(first.id, {"title": "hub"})
    daemon.crm.user_edit("contacts", crm_id, {"t": "crm"})
    for number in (1, 2):
        client.create_record("contact", {"name": f"n{number}", "email": f"{number}@example.org"})
    daemon.settle()


def test_records_are_counted_in_right_words_before_it_is_known_what_they_are_called(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    running.client.create_record("contact", {"name": "Ann"})
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: "In the hub: 1 contact ·" in page.figures.text())
    page._names.clear()
    page.draw()
    assert "In the hub: 1 record ·" in page.figures.text()
    assert page._records({"contact": 2, "deal": 1}) == "3 records"
    page._names = {"contact": ("contact", "contacts"), "deal": ("deal", "deals")}
    assert page._records({"contact": 2, "deal": 1, "lead": 0}) == "2 contacts, 1 deal"


def test_the_facts_of_a_card_have_room_in_a_small_window(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = live(qtbot, open_app(running.context))
    app.window.resize(1024, 700)
    page = app.window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: "hs" in page._cards and page._cards["hs"].width() > 0)
    facts = page._cards["hs"]._facts
    for key in ("freshness", "goal", "backlog"):
        assert facts[key].text() == facts[key].said and facts[key].said


def test_the_page_shows_what_the_daemon_tells(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    with_conflict(running)
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, HealthPage)
    model = page.objects.objects
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.QtTest)
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    told = [model.data(model.index(0, at)) for at in range(model.columnCount())]
    assert told == ["contact ↔ contacts", "hs", "In step", "3", "2", "0", "0", "1", "0", "0", "0"]
    qtbot.waitUntil(lambda: "1 conflict needs you" in page.sentence.text())
    qtbot.waitUntil(lambda: "3 contacts" in page.figures.text())  # what objects are called is told apart
    assert model.link_at(model.index(0, 5)) is None, "nought leads nowhere"
    qtbot.waitUntil(lambda: page.charts is not None)
    assert isinstance(page.charts, Charts)
    assert [page.charts.connection.itemData(at) for at in range(page.charts.connection.count())] == ["", "hs"]
    assert nameless(page) == []
    running.client.create_record("contact", {"name": "n", "email": "n@example.org"})
    qtbot.waitUntil(lambda: "4 contacts" in page.figures.text())
    frozen = model.index(0, 7)
    page.objects.clicked.emit(frozen)
    activity = app.window.page
    assert isinstance(activity, ActivityPage)
    listed = activity.standing
    qtbot.waitUntil(lambda: listed.model.rowCount() == 1)
    assert [listed.model.data(listed.model.index(0, at)) for at in (0, 3)] == ["n0", "title"]
    listed.stand.setCurrentIndex(0)
    qtbot.waitUntil(lambda: listed.model.rowCount() == 2)
    assert nameless(activity) == []
    listed.table.doubleClicked.emit(listed.model.index(0, 0))
    qtbot.waitUntil(lambda: activity.shown is activity.story and activity.story.told is not None)
    activity.go_back()
    assert activity.shown is listed
    tester.deleteLater()


def test_a_refused_value_is_tried_again_by_its_button_and_not_in_a_read_only_window(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    running.daemon.store.commit(
        Batch(at=1, items=(item("i1", connection="hs"), item("i2", subject="c2", connection="hs")))
    )
    told = running.client.standing()
    (cause,) = together(told.causes)
    assert (cause.first.kind, cause.count) == ("refused", 2)
    app = live(qtbot, open_app(running.context.looking_only()))
    page = app.window.page
    assert isinstance(page, HealthPage)
    page.causes.show_causes(told.causes)
    assert "Try again now" not in [one.text() for one in page.causes._acts(cause)[0]]
    app.window.attach(running.context)
    live(qtbot, app)
    acts, links = page.causes._acts(cause)
    assert [one.text() for one in acts] == ["Try again now", "Skip", "Decide", "Fix the mapping"]
    assert links[0].text() == "Raise a ticket"
    again = acts[0]
    qtbot.addWidget(again)
    again.click()
    qtbot.waitUntil(lambda: running.client.standing().causes == [], timeout=10_000)
    qtbot.waitUntil(lambda: "sent again" in app.window.toaster.text)
    assert again.focusPolicy() is not Qt.FocusPolicy.NoFocus


def test_a_cause_is_answered_whole_in_steps_however_many_others_stand_before_it(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    many = 2 * AT_ONCE + MOST_AT_ONCE
    lots = [item(f"i{n:04d}", subject=f"c{n}", record_id=f"r{n}", opened_at=n + 1) for n in range(many + 3)]
    rare = tuple(replace(one, reason="no such stage") for one in lots[-3:])
    running.daemon.store.commit(Batch(at=1, items=(*lots[:-3], *rare)))
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(page.causes.isVisible)
    causes = {one.first.reason: one for one in together(running.client.standing().causes)}
    strip, toaster = page.causes.progress, app.window.toaster

    def give(reason: str, words: str) -> None:
        acts, links = page.causes._acts(causes[reason])
        for one in (*acts, *links):
            qtbot.addWidget(one)
        next(one for one in acts if one.text() == words).click()
        assert strip.isVisible() and strip.words.text().startswith("Looking")
        assert nameless(page) == []

    give("no such stage", "Skip")
    why = (
        "0 values were given up. 3 could not be. Only a field's value on its way to the CRM can be given up."
    )
    qtbot.waitUntil(lambda: toaster.text == why)
    give("no such stage", "Try again now")
    qtbot.waitUntil(lambda: toaster.text == "3 records are sent again.")
    assert running.daemon.store.open_counts() == {"refused": many}
    seen: list[str] = []
    page.causes.answering.went_on.connect(lambda _progress: seen.append(strip.words.text()))
    give("too long", "Try again now")
    qtbot.waitUntil(lambda: any(one.startswith("Sending again: ") for one in seen))
    assert next(one for one in seen if "Sending" in one).startswith(f"Sending again: {AT_ONCE} of {many} · ")
    strip.stop.click()
    qtbot.waitUntil(lambda: not strip.isVisible())
    told = toaster.text
    assert told.startswith("Stopped: ") and told.endswith(f" of {many}.")
    assert sum(running.daemon.store.open_counts().values()) < many + 3, "what was sent stays so"


def test_every_cause_says_what_to_do_also_where_the_daemons_words_are_for_the_command_line(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    asked = (ItemKind.AMBIGUOUS, ItemKind.DELETION, ItemKind.MERGE, ItemKind.REFUSED)
    found = tuple(
        item(kind.value, kind=kind, subject=f"c{at}", record_id=f"r{at}") for at, kind in enumerate(asked)
    )
    running.daemon.store.commit(Batch(at=1, items=found))
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(page.causes.isVisible)
    told = [one.text() for one in page.causes.findChildren(QLabel) if one.isVisible()]
    for words in (
        "Say which record it is",
        "Delete it everywhere",
        "Say whether both become one",
        "shorten it",
    ):
        assert [one for one in told if one.startswith(words)], words


def test_a_paused_connection_goes_on_by_its_button(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    running.client.pause_connection("hs")
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: bool(page._cards))
    card = page._cards["hs"]
    assert (card.state.text(), card.act.text()) == ("Paused", "Resume")
    QTest.mouseClick(card.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not running.daemon.paused)
    qtbot.waitUntil(card.act.isHidden, timeout=10_000)
    assert app.window.toaster.text == "hs goes on."


def test_the_same_trouble_is_told_once_and_another_beside_it(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: isinstance(page.charts, Charts) and page.causes.isVisible())
    charts = page.charts
    assert isinstance(charts, Charts)
    page._again.stop()
    broken, other = StoreError("the store is gone"), StoreError("the disk is full")
    page._fail(broken)
    charts._fail(broken)
    assert not page._trouble.isHidden() and charts._trouble.isHidden()
    charts._fail(other)
    assert not charts._trouble.isHidden() and "disk is full" in charts._trouble.text()
    charts._fail(broken)
    page._show_standing(running.client.standing())
    assert page._trouble.isHidden() and not charts._trouble.isHidden(), "nobody else tells of it any more"


def test_last_known_health_survives_a_round_trip() -> None:
    health = Health(
        state="good",
        sentence="",
        connections=[connection()],
        open={},
        records={},
        per_minute=0.0,
        latency=LatencyWord(p50=None, p95=None, p99=None, count=0),
        started_at=1,
        version="1",
        at=1,
    )
    assert Health.model_validate_json(health.model_dump_json()) == health


def given_up(running: Running, count: int) -> list[str]:
    """So many records whose title the CRM refuses, each with its question."""
    daemon = running.daemon
    daemon.forbidden = {"C!O"}
    made = [
        daemon.desk.create("contact", {"name": f"N{n}", "email": f"n{n}@x.eu", "title": "CEO"}, by="person:x")
        for n in range(count)
    ]
    daemon.settle()
    for one in made:
        daemon.desk.edit(one.id, {"title": "C!O"}, expected=None, by="person:anna")
    daemon.settle()
    assert daemon.store.open_counts() == {"refused": count}
    return [one.id for one in made]


def test_what_was_skipped_is_taken_back_some_at_a_time_and_what_was_sent_again_is_not(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked for on more than one page, and answered and taken back in more than one request."""
    monkeypatch.setattr("gui.health.answering.MOST_AT_ONCE", 5)
    monkeypatch.setattr("gui.health.answering.AT_ONCE", 4)
    many, daemon = 11, running.daemon
    ids = given_up(running, many)
    app = live(qtbot, open_app(running.context))
    page = app.window.page
    assert isinstance(page, HealthPage)
    causes, toaster = page.causes, app.window.toaster
    answering = causes.answering

    def press(words: str) -> None:
        within = toaster if words in ("Undo", "Go on") else causes
        [found] = [one for one in within.findChildren(QPushButton) if one.text() == words and one.isVisible()]
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    def offers(words: str) -> bool:
        return any(one.isVisible() and one.text() == words for one in causes.findChildren(QPushButton))

    def owed() -> int:
        """How many titles the CRM does not have as the hub does, sent or not."""
        daemon.settle()
        return daemon.store.open_counts().get("refused", 0)

    qtbot.waitUntil(lambda: offers("Skip"))
    press("Skip")
    qtbot.waitUntil(lambda: toaster.text == f"{many} values were given up.")
    assert owed() == 0
    press("Undo")
    answering.stop()
    qtbot.waitUntil(lambda: toaster.text == f"Stopped: 4 of {many}.")
    assert owed() == 4
    press("Go on")
    qtbot.waitUntil(lambda: toaster.text == f"{many - 4} taken back.")
    assert owed() == many
    qtbot.waitUntil(lambda: offers("Skip"))
    press("Skip")
    qtbot.waitUntil(lambda: toaster.text == f"{many} values were given up.")
    daemon.desk.edit(ids[0], {"title": "CFO"}, expected=None, by="person:anna")
    press("Undo")
    why = "'title' was changed since, so there is no value that waits."
    qtbot.waitUntil(lambda: toaster.text == f"{many - 1} taken back. 1 could not be. {why}")
    daemon.forbidden = set()
    qtbot.waitUntil(lambda: offers("Try again now"))
    press("Try again now")
    qtbot.waitUntil(lambda: toaster.text == f"{many - 1} records are sent again.")
    assert not [one for one in toaster.findChildren(QPushButton) if one.isVisible() and one.text() == "Undo"]
    assert owed() == 0
    titles = [str(row.values["t"]) for row in daemon.crm.rows["contacts"].values()]
    assert sorted(titles) == ["C!O"] * (many - 1) + ["CFO"]
