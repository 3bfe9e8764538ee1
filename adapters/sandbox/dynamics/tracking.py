"""Change tracking: a full reading that ends in a delta link, and what changed since such a link.

learn.microsoft.com, "Use change tracking to synchronize data with external systems"; the token is ``version!time`` as in
the recorded sample. A token is good for some days (organization.expirechangetrackingindays), then a full reading is due.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, unquote

from adapters.sandbox.calls import Answer, Call
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import DataverseError, bad_query, expired_version, invalid_argument
from adapters.sandbox.dynamics.options import Options
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.querying import API, MOST, context, link, page_answer
from adapters.sandbox.dynamics.render import Preferences, Renderer

_TOKEN: Final = re.compile(r"(\d+)!(\d{2}/\d{2}/\d{4} \d{2}:\d{2}:\d{2})")
_COOKIE: Final = re.compile(r'pagenumber="(\d+)" pagingcookie="([^"]*)" istracking="True"')
_INNER: Final = re.compile(r'last="\{([^}]*)\}" start="(\d+)" at="(-?\d+)"')
_TIME: Final = "%m/%d/%Y %H:%M:%S"
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a page goes on: after row `last` of a full reading, or after version `at` of a delta (-1: none)."""

    page: int
    last: str
    start: int
    at: int


class Tracking:
    """Delta links over one org. `days` is how long a token lives, `expired_status` the status an old one gets."""

    def __init__(self, org: Org, renderer: Renderer, *, days: float, expired_status: int) -> None:
        self._org, self._renderer = org, renderer
        self.days, self._expired_status = days, expired_status

    @staticmethod
    def concerns(options: Options, prefer: Preferences) -> bool:
        return prefer.track or bool(options.delta_token) or 'istracking="True"' in options.skip_token

    def answer(self, call: Call, entity: Entity, options: Options, prefer: Preferences) -> Answer:
        """One page. Raises DataverseError."""
        for name in ("$filter", "$orderby", "$expand", "$top"):
            if name in options.texts:
                raise bad_query(
                    f'The "{name}" query parameter isn\'t supported when Change Tracking is enabled.'
                )
        if not entity.tracked:
            raise invalid_argument(f"Entity {entity.name} does not have change tracking enabled.")
        place = _place(options.skip_token)
        if options.delta_token and place is None:
            start = self._redeem(call, options.delta_token)
            place = _Place(page=1, last="", start=start, at=start)
        if place is not None and place.at >= 0:
            return self._delta(call, entity, options, prefer, place)
        return self._full(call, entity, options, prefer, place)

    def expire(self) -> None:
        """Every token given out so far is too old."""
        self._oldest = self._org.versions.next()

    _oldest = 0

    def _redeem(self, call: Call, token: str) -> int:
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise DataverseError(400, "0x80060888", f"The delta token '{token}' is not valid.")
        issued = datetime.strptime(found[2], _TIME).replace(tzinfo=UTC).timestamp() * 1000
        stale = call.draw is not None and call.draw.strikes("stream_stale")
        old = self._org.world.clock() - issued > self.days * _DAY_MS
        if stale or old or int(found[1]) < self._oldest:
            raise expired_version(self._expired_status)
        return int(found[1])

    def _full(
        self, call: Call, entity: Entity, options: Options, prefer: Preferences, place: _Place | None
    ) -> Answer:
        shape = self._renderer.shape(entity, options.select, prefer)
        size = prefer.page or MOST
        start = self._org.versions.last if place is None else place.start
        table = self._org.table(entity.name)
        rows = list(islice(table.after("" if place is None else place.last), size + 1))
        if call.draw is not None and call.draw.strikes("empty_lists"):
            rows = []
        body: dict[str, Any] = {"@odata.context": context(call, entity, options)}
        if len(rows) > size:
            rows = rows[:size]
            page = 1 if place is None else place.page
            body["@odata.nextLink"] = self._next(
                call, entity, options.texts, _Place(page=page + 1, last=rows[-1].id, start=start, at=-1)
            )
        else:
            body["@odata.deltaLink"] = self._delta_link(call, entity, options, start)
        body["value"] = shape.show_all(rows)
        return page_answer(body, prefer, records=len(rows))

    def _delta(
        self, call: Call, entity: Entity, options: Options, prefer: Preferences, place: _Place
    ) -> Answer:
        shape = self._renderer.shape(entity, options.select, prefer)
        size = prefer.page or MOST
        found = self._org.table(entity.name).changed_after(place.at)
        changes = list(islice(found, size + 1))
        body: dict[str, Any] = {"@odata.context": context(call, entity, options, "/$delta")}
        if len(changes) > size:
            changes = changes[:size]
            following = _Place(page=place.page + 1, last="", start=place.start, at=changes[-1][0])
            body["@odata.nextLink"] = self._next(call, entity, options.texts, following)
        else:
            body["@odata.deltaLink"] = self._delta_link(call, entity, options, self._org.versions.last)
        gone = f"{call.base_url}{API}/$metadata#{entity.set}/$deletedEntity"
        body["value"] = [
            shape.show(row) if row is not None else {"@odata.context": gone, "id": id, "reason": "deleted"}
            for _version, id, row in changes
        ]
        return page_answer(body, prefer, records=len(changes))

    def _delta_link(self, call: Call, entity: Entity, options: Options, version: int) -> str:
        at = datetime.fromtimestamp(self._org.world.clock() / 1000, UTC)
        return link(call, entity, options.texts, {"$deltatoken": f"{version}!{at.strftime(_TIME)}"})

    def _next(self, call: Call, entity: Entity, texts: Mapping[str, str], place: _Place) -> str:
        inner = (
            f'<cookie page="{place.page - 1}"><{entity.id} last="{{{place.last}}}" start="{place.start}" at="{place.at}" />'
            "</cookie>"
        )
        packed = quote(quote(inner, safe=""), safe="")
        cookie = f'<cookie pagenumber="{place.page}" pagingcookie="{packed}" istracking="True" />'
        return link(call, entity, texts, {"$skiptoken": cookie})


def _place(token: str) -> _Place | None:
    if not token:
        return None
    found = _COOKIE.search(token)
    inner = _INNER.search(unquote(unquote(found[2]))) if found is not None else None
    if found is None or inner is None:
        raise DataverseError(400, "0x80060888", "Malformed XML in the skip token")
    return _Place(page=int(found[1]), last=inner[1], start=int(inner[2]), at=int(inner[3]))
