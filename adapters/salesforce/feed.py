"""Reading what Salesforce holds: the backfill by id, the change feed by (stamp, id), the delete log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from adapters.base import Page
from adapters.salesforce import roles, soql
from adapters.salesforce.api import SalesforceApi, fits
from adapters.salesforce.cursor import Position, parse_position
from adapters.salesforce.payloads import ROLE, Reader, Row, stamp_ms
from core.errors import CursorExpired
from core.records import RemoteRecord

PAGE: Final = 2_000
FETCH: Final = 200
_RETRIEVE: Final = 2_000
_MINUTE: Final = 60_000
_DELETE_LOG: Final = 14 * 86_400_000  # Salesforce keeps 15 days; the margin covers its clock and ours
_ORDER: Final = "SystemModstamp, Id"


class Feed:
    """`overlap` and `deep_overlap` are milliseconds every pass reads again, because commits become visible late."""

    def __init__(self, api: SalesforceApi, *, overlap: int, deep_overlap: int) -> None:
        self._api = api
        self._overlap, self._deep_overlap = overlap, deep_overlap
        self.me: str | None = None

    # rows --------------------------------------------------------------------------------------------------------
    def rows(
        self, reader: Reader, where: str, *, order: str = "", limit: int = 0, deleted: bool = False
    ) -> tuple[RemoteRecord, ...]:
        """The records of a condition, in its order; a field list too long for a query is fetched by id."""
        columns = (*reader.columns, roles.SUBSELECT) if reader.has_roles else reader.columns
        looked_at = self._api.rest.least_clock_ms
        text = soql.select(columns, reader.object, where, order=order, limit=limit)
        if fits(text):
            rows = self._api.query(text, deleted=deleted)
        else:
            thin = soql.select(reader.thin, reader.object, where, order=order, limit=limit)
            rows = self._widened(reader, self._api.query(thin, deleted=deleted))
        return tuple(self._record(reader, row, looked_at) for row in rows)

    def _widened(self, reader: Reader, thin: Sequence[Row]) -> list[Row]:
        ids = [str(row["Id"]) for row in thin if not row.get("IsDeleted")]
        full: dict[str, Row] = {}
        for start in range(0, len(ids), _RETRIEVE):
            for row in self._api.retrieve(reader.object, reader.columns, ids[start : start + _RETRIEVE]):
                if row is not None:
                    full[str(row["Id"])] = row
        if reader.has_roles:
            for id, held in roles.read(self._api, list(full)).items():
                nested = [
                    {"Id": one.id, "ContactId": one.contact, "Role": one.role, "IsPrimary": one.primary}
                    for one in held
                ]
                full[id]["OpportunityContactRoles"] = {"done": True, "records": nested}
        empty = dict.fromkeys(reader.plain)
        return [
            full.get(row["Id"], {**empty, **row}) for row in thin if row["Id"] in full or row.get("IsDeleted")
        ]

    def _record(self, reader: Reader, row: Row, looked_at: int | None) -> RemoteRecord:
        contacts = roles.in_row(self._api, row) if reader.has_roles else ()
        return reader.record(row, me=self.me, roles=contacts, looked_at=looked_at)

    def by_id(self, reader: Reader, ids: Sequence[str]) -> dict[str, RemoteRecord]:
        """Live and deleted rows by their 18-character id."""
        found: dict[str, RemoteRecord] = {}
        for start in range(0, len(ids), FETCH):
            where = soql.within("Id", ids[start : start + FETCH])
            found |= {record.id: record for record in self.rows(reader, where, deleted=True)}
        return found

    # backfill ----------------------------------------------------------------------------------------------------
    def backfill(self, reader: Reader, position: str | None) -> Page:
        where = f"Id > {soql.literal(position)}" if position else ""
        records = self.rows(reader, where, order="Id", limit=PAGE)
        more = len(records) == PAGE
        total = None
        if not position:
            total = self._api.count(reader.object) if more else len(records)
        return Page(
            records=records, position=records[-1].id if records else position or "", more=more, total=total
        )

    # changes -----------------------------------------------------------------------------------------------------
    def now(self, reader: Reader) -> str:
        """The newest visible stamp, or Salesforce's clock where that is earlier or nothing is there."""
        seen = self._newest(reader.object)
        changed_roles = self._newest(ROLE) if reader.object == "Opportunity" else 0
        return Position(seen=seen, roles=changed_roles, deleted=self._api.rest.clock_ms or seen).text()

    def _newest(self, object: str) -> int:
        text = soql.select(("SystemModstamp",), object, order="SystemModstamp DESC", limit=1)
        told = [stamp_ms(row["SystemModstamp"]) for row in self._api.query(text, deleted=True)]
        if self._api.rest.clock_ms is not None:
            told.append(self._api.rest.clock_ms)
        return min(told, default=0)

    def changes(self, reader: Reader, position: str, *, deep: bool) -> Page:
        at = parse_position(position)
        match at.stage:
            case "rows":
                return self._rows(reader, at, deep)
            case "roles":
                return self._roles(reader, at, deep)
            case "deleted":
                return self._deleted(reader, at)

    def _since(self, seen: int, at: Position, deep: bool) -> str:
        if at.after:
            then = soql.moment(at.at)
            return f"(SystemModstamp = {then} AND Id > {soql.literal(at.after)}) OR SystemModstamp > {then}"
        low = max(0, seen - (self._deep_overlap if deep else self._overlap))
        return f"SystemModstamp >= {soql.moment(low)}"

    def _rows(self, reader: Reader, at: Position, deep: bool) -> Page:
        where = self._since(at.seen, at, deep)
        records = self.rows(reader, where, order=_ORDER, limit=PAGE, deleted=True)
        top = max((at.seen, at.top, *(record.modified for record in records)))
        if len(records) == PAGE:
            last = records[-1]
            following = _moved(at, at=last.modified, after=last.id, top=top)
            return Page(records=records, position=following.text(), more=True)
        done = Position(seen=top, roles=at.roles, deleted=at.deleted)
        return self._next(reader, records, done, "roles" if reader.has_roles else "deleted", deep)

    def _roles(self, reader: Reader, at: Position, deep: bool) -> Page:
        """Opportunities whose contact roles changed, removed roles included."""
        columns = ("Id", "SystemModstamp", "OpportunityId")
        where = self._since(at.roles, at, deep)
        rows = self._api.query(soql.select(columns, ROLE, where, order=_ORDER, limit=PAGE), deleted=True)
        ids = list(dict.fromkeys(str(row["OpportunityId"]) for row in rows if row.get("OpportunityId")))
        records = tuple(self.by_id(reader, ids).values())
        top = max((at.roles, at.top, *(stamp_ms(row["SystemModstamp"]) for row in rows)))
        if len(rows) == PAGE:
            last = stamp_ms(rows[-1]["SystemModstamp"])
            following = _moved(at, at=last, after=str(rows[-1]["Id"]), top=top)
            return Page(records=records, position=following.text(), more=True)
        done = Position(seen=at.seen, roles=top, deleted=at.deleted)
        return self._next(reader, records, done, "deleted", deep)

    def _next(
        self, reader: Reader, records: tuple[RemoteRecord, ...], done: Position, stage: str, deep: bool
    ) -> Page:
        if stage == "roles":
            following = Position(seen=done.seen, roles=done.roles, deleted=done.deleted, stage="roles")
            if records:
                return Page(records=records, position=following.text(), more=True)
            return self._roles(reader, following, deep)
        if deep:
            following = Position(seen=done.seen, roles=done.roles, deleted=done.deleted, stage="deleted")
            return Page(records=records, position=following.text(), more=True)
        return Page(records=records, position=done.text(), more=False)

    def _deleted(self, reader: Reader, at: Position) -> Page:
        """Rows in the delete log that are in nobody's recycle bin any more; the others came with the rows."""
        end = max(self._api.rest.clock_ms or 0, at.seen) // _MINUTE * _MINUTE + _MINUTE
        start = (at.deleted or at.seen) // _MINUTE * _MINUTE - _MINUTE
        if end - start > _DELETE_LOG:
            raise CursorExpired(f"Salesforce's log of deleted {reader.object!r} rows no longer reaches back")
        log = self._api.deleted(reader.object, start, max(end, start + 2 * _MINUTE))
        earliest = log.get("earliestDateAvailable")
        if earliest is not None and stamp_ms(earliest) > start + _MINUTE:
            raise CursorExpired(f"Salesforce's log of deleted {reader.object!r} rows no longer reaches back")
        stamps = {
            id: stamp_ms(one.get("deletedDate"))
            for one in log.get("deletedRecords") or ()
            if (id := soql.full_id(str(one.get("id")))) is not None
        }
        known = self.by_id(reader, list(stamps))
        records = [record for record in known.values() if record.deleted]
        records += [reader.tombstone(id, stamp) for id, stamp in stamps.items() if id not in known]
        covered = log.get("latestDateCovered")
        reached = min(stamp_ms(covered), end) if covered is not None else at.deleted
        done = Position(seen=at.seen, roles=at.roles, deleted=max(reached, at.deleted))
        return Page(records=tuple(records), position=done.text(), more=False)


def _moved(position: Position, *, at: int, after: str, top: int) -> Position:
    return Position(
        seen=position.seen,
        roles=position.roles,
        deleted=position.deleted,
        stage=position.stage,
        at=at,
        after=after,
        top=top,
    )
