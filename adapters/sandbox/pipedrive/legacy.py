"""What is left of v1 for records: merging two of them, and the log of changed fields."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.ledger import ActorKind
from adapters.sandbox.pipedrive.account import SINGULAR, Account
from adapters.sandbox.pipedrive.catalogue import US
from adapters.sandbox.pipedrive.errors import Refusal, catching, data
from adapters.sandbox.pipedrive.records import actor_of
from adapters.sandbox.pipedrive.render import shown, stamp_v1

_MOST: Final = 500


class Legacy:
    def __init__(self, account: Account) -> None:
        self._account = account

    def mount(self, router: Router) -> None:
        for name in self._account.entities:
            if name in ("activities", "notes"):
                continue  # neither merged nor logged field by field
            router.add("PUT", f"/api/v1/{name}/{{id}}/merge", catching(self._merge))
            router.add("GET", f"/api/v1/{name}/{{id}}/changelog", catching(self._changelog))
        router.add("GET", "/api/v1/recents", catching(self._recents))

    def _recents(self, call: Call) -> Answer:
        """What changed since, deletions included, oldest first."""
        name = next((name for name, one in SINGULAR.items() if one == call.arg("items")), None)
        try:
            since = datetime.fromisoformat(call.arg("since_timestamp")).replace(tzinfo=UTC)
        except ValueError:
            raise Refusal(400, "since_timestamp must be a time as YYYY-MM-DD HH:MM:SS") from None
        if name is None:
            raise Refusal(400, "items must name one object")
        table = self._account.world.tables[name]
        window = table.window(int(since.timestamp()) * 1000, 1 << 62, archived=True)
        rows = sorted(window, key=lambda row: (row.modified, row.id))
        start = call.arg("start", "0")
        first = int(start) if start.isdigit() else 0
        items = [
            {
                "item": SINGULAR[name],
                "id": int(row.id),
                "data": {
                    "id": int(row.id),
                    "active_flag": row.archived_at is None,
                    "update_time": stamp_v1(row.modified),
                },
            }
            for row in rows[first : first + _MOST]
        ]
        more = len(rows) > first + _MOST
        paging = {"start": first, "limit": _MOST, "more_items_in_collection": more}
        return data(items, records=len(items), additional_data={"pagination": paging})

    def _merge(self, call: Call) -> Answer:
        entity = self._account.entity(call.path.split("/")[3])
        into = call.json_object().get("merge_with_id")
        if isinstance(into, bool) or not isinstance(into, int):
            raise Refusal(400, "merge_with_id is required")
        loser = self._account.live(entity, call.params["id"])
        winner = self._account.live(entity, str(into))
        row = self._account.merge(entity, winner, loser, actor_of(call))
        return data({**shown(entity, self._account.table(entity), row, []), "merge_what_id": int(loser.id)})

    def _changelog(self, call: Call) -> Answer:
        """Newest first; a record's first values are not in it, only what was changed since."""
        entity = self._account.entity(call.path.split("/")[3])
        row = self._account.table(entity).get(call.params["id"])
        if row is None:
            raise Refusal(404, f"{entity.singular.capitalize()} not found")
        entries: list[tuple[int, dict[str, Any]]] = []
        for column, past in (row.history or {}).items():
            for newer, older in pairwise(past):
                app = newer.actor.kind is ActorKind.INTEGRATION
                entries.append(
                    (
                        newer.at,
                        {
                            "field_key": column,
                            "old_value": older.value,
                            "new_value": newer.value,
                            "actor_user_id": US if app else int(newer.actor.id),
                            "time": stamp_v1(newer.at),
                            "change_source": "api" if app else "app",
                            "change_source_user_agent": None,
                            "is_bulk_update_flag": False,
                        },
                    )
                )
        entries.sort(key=lambda one: one[0], reverse=True)
        start = call.arg("cursor", "0")
        first = int(start) if start.isdigit() else 0
        page = [entry for _, entry in entries[first : first + _MOST]]
        following = str(first + _MOST) if len(entries) > first + _MOST else None
        return data(page, additional_data={"next_cursor": following})
