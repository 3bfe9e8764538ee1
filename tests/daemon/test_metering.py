"""What charts are drawn from is counted from the batches themselves, whoever made them, and survives a store in trouble."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from core.bus.embedded import EmbeddedBus
from core.conflicts import Choice
from core.errors import StoreError
from core.metrics import MINUTE_MS, Measure, Metric, upper_of
from core.store.memory import MemoryStore
from daemon.events import Events
from daemon.health import Latencies
from daemon.metering import Metering
from daemon.told import Told
from tests.support.small_engine import Engine


class Full(MemoryStore):
    """A store whose disk is full for a while."""

    full = True

    def add_metrics(self, metrics: Iterable[Metric]) -> None:
        if self.full:
            raise StoreError("disk full")
        super().add_metrics(metrics)


def test_changes_are_counted_by_direction_and_conflicts_by_how_they_ended() -> None:
    engine = Engine()
    metering = Metering(store=engine.store, clock=lambda: engine.now)
    told = Told(
        bus=EmbeddedBus(),
        events=Events(),
        latencies=Latencies(),
        metering=metering,
        clock=lambda: engine.now,
    )
    [first, _] = engine.contacts(2)
    record = engine.record("contacts", first)
    engine.desk.edit(record.id, {"title": "hub"}, expected=None, by="person:p")
    engine.turn()
    engine.desk.edit(record.id, {"title": "hers"}, expected=None, by="person:p")
    engine.crm.user_edit("contacts", first, {"t": "theirs"})
    engine.turn()
    [conflict] = engine.conflicts()
    engine.desk.resolve(conflict.id, Choice.HUB, by="person:p")
    engine.turn()
    for batch in engine.batches:
        told(batch)
    metering.keep()
    metering.keep()
    found: Counter[Measure] = Counter()
    took = []
    for one in engine.store.metrics(since=0, until=engine.now + MINUTE_MS, connection="hs"):
        found[one.measure] += one.n
        if one.measure is Measure.LATENCY:
            took.append(upper_of(one.bucket))
    arrived = found.pop(Measure.LATENCY)
    assert found == {Measure.TO_HUB: 2, Measure.TO_CRM: 2, Measure.OPENED: 1, Measure.PERSON: 1}
    assert arrived >= 2
    assert max(took) < 60 * MINUTE_MS


def test_what_could_not_be_kept_is_kept_the_next_time() -> None:
    engine = Engine()
    engine.contacts(3)
    store = Full()
    metering = Metering(store=store, clock=lambda: engine.now)
    for batch in engine.batches:
        metering.note(batch, [("hs", -5)])
    with pytest.raises(StoreError):
        metering.keep()
    assert not store.metrics(since=0, until=1 << 60)
    store.full = False
    metering.keep()
    kept = store.metrics(since=0, until=1 << 60)
    assert sum(one.n for one in kept if one.measure is Measure.TO_HUB) == 3
