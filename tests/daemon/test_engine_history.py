"""What a CRM's history proves: values people wrote that we overwrote unseen, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from adapters.fake_rows import Traits
from core.mapping import Policy
from tests.support.small_engine import Engine

T = TypeVar("T")


class Meddling:
    """A wire on which a user of the CRM writes just before our next write arrives."""

    def __init__(self) -> None:
        self.before_write: Callable[[], None] | None = None

    def __call__(self, call: Callable[[], T], writes: bool, /) -> T:
        act, self.before_write = (self.before_write, None) if writes else (None, self.before_write)
        if act is not None:
            act()
        return call()


def test_a_value_written_while_we_were_writing_becomes_a_conflict() -> None:
    wire = Meddling()
    engine = Engine(traits=Traits(history=True), wire=wire)
    [id] = engine.contacts(1)

    def meddle() -> None:
        engine.now += 1
        engine.crm.user_edit("contacts", id, {"t": "CFO"})
        engine.now += 1

    wire.before_write = meddle
    engine.desk.edit(engine.record("contacts", id).id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn()
    [conflict] = engine.conflicts()
    assert [one.values for one in conflict.lost] == [("CFO",)]


def test_a_value_a_policy_overrules_was_seen_and_is_no_conflict() -> None:
    engine = Engine(traits=Traits(history=True), policy=Policy.HUB)
    [id] = engine.contacts(1)
    engine.crm.user_edit("contacts", id, {"t": "CFO"})
    engine.desk.edit(engine.record("contacts", id).id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn()
    assert engine.crm.rows["contacts"][id].values["t"] == "CTO"
    assert not engine.conflicts()
    told = [one.entry.changes for one in engine.store.audit() if one.entry.kind == "settle"]
    assert told == [(("t", "CFO", "CTO"),)]  # once, with the value that lost
