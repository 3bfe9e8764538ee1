"""One HubSpot account's rules: objects and properties, what may be written, uniqueness, merging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.sandbox.hubspot.catalogue import add_system_properties, standard_objects
from adapters.sandbox.hubspot.errors import BadValue, Problem, invalid, invalid_values
from adapters.sandbox.hubspot.fields import Group, ObjectType, Property, changed_property, new_property, store
from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.rows import Row, Table
from adapters.sandbox.world import World

_ID_BASES = {
    "contacts": 220_000_000_000,
    "companies": 290_000_000_000,
    "deals": 380_000_000_000,
    "notes": 510_000_000_000,
    "calls": 520_000_000_000,
    "meetings": 530_000_000_000,
    "tasks": 540_000_000_000,
}
_OTHER_ID_BASE = 410_000_000_000


class Account:
    """Objects, their tables, and the writes the API and people share."""

    def __init__(self, world: World, *, portal_id: int, merge_new_id: bool) -> None:
        self.world = world
        self.portal_id = portal_id
        self.merge_new_id = merge_new_id
        self.objects = standard_objects()
        self.merged_from: dict[str, dict[str, list[str]]] = {}
        self._names: dict[str, ObjectType] = {}
        self._next_type = 1
        for object in self.objects.values():
            self._open(object)

    # -- objects and properties ---------------------------------------------------------------------------

    def object(self, name: str) -> ObjectType:
        """The object meant by a path segment: plural, singular, type id or full name; raises Problem."""
        found = self._names.get(name) or self._names.get(name.lower())
        if found is None:
            raise Problem(400, "VALIDATION_ERROR", f"Unable to infer object type from: {name}")
        return found

    def table(self, object: ObjectType) -> Table:
        """The rows of an object."""
        return self.world.tables[object.name]

    def add_object(self, body: Mapping[str, Any]) -> ObjectType:
        """A custom object from a schemas create request; raises Problem."""
        name, labels = body.get("name"), body.get("labels") or {}
        if not isinstance(name, str) or not name.isidentifier():
            raise invalid(f"Invalid object name {name!r}")
        full = f"p{self.portal_id}_{name}"
        if name in self._names or full in self._names:
            raise Problem(409, "CONFLICT", f"An object named {name} already exists")
        now = self.world.now()
        object = ObjectType(
            name=name,
            singular=name,
            type_id=f"2-{7_000_000 + self._next_type}",
            label=str(labels.get("singular") or name),
            label_plural=str(labels.get("plural") or name),
            modified="hs_lastmodifieddate",
            display=str(body.get("primaryDisplayProperty") or "hs_object_id"),
            defaults=("createdate", "hs_lastmodifieddate", "hs_object_id"),
            aliases=(full,),
            custom=True,
            required=tuple(body.get("requiredProperties") or ()),
            created=now,
        )
        group = f"{name}_information"
        object.groups[group] = Group(name=group, label=f"{object.label} information", order=0)
        for entry in body.get("properties") or ():
            made = new_property({"groupName": group, **entry}, now, object)
            object.properties[made.name] = made
        add_system_properties(object, group)
        self._next_type += 1
        self.objects[name] = object
        self._open(object)
        return object

    def remove_object(self, object: ObjectType) -> None:
        """Deletes an empty custom object; raises Problem."""
        if not object.custom:
            raise invalid(f"{object.name} is a standard object and cannot be deleted")
        if len(self.table(object)):
            raise invalid(f"{object.name} still has records; delete them first")
        for name in [name for name, held in self._names.items() if held is object]:
            del self._names[name]
        del self.objects[object.name], self.world.tables[object.name]

    def add_property(self, object: ObjectType, definition: Property) -> None:
        """Adds a property; raises Problem when its name is taken."""
        if definition.name in object.properties:
            raise Problem(
                409,
                "OBJECT_ALREADY_EXISTS",
                f"A property named '{definition.name}' already exists.",
                context={"name": [definition.name]},
                sub_category="Properties.PROPERTY_WITH_NAME_EXISTS",
            )
        object.properties[definition.name] = definition
        object.version += 1
        self.table(object).add_column(definition.name)

    def change_property(
        self, object: ObjectType, name: str, body: dict[str, Any], *, drift: bool = False
    ) -> Property:
        """Changes a definition; HubSpot's own resist unless it is `drift`. Raises Problem."""
        held = self.property(object, name)
        if held.defined and not drift and set(body) - {"label", "description", "options", "groupName"}:
            raise invalid(f"Property {name} is defined by HubSpot; its definition is read only")
        object.properties[name] = changed_property(held, body, self.world.now())
        if drift and "hasUniqueValue" in body:
            object.properties[name] = replace(object.properties[name], unique=bool(body["hasUniqueValue"]))
        object.version += 1
        return object.properties[name]

    def remove_property(self, object: ObjectType, name: str, *, drift: bool = False) -> None:
        """Archives a property with its values; raises Problem."""
        held = self.property(object, name)
        if held.defined and not drift:
            raise invalid(f"Property {name} is defined by HubSpot and cannot be archived")
        del object.properties[name]
        object.version += 1
        self.table(object).drop_column(name)

    def property(self, object: ObjectType, name: str) -> Property:
        """A definition; raises Problem 404."""
        held = object.properties.get(name)
        if held is None:
            raise Problem(404, "OBJECT_NOT_FOUND", f"Property {name} does not exist on {object.label}")
        return held

    def _open(self, object: ObjectType) -> None:
        names = {
            object.name,
            object.singular,
            object.type_id,
            object.label,
            object.label_plural,
            *object.aliases,
        }
        for name in names:
            self._names[name] = self._names[name.lower()] = object
        base = _ID_BASES.get(object.name, _OTHER_ID_BASE)
        stored = [name for name, held in object.properties.items() if not held.read_only]
        self.world.add_table(object.name, make_id=lambda n: str(base + n * 7), columns=stored)

    # -- records ------------------------------------------------------------------------------------------

    def find(self, object: ObjectType, id: str, id_property: str | None = None) -> Row | None:
        """The live record an id (merged ones included) or a unique property's value stands for."""
        table = self.table(object)
        if id_property and id_property != "hs_object_id":
            definition = object.properties.get(id_property)
            if definition is None or not definition.unique:
                raise invalid(
                    f"Property {id_property!r} on {object.label} is not a unique identifier property"
                )
            found = table.find(id_property, id)
            return found[0] if found else None
        row = table.resolve(id)
        return row if row is not None and row.archived_at is None else None

    def check(self, object: ObjectType, values: Mapping[str, Any], row: Row | None) -> dict[str, Value]:
        """Values as stored, for a new record (`row` None) or a change; raises Problem.

        Unknown names are refused before anything else, as HubSpot does.
        """
        unknown = [name for name in values if name not in object.properties]
        if unknown:
            raise invalid_values(
                [
                    BadValue(name=n, code="PROPERTY_DOESNT_EXIST", message=f'Property "{n}" does not exist')
                    for n in unknown
                ]
            )
        stored: dict[str, Value] = {}
        bad: list[BadValue] = []
        for name, value in values.items():
            definition = object.properties[name]
            if definition.read_only:
                message = f'"{name}" is a read only property; its value cannot be set.'
                bad.append(BadValue(name=name, code="READ_ONLY_VALUE", message=message))
                continue
            try:
                stored[name] = store(definition, value)
            except ValueError as error:
                bad.append(error.args[0])
        if bad:
            raise invalid_values(bad)
        if row is None:
            lacking = [name for name in object.required if stored.get(name) is None]
            if lacking:
                raise invalid(f"Error creating {object.label.upper()}. Some required properties were not set.",
                              {"properties": lacking})  # fmt: skip
        for name, text in stored.items():
            if text is not None and object.properties[name].unique:
                self._refuse_taken(object, name, text, row)
        return stored

    def _refuse_taken(self, object: ObjectType, name: str, value: Value, row: Row | None) -> None:
        taken = [held for held in self.table(object).find(name, value) if held is not row]
        if not taken:
            return
        if name == "email":
            raise Problem(
                409,
                "CONFLICT",
                f"{object.label} already exists. Existing ID: {taken[0].id}",
                context={"existingId": [taken[0].id]},
            )
        message = (
            f"Cannot set {name} on {row.id if row else 'a new record'}. {taken[0].id} already has that value."
        )
        raise invalid_values([BadValue(name=name, code="CONFLICTING_UNIQUE_VALUE", message=message)])

    def merge(self, object: ObjectType, winner: Row, loser: Row, by: Actor) -> Row:
        """Merges; by default the result has a new id, as HubSpot's merge reference says it may."""
        if winner is loser:
            raise invalid(f"Cannot merge {object.label} {winner.id} with itself")
        table = self.table(object)
        second = table.value(loser, "email") if object.name == "contacts" else None
        had_email = table.value(winner, "email") is not None
        merged = self.world.merge(object.name, winner, loser, by=by, new_id=self.merge_new_id)
        held = self.merged_from.setdefault(object.name, {})
        past = [*held.pop(winner.id, ()), *held.pop(loser.id, ()), winner.id, loser.id]
        held[merged.id] = [id for id in past if id != merged.id]
        if second is not None and had_email:
            more = [str(table.value(merged, "hs_additional_emails") or ""), str(second)]
            self.world.update(
                object.name, merged, {"hs_additional_emails": ";".join(e for e in more if e)}, by=by
            )
        return merged
