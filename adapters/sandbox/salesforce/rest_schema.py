"""Describes, custom fields and the smaller questions about the org: versions, limits, record counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.sandbox.calls import Answer, BadBody, Call, Router, json_answer
from adapters.sandbox.salesforce.access import RequestBudget
from adapters.sandbox.salesforce.cells import Cells
from adapters.sandbox.salesforce.describe import describe_global, describe_object, summary
from adapters.sandbox.salesforce.errors import NotModified, SalesforceError, not_found
from adapters.sandbox.salesforce.ids import make_id
from adapters.sandbox.salesforce.record_types import OrgTypes
from adapters.sandbox.salesforce.schema import SField, SObject, make_field, reshaped
from adapters.sandbox.salesforce.stamps import http_date, http_date_ms, whole_seconds

VERSIONS = range(52, 68)
_NAME = re.compile(r"([A-Za-z]\w*)\.([A-Za-z]\w*__c)")
_METADATA_TYPES = {
    "Text": ("string", 255),
    "Email": ("email", 80),
    "Phone": ("phone", 40),
    "Url": ("url", 255),
    "TextArea": ("textarea", 255),
    "LongTextArea": ("textarea", 32768),
    "Checkbox": ("boolean", 0),
    "Number": ("double", 0),
    "Currency": ("currency", 0),
    "Percent": ("percent", 0),
    "Date": ("date", 0),
    "DateTime": ("datetime", 0),
    "Picklist": ("picklist", 255),
    "MultiselectPicklist": ("multipicklist", 4099),
    "Lookup": ("reference", 18),
}
_ACTIVITIES = ("Task", "Event")


class Structure:
    """What the org looks like, and changes to that."""

    def __init__(self, cells: Cells, budget: RequestBudget, types: OrgTypes) -> None:
        self._cells, self._types = cells, types
        self._schema = cells.schema
        self._budget = budget
        self._fields_made = 0

    def mount(self, router: Router, base: str) -> None:
        router.add("GET", "/services/data", self.versions, open=True)
        router.add("GET", base, self.resources)
        router.add("GET", f"{base}/sobjects", self.describe_all)
        router.add("GET", f"{base}/sobjects/{{object}}", self.basic)
        router.add("GET", f"{base}/sobjects/{{object}}/describe", self.describe)
        router.add("GET", f"{base}/limits", self.limits)
        router.add("GET", f"{base}/limits/recordCount", self.counts)
        router.add("POST", f"{base}/tooling/sobjects/CustomField", self.create_field)

    def versions(self, call: Call) -> Answer:
        return json_answer(
            [{"label": f"v{n}.0", "url": f"/services/data/v{n}.0", "version": f"{n}.0"} for n in VERSIONS]
        )

    def resources(self, call: Call) -> Answer:
        base = f"/services/data/{call.params['version']}"
        names = ("sobjects", "query", "queryAll", "composite", "limits", "tooling")
        return json_answer({name: f"{base}/{name}" for name in names})

    def describe_all(self, call: Call) -> Answer:
        headers = self._changed_since(call)
        return json_answer(describe_global(self._schema, call.params["version"]), headers=headers)

    def basic(self, call: Call) -> Answer:
        object = self._object(call)
        return json_answer({"objectDescribe": summary(object, call.params["version"]), "recentItems": []})

    def describe(self, call: Call) -> Answer:
        object = self._object(call)
        headers = self._changed_since(call)
        version = call.params["version"]
        shown = describe_object(object, version, self._types.infos(object, version))
        return json_answer(shown, headers=headers)

    def limits(self, call: Call) -> Answer:
        left = max(0, self._budget.limit - self._budget.used)
        return json_answer(
            {
                "DailyApiRequests": {"Max": self._budget.limit, "Remaining": left},
                "DailyBulkApiBatches": {"Max": 15000, "Remaining": 15000},
                "DailyBulkV2QueryJobs": {"Max": 10000, "Remaining": 10000},
                "DataStorageMB": {"Max": 1024, "Remaining": 1024},
            }
        )

    def counts(self, call: Call) -> Answer:
        """Objects without rows are left out, as the vendor does."""
        names = call.names("sObjects") or list(self._schema.objects)
        found = [each for each in (self._schema.find(name) for name in names) if each is not None]
        counted = [(each.name, len(self._cells.table(each.name))) for each in found]
        return json_answer({"sObjects": [{"count": n, "name": name} for name, n in counted if n]})

    def create_field(self, call: Call) -> Answer:
        """The Tooling API's CustomField: `{"FullName": "Contact.Key__c", "Metadata": {...}}`."""
        body = call.json_object()
        full_name, metadata = body.get("FullName"), body.get("Metadata")
        named = _NAME.fullmatch(full_name) if isinstance(full_name, str) else None
        if named is None or not isinstance(metadata, Mapping):
            raise BadBody("a CustomField needs FullName, such as Contact.Key__c, and Metadata, an object")
        # Tasks and events share their custom fields: both belong to Activity.
        owners = _ACTIVITIES if named.group(1) == "Activity" else (named.group(1),)
        objects = [each for each in map(self._schema.find, owners) if each is not None]
        if not objects:
            raise not_found()
        object, name = objects[0], named.group(2)
        if object.find(name) is not None:
            raise SalesforceError(
                400,
                "DUPLICATE_DEVELOPER_NAME",
                f"There is already a field named {name[:-3]} on {object.name}.",
                (),
            )
        for each in objects:
            self.add(each, name, _described(metadata, each.name))
        self._fields_made += 1
        id = make_id("00N", self._fields_made)
        return json_answer({"id": id, "success": True, "errors": [], "warnings": [], "infos": []}, status=201)

    # -- schema drift -------------------------------------------------------------------------------------

    def add(self, object: SObject, name: str, definition: Mapping[str, Any]) -> SField:
        """Adds a field in describe words. Raises ValueError for a bad definition or a name taken."""
        if object.find(name) is not None:
            raise ValueError(f"{object.name} has a field {name} already")
        custom = name.endswith("__c")
        usual: dict[str, Any] = {
            "label": name.removesuffix("__c").replace("_", " "),
            "type": "string",
            "nillable": True,
            "defaultedOnCreate": definition.get("type") == "boolean",
            "createable": True,
            "updateable": True,
            "custom": custom,
            "idLookup": bool(definition.get("externalId", False)),
        }
        usual["length"] = next(
            (length for kind, length in _METADATA_TYPES.values() if kind == definition.get("type", "string")),
            0,
        )
        field = make_field({**usual, **definition, "name": name})
        object.add(field)
        self._cells.table(object.name).add_column(name)
        self._moved()
        return field

    def remove(self, object: SObject, name: str) -> None:
        """Takes a field and its values away; raises KeyError."""
        object.drop(name)
        self._cells.table(object.name).drop_column(name)
        self._moved()

    def retype(self, object: SObject, name: str, definition: Mapping[str, Any]) -> None:
        """Changes parts of a field's describe entry; raises KeyError, ValueError."""
        object.add(reshaped(object.fields[name], definition))
        self._moved()

    def rename(self, object: SObject, name: str, to: str) -> None:
        """The field has another API name, its values go along; raises KeyError, ValueError."""
        if object.find(to) is not None:
            raise ValueError(f"{object.name} has a field {to} already")
        moved = make_field({**object.fields[name].described, "name": to})
        object.drop(name)
        object.add(moved)
        self._cells.table(object.name).rename_column(name, to)
        self._moved()

    def _moved(self) -> None:
        # A describe read within this second must not answer 304 for the change that follows it.
        self._schema.changed_at = max(
            self._schema.changed_at + 1000, whole_seconds(self._cells.world.clock())
        )

    def _object(self, call: Call) -> SObject:
        found = self._schema.find(call.params["object"])
        if found is None:
            raise not_found()
        return found

    def _changed_since(self, call: Call) -> tuple[tuple[str, str], ...]:
        """The Last-Modified header. Raises NotModified when the caller has this version already."""
        headers = (("last-modified", http_date(self._schema.changed_at)),)
        since = http_date_ms(call.headers.get("if-modified-since", ""))
        if since is not None and self._schema.changed_at <= since:
            raise NotModified(dict(headers))
        return headers


