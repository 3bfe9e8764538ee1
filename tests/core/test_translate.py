"""A compiled mapping: bases of an older layout, and references both ways."""

from __future__ import annotations

import pytest

from core.errors import MappingInvalid
from core.mapping import FieldRule, Mapping
from core.records import UNSET, Value
from core.schema import Field, FieldType, Object
from core.translate import (
    ParentMissing,
    ParentUnavailable,
    References,
    Translation,
    compile_mapping,
    ids_in,
)

T = FieldType


def thing(name: str, *fields: Field) -> Object:
    return Object(name=name, label=name, plural=name, fields={one.name: one for one in fields})


def text(name: str, type: FieldType = T.TEXT, references: str | None = None) -> Field:
    return Field(name=name, type=type, label=name, references=references)


HUB = thing(
    "contact",
    text("name"),
    text("title"),
    text("company", T.REFERENCE, "company"),
    text("teams", T.MULTI_REFERENCE, "team"),
)
CRM = thing(
    "contacts",
    text("n"),
    text("t"),
    text("o", T.REFERENCE, "companies"),
    text("g", T.MULTI_REFERENCE, "groups"),
)
CRM_NAMES = {"name": "n", "title": "t", "company": "o", "teams": "g"}
RULES = {name: FieldRule(name=name, hub=(name,), crm=(crm,)) for name, crm in CRM_NAMES.items()}


def translation(*names: str) -> Translation:
    rules = tuple(RULES[name] for name in names)
    mapping = Mapping(connection="hs", hub_object="contact", crm_object="contacts", rules=rules)
    return compile_mapping(mapping, HUB, CRM)


def test_bases_follow_their_fields_when_the_mapping_changes() -> None:
    old, new = translation("name", "title"), translation("title", "name", "company")
    layout = (old.mapping.hub_fields, old.mapping.crm_fields)
    base_hub, base_crm = new.relay(("Ann", "CEO"), ("ANN", "Ceo"), layout)
    assert base_hub == ("CEO", "Ann", UNSET)
    assert base_crm == ("Ceo", "ANN", UNSET)


def test_bases_of_a_layout_nobody_saved_know_nothing() -> None:
    new = translation("name", "title")
    assert new.relay(("Ann",), ("ANN",), None) == new.unset() == ((UNSET, UNSET), (UNSET, UNSET))


def test_a_layout_is_named_by_its_fields_in_order() -> None:
    assert translation("name", "title").mapping.layout == translation("name", "title").mapping.layout
    assert translation("name", "title").mapping.layout != translation("title", "name").mapping.layout


def test_hub_values_stand_in_the_mappings_order_with_none_for_what_is_empty() -> None:
    assert translation("title", "name").hub_values({"name": "Ann"}) == (None, "Ann")


def test_the_parents_of_both_sides_are_named() -> None:
    made = translation("name", "company", "teams")
    assert made.parents == ("companies", "groups")
    assert made.crm_parents(("Ann", "7", ("1", "2"))) == (
        ("companies", "7"),
        ("groups", "1"),
        ("groups", "2"),
    )
    assert made.hub_parents({"company": "c", "teams": ("t", "u")}) == ("c", "t", "u")


def test_a_reference_without_a_link_is_missing_and_one_known_to_be_gone_is_unavailable() -> None:
    company = translation("company").rules[0]
    with pytest.raises(ParentMissing) as missing:
        company.to_hub(("7",), References())
    assert missing.value.parents == (("companies", "7"),)
    with pytest.raises(ParentUnavailable):
        company.to_hub(("7",), References(records={("companies", "7"): None}))
    with pytest.raises(ParentUnavailable):
        company.to_crm(("c",), (None,), References(crm_ids={"c": None}))
    assert company.to_hub((None,), References()) == (None,)
    assert company.to_crm((None,), ("7",), References()) == (None,)


def test_a_multi_reference_leaves_out_what_is_gone_and_keeps_what_is_not_ours() -> None:
    teams = translation("teams").rules[0]
    known = References(records={("groups", "1"): "t", ("groups", "2"): None}, crm_ids={"t": "1", "u": None})
    assert teams.to_hub((("1", "2"),), known) == (("t",),)
    assert teams.to_crm((("t", "u"),), (("1", "2"),), known) == (("1", "2"),)
    assert teams.to_crm((None,), (("1",),), known) == (None,)


@pytest.mark.parametrize(("value", "ids"), [(None, ()), (True, ()), ("a", ("a",)), (("a", "b"), ("a", "b"))])
def test_ids_in_a_value(value: Value, ids: tuple[str, ...]) -> None:
    assert ids_in(value) == ids


def test_a_rule_that_names_a_field_nobody_has_is_refused_with_advice() -> None:
    rule = FieldRule(name="x", hub=("name",), crm=("nowhere",))
    mapping = Mapping(connection="hs", hub_object="contact", crm_object="contacts", rules=(rule,))
    with pytest.raises(MappingInvalid, match="nowhere") as refused:
        compile_mapping(mapping, HUB, CRM)
    assert refused.value.advice
