"""A mapping tried on real values: what is refused, lost, or not taken is counted and shown by an example."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.mapping import Direction, FieldRule, Mapping
from core.mapping_circles import circle_in
from core.mapping_diff import difference
from core.mapping_draft import draft
from core.mapping_files import dump_mapping, load_mapping
from core.mapping_preview import preview
from core.mapping_trial import Finding, try_mapping
from core.schema import Choice, Field, FieldType, Object
from core.translate import NO_REFERENCES, Translation, compile_mapping


def field(name: str, type: FieldType = FieldType.TEXT, **more: Any) -> Field:
    return replace(Field(name=name, type=type, label=name), **more)


def object_(name: str, *fields: Field) -> Object:
    return Object(name=name, label=name, plural=name, fields={one.name: one for one in fields})


HUB = object_(
    "contact",
    field("email", FieldType.EMAIL, key=True),
    field("stage", FieldType.CHOICE, choices=(Choice(value="new", label="New"),)),
    field("size", FieldType.NUMBER),
    field("title", required=True),
)
CRM = object_(
    "people",
    field("mail", FieldType.EMAIL),
    field("phase"),
    field("size"),
    field("job", max_length=4),
)


def mapping(*rules: FieldRule, connection: str = "hs", **more: Any) -> Mapping:
    made = Mapping(connection=connection, hub_object="contact", crm_object="people", rules=rules)
    return replace(made, **more)


def rule(hub: str, crm: str, **more: Any) -> FieldRule:
    return replace(FieldRule(name=hub, hub=(hub,), crm=(crm,)), **more)


def made(*rules: FieldRule, **more: Any) -> Translation:
    return compile_mapping(mapping(*rules, **more), HUB, CRM)


def told(found: tuple[Finding, ...]) -> list[tuple[str, str, int]]:
    return [(one.rule, one.field, one.count) for one in found]


def test_values_that_fit_both_ways_are_no_finding() -> None:
    translation = made(rule("email", "mail"), rule("title", "job"))
    assert try_mapping(translation, [("a@x.eu", "boss")], [{"email": "b@x.eu", "title": "cook"}]) == ()


def test_refusals_are_counted_with_the_first_as_example() -> None:
    translation = made(rule("size", "size"))
    [found] = try_mapping(translation, [("12",), ("many",), ("few",)], [])
    assert (found.rule, found.count, found.given) == ("size", 2, ("many",))
    assert "taken into the hub" in found.message
    assert "many" not in found.message


def test_a_choice_that_is_not_offered_and_a_text_too_long_are_told_with_the_side() -> None:
    translation = made(rule("stage", "phase"), rule("title", "job"))
    found = try_mapping(translation, [("old", "cook"), ("new", None)], [{"title": "a baker"}])
    assert told(found) == [("stage", "stage", 1), ("title", "title", 1), ("title", "", 1)]
    assert "the hub does not offer" in found[0].message
    assert "requires 'title'" in found[1].message
    assert "longer than the 4 characters" in found[2].message


def test_a_lens_that_loses_words_is_told_by_the_put_get_law() -> None:
    translation = made(rule("title", "job", lens="truncate"))
    [found] = try_mapping(translation, [], [{"title": "a baker"}, {"title": "cook"}])
    assert (found.count, found.fatal) == (1, False)
    assert "(PutGet)" in found.message
    assert found.given == ("a baker",)


def test_one_way_rules_are_tried_that_way_only() -> None:
    translation = made(rule("size", "size", direction=Direction.TO_CRM))
    assert try_mapping(translation, [("many",)], [{"size": "3"}]) == ()


def test_match_keys_that_records_share_are_counted_as_the_engine_compares_them() -> None:
    translation = made(rule("email", "mail"), match=(("email",),))
    [found] = try_mapping(translation, [("A@x.eu",), ("a@x.eu",), ("b@x.eu",), (None,), (None,)], [])
    assert (found.field, found.count) == ("email", 2)
    assert "2 of 5" in found.message


# circles ------------------------------------------------------------------------------------------------------------
OUT_AND_BACK = (
    rule("a", "x", direction=Direction.TO_CRM),
    rule("b", "x", direction=Direction.TO_HUB),
)


def test_a_circle_over_two_connections_is_found_and_named() -> None:
    one = mapping(*OUT_AND_BACK)
    back = mapping(
        rule("b", "y", direction=Direction.TO_CRM),
        rule("a", "y", direction=Direction.TO_HUB),
        connection="sf",
    )
    circle = circle_in([one, back])
    assert circle[0] == circle[-1]
    assert set(circle) == {"contact.a", "contact.b"}
    assert circle_in([one]) == circle_in([back]) == ()


def test_a_rule_that_goes_both_ways_is_no_circle() -> None:
    assert circle_in([mapping(rule("a", "x")), mapping(rule("a", "y"), connection="sf")]) == ()


# differences -----------------------------------------------------------------------------------------------------------
def test_a_difference_names_rule_and_part() -> None:
    before = mapping(rule("email", "mail"), rule("title", "job"), match=(("email",),))
    after = mapping(rule("email", "mail", lens="lower"), rule("size", "size"))
    assert [(one.rule, one.part, one.before, one.after) for one in difference(before, after)] == [
        ("", "match", "email", ""),
        ("email", "lens", "auto", "lower"),
        ("title", "rule", "title <-> job", ""),
        ("size", "rule", "", "size <-> size"),
    ]
    assert difference(before, replace(before, rules=before.rules[::-1], version=7)) == ()


# previews --------------------------------------------------------------------------------------------------------------
def test_a_preview_shows_old_and_new_on_either_side_and_what_cannot_be() -> None:
    translation = made(rule("title", "job"), rule("size", "size"))
    found = preview(translation, {"title": "cook", "size": "3"}, ("chef", "many"), NO_REFERENCES)
    assert [(one.side, one.field, one.before, one.after) for one in found] == [
        ("hub", "title", "cook", "chef"),
        ("crm", "job", "chef", "cook"),
        ("hub", "size", "3", None),
        ("crm", "size", "many", "3"),
    ]
    assert [bool(one.trouble) for one in found] == [False, False, True, False]
    fresh = preview(translation, None, ("chef", None), NO_REFERENCES)
    assert [(one.side, one.before, one.after) for one in fresh] == [("hub", None, "chef")]


# drafts ----------------------------------------------------------------------------------------------------------------
def test_a_draft_can_be_compiled_and_reads_back() -> None:
    crm = replace(CRM, fields={**CRM.fields, "job": field("job", read_only=True)})
    found = draft("hs", HUB, crm, [("title", "job"), ("email", "mail")])
    assert found is not None
    assert [(one.name, one.direction) for one in found.rules] == [
        ("email", Direction.BOTH),
        ("title", Direction.TO_HUB),
    ]
    assert found.match == (("email",),)
    compile_mapping(found, HUB, crm)
    assert load_mapping(dump_mapping(found), "draft") == found
    assert draft("hs", HUB, CRM, []) is None
