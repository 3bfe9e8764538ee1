"""Association fields of opportunities: OpportunityContactRole, a row for each contact and role.

"@contacts" are all of them, once each; "@contacts.Decision Maker" those with that role; "@primary" the primary one. Adding a
contact makes a row without a role; taking it out removes all its rows; whoever only loses a role stays without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.base import Refusal, Result
from adapters.salesforce import soql
from adapters.salesforce.api import SalesforceApi
from adapters.salesforce.payloads import CONTACTS, PRIMARY, ROLE, ContactRole, Row, judge
from adapters.writing import PartRefused
from core.records import Fields, Value

_READ_BATCH: Final = 200
_WRITE_BATCH: Final = 200
_COLUMNS: Final = ("Id", "ContactId", "Role", "IsPrimary")
_RELATION: Final = "OpportunityContactRoles"
SUBSELECT: Final = f"(SELECT {','.join(_COLUMNS)} FROM {_RELATION})"


def in_row(api: SalesforceApi, row: Row) -> list[ContactRole]:
    """The contact roles of an opportunity that was selected with `SUBSELECT`."""
    nested = row.get(_RELATION)
    if not isinstance(nested, dict):
        return []
    rows = list(nested.get("records") or ())
    if not nested.get("done", True) and nested.get("nextRecordsUrl"):
        rows += api.more(str(nested["nextRecordsUrl"]))
    return [_role(one) for one in rows if one.get("ContactId")]


def read(api: SalesforceApi, ids: Sequence[str]) -> dict[str, list[ContactRole]]:
    """Every live role, by opportunity."""
    found: dict[str, list[ContactRole]] = {}
    for start in range(0, len(ids), _READ_BATCH):
        where = soql.within("OpportunityId", ids[start : start + _READ_BATCH])
        for row in api.query(soql.select(("OpportunityId", *_COLUMNS), ROLE, where)):
            if row.get("ContactId"):
                found.setdefault(str(row["OpportunityId"]), []).append(_role(row))
    return found


def _role(row: Row) -> ContactRole:
    return ContactRole(
        id=str(row.get("Id", "")),
        contact=str(row["ContactId"]),
        role=row.get("Role") or None,
        primary=bool(row.get("IsPrimary")),
    )


@dataclass(slots=True)
class _Rows:
    """One opportunity's rows on their way to what is wanted. `made` are new rows, `changed` fields by row id."""

    held: list[ContactRole]
    made: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    def want(self, fields: Fields) -> None:
        named = {name: _ids(value) for name, value in fields.items() if name != CONTACTS}
        if CONTACTS in fields:
            # Whoever is given a role in the same breath belongs to the deal as well.
            members = set(_ids(fields[CONTACTS])).union(*named.values())
            self.removed = [one.id for one in self.held if one.contact not in members]
            self.held = [one for one in self.held if one.contact in members]
            for contact in sorted(members - {one.contact for one in self.held}):
                self.made.append({"ContactId": contact})
        for name, contacts in named.items():
            if name == PRIMARY:
                self._primary(contacts)
            else:
                self._role(name.removeprefix(f"{CONTACTS}."), contacts)

    def _role(self, role: str, contacts: Sequence[str]) -> None:
        for one in self.held:
            if one.role == role and one.contact not in contacts:
                self.changed.setdefault(one.id, {})["Role"] = None
        bearing = {one.contact for one in self.held if one.role == role}
        for contact in contacts:
            if contact not in bearing:
                self._take(contact, "Role")["Role"] = role

    def _primary(self, contacts: Sequence[str]) -> None:
        for one in self.held:
            if one.primary and one.contact not in contacts:
                self.changed.setdefault(one.id, {})["IsPrimary"] = False
        bearing = {one.contact for one in self.held if one.primary}
        for contact in contacts:
            if contact not in bearing:
                self._take(contact, "IsPrimary")["IsPrimary"] = True

    def _take(self, contact: str, column: str) -> dict[str, Any]:
        """The contact's row in which this column is free: a new one of this write, one that is there, or another."""
        for made in self.made:
            if made["ContactId"] == contact and column not in made:
                return made
        for one in self.held:
            free = one.role is None if column == "Role" else not one.primary
            if one.contact == contact and free and column not in self.changed.get(one.id, {}):
                return self.changed.setdefault(one.id, {})
        self.made.append({"ContactId": contact})
        return self.made[-1]


def write(api: SalesforceApi, wanted: Mapping[str, Fields]) -> dict[str, tuple[Refusal, ...]]:
    """Makes the contact roles of each opportunity what the association fields say; the refusals by opportunity."""
    held = read(api, list(wanted))
    create: list[tuple[str, Row]] = []
    change: list[tuple[str, Row]] = []
    remove: list[tuple[str, str]] = []
    type = {"attributes": {"type": ROLE}}
    for id, fields in wanted.items():
        rows = _Rows(held=list(held.get(id, ())))
        rows.want(fields)
        create += [(id, {**type, "OpportunityId": id, **row}) for row in rows.made]
        change += [(id, {**type, "id": row, **some}) for row, some in rows.changed.items()]
        remove += [(id, row) for row in rows.removed]
    refused: dict[str, tuple[Refusal, ...]] = {}
    for verb, some in (("PATCH", change), ("POST", create)):
        for part in _parts(some):
            _note(
                refused,
                [id for id, _ in part],
                _saved(api, verb, [row for _, row in part]),
                gone_is_fine=False,
            )
    for start in range(0, len(remove), _WRITE_BATCH):
        gone = remove[start : start + _WRITE_BATCH]
        # A role that somebody else has removed meanwhile is what we wanted.
        _note(refused, [id for id, _ in gone], api.remove([role for _, role in gone]), gone_is_fine=True)
    return refused


def _parts(some: Sequence[tuple[str, Row]]) -> Iterable[Sequence[tuple[str, Row]]]:
    return (some[start : start + _WRITE_BATCH] for start in range(0, len(some), _WRITE_BATCH))


def _ids(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def _saved(api: SalesforceApi, verb: str, rows: list[Row]) -> list[Row]:
    try:
        return api.save(verb, rows)
    except PartRefused as refused:
        words = [
            {"statusCode": one.code, "message": one.message, "fields": list(one.fields)}
            for one in refused.refusals
        ]
        return [{"success": False, "errors": words}] * len(rows)


def _note(
    refused: dict[str, tuple[Refusal, ...]], ids: Sequence[str], results: Sequence[Row], *, gone_is_fine: bool
) -> None:
    for id, result in zip(ids, results, strict=False):
        if result.get("success"):
            continue
        verdict = judge(result.get("errors") or [])
        if gone_is_fine and verdict.result is Result.GONE:
            continue
        refused[id] = tuple(
            Refusal(code=one.code, message=one.message, fields=(CONTACTS,)) for one in verdict.refusals
        )
