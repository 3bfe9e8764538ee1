"""Inverse plans as the words of the wire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from core.plans import Plan, PlanItem
from core.store.base import Store
from core.wire.activity import ChangeWord
from core.wire.undo import UndoItemWord, UndoPlanWord
from core.wire.words import wire_value


def plan(one: Plan, store: Store) -> UndoPlanWord:
    outcomes: Counter[str] = Counter()
    for (_, state), count in store.count_plan_items(one.id).items():
        outcomes[state.value] += count
    return UndoPlanWord(
        id=one.id,
        state=one.state.value,
        undoes=one.basis,
        made_at=one.made_at,
        by=one.by,
        counts=dict(one.counts),
        outcomes=dict(outcomes),
        run=one.run or None,
        ended_at=one.ended_at,
    )


def item(one: PlanItem, names: Mapping[str, str]) -> UndoItemWord:
    """`names` are those of records, by id."""
    return UndoItemWord(
        n=one.n,
        kind=one.kind.value,
        object=one.object,
        record_id=one.record_id or "",
        record_name=names.get(one.record_id or "", ""),
        changes=[
            ChangeWord(field=name, before=wire_value(before), after=wire_value(after))
            for name, before, after in one.changes
        ],
        note=one.note,
        state=one.state.value,
        connection=one.connection,
        crm_id=one.crm_id or "",
    )
