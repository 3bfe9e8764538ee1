"""What holds records up, counted alike by every store."""

from __future__ import annotations

from dataclasses import replace

from core.records import LeftOut, LinkState
from core.standing import APART, Held, Hold, Stand, Standee
from core.store.base import Batch, Store
from tests.support.stored import conflict, item, link, pending


def test_what_holds_records_up_is_counted_by_cause(store: Store) -> None:
    refused = replace(pending("r1", since=5, parked=True), reason="refused")
    store.commit(
        Batch(
            at=1,
            pending=(
                refused,
                replace(refused, record_id="r2", since=3),
                replace(pending("r3", since=9), reason="refused"),
                replace(pending("r4", since=9, waiting_for="r1"), reason="waits"),
            ),
            conflicts=(conflict("c1"),),
            items=(item("i1"),),
        )
    )
    found = store.standing(limit=10)
    assert found.held[0] == Held(
        connection="sf",
        object=refused.object,
        reason="refused",
        hold=Hold.PARKED,
        count=2,
        since=3,
        record_id="r1",
    )
    assert [(one.hold, one.count) for one in found.held[1:]] == [(Hold.LATER, 1), (Hold.WAITS, 1)]
    assert sorted(kind for _, _, kind in found.asked) == sorted(("conflict", item("i1").kind.value))
    assert set(found.asked.values()) == {1}
    assert len(store.standing(limit=1).held) == 1


def test_records_are_counted_and_listed_by_how_they_stand(store: Store) -> None:
    tried = replace(pending("r3", connection="hs", attempts=2), reason="refused")
    store.commit(
        Batch(
            at=1,
            links=(
                *(link(f"c{at}", f"r{at}") for at in range(6)),
                replace(link("c6", "r6"), paused="hub filter does not hold"),
                link("c7", "", state=LinkState.DETACHED),
                link("c8", "r8", state=LinkState.DELETED),
            ),
            pending=(
                pending("r2", connection="hs"),
                tried,
                pending("r9", connection="hs", parked=True),
                pending("r1"),
            ),
            conflicts=(
                conflict("x1", crm_id="c4", record_id="r4"),
                conflict("x2", crm_id="c4", record_id="r4", rule="name"),
                conflict("x3", crm_id="c3", record_id="r3"),
            ),
            left_out=(
                LeftOut(connection="hs", crm_object="contacts", crm_id="c5x", reason="hub filter", since=7),
            ),
        )
    )
    counts, place = store.object_counts(), ("hs", "contacts")
    listed = {stand: every(store, stand) for stand in Stand}
    assert {stand: [one.key for one in found] for stand, found in listed.items()} == {
        Stand.IN_SYNC: ["c0", "c1", "c5"],
        Stand.PENDING: ["r2"],
        Stand.FAILING: ["r3", "r9"],
        Stand.FROZEN: ["c3", "c4"],
        Stand.EXCLUDED: ["c5x", "c6", "c7"],
    }
    assert (counts.in_sync[place], counts.frozen[place]) == (3, 2)
    assert (counts.pending[("hs", "contact")], counts.failing[("hs", "contact")]) == (1, 2)
    assert counts.excluded[place] == {
        "hub filter": 1,
        "hub filter does not hold": 1,
        APART[LinkState.DETACHED]: 1,
    }
    assert [one.reason for one in listed[Stand.FROZEN]] == ["phone", "name and 1 more"]
    assert listed[Stand.EXCLUDED][0] == Standee(record_id=None, crm_id="c5x", reason="hub filter", since=7)


def every(store: Store, stand: Stand) -> list[Standee]:
    """Page by page."""
    found: list[Standee] = []
    while page := store.list_standing(
        stand, "hs", "contacts", ("contact",), after=found[-1].key if found else None, limit=2
    ):
        found += page
    return found
