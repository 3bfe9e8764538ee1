"""The store as it would be: reads fall through to the real one, and what is committed goes to a scratch store.

A plan is made by letting the engine decide on this store. So what one record of a plan brings (a hub record to be matched, a
parent to be named, a question that freezes a rule) is known to the records after it, and nothing is written. The scratch
store holds only what would be written; as a file it keeps memory small however large the plan is.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar, cast

from core.conflicts import Conflict, Item, ItemKind, ItemState
from core.jobs import Lease, Pending
from core.records import HubRecord, LeftOut, Link, LinkKey, ThinLink
from core.store.base import Batch, Store
from core.store.memory import MemoryStore
from core.store.sql import open_store

T = TypeVar("T")

_READS: Final = frozenset(
    {
        "open_attempts",
        "layout",
        "cursor",
        "list_records",
        "list_links",
        "linked_count",
        "list_left_out",
        "search",
    }
)
_PREFIX: Final = "plan-"


@contextmanager
def scratch_store(folder: Path | None, clock: Callable[[], int]) -> Iterator[Store]:
    """A store for one plan, in a folder of its own below `folder` that is its owner's alone; in memory without one."""
    if folder is None:
        yield MemoryStore()
        return
    own = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    try:
        store = open_store(f"sqlite:///{own / 'scratch.db'}", clock=clock, synchronous="OFF")
        try:
            yield store
        finally:
            store.close()
    finally:
        shutil.rmtree(own, ignore_errors=True)


def sweep_scratch(folder: Path) -> None:
    """Remove what a killed process left behind."""
    for left in folder.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


def imagine(base: Store, connection: str, scratch: Store) -> tuple[Store, Imagined]:
    """A store to decide on for this connection, and the same as what it collects."""
    imagined = Imagined(base, connection, scratch)
    return cast("Store", imagined), imagined


