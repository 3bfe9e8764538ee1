"""Rules as files: what is written reads back the same, and what is wrong is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RulesInvalid
from core.rule_files import MOST_RULES, check_rules, dump_rules, load_rules
from core.rules import Action, ConflictRule, Grain, RuleBook
from core.schema import Field, FieldType, Object

FIELDS = {
    "title": FieldType.TEXT,
    "amount": FieldType.MONEY,
    "tags": FieldType.MULTI_CHOICE,
}
HUB = {
    "deal": Object(
        name="deal",
        label="Deal",
        plural="Deals",
        fields={name: Field(name=name, type=type, label=name) for name, type in FIELDS.items()},
    )
}
NAMES = st.text(alphabet="abcDEF012-_.", min_size=1, max_size=12).filter(
    lambda one: not one.startswith("default.")
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def rules(draw: st.DrawFn) -> ConflictRule:
    action = draw(st.sampled_from(list(Action)))
    return ConflictRule(
        name=draw(NAMES),
        action=action,
        connection=draw(TEXTS),
        object=draw(TEXTS),
        field=draw(TEXTS),
        types=tuple(draw(st.lists(st.sampled_from(list(FieldType)), max_size=2))),
        when=draw(TEXTS),
        sources=tuple(draw(st.lists(TEXTS, min_size=1, max_size=3))) if action is Action.SOURCES else (),
        expression=draw(TEXTS.filter(bool)) if action is Action.EXPRESSION else "",
        grain=draw(st.sampled_from(list(Grain))),
        until=draw(st.none() | st.integers(0, 4_000_000_000_000)),
        enabled=draw(st.booleans()),
        note=draw(TEXTS),
    )


@given(st.lists(rules(), max_size=4, unique_by=lambda one: one.name), st.booleans())
def test_what_is_written_reads_back_equal_and_is_written_the_same(
    some: list[ConflictRule], defaults: bool
) -> None:
    book = RuleBook(tuple(some), defaults=defaults)
    text = dump_rules(book)
    assert load_rules(text, "x") == book
    assert dump_rules(load_rules(text, "x")) == text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("rules = 1", "rules must be a table"),
        ("[rules.a]", "rules.a.action is missing"),
        ('[rules.a]\naction = "latest"', "rules.a.action must be one of"),
        ('[rules.a]\naction = "ask"\nfeild = "x"', "rules.a.feild is not a known key"),
        ('[rules.a]\naction = "ask"\ntypes = ["txt"]', "rules.a.types names 'txt'"),
        ('[rules.a]\naction = "ask"\nuntil = "soon"', "rules.a.until must be a time"),
        ('[rules.a]\naction = "ask"\nenabled = "no"', "rules.a.enabled must be true or false"),
        ('[rules."a b"]\naction = "ask"', "rule 'a b' needs a name"),
        ('[rules.a]\naction = "sources"', "rule 'a' needs `sources`"),
        ('[rules.a]\naction = "expression"', "rule 'a' needs an `expression`"),
        ('[rules."default.x"]\naction = "ask"', "built-in"),
        ("[rules.a\n", "rules.toml is not valid TOML"),
        ("[rules.a]\naction = \"ask\"\nwhen = '" + "x" * 1_000_000 + "'", "rules.a.when is longer"),
        ("".join(f'[rules.r{at}]\naction = "ask"\n' for at in range(MOST_RULES + 1)), "are more than"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(text: str, named: str) -> None:
    with pytest.raises(RulesInvalid, match="rule") as refused:
        load_rules(text, "rules.toml")
    assert named in str(refused.value)
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ({"object": "dael"}, "names hub object 'dael'"),
        ({"field": "titel"}, "names field 'titel'"),
        ({"when": "hub +"}, "is not valid"),
        ({"when": "hub", "field": "title"}, "'bool' is needed"),
        ({"when": "open('/etc/passwd') == ''"}, "undeclared"),
        ({"when": "record.nothing == ''"}, "undeclared"),
        ({"action": Action.EXPRESSION, "expression": "hub + 1", "field": "title"}, "no matching overload"),
        ({"action": Action.EXPRESSION, "expression": "tags.all(a, true)", "field": "title"}, "undeclared"),
    ],
)
def test_a_rule_about_what_is_not_there_is_refused(rule: dict[str, object], named: str) -> None:
    book = RuleBook((ConflictRule(**{"name": "r", "action": Action.ASK, **rule}),))  # type: ignore[arg-type]
    with pytest.raises(RulesInvalid, match="rule 'r'") as refused:
        check_rules(book, HUB)
    assert named in str(refused.value)


def test_rules_that_fit_some_field_are_taken() -> None:
    book = RuleBook(
        (
            ConflictRule(name="any", action=Action.EXPRESSION, expression="hub == '' ? crm : hub"),
            ConflictRule(
                name="sum", action=Action.EXPRESSION, field="amount", expression="hub > crm ? hub : crm"
            ),
            ConflictRule(name="name", action=Action.HUB, field="full_name"),
        )
    )
    check_rules(book, HUB, frozenset({"full_name"}))
