"""Every lens keeps the laws, whatever the values; a lens without a case here fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.equivalence import equivalent
from core.errors import MappingInvalid, TransformError
from core.lenses.shape import Same
from core.mapping import Direction, FieldRule
from core.records import Value
from core.schema import Choice, Field, FieldType
from core.transforms import Lens, lens_for, lenses
from core.values import canonical
from tests.support.values import value_of

T = FieldType
Case = tuple[Lens, tuple[Field, ...], tuple[Field, ...]]


def case(
    lens: str,
    hub: tuple[FieldType, ...],
    crm: tuple[FieldType, ...],
    /,
    *,
    direction: Direction = Direction.BOTH,
    length: int | None = None,
    choices: tuple[Choice, ...] = (),
    **options: str,
) -> Case:
    hub_fields = tuple(Field(name=f"h{at}", type=kind, label="H") for at, kind in enumerate(hub))
    crm_fields = tuple(
        Field(name=f"c{at}", type=kind, label="C", max_length=length, choices=choices)
        for at, kind in enumerate(crm)
    )
    names = {"star": "*"}
    rule = FieldRule(
        name="r",
        hub=tuple(field.name for field in hub_fields),
        crm=tuple(field.name for field in crm_fields),
        lens=lens,
        options={names.get(name, name): text for name, text in options.items()},
        direction=direction,
    )
    return lens_for(rule, hub_fields, crm_fields), hub_fields, crm_fields


def auto_cases() -> list[Case]:
    """Every pair of types that "auto" takes."""
    made = []
    for hub in FieldType:
        for crm in FieldType:
            try:
                made.append(case("auto", (hub,), (crm,)))
            except MappingInvalid:
                continue
    return made


OWNERS = (
    Choice(value="a", label="Anna@x.example"),
    Choice(value="z", label="b"),
    Choice(value="Z", label="yes"),
    Choice(value="1", label="yes"),
)
CASES: dict[str, list[Case]] = {
    "auto": auto_cases(),
    "same": [case("same", (T.TEXT, T.NUMBER), (T.LONG_TEXT, T.MONEY))],
    "reference": [
        case("reference", (hub,), (crm,))
        for hub in (T.REFERENCE, T.MULTI_REFERENCE)
        for crm in (T.REFERENCE, T.MULTI_REFERENCE)
    ],
    "trim": [case("trim", (T.TEXT,), (T.TEXT,)), case("trim", (T.TEXT,), (T.TEXT,), length=5)],
    "lower": [case("lower", (T.EMAIL,), (T.EMAIL,))],
    "upper": [case("upper", (T.TEXT,), (T.TEXT,))],
    "case": [
        case("case", (T.TEXT,), (T.TEXT,), hub="lower", crm="upper"),
        case("case", (T.TEXT,), (T.TEXT,)),
    ],
    "phone_e164": [case("phone_e164", (T.PHONE,), (T.PHONE,), region=region) for region in ("", "DE", "us")],
    "name_split": [
        case("name_split", (T.TEXT, T.TEXT), (T.TEXT,)),
        case("name_split", (T.TEXT, T.TEXT), (T.TEXT,), order="last_first"),
    ],
    "name_join": [
        case("name_join", (T.TEXT,), (T.TEXT, T.TEXT)),
        case("name_join", (T.TEXT,), (T.TEXT, T.TEXT), order="last_first"),
    ],
    "address_lines": [
        case("address_lines", (T.TEXT, T.TEXT), (T.LONG_TEXT,)),
        case("address_lines", (T.TEXT, T.TEXT, T.TEXT), (T.LONG_TEXT,)),
        case("address_lines", (T.LONG_TEXT,), (T.TEXT, T.TEXT, T.TEXT)),
    ],
    "email_list": [
        case("email_list", (T.EMAIL,), (T.TEXT,)),
        case("email_list", (T.EMAIL, T.MULTI_CHOICE), (T.TEXT,), separator="comma"),
    ],
    "choice_map": [
        case("choice_map", (kind,), (kind,), a="b", b="Z|z", A="0", star=star)
        for kind in (T.CHOICE, T.MULTI_CHOICE)
        for star in ("keep", "empty", "refuse")
    ],
    "label": [
        case("label", (kind,), (T.CHOICE,), choices=OWNERS, fallback=fallback)
        for kind in (T.EMAIL, T.TEXT)
        for fallback in ("", "leave", "b")
    ],
    "bool_words": [
        case("bool_words", (T.BOOL,), (T.CHOICE,)),
        case("bool_words", (T.BOOL,), (T.TEXT,), otherwise="no"),
        case("bool_words", (T.TEXT,), (T.BOOL,), yes="a", no="b"),
    ],
    "multi_join": [
        case("multi_join", (T.MULTI_CHOICE,), (T.TEXT,), separator=separator) for separator in (";", ",", "|")
    ]
    + [case("multi_join", (T.TEXT,), (T.MULTI_CHOICE,))],
    "stage_status": [
        case("stage_status", (T.CHOICE,), (T.CHOICE, T.CHOICE), a="1", b="z", z="=yes"),
        case("stage_status", (T.TEXT,), (T.TEXT, T.TEXT), a="a", z="=b"),
    ],
    "percent": [case("percent", (T.NUMBER,), (T.NUMBER,), crm=crm) for crm in ("share", "percent")],
    "scale": [case("scale", (T.MONEY,), (T.NUMBER,), factor=factor) for factor in ("100", "0.01", "12.8")],
    "money_with_code": [case("money_with_code", (T.MONEY, T.CHOICE), (T.TEXT,))],
    "date_of_datetime": [
        case("date_of_datetime", hub, crm, zone=zone)
        for hub, crm in (((T.DATE,), (T.DATETIME,)), ((T.DATETIME,), (T.DATE,)))
        for zone in ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia")
    ],
    "epoch_ms": [case("epoch_ms", (kind,), (T.NUMBER,)) for kind in (T.DATE, T.DATETIME)],
    "span": [case("span", (T.DATETIME, T.NUMBER), (T.DATETIME, T.DATETIME))],
    "day_and_clock": [case("day_and_clock", (T.DATETIME,), (T.DATE, T.TEXT))],
    "minutes": [
        case("minutes", (T.NUMBER,), (T.NUMBER,), unit=unit)
        for unit in ("minutes", "seconds", "milliseconds")
    ],
    "clock_minutes": [case("clock_minutes", (T.NUMBER,), (T.TEXT,))],
    "kind": [
        case("kind", (T.CHOICE,), (T.CHOICE, T.CHOICE), a="a/*", b="*/b", z="*/*"),
        case("kind", (T.CHOICE,), (T.TEXT,), a="a", b="b"),
    ],
    "html_text": [
        case("html_text", (T.LONG_TEXT,), (T.LONG_TEXT,)),
        case("html_text", (T.LONG_TEXT,), (T.LONG_TEXT,), untagged="text"),
    ],
    "url_bare": [
        case("url_bare", (T.URL,), (T.URL,)),
        case("url_bare", (T.URL,), (T.URL,), part="host", scheme="http"),
        case("url_bare", (T.TEXT,), (T.URL,), scheme=""),
    ],
    "expression": [
        case("expression", (T.TEXT, T.TEXT), (T.TEXT,), direction=Direction.TO_CRM, value="h0 + ' ' + h1"),
        case(
            "expression",
            (T.NUMBER,),
            (T.TEXT, T.BOOL),
            direction=Direction.TO_HUB,
            value="c1 == true ? size(c0) : 0",
        ),
    ],
    "truncate": [case("truncate", (T.TEXT,), (T.TEXT,), length=7)],
    "constant": [
        case("constant", (), (T.TEXT,), direction=Direction.TO_CRM, value="Web"),
        case("constant", (T.BOOL,), (T.DATETIME,), direction=Direction.TO_HUB, value="true"),
    ],
}

# Values in which a lens's own notation occurs, beside the arbitrary ones.
SPEECH = st.sampled_from(
    ["a", "b", "z", "Z", "yes", "No", "a;b", "a, b", "12.5 EUR", "EUR 12.5", "EUR", "Anna van der Berg", "Berg, Anna",
     "one\ntwo\r\nthree", "<p>Hi <b>you</b></p><br>&amp;&nbsp;x", "https://www.acme.example/de/", "true", "1", "0.125",
     "2026-11-23", "1795392000000", "a@x.example; b@y.example", "a  b", " <", "&lt;", "<script>x</script>y",
     "09:30", "1:00:30"]
)  # fmt: skip


def one_value(kind: FieldType) -> st.SearchStrategy[Value]:
    if kind in (T.TEXT, T.LONG_TEXT, T.CHOICE, T.EMAIL, T.PHONE, T.URL):
        return st.one_of(value_of(kind), SPEECH)
    if kind in (T.NUMBER, T.MONEY):
        return st.one_of(value_of(kind), st.sampled_from(["0", "1", "86400000"]))
    if kind is T.MULTI_CHOICE:
        return st.one_of(
            value_of(kind),
            st.sets(st.sampled_from(["a", "b", "z", "Z", "0"]), min_size=1).map(lambda s: tuple(sorted(s))),
        )
    return value_of(kind)


def values_of(fields: tuple[Field, ...]) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.tuples(*(one_value(field.type).map(partial(within, field)) for field in fields))


def within(field: Field, value: Value) -> Value:
    """A CRM never holds more than its field's length, counted as strictly as any of them does."""
    if not isinstance(value, str) or field.max_length is None:
        return value
    return value.encode("utf-16-le")[: 2 * field.max_length].decode("utf-16-le", "ignore") or None


