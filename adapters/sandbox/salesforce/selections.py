"""The org's selection for Change Data Capture, as Setup shows it and the Tooling API makes it: which objects have events.

A new org has none. `most` stands for the edition's number of objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from adapters.sandbox.calls import Answer, BadBody, Call, Router, json_answer
from adapters.sandbox.salesforce.errors import SalesforceError, not_found
from adapters.sandbox.salesforce.ids import make_id
from adapters.sandbox.salesforce.soql_ast import Comparator, Comparison, FieldPath, Query
from adapters.sandbox.salesforce.soql_parse import parse

MEMBER = "PlatformEventChannelMember"
CHANNEL = "ChangeEvents"
MOST = 5
_EVENT = re.compile(r"([A-Za-z]\w*?)(__)?ChangeEvent")
_COLUMNS = ("Id", "DeveloperName", "EventChannel", "SelectedEntity")


class Selections:
    """`knows(object)` tells whether the org has an object. `chosen` begins with those of the set-up."""

    def __init__(self, knows: Callable[[str], bool], chosen: Iterable[str] = (), *, most: int = MOST) -> None:
        self._knows, self._most = knows, most
        self._members: dict[str, str] = {}  # id -> event
        self._made = 0
        for name in chosen:
            if not knows(name):
                raise ValueError(f"setting change_events names {name!r}, which this org does not have")
            self._add(_event(name))

    def mount(self, router: Router, base: str) -> None:
        router.add("GET", f"{base}/tooling/query", self.query)
        router.add("POST", f"{base}/tooling/sobjects/{MEMBER}", self.create)
        router.add("DELETE", f"{base}/tooling/sobjects/{MEMBER}/{{id}}", self.delete)

    def has(self, object: str) -> bool:
        return _event(object) in self._members.values()

    def query(self, call: Call) -> Answer:
        """SELECT of the members, at most with EventChannel = '...'."""
        query = parse(call.arg("q") or "")
        if query.object_name.lower() != MEMBER.lower():
            raise SalesforceError(
                400, "INVALID_TYPE", f"sObject type '{query.object_name}' is not supported here."
            )
        names = [one.text for one in query.select if isinstance(one, FieldPath)]
        for name in names:
            if name not in _COLUMNS:
                raise SalesforceError(400, "INVALID_FIELD", f"No such column '{name}' on entity '{MEMBER}'.")
        rows = [self._row(id, event, names) for id, event in self._members.items() if _wanted(query)]
        body = {"size": len(rows), "totalSize": len(rows), "done": True, "records": rows}
        return json_answer({**body, "queryLocator": None, "entityTypeName": MEMBER})

    def create(self, call: Call) -> Answer:
        body = call.json_object()
        metadata = body.get("Metadata")
        if not isinstance(metadata, Mapping) or not isinstance(body.get("FullName"), str):
            raise BadBody(f"a {MEMBER} needs FullName and Metadata")
        event = metadata.get("selectedEntity")
        named = _EVENT.fullmatch(event) if isinstance(event, str) else None
        if metadata.get("eventChannel") != CHANNEL or named is None or not self._knows(_object(named)):
            raise SalesforceError(400, "INVALID_INPUT", "The selected entity isn't valid.")
        if named.group() in self._members.values():
            raise SalesforceError(400, "DUPLICATE_VALUE", f"{named.group()} is selected already.")
        if len(self._members) >= self._most:
            raise SalesforceError(
                400, "LIMIT_EXCEEDED", f"You can select up to {self._most} entities for Change Data Capture."
            )
        made = self._add(named.group())
        answer = {"id": made, "success": True, "errors": [], "warnings": [], "infos": []}
        return json_answer(answer, status=201)

    def delete(self, call: Call) -> Answer:
        if self._members.pop(call.params["id"], None) is None:
            raise not_found()
        return Answer(status=204)

    def _add(self, event: str) -> str:
        self._made += 1
        id = make_id("0v8", self._made)
        self._members[id] = event
        return id

    def _row(self, id: str, event: str, names: list[str]) -> dict[str, Any]:
        name = f"{CHANNEL}_{event.replace('__', '_')}"
        whole = dict(zip(_COLUMNS, (id, name, CHANNEL, event), strict=True))
        url = f"/services/data/v61.0/tooling/sobjects/{MEMBER}/{id}"
        return {"attributes": {"type": MEMBER, "url": url}, **{one: whole[one] for one in names}}


def _wanted(query: Query) -> bool:
    where = query.where
    if where is None:
        return True
    if not isinstance(where, Comparison) or where.field.text != "EventChannel":
        raise SalesforceError(400, "MALFORMED_QUERY", "members are chosen by EventChannel here")
    return (where.value == CHANNEL) is (where.comparator is Comparator.EQ)


def _event(object: str) -> str:
    return f"{object.removesuffix('c') if object.endswith('__c') else object}ChangeEvent"


def _object(named: re.Match[str]) -> str:
    return f"{named.group(1)}__c" if named.group(2) else named.group(1)
