"""API v2 records: list, get, create, update, delete, archived deals, search."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.pipedrive.account import Account, Entity
from adapters.sandbox.pipedrive.errors import Refusal, catching, data, invalid, not_found
from adapters.sandbox.pipedrive.fields import Field
from adapters.sandbox.pipedrive.render import columns_of, shown
from adapters.sandbox.rows import Row, Table, fold

MOST: Final = 500
_MOST_CUSTOM: Final = 15
_BIN_MS: Final = 30 * 86_400_000
_FOREVER: Final = 1 << 62
_SEARCHED: Final = {
    "persons": ("name", "email", "phone", "notes"),
    "organizations": ("name", "address"),
    "deals": ("title",),
}


def actor_of(call: Call) -> Actor:
    if call.actor is None:
        raise Refusal(401, "unauthorized access")
    return call.actor


class Records:
    """The record routes of every object."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def mount(self, router: Router) -> None:
        for name in self._account.entities:
            if name == "notes":
                continue  # v2 has none (notes.py)
            base = f"/api/v2/{name}"
            router.add("GET", base, catching(self._list))
            router.add("POST", base, catching(self._create))
            if name == "deals":
                router.add("GET", f"{base}/archived", catching(self._archived))
            if name in _SEARCHED:
                router.add("GET", f"{base}/search", catching(self._search))
            router.add("GET", f"{base}/{{id}}", catching(self._get))
            router.add("PATCH", f"{base}/{{id}}", catching(self._update))
            router.add("DELETE", f"{base}/{{id}}", catching(self._delete))

    # reading -----------------------------------------------------------------------------------------------------
    def _list(self, call: Call) -> Answer:
        entity = self._entity(call)
        if call.arg("ids"):
            return self._by_ids(call, entity)
        if entity.name == "deals" and call.arg("status") == "deleted":
            now = self._account.world.clock()
            return self._page(call, entity, lambda row: _in_bin(row, now))
        hide = entity.name == "deals"
        table = self._account.table(entity)
        status = call.arg("status")
        if status not in ("", "open", "won", "lost"):
            raise invalid("status", "must be one of open, won, lost, deleted")

        def wanted(row: Row) -> bool:
            return (
                row.archived_at is None
                and not (hide and table.value(row, "is_archived"))
                and (not status or table.value(row, "status") == status)
            )

        return self._page(call, entity, wanted)

    def _archived(self, call: Call) -> Answer:
        call.params["object"] = "deals"
        entity = self._account.entity("deals")
        table = self._account.table(entity)
        return self._page(
            call, entity, lambda row: row.archived_at is None and bool(table.value(row, "is_archived"))
        )

    def _by_ids(self, call: Call, entity: Entity) -> Answer:
        ids = [one.strip() for one in call.arg("ids").split(",") if one.strip()]
        if len(ids) > 100 or not all(one.isdigit() for one in ids):
            raise invalid("ids", "must be at most 100 integers")
        table = self._account.table(entity)
        rows = [row for id in ids if (row := table.get(id)) is not None and row.archived_at is None]
        if entity.name == "deals":
            rows = [row for row in rows if not table.value(row, "is_archived")]
        return self._answer(call, entity, rows, None)

    def _page(self, call: Call, entity: Entity, wanted: Any) -> Answer:
        limit = call.arg("limit", "100")
        if not limit.isdigit() or not 1 <= int(limit) <= MOST:
            raise invalid("limit", f"must be between 1 and {MOST}")
        sort, descending = call.arg("sort_by", "id"), call.arg("sort_direction", "asc") == "desc"
        if sort not in ("id", "update_time", "add_time") or call.arg("sort_direction", "asc") not in (
            "asc",
            "desc",
        ):
            raise invalid("sort_by", "must be id, update_time or add_time")
        if call.draw is not None and call.draw.strikes("empty_lists"):
            return self._answer(call, entity, [], None)
        low, high = self._window(call)
        after = _read_cursor(call.arg("cursor"), sort) if call.arg("cursor") else None
        rows = list(
            islice(self._ordered(entity, sort, descending, low, high, after, wanted, call), int(limit) + 1)
        )
        more = len(rows) > int(limit)
        rows = rows[: int(limit)]
        return self._answer(call, entity, rows, _cursor(sort, rows[-1]) if more else None)

    def _window(self, call: Call) -> tuple[int, int]:
        low = moment_in(call, "updated_since")
        until = moment_in(call, "updated_until")
        lag = int(call.draw.amount("index_lag_ms")) if call.draw is not None else 0
        high = _FOREVER if until is None else until - 1
        return low or 0, min(high, self._account.world.clock() - lag) if lag else high

    def _ordered(
        self,
        entity: Entity,
        sort: str,
        descending: bool,
        low: int,
        high: int,
        after: tuple[int, str] | None,
        wanted: Any,
        call: Call,
    ) -> Iterator[Row]:
        table = self._account.table(entity)
        if sort == "id" and not descending and call.arg("status") != "deleted":
            start = after[1] if after is not None else ""
            timed = low > 0 or high < _FOREVER
            return (
                row
                for row in table.after(start)
                if wanted(row) and (not timed or low <= row.modified <= high)
            )
        if sort == "update_time" and not descending:
            begin = max(low, after[0]) if after is not None else low
            rows = _grouped(table.window(begin, high, archived=True))
            return (row for row in rows if wanted(row) and (after is None or (row.modified, row.id) > after))
        key = _KEYS[sort]
        ordered = sorted(
            (row for row in table.everything() if wanted(row) and low <= row.modified <= high), key=key
        )
        if descending:
            ordered.reverse()
        if after is None:
            return iter(ordered)
        return (row for row in ordered if ((key(row) < after) if descending else (key(row) > after)))

    def _get(self, call: Call) -> Answer:
        entity = self._entity(call)
        row = self._account.table(entity).get(call.params["id"])
        if row is None or (row.archived_at is not None and not _in_bin(row, self._account.world.clock())):
            raise not_found(entity.singular.capitalize(), call.params["id"])
        return self._one(entity, row)

    def _search(self, call: Call) -> Answer:
        entity = self._entity(call)
        term = call.arg("term").strip()
        exact = call.arg("exact_match") in ("true", "1")
        if len(term) < (1 if exact else 2):
            raise invalid("term", "is too short")
        fields = call.names("fields") or ["custom_fields", *_SEARCHED[entity.name]]
        table = self._account.table(entity)
        columns: list[str] = []
        for name in fields:
            columns += [one.code for one in entity.custom] if name == "custom_fields" else [name]
        seen = int(self._account.world.clock() - (call.draw.amount("index_lag_ms") if call.draw else 0))
        found: dict[str, Row] = {}
        for column in columns:
            rows = table.find(column, term) if exact else _containing(table, column, term)
            found |= {row.id: row for row in rows if row.modified <= seen}
        items = [
            {
                "result_score": 1.0,
                "item": {"id": int(row.id), "type": entity.singular, "custom_fields": [], "notes": []},
            }
            for row in islice(found.values(), 100)
        ]
        return data({"items": items}, records=len(items), additional_data={"next_cursor": None})

    # writing -----------------------------------------------------------------------------------------------------
    def _create(self, call: Call) -> Answer:
        entity = self._entity(call)
        maybe_fail(call)
        values = self._account.check(entity, columns_of(entity, call.json_object()), None)
        row = self._account.world.create(
            entity.name, values, by=actor_of(call), trace=call.headers.get("user-agent")
        )
        return self._one(entity, row)

    def _update(self, call: Call) -> Answer:
        entity = self._entity(call)
        row = self._account.live(entity, call.params["id"])
        maybe_fail(call)
        values = self._account.check(entity, columns_of(entity, call.json_object()), row)
        self._account.world.update(
            entity.name, row, values, by=actor_of(call), trace=call.headers.get("user-agent")
        )
        return self._one(entity, row)

    def _delete(self, call: Call) -> Answer:
        entity = self._entity(call)
        row = self._account.live(entity, call.params["id"])
        self._account.world.delete(entity.name, row, by=actor_of(call))
        return data({"id": int(row.id)})

    # inside ------------------------------------------------------------------------------------------------------
    def _entity(self, call: Call) -> Entity:
        return self._account.entity(call.path.split("/")[3])

    def _one(self, entity: Entity, row: Row) -> Answer:
        return data(shown(entity, self._account.table(entity), row, entity.custom), records=1)

    def _answer(self, call: Call, entity: Entity, rows: Sequence[Row], cursor: str | None) -> Answer:
        customs = _customs(call, entity)
        table = self._account.table(entity)
        shows = [shown(entity, table, row, customs) for row in rows]
        return data(shows, records=len(shows), additional_data={"next_cursor": cursor})


