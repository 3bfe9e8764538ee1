"""Writing to Salesforce: inserts that carry our key, conditional updates, deletes that look once more.

Results of a collection stand in the order of its records. After writes one query reads the rows back; a row counts as
the state our write left only where Salesforce names our user as its last editor. Creates are plain inserts that carry
our external id: a repeated one is refused as a duplicate, it never overwrites (RELIABILITY section 4).

Updates carry If-Unmodified-Since, 25 rows a call, because collections take no condition. Deletes cannot carry one: the
rows are looked at once more just before, and what was swallowed in between is still in the recycle bin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adapters.base import Draft, Edit, Refusal, Removal, Result, Revival, WriteOutcome
from adapters.salesforce import related, roles, soap, soql
from adapters.salesforce.api import SalesforceApi
from adapters.salesforce.feed import Feed
from adapters.salesforce.payloads import (
    MARKER,
    Reader,
    Row,
    judge,
    named_by_value,
    stamp_ms,
    wire_value,
)
from adapters.salesforce.tokens import Token, parse_token
from adapters.writing import PartRefused, write_in_parts
from core.errors import RemoteError, RequestRefused
from core.records import Fields, RemoteRecord
from core.schema import Object

WRITE_BATCH: Final = 200
CAREFUL_BATCH: Final = 25
_NOT_IN_BIN: Final = "UNDELETE_FAILED"


class Writer:
    """Creates, updates and deletes rows of one org."""

    def __init__(self, api: SalesforceApi, feed: Feed) -> None:
        self._api, self._feed = api, feed

    def create(self, object: Object, reader: Reader, drafts: Sequence[Draft]) -> list[WriteOutcome]:

        def send(part: list[Draft]) -> list[WriteOutcome]:
            rows = [
                {
                    "attributes": {"type": object.name},
                    **_sent(object, {n: v for n, v in one.values.items() if v is not None}),
                    MARKER: one.marker,
                }
                for one in part
            ]
            results = self._api.save("POST", rows)
            outcomes = [
                _outcome(one.op, result, own_id=False) for one, result in zip(part, results, strict=False)
            ]
            return self._finish(reader, outcomes, {one.op: one.values for one in part}, Result.LOST)

        return _named(write_in_parts(drafts, size=WRITE_BATCH, key=lambda one: one.marker, send=send), drafts)

    def update(self, object: Object, reader: Reader, edits: Sequence[Edit]) -> list[WriteOutcome]:
        """Fields first, then contact roles; a role refused after that names its field alone.

        An Edit with a precondition (a record's `token`) is CHANGED where somebody was faster, and LATER where the look it
        rests on came too soon after the last change to tell (`tokens.py`).
        """
        known = [one for one in edits if soql.full_id(one.crm_id) is not None]
        tokens = {one.op: parse_token(one.precondition) for one in known if one.precondition is not None}
        outcomes = [
            WriteOutcome(op=one.op, result=Result.GONE) for one in edits if soql.full_id(one.crm_id) is None
        ]
        outcomes += [WriteOutcome(op=op, result=Result.LATER) for op, token in tokens.items() if token.fresh]
        moved = self._moved_roles(known, tokens)
        outcomes += [WriteOutcome(op=op, result=Result.CHANGED) for op in moved]
        decided = {one.op for one in outcomes}

        def finish(part: list[Edit], written: list[WriteOutcome]) -> list[WriteOutcome]:
            return self._finish(reader, written, {one.op: one.values for one in part}, Result.REFUSED)

        def send(part: list[Edit]) -> list[WriteOutcome]:
            held = self._related(object.name, part)
            sent = {one.op: _sent(object, one.values, held.get(one.crm_id)) for one in part}
            filled = [one for one in part if sent[one.op]]
            written = self._only_roles(object.name, [one for one in part if not sent[one.op]])
            if filled and part[0].op in tokens:
                each = [(one.crm_id, sent[one.op], tokens[one.op].http_date) for one in filled]
                written += [
                    _outcome(one.op, {"success": errors is None, "errors": errors}, one.crm_id)
                    for one, errors in zip(filled, self._api.patch_each(object.name, each), strict=False)
                ]
            elif filled:
                rows = [
                    {"attributes": {"type": object.name}, "id": one.crm_id, **sent[one.op]} for one in filled
                ]
                results = self._api.save("PATCH", rows)
                written += [
                    _outcome(one.op, result, one.crm_id) for one, result in zip(filled, results, strict=False)
                ]
            return finish(part, written)

        left = [one for one in known if one.op not in decided]
        sending = (
            ([one for one in left if one.op in tokens], CAREFUL_BATCH),
            ([one for one in left if one.op not in tokens], WRITE_BATCH),
        )
        tried = False
        for some, size in sending:
            try:
                outcomes += write_in_parts(some, size=size, key=lambda one: one.crm_id, send=send)
            except RemoteError:
                if not tried:
                    raise
                outcomes += [WriteOutcome(op=one.op, result=Result.LOST) for one in some]
            tried = tried or bool(some)
        return _named(outcomes, edits)

    def _related(self, object: str, edits: Sequence[Edit]) -> dict[str, Row]:
        """What the look-ups of several objects hold, for edits that name one of their fields."""
        wanted = {one.crm_id: related.columns_in(one.values) for one in edits}
        asked = [id for id, columns in wanted.items() if columns]
        columns = tuple(dict.fromkeys(column for some in wanted.values() for column in some))
        rows = self._api.retrieve(object, ("Id", *columns), asked) if asked else []
        return {id: row for id, row in zip(asked, rows, strict=True) if row is not None}

    def _moved_roles(self, edits: Sequence[Edit], tokens: Mapping[str, Token]) -> list[str]:
        """The edits of contact roles that no longer are what they were at the look: those roles move no date of the row."""
        asked = [
            one
            for one in edits
            if _associations(one.values) and one.op in tokens and not tokens[one.op].fresh
        ]
        held = roles.read(self._api, [one.crm_id for one in asked]) if asked else {}
        return [
            one.op
            for one in asked
            if tokens[one.op].contacts != tuple(sorted({role.contact for role in held.get(one.crm_id, ())}))
        ]

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        soql.name(object)
        known = [one for one in removals if soql.full_id(one.crm_id) is not None]

        def send(given: list[Removal]) -> list[WriteOutcome]:
            moved = self._moved_rows(object, given)
            part = [one for one in given if one.op not in moved]
            changed = [WriteOutcome(op=op, result=Result.CHANGED) for op in moved]
            if not part:
                return changed
            try:
                results = self._api.remove([one.crm_id for one in part])
            except PartRefused as refused:
                if refused.result is not Result.GONE or len(part) > 1:
                    raise
                return [*changed, WriteOutcome(op=part[0].op, result=Result.DONE, crm_id=part[0].crm_id)]
            outcomes = [
                _outcome(one.op, result, one.crm_id) for one, result in zip(part, results, strict=False)
            ]
            return changed + [
                WriteOutcome(op=one.op, result=Result.DONE) if one.result is Result.GONE else one
                for one in outcomes
            ]

        never = [
            WriteOutcome(op=one.op, result=Result.DONE)
            for one in removals
            if soql.full_id(one.crm_id) is None
        ]
        return never + write_in_parts(known, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)

    def restore(self, reader: Reader, revivals: Sequence[Revival]) -> list[WriteOutcome]:
        def send(part: list[Revival]) -> list[WriteOutcome]:
            results = self._api.undelete([one.crm_id for one in part])
            outcomes = [
                _outcome(one.op, result, one.crm_id) for one, result in zip(part, results, strict=False)
            ]
            try:
                rows = self._feed.by_id(reader, [one.crm_id for one in part])
            except RemoteError:
                return [
                    one for one in outcomes if one.result is not Result.DONE
                ]  # the rest has to be looked up
            living = {one.op: rows.get(one.crm_id) for one in part}
            return [_brought_back(one, living[one.op]) for one in outcomes]

        known = [
            replace(one, crm_id=full) for one in revivals if (full := soql.full_id(one.crm_id)) is not None
        ]
        never = [
            WriteOutcome(op=one.op, result=Result.GONE)
            for one in revivals
            if soql.full_id(one.crm_id) is None
        ]
        return never + write_in_parts(known, size=soap.MOST, key=lambda one: one.crm_id, send=send)

    def _moved_rows(self, object: str, removals: Sequence[Removal]) -> set[str]:
        """The removals whose rows somebody has changed since they were looked at."""
        tokens = {one.op: parse_token(one.precondition) for one in removals if one.precondition is not None}
        asked = [one for one in removals if one.op in tokens]
        if not asked:
            return set()
        rows = self._api.retrieve(object, ("Id", "LastModifiedDate"), [one.crm_id for one in asked])
        return {
            one.op
            for one, row in zip(asked, rows, strict=True)
            if row is not None and stamp_ms(row.get("LastModifiedDate")) != tokens[one.op].modified
        }

    def _only_roles(self, object: str, edits: Sequence[Edit]) -> list[WriteOutcome]:
        """Edits without a field of their own leave the row alone: an empty update would stamp it as changed by us."""
        if not edits:
            return []
        there = self._api.retrieve(object, ("Id",), [one.crm_id for one in edits])
        return [
            WriteOutcome(op=one.op, result=Result.GONE if row is None else Result.DONE, crm_id=one.crm_id)
            for one, row in zip(edits, there, strict=True)
        ]

    def _finish(
        self,
        reader: Reader,
        outcomes: list[WriteOutcome],
        values: Mapping[str, Fields],
        otherwise: Result,
    ) -> list[WriteOutcome]:
        """Writes the contact roles of what was DONE (`otherwise` where they are refused) and reads the rows back."""
        wanted = {
            one.crm_id: some
            for one in outcomes
            if one.result is Result.DONE
            and one.crm_id is not None
            and (some := _associations(values[one.op]))
        }
        if wanted:
            refused: dict[str, tuple[Refusal, ...]] = {}
            result = otherwise
            try:
                refused = roles.write(self._api, wanted)
            except RemoteError:
                # Half of the write is applied by now, so nothing may be raised as if nothing were.
                result, refused = Result.LOST, dict.fromkeys(wanted, ())
            outcomes = [
                WriteOutcome(op=one.op, result=result, crm_id=one.crm_id, refusals=refused[one.crm_id])
                if one.result is Result.DONE and one.crm_id in refused
                else one
                for one in outcomes
            ]
        try:
            return self._read_back(reader, outcomes)
        except RemoteError:
            return outcomes  # the writes stand; only the proof of what they left is missing

    def _read_back(self, reader: Reader, outcomes: list[WriteOutcome]) -> list[WriteOutcome]:
        ids = {
            one.op: full
            for one in outcomes
            if one.result is Result.DONE and one.crm_id and (full := soql.full_id(one.crm_id)) is not None
        }
        rows = self._feed.by_id(reader, list(dict.fromkeys(ids.values()))) if ids else {}
        return [
            WriteOutcome(op=one.op, result=one.result, crm_id=record.id, record=record)
            if (record := rows.get(ids.get(one.op, ""))) is not None and record.by_us and not record.deleted
            else one
            for one in outcomes
        ]


def _brought_back(outcome: WriteOutcome, row: RemoteRecord | None) -> WriteOutcome:
    """What lives, lives, whoever brought it back; what the bin does not have is gone."""
    if row is not None and not row.deleted and outcome.result is not Result.LATER:
        return WriteOutcome(op=outcome.op, result=Result.DONE, crm_id=row.id, record=row)
    if outcome.result is Result.DONE:
        return WriteOutcome(op=outcome.op, result=Result.LOST)
    if any(one.code == _NOT_IN_BIN for one in outcome.refusals):
        return replace(outcome, result=Result.GONE)
    return outcome


def _named(outcomes: list[WriteOutcome], writes: Sequence[Draft | Edit]) -> list[WriteOutcome]:
    sent = {one.op: one.values for one in writes}
    return [
        replace(one, refusals=tuple(named_by_value(each, sent[one.op]) for each in one.refusals))
        if one.refusals
        else one
        for one in outcomes
    ]


def _associations(values: Fields) -> Fields:
    return {name: value for name, value in values.items() if name.startswith("@")}


def _sent(object: Object, values: Fields, now: Row | None = None) -> dict[str, Any]:
    """Values as the API takes them; contact roles are not the row's. `now` is what look-ups of several objects hold."""
    unknown = [name for name in values if name not in object.fields]
    if unknown:
        raise RequestRefused(f"Salesforce object {object.name!r} has no field {unknown[0]!r}")
    return {
        soql.name(name): wire_value(object.fields[name].type, value)
        for name, value in values.items()
        if not name.startswith("@") and "." not in name
    } | related.joined(values, now or {})


def _outcome(op: str, result: Row, crm_id: str | None = None, *, own_id: bool = True) -> WriteOutcome:
    if result.get("success"):
        id = result.get("id")
        return WriteOutcome(op=op, result=Result.DONE, crm_id=soql.full_id(str(id)) if id else crm_id)
    verdict = judge(result.get("errors") or [], own_id=own_id)
    return WriteOutcome(op=op, result=verdict.result, crm_id=verdict.crm_id, refusals=verdict.refusals)
