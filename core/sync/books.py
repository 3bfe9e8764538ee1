"""The books of one step: what it gathers (core/sync/gathered.py) and asks (core/sync/asked.py), and every change of the hub.

Every change of the hub goes through here, so that each changed field gets its version, its audit entry and its pending
rows in the same breath. Pure: the moment, the run and fresh ids come in as arguments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from itertools import repeat

from core.contests import ContestOutcome
from core.jobs import Pending
from core.records import UNMERGED, FieldEdit, Fields, HubRecord, Value
from core.store.base import Change, RecordWrite, Settled
from core.sync.asked import Asked
from core.sync.match import Key, keys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new value of one hub field, with the editor and the editor's own time (ms)."""

    value: Value
    by: str
    at: int


class Books(Asked):
    """One step's decisions, from its first look to the batch that `batch` makes of them."""

    __slots__ = ()

    def create(
        self,
        object: str,
        fields: Fields,
        *,
        by: str,
        edited_at: int,
        cause: str,
        home: str | None = None,
        keys: tuple[Key, ...] | None = None,
        id: str | None = None,
    ) -> HubRecord:
        """A new hub record, to be sent to every connection but `home`, where it came from.

        `keys` are what it can be matched by, where the caller has worked them out already; `id` is the one that a plan
        promised it.
        """
        kept = dict(fields)
        if None in kept.values():
            kept = {name: value for name, value in kept.items() if value is not None}
        record = HubRecord(
            id=id or self.ids(),
            object=object,
            fields=kept,
            version=1,
            created=FieldEdit(version=1, at=edited_at, by=by),
        )
        self._write(record, 0, keys)
        self._spread(record, home=home, overwrites=False)
        changes = tuple(zip(kept, repeat(None), kept.values()))
        self.note("create", record, by=by, cause=cause, changes=changes)
        self.counts["created"] += 1
        return record

    def change(
        self,
        record: HubRecord,
        edits: MappingOf[str, Edit],
        *,
        by: str,
        cause: str,
        home: str | None = None,
        note: str = "",
        kind: str = "set",
        weighs: bool = True,
    ) -> HubRecord:
        """The record with these edits, one version on. Only edits that change something may come in.

        `weighs`: whether values that are replaced count for the brake of the lanes it is sent by.
        """
        version = record.version + 1
        fields = dict(record.fields)
        changes: list[Change] = []
        overwrites = False
        for name, edit in edits.items():
            before = fields.get(name)
            changes.append((name, before, edit.value))
            overwrites = weighs and (overwrites or before is not None)
            if edit.value is None:
                fields.pop(name, None)
            else:
                fields[name] = edit.value
        stamps = {name: FieldEdit(version=version, at=edit.at, by=edit.by) for name, edit in edits.items()}
        changed = replace(record, fields=fields, version=version, edits={**record.edits, **stamps})
        self._write(changed, record.version)
        self._spread(changed, home=home, overwrites=overwrites)
        self.note(kind, changed, by=by, cause=cause, changes=tuple(changes), note=note)
        self.counts["changed"] += 1
        if edits and kind == "set" and by != "system":
            self.count_contest(ContestOutcome.CHANGED, home or "", record.object)
        return changed

    def tombstone(
        self,
        record: HubRecord,
        *,
        by: str,
        cause: str,
        home: str | None = None,
        merged_into: str | None = None,
    ) -> HubRecord:
        changed = replace(
            record, version=record.version + 1, deleted_at=self.at, deleted_by=by, merged_into=merged_into
        )
        self._write(changed, record.version)
        self._spread(changed, home=home, overwrites=True)
        self.note("merge" if merged_into else "delete", changed, by=by, cause=cause, note=merged_into or "")
        self.counts["deleted"] += 1
        if merged_into is None:
            self.count_contest(ContestOutcome.CHANGED, home or "", record.object)
        return changed

    def restore(self, record: HubRecord, *, by: str, cause: str, home: str | None = None) -> HubRecord:
        edits = record.edits
        if record.merged_into is not None:
            stamp = FieldEdit(version=record.version + 1, at=self.at, by=by)
            edits = {**edits, UNMERGED: stamp}
        changed = replace(
            record,
            version=record.version + 1,
            edits=edits,
            deleted_at=None,
            deleted_by=None,
            merged_into=None,
        )
        self._write(changed, record.version)
        self._spread(changed, home=home, overwrites=False)
        self.note("restore", changed, by=by, cause=cause)
        self.counts["restored"] += 1
        return changed

    def touch(self, record: HubRecord, *, overwrites: bool = False, connection: str | None = None) -> None:
        """Make the record due again for one connection, or for all, without changing it."""
        for name in self.routes.connections(record):
            if connection in (None, name):
                self._pend(record, name, overwrites)

    def check(self, record: HubRecord) -> None:
        """Commit only while the record is as it was read."""
        if record.id not in self.records:
            self.checks.setdefault(record.id, record.version)

    def settle(self, connection: str, record: HubRecord, *, since: int | None = None) -> None:
        """Nothing of this version is left to send there. `since`: when the change that was just sent was made."""
        self.pending.pop((connection, record.id), None)
        self.settled.append(
            Settled(connection=connection, record_id=record.id, version=record.version, since=since)
        )

    def _write(self, record: HubRecord, expected: int, keys: tuple[Key, ...] | None = None) -> None:
        former = self.records.get(record.id)
        if record.deleted_at is not None:
            keys = ()
        elif keys is None:
            keys = keys_of(self.routes.objects[record.object], record.fields, region=self.routes.region)
        queue = self._queue(record)
        self.records[record.id] = RecordWrite(
            record=record,
            expected=former.expected if former is not None else expected,
            keys=keys,
            queue=queue if queue != record.object else "",
        )

    def _spread(self, record: HubRecord, *, home: str | None, overwrites: bool) -> None:
        for name in self.routes.connections(record):
            if name != home:
                self._pend(record, name, overwrites)

    def _pend(self, record: HubRecord, connection: str, overwrites: bool) -> None:
        self.pending[(connection, record.id)] = Pending(
            connection=connection,
            object=self._queue(record),
            record_id=record.id,
            since=self.at,
            next_at=self.at,
            overwrites=overwrites,
        )

    def _queue(self, record: HubRecord) -> str:
        object = self.routes.objects[record.object]
        return object.queue(object.kind_of(record.fields))


def written(values: tuple[Value, ...]) -> str:
    """Hub values as one text, for an item that must remember exactly which values were refused."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
