"""Brakes: a run that would change too much stops before its first write and asks (PRD 7.3, DESIGN invariant 8)."""

from __future__ import annotations

from dataclasses import dataclass

from core.mapping import Brake


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a run may not go on: it would touch `planned` records of `linked`, and `limit` are allowed."""

    planned: int
    limit: int
    linked: int

    @property
    def reason(self) -> str:
        return (
            f"this run would overwrite or delete {self.planned} of {self.linked} linked records; "
            f"the mapping allows {self.limit}"
        )


def guard(brake: Brake, *, linked: int, overwrites: int, deletes: int) -> Stop | None:
    """Look at a whole run before its first write. None means go on.

    A far side that answers with nothing, or with much less than before, shows as `deletes` here and stops: it never
    reads as a mass deletion.
    """
    planned = overwrites + deletes
    limit = brake.limit(linked)
    if planned <= limit:
        return None
    return Stop(planned=planned, limit=limit, linked=linked)
