"""Makes an inverse plan: what undoing a scope comes to, record by record, in the order in which it can be applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from hashlib import sha256
from typing import Final

import msgspec

from core.errors import NotFound
from core.history import REPLAYED
from core.plans import Change, Plan, PlanItem, PlanItemKind, PlanKind, PlanState
from core.records import HubRecord, Link, LinkState
from core.schema import Object
from core.set_back import set_backs
from core.store.base import Store, StoredAudit
from core.sync.routes import Routes
from core.undo import Inverse, inverse
from core.withdrawal import Surroundings, sending, withdrawals
from daemon.hanging import children_there, words
from daemon.heirs import HUB
from daemon.lane import World
from daemon.past import entries_of
from daemon.sight import last_known
from daemon.undo_scope import Scope, entries_in
from daemon.withdrawing import mappings_of

_TOGETHER: Final = 200  # records read at once
# What lives again comes first, so that what is set to name it finds it; what goes, goes last, children first.
_ORDER: Final = (
    PlanItemKind.RESTORE_HUB,
    PlanItemKind.UPDATE_HUB,
    PlanItemKind.RESTORE_CRM,
    PlanItemKind.UPDATE_CRM,
    PlanItemKind.CONFLICT,
    PlanItemKind.DELETE_CRM,
    PlanItemKind.DELETE_HUB,
    PlanItemKind.IRREVERSIBLE,
)


def plan_of(
    store: Store,
    world: World,
    routes: Routes,
    scope: Scope,
    *,
    by: str,
    bins: Collection[str] = (),
) -> tuple[Plan, list[PlanItem]]:
    """The inverse of what `scope` names, as a draft that is stored nowhere yet. Raises Invalid, NotFound.

    `bins` are the connections that can be asked to bring a deleted record back.
    """
    connections = {one.connection for some in routes.mappings.values() for one in some}
    if scope.connection is not None and scope.connection not in connections:
        raise NotFound(
            f"there is no connection {scope.connection!r}",
            advice=f"There are: {', '.join(sorted(connections)) or 'none'}.",
        )
    found = _inverses(store, routes, scope, bins)
    id = world.ids()
    items = [_item(id, n, record, one) for n, (record, one) in enumerate(found, start=1)]
    digest = sha256()
    for item in items:
        told = (item.kind.value, item.record_id, item.changes, item.hub_version, item.connection, item.crm_id)
        digest.update(msgspec.json.encode(told))
    plan = Plan(
        id=id,
        kind=PlanKind.UNDO,
        connection=HUB,  # no lane applies it, and none waits for it
        objects=tuple(dict.fromkeys(record.object for record, _ in found)),
        made_at=world.clock(),
        by=by,
        state=PlanState.DRAFT,
        counts=dict(Counter(one.kind.value for one in items)),
        digest=digest.hexdigest(),
        basis=scope.words,
    )
    return plan, items


def _inverses(
    store: Store, routes: Routes, scope: Scope, bins: Collection[str]
) -> list[tuple[HubRecord, Inverse]]:
    found: list[tuple[HubRecord, Inverse]] = []
    mine = entries_in(store, scope)
    ids = sorted(mine)
    known = Surroundings(
        mappings=(),
        sends=sending(routes.objects),
        bins=bins,
        yields=scope.mapping is not None,
        sets_back=scope.connection is None,  # what came from a connection was not set there
        bases=last_known(store),
    )
    for at in range(0, len(ids), _TOGETHER):
        some = ids[at : at + _TOGETHER]
        links: dict[str, list[Link]] = {}
        for link in store.links_of(some):
            links.setdefault(link.record_id, []).append(link)
        for id, record in store.records(some).items():
            told = down_to(entries_of(store, id), min(mine[id]))
            kind = routes.objects.get(record.object)
            if kind is None:
                note = f"the hub has no object {record.object!r} any more"
                found.append((record, Inverse(kind=PlanItemKind.IRREVERSIBLE, note=note)))
                continue
            own = links.get(id, [])
            parts = inverse(record, told, mine[id], links=own, known=kind.fields, bins=bins)
            back = {name: value for one in parts if one.connection == "" for name, _, value in _set_back(one)}
            around = replace(known, mappings=mappings_of(routes, record))
            then = replace(record, fields={**record.fields, **back})
            parts += withdrawals(then, told, mine[id], own, around)
            parts += set_backs(record, told, mine[id], own, around, back)
            found += [(record, one) for one in parts]
    found = _but_parents(store, routes.objects, found)
    depths = {name: _depth(routes.objects, name) for name in routes.objects}

    def place(one: tuple[HubRecord, Inverse]) -> tuple[int, int, str]:
        depth = depths.get(one[0].object, 0)
        is_end = one[1].kind in (PlanItemKind.DELETE_HUB, PlanItemKind.DELETE_CRM)
        return _ORDER.index(one[1].kind), -depth if is_end else depth, one[0].id

    return sorted(found, key=place)


def _item(plan: str, n: int, record: HubRecord, one: Inverse) -> PlanItem:
    return PlanItem(
        plan=plan,
        n=n,
        kind=one.kind,
        object=record.object,
        record_id=record.id,
        crm_id=one.crm_id,
        changes=one.changes,
        hub_version=record.version,
        note=one.note,
        connection=one.connection,
    )


def _set_back(one: Inverse) -> tuple[Change, ...]:
    return one.changes if one.kind in (PlanItemKind.UPDATE_HUB, PlanItemKind.RESTORE_HUB) else ()


def _but_parents(
    store: Store, objects: MappingOf[str, Object], found: list[tuple[HubRecord, Inverse]]
) -> list[tuple[HubRecord, Inverse]]:
    """A CRM record on which others hang there stays, unless they go with it: it would take them along, or leave them."""
    leaving = {
        (one.connection, record.id): record for record, one in found if one.kind is PlanItemKind.DELETE_CRM
    }
    if not leaving:
        return found
    children = children_there(store, objects, list({one.id: one for one in leaving.values()}.values()))
    held: dict[tuple[str, str], int] = {}
    while True:
        more = {
            place: len(left)
            for place in leaving.keys() - held.keys()
            if (left := _staying(place[0], children.get(place, {}), leaving.keys() - held.keys()))
        }
        if not more:
            break
        held |= more
    return [
        (record, _held(one, held[(one.connection, record.id)]))
        if one.kind is PlanItemKind.DELETE_CRM and (one.connection, record.id) in held
        else (record, one)
        for record, one in found
    ]


def _staying(
    connection: str, children: MappingOf[str, LinkState], leaving: Collection[tuple[str, str]]
) -> list[str]:
    return [
        id for id, state in children.items() if state is LinkState.LINKED and (connection, id) not in leaving
    ]


def _held(one: Inverse, count: int) -> Inverse:
    note = f"{one.connection} {one.crm_id} stays there: {words(count)}; take those back first"
    return replace(one, kind=PlanItemKind.IRREVERSIBLE, note=note)


def down_to(newest_first: Iterator[StoredAudit], seq: int) -> list[StoredAudit]:
    """The entries down to this one, and on to the change before it: what a write to a CRM was about."""
    found: list[StoredAudit] = []
    for one in newest_first:
        if one.seq >= seq:
            found.append(one)
        elif one.entry.kind in REPLAYED:
            return [*found, one]
    return found


def _depth(objects: MappingOf[str, Object], name: str, below: tuple[str, ...] = ()) -> int:
    """How many parents stand above this object, at the most."""
    parents = {
        one.references
        for one in objects[name].fields.values()
        if one.type.is_reference and one.references in objects and one.references not in (name, *below)
    }
    return max((1 + _depth(objects, one, (*below, name)) for one in parents if one), default=0)
