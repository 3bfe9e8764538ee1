"""Association types between objects: HubSpot's own numbers and the labels people add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adapters.sandbox.hubspot.errors import invalid
from adapters.sandbox.hubspot.fields import ObjectType

HUBSPOT_DEFINED, USER_DEFINED = "HUBSPOT_DEFINED", "USER_DEFINED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationType:
    """One direction of a kind of link; `inverse` is the type id of the other direction."""

    id: int
    from_object: str
    to_object: str
    name: str
    label: str | None
    category: str
    inverse: int

    def wire(self) -> dict[str, Any]:
        """The shape within associations and labels answers."""
        return {"category": self.category, "typeId": self.id, "label": self.label}


# id, inverse, from, to, name, inverse name, label: primary ones first, the unlabelled default last
_KNOWN = (
    (1, 2, "contacts", "companies", "contact_to_company", "company_to_contact", "Primary"),
    (279, 280, "contacts", "companies", "contact_to_company_unlabeled", "company_to_contact_unlabeled", None),
    (4, 3, "contacts", "deals", "contact_to_deal", "deal_to_contact", None),
    (6, 5, "companies", "deals", "company_to_deal", "deal_to_company", "Primary"),
    (342, 341, "companies", "deals", "company_to_deal_unlabeled", "deal_to_company_unlabeled", None),
    (449, 449, "contacts", "contacts", "contact_to_contact", "contact_to_contact", None),
    (450, 450, "companies", "companies", "company_to_company", "company_to_company", None),
    (578, 579, "leads", "contacts", "lead_to_primary_contact", "primary_contact_to_lead", "Primary"),
    (608, 609, "leads", "contacts", "lead_to_contact", "contact_to_lead", None),
    (610, 611, "leads", "companies", "lead_to_company", "company_to_lead", None),
    *(
        (inverse - 1, inverse, one, many, f"{single}_to_{kind}", f"{kind}_to_{single}", None)
        for kind, many, numbers in (
            ("call", "calls", (194, 182, 206)),
            ("meeting", "meetings", (200, 188, 212)),
            ("note", "notes", (202, 190, 214)),
            ("task", "tasks", (204, 192, 216)),
        )
        for inverse, single, one in zip(
            numbers, ("contact", "company", "deal"), ("contacts", "companies", "deals"), strict=True
        )
    ),
)
_FIRST_OWN_ID = 10_001
# The primary type a first unlabelled link gets of itself, by the unlabelled one.
PRIMARY_OF = {279: 1, 341: 5, 608: 578}


class AssociationTypes:
    """All types of the account."""

    def __init__(self) -> None:
        self._types: dict[int, AssociationType] = {}
        self._next = _FIRST_OWN_ID
        for id, inverse, one, other, name, back, label in _KNOWN:
            self._add(id, inverse, one, other, name, label, HUBSPOT_DEFINED)
            if inverse != id:
                self._add(inverse, id, other, one, back, label, HUBSPOT_DEFINED)

    def _add(
        self, id: int, inverse: int, one: str, other: str, name: str, label: str | None, category: str
    ) -> None:
        self._types[id] = AssociationType(
            id=id,
            from_object=one,
            to_object=other,
            name=name,
            label=label,
            category=category,
            inverse=inverse,
        )

    def name(self, id: int) -> str:
        """The name of a type, as `associations` in record answers spell it."""
        return self._types[id].name

    def get(self, id: int) -> AssociationType:
        """A type; raises KeyError."""
        return self._types[id]

    def between(self, one: ObjectType, other: ObjectType) -> list[AssociationType]:
        """The types from one object to another."""
        return [t for t in self._types.values() if (t.from_object, t.to_object) == (one.name, other.name)]

    def default(self, one: ObjectType, other: ObjectType) -> AssociationType:
        """The unlabelled type; made on first use for pairs HubSpot has no number of its own for."""
        found = [t for t in self.between(one, other) if t.label is None]
        if found:
            return found[0]
        id, inverse = self._new_pair(one, other)
        name, back = (f"{one.singular}_to_{other.singular}", f"{other.singular}_to_{one.singular}")
        self._add(id, inverse, one.name, other.name, name, None, HUBSPOT_DEFINED)
        if inverse != id:
            self._add(inverse, id, other.name, one.name, back, None, HUBSPOT_DEFINED)
        return self._types[id]

    def define(
        self, one: ObjectType, other: ObjectType, name: str, label: str, back_label: str | None
    ) -> list[AssociationType]:
        """A label of the account's own, both directions."""
        id, inverse = self._new_pair(one, other)
        self._add(id, inverse, one.name, other.name, name, label, USER_DEFINED)
        if inverse != id:
            self._add(inverse, id, other.name, one.name, f"{name}_inverse", back_label or label, USER_DEFINED)
        return [self._types[id]] if inverse == id else [self._types[id], self._types[inverse]]

    def remove(self, id: int) -> None:
        """Forgets a label of the account's own; raises Problem."""
        held = self._types.get(id)
        if held is None or held.category != USER_DEFINED:
            raise invalid(f"Association type {id} cannot be deleted")
        self._types.pop(id)
        self._types.pop(held.inverse, None)

    def pick(self, one: ObjectType, other: ObjectType, specs: list[dict[str, Any]]) -> list[AssociationType]:
        """The types named by AssociationSpec objects; raises Problem for one that does not fit the pair."""
        picked = []
        for spec in specs:
            held = self._types.get(spec.get("associationTypeId", -1))
            if held is None or (held.from_object, held.to_object) != (one.name, other.name):
                raise invalid(
                    f"Invalid association type {spec.get('associationTypeId')} for {one.singular} to {other.singular}"
                )
            picked.append(held)
        return picked

    def _new_pair(self, one: ObjectType, other: ObjectType) -> tuple[int, int]:
        id = self._next
        self._next += 1 if one is other else 2
        return id, id if one is other else id + 1
