"""A mapping's filter: what its text names, what it says of records, and what is told where it cannot be used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import MappingInvalid
from core.filter_words import names_in, texts_about, with_names, with_texts, with_variables
from core.filtering import FILTER, Out, Sieve, compile_filter, filter_problems, tally
from core.mapping import FieldRule, Filter, Leave, Mapping
from core.records import UNSET, RemoteRecord, Value
from core.schema import Choice, Field, FieldType, Object
from core.translate import compile_mapping

T = FieldType
HASH = "9f1c40ab"


def side(object: str, /, **types: FieldType) -> Object:
    fields = {one: Field(name=one, type=type, label=one) for one, type in types.items()}
    return Object(name=object, label=object, plural=object, fields=fields)


HUB = side("contact", name=T.TEXT, stage=T.CHOICE, amount=T.MONEY, tags=T.MULTI_CHOICE, active=T.BOOL)
CRM = side("contacts", n=T.TEXT, s=T.CHOICE, deals=T.NUMBER)
CRM = replace(
    CRM,
    fields={
        **CRM.fields,
        HASH: Field(name=HASH, type=T.CHOICE, label="Segment", choices=(Choice(value="27", label="Gold"),)),
    },
)


def mapping(hub: str = "", crm: str = "", leave: Leave = Leave.PAUSE) -> Mapping:
    rules = (FieldRule(name="name", hub=("name",), crm=("n",)),)
    filter = Filter(hub=hub, crm=crm, leave=leave)
    return Mapping(connection="x", hub_object="contact", crm_object="contacts", rules=rules, filter=filter)


def sieve(hub: str = "", crm: str = "") -> Sieve:
    return compile_filter(mapping(hub, crm), HUB, CRM)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('stage == "lead" && !active', ("stage", "active")),
        ("name.startsWith('A.b') || size(tags) > 2", ("name", "tags")),
        ('tags.exists(t, t == "x") && t_ != null', ("tags", "t_")),
        (f'`{HASH}` in ["27"] // and not active', (HASH,)),
        ("address.city.size() > 1.5e3 && has == r'a\\b'", ("address.city", "has")),
        ('"stage" == name && true', ("name",)),
        ("string(amount).matches('[a-z]+')", ("amount",)),
    ],
)
def test_the_fields_a_filter_names(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_names_and_choices_are_exchanged_outside_of_other_texts_only() -> None:
    text = 'a == "1" && name != "a" && a in ["1", "2"] && "3" in a // a'
    assert (
        with_names(text, {"a": "b", "name": "9x"})
        == 'b == "1" && `9x` != "a" && b in ["1", "2"] && "3" in b // a'
    )
    about = texts_about(text)["a"]
    assert [one.value for one in about] == ["1", "1", "2", "3"]
    changed = with_texts(text, {one: f"n{one.value}" for one in about})
    assert changed == 'a == "n1" && name != "a" && a in ["n1", "n2"] && "n3" in a // a'
    assert with_variables("`in` == `in` && b") == ("field_0_ == field_0_ && b", {"field_0_": "in", "b": "b"})


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_any_text_has_words_and_stays_as_it_is_where_nothing_is_exchanged(text: str) -> None:
    names = names_in(text)
    assert with_names(text, {}) == text
    assert all(name in text for name in names)


@pytest.mark.parametrize(
    ("hub", "fields", "out"),
    [
        ('stage != "lead"', {"stage": "customer"}, None),
        ('stage != "lead"', {"stage": "lead"}, Out("the hub's filter does not hold")),
        ('stage != "lead"', {}, None),  # an empty text is ""
        ("amount != null && amount > 100.0", {"amount": "100.5"}, None),
        ("amount != null && amount > 100.0", {}, Out("the hub's filter does not hold")),
        ("active", {"active": True}, None),
        ('"vip" in tags', {"tags": ("new", "vip")}, None),
    ],
)
def test_what_is_in(hub: str, fields: dict[str, Value], out: Out | None) -> None:
    assert sieve(hub).hub_out(fields) == out


@pytest.mark.parametrize(
    ("hub", "fields"), [("amount > 100.0", {}), ("active", {}), ("1 / (size(name) - 1) > 0", {"name": "x"})]
)
def test_what_the_filter_fails_on_is_in_doubt(hub: str, fields: dict[str, Value]) -> None:
    out = sieve(hub).hub_out(fields)
    assert out is not None
    assert out.doubt
    assert out.reason.startswith("in doubt: the hub's filter")


def test_a_pair_is_out_where_either_side_is_and_certainty_is_told_before_doubt() -> None:
    both = sieve("amount > 1.0", f'`{HASH}` == "27"')
    at = mapping(crm=f'`{HASH}` == "27"').crm_fields
    assert at == ("n", HASH)  # read although no rule maps it
    assert both.pair_out({"amount": "2"}, ("x", "27")) is None
    assert both.pair_out({"amount": "2"}, ("x", "28")) == Out("the CRM's filter does not hold")
    assert both.pair_out({}, ("x", "28")) == Out("the CRM's filter does not hold")
    doubt = both.pair_out({}, ("x", "27"))
    assert doubt is not None
    assert doubt.doubt
    unread = both.crm_out(("x", UNSET))  # type: ignore[arg-type]
    assert unread is not None
    assert unread.doubt


def test_a_field_that_is_lost_leaves_everything_in_doubt_and_is_not_asked_for() -> None:
    made = compile_mapping(mapping(crm='s == "a"'), HUB, CRM, lost=frozenset({"s"}))
    assert made.unread == {"s"}
    assert made.watched_at == (1,)
    out = made.sieve.crm_out(("x", "a"))
    assert out is not None
    assert out.doubt


@pytest.mark.parametrize(
    ("hub", "crm", "field", "message", "advice"),
    [
        (
            'stag == "x"',
            "",
            "stag",
            "filter.hub names 'stag', which contact does not have",
            "Did you mean stage?",
        ),
        ("", "9f == 1", "", "filter.crm: ", ""),
        ("", "`9f1c40aa` == ''", "9f1c40aa", "filter.crm names '9f1c40aa'", "Did you mean `9f1c40ab`?"),
        (
            "stage",
            "",
            "",
            "filter.hub: the expression makes a value of type string, but 'bool' is needed",
            "Convert",
        ),
        ("stage ==", "", "", "filter.hub: ", "Correct the expression"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    hub: str, crm: str, field: str, message: str, advice: str
) -> None:
    [problem] = filter_problems(Filter(hub=hub, crm=crm), HUB, CRM)
    assert (problem.rule, problem.field, problem.fatal) == (FILTER, field, True)
    assert problem.message.startswith(message)
    assert problem.advice.startswith(advice)
    with pytest.raises(MappingInvalid, match=r"filter\."):
        sieve(hub, crm)


def test_a_filter_that_names_no_field_is_only_warned_of() -> None:
    [problem] = filter_problems(Filter(hub="1 < 2"), HUB, CRM)
    assert not problem.fatal
    assert sieve("1 < 2").hub_out({}) is None


def test_sampled_records_are_counted_by_reason() -> None:
    remotes = [RemoteRecord(id=str(at), values=("x", "a" if at else "b"), modified=1) for at in range(4)]
    told = tally(sieve("amount > 1.0", 's == "b"'), remotes, [{"amount": "2"}, {}])
    assert [one.message.partition(" sampled")[0] for one in told] == ["3", "1"]
    assert not any(one.fatal for one in told)