def is_canonical(fields: tuple[Field, ...], values: tuple[Value, ...]) -> bool:
    return len(fields) == len(values) and all(
        canonical(field.type, value) == value for field, value in zip(fields, values, strict=True)
    )


def attempt(convert: Callable[[], tuple[Value, ...]]) -> tuple[Value, ...] | None:
    """The result, or None where the lens refuses; any other failure fails the test."""
    try:
        return convert()
    except TransformError:
        return None


def test_every_lens_of_the_registry_has_cases_and_a_description() -> None:
    assert set(CASES) == set(lenses())
    assert all(CASES.values())
    assert all(len(text) > 20 for text in lenses().values())


LAWS = [(name, at) for name, made in CASES.items() for at in range(len(made))]
thorough = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
unchanged = settings(thorough, max_examples=20)  # a value stays as it is, for fifty pairs of types


@pytest.mark.parametrize(("name", "at"), LAWS)
def test_a_lens_keeps_the_laws(name: str, at: int) -> None:
    lens, hub_fields, crm_fields = CASES[name][at]
    nothing = (None,) * len(crm_fields)

    @(unchanged if isinstance(lens, Same) else thorough)
    @given(values_of(hub_fields), values_of(crm_fields))
    def laws(hub: tuple[Value, ...], crm: tuple[Value, ...]) -> None:
        got = attempt(lambda: lens.to_hub(crm))
        if got is not None:
            assert is_canonical(hub_fields, got)
            if name != "expression" and (
                name != "constant" or crm != nothing
            ):  # one way: nothing is put back
                assert lens.to_crm(got, crm) == crm, "GetPut"
        for now in (nothing, crm):
            put = attempt(lambda now=now: lens.to_crm(hub, now))  # type: ignore[misc]
            if put is None:
                continue
            assert is_canonical(crm_fields, put)
            if name == "expression":
                continue  # one way: nothing is read back
            again = lens.to_hub(put)
            if lens.invertible:
                for field, meant, read in zip(hub_fields, hub, again, strict=True):
                    assert equivalent(field.type, meant, read), "PutGet"
            # What was read back once is read back the same ever after: no ping-pong.
            settled = attempt(lambda again=again: lens.to_crm(again, nothing))  # type: ignore[misc]
            if settled is not None:
                for field, once, ever in zip(hub_fields, again, lens.to_hub(settled), strict=True):
                    assert equivalent(field.type, once, ever), "settled"

    laws()


