"""The RemoteExecutionContext a webhook carries, in the odd JSON of a DataContract serializer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.users import BUSINESS_UNIT, ORGANIZATION, user_id
from adapters.sandbox.ledger import Entry, Op, Value
from adapters.sandbox.rows import Row

_CONTRACTS: Final = "http://schemas.microsoft.com/xrm/2011/Contracts"
_NO_ID: Final = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One message about one row: `values` are the columns written, `changed` their names."""

    entity: Entity
    id: str
    message: str
    user: str
    at: int
    values: Mapping[str, Value]
    shared: str | None
    operation: str
    correlation: str
    subordinate: str | None = None

    @property
    def changed(self) -> set[str]:
        return set(self.values)


class Contexts:
    def __init__(self, org: Org) -> None:
        self._org = org

    def events(self, entry: Entry) -> Iterator[Event]:
        """What a write is to Dataverse's pipeline; a restore is no message of its own in a step of Create or Update."""
        entity = self._org.entities.get(entry.object)
        message = {
            Op.CREATE: "Create",
            Op.UPDATE: "Update",
            Op.DELETE: "Delete",
            Op.MERGE: "Merge",
            Op.RESTORE: "Restore",
        }.get(entry.op)
        if entity is None or not entity.owned or message is None:  # nobody subscribes to the org's own tables
            return
        yield Event(
            entity=entity,
            id=entry.id,
            message=message,
            user=user_id(entry.actor),
            at=entry.at,
            values=dict(entry.changes),
            shared=entry.trace,
            operation=str(uuid.uuid4()),
            correlation=str(uuid.uuid4()),
            subordinate=entry.other if entry.op is Op.MERGE else None,
        )

    def context(self, event: Event, *, asynchronous: bool) -> dict[str, Any]:
        """As the recorded sample has it."""
        shared = [] if event.shared is None else [{"key": "tag", "value": event.shared}]
        return {
            "BusinessUnitId": BUSINESS_UNIT,
            "CorrelationId": event.correlation,
            "Depth": 1,
            "InitiatingUserAzureActiveDirectoryObjectId": _NO_ID,
            "InitiatingUserId": event.user,
            "InputParameters": self._inputs(event),
            "IsExecutingOffline": False,
            "IsInTransaction": not asynchronous,
            "IsOfflinePlayback": False,
            "IsolationMode": 1,
            "MessageName": event.message,
            "Mode": 1 if asynchronous else 0,
            "OperationCreatedOn": f"/Date({event.at // 1000 * 1000}+0000)/",
            "OperationId": event.operation if asynchronous else _NO_ID,
            "OrganizationId": ORGANIZATION,
            "OrganizationName": "sandbox",
            "OutputParameters": [{"key": "id", "value": event.id}] if event.message == "Create" else [],
            "OwningExtension": None,
            "ParentContext": None,
            "PostEntityImages": self._images(event) if asynchronous else [],
            "PreEntityImages": [],
            "PrimaryEntityId": event.id,
            "PrimaryEntityName": event.entity.name,
            "RequestId": None,
            "SecondaryEntityName": "none",
            "SharedVariables": shared,
            "Stage": 40,
            "UserAzureActiveDirectoryObjectId": _NO_ID,
            "UserId": event.user,
        }

    def stripped(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Without what made it too big."""
        empty = (
            "InputParameters",
            "PreEntityImages",
            "PostEntityImages",
            "SharedVariables",
            "OutputParameters",
        )
        return {**context, **{name: [] for name in empty}, "ParentContext": None}

    def _inputs(self, event: Event) -> list[dict[str, Any]]:
        if event.message in ("Delete", "Restore"):
            return [{"key": "Target", "value": _reference(event.entity.name, event.id)}]
        if event.message == "Merge":
            content = self._entity(event, self._attributes(event))
            return [
                {"key": "Target", "value": _reference(event.entity.name, event.id)},
                {"key": "SubordinateId", "value": event.subordinate},
                {"key": "UpdateContent", "value": content},
                {"key": "PerformParentingChecks", "value": False},
            ]
        return [{"key": "Target", "value": self._entity(event, self._attributes(event))}]

    def _entity(self, event: Event, attributes: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "__type": f"Entity:{_CONTRACTS}",
            "Attributes": attributes,
            "EntityState": None,
            "FormattedValues": [],
            "Id": event.id,
            "KeyAttributes": [],
            "LogicalName": event.entity.name,
            "RelatedEntities": [],
            "RowVersion": None,
        }

    def _attributes(self, event: Event) -> list[dict[str, Any]]:
        table = self._org.table(event.entity.name)
        row = table.get(event.id)
        out = []
        for name, value in event.values.items():
            attribute = event.entity.attributes.get(name)
            if attribute is not None:
                out.append({"key": name, "value": self._value(event.entity, attribute, value, row)})
        out += [
            {"key": event.entity.id, "value": event.id},
            {"key": "modifiedon", "value": f"/Date({event.at // 1000 * 1000})/"},
            {"key": "modifiedby", "value": _reference("systemuser", event.user)},
            {"key": "modifiedonbehalfby", "value": None},
        ]
        return out

    def _value(self, entity: Entity, one: Attribute, value: Value, row: Row | None) -> Any:
        if value is None:
            return None
        match one.type:
            case "Picklist" | "State" | "Status":
                return {"__type": f"OptionSetValue:{_CONTRACTS}", "Value": value}
            case "MultiSelectPicklist":
                return [
                    {"__type": f"OptionSetValue:{_CONTRACTS}", "Value": int(part)}
                    for part in str(value).split(",")
                ]
            case "Money":
                return {"__type": f"Money:{_CONTRACTS}", "Value": value}
            case "DateTime":
                text = str(value)
                at = datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00+00:00")
                return f"/Date({int(at.timestamp() * 1000)})/"
            case "Lookup" | "Customer" | "Owner":
                kind = self._org.target_cell(entity, one)(row) if row is not None else None
                return _reference(kind or next(iter(one.targets)), str(value))
        return value

    def _images(self, event: Event) -> list[dict[str, Any]]:
        """The image an asynchronous step has by itself: the row's name and id."""
        if event.message == "Delete":
            return []
        primary = event.entity.primary
        attributes: list[dict[str, Any]] = [
            {"key": primary, "value": self._org.title(event.entity.name, event.id)},
            {"key": event.entity.id, "value": event.id},
        ]
        return [{"key": "AsynchronousStepPrimaryName", "value": self._entity(event, attributes)}]


def _reference(name: str, id: str) -> dict[str, Any]:
    return {
        "__type": f"EntityReference:{_CONTRACTS}",
        "Id": id,
        "KeyAttributes": [],
        "LogicalName": name,
        "Name": None,
        "RowVersion": None,
    }
