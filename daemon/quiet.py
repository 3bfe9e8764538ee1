"""Looks at what a CRM's change feed is silent about: associations that changed alone (CRM_FACTS 1.2).

Webhooks tell of them where they are on. Besides, every linked record's associations are read again in turn, a page at a
time, and compared with the base; whatever differs becomes a signal, so that nothing here decides or writes anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, runtime_checkable

from core.jobs import RunKind
from core.records import UNSET, LinkState, Value
from core.translate import Translation
from daemon.brakes import braked
from daemon.lane import Lane
from daemon.sight import laid_out
from daemon.waiting import tell

PAGE: Final = 1_000  # records whose associations one call reads
EVERY: Final = 5  # polls between two pages: this costs a call for each association field


@runtime_checkable
class TellsQuietly(Protocol):
    """An adapter of a CRM whose feed is silent about some fields (`Field.quiet`)."""

    def quietly(
        self, object: str, fields: Sequence[str], ids: Sequence[str]
    ) -> Mapping[str, tuple[Value, ...]]:
        """Only these quiet fields of these records, by id; at most `PAGE` ids."""


def quiet_fields(translation: Translation) -> tuple[str, ...]:
    """The mapped fields whose changes alone the CRM's feed does not show; parked ones are not looked at."""
    fields, parked = translation.crm.fields, translation.unread
    return tuple(name for name in translation.mapping.crm_fields if fields[name].quiet and name not in parked)


def look_at_quiet(
    lane: Lane, translation: Translation, after: str, told: dict[str, tuple[Value, ...]]
) -> str:
    """Compare one page of links behind the CRM id `after` ("" begins); where to go on, "" once all were seen.

    `told` are the values, by CRM id, that a signal was made for: what cannot be taken in yet is not told again and again.
    """
    fields, adapter = quiet_fields(translation), lane.adapter
    if not fields or not isinstance(adapter, TellsQuietly) or braked(lane, translation):
        return ""
    crm_object = translation.mapping.crm_object
    page = lane.store.list_links(lane.connection, crm_object, after=after or None, limit=PAGE)
    linked = [one for one in page if one.state is LinkState.LINKED]
    now = adapter.quietly(crm_object, fields, [one.crm_id for one in linked]) if linked else {}
    places = [translation.mapping.crm_fields.index(name) for name in fields]
    run = lane.start(RunKind.POLL, crm_object)
    books = lane.books(run)
    fresh: dict[str, tuple[Value, ...]] = {}
    for link in linked:
        _, base = laid_out(lane, translation, link)
        known = tuple(base[at] for at in places)
        seen = now.get(link.crm_id)
        if seen is None or UNSET in known or seen == known:
            told.pop(link.crm_id, None)
        elif told.get(link.crm_id) != seen:
            fresh[link.crm_id] = seen
            tell(lane, books, crm_object, link.crm_id, at=books.at, why="an association changed")
    lane.commit(books, run)
    told |= fresh
    return page[-1].crm_id if len(page) == PAGE else ""