INVERTIBLE_EXAMPLES: list[tuple[Case, tuple[Value, ...], tuple[Value, ...]]] = [
    (case("name_split", (T.TEXT, T.TEXT), (T.TEXT,)), ("Anna", "van der Berg"), ("Anna van der Berg",)),
    (case("name_split", (T.TEXT, T.TEXT), (T.TEXT,)), ("Anna Maria", "Cruz"), ("Anna Maria Cruz",)),
    (case("name_split", (T.TEXT, T.TEXT), (T.TEXT,)), (None, "Madonna"), ("Madonna",)),
    (case("name_split", (T.TEXT, T.TEXT), (T.TEXT,), order="last_first"), ("Jo", "de Wit"), ("de Wit, Jo",)),
    (case("name_join", (T.TEXT,), (T.TEXT, T.TEXT)), ("Anna Berg",), ("Anna", "Berg")),
    (case("address_lines", (T.TEXT, T.TEXT), (T.LONG_TEXT,)), ("Main St 1", "2nd floor"), ("Main St 1\n2nd floor",)),
    (case("address_lines", (T.TEXT, T.TEXT), (T.LONG_TEXT,)), (None, "2nd floor"), ("\n2nd floor",)),
    (case("address_lines", (T.TEXT,), (T.TEXT, T.TEXT)), ("Main St 1\n2nd floor",), ("Main St 1", "2nd floor")),
    (case("address_lines", (T.TEXT,), (T.TEXT, T.TEXT, T.TEXT)), ("Main St 1",), ("Main St 1", None, None)),
    (case("choice_map", (T.CHOICE,), (T.CHOICE,), won="Closed Won|Done"), ("won",), ("Closed Won",)),
    (case("label", (T.EMAIL,), (T.CHOICE,), choices=OWNERS), ("Anna@x.example",), ("a",)),
    (case("stage_status", (T.CHOICE,), (T.CHOICE, T.CHOICE), new="1", won="=won"), ("new",), ("1", "open")),
    (case("stage_status", (T.CHOICE,), (T.CHOICE, T.CHOICE), new="1", won="=won"), ("won",), (None, "won")),
    (case("bool_words", (T.BOOL,), (T.TEXT,), yes="Ja", no="Nein"), (False,), ("Nein",)),
    (case("percent", (T.NUMBER,), (T.NUMBER,)), ("12.5",), ("0.125",)),
    (case("percent", (T.NUMBER,), (T.NUMBER,), crm="percent"), ("0.125",), ("12.5",)),
    (case("scale", (T.MONEY,), (T.NUMBER,), factor="100"), ("12.34",), ("1234",)),
    (case("money_with_code", (T.MONEY, T.TEXT), (T.TEXT,)), ("12.5", "EUR"), ("12.5 EUR",)),
    (case("date_of_datetime", (T.DATE,), (T.DATETIME,), zone="Europe/Berlin"),
     ("2026-11-23",), ("2026-11-22T23:00:00.000Z",)),
    (case("epoch_ms", (T.DATETIME,), (T.NUMBER,)), ("2026-11-23T00:00:00.000Z",), ("1795392000000",)),
    (case("multi_join", (T.MULTI_CHOICE,), (T.TEXT,), separator="|"), (("a", "b"),), ("a|b",)),
    (case("email_list", (T.EMAIL, T.MULTI_CHOICE), (T.TEXT,)),
     ("a@x.example", ("b@x.example",)), ("a@x.example; b@x.example",)),
    (case("html_text", (T.LONG_TEXT,), (T.LONG_TEXT,)), ("Hi <you>\n& me",), ("Hi &lt;you&gt;<br>&amp; me",)),
    (case("html_text", (T.LONG_TEXT,), (T.LONG_TEXT,), untagged="text"),
     ("Hi <you>\n& me",), ("<div>Hi &lt;you&gt;<br>&amp; me</div>",)),
    (case("url_bare", (T.URL,), (T.URL,)), ("acme.example",), ("https://acme.example",)),
    (case("phone_e164", (T.PHONE,), (T.PHONE,), region="DE"), ("+49301234567",), ("+49301234567",)),
    (case("auto", (T.DATE,), (T.DATETIME,)), ("2026-11-23",), ("2026-11-23T00:00:00.000Z",)),
    (case("auto", (T.NUMBER,), (T.TEXT,)), ("12.5",), ("12.5",)),
    (case("auto", (T.BOOL,), (T.NUMBER,)), (True,), ("1",)),
    (case("auto", (T.CHOICE,), (T.MULTI_CHOICE,)), ("a",), (("a",),)),
    (case("auto", (T.TEXT,), (T.BOOL,)), ("true",), (True,)),
]  # fmt: skip


