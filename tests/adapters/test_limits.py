"""Values at their limits, through the real adapters into the sandboxes: refused by field and whole, or kept exactly."""

from __future__ import annotations

from typing import Final

import pytest

from adapters.base import Draft, Edit, Result
from core.records import Value
from tests.adapters.benches import SandboxBench, unique

# what is wrong -> by system: (object, field, value)
REFUSED: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "too long": {
        "hubspot": ("deals", "dealname", "x" * 65_537),
        "salesforce": ("Opportunity", "Name", "x" * 121),
        "pipedrive": ("deals", "title", "x" * 256),
    },
    "too long in letters of several bytes": {
        "salesforce": ("Opportunity", "Name", "🎈" * 121),
        "pipedrive": ("deals", "title", "é" * 256),
    },
    "no such choice": {
        "hubspot": ("deals", "dealtype", "nobodys-choice"),
        "pipedrive": ("deals", "currency", "XQQ"),
    },
    "words for a number": {
        "hubspot": ("deals", "amount", "plenty"),
        "salesforce": ("Opportunity", "Amount", "plenty"),
        "pipedrive": ("deals", "value", "plenty"),
    },
    "members of a body for a number": {
        "hubspot": ("deals", "amount", '1,"dealname":"forged"'),
        "salesforce": ("Opportunity", "Amount", '1,"Name":"forged"'),
        "pipedrive": ("deals", "value", '1,"title":"forged"'),
    },
    "words for a date": {
        "hubspot": ("deals", "closedate", "soon"),
        "salesforce": ("Opportunity", "CloseDate", "soon"),
        "pipedrive": ("deals", "expected_close_date", "soon"),
    },
}
CASES: Final = [
    pytest.param(system, *case, id=f"{system}-{what}")
    for what, by_system in REFUSED.items()
    for system, case in by_system.items()
]
SYSTEMS: Final = ("hubspot", "salesforce", "pipedrive")
# At most forty characters: Salesforce's first names take no more.
WRITTEN: Final = {
    "emoji": "Zoë 👩‍👩‍👧‍👦🎈🇩🇪 ok",
    "right to left": "\u200fשלום עולם\u200e مرحبا (x)",
    "composed apart": "Cafe\u0301 and Caf\u00e9",
    "looks like markup": "<b>&amp;\"' \\n %41 ${x}",
    "a text of zero": "0",
    "a text like null": "null",
}


def bench_of(system: str, request: pytest.FixtureRequest) -> SandboxBench:
    found = request.getfixturevalue(system)
    assert isinstance(found, SandboxBench)
    return found


def deal(bench: SandboxBench, **more: Value) -> Draft:
    name = unique("Limit")
    values = {**bench.deal_values(name=name), **bench.deal_extras, **more}
    return Draft(op=f"op-{name}", marker=f"{name}:g1", values=values)


@pytest.mark.parametrize(("system", "object", "field", "wrong"), CASES)
def test_a_refused_value_is_named_by_field_and_nothing_of_its_write_lands(
    system: str, object: str, field: str, wrong: str, request: pytest.FixtureRequest
) -> None:
    bench = bench_of(system, request)
    title = bench.deal_names["name"]
    fields = tuple(dict.fromkeys((title, *bench.deal_extras, field)))
    [made] = bench.adapter.create(object, fields, [deal(bench)])
    id = str(made.crm_id)
    before = bench.adapter.fetch(object, fields, [id])[id].values
    beside = {} if field == title else {title: "Written beside it"}
    edit = Edit(op="bad", crm_id=id, values={**beside, field: wrong})
    [refused] = bench.adapter.update(object, fields, [edit])
    assert refused.result is Result.REFUSED
    assert field in {name for one in refused.refusals for name in one.fields}, refused.refusals
    assert all(one.message for one in refused.refusals)
    assert bench.adapter.fetch(object, fields, [id])[id].values == before
    count = len(bench.live(object))
    [unmade] = bench.adapter.create(object, fields, [deal(bench, **{field: wrong})])
    assert unmade.result is Result.REFUSED and unmade.crm_id is None
    assert field in {name for one in unmade.refusals for name in one.fields}, unmade.refusals
    assert len(bench.live(object)) == count


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_what_is_taken_comes_back_letter_by_letter(
    system: str, text: str, request: pytest.FixtureRequest
) -> None:
    bench = bench_of(system, request)
    assert len(text) <= 40
    values = bench.values(email=f"{unique('limit')}@example.org", first=text, last=unique("Limit"))
    new = Draft(op="new", marker=f"{unique('limit')}:g1", values=values)
    [made] = bench.adapter.create(bench.person, bench.fields, [new])
    assert made.result is Result.DONE, made.refusals
    read = bench.fetch(str(made.crm_id))
    assert read is not None and bench.get(read, "first") == text


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_empty_text_and_null_are_the_same_nothing_and_touch_no_other_field(
    system: str, request: pytest.FixtureRequest
) -> None:
    bench = bench_of(system, request)
    values = bench.values(
        email=f"{unique('limit')}@example.org", first="Ada", last=unique("Limit"), company=None
    )
    [made] = bench.adapter.create(
        bench.person, bench.fields, [Draft(op="new", marker=f"{unique('limit')}:g1", values=values)]
    )
    id = str(made.crm_id)
    for nothing in ("", None):
        edits = [
            Edit(op="set", crm_id=id, values=bench.values(first="Ada")),
            Edit(op="clear", crm_id=id, values=bench.values(first=nothing)),
        ]
        done = bench.adapter.update(bench.person, bench.fields, edits)
        assert {one.result for one in done} == {Result.DONE}
        read = bench.fetch(id)
        assert read is not None
        assert bench.get(read, "first") is None
        assert bench.get(read, "last") == values[bench.names["last"]]
        assert bench.get(read, "email") == values[bench.names["email"]]
        assert bench.get(read, "company") is None
