"""Searching the audit log: every part of the question, paging, and answers that never depend on the index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.store.base import Activity, AuditEntry, Batch, Store
from tests.support.databases import STORES, empty_store
from tests.support.stored import entry

LOG = (
    entry("r1", ("phone", None, "+49 30 1234"), at=1, kind="create", run="a"),
    entry("r2", ("email", "anna@acme.com", "Anna.Berg@ACME.com"), at=2, run="a", connection="hs"),
    entry("r1", ("phone", "+49 30 1234", None), ("tags", ("gold",), ("silver-plated",)), at=3, run="b"),
    entry("r3", at=4, kind="push", run="b", connection="sf", note="Straße 7, 東京都"),
    entry("r1", ("phone_mobile", None, "99"), ("optin", True, False), at=5, kind="set", run="c"),
)


@pytest.fixture(scope="module", params=STORES)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module", params=["not indexed", "half indexed", "indexed"])
def log(
    request: pytest.FixtureRequest, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """One store for all the questions: none of them changes anything."""
    with empty_store(kind, tmp_path_factory.mktemp("log")) as store:
        store.commit(Batch(at=1, audit=LOG))
        if request.param == "half indexed":
            assert store.index_activity(limit=2) == 2
        elif request.param == "indexed":
            assert store.index_activity(limit=99) == 5
            assert store.index_activity(limit=99) == 0
        yield store


def seqs(store: Store, question: Activity) -> list[int]:
    return [one.seq for one in store.search(question).rows]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (Activity(), [5, 4, 3, 2, 1]),
        (Activity(limit=2), [5, 4]),
        (Activity(limit=0), []),
        (Activity(before=3), [2, 1]),
        (Activity(before=1), []),
        (Activity(record_id="r1"), [5, 3, 1]),
        (Activity(record_id="r1", before=5, limit=1), [3]),
        (Activity(connection="hs"), [2]),
        (Activity(connection=""), [5, 3, 1]),
        (Activity(run="b"), [4, 3]),
        (Activity(kind="push"), [4]),
        (Activity(kind="pus"), []),
        (Activity(since=2, until=4), [4, 3, 2]),
        (Activity(field="phone"), [3, 1]),
        (Activity(field="phon"), []),
        (Activity(field="phone", record_id="r1", run="b"), [3]),
        (Activity(text="phone"), [5, 3, 1]),
        (Activity(text="PHONE 1234"), [3, 1]),
        (Activity(text="anna"), [5, 4, 3, 2, 1]),  # who did it
        (Activity(text="person"), []),
        (Activity(text="anna berg"), [2]),
        (Activity(text="acme berg"), [2]),
        (Activity(text="erg"), []),
        (Activity(text="silver"), [3]),
        (Activity(text="gold plated"), [3]),
        (Activity(text="STRASSE"), [4]),
        (Activity(text="東京"), [4]),
        (Activity(text="30", kind="create"), [1]),
        (Activity(text="phone", field="phone_mobile"), [5]),
        (Activity(text="+"), []),
        (Activity(text=""), []),
        (Activity(text="\"'*:() OR & |"), []),
        (Activity(text="nothing"), []),
    ],
)
def test_every_given_part_must_hold(log: Store, question: Activity, found: list[int]) -> None:
    assert seqs(log, question) == found


def test_long_answers_are_paged_by_the_last_seq_seen(store: Store) -> None:
    entries = tuple(entry("r1", ("phone", None, f"word{n} all")) for n in range(1_300))
    store.commit(Batch(at=1, audit=entries))
    while store.index_activity(limit=400):
        pass
    store.commit(Batch(at=1, audit=entries[:3]))
    found: list[int] = []
    while page := seqs(store, Activity(text="all", limit=301, before=found[-1] if found else None)):
        found += page
    assert found == list(range(1_303, 0, -1))


def test_an_entry_with_more_words_than_an_index_takes_is_still_found(store: Store) -> None:
    words = " ".join(f"word{n:07d}" for n in range(120_000))
    store.commit(Batch(at=1, audit=(entry("r1", ("body", None, words), note="needle"), LOG[0])))
    store.index_activity(limit=9)
    assert seqs(store, Activity(text="needle")) == [1]
    assert seqs(store, Activity(text="word0119999")) == [1]
    assert seqs(store, Activity(field="body")) == [1]
    assert seqs(store, Activity(text="x" * 5_000)) == []


@pytest.mark.parametrize("text", ["one.two", "one-two.three", "two.three+four", "four.nfive", "six.seven"])
def test_words_joined_by_what_is_no_letter_are_found_over_lines(store: Store, text: str) -> None:
    held = "One\ntwo\tthree\x1ffour \\nfive six\r\n\u2028\u00adseven"
    store.commit(Batch(at=1, audit=(entry("r1", ("body", None, held)), LOG[0])))
    assert seqs(store, Activity(text=text)) == [1]
    store.index_activity(limit=9)
    assert seqs(store, Activity(text=text)) == [1]


def test_one_very_long_word_is_found_by_its_beginning(store: Store) -> None:
    long = "a" * 3_000
    store.commit(
        Batch(at=1, audit=(entry("r1", ("n", None, long + "b")), entry("r1", ("n", None, long + "c"))))
    )
    store.index_activity(limit=9)
    assert seqs(store, Activity(text=long)) == [2, 1]
    assert seqs(store, Activity(text=long + "b")) == [1]


def test_indexing_goes_on_where_it_stopped(store: Store) -> None:
    store.commit(Batch(at=1, audit=LOG))
    assert [store.index_activity(limit=3) for _ in range(3)] == [3, 2, 0]
    assert store.index_activity(limit=0) == 0
    more: tuple[AuditEntry, ...] = (entry("r9", note="later"),)
    store.commit(Batch(at=1, audit=more))
    assert seqs(store, Activity(text="later")) == [6]


def test_an_index_of_other_words_is_passed_over_and_made_anew(log: Store) -> None:
    """As after an upgrade: entries were indexed by words that did not have what is looked for now."""
    while log.index_activity(limit=9):
        pass
    database = getattr(log, "_db", None)
    if database is None:
        pytest.skip("this store keeps no index")
    with database.write() as transaction:
        database.forget_words(transaction)
        transaction.run("UPDATE indexed SET seq = 1 WHERE id = 2")
    assert seqs(log, Activity(text="anna")) == [5, 4, 3, 2, 1]
    assert log.index_activity(limit=3) == 3
    assert log.index_activity(limit=9) == 2
    assert seqs(log, Activity(text="anna", kind="push")) == [4]
