"""The outbox and the inbox: coalescing, postponing, settling, waking, what is due, how much waits."""

from __future__ import annotations

from dataclasses import replace

from core.store.base import Backlog, Batch, Postponed, Settled, Store
from tests.support.stored import pending, record, signal, write


def everything(store: Store) -> list[object]:
    return [
        *store.list_pending(connection=None, after=None, limit=99),
        *store.list_signals(connection=None, after=None, limit=99),
    ]


def test_pending_rows_coalesce(store: Store) -> None:
    first = replace(
        pending(since=5, next_at=50, attempts=3, parked=True, overwrites=True),
        reason="refused",
        object="lead",
    )
    store.commit(Batch(at=1, pending=(first,)))
    store.commit(Batch(at=1, pending=(pending(since=9, next_at=9, waiting_for="r7"),)))
    expected = pending(since=5, next_at=9, waiting_for="r7", overwrites=True)
    assert everything(store) == [expected]
    store.commit(Batch(at=1, pending=(pending(since=2, next_at=3), pending(since=4, next_at=4))))
    assert everything(store) == [pending(since=2, next_at=4, overwrites=True)]


def test_a_settled_row_goes_unless_the_record_is_newer(store: Store) -> None:
    store.commit(
        Batch(at=1, records=(write(record(version=3), expected=0),), pending=(pending(), pending("r2")))
    )
    store.commit(Batch(at=1, settled=(Settled(connection="sf", record_id="r1", version=2),)))
    assert everything(store) == [pending(), pending("r2")]
    done = (
        Settled(connection="sf", record_id="r1", version=3),
        Settled(connection="sf", record_id="r2", version=0),
        Settled(connection="sf", record_id="none", version=1),
    )
    store.commit(Batch(at=1, settled=done))
    assert everything(store) == []


def test_the_version_that_counts_is_the_one_this_batch_writes(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record()),), pending=(pending(),)))
    store.commit(
        Batch(
            at=1,
            records=(write(record(version=2)),),
            settled=(Settled(connection="sf", record_id="r1", version=1),),
        )
    )
    assert everything(store) == [pending()]


def test_settling_comes_before_new_work_of_the_same_batch(store: Store) -> None:
    store.commit(Batch(at=1, pending=(pending(since=1, overwrites=True),)))
    store.commit(
        Batch(
            at=1,
            settled=(Settled(connection="sf", record_id="r1", version=1),),
            pending=(pending(since=8),),
        )
    )
    assert everything(store) == [pending(since=8)]


def test_a_row_is_postponed_unless_it_is_gone_or_the_record_is_newer(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record(version=2), expected=0),), pending=(pending(),)))
    later = pending(next_at=99, attempts=1, parked=True)
    store.commit(Batch(at=1, postponed=(Postponed(pending=later, version=1),)))
    assert everything(store) == [pending()]
    store.commit(
        Batch(
            at=1,
            postponed=(
                Postponed(pending=later, version=2),
                Postponed(pending=pending("r2", next_at=99), version=2),
            ),
        )
    )
    assert everything(store) == [later]


def test_signals_coalesce_and_raise_their_seq(store: Store) -> None:
    store.commit(Batch(at=1, signals=(signal(since=5, parked=True),)))
    store.commit(Batch(at=1, signals=(signal(since=9, next_at=9), signal(since=7, next_at=7))))
    assert everything(store) == [signal(since=5, next_at=7, seq=3)]


def test_a_signal_is_handled_or_put_off_only_with_the_seq_that_was_read(store: Store) -> None:
    store.commit(Batch(at=1, signals=(signal("c1"), signal("c2"))))
    store.commit(Batch(at=1, signals=(signal("c1"),)))
    store.commit(
        Batch(
            at=1,
            handled=(signal("c1", seq=1), signal("c2", seq=1)),
            put_off=(signal("c1", seq=1, next_at=77), signal("c9", seq=1)),
        )
    )
    assert everything(store) == [signal("c1", seq=2)]
    store.commit(Batch(at=1, put_off=(signal("c1", seq=2, next_at=77),)))
    assert everything(store) == [signal("c1", seq=2, next_at=77)]


def test_a_signal_handled_and_repeated_in_one_batch_starts_anew(store: Store) -> None:
    store.commit(Batch(at=1, signals=(signal(since=1),)))
    store.commit(Batch(at=1, handled=(signal(),), signals=(signal(since=8),)))
    assert everything(store) == [signal(since=8)]


def test_waiting_rows_are_woken_for_their_connection_only(store: Store) -> None:
    store.commit(
        Batch(
            at=1,
            pending=(
                pending("r1", waiting_for="p1"),
                pending("r2", waiting_for="p2"),
                pending("r3", connection="hs", waiting_for="p1"),
            ),
            signals=(signal("c1", waiting_for=("companies", "7")), signal("c2", waiting_for=("deals", "7"))),
        )
    )
    store.commit(Batch(at=40, wake_records=(("sf", "p1"),), wake_crm=(("hs", "companies", "7"),)))
    assert everything(store) == [
        pending("r3", connection="hs", waiting_for="p1"),
        pending("r1", next_at=40),
        pending("r2", waiting_for="p2"),
        signal("c1", next_at=40),
        signal("c2", waiting_for=("deals", "7")),
    ]


