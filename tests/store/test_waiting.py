"""The queue of conflicts and items as one list, questions that must be as they were read, and the counts of contests."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from core.conflicts import Conflict, ConflictState, Item, ItemKind, ItemState, QueueState
from core.contests import ContestCount, ContestOutcome
from core.errors import VersionChanged
from core.queue_order import Sort, place_of
from core.store.base import CONFLICT, Batch, QueueQuery, Store
from core.store.migrate import SCRIPTS, migrate
from core.store.rows import encode_body
from core.store.sql import open_store
from tests.support.stored import conflict, item, record, write

NOW = 1_000
OPENED = ContestOutcome.OPENED


def questions() -> tuple[tuple[Conflict, ...], tuple[Item, ...]]:
    """Eight questions, opened at 10, 20, ..., and two that are answered."""
    conflicts = (
        replace(conflict("x1", rule="phone"), opened_at=10),
        replace(
            conflict("x2", rule="name", connection="sf"), opened_at=30, snoozed_until=NOW + 1, confidence=970
        ),
        replace(
            conflict("x3", rule="mail"), confidence=400, opened_at=50, snoozed_until=NOW, assigned_to="ben"
        ),
        replace(conflict("x4", crm_id="c2"), opened_at=70, assigned_to="carla", snoozed_until=NOW + 5),
        conflict("x5", rule="old", state=ConflictState.RESOLVED),
    )
    items = (
        replace(item("i1"), opened_at=20),
        replace(item("i2", kind=ItemKind.BRAKE, record_id=None), opened_at=40, detail={}),
        replace(item("i3", kind=ItemKind.MERGE, connection="sf"), opened_at=60, assigned_to="ben"),
        replace(item("i4", subject="c4"), opened_at=80, snoozed_until=NOW - 1),
        item("i5", subject="c5", state=ItemState.DISMISSED),
    )
    return conflicts, items


def ids(
    store: Store, query: QueueQuery, *, after: tuple[int, str] | None = None, limit: int = 99
) -> list[str]:
    return [one.id for one in store.queue(query, now=NOW, after=after, limit=limit)]


def test_conflicts_and_items_are_one_list_by_age(store: Store) -> None:
    conflicts, items = questions()
    store.commit(Batch(at=1, conflicts=conflicts, items=items))
    everything = ["x1", "i1", "x2", "i2", "x3", "i3", "x4", "i4"]
    assert ids(store, QueueQuery()) == everything
    assert store.queue(QueueQuery(), now=NOW, after=None, limit=2) == [conflicts[0], items[0]]
    assert ids(store, QueueQuery(), after=(30, "x2"), limit=3) == ["i2", "x3", "i3"]
    paged: list[str] = []
    after = None
    while page := store.queue(QueueQuery(), now=NOW, after=after, limit=3):
        paged += [one.id for one in page]
        after = (page[-1].opened_at, page[-1].id)
    assert paged == everything


@pytest.mark.parametrize(
    ("sort", "told"),
    [
        (Sort.OLDEST, ["x1", "i1", "x2", "i2", "x3", "i3", "x4", "i4"]),
        (Sort.NEWEST, ["i4", "x4", "i3", "x3", "i2", "x2", "i1", "x1"]),
        (Sort.SUREST, ["x2", "x3", "x1", "i1", "i2", "i3", "x4", "i4"]),
        (Sort.FIELD, ["i2", "x3", "x2", "x1", "i1", "i3", "x4", "i4"]),
        (Sort.OBJECT, ["x1", "i1", "x2", "x3", "i3", "x4", "i4", "i2"]),
    ],
)
def test_every_order_is_told_page_by_page_alike(store: Store, sort: Sort, told: list[str]) -> None:
    conflicts, items = questions()
    store.commit(
        Batch(at=1, conflicts=conflicts, items=(items[0], replace(items[1], object="deals"), *items[2:]))
    )
    for limit in (1, 3, 99):
        paged: list[str] = []
        after = None
        while page := store.queue(QueueQuery(), now=NOW, after=after, limit=limit, sort=sort):
            paged += [one.id for one in page]
            after = place_of(page[-1], sort)
        assert paged == told


def test_no_order_of_a_long_queue_is_sorted_anew_for_every_page(sqlite_url: str) -> None:
    """SQLite says how it would go about it; a hundred thousand questions must not pass through a sort."""
    store = open_store(sqlite_url, clock=lambda: 1)
    store.close()
    asked = "state = 'open' AND assigned_to IS NULL AND (snoozed_until IS NULL OR snoozed_until <= 1)"
    with sqlite3.connect(make_url(sqlite_url).database or "") as connection:
        for table, columns in (
            ("conflicts", ("opened_at", "doubt, opened_at", "rule, opened_at", "crm_object, opened_at")),
            ("items", ("opened_at", "rule, opened_at", "object, opened_at")),
        ):
            for column in columns:
                sql = f"SELECT body FROM {table} WHERE {asked} ORDER BY {column}, id LIMIT 200"
                steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
                assert not any("B-TREE" in step for step in steps), (table, column, steps)


def test_how_sure_the_advisor_is_says_nothing_about_the_question(store: Store) -> None:
    read = conflict("x1")
    store.commit(Batch(at=1, conflicts=(read,)))
    store.commit(Batch(at=2, unchanged=(read,), conflicts=(replace(read, confidence=800),)))
    store.commit(Batch(at=3, unchanged=(read,), conflicts=(replace(read, confidence=700),)))
    found = store.conflict("x1")
    assert found is not None and found.confidence == 700


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (QueueQuery(state=QueueState.OPEN), ["x1", "i1", "i2", "i4"]),
        (QueueQuery(state=QueueState.SNOOZED), ["x2", "x4"]),
        (QueueQuery(state=QueueState.ESCALATED), ["x3", "i3"]),
        (QueueQuery(kinds=frozenset({CONFLICT})), ["x1", "x2", "x3", "x4"]),
        (QueueQuery(kinds=frozenset({CONFLICT, "brake"})), ["x1", "x2", "i2", "x3", "x4"]),
        (QueueQuery(kinds=frozenset({"merge", "refused"})), ["i1", "i3", "i4"]),
        (QueueQuery(connection="sf"), ["x2", "i3"]),
        (QueueQuery(objects=frozenset({"deals"})), []),
        (
            QueueQuery(objects=frozenset({"contacts", "deals"}), rules=frozenset({"name", "mail"})),
            ["x2", "x3"],
        ),
        (QueueQuery(rules=frozenset({"phone"})), ["x1", "i1", "i3", "x4", "i4"]),
        (QueueQuery(assigned_to="ben"), ["x3", "i3"]),
        (QueueQuery(assigned_to="ben", kinds=frozenset({CONFLICT}), opened_before=60), ["x3"]),
        (QueueQuery(opened_before=40), ["x1", "i1", "x2"]),
        (QueueQuery(opened_since=60), ["i3", "x4", "i4"]),
        (QueueQuery(surest=900), ["x2"]),
        (QueueQuery(doubtful=900, kinds=frozenset({CONFLICT})), ["x1", "x3", "x4"]),
        (QueueQuery(doubtful=900, opened_before=30), ["x1", "i1"]),
    ],
)
def test_the_queue_is_filtered_and_counted(store: Store, query: QueueQuery, found: list[str]) -> None:
    conflicts, items = questions()
    store.commit(Batch(at=1, conflicts=conflicts, items=items))
    assert ids(store, query) == found
    assert store.queue_count(query, now=NOW) == len(found)


def test_what_waits_is_counted_by_kind_and_state(store: Store) -> None:
    assert store.queue_counts(now=NOW) == {}
    conflicts, items = questions()
    store.commit(Batch(at=1, conflicts=conflicts, items=items))
    assert store.queue_counts(now=NOW) == {
        CONFLICT: {QueueState.OPEN: 1, QueueState.SNOOZED: 2, QueueState.ESCALATED: 1},
        "refused": {QueueState.OPEN: 2},
        "brake": {QueueState.OPEN: 1},
        "merge": {QueueState.ESCALATED: 1},
    }
    later = store.queue_counts(now=NOW + 10)
    assert later[CONFLICT] == {QueueState.OPEN: 2, QueueState.ESCALATED: 2}
    assert store.open_counts() == {CONFLICT: 4, "refused": 2, "brake": 1, "merge": 1}


def test_a_question_that_is_not_as_it_was_read_stops_the_commit(store: Store) -> None:
    read, asked = conflict("x1"), item("i1")
    store.commit(Batch(at=1, conflicts=(read,), items=(asked,)))
    snoozed = replace(read, snoozed_until=5)
    store.commit(Batch(at=2, unchanged=(read, asked), conflicts=(snoozed,)))
    for stale in (read, replace(asked, reason="other"), conflict("x9"), item("i9")):
        with pytest.raises(VersionChanged, match=stale.id):
            store.commit(Batch(at=3, unchanged=(stale,), records=(write(record()),), contests=(count(1),)))
    assert store.conflict("x1") == snoozed
    assert (store.records(["r1"]), store.contests()) == ({}, {})


def count(n: int, *, day: int = 7, outcome: ContestOutcome = OPENED, rule: str = "phone") -> ContestCount:
    return ContestCount(day=day, connection="hs", object="contact", rule=rule, outcome=outcome, n=n)


def test_contests_add_up_by_day_and_are_summed_over_days(store: Store) -> None:
    met = replace(count(5), first_sight=True)
    changed = ContestCount(
        day=8, connection="", object="contact", rule="", outcome=ContestOutcome.CHANGED, n=40
    )
    store.commit(Batch(at=1, contests=(count(1), count(2), met, count(1, day=9), changed)))
    store.commit(
        Batch(at=2, contests=(count(1), count(3, outcome=ContestOutcome.PERSON), count(1, rule="z")))
    )
    store.commit(Batch(at=3, contests=(count(-1, rule="z"),)))
    phone = ("hs", "contact", "phone")
    person, every = (*phone, False, ContestOutcome.PERSON), (*phone, False, OPENED)
    assert store.contests(until=8) == {
        every: 4,
        (*phone, True, OPENED): 5,
        person: 3,
        ("", "contact", "", False, ContestOutcome.CHANGED): 40,
    }
    assert store.contests(since=8, connection="hs") == {every: 1}
    assert store.contests(since=7, until=9, object="deal") == {}


def test_an_upgrade_finds_by_the_new_columns_and_counts_what_is_open(sql_url: str, tmp_path: Path) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__", "000[4-9]*", "001*"))
    migrate(sql_url, tmp_path, clock=lambda: 1, scripts=scripts)
    day = 86_400_000
    waiting, asked = replace(conflict("x1"), opened_at=3 * day + 5), replace(item("i1"), opened_at=9)
    closed = conflict("x2", state=ConflictState.RESOLVED)
    url = make_url(sql_url)
    driver = "sqlite+pysqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg"
    with create_engine(url.set(drivername=driver), poolclass=NullPool).begin() as connection:
        for one in (waiting, closed):
            connection.execute(
                text(
                    "INSERT INTO conflicts VALUES (:id, 'hs', 'contacts', 'c1', 'phone', 'r1', :state, :body)"
                ),
                {"id": one.id, "state": one.state.value, "body": encode_body(one)},
            )
        connection.execute(
            text(
                "INSERT INTO items VALUES ('i1', 'refused', 'hs', 'contacts', 'c1', 'r1', 'open', NULL, :body)"
            ),
            {"body": encode_body(asked)},
        )
        connection.execute(
            text(
                "INSERT INTO records VALUES ('r1', 'contact', 1, '{}', '[]', 1, 5, 'x', NULL, NULL, NULL, NULL)"
            )
        )
    store = open_store(sql_url, clock=lambda: 1)
    assert store.queue(QueueQuery(rules=frozenset({"phone"})), now=1, after=None, limit=9) == [asked, waiting]
    assert store.contests(since=3, until=3) == {("hs", "contact", "phone", False, OPENED): 1}
    store.close()
