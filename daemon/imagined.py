"""The store as it would be: reads fall through to the real one, and what is committed stays here.

A plan is made by letting the engine decide on this store. So what one record of a plan brings (a hub record to be matched, a
parent to be named, a question that freezes a rule) is known to the records after it, and nothing is written. Memory holds
the hub records, links and questions that the plan would write, and nothing of what stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, cast

from core.conflicts import Conflict, ConflictState, Item, ItemKind, ItemState
from core.jobs import Lease, Pending
from core.records import HubRecord, Link, LinkKey, ThinLink
from core.store.base import Batch, MatchKey, Store
from core.store.codec import digest_of

_READS: Final = frozenset({"open_attempts", "layout", "cursor", "list_records", "list_links", "linked_count"})


def imagine(base: Store, connection: str) -> tuple[Store, Imagined]:
    """A store to decide on for this connection, and the same as what it collects."""
    imagined = Imagined(base, connection)
    return cast("Store", imagined), imagined


class Imagined:
    """Answers what planning asks of a `Store`; anything else is refused with AttributeError."""

    def __init__(self, base: Store, connection: str) -> None:
        self._base = base
        self._connection = connection
        self._records: dict[str, HubRecord] = {}
        self._keys: defaultdict[MatchKey, set[str]] = defaultdict(set)
        self._keys_of: dict[str, tuple[MatchKey, ...]] = {}
        self._links: dict[LinkKey, Link | None] = {}
        self._links_of: defaultdict[str, set[LinkKey]] = defaultdict(set)
        self._conflicts: defaultdict[str, dict[str, Conflict]] = defaultdict(dict)  # by record, by id
        self._items: dict[str, Item] = {}
        self._items_about: defaultdict[str, set[str]] = defaultdict(set)  # record or subject -> ids
        self._notes: dict[str, str | None] = {}
        self.pending: dict[str, Pending] = {}
        """What would be due for the connection, by record; whoever takes a row removes it."""
        self.spread: defaultdict[str, set[str]] = defaultdict(set)
        """The records that would be due for other connections."""

    def __getattr__(self, name: str) -> object:
        if name in _READS:
            return getattr(self._base, name)
        raise AttributeError(f"making a plan does not use {name!r} of the store")

    # what is there ---------------------------------------------------------------------------------------------------
    def records(self, ids: Iterable[str]) -> dict[str, HubRecord]:
        wanted = list(ids)
        found = self._base.records([id for id in wanted if id not in self._records])
        return found | {id: self._records[id] for id in wanted if id in self._records}

    def links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, Link]:
        wanted = list(crm_ids)
        found = dict(self._base.links(connection, crm_object, wanted))
        for crm_id in wanted:
            key = (connection, crm_object, crm_id)
            if key in self._links:
                link = self._links[key]
                found.pop(crm_id, None)
                if link is not None:
                    found[crm_id] = link
        return found

    def thin_links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, ThinLink]:
        wanted = list(crm_ids)
        ours = [one for one in wanted if (connection, crm_object, one) in self._links]
        found = dict(self._base.thin_links(connection, crm_object, set(wanted).difference(ours)))
        for crm_id in ours:
            link = self._links[(connection, crm_object, crm_id)]
            if link is not None:
                found[crm_id] = ThinLink(
                    crm_id=crm_id,
                    record_id=link.record_id,
                    digest=digest_of(link.base_crm),
                    remote_version=link.remote_version,
                    state=link.state,
                )
        return found

    def links_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Link]:
        wanted = set(record_ids)
        found = {
            link.key: link
            for link in self._base.links_of(sorted(wanted), connection)
            if link.key not in self._links
        }
        for id in wanted:
            for key in self._links_of.get(id, ()):
                link = self._links[key]
                if link is not None and connection in (None, key[0]):
                    found[key] = link
        return [found[key] for key in sorted(found)]

    def match(self, object: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
        wanted = list(keys)
        there = self._base.match(object, wanted)
        found: dict[tuple[str, str], frozenset[str]] = {}
        for key in wanted:
            kept = {id for id in there.get(key, ()) if id not in self._records}
            ids = kept | self._keys.get((object, *key), set())
            if ids:
                found[key] = frozenset(ids)
        return found

    # questions -------------------------------------------------------------------------------------------------------
    def open_conflicts(self, record_ids: Iterable[str], connection: str | None = None) -> list[Conflict]:
        wanted = set(record_ids)
        found = {one.id: one for one in self._base.open_conflicts(sorted(wanted), connection)}
        for id in wanted:
            for one in self._conflicts.get(id, {}).values():
                if connection in (None, one.link[0]):
                    found[one.id] = one
        return [one for _, one in sorted(found.items()) if one.state is ConflictState.OPEN]

    def items_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Item]:
        wanted = set(record_ids)
        found = {one.id: one for one in self._base.items_of(sorted(wanted), connection)}
        for one in self._about(wanted):
            if one.record_id in wanted and connection in (None, one.connection):
                found[one.id] = one
        return [one for _, one in sorted(found.items()) if one.state is ItemState.OPEN]

    def open_items(self, connection: str, object: str, subjects: Iterable[str]) -> list[Item]:
        wanted = set(subjects)
        found = {one.id: one for one in self._base.open_items(connection, object, sorted(wanted))}
        for one in self._about(wanted):
            if (one.connection, one.object) == (connection, object) and one.subject in wanted:
                found[one.id] = one
        return [one for _, one in sorted(found.items()) if one.state is ItemState.OPEN]

    def open_counts(self) -> Mapping[str, int]:
        """Enough to tell whether there is anything to look for."""
        counts = dict(self._base.open_counts())
        for one in self._items.values():
            counts[one.kind.value] = counts.get(one.kind.value, 0) + 1
        return counts

    def list_items(
        self, *, state: ItemState | None, kind: ItemKind | None, after: str | None, limit: int
    ) -> list[Item]:
        page = self._base.list_items(state=state, kind=kind, after=after, limit=limit)
        if len(page) == limit:
            return page
        # The plan's own questions have the newest ids, so they follow the last of the others.
        ours = [
            one
            for id, one in sorted(self._items.items())
            if id > (after or "") and state in (None, one.state) and kind in (None, one.kind)
        ]
        return [*(one for one in page if one.id not in self._items), *ours]

    def _about(self, names: Iterable[str]) -> list[Item]:
        return [self._items[id] for id in {id for name in names for id in self._items_about.get(name, ())}]

    def note(self, name: str) -> str | None:
        return self._notes[name] if name in self._notes else self._base.note(name)

    def set_note(self, name: str, text: str | None) -> None:
        self._notes[name] = text

    # the one write -----------------------------------------------------------------------------------------------------
    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        """Keep what the batch would make of the store. Nothing is checked: nobody else writes here."""
        for write in batch.records:
            record = write.record
            for key in self._keys_of.pop(record.id, ()):
                self._keys[key].discard(record.id)
            self._records[record.id] = record
            keys = write.keys if record.deleted_at is None else ()
            self._keys_of[record.id] = tuple((record.object, *key) for key in keys)
            for key in self._keys_of[record.id]:
                self._keys[key].add(record.id)
        for gone in batch.unlinked:
            self._links[gone] = None
        for link in batch.links:
            former = self._links.get(link.key)
            if former is not None:
                self._links_of[former.record_id].discard(link.key)
            self._links[link.key] = link
            self._links_of[link.record_id].add(link.key)
        for conflict in batch.conflicts:
            self._conflicts[conflict.record_id][conflict.id] = conflict
        for item in batch.items:
            self._items[item.id] = item
            for name in (item.record_id, item.subject):
                if name is not None:
                    self._items_about[name].add(item.id)
        for settled in batch.settled:
            if settled.connection == self._connection:
                self.pending.pop(settled.record_id, None)
        for row in batch.pending:
            if row.connection == self._connection:
                self.pending[row.record_id] = row
            else:
                self.spread[row.connection].add(row.record_id)
        return 0
