"""HubSpot's JSON to canonical records and back: pure, no call is made here.

Every property is a text on the wire; `""` clears. Only the properties that were asked for come back, so a property that
is missing in an answer is never read as empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from adapters.base import Refusal, Result
from adapters.hubspot import wire
from adapters.readable import readable
from core.errors import BadAnswer, RequestRefused, TransformError
from core.jobs import HistoryEntry
from core.records import Fields, RemoteRecord, Value
from core.schema import Object
from core.values import canonicaliser, to_epoch_ms

MARKER: Final = "synchub_key"
MERGED: Final = "hs_merged_object_ids"
COMPANY: Final = "@company"
CONTACTS: Final = "@contacts"
TIMESTAMP: Final = "hs_timestamp"

_EXISTING = re.compile(r"(?:Existing ID: |\. )(\d+)(?: already has that value)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectFacts:
    """What one HubSpot object needs besides its schema. `linked` names its association fields and their objects.

    `type_id` is HubSpot's number for it, None where the name says it already (a custom object). `logged` marks notes, calls,
    meetings and tasks: they need a time, and their webhooks go by the number.
    """

    name: str
    singular: str
    label: str
    plural: str
    linked: Mapping[str, str]
    type_id: str | None = None
    logged: bool = False

    @property
    def modified(self) -> str:
        """The property searches go by; the other one silently finds nothing (CRM_FACTS 1.2)."""
        return "lastmodifieddate" if self.name == "contacts" else "hs_lastmodifieddate"


OBJECTS: Final[Mapping[str, ObjectFacts]] = {
    one.name: one
    for one in (
        ObjectFacts(
            name="companies",
            singular="company",
            label="Company",
            plural="Companies",
            linked={},
            type_id="0-2",
        ),
        ObjectFacts(
            name="contacts",
            singular="contact",
            label="Contact",
            plural="Contacts",
            linked={COMPANY: "companies"},
            type_id="0-1",
        ),
        ObjectFacts(
            name="deals",
            singular="deal",
            label="Deal",
            plural="Deals",
            linked={COMPANY: "companies", CONTACTS: "contacts"},
            type_id="0-3",
        ),
        *(
            ObjectFacts(
                name=f"{singular}s",
                singular=singular,
                label=singular.capitalize(),
                plural=f"{singular.capitalize()}s",
                linked={"@companies": "companies", CONTACTS: "contacts", "@deals": "deals"},
                type_id=type_id,
                logged=True,
            )
            for singular, type_id in (
                ("note", "0-46"),
                ("call", "0-48"),
                ("meeting", "0-47"),
                ("task", "0-27"),
            )
        ),
    )
}


def object_facts(name: str) -> ObjectFacts:
    """The facts of a standard or custom object. Raises RequestRefused for a name that cannot be one."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name):
        raise RequestRefused(f"HubSpot has no object {name!r}")
    return OBJECTS.get(name) or ObjectFacts(name=name, singular=name, label=name, plural=name, linked={})


# reading -------------------------------------------------------------------------------------------------------
class Reader:
    """Turns HubSpot records into ours for one list of fields; compiled once, used for every page."""

    def __init__(self, facts: ObjectFacts, object: Object, fields: Sequence[str]) -> None:
        unknown = [name for name in fields if name not in object.fields]
        if unknown:
            raise RequestRefused(f"HubSpot object {facts.name!r} has no property {unknown[0]!r}")
        self.facts = facts
        self.fields = tuple(fields)
        self.linked = tuple(name for name in fields if name in facts.linked)
        self._plan = [
            (name, None if name in facts.linked else canonicaliser(object.fields[name].type))
            for name in fields
        ]
        plain = [name for name in fields if name not in facts.linked]
        self.properties = list(dict.fromkeys([*plain, MARKER, facts.modified, MERGED]))

    def record(
        self, row: wire.Record, links: Mapping[str, Value] | None = None, *, asked: str | None = None
    ) -> RemoteRecord:
        """`links` are the association values by field. `asked` is the id asked for, where a merge made it another."""
        merged = asked is not None and asked != row.id
        return RemoteRecord(
            id=asked if merged and asked is not None else row.id,
            values=self.values(row.properties, links or {}),
            modified=self.modified(row),
            marker=row.properties.get(MARKER) or None,
            deleted=row.archived or merged,
            merged_into=row.id if merged else None,
            merged_from=() if merged or row.archived else self._merged_ids(row),
        )

    def values(self, properties: wire.Properties, links: Mapping[str, Value]) -> tuple[Value, ...]:
        try:
            try:
                # Most values are empty or of the right type, so the cautious way is left for when one is not.
                return tuple(
                    [
                        links.get(name)
                        if convert is None
                        else convert(raw)
                        if (raw := properties[name])
                        else None
                        for name, convert in self._plan
                    ]
                )
            except TransformError:
                return tuple(
                    links.get(name) if convert is None else readable(convert, properties[name])
                    for name, convert in self._plan
                )
        except KeyError as missing:
            raise RequestRefused(
                f"HubSpot no longer has the property {missing.args[0]!r} on {self.facts.name!r}"
            ) from None

    def holds(self, row: wire.Record) -> bool:
        """Whether the answer names every property of the fields."""
        return all(convert is None or name in row.properties for name, convert in self._plan)

    def modified(self, row: wire.Record) -> int:
        """When the record last changed, ms by HubSpot's clock."""
        text = row.archived_at or row.properties.get(self.facts.modified) or row.updated_at
        return stamp_ms(text)

    def losers(self, row: wire.Record) -> tuple[RemoteRecord, ...]:
        """The records that were merged into this one, as tombstones that point at it."""
        empty = (None,) * len(self.fields)
        return tuple(
            RemoteRecord(id=id, values=empty, modified=self.modified(row), deleted=True, merged_into=row.id)
            for id in self._merged_ids(row)
        )

    def _merged_ids(self, row: wire.Record) -> tuple[str, ...]:
        ids = (row.properties.get(MERGED) or "").split(";")
        return tuple(id for id in ids if id and id != row.id)


