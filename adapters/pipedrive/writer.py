"""Writing to Pipedrive: one record a call, each looked at once more just before.

Pipedrive takes no condition and no key of ours (CRM_FACTS 1.3). A record is read right before its PATCH and left alone where
its update time moved since our look; what still falls into the moment between is found in the change log afterwards
(`PipedriveAdapter.history`). A create carries our marker where there is room for it; a repeated one is looked up by the
engine first, and one worker a connection holds the lane's lease meanwhile, which is the lock of "search, then create".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from adapters.base import Draft, Edit, Merger, Refusal, Removal, Result, WriteOutcome
from adapters.pipedrive.api import PipedriveApi
from adapters.pipedrive.objects import ObjectFacts
from adapters.pipedrive.payloads import Reader, body_of, judge
from adapters.pipedrive.schema import Json
from adapters.writing import write_in_parts
from core.records import Fields

_REMEMBERED: Final = 10_000


class Writer:
    """Creates, updates, deletes and merges records of one account."""

    def __init__(self, api: PipedriveApi) -> None:
        self._api = api
        self._made: dict[str, str] = {}

    def create(self, facts: ObjectFacts, reader: Reader, drafts: Sequence[Draft]) -> list[WriteOutcome]:
        def send(part: list[Draft]) -> list[WriteOutcome]:
            return [self._create(facts, reader, one) for one in part]

        return write_in_parts(drafts, size=1, key=lambda one: one.marker, send=send)

    def _create(self, facts: ObjectFacts, reader: Reader, draft: Draft) -> WriteOutcome:
        if draft.marker in self._made:
            return WriteOutcome(op=draft.op, result=Result.TAKEN, crm_id=self._made[draft.marker])
        known = reader.known
        values = {name: value for name, value in draft.values.items() if value is not None}
        body = body_of(known, values, None)
        if facts.marked:
            body["custom_fields"] = {**body.get("custom_fields", {}), str(known.marker): draft.marker}
        status, answer = self._api.write("POST", facts.path, body)
        if status >= 400:
            return self._refused(draft.op, status, answer, draft.values, reader)
        record = reader.record(answer["data"])
        while len(self._made) >= _REMEMBERED:
            del self._made[next(iter(self._made))]
        self._made[draft.marker] = record.id
        return WriteOutcome(op=draft.op, result=Result.DONE, crm_id=record.id, record=record)

    def update(self, facts: ObjectFacts, reader: Reader, edits: Sequence[Edit]) -> list[WriteOutcome]:
        def send(part: list[Edit]) -> list[WriteOutcome]:
            return [self._update(facts, reader, one) for one in part]

        return write_in_parts(edits, size=1, key=lambda one: one.crm_id, send=send)

    def _update(self, facts: ObjectFacts, reader: Reader, edit: Edit) -> WriteOutcome:
        now = self._now(facts, edit)
        if isinstance(now, Result):
            return WriteOutcome(op=edit.op, result=now, crm_id=edit.crm_id)
        body = body_of(reader.known, edit.values, now)
        status, answer = self._api.write(facts.change, f"{facts.path}/{edit.crm_id}", body)
        if status >= 400:
            return self._refused(edit.op, status, answer, edit.values, reader)
        record = reader.record(answer["data"])
        return WriteOutcome(op=edit.op, result=Result.DONE, crm_id=edit.crm_id, record=record)

    def delete(self, facts: ObjectFacts, removals: Sequence[Removal]) -> list[WriteOutcome]:
        def send(part: list[Removal]) -> list[WriteOutcome]:
            return [self._remove(facts, one) for one in part]

        return write_in_parts(removals, size=1, key=lambda one: one.crm_id, send=send)

    def _remove(self, facts: ObjectFacts, removal: Removal) -> WriteOutcome:
        now = self._now(facts, removal)
        if isinstance(now, Result):
            result = Result.DONE if now is Result.GONE else now
            return WriteOutcome(op=removal.op, result=result, crm_id=removal.crm_id)
        status, answer = self._api.write("DELETE", f"{facts.path}/{removal.crm_id}")
        if status >= 400 and status not in (404, 410):
            words = Refusal(code=str(answer.get("code") or status), message=str(answer.get("error") or ""))
            return WriteOutcome(op=removal.op, result=Result.REFUSED, refusals=(words,))
        return WriteOutcome(op=removal.op, result=Result.DONE, crm_id=removal.crm_id)

    def merge(self, facts: ObjectFacts, reader: Reader, merger: Merger) -> WriteOutcome:
        """`merge_with_id` is the record whose values stay (v1 reference); which id is left is read from the answer."""
        look = Removal(op=merger.op, crm_id=merger.loser, precondition=merger.precondition)
        now = self._now(facts, look)
        if isinstance(now, Result):
            return WriteOutcome(op=merger.op, result=now, crm_id=merger.loser)
        path = f"/api/v1/{facts.name}/{merger.loser}/merge"
        status, answer = self._api.write("PUT", path, {"merge_with_id": int(merger.winner)})
        if status >= 400:
            return self._refused(merger.op, status, answer, {}, reader)
        return WriteOutcome(
            op=merger.op, result=Result.DONE, crm_id=str(answer["data"].get("id") or merger.winner)
        )

    # inside ------------------------------------------------------------------------------------------------------
    def _now(self, facts: ObjectFacts, write: Edit | Removal) -> Json | Result:
        """The record as it is, or why it is not to be written: GONE, or CHANGED since the look the write rests on."""
        now = self._api.one(facts, write.crm_id) if write.crm_id.isdigit() else None
        if now is None or now.get("is_deleted"):
            return Result.GONE
        if write.precondition is not None and now.get("update_time") != write.precondition:
            return Result.CHANGED
        return now

    def _refused(self, op: str, status: int, answer: Json, sent: Fields, reader: Reader) -> WriteOutcome:
        result, refusals = judge(status, answer, tuple(sent), reader.known)
        return WriteOutcome(op=op, result=result, refusals=refusals)
