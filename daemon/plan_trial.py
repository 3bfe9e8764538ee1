"""How far a plan is applied for a look: over so many records that are written, whatever else lies between them."""

from __future__ import annotations

from core.plans import TRIED, PlanItemState
from core.store.base import Store


def last_of_trial(store: Store, plan: str, first: int) -> int:
    """The number of the `first`-th item that is still to be done and links or writes a record; 0 where there are fewer."""
    numbers = sorted(
        item.n
        for kind in TRIED
        for item in store.plan_items(plan, kind=kind, state=PlanItemState.PLANNED, limit=first)
    )
    return numbers[first - 1] if len(numbers) >= first else 0
