"""Salesforce's JSON to canonical records and back: pure, no call is made here.

Describes and rows as in contracts/recorded/salesforce; a field that field-level security hides is absent from the
describe, so it is unknown rather than empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.json import Decoder

from adapters.base import Refusal, Result
from adapters.exact import exact_number
from adapters.readable import readable
from adapters.salesforce import related
from adapters.salesforce.record_types import RecordTypeInfo, typed
from adapters.salesforce.tokens import token_of
from core.errors import BadAnswer, RequestRefused
from core.records import Fields, RemoteRecord, Value
from core.schema import Choice, Field, FieldType, Object
from core.values import canonicaliser, to_epoch_ms

EXACT: Final = Decoder(float_hook=Decimal)  # numbers as they are written, not as floats
MARKER: Final = "SyncHub_Key__c"
CONTACTS: Final = "@contacts"
PRIMARY: Final = "@primary"
ROLE: Final = "OpportunityContactRole"
Row = dict[str, Any]

_TYPES: Final = {
    "string": FieldType.TEXT,
    "combobox": FieldType.TEXT,
    "encryptedstring": FieldType.TEXT,
    "time": FieldType.TEXT,
    "textarea": FieldType.LONG_TEXT,
    "email": FieldType.EMAIL,
    "phone": FieldType.PHONE,
    "url": FieldType.URL,
    "boolean": FieldType.BOOL,
    "int": FieldType.NUMBER,
    "long": FieldType.NUMBER,
    "double": FieldType.NUMBER,
    "percent": FieldType.NUMBER,
    "currency": FieldType.MONEY,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "picklist": FieldType.CHOICE,
    "multipicklist": FieldType.MULTI_CHOICE,
    "reference": FieldType.REFERENCE,
}
_OURS: Final = ("Id", "IsDeleted", "MasterRecordId", "SystemModstamp", MARKER)
_NUMBERS: Final = (FieldType.NUMBER, FieldType.MONEY)
_ON_RECORD = re.compile(r"with id:\s*([A-Za-z0-9]{15,18})")


class Picklist(Struct):
    value: str | None = None
    label: str | None = None
    active: bool = True


class FieldDescribe(Struct, rename="camel"):
    name: str
    type: str
    label: str = ""
    length: int = 0
    scale: int = 0
    nillable: bool = True
    defaulted_on_create: bool = False
    createable: bool = False
    updateable: bool = False
    custom: bool = False
    unique: bool = False
    calculated: bool = False
    reference_to: list[str] = []
    picklist_values: list[Picklist] = []
    restricted_picklist: bool = False


class Describe(Struct, rename="camel"):
    name: str
    fields: list[FieldDescribe]
    label: str = ""
    label_plural: str = ""
    record_type_infos: list[RecordTypeInfo] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An object's schema, and the names of all its fields, the ones we do not sync included.

    `marker` is our own field, where it is there; it fits where its values are unique and we may write it.
    """

    object: Object
    names: frozenset[str]
    marker: FieldDescribe | None = None

    @property
    def marker_fits(self) -> bool:
        return self.marker is not None and self.marker.unique and self.marker.createable


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRole:
    """One row that ties a contact to an opportunity."""

    id: str
    contact: str
    role: str | None
    primary: bool


def names_user(one: FieldDescribe) -> bool:
    """Whether a look-up points at the people of the org. They are choices to us, known by their e-mail address."""
    return one.type == "reference" and "User" in one.reference_to


