"""Which choices a CRM takes values for that it does not list: what the schema says, held against what a write gets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.base import Edit, Result
from core.records import Value
from core.schema import Field, FieldType
from tests.adapters.benches import SandboxBench

OPEN = {
    "salesforce": {
        "Contact": {"LeadSource", "Salutation"},
        "Opportunity": {"LeadSource", "StageName", "Type"},
    }
}
UNTRIED = {"hubspot_owner_id", "visible_to"}  # the sandboxes take any number there


@pytest.fixture(params=["hubspot", "salesforce", "pipedrive", "dynamics"])
def bench(request: pytest.FixtureRequest) -> SandboxBench:
    made = request.getfixturevalue(request.param)
    assert isinstance(made, SandboxBench)
    return made


def choosing(bench: SandboxBench, object: str) -> Iterator[Field]:
    for one in bench.adapter.schema(object).fields.values():
        if one.type in (FieldType.CHOICE, FieldType.MULTI_CHOICE) and one.choices and not one.read_only:
            yield one


def test_what_is_not_listed_is_taken_where_the_schema_says_so_and_refused_elsewhere(
    bench: SandboxBench,
) -> None:
    for object in (bench.person, bench.deal):
        fields = list(choosing(bench, object))
        assert {one.name for one in fields if one.open} == OPEN.get(bench.system, {}).get(object, set())
        id = min(bench.live(object))
        tried = [one for one in fields if one.name not in UNTRIED]
        assert tried
        for one in tried:
            value: Value = "987654" if one.type is FieldType.CHOICE else ("987654",)
            [outcome] = bench.adapter.update(
                object, [one.name], [Edit(op=one.name, crm_id=id, values={one.name: value})]
            )
            assert outcome.result is (Result.DONE if one.open else Result.REFUSED), one.name
            held = bench.adapter.fetch(object, [one.name], [id])[id].values[0]
            assert (held == value) is one.open, one.name
