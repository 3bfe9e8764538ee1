"""One record at a time, and lists: GET, POST, PATCH, DELETE, merge and gdpr-delete under crm/objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.associations import Associations
from adapters.sandbox.hubspot.errors import Problem, invalid, not_found
from adapters.sandbox.hubspot.fields import ObjectType
from adapters.sandbox.hubspot.render import Renderer
from adapters.sandbox.hubspot.speech import actor_of, catching, is_true, limit_of
from adapters.sandbox.rows import Row

MAX_PAGE, MAX_PAGE_WITH_HISTORY = 100, 50


class Records:
    """The basic routes of every object."""

    def __init__(self, account: Account, renderer: Renderer, associations: Associations) -> None:
        self._account = account
        self._renderer = renderer
        self._associations = associations

    def mount(self, router: Router, prefixes: Sequence[str]) -> None:
        """Registers the routes under each prefix of the objects API."""
        for prefix in prefixes:
            objects = f"{prefix}/{{object}}"
            router.add("GET", objects, catching(self._list))
            router.add("POST", objects, catching(self._create))
            router.add("GET", f"{objects}/{{id}}", catching(self._get))
            router.add("PATCH", f"{objects}/{{id}}", catching(self._update))
            router.add("DELETE", f"{objects}/{{id}}", catching(self._archive))
            router.add("POST", f"{objects}/merge", catching(self._merge))
            router.add("POST", f"{objects}/gdpr-delete", catching(self._forget))

    def _list(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        with_history = call.names("propertiesWithHistory")
        limit = limit_of(call, 10, MAX_PAGE_WITH_HISTORY if with_history else MAX_PAGE)
        if call.draw is not None and call.draw.strikes("empty_lists"):
            return json_answer({"results": []})
        archived, after = is_true(call, "archived"), call.arg("after")
        if after and not after.isdigit():
            raise invalid(f"after {after!r} is not a paging token of this list")
        rows: list[Row] = []
        for row in self._account.table(object).after(after, archived=archived):
            if row.merged_into is None:
                rows.append(row)
                if len(rows) > limit:
                    break
        shown = [self._show(call, object, row) for row in rows[:limit]]
        body: dict[str, Any] = {"results": shown}
        if len(rows) > limit:
            last = rows[limit - 1].id
            body["paging"] = {
                "next": {"after": last, "link": f"{call.base_url}{call.path}?limit={limit}&after={last}"}
            }
        return json_answer(body, records=len(shown))

    def _show(self, call: Call, object: ObjectType, row: Row) -> dict[str, Any]:
        record = self._renderer.record(object, row, self._renderer.plan(object, call.names("properties")))
        with_history = call.names("propertiesWithHistory")
        if with_history:
            record["propertiesWithHistory"] = self._renderer.history(object, row, with_history)
        others = call.names("associations")
        if others:
            links = self._renderer.links(object, row, [self._account.object(name) for name in others])
            if links:
                record["associations"] = links
        return record

    def _get(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        if is_true(call, "archived"):
            row = self._account.table(object).get(call.params["id"])
            row = row if row is not None and row.archived_at is not None and row.merged_into is None else None
        else:
            row = self._account.find(object, call.params["id"], call.arg("idProperty") or None)
        if row is None:
            raise not_found()
        return json_answer(self._show(call, object, row), records=1)

    def _create(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        body = call.json_object()
        row, values = self.create(call, object, body)
        return json_answer(self._renderer.written(object, row, values), status=201, records=1)

    def create(
        self, call: Call, object: ObjectType, body: Mapping[str, Any], trace: str | None = None
    ) -> tuple[Row, Mapping[str, Any]]:
        """Adds a record with its associations; raises Problem."""
        values = self._account.check(object, properties_of(body), None)
        links = [self._wanted_link(object, entry) for entry in body.get("associations") or ()]
        row = self._account.world.create(
            object.name, {n: v for n, v in values.items() if v is not None}, by=actor_of(call), trace=trace
        )
        for other, to_id, specs in links:
            types = self._associations.pick(object, other, specs)
            self._associations.link(object, row.id, other, to_id, types, actor_of(call), trace)
        return row, values

    def _wanted_link(
        self, object: ObjectType, entry: Mapping[str, Any]
    ) -> tuple[ObjectType, str, list[dict[str, Any]]]:
        to_id, specs = (str((entry.get("to") or {}).get("id", "")), list(entry.get("types") or ()))
        for other in self._account.objects.values():
            try:
                self._associations.pick(object, other, specs)
            except Problem:
                continue  # the types belong to a pair with another object
            if specs and self._account.find(other, to_id) is not None:
                return other, to_id, specs
        raise invalid(
            f"Cannot associate {object.singular} with record {to_id!r}: no such record or association type"
        )

    def _update(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        row = self._account.find(object, call.params["id"], call.arg("idProperty") or None)
        if row is None:
            raise not_found()
        values = self._account.check(object, properties_of(call.json_object()), row)
        self._account.world.update(object.name, row, values, by=actor_of(call))
        return json_answer(self._renderer.written(object, row, values), records=1)

    def _archive(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        row = self._account.find(object, call.params["id"])
        if row is not None:
            self._account.world.delete(object.name, row, by=actor_of(call))
        return Answer(status=204)

    def _merge(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        body = call.json_object()
        ids = str(body.get("primaryObjectId", "")), str(body.get("objectIdToMerge", ""))
        winner, loser = (self._account.find(object, id) for id in ids)
        if winner is None or loser is None:
            raise not_found(f"{object.label} {ids[winner is not None]} does not exist")
        merged = self._account.merge(object, winner, loser, actor_of(call))
        return json_answer(self._renderer.written(object, merged, ()), records=1)

    def _forget(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        body = call.json_object()
        id, id_property = str(body.get("objectId", "")), body.get("idProperty")
        row = self._account.find(object, id, id_property)
        if row is None and not id_property:
            row = self._account.table(object).get(id)
        if row is not None:
            self._account.world.purge(object.name, row, by=actor_of(call))
        return Answer(status=204)


def properties_of(body: Mapping[str, Any]) -> Mapping[str, object]:
    """The `properties` of a write; raises Problem."""
    properties = body.get("properties")
    if not isinstance(properties, dict):
        raise invalid("The body needs 'properties', an object of property names to values")
    return properties
