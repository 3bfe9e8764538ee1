"""What holds records up, counted alike by every store."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from core.records import LeftOut, LinkState
from core.standing import APART, ENDING, Held, Hold, Mapped, Stand, Standee
from core.store.base import Batch, Store
from core.store.memory import MemoryStore
from tests.support.stored import conflict, item, link, pending, record, write


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


CONTACTS = Mapped(connection="hs", crm_object="contacts", hub_object="contact", queues=("contact",))
NOTES = Mapped(
    connection="hs",
    crm_object="notes",
    hub_object="activity",
    queues=("activity:note",),
    kind_field="kind",
    kinds=("note",),
)
HUB_STANDS = (Stand.IN_SYNC, Stand.PENDING, Stand.FAILING, Stand.FROZEN, Stand.EXCLUDED)


def test_records_are_counted_and_listed_by_how_they_stand(store: Store) -> None:
    tried = replace(pending("r3", connection="hs", attempts=2), reason="refused")
    store.commit(
        Batch(
            at=1,
            records=(
                *(write(record(f"r{at}")) for at in range(11)),
                write(record("r97", deleted=True)),
                write(record("r98", deleted=True)),
                write(record("r99", deleted=True)),
            ),
            links=(
                *(link(f"c{at}", f"r{at}") for at in range(6)),
                replace(link("c6", "r6"), paused="hub filter does not hold"),
                link("c7", "", state=LinkState.DETACHED),
                link("c8", "r8", state=LinkState.DELETED),
                link("c10", "r10", state=LinkState.DETACHED),
                link("c11", "r0", state=LinkState.DETACHED),  # r0 has found another pair since
                link("c97", "r97"),
                link("c98", "r98", state=LinkState.MERGED),
                replace(link("c99", "r99"), paused="hub filter does not hold"),
            ),
            pending=(
                pending("r2", connection="hs"),
                tried,
                pending("r9", connection="hs", parked=True),
                pending("r1"),
                replace(pending("r97", connection="hs"), reason="refused"),
                pending("r4", connection="hs"),
            ),
            conflicts=(
                conflict("x1", crm_id="c4", record_id="r4"),
                conflict("x2", crm_id="c4", record_id="r4", rule="name"),
                conflict("x3", crm_id="c3", record_id="r3"),
                conflict("x4", crm_id="c5", record_id="r5"),
            ),
            left_out=(
                LeftOut(connection="hs", crm_object="contacts", crm_id="c5x", reason="hub filter", since=7),
            ),
        )
    )
    counts = store.object_counts([CONTACTS])[CONTACTS.place]
    listed = {stand: every(store, stand, CONTACTS) for stand in Stand}
    assert {stand: [one.record_id for one in found] for stand, found in listed.items()} == {
        Stand.IN_SYNC: ["r0", "r1"],
        Stand.PENDING: ["r2"],
        Stand.FAILING: ["r3", "r9"],
        Stand.FROZEN: ["r4", "r5"],
        Stand.EXCLUDED: ["r10", "r6", "r7", "r8"],
        Stand.ONLY_THERE: ["r0", None, None, "r98", "r97"],
    }
    assert (counts.records, counts.in_sync, counts.frozen) == (11, 2, 2)
    assert (counts.pending, counts.failing, counts.unpaired) == (1, 2, 2)
    assert counts.excluded == {"hub filter does not hold": 1, APART[LinkState.DETACHED]: 1}
    assert counts.only_there == {
        "hub filter": 1,
        APART[LinkState.DETACHED]: 2,
        APART[LinkState.MERGED]: 1,
        ENDING: 1,
    }
    assert [one.reason for one in listed[Stand.FROZEN]] == ["name and 1 more", "phone"]
    assert listed[Stand.ONLY_THERE][1] == Standee(
        key="c5x", record_id=None, crm_id="c5x", reason="hub filter", since=7
    )
    assert listed[Stand.ONLY_THERE][-1].reason == f"{ENDING}: refused"


@pytest.mark.parametrize("seed", range(6))
def test_every_living_record_is_counted_once_and_found_in_the_list_of_its_number(
    store: Store, seed: int
) -> None:
    reference = MemoryStore()
    for batch in histories(random.Random(seed)):
        store.commit(batch)
        reference.commit(batch)
    mapped = (CONTACTS, NOTES)
    counts = store.object_counts(mapped)
    assert counts == reference.object_counts(mapped)
    for one in mapped:
        lists = {stand: every(store, stand, one) for stand in Stand}
        assert lists == {stand: every(reference, stand, one) for stand in Stand}
        found = counts[one.place]
        numbers = {
            Stand.IN_SYNC: found.in_sync,
            Stand.PENDING: found.pending,
            Stand.FAILING: found.failing,
            Stand.FROZEN: found.frozen,
            Stand.EXCLUDED: sum(found.excluded.values()) + found.unpaired,
            Stand.ONLY_THERE: sum(found.only_there.values()),
        }
        assert numbers == {stand: len(some) for stand, some in lists.items()}
        living = [row for row in store.list_records(one.hub_object, after=None, limit=500) if one.takes(row)]
        seen = [row.record_id for stand in HUB_STANDS for row in lists[stand]]
        assert len(seen) == found.records == sum(numbers[stand] for stand in HUB_STANDS)
        assert sorted(map(str, seen)) == sorted(row.id for row in living)
        assert living


def histories(dice: random.Random) -> list[Batch]:
    """Records that are made, changed and deleted, with pairs, work and questions as they come about them."""
    first, links, rows, conflicts, later = [], [], [], [], []
    for at in range(60):
        contact = dice.random() < 0.6
        id, kind = f"r{at:02}", dice.choice(("note", "call"))
        object, queue = ("contact", "") if contact else ("activity", f"activity:{kind}")
        fields: dict[str, Any] = {} if contact else {"kind": kind}
        one = record(id, object=object, **fields)
        first.append(replace(write(one), queue=queue))
        if dice.random() < 0.3:
            deleted = record(id, object=object, version=2, deleted=dice.random() < 0.7, **fields)
            later.append(replace(write(deleted), queue=queue))
        crm_object, states = "contacts" if contact else f"{kind}s", []
        if dice.random() < 0.7:
            paused = dice.choice(("", "", "in doubt", "hub filter does not hold"))
            states.append((LinkState.LINKED, paused))
        if dice.random() < 0.3:
            states.append((dice.choice([state for state in LinkState if state is not LinkState.LINKED]), ""))
        for n, (state, paused) in enumerate(states):
            crm_id = f"c{99 - at}-{n}"
            links.append(replace(link(crm_id, id, crm_object=crm_object, state=state), paused=paused))
            if contact and state is LinkState.LINKED and dice.random() < 0.2:
                conflicts.append(conflict(f"x{at}", crm_id=crm_id, record_id=id))
        if dice.random() < 0.3:
            row = pending(id, connection=dice.choice(("hs", "hs", "sf")), object=queue or object)
            how = dice.choice(({}, {"parked": True}, {"attempts": 2}, {"waiting_for": "r00", "attempts": 1}))
            rows.append(replace(row, reason=dice.choice(("", "refused")), **how))
    out = [
        LeftOut(
            connection="hs",
            crm_object=dice.choice(("contacts", "notes")),
            crm_id=f"f{n}",
            reason="f",
            since=n,
        )
        for n in range(5)
    ]
    made = Batch(
        at=1, records=tuple(first), links=tuple(links), conflicts=tuple(conflicts), left_out=tuple(out)
    )
    return [made, Batch(at=2, records=tuple(later), pending=tuple(rows))]


def every(store: Store, stand: Stand, mapped: Mapped) -> list[Standee]:
    """Page by page."""
    found: list[Standee] = []
    while page := store.list_standing(stand, mapped, after=found[-1].key if found else None, limit=2):
        found += page
    return found
