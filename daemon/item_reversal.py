"""Taking the answer to an item back: what it did is undone as far as the world still allows, and the question is open again.

What cannot be undone is refused with the reason and what can be done instead; docs/conflicts.md has the whole table.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from core.conflicts import DELETION, Item, ItemKind, ItemState, item_in
from core.errors import Conflicting
from core.records import HubRecord, Link, LinkState
from core.retelling import who
from core.store.base import AuditEntry, Store
from core.sync.books import Books, Edit
from daemon.brakes import allowance
from daemon.decide import restored
from daemon.drift_notes import DriftNotes
from daemon.given_up import take_up
from daemon.joining import IN_CRM, VALUES
from daemon.lane import Lane
from daemon.past import entries_of
from daemon.reversal import REVERSAL
from daemon.setting_back import SETS
from daemon.unpairing import Unpairing


def take_back_item(store: Store, lanes: MappingOf[str, Lane], books: Books, item: Item, *, by: str) -> Item:
    """Book the reversal of an answer; the question as it is then. Raises Conflicting with the reason."""
    if item.state not in (ItemState.APPROVED, ItemState.DISMISSED):
        raise Conflicting(
            f"item {item.id!r} is {item.state.value}: there is no answer to take back",
            advice="crmsync items list --state approved or dismissed shows those there are.",
        )
    if any(one.kind is item.kind for one in store.open_items(item.connection, item.object, [item.subject])):
        raise Conflicting("the same question is open again already", advice="Answer that one.")
    reopened = replace(
        item,
        state=ItemState.OPEN,
        decided_by=None,
        decided_at=None,
        refreshed_at=books.at,
        snoozed_until=None,
        assigned_to=None,
        assigned_by=None,
        note="",
    )
    books.replace_item(item, reopened)
    record, told = _Reversal(store, lanes, books, item, by).undo()
    books.note(
        REVERSAL,
        record,
        by=by,
        cause=f"item:{item.id}",
        connection=item.connection,
        object=item.object,
        note=f"{item.kind.value}: {item.state.value} by {item.decided_by} was taken back"
        + (f"; {told}" if told else ""),
    )
    return reopened


@dataclass(slots=True)
class _Reversal:
    store: Store
    lanes: MappingOf[str, Lane]
    books: Books
    item: Item
    by: str

    def undo(self) -> tuple[HubRecord | None, str]:
        """Undo what the answer did; the record it was about, and what is to be told of it."""
        approved = self.item.state is ItemState.APPROVED
        match self.item.kind:
            case ItemKind.AMBIGUOUS:
                return self._paired() if approved else self._left_out()
            case ItemKind.DELETION:
                return self._deleted() if approved else self._kept()
            case ItemKind.MERGE:
                return self._merged() if approved else self._not_merged()
            case ItemKind.REFUSED | ItemKind.REFERENCE:
                if approved:
                    raise Conflicting(
                        "it was only tried again: there is nothing to take back", advice="Edit the record."
                    )
                return take_up(self.store, self.lanes, self.books, self.item), "it waits again"
            case ItemKind.BRAKE:
                return self._let_pass() if approved else self._looked_again()
            case ItemKind.SCHEMA:
                return self._taken_as_right() if approved else self._still_parked()
            case ItemKind.UNDO:
                return self._set_back() if approved else self._kept_as_it_is()

    # doubtful matches -------------------------------------------------------------------------------------------------
    def _paired(self) -> tuple[HubRecord, str]:
        link = self._link()
        if link is None or link.state is not LinkState.LINKED or not link.record_id:
            raise Conflicting(
                f"{self.item.object} {self.item.subject} is not linked any more",
                advice="There is nothing left to take back.",
            )
        record = self._living(link.record_id, "linked to a record that is gone by now")
        entries = self._by_answer(record)
        if not entries:
            raise Conflicting(
                f"{self.item.object} {self.item.subject} was linked anew since, to {record.id}",
                advice="Merge or separate the records instead.",
            )
        work = Unpairing(self.store, self.lanes, self.books, self.item, self.by)
        return work.undo(record, link, created=any(one.kind == "create" for one in entries))

    def _left_out(self) -> tuple[None, str]:
        link = self._link()
        if link is not None and (link.state is not LinkState.DETACHED or link.record_id):
            raise Conflicting(
                f"{self.item.object} {self.item.subject} is linked by now",
                advice="crmsync records show tells to which.",
            )
        if link is not None:
            self.books.unlinked.append(link.key)
        return None, ""

    # deletes ----------------------------------------------------------------------------------------------------------
    def _deleted(self) -> tuple[HubRecord, str]:
        record = self._record(self.item.record_id)
        if record is None or record.deleted_at is None:
            raise Conflicting("the record is not deleted", advice="There is nothing left to take back.")
        ended = next((one for one in self._by_answer(record) if one.kind == "delete"), None)
        if ended is None or record.merged_into is not None:
            raise Conflicting(
                "it was not this answer that the record was deleted by",
                advice=f"crmsync records restore {record.id} brings it back.",
            )
        self._refuse_open_end(record)
        home = self._link()
        told = [one for one in self.store.links_of([record.id]) if one.state is LinkState.DELETED]
        record = restored(
            self.store,
            self.books,
            record,
            by=self.by,
            cause=f"item:{self.item.id}",
            but=home.key if home is not None else None,
        )
        self._keep_out(home)
        anew = sorted({one.connection for one in told} - {self.item.connection})
        return record, f"made anew in {', '.join(anew)}, under another id there" if anew else "it is kept"

    def _kept(self) -> tuple[HubRecord, str]:
        record = self._living(self.item.record_id, "the record it is about is gone")
        link = self._link()
        links = self.store.links_of([record.id], self.item.connection)
        if any(one.state is LinkState.LINKED for one in links):
            raise Conflicting(
                f"the record is in {self.item.connection} again", advice="There is nothing left to ask."
            )
        self._refuse_under_way(record)
        self.books.check(record)
        self._keep_out(link)
        return record, ""

    # merges -----------------------------------------------------------------------------------------------------------
    def _merged(self) -> tuple[HubRecord, str]:
        match self.item.detail.get("ask"):
            case "crm":
                return self._merged_there()
            case "values":
                record = self._living(self.item.record_id, "the record it is about is gone")
                return self._set_values_back(record), ""
            case _:
                return self._merged_here()

    def _merged_here(self) -> tuple[HubRecord, str]:
        loser = self._record(self.item.record_id)
        ended = loser is not None and any(one.kind == "merge" for one in self._by_answer(loser))
        if loser is None or loser.merged_into is None or not ended:
            raise Conflicting(
                "the records are not merged by this answer any more",
                advice="crmsync records history shows what became of them.",
            )
        winner = self._living(loser.merged_into, "the record that it was merged into is gone")
        self._refuse_open_end(winner)
        self._set_values_back(winner)
        home = self._link()
        if home is not None and home.state is not LinkState.GONE:
            home = None
        loser = restored(
            self.store,
            self.books,
            loser,
            by=self.by,
            cause=f"item:{self.item.id}",
            but=home.key if home is not None else None,
        )
        return loser, f"{loser.id} is a record of its own again; its children stay with {winner.id}"

    def _merged_there(self) -> tuple[HubRecord, str]:
        link = self._link()
        loser = self._record(str(self.item.detail.get("from")))
        if link is None or link.state is not LinkState.MERGING or loser is None:
            raise Conflicting(
                f"{self.item.connection} has merged them, and no CRM takes a merge back",
                advice=f"As a record of its own again: crmsync records restore {self.item.detail.get('from')}",
            )
        self._refuse_under_way(loser)
        # Its version rises, so that a lane that is about to merge them must look again.
        changed = self.books.change(
            loser,
            {},
            by=self.by,
            cause=f"item:{self.item.id}",
            kind="resolve",
            note="not merged there after all",
        )
        self.books.links[link.key] = replace(link, state=LinkState.MERGED)
        return changed, "nothing had been sent yet"

    def _not_merged(self) -> tuple[HubRecord, str]:
        record = self._living(self.item.record_id, "the record it is about is gone")
        link, asked = self._link(), self.item.detail.get("ask")
        if asked == IN_CRM and (link is None or link.state is not LinkState.MERGED):
            raise Conflicting(
                f"{self.item.object} {self.item.subject} is not a second record any more",
                advice="There is nothing left to ask.",
            )
        if asked not in (IN_CRM, VALUES) and link is not None and link.state is not LinkState.GONE:
            raise Conflicting(
                f"{self.item.object} {self.item.subject} lives there again",
                advice="There is nothing left to ask.",
            )
        self.books.check(record)
        return record, ""

    def _set_values_back(self, record: HubRecord) -> HubRecord:
        """The record with what the answer wrote to it set back, where nobody has changed it since."""
        edits: dict[str, Edit] = {}
        for entry in self._by_answer(record):
            if entry.kind != "set":
                continue
            for name, before, after in entry.changes:
                if record.fields.get(name) == after and record.edit_of(name).at == entry.at:
                    edits[name] = Edit(value=before, by=self.by, at=self.books.at)
                elif self.item.detail.get("ask") == VALUES:
                    raise Conflicting(
                        f"{name!r} was changed since, by {who(record.edit_of(name).by)}",
                        advice="Edit the record instead: taking the answer back would lose that change.",
                    )
        cause = f"item:{self.item.id}"
        return self.books.change(record, edits, by=self.by, cause=cause, note="the answer was taken back")

    # brakes, schemas, undos -------------------------------------------------------------------------------------------
    def _let_pass(self) -> tuple[None, str]:
        name = allowance(self.item.connection, self.item.object, str(self.item.detail.get("direction")))
        if self.store.note(name) is None:
            raise Conflicting(
                "the run has gone on",
                advice="crmsync runs shows what it did; crmsync undo run takes it back.",
            )
        self.books.notes[name] = None
        return None, "nothing had passed yet"

    def _looked_again(self) -> tuple[None, str]:
        raise Conflicting(
            "the run was tried again as things were then",
            advice="Were it still too much, the question is open anew: crmsync items list --kind brake.",
        )

    def _taken_as_right(self) -> tuple[None, str]:
        raise Conflicting(
            "the rules have gone on with the field as it is now",
            advice=f"Change the mapping instead: crmsync mappings history {self.item.connection}.",
        )

    def _still_parked(self) -> tuple[None, str]:
        told = DriftNotes(self.store, self.item.connection, self.item.object).told
        if self.item.subject not in told:
            raise Conflicting("it has settled itself meanwhile", advice="There is nothing left to ask.")
        return None, ""

    def _set_back(self) -> tuple[None, str]:
        record = self._record(self.item.record_id)
        runs = [one.run for one in (self._by_answer(record) if record is not None else [])]
        raise Conflicting(
            "what somebody had changed was taken back",
            advice=f"That is undone by its run: crmsync undo run {runs[0] if runs else 'RUN'}",
        )

    def _kept_as_it_is(self) -> tuple[HubRecord, str]:
        record = self._living(self.item.record_id, "the record it is about is gone")
        there = (
            self.item.detail.get("ask") == SETS
        )  # its fields are the CRM's: the lane looks at them before it writes
        names = self.item.detail.get("fields") if not there else None
        moved = [
            name
            for name in (names if isinstance(names, tuple) else ())
            if record.fields.get(name) != self.item.detail.get(f"now.{name}")
        ]
        if moved:
            raise Conflicting(
                f"{moved[0]!r} was changed once more since",
                advice="Plan the undo again if it is still wanted.",
            )
        self.books.check(record)
        return record, ""

    # small parts ------------------------------------------------------------------------------------------------------
    def _link(self) -> Link | None:
        item = self.item
        return self.store.links(item.connection, item.object, [item.subject]).get(item.subject)

    def _record(self, id: str | None) -> HubRecord | None:
        return self.store.records([id]).get(id) if id else None

    def _living(self, id: str | None, gone: str) -> HubRecord:
        record = self._record(id)
        if record is None or record.deleted_at is not None:
            raise Conflicting(gone, advice="crmsync records restore brings it back.")
        return record

    def _by_answer(self, record: HubRecord) -> list[AuditEntry]:
        """What the answer that is taken back did to this record; an earlier one to the same question is another matter."""
        found: list[AuditEntry] = []
        for stored in entries_of(self.store, record.id):
            if stored.entry.at < (self.item.decided_at or 0):
                break
            if item_in(stored.entry.cause) == self.item.id and stored.entry.at == self.item.decided_at:
                found.append(stored.entry)
        return [one for one in found if one.kind not in ("item", REVERSAL)]

    def _keep_out(self, link: Link | None) -> None:
        """The CRM record stays gone until the question is answered again."""
        if link is not None and link.state is LinkState.DELETED:
            self.books.links[link.key] = replace(link, state=LinkState.GONE)

    def _refuse_open_end(self, record: HubRecord) -> None:
        asked = [one for one in self.store.open_conflicts([record.id]) if one.rule == DELETION]
        if asked:
            raise Conflicting(
                "a question about the record's end is open", advice=f"Answer conflict {asked[0].id!r}."
            )

    def _refuse_under_way(self, record: HubRecord) -> None:
        if self.store.open_attempts(self.item.connection, [record.id]):
            raise Conflicting(
                f"{self.item.connection} is being asked just now, and what becomes of it is not known yet",
                advice="Try again in a moment.",
            )
