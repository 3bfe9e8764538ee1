"""What holds records up and how those of an object stand, as a database counts and lists them: not for a hot path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from core.standing import Held, Hold, Mapped, ObjectCounts, Stand, Standee, Standing
from core.store.base import CONFLICT
from core.store.database import Database
from core.store.standing_counts import counted
from core.store.standing_lists import listed

_HOLD: Final = (
    f"CASE WHEN parked = 1 THEN '{Hold.PARKED.value}' WHEN waiting_for IS NULL THEN '{Hold.LATER.value}' "
    f"ELSE '{Hold.WAITS.value}' END"
)
_HELD: Final = (
    f"SELECT connection, object, reason, {_HOLD}, count(*), min(since), min(record_id) FROM pending "
    "GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4 LIMIT ?"
)
_CONFLICTS: Final = (
    f"SELECT connection, crm_object, '{CONFLICT}', count(*) FROM conflicts WHERE state = 'open' GROUP BY 1, 2"
)
_ITEMS: Final = "SELECT connection, object, kind, count(*) FROM items WHERE state = 'open' GROUP BY 1, 2, 3"


class Standings:
    """The counts in a database."""

    _db: Database

    def standing(self, *, limit: int) -> Standing:
        held, conflicts, items = self._db.read_all([(_HELD, (limit,)), (_CONFLICTS, ()), (_ITEMS, ())])
        return Standing(
            held=tuple(
                Held(
                    connection=connection,
                    object=object,
                    reason=reason,
                    hold=Hold(hold),
                    count=count,
                    since=since,
                    record_id=record_id,
                )
                for connection, object, reason, hold, count, since, record_id in held
            ),
            asked={
                (connection, object, kind): count for connection, object, kind, count in (*conflicts, *items)
            },
        )

    def object_counts(self, mapped: Collection[Mapped]) -> Mapping[tuple[str, str], ObjectCounts]:
        with self._db.snapshot() as reader:
            return counted(reader, mapped)

    def list_standing(self, stand: Stand, mapped: Mapped, *, after: str | None, limit: int) -> list[Standee]:
        with self._db.snapshot() as reader:
            return listed(reader, stand, mapped, after or "", limit)
