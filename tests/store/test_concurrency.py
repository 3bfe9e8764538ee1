"""Several threads at once: one wins, nothing is lost, readers see whole batches."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from core.errors import VersionChanged
from core.store.base import Batch, Store
from tests.support.stored import entry, pending, record, write


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Every call's result, or the VersionChanged it raised."""
    start = Barrier(count)

    def one(number: int) -> object:
        start.wait()
        try:
            return work(number)
        except VersionChanged as error:
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_of_two_writers_of_one_version_one_is_told_so(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record()),)))

    def change(number: int) -> object:
        return store.commit(
            Batch(at=1, records=(write(record(version=2, name=str(number))),), audit=(entry(),))
        )

    results = at_once(2, change)
    assert sum(isinstance(one, VersionChanged) for one in results) == 1
    assert len(list(store.audit())) == 1


def test_of_eight_creators_of_one_customer_one_wins(store: Store) -> None:
    key = ("contact", "email", "a@x")

    def create(number: int) -> object:
        new = write(record(f"r{number}"), email="a@x")
        return store.commit(Batch(at=1, key_checks={key: frozenset()}, records=(new,)))

    results = at_once(8, create)
    assert sum(not isinstance(one, VersionChanged) for one in results) == 1
    assert len(store.match("contact", [("email", "a@x")])[("email", "a@x")]) == 1
    assert store.tally() == {"contact": 1}


def test_the_chain_and_the_counters_hold_under_many_writers(store: Store) -> None:
    def work(number: int) -> object:
        for turn in range(10):
            id = f"r{number}-{turn}"
            store.commit(
                Batch(
                    at=1, records=(write(record(id)),), pending=(pending(id),), audit=(entry(id), entry(id))
                )
            )
        return None

    at_once(4, work)
    assert store.verify_audit() is None
    assert len(list(store.audit())) == 80
    assert (store.tally(), store.backlog("sf").pending) == ({"contact": 40}, 40)


def test_readers_see_whole_batches_only(store: Store) -> None:
    ids = [f"r{n}" for n in range(20)]
    store.commit(Batch(at=1, records=tuple(write(record(id)) for id in ids)))
    torn: list[set[int]] = []

    def work(number: int) -> object:
        for version in range(2, 22):
            if number == 0:
                changed = tuple(write(replace(record(id), version=version)) for id in ids)
                store.commit(Batch(at=1, records=changed))
            else:
                seen = {one.version for one in store.records(ids).values()}
                if len(seen) != 1:
                    torn.append(seen)
        return None

    at_once(4, work)
    assert torn == []


def test_two_threads_never_hold_one_lane(store: Store) -> None:
    leases = at_once(6, lambda number: store.acquire("hs", f"w{number}", now=1, ttl=100))
    assert sum(one is not None for one in leases) == 1
