"""The search index never keeps anything back: what it finds is what reading the whole log finds, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from random import Random
from typing import cast

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from core.store import places, searching
from core.store.activity import fitting
from core.store.base import Activity, AuditEntry, Batch, Found, Store, StoredAudit
from core.store.database import Database, Row
from core.store.index_words import Sought, index_words_of
from core.store.looks import every
from core.store.migrate import SCRIPTS
from core.store.sql import SqlStore, open_store
from tests.support.databases import POSTGRES, empty_store
from tests.support.stored import entry

ENTRIES = 4_000
INDEXED = 3_700
WHOLE = 10**9  # looks
NAMES = ("anna", "ben", "Annabel", "benno", "Zoë", "anna_lena")
HOSTS = ("example.com", "example.org", "mail.example.com", "straße.example")
FIELDS = ("email", "phone", "phone_mobile", "rare_field")


def _entry(number: int, dice: Random) -> AuditEntry:
    """Most words are everywhere, some rare; "old" only long ago, "red" never with "blue"; not quite in order of time."""
    name, host = dice.choice(NAMES), dice.choice(HOSTS)
    changes = [("email", None, f"{name}.berg{dice.randrange(60)}@{host}")]
    if number % 2:
        changes.append(("phone", None, f"+49-30-{dice.randrange(10_000):04d}"))
    if number % 97 == 0:
        changes.append(("rare_field", None, f"needle{number}"))
    return replace(
        entry(
            f"r{number % 300}",
            *changes,
            at=number // 3 + dice.randrange(60) * dice.choice((1, 1, 1, 9)),
            kind="refuse" if number % 89 == 0 else "set",
            run=f"run-{number // 500}",
            connection=dice.choice(("hs", "sf")),
            note=("red" if number % 2 else "blue")
            + (" old" if number < 900 else "")
            + (" seldom" if number % 701 == 0 else ""),
        ),
        actor=dice.choice(("person:anna", "connection:hs", "person:Ben@laptop (as crm)")),
    )


@pytest.fixture(scope="module", params=["nowhere", "half of it", "nearly everywhere"])
def placed(request: pytest.FixtureRequest) -> int:
    """Up to which entry it is kept where common words stand: nowhere, as in a log of an older version, and so on."""
    return {"nowhere": 0, "half of it": INDEXED // 2, "nearly everywhere": INDEXED}[request.param]


@pytest.fixture(scope="module", params=["sqlite", POSTGRES])
def filled(
    request: pytest.FixtureRequest, placed: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, list[StoredAudit]]]:
    """A store whose index does not reach the newest entries yet, and all its entries, newest first.

    Places are kept for 200 entries at a time, so that every way is gone.
    """
    dice = Random(7)
    log = tuple(_entry(number, dice) for number in range(ENTRIES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "SPAN", 200)
        with empty_store(request.param, tmp_path_factory.mktemp("log")) as store:
            store.commit(Batch(at=1, audit=log[:INDEXED]))
            while store.index_activity(limit=500):
                pass
            assert (_at(store, 1), _at(store, 3)) == (INDEXED, INDEXED // 200 * 200)
            with vars(store)["_db"].write() as transaction:
                transaction.run("DELETE FROM word_places WHERE n >= ?", placed // 200)
                transaction.run("UPDATE indexed SET seq = ? WHERE id = 3", placed // 200 * 200)
            store.commit(Batch(at=1, audit=log[INDEXED:]))
            everything = list(every(store, Activity()))
            assert len(everything) == ENTRIES
            yield store, everything


def _with_looks(store: Store, most: int) -> Store:
    """The same log, of which a search looks at more or less."""
    return SqlStore(vars(store)["_db"], most_looks=most)


def _at(store: Store, what: int) -> int:
    """How far the index (1) or the places (3) reach."""
    found = vars(store)["_db"].read("SELECT seq FROM indexed WHERE id = ?", what)
    return int(found[0][0]) if found else 0


words = st.sampled_from(
    [*NAMES, *HOSTS, *FIELDS, "ann", "BEN", "berg", "berg1", "berg17", "exam", "com", "org", "30", "0", "laptop", "needle",
     "needle97", "needle970", "seldom", "old", "red", "blue", "strasse", "nowhere", "b", "hs", "+", "x" * 300]
)  # fmt: skip
joined = st.builds(
    "{0}.berg{1}@{2}".format,
    st.sampled_from(NAMES),
    st.integers(0, 70),
    st.sampled_from((*HOSTS, "exam", "")),
)
phones = st.builds("+49-30-{0}".format, st.integers(0, 9_999))
texts = st.lists(words | joined | phones, min_size=1, max_size=3).map(" ".join)
questions = st.builds(
    Activity,
    text=st.none() | texts,
    field=st.none() | st.none() | st.sampled_from(FIELDS),
    kind=st.none() | st.none() | st.sampled_from(("set", "refuse", "merge")),
    run=st.none() | st.none() | st.sampled_from(("run-1", "run-3", "run-x")),
    connection=st.none() | st.none() | st.sampled_from(("hs", "sf")),
    since=st.none() | st.none() | st.integers(0, ENTRIES // 3),
    until=st.none() | st.none() | st.integers(0, ENTRIES // 3),
    before=st.none() | st.integers(0, ENTRIES + 5),
    limit=st.sampled_from((1, 20, 101, ENTRIES)),
)


@settings(max_examples=80)
@given(question=questions)
def test_the_index_finds_what_reading_all_finds(
    filled: tuple[Store, list[StoredAudit]], question: Activity
) -> None:
    store, everything = filled
    found = _with_looks(store, WHOLE).search(question)
    assert found == Found(rows=list(filter(fitting(question), everything))[: question.limit])


@settings(max_examples=80)
@given(question=questions, most=st.sampled_from((1, 9, 70, 1_500)))
def test_what_was_not_looked_at_is_found_when_one_goes_on(
    filled: tuple[Store, list[StoredAudit]], question: Activity, most: int
) -> None:
    store, everything = filled
    some = _with_looks(store, most)
    expected = list(filter(fitting(question), everything))
    before = ENTRIES + 1 if question.before is None else question.before
    for _ in range(20 if most < 70 else ENTRIES):
        found = some.search(replace(question, before=before))
        if found.down_to is None:
            assert found.rows == [one for one in expected if one.seq < before][: question.limit]
            return
        assert 1 < found.down_to < before
        assert found.rows == [one for one in expected if found.down_to <= one.seq < before]
        assert len(found.rows) < question.limit
        before = found.down_to


@pytest.mark.parametrize("text", ["berg.anna@example", "org.example", "com-49", "phone.49.anna"])
def test_every_one_of_several_searches_reads_a_part_and_together_they_read_all(
    filled: tuple[Store, list[StoredAudit]], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that stand everywhere, and never so: nothing tells where not to look."""
    monkeypatch.setattr(searching, "_PAGE", 100)
    store, everything = filled
    database = vars(store)["_db"]
    counted = Counting(database)
    some = SqlStore(cast("Database", counted), most_looks=200)
    question, searches = Activity(text=text, limit=10), 0
    assert not list(filter(fitting(question), everything))
    while True:
        counted.read_rows = 0
        found = some.search(question)
        assert found.rows == []
        assert counted.read_rows <= 128 + 200 + 2 * 200, (
            "a sample, what it may look at, and a page that began before"
        )
        if found.down_to is None:
            break
        question, searches = replace(question, before=found.down_to), searches + 1
    assert searches < ENTRIES


