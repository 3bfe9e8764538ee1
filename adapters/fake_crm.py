"""A CRM in memory: the far side of `adapters/fake.py`, with users of its own and its own log of every write.

What it can do is configured (`Traits`), so that one class stands for a CRM with conditional writes, one with field
history, and one with neither and a lagging index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters.base import Draft, Edit, Refusal, Removal, Result
from core.jobs import HistoryEntry
from core.records import Fields, Value
from core.schema import Object

Normaliser = Callable[[Value], Value]
US = "us"
HOUSEKEEPING = "the CRM itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One line of the far side's own log: who wrote what, in the order it happened."""

    seq: int
    at: int
    by: str
    kind: str  # create, update, delete, restore, merge
    object: str
    id: str
    values: Fields
    before: Fields = field(default_factory=dict)
    op: str = ""


@dataclass(slots=True)
class Row:
    id: str
    values: dict[str, Value]
    created: int
    modified: int
    seen_at: int  # when lists and searches begin to show this state
    version: int = 1
    marker: str | None = None
    editor: str = ""
    deleted: bool = False
    merged_into: str | None = None
    history: list[HistoryEntry] = field(default_factory=list)
    before: tuple[dict[str, Value], int, bool] | None = None  # what a lagging list still shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """How this CRM behaves. `lag` ms: lists show a state that late. `resolution` ms of its timestamps.

    `has_marker`: our field is there from the start; `read_only`: none can be made.
    """

    conditional: bool = False
    history: bool = False
    names_editor: bool = False
    unique_marker: bool = True
    has_marker: bool = True
    read_only: bool = False
    lag: int = 0
    resolution: int = 1
    clock_offset: int = 0
    page: int = 100
    write_batch: int = 100
    overlap: int = 1_000
    deep_overlap: int = 600_000


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
        row = self.rows[object][id]
        row.deleted = False
        row.merged_into = None
        for name, spec in self.objects[object].fields.items():
            if spec.references is not None and not self._lives(spec.references, row.values.get(name)):
                row.values[name] = None
        self._stamp(row, by)
        self._record(row, object, "restore", by, dict(row.values))

    def user_merge(self, object: str, winner: str, loser: str, *, by: str = "user") -> None:
        """The loser's values fill what the winner lacks; the loser's id answers with the winner's from now on."""
        kept, gone = self.rows[object][winner], self.rows[object][loser]
        fill = {name: value for name, value in gone.values.items() if kept.values.get(name) is None}
        self._bin(gone, object, by=by, merged_into=winner)
        self._change(kept, object, fill, by=by)

    def live(self, object: str) -> dict[str, dict[str, Value]]:
        return {id: dict(row.values) for id, row in self.rows[object].items() if not row.deleted}

    def visible(self, row: Row) -> bool:
        """Whether lists and searches know the row at all: a new one appears late."""
        return row.before is not None or row.seen_at <= self.now

    # what our integration does -----------------------------------------------------------------------------------
    def create(self, object: str, draft: Draft) -> tuple[Result, Row | None, tuple[Refusal, ...]]:
        refusals = self._check(object, draft.values)
        if object not in self.prepared:
            refusals = (Refusal(code="NO_FIELD", message="there is no field 'marker'", fields=("marker",)),)
        if refusals:
            return Result.REFUSED, None, refusals
        if self.traits.unique_marker:
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

    # inside ------------------------------------------------------------------------------------------------------
    def _insert(
        self, object: str, values: Fields, *, by: str, marker: str | None = None, op: str = ""
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
        )
        self._put(row, values, by)
        self.rows[object][row.id] = row
        self._record(row, object, "create", by, dict(row.values), op=op)
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

    def _check(self, object: str, values: Fields) -> tuple[Refusal, ...]:
        found = []
        for name, value in values.items():
            problem = self._refuses(object, name, value) if self._refuses is not None else None
            parent = self.objects[object].fields[name].references
            if value is not None and parent is not None and not self._lives(parent, value):
                problem = f"there is no {parent} {value}"
            if problem is not None:
                found.append(Refusal(code="INVALID_VALUE", message=problem, fields=(name,)))
        return tuple(found)
