"""Values by the locale on every page: told by the type of their field, never by how they look; copied as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.drift import fingerprint
from core.mapping import FieldRule
from core.records import Value
from core.schema import Field, FieldType, Object
from daemon.drift_notes import DriftNotes
from gui.activity.page import ActivityPage
from gui.app import App
from gui.conflicts import sides
from gui.context import Context
from gui.known_fields import HUB
from gui.plans.page import PlansPage
from gui.widgets.copying import WHOLE_ROLE
from gui.widgets.values import Kind, shown, stored
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import opened
from tests.gui.test_shell import live
from tests.support import small_daemon
from tests.support.small_daemon import SmallDaemon, served

Opening = Callable[[Context], App]
MOMENT = "2026-03-01T08:30:00.000Z"
TYPES = {
    "phone": FieldType.PHONE,
    "code": FieldType.TEXT,
    "born": FieldType.DATE,
    "seen": FieldType.DATETIME,
    "income": FieldType.MONEY,
    "currency": FieldType.CHOICE,
}
HELD: dict[str, Value] = {
    "name": "Ann",
    "email": "ann@x.eu",
    "phone": "0891234",
    "code": "1234567.5",
    "born": "1999-12-31",
    "seen": MOMENT,
    "income": "1234567.5",
    "currency": "EUR",
}


def grown(one: Object, prefix: str = "") -> Object:
    more = {
        prefix + name: Field(name=prefix + name, type=type, label=name.title())
        for name, type in TYPES.items()
    }
    return replace(one, fields={**one.fields, **more})


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A daemon whose contacts have dates, times and amounts, here and in the CRM."""
    rules = tuple(FieldRule(name=name, hub=(name,), crm=(f"c_{name}",)) for name in TYPES)
    mapping = replace(small_daemon.MAPPING, rules=(*small_daemon.MAPPING.rules, *rules))
    monkeypatch.setattr(small_daemon, "CONTACT", grown(small_daemon.CONTACT))
    monkeypatch.setattr(small_daemon, "CRM_CONTACT", grown(small_daemon.CRM_CONTACT, "c_"))
    monkeypatch.setattr(small_daemon, "MAPPING", mapping)
    with served(tmp_path) as (daemon, server, client):
        DriftNotes(daemon.store, "hs", "contacts").save(fingerprint(mapping, small_daemon.CRM_CONTACT))
        yield Running(daemon, server, client)


def person(daemon: SmallDaemon) -> tuple[str, str]:
    """A contact that both sides hold: its id here, and there."""
    made = daemon.desk.create("contact", HELD, by="person:anna")
    daemon.settle()
    return made.id, daemon.store.links_of([made.id])[0].crm_id


def column(model: QAbstractItemModel, at: int, role: int, under: QModelIndex | None = None) -> list[str]:
    """What every row says in a column."""
    above = under or QModelIndex()
    return [str(model.data(model.index(n, at, above), role) or "") for n in range(model.rowCount(above))]


def wait_until_told(qtbot: QtBot, app: App) -> None:
    """The hub's types and the CRM's come in two answers, in either order."""
    known = app.session.fields

    def both() -> bool:
        places = ((HUB, "contact", "born"), ("hs", "contacts", "c_born"))
        return all(known.of(*one).type == "date" for one in places)

    qtbot.waitUntil(both)


def local(moment: str) -> str:
    at = datetime.fromisoformat(moment).astimezone()
    return (
        f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
    )


@pytest.mark.parametrize(
    ("language", "type", "value", "told"),
    [
        ("en", "money", "1234567.5", "1,234,567.50"),
        ("de", "money", "1234567.5", "1.234.567,50"),
        ("de", "money", "1200", "1.200"),
        ("de", "number", "-1200.125", "-1.200,125"),
        ("de", "number", "12345678901234567890123", "12345678901234567890123"),
        ("de", "number", "0.10000000000000000001", "0,10000000000000000001"),
        ("en", "date", "1999-12-31", "12/31/1999"),
        ("en_GB", "date", "1999-12-31", "31/12/1999"),
        ("de", "date", "1999-12-31", "31.12.1999"),
        ("de", "date", "1999-13-31", "1999-13-31"),
        ("de", "date", "tomorrow", "tomorrow"),
        ("de", "text", "1234567.5", "1234567.5"),
        ("de", "phone", "0891234", "0891234"),
        ("de", "", "1234567.5", "1234567.5"),
        ("de", "", "1999-12-31", "1999-12-31"),
        ("de", "number", "007", "007"),
    ],
)
def test_a_value_is_shown_by_its_type_and_the_locale(language: str, type: str, value: str, told: str) -> None:
    QLocale.setDefault(QLocale(language))
    try:
        assert shown(value, Kind(type)) == told
        assert stored(value) == value
    finally:
        QLocale.setDefault(QLocale.system())


def test_times_that_differ_look_different_and_an_amount_has_its_currency() -> None:
    QLocale.setDefault(QLocale("de"))
    try:
        times = [f"2026-03-01T08:30:{part}Z" for part in ("00.000", "00.001", "01.000", "59.999")]
        assert len({shown(one, Kind("datetime")) for one in times}) == len(times)
        assert shown("12.5", Kind("money", "EUR")) == "12,50 EUR"
        assert shown("a lot", Kind("money", "EUR")) == "a lot"
    finally:
        QLocale.setDefault(QLocale.system())