@pytest.mark.parametrize(("made", "hub", "crm"), INVERTIBLE_EXAMPLES)
def test_a_value_goes_to_the_crm_and_back(made: Case, hub: tuple[Value, ...], crm: tuple[Value, ...]) -> None:
    lens = made[0]
    assert lens.to_crm(hub, (None,) * len(crm)) == crm
    assert lens.to_hub(crm) == hub


KEPT: list[tuple[Case, tuple[Value, ...], tuple[Value, ...], tuple[Value, ...]]] = [
    # (lens, hub now, CRM now, CRM afterwards)
    (case("phone_e164", (T.PHONE,), (T.PHONE,), region="DE"), ("+49301234567",), ("(030) 123-4567",), ("(030) 123-4567",)),
    (case("url_bare", (T.URL,), (T.URL,), part="host"),
     ("acme.example",), ("http://WWW.acme.example/de",), ("http://WWW.acme.example/de",)),
    (case("url_bare", (T.URL,), (T.URL,), part="host"), ("new.example",), ("http://acme.example/de",), ("https://new.example",)),
    (case("email_list", (T.EMAIL,), (T.TEXT,)),
     ("new@x.example",), ("old@x.example; b@x.example",), ("new@x.example; b@x.example",)),
    (case("html_text", (T.LONG_TEXT,), (T.LONG_TEXT,)), ("Hi you",), ("<p>Hi <b>you</b></p>",), ("<p>Hi <b>you</b></p>",)),
    (case("html_text", (T.LONG_TEXT,), (T.LONG_TEXT,), untagged="text"),
     ("a &amp; b\n1 < 2",), ("a &amp; b\r\n1 < 2",), ("a &amp; b\r\n1 < 2",)),
    (case("minutes", (T.NUMBER,), (T.NUMBER,), unit="minutes"), ("1.6",), ("5",), ("2",)),
    (case("choice_map", (T.CHOICE,), (T.CHOICE,), q="One|Two"), ("q",), ("Two",), ("Two",)),
    (case("choice_map", (T.CHOICE,), (T.CHOICE,), q="One", star="empty"), (None,), ("Other",), ("Other",)),
    (case("label", (T.EMAIL,), (T.CHOICE,), choices=OWNERS), ("yes",), ("1",), ("1",)),  # two bear this name
    (case("label", (T.EMAIL,), (T.CHOICE,), choices=OWNERS), ("ANNA@X.example",), ("z",), ("a",)),
    (case("label", (T.EMAIL,), (T.CHOICE,), choices=OWNERS, fallback="leave"), ("ghost@x.example",), ("z",), ("z",)),
    (case("label", (T.EMAIL,), (T.CHOICE,), choices=OWNERS, fallback="b"), ("ghost@x.example",), ("a",), ("z",)),
    (case("date_of_datetime", (T.DATE,), (T.DATETIME,)),
     ("2026-11-23",), ("2026-11-23T15:30:00.000Z",), ("2026-11-23T15:30:00.000Z",)),
    (case("stage_status", (T.CHOICE,), (T.CHOICE, T.CHOICE), new="1", won="=won"), ("won",), ("4", "open"), ("4", "won")),
    (case("constant", (), (T.TEXT,), direction=Direction.TO_CRM, value="Web"), (), ("Phone",), ("Phone",)),
    (case("truncate", (T.TEXT,), (T.TEXT,), length=3), ("abcdef",), ("abc",), ("abc",)),
]  # fmt: skip


