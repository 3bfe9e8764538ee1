"""What a person or the NexusFlow platform does to the hub's records: create, edit, delete, restore, merge.

Every act is one batch like any other: versions are checked, an audit entry names the person, and the change travels.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import TypeVar

from core.conflicts import DELETION, ItemKind
from core.errors import Conflicting, Invalid, NotFound, VersionChanged
from core.jobs import Lease
from core.records import Fields, HubRecord
from core.store.base import Batch, Store
from core.sync.books import Books, Edit
from core.sync.routes import Routes
from daemon.advising import Advising
from daemon.decide import restored
from daemon.hub_values import canonical_fields, check_references, object_of, with_heirs
from daemon.joining import merge_records
from daemon.lane import Lane, World
from daemon.runs import Running, api_run

T = TypeVar("T")

PATIENCE = 5  # how often an act without an expected version is repeated on newer state


@dataclass(slots=True)
class RecordDesk:
    """`lanes` give the mappings; `committed` is told of durable batches."""

    store: Store
    world: World
    routes: Routes
    lanes: MappingOf[str, Lane]
    committed: Callable[[Batch], None]
    advising: Advising | None = None

    # records ------------------------------------------------------------------------------------------------------------
    def create(self, object: str, fields: Fields, *, by: str) -> HubRecord:
        """A new hub record. Raises Invalid naming the field."""
        kind = object_of(self.routes, object)
        values = with_heirs(self.store, kind, "", canonical_fields(kind, fields))
        missing = [name for name, field in kind.fields.items() if field.required and values.get(name) is None]
        if missing:
            raise Invalid(f"{object}: field {missing[0]!r} is required")
        check_references(self.store, kind, values)

        def act(books: Books) -> HubRecord:
            return books.create(object, values, by=by, edited_at=books.at, cause=by)

        return self.commit(act)

    def edit(self, id: str, fields: Fields, *, expected: int | None, by: str, note: str = "") -> HubRecord:
        """Change these fields; None clears one. Raises NotFound, Invalid, Conflicting where `expected` is not current."""

        def act(books: Books) -> HubRecord:
            record = self.living(id, expected)
            kind = object_of(self.routes, record.object)
            values = with_heirs(self.store, kind, id, canonical_fields(kind, fields))
            check_references(self.store, kind, values)
            edits = {
                name: Edit(value=value, by=by, at=books.at)
                for name, value in values.items()
                if record.fields.get(name) != value
            }
            if kind.kind_field in edits:
                raise Invalid(
                    f"{record.object}: {kind.kind_field!r} cannot be changed: each kind is another object in the CRMs",
                    advice="Create a record of the other kind, and delete this one.",
                )
            cleared = [
                name for name, edit in edits.items() if edit.value is None and kind.fields[name].required
            ]
            if cleared:
                raise Invalid(f"{record.object}: field {cleared[0]!r} is required")
            return books.change(record, edits, by=by, cause=by, note=note) if edits else record

        return self.commit(act, expected)

    def delete(self, id: str, *, expected: int | None, by: str) -> HubRecord:
        """Tombstone the record here and in every CRM it is linked to."""

        def act(books: Books) -> HubRecord:
            return books.tombstone(self.living(id, expected), by=by, cause=by)

        return self.commit(act, expected)

    def restore(self, id: str, *, by: str) -> HubRecord:
        """Take a delete or a merge back: the record lives again, and is made anew in every CRM where it is gone.

        Raises NotFound, Conflicting where it lives, or where a question about its end is open.
        """

        def act(books: Books) -> HubRecord:
            record = self.record(id)
            if record.deleted_at is None:
                raise Conflicting(f"record {id!r} is not deleted")
            asked = [one for one in self.store.open_conflicts([id]) if one.rule == DELETION]
            if asked:
                raise Conflicting(
                    f"a question about the end of record {id!r} is open",
                    advice=f"Answer conflict {asked[0].id!r}.",
                )
            return restored(self.store, books, record, by=by)

        return self.commit(act)

    def merge(self, winner: str, loser: str, *, by: str) -> HubRecord:
        """Merge one record into another of the same object; the winner as it is then. Raises NotFound, Invalid."""

        def act(books: Books) -> HubRecord:
            kept, gone = self.living(winner, None), self.living(loser, None)
            if kept.id == gone.id:
                raise Invalid("a record cannot be merged into itself")
            if kept.object != gone.object:
                raise Invalid(f"a {gone.object} cannot be merged into a {kept.object}")
            asked = [one for one in self.store.open_conflicts([winner, loser]) if one.rule == DELETION]
            if asked:
                raise Conflicting(
                    "a question about the end of one of them is open",
                    advice=f"Answer conflict {asked[0].id!r}.",
                )
            return merge_records(self.store, books, gone, kept, by=by, cause=by)

        return self.commit(act)

    def now(self) -> int:
        """This moment in ms, by the clock every act goes by."""
        return self.world.clock()

    def running(self, id: str | None = None) -> Running:
        """A run for acts that belong together: a fresh one, or the one of this id to go on with. Raises NotFound."""
        return api_run(self.store, self.world, id)

    def act(self, booked: Callable[[Books], T], running: Running, lease: Lease | None = None) -> T:
        """One commit that belongs to `running`; LeaseLost where `lease` was taken over."""
        return self.commit(booked, running=running, lease=lease)

    # inside ---------------------------------------------------------------------------------------------------------------
    def commit(
        self,
        act: Callable[[Books], T],
        expected: int | None = None,
        *,
        running: Running | None = None,
        lease: Lease | None = None,
    ) -> T:
        for patience in range(PATIENCE):
            run = running or self.running()
            books = Books(at=self.world.clock(), run=run.id, ids=self.world.ids, routes=self.routes)
            result = act(books)
            run.sign(books)
            if books.is_empty:
                return result
            batch = books.batch()
            try:
                self.store.commit(batch, lease)
            except VersionChanged as error:
                if expected is None and patience < PATIENCE - 1:
                    continue
                raise Conflicting("the record was changed meanwhile") from error
            self._tell_lanes(batch)
            self.committed(batch)
            if self.advising is not None:
                self.advising.committed(batch)
            run.add(books)
            return result
        raise AssertionError("unreachable: the loop returns or raises")

    def _tell_lanes(self, batch: Batch) -> None:
        """What a person said about a CRM's fields is durable: the lane looks at them before anything else."""
        for item in batch.items:
            lane = self.lanes.get(item.connection)
            if item.kind is ItemKind.SCHEMA and lane is not None:
                lane.suspects.add(item.object)

    def record(self, id: str) -> HubRecord:
        """Raises NotFound."""
        record = self.store.records([id]).get(id)
        if record is None:
            raise NotFound(f"there is no record {id!r}")
        return record

    def living(self, id: str, expected: int | None) -> HubRecord:
        record = self.record(id)
        if record.deleted_at is not None:
            raise NotFound(f"record {id!r} is deleted")
        if expected is not None and record.version != expected:
            raise Conflicting(f"record {id!r} is at version {record.version}, not {expected}")
        return record
