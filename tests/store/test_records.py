"""Hub records: versions, match keys, live counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import StoreError, VersionChanged
from core.records import FieldEdit
from core.store.base import Batch, RecordWrite, Settled, Store
from tests.support.stored import entry, link, pending, record, write


def test_a_record_comes_back_as_it_was_written(store: Store) -> None:
    kept = replace(
        record(name="Änne \\u0000 [x]", tags=("a", "b"), optin=True, empty=None),
        edits={"name": FieldEdit(version=1, at=6, by="connection:hs")},
        merged_into="r9",
        deleted_at=8,
        deleted_by="person:anna",
    )
    store.commit(Batch(at=1, records=(write(kept),)))
    assert store.records(["r1", "r2"]) == {"r1": kept}


def test_fields_may_be_any_mapping(store: Store) -> None:
    from types import MappingProxyType

    kept = replace(record(), fields=MappingProxyType({"name": "Anna"}))
    store.commit(Batch(at=1, records=(write(kept),)))
    assert store.records(["r1"])["r1"].fields == {"name": "Anna"}


def test_an_older_expected_version_writes_nothing(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record(name="a")),)))
    store.commit(Batch(at=1, records=(write(record(version=2, name="b")),)))
    with pytest.raises(VersionChanged, match="r1"):
        store.commit(Batch(at=1, records=(write(record(version=2, name="c")),), audit=(entry(),)))
    assert store.records(["r1"])["r1"].fields["name"] == "b"
    assert list(store.audit()) == []


def test_a_new_record_must_not_exist_yet_and_a_changed_one_must(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record()),)))
    with pytest.raises(VersionChanged):
        store.commit(Batch(at=1, records=(write(record()),)))
    with pytest.raises(VersionChanged):
        store.commit(Batch(at=1, records=(write(record("r2", version=2)),)))


def test_checks_hold_or_nothing_is_written(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record()),)))
    with pytest.raises(VersionChanged):
        store.commit(Batch(at=1, checks={"r1": 2}, audit=(entry(),)))
    with pytest.raises(VersionChanged):
        store.commit(Batch(at=1, checks={"r9": 1}, audit=(entry(),)))
    assert store.commit(Batch(at=1, checks={"r1": 1, "r9": 0}, audit=(entry(),))) == 1


def test_one_record_twice_in_a_batch_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="twice"):
        store.commit(Batch(at=1, records=(write(record()), write(record(version=2)))))
    with pytest.raises(StoreError, match="does not follow"):
        store.commit(Batch(at=1, records=(write(record(version=1), expected=1),)))


def test_live_records_are_found_by_their_keys(store: Store) -> None:
    store.commit(
        Batch(
            at=1,
            records=(
                write(record("r1"), email="a@x", phone="1"),
                write(record("r2"), email="a@x"),
                write(record("r3", object="company"), email="a@x"),
            ),
        )
    )
    assert store.match("contact", [("email", "a@x"), ("phone", "1"), ("phone", "2")]) == {
        ("email", "a@x"): frozenset({"r1", "r2"}),
        ("phone", "1"): frozenset({"r1"}),
    }
    assert store.match("contact", []) == {}


def test_new_keys_replace_the_former_ones_and_a_tombstone_has_none(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record(), email="a@x", phone="1"),)))
    store.commit(Batch(at=1, records=(write(record(version=2), email="b@x", phone="1"),)))
    asked = [("email", "a@x"), ("email", "b@x"), ("phone", "1")]
    assert set(store.match("contact", asked)) == {("email", "b@x"), ("phone", "1")}
    store.commit(Batch(at=1, records=(write(record(version=3, deleted=True), email="b@x"),)))
    assert store.match("contact", asked) == {}
    store.commit(Batch(at=1, records=(write(record(version=4), email="b@x"),)))
    assert set(store.match("contact", asked)) == {("email", "b@x")}


def test_keys_follow_a_record_to_another_object(store: Store) -> None:
    store.commit(Batch(at=1, records=(write(record(), email="a@x"),)))
    store.commit(Batch(at=1, records=(write(record(version=2, object="lead"), email="a@x"),)))
    assert store.match("contact", [("email", "a@x")]) == {}
    assert store.match("lead", [("email", "a@x")]) == {("email", "a@x"): frozenset({"r1"})}
    assert store.tally() == {"lead": 1}


def test_key_checks_hold_or_nothing_is_written(store: Store) -> None:
    seen = {("contact", "email", "a@x"): frozenset[str]()}
    store.commit(Batch(at=1, key_checks=seen, records=(write(record(), email="a@x"),)))
    with pytest.raises(VersionChanged):
        store.commit(Batch(at=1, key_checks=seen, records=(write(record("r2"), email="a@x"),)))
    with pytest.raises(VersionChanged):
        store.commit(Batch(at=1, key_checks={("contact", "email", "z"): frozenset({"r1"})}))
    store.commit(Batch(at=1, key_checks={("contact", "email", "a@x"): frozenset({"r1"})}))
    assert store.records(["r2"]) == {}


def test_the_tally_counts_live_records_and_links(store: Store) -> None:
    store.commit(
        Batch(
            at=1,
            records=(write(record("r1")), write(record("r2")), write(record("k1", object="company"))),
            links=(link("c1", "r1"), link("c2", "r2")),
        )
    )
    assert store.tally() == {"contact": 2, "company": 1, "hs/contacts": 2}
    store.commit(
        Batch(
            at=1,
            records=(write(record("r2", version=2, deleted=True)),),
            unlinked=(("hs", "contacts", "c2"),),
        )
    )
    assert store.tally() == {"contact": 1, "company": 1, "hs/contacts": 1}


def test_records_are_listed_by_id_live_or_deleted(store: Store) -> None:
    store.commit(
        Batch(
            at=1,
            records=(
                write(record("r3")),
                write(record("r1")),
                write(record("r2", deleted=True)),
                write(record("Z", object="company")),
            ),
        )
    )
    listed = store.list_records("contact", after=None, limit=1)
    assert [one.id for one in listed] == ["r1"]
    assert [one.id for one in store.list_records("contact", after="r1", limit=9)] == ["r3"]
    assert [one.id for one in store.list_records("contact", after=None, limit=9, deleted=True)] == ["r2"]


def test_an_empty_batch_and_empty_questions_are_fine(store: Store) -> None:
    assert store.commit(Batch(at=1)) == 0
    assert store.records([]) == {}
    assert store.thin_links("hs", "contacts", []) == {}
    assert store.links_of([]) == []
    assert store.open_conflicts([]) == []
    assert store.open_items("hs", "contacts", []) == []


def test_a_large_batch_of_odd_values_comes_back_as_written(store: Store) -> None:
    odd = (
        "tab\t",
        "line\nbreak\r",
        "back\\slash \\N \\.",
        "{},\"'",
        "NULL",
        "",
        "ümläut 東京 👩",
        None,
        True,
    )
    records = [record(f"r{n:03d}", name=odd[n % len(odd)], tags=("a\t", "b\\")) for n in range(300)]
    links = tuple(link(f"c\\{n}", one.id, hub=odd, crm=odd[::-1]) for n, one in enumerate(records))
    rows = tuple(pending(one.id, waiting_for="\\N" if n % 2 else None) for n, one in enumerate(records))
    log = tuple(entry(one.id, ("name", None, one.fields["name"]), note="\t\\") for one in records)
    store.commit(
        Batch(
            at=1,
            records=tuple(write(one, email=f"{one.id}\t") for one in records),
            links=links,
            pending=rows,
            audit=log,
        )
    )
    assert store.records([one.id for one in records]) == {one.id: one for one in records}
    assert store.list_links("hs", "contacts", after=None, limit=999) == sorted(links, key=lambda one: one.key)
    assert store.list_pending(connection="sf", after=None, limit=999) == list(rows)
    assert [one.entry for one in store.audit()] == list(log)
    assert len(store.match("contact", [("email", f"{one.id}\t") for one in records])) == 300
    assert store.verify_audit() is None
    done = tuple(Settled(connection="sf", record_id=one.id, version=1) for one in records)
    store.commit(Batch(at=1, settled=done, unlinked=tuple(one.key for one in links)))
    assert store.list_pending(connection="sf", after=None, limit=9) == []
    assert store.links_of([one.id for one in records]) == []
    assert store.tally() == {"contact": 300}


def test_keys_that_several_live_records_share_are_counted_over_all_of_them(store: Store) -> None:
    def keyed(id: str, **keys: str) -> RecordWrite:
        return replace(write(record(id=id)), keys=tuple(keys.items()))

    store.commit(
        Batch(
            at=1,
            records=(
                keyed("r1", email="a", phone="1"),
                keyed("r2", email="a", phone="1"),
                keyed("r3", email="a", phone="2"),
                keyed("r4", email="b"),
                keyed("r5", phone="1"),
            ),
        )
    )
    assert store.shared_keys("contact", ["email"]) == (4, 3)
    assert store.shared_keys("contact", ["email", "phone"]) == (3, 2)
    assert store.shared_keys("company", ["email"]) == (0, 0)
    gone = replace(record(id="r1", version=2), deleted_at=2)
    store.commit(Batch(at=2, records=(write(gone),)))
    assert store.shared_keys("contact", ["phone"]) == (3, 2)