@pytest.mark.parametrize(("made", "hub", "now", "expected"), KEPT)
def test_a_lens_keeps_what_only_the_crm_knows(
    made: Case, hub: tuple[Value, ...], now: tuple[Value, ...], expected: tuple[Value, ...]
) -> None:
    assert made[0].to_crm(hub, now) == expected


REFUSALS: list[tuple[Case, tuple[Value, ...]]] = [
    (case("choice_map", (T.CHOICE,), (T.CHOICE,), a="b"), ("unheard of",)),
    (case("choice_map", (T.CHOICE,), (T.CHOICE,), a="b", star="keep"), ("b",)),  # would come back as "a"
    (case("label", (T.EMAIL,), (T.CHOICE,), choices=OWNERS), ("ghost@x.example",)),
    (case("label", (T.EMAIL,), (T.CHOICE,), choices=OWNERS), ("yes",)),  # two bear this name
    (case("multi_join", (T.MULTI_CHOICE,), (T.TEXT,)), (("a;b",),)),
    (case("bool_words", (T.TEXT,), (T.BOOL,)), ("perhaps",)),
    (case("address_lines", (T.TEXT, T.TEXT), (T.TEXT,)), ("one\ntwo", None)),
    (case("address_lines", (T.TEXT,), (T.TEXT, T.TEXT)), ("one\ntwo\nthree",)),
    (case("email_list", (T.EMAIL, T.MULTI_CHOICE), (T.TEXT,)), (None, ("b@x.example",))),
    (case("money_with_code", (T.MONEY, T.TEXT), (T.TEXT,)), ("1", "euro")),
    (case("name_split", (T.TEXT, T.TEXT), (T.TEXT,), order="last_first"), ("Jo", "Smith, Jr.")),
    (case("auto", (T.TEXT,), (T.NUMBER,)), ("twelve",)),
    (case("auto", (T.TEXT,), (T.TEXT,), length=5), ("much too long",)),
]


