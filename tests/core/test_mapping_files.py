"""Mappings as files: read, written, checked; and the product's default ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import MappingInvalid
from core.hub_schema import load_hub_objects
from core.mapping import (
    NO_FILTER,
    Brake,
    Creates,
    DeletePolicy,
    Direction,
    FieldRule,
    Filter,
    Leave,
    Mapping,
    Policy,
)
from core.mapping_check import check_mapping
from core.mapping_files import default_mappings, dump_mapping, load_mapping, load_mappings
from core.schema import Choice, Field, FieldType, Object
from core.translate import compile_mapping
from tests.support.shared import REPOSITORY

RESOURCES = REPOSITORY / "resources"
HUB = load_hub_objects(RESOURCES / "hub")
T = FieldType

NAMES = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=12)
WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
FIELD_NAMES = st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple)
RULES = st.builds(
    FieldRule,
    name=NAMES,
    hub=st.one_of(st.just(()), FIELD_NAMES),
    crm=FIELD_NAMES,
    lens=NAMES,
    options=st.dictionaries(WORDS, WORDS, max_size=3),
    direction=st.sampled_from(Direction),
    policy=st.sampled_from(Policy),
)
CONDITIONS = st.text(alphabet=st.characters(codec="utf-8"), max_size=20).map(str.strip)
FILTERS = st.builds(Filter, hub=CONDITIONS, crm=CONDITIONS, leave=st.sampled_from(Leave)).filter(
    lambda one: bool(one.hub or one.crm)
)
SHOWN = NAMES.filter(lambda text: bool(text.strip()))
MAPPINGS = st.builds(
    Mapping,
    connection=SHOWN,
    hub_object=SHOWN,
    crm_object=SHOWN,
    rules=st.lists(RULES, min_size=1, max_size=4, unique_by=lambda rule: rule.name).map(tuple),
    match=st.lists(FIELD_NAMES, max_size=3).map(tuple),
    delete_policy=st.sampled_from(DeletePolicy),
    creates=st.sampled_from(Creates),
    brake=st.builds(
        Brake,
        share=st.floats(min_value=0, max_value=1),
        least=st.integers(min_value=0, max_value=10**9),
        most=st.integers(min_value=0, max_value=10**9),
    ),
    filter=st.one_of(st.just(NO_FILTER), FILTERS),
    version=st.integers(min_value=1, max_value=10**6),
)


@given(MAPPINGS)
@settings(max_examples=200, deadline=None)
def test_what_is_written_reads_back_equal_and_is_written_the_same(mapping: Mapping) -> None:
    text = dump_mapping(mapping)
    again = load_mapping(text, "m.toml")
    assert again == mapping
    assert again.layout == mapping.layout
    assert dump_mapping(again) == text


@pytest.mark.parametrize("system", ["hubspot", "salesforce"])
def test_the_default_mappings_come_parents_first_for_the_connection_asked_for(system: str) -> None:
    made = default_mappings(RESOURCES, system, "mine")
    assert [mapping.hub_object for mapping in made] == ["company", "contact", "deal"]
    assert {mapping.connection for mapping in made} == {"mine"}
    for mapping in made:
        assert {name for entry in mapping.match for name in entry} <= set(mapping.hub_fields)
        asked = {rule.name for rule in mapping.rules if rule.policy is Policy.ASK}
        assert asked >= {"name", "email", "phone", "amount"} & {rule.name for rule in mapping.rules}


def crm_for(mapping: Mapping) -> Object:
    """A CRM object that has just what a default mapping asks for, in the types the hub has."""
    special = {"@company": "companies", "AccountId": "companies", "@contacts": "contacts"}
    fields = {}
    for rule in mapping.rules:
        hub_field = HUB[mapping.hub_object].fields[rule.hub[0]]
        kind = T.DATETIME if rule.lens == "date_of_datetime" else hub_field.type
        fields[rule.crm[0]] = Field(
            name=rule.crm[0], type=kind, label="C", references=special.get(rule.crm[0])
        )
    return Object(name=mapping.crm_object, label=mapping.crm_object, plural="many", fields=fields)


@pytest.mark.parametrize("system", ["hubspot", "salesforce"])
def test_the_default_mappings_fit_the_hub(system: str) -> None:
    objects = {"company": "companies", "contact": "contacts"}
    for mapping in default_mappings(RESOURCES, system, "mine"):
        crm = crm_for(mapping)
        hub = HUB[mapping.hub_object]
        assert check_mapping(mapping, hub, crm, objects=objects) == []
        assert len(compile_mapping(mapping, hub, crm).rules) == len(mapping.rules)


def test_the_deal_stages_of_both_crms_meet_in_the_hub() -> None:
    hub = HUB["deal"]
    sides = []
    for system, word in (("hubspot", "closedwon"), ("salesforce", "Closed Won")):
        deal = next(one for one in default_mappings(RESOURCES, system, "c") if one.hub_object == "deal")
        stage = next(rule for rule in compile_mapping(deal, hub, crm_for(deal)).rules if rule.name == "stage")
        sides.append(stage.lens.to_hub((word,)))
        assert all(stage.lens.to_crm((choice.value,), (None,)) for choice in hub.fields["stage"].choices)
    assert sides == [("won",), ("won",)]


HEAD = 'connection = "c"\nhub_object = "contact"\ncrm_object = "contacts"\n'
RULE = '[rules.email]\nhub = "email"\ncrm = "email"\n'
BAD = {
    "no connection": (f'hub_object = "a"\ncrm_object = "b"\n{RULE}', "connection"),
    "an empty connection": (f'connection = " "\nhub_object = "a"\ncrm_object = "b"\n{RULE}', "connection"),
    "no rules": (HEAD, "rules"),
    "an unknown way to leave": (f'{HEAD}[filter]\nhub = "a"\nleave = "part"\n{RULE}', "filter.leave"),
    "a filter of nothing": (f'{HEAD}[filter]\nleave = "keep"\n{RULE}', "filter.hub"),
    "an unknown key": (f"{HEAD}delete = 1\n{RULE}", "delete"),
    "an unknown rule key": (f'{HEAD}{RULE}lense = "trim"\n', "rules.email.lense"),
    "a bad policy": (f'{HEAD}{RULE}policy = "newst"\n', "rules.email.policy"),
    "an option that is no text": (f"{HEAD}{RULE}options = {{ a = 1 }}\n", "rules.email.options.a"),
    "no CRM field": (f'{HEAD}[rules.email]\nhub = "email"\n', "rules.email.crm"),
    "an empty CRM field": (f'{HEAD}[rules.email]\nhub = "email"\ncrm = ""\n', "rules.email.crm"),
    "a field twice": (f'{HEAD}[rules.email]\nhub = ["a", "a"]\ncrm = "b"\n', "rules.email.hub"),
    "a bad match": (f"{HEAD}match = [[]]\n{RULE}", "match"),
    "a match that is no list": (f'{HEAD}match = "email"\n{RULE}', "match"),
    "a share above one": (f"{HEAD}[brake]\nshare = 10\n{RULE}", "brake.share"),
    "a rule twice": (f"{HEAD}{RULE}{RULE}", "line"),
    "a list for a table": (f"{HEAD}rules = []\n", "rules"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_source_and_key(name: str) -> None:
    text, key = BAD[name]
    with pytest.raises(MappingInvalid) as refused:
        load_mapping(text, "contact.toml")
    assert "contact.toml" in str(refused.value)
    assert key in str(refused.value)
    assert refused.value.advice


def test_one_object_cannot_be_mapped_by_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD + RULE)
    (tmp_path / "b.toml").write_text(HEAD + RULE)
    with pytest.raises(MappingInvalid, match=r"b\.toml") as refused:
        load_mappings(tmp_path)
    assert "a.toml" in refused.value.advice


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingInvalid, match="UTF-8"):
        load_mappings(tmp_path)


def field(name: str, kind: FieldType = T.TEXT, **more: object) -> Field:
    return replace(Field(name=name, type=kind, label=name), **more)  # type: ignore[arg-type]


CRM = Object(
    name="contacts",
    label="Contact",
    plural="Contacts",
    fields={
        each.name: each
        for each in (
            field("email", T.EMAIL),
            field("firstname"),
            field("score", T.NUMBER, read_only=True),
            field("owner", T.REFERENCE, references="owners"),
            field("stage", T.CHOICE, choices=(Choice(value="one", label="One"),)),
        )
    },
)
EMAIL = FieldRule(name="email", hub=("email",), crm=("email",))


def problems(
    *rules: FieldRule, crm: Object = CRM, match: tuple[tuple[str, ...], ...] = (), **more: object
) -> list[str]:
    mapping = Mapping(
        connection="c", hub_object="contact", crm_object="contacts", rules=(EMAIL, *rules), match=match
    )
    found = check_mapping(replace(mapping, **more), HUB["contact"], crm, objects={"company": "companies"})  # type: ignore[arg-type]
    assert all(problem.advice for problem in found)
    return [
        f"{'' if problem.fatal else 'hint '}{problem.field}: {problem.message} {problem.advice}"
        for problem in found
    ]


def test_a_mapping_that_fits_has_no_problems() -> None:
    assert problems(match=(("email",),)) == []


def test_unknown_fields_are_told_with_the_nearest_name() -> None:
    found = problems(FieldRule(name="n", hub=("frist_name",), crm=("firstnam",)))
    assert len(found) == 2
    assert "'first_name'" in found[0]
    assert "'firstname'" in found[1]


def test_a_read_only_field_may_be_read_but_not_written() -> None:
    rule = FieldRule(name="s", hub=("score",), crm=("score",))
    assert "can only be read" in problems(rule)[0]
    assert problems(replace(rule, direction=Direction.TO_HUB)) == []


def test_two_rules_may_not_write_one_field() -> None:
    second = FieldRule(name="again", hub=("email",), crm=("email",))
    assert len(problems(second)) == 2
    assert len(problems(replace(second, direction=Direction.TO_HUB))) == 1


def test_a_required_field_without_a_rule_matters_only_where_records_are_created() -> None:
    crm = replace(CRM, fields={**CRM.fields, "last": field("last", required=True)})
    assert "needs 'last'" in problems(crm=crm)[0]
    assert problems(crm=crm, creates=Creates.HUB) == []


def test_a_lens_that_does_not_fit_is_told() -> None:
    assert (
        "'scale'" in problems(FieldRule(name="s", hub=("first_name",), crm=("firstname",), lens="scale"))[0]
    )


def test_match_keys_must_be_readable_and_one_of_each_entry_a_key() -> None:
    assert "no rule reads" in problems(match=(("phone",),))[0]
    assert "does not have" in problems(match=(("e_mail",),))[0]
    name = FieldRule(name="n", hub=("first_name",), crm=("firstname",))
    assert "holds no key field" in problems(name, match=(("first_name",),))[0]
    assert problems(name, match=(("email", "first_name"),)) == []


def test_references_must_point_at_the_same_object() -> None:
    assert "points at" in problems(FieldRule(name="o", hub=("company",), crm=("owner",)))[0]


def test_choices_the_account_does_not_offer_are_a_hint() -> None:
    rule = FieldRule(
        name="l",
        hub=("lifecycle",),
        crm=("stage",),
        lens="choice_map",
        options={"lead": "one", "other": "two"},
    )
    found = problems(rule)
    assert len(found) == 1
    assert found[0].startswith("hint stage")
    assert "'two'" in found[0]
