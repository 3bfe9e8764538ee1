"""What the far side would not take of real values, shared match keys, and values that would run in a circle."""

from __future__ import annotations

from dataclasses import replace

from core.mapping import Direction, FieldRule, Mapping
from core.mapping_check import check_mapping
from core.mapping_circles import circle_in
from core.mapping_fit import match_key, misfits, shared_keys
from core.records import RemoteRecord, Value
from core.schema import Choice, Field, FieldType, Object
from core.translate import Translation, compile_mapping

HUB = Object(
    name="contact",
    label="Contact",
    plural="Contacts",
    fields={
        "email": Field(name="email", type=FieldType.EMAIL, label="Email", key=True),
        "stage": Field(
            name="stage", type=FieldType.CHOICE, label="Stage", choices=(Choice(value="new", label="New"),)
        ),
        "title": Field(name="title", type=FieldType.TEXT, label="Title", required=True, max_length=4),
    },
)
CRM = Object(
    name="people",
    label="Person",
    plural="People",
    fields={
        "mail": Field(name="mail", type=FieldType.EMAIL, label="Mail"),
        "phase": Field(name="phase", type=FieldType.TEXT, label="Phase"),
        "job": Field(name="job", type=FieldType.TEXT, label="Job"),
    },
)


def rule(hub: str, crm: str, direction: Direction = Direction.BOTH) -> FieldRule:
    return FieldRule(name=hub, hub=(hub,), crm=(crm,), direction=direction)


def mapping(*rules: FieldRule, connection: str = "hs") -> Mapping:
    return Mapping(connection=connection, hub_object="contact", crm_object="people", rules=rules)


def made(*rules: FieldRule) -> Translation:
    return compile_mapping(replace(mapping(*rules), match=(("email",),)), HUB, CRM)


def remotes(*rows: tuple[Value, ...]) -> list[RemoteRecord]:
    return [RemoteRecord(id=str(at), values=row, modified=1) for at, row in enumerate(rows)]


def test_values_that_fit_are_no_finding() -> None:
    translation = made(rule("email", "mail"), rule("title", "job"))
    assert misfits(translation, remotes(("a@x.eu", "boss")), [{"email": "b@x.eu", "title": "cook"}]) == []


def test_misfits_are_told_once_with_their_count_and_without_a_value() -> None:
    translation = made(rule("stage", "phase"), rule("title", "job"))
    found = misfits(translation, remotes(("vintage", "cook"), ("antique", None), ("new", "a baker")), [])
    assert [(one.rule, one.message.rpartition(": ")[2]) for one in found] == [
        ("stage", "2 sampled records"),
        ("title", "1 sampled records"),
        ("title", "1 sampled records"),
    ]
    assert "requires 'title'" in found[1].message
    assert "holds 4 characters" in found[2].message
    assert not any(word in repr(found) for word in ("vintage", "antique", "baker"))
    assert not any(one.fatal for one in found)


def test_shared_match_keys_are_counted_as_the_engine_compares_them() -> None:
    translation = made(rule("email", "mail"))
    rows = remotes(("A@x.eu",), ("a@x.eu",), ("b@x.eu",), (None,), (None,))
    assert shared_keys(translation, ("email",), rows) == 2
    assert match_key(translation, ("email",), ("A@x.eu",)) == ("a@x.eu",)
    assert match_key(translation, ("email",), (None,)) is None


# circles ------------------------------------------------------------------------------------------------------------
def test_a_circle_over_two_connections_is_found_and_named() -> None:
    one = mapping(rule("a", "x", Direction.TO_CRM), rule("b", "x", Direction.TO_HUB))
    back = mapping(rule("b", "y", Direction.TO_CRM), rule("a", "y", Direction.TO_HUB), connection="sf")
    circle = circle_in([one, back])
    assert circle[0] == circle[-1]
    assert set(circle) == {"contact.a", "contact.b"}
    assert circle_in([one]) == circle_in([back]) == ()


def test_a_rule_that_goes_both_ways_is_no_circle() -> None:
    assert circle_in([mapping(rule("a", "x")), mapping(rule("a", "y"), connection="sf")]) == ()


def test_what_is_not_listed_is_only_told_where_it_is_taken_all_the_same() -> None:
    listed = Field(
        name="phase", type=FieldType.CHOICE, label="Phase", choices=(Choice(value="old", label="Old"),)
    )
    told = []
    for phase in (listed, replace(listed, open=True)):
        crm = replace(CRM, fields={**CRM.fields, "phase": phase})
        wanted = mapping(rule("stage", "phase"))
        [problem] = [one for one in check_mapping(wanted, HUB, crm) if one.field == "phase"]
        found = misfits(compile_mapping(wanted, HUB, crm), [], [{"stage": "new"}])
        told.append((problem.message, problem.fatal, len(found)))
    assert told == [
        ("field 'phase' does not offer 'new'", False, 1),
        ("field 'phase' does not list 'new', but takes what it does not list", False, 0),
    ]
