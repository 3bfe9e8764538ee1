"""The Salesforce adapter: SOQL for reading, sObject collections for writing, through simple-salesforce.

Results of a collection stand in the order of its records. After writes one query reads the rows back; a row counts as
the state our write left only where Salesforce names our user as its last editor. Creates are plain inserts that carry
our external id: a repeated one is refused as a duplicate, it never overwrites (RELIABILITY section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from adapters.base import Abilities, Draft, Edit, Page, Refusal, Removal, Result, WriteOutcome
from adapters.rest import Rest
from adapters.salesforce import roles, soql
from adapters.salesforce.api import SalesforceApi
from adapters.salesforce.feed import FETCH, PAGE, Feed
from adapters.salesforce.payloads import (
    CONTACTS,
    MARKER,
    Described,
    Reader,
    Row,
    described,
    http_date,
    judge,
    wire_value,
)
from adapters.salesforce.setup import create_marker
from adapters.writing import PartRefused, write_in_parts
from core.errors import BadAnswer, NotPermitted, RemoteError, RequestRefused
from core.jobs import HistoryEntry
from core.records import Fields, RemoteRecord
from core.schema import Object

T = TypeVar("T")
WRITE_BATCH: Final = 200
OVERLAP_MS: Final = 30_000
DEEP_OVERLAP_MS: Final = 600_000
OBJECTS: Final = ("Account", "Contact", "Lead", "Opportunity")
_SLOWEST_PACE_S: Final = 120.0


class SalesforceAdapter:
    """One Salesforce org.

    `abilities.conditional` stays False although single rows take If-Unmodified-Since: its resolution is one second, so an
    edit within that second passes. An Edit that carries a precondition (a record's `token`) is still sent that way.
    """

    system = "salesforce"
    abilities = Abilities(
        read_batch=FETCH,
        write_batch=WRITE_BATCH,
        page=PAGE,
        names_editor=True,
        modified_resolution=1_000,
    )

    def __init__(
        self,
        rest: Rest,
        *,
        version: str = "61.0",
        custom_objects: Sequence[str] = (),
        overlap: int = OVERLAP_MS,
        deep_overlap: int = DEEP_OVERLAP_MS,
    ) -> None:
        self.rest = rest
        self._custom = tuple(custom_objects)
        self._api = SalesforceApi(rest, version=version)
        self._feed = Feed(self._api, overlap=overlap, deep_overlap=deep_overlap)
        self._asked_who = False
        self._known: dict[str, Described] = {}
        self._readers: dict[tuple[str, tuple[str, ...]], Reader] = {}

    # what there is -----------------------------------------------------------------------------------------------
    def objects(self) -> tuple[str, ...]:
        there = self._api.names()
        return tuple(name for name in (*OBJECTS, *self._custom) if name in there)

    def schema(self, object: str) -> Object:
        found = described(self._api.describe(object))
        if self._known.get(object) != found:
            self._forget(object)
            self._known[object] = found
        return found.object

    def prepare(self, object: str) -> bool:
        self.schema(object)
        if MARKER in self._known[object].names:
            return False
        create_marker(self._api, object, self._me())
        self.schema(object)
        return True

    def pace_s(self) -> float:
        """Any pace will do for the first half of the day's request budget; then slower and slower."""
        late = max(0.0, self.rest.budget.share_used - 0.5) * 2
        return _SLOWEST_PACE_S * late * late

    # reading -----------------------------------------------------------------------------------------------------
    def now(self, object: str) -> str:
        return self._feed.now(self._reader(object, ()))

    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        reader = self._reader(object, fields)
        return self._fresh(object, lambda: self._feed.backfill(reader, position))

    def changes(self, object: str, fields: Sequence[str], position: str, *, deep: bool = False) -> Page:
        reader = self._reader(object, fields)
        return self._fresh(object, lambda: self._feed.changes(reader, position, deep=deep))

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        reader = self._reader(object, fields)
        asked = {id: full for id in ids if (full := soql.full_id(id)) is not None}
        wanted = list(dict.fromkeys(asked.values()))
        found = self._fresh(object, lambda: self._feed.by_id(reader, wanted))
        absent = [id for id in wanted if id not in found]
        if absent:
            # A query that shows nothing proves nothing: a shrunk permission looks the same. Ask for the rows themselves.
            for row in self._api.retrieve(object, ("Id",), absent):
                if row is not None:
                    raise BadAnswer(f"Salesforce hides rows of {object!r} from queries that exist")
        return {id: found[full] for id, full in asked.items() if full in found}

    def find(
        self, object: str, fields: Sequence[str], markers: Sequence[str]
    ) -> dict[str, tuple[RemoteRecord, ...]]:
        reader = self._reader(object, fields)
        self._need_marker(reader)
        asked = list(dict.fromkeys(markers))
        found: dict[str, tuple[RemoteRecord, ...]] = {}
        for start in range(0, len(asked), FETCH):
            where = soql.within(MARKER, asked[start : start + FETCH])
            for record in self._feed.rows(reader, where):
                # External ids compare without case where the field was made that way; ours are told apart by it.
                if record.marker in asked and record.marker is not None:
                    found[record.marker] = (*found.get(record.marker, ()), record)
        return found

    def history(
        self, object: str, fields: Sequence[str], ids: Sequence[str], since: int
    ) -> Mapping[str, tuple[HistoryEntry, ...]]:
        """Nothing: field history covers 20 fields an object at most and has to be switched on (`abilities.history`)."""
        return {}

    # writing -----------------------------------------------------------------------------------------------------
    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        reader = self._reader(object, fields)
        self._need_marker(reader)

        def send(part: list[Draft]) -> list[WriteOutcome]:
            rows = [
                {
                    "attributes": {"type": object},
                    **self._sent(object, {n: v for n, v in one.values.items() if v is not None}),
                    MARKER: one.marker,
                }
                for one in part
            ]
            results = self._api.save("POST", rows)
            outcomes = [
                _outcome(one.op, result, own_id=False) for one, result in zip(part, results, strict=False)
            ]
            return self._finish(reader, outcomes, {one.op: one.values for one in part}, Result.LOST)

        return write_in_parts(drafts, size=WRITE_BATCH, key=lambda one: one.marker, send=send)

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        """Fields first, then contact roles; a role refused after that names its field alone."""
        reader = self._reader(object, fields)
        known = [one for one in edits if soql.full_id(one.crm_id) is not None]
        careful = [one for one in known if one.precondition is not None]
        plain = [one for one in known if one.precondition is None]
        outcomes = [
            WriteOutcome(op=one.op, result=Result.GONE) for one in edits if soql.full_id(one.crm_id) is None
        ]

        def finish(part: list[Edit], written: list[WriteOutcome]) -> list[WriteOutcome]:
            return self._finish(reader, written, {one.op: one.values for one in part}, Result.REFUSED)

        def send(part: list[Edit]) -> list[WriteOutcome]:
            sent = {one.op: self._sent(object, one.values) for one in part}
            filled = [one for one in part if sent[one.op]]
            written = self._only_roles(object, [one for one in part if not sent[one.op]])
            if filled:
                rows = [{"attributes": {"type": object}, "id": one.crm_id, **sent[one.op]} for one in filled]
                results = self._api.save("PATCH", rows)
                written += [
                    _outcome(one.op, result, one.crm_id) for one, result in zip(filled, results, strict=False)
                ]
            return finish(part, written)

        def send_one(part: list[Edit]) -> list[WriteOutcome]:
            edit = part[0]
            since = http_date(edit.precondition or "")
            if since is None:
                raise RequestRefused("the precondition of an edit is not one this adapter gave")
            self._api.patch(object, edit.crm_id, self._sent(object, edit.values), since)
            return finish(part, [WriteOutcome(op=edit.op, result=Result.DONE, crm_id=edit.crm_id)])

        outcomes += write_in_parts(careful, size=1, key=lambda one: one.crm_id, send=send_one)
        try:
            outcomes += write_in_parts(plain, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)
        except RemoteError:
            if not careful:
                raise
            outcomes += [WriteOutcome(op=one.op, result=Result.LOST) for one in plain]
        return outcomes

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        soql.name(object)
        known = [one for one in removals if soql.full_id(one.crm_id) is not None]

        def send(part: list[Removal]) -> list[WriteOutcome]:
            try:
                results = self._api.remove([one.crm_id for one in part])
            except PartRefused as refused:
                if refused.result is not Result.GONE or len(part) > 1:
                    raise
                return [WriteOutcome(op=part[0].op, result=Result.DONE, crm_id=part[0].crm_id)]
            outcomes = [
                _outcome(one.op, result, one.crm_id) for one, result in zip(part, results, strict=False)
            ]
            return [
                WriteOutcome(op=one.op, result=Result.DONE) if one.result is Result.GONE else one
                for one in outcomes
            ]

        never = [
            WriteOutcome(op=one.op, result=Result.DONE)
            for one in removals
            if soql.full_id(one.crm_id) is None
        ]
        return never + write_in_parts(known, size=WRITE_BATCH, key=lambda one: one.crm_id, send=send)

    def close(self) -> None:
        self.rest.close()

    # inside ------------------------------------------------------------------------------------------------------
    def _sent(self, object: str, values: Fields) -> dict[str, Any]:
        fields = self._known[object].object.fields
        unknown = [name for name in values if name not in fields]
        if unknown:
            raise RequestRefused(f"Salesforce object {object!r} has no field {unknown[0]!r}")
        return {
            soql.name(name): wire_value(fields[name].type, value)
            for name, value in values.items()
            if not name.startswith("@")
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
            one.crm_id: values[one.op][CONTACTS]
            for one in outcomes
            if one.result is Result.DONE and one.crm_id is not None and CONTACTS in values[one.op]
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

    def _me(self) -> str | None:
        if not self._asked_who:
            self._feed.me = self._api.me()
            self._asked_who = True
        return self._feed.me

    def _need_marker(self, reader: Reader) -> None:
        if not reader.has_marker:
            raise NotPermitted(
                f"Salesforce object {reader.object!r} has no field {MARKER!r} that we can see",
                advice=f"Prepare the connection again, or create {reader.object}.{MARKER} by hand.",
            )

    def _reader(self, object: str, fields: Sequence[str]) -> Reader:
        key = (object, tuple(fields))
        if key not in self._readers:
            self._me()
            if object not in self._known or any(n not in self._known[object].object.fields for n in fields):
                self.schema(object)
            self._readers[key] = Reader(self._known[object], fields)
        return self._readers[key]

    def _fresh(self, object: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except RequestRefused:
            self._forget(object)  # the org's fields may have changed under us
            raise

    def _forget(self, object: str) -> None:
        self._known.pop(object, None)
        self._readers = {key: reader for key, reader in self._readers.items() if key[0] != object}


def _outcome(op: str, result: Row, crm_id: str | None = None, *, own_id: bool = True) -> WriteOutcome:
    if result.get("success"):
        id = result.get("id")
        return WriteOutcome(op=op, result=Result.DONE, crm_id=soql.full_id(str(id)) if id else crm_id)
    verdict = judge(result.get("errors") or [], own_id=own_id)
    return WriteOutcome(op=op, result=verdict.result, crm_id=verdict.crm_id, refusals=verdict.refusals)
