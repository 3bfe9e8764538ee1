"""The Dynamics 365 (Dataverse) adapter: delta tokens for reading (`feed.py`), batches for writing (`writer.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from adapters.base import Abilities, Draft, Edit, Merger, Need, Page, Removal, Revival, WriteOutcome
from adapters.dynamics.api import BY_ID, PAGE, DynamicsApi
from adapters.dynamics.feed import Feed
from adapters.dynamics.new_field import planned
from adapters.dynamics.payloads import GUID, Reader, guid_for
from adapters.dynamics.schema import (
    TABLES_PATH,
    UNMARKED,
    Described,
    Table,
    definition_paths,
    described,
    tables_of,
)
from adapters.dynamics.setup import marker_column, marker_need
from adapters.dynamics.writer import WRITE_BATCH, Writer
from adapters.new_fields import NewField, Wanted, refuse_taken
from adapters.rest import Rest
from core.errors import BadAnswer, NotPermitted, RequestRefused
from core.jobs import Attempt, HistoryEntry
from core.records import RemoteRecord
from core.schema import Choice, Object

T = TypeVar("T")
DEEP_OVERLAP_MS: Final = 600_000
OBJECTS: Final = (
    "account",
    "contact",
    "lead",
    "opportunity",
    "annotation",
    "phonecall",
    "appointment",
    "task",
)
_THERE: Final = ("0x80044363", "0x80047013")  # somebody made the same column meanwhile


class DynamicsAdapter:
    """One Dataverse environment."""

    system = "dynamics"
    abilities = Abilities(
        read_batch=BY_ID,
        write_batch=WRITE_BATCH,
        page=PAGE,
        conditional=True,
        names_editor=True,
        modified_resolution=1_000,
        webhooks=True,
        merges=True,
        restores=True,
        unmarked=UNMARKED,
    )

    def __init__(
        self, rest: Rest, *, custom_objects: Sequence[str] = (), deep_overlap: int = DEEP_OVERLAP_MS
    ) -> None:
        self.rest = rest
        self._custom = tuple(custom_objects)
        self._api = DynamicsApi(rest)
        self._feed = Feed(self._api, deep_overlap=deep_overlap)
        self._writer = Writer(self._api, self._feed)
        self._tables: dict[str, Table] = {}
        self._known: dict[str, Described] = {}
        self._readers: dict[tuple[str, tuple[str, ...]], Reader] = {}

    # what there is -----------------------------------------------------------------------------------------------
    def objects(self) -> tuple[str, ...]:
        there = self._read_tables()
        return tuple(name for name in dict.fromkeys((*OBJECTS, *self._custom)) if name in there)

    def schema(self, object: str) -> Object:
        names = self.objects()
        if object not in names:
            raise RequestRefused(
                f"Dynamics has no table {object!r} that can be synced",
                advice="Name an own table in custom_objects of the connection.",
            )
        answers = []
        for answer in self._api.read_each(definition_paths(object)):
            if answer is None:
                raise RequestRefused(f"Dynamics has no table {object!r}")
            answers.append(self._api.rows(answer))
        parents = names[: names.index(object) + 1]
        found = described(self._tables[object], answers, self._tables, parents, self._listed())
        if self._known.get(object) != found:
            self._forget(object)
            self._known[object] = found
        return found.object

    def needs(self, object: str) -> tuple[Need, ...]:
        self.schema(object)
        return () if object in UNMARKED else (marker_need(object, present=self._known[object].marker),)

    def prepare(self, object: str) -> bool:
        if all(need.present for need in self.needs(object)):
            return False
        try:
            self._api.post(f"EntityDefinitions(LogicalName='{object}')/Attributes", marker_column())
        except NotPermitted as refused:
            raise NotPermitted(
                f"Dynamics does not let us add a column to {object!r}",
                advice=marker_need(object, present=False).advice,
            ) from refused
        except RequestRefused as refused:
            if not any(code in str(refused) for code in _THERE):
                raise
        return self.needs(object)[0].present

    def plan_field(self, object: str, wanted: Wanted) -> NewField:
        new = planned(wanted)
        refuse_taken(self.schema(object), new)
        return new

    def make_field(self, object: str, new: NewField) -> str:
        try:
            self._api.post(f"EntityDefinitions(LogicalName='{object}')/Attributes", dict(new.body))
        except NotPermitted as refused:
            raise NotPermitted(
                f"Dynamics does not let us add a column to {object!r}",
                advice=f"It takes {new.right}: let somebody who has it sign in, or add the column by hand.",
            ) from refused
        self.schema(object)
        return new.name

    def hosted_in(self) -> str | None:
        """The environment's host tells its region; the API does not."""
        return None

    def pace_s(self) -> float:
        """Dataverse counts by five minutes, which the budget waits for by itself ("Service protection API limits")."""
        return 0.0

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
        asked = {id: id.lower() for id in ids if GUID.fullmatch(id)}
        wanted = list(dict.fromkeys(asked.values()))
        found = self._fresh(object, lambda: self._feed.by_id(reader, wanted))
        return {id: found[guid] for id, guid in asked.items() if guid in found}

    def find(
        self, object: str, fields: Sequence[str], markers: Sequence[str]
    ) -> dict[str, tuple[RemoteRecord, ...]]:
        """By the id that follows from each marker: there is one record at most, and it is never late."""
        reader = self._reader(object, fields)
        asked = {guid_for(object, marker): marker for marker in markers}
        found = self._fresh(object, lambda: self._feed.by_id(reader, list(asked)))
        return {
            asked[id]: (replace(record, marker=asked[id]),)
            for id, record in found.items()
            if not record.deleted
        }

    def is_of(self, object: str, record: RemoteRecord, attempt: Attempt) -> bool:
        return record.id == guid_for(object, attempt.marker)

    def history(
        self, object: str, fields: Sequence[str], ids: Sequence[str], since: int
    ) -> Mapping[str, tuple[HistoryEntry, ...]]:
        """Nothing: auditing is up to the org, and conditional writes make it needless (`abilities.history`)."""
        return {}

    # writing -----------------------------------------------------------------------------------------------------
    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        reader = self._reader(object, fields)
        if not reader.known.marker and object not in UNMARKED:
            raise NotPermitted(
                f"Dynamics table {object!r} has no column of ours",
                advice=f"Run crmsync connections prepare. {marker_need(object, present=False).advice}",
            )
        return self._writer.create(reader, drafts)

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        return self._writer.update(self._reader(object, fields), edits)

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        return self._writer.delete(self._reader(object, ()), removals)

    def restore(self, object: str, fields: Sequence[str], revivals: Sequence[Revival]) -> list[WriteOutcome]:
        return self._writer.restore(self._reader(object, fields), revivals)

    def merge(self, object: str, fields: Sequence[str], merger: Merger) -> WriteOutcome:
        return self._writer.merge(self._reader(object, fields), merger)

    def close(self) -> None:
        self.rest.close()

    # inside ------------------------------------------------------------------------------------------------------
    def _read_tables(self) -> dict[str, Table]:
        self._tables = tables_of(self._api.rows(self._api.get(TABLES_PATH)))
        return self._tables

    def _listed(self) -> dict[str, tuple[Choice, ...]]:
        """The rows that are choices: people by their e-mail address, currencies by their code."""
        users = self._api.all(
            "systemusers?$select=systemuserid,internalemailaddress,fullname&$filter=isdisabled eq false".replace(
                " ", "%20"
            )
        )
        currencies = self._api.all("transactioncurrencies?$select=transactioncurrencyid,isocurrencycode")
        try:
            return {
                "systemuser": tuple(
                    Choice(
                        value=str(one["systemuserid"]),
                        label=str(
                            one.get("internalemailaddress") or one.get("fullname") or one["systemuserid"]
                        ),
                    )
                    for one in users
                ),
                "transactioncurrency": tuple(
                    Choice(value=str(one["transactioncurrencyid"]), label=str(one["isocurrencycode"]))
                    for one in currencies
                ),
            }
        except KeyError as missing:
            raise BadAnswer(f"Dynamics answered without {missing.args[0]!r}") from None

    def _reader(self, object: str, fields: Sequence[str]) -> Reader:
        key = (object, tuple(fields))
        if key not in self._readers:
            if self._feed.me is None:
                self._feed.me = self._api.me() or None
            if object not in self._known or any(name not in self._known[object].slots for name in fields):
                self.schema(object)
            self._readers[key] = Reader(self._known[object], fields)
        return self._readers[key]

    def _fresh(self, object: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except RequestRefused:
            self._forget(object)  # the org's columns may have changed under us
            raise

    def _forget(self, object: str) -> None:
        self._known.pop(object, None)
        self._readers = {key: reader for key, reader in self._readers.items() if key[0] != object}
