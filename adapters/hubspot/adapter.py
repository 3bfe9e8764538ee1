"""The HubSpot adapter: CRM objects over the v3 (or a dated) API with a raw session.

Batch answers come back in no order and are matched by `objectWriteTraceId`. A record that was merged away answers with
the record it became. Reads that must be current (`fetch`, `find`) never use search, whose index lags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

from adapters.base import Abilities, Draft, Edit, Merger, Need, Page, Removal, Revival, WriteOutcome
from adapters.hubspot import new_field, wire
from adapters.hubspot.api import HubSpotApi
from adapters.hubspot.associations import Associations
from adapters.hubspot.feed import READ_BATCH, Feed
from adapters.hubspot.payloads import (
    MARKER,
    OBJECTS,
    ObjectFacts,
    Reader,
    history_of,
    object_facts,
)
from adapters.hubspot.schema import names_owner, schema_of
from adapters.hubspot.setup import create_marker, marker_need
from adapters.hubspot.writer import WRITE_BATCH, Writer
from adapters.new_fields import NewField, Wanted, refuse_taken
from adapters.rest import Rest
from core.errors import NotPermitted, RequestRefused
from core.jobs import Attempt, HistoryEntry
from core.records import RemoteRecord, Value
from core.schema import Object

T = TypeVar("T")
_HISTORY_BATCH: Final = 50
OVERLAP_MS: Final = 5_000
DEEP_OVERLAP_MS: Final = 600_000
_SLOWEST_PACE_S: Final = 120.0


class HubSpotAdapter:
    """One HubSpot account. `app_id` is our app's id, by which history tells our writes from people's."""

    system = "hubspot"
    abilities = Abilities(
        read_batch=READ_BATCH,
        write_batch=WRITE_BATCH,
        page=READ_BATCH,
        history=True,
        webhooks=True,
        merges=True,
    )

    def __init__(
        self,
        rest: Rest,
        *,
        app_id: str | None,
        version: str = "v3",
        custom_objects: Sequence[str] = (),
        overlap: int = OVERLAP_MS,
        deep_overlap: int = DEEP_OVERLAP_MS,
    ) -> None:
        self.rest = rest
        self._app_id = app_id
        self._custom = tuple(custom_objects)
        self._api = HubSpotApi(rest, version=version)
        self._links = Associations(self._api)
        self._feed = Feed(self._api, self._links, overlap=overlap, deep_overlap=deep_overlap)
        self._writer = Writer(self._api, self._links)
        self._schemas: dict[str, Object] = {}
        self._facts: dict[str, ObjectFacts] = {}
        self._readers: dict[tuple[str, tuple[str, ...]], Reader] = {}

    # what there is -----------------------------------------------------------------------------------------------
    def objects(self) -> tuple[str, ...]:
        return (*OBJECTS, *self._custom)

    def schema(self, object: str) -> Object:
        facts = self._facts[object] = self._learned(object)
        page = self._api.properties(object)
        found = schema_of(facts, page, self._owners() if any(map(names_owner, page.results)) else ())
        if self._schemas.get(object) != found:
            self._forget(object)
            self._schemas[object] = found
        return found

    def _learned(self, object: str) -> ObjectFacts:
        """The object with the account's own labels of links, as far as the app may see them."""
        facts = object_facts(object)
        try:
            return self._links.learn(facts)
        except NotPermitted:
            return facts

    def _owners(self) -> Sequence[wire.Owner]:
        """Nobody where the app lacks the right: then no rule can name owners, and everything else goes on."""
        try:
            return self._api.owners()
        except NotPermitted:
            return ()

    def needs(self, object: str) -> tuple[Need, ...]:
        there = {one.name: one for one in self._api.properties(object).results}
        return (marker_need(object, present=MARKER in there and there[MARKER].has_unique_value),)

    def prepare(self, object: str) -> bool:
        facts = object_facts(object)
        there = {one.name: one for one in self._api.properties(object).results}
        if MARKER in there:
            if not there[MARKER].has_unique_value:
                raise RequestRefused(
                    f"HubSpot property {MARKER!r} of {object!r} exists but does not require unique values",
                    advice=f"Delete the property {MARKER!r} in HubSpot and prepare the connection again.",
                )
            return False
        create_marker(self.rest, facts, self._group(there.values()))
        return True

    def plan_field(self, object: str, wanted: Wanted) -> NewField:
        group = self._group(self._api.properties(object).results)
        new = new_field.planned(object_facts(object), wanted, group)
        refuse_taken(self.schema(object), new)
        return new

    def make_field(self, object: str, new: NewField) -> str:
        new_field.make(self.rest, object_facts(object), new)
        self.schema(object)
        return new.name

    @staticmethod
    def _group(properties: Iterable[wire.Property]) -> str:
        """A custom object's own group, which its type id does not tell: any that one of its properties is in."""
        return next((one.group_name for one in properties if one.group_name), "")

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
        found: dict[str, RemoteRecord] = {}
        # HubSpot's ids are whole numbers; one that is not cannot exist and would fail the whole batch.
        asked = [id for id in dict.fromkeys(ids) if id.isdigit()]
        for start in range(0, len(asked), READ_BATCH):
            part = asked[start : start + READ_BATCH]
            found |= self._fresh(object, partial(self._current, reader, part))
        return found

    def _current(self, reader: Reader, ids: Sequence[str]) -> dict[str, RemoteRecord]:
        facts = reader.facts
        batch = self._api.read(facts.name, reader.properties, ids)
        rows = {row.id: row for row in batch.results}
        by_id = {id: rows[id] for id in ids if id in rows}
        for row in batch.results:
            for loser in reader.losers(row):
                if loser.id in ids:
                    by_id.setdefault(loser.id, row)
        absent = [id for id in ids if id not in by_id]
        if absent:
            archived = self._api.read(facts.name, reader.properties, absent, archived=True)
            by_id |= {row.id: row for row in archived.results if row.id in absent}
        for id in absent:
            if id not in by_id:
                # An empty answer alone proves nothing: a shrunk permission looks the same. A 404 does.
                row_or_none = self._api.one(facts.name, reader.properties, id)
                if row_or_none is not None:
                    by_id[id] = row_or_none
        return self._with_links(reader, by_id)

    def _with_links(self, reader: Reader, by_id: Mapping[str, wire.Record]) -> dict[str, RemoteRecord]:
        live = list(dict.fromkeys(row.id for row in by_id.values() if not row.archived))
        links = self._links.read(reader.facts, live, reader.linked)
        return {id: reader.record(row, links.get(row.id), asked=id) for id, row in by_id.items()}

    def quietly(
        self, object: str, fields: Sequence[str], ids: Sequence[str]
    ) -> Mapping[str, tuple[Value, ...]]:
        """The association fields of these records: a change of them moves no date (`Field.quiet`)."""
        found = self._links.read(self._reader(object, fields).facts, list(ids), fields)
        return {id: tuple(values[name] for name in fields) for id, values in found.items()}

    def is_of(self, object: str, record: RemoteRecord, attempt: Attempt) -> bool:
        return False  # what we create bears our marker

    def find(
        self, object: str, fields: Sequence[str], markers: Sequence[str]
    ) -> dict[str, tuple[RemoteRecord, ...]]:
        reader = self._reader(object, fields)
        rows: dict[str, wire.Record] = {}
        asked = list(dict.fromkeys(markers))
        for start in range(0, len(asked), READ_BATCH):
            part = asked[start : start + READ_BATCH]
            batch = self._api.read(object, reader.properties, part, id_property=MARKER)
            rows |= {row.id: row for row in batch.results if not row.archived}
        found: dict[str, tuple[RemoteRecord, ...]] = {}
        for record in self._with_links(reader, rows).values():
            if record.marker in asked and record.marker is not None:
                found[record.marker] = (*found.get(record.marker, ()), record)
        return found

    def history(
        self, object: str, fields: Sequence[str], ids: Sequence[str], since: int
    ) -> Mapping[str, tuple[HistoryEntry, ...]]:
        reader = self._reader(object, fields)
        known = self._schemas[object]
        plain = [name for name in fields if name not in reader.linked]
        found: dict[str, tuple[HistoryEntry, ...]] = {}
        asked = [id for id in dict.fromkeys(ids) if id.isdigit()]
        for archived in (False, True):
            missing = [id for id in asked if id not in found]
            for start in range(0, len(missing), _HISTORY_BATCH):
                part = missing[start : start + _HISTORY_BATCH]
                batch = self._api.read(object, [], part, with_history=plain, archived=archived)
                for row in batch.results:
                    found[row.id] = history_of(row, known, plain, since, self._app_id)
        return found

    # writing -----------------------------------------------------------------------------------------------------
    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        return self._writer.create(self._reader(object, fields), drafts)

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        return self._writer.update(self._reader(object, fields), edits)

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        return self._writer.delete(object_facts(object), removals)

    def restore(self, object: str, fields: Sequence[str], revivals: Sequence[Revival]) -> list[WriteOutcome]:
        """No call of the public API takes a record out of the bin (CRM_FACTS, "Delete/merge/restore")."""
        raise RequestRefused("HubSpot lets no program restore what was deleted")

    def merge(self, object: str, fields: Sequence[str], merger: Merger) -> WriteOutcome:
        return self._writer.merge(object_facts(object), merger)

    def hosted_in(self) -> str | None:
        """Account information's dataHostingLocation: "eu1", "na1", ..."""
        return self._api.hosted_in()

    def pace_s(self) -> float:
        """The budget waits for windows of ten seconds by itself; only the day's allowance, where known, slows polls."""
        return self.rest.budget.pace_s(_SLOWEST_PACE_S)

    def close(self) -> None:
        self.rest.close()

    # inside ------------------------------------------------------------------------------------------------------
    def _reader(self, object: str, fields: Sequence[str]) -> Reader:
        key = (object, tuple(fields))
        if key not in self._readers:
            known = self._schemas.get(object) or self.schema(object)
            if any(name not in known.fields for name in fields):
                known = self.schema(object)  # a property may have been added since
            self._readers[key] = Reader(self._facts[object], known, fields)
        return self._readers[key]

    def _fresh(self, object: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except RequestRefused:
            self._forget(object)  # the account's properties may have changed under us
            raise

    def _forget(self, object: str) -> None:
        self._schemas.pop(object, None)
        self._readers = {key: reader for key, reader in self._readers.items() if key[0] != object}
