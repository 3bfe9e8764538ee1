"""Leases and fences: who may commit for a lane."""

from __future__ import annotations

import pytest

from core.errors import LeaseLost
from core.jobs import Lease
from core.store.base import Batch, Store
from tests.support.stored import record, write


def taken(store: Store, owner: str, now: int) -> Lease:
    lease = store.acquire("hs", owner, now=now, ttl=100)
    assert lease is not None
    return lease


def test_a_lane_has_one_owner_until_its_time_is_over(store: Store) -> None:
    first = taken(store, "a", 0)
    assert (first.fence, first.until) == (1, 100)
    assert store.acquire("hs", "b", now=99, ttl=100) is None
    assert taken(store, "b", 100).fence == 2


def test_lanes_do_not_know_each_other(store: Store) -> None:
    taken(store, "a", 0)
    assert store.acquire("sf", "b", now=0, ttl=1) is not None


def test_the_same_owner_gets_a_higher_fence(store: Store) -> None:
    first, second = taken(store, "a", 0), taken(store, "a", 1)
    assert second.fence == first.fence + 1
    with pytest.raises(LeaseLost):
        store.renew(first, now=2, ttl=100)


def test_a_renewed_lease_keeps_its_fence(store: Store) -> None:
    renewed = store.renew(taken(store, "a", 0), now=50, ttl=100)
    assert (renewed.fence, renewed.until) == (1, 150)
    assert store.acquire("hs", "b", now=149, ttl=1) is None


def test_a_lost_or_unknown_lease_cannot_be_renewed(store: Store) -> None:
    first = taken(store, "a", 0)
    taken(store, "b", 100)
    with pytest.raises(LeaseLost, match="hs"):
        store.renew(first, now=101, ttl=100)
    with pytest.raises(LeaseLost):
        store.renew(Lease(lane="none", owner="a", fence=1, until=9), now=1, ttl=1)


def test_a_released_lane_is_free_at_once_and_its_fence_still_rises(store: Store) -> None:
    first = taken(store, "a", 0)
    store.release(first)
    with pytest.raises(LeaseLost):
        store.renew(first, now=1, ttl=1)
    second = taken(store, "b", 1)
    assert second.fence == 2
    store.release(first)
    assert store.acquire("hs", "c", now=2, ttl=1) is None


def test_a_commit_under_an_older_fence_writes_nothing(store: Store) -> None:
    old = taken(store, "a", 0)
    new = taken(store, "b", 100)
    with pytest.raises(LeaseLost):
        store.commit(Batch(at=1, records=(write(record()),)), old)
    assert store.records(["r1"]) == {}
    store.commit(Batch(at=1, records=(write(record()),)), new)
    assert list(store.records(["r1"])) == ["r1"]


def test_a_commit_under_an_expired_fence_nobody_took_over_is_good(store: Store) -> None:
    lease = taken(store, "a", 0)
    store.commit(Batch(at=9_999, records=(write(record()),)), lease)
    store.release(lease)
    with pytest.raises(LeaseLost):
        store.commit(Batch(at=9_999, records=(write(record(version=2)),)), lease)
