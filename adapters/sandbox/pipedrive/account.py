"""One Pipedrive account: its objects, what it refuses, and what a merge does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.pipedrive.catalogue import (
    ACTIVITY,
    DEAL,
    NOTE,
    ORGANIZATION,
    PERSON,
    STAGES,
    USERS,
    options_of,
)
from adapters.sandbox.pipedrive.cleaning import cleaned
from adapters.sandbox.pipedrive.errors import Refusal, invalid, not_found
from adapters.sandbox.pipedrive.fields import Field
from adapters.sandbox.rows import Row, Table
from adapters.sandbox.world import World

_BUILT_IN: Final = {
    "persons": PERSON,
    "organizations": ORGANIZATION,
    "deals": DEAL,
    "activities": ACTIVITY,
    "notes": NOTE,
}
SINGULAR: Final = {
    "persons": "person",
    "organizations": "organization",
    "deals": "deal",
    "activities": "activity",
    "notes": "note",
}
_REFERENCES: Final = {"org": "organizations", "people": "persons", "deal": "deals", "participants": "persons"}
_TITLE: Final = {
    "persons": "name",
    "organizations": "name",
    "deals": "title",
    "activities": "subject",
    "notes": "content",
}
_MARKUP: Final = {"activities": "note", "notes": "content"}
_ATTACHED: Final = ("deal_id", "person_id", "org_id")
_FIRST_ID: Final = 1_000_000
PARTS_OF_LIST: Final = ("email", "phone")


@dataclass(slots=True, kw_only=True)
class Entity:
    """One object: its plural name in paths, and its fields by code."""

    name: str
    fields: dict[str, Field]

    @property
    def singular(self) -> str:
        return SINGULAR[self.name]

    def field_of(self, column: str) -> Field | None:
        """The field a column belongs to ("postal_address.locality" to postal_address)."""
        return self.fields.get(column) or self.fields.get(column.split(".", 1)[0])

    @property
    def custom(self) -> list[Field]:
        return [one for one in self.fields.values() if one.custom]


class Account:
    """The account's tables and rules. A deleted record is a row in the bin; `world` keeps it thirty days and longer."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.entities: dict[str, Entity] = {}
        self.made = 0
        for name, built_in in _BUILT_IN.items():
            fields = {
                code: Field(code=code, name=label, type=kind, written=written, options=options_of(code))
                for code, label, kind, written in built_in
            }
            self.entities[name] = Entity(name=name, fields=fields)
            columns = [column for one in fields.values() for column in one.columns]
            columns += [f"{code}.more" for code in PARTS_OF_LIST if code in fields]
            world.add_table(name, make_id=lambda serial: str(_FIRST_ID + serial), columns=columns)

    def entity(self, name: str) -> Entity:
        if name not in self.entities:
            raise not_found("Resource", name)
        return self.entities[name]

    def table(self, entity: Entity) -> Table:
        return self.world.tables[entity.name]

    def live(self, entity: Entity, id: str) -> Row:
        row = self.table(entity).get(id)
        if row is None or row.archived_at is not None:
            raise not_found(entity.singular.capitalize(), id)
        return row

    def check(self, entity: Entity, values: Mapping[str, Value], row: Row | None) -> dict[str, Value]:
        """Values as they are stored, with what Pipedrive sets by itself. Raises Refusal."""
        checked: dict[str, Value] = {}
        for column, value in values.items():
            if column.endswith(".more"):
                checked[column] = value
                continue
            field = entity.field_of(column)
            if field is None or column not in field.columns:
                raise invalid(column, "is not allowed")
            if not field.written:
                raise invalid(column, "cannot be written")
            held = self._referred(field, field.check(column, value))
            checked[column] = (
                cleaned(held) if column == _MARKUP.get(entity.name) and isinstance(held, str) else held
            )
        if entity.name == "activities":
            return self._activity(checked, row)
        title = _TITLE[entity.name]
        if (row is None or title in checked) and not checked.get(title):
            raise invalid(title, "is required")
        if entity.name == "notes":
            if row is None and not any(checked.get(name) for name in _ATTACHED):
                raise invalid("deal_id", "one of deal_id, person_id, org_id, lead_id is required")
            return checked
        if row is None:
            checked.setdefault("owner_id", USERS[0][0])
            checked.setdefault("visible_to", 3)
        if entity.name == "deals":
            self._deal(checked, row)
        return checked

    def _activity(self, checked: dict[str, Value], row: Row | None) -> dict[str, Value]:
        """What Pipedrive sets by itself: the usual type, its name as the subject, and who the first participant is."""
        if row is None:
            checked.setdefault("owner_id", USERS[0][0])
            checked.setdefault("type", "call")
            checked.setdefault("done", False)
            if not checked.get("subject"):
                checked["subject"] = str(checked["type"]).capitalize()
        if "participants" in checked:
            people = checked["participants"]
            checked["person_id"] = None if people is None else str(people).split(",", 1)[0]
        return checked

    def _referred(self, field: Field, value: Value) -> Value:
        target = _REFERENCES.get(field.type)
        for one in str(value).split(",") if target is not None and value is not None else ():
            found = self.world.tables[target or ""].get(one)
            if found is None or found.archived_at is not None:
                raise invalid(field.code, f"{SINGULAR[target or '']} {one} does not exist")
        if field.type == "user" and value is not None and value not in {id for id, *_ in USERS}:
            raise invalid(field.code, f"user {value} does not exist")
        return value

    def _deal(self, checked: dict[str, Value], row: Row | None) -> None:
        if row is None:
            checked.setdefault("pipeline_id", 1)
            checked.setdefault("stage_id", 1)
            checked.setdefault("status", "open")
            checked.setdefault("currency", "EUR")
            checked.setdefault("is_archived", False)
        stage = checked.get("stage_id")
        if stage is not None and not 1 <= int(str(stage)) <= len(STAGES):
            raise invalid("stage_id", f"stage {stage} does not exist")
        if checked.get("status") == "deleted":
            raise invalid("status", "a deal is deleted by DELETE")

    def merge(self, entity: Entity, winner: Row, loser: Row, by: Actor) -> Row:
        """The winner keeps its id and its values; what it lacks comes from the loser, and what pointed there follows."""
        if winner is loser:
            raise Refusal(400, "A record cannot be merged with itself")
        for other in self.entities.values():
            for field in other.fields.values():
                if _REFERENCES.get(field.type) == entity.name:
                    table = self.table(other)
                    for row in list(table.find(field.code, loser.id)):
                        self.world.update(other.name, row, {field.code: winner.id}, by=by)
        return self.world.merge(entity.name, winner, loser, by=by)

    def add_field(self, entity: Entity, field: Field) -> None:
        if any(one.name.casefold() == field.name.casefold() for one in entity.custom):
            raise Refusal(400, f"Field with name {field.name!r} already exists")
        entity.fields[field.code] = field
        for column in field.columns:
            self.table(entity).add_column(column)

    def remove_field(self, entity: Entity, code: str) -> None:
        field = entity.fields.pop(code)
        for column in field.columns:
            self.table(entity).drop_column(column)