@pytest.mark.parametrize(("made", "hub"), REFUSALS)
def test_what_the_crm_cannot_hold_is_refused_by_rule_and_fields_not_by_value(
    made: Case, hub: tuple[Value, ...]
) -> None:
    lens, hub_fields, crm_fields = made
    with pytest.raises(TransformError) as refused:
        lens.to_crm(hub, (None,) * len(crm_fields))
    assert "'r'" in str(refused.value)
    assert hub_fields[0].name in str(refused.value)
    assert not any(isinstance(value, str) and len(value) > 3 and value in str(refused.value) for value in hub)


def test_html_is_read_as_a_person_reads_it() -> None:
    lens = case("html_text", (T.LONG_TEXT,), (T.LONG_TEXT,))[0]
    read = lens.to_hub(
        ("<style>p{}</style><p>One\n  line</p>\n<ul><li>a</li><li>b</li></ul><!-- no -->1 < 2 &eacute;",)
    )
    assert read == ("One line\na\nb\n1 < 2 é",)


def test_an_emoji_is_never_cut_in_half() -> None:
    lens = case("truncate", (T.TEXT,), (T.TEXT,), length=3)[0]
    assert lens.to_crm(("ab\U0001f600",), (None,)) == ("ab",)
    assert lens.to_crm(("a\U0001f600b",), (None,)) == ("a\U0001f600",)


