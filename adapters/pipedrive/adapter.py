"""The Pipedrive adapter: persons, organizations, deals and activities over API v2, notes over v1, one record a write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from adapters.base import Abilities, Draft, Edit, Merger, Need, Page, Removal, Revival, WriteOutcome
from adapters.new_fields import NewField, Wanted, refuse_taken
from adapters.pipedrive.api import BY_ID, LIST, PipedriveApi
from adapters.pipedrive.feed import Feed
from adapters.pipedrive.new_field import planned
from adapters.pipedrive.objects import MARKER_NAME, OBJECTS, object_facts
from adapters.pipedrive.payloads import Reader, history_of
from adapters.pipedrive.schema import Described, Json, described
from adapters.pipedrive.setup import marker_need
from adapters.pipedrive.writer import Writer
from adapters.rest import Rest
from core.errors import NotPermitted, RequestRefused
from core.jobs import Attempt, HistoryEntry
from core.records import RemoteRecord
from core.schema import Object

T = TypeVar("T")
OVERLAP_MS: Final = 5_000
DEEP_OVERLAP_MS: Final = 600_000
_WRITES_A_BATCH: Final = 20
_TOKENS_A_POLL: Final = 10.0
_DAY_S: Final = 86_400.0
_POLLING_SHARE: Final = 0.4  # of the day's tokens


class PipedriveAdapter:
    """One Pipedrive company. Costs are its own tokens a day (`x-daily-ratelimit-token-*`)."""

    system = "pipedrive"
    abilities = Abilities(
        read_batch=BY_ID,
        write_batch=_WRITES_A_BATCH,
        page=LIST,
        conditional=True,
        history=True,
        marker_lag=10_000,
        modified_resolution=1_000,
        webhooks=True,
        merges=True,
        by_content=frozenset(name for name, facts in OBJECTS.items() if not facts.marked),
    )

    def __init__(self, rest: Rest, *, overlap: int = OVERLAP_MS, deep_overlap: int = DEEP_OVERLAP_MS) -> None:
        self.rest = rest
        self._api = PipedriveApi(rest)
        self._feed = Feed(self._api, overlap=overlap, deep_overlap=deep_overlap)
        self._writer = Writer(self._api)
        self._users: list[Json] | None = None
        self._polled: set[str] = set()
        self._me: int | None = None
        self._known: dict[str, Described] = {}
        self._readers: dict[tuple[str, tuple[str, ...]], Reader] = {}

    # what there is -----------------------------------------------------------------------------------------------
    def objects(self) -> tuple[str, ...]:
        return tuple(OBJECTS)

    def schema(self, object: str) -> Object:
        facts = object_facts(object)
        if self._users is None:
            self._users = self._api.users()
        found = described(facts, self._api.fields(facts), self._users)
        if self._known.get(object) != found:
            self._forget(object)
            self._known[object] = found
        return found.object

    def prepare(self, object: str) -> bool:
        self.schema(object)
        if self._known[object].marker is not None or not object_facts(object).marked:
            return False
        try:
            self._api.add_field(object_facts(object), {"field_name": MARKER_NAME, "field_type": "varchar"})
        except NotPermitted as refused:
            raise NotPermitted(
                f"Pipedrive does not let us add the field {MARKER_NAME!r} to {object!r}",
                advice=f"Let an admin sign in, or add a text field named {MARKER_NAME!r} to {object} in Pipedrive.",
            ) from refused
        self.schema(object)
        return True

    def plan_field(self, object: str, wanted: Wanted) -> NewField:
        new = planned(object_facts(object), wanted)
        refuse_taken(self.schema(object), new)
        return new

    def make_field(self, object: str, new: NewField) -> str:
        try:
            code = self._api.add_field(object_facts(object), new.body)
        except NotPermitted as refused:
            raise NotPermitted(
                f"Pipedrive does not let us add the field {new.label!r} to {object!r}",
                advice=f"It takes {new.right}: let one sign in, or add the field in Pipedrive by hand.",
            ) from refused
        self.schema(object)
        return code

    def needs(self, object: str) -> tuple[Need, ...]:
        if not object_facts(object).marked:
            return ()
        self.schema(object)
        return (marker_need(object, present=self._known[object].marker is not None),)

    def hosted_in(self) -> str | None:
        return None

    def pace_s(self) -> float:
        """As many seconds between polls as let them last the day on their share of its tokens."""
        allowed = self.rest.budget.ledger.limit
        if not allowed:
            return 0.0
        polls = sum(2 if object_facts(name).old else 1 for name in self._polled)  # v1 costs double
        pace = _DAY_S * _TOKENS_A_POLL * max(polls, 1) / (allowed * _POLLING_SHARE)
        return pace if pace >= 1.0 else 0.0

    # reading -----------------------------------------------------------------------------------------------------
    def now(self, object: str) -> str:
        object_facts(object)
        return self._feed.now()

    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        facts, reader = object_facts(object), self._reader(object, fields)
        return self._fresh(object, lambda: self._feed.backfill(facts, reader, position))

    def changes(self, object: str, fields: Sequence[str], position: str, *, deep: bool = False) -> Page:
        facts, reader = object_facts(object), self._reader(object, fields)
        self._polled.add(object)
        return self._fresh(object, lambda: self._feed.changes(facts, reader, position, deep=deep))

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        facts, reader = object_facts(object), self._reader(object, fields)
        # Ids are whole numbers above 0; anything else would fail the whole list.
        asked = [id for id in dict.fromkeys(ids) if id.isascii() and id.isdigit() and int(id) > 0]
        return self._fresh(object, lambda: self._feed.by_id(facts, reader, asked))

    def is_of(self, object: str, record: RemoteRecord, attempt: Attempt) -> bool:
        return False  # what we create bears our marker, or is known by what it holds

    def lately(self, object: str, fields: Sequence[str], within: int) -> tuple[RemoteRecord, ...]:
        facts, reader = object_facts(object), self._reader(object, fields)
        return self._fresh(object, lambda: self._feed.lately(facts, reader, within))

    def find(
        self, object: str, fields: Sequence[str], markers: Sequence[str]
    ) -> dict[str, tuple[RemoteRecord, ...]]:
        """Both looks of RELIABILITY section 4: the newest records of the list itself, then the index, which lags."""
        facts, reader = object_facts(object), self._reader(object, fields)
        self._need_marker(object)
        asked = dict.fromkeys(markers)
        found: dict[str, dict[str, RemoteRecord]] = {}
        for row in self._feed.newest(facts):
            _note(found, asked, reader.record(row))
        for marker in asked:
            if marker not in found and (ids := self._api.search(facts, marker)):
                for record in self._feed.by_id(facts, reader, ids).values():
                    _note(found, asked, record)
        return {marker: tuple(held.values()) for marker, held in found.items()}

    def history(
        self, object: str, fields: Sequence[str], ids: Sequence[str], since: int
    ) -> Mapping[str, tuple[HistoryEntry, ...]]:
        """From the change log, at 20 tokens a record. Without it an edit just before our write would go unnoticed, so
        where the day's tokens run short the ledger refuses, and the write stays unchecked until there are some."""
        if not object_facts(object).marked:
            return {}
        facts, reader = object_facts(object), self._reader(object, fields)
        me = self._myself()
        found: dict[str, tuple[HistoryEntry, ...]] = {}
        for id in dict.fromkeys(ids):
            row = self._api.one(facts, id) if id.isdigit() else None
            if row is not None:
                entries = self._api.changelog(facts, id)
                found[id] = history_of(reader.known, reader.fields, entries, row, since, me)
        return found

    # writing -----------------------------------------------------------------------------------------------------
    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        if object_facts(object).marked:
            self._need_marker(object)
        return self._writer.create(object_facts(object), self._reader(object, fields), drafts)

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        return self._writer.update(object_facts(object), self._reader(object, fields), edits)

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        return self._writer.delete(object_facts(object), removals)

    def restore(self, object: str, fields: Sequence[str], revivals: Sequence[Revival]) -> list[WriteOutcome]:
        """No call of the public API takes a record out of the bin (CRM_FACTS, "Delete/merge/restore")."""
        raise RequestRefused("Pipedrive lets no program restore what was deleted")

    def merge(self, object: str, fields: Sequence[str], merger: Merger) -> WriteOutcome:
        return self._writer.merge(object_facts(object), self._reader(object, fields), merger)

    def close(self) -> None:
        self.rest.close()

    # inside ------------------------------------------------------------------------------------------------------
    def _need_marker(self, object: str) -> None:
        if not object_facts(object).marked:
            raise RequestRefused(
                f"Pipedrive's {object} have no room for our key: what we made is known by what it holds"
            )
        if object not in self._known:
            self.schema(object)
        if self._known[object].marker is None:
            raise NotPermitted(
                f"Pipedrive object {object!r} has no field {MARKER_NAME!r}",
                advice=f"Prepare the connection again, or add a text field named {MARKER_NAME!r} in Pipedrive.",
            )

    def _reader(self, object: str, fields: Sequence[str]) -> Reader:
        key = (object, tuple(fields))
        if key not in self._readers:
            if object not in self._known or any(name not in self._known[object].slots for name in fields):
                self.schema(object)
            maker = object_facts(object).maker
            me = self._myself() if maker else None
            self._readers[key] = Reader(self._known[object], fields, maker=maker, me=me)
        return self._readers[key]

    def _myself(self) -> int:
        if self._me is None:
            self._me = self._api.me()
        return self._me

    def _fresh(self, object: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except RequestRefused:
            self._forget(object)  # the account's fields may have changed under us
            raise

    def _forget(self, object: str) -> None:
        self._known.pop(object, None)
        self._users = None
        self._readers = {key: reader for key, reader in self._readers.items() if key[0] != object}


def _note(found: dict[str, dict[str, RemoteRecord]], asked: Mapping[str, None], record: RemoteRecord) -> None:
    if record.marker in asked and record.marker is not None and not record.deleted:
        found.setdefault(record.marker, {})[record.id] = record
