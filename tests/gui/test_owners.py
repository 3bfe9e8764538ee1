"""What a CRM keeps by an id of a list of its own, such as an owner, is shown by what the CRM calls it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.drift import fingerprint
from core.mapping import FieldRule
from core.schema import Choice, Field, FieldType
from core.wire.names import NameWord, Referred
from daemon.drift_notes import DriftNotes
from gui.conflicts import sides
from gui.widgets.values import shown
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import opened
from tests.gui.test_values import Opening
from tests.support import small_daemon
from tests.support.small_daemon import served

PEOPLE = (
    Choice(value="51", label="anna@x.eu"),
    Choice(value="52", label="bo@x.eu"),
    Choice(value="53", label="cy@x.eu"),
)


@pytest.fixture
def owned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A daemon whose contacts have an owner: an address here, an id there."""
    ours = Field(name="owner", type=FieldType.TEXT, label="Owner")
    theirs = Field(name="o", type=FieldType.CHOICE, label="Owner", choices=PEOPLE)
    hub, crm = small_daemon.CONTACT, small_daemon.CRM_CONTACT
    monkeypatch.setattr(small_daemon, "CONTACT", replace(hub, fields={**hub.fields, "owner": ours}))
    grown = replace(crm, fields={**crm.fields, "o": theirs})
    monkeypatch.setattr(small_daemon, "CRM_CONTACT", grown)
    rule = FieldRule(name="owner", hub=("owner",), crm=("o",), lens="label")
    mapping = replace(small_daemon.MAPPING, rules=(*small_daemon.MAPPING.rules, rule))
    monkeypatch.setattr(small_daemon, "MAPPING", mapping)
    with served(tmp_path) as (daemon, server, client):
        DriftNotes(daemon.store, "hs", "contacts").save(fingerprint(mapping, grown))
        yield Running(daemon, server, client)


def test_an_owner_is_called_as_in_its_crm_without_a_call_there(owned: Running) -> None:
    asked = [
        Referred(connection="hs", object=object, field=field, id=id)
        for object, field, id in (
            ("contacts", "o", "52"),
            ("contacts", "o", "99"),
            ("contacts", "n", "52"),
            ("firms", "o", "52"),
        )
    ]
    unnamed = NameWord(name="", state="living")
    told = owned.client.name_records(asked).names
    assert told == [NameWord(name="bo@x.eu", state="living"), *[unnamed] * 3]


def test_an_owner_is_shown_by_what_the_crm_calls_it(qtbot: QtBot, owned: Running, open_app: Opening) -> None:
    daemon = owned.daemon
    made = daemon.desk.create("contact", {"name": "Zoe", "owner": "anna@x.eu"}, by="person:x")
    daemon.settle()
    crm_id = daemon.store.links_of([made.id])[0].crm_id
    daemon.desk.edit(made.id, {"owner": "bo@x.eu"}, expected=None, by="person:x")
    daemon.crm.user_edit("contacts", crm_id, {"o": "53"})
    daemon.settle()
    app = open_app(owned.context)
    page = opened(qtbot, app, 1)
    values = page.detail.sides.findChildren(sides.Value)
    qtbot.waitUntil(lambda: [one.toPlainText() for one in values] == ["anna@x.eu", "bo@x.eu", "cy@x.eu"])
    assert values[2].toolTip() == "53", "as it is stored"
    answers = page.detail.answers
    qtbot.waitUntil(lambda: answers.told[0].text() == "hs: o cy@x.eu → bo@x.eu.")
    kind = app.session.fields.of("hs", "contacts", "o")
    qtbot.waitUntil(lambda: shown("99", kind) == "99")  # nobody it lists
