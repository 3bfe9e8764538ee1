"""``CreateMultiple``, ``UpdateMultiple``, ``UpsertMultiple``: of a standard table all rows are written, or none is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import (
    CONTENT_TYPE,
    HEADERS,
    DataverseError,
    does_not_exist,
    invalid_argument,
    no_segment,
)
from adapters.sandbox.dynamics.keys import KeyPath, parse_key
from adapters.sandbox.dynamics.querying import API
from adapters.sandbox.dynamics.records import Records
from adapters.sandbox.dynamics.undo import Undo
from adapters.sandbox.rows import Row

MOST: Final = 1_000
_TYPE: Final = "Microsoft.Dynamics.CRM."


class Multiples:
    def __init__(self, records: Records, undo: Undo) -> None:
        self._records, self._undo = records, undo

    def answer(self, call: Call, entity: Entity, action: str) -> Answer:
        """Raises DataverseError; nothing is written then."""
        targets = call.json_object().get("Targets")
        if not isinstance(targets, list) or not targets:
            raise invalid_argument("The Targets parameter needs at least one record.")
        if len(targets) > MOST:
            raise invalid_argument(f"The Targets parameter holds more than {MOST} records.")
        write = {
            "CreateMultiple": self._create,
            "UpdateMultiple": self._update,
            "UpsertMultiple": self._upsert,
        }.get(action)
        if write is None:
            raise no_segment(f"{_TYPE}{action}")
        ids: list[str] = []
        with self._undo.watching():
            for at, target in enumerate(targets):
                kind = target.get("@odata.type", "") if isinstance(target, Mapping) else ""
                if kind.removeprefix("#").removeprefix(_TYPE) != entity.name:
                    raise invalid_argument(f"Targets[{at}] needs @odata.type {_TYPE}{entity.name}.")
                if call.draw is not None and call.draw.strikes("partial_failure"):
                    raise DataverseError(
                        400, "0x80040265", "A plug-in of this organization refused a record."
                    )
                ids.append(write(call, entity, target))
        if action != "CreateMultiple":
            return Answer(status=204, headers=HEADERS)
        body = {"@odata.context": f"{call.base_url}{API}/$metadata#{_TYPE}CreateMultipleResponse", "Ids": ids}
        return replace(json_answer(body, headers=HEADERS), content_type=CONTENT_TYPE)

    def _create(self, call: Call, entity: Entity, target: Mapping[str, Any]) -> str:
        return self._records.create(call, entity, target).id

    def _update(self, call: Call, entity: Entity, target: Mapping[str, Any]) -> str:
        key = _key(entity, target)
        row = self._records.writing.addressed(entity, key)
        return self._write(call, entity, row, target)

    def _upsert(self, call: Call, entity: Entity, target: Mapping[str, Any]) -> str:
        key = _key(entity, target)
        row = self._records.find(entity, key)
        if row is None:
            body = {**key.properties(entity), **target}
            return self._records.create(call, entity, body, id=key.id).id
        return self._write(call, entity, row, target)

    def _write(self, call: Call, entity: Entity, row: Row, target: Mapping[str, Any]) -> str:
        self._records.update(call, entity, row, target)
        return row.id


def _key(entity: Entity, target: Mapping[str, Any]) -> KeyPath:
    """The row an element means: its id, or ``@odata.id`` with an alternate key."""
    id = target.get(entity.id)
    if isinstance(id, str):
        return parse_key(entity, id)
    address = target.get("@odata.id")
    if isinstance(address, str) and address.endswith(")"):
        return parse_key(entity, address[address.index("(") + 1 : -1])
    raise does_not_exist(entity.name, "00000000-0000-0000-0000-000000000000")
