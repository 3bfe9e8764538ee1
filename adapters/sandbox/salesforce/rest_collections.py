"""sObject Collections: up to 200 records a call, each with its own outcome in the caller's order.

With `allOrNone` everything is checked before anything is written, so nothing has to be taken back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.sandbox.calls import Answer, BadBody, Call, Router, json_answer
from adapters.sandbox.rows import Row, fold
from adapters.sandbox.salesforce.errors import (
    SalesforceError,
    duplicate_value,
    invalid_session,
    malformed_id,
    rolled_back,
)
from adapters.sandbox.salesforce.ids import normal_id
from adapters.sandbox.salesforce.records import Records
from adapters.sandbox.salesforce.rest_records import (
    actor_of,
    custom_validation,
    delete_allowed,
    maybe_fail,
    named_fields,
    show,
    trace_of,
)
from adapters.sandbox.salesforce.schema import Kind, SField, SObject

LARGEST_COLLECTION = 200
LARGEST_RETRIEVE = 2000

Outcome = dict[str, Any]
Step = Callable[[], Outcome]


class Collections:
    """The `/composite/sobjects` endpoints."""

    def __init__(
        self, records: Records, *, partial_failure: Callable[[], SalesforceError] = custom_validation
    ) -> None:
        self._records = records
        self._partial_failure = partial_failure

    def mount(self, router: Router, base: str) -> None:
        router.add("POST", f"{base}/composite/sobjects", self.create)
        router.add("PATCH", f"{base}/composite/sobjects", self.update)
        router.add("DELETE", f"{base}/composite/sobjects", self.delete)
        router.add("GET", f"{base}/composite/sobjects/{{object}}", self.retrieve)
        router.add("POST", f"{base}/composite/sobjects/{{object}}", self.retrieve)
        router.add("PATCH", f"{base}/composite/sobjects/{{object}}/{{field}}", self.upsert)

    def create(self, call: Call) -> Answer:
        body = call.json_object()
        return self._each(call, _records_of(body), _flag(body), self._creation)

    def update(self, call: Call) -> Answer:
        body = call.json_object()
        return self._each(call, _records_of(body), _flag(body), self._change)

    def delete(self, call: Call) -> Answer:
        """DELETE ?ids=...&allOrNone=..."""
        ids = call.names("ids")
        _check_size(len(ids), LARGEST_COLLECTION)
        return self._each(
            call, [{"id": id} for id in ids], call.arg("allOrNone").lower() == "true", self._deletion
        )

    def upsert(self, call: Call) -> Answer:
        """By one external id field; records that share an external id within the call all fail."""
        object = self._records.object(call.params["object"])
        field = self._records.key_field(object, call.params["field"])
        body = call.json_object()
        given = _records_of(body)
        times = Counter(fold(key) for key in (_key_of(field, each) for each in given) if key is not None)

        def prepare(call: Call, record: Mapping[str, Any]) -> Step:
            return self._upsertion(call, object, field, record, times)

        return self._each(call, given, _flag(body), prepare)

    def retrieve(self, call: Call) -> Answer:
        """Rows by Id in the order asked; null where there is none."""
        object = self._records.object(call.params["object"])
        if call.method == "POST":
            body = call.json_object()
            ids, names = _texts(body, "ids"), _texts(body, "fields")
        else:
            ids, names = call.names("ids"), call.names("fields")
        _check_size(len(ids), LARGEST_RETRIEVE)
        if not names:
            raise SalesforceError(400, "MISSING_ARGUMENT", "fields: at least one field is required")
        fields = named_fields(object, names)
        found: list[dict[str, Any] | None] = []
        table = self._records.cells.table(object.name)
        for id in ids:
            normal = normal_id(id)
            if normal is None:
                raise malformed_id(id)
            row = table.get(normal)
            live = row is not None and row.archived_at is None
            found.append(
                show(self._records, object, row, fields, call.params["version"])
                if row is not None and live
                else None
            )
        return json_answer(found, records=len(found))

    # -- one record ---------------------------------------------------------------------------------------

    def _creation(self, call: Call, record: Mapping[str, Any]) -> Step:
        object, by, trace = self._typed(record), actor_of(call), trace_of(call)
        self._records.check_new(object, record)
        self._records.checked(object, record, None, by)

        def write() -> Outcome:
            row = self._records.create(object, record, by, trace)
            return {"id": row.id, "success": True, "errors": []}

        return write

    def _change(self, call: Call, record: Mapping[str, Any]) -> Step:
        id = next((value for name, value in record.items() if name.lower() == "id"), None)
        if not id:
            raise SalesforceError(400, "MISSING_ARGUMENT", "Id not specified in an update call", ())
        object, by, trace = self._typed(record), actor_of(call), trace_of(call)
        row = self._row(object, id)
        fields = {name: value for name, value in record.items() if name.lower() != "id"}
        self._records.checked(object, fields, row, by)

        def write() -> Outcome:
            self._records.update(object, row, fields, by, trace)
            return {"id": row.id, "success": True, "errors": []}

        return write

    def _deletion(self, call: Call, record: Mapping[str, Any]) -> Step:
        normal = normal_id(str(record["id"]))
        object = self._records.schema.by_prefix(normal[:3]) if normal else None
        if normal is None or object is None:
            raise malformed_id(str(record["id"]))
        row = self._row(object, normal)
        delete_allowed(object)
        by, trace = actor_of(call), trace_of(call)

        def write() -> Outcome:
            self._records.delete(object, row, by, trace)
            return {"id": row.id, "success": True, "errors": []}

        return write

    def _upsertion(
        self, call: Call, object: SObject, field: SField, record: Mapping[str, Any], times: Counter[str]
    ) -> Step:
        by, trace = actor_of(call), trace_of(call)
        if self._typed(record) is not object:
            raise SalesforceError(400, "INVALID_TYPE", f"upsert takes records of {object.name} only", ())
        key = _key_of(field, record)
        fields = {name: value for name, value in record.items() if name.lower() != field.name.lower()}
        if key is None and field.kind is not Kind.ID:
            raise SalesforceError(400, "MISSING_ARGUMENT", f"{field.name} not specified", ())
        if key is not None and times[fold(key)] > 1:
            raise SalesforceError(
                400, "DUPLICATE_VALUE", f"Duplicate external id specified: {key}", (field.name,)
            )
        found: list[Row] = []
        if key is not None:
            found = (
                [self._row(object, key)]
                if field.kind is Kind.ID
                else self._records.by_key(object, field, key)
            )
        if len(found) > 1:
            raise SalesforceError(
                400,
                "DUPLICATE_EXTERNAL_ID",
                f"{field.label}: more than one record found for external id field: "
                f"[{', '.join(row.id for row in found)}]",
                (),
            )
        whole = fields if key is None or field.kind is Kind.ID else {**fields, field.name: key}
        if found:
            self._records.checked(object, fields, found[0], by)
        else:
            self._records.checked(object, whole, None, by)

        def write() -> Outcome:
            if found:
                self._records.update(object, found[0], fields, by, trace)
                return {"id": found[0].id, "success": True, "errors": [], "created": False}
            row = self._records.create(object, whole, by, trace)
            return {"id": row.id, "success": True, "errors": [], "created": True}

        return write

    def _typed(self, record: Mapping[str, Any]) -> SObject:
        attributes = record.get("attributes")
        name = attributes.get("type") if isinstance(attributes, Mapping) else None
        found = self._records.schema.find(str(name)) if name else None
        if found is None:
            raise SalesforceError(400, "INVALID_TYPE", f"sObject type '{name}' is not supported.", ())
        return found

    def _row(self, object: SObject, id: Any) -> Row:
        """Rows named in a collection that do not exist are wrong references, not missing pages."""
        try:
            return self._records.live(object, str(id))
        except SalesforceError as error:
            if error.code == "NOT_FOUND":
                raise SalesforceError(
                    400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", ()
                ) from None
            raise

    # -- all records --------------------------------------------------------------------------------------

    def _each(
        self,
        call: Call,
        given: Sequence[Mapping[str, Any]],
        all_or_none: bool,
        prepare: Callable[[Call, Mapping[str, Any]], Step],
    ) -> Answer:
        expires_at = len(given) // 2 if call.draw and call.draw.strikes("unauthorized_mid_batch") else None
        outcomes: list[Outcome] = []
        steps: list[Step | None] = []
        taken: set[tuple[str, str, str]] = set()
        for at, record in enumerate(given):
            if at == expires_at and not all_or_none:
                raise invalid_session()
            try:
                maybe_fail(call)
                if call.draw is not None and call.draw.strikes("partial_failure"):
                    raise self._partial_failure()
                step = prepare(call, record)
                if all_or_none:
                    self._take(record, taken)
                    steps.append(step)
                    outcomes.append({})
                else:
                    outcomes.append(step())
            except SalesforceError as error:
                steps.append(None)
                outcomes.append({"success": False, "errors": [error.as_save_error()]})
        if all_or_none:
            if expires_at is not None:
                raise invalid_session()
            outcomes = _together(steps, outcomes)
        return json_answer(outcomes, records=len(outcomes))

    def _take(self, record: Mapping[str, Any], taken: set[tuple[str, str, str]]) -> None:
        """Notes unique values of a record not yet written; raises DUPLICATE_VALUE for one noted before."""
        if "attributes" not in record:
            return
        object = self._typed(record)
        for name, value in record.items():
            field = object.find(name)
            if field is not None and field.unique and value is not None:
                mark = (object.name, field.name, fold(value))
                if mark in taken:
                    raise duplicate_value(field.name, "<unknown>")
                taken.add(mark)


def _together(steps: Sequence[Step | None], outcomes: list[Outcome]) -> list[Outcome]:
    if None not in steps:
        return [step() for step in steps if step is not None]
    undone = {"success": False, "errors": [rolled_back().as_save_error()]}
    return [
        dict(undone) if step is not None else outcome for step, outcome in zip(steps, outcomes, strict=True)
    ]


def _records_of(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    records = body.get("records")
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise BadBody("the body needs 'records', a list of objects")
    _check_size(len(records), LARGEST_COLLECTION)
    return records


def _check_size(count: int, largest: int) -> None:
    if count == 0:
        raise SalesforceError(400, "REQUIRED_FIELD_MISSING", "At least 1 record is required")
    if count > largest:
        raise SalesforceError(
            400,
            "EXCEEDED_ID_LIMIT",
            f"record limit reached. cannot submit more than {largest} records in this call",
        )


def _flag(body: Mapping[str, Any]) -> bool:
    return bool(body.get("allOrNone", False))


def _key_of(field: SField, record: Mapping[str, Any]) -> str | None:
    value = next((part for name, part in record.items() if name.lower() == field.name.lower()), None)
    return None if value is None or str(value).strip() == "" else str(value).strip()


def _texts(body: Mapping[str, Any], name: str) -> list[str]:
    values = body.get(name)
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise BadBody(f"the body needs {name!r}, a list of texts")
    return values
