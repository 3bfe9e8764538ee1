"""One record at a time: create, read, update, upsert, delete, by Id or external id, conditionally."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.ledger import Actor
from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce.errors import (
    MultipleChoices,
    NotModified,
    SalesforceError,
    no_such_column,
    not_found,
)
from adapters.sandbox.salesforce.records import Records
from adapters.sandbox.salesforce.schema import SField, SObject
from adapters.sandbox.salesforce.stamps import http_date, http_date_ms


class SingleRecords:
    """The `/sobjects/X/...` endpoints that read and write rows."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def mount(self, router: Router, base: str) -> None:
        router.add("POST", f"{base}/sobjects/{{object}}", self.create)
        router.add("GET", f"{base}/sobjects/{{object}}/{{id}}", self.read)
        router.add("PATCH", f"{base}/sobjects/{{object}}/{{id}}", self.update)
        router.add("DELETE", f"{base}/sobjects/{{object}}/{{id}}", self.delete)
        router.add("GET", f"{base}/sobjects/{{object}}/{{field}}/{{value}}", self.read_by_key)
        router.add("PATCH", f"{base}/sobjects/{{object}}/{{field}}/{{value}}", self.upsert)
        router.add("DELETE", f"{base}/sobjects/{{object}}/{{field}}/{{value}}", self.delete_by_key)

    def create(self, call: Call) -> Answer:
        object = self._records.object(call.params["object"])
        maybe_fail(call)
        row = self._records.create(object, call.json_object(), actor_of(call), trace_of(call))
        return json_answer({"id": row.id, "success": True, "errors": []}, status=201)

    def read(self, call: Call) -> Answer:
        object = self._records.object(call.params["object"])
        return self._shown(call, object, self._named(object, call.params["id"]))

    def read_by_key(self, call: Call) -> Answer:
        object, field = self._key(call)
        return self._shown(call, object, self._only(call, object, field))

    def update(self, call: Call) -> Answer:
        object = self._records.object(call.params["object"])
        row = self._named(object, call.params["id"])
        self._precondition(call, object, row)
        maybe_fail(call)
        self._records.update(object, row, self._body(call, "Id"), actor_of(call), trace_of(call))
        return Answer(status=204)

    def upsert(self, call: Call) -> Answer:
        """201 created, 200 updated, 300 when the external id is not unique."""
        object, field = self._key(call)
        body, by, trace = self._body(call, field.name), actor_of(call), trace_of(call)
        found = self._matches(call, object, field)
        maybe_fail(call)
        if found:
            self._precondition(call, object, found[0])
            self._records.update(object, found[0], body, by, trace)
            return json_answer({"id": found[0].id, "success": True, "errors": [], "created": False})
        row = self._records.create(object, {**body, field.name: call.params["value"]}, by, trace)
        return json_answer({"id": row.id, "success": True, "errors": [], "created": True}, status=201)

    def delete(self, call: Call) -> Answer:
        object = self._records.object(call.params["object"])
        row = self._named(object, call.params["id"])
        maybe_fail(call)
        delete_allowed(object)
        self._records.delete(object, row, actor_of(call), trace_of(call))
        return Answer(status=204)

    def delete_by_key(self, call: Call) -> Answer:
        object, field = self._key(call)
        row = self._only(call, object, field)
        maybe_fail(call)
        delete_allowed(object)
        self._records.delete(object, row, actor_of(call), trace_of(call))
        return Answer(status=204)

    def _named(self, object: SObject, id: str) -> Row:
        if len(id) not in (15, 18):
            raise not_found()
        return self._records.live(object, id)

    def _key(self, call: Call) -> tuple[SObject, SField]:
        object = self._records.object(call.params["object"])
        return object, self._records.key_field(object, call.params["field"])

    def _matches(self, call: Call, object: SObject, field: SField) -> list[Row]:
        found = self._records.by_key(object, field, call.params["value"])
        if len(found) > 1:
            base = f"/services/data/{call.params['version']}/sobjects/{object.name}"
            raise MultipleChoices([f"{base}/{row.id}" for row in found])
        return found

    def _only(self, call: Call, object: SObject, field: SField) -> Row:
        found = self._matches(call, object, field)
        if not found:
            raise not_found()
        return found[0]

    def _body(self, call: Call, key: str) -> Mapping[str, Any]:
        body = call.json_object()
        for name in body:
            if name.lower() in ("id", key.lower()):
                raise SalesforceError(
                    400, "INVALID_FIELD", f"The {name} field should not be specified in the sobject data."
                )
        return body

    def _shown(self, call: Call, object: SObject, row: Row) -> Answer:
        edited = self._records.cells.table(object.name).edited_at(row)
        since = _condition(call, "if-modified-since")
        headers = (("last-modified", http_date(edited)),)
        if since is not None and edited <= since:
            raise NotModified(dict(headers))
        self._precondition(call, object, row)
        fields = named_fields(object, call.names("fields"))
        shown = show(self._records, object, row, fields, call.params["version"])
        return json_answer(shown, records=1, headers=headers)

    def _precondition(self, call: Call, object: SObject, row: Row) -> None:
        since = _condition(call, "if-unmodified-since")
        if since is not None and self._records.cells.table(object.name).edited_at(row) > since:
            raise SalesforceError(
                412, "PRECONDITION_FAILED", "The record was modified after the date in If-Unmodified-Since"
            )


