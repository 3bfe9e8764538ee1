"""A CRM in memory: the far side of `adapters/fake.py`, with users of its own and its own log of every write.

What it can do is configured (`Traits`), so that one class stands for a CRM with conditional writes, one with field
history, and one with neither and a lagging index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from adapters.base import Draft, Edit, Merger, Refusal, Removal, Result, Revival
from adapters.fake_rows import HOUSEKEEPING, US, Row, Traits, Write
from core.jobs import HistoryEntry
from core.records import Fields, Value
from core.schema import Field, Object

Normaliser = Callable[[Value], Value]


class FakeCrm:
    """The far side. Users act through `user_*`; `log` is its own record of every write."""

    def __init__(
        self,
        objects: Mapping[str, Object],
        *,
        clock: Callable[[], int],
        traits: Traits | None = None,
        normalisers: Mapping[str, Normaliser] | None = None,
        refuses: Callable[[str, str, Value], str | None] | None = None,
        prefix: str = "",
    ) -> None:
        self.objects = dict(objects)
        self.traits = traits or Traits()
        self.log: list[Write] = []
        self.rows: dict[str, dict[str, Row]] = {name: {} for name in objects}
        self.prepared = set(objects) if self.traits.has_marker else set()
        self.forgets_cursors_before = 0
        self._clock = clock
        self._normalisers = dict(normalisers or {})
        self._refuses = refuses
        self._prefix = prefix
        self._next = 0

    @property
    def now(self) -> int:
        return self._clock() + self.traits.clock_offset

    # what a user does --------------------------------------------------------------------------------------------
    def user_create(self, object: str, values: Fields, *, by: str = "user") -> str:
        return self._insert(object, values, by=by).id

    def user_edit(self, object: str, id: str, values: Fields, *, by: str = "user") -> None:
        self._change(self.rows[object][id], object, values, by=by)

    def user_delete(self, object: str, id: str, *, by: str = "user") -> None:
        self._bin(self.rows[object][id], object, by=by)

    def user_restore(self, object: str, id: str, *, by: str = "user") -> None:
        self._unbin(self.rows[object][id], object, by=by)

    def user_empties_bin(self) -> None:
        for rows in self.rows.values():
            for id in [id for id, row in rows.items() if row.deleted]:
                del rows[id]

    def user_merge(self, object: str, winner: str, loser: str, *, by: str = "user") -> str:
        """The loser's values fill what the winner lacks; both ids answer with the result's, which is returned."""
        return self._merge(object, self.rows[object][winner], self.rows[object][loser], by=by).id

    # what an administrator does -----------------------------------------------------------------------------------
    def drop_field(self, object: str, name: str, *, erase: bool) -> None:
        """The field vanishes; with `erase` its values are gone too, else they are there again when it comes back."""
        fields = {one: spec for one, spec in self.objects[object].fields.items() if one != name}
        self.objects[object] = replace(self.objects[object], fields=fields)
        if erase:
            for row in self.rows[object].values():
                if row.values.pop(name, None) is not None:
                    self._record(row, object, "update", HOUSEKEEPING, {name: None})
                row.history = [one for one in row.history if one.field != name]
                if row.before is not None:
                    row.before[0].pop(name, None)

    def put_field(self, object: str, field: Field) -> None:
        """A field is added, comes back, or is another from now on."""
        fields = {**self.objects[object].fields, field.name: field}
        self.objects[object] = replace(self.objects[object], fields=fields)

    def rename_field(self, object: str, old: str, new: str) -> None:
        """Its values go along, those of the past too, and the log tells of it by the new name."""
        spec = self.objects[object].fields[old]
        self.drop_field(object, old, erase=False)
        self.put_field(object, replace(spec, name=new))
        for row in self.rows[object].values():
            for values in (row.values, row.before[0] if row.before is not None else {}):
                if old in values:
                    values[new] = values.pop(old)
            row.history = [replace(one, field=new) if one.field == old else one for one in row.history]

        if old in self._normalisers:
            self._normalisers[new] = self._normalisers.pop(old)
        self.log[:] = [
            replace(
                one,
                values={new if name == old else name: value for name, value in one.values.items()},
                before={new if name == old else name: value for name, value in one.before.items()},
            )
            if one.object == object
            else one
            for one in self.log
        ]

    def live(self, object: str) -> dict[str, dict[str, Value]]:
        return {id: dict(row.values) for id, row in self.rows[object].items() if not row.deleted}

    def visible(self, row: Row) -> bool:
        """Whether lists and searches know the row at all: a new one appears late."""
        return row.before is not None or row.seen_at <= self.now

    # what our integration does -----------------------------------------------------------------------------------
    def create(self, object: str, draft: Draft) -> tuple[Result, Row | None, tuple[Refusal, ...]]:
        refusals = self._check(object, draft.values) + self._missing(object, draft.values)
        if object not in self.prepared:
            refusals = (Refusal(code="NO_FIELD", message="there is no field 'marker'", fields=("marker",)),)
        if refusals:
            return Result.REFUSED, None, refusals
        if self.traits.unique_marker and object not in self.traits.by_content:
            for row in self.rows[object].values():
                if row.marker == draft.marker and not row.deleted:
                    return Result.TAKEN, row, ()
        return Result.DONE, self._insert(object, draft.values, by=US, marker=draft.marker, op=draft.op), ()

    def update(self, object: str, edit: Edit) -> tuple[Result, Row | None, tuple[Refusal, ...]]:
        row = self.rows[object].get(edit.crm_id)
        if row is None or row.deleted:
            return Result.GONE, None, ()
        if (
            self.traits.conditional
            and edit.precondition is not None
            and edit.precondition != f"e{row.version}"
        ):
            return Result.CHANGED, None, ()
        refusals = self._check(object, edit.values)
        if refusals:
            return Result.REFUSED, None, refusals
        self._change(row, object, edit.values, by=US, op=edit.op)
        return Result.DONE, row, ()

    def remove(self, object: str, removal: Removal) -> Result:
        row = self.rows[object].get(removal.crm_id)
        if row is None or row.deleted:
            return Result.DONE
        if (
            self.traits.conditional
            and removal.precondition is not None
            and removal.precondition != f"e{row.version}"
        ):
            return Result.CHANGED
        self._bin(row, object, by=US, op=removal.op)
        return Result.DONE

    def restore(self, object: str, revival: Revival) -> tuple[Result, Row | None]:
        row = self.rows[object].get(revival.crm_id)
        if row is None or (row.deleted and row.merged_into is not None):
            return Result.GONE, None
        if row.deleted:
            self._unbin(row, object, by=US, op=revival.op)
        return Result.DONE, row

    def merge(self, object: str, merger: Merger) -> tuple[Result, Row | None]:
        kept, gone = self.rows[object].get(merger.winner), self.rows[object].get(merger.loser)
        if kept is None or kept.deleted or gone is None or gone.deleted:
            return Result.GONE, None
        if (
            self.traits.conditional
            and merger.precondition is not None
            and merger.precondition != f"e{gone.version}"
        ):
            return Result.CHANGED, None
        return Result.DONE, self._merge(object, kept, gone, by=US, op=merger.op)

    # inside ------------------------------------------------------------------------------------------------------
    def _merge(self, object: str, kept: Row, gone: Row, *, by: str, op: str = "") -> Row:
        fill = {name: value for name, value in gone.values.items() if kept.values.get(name) is None}
        if self.traits.merge_makes_anew:
            values = {**kept.values, **fill}
            result = self._insert(object, values, by=by, marker=kept.marker, op=op, kind="become")
            result.history = [*kept.history]
            result.merged_from = (kept.id, gone.id, *kept.merged_from, *gone.merged_from)
            self._bin(kept, object, by=by, merged_into=result.id, op=op)
            self._bin(gone, object, by=by, merged_into=result.id, op=op)
            return result
        self._bin(gone, object, by=by, merged_into=kept.id, op=op)
        self._change(kept, object, fill, by=by, op=op)
        return kept

    def _insert(
        self,
        object: str,
        values: Fields,
        *,
        by: str,
        marker: str | None = None,
        op: str = "",
        kind: str = "create",
    ) -> Row:
        self._next += 1
        row = Row(
            id=f"{self._prefix}{self._next:07d}",
            values={},
            created=self._rounded(),
            modified=self._rounded(),
            seen_at=self.now + self.traits.lag,
            marker=marker,
            editor=by,
            maker=by,
        )
        self._put(row, values, by)
        self.rows[object][row.id] = row
        self._record(row, object, kind, by, dict(row.values), op=op)
        return row

    def _change(self, row: Row, object: str, values: Fields, *, by: str, op: str = "") -> None:
        before = {name: row.values.get(name) for name in values}
        row.before = (dict(row.values), row.modified, row.deleted)
        self._put(row, values, by)
        self._stamp(row, by)
        self._record(row, object, "update", by, {name: row.values.get(name) for name in values}, before, op)

    def _put(self, row: Row, values: Fields, by: str) -> None:
        for name, value in values.items():
            kept = self._normalisers[name](value) if name in self._normalisers else value
            if row.values.get(name) != kept:
                row.history.append(HistoryEntry(field=name, value=kept, at=self.now, by_us=by == US, by=by))
            row.values[name] = kept

    def _bin(self, row: Row, object: str, *, by: str, merged_into: str | None = None, op: str = "") -> None:
        row.before = (dict(row.values), row.modified, row.deleted)
        row.deleted = True
        row.merged_into = merged_into
        self._stamp(row, by)
        self._record(row, object, "merge" if merged_into else "delete", by, {}, dict(row.values), op)
        self._repoint(object, row.id, merged_into)

    def _unbin(self, row: Row, object: str, *, by: str, op: str = "") -> None:
        """It comes back without the parents that are gone."""
        row.before = (dict(row.values), row.modified, row.deleted)
        row.deleted = False
        row.merged_into = None
        for name, spec in self.objects[object].fields.items():
            if spec.references is not None and not self._lives(spec.references, row.values.get(name)):
                row.values[name] = None
        self._stamp(row, by)
        self._record(row, object, "restore", by, dict(row.values), op=op)

    def _repoint(self, object: str, id: str, heir: str | None) -> None:
        """The CRM's own housekeeping: children of a record that is gone belong to the heir, or to nobody."""
        for child, kind in self.objects.items():
            for name, spec in kind.fields.items():
                if spec.references == object:
                    for row in self.rows[child].values():
                        if row.values.get(name) == id and not row.deleted:
                            self._change(row, child, {name: heir}, by=HOUSEKEEPING)

    def _stamp(self, row: Row, by: str) -> None:
        row.version += 1
        row.modified = self._rounded()
        row.seen_at = self.now + self.traits.lag
        row.editor = by

    def _rounded(self) -> int:
        return self.now // self.traits.resolution * self.traits.resolution

    def _record(
        self,
        row: Row,
        object: str,
        kind: str,
        by: str,
        values: Fields,
        before: Fields | None = None,
        op: str = "",
    ) -> None:
        self.log.append(
            Write(
                seq=len(self.log) + 1,
                at=self.now,
                by=by,
                kind=kind,
                object=object,
                id=row.id,
                values=values,
                before=before or {},
                op=op,
            )
        )

    def _lives(self, object: str, value: Value) -> bool:
        """Whether everything a reference or a set of references points at is there."""
        ids = value if isinstance(value, tuple) else (value,)
        rows = self.rows.get(object, {})
        return all(isinstance(id, str) and id in rows and not rows[id].deleted for id in ids)

    def _missing(self, object: str, values: Fields) -> tuple[Refusal, ...]:
        return tuple(
            Refusal(code="REQUIRED_FIELD", message=f"{name} must be given", fields=(name,))
            for name, spec in self.objects[object].fields.items()
            if spec.required and values.get(name) is None
        )

    def _check(self, object: str, values: Fields) -> tuple[Refusal, ...]:
        found = []
        for name, value in values.items():
            if name not in self.objects[object].fields:
                found.append(Refusal(code="NO_SUCH_FIELD", message=f"no field {name!r}", fields=(name,)))
                continue
            problem = self._refuses(object, name, value) if self._refuses is not None else None
            parent = self.objects[object].fields[name].references
            if value is not None and parent is not None and not self._lives(parent, value):
                problem = f"there is no {parent} {value}"
            if problem is not None:
                found.append(Refusal(code="INVALID_VALUE", message=problem, fields=(name,)))
        return tuple(found)
