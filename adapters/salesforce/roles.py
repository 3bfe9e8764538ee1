"""The "@contacts" field of opportunities: OpportunityContactRole, one row per contact.

A contact with several roles counts once. Adding a contact makes a role without a name; taking it out removes all its
roles; the roles of contacts that stay are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.base import Refusal, Result
from adapters.salesforce import soql
from adapters.salesforce.api import SalesforceApi
from adapters.salesforce.payloads import CONTACTS, ROLE, Row, judge
from adapters.writing import PartRefused
from core.records import Value

_READ_BATCH: Final = 200
_WRITE_BATCH: Final = 200
SUBSELECT: Final = "(SELECT ContactId FROM OpportunityContactRoles)"
_RELATION: Final = "OpportunityContactRoles"


def in_row(api: SalesforceApi, row: Row) -> list[str]:
    """The contacts of an opportunity that was selected with `SUBSELECT`."""
    nested = row.get(_RELATION)
    if not isinstance(nested, dict):
        return []
    rows = list(nested.get("records") or ())
    if not nested.get("done", True) and nested.get("nextRecordsUrl"):
        rows += api.more(str(nested["nextRecordsUrl"]))
    return [str(one["ContactId"]) for one in rows if one.get("ContactId")]


def read(api: SalesforceApi, ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """(role id, contact id) of every live role, by opportunity."""
    found: dict[str, list[tuple[str, str]]] = {}
    for start in range(0, len(ids), _READ_BATCH):
        where = soql.within("OpportunityId", ids[start : start + _READ_BATCH])
        for row in api.query(soql.select(("Id", "OpportunityId", "ContactId"), ROLE, where)):
            found.setdefault(str(row["OpportunityId"]), []).append((str(row["Id"]), str(row["ContactId"])))
    return found


def write(api: SalesforceApi, wanted: Mapping[str, Value]) -> dict[str, tuple[Refusal, ...]]:
    """Makes the contacts of each opportunity what `wanted` says; returns the refusals by opportunity."""
    held = read(api, list(wanted))
    create: list[tuple[str, dict[str, Any]]] = []
    remove: list[tuple[str, str]] = []
    for id, value in wanted.items():
        contacts = value if isinstance(value, tuple) else ()
        there = {contact for _, contact in held.get(id, ())}
        for contact in contacts:
            if contact not in there:
                row = {"attributes": {"type": ROLE}, "OpportunityId": id, "ContactId": contact}
                create.append((id, row))
        remove += [(id, role) for role, contact in held.get(id, ()) if contact not in contacts]
    refused: dict[str, tuple[Refusal, ...]] = {}
    for start in range(0, len(create), _WRITE_BATCH):
        made = create[start : start + _WRITE_BATCH]
        _note(refused, [id for id, _ in made], _saved(api, [row for _, row in made]), gone_is_fine=False)
    for start in range(0, len(remove), _WRITE_BATCH):
        part = remove[start : start + _WRITE_BATCH]
        # A role that somebody else has removed meanwhile is what we wanted.
        _note(refused, [id for id, _ in part], api.remove([role for _, role in part]), gone_is_fine=True)
    return refused


def _saved(api: SalesforceApi, rows: list[dict[str, Any]]) -> list[Row]:
    try:
        return api.save("POST", rows)
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
