"""Questions that answer themselves: closed as soon as what they were about is settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from core.conflicts import Item, ItemKind, ItemState
from core.records import HubRecord
from core.sync.books import Books
from daemon.lane import Lane
from daemon.sight import Sight

ABOUT_A_VALUE = (ItemKind.REFUSED, ItemKind.REFERENCE)


def close_item(item: Item, books: Books, note: str) -> None:
    """An open question that answered itself."""
    books.items[item.id] = replace(
        item,
        state=ItemState.SUPERSEDED,
        decided_by="system",
        decided_at=books.at,
        reason=f"{item.reason}; {note}",
    )


def settle(lane: Lane, sight: Sight, hub: HubRecord, books: Books) -> None:
    """Nothing of this record is left to send to this CRM, but for a removal there that is yet to be."""
    if sight.twin(hub.id) is not None or sight.leaving(hub.id) is not None:
        books.touch(hub, connection=lane.connection)
    else:
        books.settle(lane.connection, hub)


def close_all(items: Iterable[Item], connection: str, crm_object: str, books: Books) -> None:
    """The pair is no more: nothing is left to ask about its values."""
    for item in items:
        about = (item.connection, item.object) == (connection, crm_object)
        if about and item.kind in ABOUT_A_VALUE and item.id not in books.items:
            close_item(item, books, "the pair is no more")


def close_answered(
    items: Iterable[Item],
    connection: str,
    crm_object: str,
    rules: Collection[str],
    books: Books,
    *,
    whole: bool,
) -> None:
    """Close what was asked in this CRM about values of these rules; with `whole` about the record as a whole too."""
    for item in items:
        if item.kind not in ABOUT_A_VALUE or (item.connection, item.object) != (connection, crm_object):
            continue
        rule = item.detail.get("rule")
        if item.id not in books.items and (whole if rule is None else rule in rules):
            close_item(item, books, "the value has arrived")
