"""Takes the creation of a record back, and that again: what we made in CRMs goes, what people made there stays theirs.

A pair whose CRM record we did not make is set apart (`LinkState.DETACHED`), so that the record is neither deleted there
nor taken in again. Should the hub's record come back, those pairs are pairs again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from core.conflicts import Item
from core.errors import Conflicting
from core.jobs import Signal
from core.records import HubRecord, LinkKey, LinkState
from core.store.base import Store
from core.sync.books import Books, Edit
from core.undo import ours
from daemon.heirs import follow, heirs_in
from daemon.past import entries_of
from daemon.setting_back import SETS
from daemon.setting_back import answer as answer_setting_back
from daemon.withdrawing import GOES, answer

_MOVED: Final = "it was changed once more since the undo asked"
_AGAIN: Final = "Dismiss this, and plan the undo again if it is still wanted."
SET_APART: Final = "set apart: the taking in of this record was undone"


def remove(
    store: Store, books: Books, record: HubRecord, *, by: str, cause: str, but: LinkKey | None = None
) -> HubRecord:
    """Tombstone a record whose creation is undone; its copies go, the pairs that people made are set apart.

    The link `but` is left to the caller.
    """
    told = list(entries_of(store, record.id))
    for link in store.links_of([record.id]):
        if link.state is LinkState.LINKED and link.key != but and not ours(link, told):
            books.links[link.key] = replace(link, state=LinkState.DETACHED, seen=record.version + 1)
            books.note(
                "unlink",
                record,
                by=by,
                cause=cause,
                connection=link.connection,
                note=f"{link.crm_id} {SET_APART}",
            )
    return books.tombstone(record, by=by, cause=cause)


def reunite(store: Store, books: Books, record: HubRecord) -> None:
    """A record that lives again is a pair again with what was set apart when it was removed."""
    apart = [one for one in store.links_of([record.id]) if one.state is LinkState.DETACHED]
    if not apart:
        return
    told = [one for one in entries_of(store, record.id) if one.entry.kind in ("link", "unlink")]
    for link in apart:
        last = next((one.entry for one in told if one.entry.connection == link.connection), None)
        if last is None or last.note != f"{link.crm_id} {SET_APART}":
            continue
        books.links[link.key] = replace(link, state=LinkState.LINKED)
        books.signals[link.key] = Signal(
            connection=link.connection,
            object=link.crm_object,
            crm_id=link.crm_id,
            since=books.at,
            next_at=books.at,
            reason="a pair again",
        )
        books.note(
            "link",
            record,
            by="system",
            cause=f"run:{books.run}",
            connection=link.connection,
            note=f"{link.crm_id} is its pair again",
        )


def take_back(store: Store, books: Books, item: Item, *, approve: bool, by: str) -> None:
    """The answer to what an undo asked: approved, it is taken back although somebody has changed it since."""
    record = store.records([item.record_id or ""]).get(item.record_id or "")
    if not approve:
        return
    if record is None or record.deleted_at is not None:
        raise Conflicting(
            "the record is deleted by now", advice="Dismiss this; there is nothing left to take back."
        )
    if item.detail.get("ask") == GOES:
        answer(store, books, item, record, by=by)
        return
    if item.detail.get("ask") == SETS:
        answer_setting_back(store, books, item, record, by=by)
        return
    cause, names = f"item:{item.id}", item.detail.get("fields")
    if not isinstance(names, tuple):
        if item.detail.get("version") != str(record.version):
            raise Conflicting(_MOVED, advice=_AGAIN)
        remove(store, books, record, by=by, cause=cause)
        return
    if any(record.fields.get(name) != item.detail.get(f"now.{name}") for name in names):
        raise Conflicting(_MOVED, advice=_AGAIN)
    edits = {name: Edit(value=item.detail.get(f"back.{name}"), by=by, at=books.at) for name in names}
    changed = books.change(record, edits, by=by, cause=cause)
    kind = books.routes.objects[record.object]
    follow(books, changed, heirs_in(store, kind, changed.fields), cause=cause)
