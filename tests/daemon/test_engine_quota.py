"""Retries step back before fresh changes do: real lane, real ledger, a sandboxed HubSpot over HTTP."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from adapters.allowance import Urgency, calling
from adapters.hubspot.adapter import HubSpotAdapter
from adapters.ledger import LOOK_AGAIN_MS, Ledger
from adapters.quota import Budget
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from bench.crm import fill
from bench.wiring import CONNECTION, cycle_for, lane_for, now_ms, until_live
from core.jobs import Pending
from core.store.base import Batch, Postponed, Store
from core.store.sql import open_store
from daemon.desk import Desk
from daemon.lane import Lane

LIMIT = 200


def pending(store: Store, record_id: str) -> Pending | None:
    rows = store.list_pending(connection=CONNECTION, after=None, limit=100)
    return next((one for one in rows if one.record_id == record_id), None)


def two_edits(lane: Lane) -> tuple[str, str]:
    """Two linked records that a person changed in the hub: the first failed once before, the second is fresh."""
    store = lane.store
    desk = Desk(
        store=store, world=lane.world, routes=lane.routes, lanes={CONNECTION: lane}, committed=lane.committed
    )
    first, second = [one.id for one in store.list_records("company", after=None, limit=2)]
    for id in (first, second):
        desk.edit(id, {"city": f"Ulm {id[-4:]}"}, expected=None, by="user:test")
    row = pending(store, first)
    assert row is not None
    version = store.records([first])[first].version
    put_off = Postponed(pending=replace(row, attempts=1), version=version)
    store.commit(Batch(at=now_ms(), postponed=(put_off,)), lane.lease)
    return first, second


def test_a_retry_waits_for_room_while_a_fresh_change_goes_out(tmp_path: Path) -> None:
    sandbox = Sandbox("hubspot", Options(seed=3, records=60))
    fill(sandbox.system, 3)
    with sandbox:
        store = open_store(f"sqlite:///{tmp_path / 'hub.sqlite'}", clock=now_ms)
        lane = lane_for(sandbox.url, store, ("companies",))
        try:
            cycle = cycle_for(lane)
            until_live(cycle)
            cycle.turn()
            first, second = two_edits(lane)
            assert isinstance(lane.adapter, HubSpotAdapter)
            ledger = Ledger(daily=LIMIT, reserve=0.0)
            lane.adapter.rest.budget = Budget({}, ledger=ledger)
            with calling(Urgency.INTERACTIVE):
                lane.adapter.hosted_in()
                while ledger.has_room(Urgency.RETRY):
                    lane.adapter.hosted_in()
            while cycle.turn():
                pass
            assert pending(store, second) is None, "the fresh change is in HubSpot"
            left = pending(store, first)
            assert left is not None and "retry is held back" in left.reason
            assert left.attempts == 1 and not left.parked
            assert 0 < left.next_at - now_ms() <= LOOK_AGAIN_MS
            assert list(cycle.held) == [Urgency.RETRY]
            assert cycle.trouble is None
            # More was bought; the row is due as soon as it is touched again.
            lane.adapter.rest.budget = Budget({})
            version = store.records([first])[first].version
            due = Postponed(pending=replace(left, next_at=now_ms()), version=version)
            store.commit(Batch(at=now_ms(), postponed=(due,)), lane.lease)
            while cycle.turn():
                pass
            assert pending(store, first) is None
        finally:
            lane.adapter.close()
            store.close()