def test_a_row_that_begins_to_wait_in_the_waking_batch_is_woken(store: Store) -> None:
    store.commit(
        Batch(
            at=40,
            pending=(pending(waiting_for="p1"),),
            signals=(signal(waiting_for=("companies", "7")),),
            wake_records=(("sf", "p1"),),
            wake_crm=(("hs", "companies", "7"),),
        )
    )
    assert everything(store) == [pending(next_at=40), signal(next_at=40)]


def test_due_rows_are_runnable_and_oldest_first(store: Store) -> None:
    rows = (
        pending("r1", next_at=30),
        pending("r2", next_at=10),
        pending("r3", next_at=10),
        pending("r4", next_at=41),
        pending("r5", next_at=1, parked=True),
        pending("r6", next_at=1, waiting_for="p"),
        pending("r7", next_at=1, object="company"),
        pending("r8", next_at=1, connection="hs"),
    )
    store.commit(Batch(at=1, pending=rows))
    assert [one.record_id for one in store.due_pending("sf", "contact", now=40, limit=9)] == [
        "r2",
        "r3",
        "r1",
    ]
    assert [one.record_id for one in store.due_pending("sf", "contact", now=40, limit=1)] == ["r2"]


def test_due_signals_are_runnable_and_oldest_first(store: Store) -> None:
    rows = (
        signal("c1", next_at=30),
        signal("c2", next_at=10),
        signal("c3", next_at=41),
        signal("c4", next_at=1, parked=True),
        signal("c5", next_at=1, waiting_for=("companies", "1")),
        signal("c6", next_at=1, object="deals"),
    )
    store.commit(Batch(at=1, signals=rows))
    assert [one.crm_id for one in store.due_signals("hs", "contacts", now=40, limit=9)] == ["c2", "c1"]


def test_overwrites_are_counted_up_to_the_limit(store: Store) -> None:
    rows = [pending(f"r{n}", overwrites=n % 2 == 0) for n in range(8)]
    store.commit(Batch(at=1, pending=(*rows, pending("p", parked=True, overwrites=True))))
    assert store.due_overwrites("sf", "contact", now=10, limit=99) == 4
    assert store.due_overwrites("sf", "contact", now=10, limit=3) == 3
    assert store.due_overwrites("sf", "contact", now=9, limit=99) == 0


def test_next_due_is_the_earliest_runnable_row_of_either_queue(store: Store) -> None:
    assert store.next_due("hs") is None
    store.commit(Batch(at=1, pending=(pending(connection="hs", next_at=50), pending("x", next_at=1))))
    store.commit(Batch(at=1, pending=(pending("y", connection="hs", next_at=2, parked=True),)))
    assert store.next_due("hs") == 50
    store.commit(Batch(at=1, signals=(signal(next_at=30), signal("d", object="deals", next_at=20))))
    assert store.next_due("hs") == 20
    store.commit(Batch(at=1, handled=(signal("d", object="deals"),)))
    assert store.next_due("hs") == 30


def test_the_backlog_tells_how_much_waits_and_since_when(store: Store) -> None:
    assert store.backlog("hs") == Backlog(pending=0, parked=0, waiting=0, signals=0, oldest=None)
    rows = (
        pending("r1", connection="hs", since=9),
        pending("r2", connection="hs", since=8, parked=True, waiting_for="p"),
        pending("r3", connection="hs", since=7, waiting_for="p", object="company"),
        pending("r4", since=1),
    )
    store.commit(Batch(at=1, pending=rows, signals=(signal(since=6), signal("d", object="deals", since=8))))
    assert store.backlog("hs") == Backlog(pending=1, parked=1, waiting=1, signals=2, oldest=6)
    store.commit(Batch(at=1, handled=(signal(since=6),), wake_records=(("hs", "p"),)))
    assert store.backlog("hs") == Backlog(pending=3, parked=0, waiting=0, signals=1, oldest=7)


def test_queues_are_paged_by_key(store: Store) -> None:
    store.commit(
        Batch(
            at=1,
            pending=(pending("b"), pending("a"), pending("c", connection="hs")),
            signals=(signal("b"), signal("a", object="deals"), signal("a", connection="sf")),
        )
    )
    assert [one.record_id for one in store.list_pending(connection=None, after=None, limit=2)] == ["c", "a"]
    assert [one.record_id for one in store.list_pending(connection=None, after=("sf", "a"), limit=9)] == ["b"]
    assert [one.record_id for one in store.list_pending(connection="sf", after=None, limit=9)] == ["a", "b"]
    after = ("hs", "contacts", "b")
    assert [one.key for one in map(_Keyed, store.list_signals(connection=None, after=after, limit=9))] == [
        ("hs", "deals", "a"),
        ("sf", "contacts", "a"),
    ]
    assert len(store.list_signals(connection="hs", after=None, limit=9)) == 2


class _Keyed:
    def __init__(self, row: object) -> None:
        self.key = tuple(getattr(row, name) for name in ("connection", "object", "crm_id"))
