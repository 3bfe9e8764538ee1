"""Reads, in one statement a table, everything the store knows about the records of one batch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from adapters.base import Adapter
from core.conflicts import DELETION, Conflict, Item, ItemKind
from core.jobs import Attempt
from core.records import UNMERGED, UNSET, BaseValue, HubRecord, Link, LinkState, RemoteRecord, Value
from core.set_back import kept_apart, rules_of
from core.store.base import Store
from core.sync.books import written
from core.sync.pair import Pair
from core.translate import CrmKey, References, Translation
from daemon.heirs import heirs_of
from daemon.lane import Lane
from daemon.past import entries_of

UNMERGED_STEP = 1_000  # more generations than a record has before it is merged away

Bases: TypeAlias = tuple[tuple[BaseValue, ...], tuple[BaseValue, ...]]


@dataclass(slots=True)
class Sight:
    """What is known about some hub records as this connection's lane sees them.

    `links` by hub record id hold every link of the record in this connection, whatever its state.
    """

    records: dict[str, HubRecord] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)
    conflicts: dict[str, dict[str, Conflict]] = field(default_factory=dict)
    items: dict[str, list[Item]] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)

    def linked(self, record_id: str) -> Link | None:
        return next((link for link in self.links.get(record_id, ()) if link.state is LinkState.LINKED), None)

    def home(self, record_id: str) -> Link | None:
        """The record's pair here; where it was merged away, what stands for it here still, if anything does."""
        states = (LinkState.LINKED, LinkState.MERGED, LinkState.MERGING)
        found = [one for one in self.links.get(record_id, ()) if one.state in states]
        return min(found, key=lambda one: states.index(one.state), default=None)

    def deletion(self, record_id: str) -> Conflict | None:
        return self.conflicts.get(record_id, {}).get(DELETION)

    def twin(self, record_id: str) -> Link | None:
        """A late twin of our own create that is yet to be removed: a push of the record does that."""
        return next((link for link in self.links.get(record_id, ()) if link.state is LinkState.ORPHAN), None)

    def leaving(self, record_id: str) -> Link | None:
        """What an undo takes back in the CRM, and is yet to be removed there: a push of the record does that too."""
        return next((link for link in self.links.get(record_id, ()) if link.state is LinkState.LEAVING), None)

    def generation(self, record_id: str) -> int:
        """The generation the next create of this record in this CRM carries.

        Where a merge was taken back, what was made for the record before is the winner's now, marker and all.
        """
        record = self.records.get(record_id)
        stamp = record.edits.get(UNMERGED) if record is not None else None
        least = stamp.version * UNMERGED_STEP if stamp is not None else 0
        return 1 + max([least, *(link.generation for link in self.links.get(record_id, ()))])

    def refused(self, record_id: str, translation: Translation) -> dict[str, tuple[Value, ...]]:
        """Hub values, by rule, that this CRM refused and that have not changed since."""
        record = self.records[record_id]
        found: dict[str, tuple[Value, ...]] = {}
        for item in self.items.get(record_id, ()):
            if item.kind is not ItemKind.REFUSED or item.connection != translation.mapping.connection:
                continue
            for rule in translation.rules:
                if item.detail.get("rule") == rule.name:
                    values = tuple(record.fields.get(name) for name in rule.rule.hub)
                    if item.detail.get("hub") == written(values):
                        found[rule.name] = values
        return found


def look(lane: Lane, record_ids: Iterable[str]) -> Sight:
    """Everything about these hub records: five statements, however many there are."""
    ids = sorted(set(record_ids))
    sight = Sight()
    if not ids:
        return sight
    sight.records = lane.store.records(ids)
    for link in lane.store.links_of(ids, lane.connection):
        sight.links.setdefault(link.record_id, []).append(link)
    for conflict in lane.store.open_conflicts(ids, lane.connection):
        sight.conflicts.setdefault(conflict.record_id, {})[conflict.rule] = conflict
    for item in lane.store.items_of(ids, lane.connection):
        sight.items.setdefault(item.record_id or "", []).append(item)
    for attempt in lane.store.open_attempts(lane.connection, ids):
        sight.attempts[attempt.record_id] = attempt
    return sight


def laid_out(lane: Lane, translation: Translation, link: Link) -> Bases:
    """The link's bases, hub then CRM, in the mapping's present order."""
    if link.layout == translation.mapping.layout:
        return link.base_hub, link.base_crm
    return translation.relay(link.base_hub, link.base_crm, lane.layout(link.layout))


def last_known(store: Store) -> Callable[[Link], MappingOf[str, BaseValue]]:
    """Tells what a pair's CRM record held when we last knew it, by field."""
    layout = cache(store.layout)

    def known(link: Link) -> MappingOf[str, BaseValue]:
        names = layout(link.layout)
        return dict(zip(names[1], link.base_crm, strict=False)) if names is not None else {}

    return known


def unsent(lane: Lane, translation: Translation, link: Link, hub: HubRecord) -> set[str]:
    """The hub fields that hold something this CRM was never told.

    A rule without a base was never sent, or is contested. References are left out: where one has no base, its parent
    is not to be had there. What an undo set back there is something else than what stands here.
    """
    base_hub, base_crm = laid_out(lane, translation, link)
    now = translation.hub_values(hub.fields)
    found: set[str] = set()
    for rule in translation.every_rule:
        agreed = UNSET not in [base_crm[at] for at in rule.crm_at]
        for at, name in zip(rule.hub_at, rule.rule.hub, strict=True):
            if agreed and base_hub[at] is not UNSET:
                told = base_hub[at] == now[at]
            else:
                told = now[at] is None or rule.parent is not None
            if not told:
                found.add(name)
    told_newest_first = list(entries_of(lane.store, hub.id))
    for name, _ in kept_apart(link, told_newest_first, last_known(lane.store)(link), translation.mapping):
        ours = {one for rule in rules_of(translation.mapping, name) for one in rule.hub}
        found |= {one for one in ours if hub.fields.get(one) is not None}
    return found


