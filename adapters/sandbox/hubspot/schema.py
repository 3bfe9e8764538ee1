"""Properties, property groups, custom object schemas, pipelines, owners and account details."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.association_types import AssociationTypes
from adapters.sandbox.hubspot.batch import BatchAnswer, inputs_of
from adapters.sandbox.hubspot.catalogue import owners, pipelines
from adapters.sandbox.hubspot.errors import Problem, invalid, not_found
from adapters.sandbox.hubspot.fields import Group, ObjectType, iso, new_property
from adapters.sandbox.hubspot.speech import catching, is_true


class Schema:
    """The routes that describe the account."""

    def __init__(self, account: Account, types: AssociationTypes) -> None:
        self._account = account
        self._types = types

    def mount(self, router: Router, dated: Sequence[str]) -> None:
        """Registers the v3 routes and those of each dated version."""
        for root in ("/crm/v3/properties", *(f"/crm/properties/{date}" for date in dated)):
            one = f"{root}/{{object}}"
            router.add("GET", one, catching(self._properties))
            router.add("POST", one, catching(self._add_property))
            router.add("POST", f"{one}/batch/create", catching(self._add_properties))
            router.add("POST", f"{one}/batch/read", catching(self._read_properties))
            router.add("POST", f"{one}/batch/archive", catching(self._remove_properties))
            router.add("GET", f"{one}/groups", catching(self._groups))
            router.add("POST", f"{one}/groups", catching(self._add_group))
            router.add("GET", f"{one}/groups/{{name}}", catching(self._group))
            router.add("PATCH", f"{one}/groups/{{name}}", catching(self._change_group))
            router.add("DELETE", f"{one}/groups/{{name}}", catching(self._remove_group))
            router.add("GET", f"{one}/{{name}}", catching(self._property))
            router.add("PATCH", f"{one}/{{name}}", catching(self._change_property))
            router.add("DELETE", f"{one}/{{name}}", catching(self._remove_property))
        dated_schemas = (f"/crm-object-schemas/{date}/schemas" for date in dated)
        for root in ("/crm/v3/schemas", "/crm-object-schemas/v3/schemas", *dated_schemas):
            router.add("GET", root, catching(self._schemas))
            router.add("POST", root, catching(self._add_schema))
            router.add("GET", f"{root}/{{object}}", catching(self._schema))
            router.add("DELETE", f"{root}/{{object}}", catching(self._remove_schema))
        for root in ("/crm/v3/pipelines", *(f"/crm/pipelines/{date}" for date in dated)):
            router.add("GET", f"{root}/{{object}}", catching(self._pipelines))
            router.add("GET", f"{root}/{{object}}/{{id}}", catching(self._pipeline))
            router.add("GET", f"{root}/{{object}}/{{id}}/stages", catching(self._stages))
        for root in ("/crm/v3/owners", *(f"/crm/owners/{date}" for date in dated)):
            router.add("GET", root, catching(self._owners))
            router.add("GET", f"{root}/{{id}}", catching(self._owner))
        for root in ("/account-info/v3", *(f"/account-info/{date}" for date in dated)):
            router.add("GET", f"{root}/details", catching(self._details))

    def _object(self, call: Call) -> ObjectType:
        return self._account.object(call.params["object"])

    # -- properties ---------------------------------------------------------------------------------------

    def _properties(self, call: Call) -> Answer:
        held = self._object(call).properties.values()
        return json_answer({"results": [] if is_true(call, "archived") else [p.wire() for p in held]})

    def _property(self, call: Call) -> Answer:
        return json_answer(self._account.property(self._object(call), call.params["name"]).wire())

    def _add_property(self, call: Call) -> Answer:
        object = self._object(call)
        made = new_property(call.json_object(), self._account.world.now(), object)
        self._account.add_property(object, made)
        return json_answer(made.wire(), status=201)

    def _add_properties(self, call: Call) -> Answer:
        object, batch = (self._object(call), BatchAnswer(self._account.world.clock, good=201))
        for entry in inputs_of(call):
            try:
                made = new_property(entry, self._account.world.now(), object)
                self._account.add_property(object, made)
            except Problem as problem:
                batch.errors.append(problem.entry())
            else:
                batch.results.append(made.wire())
        return batch.answer(draw=call.draw)

    def _read_properties(self, call: Call) -> Answer:
        object, batch = self._object(call), BatchAnswer(self._account.world.clock)
        for entry in inputs_of(call):
            try:
                batch.results.append(self._account.property(object, str(entry.get("name"))).wire())
            except Problem as problem:
                batch.errors.append(problem.entry())
        return batch.answer(draw=call.draw)

    def _change_property(self, call: Call) -> Answer:
        changed = self._account.change_property(self._object(call), call.params["name"], call.json_object())
        return json_answer(changed.wire())

    def _remove_property(self, call: Call) -> Answer:
        self._account.remove_property(self._object(call), call.params["name"])
        return Answer(status=204)

    def _remove_properties(self, call: Call) -> Answer:
        object = self._object(call)
        for entry in inputs_of(call):
            self._account.remove_property(object, str(entry.get("name")))
        return Answer(status=204)

    # -- groups -------------------------------------------------------------------------------------------

    def _groups(self, call: Call) -> Answer:
        return json_answer({"results": [group.wire() for group in self._object(call).groups.values()]})

    def _group(self, call: Call) -> Answer:
        return json_answer(self._held_group(call).wire())

    def _held_group(self, call: Call) -> Group:
        held = self._object(call).groups.get(call.params["name"])
        if held is None:
            raise not_found(f"Property group {call.params['name']} does not exist")
        return held

    def _add_group(self, call: Call) -> Answer:
        object, body = self._object(call), call.json_object()
        name, label = body.get("name"), body.get("label")
        if not isinstance(name, str) or not isinstance(label, str):
            raise invalid("A property group needs 'name' and 'label'")
        if name in object.groups:
            raise Problem(409, "OBJECT_ALREADY_EXISTS", f"A property group named '{name}' already exists.")
        object.groups[name] = Group(
            name=name, label=label, order=int(body.get("displayOrder", len(object.groups)))
        )
        return json_answer(object.groups[name].wire(), status=201)

    def _change_group(self, call: Call) -> Answer:
        held, body = self._held_group(call), call.json_object()
        held.label, held.order = (
            str(body.get("label", held.label)),
            int(body.get("displayOrder", held.order)),
        )
        return json_answer(held.wire())

    def _remove_group(self, call: Call) -> Answer:
        object, held = self._object(call), self._held_group(call)
        if any(p.group == held.name for p in object.properties.values()):
            raise invalid(f"Property group {held.name} still has properties")
        del object.groups[held.name]
        return Answer(status=204)

    # -- schemas ------------------------------------------------------------------------------------------

    def _schemas(self, call: Call) -> Answer:
        custom = [] if is_true(call, "archived") else [o for o in self._account.objects.values() if o.custom]
        return json_answer({"results": [self._schema_of(object) for object in custom]})

    def _schema(self, call: Call) -> Answer:
        return json_answer(self._schema_of(self._object(call)))

    def _add_schema(self, call: Call) -> Answer:
        body = call.json_object()
        object = self._account.add_object(body)
        for name in body.get("associatedObjects") or ():
            self._types.default(object, self._account.object(str(name)))
        return json_answer(self._schema_of(object), status=201)

    def _remove_schema(self, call: Call) -> Answer:
        self._account.remove_object(self._object(call))
        return Answer(status=204)

    def _schema_of(self, object: ObjectType) -> dict[str, Any]:
        others = list(self._account.objects.values())
        links = [
            {
                "id": str(kind.id),
                "fromObjectTypeId": object.type_id,
                "toObjectTypeId": other.type_id,
                "name": kind.name.upper(),
                "createdAt": None,
                "updatedAt": None,
            }
            for other in others
            for kind in self._types.between(object, other)
        ]
        full = object.aliases[0] if object.aliases else object.label.upper()
        return {
            "labels": {"singular": object.label, "plural": object.label_plural},
            "requiredProperties": list(object.required),
            "searchableProperties": [],
            "primaryDisplayProperty": object.display,
            "secondaryDisplayProperties": [],
            "archived": False,
            "restorable": True,
            "metaType": "PORTAL_SPECIFIC" if object.custom else "HUBSPOT",
            "id": object.type_id.removeprefix("2-").removeprefix("0-"),
            "fullyQualifiedName": full,
            "createdAt": iso(object.created),
            "updatedAt": iso(object.created),
            "objectTypeId": object.type_id,
            "properties": [held.wire() for held in object.properties.values()] if object.custom else [],
            "associations": links,
            "name": object.name if object.custom else object.label.upper(),
        }

    # -- pipelines, owners, account -----------------------------------------------------------------------

    def _pipelines(self, call: Call) -> Answer:
        return json_answer({"results": pipelines(self._object(call).name)})

    def _pipeline(self, call: Call) -> Answer:
        return json_answer(self._held_pipeline(call))

    def _stages(self, call: Call) -> Answer:
        return json_answer({"results": self._held_pipeline(call)["stages"]})

    def _held_pipeline(self, call: Call) -> dict[str, Any]:
        for pipeline in pipelines(self._object(call).name):
            if pipeline["id"] == call.params["id"]:
                return pipeline
        raise not_found(f"Pipeline {call.params['id']} does not exist")

    def _owners(self, call: Call) -> Answer:
        email = call.arg("email")
        found = [] if is_true(call, "archived") else [o for o in owners() if email in ("", o["email"])]
        return json_answer({"results": found})

    def _owner(self, call: Call) -> Answer:
        key = "userId" if call.arg("idProperty") == "userId" else "id"
        for owner in owners():
            if str(owner[key]) == call.params["id"]:
                return json_answer(owner)
        raise not_found(f"Owner {call.params['id']} does not exist")

    def _details(self, call: Call) -> Answer:
        return json_answer(
            {
                "portalId": self._account.portal_id,
                "accountType": "STANDARD",
                "timeZone": "Europe/Berlin",
                "companyCurrency": "EUR",
                "additionalCurrencies": [],
                "utcOffset": "+01:00",
                "utcOffsetMilliseconds": 3_600_000,
                "uiDomain": "app-eu1.hubspot.com",
                "dataHostingLocation": "eu1",
            }
        )