class Counting:
    """A database that counts the entries read from it."""

    def __init__(self, database: Database) -> None:
        self._database, self.read_rows = database, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._database, name)

    def read(self, sql: str, *values: object) -> list[Row]:
        rows = self._database.read(sql, *values)
        if " FROM audit WHERE " in sql:
            self.read_rows += len(rows)
        return rows


@pytest.mark.parametrize(
    "text",
    [
        "anna.berg17@example.com",  # every word of it is common, together they are rare
        "berg17@exam",
        "red blue",  # common, never together
        "old red",  # common once, not lately
        "needle example",  # rare with common
        "seldom example",
        "b",  # begins more words than are asked for one by one
        "annabel 0",
        "needle970 strasse nowhere",
    ],
)
@pytest.mark.parametrize("offered", [500, 4])
def test_page_after_page_nothing_is_left_out(
    filled: tuple[Store, list[StoredAudit]], text: str, offered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the index offers few at a time, as it does of a rare word in a log a hundred times as long."""
    monkeypatch.setattr(searching, "_PAGE", offered)
    store, everything = filled
    question = Activity(text=text, limit=301)
    expected = list(filter(fitting(question), everything))
    store = _with_looks(store, WHOLE)
    for begin in range(0, len(expected) + 1, question.limit):
        before = expected[begin - 1].seq if begin else None
        assert store.search(replace(question, before=before)).rows == expected[begin:][: question.limit]


def test_words_that_were_remembered_get_the_same_places_as_words_found_anew(
    sql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daemon that was started anew in between remembers none."""
    monkeypatch.setattr(places, "SPAN", 200)
    found = []
    for url, again in ((sql_url, False), (f"sqlite:///{tmp_path / 'other.db'}", True)):
        dice = Random(5)
        store = open_store(url, clock=lambda: 1)
        store.commit(Batch(at=1, audit=tuple(_entry(number, dice) for number in range(650))))
        while store.index_activity(limit=70):
            if again:
                store.close()
                store = open_store(url, clock=lambda: 1)
        rows = vars(store)["_db"].read("SELECT n, start, places FROM word_places ORDER BY n, start")
        found.append([(n, start, bytes(packed)) for n, start, packed in rows])
        store.close()
    assert {n for n, _, _ in found[0]} == {0, 1, 2}
    assert found[0] == found[1]


def test_a_time_leaves_nothing_out(filled: tuple[Store, list[StoredAudit]]) -> None:
    store, everything = filled
    for at in range(0, ENTRIES // 3 + 600, 131):
        for question in (Activity(since=at, limit=ENTRIES), Activity(text="anna", until=at, limit=ENTRIES)):
            assert _with_looks(store, WHOLE).search(question).rows == list(
                filter(fitting(question), everything)
            )


def test_a_log_from_before_spans_were_kept_gets_the_same_ones(sql_url: str) -> None:
    dice = Random(11)
    store = open_store(sql_url, clock=lambda: 1)
    store.commit(Batch(at=1, audit=tuple(_entry(number, dice) for number in range(2_300))))
    while store.index_activity(limit=300):
        pass
    database = vars(store)["_db"]
    kept = database.read("SELECT n, least, most FROM audit_spans ORDER BY n")
    assert [n for n, _, _ in kept] == [0, 1, 2]
    with database.write() as transaction:
        transaction.run("DROP TABLE audit_spans")
    url = make_url(sql_url)
    driver = "sqlite+pysqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg"
    engine = create_engine(url.set(drivername=driver), poolclass=NullPool)
    (script,) = (SCRIPTS / "versions").glob("*_spans.py")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        import_module(f"core.store.migrations.versions.{script.stem}").upgrade()
    assert database.read("SELECT n, least, most FROM audit_spans ORDER BY n") == kept
    store.close()


letters = st.text(st.sampled_from("aAbß İ.@-_1é\u0301東\n+:\ue000'\""), max_size=12)


@given(
    texts=st.lists(letters, min_size=1, max_size=4),
    asked=letters,
    at=st.integers(0, 40),
    length=st.integers(1, 20),
)
def test_whatever_fits_has_the_words_that_the_index_is_asked_for(
    texts: list[str], asked: str, at: int, length: int
) -> None:
    """Asked for anything, and for what was cut out of the entry itself, of which much fits."""
    held = entry("r1", ("f", None, tuple(texts)), ("g", texts[0], "x" * 150 + texts[-1]), note=texts[-1])
    there = index_words_of(held)
    for text in (asked, "\n".join(texts)[at : at + length], "x" * 149, "x" * 150 + texts[-1]):
        question = Activity(text=text, field="f", kind="set", run="run1")
        if fitting(question)(StoredAudit(seq=1, entry=held, digest=b"")):
            sought = Sought.of(question)
            assert sought is not None
            assert all(any(word.startswith(start) for word in there) for start in sought.starts)
            assert set(sought.whole) <= set(there)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("anna.berg17@example.com", True),
        ("Anna.Berg17@EXAM", True),  # while it is typed
        ("berg17@example", True),
        ("<anna.berg17@example.com>,", True),
        ("anna.berg1@example.com", False),  # another address; only the last word may be a beginning
        ("berg17.anna@example.com", False),
        ("anna@example.com", False),
        ("example.com.2026", False),  # from one text into the next
        ("example anna", True),  # apart, words may stand anywhere
        ("2026-11-27", True),
        ("2026-11", True),
        ("2026/11/27", True),
        ("11-2026", False),
        ("+49-30", True),
        ("anna.berg17@example.com 2026-11 9-30", False),
        ("anna.berg17@example.com 2026-11 49-30", True),
    ],
)  # fmt: skip
def test_words_joined_by_punctuation_are_found_as_they_stand(text: str, fits: bool) -> None:
    changes = (
        ("email", None, "anna.berg17@example.com"),
        ("due", None, "2026-11-27"),
        ("phone", None, "+49 30 1234"),
    )
    stored = StoredAudit(seq=1, entry=replace(entry("r1", *changes), actor="system"), digest=b"")
    assert fitting(Activity(text=text))(stored) is fits
