"""Values that refer to records are shown by those records' names on every page; the id is on hover and is copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.mapping import FieldRule
from core.records import Value
from core.schema import Field, FieldType, Object
from core.wire.names import Referred
from gui.activity.page import ActivityPage
from gui.conflicts import sides
from gui.plans.page import PlansPage
from gui.undo.view import UndoView
from gui.widgets.copying import WHOLE_ROLE
from gui.widgets.values import Kind, shown
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import opened
from tests.gui.test_shell import live
from tests.gui.test_values import Opening, column
from tests.support import small_daemon
from tests.support.small_daemon import served

TEXT, HINT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole


def related(one: Object, prefix: str = "") -> Object:
    chief = Field(name=f"{prefix}chief", type=FieldType.REFERENCE, label="Chief", references=one.name)
    peers = Field(name=f"{prefix}peers", type=FieldType.MULTI_REFERENCE, label="Peers", references=one.name)
    return replace(one, fields={**one.fields, chief.name: chief, peers.name: peers})


@pytest.fixture
def related_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A daemon whose contacts name other contacts, here and in the CRM."""
    rules = tuple(FieldRule(name=name, hub=(name,), crm=(f"c_{name}",)) for name in ("chief", "peers"))
    monkeypatch.setattr(small_daemon, "CONTACT", related(small_daemon.CONTACT))
    monkeypatch.setattr(small_daemon, "CRM_CONTACT", related(small_daemon.CRM_CONTACT, "c_"))
    mapping = replace(small_daemon.MAPPING, rules=(*small_daemon.MAPPING.rules, *rules))
    monkeypatch.setattr(small_daemon, "MAPPING", mapping)
    with served(tmp_path) as (daemon, server, client):
        yield Running(daemon, server, client)


def person(running: Running, name: str, **more: Value) -> tuple[str, str]:
    """A contact that both sides hold: its id here, and there."""
    daemon = running.daemon
    made = daemon.desk.create("contact", {"name": name, "email": f"{name}@x.eu", **more}, by="person:anna")
    daemon.settle()
    return made.id, daemon.store.links_of([made.id])[0].crm_id


def edit(running: Running, id: str, **fields: Value) -> None:
    running.daemon.desk.edit(id, fields, expected=None, by="person:anna")


def test_the_log_a_run_and_a_story_name_whom_a_value_refers_to(
    qtbot: QtBot, related_people: Running, open_app: Opening
) -> None:
    ann, ann_there = person(related_people, "Ann")
    bo, _ = person(related_people, "Bo")
    cy, _ = person(related_people, "Cy", chief=ann)
    edit(related_people, cy, chief=bo, peers=(ann, bo))
    app = live(qtbot, open_app(related_people.context))
    app.window.go_to("activity")
    page = app.window.page
    assert isinstance(page, ActivityPage)
    log = page.log.entries
    qtbot.waitUntil(lambda: log.rowCount() > 3 and "Bo" in column(log, 3, TEXT)[0])
    told, exact = column(log, 3, TEXT)[0], column(log, 3, WHOLE_ROLE)[0]
    assert "chief: Ann → Bo" in told and f"chief: {ann} → {bo}" in exact
    assert sorted(told.split("peers: (empty) → ")[1].split("   ")[0].split(", ")) == ["Ann", "Bo"]
    sent = [one for one in column(log, 3, TEXT) if "c_chief" in one]
    assert any("c_chief: (empty) → Ann" in one for one in sent) and ann_there not in str(sent)
    assert any(f"c_chief: (empty) → {ann_there}" in one for one in column(log, 3, HINT))
    page.look_at({"record": cy})
    story = page.story
    qtbot.waitUntil(lambda: story.shows_content and story.model.rowCount() >= 4)
    names = column(story.model, 0, TEXT)
    qtbot.waitUntil(lambda: "…" not in column(story.model, 1, TEXT) + column(story.model, 2, TEXT))
    at = names.index("chief")
    assert [column(story.model, side, TEXT)[at] for side in (1, 2)] == ["Bo", "Ann"]
    assert [column(story.model, side, WHOLE_ROLE)[at] for side in (1, 2)] == [bo, ann_there]
    assert column(story.model, 1, HINT)[at] == bo
    [run] = [one.id for one in related_people.client.list_runs().rows if one.kind == "api"][:1]
    page.look_at({"run": run})
    tree = page.run.tree
    qtbot.waitUntil(lambda: tree.rowCount() > 0)
    above = tree.index(0, 0)
    at = column(tree, 0, TEXT, above).index("chief")
    assert (column(tree, 1, TEXT, above)[at], column(tree, 2, TEXT, above)[at]) == ("Ann", "Bo")
    assert (column(tree, 2, HINT, above)[at], column(tree, 2, WHOLE_ROLE, above)[at]) == (bo, bo)


