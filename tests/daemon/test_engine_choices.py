"""A choice the mapping's table does not know: a question, kept, or left empty, and the record's other fields go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.conflicts import ItemKind
from core.mapping import FieldRule
from core.translate import compile_mapping
from tests.support.small_engine import CRM, HUB, Engine


def engine_with(otherwise: str) -> Engine:
    """Titles go by a table that knows one of them."""
    engine = Engine()
    lane = engine.cycle.lane
    mapping = lane.translations["contacts"].mapping
    table = {"boss": "CEO", "*": otherwise}
    title = FieldRule(name="title", hub=("title",), crm=("t",), lens="choice_map", options=table)
    rules = tuple(title if rule.name == "title" else rule for rule in mapping.rules)
    made = compile_mapping(replace(mapping, rules=rules), HUB["contact"], CRM["contacts"])
    lane.translations = {**lane.translations, "contacts": made}
    return engine


@pytest.mark.parametrize(("otherwise", "title"), [("refuse", None), ("keep", "CTO"), ("empty", None)])
def test_an_unknown_choice_does_what_the_rule_says_and_holds_nothing_else_up(
    otherwise: str, title: str | None
) -> None:
    engine = engine_with(otherwise)
    [contact] = engine.contacts(1, t="CTO")
    record = engine.record("contacts", contact)
    assert (record.fields.get("title"), record.fields["email"]) == (title, "p0@x.example")
    assert len(engine.items(ItemKind.REFUSED)) == (otherwise == "refuse")
    engine.desk.edit(record.id, {"name": "Ann"}, expected=None, by="person:p")
    engine.turn()
    assert engine.row(record) == {"n": "Ann", "e": "p0@x.example", "t": "CTO"}, "the CRM's choice stands"
    engine.crm.user_edit("contacts", contact, {"t": "CEO"})
    engine.turn()
    assert engine.record("contacts", contact).fields["title"] == "boss"
    assert not engine.items(ItemKind.REFUSED)
