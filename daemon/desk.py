"""What a person or the NexusFlow platform does to the hub: edit records, settle conflicts, answer questions.

Every act is one batch like any other: versions are checked, an audit entry names the person, and the change travels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import TypeVar

from core.conflicts import DELETION, Choice, Conflict, ConflictState, Item, Settlement
from core.errors import Conflicting, Invalid, NotFound, TransformError, VersionChanged
from core.jobs import Lease
from core.records import Fields, HubRecord, Value
from core.schema import Field, FieldType, Object
from core.store.base import Batch, Store
from core.sync.books import Books, Edit, Routes
from core.values import canonical
from daemon.advising import Advising
from daemon.aside import Wish, set_aside
from daemon.bulk import Bulk
from daemon.crm_side import crm_side
from daemon.decide import Decider, restored
from daemon.heirs import followed, heirs_in
from daemon.joining import merge_records
from daemon.lane import Lane, World
from daemon.reversal import take_back, take_back_item
from daemon.runs import Running, api_run
from daemon.undoing import Undoing

T = TypeVar("T")

PATIENCE = 5  # how often an act without an expected version is repeated on newer state


@dataclass(slots=True)
class Desk:
    """Every act that does not come from a CRM. `lanes` give the mappings; `committed` is told of durable batches."""

    store: Store
    world: World
    routes: Routes
    lanes: MappingOf[str, Lane]
    committed: Callable[[Batch], None]
    advising: Advising | None = None

    # records ------------------------------------------------------------------------------------------------------------
    def create(self, object: str, fields: Fields, *, by: str) -> HubRecord:
        """A new hub record. Raises Invalid naming the field."""
        kind = self._object(object)
        values = self._followed(kind, "", self._canonical(kind, fields))
        missing = [name for name, field in kind.fields.items() if field.required and values.get(name) is None]
        if missing:
            raise Invalid(f"{object}: field {missing[0]!r} is required")
        self._check_references(kind, values)

        def act(books: Books) -> HubRecord:
            return books.create(object, values, by=by, edited_at=books.at, cause=by)

        return self._commit(act)

    def edit(self, id: str, fields: Fields, *, expected: int | None, by: str, note: str = "") -> HubRecord:
        """Change these fields; None clears one. Raises NotFound, Invalid, Conflicting where `expected` is not current."""

        def act(books: Books) -> HubRecord:
            record = self._living(id, expected)
            kind = self._object(record.object)
            values = self._followed(kind, id, self._canonical(kind, fields))
            self._check_references(kind, values)
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

        return self._commit(act, expected)

    def delete(self, id: str, *, expected: int | None, by: str) -> HubRecord:
        """Tombstone the record here and in every CRM it is linked to."""

        def act(books: Books) -> HubRecord:
            return books.tombstone(self._living(id, expected), by=by, cause=by)

        return self._commit(act, expected)

    def restore(self, id: str, *, by: str) -> HubRecord:
        """Take a delete or a merge back: the record lives again, and comes back in every CRM where it is gone.

        Raises NotFound, Conflicting where it lives, or where a question about its end is open.
        """

        def act(books: Books) -> HubRecord:
            record = self._record(id)
            if record.deleted_at is None:
                raise Conflicting(f"record {id!r} is not deleted")
            asked = [one for one in self.store.open_conflicts([id]) if one.rule == DELETION]
            if asked:
                raise Conflicting(
                    f"a question about the end of record {id!r} is open",
                    advice=f"Answer conflict {asked[0].id!r}.",
                )
            return restored(self.store, books, record, by=by)

        return self._commit(act)

    def merge(self, winner: str, loser: str, *, by: str) -> HubRecord:
        """Merge one record into another of the same object; the winner as it is then. Raises NotFound, Invalid."""

        def act(books: Books) -> HubRecord:
            kept, gone = self._living(winner, None), self._living(loser, None)
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

        return self._commit(act)

    @property
    def undo(self) -> Undoing:
        """Inverse plans: made, and applied."""
        return Undoing(
            store=self.store,
            world=self.world,
            routes=self.routes,
            committed=self.committed,
            bins=[name for name, lane in self.lanes.items() if lane.adapter.abilities.restores],
        )

    # the queue ------------------------------------------------------------------------------------------------------------
    def resolve(self, conflict_id: str, choice: Choice, *, values: Fields | None = None, by: str) -> Conflict:
        """Settle a conflict: keep the hub's value, take the CRM's, or set `values` (by hub field)."""
        return self._commit(
            lambda books: self.settle(books, self.conflict(conflict_id), choice, values or {}, by)
        )

    def settle(self, books: Books, conflict: Conflict, choice: Choice, values: Fields, by: str) -> Conflict:
        """Book the resolution of one open conflict; the record may not be in these books yet."""
        if conflict.state is not ConflictState.OPEN:
            raise Conflicting(
                f"conflict {conflict.id!r} is {conflict.state.value} already",
                advice="crmsync conflicts list shows the open ones; a resolution is taken back by conflicts undo.",
            )
        record = self._record(conflict.record_id)
        settled = None
        if conflict.rule == DELETION:
            self._decider(books, by).deletion(conflict, record, choice)
        else:
            settled = self._settle_values(books, conflict, record, choice, values, by)
        decided = replace(
            conflict,
            state=ConflictState.RESOLVED,
            resolution=choice,
            resolved_by=by,
            resolved_at=books.at,
            settled=settled,
        )
        if self.advising is not None and settled is not None:
            self.advising.book(books, conflict, choice, settled.after, by)
        books.replace_conflict(conflict, decided)
        books.count_resolved(decided, record, by)
        return decided

    def conflict(self, id: str) -> Conflict:
        found = self.store.conflict(id)
        if found is None:
            raise NotFound(f"there is no conflict {id!r}", advice="crmsync conflicts list shows them.")
        return found

    def take_back(self, conflict_id: str, *, by: str, running: Running | None = None) -> Conflict:
        """Take a resolution back: the conflict is open again. Raises NotFound, Conflicting naming what has changed."""
        return self._commit(
            lambda books: self._take_back(books, self.conflict(conflict_id), by), running=running
        )

    def take_back_item(self, item_id: str, *, by: str) -> Item:
        """Take the answer to a question back, where that can be done. Raises NotFound, Conflicting with the reason."""
        return self._commit(lambda books: take_back_item(self.store, books, self.item(item_id), by=by))

    def wait(self, ids: Sequence[str], wish: Wish, *, by: str) -> list[Conflict | Item]:
        """Snooze, assign or wake these conflicts and items, all or none. Raises NotFound, Conflicting, Invalid."""
        return self._commit(lambda books: set_aside(self.store, books, ids, wish, by=by))

    def decide(self, item_id: str, *, approve: bool, by: str, option: str | None = None) -> Item:
        """Answer a question. What `option` may be depends on its kind; Invalid tells."""
        return self._commit(
            lambda books: self.answer(books, self.item(item_id), approve=approve, by=by, option=option)
        )

    def answer(self, books: Books, item: Item, *, approve: bool, by: str, option: str | None) -> Item:
        """Book the answer to one question."""
        return self._decider(books, by).item(item, approve=approve, option=option)

    def item(self, id: str) -> Item:
        found = self.store.item(id)
        if found is None:
            raise NotFound(f"there is no item {id!r}", advice="crmsync items list shows them.")
        return found

    def bulk(self, by: str) -> Bulk:
        """Acts on many questions at once, for one person."""
        return Bulk(self, by)

    def now(self) -> int:
        """This moment in ms, by the clock every act goes by."""
        return self.world.clock()

    def running(self, id: str | None = None) -> Running:
        """A run for acts that belong together: a fresh one, or the one of this id to go on with. Raises NotFound."""
        return api_run(self.store, self.world, id)

    def act(self, booked: Callable[[Books], T], running: Running, lease: Lease | None = None) -> T:
        """One commit that belongs to `running`; LeaseLost where `lease` was taken over."""
        return self._commit(booked, running=running, lease=lease)

    # inside ---------------------------------------------------------------------------------------------------------------
    def _take_back(self, books: Books, conflict: Conflict, by: str) -> Conflict:
        reopened = take_back(self.store, self.lanes, books, conflict, by=by)
        if self.advising is not None:
            self.advising.take_back(books, conflict)
        return reopened

    def _decider(self, books: Books, by: str) -> Decider:
        return Decider(store=self.store, lanes=self.lanes, books=books, by=by)

    def _settle_values(
        self, books: Books, conflict: Conflict, record: HubRecord, choice: Choice, values: Fields, by: str
    ) -> Settlement:
        cause = f"conflict:{conflict.id}"
        match choice:
            case Choice.HUB:
                wanted: dict[str, Value] = {}
            case Choice.CRM:
                wanted = crm_side(self.lanes, conflict, record)
            case Choice.VALUE:
                wanted = self._canonical(self._object(record.object), values)
                strange = [name for name in wanted if name not in conflict.hub_fields]
                if strange or not wanted:
                    raise Invalid(f"give a value for {', '.join(conflict.hub_fields)}")
        edits = {
            name: Edit(value=value, by=by, at=books.at)
            for name, value in wanted.items()
            if record.fields.get(name) != value
        }
        # The version rises even where no field changes: a lane that is looking at the pair must look again.
        changed = books.change(
            record, edits, by=by, cause=cause, kind="resolve", note=f"{conflict.rule}: {choice.value}"
        )
        return Settlement(
            before=tuple(record.fields.get(name) for name in conflict.hub_fields),
            after=tuple(changed.fields.get(name) for name in conflict.hub_fields),
        )

    def _commit(
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
            self.committed(batch)
            if self.advising is not None:
                self.advising.committed(batch)
            run.add(books)
            return result
        raise AssertionError("unreachable: the loop returns or raises")

    def _object(self, name: str) -> Object:
        if name not in self.routes.objects:
            raise Invalid(f"there is no object {name!r}; there are {', '.join(sorted(self.routes.objects))}")
        return self.routes.objects[name]

    def _record(self, id: str) -> HubRecord:
        record = self.store.records([id]).get(id)
        if record is None:
            raise NotFound(f"there is no record {id!r}")
        return record

    def _living(self, id: str, expected: int | None) -> HubRecord:
        record = self._record(id)
        if record.deleted_at is not None:
            raise NotFound(f"record {id!r} is deleted")
        if expected is not None and record.version != expected:
            raise Conflicting(f"record {id!r} is at version {record.version}, not {expected}")
        return record

    def _canonical(self, kind: Object, fields: Fields) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, value in fields.items():
            if name not in kind.fields:
                raise Invalid(f"{kind.name} has no field {name!r}")
            try:
                found[name] = canonical(kind.fields[name].type, value)
            except TransformError as error:
                raise Invalid(f"{kind.name}.{name}: {error}", advice=error.advice) from error
            self._check_choice(kind, kind.fields[name], found[name])
        return found

    def _followed(self, kind: Object, id: str, values: dict[str, Value]) -> dict[str, Value]:
        """Who names a record that was merged away means the one it was merged into."""
        heirs = {one: heir.id for one, heir in heirs_in(self.store, kind, values).items()}
        return values | {name: after for name, (_, after) in followed(kind, id, values, heirs).items()}

    def _check_choice(self, kind: Object, field: Field, value: Value) -> None:
        if field.type not in (FieldType.CHOICE, FieldType.MULTI_CHOICE) or not field.choices or value is None:
            return
        allowed = {choice.value for choice in field.choices}
        given = value if isinstance(value, tuple) else (value,)
        if any(one not in allowed for one in given):
            raise Invalid(f"{kind.name}.{field.name} takes only {', '.join(sorted(allowed))}")

    def _check_references(self, kind: Object, values: Fields) -> None:
        for name, value in values.items():
            field = kind.fields[name]
            if not field.type.is_reference or value is None or isinstance(value, bool):
                continue
            wanted = value if isinstance(value, tuple) else (value,)
            found = self.store.records(wanted)
            for one in wanted:
                if one not in found or found[one].object != field.references:
                    raise Invalid(f"{kind.name}.{name}: there is no {field.references} {one!r}")
