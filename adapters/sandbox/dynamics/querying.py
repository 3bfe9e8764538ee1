"""Collections: which rows, in which order, how many a page, and the cookie that goes on from there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, unquote

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import CONTENT_TYPE, HEADERS, DataverseError, bad_query, no_property
from adapters.sandbox.dynamics.expanding import Expander
from adapters.sandbox.dynamics.filters import Filter, parse_filter
from adapters.sandbox.dynamics.options import Options
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.render import Preferences, Renderer
from adapters.sandbox.rows import Row

MOST: Final = 5_000
API: Final = "/api/data/v9.2"
_COOKIE: Final = re.compile(r'pagenumber="(\d+)" pagingcookie="([^"]*)"')
_LAST: Final = re.compile(r'last="\{([0-9A-Fa-f-]{36})\}"')


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    page: int
    last: str


class Queries:
    """Reads of collections over one org."""

    def __init__(self, org: Org, renderer: Renderer, expander: Expander) -> None:
        self._org, self._renderer, self._expander = org, renderer, expander

    def answer(self, call: Call, entity: Entity, options: Options, prefer: Preferences) -> Answer:
        """One page of a table. Raises DataverseError."""
        condition = parse_filter(self._org, entity, options.filter) if options.filter else None
        shape = self._renderer.shape(entity, options.select, prefer)
        size = min(prefer.page or MOST, MOST)
        if options.top is not None:
            size = min(options.top, MOST)
        place = _place(options.skip_token)
        empty = call.draw is not None and call.draw.strikes("empty_lists")
        rows = [] if empty else self._rows(entity, options, condition, place, size + 1)
        more, rows = len(rows) > size and options.top is None, rows[:size]
        value = shape.show_all(rows)
        for expand in options.expand:
            self._expander.put(entity, expand, rows, value, prefer)
        body: dict[str, Any] = {"@odata.context": context(call, entity, options)}
        if options.count:
            body["@odata.count"] = min(MOST, sum(1 for _ in self._matching(entity, condition)))
        if prefer.annotations:
            total = int(body.get("@odata.count", -1))
            body |= {
                "@Microsoft.Dynamics.CRM.totalrecordcount": total,
                "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded": total >= MOST,
                "@Microsoft.Dynamics.CRM.globalmetadataversion": str(self._org.schema_version),
            }
        body["value"] = value
        if more:
            page = 2 if place is None else place.page + 1
            body["@odata.nextLink"] = self._next(call, entity, options, rows, page)
        return page_answer(body, prefer, records=len(rows))

    def count(self, entity: Entity, options: Options) -> Answer:
        """``/contacts/$count``: at most 5,000."""
        condition = parse_filter(self._org, entity, options.filter) if options.filter else None
        number = min(MOST, sum(1 for _ in self._matching(entity, condition)))
        return Answer(body=f"\ufeff{number}".encode(), content_type="text/plain", headers=HEADERS)

    # rows --------------------------------------------------------------------------------------------------------
    def _rows(
        self, entity: Entity, options: Options, condition: Filter | None, place: _Place | None, most: int
    ) -> list[Row]:
        if not options.order:
            after = place.last if place is not None else ""
            return list(islice(self._matching(entity, condition, after=after), most))
        found = list(self._matching(entity, condition))
        last = self._org.table(entity.name).get(place.last) if place is not None else None
        if last is not None and last not in found:
            found.append(last)  # deleted or changed since: it still marks the place
        ordered = self._sorted(entity, options, found)
        start = 0 if last is None else ordered.index(last) + 1
        return ordered[start : start + most]

    def _matching(self, entity: Entity, condition: Filter | None, *, after: str = "") -> Iterator[Row]:
        if condition is None:
            yield from self._org.table(entity.name).after(after)
            return
        holds = condition.holds
        for row in self._candidates(entity, condition, after):
            if row.id > after and holds(row):
                yield row

    def _candidates(self, entity: Entity, condition: Filter, after: str) -> Iterable[Row]:
        """Fewer rows to judge where an index or the time order knows them; always in id order."""
        table = self._org.table(entity.name)
        for must in condition.musts:
            if must.operator not in ("eq", "in") or must.value is None:
                continue
            values = must.value if must.operator == "in" else (must.value,)
            found: dict[str, Row] = {}
            if must.attribute.name == entity.id:
                rows = (table.get(str(value).lower()) for value in values)
                found = {row.id: row for row in rows if row is not None and row.archived_at is None}
            elif must.attribute.name in table.columns and all(isinstance(each, str | int) for each in values):
                found = {row.id: row for value in values for row in table.find(must.attribute.name, value)}
            else:
                continue
            return sorted(found.values(), key=lambda row: row.id)
        for must in condition.musts:
            if must.attribute.name == "modifiedon" and must.operator in ("ge", "gt") and must.value:
                return sorted(table.window(_ms(str(must.value)), 1 << 60), key=lambda row: row.id)
        return table.after(after)

    def _sorted(self, entity: Entity, options: Options, found: Iterable[Row]) -> list[Row]:
        ordered = sorted(found, key=lambda row: row.id)
        for name, falling in reversed(options.order):
            attribute = entity.find(name)
            if attribute is None:
                raise no_property(name, entity.name)
            cell = self._org.cell(entity, attribute)
            ordered.sort(key=lambda row, cell=cell: _key(cell(row)), reverse=falling)  # type: ignore[misc]
        return ordered

    def _next(self, call: Call, entity: Entity, options: Options, rows: list[Row], page: int) -> str:
        inner = (
            f'<cookie page="{page - 1}"><{entity.id} last="{{{rows[-1].id.upper()}}}" first="{{{rows[0].id.upper()}}}" />'
            "</cookie>"
        )
        cookie = f'<cookie pagenumber="{page}" pagingcookie="{quote(quote(inner, safe=""), safe="")}" istracking="False" />'
        return link(call, entity, options.texts, {"$skiptoken": cookie})


def context(call: Call, entity: Entity, options: Options, tail: str = "") -> str:
    """The ``@odata.context`` of a table's rows."""
    columns = ",".join(
        [*(options.select or ()), *(f"{one.name}({','.join(one.select or ())})" for one in options.expand)]
    )
    return f"{call.base_url}{API}/$metadata#{entity.set}{f'({columns})' if columns else ''}{tail}"


def link(call: Call, entity: Entity, texts: Mapping[str, str], more: Mapping[str, str]) -> str:
    """The request's own address with other tokens."""
    kept = {name: value for name, value in texts.items() if name not in ("$skiptoken", "$deltatoken")}
    query = "&".join(f"{name}={quote(value, safe=',()')}" for name, value in {**kept, **more}.items())
    return f"{call.base_url}{API}/{entity.set}?{query}"


def page_answer(body: Mapping[str, Any], prefer: Preferences, *, records: int) -> Answer:
    made = json_answer(body, records=records, headers=(*HEADERS, *prefer.applied))
    return Answer(body=made.body, content_type=CONTENT_TYPE, headers=made.headers, records=records)


def _place(token: str) -> _Place | None:
    if not token:
        return None
    found = _COOKIE.search(token)
    inner = _LAST.search(unquote(unquote(found[2]))) if found is not None else None
    if found is None or inner is None:
        raise DataverseError(400, "0x80060888", "Malformed XML in the skip token")
    return _Place(page=int(found[1]), last=inner[1].lower())


def _key(value: Any) -> tuple[int, Any]:
    if value is None:
        return (0, 0)
    return (1, value.casefold() if isinstance(value, str) else value)


def _ms(text: str) -> int:
    try:
        return int(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError:
        raise bad_query(f"'{text}' is not a time.") from None