_KEYS: Final[Mapping[str, Any]] = {
    "id": lambda row: (0, row.id),
    "update_time": lambda row: (row.modified, row.id),
    "add_time": lambda row: (row.created, row.id),
}


def _customs(call: Call, entity: Entity) -> list[Field]:
    named = call.names("custom_fields")
    if len(named) > _MOST_CUSTOM:
        raise invalid("custom_fields", f"at most {_MOST_CUSTOM} can be named")
    return [one for one in entity.custom if one.code in named] if named else entity.custom


def _grouped(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows in time order with those of one moment in id order."""
    group: list[Row] = []
    for row in rows:
        if group and row.modified != group[0].modified:
            yield from sorted(group, key=lambda one: one.id)
            group = []
        group.append(row)
    yield from sorted(group, key=lambda one: one.id)


def _cursor(sort: str, row: Row) -> str:
    key = _KEYS[sort](row)
    return base64.urlsafe_b64encode(json.dumps([sort, *key]).encode()).decode().rstrip("=")


def _read_cursor(text: str, sort: str) -> tuple[int, str]:
    try:
        held = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        by, at, id = held
    except (ValueError, TypeError) as error:
        raise invalid("cursor", "is not valid") from error
    if by != sort or not isinstance(at, int) or not isinstance(id, str):
        raise invalid("cursor", "is not valid")
    return at, id


def moment_in(call: Call, name: str) -> int | None:
    """A time among the query's parameters, in ms; None where it is not given."""
    text = call.arg(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(name, "must be a time as in RFC 3339") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()) * 1000


def _in_bin(row: Row, now: int) -> bool:
    return row.archived_at is not None and row.archived_at > now - _BIN_MS


def _containing(table: Table, column: str, term: str) -> Iterator[Row]:
    wanted = fold(term)
    return (row for row in table.after() if wanted in fold(_plain(table.value(row, column))))


def _plain(value: Value) -> str:
    return "" if value is None else str(value)


def maybe_fail(call: Call) -> None:
    """A company's own rules may refuse any write. Raises Refusal."""
    if call.draw is not None and (
        call.draw.strikes("partial_failure") or call.draw.strikes("custom_validation")
    ):
        raise Refusal(400, "Validation failed: a rule of this company was not met", code="ERR_VALIDATION")
