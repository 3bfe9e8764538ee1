"""What holds records up, counted alike by every store."""

from __future__ import annotations

from dataclasses import replace

from core.standing import Held, Hold
from core.store.base import Batch, Store
from tests.support.stored import conflict, item, pending


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
