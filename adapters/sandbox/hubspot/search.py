"""POST .../search: filters, one sort, 200 a page, and never past the first 10,000 hits.

Three ways to find hits: by an index (EQ or IN on a text), along one of the two sorted orders when only id
and modified time are bounded (a keyset sweep stays cheap on a million rows), else by looking at every row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.errors import invalid
from adapters.sandbox.hubspot.fields import ObjectType, read_time
from adapters.sandbox.hubspot.filters import FOREVER, Group, read_groups
from adapters.sandbox.hubspot.render import Renderer
from adapters.sandbox.hubspot.speech import catching
from adapters.sandbox.ledger import Value
from adapters.sandbox.rows import Row, Table, fold

MAX_PAGE, MAX_HITS, MAX_BODY = 200, 10_000, 3_000
_WIDE = 100  # rows both inside and outside a window above which its ids are worth keeping
_QUERY_FIELDS = (
    "email",
    "firstname",
    "lastname",
    "phone",
    "company",
    "name",
    "domain",
    "dealname",
    "website",
)


class Search:
    """The search route of every object."""

    def __init__(self, account: Account, renderer: Renderer) -> None:
        self._account = account
        self._renderer = renderer
        self._windows = _WindowIds()

    def mount(self, router: Router, prefixes: Sequence[str]) -> None:
        """Registers the route under each prefix of the objects API."""
        for prefix in prefixes:
            router.add("POST", f"{prefix}/{{object}}/search", catching(self._search))

    def _search(self, call: Call) -> Answer:
        object, body = self._account.object(call.params["object"]), call.json_object()
        if len(call.body.decode("utf-8", "replace")) > MAX_BODY:
            raise invalid(f"The search body is longer than {MAX_BODY} characters")
        limit, offset = _whole(body, "limit", 10), _whole(body, "after", 0)
        if not 1 <= limit <= MAX_PAGE:
            raise invalid(f"limit must be between 1 and {MAX_PAGE}, not {limit}")
        if offset + limit > MAX_HITS:
            raise invalid(f"Searches end after {MAX_HITS} results: after + limit is {offset + limit}")
        table = self._account.table(object)
        groups = [g for g in read_groups(body, object, table, self._renderer) if not g.never]
        text, sort = str(body.get("query") or ""), _sort_of(body, object)
        if call.draw is not None and call.draw.strikes("empty_lists"):
            return json_answer({"total": 0, "results": []})
        lag = int(call.draw.amount("index_lag_ms")) if call.draw is not None else 0
        asked = [str(name) for name in body.get("properties") or ()]
        plan = self._renderer.plan(object, asked)
        if lag:
            total, hits = self._lagging(object, table, groups, text, sort, self._account.world.clock() - lag)
            page = [
                self._as_indexed(object, row, at, values, plan)
                for row, at, values in hits[offset : offset + limit]
            ]
        else:
            total, rows = self._hits(object, table, groups, text, sort, offset, limit)
            page = [self._renderer.record(object, row, plan) for row in rows]
        answer: dict[str, Any] = {"total": total, "results": page}
        if offset + limit < total:
            answer["paging"] = {"next": {"after": str(offset + limit)}}
        return json_answer(answer, records=len(page))

    def _as_indexed(
        self, object: ObjectType, row: Row, modified: int, values: tuple[Value, ...], plan: list[Any]
    ) -> dict[str, Any]:
        past = Row(row.id, values, row.created, modified, row.author)
        return self._renderer.record(object, past, plan)

    def _hits(
        self,
        object: ObjectType,
        table: Table,
        groups: list[Group],
        text: str,
        sort: tuple[str, bool],
        offset: int,
        limit: int,
    ) -> tuple[int, list[Row]]:
        if not groups:
            return 0, []
        if len(groups) == 1 and not text:
            group = groups[0]
            if not group.exact and not group.rest and group.ids is None and group.below == "~":
                if sort == ("hs_object_id", False):
                    return _sweep_ids(table, group, offset, limit, self._windows)
                if sort == (object.modified, False) and not group.above:
                    return _sweep_times(table, group, offset, limit)
            found = [row for row in _candidates(table, group) if group.matches(row, row.modified, row.values)]
        else:
            seen: dict[str, Row] = {}
            for group in groups:
                for row in _candidates(table, group):
                    if group.matches(row, row.modified, row.values) and self._has(table, row.values, text):
                        seen[row.id] = row
            found = list(seen.values())
        found.sort(key=_sort_key(sort[0], object, table), reverse=sort[1])
        return len(found), found[offset : offset + limit]

    def _has(self, table: Table, values: tuple[Value, ...], text: str) -> bool:
        if not text:
            return True
        wanted = fold(text)
        positions = [table.columns[name] for name in _QUERY_FIELDS if name in table.columns]
        return any(
            at < len(values) and values[at] is not None and wanted in fold(values[at]) for at in positions
        )

    def _lagging(
        self,
        object: ObjectType,
        table: Table,
        groups: list[Group],
        text: str,
        sort: tuple[str, bool],
        until: int,
    ) -> tuple[int, list[tuple[Row, int, tuple[Value, ...]]]]:
        found = []
        for row in table.after():
            seen = table.visible(row, until)
            if seen is None:
                continue
            modified, values = seen
            for group in groups:
                exact = all(
                    fold(_cell(table, values, column)) in {fold(wanted) for wanted in wants}
                    for column, wants in group.exact
                )
                if exact and group.matches(row, modified, values) and self._has(table, values, text):
                    found.append((row, modified, values))
                    break
        key = _sort_key(sort[0], object, table)
        found.sort(
            key=lambda hit: key(Row(hit[0].id, hit[2], hit[0].created, hit[1], hit[0].author)),
            reverse=sort[1],
        )
        return len(found), found


def _cell(table: Table, values: tuple[Value, ...], column: str) -> Value:
    at = table.columns[column]
    return values[at] if at < len(values) else None


def _candidates(table: Table, group: Group) -> Iterable[Row]:
    if group.ids is not None:
        # A merged record's old id finds its successor, which has another id: searches know only current ids.
        rows = [
            row for id in sorted(group.ids) if (row := table.get(id)) is not None and row.archived_at is None
        ]
        return [row for row in rows if _exact(table, group, row)]
    if group.exact:
        column, wants = group.exact[0]
        found = {row.id: row for want in wants for row in table.find(column, want)}
        return [row for row in found.values() if _exact(table, group, row)]
    if group.low > 0 and table.count_window(group.low, group.high) < len(table):
        return table.window(group.low, group.high)
    return table.after(group.above)


def _exact(table: Table, group: Group, row: Row) -> bool:
    return all(
        fold(table.value(row, column)) in {fold(want) for want in wants} for column, wants in group.exact
    )


class _WindowIds:
    """The sorted ids of the last wide time window asked for, kept until its table is written to."""

    def __init__(self) -> None:
        self._key: tuple[str, int, int, int] | None = None
        self._ids: list[str] = []

    def of(self, table: Table, low: int, high: int) -> list[str]:
        """Ids of the live rows modified in low..high ms."""
        key = (table.name, table.version, low, high)
        if key != self._key:
            self._key, self._ids = key, sorted(row.id for row in table.window(low, high))
        return self._ids


def _sweep_ids(
    table: Table, group: Group, offset: int, limit: int, windows: _WindowIds
) -> tuple[int, list[Row]]:
    inside = table.count_window(group.low, group.high)
    outside = table.count_window(0, FOREVER) - inside
    if min(inside, outside) > _WIDE:
        ids = windows.of(table, group.low, group.high)
        start = bisect_right(ids, group.above)
        shown = (table.get(id) for id in ids[start + offset : start + offset + limit])
        return len(ids) - start, [row for row in shown if row is not None]
    if inside < outside:
        rows = sorted((r for r in table.window(group.low, group.high) if r.id > group.above), key=_id)
        return len(rows), rows[offset : offset + limit]
    hits = (row for row in table.after(group.above) if group.low <= row.modified <= group.high)
    missed = sum(row.id > group.above for row in table.window(0, group.low - 1)) if group.low > 0 else 0
    missed += sum(row.id > group.above for row in table.window(group.high + 1, FOREVER))
    return table.count_after(group.above) - missed, list(islice(hits, offset, offset + limit))


def _sweep_times(table: Table, group: Group, offset: int, limit: int) -> tuple[int, list[Row]]:
    total = sum(1 for _row in table.window(group.low, group.high))
    return total, list(islice(_by_time(table, group), offset, offset + limit))


def _by_time(table: Table, group: Group) -> Iterator[Row]:
    for _stamp, same in groupby(table.window(group.low, group.high), key=lambda row: row.modified):
        yield from sorted(same, key=_id)


def _id(row: Row) -> str:
    return row.id


def _whole(body: dict[str, Any], name: str, default: int) -> int:
    value = body.get(name)
    if value is None or value == "":
        return default
    if not str(value).isdigit():
        raise invalid(f"{name} must be a whole number, not {value!r}")
    return int(value)


def _sort_of(body: dict[str, Any], object: ObjectType) -> tuple[str, bool]:
    """(property, descending); without a sort the oldest record comes first."""
    sorts = body.get("sorts") or []
    if len(sorts) > 1:
        raise invalid("Only one sort is supported")
    if not sorts:
        return "hs_object_id", False
    if isinstance(sorts[0], str):
        name, descending = sorts[0].lstrip("-"), sorts[0].startswith("-")
    else:
        name, descending = (str(sorts[0].get("propertyName")), sorts[0].get("direction") == "DESCENDING")
    if name not in object.properties:
        raise invalid(f"Cannot sort by {name}: it does not exist")
    return name, descending


def _sort_key(name: str, object: ObjectType, table: Table) -> Any:
    if name == "hs_object_id":
        return _id
    if name == object.modified:
        return lambda row: (row.modified, row.id)
    if name == "createdate":
        return lambda row: (row.created, row.id)
    kind = object.properties[name].type

    def key(row: Row) -> tuple[bool, Any, str]:
        value = table.value(row, name)
        if value is None:
            return False, 0 if kind in ("number", "date", "datetime") else "", row.id
        if kind == "number":
            return True, float(value), row.id
        if kind in ("date", "datetime"):
            return True, read_time(str(value)) or 0, row.id
        return True, fold(value), row.id

    return key
