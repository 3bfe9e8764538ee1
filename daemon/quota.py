"""What the engine does about its CRM's allowance: the ledger outlives a restart, and retries step back first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from adapters.allowance import Urgency, calling
from adapters.ledger import Ledger
from core.errors import QuotaHeld, StoreError
from core.jobs import Pending
from core.logs import logger
from core.store.base import Postponed, Store
from core.translate import Translation
from daemon.lane import Lane
from daemon.push import push
from daemon.runs import Running

log = logger(__name__)

KEEP_EVERY_MS: Final = 30_000  # a kill forgets so much at most, and a CRM that tells its use corrects it


def restore_ledger(store: Store, connection: str, ledger: Ledger) -> None:
    """Go on from what was kept. A note that cannot be read is left behind: the CRM's own numbers will do."""
    text = store.note(_note(connection))
    if text is None:
        return
    try:
        ledger.restore(text)
    except ValueError:
        log.warning("the kept quota ledger cannot be read; it begins anew", connection=connection)


def keep_ledger(store: Store, connection: str, ledger: Ledger) -> None:
    if not ledger.changed:
        return
    try:
        store.set_note(_note(connection), ledger.kept())
    except StoreError as error:
        log.warning("the quota ledger was not kept", connection=connection, kind=error.kind)


def push_again(
    lane: Lane, translation: Translation, run: Running, due: Sequence[Pending]
) -> QuotaHeld | None:
    """Push rows that were tried before, in the lane of retries; what held them back, once they are put off until then."""
    try:
        with calling(Urgency.RETRY):
            push(lane, translation, run, due)
    except QuotaHeld as held:
        _put_off(lane, run, due, held)
        return held
    return None


def _put_off(lane: Lane, run: Running, due: Sequence[Pending], held: QuotaHeld) -> None:
    """Rows that were not reached stay as they are but for their time, so that fresh ones need not wait behind them."""
    now = lane.world.clock()
    untouched = lane.store.due_pending(lane.connection, due[0].object, now=now, limit=2 * len(due))
    left = [row for row in due if row in untouched]
    records = lane.store.records([row.record_id for row in left])
    books = lane.books(run)
    for row in left:
        if row.record_id in records:
            later = replace(row, next_at=held.until, reason=str(held))
            books.postponed.append(Postponed(pending=later, version=records[row.record_id].version))
    lane.commit(books, run)


def _note(connection: str) -> str:
    return f"quota/{connection}"
