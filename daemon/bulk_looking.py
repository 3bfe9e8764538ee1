"""Looking at many questions before one answer is given to them, a part at a time: how many there are, and which it fails."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.answers import Answer
from daemon.bulk import LOOKED, Bulk, Left, Place, Selection


@dataclass(slots=True)
class Looked:
    """One part: `count` of the `looked` through are meant. `next` is where to go on; None at the end."""

    count: int = 0
    looked: int = 0
    refused: list[Left] = field(default_factory=list)
    next: Place | None = None


def total_of(bulk: Bulk, selection: Selection) -> int:
    """How many a look goes through: those of the selection, and what only thinking it over tells from them."""
    if selection.ids:
        return len(set(selection.ids))
    query, _ = bulk.pattern(selection)
    return bulk.desk.store.queue_count(query, now=bulk.desk.now())


def look(
    bulk: Bulk, selection: Selection, answer: Answer, *, after: Place | None, before: int, most: int
) -> Looked:
    """Through the next `most`; `before` were looked through already, and the first LOOKED are tried with the answer."""
    found = Looked()
    for one, fits in bulk.passed(selection, after):
        found.looked += 1
        found.next = (one.opened_at, one.id)
        if fits:
            found.count += 1
            if before + found.looked <= LOOKED and (left := bulk.refusal(one, answer)) is not None:
                found.refused.append(left)
        if found.looked == most:  # whether more follow would cost another read
            return found
    found.next = None
    return found
