"""What HubSpot's CRM API answers, as far as we read it; unknown members are ignored.

Shapes after the objects, properties and associations v4 references; recorded in contracts/recorded/hubspot.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import Struct, field

Properties: TypeAlias = dict[str, str | None]
Context: TypeAlias = dict[str, list[str]]


class PastValue(Struct, rename="camel"):
    value: str | None = None
    timestamp: str = ""
    source_type: str = ""
    source_id: str | None = None
    updated_by_user_id: int | None = None


class InlineLink(Struct):
    id: str
    type: str = ""


class NextPage(Struct):
    after: str


class Paging(Struct):
    next: NextPage | None = None


class InlineLinks(Struct):
    results: list[InlineLink] = []
    paging: Paging | None = None


class Label(Struct, rename="camel"):
    category: str
    type_id: int
    label: str | None = None


class LabelPage(Struct):
    results: list[Label] = []


class Record(Struct, rename="camel"):
    id: str
    properties: Properties
    updated_at: str = ""
    archived: bool = False
    archived_at: str | None = None
    object_write_trace_id: str | None = None
    properties_with_history: dict[str, list[PastValue]] | None = None
    associations: dict[str, InlineLinks] = {}


class ErrorDetail(Struct, rename="camel"):
    message: str = ""
    code: str | None = None
    context: dict[str, Any] = {}


class Problem(Struct, rename="camel"):
    """An error answer, or one entry of a batch's `errors`."""

    message: str = ""
    category: str = ""
    sub_category: str | None = None
    context: dict[str, Any] = {}
    errors: list[ErrorDetail] = []
    policy_name: str | None = None
    error_type: str | None = None


class RecordPage(Struct):
    results: list[Record]
    paging: Paging | None = None
    total: int | None = None


class Batch(Struct, rename="camel"):
    """The answer of batch/read, create, update: 200, 201, or 207 with errors."""

    results: list[Record]
    errors: list[Problem] = []


class LinkType(Struct, rename="camel"):
    type_id: int
    category: str = ""


class LinkedTo(Struct, rename="camel"):
    to_object_id: int | str
    association_types: list[LinkType] = []


class From(Struct):
    id: str


class LinkRow(Struct):
    from_: From = field(name="from")
    to: list[LinkedTo] = []
    paging: Paging | None = None


class LinkBatch(Struct):
    results: list[LinkRow]
    errors: list[Problem] = []


class Option(Struct, rename="camel"):
    value: str
    label: str = ""
    hidden: bool = False


class ModificationMetadata(Struct, rename="camel"):
    read_only_value: bool = False


class Property(Struct, rename="camel"):
    name: str
    label: str
    type: str
    field_type: str = ""
    group_name: str = ""
    options: list[Option] = []
    calculated: bool = False
    external_options: bool = False
    referenced_object_type: str | None = None
    has_unique_value: bool = False
    hubspot_defined: bool = False
    archived: bool | None = False
    hidden: bool = False
    show_currency_symbol: bool | None = False
    modification_metadata: ModificationMetadata | None = None


class Owner(Struct, rename="camel"):
    id: str
    email: str = ""


class OwnerPage(Struct):
    results: list[Owner]
    paging: Paging | None = None


class PropertyPage(Struct):
    results: list[Property]
