"""Attempts, conflicts, items, cursors, runs, notes, and what is pruned of them."""

from __future__ import annotations

import pytest

from core.conflicts import Candidate, ConflictState, ItemKind, ItemState
from core.errors import StoreError
from core.jobs import Cursor, Outcome, RunOutcome
from core.store.base import Batch, Store
from tests.support.stored import attempt, conflict, entry, item, record, run, write


def test_attempts_conflicts_items_and_runs_come_back_as_written(store: Store) -> None:
    lost = Candidate(values=(True, None, ("a",)), at=1, by="x")
    batch = Batch(
        at=1, attempts=(attempt(),), conflicts=(conflict(lost=(lost,)),), items=(item(),), runs=(run(),)
    )
    store.commit(batch)
    assert store.attempts_of("r1") == [attempt()]
    assert store.conflict("x1") == conflict(lost=(lost,))
    assert store.item("i1") == item()
    assert store.run("run1") == run()
    assert (store.conflict("no"), store.item("no"), store.run("no")) == (None, None, None)


def test_open_attempts_are_told_by_connection_and_record(store: Store) -> None:
    rows = (
        attempt("o1", "r1"),
        attempt("o2", "r2", outcome=Outcome.UNCHECKED),
        attempt("o3", "r3", outcome=Outcome.OK),
        attempt("o4", "r1", connection="sf", outcome=Outcome.AMBIGUOUS),
    )
    store.commit(Batch(at=1, attempts=rows))
    assert [one.op for one in store.open_attempts("hs")] == ["o1", "o2"]
    assert [one.op for one in store.open_attempts("hs", ["r2", "r3"])] == ["o2"]
    store.commit(Batch(at=1, attempts=(attempt("o1", outcome=Outcome.RESOLVED),)))
    assert [one.op for one in store.open_attempts("hs")] == ["o2"]


def test_a_second_open_attempt_for_a_record_is_refused_whole(store: Store) -> None:
    store.commit(Batch(at=1, attempts=(attempt("o1"),)))
    with pytest.raises(StoreError, match="o1"):
        store.commit(Batch(at=1, records=(write(record()),), attempts=(attempt("o2"),), audit=(entry(),)))
    with pytest.raises(StoreError):
        store.commit(Batch(at=1, attempts=(attempt("o3", "r3"), attempt("o4", "r3"))))
    assert store.records(["r1"]) == {}
    assert list(store.audit()) == []
    store.commit(Batch(at=1, attempts=(attempt("o2"), attempt("o1", outcome=Outcome.OK))))
    assert [one.op for one in store.open_attempts("hs")] == ["o2"]


def test_a_second_open_conflict_for_a_link_and_rule_is_refused(store: Store) -> None:
    store.commit(
        Batch(at=1, conflicts=(conflict("x1"), conflict("x2", rule="name"), conflict("x3", crm_id="c2")))
    )
    with pytest.raises(StoreError, match="x1"):
        store.commit(Batch(at=1, conflicts=(conflict("x4"),)))
    store.commit(Batch(at=1, conflicts=(conflict("x4"), conflict("x1", state=ConflictState.RESOLVED))))
    assert store.open_counts() == {"conflict": 3}


def test_a_second_open_item_for_a_subject_is_refused(store: Store) -> None:
    store.commit(Batch(at=1, items=(item("i1"), item("i2", kind=ItemKind.BRAKE), item("i3", subject="c2"))))
    with pytest.raises(StoreError, match="i1"):
        store.commit(Batch(at=1, items=(item("i4"),)))
    store.commit(Batch(at=1, items=(item("i4"), item("i1", state=ItemState.DISMISSED))))
    assert store.open_counts() == {"refused": 2, "brake": 1}


def test_open_places_may_change_hands_within_a_batch(store: Store) -> None:
    store.commit(Batch(at=1, attempts=(attempt("o1", "r1"), attempt("o2", "r2")), items=(item("i1"),)))
    store.commit(
        Batch(at=1, attempts=(attempt("o1", "r2"), attempt("o2", "r1")), items=(item("i1", subject="z"),))
    )
    assert [(one.op, one.record_id) for one in store.open_attempts("hs")] == [("o1", "r2"), ("o2", "r1")]
    assert [one.id for one in store.open_items("hs", "contacts", ["z", "c1"])] == ["i1"]


def test_open_conflicts_and_items_are_found_by_record(store: Store) -> None:
    store.commit(
        Batch(
            at=1,
            conflicts=(
                conflict("x2"),
                conflict("x1", rule="name"),
                conflict("x3", rule="mail", state=ConflictState.SUPERSEDED),
                conflict("x4", connection="sf"),
                conflict("x5", record_id="r2", crm_id="c2"),
            ),
            items=(
                item("i2"),
                item("i1", subject="c2"),
                item("i3", subject="c3", state=ItemState.APPROVED),
                item("i4", connection="sf"),
                item("i5", subject="c5", record_id=None),
            ),
        )
    )
    assert [one.id for one in store.open_conflicts(["r1", "r9"], "hs")] == ["x1", "x2"]
    assert [one.id for one in store.open_conflicts(["r1", "r2"])] == ["x1", "x2", "x4", "x5"]
    assert [one.id for one in store.items_of(["r1"], "hs")] == ["i1", "i2"]
    assert [one.id for one in store.items_of(["r1"])] == ["i1", "i2", "i4"]
    assert [one.id for one in store.open_items("hs", "contacts", ["c1", "c3", "c5"])] == ["i2", "i5"]


