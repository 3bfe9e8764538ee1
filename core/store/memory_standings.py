"""What holds records up, counted in the reference store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.conflicts import Conflict, Item
from core.jobs import Pending
from core.records import LeftOut, Link, LinkState
from core.standing import APART, Held, Hold, ObjectCounts, Stand, Standee, Standing, hold_of
from core.store.queues import Outbox
from core.store.shelf import Shelf
from core.store.standings import frozen_by
from core.store.waiting import kind_of


def standing_of(outbox: Outbox, conflicts: Shelf[Conflict], items: Shelf[Item], *, limit: int) -> Standing:
    """What `core/store/standings.py` reads from tables."""
    groups: defaultdict[tuple[str, str, str, Hold], list[Pending]] = defaultdict(list)
    for rows in outbox.rows.values():
        for row in rows.values():
            groups[(row.connection, row.object, row.reason, hold_of(row.parked, row.waiting_for))].append(row)
    held = [
        Held(
            connection=connection,
            object=object,
            reason=reason,
            hold=hold,
            count=len(rows),
            since=min(row.since for row in rows),
            record_id=min(row.record_id for row in rows),
        )
        for (connection, object, reason, hold), rows in groups.items()
    ]
    held.sort(key=lambda one: (-one.count, one.connection, one.object, one.reason, one.hold.value))
    asked: Counter[tuple[str, str, str]] = Counter()
    for conflict in conflicts.all_open():
        asked[(conflict.link[0], conflict.link[1], kind_of(conflict))] += 1
    for item in items.all_open():
        asked[(item.connection, item.object, kind_of(item))] += 1
    return Standing(held=tuple(held[:limit]), asked=dict(asked))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everything that tells how records stand, looked through row by row."""

    outbox: Outbox
    conflicts: Sequence[Conflict]
    links: Collection[Link]
    left_out: Collection[LeftOut]

    def counts(self) -> ObjectCounts:
        excluded: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        places = {one.key[:2] for one in self.links} | {one.key[:2] for one in self.left_out}
        for connection, crm_object in places:
            apart = self.of(Stand.EXCLUDED, connection, crm_object, ())
            excluded[(connection, crm_object)].update(one.reason for one in apart)
        rows = [row for some in self.outbox.rows.values() for row in some.values()]
        return ObjectCounts(
            pending=Counter((row.connection, row.object) for row in rows if not _is_failing(row)),
            failing=Counter((row.connection, row.object) for row in rows if _is_failing(row)),
            frozen=Counter(key[:2] for key in {one.link for one in self.conflicts}),
            excluded=excluded,
            in_sync={place: len(self.of(Stand.IN_SYNC, place[0], place[1], ())) for place in places},
        )

    def of(self, stand: Stand, connection: str, crm_object: str, queues: Collection[str]) -> list[Standee]:
        """All that stand so, in no order."""
        place = (connection, crm_object)
        match stand:
            case Stand.PENDING | Stand.FAILING:
                return [
                    Standee(record_id=row.record_id, crm_id=None, reason=row.reason, since=row.since)
                    for row in self.outbox.rows.get(connection, {}).values()
                    if row.object in queues and _is_failing(row) is (stand is Stand.FAILING)
                ]
            case Stand.FROZEN:
                return self._frozen(place)
            case Stand.IN_SYNC:
                busy = {one.record_id for one in self.conflicts if one.link[0] == connection}
                busy |= self.outbox.rows.get(connection, {}).keys()
                return [
                    Standee(record_id=one.record_id, crm_id=one.crm_id, reason="", since=None)
                    for one in self.links
                    if one.key[:2] == place
                    and one.state is LinkState.LINKED
                    and not one.paused
                    and one.record_id not in busy
                ]
            case Stand.EXCLUDED:
                return [*self._left_out(place), *self._parted(place)]

    def _frozen(self, place: tuple[str, str]) -> list[Standee]:
        by_pair: defaultdict[str, list[Conflict]] = defaultdict(list)
        for one in self.conflicts:
            if one.link[:2] == place:
                by_pair[one.link[2]].append(one)
        return [
            Standee(
                record_id=min(one.record_id for one in some),
                crm_id=crm_id,
                reason=frozen_by(min(one.rule for one in some), len(some)),
                since=min(one.opened_at for one in some),
            )
            for crm_id, some in by_pair.items()
        ]

    def _left_out(self, place: tuple[str, str]) -> list[Standee]:
        return [
            Standee(record_id=None, crm_id=one.crm_id, reason=one.reason, since=one.since)
            for one in self.left_out
            if one.key[:2] == place
        ]

    def _parted(self, place: tuple[str, str]) -> list[Standee]:
        return [
            Standee(
                record_id=one.record_id or None,
                crm_id=one.crm_id,
                reason=one.paused or APART[one.state],
                since=None,
            )
            for one in self.links
            if one.key[:2] == place and (one.paused or one.state in APART)
        ]


def _is_failing(row: Pending) -> bool:
    return row.parked or (row.waiting_for is None and row.attempts > 0)
