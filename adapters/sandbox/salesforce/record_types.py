"""Record types of the sandboxed org, and the UI API's answer about the choices a record of each may hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.ledger import Value
from adapters.sandbox.salesforce.errors import SalesforceError, not_found
from adapters.sandbox.salesforce.ids import make_id, normal_id
from adapters.sandbox.salesforce.schema import Kind, Schema, SField, SObject, make_field

FIELD: Final = "RecordTypeId"
MASTER: Final = "012000000000000AAA"
_PREFIX: Final = "012"
_PICKLISTS: Final = (Kind.PICKLIST, Kind.MULTI)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgType:
    """One type; `offers` are the choices of the fields it limits. The first of an object is the default."""

    id: str
    name: str
    offers: Mapping[str, tuple[str, ...]]

    def offered(self, field: SField) -> tuple[str, ...]:
        return self.offers.get(field.name, field.choices)


class OrgTypes:
    """`setting` is JSON: ``{"Account": {"Partner": {"Industry": ["Banking"]}, "Household": {}}}``."""

    def __init__(self, schema: Schema, setting: str) -> None:
        """Raises ValueError for an object or a field the org has not."""
        self._schema = schema
        self._types: dict[str, list[OrgType]] = {}
        serial = 0
        for name, listed in json.loads(setting or "{}").items():
            object = schema.find(name)
            if object is None:
                raise ValueError(f"record_types names {name!r}, which is no object of the org")
            object.add(
                make_field(
                    {
                        "name": FIELD,
                        "label": "Record Type ID",
                        "type": "reference",
                        "referenceTo": ["RecordType"],
                    }
                )
            )
            for called, offers in listed.items():
                serial += 1
                if strange := [one for one in offers if one not in object.fields]:
                    raise ValueError(f"record_types limits {name}.{strange[0]}, which is no field")
                kept = {field: tuple(values) for field, values in offers.items()}
                one = OrgType(id=make_id(_PREFIX, serial), name=called, offers=kept)
                self._types.setdefault(object.name, []).append(one)

    def mount(self, router: Router, base: str) -> None:
        path = f"{base}/ui-api/object-info/{{object}}/picklist-values/{{type}}"
        router.add("GET", path, self.picklist_values)

    def infos(self, object: SObject, version: str) -> list[dict[str, Any]]:
        """A describe's `recordTypeInfos`."""
        own = self._types.get(object.name, [])
        path = f"/services/data/{version}/sobjects/{object.name}/describe/layouts"
        listed = [(one.id, one.name, at == 0, False) for at, one in enumerate(own)]
        return [
            {
                "active": True,
                "available": True,
                "defaultRecordTypeMapping": is_default,
                "developerName": name.replace(" ", "_"),
                "master": is_master,
                "name": name,
                "recordTypeId": id,
                "urls": {"layout": f"{path}/{id}"},
            }
            for id, name, is_default, is_master in [*listed, (MASTER, "Master", not own, True)]
        ]

    def picklist_values(self, call: Call) -> Answer:
        object, id = self._schema.find(call.params["object"]), normal_id(call.params["type"])
        type = self._of(object, id) if object is not None else None
        if object is None or (type is None and id != MASTER):
            raise not_found()
        path = (
            f"/services/data/{call.params['version']}/ui-api/object-info/{object.name}/picklist-values/{id}"
        )
        fields: dict[str, dict[str, Any]] = {
            field.name: {
                "controllerValues": {},
                "defaultValue": None,
                "url": f"{path}/{field.name}",
                "values": [
                    {"attributes": None, "label": value, "validFor": [], "value": value}
                    for value in (type.offered(field) if type is not None else field.choices)
                ],
            }
            for field in object.fields.values()
            if field.kind in _PICKLISTS
        }
        return json_answer({"eTag": f"{object.name}-{id}", "picklistFieldValues": fields})

    def settle(self, object: SObject, values: dict[str, Value], was: Value) -> None:
        """Puts in the default type of a new row, and holds restricted picklists against the type. `was` is a row's own."""
        own = self._types.get(object.name)
        if not own:
            return
        if values.get(FIELD) is None and was is None:
            values[FIELD] = own[0].id
        type = self._of(object, values.get(FIELD) or was)
        if type is None:
            text = "Record Type ID: this ID value isn't valid for the user"
            raise SalesforceError(400, "INVALID_CROSS_REFERENCE_KEY", text, (FIELD,))
        for name, value in values.items():
            field = object.fields[name]
            if value is None or not field.restricted or field.kind not in _PICKLISTS:
                continue
            for part in str(value).split(";"):
                if part not in type.offered(field):
                    raise SalesforceError(
                        400,
                        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                        f"{field.label}: bad value for restricted picklist field: {part}",
                        (name,),
                    )

    def _of(self, object: SObject, id: object) -> OrgType | None:
        return next((one for one in self._types.get(object.name, ()) if one.id == id), None)
