"""v1's notes, the one kind of record that v2 does not have: offsets for pages, PUT for changes, times without a zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Final

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.ledger import Value
from adapters.sandbox.pipedrive.account import Account
from adapters.sandbox.pipedrive.catalogue import US, users
from adapters.sandbox.pipedrive.errors import Refusal, catching, data, not_found
from adapters.sandbox.pipedrive.records import actor_of, maybe_fail, moment_in
from adapters.sandbox.pipedrive.render import columns_of, maker_of, stamp_v1
from adapters.sandbox.rows import Row

_MOST: Final = 500
_USUAL: Final = 100
_PARENTS: Final = {
    "deal_id": ("deals", "deal", "title"),
    "person_id": ("persons", "person", "name"),
    "org_id": ("organizations", "organization", "name"),
}


class Notes:
    """The routes of notes."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._entity = account.entity("notes")

    def mount(self, router: Router) -> None:
        router.add("GET", "/api/v1/notes", catching(self._list))
        router.add("POST", "/api/v1/notes", catching(self._create))
        router.add("GET", "/api/v1/notes/{id}", catching(self._get))
        router.add("PUT", "/api/v1/notes/{id}", catching(self._update))
        router.add("DELETE", "/api/v1/notes/{id}", catching(self._delete))

    def _list(self, call: Call) -> Answer:
        table = self._account.table(self._entity)
        start, limit = _number(call, "start", 0), _number(call, "limit", _USUAL)
        since = moment_in(call, "updated_since") or 0
        named = {name: call.arg(name) for name in (*_PARENTS, "user_id") if call.arg(name)}
        rows = [
            row
            for row in table.after()
            if row.modified >= since and all(str(self._held(row, name)) == id for name, id in named.items())
        ]
        sorts: Mapping[str, Callable[[Row], tuple[str, int]]] = {
            "id": lambda row: ("", int(row.id)),
            "add_time": lambda row: (str(self._held(row, "add_time")), int(row.id)),
            "update_time": lambda row: (stamp_v1(row.modified), int(row.id)),
        }
        by, _, way = (call.arg("sort") or "id ASC").partition(" ")
        if by not in sorts or way.upper() not in ("", "ASC", "DESC"):
            raise Refusal(400, "sort is not valid")
        rows.sort(key=sorts[by], reverse=way.upper() == "DESC")
        size = min(max(limit, 1), _MOST)
        shows = [self._shown(row) for row in islice(rows, start, start + size)]
        more = len(rows) > start + size
        paging: dict[str, Any] = {"start": start, "limit": size, "more_items_in_collection": more}
        if more:
            paging["next_start"] = start + size
        return data(shows, records=len(shows), additional_data={"pagination": paging})

    def _get(self, call: Call) -> Answer:
        row = self._account.table(self._entity).get(call.params["id"])
        if row is None:
            raise not_found("Note", call.params["id"])
        return data(self._shown(row), records=1)

    def _create(self, call: Call) -> Answer:
        maybe_fail(call)
        values = self._account.check(self._entity, columns_of(self._entity, call.json_object()), None)
        row = self._account.world.create(
            "notes", values, by=actor_of(call), trace=call.headers.get("user-agent")
        )
        return data(self._shown(row), records=1)

    def _update(self, call: Call) -> Answer:
        row = self._account.live(self._entity, call.params["id"])
        maybe_fail(call)
        values = self._account.check(self._entity, columns_of(self._entity, call.json_object()), row)
        self._account.world.update(
            "notes", row, values, by=actor_of(call), trace=call.headers.get("user-agent")
        )
        return data(self._shown(row), records=1)

    def _delete(self, call: Call) -> Answer:
        row = self._account.live(self._entity, call.params["id"])
        self._account.world.delete("notes", row, by=actor_of(call))
        return data(True)

    def _held(self, row: Row, column: str) -> Value:
        """A note's author is who made it, and its date when it was made, until somebody says otherwise."""
        value = self._account.table(self._entity).value(row, column)
        if value is not None or column not in ("user_id", "add_time"):
            return value
        return maker_of(row) if column == "user_id" else stamp_v1(row.created)

    def _shown(self, row: Row) -> dict[str, Any]:
        table = self._account.table(self._entity)
        author = self._held(row, "user_id")
        person = next((one for one in users() if one["id"] == author), None)
        out: dict[str, Any] = {
            "id": int(row.id),
            "active_flag": row.archived_at is None,
            "add_time": self._held(row, "add_time"),
            "update_time": stamp_v1(row.modified),
            "content": table.value(row, "content"),
            "user_id": author,
            "user": None
            if person is None
            else {
                "email": person["email"],
                "icon_url": None,
                "is_you": person["id"] == US,
                "name": person["name"],
            },
            "lead_id": None,
        }
        for column, (name, word, title) in _PARENTS.items():
            id = table.value(row, column)
            parent = self._account.world.tables[name].get(str(id)) if id is not None else None
            out[column] = int(str(id)) if id is not None else None
            out[word] = None
            if parent is not None:
                out[word] = {title: self._account.world.tables[name].value(parent, title)}
        return out


def _number(call: Call, name: str, usual: int) -> int:
    text = call.arg(name)
    if not text:
        return usual
    if not text.isdigit():
        raise Refusal(400, f"{name} must be a number")
    return int(text)
