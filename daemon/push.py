"""Sends what the hub knows and this CRM does not: look, decide, write ahead, write, take the receipt.

One call of `push` handles one batch of pending records of one object. The intent is durable before the CRM hears of it;
afterwards the receipt, the bases and the audit entry become durable together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from adapters.base import Draft, Edit, Merger, Removal, Revival, WriteOutcome
from core.conflicts import ItemKind, ItemState
from core.errors import AnswerLost, BadAnswer, RemoteError, VersionChanged
from core.jobs import Pending
from core.records import Link, LinkState, RemoteRecord
from core.translate import Translation
from daemon.beside import look_beside
from daemon.brakes import PUSH, set_brake
from daemon.bringing_back import in_bins
from daemon.filtered import twins_left_out
from daemon.hanging import Children, children_there
from daemon.intending import Writes
from daemon.intent import Intent
from daemon.lane import Lane
from daemon.merging import mergings
from daemon.receipts import Receipts
from daemon.runs import Running
from daemon.sight import Sight, look, references_for
from daemon.sorting import GOING

NOTHING_KNOWN: Final[Mapping[str, RemoteRecord]] = MappingProxyType({})
PATIENCE = 5  # how often a batch is planned anew because somebody committed first


def push(lane: Lane, translation: Translation, run: Running, due: Sequence[Pending]) -> None:
    """Work off these pending rows. Raises a RemoteError that concerns the whole connection, once all is recorded."""
    for patience in range(PATIENCE):
        try:
            writes, sight = _intend(lane, translation, run, due)
        except VersionChanged:
            if patience == PATIENCE - 1:
                raise
            continue
        if writes:
            perform(lane, translation, run, sight, writes, due)
        return


def _intend(
    lane: Lane, translation: Translation, run: Running, due: Sequence[Pending]
) -> tuple[Writes, Sight]:
    """Look at both sides, decide, and make the intent durable."""
    intent = considered(lane, translation, run, due)
    # Looking before writing brings news in too; a far side that shows next to nothing is not believed without asking.
    if set_brake(lane, translation, run, overwrites=intent.overwrites, deletes=intent.gone, direction=PUSH):
        return Writes(), intent.sight
    commit_intent(lane, run, intent)
    return intent.writes, intent.sight


def considered(
    lane: Lane,
    translation: Translation,
    run: Running,
    due: Sequence[Pending],
    known: Mapping[str, RemoteRecord] = NOTHING_KNOWN,
) -> Intent:
    """What these rows come to, nothing made durable. CRM records in `known` are not read again."""
    sight = look(lane, [row.record_id for row in due])
    expected = _expected(sight)
    going = [one for some in sight.links.values() for one in some if one.state in GOING]
    merging = mergings(lane, sight)
    doubles = [
        one.crm_id for pair in merging.values() for one in (pair.loser, pair.winner) if one is not None
    ]
    bins = in_bins(lane, translation, sight)
    binned = [one.crm_id for one in bins.values()]
    wanted = dict.fromkeys([*expected, *(one.crm_id for one in going), *doubles, *binned])
    remotes = _fetch(lane, translation, [one for one in wanted if one not in known])
    remotes |= {one: known[one] for one in wanted if one in known}
    references = references_for(
        lane,
        translation,
        remotes=[one for one in remotes.values() if not one.deleted],
        records=sight.records.values(),
        links=[link for some in sight.links.values() for link in some],
    )
    books = lane.books(run)
    alone = [one for one in sight.records.values() if sight.linked(one.id) is None and one.deleted_at is None]
    intent = Intent(
        lane=lane,
        translation=translation,
        run=run,
        sight=sight,
        remotes=remotes,
        references=references,
        books=books,
        contested=_contested(lane),
        merging=merging,
        twins=twins_left_out(lane, translation, alone) if alone else {},
        bins=bins,
        hanging=_hanging(lane, sight, going),
        beside=look_beside(lane, translation, sight, remotes),
    )
    for row in due:
        intent.consider(row)
    intent.gone = sum(one not in remotes or remotes[one].deleted for one in expected)
    return intent


def commit_intent(lane: Lane, run: Running, intent: Intent) -> None:
    """The attempts and all that was decided with them become durable, before the CRM hears of it."""
    intent.books.attempts.update(intent.writes.attempts)
    lane.commit(intent.books, run)


def _hanging(lane: Lane, sight: Sight, going: Sequence[Link]) -> Children:
    leaving = {one.record_id for one in going if one.state is LinkState.LEAVING}
    parents = [sight.records[id] for id in sorted(leaving)]
    return children_there(lane.store, lane.routes.objects, parents) if parents else {}


def _expected(sight: Sight) -> list[str]:
    """The CRM records to look at: one for every linked hub record that nothing else has hold of."""
    ids = []
    for record_id in sight.records:
        link = sight.linked(record_id)
        if link is not None and record_id not in sight.attempts and sight.deletion(record_id) is None:
            ids.append(link.crm_id)
    return ids


def _fetch(lane: Lane, translation: Translation, ids: Sequence[str]) -> dict[str, RemoteRecord]:
    """The far side of every linked record, read as late as possible."""
    found: dict[str, RemoteRecord] = {}
    step = lane.adapter.abilities.read_batch
    for start in range(0, len(ids), step):
        chunk = ids[start : start + step]
        found |= lane.adapter.fetch(translation.mapping.crm_object, translation.mapping.crm_fields, chunk)
    return found


def _contested(lane: Lane) -> frozenset[str]:
    """Hub records that an open question of this CRM names as candidates: creating them there might double them."""
    if not lane.store.open_counts().get(ItemKind.AMBIGUOUS.value):
        return frozenset()
    found: set[str] = set()
    after: str | None = None
    while page := lane.store.list_items(
        state=ItemState.OPEN, kind=ItemKind.AMBIGUOUS, after=after, limit=500
    ):
        for item in page:
            candidates = item.detail.get("candidates")
            if item.connection == lane.connection and isinstance(candidates, tuple):
                found.update(candidates)
        after = page[-1].id
    return frozenset(found)


def perform(
    lane: Lane, translation: Translation, run: Running, sight: Sight, writes: Writes, due: Sequence[Pending]
) -> None:
    """Ask the CRM, then make what it answered durable."""
    crm_object, fields = translation.mapping.crm_object, translation.mapping.crm_fields
    receipts = Receipts(
        lane=lane,
        translation=translation,
        run=run,
        sight=sight,
        attempts=writes.attempts,
        rows={row.record_id: row for row in due},
        waiting=frozenset(writes.waiting),
    )
    calls: list[
        tuple[Sequence[Draft | Edit | Removal | Merger | Revival], Callable[[], list[WriteOutcome]]]
    ] = [
        (writes.revivals, lambda: lane.adapter.restore(crm_object, fields, writes.revivals)),
        (writes.drafts, lambda: lane.adapter.create(crm_object, fields, writes.drafts)),
        (writes.edits, lambda: lane.adapter.update(crm_object, fields, writes.edits)),
        (writes.removals, lambda: lane.adapter.delete(crm_object, writes.removals)),
        *(([one], _merging(lane, crm_object, fields, one)) for one in writes.mergers),
    ]
    trouble: RemoteError | None = None
    for asked, call in calls:
        if not asked:
            continue
        ops = [one.op for one in asked]
        if trouble is not None:
            receipts.not_applied(ops, trouble)
            continue
        try:
            receipts.take(ops, call())
        except (AnswerLost, BadAnswer) as error:
            receipts.lost(ops)
            trouble = error
        except RemoteError as error:
            receipts.not_applied(ops, error)
            trouble = error
    receipts.close()
    if trouble is not None:
        raise trouble


def _merging(
    lane: Lane, crm_object: str, fields: Sequence[str], merger: Merger
) -> Callable[[], list[WriteOutcome]]:
    return lambda: [lane.adapter.merge(crm_object, fields, merger)]
