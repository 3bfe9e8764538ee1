"""What happened, as webhook events: one ledger entry gives one event per subscription it concerns.

Shapes after HubSpot's webhooks documentation (recorded in contracts/recorded/hubspot/docs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.fields import ObjectType, iso
from adapters.sandbox.hubspot.render import source_of
from adapters.sandbox.ledger import Entry, Op

EVENTS = (
    "creation",
    "deletion",
    "privacyDeletion",
    "merge",
    "restore",
    "propertyChange",
    "associationChange",
)
_EVENT_OF = {
    Op.CREATE: "creation",
    Op.DELETE: "deletion",
    Op.PURGE: "privacyDeletion",
    Op.RESTORE: "restore",
    Op.MERGE: "merge",
    Op.ASSOCIATE: "associationChange",
    Op.DISSOCIATE: "associationChange",
}


@dataclass(slots=True, kw_only=True)
class Subscription:
    """One subscription of the app; `event_type` like ``contact.creation`` or ``object.creation``."""

    id: int
    event_type: str
    property_name: str | None
    object_type_id: str | None
    active: bool
    created: int
    updated: int

    def wire(self) -> dict[str, Any]:
        """The subscriptions API's shape."""
        body: dict[str, Any] = {
            "id": str(self.id),
            "eventType": self.event_type,
            "active": self.active,
            "createdAt": iso(self.created),
            "updatedAt": iso(self.updated),
        }
        if self.property_name is not None:
            body["propertyName"] = self.property_name
        if self.object_type_id is not None:
            body["objectTypeId"] = self.object_type_id
        return body

    def wants(self, object: ObjectType, event: str, property: str | None) -> bool:
        """Whether an event of an object is for this subscription."""
        subject, _, wanted = self.event_type.partition(".")
        if not self.active or wanted != event:
            return False
        if subject == "object":
            if self.object_type_id not in (object.type_id, object.name, *object.aliases):
                return False
        elif object.custom or subject != object.singular:
            return False
        return event != "propertyChange" or self.property_name == property


def events_of(
    entry: Entry, account: Account, subscriptions: Iterable[Subscription], app_id: int, first_id: int
) -> Iterator[dict[str, Any]]:
    """The events one write causes; `first_id` numbers its first one, each further change counts on."""
    object = account.objects.get(entry.object)
    if object is None:
        return
    happenings: list[tuple[str, str | None, dict[str, Any]]] = []
    kind = _EVENT_OF.get(entry.op)
    if kind is not None:
        happenings.extend((kind, None, detail) for detail in _details(entry, account, object, kind))
    if entry.op in (Op.CREATE, Op.UPDATE, Op.MERGE):
        for name, value in entry.changes.items():
            detail = {"propertyName": name, "propertyValue": "" if value is None else str(value)}
            happenings.append(("propertyChange", name, detail))
    source, source_id = source_of(entry.actor)
    for at, (event, changed, detail) in enumerate(happenings):
        for subscription in subscriptions:
            if subscription.wants(object, event, changed):
                body: dict[str, Any] = {
                    "appId": app_id,
                    "eventId": first_id + at,
                    "subscriptionId": subscription.id,
                    "portalId": account.portal_id,
                    "occurredAt": entry.at,
                    "subscriptionType": subscription.event_type,
                    "attemptNumber": 0,
                    "objectId": int(entry.id),
                    "changeSource": source,
                    "sourceId": source_id,
                    **detail,
                }
                if subscription.event_type.startswith("object."):
                    body["objectTypeId"] = object.type_id
                yield body


def _details(entry: Entry, account: Account, object: ObjectType, event: str) -> list[dict[str, Any]]:
    match event:
        case "creation":
            return [{"changeFlag": "NEW"}]
        case "deletion" | "privacyDeletion":
            return [{"changeFlag": "DELETED"}]
        case "merge":
            primary = entry.kept or entry.id
            return [
                {
                    "primaryObjectId": int(primary),
                    "mergedObjectIds": [int(entry.other or 0)],
                    "newObjectId": int(entry.id),
                    "numberOfPropertiesMoved": len(entry.changes),
                }
            ]
        case "associationChange":
            other = account.objects.get(entry.other_object or "")
            if other is None:
                return []
            return [
                {
                    "associationType": f"{object.singular}_TO_{other.singular}".upper(),
                    "fromObjectId": int(entry.id),
                    "toObjectId": int(entry.other or 0),
                    "associationRemoved": entry.op is Op.DISSOCIATE,
                    "isPrimaryAssociation": False,
                }
            ]
        case _:
            return [{}]
