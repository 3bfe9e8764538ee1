"""Which questions a request means: filters, places in the queue, and selections for acts on many."""

from __future__ import annotations

from core.answers import Resolution
from core.conflicts import Choice, Conflict, Item, ItemKind, QueueState
from core.errors import Invalid
from core.store.base import CONFLICT, QueueQuery
from core.wire.models import Where
from core.wire.queued import Many, PlanResolutions, ResolveConflicts
from daemon.api.access import core_fields
from daemon.api.paging import key_of
from daemon.api.surface import Service
from daemon.bulk import Selection


def place_of(after: str | None) -> tuple[int, str] | None:
    """The place in the queue that a page token names. Raises Invalid."""
    key = key_of(after, 2)
    if key is None:
        return None
    if not key[0].removeprefix("-").isdecimal():
        raise Invalid("after: not a page token of this list")
    return (int(key[0]), key[1])


def token(one: Conflict | Item) -> tuple[str, str]:
    return (str(one.opened_at), one.id)


def query_of(daemon: Service, where: Where) -> QueueQuery:
    """The filter in the store's own words. Raises Invalid for a kind there is not."""
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
