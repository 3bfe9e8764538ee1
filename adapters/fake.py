"""The reference adapter: speaks to a CRM in memory (`adapters/fake_crm.py`).

Every call goes through `wire`, the door where a simulation puts latency, lost answers, late landings and crashes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from adapters.base import (
    Abilities,
    Draft,
    Edit,
    Merger,
    Need,
    Page,
    Refusal,
    Removal,
    Result,
    Revival,
    WriteOutcome,
)
from adapters.fake_crm import US, FakeCrm, Row
from adapters.new_fields import NewField, Wanted, identifier, refuse_taken
from core.errors import CursorExpired, NotPermitted, RequestRefused
from core.jobs import Attempt, HistoryEntry
from core.records import RemoteRecord, Value
from core.schema import Choice, Field, Object

T = TypeVar("T")


class Wire(Protocol):
    """Carries one call to the far side and its answer back. `writes` tells whether a lost answer matters."""

    def __call__(self, call: Callable[[], T], writes: bool, /) -> T: ...


def _direct(call: Callable[[], T], _writes: bool) -> T:
    return call()


class FakeAdapter:
    """The adapter for a `FakeCrm`. Every call goes through `wire(call, writes)`."""

    system = "fake"

    def __init__(self, crm: FakeCrm, *, wire: Wire = _direct) -> None:
        traits = crm.traits
        self.crm = crm
        self.abilities = Abilities(
            read_batch=100,
            write_batch=traits.write_batch,
            page=traits.page,
            conditional=traits.conditional,
            history=traits.history,
            names_editor=traits.names_editor,
            marker_lag=traits.lag,
            modified_resolution=traits.resolution,
            list_is_current=traits.lag == 0,
            merges=traits.merges,
            restores=traits.restores,
            unmarked=traits.unmarked,
            by_content=traits.by_content,
        )
        self._wire = wire

    def objects(self) -> tuple[str, ...]:
        return tuple(self.crm.objects)

    def schema(self, object: str) -> Object:
        return self._wire(lambda: self._known(object), False)

    def needs(self, object: str) -> tuple[Need, ...]:
        present = self._wire(lambda: object in self.crm.prepared, False)
        return (
            Need(
                object=object,
                field="marker",
                kind="text",
                unique=self.crm.traits.unique_marker,
                present=present,
                why="It says which record of ours this is.",
                without="Without it no records are created here.",
                advice="Prepare the connection.",
            ),
        )

    def prepare(self, object: str) -> bool:
        def call() -> bool:
            if object in self.crm.prepared:
                return False
            if self.crm.traits.read_only:
                raise NotPermitted(f"this CRM lets us make no field on {object!r}")
            self.crm.prepared.add(object)
            return True

        return self._wire(call, False)

    def plan_field(self, object: str, wanted: Wanted) -> NewField:
        new = NewField(label=wanted.label, name=identifier(wanted.label), kind=wanted.type.value, right="any")
        refuse_taken(self._known(object), new)
        return replace(new, body={"type": wanted.type, "choices": wanted.choices})

    def make_field(self, object: str, new: NewField) -> str:
        if self.crm.traits.read_only:
            raise NotPermitted(
                f"this CRM lets us make no field on {object!r}", advice="Ask an administrator."
            )
        choices = tuple(Choice(value=identifier(one), label=one) for one in new.body["choices"])
        made = Field(name=new.name, type=new.body["type"], label=new.label, choices=choices, custom=True)
        self._wire(lambda: self.crm.put_field(object, made), True)
        return new.name

    def now(self, object: str) -> str:
        return self._wire(lambda: f"{self.crm.now - self.crm.traits.lag}||", False)

    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        def call() -> Page:
            self._check_fields(object, fields)
            rows = self.crm.rows[object]
            ids = sorted(
                id
                for id, row in rows.items()
                if not row.deleted and id > (position or "") and self.crm.visible(row)
            )
            taken = ids[: self.abilities.page]
            return Page(
                records=tuple(self._shown(rows[id], fields) for id in taken),
                position=taken[-1] if taken else (position or ""),
                more=len(ids) > len(taken),
                total=sum(not row.deleted for row in rows.values()),
            )

        return self._wire(call, False)

    def changes(self, object: str, fields: Sequence[str], position: str, *, deep: bool = False) -> Page:
        def call() -> Page:
            self._check_fields(object, fields)
            high_text, at_text, last = position.split("|")
            high = int(high_text)
            if high < self.crm.forgets_cursors_before:
                raise CursorExpired(f"the change feed of {object!r} no longer reaches back to the cursor")
            overlap = self.crm.traits.deep_overlap if deep else self.crm.traits.overlap
            start = (int(at_text), last) if at_text else (high - overlap, "")
            listed = sorted(
                (shown.modified, shown.id, shown)
                for shown in (
                    self._shown(row, fields)
                    for row in self.crm.rows[object].values()
                    if self.crm.visible(row)
                )
                if (shown.modified, shown.id) > start
            )
            taken = listed[: self.abilities.page]
            more = len(listed) > len(taken)
            top = max([high, *(modified for modified, _, _ in taken)])
            resume = f"{taken[-1][0]}|{taken[-1][1]}" if more else "|"
            return Page(records=tuple(shown for *_, shown in taken), position=f"{top}|{resume}", more=more)

        return self._wire(call, False)

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        def call() -> dict[str, RemoteRecord]:
            self._check_fields(object, fields)
            rows = self.crm.rows[object]
            return {id: self._current(rows[id], fields) for id in ids if id in rows}

        return self._wire(call, False)

    def lately(self, object: str, fields: Sequence[str], within: int) -> tuple[RemoteRecord, ...]:
        def call() -> tuple[RemoteRecord, ...]:
            self._check_fields(object, fields)
            rows, since = self.crm.rows[object].values(), self.crm.now - within
            return tuple(
                self._shown(row, fields)
                for row in rows
                if not row.deleted and row.modified >= since and self.crm.visible(row)
            )

        return self._wire(call, False)

    def is_of(self, object: str, record: RemoteRecord, attempt: Attempt) -> bool:
        return object in self.abilities.unmarked and self.crm.rows[object][record.id].marker == attempt.marker

    def find(
        self, object: str, fields: Sequence[str], markers: Sequence[str]
    ) -> dict[str, tuple[RemoteRecord, ...]]:
        def call() -> dict[str, tuple[RemoteRecord, ...]]:
            self._check_fields(object, fields)
            if object in self.abilities.by_content:
                raise RequestRefused(f"no key of ours is kept on {object!r}")
            wanted, now = set(markers), self.crm.now
            found: dict[str, list[RemoteRecord]] = {}
            for row in self.crm.rows[object].values():
                if (
                    row.marker in wanted
                    and not row.deleted
                    and row.created + self.abilities.marker_lag <= now
                ):
                    found.setdefault(row.marker or "", []).append(self._current(row, fields))
            return {marker: tuple(records) for marker, records in found.items()}

        return self._wire(call, False)

    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        def call() -> list[WriteOutcome]:
            self._check_fields(object, fields)
            outcomes = []
            for draft in drafts:
                result, row, refusals = self.crm.create(object, draft)
                outcomes.append(self._outcome(draft.op, result, row, refusals, fields))
            return outcomes

        return self._wire(call, True)

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        def call() -> list[WriteOutcome]:
            self._check_fields(object, fields)
            outcomes = []
            for edit in edits:
                result, row, refusals = self.crm.update(object, edit)
                outcomes.append(self._outcome(edit.op, result, row, refusals, fields))
            return outcomes

        return self._wire(call, True)

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        def call() -> list[WriteOutcome]:
            return [
                WriteOutcome(op=one.op, result=self.crm.remove(object, one), crm_id=one.crm_id)
                for one in removals
            ]

        return self._wire(call, True)

    def restore(self, object: str, fields: Sequence[str], revivals: Sequence[Revival]) -> list[WriteOutcome]:
        def call() -> list[WriteOutcome]:
            if not self.abilities.restores:
                raise RequestRefused("this CRM brings nothing back")
            told = [(one.op, *self.crm.restore(object, one)) for one in revivals]
            return [self._outcome(op, result, row, (), fields) for op, result, row in told]

        return self._wire(call, True)

    def merge(self, object: str, fields: Sequence[str], merger: Merger) -> WriteOutcome:
        def call() -> WriteOutcome:
            if not self.abilities.merges:
                raise RequestRefused("this CRM cannot be asked to merge")
            result, row = self.crm.merge(object, merger)
            return self._outcome(merger.op, result, row, (), fields)

        return self._wire(call, True)

    def history(
        self, object: str, fields: Sequence[str], ids: Sequence[str], since: int
    ) -> Mapping[str, tuple[HistoryEntry, ...]]:
        def call() -> Mapping[str, tuple[HistoryEntry, ...]]:
            rows = self.crm.rows[object]
            return {
                id: tuple(one for one in rows[id].history if one.at >= since and one.field in fields)
                for id in ids
                if id in rows
            }

        return self._wire(call, False)

    def hosted_in(self) -> str | None:
        return None

    def pace_s(self) -> float:
        return 0.0

    def close(self) -> None:
        """Nothing to close."""

    # inside ------------------------------------------------------------------------------------------------------
    def _known(self, object: str) -> Object:
        if object not in self.crm.objects:
            raise RequestRefused(f"there is no object {object!r} in this CRM")
        return self.crm.objects[object]

    def _check_fields(self, object: str, fields: Sequence[str]) -> None:
        unknown = [name for name in fields if name not in self._known(object).fields]
        if unknown:
            raise RequestRefused(f"object {object!r} has no field {unknown[0]!r}")

    def _outcome(
        self, op: str, result: Result, row: Row | None, refusals: tuple[Refusal, ...], fields: Sequence[str]
    ) -> WriteOutcome:
        record = self._current(row, fields) if row is not None and result is Result.DONE else None
        return WriteOutcome(
            op=op, result=result, crm_id=row.id if row is not None else None, record=record, refusals=refusals
        )

    def _is_unmarked(self, row: Row) -> bool:
        keyless = self.abilities.unmarked | self.abilities.by_content
        return any(row.id in self.crm.rows[object] for object in keyless)

    def _current(self, row: Row, fields: Sequence[str]) -> RemoteRecord:
        return self._record(row, fields, row.values, row.modified, row.deleted)

    def _shown(self, row: Row, fields: Sequence[str]) -> RemoteRecord:
        """What a list shows: the former state until the index has caught up."""
        if row.before is not None and row.seen_at > self.crm.now:
            values, modified, deleted = row.before
            return self._record(row, fields, values, modified, deleted)
        return self._record(row, fields, row.values, row.modified, row.deleted)

    def _record(
        self, row: Row, fields: Sequence[str], values: Mapping[str, Value], modified: int, deleted: bool
    ) -> RemoteRecord:
        return RemoteRecord(
            id=row.id,
            values=tuple(values.get(name) for name in fields),
            modified=modified,
            token=f"e{row.version}" if self.crm.traits.conditional else None,
            marker=None if self._is_unmarked(row) else row.marker,
            by_us=row.editor == US if self.crm.traits.names_editor else None,
            made_by_us=row.maker == US if self.crm.traits.by_content else None,
            deleted=deleted,
            merged_into=row.merged_into if deleted else None,
            merged_from=() if deleted else row.merged_from,
        )
