"""Rules at work on one pair: who wins, what both get, and which bases that leaves."""

from __future__ import annotations

from typing import Any

import pytest

from core.mapping import Direction, FieldRule, Mapping, Policy
from core.records import UNSET, FieldEdit, HubRecord, RemoteRecord, Value
from core.rules import Action, ConflictRule, RuleBook
from core.schema import Field, FieldType, Object
from core.sync.pair import Pair, PairPlan, plan_pair
from core.sync.reconcile import Verdict
from core.translate import compile_mapping


def thing(name: str, fields: dict[str, FieldType], longest: int | None = None) -> Object:
    made = {one: Field(name=one, type=type, label=one, max_length=longest) for one, type in fields.items()}
    return Object(name=name, label=name, plural=name, fields=made)


HUB = thing("contact", {"note": FieldType.LONG_TEXT, "tags": FieldType.MULTI_CHOICE})
CRM = thing("contacts", {"n": FieldType.LONG_TEXT, "g": FieldType.MULTI_CHOICE})
BASE = "first\nsecond\nthird"


def plan(
    hub: Value,
    crm: Value,
    *rules: ConflictRule,
    base: Value = BASE,
    field: str = "note",
    known: bool = True,
    crm_side: Object = CRM,
    defaults: bool = True,
    **more: Any,
) -> PairPlan:
    other = {"note": "n", "tags": "g"}[field]
    mapping = Mapping(
        connection="hs",
        hub_object="contact",
        crm_object="contacts",
        rules=(FieldRule(name=field, hub=(field,), crm=(other,), **more),),
    )
    record = HubRecord(
        id="r",
        object="contact",
        fields={field: hub} if hub is not None else {},
        version=3,
        created=FieldEdit(version=1, at=10, by="person:p"),
    )
    return plan_pair(
        compile_mapping(mapping, HUB, crm_side),
        Pair(
            hub=record,
            remote=RemoteRecord(id="1", values=(crm,), modified=20),
            base_hub=(base if known else UNSET,),
            base_crm=(base if known else UNSET,),
            rules=RuleBook(rules, defaults=defaults).at(0),
        ),
    )


def test_what_is_made_of_both_goes_to_both_and_is_yet_to_arrive() -> None:
    made = plan("FIRST\nsecond\nthird", "first\nsecond\nTHIRD")
    both = "FIRST\nsecond\nTHIRD"
    assert (made.hub_changes, made.crm_changes) == ({"note": both}, {"n": both})
    assert [rule.name for rule in made.accepted] == [rule.name for rule in made.pushed] == ["note"]
    assert [(rule.name, verdict) for rule, verdict in made.decided] == [("note", Verdict.MERGE)]
    assert made.deciders == {"note": "rule:default.merge-text"}
    # R7: the CRM's value was seen, and what is made of both is pushed again until it has arrived.
    assert (made.base_hub, made.base_crm) == ([UNSET], ["first\nsecond\nTHIRD"])
    assert not made.opened


def test_after_a_crash_what_was_made_of_both_is_simply_pushed() -> None:
    both = "FIRST\nsecond\nTHIRD"
    mapping = Mapping(
        connection="hs",
        hub_object="contact",
        crm_object="contacts",
        rules=(FieldRule(name="note", hub=("note",), crm=("n",)),),
    )
    record = HubRecord(
        id="r",
        object="contact",
        fields={"note": both},
        version=4,
        created=FieldEdit(version=1, at=1, by="system"),
    )
    seen = "first\nsecond\nTHIRD"
    made = plan_pair(
        compile_mapping(mapping, HUB, CRM),
        Pair(
            hub=record,
            remote=RemoteRecord(id="1", values=(seen,), modified=20),
            base_hub=(UNSET,),
            base_crm=(seen,),
            rules=RuleBook().at(0),
        ),
    )
    assert (made.hub_changes, made.crm_changes) == ({}, {"n": both})
    assert not made.decided


def test_sets_lose_what_either_took_out_and_keep_what_either_added() -> None:
    made = plan(("a", "c"), ("a", "b", "d"), base=("a", "b"), field="tags")
    assert made.hub_changes == {"tags": ("a", "c", "d")}
    assert made.crm_changes == {"g": ("a", "c", "d")}


def test_at_first_sight_sets_are_joined_and_texts_are_a_question() -> None:
    assert plan(("a",), ("b",), field="tags", known=False).hub_changes == {"tags": ("a", "b")}
    assert [one.rule.name for one in plan("mine", "theirs", known=False).opened] == ["note"]


def test_a_merge_that_is_one_sides_value_is_no_merge() -> None:
    made = plan("first\nsecond\nthird\nmore", "first\nsecond\nthird\nmore\nand more")
    assert made.hub_changes == {"note": "first\nsecond\nthird\nmore\nand more"}
    assert not made.crm_changes
    assert [verdict for _, verdict in made.decided] == [Verdict.ACCEPT]


@pytest.mark.parametrize(
    ("hub", "crm", "verdict"), [("kept", None, Verdict.PUSH), (None, "kept", Verdict.ACCEPT)]
)
def test_an_emptied_field_never_beats_a_value(hub: Value, crm: Value, verdict: Verdict) -> None:
    made = plan(hub, crm)
    assert [one for _, one in made.decided] == [verdict]
    assert made.deciders == {"note": "rule:default.never-blank"}


def test_a_value_of_the_expressions_own_goes_to_both() -> None:
    rule = ConflictRule(name="join", action=Action.EXPRESSION, expression="hub + '|' + crm", field="note")
    made = plan("a", "b", rule, policy=Policy.CRM)
    assert (made.hub_changes, made.crm_changes) == ({"note": "a|b"}, {"n": "a|b"})
    assert made.deciders == {"note": "rule:join"}


def test_what_the_crm_cannot_hold_is_a_question_and_changes_nothing() -> None:
    rule = ConflictRule(name="join", action=Action.EXPRESSION, expression="hub + '|' + crm", field="note")
    short = thing("contacts", {"n": FieldType.TEXT, "g": FieldType.MULTI_CHOICE}, longest=8)
    made = plan("aaaaaa", "bbbbbb", rule, base="z", crm_side=short)
    assert not made.hub_changes
    assert not made.crm_changes
    (asked,) = made.opened
    assert asked.problem.startswith("rule:join")


def test_a_rule_that_asks_beats_the_mappings_policy_and_says_so() -> None:
    rule = ConflictRule(name="careful", action=Action.ASK, field="note")
    (asked,) = plan("a", "b", rule, policy=Policy.NEWEST).opened
    assert asked.problem == "rule:careful: asks a person"


def test_rules_have_no_say_where_nobody_has_to_decide() -> None:
    hub = ConflictRule(name="hub", action=Action.HUB, field="note")
    assert not plan(BASE, "news", hub).decided
    assert plan(BASE, "news", hub).hub_changes == {"note": "news"}
    assert not plan("news", BASE, hub).decided
    assert not plan("same", "same", hub).decided
    assert plan("a", "b", hub, direction=Direction.TO_HUB).hub_changes == {"note": "b"}
    assert not plan("a", "b", hub, policy=Policy.CREATE_ONLY).crm_changes
    assert plan(None, "theirs", hub, known=False).hub_changes == {"note": "theirs"}


def test_without_rules_it_is_as_before() -> None:
    assert [one.rule.name for one in plan("x\n" + BASE, BASE + "\ny", defaults=False).opened] == ["note"]
