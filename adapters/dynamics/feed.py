"""Reading what Dataverse holds: a backfill in id order, changes by delta token, single rows by id.

A delta token stands for a row version, which nothing committed later can fall behind ("Use change tracking to synchronize
data with external systems"), so a usual pass reads nothing twice. A deep pass begins at a token that is a while old. Tokens
live seven days unless the org says otherwise; an idle table's token is renewed every day.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from adapters.base import Page
from adapters.dynamics.api import BY_ID, MOST, PAGE, DynamicsApi, Json, query, within
from adapters.dynamics.cursor import Position, parse_position
from adapters.dynamics.payloads import Reader
from core.errors import BadAnswer, CursorExpired, NotPermitted, RequestRefused
from core.records import RemoteRecord

_TRACK: Final = "odata.track-changes"
_TOKEN: Final = re.compile(r"[?&](?:\$|%24)deltatoken=([^&]+)", re.IGNORECASE)
_RENEW_MS: Final = 86_400_000


class Feed:
    """`deep_overlap` is how old (ms) the token at least is that a deep pass begins with."""

    def __init__(self, api: DynamicsApi, *, deep_overlap: int) -> None:
        self._api = api
        self._deep_overlap = deep_overlap
        self.me: str | None = None

    # backfill ----------------------------------------------------------------------------------------------------
    def backfill(self, reader: Reader, position: str | None) -> Page:
        table = reader.known.table
        path = position or table.set + query(select=reader.select, orderby=f"{table.id} asc")
        body = self._api.get(self._whole(path), prefer=reader.prefer(f"odata.maxpagesize={PAGE}"))
        records = tuple(self._record(reader, row) for row in self._api.rows(body))
        following = body.get("@odata.nextLink")
        live = tuple(one for one in records if not one.deleted)
        if isinstance(following, str) and following:
            return Page(records=live, position=_inside(following), more=True)
        return Page(records=live, position=position or "", more=False)

    # changes -----------------------------------------------------------------------------------------------------
    def now(self, reader: Reader) -> str:
        """The token at the end of a reading of all ids: Dataverse gives out none before that."""
        table = reader.known.table
        self._need_tracking(reader)
        link = table.set + query(select=table.id)
        while True:
            body = self._api.get(self._whole(link), prefer=f"{_TRACK},odata.maxpagesize={MOST}")
            if "@odata.nextLink" not in body:
                token, at = _token_in(body), self._clock
                return Position(token=token, at=at, mid=token, mid_at=at).text()
            link = _inside(str(body["@odata.nextLink"]))

    def changes(self, reader: Reader, position: str, *, deep: bool) -> Page:
        at = parse_position(position)
        self._need_tracking(reader)
        table = reader.known.table
        if at.link and at.columns == reader.select:
            link = at.link
        else:
            start = (at.older or at.mid or at.token) if deep else at.token
            link = f"{table.set}{query(select=reader.select)}&$deltatoken={start}"
        prefer = reader.prefer(_TRACK, f"odata.maxpagesize={PAGE}")
        try:
            body = self._api.get(self._whole(link), prefer=prefer)
        except RequestRefused as refused:
            if re.search(r"delta ?token|skip token|skiptoken", str(refused), re.IGNORECASE):
                raise CursorExpired(str(refused)) from refused
            raise
        records = tuple(self._change(reader, row) for row in self._api.rows(body))
        following = body.get("@odata.nextLink")
        if isinstance(following, str) and following:
            there = Position(
                token=at.token,
                at=at.at,
                mid=at.mid,
                mid_at=at.mid_at,
                older=at.older,
                link=_inside(following),
                columns=reader.select,
            )
            return Page(records=records, position=there.text(), more=True)
        return Page(records=records, position=self._after(at, body, bool(records)).text(), more=False)

    def _after(self, at: Position, body: Json, moved: bool) -> Position:
        now = self._clock
        paged = bool(at.link)
        if not moved and not paged and now - at.at < _RENEW_MS:
            return at
        token = _token_in(body)
        if now - at.mid_at >= self._deep_overlap:
            return Position(token=token, at=now, mid=token, mid_at=now, older=at.mid)
        return Position(token=token, at=now, mid=at.mid, mid_at=at.mid_at, older=at.older)

    def _change(self, reader: Reader, row: Json) -> RemoteRecord:
        if row.get("reason") is not None and "id" in row:
            return reader.tombstone(str(row["id"]), self._clock)
        return self._record(reader, row)

    # single records ----------------------------------------------------------------------------------------------
    def by_id(self, reader: Reader, ids: list[str]) -> dict[str, RemoteRecord]:
        """Rows by id. What a query does not show is asked for by itself: only "does not exist" means that it is gone."""
        table = reader.known.table
        found: dict[str, RemoteRecord] = {}
        for start in range(0, len(ids), BY_ID):
            some = ids[start : start + BY_ID]
            path = table.set + query(select=reader.select, filter=within(table.id, some))
            for row in self._api.rows(self._api.get(path, prefer=reader.prefer())):
                record = self._record(reader, row)
                found[record.id] = record
            absent = [id for id in some if id not in found]
            paths = [f"{table.set}({id}){query(select=reader.select)}" for id in absent]
            if paths:
                for one in self._api.read_each(paths, prefer=reader.prefer()):
                    if one is not None:
                        record = self._record(reader, one)
                        found[record.id] = record
        return found

    # inside ------------------------------------------------------------------------------------------------------
    @property
    def _clock(self) -> int:
        return self._api.rest.clock_ms or 0

    def _record(self, reader: Reader, row: Json) -> RemoteRecord:
        return reader.record(row, self.me)

    def _whole(self, link: str) -> str:
        return self._api.rest.own_url(link) if link.startswith("/") else self._api.url(link)

    def _need_tracking(self, reader: Reader) -> None:
        if not reader.known.table.tracked:
            raise NotPermitted(
                f"Dynamics keeps no track of changes of the table {reader.known.object.name!r}",
                advice="Switch on Track changes in the table's properties (make.powerapps.com > Tables).",
            )


def _inside(link: str) -> str:
    """A link without its host, which a stored position need not name."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _token_in(body: Json) -> str:
    found = _TOKEN.search(str(body.get("@odata.deltaLink") or ""))
    if found is None:
        raise BadAnswer("Dynamics ended a reading of changes without a delta link")
    return found[1]
