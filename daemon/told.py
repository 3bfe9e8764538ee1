"""Tells the rest of the daemon what a batch made durable: wakes lanes, sends live events, measures latency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from core.bus.base import Bus
from core.conflicts import ItemKind, shown_state
from core.store.base import Batch
from core.wire.events import EventKind, Plain
from daemon.events import Events
from daemon.health import Latencies
from daemon.metering import Metering


@dataclass(slots=True)
class Told:
    """Call it with every batch once it is durable; it never raises and never blocks for long."""

    bus: Bus
    events: Events
    latencies: Latencies
    metering: Metering
    clock: Callable[[], int]

    def __call__(self, batch: Batch) -> None:
        for lane in {row.connection for row in batch.pending} | {row.connection for row in batch.signals}:
            self.bus.hint(lane)
        self._measure(batch)
        self._tell(batch)

    def _measure(self, batch: Batch) -> None:
        now = self.clock()
        arrived = [(one.connection, now - one.since) for one in batch.settled if one.since is not None]
        if batch.records:
            arrived += [(signal.connection, now - signal.since) for signal in batch.handled]
        for _, took in arrived:
            self.latencies.note(took)
        self.metering.note(batch, arrived)

    def _tell(self, batch: Batch) -> None:
        now = self.clock()
        changed: Counter[str] = Counter(write.record.object for write in batch.records)
        last = {write.record.object: write.record.id for write in batch.records}
        for object, count in changed.items():
            self.events.publish(EventKind.RECORDS, object, {"count": count, "last": last[object]})
        for conflict in batch.conflicts:
            body: dict[str, Plain] = {
                "state": shown_state(conflict, now),
                "record_id": conflict.record_id,
                "rule": conflict.rule,
            }
            self.events.publish(EventKind.CONFLICT, conflict.id, body)
        for item in batch.items:
            kind = EventKind.BRAKE if item.kind is ItemKind.BRAKE else EventKind.ITEM
            self.events.publish(
                kind,
                f"{item.connection}/{item.object}" if kind is EventKind.BRAKE else item.id,
                {"kind": item.kind.value, "state": shown_state(item, now), "reason": item.reason},
            )
        for plan in batch.plans:
            self.events.publish(
                EventKind.PLAN, plan.id, {"connection": plan.connection, "state": plan.state.value}
            )
        for run in batch.runs:
            self.events.publish(
                EventKind.RUN,
                run.id,
                {"kind": run.kind.value, "connection": run.connection, "outcome": run.outcome.value},
                notable=run.outcome.value in ("failed", "stopped"),
            )
