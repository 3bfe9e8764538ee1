"""The Salesforce adapter: SOQL for reading (`feed.py`), collections and composites for writing (`writer.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from adapters.base import Abilities, Draft, Edit, Merger, Need, Page, Removal, Revival, WriteOutcome
from adapters.new_fields import NewField, Wanted, refuse_taken
from adapters.rest import Rest
from adapters.salesforce import soql
from adapters.salesforce.api import SalesforceApi
from adapters.salesforce.feed import FETCH, PAGE, Feed
from adapters.salesforce.new_field import planned
from adapters.salesforce.payloads import (
    MARKER,
    ROLE,
    Described,
    Reader,
    described,
    names_user,
)
from adapters.salesforce.record_types import record_types, types_in
from adapters.salesforce.selection import select, selection_need
from adapters.salesforce.setup import create_field, create_marker, marker_need
from adapters.salesforce.writer import WRITE_BATCH, Writer
from core.errors import BadAnswer, NotPermitted, RequestRefused
from core.jobs import Attempt, HistoryEntry
from core.records import RemoteRecord
from core.schema import Choice, Object, RecordTypes

T = TypeVar("T")
OVERLAP_MS: Final = 30_000
DEEP_OVERLAP_MS: Final = 600_000
OBJECTS: Final = ("Account", "Contact", "Lead", "Opportunity", "Task", "Event")
_SLOWEST_PACE_S: Final = 120.0


class SalesforceAdapter:
    """One Salesforce org."""

    system = "salesforce"
    abilities = Abilities(
        read_batch=FETCH,
        write_batch=WRITE_BATCH,
        page=PAGE,
        conditional=True,
        names_editor=True,
        restores=True,
        modified_resolution=1_000,
    )

    def __init__(
        self,
        rest: Rest,
        *,
        version: str = "61.0",
        custom_objects: Sequence[str] = (),
        streams: bool = True,
        overlap: int = OVERLAP_MS,
        deep_overlap: int = DEEP_OVERLAP_MS,
    ) -> None:
        self.rest = rest
        self._custom = tuple(custom_objects)
        self._streams = streams
        self._api = SalesforceApi(rest, version=version)
        self._feed = Feed(self._api, overlap=overlap, deep_overlap=deep_overlap)
        self._writer = Writer(self._api, self._feed)
        self._asked_who = False
        self._known: dict[str, Described] = {}
        self._readers: dict[tuple[str, tuple[str, ...]], Reader] = {}

    # what there is -----------------------------------------------------------------------------------------------
    def objects(self) -> tuple[str, ...]:
        there = self._api.names()
        return tuple(name for name in (*OBJECTS, *self._custom) if name in there)

    def schema(self, object: str) -> Object:
        answer = self._api.describe(object)
        users = self._api.users() if any(map(names_user, answer.fields)) else ()
        roles = self._roles() if object == "Opportunity" else ()
        found = described(answer, [Choice(value=id, label=email) for id, email in users], roles)
        if self._known.get(object) != found:
            self._forget(object)
            self._known[object] = found
        return found.object

    def _roles(self) -> tuple[str, ...]:
        """The roles a contact can have in an opportunity, as this org lists them."""
        fields = {one.name: one for one in self._api.describe(ROLE).fields}
        listed = fields["Role"].picklist_values if "Role" in fields else []
        return tuple(one.value for one in listed if one.active and one.value)

    def record_types(self, object: str) -> RecordTypes:
        """A call a type, so only for whoever asks (`daemon.laboratory`)."""
        answer = self._api.describe(object)
        types = types_in(answer.record_type_infos)
        offers = {one.record_type_id: self._api.picklist_values(object, one.record_type_id) for one in types}
        return record_types(answer.record_type_infos, offers)

    def needs(self, object: str) -> tuple[Need, ...]:
        self.schema(object)
        marker = marker_need(object, present=self._known[object].marker_fits)
        selection = selection_need(self._api, object) if self._streams else None
        return (marker,) if selection is None else (marker, selection)

    def prepare(self, object: str) -> bool:
        lacking = [one for one in self.needs(object) if not one.present]
        if any(one.blocks for one in lacking):
            there = self._known[object].marker
            if there is not None and not there.unique:
                raise RequestRefused(
                    f"Salesforce field {MARKER!r} of {object!r} exists but does not require unique values",
                    advice=f"Set it to External ID and Unique, case sensitive, in Object Manager > {object} > Fields.",
                )
            create_marker(self._api, object, self._me())
            self.schema(object)
        if any(not one.blocks for one in lacking):
            select(self._api, object)
        return bool(lacking)

    def plan_field(self, object: str, wanted: Wanted) -> NewField:
        new = planned(wanted)
        refuse_taken(self.schema(object), new)
        return new

    def make_field(self, object: str, new: NewField) -> str:
        by_hand = f"Create {object}.{new.name} by hand ({new.kind})"
        create_field(self._api, object, new.name, new.body, self._me(), by_hand)
        self.schema(object)
        return new.name

    def hosted_in(self) -> str | None:
        """The instance's name: a Hyperforce one begins with its country."""
        [row] = self._api.query(soql.select(("InstanceName",), "Organization", limit=1)) or [{}]
        return row.get("InstanceName")

    def pace_s(self) -> float:
        """Any pace will do for the first half of the day's request budget; then slower and slower."""
        return self.rest.budget.pace_s(_SLOWEST_PACE_S)

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

    def is_of(self, object: str, record: RemoteRecord, attempt: Attempt) -> bool:
        return False  # what we create bears our marker

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
        return self._writer.create(self._known[object].object, reader, drafts)

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        reader = self._reader(object, fields)
        return self._writer.update(self._known[object].object, reader, edits)

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        return self._writer.delete(object, removals)

    def restore(self, object: str, fields: Sequence[str], revivals: Sequence[Revival]) -> list[WriteOutcome]:
        return self._writer.restore(self._reader(object, fields), revivals)

    def merge(self, object: str, fields: Sequence[str], merger: Merger) -> WriteOutcome:
        """REST has no merge; SOAP and Apex do (CRM_FACTS 1, "Delete/merge/restore")."""
        raise RequestRefused(
            f"Salesforce {object} {merger.loser} cannot be merged over REST",
            advice=f"Merge it into {merger.winner} in Salesforce by hand.",
        )

    def close(self) -> None:
        self.rest.close()

    # inside ------------------------------------------------------------------------------------------------------
    def _me(self) -> str | None:
        if not self._asked_who:
            self._feed.me = self._api.me()
            self._asked_who = True
        return self._feed.me

    def _need_marker(self, reader: Reader) -> None:
        if not reader.has_marker:
            raise NotPermitted(
                f"Salesforce object {reader.object!r} has no field {MARKER!r} that we can see",
                advice=f"Run crmsync connections prepare, or create {reader.object}.{MARKER} by hand.",
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
