"""Single rows: create, read, update, upsert, delete; lookups set and cleared by ``$ref``; conditions of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.deleting import Deleting
from adapters.sandbox.dynamics.duplicates import Duplicates
from adapters.sandbox.dynamics.errors import (
    CONTENT_TYPE,
    HEADERS,
    DataverseError,
    already_exists,
    bad_payload,
    does_not_exist,
    key_not_found,
    no_segment,
    version_mismatch,
)
from adapters.sandbox.dynamics.expanding import Expander
from adapters.sandbox.dynamics.keys import KeyPath
from adapters.sandbox.dynamics.options import Options
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.querying import API, context
from adapters.sandbox.dynamics.render import Preferences, Renderer
from adapters.sandbox.dynamics.values import GUID
from adapters.sandbox.dynamics.writing import Writing
from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.rows import Row

_NOBODY = Actor(kind=ActorKind.INTEGRATION, id="unknown")


class Records:
    """Verbs on one row."""

    def __init__(
        self,
        org: Org,
        writing: Writing,
        renderer: Renderer,
        expander: Expander,
        *,
        duplicates: Duplicates,
        deleting: Deleting,
    ) -> None:
        self.org, self.writing = org, writing
        self._renderer, self._expander = renderer, expander
        self._duplicates, self._deleting = duplicates, deleting

    # what other rooms use ------------------------------------------------------------------------------------------
    def create(self, call: Call, entity: Entity, body: Mapping[str, Any], *, id: str | None = None) -> Row:
        """Adds a row. Raises DataverseError; nothing is written then."""
        self._judge_record(call)
        given = body.get(entity.id)
        if given is not None:
            if not isinstance(given, str) or not GUID.fullmatch(given):
                raise bad_payload(
                    entity.set, f"Cannot convert the literal '{given}' to the expected type 'Edm.Guid'."
                )
            id = id or given.lower()
        by = call.actor or _NOBODY
        table = self.org.table(entity.name)
        held = table.get(id) if id is not None else None
        if held is not None and held.archived_at is None:
            raise already_exists()
        values = self.writing.columns_of(entity, body, new=True)
        self._duplicates.judge(call, entity, values, None)
        checked = self.writing.checked(entity, values, None, by)
        if held is not None:
            self.org.world.purge(entity.name, held, by=by)
        return self.org.world.create(entity.name, checked, by=by, id=id, trace=_trace(call))

    def update(self, call: Call, entity: Entity, row: Row, body: Mapping[str, Any]) -> None:
        """Changes a row. Raises DataverseError; nothing is written then."""
        self._judge_record(call)
        by = call.actor or _NOBODY
        values = self.writing.columns_of(entity, body, new=False)
        self._duplicates.judge(call, entity, values, row)
        checked = self.writing.checked(entity, values, row, by)
        table = self.org.table(entity.name)
        table.remember(row.id)
        if not self.org.world.update(entity.name, row, checked, by=by, trace=_trace(call)):
            row.editor = by  # the same values again are a change all the same: version and time move
            table.change(row, row.values, max(self.org.world.now(), row.modified))

    def _judge_record(self, call: Call) -> None:
        draw = call.draw
        if draw is None:
            return
        if draw.strikes("custom_validation"):
            raise DataverseError(
                400, "0x80040265", "A plug-in of this organization does not allow the value."
            )
        if draw.strikes("row_locked"):
            raise DataverseError(
                500,
                "0x80044151",
                "Generic SQL error. Transaction was deadlocked on lock resources with another process and has been chosen"
                " as the deadlock victim.",
            )

    # verbs -------------------------------------------------------------------------------------------------------
    def post(self, call: Call, entity: Entity, options: Options, prefer: Preferences) -> Answer:
        row = self.create(call, entity, call.json_object())
        return self._written(call, entity, row, options, prefer, f"{entity.set}({row.id})", made=True)

    def get(self, call: Call, entity: Entity, key: KeyPath, options: Options, prefer: Preferences) -> Answer:
        row = self.writing.addressed(entity, key)
        etag = self.org.etag(entity, row)
        if call.headers.get("if-none-match", "null") == etag:
            return Answer(status=304, headers=(*HEADERS, ("etag", etag)))
        return self._shown(call, entity, row, options, prefer)

    def patch(
        self, call: Call, entity: Entity, key: KeyPath, options: Options, prefer: Preferences
    ) -> Answer:
        """An upsert, unless ``If-Match`` or ``If-None-Match`` narrow it."""
        body = call.json_object()
        match, none_match = _conditions(call)
        row = self.find(entity, key)
        if row is None:
            if match is not None:
                raise does_not_exist(entity.name, key.id) if key.id else key_not_found(entity.name)
            made = self.create(call, entity, {**key.properties(entity), **body}, id=key.id)
            return self._written(call, entity, made, options, prefer, _address(entity, key), made=True)
        if none_match == "*":
            raise already_exists()
        self._compare(entity, row, match)
        self.update(call, entity, row, body)
        return self._written(call, entity, row, options, prefer, _address(entity, key), made=False)

    def delete(self, call: Call, entity: Entity, key: KeyPath) -> Answer:
        row = self.writing.addressed(entity, key)
        self._judge_record(call)
        self._compare(entity, row, _conditions(call)[0])
        self._deleting.delete(entity, row, call.actor or _NOBODY, _trace(call))
        return Answer(status=204, headers=HEADERS)

    def put_value(self, call: Call, entity: Entity, key: KeyPath, name: str) -> Answer:
        """``PUT /contacts(id)/firstname`` with ``{"value": …}``."""
        row = self.writing.addressed(entity, key)
        self._compare(entity, row, _conditions(call)[0])
        self.update(call, entity, row, {name: call.json_object().get("value")})
        return Answer(status=204, headers=HEADERS)

    def clear(self, call: Call, entity: Entity, key: KeyPath, name: str) -> Answer:
        """``DELETE /contacts(id)/firstname`` empties one column."""
        row = self.writing.addressed(entity, key)
        if entity.find(name) is None:
            raise no_segment(name)
        self.update(call, entity, row, {name: None})
        return Answer(status=204, headers=HEADERS)

    def property(self, call: Call, entity: Entity, key: KeyPath, name: str) -> Answer:
        """``GET /contacts(id)/firstname``."""
        row = self.writing.addressed(entity, key)
        found = entity.find(name)
        if found is None:
            raise no_segment(name)
        value = self.org.cell(entity, found)(row)
        if value is None:
            return Answer(status=204, headers=HEADERS)
        base = f"{call.base_url}{API}/$metadata#{entity.set}({row.id})/{name}"
        return _json({"@odata.context": base, "value": value})

    # lookups -----------------------------------------------------------------------------------------------------
    def refer(self, call: Call, entity: Entity, key: KeyPath, navigation: str) -> Answer:
        """``PUT …/nav/$ref`` sets a lookup; ``POST …/nav/$ref`` of a collection sets the other row's lookup."""
        row = self.writing.addressed(entity, key)
        target = call.json_object().get("@odata.id")
        if entity.navigation(navigation) is not None:
            self.update(call, entity, row, {f"{navigation}@odata.bind": target})
            return Answer(status=204, headers=HEADERS)
        other, lookup = self._back(entity, navigation)
        kind, theirs = self.writing.referred(entity, target)
        if kind.name != other.name:
            raise bad_payload(entity.set, f"'{target}' is not a row of {other.set}.")
        self.update(call, other, theirs, {f"{lookup}@odata.bind": f"/{entity.set}({row.id})"})
        return Answer(status=204, headers=HEADERS)

    def unrefer(
        self, call: Call, entity: Entity, key: KeyPath, navigation: str, other_key: str | None
    ) -> Answer:
        """``DELETE …/nav/$ref`` clears a lookup; of a collection the row in brackets loses its own."""
        row = self.writing.addressed(entity, key)
        if entity.navigation(navigation) is not None:
            self.update(call, entity, row, {f"{navigation}@odata.bind": None})
            return Answer(status=204, headers=HEADERS)
        other, lookup = self._back(entity, navigation)
        if other_key is None or not GUID.fullmatch(other_key):
            raise no_segment(navigation)
        self.update(call, other, self.org.live(other, other_key), {f"{lookup}@odata.bind": None})
        return Answer(status=204, headers=HEADERS)

    def _back(self, entity: Entity, navigation: str) -> tuple[Entity, str]:
        back = self._expander.reverse(entity, navigation)
        if back is None:
            raise no_segment(navigation)
        other, lookup = back
        return other, lookup.targets[entity.name]

    def related(
        self, call: Call, entity: Entity, key: KeyPath, navigation: str, options: Options, prefer: Preferences
    ) -> Answer:
        """``GET …/nav``: the row a lookup leads to, or the rows that lead here."""
        row = self.writing.addressed(entity, key)
        way = entity.navigation(navigation)
        if way is not None:
            id = self.org.cell(entity, way[0])(row)
            if id is None:
                return Answer(status=204, headers=HEADERS)
            target = self.org.entities[
                self.org.target_cell(entity, way[0])(row) or next(iter(way[0].targets))
            ]
            return self._shown(call, target, self.org.live(target, id), options, prefer)
        back = self._expander.reverse(entity, navigation)
        if back is None:
            return self.property(call, entity, key, navigation)
        other, lookup = back
        rows = self._expander.pointing(other, lookup, entity, row)[: options.top]
        shape = self._renderer.shape(other, options.select, prefer)
        body = {"@odata.context": context(call, other, options), "value": shape.show_all(rows)}
        return _json(body, records=len(rows))

    # answers -----------------------------------------------------------------------------------------------------
    def find(self, entity: Entity, key: KeyPath) -> Row | None:
        """The live row a key names, None when there is none. Raises 400 for a key that is none."""
        if key.id is None:
            return self.writing.by_key(entity, key)
        row = self.org.table(entity.name).get(key.id)
        return None if row is None or row.archived_at is not None else row

    def _compare(self, entity: Entity, row: Row, match: str | None) -> None:
        if match is None or match == "*":
            return
        if not entity.concurrent:
            raise DataverseError(
                400, "0x8006088d", f"Optimistic concurrency isn't enabled for entity type {entity.name}."
            )
        if match != self.org.etag(entity, row):
            raise version_mismatch()

    def _written(
        self,
        call: Call,
        entity: Entity,
        row: Row,
        options: Options,
        prefer: Preferences,
        address: str,
        *,
        made: bool,
    ) -> Answer:
        if prefer.representation:
            shown = self._shown(call, entity, row, options, prefer)
            return replace(shown, status=201 if made else 200)
        uri = f"{call.base_url}{API}/{address}"
        where = (("odata-entityid", uri),) if not made else (("location", uri), ("odata-entityid", uri))
        return Answer(status=204, headers=(*HEADERS, *where))

    def _shown(self, call: Call, entity: Entity, row: Row, options: Options, prefer: Preferences) -> Answer:
        value = self._renderer.shape(entity, options.select, prefer).show(row)
        for expand in options.expand:
            self._expander.put(entity, expand, [row], [value], prefer)
        body = {"@odata.context": context(call, entity, options, "/$entity"), **value}
        headers = (("etag", self.org.etag(entity, row)), *prefer.applied)
        return _json(body, records=1, headers=headers)


def _conditions(call: Call) -> tuple[str | None, str | None]:
    """``If-Match`` and ``If-None-Match``; clients send "null" for neither."""
    given = (call.headers.get("if-match"), call.headers.get("if-none-match"))
    match, none_match = (None if value in (None, "", "null") else value for value in given)
    return match, none_match


def _address(entity: Entity, key: KeyPath) -> str:
    """Dataverse repeats the key it was asked by, not the GUID."""
    return f"{entity.set}({key.id or key.text})"


def _trace(call: Call) -> str | None:
    """The shared variable ``?tag=…``, which plug-ins and webhooks see."""
    return call.arg("tag") or None


def _json(body: Mapping[str, Any], *, records: int = 0, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return replace(
        json_answer(body, records=records, headers=(*HEADERS, *headers)), content_type=CONTENT_TYPE
    )
