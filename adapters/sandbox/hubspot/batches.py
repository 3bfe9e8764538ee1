"""batch/{read,create,update,upsert,archive}: at most 100 inputs, answers out of order, 207 when some fail.

As the vendor's service does, single inputs only fail alone when they carry an objectWriteTraceId; without
one the whole batch is refused. Unknown properties and duplicate ids always refuse the whole batch (recorded).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.batch import BatchAnswer, inputs_of, refuse_duplicates
from adapters.sandbox.hubspot.errors import BadValue, Problem, invalid, invalid_values, missing
from adapters.sandbox.hubspot.fields import ObjectType
from adapters.sandbox.hubspot.records import MAX_PAGE_WITH_HISTORY, Records, properties_of
from adapters.sandbox.hubspot.render import Renderer
from adapters.sandbox.hubspot.speech import actor_of, catching, is_true
from adapters.sandbox.rows import Row

_Write = Callable[[Call, ObjectType, dict[str, Any]], dict[str, Any]]


class _Absent(Exception):
    """The record an input names is not there; its message is the id."""


class Batches:
    """The batch routes of every object."""

    def __init__(self, account: Account, renderer: Renderer, records: Records) -> None:
        self._account = account
        self._renderer = renderer
        self._records = records

    def mount(self, router: Router, prefixes: Sequence[str]) -> None:
        """Registers the routes under each prefix of the objects API."""
        for prefix in prefixes:
            batch = f"{prefix}/{{object}}/batch"
            router.add("POST", f"{batch}/read", catching(self._read))
            router.add("POST", f"{batch}/create", catching(self._create))
            router.add("POST", f"{batch}/update", catching(self._update))
            router.add("POST", f"{batch}/upsert", catching(self._upsert))
            router.add("POST", f"{batch}/archive", catching(self._archive))

    def _read(self, call: Call) -> Answer:
        object, body = self._account.object(call.params["object"]), call.json_object()
        with_history = [str(name) for name in body.get("propertiesWithHistory") or ()]
        inputs = inputs_of(call, MAX_PAGE_WITH_HISTORY if with_history else 100)
        id_property = body.get("idProperty") or None
        plan = self._renderer.plan(object, [str(name) for name in body.get("properties") or ()])
        batch = BatchAnswer(self._account.world.clock)
        absent: list[str] = []
        seen: set[str] = set()
        archived = is_true(call, "archived")
        hidden = call.draw is not None and call.draw.strikes("empty_lists")
        for entry in inputs:
            id = str(entry.get("id", ""))
            row = self._archived(object, id) if archived else self._account.find(object, id, id_property)
            if row is None or hidden:
                absent.append(id)
            elif row.id not in seen:
                seen.add(row.id)
                record = self._renderer.record(object, row, plan)
                if with_history:
                    record["propertiesWithHistory"] = self._renderer.history(object, row, with_history)
                batch.results.append(record)
        if absent:
            batch.errors.append(missing(object.label.upper(), absent).entry())
        return batch.answer(draw=call.draw)

    def _archived(self, object: ObjectType, id: str) -> Row | None:
        row = self._account.table(object).get(id)
        return row if row is not None and row.archived_at is not None and row.merged_into is None else None

    def _create(self, call: Call) -> Answer:
        return self._write(call, self._create_one, good=201)

    def _create_one(self, call: Call, object: ObjectType, entry: dict[str, Any]) -> dict[str, Any]:
        row, values = self._records.create(call, object, entry, entry.get("objectWriteTraceId"))
        return self._renderer.written(object, row, values)

    def _update(self, call: Call) -> Answer:
        refuse_duplicates(_key(entry) for entry in inputs_of(call))
        return self._write(call, self._update_one)

    def _update_one(self, call: Call, object: ObjectType, entry: dict[str, Any]) -> dict[str, Any]:
        id = str(entry.get("id", ""))
        row = self._account.find(object, id, entry.get("idProperty"))
        if row is None:
            raise _Absent(id)
        values = self._account.check(object, properties_of(entry), row)
        trace = entry.get("objectWriteTraceId")
        self._account.world.update(object.name, row, values, by=actor_of(call), trace=trace)
        return self._renderer.written(object, row, values)

    def _upsert(self, call: Call) -> Answer:
        refuse_duplicates(_key(entry).casefold() for entry in inputs_of(call))
        return self._write(call, self._upsert_one)

    def _upsert_one(self, call: Call, object: ObjectType, entry: dict[str, Any]) -> dict[str, Any]:
        id, id_property = str(entry.get("id", "")), entry.get("idProperty")
        if not id or not id_property:
            raise invalid("Each upsert input needs 'id' and 'idProperty', the name of a unique property")
        row = self._account.find(object, id, id_property)
        if row is not None:
            return {**self._update_one(call, object, entry), "new": False}
        if id_property == "hs_object_id":
            raise _Absent(id)
        filled = {**entry, "properties": {id_property: id, **properties_of(entry)}}
        return {**self._create_one(call, object, filled), "new": True}

    def _archive(self, call: Call) -> Answer:
        object = self._account.object(call.params["object"])
        inputs = inputs_of(call)
        refuse_duplicates(_key(entry) for entry in inputs)
        for entry in inputs:
            row = self._account.find(object, str(entry.get("id", "")))
            if row is not None:
                self._account.world.delete(object.name, row, by=actor_of(call))
        return Answer(status=204)

    def _write(self, call: Call, write: _Write, *, good: int = 200) -> Answer:
        object, inputs = self._account.object(call.params["object"]), inputs_of(call)
        self._refuse_unknown(object, inputs)
        traced = bool(inputs) and all(entry.get("objectWriteTraceId") for entry in inputs)
        if not traced:
            self._refuse_invalid(object, inputs)
        batch, absent = BatchAnswer(self._account.world.clock, good=good), list[str]()
        half = -1
        if call.draw is not None and call.draw.strikes("unauthorized_mid_batch"):
            half = len(inputs) // 2
        for at, entry in enumerate(inputs):
            if at == half:
                raise Problem(
                    401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call has expired."
                )
            trace = entry.get("objectWriteTraceId")
            try:
                if call.draw is not None and call.draw.strikes("partial_failure"):
                    raise invalid(
                        "Property values were not valid: a workflow of this account refused the change"
                    )
                result = write(call, object, entry)
            except Problem as problem:
                batch.errors.append(problem.entry(trace))
                continue
            except _Absent as error:
                absent.append(str(error))
                continue
            if trace is not None:
                result["objectWriteTraceId"] = trace
            batch.results.append(result)
        if absent:
            batch.errors.append(missing(object.label.upper(), absent).entry())
        return batch.answer(draw=call.draw)

    def _refuse_unknown(self, object: ObjectType, inputs: Sequence[dict[str, Any]]) -> None:
        unknown = [name for entry in inputs for name in properties_of(entry) if name not in object.properties]
        if unknown:
            raise invalid_values(
                [
                    BadValue(name=n, code="PROPERTY_DOESNT_EXIST", message=f'Property "{n}" does not exist')
                    for n in unknown
                ]
            )

    def _refuse_invalid(self, object: ObjectType, inputs: Sequence[dict[str, Any]]) -> None:
        emails: set[str] = set()
        for entry in inputs:
            known = (
                self._account.find(object, str(entry.get("id", "")), entry.get("idProperty"))
                if "id" in entry
                else None
            )
            if "id" in entry and known is None and not entry.get("idProperty"):
                continue  # an unknown id fails alone, as OBJECT_NOT_FOUND
            stored = self._account.check(object, properties_of(entry), known)
            email = stored.get("email")
            if object.name == "contacts" and email is not None and str(email) in emails:
                raise Problem(409, "CONFLICT", "Contact already exists")
            emails.add(str(email))


def _key(entry: dict[str, Any]) -> str:
    return str(entry.get("id", ""))