def test_a_conflict_names_both_sides_by_the_record_and_copies_the_id(
    qtbot: QtBot, related_people: Running, open_app: Opening
) -> None:
    ann, _ = person(related_people, "Ann")
    bo, _ = person(related_people, "Bo")
    _, dee_there = person(related_people, "Dee")
    cy, cy_there = person(related_people, "Cy", chief=ann)
    edit(related_people, cy, chief=bo)
    related_people.daemon.crm.user_edit("contacts", cy_there, {"c_chief": dee_there})
    related_people.daemon.settle()
    page = opened(qtbot, open_app(related_people.context), 1)
    values = page.detail.sides.findChildren(sides.Value)
    qtbot.waitUntil(lambda: [one.toPlainText() for one in values][1:] == ["Bo", "Dee"])
    assert [one.toolTip() for one in values][1:] == [bo, dee_there]
    values[2].setFocus()
    QTest.keyClick(values[2], Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(values[2], Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == dee_there
    qtbot.waitUntil(lambda: page.detail.answers.told[0].text() == "hs: c_chief Dee → Bo.")
    assert page.model.words.row(page.model.rows[0])[1].endswith("Bo  ⇄  Dee")


def test_a_plan_and_an_undo_name_whom_a_value_refers_to(
    qtbot: QtBot, related_people: Running, open_app: Opening
) -> None:
    ann, ann_there = person(related_people, "Ann")
    cy, _ = person(related_people, "Cy")
    edit(related_people, cy, chief=ann)
    [run] = [one.id for one in related_people.client.list_runs().rows if one.kind == "api"][:1]
    plan = related_people.client.make_plan("hs")
    app = live(qtbot, open_app(related_people.context))
    app.window.go_to("plans", plan=plan.id)
    page = app.window.page
    assert isinstance(page, PlansPage)
    items = page.plan.items
    qtbot.waitUntil(lambda: column(items, 4, TEXT) == ["c_chief: (empty) → Ann"])
    assert column(items, 4, HINT) == column(items, 4, WHOLE_ROLE) == [f"c_chief: (empty) → {ann_there}"]
    view = UndoView(page._shell)
    qtbot.addWidget(view)
    view.of_run(run)
    qtbot.waitUntil(lambda: column(view.items, 4, TEXT) == ["chief: Ann → (empty)"])
    assert column(view.items, 4, HINT) == [f"chief: {ann} → (empty)"]


def test_all_values_of_a_page_are_one_question(
    qtbot: QtBot, related_people: Running, open_app: Opening
) -> None:
    app = live(qtbot, open_app(related_people.context))
    chiefs = [person(related_people, f"Chief {n}")[0] for n in range(6)]
    for n, chief in enumerate(chiefs):
        person(related_people, f"Person {n}", chief=chief)
    questions: list[int] = []
    asking = app.session._names._ask

    def counted(records: list[Referred]) -> object:
        questions.append(len(records))
        return asking(records)

    app.session._names._ask = counted  # type: ignore[assignment]
    app.window.go_to("activity")
    page = app.window.page
    assert isinstance(page, ActivityPage)
    log = page.log.entries
    qtbot.waitUntil(lambda: sum("chief: (empty) → Chief" in one for one in column(log, 3, TEXT)) == 12)
    assert sum(questions) == 12 and len(questions) <= 3  # six here and six there


def test_another_name_is_heard_of_when_it_is_next_shown(
    qtbot: QtBot, related_people: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.known_names.KEPT_S", 0.0)
    ann, _ = person(related_people, "Ann")
    app = live(qtbot, open_app(related_people.context))
    fields = app.session.fields
    qtbot.waitUntil(lambda: fields.of("*hub", "contact", "chief").called is not None)
    kind = fields.of("*hub", "contact", "chief")
    qtbot.waitUntil(lambda: shown(ann, kind) == "Ann")
    edit(related_people, ann, name="Anna")
    assert shown(ann, kind) == "Ann"  # what is known stands there meanwhile
    qtbot.waitUntil(lambda: shown(ann, kind) == "Anna")


def test_whom_nobody_knows_is_an_id_with_a_word(
    qtbot: QtBot, related_people: Running, open_app: Opening
) -> None:
    ann, _ = person(related_people, "Ann")
    app = live(qtbot, open_app(related_people.context))
    fields = app.session.fields
    places = (("*hub", "contact", "chief"), ("hs", "contacts", "c_chief"))
    qtbot.waitUntil(lambda: all(fields.of(*one).called is not None for one in places))
    kind, there = fields.of("*hub", "contact", "chief"), fields.of("hs", "contacts", "c_chief")
    assert (shown("gone", kind), shown("77", there)) == ("…", "…")
    qtbot.waitUntil(lambda: shown("gone", kind) == "gone (unknown here)")
    assert shown("77", there) == "77 (unknown here)"
    assert shown(None, kind) == "(empty)"
    related_people.daemon.desk.delete(ann, expected=None, by="person:anna")
    shown(ann, kind)
    qtbot.waitUntil(lambda: shown(ann, kind) == "Ann (deleted)")
    related_people.server.stop()
    shown("new", kind)
    qtbot.waitUntil(lambda: shown("new", kind) == "new")  # by its id, until somebody can tell
    assert shown(ann, kind) == "Ann (deleted)"
    assert shown("x", Kind("reference")) == "x"


def test_a_change_of_a_run_is_copied_with_ids(
    qtbot: QtBot, related_people: Running, open_app: Opening
) -> None:
    ann, _ = person(related_people, "Ann")
    cy, _ = person(related_people, "Cy")
    edit(related_people, cy, chief=ann)
    [run] = [one.id for one in related_people.client.list_runs().rows if one.kind == "api"][:1]
    app = live(qtbot, open_app(related_people.context))
    app.window.go_to("activity", run=run)
    page = app.window.page
    assert isinstance(page, ActivityPage)
    view = page.run.view
    qtbot.waitUntil(lambda: page.run.tree.rowCount() == 1)
    above = page.run.tree.index(0, 0)
    view.expand(above)
    qtbot.waitUntil(lambda: column(page.run.tree, 2, TEXT, above) == ["Ann"])
    view.setCurrentIndex(page.run.tree.index(0, 2, above))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert ann in QGuiApplication.clipboard().text() and "Ann" not in QGuiApplication.clipboard().text()
