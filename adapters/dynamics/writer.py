"""Writing to Dataverse: a batch of single requests, each its own transaction with its own condition.

A create is a PATCH of an id that follows from our marker, with ``If-None-Match: *``: sent twice it is refused the second
time, whatever became of the first (RELIABILITY section 4). An update or delete names the ETag our look saw, or ``*``, which
never makes a record anew. Every write asks for the row it left, which the same transaction answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adapters.base import Draft, Edit, Merger, Refusal, Removal, Result, Revival, WriteOutcome
from adapters.dynamics.api import HEADERS, LOGICAL_NAME, DynamicsApi, query, words_of
from adapters.dynamics.feed import Feed
from adapters.dynamics.lookups import settled, shared_in, tables_in
from adapters.dynamics.multipart import Ask, Told
from adapters.dynamics.payloads import GUID, Reader, body_of, guid_for, judge
from adapters.dynamics.schema import MARKER
from adapters.writing import write_in_parts
from core.errors import RemoteError
from core.records import Fields, RemoteRecord

WRITE_BATCH: Final = 100
_STATUS: Final = "statuscode"
Regarded = tuple[dict[str, str], str | None]  # the tables shared look-ups lead to, and the row's ETag
_NOWHERE: Final[Regarded] = ({}, None)


class Writer:
    """Creates, updates and deletes rows of one org."""

    def __init__(self, api: DynamicsApi, feed: Feed) -> None:
        self._api, self._feed = api, feed

    def create(self, reader: Reader, drafts: Sequence[Draft]) -> list[WriteOutcome]:
        def send(part: list[Draft]) -> list[WriteOutcome]:
            first, then = zip(*(self._split(reader, one) for one in part), strict=True)
            ids = [guid_for(reader.known.object.name, one.marker) for one in part]
            asks = [
                self._patch(
                    reader,
                    id,
                    {**body_of(reader.known, values), **_marked(reader, one)},
                    {"If-None-Match": "*"},
                )
                for one, id, values in zip(part, ids, first, strict=True)
            ]
            outcomes = [
                self._outcome(reader, one.op, id, one.values, told, new=True)
                for one, id, told in zip(part, ids, self._api.batch(asks, writes=True), strict=True)
            ]
            return self._set_states(reader, outcomes, dict(zip((one.op for one in part), then, strict=True)))

        return write_in_parts(drafts, size=WRITE_BATCH, key=lambda one: one.marker, send=send)

    def update(self, reader: Reader, edits: Sequence[Edit]) -> list[WriteOutcome]:
        def send(part: list[Edit]) -> list[WriteOutcome]:
            held = self._held(reader, part)
            sent = {
                one.op: settled(reader.known, one.values, held.get(one.crm_id, _NOWHERE)[0]) for one in part
            }
            filled = [one for one in part if sent[one.op]]
            asks = [
                self._patch(
                    reader,
                    one.crm_id,
                    body_of(reader.known, sent[one.op]),
                    self._match(reader, one.precondition or held.get(one.crm_id, _NOWHERE)[1]),
                )
                for one in filled
            ]
            told = self._api.batch(asks, writes=True) if asks else []
            outcomes = [
                self._outcome(reader, one.op, one.crm_id, sent[one.op], answer)
                for one, answer in zip(filled, told, strict=True)
            ]
            return outcomes + self._as_they_are(reader, [one for one in part if not sent[one.op]])

        known = [one for one in edits if GUID.fullmatch(one.crm_id)]
        never = [
            WriteOutcome(op=one.op, result=Result.GONE) for one in edits if not GUID.fullmatch(one.crm_id)
        ]
        return never + write_in_parts(known, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)

    def delete(self, reader: Reader, removals: Sequence[Removal]) -> list[WriteOutcome]:
        def send(part: list[Removal]) -> list[WriteOutcome]:
            set = reader.known.table.set
            asks = [
                Ask(
                    method="DELETE",
                    url=self._api.url(f"{set}({one.crm_id})"),
                    headers={**HEADERS, **self._match(reader, one.precondition, bare=True)},
                )
                for one in part
            ]
            outcomes = [
                self._outcome(reader, one.op, one.crm_id, {}, told)
                for one, told in zip(part, self._api.batch(asks, writes=True), strict=True)
            ]
            return [
                WriteOutcome(op=one.op, result=Result.DONE, crm_id=one.crm_id)
                if one.result is Result.GONE
                else one
                for one in outcomes
            ]

        known = [one for one in removals if GUID.fullmatch(one.crm_id)]
        never = [
            WriteOutcome(op=one.op, result=Result.DONE) for one in removals if not GUID.fullmatch(one.crm_id)
        ]
        return never + write_in_parts(known, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)

    def restore(self, reader: Reader, revivals: Sequence[Revival]) -> list[WriteOutcome]:
        """The Restore message; it gives back nothing where the environment keeps no deleted rows
        (https://learn.microsoft.com/power-apps/developer/data-platform/restore-deleted-records).
        """
        known = reader.known

        def send(part: list[Revival]) -> list[WriteOutcome]:
            kind = f"Microsoft.Dynamics.CRM.{known.object.name}"
            asks = [
                Ask(
                    method="POST",
                    url=self._api.url("Restore"),
                    headers=HEADERS,
                    body={"Target": {"@odata.type": kind, known.table.id: one.crm_id}},
                )
                for one in part
            ]
            outcomes = [
                replace(self._outcome(reader, one.op, one.crm_id, {}, told), record=None)
                for one, told in zip(part, self._api.batch(asks, writes=True), strict=True)
            ]
            try:
                rows = self._feed.by_id(reader, [one.crm_id.lower() for one in part])
            except RemoteError:
                return [
                    one for one in outcomes if one.result is not Result.DONE
                ]  # the rest has to be looked up
            return [
                self._brought_back(one, rows.get(told.crm_id.lower()))
                for one, told in zip(outcomes, part, strict=True)
            ]

        asked = [one for one in revivals if GUID.fullmatch(one.crm_id)]
        never = [
            WriteOutcome(op=one.op, result=Result.GONE) for one in revivals if not GUID.fullmatch(one.crm_id)
        ]
        return never + write_in_parts(asked, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)

    def merge(self, reader: Reader, merger: Merger) -> WriteOutcome:
        """The Merge action: the loser is deactivated and keeps its values, what belonged to it belongs to the winner.

        It takes no condition, so the loser is looked at once more just before
        (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/merge-entity-using-web-api).
        """
        known = reader.known
        if not known.merges:
            message = f"Dynamics merges no records of {known.object.name!r}"
            return self._not_merged(merger, Result.REFUSED, (Refusal(code="merge", message=message),))
        ids = [one.lower() for one in (merger.winner, merger.loser) if GUID.fullmatch(one)]
        there = self._feed.by_id(reader, ids)
        rows = [there.get(one.lower()) for one in (merger.winner, merger.loser)]
        if any(one is None or one.deleted for one in rows):
            return self._not_merged(merger, Result.GONE)
        if merger.precondition is not None and rows[1] is not None and rows[1].token != merger.precondition:
            return self._not_merged(merger, Result.CHANGED)
        body = {
            name: {"@odata.type": f"Microsoft.Dynamics.CRM.{known.object.name}", known.table.id: id}
            for name, id in (("Target", ids[0]), ("Subordinate", ids[1]))
        }
        ask = Ask(
            method="POST",
            url=self._api.url("Merge"),
            headers=HEADERS,
            body={**body, "PerformParentingChecks": False},
        )
        [told] = self._api.batch([ask], writes=True)
        outcome = self._outcome(reader, merger.op, ids[0], {}, told)
        return replace(outcome, record=None)

    # inside ------------------------------------------------------------------------------------------------------
    @staticmethod
    def _brought_back(outcome: WriteOutcome, row: RemoteRecord | None) -> WriteOutcome:
        """What lives, lives, whoever brought it back."""
        if row is not None and not row.deleted and outcome.result is not Result.LATER:
            return WriteOutcome(op=outcome.op, result=Result.DONE, crm_id=row.id, record=row)
        return WriteOutcome(op=outcome.op, result=Result.LOST) if outcome.result is Result.DONE else outcome

    @staticmethod
    def _not_merged(merger: Merger, result: Result, refusals: tuple[Refusal, ...] = ()) -> WriteOutcome:
        return WriteOutcome(op=merger.op, result=result, refusals=refusals)

    def _split(self, reader: Reader, draft: Draft) -> tuple[Fields, Fields]:
        """What a create can say, and what can only be said afterwards: a row is always made in its first state."""
        told = {name: value for name, value in draft.values.items() if value is not None}
        given = settled(reader.known, told, {})
        slots = reader.known.slots
        late = {name for name in given if name in slots and slots[name].kind == "StateType"}
        if late and _STATUS in given:
            late.add(_STATUS)
        return (
            {name: value for name, value in given.items() if name not in late},
            {name: given[name] for name in late},
        )

    def _set_states(
        self, reader: Reader, outcomes: list[WriteOutcome], states: Mapping[str, Fields]
    ) -> list[WriteOutcome]:
        """The second half of a create. Where it fails the record is there, so the engine has to look: LOST."""
        made = [one for one in outcomes if one.result is Result.DONE and states[one.op]]
        if not made:
            return outcomes
        asks = [
            self._patch(reader, str(one.crm_id), body_of(reader.known, states[one.op]), {"If-Match": "*"})
            for one in made
        ]
        try:
            answers = self._api.batch(asks, writes=True)
        except RemoteError:
            later = {one.op: WriteOutcome(op=one.op, result=Result.LOST, crm_id=one.crm_id) for one in made}
        else:
            later = {
                one.op: self._outcome(reader, one.op, str(one.crm_id), states[one.op], told)
                for one, told in zip(made, answers, strict=True)
            }
        return [
            one
            if one.op not in later
            else later[one.op]
            if later[one.op].result is Result.DONE
            else WriteOutcome(
                op=one.op, result=Result.LOST, crm_id=one.crm_id, refusals=later[one.op].refusals
            )
            for one in outcomes
        ]

    def _held(self, reader: Reader, edits: Sequence[Edit]) -> dict[str, Regarded]:
        """What the shared look-ups lead to now, for edits that name one of their fields."""
        known = reader.known
        columns = shared_in(known, dict.fromkeys(name for one in edits for name in one.values))
        wanted = [one.crm_id for one in edits if shared_in(known, one.values)]
        if not wanted:
            return {}
        select = ",".join((known.table.id, *columns))
        paths = [f"{known.table.set}({id}){query(select=select)}" for id in wanted]
        prefer = f'odata.include-annotations="{LOGICAL_NAME}"'
        rows = self._api.read_each(paths, prefer=prefer)
        return {
            id: (tables_in(row, columns), row.get("@odata.etag"))
            for id, row in zip(wanted, rows, strict=True)
            if row is not None
        }

    def _as_they_are(self, reader: Reader, edits: Sequence[Edit]) -> list[WriteOutcome]:
        """Edits that leave nothing to write, because the row regards something closer: answered with the row itself."""
        if not edits:
            return []
        rows = self._feed.by_id(reader, [one.crm_id.lower() for one in edits])
        outcomes = []
        for one in edits:
            row = rows.get(one.crm_id.lower())
            moved = row is not None and one.precondition is not None and row.token != one.precondition
            gone = row is None or row.deleted
            result = Result.GONE if gone else Result.CHANGED if moved else Result.DONE
            record = row if result is Result.DONE else None
            outcomes.append(WriteOutcome(op=one.op, result=result, crm_id=one.crm_id, record=record))
        return outcomes

    def _patch(self, reader: Reader, id: str, body: dict[str, Any], condition: Mapping[str, str]) -> Ask:
        url = self._api.url(f"{reader.known.table.set}({id}){query(select=reader.select)}")
        prefer = reader.prefer("return=representation")
        return Ask(method="PATCH", url=url, headers={**HEADERS, "Prefer": prefer, **condition}, body=body)

    def _match(self, reader: Reader, precondition: str | None, *, bare: bool = False) -> dict[str, str]:
        if precondition is not None and reader.known.table.conditional:
            return {"If-Match": precondition}
        return {} if bare else {"If-Match": "*"}

    def _outcome(
        self, reader: Reader, op: str, id: str, values: Fields, told: Told, *, new: bool = False
    ) -> WriteOutcome:
        if told.status >= 400:
            code, message = words_of(told.body)
            own = None if new else id
            result, refusals = judge(told.status, code, message, values, reader.known, own)
            # Only the key itself names the record in the way; another unique value may be anybody's.
            mine = new and result is Result.TAKEN and code == "0x80040237"
            return WriteOutcome(
                op=op, result=result, crm_id=id if mine or not new else None, refusals=refusals
            )
        record = None
        if told.body:
            try:
                record = reader.record(self._api.decode(told.body), self._feed.me)
            except (ValueError, RemoteError):
                record = None  # the write stands; only the proof of what it left is missing
        return WriteOutcome(op=op, result=Result.DONE, crm_id=id, record=record)


def _marked(reader: Reader, draft: Draft) -> dict[str, str]:
    """Our key, where the table has a column for it; the row's id follows from it everywhere."""
    return {MARKER: draft.marker} if reader.known.marker else {}
