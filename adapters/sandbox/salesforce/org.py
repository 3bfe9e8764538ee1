"""One sandboxed Salesforce org: its tables, its routes, and what people may do to it from outside the API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from adapters.sandbox.calls import Answer, BadBody, Call, Handler, Router, json_answer
from adapters.sandbox.ledger import Actor, ActorKind, Value
from adapters.sandbox.logged import logged
from adapters.sandbox.people import population, sizes_for
from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.access import CLIENT_ID, Access, RequestBudget, as_answer
from adapters.sandbox.salesforce.cells import Cells, is_stored
from adapters.sandbox.salesforce.errors import (
    MultipleChoices,
    NotModified,
    SalesforceError,
    invalid_session,
    json_parser_error,
    method_not_allowed,
    not_found,
    request_limit_exceeded,
)
from adapters.sandbox.salesforce.ids import make_id
from adapters.sandbox.salesforce.outbound import OutboundMessages
from adapters.sandbox.salesforce.pubsub import KEEPALIVE_S, PubSubServer
from adapters.sandbox.salesforce.record_types import OrgTypes
from adapters.sandbox.salesforce.records import Records
from adapters.sandbox.salesforce.rest_collections import Collections
from adapters.sandbox.salesforce.rest_composite import Composite
from adapters.sandbox.salesforce.rest_query import Queries
from adapters.sandbox.salesforce.rest_records import RECORD_FAULTS, SingleRecords
from adapters.sandbox.salesforce.rest_replication import Replication
from adapters.sandbox.salesforce.rest_schema import Structure
from adapters.sandbox.salesforce.schema import Schema, SObject
from adapters.sandbox.salesforce.seed import seed, seed_users
from adapters.sandbox.salesforce.selections import Selections
from adapters.sandbox.salesforce.soap import PATH as SOAP_PATH
from adapters.sandbox.salesforce.soap import Soap, fault
from adapters.sandbox.salesforce.table import SalesforceTable
from adapters.sandbox.system import Options, Refusal, Refused, System
from adapters.sandbox.views import seen_by

BASE = "/services/data/{version}"
DAILY_REQUESTS = 1_000_000
_VERSION = re.compile(r"v\d{2,3}\.\d")
_REFUSALS: Mapping[Refusal, Callable[[Call, str], SalesforceError]] = {
    Refusal.NOT_FOUND: lambda call, detail: not_found(),
    Refusal.WRONG_METHOD: lambda call, detail: method_not_allowed(call.method, "HEAD,GET,POST,PATCH,DELETE"),
    Refusal.BAD_BODY: lambda call, detail: json_parser_error(detail or "the body could not be read"),
    Refusal.UNAUTHORIZED: lambda call, detail: invalid_session(),
    Refusal.THROTTLED: lambda call, detail: request_limit_exceeded(),
    Refusal.SERVER_ERROR: lambda call, detail: SalesforceError(
        500,
        "UNKNOWN_EXCEPTION",
        "An unexpected error occurred. Please include this ErrorId if you contact support",
    ),
    Refusal.UNAVAILABLE: lambda call, detail: SalesforceError(
        503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable"
    ),
}


_ROW = re.compile(r"/sobjects/(?P<object>[A-Za-z]\w*)/(?P<id>[0-9A-Za-z]{15,18})$")


class SalesforceOrg(System):
    """Settings it reads: `activities` (how many to log),
    `custom_objects` (names with commas between them), `daily_requests` (the 24-hour budget),
    `open_cursors` (query locators kept), `partial_failure` (the error code that fault gives, see RECORD_FAULTS),
    `record_types` (see `record_types.py`),
    `certificate` (a PEM file: the one uploaded to the connected app, by which a server signs in),
    `change_events` (the objects selected for Change Data Capture, with commas between them), `events_keepalive_s` (the
    longest silence of an event stream) and `events_port`. GET /_sandbox/events tells where the event streams are."""

    name = "salesforce"

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        now = self.world.now()
        custom = str(options.settings.get("custom_objects", ""))
        self.schema = Schema(now_ms=now, custom=[one for one in custom.split(",") if one])
        self.types = OrgTypes(self.schema, str(options.settings.get("record_types", "")))
        for object in self.schema.objects.values():
            self.world.tables[object.name] = SalesforceTable(
                object.name,
                make_id=partial(make_id, object.prefix),
                columns=tuple(field.name for field in object.fields.values() if is_stored(object, field)),
            )
        self.cells = Cells(self.world, self.schema)
        self.records = Records(self.cells, self.types)
        self.budget = RequestBudget(
            int(options.settings.get("daily_requests", DAILY_REQUESTS)), options.clock
        )
        self.access = Access(self.tokens, self.budget, options.clock)
        if "certificate" in options.settings:
            pem = Path(str(options.settings["certificate"])).read_text(encoding="ascii")
            self.access.assertions.trust(CLIENT_ID, pem)
        self.structure = Structure(self.cells, self.budget, self.types)
        keepalive_s = float(options.settings.get("events_keepalive_s", KEEPALIVE_S))
        chosen = str(options.settings.get("change_events", ""))
        self.selections = Selections(
            lambda name: name in self.schema.objects, [one for one in chosen.split(",") if one]
        )
        self.events = PubSubServer(
            self.world, self.tokens, self.faults, selected=self.selections.has, keepalive_s=keepalive_s
        )
        self.outbound = OutboundMessages(self.world, self.faults)
        self._mount()
        seed_users(self.cells, now)
        if options.records:
            people, companies, deals = sizes_for(options.records)
            view = seen_by(population(options.seed, people, companies, deals), "salesforce")
            seed(self.cells, view, logged(view, int(options.settings.get("activities", 0)), self.name))

    def _mount(self) -> None:
        settings = self.options.settings
        open_cursors = int(settings.get("open_cursors", 10))
        failure = str(settings.get("partial_failure", "FIELD_CUSTOM_VALIDATION_EXCEPTION"))
        if failure not in RECORD_FAULTS:
            raise ValueError(
                f"setting partial_failure is {failure!r}; use one of: {', '.join(RECORD_FAULTS)}"
            )
        router = _Guarded(self.router)
        self.access.mount(router)
        Composite(self._dispatch).mount(router, BASE)
        Collections(self.records, partial_failure=RECORD_FAULTS[failure]).mount(router, BASE)
        Queries(self.cells, open_cursors=open_cursors).mount(router, BASE)
        self.structure.mount(router, BASE)
        self.selections.mount(router, BASE)
        Replication(self.cells).mount(router, BASE)
        self.types.mount(router, BASE)
        SingleRecords(self.records).mount(router, BASE)
        Soap(self.records, self.access, partial_failure=failure).mount(self.router)
        self.outbound.mount(self.router)
        self.router.add("GET", "/_sandbox/events", self._where_events, open=True)

    def start(self) -> None:
        """Serve the event streams, and send outbound messages, as well."""
        self.events.start(int(self.options.settings.get("events_port", 0)))
        self.outbound.courier.start()

    def stop(self) -> None:
        self.events.stop()
        self.outbound.courier.stop()

    def _where_events(self, call: Call) -> Answer:
        return json_answer({"address": self.events.address})

    def _dispatch(self, call: Call) -> Answer:
        """Runs a part of a composite call; its session was checked with the whole."""
        route, call.params, known = self.router.match(call.method, call.path)
        if route is None:
            return self.refuse(Refusal.WRONG_METHOD if known else Refusal.NOT_FOUND, call)
        try:
            return route.handler(call)
        except BadBody as error:
            return self.refuse(Refusal.BAD_BODY, call, detail=str(error))

    def authorize(self, call: Call) -> Answer | None:
        """Checks the session and the daily budget."""
        try:
            self.access.check(call)
        except SalesforceError as error:
            return as_answer(error)
        return None

    def refuse(
        self, why: Refusal, call: Call, *, detail: str = "", retry_after_s: float | None = None
    ) -> Answer:
        """The vendor's array; token endpoints answer an OAuth error object instead."""
        error = _REFUSALS[why](call, detail)
        headers = () if retry_after_s is None else (("retry-after", f"{retry_after_s:g}"),)
        if call.path.startswith(SOAP_PATH):
            answer = fault(f"sf:{error.code}", error.message, status=max(error.status, 500))
            return replace(answer, headers=headers)
        if call.path.startswith("/services/oauth2/"):
            body: object = {"error": error.code.lower(), "error_description": error.message}
        else:
            body = error.as_rest()
        return json_answer(body, status=error.status, headers=headers)

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Adds Sforce-Limit-Info to every API answer."""
        return self.access.stamp(answer) if call.path.startswith("/services/data") else answer

    def check(self, object: str, values: Mapping[str, Value], row: Row | None) -> dict[str, Value]:
        """The API's own rules, for people's edits; their defaults (the owner) are the org's."""
        try:
            described = self.records.object(object)
            by = row.author if row is not None else Actor(kind=ActorKind.USER, id="501")
            return self.records.checked(described, values, row, by)
        except SalesforceError as error:
            raise Refused(as_answer(error)) from error

    def aimed(self, call: Call) -> Iterable[tuple[str, str, Mapping[str, Value]]]:
        """Updates of one row, of a collection, and inside a composite."""
        if call.path.endswith("/composite") and call.method == "POST":
            parts = call.json_object().get("compositeRequest") or ()
            return [
                (found["object"], found["id"], part.get("body") or {})
                for part in parts
                if part.get("method") == "PATCH" and (found := _ROW.search(str(part.get("url"))))
            ]
        if call.method != "PATCH":
            return ()
        if call.path.endswith("/composite/sobjects"):
            rows = call.json_object().get("records") or ()
            return [(row["attributes"]["type"], str(row.get("id", row.get("Id"))), row) for row in rows]
        found = _ROW.search(call.path)
        return [(found["object"], found["id"], call.json_object())] if found else ()

    def merge(self, object: str, winner: Row, loser: Row, by: Actor) -> Row:
        """Only accounts, contacts and leads merge; others raise Refused."""
        described = self._object(object)
        if not described.head.get("mergeable", True):
            error = SalesforceError(400, "INVALID_TYPE", f"entity type does not support merge: {object}", ())
            raise Refused(as_answer(error))
        return self.records.merge(described, winner, loser, by)

    def remove(self, object: str, row: Row, by: Actor) -> None:
        """Into the recycle bin, with what is cascaded."""
        self.records.delete(self._object(object), row, by)

    def add_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """`definition` in describe words: {"type": "string", "length": 80, "externalId": true}."""
        self.structure.add(self._object(object), name, definition)

    def remove_field(self, object: str, name: str) -> None:
        """Raises KeyError for a field that is not there."""
        self.structure.remove(self._object(object), name)

    def retype_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """Raises KeyError for a field that is not there."""
        self.structure.retype(self._object(object), name, definition)

    def rename_field(self, object: str, name: str, to: str) -> None:
        """Raises KeyError for a field that is not there, ValueError for a name taken."""
        self.structure.rename(self._object(object), name, to)

    def require_field(self, object: str, name: str) -> None:
        """Raises KeyError for a field that is not there."""
        self.structure.retype(self._object(object), name, {"nillable": False, "defaultedOnCreate": False})

    def _object(self, name: str) -> SObject:
        return self.schema.objects[name]


class _Guarded(Router):
    """Registers handlers on another router so that their refusals become answers."""

    def __init__(self, inner: Router) -> None:
        super().__init__()
        self._inner = inner

    def add(self, method: str, template: str, handler: Handler, *, open: bool = False) -> None:
        self._inner.add(method, template, _answering(handler), open=open)


def _answering(handler: Handler) -> Handler:
    def answer(call: Call) -> Answer:
        version = call.params.get("version")
        try:
            if version is not None and _VERSION.fullmatch(version) is None:
                raise not_found()
            return handler(call)
        except SalesforceError as error:
            return as_answer(error)
        except MultipleChoices as choices:
            return json_answer(list(choices.urls), status=300)
        except NotModified as unchanged:
            return Answer(status=304, headers=tuple(unchanged.headers.items()))

    return answer
