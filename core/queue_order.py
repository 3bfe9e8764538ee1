"""The orders in which the queue of questions is told, and where a question stands in each."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias

from core.conflicts import Conflict, Item

UNSAID: Final = 1_001  # the doubt about what the advisor says nothing about

Place: TypeAlias = tuple[int | str, ...]


class Sort(Enum):
    """Where two stand alike, the older one comes first."""

    OLDEST = "oldest"
    NEWEST = "newest"
    SUREST = "surest"  # by the advisor's confidence; what it says nothing about comes last
    FIELD = "field"  # by the rule; what is about none comes first
    OBJECT = "object"  # by the CRM object


def doubt_of(one: Conflict | Item) -> int:
    """A thousand less the advisor's confidence, so that what rises tells the surest first."""
    confidence = one.confidence if isinstance(one, Conflict) else None
    return UNSAID if confidence is None else 1_000 - confidence


def place_of(one: Conflict | Item, sort: Sort = Sort.OLDEST) -> Place:
    """Where it stands; places of one order compare, and rise but for NEWEST."""
    since = (one.opened_at, one.id)
    match sort:
        case Sort.OLDEST | Sort.NEWEST:
            return since
        case Sort.SUREST:
            return (doubt_of(one), *since)
        case Sort.FIELD:
            return (one.rule or "", *since)
        case Sort.OBJECT:
            return (one.link[1] if isinstance(one, Conflict) else one.object, *since)
