"""What a CRM's feed is silent about is looked at in turn, and told of once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.fake import FakeAdapter
from core.conflicts import ItemKind
from core.records import Value
from core.translate import compile_mapping
from tests.support.small_engine import CRM, HUB, Engine


class Quiet(FakeAdapter):
    """A CRM whose contacts' company changes without a date moving."""

    def quietly(
        self, object: str, fields: Sequence[str], ids: Sequence[str]
    ) -> Mapping[str, tuple[Value, ...]]:
        rows = self.crm.rows[object]
        return {id: tuple(rows[id].values.get(name) for name in fields) for id in ids if id in rows}


def quiet_engine() -> Engine:
    engine = Engine()
    lane = engine.cycle.lane
    lane.adapter = Quiet(engine.crm)
    fields = {**CRM["contacts"].fields, "o": replace(CRM["contacts"].fields["o"], quiet=True)}
    contacts = replace(CRM["contacts"], fields=fields)
    mapping = lane.translations["contacts"].mapping
    lane.translations = {
        **lane.translations,
        "contacts": compile_mapping(mapping, HUB["contact"], contacts),
    }
    return engine


def signals(engine: Engine, id: str) -> int:
    """How often a look at the quiet fields told of this record; polls have reasons of their own."""
    why = "an association changed"
    return sum((one.crm_id, one.reason) == (id, why) for batch in engine.batches for one in batch.signals)


def test_an_association_that_changes_alone_is_found_though_no_date_moved() -> None:
    engine = quiet_engine()
    [contact] = engine.contacts(1)
    company = engine.crm.user_create("companies", {"n": "Acme"})
    engine.turn(20)
    engine.crm.rows["contacts"][contact].values["o"] = company
    engine.turn(20)
    assert engine.record("contacts", contact).fields["company"] == engine.record("companies", company).id
    before = len(engine.batches)
    engine.turn(20)
    assert len(engine.batches) == before, "at rest nothing is written"


def test_what_cannot_be_taken_in_is_not_told_again_and_again() -> None:
    engine = quiet_engine()
    [contact] = engine.contacts(1)
    company = engine.crm.user_create("companies", {"n": "Acme"})
    engine.turn(20)
    engine.crm.rows["contacts"][contact].values["o"] = "a company nobody has"
    engine.turn(30)
    assert len(engine.items(ItemKind.REFERENCE)) == 1
    told = signals(engine, contact)
    engine.turn(60)
    assert signals(engine, contact) == told
    engine.crm.rows["contacts"][contact].values["o"] = company
    engine.turn(20)
    assert engine.record("contacts", contact).fields["company"] == engine.record("companies", company).id
    assert not engine.items(ItemKind.REFERENCE)
