"""Takes the making of a CRM record back, and that again: the CRM's goes, the hub's stays, and the pair waits apart.

From the books on that say so the link is LEAVING; its lane looks once more before it deletes there, and asks where somebody
had a hand in the record that nobody had seen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from core.conflicts import Item, ItemKind
from core.errors import Conflicting
from core.mapping import Creates, Mapping
from core.plans import PlanItem, PlanItemKind
from core.records import HubRecord, Link, LinkState
from core.store.base import Store, StoredAudit
from core.sync.books import Books
from core.sync.routes import Routes
from core.translate import Translation
from core.undo import Inverse
from core.withdrawal import COMES_BACK, WITHDRAWN, Surroundings, sending, withdrawals
from daemon.past import entries_of
from daemon.sight import Sight

GOES: Final = "goes"  # what an item asks: whether the CRM record goes all the same


def mappings_of(routes: Routes, record: HubRecord) -> list[Mapping]:
    """The mappings in use that hold records of this one's object and kind."""
    kind = routes.objects[record.object].kind_of(record.fields)
    return [one for one in routes.mappings.get(record.object, ()) if one.takes(kind)]


# at an undo -------------------------------------------------------------------------------------------------------------
def moved_on(store: Store, routes: Routes, item: PlanItem, record: HubRecord, bins: Collection[str]) -> str:
    """Why this part of an undo does not stand any more as it was shown; "" where it does."""
    now = _as_now(store, routes, item, record, bins)
    if now is None or now.kind is not item.kind:
        return now.note if now is not None else "it is otherwise there by now"
    if item.kind is not PlanItemKind.RESTORE_CRM:
        return f"not as planned: {now.note}" if now.note != item.note else ""
    if store.open_attempts(item.connection, [record.id]):
        return f"{item.connection} is being asked about it just now"
    return ""


def _as_now(
    store: Store, routes: Routes, item: PlanItem, record: HubRecord, bins: Collection[str]
) -> Inverse | None:
    links = store.links_of([record.id], item.connection)
    around = Surroundings(mappings=mappings_of(routes, record), sends=sending(routes.objects), bins=bins)
    told: list[StoredAudit] = []
    for stored in entries_of(store, record.id):
        told.append(stored)
        if stored.entry.connection != item.connection:
            continue
        for one in withdrawals(record, told, {stored.seq}, links, around):
            if one.crm_id == item.crm_id:
                return one
    return None


def withdraw(
    store: Store, books: Books, record: HubRecord, connection: str, crm_id: str, *, by: str, cause: str
) -> None:
    """Have what we made in a CRM go there. Raises Conflicting where it is no pair of the record any more."""
    link = link_to(store, record, connection, crm_id)
    if link is None or link.state not in (LinkState.LINKED, LinkState.DETACHED):
        raise Conflicting(
            f"{connection} {crm_id} is not its pair any more", advice="There is nothing left to take back."
        )
    for conflict in store.open_conflicts([record.id], connection):
        if conflict.link == link.key:
            books.supersede_conflict(conflict, record, by=by)
    _book(books, record, replace(link, state=LinkState.LEAVING), "unlink", WITHDRAWN, by=by, cause=cause)


def let_back(
    store: Store, books: Books, record: HubRecord, connection: str, crm_id: str, *, by: str, cause: str
) -> None:
    """That was undone: what still stands stays, what is gone comes back as its lane can."""
    link = link_to(store, record, connection, crm_id)
    if link is None:
        raise Conflicting(f"{connection} {crm_id} is unknown by now", advice="Plan the undo again.")
    gone = LinkState.DELETED if link.state is LinkState.GONE else link.state
    state = LinkState.LINKED if link.state is LinkState.LEAVING else gone
    _book(books, record, replace(link, state=state), "link", COMES_BACK, by=by, cause=cause)


def _book(books: Books, record: HubRecord, link: Link, kind: str, what: str, *, by: str, cause: str) -> None:
    note = f"{link.crm_id} {what}"
    # The version rises though no field changes: a lane that is looking at the pair must look again.
    changed = books.change(record, {}, by=by, cause=cause, kind="resolve", note=f"{link.connection} {note}")
    books.links[link.key] = link
    books.note(kind, changed, by=by, cause=cause, connection=link.connection, note=note)
    books.touch(changed, overwrites=kind == "unlink", connection=link.connection)


def link_to(store: Store, record: HubRecord, connection: str, crm_id: str) -> Link | None:
    """What ties the record to this record of a CRM, whatever its state."""
    links = store.links_of([record.id], connection)
    return next((one for one in links if one.crm_id == crm_id), None)


# the question -----------------------------------------------------------------------------------------------------------
def ask_about(
    store: Store, books: Books, record: HubRecord, connection: str, crm_id: str, reason: str
) -> None:
    """Whether a CRM record that we made goes all the same. Raises Conflicting where the pair is no more."""
    link = link_to(store, record, connection, crm_id)
    if link is None:
        raise Conflicting(f"{connection} {crm_id} is unknown by now", advice="Plan the undo again.")
    books.check(record)
    books.open_item(
        ItemKind.UNDO,
        connection=connection,
        object=link.crm_object,
        subject=crm_id,
        record_id=record.id,
        reason=f"an undo stopped: {reason}",
        advice="Approve to have it removed there all the same, or dismiss to keep it. The record here stays.",
        detail={"ask": GOES},
        known=store.open_items(connection, link.crm_object, [crm_id]),
    )


def answer(store: Store, books: Books, item: Item, record: HubRecord, *, by: str) -> None:
    """The question's answer is yes. Raises Conflicting."""
    withdraw(store, books, record, item.connection, item.subject, by=by, cause=f"item:{item.id}")


# in the lane ------------------------------------------------------------------------------------------------------------
def state_without(translation: Translation, sight: Sight, record: HubRecord, link: Link) -> LinkState:
    """What a link is once we have deleted its CRM record.

    What the mapping would send at once is kept out there; what it leaves out comes when it is in again, as always.
    """
    if link.state is not LinkState.LEAVING or record.deleted_at is not None:
        return LinkState.DELETED
    if sight.deletion(record.id) is not None:
        return LinkState.GONE  # what becomes of the record is asked
    may = translation.mapping.creates in (Creates.BOTH, Creates.CRM)
    sent = may and translation.sieve.hub_out(record.fields) is None
    return LinkState.GONE if sent and sight.linked(record.id) is None else LinkState.DELETED
