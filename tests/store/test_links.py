"""Links, thin and whole, and the layouts their bases stand in."""

from __future__ import annotations

from core.records import UNSET, BaseValue, LinkState
from core.store.base import Batch, Store
from core.store.codec import digest_of
from tests.support.stored import link


def test_a_link_comes_back_as_it_was_written(store: Store) -> None:
    odd = link(
        hub=("unset", UNSET, True, None, ("a", "b"), "same", "0", "longer", UNSET),
        crm=(UNSET, "unset", False, None, ("a", "b"), "same", "1"),
        state=LinkState.DETACHED,
        seen=4,
        generation=3,
    )
    short = link("c2", hub=("a",), crm=("a", UNSET, "unset"))
    store.commit(Batch(at=1, links=(odd, short)))
    assert store.links("hs", "contacts", ["c1", "c2", "c3"]) == {"c1": odd, "c2": short}


def test_a_thin_link_tells_what_decides_that_nothing_changed(store: Store) -> None:
    kept = link(crm=("a", ("x", "y"), None))
    store.commit(Batch(at=1, links=(kept, link(connection="other"))))
    thin = store.thin_links("hs", "contacts", iter(["c1", "c9"]))
    assert list(thin) == ["c1"]
    assert thin["c1"].digest == digest_of(("a", ("x", "y"), None))
    assert (thin["c1"].record_id, thin["c1"].remote_version, thin["c1"].state) == ("r1", 9, LinkState.LINKED)


def test_digests_differ_where_values_differ() -> None:
    values: list[tuple[BaseValue, ...]] = [
        ("unset",),
        (UNSET,),
        (None,),
        ("",),
        ("null",),
        (True,),
        ("true",),
        (("a",),),
        ("a",),
        ("a", None),
    ]
    assert len({digest_of(one) for one in values}) == len(values)


def test_links_are_upserted_by_key_and_a_later_one_wins(store: Store) -> None:
    store.commit(Batch(at=1, links=(link(crm=("a",)), link(crm=("b",)))))
    assert store.links("hs", "contacts", ["c1"])["c1"].base_crm == ("b",)
    store.commit(Batch(at=1, links=(link(record_id="r2", crm=("c",)),)))
    assert store.links_of(["r1"]) == []
    assert [one.base_crm for one in store.links_of(["r2"])] == [("c",)]
    assert store.linked_count("hs", "contacts") == 1


def test_unlinked_rows_are_removed_before_links_are_written(store: Store) -> None:
    store.commit(Batch(at=1, links=(link("c1"), link("c2"))))
    gone = (("hs", "contacts", "c1"), ("hs", "contacts", "c2"), ("hs", "contacts", "c9"))
    store.commit(Batch(at=1, unlinked=gone, links=(link("c1", seen=5),)))
    assert [(one.crm_id, one.seen) for one in store.links_of(["r1"])] == [("c1", 5)]
    assert store.linked_count("hs", "contacts") == 1


def test_links_of_records_come_from_every_connection_or_one(store: Store) -> None:
    rows = (
        link("c2", "r1"),
        link("c1", "r1", state=LinkState.DELETED),
        link("s1", "r1", connection="sf"),
        link("c3", "r2"),
    )
    store.commit(Batch(at=1, links=rows))
    assert [one.key[::2] for one in store.links_of(["r1", "r2"])] == [
        ("hs", "c1"),
        ("hs", "c2"),
        ("hs", "c3"),
        ("sf", "s1"),
    ]
    assert [one.crm_id for one in store.links_of(["r1"], "sf")] == ["s1"]


def test_only_linked_links_count(store: Store) -> None:
    store.commit(Batch(at=1, links=(link("c1"), link("c2", state=LinkState.ORPHAN))))
    assert store.linked_count("hs", "contacts") == 1
    store.commit(Batch(at=1, links=(link("c1", state=LinkState.DELETED), link("c2"), link("c3"))))
    assert store.linked_count("hs", "contacts") == 2
    assert store.linked_count("hs", "companies") == 0


def test_links_are_listed_in_all_states_by_crm_id(store: Store) -> None:
    store.commit(Batch(at=1, links=(link("b"), link("a", state=LinkState.DELETED), link("C"), link("é"))))
    assert [one.crm_id for one in store.list_links("hs", "contacts", after=None, limit=9)] == [
        "C",
        "a",
        "b",
        "é",
    ]
    assert [one.crm_id for one in store.list_links("hs", "contacts", after="a", limit=1)] == ["b"]


def test_a_layout_is_kept_under_its_name(store: Store) -> None:
    assert store.layout("l1") is None
    store.save_layout("l1", ("name",), ("first", "last"))
    store.save_layout("l1", ("name",), ("first", "last"))
    assert store.layout("l1") == (("name",), ("first", "last"))
