"""Text that no database can keep is refused before anything is written, by name and without its value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import StoreError
from core.store.base import Batch, Store
from tests.support.stored import (
    attempt,
    conflict,
    entry,
    item,
    link,
    pending,
    record,
    run,
    signal,
    write,
)

BAD = pytest.mark.parametrize("bad", ["secret\0", "secret\ud800", "\udfff"])


@BAD
def test_a_bad_field_value_is_named_and_nothing_is_written(store: Store, bad: str) -> None:
    batch = Batch(at=1, records=(write(record("good", name="x")), write(record("r7", name="x", city=bad))))
    with pytest.raises(StoreError, match=r"record r7.*city") as caught:
        store.commit(batch)
    assert "secret" not in str(caught.value)
    assert store.records(["good", "r7"]) == {}


@BAD
def test_bad_text_is_refused_wherever_it_stands(store: Store, bad: str) -> None:
    parts = [
        Batch(at=1, records=(write(record(bad)),)),
        Batch(at=1, records=(write(record(tags=("a", bad))),)),
        Batch(at=1, records=(write(record(), email=bad),)),
        Batch(at=1, records=(write(replace(record(), fields={bad: "x"})),)),
        Batch(at=1, links=(link(crm_id=bad),)),
        Batch(at=1, links=(link(hub=(bad,)),)),
        Batch(at=1, links=(link(crm=(None, ("a", bad))),)),
        Batch(at=1, pending=(pending(waiting_for=bad),)),
        Batch(at=1, pending=(replace(pending(), reason=bad),)),
        Batch(at=1, signals=(signal(bad),)),
        Batch(at=1, attempts=(replace(attempt(), sent={"x": bad}),)),
        Batch(at=1, conflicts=(replace(conflict(), hub_fields=(bad,)),)),
        Batch(at=1, items=(replace(item(), detail={"x": bad}),)),
        Batch(at=1, runs=(replace(run(), reason=bad),)),
        Batch(at=1, audit=(entry("r1", ("name", bad, None)),)),
        Batch(at=1, audit=(entry(note=bad),)),
    ]
    for batch in parts:
        with pytest.raises(StoreError, match="cannot be stored"):
            store.commit(batch)
    assert store.verify_audit() is None
    assert list(store.audit()) == []
    with pytest.raises(StoreError, match="cannot be stored"):
        store.set_note("x", bad)
    with pytest.raises(StoreError, match="cannot be stored"):
        store.acquire(bad, "me", now=1, ttl=1)


def test_an_audit_entry_with_bad_text_names_record_and_field(store: Store) -> None:
    with pytest.raises(StoreError, match=r"record r1.*phone"):
        store.commit(Batch(at=1, audit=(entry("r1", ("name", None, "x"), ("phone", None, "\0")),)))


def test_text_that_only_looks_bad_is_kept(store: Store) -> None:
    kept = record(name="\\u0000", emoji="👩‍👩‍👧 \ufffe \x01")
    store.commit(Batch(at=1, records=(write(kept),), links=(link(hub=("\\u0000",), crm=("\\u0000",)),)))
    assert store.records(["r1"])["r1"] == kept
    assert store.links_of(["r1"])[0].base_hub == ("\\u0000",)