def actor_of(call: Call) -> Actor:
    """The party the session belongs to."""
    if call.actor is None:
        raise SalesforceError(401, "INVALID_SESSION_ID", "Session expired or invalid")
    return call.actor


def trace_of(call: Call) -> str | None:
    """The client name of Sforce-Call-Options, which change events repeat in changeOrigin."""
    for part in call.headers.get("sforce-call-options", "").split(","):
        name, _, value = part.partition("=")
        if name.strip().lower() == "client":
            return value.strip() or None
    return None


def delete_allowed(object: SObject) -> None:
    if not object.head.get("deletable", True):
        raise SalesforceError(
            400, "INSUFFICIENT_ACCESS_OR_READONLY", f"{object.label} rows can not be deleted", ()
        )


def maybe_fail(call: Call) -> None:
    """The faults that strike one record: a row lock held elsewhere, an org's own validation rule."""
    if call.draw is None:
        return
    if call.draw.strikes("row_locked"):
        raise row_locked()
    if call.draw.strikes("custom_validation"):
        raise custom_validation()


def row_locked() -> SalesforceError:
    return SalesforceError(
        400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records", ()
    )


def custom_validation() -> SalesforceError:
    return SalesforceError(
        400,
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "This record does not meet the rules of this organisation.",
        (),
    )


RECORD_FAULTS: Mapping[str, Callable[[], SalesforceError]] = {
    "FIELD_CUSTOM_VALIDATION_EXCEPTION": custom_validation,
    "UNABLE_TO_LOCK_ROW": row_locked,
}
"""What the shared fault `partial_failure` can mean here."""


def named_fields(object: SObject, names: list[str]) -> list[SField]:
    """The fields named, all when none are. Raises INVALID_FIELD."""
    if not names:
        return list(object.fields.values())
    found = []
    for name in names:
        field = object.find(name)
        if field is None:
            raise no_such_column(name, object.name)
        found.append(field)
    return found


def show(records: Records, object: SObject, row: Row, fields: list[SField], version: str) -> dict[str, Any]:
    """A row as the record endpoints answer it; Id is always there."""
    url = f"/services/data/{version}/sobjects/{object.name}/{row.id}"
    shown: dict[str, Any] = {"attributes": {"type": object.name, "url": url}}
    for field in fields:
        shown[field.name] = records.cells.cell(object, field)(row)
    shown.setdefault("Id", row.id)
    return shown


def _condition(call: Call, header: str) -> int | None:
    text = call.headers.get(header)
    if text is None:
        return None
    ms = http_date_ms(text)
    if ms is None:
        raise SalesforceError(
            400, "INVALID_ARGUMENT", f"The {header} header is not an HTTP date: {text[:60]}"
        )
    return ms