def described(answer: Describe, users: Sequence[Choice] = (), roles: Sequence[str] = ()) -> Described:
    """The schema without our own fields, compound parents and types that cannot be synced. `roles` are those of contacts."""
    fields = {one.name: _field(one) for one in answer.fields if one.type in _TYPES and one.name not in _OURS}
    for one in answer.fields:
        if one.name in fields and names_user(one):
            fields[one.name] = replace(
                fields[one.name],
                type=FieldType.CHOICE,
                choices=tuple(users),
                references=None,
                max_length=None,
            )
    fields = typed(fields, answer.record_type_infos)
    for one in answer.fields:
        if one.name in fields and len(one.reference_to) > 1 and not names_user(one):
            fields |= _parts(one, fields.pop(one.name))
    if answer.name == "Opportunity":
        fields[CONTACTS] = Field(
            name=CONTACTS,
            type=FieldType.MULTI_REFERENCE,
            label="Contact roles",
            references="Contact",
        )
        fields[PRIMARY] = Field(
            name=PRIMARY, type=FieldType.REFERENCE, label="Primary contact role", references="Contact"
        )
        for role in roles:
            name = f"{CONTACTS}.{role}"
            fields[name] = replace(fields[CONTACTS], name=name, label=f"Contact roles: {role}")
    return Described(
        object=Object(
            name=answer.name,
            label=answer.label or answer.name,
            plural=answer.label_plural or answer.name,
            fields=fields,
        ),
        names=frozenset(one.name for one in answer.fields),
        marker=next((one for one in answer.fields if one.name == MARKER), None),
    )


def _parts(one: FieldDescribe, whole: Field) -> dict[str, Field]:
    """A look-up of several objects as one field an object."""
    return {
        name: replace(
            whole,
            name=name,
            label=f"{whole.label}: {target}",
            references=target,
            required=False,
            shares=one.name,
        )
        for name, target in related.parts_of(one.name, one.reference_to).items()
    }


def _field(one: FieldDescribe) -> Field:
    type = _TYPES[one.type]
    return Field(
        name=one.name,
        type=type,
        label=one.label or one.name,
        required=one.createable and not one.nillable and not one.defaulted_on_create,
        read_only=one.calculated or not (one.updateable or one.createable),
        once=one.createable and not one.updateable and not one.calculated,
        choices=tuple(
            Choice(value=each.value, label=each.label or each.value)
            for each in one.picklist_values
            if each.active and each.value
        ),
        open=one.type.endswith("picklist") and not one.restricted_picklist,
        references=one.reference_to[0] if len(one.reference_to) == 1 else None,
        max_length=one.length or None,
        scale=one.scale if type in _NUMBERS else None,
        unique=one.unique,
        custom=one.custom,
    )


class Reader:
    """Turns rows of one object into records for one list of fields; compiled once, used for every page."""

    def __init__(self, known: Described, fields: Sequence[str]) -> None:
        schema = known.object
        unknown = [name for name in fields if name not in schema.fields]
        if unknown:
            raise RequestRefused(f"Salesforce object {schema.name!r} has no field {unknown[0]!r}")
        self.object = schema.name
        self.fields = tuple(fields)
        self.has_roles = any(name.startswith("@") for name in fields)
        self.has_marker = MARKER in known.names
        self._convert: list[tuple[str, Callable[[object], Value]]] = [
            (name, canonicaliser(schema.fields[name].type)) for name in fields
        ]
        self.plain = tuple(dict.fromkeys(related.column_of(name) for name in fields if name[0] != "@"))
        system = (
            "Id",
            "SystemModstamp",
            "LastModifiedDate",
            "LastModifiedById",
            "IsDeleted",
            "MasterRecordId",
            MARKER,
        )
        self.thin = tuple(name for name in system if name in known.names)
        self.columns = tuple(dict.fromkeys((*self.thin, *self.plain)))

    def record(
        self, row: Row, *, me: str | None, roles: Sequence[ContactRole] = (), looked_at: int | None = None
    ) -> RemoteRecord:
        """`me` is our user's id, `roles` those of an opportunity's contacts, `looked_at` when we asked, by its clock."""
        try:
            values = tuple(
                readable(
                    convert,
                    _borne(name, roles)
                    if name[0] == "@"
                    else related.read(name, row)
                    if "." in name
                    else row[name],
                )
                for name, convert in self._convert
            )
            editor = row.get("LastModifiedById")
            return RemoteRecord(
                id=row["Id"],
                values=values,
                modified=stamp_ms(row["SystemModstamp"]),
                token=token_of(row, [one.contact for one in roles], looked_at),
                marker=row.get(MARKER) or None,
                by_us=None if me is None or editor is None else editor == me,
                deleted=bool(row.get("IsDeleted", False)),
                merged_into=row.get("MasterRecordId") or None,
            )
        except KeyError as missing:
            raise RequestRefused(
                f"Salesforce no longer has the field {missing.args[0]!r} on {self.object!r}"
            ) from None

    def tombstone(self, id: str, at: int) -> RemoteRecord:
        """A record of which nothing is left but the notice that it was deleted."""
        return RemoteRecord(id=id, values=(None,) * len(self.fields), modified=at, deleted=True)


