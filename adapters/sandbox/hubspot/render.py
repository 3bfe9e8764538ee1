"""Records as HubSpot writes them: only the properties asked for, times in ISO, nulls where unset."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.association_types import AssociationTypes
from adapters.sandbox.hubspot.fields import ObjectType, iso
from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.rows import Change, Row

Getter = Callable[[Row], str | None]
_PLANS_KEPT = 500


def source_of(actor: Actor) -> tuple[str, str]:
    """HubSpot's (source type, source id) of a writer."""
    if actor.kind is ActorKind.INTEGRATION:
        return "INTEGRATION", actor.id
    return "CRM_UI", f"userId:{actor.id}"


class Renderer:
    """Turns rows into wire records; keeps the worked-out property list of each distinct request."""

    def __init__(self, account: Account, association_types: AssociationTypes) -> None:
        self._account = account
        self._types = association_types
        self._plans: dict[tuple[object, ...], list[tuple[str, int, Getter | None]]] = {}

    def plan(self, object: ObjectType, asked: Iterable[str]) -> list[tuple[str, int, Getter | None]]:
        """(name, column or -1, getter) of each property to show; names nobody defined are passed over."""
        asked = tuple(asked)
        key = (object.name, object.version, asked)
        held = self._plans.get(key)
        if held is None:
            names = sorted({*object.always, *asked}) if asked else object.defaults
            columns = self._account.table(object).columns
            held = [
                (name, columns.get(name, -1), None if name in columns else self.getter(object, name))
                for name in names
                if name in object.properties
            ]
            if len(self._plans) >= _PLANS_KEPT:
                self._plans.clear()
            self._plans[key] = held
        return held

    def getter(self, object: ObjectType, name: str) -> Getter:
        """Works out a property that is not a column."""
        if name == "hs_object_id":
            return lambda row: row.id
        if name == "createdate":
            return lambda row: iso(row.created)
        if name == object.modified:
            return lambda row: iso(row.modified)
        if name in ("hs_object_source", "hs_object_source_label"):
            return lambda row: source_of(row.author)[0]
        if name == "hs_object_source_id":
            return lambda row: source_of(row.author)[1]
        if name == "hs_merged_object_ids":
            merged = self._account.merged_from.setdefault(object.name, {})
            return lambda row: ";".join(merged.get(row.id, ())) or None
        if name == "associatedcompanyid":
            return self._primary_company
        return lambda row: None

    def _primary_company(self, row: Row) -> str | None:
        links = self._account.world.links.of("contacts", row.id, "companies")
        return next((company for company, types in links if 1 in types), None)

    def record(
        self, object: ObjectType, row: Row, plan: list[tuple[str, int, Getter | None]]
    ) -> dict[str, Any]:
        """One record."""
        values = row.values
        size = len(values)
        properties: dict[str, Any] = {}
        for name, at, getter in plan:
            if getter is not None:
                properties[name] = getter(row)
            else:
                properties[name] = values[at] if at < size else None
        body = {
            "id": row.id,
            "properties": properties,
            "createdAt": iso(row.created),
            "updatedAt": iso(row.modified),
            "archived": row.archived_at is not None,
            "url": f"https://app.hubspot.com/contacts/{self._account.portal_id}/record/{object.type_id}/{row.id}",
        }
        if row.archived_at is not None:
            body["archivedAt"] = iso(row.archived_at)
        return body

    def written(self, object: ObjectType, row: Row, names: Iterable[str]) -> dict[str, Any]:
        """A record as writes answer it: what was written, the defaults, where it came from."""
        shown = {
            *names,
            *object.defaults,
            "hs_object_source",
            "hs_object_source_id",
            "hs_object_source_label",
        }
        return self.record(object, row, self.plan(object, sorted(shown)))

    def history(self, object: ObjectType, row: Row, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """`propertiesWithHistory`: per property its values, newest first."""
        table = self._account.table(object)
        shown: dict[str, list[dict[str, Any]]] = {}
        for name in names:
            if name not in object.properties:
                continue
            past = (row.history or {}).get(name)
            if past is None:
                value = table.value(row, name) if name in table.columns else self.getter(object, name)(row)
                past = [] if value is None else [Change(value=value, at=row.created, actor=row.author)]
            shown[name] = [_past_value(change) for change in past]
        return shown

    def links(self, object: ObjectType, row: Row, to_objects: Iterable[ObjectType]) -> dict[str, Any]:
        """`associations` of one record."""
        shown: dict[str, Any] = {}
        for other in to_objects:
            links = self._account.world.links.of(object.name, row.id, other.name)
            results = [
                {"id": id, "type": self._types.name(type_id)}
                for id, type_ids in links
                for type_id in type_ids
            ]
            if results:
                shown[other.name] = {"results": results}
        return shown


def _past_value(change: Change) -> dict[str, Any]:
    source, source_id = source_of(change.actor)
    body: dict[str, Any] = {
        "value": "" if change.value is None else str(change.value),
        "timestamp": iso(change.at),
        "sourceType": source,
        "sourceId": source_id,
    }
    if change.actor.kind is ActorKind.USER and change.actor.id.isdigit():
        body["updatedByUserId"] = int(change.actor.id)
    return body
