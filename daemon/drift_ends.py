"""What is settled when parked rules go on: their questions, what may have come back empty, and pairs left uncompared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from core.conflicts import Item, ItemKind, ItemState
from core.drift import DriftKind
from core.records import UNSET, Link, LinkState
from core.store.base import Store
from core.sync.books import Books
from core.translate import Translation
from daemon.drift_notes import Told
from daemon.lane import Lane
from daemon.sight import laid_out

PAGE: Final = 1_000
CAN_COME_BACK_EMPTY: Final = (DriftKind.GONE.value, DriftKind.RETYPED.value)

Place = tuple[str, str]  # (connection, CRM object)


def emptied_by(over: Iterable[Told], renames: dict[str, str]) -> set[str]:
    """The fields, by the names they have now, that may have come back empty."""
    found = set()
    for one in over:
        kind, _, name = one.key.partition(":")
        if kind in CAN_COME_BACK_EMPTY:
            while name in renames:
                name = renames.pop(name)
            found.add(name)
    return found


def questions_of(store: Store, place: Place, keys: Sequence[str], rules: Collection[str]) -> list[Item]:
    """The questions about these changes, and those about values of these rules that were refused because of them."""
    found = store.open_items(*place, keys)
    asked = [one for one in found if one.kind is ItemKind.SCHEMA]
    after: str | None = None
    while page := store.list_items(state=ItemState.OPEN, kind=ItemKind.REFUSED, after=after, limit=PAGE):
        asked += [
            one for one in page if (one.connection, one.object) == place and one.detail.get("rule") in rules
        ]
        after = page[-1].id
    return asked


def looks_left(store: Store, place: Place, swept: int) -> bool:
    """Whether records are still to be looked at that a comparison, ended at `swept` (ms), has left to be."""
    after: tuple[str, str, str] | None = None
    while page := store.list_signals(connection=place[0], after=after, limit=PAGE):
        for one in page:
            settled = one.parked or one.waiting_for is not None or one.since > swept
            if one.object == place[1] and not settled:
                return True
        after = (page[-1].connection, page[-1].object, page[-1].crm_id)
    return False


def unmet(lane: Lane, translation: Translation, books: Books) -> None:
    """Give up the bases of the fields that came back, for pairs that are apart.

    They could not be compared, and meet there for the first time should they ever be again: nobody may take it for an
    edit later on that such a field is empty there.
    """
    fields = translation.came_back & set(translation.mapping.crm_fields)
    if not fields:
        return
    rules = [rule for rule in translation.rules if fields.intersection(rule.rule.crm)]
    hub_at = {at for rule in rules for at in rule.hub_at}
    crm_at = {at for rule in rules for at in rule.crm_at}
    left = [
        link
        for link in _links(lane, translation.mapping.crm_object)
        if link.state not in (LinkState.LINKED, LinkState.ORPHAN) and bool(link.record_id)
    ]
    for record in lane.store.records([link.record_id for link in left]).values():
        books.check(record)  # a person may be deciding about it right now
    for link in left:
        base_hub, base_crm = laid_out(lane, translation, link)
        books.links[link.key] = replace(
            link,
            layout=translation.mapping.layout,
            base_hub=tuple(UNSET if at in hub_at else base for at, base in enumerate(base_hub)),
            base_crm=tuple(UNSET if at in crm_at else base for at, base in enumerate(base_crm)),
        )


def _links(lane: Lane, crm_object: str) -> Iterator[Link]:
    after: str | None = None
    while page := lane.store.list_links(lane.connection, crm_object, after=after, limit=PAGE):
        yield from page
        after = page[-1].crm_id
