"""Takes the answer to a delete against an edit back: what it ended lives again, what it brought back goes again.

Never over somebody's head: what somebody has edited since stays on both sides, and rests until the question, which is open
again, is answered once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace

from core.conflicts import Conflict, ItemKind, conflict_in
from core.errors import Conflicting
from core.history import BEGINNINGS, ENDS
from core.records import UNSET, HubRecord, Link, LinkState, Value
from core.retelling import who
from core.store.base import AuditEntry, Store, StoredAudit
from core.sync.books import Books
from core.undo import ours, where_it_comes_back
from daemon.decide import restored
from daemon.endings import ends, was_deleted_there
from daemon.lane import Lane
from daemon.past import entries_of
from daemon.sight import laid_out


@dataclass(slots=True)
class EndReversal:
    """One answer, taken back in `books`. `does` is what becomes of the record, `lost` what cannot be had back as it was."""

    store: Store
    lanes: MappingOf[str, Lane]
    books: Books
    conflict: Conflict
    by: str
    does: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def undo(self, record: HubRecord, link: Link) -> HubRecord:
        """The record as it is then; `link` is the pair that was asked about. Raises Conflicting with the reason."""
        self._refuse_under_way(record)
        if ends(self.conflict, self.conflict.resolution):
            return self._live_again(record, link)
        if record.deleted_at is not None:
            raise Conflicting(
                f"the record was deleted again since, by {who(record.deleted_by or 'system')}",
                advice=f"crmsync records restore {record.id} brings it back.",
            )
        if was_deleted_there(self.conflict):
            return self._recall(record, link)
        return self._end_again(record, link)

    # the answer was the delete ----------------------------------------------------------------------------------------
    def _live_again(self, record: HubRecord, link: Link) -> HubRecord:
        if record.deleted_at is None:
            raise Conflicting("the record lives again already", advice="There is nothing left to take back.")
        if was_deleted_there(self.conflict):
            return self._live_here(record, link)
        if link.state is LinkState.LINKED:
            self.does.append(f"nothing had been sent to {link.connection} yet")
            return self._changed(record, "not deleted there after all")
        return self._live_there(record, link)

    def _live_here(self, record: HubRecord, link: Link) -> HubRecord:
        """The hub had edited it, and the answer deleted it here: in the CRM that is asked about it stays away."""
        last = next((one.entry for one in self._told(record) if one.entry.kind in BEGINNINGS | ENDS), None)
        if last is None or not self._is_answer(last) or link.state is not LinkState.DELETED:
            raise Conflicting(
                "it was not this answer that the record was deleted by",
                advice=f"crmsync records restore {record.id} brings it back.",
            )
        elsewhere = [one for one in self.store.links_of([record.id]) if one.connection != link.connection]
        self._tell_where(elsewhere)
        alive = restored(self.store, self.books, record, by=self.by, cause=self._cause, but=link.key)
        self.books.links[link.key] = replace(link, state=LinkState.GONE)
        self.does.insert(0, "the record lives again")
        return alive

    def _live_there(self, record: HubRecord, link: Link) -> HubRecord:
        """The CRM had edited it, and the answer was sent there: only a record that lives here can be brought back there."""
        both = any(
            one.kind == "unlink" and one.connection == link.connection and one.actor.startswith("connection:")
            for one in self._since(record)
        )
        if both or link.state not in (LinkState.DELETED, LinkState.PURGED):
            raise Conflicting(
                f"{link.crm_object} {link.crm_id} was deleted in {link.connection} by somebody else",
                advice=f"crmsync records restore {record.id} brings it back.",
            )
        self._tell_where(self.store.links_of([record.id]))
        if link.connection not in self._bins or link.state is LinkState.PURGED:
            edited = ", ".join(f"{name}: {value}" for name, value in self._contested(record).items())
            if edited:
                self.lost.append(f"what {link.connection} had edited is in the log only ({edited})")
        alive = restored(self.store, self.books, record, by=self.by, cause=self._cause)
        self.does.insert(0, f"the record lives again, here and in {link.connection}, until this is answered")
        return alive

    # the answer was to keep it ----------------------------------------------------------------------------------------
    def _recall(self, record: HubRecord, link: Link) -> HubRecord:
        """The CRM had deleted it: what the answer brought back there, or made anew, is removed again."""
        since = self._since(record)
        home = self.store.links_of([record.id], link.connection)
        lives = next((one for one in home if one.state is LinkState.LINKED), None)
        if lives is not None and (lives.generation < 1 or not ours(lives, self._stored_since(record))):
            raise Conflicting(
                f"{lives.crm_object} {lives.crm_id} was brought back in {link.connection} by somebody else",
                advice=f"There is nothing left to ask; to delete it: crmsync records delete {record.id}",
            )
        self._refuse_duplicate(link)
        changed = self._changed(record, "not kept after all")
        if lives is None or lives.key != link.key:
            self.books.links[link.key] = replace(link, state=LinkState.GONE)
        if lives is None:
            self.does.append(f"it is not made anew in {link.connection}")
            return changed
        editors = {
            one.actor for one in since if one.kind == "set" and one.actor == f"connection:{link.connection}"
        }
        if editors:
            self._rests(lives, editors)
            return changed
        self.books.links[lives.key] = replace(lives, state=LinkState.LEAVING)
        self.does.append(
            f"{lives.crm_id}, which was brought back in {link.connection} for this answer, is deleted there again, "
            "unless somebody edits it first"
        )
        if link.connection not in self._bins:
            self.lost.append(
                f"{link.connection} gives nothing back out of its bin: kept after all, the record is made anew there once "
                "more, under another id, without the activities and history of this one"
            )
        return changed

    def _end_again(self, record: HubRecord, link: Link) -> HubRecord:
        """The hub had deleted it: it is deleted here again, and its copies elsewhere; the CRM's own waits as before."""
        if link.state is not LinkState.LINKED:
            raise Conflicting(
                f"{link.crm_object} {link.crm_id} was deleted in {link.connection} since",
                advice="What becomes of the record is not this question any more: crmsync queue list.",
            )
        editors = self._editors(record)
        if editors:
            self._rests(link, editors)
            return self._changed(record, "not kept after all")
        elsewhere = [one for one in self.store.links_of([record.id]) if one.connection != link.connection]
        living = sorted({one.connection for one in elsewhere if one.state is LinkState.LINKED})
        gone = self.books.tombstone(record, by=self.by, cause=self._cause)
        self.books.links[link.key] = self._as_asked(record, link)
        self.does.append(f"the record is deleted again here{' and in ' if living else ''}{', '.join(living)}")
        without = [one for one in living if one not in self._bins]
        if without:
            self.lost.append(
                f"{', '.join(without)}: nothing comes back out of a bin there; kept after all, the record is made anew, "
                "under another id, without its activities and history"
            )
        return gone

    def _rests(self, link: Link, editors: Collection[str]) -> None:
        people = ", ".join(sorted(who(one) for one in editors))
        self.does.append(
            f"edited since by {people}: it lives on, here and as {link.crm_id} in {link.connection}, where it rests until "
            "this is answered"
        )

    def _as_asked(self, record: HubRecord, link: Link) -> Link:
        """The pair with the bases it had while it was asked about, where the CRM's edit has not been taken in yet."""
        lane = self.lanes[link.connection]
        translation = lane.translations[link.crm_object]
        old_hub, old_crm = laid_out(lane, translation, link)
        base_hub, base_crm = list(old_hub), list(old_crm)
        edited = self._contested(record)
        for rule in translation.rules:
            names = dict(zip(rule.crm_at, rule.rule.crm, strict=True))
            if translation.came_back.intersection(rule.rule.crm) or not edited.keys() & names.values():
                continue
            if any(base_crm[at] is UNSET for at in names):
                for at, name in names.items():
                    base_crm[at] = edited.get(name)
                for at in rule.hub_at:
                    base_hub[at] = UNSET
        return replace(
            link, layout=translation.mapping.layout, base_hub=tuple(base_hub), base_crm=tuple(base_crm)
        )

    # what happened ----------------------------------------------------------------------------------------------------
    def _editors(self, record: HubRecord) -> set[str]:
        """Who has done something to the record since the answer; that the edit it kept was taken in is nobody's deed."""
        home = f"connection:{self.conflict.link[0]}"
        asked = self.conflict.crm.at or 0
        found: set[str] = set()
        for one in self._since(record):
            if one.actor == "system" or self._is_answer(one):
                continue
            taken_in = one.actor == home and all(
                record.edit_of(name).by == home and record.edit_of(name).at <= asked
                for name, _, _ in one.changes
            )
            acted = one.kind in ("set", "resolve") and bool(one.changes) and not taken_in
            if (
                acted
                or one.kind in ENDS | {"restore"}
                or (one.kind == "link" and one.actor.startswith("connection:"))
            ):
                found.add(one.actor)
        return found

    def _contested(self, record: HubRecord) -> dict[str, Value]:
        """What the CRM had edited, by CRM field, as the log has it since the question was opened."""
        for one in self._told(record):
            if one.entry.kind == "conflict" and f"(conflict {self.conflict.id})" in one.entry.note:
                return {name: after for name, _, after in one.entry.changes}
        return {}

    def _told(self, record: HubRecord) -> Iterator[StoredAudit]:
        return entries_of(self.store, record.id)

    def _stored_since(self, record: HubRecord) -> list[StoredAudit]:
        """What happened to the record since the answer, newest first, without what the answer itself did."""
        found: list[StoredAudit] = []
        for stored in self._told(record):
            if self._is_answer(stored.entry) or stored.entry.at < (self.conflict.resolved_at or 0):
                break
            found.append(stored)
        return found

    def _since(self, record: HubRecord) -> list[AuditEntry]:
        return [one.entry for one in self._stored_since(record)]

    def _is_answer(self, entry: AuditEntry) -> bool:
        return conflict_in(entry.cause) == self.conflict.id and entry.at == self.conflict.resolved_at

    # small parts ------------------------------------------------------------------------------------------------------
    @property
    def _cause(self) -> str:
        return f"conflict:{self.conflict.id}"

    @property
    def _bins(self) -> list[str]:
        return [name for name, lane in self.lanes.items() if lane.adapter.abilities.restores]

    def _tell_where(self, links: Collection[Link]) -> None:
        back, anew = where_it_comes_back([*links], self._bins)
        self.does += [back] if back else []
        self.lost += [anew] if anew else []

    def _changed(self, record: HubRecord, note: str) -> HubRecord:
        """The version rises though no field changes: a lane that is looking at the pair must look again."""
        return self.books.change(record, {}, by=self.by, cause=self._cause, kind="resolve", note=note)

    def _refuse_duplicate(self, link: Link) -> None:
        for item in self.store.open_items(link.connection, link.crm_object, [link.crm_id]):
            if item.kind is ItemKind.AMBIGUOUS:
                raise Conflicting(
                    f"{link.crm_object} {link.crm_id} was restored in {link.connection} by somebody else",
                    advice=f"Answer item {item.id!r}: which of the two there shall be the record's pair.",
                )

    def _refuse_under_way(self, record: HubRecord) -> None:
        connection = self.conflict.link[0]
        if self.store.open_attempts(connection, [record.id]):
            raise Conflicting(
                f"{connection} is being asked just now, and what becomes of it is not known yet",
                advice="Try again in a moment.",
            )
