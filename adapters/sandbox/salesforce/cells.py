"""How one field of a row is read: stored, kept by the system, or put together from others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.people import user_id
from adapters.sandbox.salesforce.schema import Kind, Schema, SField, SObject
from adapters.sandbox.salesforce.stamps import stamp_text
from adapters.sandbox.salesforce.table import SalesforceTable
from adapters.sandbox.world import World

Cell = Callable[[Row], Any]

STAGES: Mapping[str, tuple[int, bool, bool]] = {
    "Prospecting": (10, False, False),
    "Qualification": (10, False, False),
    "Needs Analysis": (20, False, False),
    "Value Proposition": (50, False, False),
    "Id. Decision Makers": (60, False, False),
    "Perception Analysis": (70, False, False),
    "Proposal/Price Quote": (75, False, False),
    "Negotiation/Review": (90, False, False),
    "Closed Won": (100, True, True),
    "Closed Lost": (0, True, False),
}
"""Of each stage of a fresh org: probability in percent, closed, won."""

_KEPT = frozenset(
    {
        "Id",
        "IsDeleted",
        "MasterRecordId",
        "CreatedDate",
        "CreatedById",
        "LastModifiedDate",
        "LastModifiedById",
        "SystemModstamp",
    }
)
_ADDRESS = (
    ("city", "City"),
    ("country", "Country"),
    ("geocodeAccuracy", None),
    ("latitude", None),
    ("longitude", None),
    ("postalCode", "PostalCode"),
    ("state", "State"),
    ("street", "Street"),
)


def is_stored(object: SObject, field: SField) -> bool:
    """Whether rows hold a value for the field, rather than it being worked out."""
    if field.name in _KEPT or field.kind is Kind.COMPOUND:
        return False
    if object.name == "Opportunity" and field.name in ("IsClosed", "IsWon", "ExpectedRevenue"):
        return False
    return not _is_person_name(object, field)


def _is_person_name(object: SObject, field: SField) -> bool:
    return field.name == "Name" and object.find("LastName") is not None


class Cells:
    """Readers of fields over one org's tables."""

    def __init__(self, world: World, schema: Schema) -> None:
        self.world = world
        self.schema = schema

    def table(self, name: str) -> SalesforceTable:
        return cast(SalesforceTable, self.world.tables[name])

    def cell(self, object: SObject, field: SField) -> Cell:
        """The reader of a field's JSON value."""
        if is_stored(object, field):
            stored = self.stored(object.name, field.name)
            if field.kind is Kind.BOOLEAN:
                return lambda row: bool(stored(row))
            return stored
        if field.kind is Kind.COMPOUND:
            return self._address(object, field.name.removesuffix("Address"))
        if _is_person_name(object, field):
            return self._person_name(object.name)
        return self._kept(object, field.name)

    def stamp(self, object: SObject, field: SField) -> Callable[[Row], int] | None:
        """The reader of a system time in ms, quicker to compare than its text; None for other fields."""
        table = self.table(object.name)
        return {
            "CreatedDate": lambda row: row.created,
            "SystemModstamp": lambda row: row.modified,
            "LastModifiedDate": table.edited_at,
        }.get(field.name)

    def stored(self, object_name: str, column: str) -> Cell:
        """The reader of a stored column."""
        at = self.table(object_name).columns[column]

        def read(row: Row) -> Any:
            values = row.values
            return values[at] if at < len(values) else None

        return read

    def _kept(self, object: SObject, name: str) -> Cell:
        table = self.table(object.name)
        match name:
            case "Id":
                return lambda row: row.id
            case "IsDeleted":
                return lambda row: row.archived_at is not None
            case "MasterRecordId":
                return lambda row: row.merged_into
            case "CreatedDate":
                return lambda row: stamp_text(row.created)
            case "SystemModstamp":
                return lambda row: stamp_text(row.modified)
            case "LastModifiedDate":
                return lambda row: stamp_text(table.edited_at(row))
            case "CreatedById":
                return lambda row: user_id(row.author)
            case "LastModifiedById":
                return lambda row: user_id(row.editor)
            case "IsClosed" | "IsWon":
                stage, place = self.stored(object.name, "StageName"), 1 if name == "IsClosed" else 2
                return lambda row: STAGES.get(stage(row), (0, False, False))[place]
            case "ExpectedRevenue":
                amount, share = self.stored(object.name, "Amount"), self.stored(object.name, "Probability")
                return lambda row: (
                    None if amount(row) is None else round(amount(row) * (share(row) or 0) / 100, 2)
                )
        raise KeyError(f"{object.name}.{name} is neither stored nor known to be worked out")

    def _person_name(self, object_name: str) -> Cell:
        first, last = self.stored(object_name, "FirstName"), self.stored(object_name, "LastName")

        def read(row: Row) -> str | None:
            given, family = first(row), last(row)
            return f"{given} {family}" if given and family else family or given

        return read

    def _address(self, object: SObject, prefix: str) -> Cell:
        columns = self.table(object.name).columns
        parts = [
            (key, self.stored(object.name, prefix + part) if part and prefix + part in columns else None)
            for key, part in _ADDRESS
        ]

        def read(row: Row) -> dict[str, Any] | None:
            address = {key: None if cell is None else cell(row) for key, cell in parts}
            return address if any(value is not None for value in address.values()) else None

        return read