def test_a_conflict_is_shown_by_the_locale_and_copied_as_it_is_stored(
    qtbot: QtBot, typed: Running, open_app: Opening
) -> None:
    daemon = typed.daemon
    id, crm_id = person(daemon)
    daemon.desk.edit(id, {"income": "1300"}, expected=None, by="person:anna")
    daemon.crm.user_edit("contacts", crm_id, {"c_income": "1250.5"})
    daemon.settle()
    app = open_app(typed.context)
    page = opened(qtbot, app, 1)
    wait_until_told(qtbot, app)
    values = page.detail.sides.findChildren(sides.Value)
    qtbot.waitUntil(lambda: [one.toPlainText() for one in values] == ["1,234,567.50", "1,300", "1,250.50"])
    assert [one.toolTip() for one in values] == ["1234567.5", "1300", "1250.5"]
    marked = [[one.cursor.selectedText() for one in each.extraSelections()] for each in values]
    assert marked == [[], ["300"], ["250.50"]]
    values[2].setFocus()
    QTest.keyClick(values[2], Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(values[2], Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1250.5"
    assert page.detail.answers.told[0].text() == "hs: c_income 1,250.50 → 1,300."
    assert page.detail.answers.told[0].toolTip() == "hs: c_income 1250.5 → 1300."
    assert page.model.words.row(page.model.rows[0])[1].endswith("1,300  ⇄  1,250.50")
    assert column(page.model, 0, WHOLE_ROLE)[0].split("\n")[1].endswith("1300  ⇄  1250.5")
    assert "amounts in EUR" in page.detail._about.text()


def test_the_log_a_run_and_a_record_show_values_by_the_locale(
    qtbot: QtBot, typed: Running, open_app: Opening
) -> None:
    daemon = typed.daemon
    id, _ = person(daemon)
    daemon.desk.edit(id, {"born": "2000-01-02", "code": "12.50"}, expected=None, by="person:anna")
    app = live(qtbot, open_app(typed.context))
    app.window.go_to("activity")
    page = app.window.page
    assert isinstance(page, ActivityPage)
    qtbot.waitUntil(lambda: page.log.entries.rowCount() > 2)
    wait_until_told(qtbot, app)
    told = column(page.log.entries, 3, Qt.ItemDataRole.DisplayRole)
    assert told[0] == "born: 12/31/1999 → 1/2/2000   code: 1234567.5 → 12.50"
    assert (
        column(page.log.entries, 3, WHOLE_ROLE)[0]
        == "born: 1999-12-31 → 2000-01-02   code: 1234567.5 → 12.50"
    )
    sent = next(one for one in told if "c_born" in one)
    assert "c_born: (empty) → 12/31/1999" in sent and "c_code: (empty) → 1234567.5" in sent
    page.look_at({"record": id})
    story = page.story
    qtbot.waitUntil(lambda: story.shows_content and story.model.rowCount() >= len(HELD))
    names = column(story.model, 0, Qt.ItemDataRole.DisplayRole)
    for at, exact in ((1, True), (2, False)):
        held = dict(zip(names, column(story.model, at, Qt.ItemDataRole.DisplayRole), strict=True))
        assert held["income"] == ("1,234,567.50 EUR" if exact else "1,234,567.50")
        assert (held["seen"].replace("\u202f", " "), held["phone"]) == (local(MOMENT), "0891234")
        copied = dict(zip(names, column(story.model, at, WHOLE_ROLE), strict=True))
        assert (copied["income"], copied["seen"]) == ("1234567.5", MOMENT)
    run = next(iter(typed.client.list_runs().rows)).id
    page.look_at({"run": run})
    qtbot.waitUntil(lambda: page.run.tree.rowCount() > 0)
    above = page.run.tree.index(0, 0)
    fields = column(page.run.tree, 0, Qt.ItemDataRole.DisplayRole, above)
    at = fields.index("born")
    assert column(page.run.tree, 2, Qt.ItemDataRole.DisplayRole, above)[at] == "1/2/2000"
    assert column(page.run.tree, 2, WHOLE_ROLE, above)[at] == "2000-01-02"


def test_a_plan_shows_values_by_the_side_that_is_written(
    qtbot: QtBot, typed: Running, open_app: Opening
) -> None:
    daemon = typed.daemon
    daemon.crm.user_create(
        "contacts", {"n": "New", "e": "new@x.eu", "c_born": "1999-12-31", "c_code": "12.50"}
    )
    daemon.desk.create("contact", HELD, by="person:anna")
    plan = typed.client.make_plan("hs")
    app = live(qtbot, open_app(typed.context))
    wait_until_told(qtbot, app)
    app.window.go_to("plans", plan=plan.id)
    page = app.window.page
    assert isinstance(page, PlansPage)
    qtbot.waitUntil(lambda: page.plan.items.rowCount() == 2)
    told = column(page.plan.items, 4, Qt.ItemDataRole.DisplayRole)
    [ours] = [one for one in told if "c_born" in one]
    [theirs] = [one for one in told if "c_born" not in one]
    assert "born: (empty) → 12/31/1999" in theirs and "code: (empty) → 12.50" in theirs
    assert "c_income: (empty) → 1,234,567.50" in ours and "c_code: (empty) → 1234567.5" in ours
    assert any("c_income: (empty) → 1234567.5" in one for one in column(page.plan.items, 4, WHOLE_ROLE))


def test_what_nobody_told_has_no_type(qtbot: QtBot, typed: Running, open_app: Opening) -> None:
    app = live(qtbot, open_app(typed.context))
    known = app.session.fields
    wait_until_told(qtbot, app)
    assert known.of(HUB, "contact", "born").type == "date"
    assert known.of("hs", "contact", "c_born").type == "date"  # as the hub calls the object
    places = [
        (HUB, "contact", "c_born"),
        (HUB, "deal", "born"),
        ("hs", "contacts", "born"),
        ("sf", "contacts", "c_born"),
    ]
    assert {known.of(*one).type for one in places} == {""}
    known.forget()
    assert known.of(HUB, "contact", "born").type == ""
