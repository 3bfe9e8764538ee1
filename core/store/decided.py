"""Decisions about conflicts in a database: read newest first, forgotten when asked to."""

from __future__ import annotations

from core.advice.decisions import Decision
from core.store import rows
from core.store.database import Database


class Decided:
    """What the advisor learns from."""

    _db: Database

    def decisions(
        self, *, object: str | None = None, field: str | None = None, before: str | None, limit: int
    ) -> list[Decision]:
        where, values = _where({"object = ?": object, "field = ?": field, "id < ?": before})
        found = self._db.read(
            f"SELECT body FROM decisions WHERE {where} ORDER BY id DESC LIMIT ?", *values, limit
        )
        return [rows.decision_of(body) for (body,) in found]

    def decision_on(self, conflict: str) -> Decision | None:
        found = self._db.read(
            "SELECT body FROM decisions WHERE conflict = ? ORDER BY id DESC LIMIT 1", conflict
        )
        return rows.decision_of(found[0][0]) if found else None

    def forget_decisions(
        self, *, object: str | None = None, field: str | None = None, by: str | None = None
    ) -> int:
        where, values = _where({"object = ?": object, "field = ?": field, "actor = ?": by})
        with self._db.write() as transaction:
            transaction.head()
            return transaction.run(f"DELETE FROM decisions WHERE {where}", *values)


def _where(given: dict[str, str | None]) -> tuple[str, list[str]]:
    wanted = {part: value for part, value in given.items() if value is not None}
    return " AND ".join(["1 = 1", *wanted]), list(wanted.values())
