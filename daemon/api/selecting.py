"""Which questions a request means: filters, places in the queue, and selections for acts on many."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.answers import Resolution
from core.conflicts import Choice, Conflict, Item, ItemKind, QueueState
from core.errors import Invalid
from core.queue_order import Place, Sort, place_of
from core.store.base import CONFLICT, QueueQuery
from core.wire.models import Where
from core.wire.queued import Many, PlanResolutions, ResolveConflicts
from daemon.api.access import core_fields, refuse_unknown
from daemon.api.paging import key_of
from daemon.api.surface import Service
from daemon.bulk import Selection


def place_in(after: str | None, sort: Sort) -> Place | None:
    """The place in this order of the queue that a page token names. Raises Invalid."""
    parts = 2 if sort in (Sort.OLDEST, Sort.NEWEST) else 3
    key = key_of(after, parts)
    if key is None:
        return None
    numbers = (0, 1) if sort is Sort.SUREST else (parts - 2,)
    if not all(re.fullmatch(r"-?[0-9]{1,18}", key[at]) for at in numbers):
        raise Invalid("after: not a page token of this list")
    return tuple(int(one) if at in numbers else one for at, one in enumerate(key))


def run_place(after: str | None) -> tuple[int, str] | None:
    """Where an act on many goes on, as its page token names it. Raises Invalid."""
    place = place_in(after, Sort.OLDEST)
    return None if place is None else (int(place[0]), str(place[1]))


def token_in(sort: Sort) -> Callable[[Conflict | Item], tuple[str, ...]]:
    """What makes a page token's key of the last question of a page."""
    return lambda one: tuple(str(part) for part in place_of(one, sort))


def query_of(daemon: Service, where: Where) -> QueueQuery:
    """The filter in the store's own words. Raises Invalid for a kind there is not, NotFound for a connection."""
    refuse_unknown(daemon, where.connection)
    known = {CONFLICT, *(one.value for one in ItemKind)}
    strange = sorted(set(where.kinds or ()) - known)
    if strange:
        raise Invalid(
            f"there is no kind of question {strange[0]!r}", advice=f"There are {', '.join(sorted(known))}."
        )
    return QueueQuery(
        kinds=frozenset(where.kinds) if where.kinds else None,
        connection=where.connection,
        objects=_objects(daemon, where),
        rules=_rules(daemon, where),
        state=QueueState(where.state) if where.state else None,
        assigned_to=where.assigned_to,
        opened_before=where.opened_before,
        opened_since=where.opened_since,
        surest=None if where.surest is None else round(1_000 * where.surest),
        doubtful=None if where.doubtful is None else round(1_000 * where.doubtful),
    )


def selection_of(daemon: Service, ask: Many, *, kinds: frozenset[str], alike: str | None = None) -> Selection:
    """What an act on many is about; `kinds` are all that it can be done to. Raises Invalid where it is not one way."""
    if bool(ask.ids) + (ask.where is not None) + (alike is not None) != 1:
        raise Invalid("say which questions, one way", advice="Give ids, or a filter, or one and all alike.")
    query = None
    if ask.where is not None:
        if ask.where == Where():
            raise Invalid("a filter must name something", advice="Give a connection, an object or a field.")
        wanted = frozenset(ask.where.kinds or kinds)
        if not wanted <= kinds:
            raise Invalid(
                f"{', '.join(sorted(wanted - kinds))} cannot be answered like this",
                advice=f"This is for {', '.join(sorted(kinds))}.",
            )
        query = query_of(daemon, ask.where.model_copy(update={"kinds": sorted(wanted)}))
    return Selection(ids=tuple(ask.ids), query=query, alike=alike, as_of=ask.as_of)


def resolution_of(ask: ResolveConflicts | PlanResolutions) -> Resolution:
    """How conflicts shall be settled. Raises Invalid where values are missing, or belong to no choice."""
    if (ask.choice == "value") != bool(ask.values):
        raise Invalid('give `values` with the choice "value", and only with it')
    if ask.choice == "suggested":
        return Resolution(choice=None)
    return Resolution(choice=Choice(ask.choice), values=core_fields(ask.values) if ask.values else {})


def _objects(daemon: Service, where: Where) -> frozenset[str] | None:
    if where.object is None:
        return None
    return frozenset(
        {where.object, *(one.crm_object for one in daemon.mappings if one.hub_object == where.object)}
    )


def _rules(daemon: Service, where: Where) -> frozenset[str] | None:
    if where.field is None:
        return None
    return frozenset(
        {
            where.field,
            *(rule.name for one in daemon.mappings for rule in one.rules if where.field in rule.hub),
        }
    )
