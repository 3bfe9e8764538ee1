"""Salesforce's record types: choices by name, held against what a mapping writes, and found again in another org."""

from __future__ import annotations

from dataclasses import replace

from adapters.base import Edit, Result
from core.mapping import FieldRule, Mapping
from core.mapping_record_types import unoffered
from core.promotion import promote
from core.schema import Choice, Field, FieldType, Object
from core.translate import compile_mapping
from tests.adapters.benches import SalesforceBench, start

TYPES = '{"Account": {"Customer": {}, "Partner": {"Industry": ["Banking", "Energy"]}}}'


def test_record_types_are_choices_by_name_and_what_each_offers_is_held_against_a_mapping() -> None:
    with start("salesforce", 0, record_types=TYPES) as box, start("salesforce", 0) as plain:
        bench, other = SalesforceBench(box), SalesforceBench(plain)
        account = bench.adapter.schema("Account")
        field = account.fields["RecordTypeId"]
        ids = {one.label: one.value for one in field.choices}
        assert (field.type, list(ids)) == (FieldType.CHOICE, ["Customer", "Partner"])
        assert "RecordTypeId" not in other.adapter.schema("Account").fields
        known = bench.adapter.record_types("Account")
        assert [(one.name, one.default) for one in known.types] == [("Customer", True), ("Partner", False)]
        assert known.types[1].offers["Industry"] == {"Banking", "Energy"}
        assert other.adapter.record_types("Account").types == ()
        hub = Object(
            name="company",
            label="Company",
            plural="Companies",
            fields={
                "kind": Field(
                    name="kind",
                    type=FieldType.CHOICE,
                    label="Kind",
                    choices=tuple(Choice(value=one, label=one) for one in ("c", "p")),
                ),
                "line": Field(name="line", type=FieldType.TEXT, label="Line"),
                "trade": Field(
                    name="trade",
                    type=FieldType.CHOICE,
                    label="Trade",
                    choices=tuple(Choice(value=one, label=one) for one in ("bank", "farm")),
                ),
            },
        )
        table = {"c": ids["Customer"], "p": ids["Partner"]}
        trades = {"bank": "Banking", "farm": "Agriculture"}
        rules = (
            FieldRule(name="kind", hub=("kind",), crm=("RecordTypeId",), lens="choice_map", options=table),
            FieldRule(name="trade", hub=("trade",), crm=("Industry",), lens="choice_map", options=trades),
        )
        mapping = Mapping(connection="sf", hub_object="company", crm_object="Account", rules=rules)
        # What is not restricted is taken whatever the type offers.
        assert unoffered(compile_mapping(mapping, hub, account), known, []) == []
        industry = replace(account.fields["Industry"], open=False)
        account = replace(account, fields={**account.fields, "Industry": industry})
        found = unoffered(compile_mapping(mapping, hub, account), known, [])
        assert [(one.rule, one.message) for one in found] == [
            ("trade", "record type 'Partner' does not offer 'Agriculture' of 'Industry'")
        ]
        # A mapping that makes only customers has nothing against it; ids are found again by name in another org.
        customers = replace(rules[0], options={"c": ids["Customer"], "p": ids["Customer"]})
        only = replace(mapping, rules=(customers, rules[1]))
        assert unoffered(compile_mapping(only, hub, account), known, []) == []
        there = replace(
            account,
            fields={
                **account.fields,
                "RecordTypeId": replace(field, choices=(Choice(value="012X", label="Partner"),)),
            },
        )
        carried = promote(mapping, "prod", account, there)
        assert carried.mapping.rules[0].options == {"p": "012X"}
        assert [one.what for one in carried.missing] == ["choice 'Customer' of Account"]
        # The org itself gives new rows its default type, and takes no type of another object.
        id = bench.add("Account", {"Name": "Acme"})
        assert bench.adapter.fetch("Account", ["RecordTypeId"], [id])[id].values == (ids["Customer"],)
        edits = [Edit(op="e", crm_id=id, values={"RecordTypeId": "012000000000001AAA"})]
        [refused] = bench.adapter.update("Account", ["RecordTypeId"], edits)
        assert refused.result is Result.REFUSED
        bench.adapter.close()
        other.adapter.close()
