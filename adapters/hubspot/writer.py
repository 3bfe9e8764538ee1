"""Writing to HubSpot: batches of 100, matched by `objectWriteTraceId`, and the associations that go with them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.base import Draft, Edit, Merger, Removal, Result, WriteOutcome
from adapters.hubspot import wire
from adapters.hubspot.api import HubSpotApi
from adapters.hubspot.associations import Associations
from adapters.hubspot.payloads import MARKER, TIMESTAMP, ObjectFacts, Reader, judge, properties_from
from adapters.writing import PartRefused, write_in_parts
from core.errors import RemoteError
from core.records import Fields, RemoteRecord

WRITE_BATCH: Final = 100


class Writer:
    """Creates, updates and archives records of one account."""

    def __init__(self, api: HubSpotApi, links: Associations) -> None:
        self._api, self._links = api, links

    def create(self, reader: Reader, drafts: Sequence[Draft]) -> list[WriteOutcome]:
        object = reader.facts.name

        def send(part: list[Draft]) -> list[WriteOutcome]:
            batch = self._api.write(object, "create", [self._creation(reader.facts, one) for one in part])
            ops = {one.op: one for one in part} | {one.marker: one for one in part}
            outcomes = []
            for row in batch.results:
                draft = ops.get(row.object_write_trace_id or "") or ops.get(row.properties.get(MARKER) or "")
                if draft is not None:
                    record = self._created(reader, row, draft.values)
                    outcomes.append(
                        WriteOutcome(op=draft.op, result=Result.DONE, crm_id=row.id, record=record)
                    )
            return outcomes + _refused(batch.errors, {one.op: one.op for one in part}, {})

        return write_in_parts(drafts, size=WRITE_BATCH, key=lambda one: one.marker, send=send)

    def _creation(self, facts: ObjectFacts, draft: Draft) -> dict[str, Any]:
        values = {name: value for name, value in draft.values.items() if value is not None}
        properties = properties_from(values)
        if facts.logged and TIMESTAMP not in properties:
            # HubSpot logs nothing without a time ("Engagements", hs_timestamp); what nobody dated happened now.
            properties[TIMESTAMP] = str(self._api.rest.clock_ms or int(time.time() * 1000))
        return {
            "properties": {**properties, MARKER: draft.marker},
            "objectWriteTraceId": draft.op,
            "associations": self._links.inputs(facts, values),
        }

    def _created(self, reader: Reader, row: wire.Record, sent: Fields) -> RemoteRecord | None:
        """The answer names what was set, by us or by a default; what it leaves out of a new record is empty."""
        if any(name not in row.properties for name in properties_from(sent) if sent[name] is not None):
            return None
        full = {name: row.properties.get(name) for name in reader.properties}
        row.properties = {**row.properties, **full}
        return reader.record(row, {name: sent.get(name) for name in reader.linked})

    def update(self, reader: Reader, edits: Sequence[Edit]) -> list[WriteOutcome]:
        """Properties first, then associations; an association refused after that names its field alone."""

        def send(part: list[Edit]) -> list[WriteOutcome]:
            outcomes, answered = self._edit_properties(reader, part)
            done = {one.op for one in outcomes if one.result is Result.DONE}
            outcomes += self._edit_links(reader, [one for one in part if one.op in done], outcomes)
            try:
                return self._read_back(reader, outcomes, answered)
            except RemoteError:
                return outcomes  # the writes stand; only the proof of what they left is missing

        numeric = [one for one in edits if one.crm_id.isdigit()]
        gone = [WriteOutcome(op=one.op, result=Result.GONE) for one in edits if not one.crm_id.isdigit()]
        return gone + write_in_parts(numeric, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)

    def _edit_properties(
        self, reader: Reader, part: Sequence[Edit]
    ) -> tuple[list[WriteOutcome], dict[str, wire.Record]]:
        sent = {one.op: properties_from(one.values) for one in part}
        inputs = [
            {"id": one.crm_id, "properties": sent[one.op], "objectWriteTraceId": one.op}
            for one in part
            if sent[one.op]
        ]
        batch = self._api.write(reader.facts.name, "update", inputs) if inputs else wire.Batch(results=[])
        only_links = [one.crm_id for one in part if not sent[one.op]]
        if only_links:
            there = self._api.read(reader.facts.name, reader.properties, only_links)
            batch = wire.Batch(
                results=[*batch.results, *there.results], errors=[*batch.errors, *there.errors]
            )
        by_op, by_id = {one.op: one for one in part}, {one.crm_id: one for one in part}
        outcomes, answered = [], {}
        for row in batch.results:
            edit = by_op.get(row.object_write_trace_id or "") or by_id.get(row.id)
            if edit is not None:
                outcomes.append(WriteOutcome(op=edit.op, result=Result.DONE, crm_id=row.id))
                answered[edit.op] = row
        ids = {one.crm_id: one.op for one in part}
        return outcomes + _refused(batch.errors, {one.op: one.op for one in part}, ids), answered

    def _edit_links(
        self, reader: Reader, edits: Sequence[Edit], outcomes: list[WriteOutcome]
    ) -> list[WriteOutcome]:
        """Takes the outcome of every edit whose association was refused out of `outcomes` and returns it anew."""
        crm_ids = {one.op: one.crm_id or "" for one in outcomes}
        wanted = {
            crm_ids[one.op]: {name: value for name, value in one.values.items() if name.startswith("@")}
            for one in edits
        }
        wanted = {id: values for id, values in wanted.items() if values}
        if not wanted:
            return []
        result = Result.REFUSED
        try:
            refused = self._links.write(reader.facts, wanted)
        except RemoteError:
            # Half of the edit is applied by now, so nothing may be raised as if nothing were.
            result, refused = Result.LOST, dict.fromkeys(wanted, ())
        changed = [
            WriteOutcome(op=one.op, result=result, crm_id=crm_ids[one.op], refusals=refused[crm_ids[one.op]])
            for one in edits
            if crm_ids[one.op] in refused
        ]
        ops = {one.op for one in changed}
        outcomes[:] = [one for one in outcomes if one.op not in ops]
        return changed

    def _read_back(
        self, reader: Reader, outcomes: Sequence[WriteOutcome], answered: Mapping[str, wire.Record]
    ) -> list[WriteOutcome]:
        """Gives DONE outcomes their record: from the answer itself, or read again where nobody wrote in between."""
        done = [one for one in outcomes if one.result is Result.DONE]
        rows = {one.op: answered[one.op] for one in done}
        short = [row.id for row in rows.values() if not reader.holds(row)]
        if short:
            current = {
                row.id: row for row in self._api.read(reader.facts.name, reader.properties, short).results
            }
            for op, row in list(rows.items()):
                again = current.get(row.id)
                if not reader.holds(row):
                    same = again is not None and reader.modified(again) == reader.modified(row)
                    if again is not None and same:
                        rows[op] = again
                    else:
                        del rows[op]
        links = self._links.read(reader.facts, [row.id for row in rows.values()], reader.linked)
        return [
            one
            if one.op not in rows
            else WriteOutcome(
                op=one.op,
                result=one.result,
                crm_id=one.crm_id,
                record=reader.record(rows[one.op], links[rows[one.op].id]),
            )
            for one in outcomes
        ]

    def merge(self, facts: ObjectFacts, merger: Merger) -> WriteOutcome:
        """HubSpot keeps the primary's values; it checks no condition, so what it showed last may have moved since."""
        try:
            left = self._api.merge(facts.name, merger.winner, merger.loser)
        except PartRefused as refused:
            return WriteOutcome(
                op=merger.op, result=refused.result, crm_id=refused.crm_id, refusals=refused.refusals
            )
        return WriteOutcome(op=merger.op, result=Result.DONE, crm_id=left.id)

    def delete(self, facts: ObjectFacts, removals: Sequence[Removal]) -> list[WriteOutcome]:
        def send(part: list[Removal]) -> list[WriteOutcome]:
            try:
                batch = self._api.write(facts.name, "archive", [{"id": one.crm_id} for one in part])
            except PartRefused as refused:
                if refused.result is not Result.GONE or len(part) > 1:
                    raise
                return [WriteOutcome(op=part[0].op, result=Result.DONE, crm_id=part[0].crm_id)]
            bad = _refused(batch.errors, {}, {one.crm_id: one.op for one in part})
            failed = {one.op for one in bad if one.result is not Result.GONE}
            return [one for one in bad if one.op in failed] + [
                WriteOutcome(op=one.op, result=Result.DONE, crm_id=one.crm_id)
                for one in part
                if one.op not in failed
            ]

        return write_in_parts(removals, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)

    def pace_s(self) -> float:
        """HubSpot counts requests in ten-second windows, which the budget itself waits for."""
        return 0.0


def _refused(
    errors: Sequence[wire.Problem], ops: Mapping[str, str], ids: Mapping[str, str]
) -> list[WriteOutcome]:
    """The outcomes of a 207's errors: whose they are is told by trace id, else by record id."""
    outcomes = []
    for problem in errors:
        result, refusals, crm_id = judge(problem)
        traced = [ops[str(one)] for one in problem.context.get("objectWriteTraceId") or () if str(one) in ops]
        named = [ids[str(one)] for one in problem.context.get("ids") or () if str(one) in ids]
        outcomes += [
            WriteOutcome(op=op, result=result, crm_id=crm_id, refusals=refusals) for op in traced or named
        ]
    return outcomes
