"""What would be lost by taking back what a run settled: told before it is done. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.conflicts import DELETION, ConflictState, conflict_in
from core.errors import Conflicting, NotFound
from daemon.bulk import MOST, Bulk, Place
from daemon.reversal import Reversal


@dataclass(slots=True)
class Losses:
    """`count` are the resolutions that stand, `lossy` those by which something does not come back as it was.

    `next` is where to go on; None at the end.
    """

    count: int = 0
    lossy: list[Reversal] = field(default_factory=list)
    next: Place | None = None
    looked: int = 0


def losses_of(bulk: Bulk, run: str, *, after: Place | None = None, most: int = MOST) -> Losses:
    """Of the next `most` that a run settled, newest first. Raises NotFound where it settled nothing."""
    found = Losses()
    for seq, id in bulk.answered_in(run, "resolve", conflict_in, after[0] if after is not None else None):
        if found.looked == most:
            return found
        found.looked += 1
        found.next = (seq, id)
        one = bulk.desk.store.conflict(id)
        if one is None or one.state is not ConflictState.RESOLVED:
            continue
        found.count += 1
        if one.rule == DELETION:
            _look(bulk, id, found)
    found.next = None
    if after is None and not found.looked:
        raise NotFound(f"run {run!r} settled no conflict", advice="crmsync runs lists them.")
    return found


def _look(bulk: Bulk, id: str, found: Losses) -> None:
    """Only what became of a record's end can be lost: fields return to what they held."""
    try:
        told = bulk.desk.foretell_take_back(id, by=bulk.by)
    except (Conflicting, NotFound):
        found.count -= 1  # it is left as it is, and the taking back says why
        return
    if told.lost:
        found.lossy.append(told)
