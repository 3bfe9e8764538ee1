"""What people of one CRM have logged: a few notes, calls, meetings and tasks about the population it sees.

Every CRM has its own: what was spoken about in one is in no other until it is brought there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from adapters.sandbox.data import Population

KINDS: Final = ("note", "call", "meeting", "task")
_SUBJECTS: Final = ("Offer", "Delivery", "Contract", "Prices", "Next steps", "Complaint")
_TEXTS: Final = (
    "Wants to think it over",
    "Asked for a second offer",
    "Is content",
    "Will call back in a week",
)
_BEGAN: Final = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """`person_key` and `deal_key` are those of the population; `at` is when it was or is to be, in whole minutes UTC."""

    key: int
    kind: str
    subject: str
    text: str
    at: datetime
    minutes: int
    done: bool
    person_key: int
    deal_key: int | None


def logged(view: Population, count: int, system: str) -> tuple[Logged, ...]:
    """`count` things logged about the people in deals of this view; the same for the same population and system."""
    rng = random.Random(f"{view.seed} {system}")
    there = {person.key for person in view.people}
    pairs = [(key, deal.key) for deal in view.deals for key in deal.person_keys if key in there]
    found = []
    for key in range(1, count + 1 if pairs else 1):
        person, deal = rng.choice(pairs)
        kind = KINDS[key % len(KINDS)]
        found.append(
            Logged(
                key=key,
                kind=kind,
                subject=f"{rng.choice(_SUBJECTS)} {key}",
                text=rng.choice(_TEXTS),
                at=_BEGAN + timedelta(minutes=15 * rng.randrange(30_000)),
                minutes=15 * rng.randrange(1, 6),
                done=kind != "task" or rng.random() < 0.5,
                person_key=person,
                deal_key=deal if rng.random() < 0.8 else None,
            )
        )
    return tuple(found)
