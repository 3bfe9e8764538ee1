"""Every act that does not come from a CRM: those on records, and the answers to what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.conflicts import DELETION, Choice, Conflict, ConflictState, Item, Settlement
from core.errors import Conflicting, Invalid, NotFound
from core.records import Fields, HubRecord, Value
from core.sync.books import Books, Edit
from daemon.aside import Wish, set_aside
from daemon.bulk import Bulk
from daemon.crm_side import crm_side
from daemon.decide import Decider
from daemon.endings import Ending
from daemon.hub_values import canonical_fields, check_references, object_of, with_heirs
from daemon.item_reversal import take_back_item
from daemon.record_desk import RecordDesk
from daemon.reversal import Reversal, take_back
from daemon.runs import Running
from daemon.undoing import Undoing


@dataclass(slots=True)
class Desk(RecordDesk):
    """The whole of it: what the local API, the advisor and plans act by."""

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
        return self.commit(
            lambda books: self.settle(books, self.conflict(conflict_id), choice, values or {}, by)
        )

    def settle(
        self,
        books: Books,
        conflict: Conflict,
        choice: Choice,
        values: Fields,
        by: str,
        *,
        unseen: bool = False,
    ) -> Conflict:
        """Book the resolution of one open conflict; the record may not be in these books yet.

        `unseen`: it is what the advisor suggests, and nobody looked at this one.
        """
        if conflict.state is not ConflictState.OPEN:
            raise Conflicting(
                f"conflict {conflict.id!r} is {conflict.state.value} already",
                advice="crmsync conflicts list shows the open ones; a resolution is taken back by conflicts undo.",
            )
        record = self.record(conflict.record_id)
        settled = None
        if conflict.rule == DELETION:
            Ending(store=self.store, lanes=self.lanes, books=books, by=by).settle(conflict, record, choice)
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
            self.advising.book(books, conflict, choice, settled.after, by, unseen=unseen)
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
        return self.commit(
            lambda books: self._take_back(books, self.conflict(conflict_id), by).conflict, running=running
        )

    def foretell_take_back(self, conflict_id: str, *, by: str) -> Reversal:
        """What taking this resolution back would do; nothing is written. Raises as `take_back` does."""
        books = Books(at=self.now(), run="", ids=self.world.ids, routes=self.routes)
        return take_back(self.store, self.lanes, books, self.conflict(conflict_id), by=by)

    def take_back_item(self, item_id: str, *, by: str, running: Running | None = None) -> Item:
        """Take the answer to a question back, where that can be done. Raises NotFound, Conflicting with the reason."""
        return self.commit(
            lambda books: take_back_item(self.store, self.lanes, books, self.item(item_id), by=by),
            running=running,
        )

    def wait(self, ids: Sequence[str], wish: Wish, *, by: str) -> list[Conflict | Item]:
        """Snooze, assign or wake these conflicts and items, all or none. Raises NotFound, Conflicting, Invalid."""
        return self.commit(lambda books: set_aside(self.store, books, ids, wish, by=by))

    def decide(self, item_id: str, *, approve: bool, by: str, option: str | None = None) -> Item:
        """Answer a question. What `option` may be depends on its kind; Invalid tells."""
        return self.commit(
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

    def question(self, id: str) -> Conflict | Item:
        """The conflict or the item of this id. Raises NotFound."""
        found = self.store.conflict(id) or self.store.item(id)
        if found is None:
            raise NotFound(
                f"there is no conflict and no item {id!r}", advice="crmsync queue list shows them."
            )
        return found

    def bulk(self, by: str) -> Bulk:
        """Acts on many questions at once, for one person."""
        return Bulk(self, by)

    # inside ---------------------------------------------------------------------------------------------------------------
    def _take_back(self, books: Books, conflict: Conflict, by: str) -> Reversal:
        taken = take_back(self.store, self.lanes, books, conflict, by=by)
        if self.advising is not None:
            self.advising.take_back(books, conflict)
        return taken

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
                wanted = self.given(conflict, record, values)
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

    def given(self, conflict: Conflict, record: HubRecord, values: Fields) -> dict[str, Value]:
        """The values somebody sets, as the hub keeps them. Raises Invalid naming the field."""
        strange = [name for name in values if name not in conflict.hub_fields]
        if strange or not values:
            raise Invalid(f"give a value for {', '.join(conflict.hub_fields)}")
        kind = object_of(self.routes, record.object)
        wanted = with_heirs(self.store, kind, record.id, canonical_fields(kind, values))
        check_references(self.store, kind, wanted)
        cleared = [name for name, value in wanted.items() if value is None and kind.fields[name].required]
        if cleared:
            raise Invalid(f"{record.object}: field {cleared[0]!r} is required")
        return wanted
