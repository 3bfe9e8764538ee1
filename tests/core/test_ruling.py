"""What each rule makes of a case, and which rule is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.conflicts import DELETION, Candidate, Choice, Conflict
from core.errors import Invalid, NotFound, RulesInvalid
from core.mapping import Policy
from core.records import Value
from core.rules import DAY_MS, DEFAULTS, Action, ConflictRule, Grain, RuleBook, rule_from
from core.ruling import Case, Outcome, decide, ruling
from core.schema import Choice as Option
from core.schema import Field, FieldType

T = FieldType
STAGES = tuple(Option(value=one, label=one) for one in ("lead", "offer", "won", "lost"))


def case(
    hub: Value,
    crm: Value,
    *,
    base: Value | None = None,
    type: FieldType = T.TEXT,
    name: str = "x",
    **more: Any,
) -> Case:
    """One contested field; `base` None means unknown."""
    field = Field(name=name, type=type, label="X", choices=STAGES if type is T.CHOICE else ())
    known: dict[str, Any] = {"connection": "hs", "object": "deal", "rule": "x", "schema": {"x": field}}
    known |= {"hub_by": "person:anna", "crm_by": "connection:hs", "hub_at": 1_000, "crm_at": 2_000}
    return Case(
        fields=(field,), hub=(hub,), crm=(crm,), base=None if base is None else (base,), **{**known, **more}
    )


def rule(action: Action, **more: Any) -> ConflictRule:
    return ConflictRule(name="r", action=action, **more)


def said(one: ConflictRule, about: Case) -> object:
    """The outcome, the value where one is made, or None where the rule has nothing to say."""
    found = decide([one], about)
    if found is None:
        return None
    return found.values[0] if found.outcome is Outcome.VALUE else found.outcome


HUB, CRM, ASK = Outcome.HUB, Outcome.CRM, Outcome.ASK
LONG, MULTI = T.LONG_TEXT, T.MULTI_CHOICE


@pytest.mark.parametrize(
    ("one", "about", "wanted"),
    [
        (rule(Action.ASK), case("a", "b"), ASK),
        (rule(Action.HUB), case("a", "b"), HUB),
        (rule(Action.CRM), case("a", "b"), CRM),
        (rule(Action.NEWEST), case("a", "b"), CRM),
        (rule(Action.NEWEST), case("a", "b", hub_at=3_000), HUB),
        (rule(Action.NEWEST), case("a", "b", hub_at=2_000), None),
        (rule(Action.NEWEST), case("a", "b", crm_at=None), None),
        (rule(Action.VALID_FORM), case("a@b.example", "a at b", type=T.EMAIL), HUB),
        (rule(Action.VALID_FORM), case("n/a", "Oslo"), CRM),
        (rule(Action.VALID_FORM), case("Bergen", "Oslo"), None),
        (rule(Action.VALID_FORM), case("a@b.example", None, type=T.EMAIL), None),
        (rule(Action.FORWARD), case("offer", "won", base="lead", type=T.CHOICE, name="stage"), CRM),
        (rule(Action.FORWARD), case("offer", "lead", base="won", type=T.CHOICE, name="stage"), None),
        (rule(Action.FORWARD), case("offer", "lost", base="lead", type=T.CHOICE, name="stage"), None),
        (rule(Action.FORWARD), case("offer", "won", type=T.CHOICE, name="stage"), None),
        (rule(Action.FORWARD), case("offer", "won", base="lead", type=T.CHOICE), None),
        (rule(Action.BY_HAND), case("a", "b", hub_by="import:fair"), CRM),
        (rule(Action.BY_HAND), case("a", "b", crm_by="workflow:7"), HUB),
        (rule(Action.BY_HAND), case("a", "b"), None),
        (rule(Action.BY_HAND), case("a", "b", hub_by="rule:newest"), None),
        (rule(Action.ASK_IF_NEAR), case("Berlin", "Berlni", base="Bonn"), ASK),
        (rule(Action.ASK_IF_NEAR), case("Berlin", "Berlni"), None),
        (rule(Action.ASK_IF_NEAR), case("Berlin", "Potsdam", base="Bonn"), None),
        (rule(Action.ASK_IF_NEAR), case("Hauptstr. 5", "Hauptstrasse 5", base="Am Ring 1"), None),
        (rule(Action.SOURCES, sources=("person", "connection:hs")), case("a", "b"), HUB),
        (rule(Action.SOURCES, sources=("connection:hs", "person")), case("a", "b"), CRM),
        (rule(Action.SOURCES, sources=("connection:hs",)), case("a", "b"), CRM),
        (rule(Action.SOURCES, sources=("connection",)), case("a", "b", hub_by="connection:sf"), None),
        (rule(Action.SOURCES, sources=("connection:sf",)), case("a", "b"), None),
        (rule(Action.SOURCES, sources=("person:ben", "person:anna")), case("a", "b"), HUB),
        (rule(Action.FILL_IF_EMPTY), case(None, "b"), CRM),
        (rule(Action.FILL_IF_EMPTY), case("a", None), HUB),
        (rule(Action.FILL_IF_EMPTY), case("a", "b"), ASK),
        (rule(Action.NEVER_BLANK), case("a", None), HUB),
        (rule(Action.NEVER_BLANK), case(None, "b"), CRM),
        (rule(Action.NEVER_BLANK), case("a", "b"), None),
        (rule(Action.LONGEST), case("abc", "ab  "), HUB),
        (rule(Action.LONGEST), case("ab", "abc"), CRM),
        (rule(Action.LONGEST), case("ab", "ba"), None),
        (rule(Action.LONGEST), case(("a",), ("b", "c"), type=MULTI), CRM),
        (rule(Action.MOST_COMPLETE), case("Main St 5, Berlin", "main st 5,"), HUB),
        (rule(Action.MOST_COMPLETE), case("Main St 5", "Main St 5 Berlin"), CRM),
        (rule(Action.MOST_COMPLETE), case("Main St 5", "Side St 5 Berlin"), None),
        (rule(Action.HIGHER_STAGE), case("offer", "lead", type=T.CHOICE), HUB),
        (rule(Action.HIGHER_STAGE), case("offer", "won", type=T.CHOICE), CRM),
        (rule(Action.HIGHER_STAGE), case("offer", "gone", type=T.CHOICE), None),
        (rule(Action.HIGHER_STAGE), case("offer", None, type=T.CHOICE), None),
        (rule(Action.UNION), case(("a", "b"), ("a", "c"), type=MULTI), ("a", "b", "c")),
        (rule(Action.UNION), case(("a", "b"), ("a", "c"), base=("a",), type=MULTI), ("a", "b", "c")),
        (rule(Action.UNION), case(("b",), ("a", "c"), base=("a",), type=MULTI), ("b", "c")),
        (rule(Action.UNION), case(("a",), None, base=("a", "b"), type=MULTI), CRM),
        (rule(Action.UNION), case("a", "b"), None),
        (rule(Action.MERGE_TEXT), case("x\nb", "a\ny", base="a\nb", type=LONG), None),
        (rule(Action.MERGE_TEXT), case("x\nb\nc", "a\nb\ny", base="a\nb\nc", type=LONG), "x\nb\ny"),
        (rule(Action.MERGE_TEXT), case("a\nmine", "a\ntheirs", base="a", type=LONG), "a\nmine\ntheirs"),
        (rule(Action.MERGE_TEXT), case("a\nb", "a", base="a\nb\nc", type=LONG), None),
        (rule(Action.MERGE_TEXT), case("a\nb", "a\nc", type=LONG), None),
        (rule(Action.MERGE_TEXT, grain=Grain.WORDS), case("a x b", "a b y", base="a b"), "a x b y"),
        (rule(Action.MERGE_TEXT), case("1", "2", base="3", type=T.NUMBER), None),
        (rule(Action.EXPRESSION, expression="hub + '/' + crm"), case("a", "b"), "a/b"),
        (rule(Action.EXPRESSION, expression="hub < crm ? crm : hub"), case("a", "b"), CRM),
        (rule(Action.EXPRESSION, expression="hub_at < crm_at ? crm : hub"), case("a", "b"), CRM),
        (rule(Action.EXPRESSION, expression="hub > crm ? hub : crm"), case("9", "10.50", type=T.MONEY), CRM),
        (rule(Action.EXPRESSION, expression="base == 'z' ? base : hub"), case("a", "b", base="z"), "z"),
        (rule(Action.HUB, when="hub_by == 'person:anna'"), case("a", "b"), HUB),
        (rule(Action.HUB, when="crm == 'x'"), case("a", "b"), None),
        (rule(Action.HUB, when="record.x == 'a' && connection == 'hs'"), case("a", "b", record={"x": "a"}), HUB),
    ],
)  # fmt: skip
def test_every_action(one: ConflictRule, about: Case, wanted: object) -> None:
    assert said(one, about) == wanted


@pytest.mark.parametrize(
    ("scope", "fits"),
    [
        ({"connection": "hs"}, True),
        ({"connection": "sf"}, False),
        ({"object": "deal", "field": "x"}, True),
        ({"object": "contact"}, False),
        ({"field": "y"}, False),
        ({"types": (T.TEXT, T.URL)}, True),
        ({"types": (T.LONG_TEXT,)}, False),
    ],
)
def test_a_rule_speaks_only_in_its_scope(scope: dict[str, Any], fits: bool) -> None:
    assert (decide([rule(Action.HUB, **scope)], case("a", "b")) is not None) == fits


@pytest.mark.parametrize(
    "expression", ["string(1 / 0)", "tags", "hub + hub + string(int(crm))", "hub.matches('('"]
)
def test_a_rule_that_breaks_leaves_it_to_a_person_and_says_why(expression: str) -> None:
    careless = ConflictRule(name="careless", action=Action.CRM)
    found = decide([rule(Action.EXPRESSION, expression=expression), careless], case("a", "b"))
    assert found is not None
    assert (found.outcome, found.rule) == (Outcome.ASK, "r")
    assert found.problem


def test_several_fields_together_go_to_one_side() -> None:
    fields = tuple(Field(name=one, type=T.TEXT, label=one) for one in ("first", "last"))
    about = Case(
        connection="hs", object="contact", rule="name", fields=fields, hub=("Ann", None), crm=("Anna", "Lee")
    )
    by = "size(hub.last) > 0 ? 'hub' : crm.first == 'Anna' ? 'crm' : 'ask'"
    assert said(rule(Action.EXPRESSION, expression=by), about) is CRM
    assert said(rule(Action.NEVER_BLANK), about) is None
    assert said(rule(Action.UNION), about) is None
    broken = decide([rule(Action.EXPRESSION, expression="hub.first")], about)
    assert broken is not None and broken.outcome is ASK and broken.problem


def test_rules_that_name_a_field_go_before_the_mappings_policy_and_others_after_it() -> None:
    named = rule(Action.HUB, field="x")
    general = ConflictRule(name="general", action=Action.CRM)
    rules = RuleBook((general, named)).at(0)
    asked, newest = case("a", "b"), case("a", "b", policy=Policy.NEWEST)
    assert [one.name for one in rules.named] == ["r"]
    assert ruling(rules, newest) == ruling(rules, asked)
    others = RuleBook((general,)).at(0)
    assert ruling(others, newest) is None
    found = ruling(others, asked)
    assert found is not None and found.outcome is CRM


def test_off_and_ended_rules_are_not_in_force() -> None:
    book = RuleBook((rule(Action.HUB, until=100), ConflictRule(name="off", action=Action.CRM, enabled=False)))
    assert book.at(99).others[0].name == "r"
    only_before_newest = {"default.by-hand", "default.near"}
    left = [one.name for one in DEFAULTS if one.name not in only_before_newest]
    assert [one.name for one in book.at(100).others] == left


def test_the_built_in_rules_never_choose_between_two_values() -> None:
    rules = RuleBook().at(0)
    for about in (case("a", "b"), case("a", "b", type=LONG), case("lead", "won", type=T.CHOICE)):
        assert ruling(rules, about) is None
    kept = ruling(rules, case(("a",), ("b",), type=MULTI))
    assert kept is not None and kept.values == (("a", "b"),)
    filled = ruling(rules, case("a", None))
    assert filled is not None and filled.outcome is HUB


def test_what_time_says_nothing_about_is_settled_before_the_newest_and_by_nothing_else() -> None:
    rules = RuleBook().at(0)

    def by(about: Case) -> tuple[str, Outcome] | None:
        found = ruling(rules, about)
        return None if found is None else (found.rule, found.outcome)

    later: dict[str, Any] = {"policy": Policy.NEWEST, "hub_at": 9_000}
    imported: dict[str, Any] = {"hub_by": "import:fair", "base": "c"}
    assert by(case("a", "b", **later | imported)) == ("default.by-hand", CRM)
    assert by(case("a", "b", **imported)) is None  # somebody unknown in the CRM: a person is asked
    assert by(case("Berlni", "Berlin", base="Bonn", **later)) == ("default.near", ASK)
    assert by(case("n/a", "Berlin", base="Bonn", **later)) == ("default.valid-form", CRM)
    assert by(case("a", "b", base="c", **later)) is None  # the newest
    assert ruling(RuleBook(defaults=False).at(0), case("n/a", "Berlin", **later)) is None


def test_books_are_changed_by_name() -> None:
    a, b, c = (ConflictRule(name=one, action=Action.ASK) for one in "abc")
    book = RuleBook((a, b)).added(c, at=0)
    assert [one.name for one in book.rules] == ["c", "a", "b"]
    assert [one.name for one in book.moved("c", 1).rules] == ["a", "c", "b"]
    assert book.added(replace(a, action=Action.HUB)).rules[1].action is Action.HUB
    assert not book.switched("a", enabled=False).of("a").enabled
    assert [one.name for one in book.without("a").rules] == ["c", "b"]
    with pytest.raises(NotFound):
        book.without("nobody")
    with pytest.raises(RulesInvalid, match="two rules 'a'"):
        RuleBook((a, a))
    with pytest.raises(RulesInvalid, match="built-in"):
        RuleBook((ConflictRule(name="default.x", action=Action.ASK),))


@pytest.mark.parametrize("more", [{"action": Action.SOURCES}, {"action": Action.EXPRESSION}, {"name": "a b"}])
def test_a_rule_that_makes_no_sense_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(RulesInvalid, match="rule "):
        ConflictRule(**{"name": "r", "action": Action.ASK, **more})


def conflict(rule: str = "title") -> Conflict:
    side = Candidate(values=("a",))
    return Conflict(
        id="c1", link=("hs", "contacts", "1"), record_id="r", rule=rule, hub_fields=("title",), crm_fields=("t",),
        hub=side, crm=side, opened_at=1, run="",
    )  # fmt: skip


def test_one_decision_becomes_a_rule_for_all_alike_with_an_end() -> None:
    made = rule_from(conflict(), Choice.CRM, hub_object="contact", days=30, now=5)
    assert (made.action, made.connection, made.object, made.field) == (Action.CRM, "hs", "contact", "title")
    assert made.until == 5 + 30 * DAY_MS
    with pytest.raises(Invalid, match="none for others"):
        rule_from(conflict(), Choice.VALUE, hub_object="contact", days=30, now=5)
    with pytest.raises(Invalid, match="record by record"):
        rule_from(conflict(DELETION), Choice.HUB, hub_object="contact", days=30, now=5)
    with pytest.raises(Invalid, match="days"):
        rule_from(conflict(), Choice.HUB, hub_object="contact", days=0, now=5)


def test_the_later_edit_overwrites_no_value_with_nothing() -> None:
    blank = case("a", None, policy=Policy.NEWEST, hub_at=1_000, crm_at=9_000)
    kept = ruling(RuleBook().at(1), blank)
    assert kept is not None
    assert (kept.rule, kept.outcome) == ("default.never-blank", HUB)
    filled = case("a", "b", policy=Policy.NEWEST, hub_at=1_000, crm_at=9_000)
    assert ruling(RuleBook().at(1), filled) is None  # the policy decides
    assert ruling(RuleBook(defaults=False).at(1), blank) is None