def stamp_ms(text: str) -> int:
    """Milliseconds of a time as HubSpot writes it. Raises BadAnswer."""
    try:
        if text.isdigit():
            return int(text)
        return to_epoch_ms(text)
    except ValueError:
        raise BadAnswer("HubSpot answered a record without a readable modified time") from None


def history_of(
    row: wire.Record, object: Object, fields: Sequence[str], since: int, app_id: str | None
) -> tuple[HistoryEntry, ...]:
    """The entries at or after `since`, oldest first. Ours are those an integration with our app id wrote."""
    entries = []
    for name in fields:
        past = (row.properties_with_history or {}).get(name, ())
        convert = canonicaliser(object.fields[name].type)
        for one in reversed(past):
            at = stamp_ms(one.timestamp)
            if at >= since:
                ours = one.source_type == "INTEGRATION" and app_id is not None and one.source_id == app_id
                entries.append(
                    HistoryEntry(
                        field=name, value=readable(convert, one.value), at=at, by_us=ours, by=_who(one)
                    )
                )
    entries.sort(key=lambda entry: entry.at)
    return tuple(entries)


def _who(one: wire.PastValue) -> str | None:
    if one.updated_by_user_id is not None:
        return f"person:{one.updated_by_user_id}"
    source = one.source_id or ""
    if source.startswith("userId:"):
        return f"person:{source.removeprefix('userId:')}"
    return f"{one.source_type.lower()}:{source}" if one.source_type else None


# writing -------------------------------------------------------------------------------------------------------
def properties_from(values: Fields) -> dict[str, str]:
    """The properties of a write; association fields are not among them."""
    return {name: _write(value) for name, value in values.items() if not name.startswith("@")}


def _write(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, tuple) else value


# refusals ------------------------------------------------------------------------------------------------------
class _Embedded(msgspec.Struct):
    """The JSON HubSpot hides in the message of a refused value."""

    name: str = ""
    error: str = ""
    message: str = ""


def judge(problem: wire.Problem) -> tuple[Result, tuple[Refusal, ...], str | None]:
    """What one error says: the result, HubSpot's words, and the id of the record in the way where it is told.

    Judged by category and codes; the message only serves for hints a person or a later read confirms.
    """
    refusals = _refusals(problem)
    codes = {one.code for one in refusals}
    if problem.category in ("CONFLICT", "OBJECT_ALREADY_EXISTS") or "CONFLICTING_UNIQUE_VALUE" in codes:
        told = problem.context.get("existingId") or []
        found = _EXISTING.search(problem.message)
        return Result.TAKEN, refusals, str(told[0]) if told else found.group(1) if found else None
    if problem.category == "OBJECT_NOT_FOUND":
        return Result.GONE, refusals, None
    if problem.category in ("RATE_LIMITS", "RATE_LIMIT", "INTERNAL_ERROR", "TIMEOUT"):
        return Result.LATER, refusals, None
    return Result.REFUSED, refusals, None


def _refusals(problem: wire.Problem) -> tuple[Refusal, ...]:
    found: dict[tuple[str, str], Refusal] = {}
    for detail in problem.errors:
        for name in _names(detail.context):
            code = detail.code or problem.category
            found[code, name] = Refusal(code=code, message=detail.message, fields=(name,))
    if not found:
        for one in _embedded(problem.message):
            if one.name:
                found[one.error, one.name] = Refusal(
                    code=one.error or problem.category, message=one.message, fields=(one.name,)
                )
    if found:
        return tuple(found.values())
    return (
        Refusal(
            code=problem.sub_category or problem.category or "REFUSED",
            message=problem.message,
            fields=_names(problem.context),
        ),
    )


def _names(context: Mapping[str, Any]) -> tuple[str, ...]:
    names = context.get("propertyName") or context.get("properties") or ()
    return tuple(str(name) for name in names) if isinstance(names, list | tuple) else ()


def _embedded(message: str) -> list[_Embedded]:
    start = message.find("[{")
    if start < 0:
        return []
    try:
        return msgspec.json.decode(message[start:].encode(), type=list[_Embedded])
    except msgspec.DecodeError:
        return []
