"""The doors under /_sandbox/: act as a person in the CRM, look inside, and set trouble loose.

The methods of Control are the same doors for tests of this process. They need no token and meet no fault.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from adapters.sandbox.calls import Answer, BadBody, Call, Router, json_answer
from adapters.sandbox.faults import FaultConfigError, Faults, describe_faults, parse_faults
from adapters.sandbox.ledger import Actor, ActorKind, Entry, Value
from adapters.sandbox.rows import Row, Table
from adapters.sandbox.system import Refused, System

PERSON = Actor(kind=ActorKind.USER, id="501")


class Control:
    """What a person, a demo or a test does to a sandbox from outside its API."""

    def __init__(self, system: System, statistics: Callable[[], dict[str, Any]]) -> None:
        self._system = system
        self._world = system.world
        self.statistics = statistics

    # -- as Python ----------------------------------------------------------------------------------------

    def create(self, object: str, values: Mapping[str, Value], *, by: Actor = PERSON) -> str:
        """A person adds a record; returns its id. Raises Refused, KeyError for an unknown object."""
        with self._world.lock:
            self._table(object)
            checked = self._system.check(object, values, None)
            return self._world.create(object, checked, by=by).id

    def update(
        self, object: str, id: str, changes: Mapping[str, Value], *, by: Actor = PERSON
    ) -> Mapping[str, Value]:
        """A person edits a record; returns what really changed. Raises Refused, KeyError."""
        with self._world.lock:
            row = self._live(object, id)
            return self._world.update(object, row, self._system.check(object, changes, row), by=by)

    def delete(self, object: str, id: str, *, by: Actor = PERSON) -> None:
        """A person deletes a record; raises KeyError."""
        with self._world.lock:
            self._system.remove(object, self._live(object, id), by)

    def restore(self, object: str, id: str, *, by: Actor = PERSON) -> None:
        """A person takes a record out of the recycle bin; raises KeyError."""
        with self._world.lock:
            row = self._table(object).get(id)
            if row is None or row.archived_at is None or row.merged_into is not None:
                raise KeyError(f"{object} {id} is not in the recycle bin")
            self._world.restore(object, row, by=by)

    def merge(self, object: str, winner: str, loser: str, *, by: Actor = PERSON) -> str:
        """A person merges two records; returns the id of the result. Raises KeyError."""
        with self._world.lock:
            kept, gone = self._live(object, winner), self._live(object, loser)
            if kept is gone:
                raise KeyError(f"{object} {winner} cannot be merged with itself")
            return self._system.merge(object, kept, gone, by).id

    def touch(self, object: str, ids: list[str] | None, at: int) -> int:
        """A batch job stamps these (or all) records with one modified time, ms; returns how many."""
        with self._world.lock:
            table = self._table(object)
            rows = [self._live(object, id) for id in ids] if ids is not None else list(table.after())
            return self._world.touch(object, rows, at)

    def dump(self, object: str, after: str = "", limit: int = 1000) -> list[dict[str, Any]]:
        """Live records in id order, with all set fields and their links."""
        with self._world.lock:
            table, found = self._table(object), []
            for row in table.after(after):
                found.append(self._describe(table, row))
                if len(found) >= limit:
                    break
            return found

    def ledger(self, after: int = 0, limit: int = 1000) -> list[Entry]:
        """Writes numbered above `after`."""
        with self._world.lock:
            return self._world.ledger.after(after, limit)

    def set_faults(self, faults: Faults) -> None:
        """Puts other faults in force from the next request on."""
        with self._world.lock:
            self._system.faults.replace(faults)
            step = int(self._system.faults.amount("stamp_step_ms"))
            self._world.stamp_step = max(self._system.resolution_ms, step)
            lagging = self._system.faults.amount("index_lag_ms") > 0
            for table in self._world.tables.values():
                table.keep_versions = lagging

    # -- as HTTP ------------------------------------------------------------------------------------------

    def mount(self, router: Router) -> None:
        """Registers the routes."""
        for method, template, handler in (
            ("POST", "/records/{object}", self._post_record),
            ("PATCH", "/records/{object}/{id}", self._patch_record),
            ("DELETE", "/records/{object}/{id}", self._delete_record),
            ("GET", "/records/{object}/{id}", self._get_record),
            ("POST", "/merge/{object}", self._post_merge),
            ("POST", "/restore", self._post_restore),
            ("POST", "/restore/{object}", self._post_restore),
            ("POST", "/touch/{object}", self._post_touch),
            ("GET", "/dump/{object}", self._get_dump),
            ("GET", "/ledger", self._get_ledger),
            ("GET", "/faults", self._get_faults),
            ("PUT", "/faults", self._put_faults),
            ("POST", "/schema/{object}", self._post_schema),
            ("GET", "/stats", self._get_stats),
            ("POST", "/tokens/revoke", self._post_revoke),
        ):
            router.add(method, f"/_sandbox{template}", _guard(handler), open=True)
        self.set_faults(self._system.faults.faults)

    def _post_record(self, call: Call) -> Answer:
        id = self.create(call.params["object"], _fields(call), by=_actor(call))
        return json_answer({"id": id}, status=201)

    def _patch_record(self, call: Call) -> Answer:
        changed = self.update(call.params["object"], call.params["id"], _fields(call), by=_actor(call))
        return json_answer({"id": call.params["id"], "changed": changed})

    def _delete_record(self, call: Call) -> Answer:
        self.delete(call.params["object"], call.params["id"], by=_actor(call))
        return Answer(status=204)

    def _get_record(self, call: Call) -> Answer:
        table = self._table(call.params["object"])
        row = table.get(call.params["id"])
        if row is None:
            raise KeyError(f"{table.name} {call.params['id']} does not exist")
        return json_answer(self._describe(table, row))

    def _post_merge(self, call: Call) -> Answer:
        body = call.json_object()
        winner, loser = _text(body, "winner"), _text(body, "loser")
        return json_answer({"id": self.merge(call.params["object"], winner, loser, by=_actor(call))})

    def _post_restore(self, call: Call) -> Answer:
        body = call.json_object()
        self.restore(call.params.get("object") or _text(body, "object"), _text(body, "id"), by=_actor(call))
        return Answer(status=204)

    def _post_touch(self, call: Call) -> Answer:
        body = call.json_object()
        at = body.get("at")
        if not isinstance(at, int):
            raise BadBody("the body needs 'at', ms since 1970")
        return json_answer({"touched": self.touch(call.params["object"], body.get("ids"), at)})

    def _get_dump(self, call: Call) -> Answer:
        limit = _number(call, "limit", 1000)
        records = self.dump(call.params["object"], call.arg("after"), limit)
        following = records[-1]["id"] if len(records) == limit else None
        return json_answer({"records": records, "after": following})

    def _get_ledger(self, call: Call) -> Answer:
        entries = self.ledger(_number(call, "after", 0), _number(call, "limit", 1000))
        ledger = self._world.ledger
        return json_answer(
            {
                "entries": [dataclasses.asdict(entry) for entry in entries],
                "first_seq": ledger.first_seq,
                "last_seq": ledger.last_seq,
            }
        )

    def _get_faults(self, call: Call) -> Answer:
        box = self._system.faults
        return json_answer({"faults": describe_faults(box.faults), "struck": box.struck})

    def _put_faults(self, call: Call) -> Answer:
        self.set_faults(parse_faults(call.json_object()))
        return self._get_faults(call)

    def _post_schema(self, call: Call) -> Answer:
        """Body: {"action": "add"|"remove"|"retype"|"rename"|"require", "name": field, "to": the new name of a rename,
        "definition": {...system's own words}}. Other choices or another length are a retype."""
        body, object = call.json_object(), call.params["object"]
        self._table(object)
        action, name, definition = (_text(body, "action"), _text(body, "name"), body.get("definition") or {})
        match action:
            case "add":
                self._system.add_field(object, name, definition)
            case "remove":
                self._system.remove_field(object, name)
            case "retype":
                self._system.retype_field(object, name, definition)
            case "rename":
                self._system.rename_field(object, name, _text(body, "to"))
            case "require":
                self._system.require_field(object, name)
            case _:
                raise BadBody(f"unknown action {action!r}: use add, remove, retype, rename or require")
        return json_answer({"object": object, "name": name, "action": action})

    def _get_stats(self, call: Call) -> Answer:
        tables = {name: len(table) for name, table in self._world.tables.items()}
        return json_answer(
            {**self.statistics(), "live_records": tables, "struck": self._system.faults.struck}
        )

    def _post_revoke(self, call: Call) -> Answer:
        """Body: {} for every OAuth token, {"token": value} for one, {"refresh": false} keeps refresh tokens."""
        body = call.json_object() if call.body else {}
        if "token" in body:
            return json_answer({"revoked": int(self._system.tokens.revoke(_text(body, "token")))})
        ended = self._system.tokens.revoke_all(refresh=bool(body.get("refresh", True)))
        return json_answer({"revoked": ended})

    # -- shared -------------------------------------------------------------------------------------------

    def _table(self, object: str) -> Table:
        table = self._world.tables.get(object)
        if table is None:
            raise KeyError(f"there is no object {object!r} here; there are: {', '.join(self._world.tables)}")
        return table

    def _live(self, object: str, id: str) -> Row:
        row = self._table(object).get(id)
        if row is None or row.archived_at is not None:
            raise KeyError(f"{object} {id} does not exist or is deleted")
        return row

    def _describe(self, table: Table, row: Row) -> dict[str, Any]:
        links: dict[str, list[str]] = {}
        for to_object, other, _types in self._world.links.everything_of(table.name, row.id):
            links.setdefault(to_object, []).append(other)
        return {
            "id": row.id,
            "created_at": row.created,
            "modified_at": row.modified,
            "archived": row.archived_at is not None,
            "merged_into": row.merged_into,
            "properties": table.record(row),
            "associations": links,
        }


def _guard(handler: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
    def guarded(call: Call) -> Answer:
        try:
            return handler(call)
        except Refused as refused:
            return refused.answer
        except KeyError as error:
            return json_answer({"error": str(error.args[0])}, status=404)
        except (BadBody, FaultConfigError, ValueError) as error:
            return json_answer({"error": str(error)}, status=400)

    return guarded


def _fields(call: Call) -> dict[str, Value]:
    body = call.json_object()
    fields = body.get("properties", body)
    if not isinstance(fields, dict):
        raise BadBody("'properties' must be a JSON object of field names to values")
    return fields


def _actor(call: Call) -> Actor:
    user = call.headers.get("x-sandbox-user")
    return Actor(kind=ActorKind.USER, id=user) if user else PERSON


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise BadBody(f"the body needs {name!r}, a non-empty text")
    return value


def _number(call: Call, name: str, default: int) -> int:
    text = call.arg(name)
    if text and not text.isdigit():
        raise BadBody(f"{name} must be a whole number, not {text!r}")
    return int(text) if text else default
