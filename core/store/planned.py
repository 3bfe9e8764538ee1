"""The reads of plans and their items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, PlanState
from core.store import rows
from core.store.database import Database


class Plans:
    """What is asked about plans; the commit writes them."""

    _db: Database

    def plan(self, id: str) -> Plan | None:
        found = self._db.read("SELECT body FROM plans WHERE id = ?", id)
        return rows.plan_of(found[0][0]) if found else None

    def list_plans(
        self, *, connection: str | None, state: PlanState | None, before: str | None, limit: int
    ) -> list[Plan]:
        wanted = {
            "connection = ?": connection,
            "state = ?": None if state is None else state.value,
            "id < ?": before,
        }
        where, values = _all_of(wanted)
        found = self._db.read(f"SELECT body FROM plans{where} ORDER BY id DESC LIMIT ?", *values, limit)
        return [rows.plan_of(body) for (body,) in found]

    def plan_items(
        self,
        plan: str,
        *,
        kind: PlanItemKind | None = None,
        state: PlanItemState | None = None,
        object: str | None = None,
        after: int = 0,
        limit: int,
    ) -> list[PlanItem]:
        wanted = {
            "plan = ?": plan,
            "n > ?": after,
            "kind = ?": None if kind is None else kind.value,
            "state = ?": None if state is None else state.value,
            "object = ?": object,
        }
        where, values = _all_of(wanted)
        found = self._db.read(f"SELECT body FROM plan_items{where} ORDER BY n LIMIT ?", *values, limit)
        return [rows.plan_item_of(body) for (body,) in found]

    def count_plan_items(self, plan: str) -> Mapping[tuple[PlanItemKind, PlanItemState], int]:
        found = self._db.read(
            "SELECT kind, state, count(*) FROM plan_items WHERE plan = ? GROUP BY kind, state", plan
        )
        return {(PlanItemKind(kind), PlanItemState(state)): n for kind, state, n in found}


def _all_of(wanted: Mapping[str, Any]) -> tuple[str, list[Any]]:
    given = {part: value for part, value in wanted.items() if value is not None}
    return (" WHERE " + " AND ".join(given) if given else ""), list(given.values())
