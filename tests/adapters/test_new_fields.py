"""A field of a person's own in every CRM that lets a program make one: told first, made once, written and read."""

from __future__ import annotations

import pytest

from adapters.base import Draft, Result
from adapters.new_fields import MakesFields, Wanted, identifier
from core.errors import RequestRefused
from core.records import Value
from core.schema import FieldType
from tests.adapters.benches import Bench, FakeBench, unique

T = FieldType
WRITTEN: tuple[tuple[FieldType, Value], ...] = (
    (T.TEXT, 'Größe <b>"x"</b>'),
    (T.LONG_TEXT, "two\nlines"),
    (T.NUMBER, "12.5"),
    (T.DATE, "2026-11-27"),
    (T.BOOL, True),
    (T.CHOICE, "Gold"),
)


@pytest.fixture(params=["fake", "hubspot", "salesforce", "pipedrive", "dynamics"])
def bench(request: pytest.FixtureRequest) -> Bench:
    found = FakeBench() if request.param == "fake" else request.getfixturevalue(request.param)
    assert isinstance(found, Bench)
    return found


def wanted(type: FieldType) -> Wanted:
    return Wanted(
        label=unique("Own "), type=type, choices=("Gold", "Silver & more") if type is T.CHOICE else ()
    )


def test_a_field_is_told_made_once_written_and_read(bench: Bench) -> None:
    adapter = bench.adapter
    assert isinstance(adapter, MakesFields)
    values: dict[str, Value] = {}
    for type, value in WRITTEN:
        one = wanted(type)
        before = adapter.schema(bench.person)
        if type is T.BOOL and adapter.system == "pipedrive":
            with pytest.raises(RequestRefused, match="cannot make a field of type 'bool'"):
                adapter.plan_field(bench.person, one)
            continue
        new = adapter.plan_field(bench.person, one)
        assert adapter.schema(bench.person) == before, "nothing is made by looking"
        assert new.kind and new.right
        name = adapter.make_field(bench.person, new)
        field = adapter.schema(bench.person).fields[name]
        assert (field.type, field.label, field.custom, field.read_only) == (type, one.label, True, False)
        assert new.name in ("", name)
        with pytest.raises(RequestRefused, match="already"):
            adapter.plan_field(bench.person, one)
        by_label = {choice.label: choice.value for choice in field.choices}
        values[name] = by_label[str(value)] if type is T.CHOICE else value
    serial = unique("own")
    given = {"email": f"{serial}@example.org", "first": "Own", "last": serial}
    draft = Draft(op=serial, marker=f"{serial}:g1", values={**bench.values(**given), **values})
    [made] = adapter.create(bench.person, tuple(values), [draft])
    assert made.result is Result.DONE and made.crm_id is not None, made
    assert adapter.fetch(bench.person, tuple(values), [made.crm_id])[made.crm_id].values == tuple(
        values.values()
    )


def test_what_no_program_can_make_is_refused_with_words(bench: Bench) -> None:
    adapter = bench.adapter
    assert isinstance(adapter, MakesFields)
    if adapter.system == "fake":
        return
    with pytest.raises(RequestRefused, match="reference"):
        adapter.plan_field(bench.person, wanted(T.REFERENCE))
    with pytest.raises(RequestRefused, match="needs choices"):
        adapter.plan_field(bench.person, Wanted(label="Own", type=T.CHOICE))


def test_api_names_are_made_of_labels() -> None:
    assert identifier("Größe (cm)") == "grosse_cm"
    assert identifier("Customer since", upper=True) == "Customer_since"
    assert (identifier("山田"), identifier("2nd", upper=True)) == ("field", "Field_2nd")