def _described(metadata: Mapping[str, Any], object_name: str) -> dict[str, Any]:
    """Metadata words as describe words. Raises BadBody."""
    kind = metadata.get("type")
    if kind not in _METADATA_TYPES:
        raise BadBody(f"unknown Metadata.type {kind!r}; use one of: {', '.join(_METADATA_TYPES)}")
    type_name, length = _METADATA_TYPES[kind]
    described: dict[str, Any] = {
        "type": type_name,
        "length": int(metadata.get("length", length)),
        "externalId": bool(metadata.get("externalId", False)),
        "unique": bool(metadata.get("unique", False)),
        "caseSensitive": bool(metadata.get("caseSensitive", False)),
        "nillable": not metadata.get("required", False) and kind != "Checkbox",
        "defaultedOnCreate": kind == "Checkbox",
    }
    if "label" in metadata:
        described["label"] = str(metadata["label"])
    if type_name in ("double", "currency", "percent"):
        described |= {"precision": int(metadata.get("precision", 18)), "scale": int(metadata.get("scale", 0))}
    if kind == "LongTextArea":
        described |= {"filterable": False, "sortable": False}
    if kind in ("Picklist", "MultiselectPicklist"):
        values = metadata.get("valueSet") or {}
        definition = values.get("valueSetDefinition") or {}
        described["picklistValues"] = [
            {"value": each.get("valueName") or each.get("fullName"), "label": each.get("label")}
            for each in definition.get("value", ())
        ]
        described["restrictedPicklist"] = bool(values.get("restricted", False))
    if kind == "Lookup":
        described["referenceTo"] = [str(metadata.get("referenceTo", object_name))]
        name = metadata.get("relationshipName")
        described["relationshipName"] = f"{name}__r" if name else None
    return described