def test_open_counts_follow_what_is_opened_closed_and_reopened(store: Store) -> None:
    store.commit(
        Batch(at=1, conflicts=(conflict("x1"),), items=(item("i1"), item("i2", kind=ItemKind.MERGE)))
    )
    assert store.open_counts() == {"conflict": 1, "refused": 1, "merge": 1}
    closed = (conflict("x1", state=ConflictState.RESOLVED),)
    store.commit(Batch(at=1, conflicts=closed, items=(item("i1", state=ItemState.APPROVED),)))
    assert store.open_counts() == {"merge": 1}
    store.commit(Batch(at=1, conflicts=(conflict("x1"),)))
    assert store.open_counts() == {"conflict": 1, "merge": 1}


def test_conflicts_and_items_are_paged_by_id_and_state(store: Store) -> None:
    conflicts = [conflict(f"x{n}", rule=str(n)) for n in (3, 1, 2)]
    items = [
        item(f"i{n}", subject=str(n), kind=ItemKind.BRAKE if n == 2 else ItemKind.MERGE) for n in (3, 1, 2)
    ]
    closed = (conflict("x0", state=ConflictState.RESOLVED),)
    store.commit(Batch(at=1, conflicts=(*conflicts, *closed), items=tuple(items)))
    assert [one.id for one in store.list_conflicts(state=None, after=None, limit=2)] == ["x0", "x1"]
    opened = store.list_conflicts(state=ConflictState.OPEN, after="x1", limit=9)
    assert [one.id for one in opened] == ["x2", "x3"]
    assert [one.id for one in store.list_items(state=ItemState.OPEN, kind=None, after="i1", limit=1)] == [
        "i2"
    ]
    brakes = store.list_items(state=None, kind=ItemKind.BRAKE, after=None, limit=9)
    assert [one.id for one in brakes] == ["i2"]
    assert store.list_items(state=ItemState.DISMISSED, kind=ItemKind.MERGE, after=None, limit=9) == []


def test_attempts_of_a_record_come_newest_first(store: Store) -> None:
    rows = tuple(attempt(f"o{n}", outcome=Outcome.OK) for n in range(5))
    store.commit(Batch(at=1, attempts=rows))
    assert [one.op for one in store.attempts_of("r1", limit=2)] == ["o4", "o3"]


def test_runs_come_newest_first(store: Store) -> None:
    store.commit(Batch(at=1, runs=(run("a"), run("c"), run("b"), run("c", pushed=2))))
    assert [one.id for one in store.list_runs(before=None, limit=2)] == ["c", "b"]
    assert [one.id for one in store.list_runs(before="b", limit=9)] == ["a"]
    found = store.run("c")
    assert found is not None and found.counts == {"pushed": 2}


def test_a_cursor_moves_by_its_key(store: Store) -> None:
    first = Cursor(connection="hs", object="contacts", stream="changes", position="7", at=1)
    later = Cursor(connection="hs", object="contacts", stream="changes", position="9", at=2)
    store.commit(Batch(at=1, cursors=(first, later)))
    assert store.cursor("hs", "contacts", "changes") == later
    store.commit(Batch(at=1, cursors=(first,)))
    assert store.cursor("hs", "contacts", "changes") == first
    assert store.cursor("hs", "contacts", "sweep") is None


def test_notes_are_set_listed_by_prefix_and_removed(store: Store) -> None:
    store.set_note("state/hs", "on")
    store.set_note("state/sf", "off")
    store.set_note("other", "x")
    store.set_note("state/hs", "paused")
    assert store.notes("state/") == {"state/hs": "paused", "state/sf": "off"}
    assert list(store.notes()) == ["other", "state/hs", "state/sf"]
    store.set_note("state/hs", None)
    store.set_note("never", None)
    assert (store.note("state/hs"), store.note("state/sf")) == (None, "off")


def test_pruning_removes_only_what_is_closed_and_old(store: Store) -> None:
    store.commit(
        Batch(
            at=1,
            attempts=(
                attempt("o1", "r1", outcome=Outcome.OK, started=5),
                attempt("o2", "r2", started=5),
                attempt("o3", "r3", outcome=Outcome.OK, started=50),
            ),
            runs=(
                run("a", ended=5, outcome=RunOutcome.DONE),
                run("b", ended=5, outcome=RunOutcome.DONE, pushed=1),
                run("c"),
                run("d", ended=50, outcome=RunOutcome.DONE, pushed=0),
            ),
            items=(
                item("i1", state=ItemState.APPROVED, decided_at=5),
                item("i2", subject="c2"),
                item("i3", subject="c3", state=ItemState.APPROVED, decided_at=50),
            ),
            conflicts=(conflict("x1", state=ConflictState.RESOLVED),),
        )
    )
    assert store.prune(before=20) == {"attempt": 1, "run": 1, "item": 1, "plan": 0}
    assert [one.id for one in store.list_runs(before=None, limit=9)] == ["d", "c", "b"]
    assert [one.id for one in store.list_items(state=None, kind=None, after=None, limit=9)] == ["i2", "i3"]
    assert [store.attempts_of(f"r{n}") != [] for n in (1, 2, 3)] == [False, True, True]
    assert store.conflict("x1") is not None
    assert store.prune(before=20) == {"attempt": 0, "run": 0, "item": 0, "plan": 0}
