"""Pairs that could not be compared when a field was back: they meet there for the first time, should they ever be again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.conflicts import DELETION, ConflictState
from core.records import UNSET, Link, LinkState
from core.sync.books import Books
from core.translate import Translation
from daemon.lane import Lane
from daemon.sight import laid_out

PAGE: Final = 1_000


def unmet(lane: Lane, translation: Translation, books: Books) -> None:
    """Give up the bases of the fields that came back, for pairs that are apart or whose deletion is in question.

    Nobody may take it for an edit later on that such a field is empty there.
    """
    fields = translation.came_back & set(translation.mapping.crm_fields)
    if not fields:
        return
    asked = _asked(lane, translation.mapping.crm_object)
    rules = [rule for rule in translation.rules if fields.intersection(rule.rule.crm)]
    hub_at = {at for rule in rules for at in rule.hub_at}
    crm_at = {at for rule in rules for at in rule.crm_at}
    left = [
        link
        for link in _links(lane, translation.mapping.crm_object)
        if link.crm_id in asked
        or (link.state in (LinkState.DELETED, LinkState.DETACHED) and bool(link.record_id))
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


def _asked(lane: Lane, crm_object: str) -> set[str]:
    """The CRM records about which it is asked whether they are deleted."""
    found: set[str] = set()
    after: str | None = None
    while page := lane.store.list_conflicts(state=ConflictState.OPEN, after=after, limit=PAGE):
        found.update(
            one.link[2]
            for one in page
            if one.rule == DELETION and one.link[:2] == (lane.connection, crm_object)
        )
        after = page[-1].id
    return found
