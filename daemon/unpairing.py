"""Takes a pair apart that the answer to a doubtful match had made: the CRM record is a stranger again, and asked about.

What the hub took from it meanwhile is set back where nobody has changed it since; what was sent to it stays there. A hub
record that was made for it ("separate") goes, unless somebody has edited it.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from core.conflicts import Item
from core.errors import Conflicting
from core.records import HubRecord, Link
from core.retelling import who
from core.store.base import AuditEntry, Store
from core.sync.books import Books, Edit
from daemon.answered import close_all
from daemon.lane import Lane
from daemon.past import entries_of
from daemon.removing import remove
from daemon.waiting import tell


@dataclass(slots=True)
class Unpairing:
    """One pair, taken apart in `books` because `item` is asked again."""

    store: Store
    lanes: MappingOf[str, Lane]
    books: Books
    item: Item
    by: str

    def undo(self, record: HubRecord, link: Link, *, created: bool) -> tuple[HubRecord, str]:
        """The record as it is then, and what is to be told. Raises Conflicting with the reason."""
        lane = self.lanes.get(link.connection)
        if lane is None:
            raise Conflicting(
                f"{link.connection!r} is not connected",
                advice=f"Look at it: crmsync connections show {link.connection}",
            )
        if self.store.open_attempts(link.connection, [record.id]):
            raise Conflicting(
                f"{link.connection} is being asked just now, and what becomes of it is not known yet",
                advice="Try again in a moment.",
            )
        since = self._since(record)
        if created:
            record, told = self._remove(record, link, since)
        else:
            record, told = self._part(record, lane, since)
        self.books.links.pop(link.key, None)
        self.books.unlinked.append(link.key)
        self._close_questions(record, link)
        self.books.note(
            "unlink",
            record,
            by=self.by,
            cause=f"item:{self.item.id}",
            connection=link.connection,
            note=f"{link.crm_id}: the answer that linked it was taken back",
        )
        tell(lane, self.books, link.crm_object, link.crm_id, at=self.books.at, why="asked about again")
        return record, told

    def _since(self, record: HubRecord) -> list[AuditEntry]:
        """What happened to the record since the answer, newest first."""
        found: list[AuditEntry] = []
        for stored in entries_of(self.store, record.id):
            if stored.entry.at < (self.item.decided_at or 0):
                break
            found.append(stored.entry)
        return found

    def _remove(self, record: HubRecord, link: Link, since: list[AuditEntry]) -> tuple[HubRecord, str]:
        ours = (f"connection:{link.connection}", "system")
        edits = [one for one in since if one.kind in ("set", "resolve", "merge") and one.actor not in ours]
        if any(one.changes or one.kind == "merge" for one in edits):
            raise Conflicting(
                f"the record that was made for it was edited since, by {who(edits[0].actor)}",
                advice=f"Merge it with the right one instead: crmsync records merge; or delete record {record.id}.",
            )
        gone = remove(self.store, self.books, record, by=self.by, cause=f"item:{self.item.id}", but=link.key)
        return gone, "the record that was made for it is removed"

    def _part(self, record: HubRecord, lane: Lane, since: list[AuditEntry]) -> tuple[HubRecord, str]:
        back: dict[str, Edit] = {}
        for entry in since:
            if entry.kind != "set" or entry.actor != lane.actor:
                continue
            for name, before, after in entry.changes:
                # Newest first: each older entry of the CRM's says what was there before that one.
                standing = record.fields.get(name) == after and record.edit_of(name).by == lane.actor
                if name in back or standing:
                    back[name] = Edit(value=before, by=self.by, at=self.books.at)
        edits = {name: edit for name, edit in back.items() if record.fields.get(name) != edit.value}
        changed = self.books.change(
            record,
            edits,
            by=self.by,
            cause=f"item:{self.item.id}",
            kind="resolve",
            note="not its pair after all",
        )
        sent = sorted(
            {
                name
                for one in since
                if one.kind == "push" and one.connection == lane.connection
                for name, _, _ in one.changes
            }
        )
        told = [f"set back: {', '.join(sorted(edits))}"] if edits else []
        told += [f"what was sent to it stays there: {', '.join(sent)}"] if sent else []
        return changed, "; ".join(told)

    def _close_questions(self, record: HubRecord, link: Link) -> None:
        for conflict in self.store.open_conflicts([record.id], link.connection):
            if conflict.link == link.key:
                self.books.supersede_conflict(conflict, record, by=self.by)
        close_all(
            self.store.items_of([record.id], link.connection), link.connection, link.crm_object, self.books
        )