class Imagined:
    """Answers what planning asks of a `Store`; anything else is refused with AttributeError."""

    def __init__(self, base: Store, connection: str, scratch: Store) -> None:
        self._base = base
        self._connection = connection
        self._scratch = scratch
        self._unlinked: set[LinkKey] = set()
        self._let_in: set[LinkKey] = set()
        self._notes: dict[str, str | None] = {}
        self._others: set[str] = set()
        self.pending: dict[str, Pending] = {}
        """What would be due for the connection, by record; whoever takes a row removes it."""

    def __getattr__(self, name: str) -> object:
        if name in _READS:
            return getattr(self._base, name)
        raise AttributeError(f"making a plan does not use {name!r} of the store")

    def spread(self) -> dict[str, int]:
        """How many records would be due for each other connection."""
        found = {name: self._scratch.backlog(name) for name in sorted(self._others)}
        return {name: one.pending + one.parked + one.waiting for name, one in found.items()}

    # what is there ---------------------------------------------------------------------------------------------------
    def records(self, ids: Iterable[str]) -> dict[str, HubRecord]:
        wanted = list(ids)
        ours = self._scratch.records(wanted)
        return {**self._base.records([id for id in wanted if id not in ours]), **ours}

    def links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, Link]:
        wanted = list(crm_ids)
        ours = self._scratch.links(connection, crm_object, wanted)
        there = self._base.links(connection, crm_object, [one for one in wanted if one not in ours])
        return {**self._left(connection, crm_object, there), **ours}

    def thin_links(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, ThinLink]:
        wanted = list(crm_ids)
        ours = self._scratch.thin_links(connection, crm_object, wanted)
        there = self._base.thin_links(connection, crm_object, [one for one in wanted if one not in ours])
        return {**self._left(connection, crm_object, there), **ours}

    def _left(self, connection: str, crm_object: str, there: Mapping[str, T]) -> dict[str, T]:
        return {id: one for id, one in there.items() if (connection, crm_object, id) not in self._unlinked}

    def links_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Link]:
        wanted = sorted(set(record_ids))
        found = {one.key: one for one in self._scratch.links_of(wanted, connection)}
        there: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
        for link in self._base.links_of(wanted, connection):
            if link.key not in self._unlinked:
                there[link.key[:2]].append(link)
        for (name, crm_object), links in there.items():
            # A link that was given to another record is that one's now.
            moved = self._scratch.links(name, crm_object, [one.crm_id for one in links])
            found.update((one.key, one) for one in links if one.crm_id not in moved)
        return [found[key] for key in sorted(found)]

    def match(self, object: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
        wanted = list(keys)
        there = self._base.match(object, wanted)
        changed = self._scratch.records({id for ids in there.values() for id in ids})
        found = {key: ids.difference(changed) for key, ids in there.items()}
        for key, ids in self._scratch.match(object, wanted).items():
            found[key] = found.get(key, frozenset()) | ids
        return {key: ids for key, ids in found.items() if ids}

    # what a filter leaves out ----------------------------------------------------------------------------------------
    def left_out(self, connection: str, crm_object: str, crm_ids: Iterable[str]) -> dict[str, LeftOut]:
        wanted = list(crm_ids)
        there = self._base.left_out(connection, crm_object, wanted)
        kept = {id: one for id, one in there.items() if one.key not in self._let_in}
        return {**kept, **self._scratch.left_out(connection, crm_object, wanted)}

    def left_out_by(
        self, connection: str, crm_object: str, keys: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], frozenset[str]]:
        wanted = list(keys)
        found = {
            key: frozenset(id for id in ids if (connection, crm_object, id) not in self._let_in)
            for key, ids in self._base.left_out_by(connection, crm_object, wanted).items()
        }
        for key, ids in self._scratch.left_out_by(connection, crm_object, wanted).items():
            found[key] = found.get(key, frozenset()) | ids
        return {key: ids for key, ids in found.items() if ids}

    def left_out_count(self, connection: str, crm_object: str) -> int:
        """Enough to tell whether there is anything to look for."""
        stores = (self._base, self._scratch)
        return sum(one.left_out_count(connection, crm_object) for one in stores)

    # questions -------------------------------------------------------------------------------------------------------
    def open_conflicts(self, record_ids: Iterable[str], connection: str | None = None) -> list[Conflict]:
        wanted = sorted(set(record_ids))
        there = self._base.open_conflicts(wanted, connection)
        found = [one for one in there if self._scratch.conflict(one.id) is None]
        return sorted((*found, *self._scratch.open_conflicts(wanted, connection)), key=lambda one: one.id)

    def items_of(self, record_ids: Iterable[str], connection: str | None = None) -> list[Item]:
        wanted = sorted(set(record_ids))
        return self._with_ours(
            self._base.items_of(wanted, connection), self._scratch.items_of(wanted, connection)
        )

    def open_items(self, connection: str, object: str, subjects: Iterable[str]) -> list[Item]:
        wanted = sorted(set(subjects))
        return self._with_ours(
            self._base.open_items(connection, object, wanted),
            self._scratch.open_items(connection, object, wanted),
        )

    def _with_ours(self, there: Iterable[Item], ours: Iterable[Item]) -> list[Item]:
        kept = [one for one in there if self._scratch.item(one.id) is None]
        return sorted((*kept, *ours), key=lambda one: one.id)

    def open_counts(self) -> Mapping[str, int]:
        """Enough to tell whether there is anything to look for."""
        counts = dict(self._base.open_counts())
        for name, n in self._scratch.open_counts().items():
            counts[name] = counts.get(name, 0) + n
        return counts

    def list_items(
        self, *, state: ItemState | None, kind: ItemKind | None, after: str | None, limit: int
    ) -> list[Item]:
        page = self._base.list_items(state=state, kind=kind, after=after, limit=limit)
        if len(page) == limit:
            return page
        # The plan's own questions have the newest ids, so they follow the last of the others.
        ours = self._scratch.list_items(state=state, kind=kind, after=after, limit=limit)
        return self._with_ours(page, ours)

    def note(self, name: str) -> str | None:
        return self._notes[name] if name in self._notes else self._base.note(name)

    def set_note(self, name: str, text: str | None) -> None:
        self._notes[name] = text

    # the one write -----------------------------------------------------------------------------------------------------
    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        """Keep what the batch would make of the store. Versions are not compared with the real one's: nobody writes here."""
        former = self._scratch.records([write.record.id for write in batch.records])
        for settled in batch.settled:
            if settled.connection == self._connection:
                self.pending.pop(settled.record_id, None)
        self.pending.update(
            (row.record_id, row) for row in batch.pending if row.connection == self._connection
        )
        others = tuple(row for row in batch.pending if row.connection != self._connection)
        self._others.update(row.connection for row in others)
        self._unlinked.update(batch.unlinked)
        self._unlinked.difference_update(link.key for link in batch.links)
        self._let_in.update(batch.let_in)
        self._let_in.difference_update(one.key for one in batch.left_out)
        self._notes.update(batch.notes)
        return self._scratch.commit(
            Batch(
                at=batch.at,
                records=tuple(
                    replace(
                        write, expected=former[write.record.id].version if write.record.id in former else 0
                    )
                    for write in batch.records
                ),
                unlinked=batch.unlinked,
                links=batch.links,
                let_in=batch.let_in,
                left_out=batch.left_out,
                conflicts=batch.conflicts,
                items=batch.items,
                pending=others,
            )
        )
