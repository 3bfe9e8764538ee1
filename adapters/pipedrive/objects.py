"""The objects of Pipedrive that can be synced, and where its API keeps each (v2; v1 only where v2 has nothing)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.errors import RequestRefused

MARKER_NAME: Final = (
    "CRM Sync key"  # the custom field that holds our marker; its code differs in every account
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectFacts:
    """`name` is the word in paths, `entity` the one in webhooks. `archives`: archived records leave the usual list.

    `marked`: it can have a field of ours. Activities cannot (v2 reference: their bodies have no custom fields, and
    activityFields has no POST), nor can notes, so a lost create is looked up by what it holds. `maker` names who made it.
    `old`: only v1 has it.
    """

    name: str
    entity: str
    label: str
    plural: str
    fields_path: str
    required: str
    archives: bool = False
    marked: bool = True
    maker: str = ""
    old: bool = False

    @property
    def path(self) -> str:
        return f"/api/{'v1' if self.old else 'v2'}/{self.name}"

    @property
    def change(self) -> str:
        """The method that changes a record's fields."""
        return "PUT" if self.old else "PATCH"


OBJECTS: Final[Mapping[str, ObjectFacts]] = {
    one.name: one
    for one in (
        ObjectFacts(
            name="organizations",
            entity="organization",
            label="Organization",
            plural="Organizations",
            fields_path="organizationFields",
            required="name",
        ),
        ObjectFacts(
            name="persons",
            entity="person",
            label="Person",
            plural="People",
            fields_path="personFields",
            required="name",
        ),
        ObjectFacts(
            name="deals",
            entity="deal",
            label="Deal",
            plural="Deals",
            fields_path="dealFields",
            required="title",
            archives=True,
        ),
        ObjectFacts(
            name="activities",
            entity="activity",
            label="Activity",
            plural="Activities",
            fields_path="activityFields",
            required="",
            marked=False,
            maker="creator_user_id",
        ),
        ObjectFacts(
            name="notes",
            entity="note",
            label="Note",
            plural="Notes",
            fields_path="",
            required="content",
            marked=False,
            maker="user_id",
            old=True,
        ),
    )
}


def object_facts(name: str) -> ObjectFacts:
    """Raises RequestRefused for an object we do not know; Pipedrive has no custom ones."""
    if name not in OBJECTS:
        raise RequestRefused(f"Pipedrive has no object {name!r} that can be synced")
    return OBJECTS[name]
