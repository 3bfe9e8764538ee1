"""Fields, pipelines, stages and users: what a client reads before it syncs, and the field it makes for its key."""

from __future__ import annotations

from typing import Final

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.pipedrive.account import Account, Entity
from adapters.sandbox.pipedrive.catalogue import STAGES, US, users
from adapters.sandbox.pipedrive.errors import Refusal, catching, data, not_found
from adapters.sandbox.pipedrive.fields import new_field
from adapters.sandbox.pipedrive.records import actor_of

_PATHS: Final = {
    "personFields": "persons",
    "organizationFields": "organizations",
    "dealFields": "deals",
    "activityFields": "activities",
}


class Schema:
    def __init__(self, account: Account, *, admin: bool) -> None:
        self._account = account
        self._admin = admin

    def mount(self, router: Router) -> None:
        for path in _PATHS:
            router.add("GET", f"/api/v2/{path}", catching(self._fields))
            router.add("GET", f"/api/v2/{path}/{{code}}", catching(self._field))
            if path != "activityFields":  # its fields are read only (v2 reference)
                router.add("POST", f"/api/v2/{path}", catching(self._add))
                router.add("DELETE", f"/api/v2/{path}/{{code}}", catching(self._remove))
        router.add("GET", "/api/v2/pipelines", catching(self._pipelines))
        router.add("GET", "/api/v2/stages", catching(self._stages))
        router.add("GET", "/api/v1/users", catching(self._users))
        router.add("GET", "/api/v1/users/me", catching(self._me))

    def _entity(self, call: Call) -> Entity:
        return self._account.entity(_PATHS[call.path.split("/")[3]])

    def _fields(self, call: Call) -> Answer:
        shows = [one.wire() for one in self._entity(call).fields.values()]
        return data(shows, additional_data={"next_cursor": None})

    def _field(self, call: Call) -> Answer:
        field = self._entity(call).fields.get(call.params["code"])
        if field is None:
            raise not_found("Field", call.params["code"])
        return data(field.wire())

    def _add(self, call: Call) -> Answer:
        actor_of(call)
        if not self._admin:
            raise Refusal(403, "Only an admin can add fields", code="ERR_FORBIDDEN")
        self._account.made += 1
        field = new_field(call.json_object(), self._account.made)
        self._account.add_field(self._entity(call), field)
        return data(field.wire())

    def _remove(self, call: Call) -> Answer:
        entity, code = self._entity(call), call.params["code"]
        if code not in entity.fields or not entity.fields[code].custom:
            raise not_found("Field", code)
        removed = entity.fields[code].wire()
        self._account.remove_field(entity, code)
        return data(removed)

    def _pipelines(self, call: Call) -> Answer:
        return data(
            [{"id": 1, "name": "Sales", "order_nr": 1, "is_deleted": False}],
            additional_data={"next_cursor": None},
        )

    def _stages(self, call: Call) -> Answer:
        stages = [
            {"id": at, "name": name, "order_nr": at, "pipeline_id": 1, "is_deleted": False}
            for at, name in enumerate(STAGES, 1)
        ]
        return data(stages, additional_data={"next_cursor": None})

    def _users(self, call: Call) -> Answer:
        return data(users())

    def _me(self, call: Call) -> Answer:
        return data(next(one for one in users() if one["id"] == US))
