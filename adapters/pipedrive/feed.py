"""Reading what Pipedrive holds: lists by id for a backfill, by update time for changes, v1's recents for deletions.

Update times know whole seconds, so every pass begins a little before where the last one ended. Archived deals leave the
usual list without being deleted and have one of their own; deleted persons and organizations are in no list at all: a deep
pass asks v1's recents for them (CRM_FACTS 1.3).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from adapters.base import Page
from adapters.pipedrive.api import BY_ID, LIST, PipedriveApi
from adapters.pipedrive.cursor import Position, Stage, parse_position
from adapters.pipedrive.notes import past
from adapters.pipedrive.objects import ObjectFacts
from adapters.pipedrive.payloads import Reader, stamp_ms
from adapters.pipedrive.schema import Json
from core.errors import CursorExpired
from core.records import RemoteRecord

_ARCHIVED: Final = "archived:"
_NEW_MS: Final = 15 * 60_000
_PAGES_SHARE: Final = (
    50  # records that two pages of v1 have in common: a deletion moves those behind it forward
)


class Feed:
    """`overlap` and `deep_overlap` are milliseconds every pass reads again."""

    def __init__(self, api: PipedriveApi, *, overlap: int, deep_overlap: int) -> None:
        self._api = api
        self._overlap, self._deep_overlap = overlap, deep_overlap

    # backfill ----------------------------------------------------------------------------------------------------
    def backfill(self, facts: ObjectFacts, reader: Reader, position: str | None) -> Page:
        if facts.old:
            return self._by_offset(facts, reader, position)
        archived = bool(position) and (position or "").startswith(_ARCHIVED)
        cursor = (position or "").removeprefix(_ARCHIVED)
        params = {"sort_by": "id", **({"cursor": cursor} if cursor else {})}
        try:
            rows, following = self._api.page(f"{facts.name}/archived" if archived else facts.name, params)
        except CursorExpired:
            return self.backfill(facts, reader, _ARCHIVED if archived else None)
        records = tuple(reader.record(row) for row in rows)
        if following is not None:
            return Page(records=records, position=f"{_ARCHIVED if archived else ''}{following}", more=True)
        if facts.archives and not archived:
            return Page(records=records, position=_ARCHIVED, more=True)
        return Page(records=records, position=position or "", more=False)

    def _by_offset(self, facts: ObjectFacts, reader: Reader, position: str | None) -> Page:
        """`position` is the offset of a page and the id of the last record before it."""
        offset, _, last = (position or "0:0").partition(":")
        start = max(0, int(offset) - 1)
        while True:
            rows, more = self._api.old_page(facts, {"sort": "id ASC"}, start)
            new = past(rows, int(last))
            if new is not None or start == 0:
                break
            start = max(0, start - LIST)
        new = rows if new is None else new
        top = max((int(row["id"]) for row in new), default=int(last))
        records = tuple(reader.record(row) for row in new)
        return Page(records=records, position=f"{start + len(rows)}:{top}", more=more)

    # changes -----------------------------------------------------------------------------------------------------
    def now(self) -> str:
        self._api.me()
        return Position(seen=self._api.rest.clock_ms or 0).text()

    def changes(self, facts: ObjectFacts, reader: Reader, position: str, *, deep: bool) -> Page:
        at = parse_position(position)
        if not at.since:
            behind = self._deep_overlap if deep else self._overlap
            at = Position(seen=at.seen, stage="live", since=max(1_000, at.seen - behind), top=at.seen)
        return (
            self._recents(facts, reader, at)
            if at.stage == "recents"
            else self._listed(facts, reader, at, deep)
        )

    def _listed(self, facts: ObjectFacts, reader: Reader, at: Position, deep: bool) -> Page:
        if facts.old:
            return self._since(facts, reader, at, deep)
        params = {
            "updated_since": _rfc3339(at.since),
            "sort_by": "update_time",
            "sort_direction": "asc",
            **({"status": "deleted"} if at.stage == "deleted" else {}),
            **({"cursor": at.cursor} if at.cursor else {}),
        }
        path = f"{facts.name}/archived" if at.stage == "archived" else facts.name
        try:
            rows, following = self._api.page(path, params)
        except CursorExpired:
            again = Position(seen=at.seen, stage=at.stage, since=at.since, top=at.top)
            return self._listed(facts, reader, again, deep)
        records = tuple(reader.record(row) for row in rows)
        top = max((at.top, *(one.modified for one in records)))
        if following is not None:
            there = Position(seen=at.seen, stage=at.stage, since=at.since, top=top, cursor=following)
            return Page(records=records, position=there.text(), more=True)
        stage = _after(facts, at.stage) if deep else None
        if stage is None:
            return Page(records=records, position=Position(seen=top).text(), more=False)
        there = Position(seen=at.seen, stage=stage, since=at.since, top=top)
        return Page(records=records, position=there.text(), more=True)

    def _since(self, facts: ObjectFacts, reader: Reader, at: Position, deep: bool) -> Page:
        """v1's list by time: the next page begins at the last time of this one, or behind it where that is one moment."""
        start = int(at.cursor or 0)
        params = {"updated_since": _rfc3339(at.since), "sort": "update_time ASC"}
        rows, more = self._api.old_page(facts, params, start)
        records = tuple(reader.record(row) for row in rows)
        top = max((at.top, *(one.modified for one in records)))
        if more and records:
            last = records[-1].modified
            cursor = "" if last > at.since else str(start + len(rows))
            there = Position(seen=at.seen, stage="live", since=max(last, at.since), top=top, cursor=cursor)
            return Page(records=records, position=there.text(), more=True)
        if not deep:
            return Page(records=records, position=Position(seen=top).text(), more=False)
        began = max(1_000, at.seen - self._deep_overlap)
        there = Position(seen=at.seen, stage="recents", since=began, top=top)
        return Page(records=records, position=there.text(), more=True)

    def _recents(self, facts: ObjectFacts, reader: Reader, at: Position) -> Page:
        start = int(at.cursor or 0)
        entries, more = self._api.recents(facts, _v1_time(at.since), start)
        records = tuple(
            reader.tombstone(str(one["id"]), stamp_ms((one.get("data") or {}).get("update_time")))
            for one in entries
            if "id" in one and (one.get("data") or {}).get("active_flag") is False
        )
        if more:
            there = Position(
                seen=at.seen, stage="recents", since=at.since, top=at.top, cursor=str(start + LIST)
            )
            return Page(records=records, position=there.text(), more=True)
        return Page(records=records, position=Position(seen=at.top).text(), more=False)

    # single records ----------------------------------------------------------------------------------------------
    def by_id(self, facts: ObjectFacts, reader: Reader, ids: list[str]) -> dict[str, RemoteRecord]:
        """By id, live, archived and deleted ones; an id that is absent is surely gone."""
        found: dict[str, RemoteRecord] = {}
        for start in range(0, 0 if facts.old else len(ids), BY_ID):
            for row in self._api.by_ids(facts, ids[start : start + BY_ID]):
                found[str(row["id"])] = reader.record(row)
        for id in ids:
            if id not in found and (one := self._api.one(facts, id)) is not None:
                found[id] = reader.record(one)
        return found

    def newest(self, facts: ObjectFacts) -> list[Json]:
        """Everything made in the last quarter of an hour, from the list itself: the search index may not have it yet."""
        rows: list[Json] = []
        cursor: str | None = None
        oldest = (self._api.rest.clock_ms or 0) - _NEW_MS
        while True:
            params = {"sort_by": "add_time", "sort_direction": "desc", "limit": str(BY_ID)}
            page, cursor = self._api.page(facts.name, {**params, **({"cursor": cursor} if cursor else {})})
            rows += page
            if cursor is None or not page or stamp_ms(page[-1].get("add_time")) < oldest:
                return rows

    def lately(self, facts: ObjectFacts, reader: Reader, within: int) -> tuple[RemoteRecord, ...]:
        """Every live record that was made or changed in the last `within` ms."""
        self._api.me()  # what time is it there?
        since = max(1_000, (self._api.rest.clock_ms or 0) - within)
        found: dict[str, RemoteRecord] = {}
        cursor, start, more = "", 0, True
        while more:
            if facts.old:
                params = {"updated_since": _rfc3339(since), "sort": "id DESC"}
                rows, more = self._api.old_page(facts, params, start)
                start += max(1, len(rows) - _PAGES_SHARE)
            else:
                params = {"updated_since": _rfc3339(since), "sort_by": "id"}
                rows, following = self._api.page(
                    facts.name, {**params, **({"cursor": cursor} if cursor else {})}
                )
                cursor, more = following or "", following is not None
            found |= {str(row["id"]): reader.record(row) for row in rows}
        return tuple(one for one in found.values() if not one.deleted)


def _after(facts: ObjectFacts, stage: Stage) -> Stage | None:
    """What a deep pass looks through next."""
    if not facts.archives:
        return "recents" if stage == "live" else None
    return {"live": "archived", "archived": "deleted"}.get(stage)  # type: ignore[return-value]


def _rfc3339(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _v1_time(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
