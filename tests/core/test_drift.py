"""What has changed about the fields a mapping uses, and which rules that touches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drift import (
    Drift,
    DriftKind,
    accepting,
    advanced,
    diff,
    dump_fingerprint,
    earlier_names,
    fingerprint,
    load_fingerprint,
    parked_by,
    patched,
    renamed,
    renamed_by_hand,
)
from core.mapping import Creates, Direction, FieldRule, Mapping
from core.mapping_check import check_mapping
from core.schema import Choice, Field, FieldType, Object
from core.translate import compile_mapping

T = FieldType


def field(name: str, type: FieldType = T.TEXT, **more: object) -> Field:
    return Field(**{"name": name, "type": type, "label": name.title(), **more})  # type: ignore[arg-type]


def thing(name: str, *fields: Field) -> Object:
    return Object(name=name, label=name.title(), plural=name, fields={one.name: one for one in fields})


STAGES = tuple(Choice(value=one, label=one) for one in ("new", "won", "lost"))
HUB = thing(
    "contact",
    field("name"),
    field("title"),
    field("size", T.NUMBER),
    field("stage", T.CHOICE, choices=STAGES),
)
CRM = thing(
    "Contact",
    field("First"),
    field("Last"),
    field("Title", max_length=128, label="Job title"),
    field("Size", T.NUMBER),
    field("Stage", T.CHOICE, choices=STAGES),
    field("Free"),
)
RULES = (
    FieldRule(name="name", hub=("name",), crm=("First", "Last"), lens="name_parts"),
    FieldRule(name="title", hub=("title",), crm=("Title",)),
    FieldRule(name="size", hub=("size",), crm=("Size",), direction=Direction.TO_HUB),
    FieldRule(name="stage", hub=("stage",), crm=("Stage",)),
)
MAPPING = Mapping(
    connection="sf",
    hub_object="contact",
    crm_object="Contact",
    rules=tuple(one for one in RULES if one.name != "name"),
)
THEN = fingerprint(MAPPING, CRM)


def without(*names: str) -> Object:
    return replace(CRM, fields={name: one for name, one in CRM.fields.items() if name not in names})


def having(*fields: Field, base: Object = CRM) -> Object:
    return replace(base, fields={**base.fields, **{one.name: one for one in fields}})


def drifts(now: Object, mapping: Mapping = MAPPING) -> tuple[Drift, ...]:
    return diff(mapping, HUB, fingerprint(mapping, CRM), now)


def only(now: Object, mapping: Mapping = MAPPING) -> Drift:
    [found] = drifts(now, mapping)
    return found


def test_nothing_has_changed() -> None:
    assert drifts(CRM) == ()
    assert drifts(having(field("Other"), base=without("Free"))) == ()  # nobody maps them


def test_a_choice_that_is_taken_though_it_is_not_listed_is_no_drift() -> None:
    two = (STAGES[0], STAGES[1])
    closed = field("Stage", T.CHOICE, choices=STAGES)
    narrow = replace(closed, choices=two)
    [lost] = drifts(having(narrow))
    assert (lost.kind, lost.rules, lost.before) == (DriftKind.CHOICES, ("stage",), "lost")
    assert drifts(having(replace(narrow, open=True))) == ()
    # Closed since, it refuses what it took; what it lists goes on.
    then = fingerprint(MAPPING, having(replace(narrow, open=True)))
    assert [one.before for one in diff(MAPPING, HUB, then, having(narrow))] == ["lost"]
    assert diff(MAPPING, HUB, then, having(closed)) == ()


def test_a_fingerprint_of_a_version_that_did_not_know_of_open_choices_is_no_change() -> None:
    assert "open" not in dump_fingerprint(THEN), "so its text is what that version wrote"
    opened = having(field("Stage", T.CHOICE, choices=STAGES, open=True))
    assert diff(MAPPING, HUB, load_fingerprint(dump_fingerprint(THEN)), opened) == ()
    now = fingerprint(MAPPING, opened)
    assert load_fingerprint(dump_fingerprint(now)) == now


def test_a_field_that_is_gone_parks_every_rule_that_names_it() -> None:
    twice = replace(
        MAPPING,
        rules=(*MAPPING.rules, FieldRule(name="again", hub=("name",), crm=("Title", "First"), lens="join")),
    )
    found = only(without("Title"), twice)
    assert (found.kind, found.rules, found.likely) == (DriftKind.GONE, ("title", "again"), ())


def test_a_new_field_of_its_label_and_type_is_the_likeliest_new_name() -> None:
    base = without("Title")
    now = having(
        field("JobTitle__c", label="Job Title"),
        field("Title_of_Honour", label="Title of honour"),
        field("Jobs", T.NUMBER, label="Job title"),
        base=base,
    )
    found = only(now)
    assert found.likely[0].name == "JobTitle__c"
    assert "the same label" in found.likely[0].reason
    assert "Jobs" not in [one.name for one in found.likely]  # a number cannot be it
    assert all(0.5 < one.score <= 1 for one in found.likely)
    assert only(having(field("Blood_Group"), base=base)).likely == ()


@pytest.mark.parametrize(
    ("now", "kind", "rules"),
    [
        (having(field("Title", T.LONG_TEXT)), DriftKind.RETYPED, ("title",)),
        (having(field("Title", T.REFERENCE, references="Account")), DriftKind.RETYPED, ("title",)),
        (having(field("Title", max_length=40)), DriftKind.SHORTENED, ("title",)),
        (having(field("Title", max_length=128, read_only=True)), DriftKind.READ_ONLY, ("title",)),
        (having(field("Stage", T.CHOICE, choices=STAGES[:2])), DriftKind.CHOICES, ("stage",)),
        (having(field("Vat", required=True)), DriftKind.REQUIRED, ()),
        (having(field("Free", required=True)), DriftKind.REQUIRED, ()),
    ],
)
def test_each_kind_of_change_parks_what_it_touches(
    now: Object, kind: DriftKind, rules: tuple[str, ...]
) -> None:
    found = only(now)
    assert (found.kind, found.rules) == (kind, rules)
    made_for = patched(MAPPING, THEN, now, [found])
    assert not [one for one in check_mapping(MAPPING, HUB, made_for) if one.fatal]
    made = compile_mapping(MAPPING, HUB, made_for, parked=parked_by([found]))
    assert [rule.name for rule in made.rules] == [one.name for one in MAPPING.rules if one.name not in rules]
    assert not made.unread - {name for rule in made.parked for name in rule.rule.crm}


@pytest.mark.parametrize(
    "now",
    [
        having(field("Size", T.NUMBER, read_only=True)),  # the rule only reads it
        having(field("Title", max_length=255)),
        having(field("Title", max_length=128, required=True)),  # a rule gives it
        having(field("Stage", T.CHOICE, choices=(*STAGES, Choice(value="maybe", label="maybe")))),
        having(field("Vat", required=True, read_only=True)),  # the CRM fills it in
    ],
)
def test_what_touches_nobody_parks_nothing(now: Object) -> None:
    assert drifts(now) == ()


def test_a_choice_that_no_rule_sends_may_go() -> None:
    rule = FieldRule(
        name="stage", hub=("stage",), crm=("Stage",), lens="choice_map", options={"new": "new", "*": "keep"}
    )
    mapping = replace(MAPPING, rules=(rule,))
    assert drifts(having(field("Stage", T.CHOICE, choices=STAGES[:2])), mapping) == ()
    assert only(having(field("Stage", T.CHOICE, choices=STAGES[1:])), mapping).before == "new"


def test_where_nothing_is_created_there_nothing_is_required() -> None:
    reading = replace(MAPPING, creates=Creates.HUB)
    assert drifts(having(field("Vat", required=True)), reading) == ()


def test_what_was_accepted_is_no_change_any_more() -> None:
    now = having(field("Title", T.LONG_TEXT), field("Vat", required=True))
    keys = [one.key for one in drifts(now)]
    assert keys == ["retyped:Title", "required:Vat"]
    accepted = accepting(THEN, now, keys)
    assert diff(MAPPING, HUB, accepted, now) == ()
    assert diff(MAPPING, HUB, accepting(THEN, now, keys[:1]), now) == drifts(now)[1:]


def test_the_fingerprint_moves_on_but_for_what_has_drifted() -> None:
    now = having(field("Size", T.NUMBER, label="How many"), base=without("Title"))
    moved = advanced(MAPPING, THEN, now, drifts(now))
    assert moved.fields["Title"] == CRM.fields["Title"]
    assert moved.fields["Size"].label == "How many"
    assert diff(MAPPING, HUB, moved, now) == drifts(now)
    assert advanced(MAPPING, moved, CRM, ()) == THEN


def test_a_name_changes_in_effect_and_the_mapping_is_a_version_on() -> None:
    chain = (("Title", "Job"), ("Job", "Position"))
    made = renamed(MAPPING, chain)
    assert made.rules[0].crm == ("Position",)
    assert made.version == MAPPING.version + 2
    assert earlier_names(chain) == {"Job": ("Title",), "Position": ("Job", "Title")}
    by_hand = replace(MAPPING, rules=made.rules)
    assert renamed(by_hand, chain) == by_hand  # the file has been corrected meanwhile
    there_and_back = (("Title", "Job"), ("Job", "Title"))
    assert renamed(MAPPING, there_and_back).rules == MAPPING.rules
    assert earlier_names(there_and_back)["Title"] == ("Job", "Title")


def test_a_name_that_was_corrected_by_hand_is_known_for_a_new_name() -> None:
    now = having(field("Job"), base=without("Title"))
    by_hand = renamed(MAPPING, (("Title", "Job"),))
    assert renamed_by_hand(by_hand, THEN, now) == (("Title", "Job"),)
    assert (
        renamed_by_hand(by_hand, THEN, having(field("Job"))) == ()
    )  # the old one is still there: another choice


_fields = st.builds(
    Field,
    name=st.text(max_size=8),
    type=st.sampled_from(FieldType),
    label=st.text(max_size=8),
    required=st.booleans(),
    read_only=st.booleans(),
    choices=st.lists(st.builds(Choice, value=st.text(max_size=4), label=st.text(max_size=4)), max_size=3).map(
        tuple
    ),
    references=st.none() | st.text(max_size=4),
    max_length=st.none() | st.integers(1, 9),
    scale=st.none() | st.integers(0, 9),
)


@given(st.lists(_fields, max_size=6), st.integers(0, 6))
def test_a_fingerprint_reads_back_as_it_was_written(fields: list[Field], used: int) -> None:
    crm = thing("Contact", *fields)
    rules = tuple(
        FieldRule(name=f"r{at}", hub=("name",), crm=(name,)) for at, name in enumerate([*crm.fields][:used])
    )
    one = fingerprint(replace(MAPPING, rules=rules), crm)
    assert load_fingerprint(dump_fingerprint(one)) == one