def pair_of(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    link: Link,
    remote: RemoteRecord,
    references: References,
) -> Pair:
    """One linked pair as seen, its bases in the mapping's present order."""
    base_hub, base_crm = laid_out(lane, translation, link)
    return Pair(
        hub=sight.records[link.record_id],
        remote=remote,
        base_hub=base_hub,
        base_crm=base_crm,
        open=sight.conflicts.get(link.record_id, {}),
        refused=sight.refused(link.record_id, translation),
        references=references,
        rules=lane.rules,
    )


def references_for(
    lane: Lane,
    translation: Translation,
    *,
    remotes: Iterable[RemoteRecord] = (),
    records: Iterable[HubRecord] = (),
    links: Iterable[Link] = (),
    ask: Adapter | None = None,
) -> References:
    """Both ways between CRM ids and hub ids for every parent these records name.

    `links` are their links, whose bases may name former parents.
    A parent without a link is left out, so that its child waits; with `ask` the CRM is asked first, and one that is
    gone there is marked as not to be had.
    """
    if not translation.parents:
        return References()
    named = {key for remote in remotes for key in translation.crm_parents(remote.values)}
    if any(rule.one_of for rule in translation.references):
        for link in links:
            named.update(translation.former_parents(laid_out(lane, translation, link)[1]))
    crm_keys = sorted(named)
    parents: dict[CrmKey, str | None] = {}
    for object in translation.parents:
        ids = [crm_id for name, crm_id in crm_keys if name == object]
        if object not in lane.translations:
            parents.update(((object, crm_id), None) for crm_id in ids)
        elif ids:
            parents.update(_parents_by_crm(lane, object, ids, ask))
    hub_ids = sorted({one for record in records for one in translation.hub_parents(record.fields)})
    crm_ids = _parents_by_record(lane, hub_ids)
    # A multi-reference keeps CRM parents the hub does not know; for that it must know which those are.
    known = {record_id: crm_id for (_, crm_id), record_id in parents.items() if record_id is not None}
    return References(records=parents, crm_ids={**known, **crm_ids})


def _parents_by_crm(lane: Lane, object: str, ids: list[str], ask: Adapter | None) -> dict[CrmKey, str | None]:
    found = linked_parents(lane.store, lane.connection, object, ids)
    unknown = [crm_id for crm_id in ids if (object, crm_id) not in found]
    if ask is not None and unknown:
        there = ask.fetch(object, lane.translations[object].mapping.crm_fields, unknown)
        found.update(((object, one), None) for one in unknown if one not in there or there[one].deleted)
    return found


def linked_parents(
    store: Store, connection: str, object: str, ids: Collection[str]
) -> dict[CrmKey, str | None]:
    """The hub records of these CRM parents, as far as there are links; None where one has ended."""
    found: dict[CrmKey, str | None] = {}
    thin = store.thin_links(connection, object, ids)
    merged = [one.record_id for one in thin.values() if one.state in (LinkState.MERGED, LinkState.MERGING)]
    # Where the CRM still has both, naming the merged-away one means its heir.
    heirs = heirs_of(store, merged) if merged else {}
    for crm_id, link in thin.items():
        heir = heirs.get(link.record_id)
        lives_on = heir.id if heir is not None and heir.deleted_at is None else None
        stands = link.state in (LinkState.LINKED, LinkState.LEAVING)
        found[(object, crm_id)] = link.record_id if stands else lives_on
    return found


def _parents_by_record(lane: Lane, ids: list[str]) -> dict[str, str | None]:
    if not ids:
        return {}
    found: dict[str, str | None] = {}
    for link in lane.store.links_of(ids, lane.connection):
        if link.state is LinkState.LINKED:
            found[link.record_id] = link.crm_id
        else:
            found.setdefault(link.record_id, None)
    heirs = heirs_of(lane.store, [one for one in ids if found.get(one) is None])
    if heirs:
        served = {
            link.record_id: link.crm_id
            for link in lane.store.links_of(sorted({heir.id for heir in heirs.values()}), lane.connection)
            if link.state is LinkState.LINKED
        }
        found.update((one, served[heir.id]) for one, heir in heirs.items() if heir.id in served)
    mapped = {lane.translations[name].mapping.hub_object for name in lane.translations}
    rest = [one for one in ids if one not in found]
    records = lane.store.records(rest)
    for one in rest:
        record = records.get(one)
        if record is None or record.deleted_at is not None or record.object not in mapped:
            found[one] = None
    return found


def parents_by_crm(
    lane: Lane, crm_object: str, crm_ids: Iterable[str], hub_ids: Iterable[str] = ()
) -> References:
    """The hub records of these CRM parents, and what the CRM has of these of the hub's."""
    ids = list(crm_ids)
    return References(
        records=_parents_by_crm(lane, crm_object, ids, None) if ids else {},
        crm_ids=_parents_by_record(lane, sorted(hub_ids)),
    )
