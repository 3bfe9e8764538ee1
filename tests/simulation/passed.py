"""P16: a cursor that moves leaves nothing behind that is neither taken in nor noted."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.fake_rows import Row
from core.jobs import Cursor
from core.records import LinkState
from core.store.base import Store
from tests.simulation.crms import FIELDS, are_out
from tests.simulation.stage import Stage


def passed(stage: Stage, store: Store, cursor: Cursor) -> Iterator[str]:
    """Rows that the feed will not show again and that the hub knows nothing of."""
    if stage.setting.profile.faults.blind_lists:
        return  # a comparison of nothing is nothing; the next one finds what it missed
    name, object = cursor.connection, cursor.object
    phase = store.cursor(name, object, "phase")
    if phase is None or phase.position != "live":
        return
    if store.notes(f"drift/{name}/{object}") or store.notes(f"compare/{name}/{object}"):
        return  # what is passed over while a rule is parked is owed a comparison, which is noted
    crm = stage.crms[name]
    horizon = int(cursor.position.partition("|")[0]) - crm.traits.overlap - crm.traits.resolution
    noted = {
        one.crm_id
        for one in store.list_signals(connection=name, after=None, limit=10_000)
        if one.object == object
    }
    for id, row in crm.rows[object].items():
        if row.modified < horizon and id not in noted and not _taken_in(stage, store, name, object, row):
            yield f"{name} {object} {id}, modified at {row.modified}, is neither taken in nor noted"


def _taken_in(stage: Stage, store: Store, name: str, object: str, row: Row) -> bool:
    link = store.links(name, object, [row.id]).get(row.id)
    if link is None and are_out(None, row.values.get("t")) and store.left_out(name, object, [row.id]):
        return True
    if link is None:
        return row.deleted or bool(store.open_items(name, object, [row.id])) or _ours(store, name, row)
    if link.state is not LinkState.LINKED or (row.modified <= link.remote_version and not row.deleted):
        return True
    title = store.records([link.record_id])[link.record_id].fields.get("title")
    if link.paused and are_out(title, row.values.get("t")):
        return True
    asked = bool(store.items_of([link.record_id], name)) or bool(store.open_conflicts([link.record_id], name))
    # A delete that waits to be sent looks at the record before it is sent.
    rows = store.list_pending(connection=name, after=None, limit=10_000)
    asked = asked or any(one.record_id == link.record_id for one in rows)
    called = [stage.names.get((name, object, one), one) for one in FIELDS[object]]
    known = not row.deleted and tuple(row.values.get(one) for one in called) == link.base_crm
    return known or asked or bool(store.open_attempts(name, [link.record_id]))


def _ours(store: Store, name: str, row: Row) -> bool:
    """A record we are creating: its attempt knows of it."""
    owner = (row.marker or "").partition(":g")[0]
    return bool(owner) and bool(store.open_attempts(name, [owner]))
