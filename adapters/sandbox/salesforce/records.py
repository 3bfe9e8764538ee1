"""The org's rules for writing: fields, required, unique, look-ups, and what a delete takes along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.cells import STAGES, Cells, is_stored
from adapters.sandbox.salesforce.errors import (
    SalesforceError,
    duplicate_value,
    entity_is_deleted,
    malformed_id,
    no_such_column,
    not_found,
    not_writable,
    required_missing,
)
from adapters.sandbox.salesforce.ids import normal_id
from adapters.sandbox.salesforce.people import user_id
from adapters.sandbox.salesforce.record_types import FIELD as RECORD_TYPE
from adapters.sandbox.salesforce.record_types import OrgTypes
from adapters.sandbox.salesforce.schema import Kind, SField, SObject
from adapters.sandbox.salesforce.values import stored_value


class Records:
    """Writes over one org; every refusal is a SalesforceError raised before anything is written."""

    def __init__(self, cells: Cells, types: OrgTypes | None = None) -> None:
        self.cells = cells
        self._types = types
        self.world = cells.world
        self.schema = cells.schema

    # -- finding ------------------------------------------------------------------------------------------

    def object(self, name: str) -> SObject:
        """Raises 404 NOT_FOUND for an object the org has not."""
        found = self.schema.find(name)
        if found is None:
            raise not_found()
        return found

    def live(self, object: SObject, id: str) -> Row:
        """Raises MALFORMED_ID, NOT_FOUND or ENTITY_IS_DELETED."""
        normal = normal_id(id)
        if normal is None:
            raise malformed_id(id)
        row = self.cells.table(object.name).get(normal)
        if row is None:
            raise not_found()
        if row.archived_at is not None:
            raise entity_is_deleted()
        return row

    def key_field(self, object: SObject, name: str) -> SField:
        """A field rows can be addressed by. Raises 404 NOT_FOUND for any other."""
        found = object.find(name)
        if found is None or not (found.external_id or found.id_lookup):
            raise SalesforceError(
                404, "NOT_FOUND", f"Provided external ID field does not exist or is not accessible: {name}"
            )
        return found

    def by_key(self, object: SObject, field: SField, value: str) -> list[Row]:
        """Live rows with this external id, in Id order."""
        if field.kind is Kind.ID:
            return [self.live(object, value)]
        return sorted(self.cells.table(object.name).find(field.name, value), key=lambda row: row.id)

    # -- checking -----------------------------------------------------------------------------------------

    def checked(
        self, object: SObject, given: Mapping[str, Any], row: Row | None, by: Actor
    ) -> dict[str, Value]:
        """The values as they will be stored, defaults included for a new row."""
        values: dict[str, Value] = {}
        for name, value in given.items():
            if name == "attributes" or (row is None and value is None and name.lower() == "id"):
                continue
            field, meant = self._addressed(object, name, value)
            if not (field.createable if row is None else field.updateable) or not is_stored(object, field):
                raise not_writable(field.name)
            values[field.name] = stored_value(field, meant)
        if row is None:
            self._add_defaults(object, values, by)
        self._require(object, values, row)
        if self._types is not None:
            was = self.cells.table(object.name).value(row, RECORD_TYPE) if row is not None else None
            self._types.settle(object, values, was)
        for name, value in values.items():
            field = object.fields[name]
            if value is not None and field.kind is Kind.REFERENCE and name != RECORD_TYPE:
                self._check_target(field, str(value))
            if value is not None and field.unique:
                self._check_unique(object, field, value, row)
        stage = values.get("StageName")
        if object.name == "Opportunity" and stage is not None and "Probability" not in values:
            values["Probability"] = float(STAGES.get(str(stage), (0, False, False))[0])
        return values

    def _addressed(self, object: SObject, name: str, value: Any) -> tuple[SField, Any]:
        """The field meant; `"Account": {"Key__c": "A1"}` is the AccountId of the account with that key."""
        field = object.find(name)
        if field is not None:
            return field, value
        lookup = object.parent(name)
        if lookup is None or not isinstance(value, dict):
            raise no_such_column(name, object.name)
        keys = {key: part for key, part in value.items() if key != "attributes"}
        parent = self.object(lookup.references[0])
        if len(keys) != 1:
            raise SalesforceError(
                400,
                "INVALID_FIELD",
                f"Foreign key {name} needs exactly one external ID field of {parent.name}",
            )
        (key, wanted), *_ = keys.items()
        found = self.by_key(parent, self.key_field(parent, key), str(wanted))
        if len(found) != 1:
            wrong = "not found for" if not found else "matches more than one row of"
            raise SalesforceError(
                400,
                "INVALID_FIELD",
                f"Foreign key external ID: {str(wanted).lower()} {wrong} field {key} in entity {parent.name}",
            )
        return lookup, found[0].id

    def _add_defaults(self, object: SObject, values: dict[str, Value], by: Actor) -> None:
        for field in object.fields.values():
            if field.default_choice is not None and values.get(field.name) is None:
                values[field.name] = field.default_choice
        if "OwnerId" in object.fields and values.get("OwnerId") is None:
            values["OwnerId"] = user_id(by)

    def _require(self, object: SObject, values: Mapping[str, Value], row: Row | None) -> None:
        if row is None:
            missing = [f.name for f in object.fields.values() if f.required and values.get(f.name) is None]
        else:
            missing = [n for n, value in values.items() if value is None and not object.fields[n].nillable]
        if missing:
            raise required_missing(missing)

    def _check_target(self, field: SField, id: str) -> None:
        targets = [self.schema.objects[name] for name in field.references if name in self.schema.objects]
        target = next((each for each in targets if each.prefix == id[:3]), None)
        if target is None:
            raise SalesforceError(
                400,
                "FIELD_INTEGRITY_EXCEPTION",
                f"{field.label}: id value of incorrect type: {id}",
                (field.name,),
            )
        row = self.cells.table(target.name).get(id)
        if row is None:
            raise SalesforceError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", ())
        if row.archived_at is not None:
            raise SalesforceError(400, "ENTITY_IS_DELETED", "entity is deleted", ())

    def _check_unique(self, object: SObject, field: SField, value: Value, row: Row | None) -> None:
        for other in self.cells.table(object.name).find(field.name, value):
            same_case = (
                not field.case_sensitive or self.cells.table(object.name).value(other, field.name) == value
            )
            if other is not row and same_case:
                raise duplicate_value(field.name, other.id)

    # -- writing ------------------------------------------------------------------------------------------

    def check_new(self, object: SObject, given: Mapping[str, Any]) -> None:
        """Whether rows of this object may be created at all, with no Id of the caller's choosing."""
        for name, value in given.items():
            if name.lower() == "id" and value is not None:
                raise SalesforceError(
                    400, "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", ("Id",)
                )
        if object.name == "User":
            raise SalesforceError(
                400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "users are not created through this sandbox", ()
            )

    def create(self, object: SObject, given: Mapping[str, Any], by: Actor, trace: str | None = None) -> Row:
        """Adds a row."""
        self.check_new(object, given)
        return self.world.create(object.name, self.checked(object, given, None, by), by=by, trace=trace)

    def update(
        self, object: SObject, row: Row, given: Mapping[str, Any], by: Actor, trace: str | None = None
    ) -> None:
        """Writes the fields given. As at the vendor, even an update that changes nothing moves the stamps."""
        values = self.checked(object, given, row, by)
        if not self.world.update(object.name, row, values, by=by, trace=trace):
            row.editor = by
            self.cells.table(object.name).restamp(row, self.world.now())

    def delete(self, object: SObject, row: Row, by: Actor, trace: str | None = None) -> None:
        """Puts a row and what is cascaded from it into the bin; other look-ups to it are cleared."""
        self.world.delete(object.name, row, by=by, trace=trace)
        for relation in object.children:
            child = self.schema.find(relation.child)
            if child is None or relation.field not in child.fields:
                continue
            for each in self.cells.table(child.name).find(relation.field, row.id):
                if relation.cascade:
                    self.delete(child, each, by, trace)
                else:
                    self.world.update(child.name, each, {relation.field: None}, by=by, trace=trace)

    def undelete(self, id: str, by: Actor) -> None:
        """Takes a row out of the bin, with what its deletion took along. Raises UNDELETE_FAILED, INVALID_ID_FIELD."""
        object = self.schema.by_prefix(id[:3])
        row = self.cells.table(object.name).get(id) if object is not None else None
        if object is None:
            raise malformed_id(id)
        if row is None or row.archived_at is None:
            raise SalesforceError(400, "UNDELETE_FAILED", "Entity is not in the recycle bin", ())
        if not object.head.get("undeletable", True):
            text = "Entity type is not undeletable"
            raise SalesforceError(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", text, ())
        self._undelete(object, row, row.archived_at, by)

    def _undelete(self, object: SObject, row: Row, at: int, by: Actor) -> None:
        self.world.restore(object.name, row, by=by)
        dead = {
            field.name: None
            for field in object.fields.values()
            if field.references and is_stored(object, field) and self._is_binned(object, field, row)
        }
        if dead:
            self.world.update(object.name, row, dead, by=by)
        for relation in object.children:
            child = self.schema.find(relation.child)
            if child is None or relation.field not in child.fields or not relation.cascade:
                continue
            table = self.cells.table(child.name)
            for each in table.binned():
                if table.value(each, relation.field) == row.id and (each.archived_at or 0) >= at:
                    self._undelete(child, each, at, by)

    def _is_binned(self, object: SObject, field: SField, row: Row) -> bool:
        id = self.cells.table(object.name).value(row, field.name)
        target = self.schema.by_prefix(id[:3]) if isinstance(id, str) else None
        there = self.cells.table(target.name).get(str(id)) if target is not None else None
        return there is not None and there.archived_at is not None

    def merge(self, object: SObject, winner: Row, loser: Row, by: Actor) -> Row:
        """The loser goes to the bin with MasterRecordId set; rows that pointed at it point at the winner."""
        kept = self.world.merge(object.name, winner, loser, by=by)
        for child in self.schema.objects.values():
            for field in child.fields.values():
                if object.name in field.references and is_stored(child, field):
                    for each in self.cells.table(child.name).find(field.name, loser.id):
                        self.world.update(child.name, each, {field.name: kept.id}, by=by)
        return kept
