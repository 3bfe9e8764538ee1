"""P23: nothing flows between a hub record and a CRM while a filter holds their pair."""

from __future__ import annotations

from collections.abc import Iterator

from core.jobs import AttemptKind
from tests.simulation.traffic import attempts_by_op
from tests.simulation.world import Simulation


def p24_filter(sim: Simulation) -> Iterator[str]:
    """Neither is a value taken from there, nor a write begun, between the log's `pause` and what ends it; merges aside."""
    ops = attempts_by_op(sim)
    held: dict[tuple[str, str], int] = {}
    for stored in sim.store.audit():
        entry = stored.entry
        place = (entry.record_id, entry.connection or entry.actor.partition(":")[2])
        if entry.kind == "pause":
            held[place] = entry.at
        elif entry.kind in ("resume", "unlink", "link"):
            held.pop(place, None)
        elif place in held and entry.kind == "set" and entry.actor.startswith("connection:"):
            if entry.note.startswith("merged with"):
                continue  # a merge is told once, and is not held back
            yield f"audit {stored.seq}: {entry.actor} changed {entry.record_id}, which is held"
        elif place in held and entry.kind == "push":
            attempt = ops[entry.cause.partition(":")[2]]
            if attempt.started > held[place] and attempt.kind is not AttemptKind.MERGE:
                yield f"audit {stored.seq}: {entry.record_id}, which is held, was sent: {attempt.sent}"
