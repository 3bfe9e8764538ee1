"""Answers to questions: deletions, doubtful matches, refused values, merges and brakes."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import assert_never

from core.conflicts import Item, ItemKind, ItemState
from core.errors import Conflicting, Invalid
from core.record_names import name_of
from core.records import HubRecord, Link, LinkKey, LinkState
from core.store.base import Store
from core.sync.books import Books, Edit
from core.translate import Translation
from daemon.answered import ABOUT_A_VALUE, close_item
from daemon.brakes import allowance
from daemon.drift_notes import accepted_by
from daemon.given_up import give_up
from daemon.gone import MAKE_ANEW
from daemon.heirs import follow, heirs_in, heirs_of, recall_children
from daemon.joining import IN_HUB, LOSERS_VALUES, come_back, merge_records
from daemon.lane import Lane
from daemon.removing import reunite, take_back
from daemon.waiting import tell

SEPARATE = "separate"


@dataclass(slots=True)
class Decider:
    """Books one person's decision. The caller commits."""

    store: Store
    lanes: MappingOf[str, Lane]
    books: Books
    by: str

    def item(self, item: Item, *, approve: bool, option: str | None) -> Item:
        """Book the answer to a question. Raises Conflicting, Invalid."""
        if item.state is not ItemState.OPEN:
            raise Conflicting(f"item {item.id!r} is {item.state.value} already")
        decided = replace(
            item,
            state=ItemState.APPROVED if approve else ItemState.DISMISSED,
            decided_by=self.by,
            decided_at=self.books.at,
        )
        self.books.replace_item(item, decided)
        gives_up = not approve and item.kind in ABOUT_A_VALUE
        match item.kind:
            case ItemKind.AMBIGUOUS:
                self._ambiguous(item, approve, option)
            case ItemKind.DELETION:
                self._proposed_deletion(item, approve, option)
            case ItemKind.MERGE:
                self._merge(item, approve, option)
            case ItemKind.REFUSED | ItemKind.REFERENCE:
                if approve:
                    self._again(item)
                else:
                    give_up(self.store, self.lanes, self.books, item)
            case ItemKind.BRAKE:
                self._brake(item, approve)
            case ItemKind.SCHEMA:
                self._schema(item, approve, option)
            case ItemKind.UNDO:
                take_back(self.store, self.books, item, approve=approve, by=self.by)
            case _:
                assert_never(item.kind)
        self.books.note(
            "item",
            self._record(item.record_id) if item.record_id else None,
            by=self.by,
            cause=f"item:{item.id}",
            connection=item.connection,
            object=item.object,
            note=f"{item.kind.value} {'approved' if approve else 'dismissed'}{f' ({option})' if option else ''}"
            + (f": {item.rule} is given up, each side keeps what it has" if gives_up else ""),
        )
        return decided

    # items --------------------------------------------------------------------------------------------------------------
    def _ambiguous(self, item: Item, approve: bool, option: str | None) -> None:
        lane, translation = self._mapping(item)
        link = self.store.links(item.connection, item.object, [item.subject]).get(item.subject)
        if link is not None and link.state is LinkState.LINKED:
            raise Conflicting(f"{item.object} {item.subject} is linked by now")
        if link is not None and link.state is LinkState.DETACHED and link.record_id:
            return  # it had a record meanwhile, and was set apart from it: there is nothing left to choose
        candidates = item.detail.get("candidates")
        known = candidates if isinstance(candidates, tuple) else ()
        for candidate in known:
            record = self._record(candidate)
            if record is not None:
                self.books.touch(record, connection=item.connection)
        if not approve:
            left_out = self._link(lane, translation, item.subject, "", LinkState.DETACHED)
            self.books.links[left_out.key] = left_out
            return
        if option == SEPARATE:
            record = self.books.create(
                translation.hub.name,
                {},
                by=self.by,
                edited_at=0,
                cause=f"item:{item.id}",
                home=item.connection,
            )
        else:
            chosen = option or (known[0] if len(known) == 1 else None)
            found = self._record(chosen) if chosen in known else None
            if found is None or found.deleted_at is not None:
                raise Invalid(f"choose one of {', '.join(known)}, or {SEPARATE!r}")
            if any(one.state is LinkState.LINKED for one in self.store.links_of([found.id], item.connection)):
                name = name_of(found.fields)
                raise Invalid(
                    f"{f'“{name}”' if name else found.id} is linked to another record of this CRM;"
                    " merge those there, or make another record"
                )
            record = self.books.change(
                found, {}, by=self.by, cause=f"item:{item.id}", kind="resolve", note="linked"
            )
        made = self._link(lane, translation, item.subject, record.id, LinkState.LINKED)
        self.books.links[made.key] = made
        self.books.wake_records.append((item.connection, record.id))
        if self.store.links_of([record.id], item.connection):
            recall_children(self.books, record)
        self.books.wake_crm.append(made.key)
        tell(lane, self.books, item.object, item.subject, at=self.books.at, why="linked by a decision")

    def _link(
        self, lane: Lane, translation: Translation, crm_id: str, record_id: str, state: LinkState
    ) -> Link:
        base_hub, base_crm = translation.unset()
        known = self.store.links_of([record_id], lane.connection) if record_id else []
        return Link(
            connection=lane.connection,
            crm_object=translation.mapping.crm_object,
            crm_id=crm_id,
            record_id=record_id,
            layout=translation.mapping.layout,
            base_hub=base_hub,
            base_crm=base_crm,
            remote_version=0,
            seen=0,
            generation=1 + max((one.generation for one in known), default=0),
            state=state,
        )

    def _proposed_deletion(self, item: Item, approve: bool, option: str | None) -> None:
        record = self._record(item.record_id)
        if option is not None and (approve or option != MAKE_ANEW):
            raise Invalid(
                f"dismiss with option {MAKE_ANEW!r} to have it made there anew; there is no other option"
            )
        if record is None or record.deleted_at is not None:
            return
        if approve:
            self.books.tombstone(record, by=self.by, cause=f"item:{item.id}")
        elif option == MAKE_ANEW:
            link = self.store.links(item.connection, item.object, [item.subject]).get(item.subject)
            if link is not None and link.state is LinkState.GONE:
                self.books.links[link.key] = replace(link, state=LinkState.DELETED)
            self.books.check(record)
            self.books.touch(record, connection=item.connection)

    def _merge(self, item: Item, approve: bool, option: str | None) -> None:
        match item.detail.get("ask", IN_HUB):
            case "crm":
                self._merge_there(item, approve)
            case "values":
                self._merged_values(item, approve, option)
            case _:
                self._merge_here(item, approve)

    def _merge_here(self, item: Item, approve: bool) -> None:
        loser, winner = self._heir(item.record_id), self._heir(str(item.detail.get("into")))
        if not approve or loser is None or loser.deleted_at is not None:
            return
        if winner is None or winner.deleted_at is not None:
            raise Invalid("the record to merge into is deleted; dismiss this, or restore it first")
        if loser.id != winner.id:
            merge_records(self.store, self.books, loser, winner, by=self.by, cause=f"item:{item.id}")

    def _merge_there(self, item: Item, approve: bool) -> None:
        if not approve:
            return
        lane, _ = self._mapping(item)
        if not lane.adapter.abilities.merges:
            raise Invalid(
                f"{item.connection} cannot be asked to merge",
                advice=f"Merge {item.object} {item.subject} into {item.detail.get('winner')} there by hand; this closes "
                "by itself then. Or dismiss it to keep both.",
            )
        link = self.store.links(item.connection, item.object, [item.subject]).get(item.subject)
        loser = self._record(str(item.detail.get("from")))
        winner = self._heir(item.record_id)
        if link is None or link.state is not LinkState.MERGED or loser is None:
            return  # it has ended there meanwhile, or was taken apart again
        if winner is None or winner.deleted_at is not None:
            raise Invalid("the record to merge into is deleted; dismiss this, or restore it first")
        self.books.check(loser)
        self.books.links[link.key] = replace(link, state=LinkState.MERGING)
        self.books.touch(loser, connection=item.connection)

    def _merged_values(self, item: Item, approve: bool, option: str | None) -> None:
        if approve and option != LOSERS_VALUES:
            raise Invalid(f"approve with option {LOSERS_VALUES!r}, or dismiss to keep the values as they are")
        winner = self._heir(item.record_id)
        names = item.detail.get("fields")
        if not approve or winner is None or winner.deleted_at is not None or not isinstance(names, tuple):
            return
        edits = {
            name: Edit(value=item.detail[f"lost.{name}"], by=self.by, at=self.books.at)
            for name in names
            if winner.fields.get(name) != item.detail[f"lost.{name}"]
        }
        self.books.change(
            winner, edits, by=self.by, cause=f"item:{item.id}", note="values of a merged record"
        )

    def _again(self, item: Item) -> None:
        record = self._record(item.record_id)
        if record is not None:
            self.books.touch(record, connection=item.connection)
        crm_id = item.subject.partition("/")[0]
        lane = self.lanes.get(item.connection)
        if lane is not None and crm_id != item.record_id:
            tell(lane, self.books, item.object, crm_id, at=self.books.at, why="to be tried again")

    def _brake(self, item: Item, approve: bool) -> None:
        if approve:
            direction = str(item.detail.get("direction"))
            self.books.notes[allowance(item.connection, item.object, direction)] = self.by

    def _schema(self, item: Item, approve: bool, option: str | None) -> None:
        """Take a field's new name, or what has changed as right; dismissed, the rules go on waiting."""
        if approve:
            name, text = accepted_by(self.store, item, option).note
            self.books.notes[name] = text

    def _mapping(self, item: Item) -> tuple[Lane, Translation]:
        lane = self.lanes.get(item.connection)
        translation = lane.translations.get(item.object) if lane is not None else None
        if lane is None or translation is None:
            raise Invalid(
                f"{item.connection!r} does not map {item.object!r} any more; dismiss is all that is left"
            )
        return lane, translation

    def _heir(self, id: str | None) -> HubRecord | None:
        """The record, or the one it was merged into."""
        return heirs_of(self.store, [id]).get(id) or self._record(id) if id else None

    def _record(self, id: str | None) -> HubRecord | None:
        return self.store.records([id]).get(id) if id else None


def restored(
    store: Store,
    books: Books,
    record: HubRecord,
    *,
    by: str,
    cause: str | None = None,
    but: LinkKey | None = None,
) -> HubRecord:
    """The record lives again, names living parents, and is wanted again in every CRM that deleted it.

    Where it was merged away, its former pairs are pairs again; what went to the winner stays there. The link `but` is left
    as it is.
    """
    merged = record.merged_into is not None
    record = books.restore(record, by=by, cause=cause or by)
    for link in store.links_of([record.id]):
        if link.state is LinkState.GONE and link.key != but:
            books.links[link.key] = replace(link, state=LinkState.DELETED)
    if merged:
        come_back(store, books, record)
    reunite(store, books, record)
    for item in store.items_of([record.id]):
        if item.kind is ItemKind.DELETION and item.id not in books.items:
            close_item(item, books, "the record was restored")
    heirs = heirs_in(store, books.routes.objects[record.object], record.fields)
    return follow(books, record, heirs, cause=cause or by)
