"""Webhook and poll run together: what a poll read before a fresher look never overwrites what that look found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from adapters.base import Page
from adapters.fake import FakeAdapter
from adapters.fake_crm import FakeCrm
from adapters.fake_rows import Traits
from daemon.deep_looks import ask_deep, deep_asked
from daemon.inbox import record_signals
from tests.support.small_engine import CONNECTION, Engine


class Late(FakeAdapter):
    """A change feed whose page was read some time before it is used. `read` takes it, the next poll gets it."""

    def __init__(self, crm: FakeCrm) -> None:
        super().__init__(crm)
        self.held: Page | None = None
        self.deep: list[bool] = []

    def read(self, object: str, fields: Sequence[str], position: str) -> None:
        self.held = super().changes(object, fields, position)

    def changes(self, object: str, fields: Sequence[str], position: str, *, deep: bool = False) -> Page:
        self.deep.append(deep)
        held, self.held = (self.held, None) if object == "contacts" else (None, self.held)
        return held if held is not None else super().changes(object, fields, position, deep=deep)


@pytest.mark.parametrize("resolution", [1, 1_000])
def test_a_page_read_before_a_fresher_look_does_not_bring_the_old_value_back(resolution: int) -> None:
    engine = Engine(traits=Traits(resolution=resolution))
    [id] = engine.contacts(1)
    late = Late(engine.crm)
    engine.cycle.lane.adapter = late
    cursor = engine.store.cursor(CONNECTION, "contacts", "changes")
    assert cursor is not None
    fields = engine.cycle.lane.translations["contacts"].mapping.crm_fields
    versions = []
    for at in range(20):
        old, new = f"old {at}", f"new {at}"
        engine.crm.user_edit("contacts", id, {"t": old})
        late.read("contacts", fields, cursor.position)
        engine.now += 7
        engine.crm.user_edit("contacts", id, {"t": new})
        engine.ring("contacts", id)
        engine.cycle.polled.clear()  # both in one turn: the signal first, then the page that is older
        while engine.cycle.turn():
            engine.now += 1
        assert late.held is None
        record = engine.record("contacts", id)
        assert record.fields["title"] == new
        versions.append(record.version)
        engine.turn(2)
        assert engine.record("contacts", id).fields["title"] == new
    assert versions == list(range(versions[0], versions[0] + 20))  # the old value was never taken in between
    assert engine.crm.rows["contacts"][id].values["t"] == "new 19"


def test_a_gap_in_the_events_is_answered_by_one_deep_poll() -> None:
    engine = Engine()
    engine.contacts(1)
    late = Late(engine.crm)
    engine.cycle.lane.adapter = late
    record_signals(
        engine.store, CONNECTION, [("contacts", None)], at=engine.now, committed=engine.batches.append
    )
    assert deep_asked(engine.store, CONNECTION, "contacts") is not None
    assert engine.store.list_signals(connection=CONNECTION, after=None, limit=10) == []
    engine.turn(3)
    assert late.deep.count(True) == 1
    assert deep_asked(engine.store, CONNECTION, "contacts") is None


def test_an_ask_that_comes_while_another_is_answered_is_not_lost() -> None:
    engine = Engine()
    engine.contacts(1)
    late = Late(engine.crm)
    engine.cycle.lane.adapter = late
    ask_deep(engine.store, CONNECTION, "contacts", at=engine.now)
    first = deep_asked(engine.store, CONNECTION, "contacts")
    ask_deep(engine.store, CONNECTION, "contacts", at=engine.now)
    assert deep_asked(engine.store, CONNECTION, "contacts") != first
