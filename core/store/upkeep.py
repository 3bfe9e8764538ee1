"""Small writes and housekeeping of `Store`: notes, layouts, retention."""

from __future__ import annotations

from collections.abc import Mapping

from core.store import tables
from core.store.codec import encode
from core.store.database import Database
from core.store.texts import refuse_text


class Upkeep:
    """What happens off the hot path."""

    _db: Database

    def save_layout(self, name: str, hub_fields: tuple[str, ...], crm_fields: tuple[str, ...]) -> None:
        refuse_text("a layout", name, *hub_fields, *crm_fields)
        with self._db.write() as transaction:
            transaction.head()
            transaction.upsert(
                tables.layouts, [(name, encode(hub_fields).decode(), encode(crm_fields).decode())]
            )

    def set_note(self, name: str, text: str | None) -> None:
        refuse_text("a note", name, text or "")
        with self._db.write() as transaction:
            transaction.head()
            if text is None:
                transaction.delete(tables.notes, [(name,)])
            else:
                transaction.upsert(tables.notes, [(name, text)])

    def prune(self, *, before: int) -> Mapping[str, int]:
        with self._db.write() as transaction:
            transaction.head()
            old = [id for (id,) in transaction.read("SELECT id FROM plans WHERE ended < ?", before)]
            for id in old:
                transaction.run("DELETE FROM plan_items WHERE plan = ?", id)
                transaction.delete(tables.plans, [(id,)])
            return {
                "attempt": transaction.run("DELETE FROM attempts WHERE is_open = 0 AND started < ?", before),
                "run": transaction.run("DELETE FROM runs WHERE is_idle = 1 AND ended < ?", before),
                "item": transaction.run("DELETE FROM items WHERE state <> 'open' AND closed_at < ?", before),
                "plan": len(old),
            }

    def checkpoint(self) -> None:
        """Move the log into the main file, where the database has one; slow, so call it from a side thread."""
        self._db.checkpoint()

    def close(self) -> None:
        self._db.close()