def _borne(name: str, roles: Sequence[ContactRole]) -> object:
    """The contacts an association field names."""
    if name == PRIMARY:
        return min((one.contact for one in roles if one.primary), default=None)
    wanted = name.partition(".")[2]
    return [one.contact for one in roles if name == CONTACTS or one.role == wanted]


def stamp_ms(text: object) -> int:
    """Milliseconds of a time as Salesforce writes it. Raises BadAnswer."""
    try:
        return to_epoch_ms(str(text))
    except (ValueError, TypeError):
        raise BadAnswer("Salesforce answered a row without a readable time") from None


def wire_value(type: FieldType, value: Value) -> object:
    """A canonical value as JSON holds it. Numbers keep every digit."""
    if isinstance(value, tuple):
        return ";".join(value)
    if type in _NUMBERS and isinstance(value, str):
        return exact_number(value)
    return value


# errors --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    result: Result
    refusals: tuple[Refusal, ...]
    crm_id: str | None = None


# The value that an unreadable body is refused for; the vendor may go on behind it with what else could be wrong.
_QUOTED: Final = re.compile(r" value (.+?)(?: or request may be missing .*)?$", re.DOTALL)
_TAKEN: Final = {"DUPLICATE_VALUE", "DUPLICATE_EXTERNAL_ID", "DUPLICATES_DETECTED", "DUPLICATE_USERNAME"}
_GONE: Final = {"ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"}
_LATER: Final = {
    "UNABLE_TO_LOCK_ROW",
    "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "PROCESSING_HALTED",
    "REQUEST_LIMIT_EXCEEDED",
    "SERVER_UNAVAILABLE",
    "TXN_SECURITY_METERING_ERROR",
}


def codes(errors: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The codes of an error array: `errorCode` for one record, `statusCode` in collections."""
    return tuple(str(one.get("statusCode") or one.get("errorCode") or "") for one in errors)


def named_by_value(refusal: Refusal, sent: Fields) -> Refusal:
    """The refusal with the fields whose value it quotes: what Salesforce cannot deserialise it names by no field."""
    found = _QUOTED.search(refusal.message)
    if refusal.fields or refusal.code != "JSON_PARSER_ERROR" or found is None:
        return refusal
    return replace(refusal, fields=tuple(name for name, value in sent.items() if value == found.group(1)))


def judge(errors: Sequence[Mapping[str, Any]], *, own_id: bool = True) -> Verdict:
    """What the errors of one record say. `own_id` tells that the write named a record that can be gone.

    INVALID_CROSS_REFERENCE_KEY means the record itself where no field is named, else a look-up that points nowhere.
    """
    refusals = tuple(
        Refusal(
            code=code,
            message=str(one.get("message") or ""),
            fields=tuple(str(field) for field in one.get("fields") or ()),
        )
        for one, code in zip(errors, codes(errors), strict=True)
    )
    named = {one.code for one in refusals}
    if named & _TAKEN:
        hint = next((found.group(1) for one in refusals if (found := _ON_RECORD.search(one.message))), None)
        return Verdict(result=Result.TAKEN, refusals=refusals, crm_id=hint)
    if own_id and any(one.code in _GONE and not set(one.fields) - {"Id", "id"} for one in refusals):
        return Verdict(result=Result.GONE, refusals=refusals)
    if "PRECONDITION_FAILED" in named:
        return Verdict(result=Result.CHANGED, refusals=refusals)
    return Verdict(result=Result.LATER if named & _LATER else Result.REFUSED, refusals=refusals)