@pytest.mark.parametrize(("name", "at"), LAWS)
def test_huge_values_take_bounded_time(name: str, at: int) -> None:
    lens, hub_fields, crm_fields = CASES[name][at]
    pieces = (
        "x",
        "<",
        "<a ",
        "<!--",
        "&",
        "&amp;",
        "(",
        "1",
        ";",
        " ",
        "\n",
        "ש",
        "é",
        "<script>",
        "a@b;",
        "+1",
        "//",
        "\xa0 ",
    )
    started = time.monotonic()
    for piece in pieces:
        text = piece * (100_000 // len(piece))

        def filled(fields: tuple[Field, ...], text: str = text) -> tuple[Value, ...]:
            return tuple(
                (text,) if field.type in (T.MULTI_CHOICE, T.MULTI_REFERENCE) else text for field in fields
            )

        attempt(lambda: lens.to_hub(filled(crm_fields)))
        attempt(lambda: lens.to_crm(filled(hub_fields), (None,) * len(crm_fields)))
        attempt(lambda: lens.to_crm(filled(hub_fields), filled(crm_fields)))
    assert time.monotonic() - started < 60  # quadratic work on 100 kB takes many minutes


MISFITS = [
    ("auto", (T.REFERENCE,), (T.TEXT,), {}),
    ("auto", (T.TEXT, T.TEXT), (T.TEXT,), {}),
    ("same", (T.TEXT,), (T.NUMBER,), {}),
    ("same", (), (), {}),
    ("trim", (T.NUMBER,), (T.TEXT,), {}),
    ("trim", (T.TEXT,), (T.TEXT,), {"region": "DE"}),
    ("trimm", (T.TEXT,), (T.TEXT,), {}),
    ("case", (T.TEXT,), (T.TEXT,), {"hub": "title"}),
    ("phone_e164", (T.PHONE,), (T.PHONE,), {"region": "Germany"}),
    ("name_split", (T.TEXT,), (T.TEXT,), {}),
    ("choice_map", (T.CHOICE,), (T.CHOICE,), {}),
    ("choice_map", (T.CHOICE,), (T.CHOICE,), {"a": "b", "*": "guess"}),
    ("choice_map", (T.CHOICE,), (T.MULTI_CHOICE,), {"a": "b"}),
    ("bool_words", (T.BOOL,), (T.TEXT,), {"yes": "x", "no": "X"}),
    ("scale", (T.NUMBER,), (T.NUMBER,), {}),
    ("scale", (T.NUMBER,), (T.NUMBER,), {"factor": "3"}),
    ("scale", (T.NUMBER,), (T.NUMBER,), {"factor": "0"}),
    ("date_of_datetime", (T.DATE,), (T.DATETIME,), {"zone": "Mars/Olympus"}),
    ("date_of_datetime", (T.DATE,), (T.DATETIME,), {"zone": "../../etc/passwd"}),
    ("date_of_datetime", (T.DATE,), (T.DATE,), {}),
    ("epoch_ms", (T.TEXT,), (T.NUMBER,), {}),
    ("multi_join", (T.MULTI_CHOICE,), (T.TEXT,), {"separator": "x"}),
    ("truncate", (T.TEXT,), (T.TEXT,), {}),
    ("truncate", (T.TEXT,), (T.TEXT,), {"length": "-1"}),
    ("constant", (), (T.TEXT,), {"value": "x"}),  # direction both
    ("reference", (T.TEXT,), (T.REFERENCE,), {}),
]


@pytest.mark.parametrize(("lens", "hub", "crm", "options"), MISFITS)
def test_a_lens_that_does_not_fit_names_the_rule_and_gives_advice(
    lens: str, hub: tuple[FieldType, ...], crm: tuple[FieldType, ...], options: dict[str, str]
) -> None:
    rule = FieldRule(
        name="the rule",
        hub=tuple(f"h{at}" for at in range(len(hub))),
        crm=tuple(f"c{at}" for at in range(len(crm))),
        lens=lens,
        options=options,
    )
    hub_fields = tuple(Field(name=f"h{at}", type=kind, label="H") for at, kind in enumerate(hub))
    crm_fields = tuple(Field(name=f"c{at}", type=kind, label="C") for at, kind in enumerate(crm))
    with pytest.raises(MappingInvalid, match="'the rule'") as refused:
        lens_for(rule, hub_fields, crm_fields)
    assert refused.value.advice


def test_a_misspelt_hub_choice_is_found_when_the_lens_is_made() -> None:
    stage = Field(name="stage", type=T.CHOICE, label="S", choices=(Choice(value="won", label="Won"),))
    rule = FieldRule(name="r", hub=("stage",), crm=("s",), lens="choice_map", options={"wonn": "Closed"})
    with pytest.raises(MappingInvalid) as refused:
        lens_for(rule, (stage,), (Field(name="s", type=T.CHOICE, label="S"),))
    assert "won" in refused.value.advice


def test_a_crm_choice_may_itself_hold_the_separator_where_the_crm_offers_it() -> None:
    offered = Field(name="s", type=T.CHOICE, label="S", choices=(Choice(value="A|B", label="A|B"),))
    rule = FieldRule(name="r", hub=("h",), crm=("s",), lens="choice_map", options={"x": "A|B"})
    assert lens_for(rule, (Field(name="h", type=T.CHOICE, label="H"),), (offered,)).to_crm(
        ("x",), (None,)
    ) == ("A|B",)
