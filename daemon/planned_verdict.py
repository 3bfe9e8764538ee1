"""What answering one item would do: the item of a plan, and the records each connection would be sent for it.

The answer is booked on trial and its books are read. So a plan says what the answer does, and not what a second
implementation thinks that it does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from core.answers import Verdict, told_of
from core.conflicts import Item, ItemKind
from core.errors import Conflicting, Invalid, NotFound, TransformError
from core.plans import Change, PlanItem, PlanItemKind, PlanItemState
from core.records import UNSET, LinkState
from core.sync.books import Books
from core.translate import NO_REFERENCES
from daemon.answering import trial
from daemon.given_up import is_on_its_way
from daemon.heirs import HUB
from daemon.planned_release import call_for, release_of
from daemon.planned_resolution import FETCH, Reach
from daemon.setting_back import SETS, asked_of
from daemon.sight import laid_out

if TYPE_CHECKING:
    from daemon.desk import Desk

_K = PlanItemKind
_BY_AUDIT: Final = {
    "create": _K.CREATE_HUB,
    "merge": _K.MERGE_HUB,
    "delete": _K.DELETE_HUB,
    "resolve": _K.LINK,
    "set": _K.UPDATE_HUB,
}
# What ends a record is bound to that record as it was looked at: an edit of any field makes the item stale.
_ENDS: Final = frozenset({_K.DELETE_HUB, _K.MERGE_HUB, _K.MERGE_CRM})
_RELEASED: Final = frozenset({ItemKind.BRAKE, ItemKind.SCHEMA})
_VALUES: Final = frozenset({ItemKind.REFUSED, ItemKind.REFERENCE})


def planned_verdict(desk: Desk, item: Item, verdict: Verdict, by: str) -> tuple[PlanItem, Reach]:
    """What this answer would do now, as an item that belongs to no plan yet.

    Its `op` is the question, its `digest` is of what it asks. SKIPPED, with the reason, where it cannot be answered so.
    """
    made = PlanItem(
        plan="",
        n=0,
        kind=_K.CONFLICT,
        object=item.object,
        record_id=item.record_id,
        crm_id=_crm_id(desk, item),
        digest=_digest(item, {}),
        op=item.id,
        note=f"{item.kind.value} {item.id}, {item.subject} of {item.connection}: {told_of(verdict)}",
    )
    try:
        if item.connection != HUB and item.connection not in desk.lanes:
            raise Conflicting(f"{item.connection!r} is not connected")
        books = trial(desk, item, verdict, by)
    except (Conflicting, Invalid, NotFound) as error:
        return replace(made, state=PlanItemState.SKIPPED, note=f"{made.note}; left alone: {error}"), {}
    if item.kind in _RELEASED:
        return _released(desk, item, verdict, made)
    kind, changes, note = _effect(desk, item, verdict, books)
    if kind in _ENDS:
        bound = books.checks | {id: write.expected for id, write in books.records.items()}
        made = replace(made, digest=_digest(item, bound))
    record_id = made.record_id
    if record_id is None and kind is not _K.CREATE_HUB:
        record_id = next(iter(books.records), None)
    told = f"{made.note}; {note}" if note else made.note
    reach = _reach(desk, books)
    if item.kind in _VALUES and not verdict.approve:
        # The pair is looked at once more, and nothing of it is found to be sent.
        reach = {(connection, FETCH): ids for (connection, _), ids in reach.items()}
    if item.detail.get("ask") == SETS:
        reach = {place: ids for place, ids in reach.items() if place[0] == item.connection}
    if kind is _K.DELETE_CRM:
        # Nothing of the record changes: the others look at it again, and find nothing to send.
        reach = {place: ids for place, ids in reach.items() if place[1] == "delete"}
    return replace(made, kind=kind, changes=changes, record_id=record_id, note=told), reach


def _released(desk: Desk, item: Item, verdict: Verdict, made: PlanItem) -> tuple[PlanItem, Reach]:
    """A brake, or a changed field: no record is its own, and what is held back goes on by ordinary work."""
    try:
        found = release_of(desk, item, verdict)
    except (Conflicting, Invalid) as error:
        return replace(made, state=PlanItemState.SKIPPED, note=f"{made.note}; left alone: {error}"), {}
    bound = sha256(msgspec.json.encode((made.digest, found.bound))).hexdigest()[:16]
    note = f"{made.note}; {found.note}"
    reach = {(item.connection, call): ids for call, ids in found.held.items()}
    return replace(made, kind=found.kind, changes=found.changes, digest=bound, note=note), reach


def _effect(
    desk: Desk, item: Item, verdict: Verdict, books: Books
) -> tuple[PlanItemKind, tuple[Change, ...], str]:
    if item.kind in _VALUES:
        return (
            _tried_again(desk, item) if verdict.approve else (_K.SETTLE, (), "both sides keep what they have")
        )
    if item.detail.get("ask") == SETS and verdict.approve:
        return _K.UPDATE_CRM, asked_of(item), f"set back in {item.connection}; the record here stays"
    leaving = next((one for one in books.links.values() if one.state is LinkState.LEAVING), None)
    if leaving is not None:
        return _K.DELETE_CRM, (), f"{leaving.crm_id} goes from {leaving.connection}; the record here stays"
    links = [one for one in books.links.values() if one.connection == item.connection]
    if any(one.state is LinkState.MERGING for one in links):
        return _K.MERGE_CRM, (), f"{item.detail.get('loser')} into {item.detail.get('winner')}"
    told = [one for one in books.audit if one.kind in _BY_AUDIT]
    found = {_BY_AUDIT[one.kind] for one in told}
    kind = next((one for one in _BY_AUDIT.values() if one in found), None)
    if kind is not None:
        into = next((one.note for one in told if one.kind == "merge"), "")
        changes = tuple(change for one in told for change in one.changes)
        return kind, changes, f"{item.record_id} into {into}" if into else _brought(kind, item)
    if any(one.state is LinkState.DETACHED for one in links):
        return _K.UNLINK, (), "left out from then on"
    if any(one.state is LinkState.DELETED for one in links):
        return _K.CREATE_CRM, (), "made there anew, under another id"
    return _K.SETTLE, (), "nothing is written"


def _brought(kind: PlanItemKind, item: Item) -> str:
    if kind in (_K.CREATE_HUB, _K.LINK):
        return f"what {item.object} {item.subject} holds is taken in when {item.connection} is looked at next"
    return ""


def _tried_again(desk: Desk, item: Item) -> tuple[PlanItemKind, tuple[Change, ...], str]:
    again = "tried again"
    lane = desk.lanes[item.connection]
    translation = lane.translations.get(item.object)
    links = desk.store.links_of([item.record_id or ""], item.connection)
    link = next((one for one in links if one.state is LinkState.LINKED), None)
    if item.rule is not None and not is_on_its_way(item):
        return _K.UPDATE_HUB, (), f"{again}: what the CRM holds is taken in where it can be by now"
    if link is None:
        return _K.CREATE_CRM, (), again
    record = desk.store.records([item.record_id or ""]).get(item.record_id or "")
    rule = next((one for one in translation.rules if one.name == item.rule), None) if translation else None
    if translation is None or rule is None or record is None or rule.parent is not None:
        return _K.UPDATE_CRM, (), again
    _, base_crm = laid_out(lane, translation, link)
    theirs = tuple(None if base is UNSET else base for base in (base_crm[at] for at in rule.crm_at))
    try:
        values = rule.to_crm(tuple(record.fields.get(name) for name in rule.rule.hub), theirs, NO_REFERENCES)
    except TransformError as error:
        return _K.SETTLE, (), f"{again}, and cannot be sent as it is: {error}"
    return _K.UPDATE_CRM, tuple(zip(rule.rule.crm, theirs, values, strict=True)), again


def _reach(desk: Desk, books: Books) -> Reach:
    reach: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for connection, record_id in books.pending:
        call = _call(desk, books, connection, record_id) if connection != HUB else None
        if call is not None:
            reach[(connection, call)].add(record_id)
    for connection, _, crm_id in books.signals:
        reach[(connection, FETCH)].add(crm_id)
    return {place: frozenset(ids) for place, ids in reach.items()}


def _call(desk: Desk, books: Books, connection: str, record_id: str) -> str | None:
    """What a pending record comes to in a connection, once these books are committed."""
    known = {one.key: one for one in desk.store.links_of([record_id], connection)} | books.links
    states = {
        one.state for one in known.values() if one.record_id == record_id and one.connection == connection
    }
    written = books.records.get(record_id)
    record = written.record if written is not None else desk.store.records([record_id]).get(record_id)
    return call_for(record, states) if record is not None else None


def _crm_id(desk: Desk, item: Item) -> str | None:
    if item.kind in (ItemKind.AMBIGUOUS, ItemKind.DELETION, ItemKind.MERGE):
        return item.subject
    links = desk.store.links_of([item.record_id], item.connection) if item.record_id else []
    return next((one.crm_id for one in links if one.state is LinkState.LINKED), None)


def _digest(item: Item, bound: dict[str, int]) -> str:
    asked = (
        item.kind.value,
        item.subject,
        item.record_id,
        sorted(item.detail.items()),
        sorted(bound.items()),
    )
    return sha256(msgspec.json.encode(asked)).hexdigest()[:16]
