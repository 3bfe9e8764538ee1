"""What a pending record comes to whose CRM record an undo takes back: it goes, unless somebody had a hand in it there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from core.jobs import Pending
from core.records import HubRecord, Link, LinkState, RemoteRecord
from core.sync.pair import edited_there
from daemon.hanging import words
from daemon.intent_unlinked import Unlinked
from daemon.sight import laid_out
from daemon.waiting import tell
from daemon.withdrawing import ask_about, state_without

ASKED: Final = "a person must decide between a delete and an edit"


class Leaving(Unlinked):
    """The part of a batch's intent that deals with CRM records of ours that an undo takes back."""

    __slots__ = ()

    def _withdraw(self, row: Pending, record: HubRecord, link: Link) -> None:
        remote = self.remotes.get(link.crm_id)
        self.books.check(record)
        if remote is not None and remote.merged_into is not None:
            self._gone(replace(link, state=LinkState.LINKED), remote)
            return
        if remote is None or remote.deleted:
            self._was_gone(record, link)
            return
        if self._is_blind(row, record):
            return
        children = self.hanging.get((link.connection, record.id), {})
        staying = sum(state is LinkState.LINKED for state in children.values())
        if self._is_edited(link, remote):
            self._stays(record, link, remote, "somebody has edited it there since")
        elif record.deleted_at is None and staying:
            self._stays(record, link, remote, words(staying))
        elif record.deleted_at is None and children:
            until = self.books.at + self.lane.pace.retry_least
            self._postpone(row, record, until, "what hangs on it there goes first")
        else:
            self._remove(record, link, remote)

    def _recall(self, row: Pending, record: HubRecord, link: Link) -> None:
        """Remove what an answer that was taken back had made there; what somebody touched waits for the next answer."""
        remote = self.remotes.get(link.crm_id)
        if remote is None or remote.deleted:
            self._rest(row, record, replace(link, state=LinkState.GONE))
            return
        if self._is_blind(row, record):
            return
        hanging = len(self.hanging.get((link.connection, record.id), {}))
        if not hanging and not self._is_edited(link, remote):
            self._remove(record, link, remote)
            return
        why = words(hanging) if hanging else "it was edited there meanwhile"
        told = f"{link.crm_id} stays there ({why}), and rests until the question is answered"
        self._note_stay(record, link, told)
        self._rest(row, record, replace(link, state=LinkState.LINKED))

    def _rest(self, row: Pending, record: HubRecord, link: Link) -> None:
        self.books.links[link.key] = link
        self.books.check(record)
        self._park(row, record, ASKED)

    def _is_edited(self, link: Link, remote: RemoteRecord) -> bool:
        """By a mapped value, or by whom the CRM names as the last to have touched it since we looked."""
        _, base_crm = laid_out(self.lane, self.translation, link)
        by_others = remote.by_us is False and remote.modified > link.remote_version
        return by_others or edited_there(self.translation, remote.values, base_crm)

    def _was_gone(self, record: HubRecord, link: Link) -> None:
        state = state_without(self.translation, self.sight, record, link)
        self.books.links[link.key] = replace(link, state=state, seen=record.version)
        self.books.note(
            "settle",
            record,
            by="system",
            cause=f"run:{self.run.id}",
            connection=link.connection,
            note=f"{link.crm_id} was to be taken back there, and is gone already",
        )
        self.books.touch(record, connection=link.connection)

    def _stays(self, record: HubRecord, link: Link, remote: RemoteRecord, why: str) -> None:
        """What was seen counts as seen, so that only something newer questions an answer again."""
        another = self.sight.linked(record.id) is not None
        state = LinkState.DETACHED if another else LinkState.LINKED
        seen = max(link.remote_version, remote.modified)
        self.books.links[link.key] = replace(link, state=state, remote_version=seen)
        self.books.touch(record, connection=link.connection)
        told = f"{link.crm_id} stays there: {why}"
        self._note_stay(record, link, told)
        tell(self.lane, self.books, link.crm_object, link.crm_id, at=self.books.at, why=told)
        if record.deleted_at is None:
            reason = f"{link.connection} {link.crm_id}, which was to be taken back there: {why}; remove it?"
            ask_about(self.lane.store, self.books, record, link.connection, link.crm_id, reason)

    def _note_stay(self, record: HubRecord, link: Link, told: str) -> None:
        cause = f"run:{self.run.id}"
        self.books.note("link", record, by="system", cause=cause, connection=link.connection, note=told)
