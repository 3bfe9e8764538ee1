"""What holds records up, counted in the reference store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.conflicts import Conflict, Item
from core.jobs import Pending
from core.records import HubRecord, LeftOut, Link, LinkState
from core.standing import (
    APART,
    ENDING,
    ONLY_THERE,
    Held,
    Hold,
    Mapped,
    ObjectCounts,
    Stand,
    Standee,
    Standing,
    hold_of,
)
from core.store.queues import Outbox
from core.store.shelf import Shelf
from core.store.standing_lists import frozen_by
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
    """Everything that tells how records stand, looked through record by record."""

    records: Mapping[str, HubRecord]
    outbox: Outbox
    conflicts: Sequence[Conflict]
    links: Collection[Link]
    left_out: Collection[LeftOut]

    def counts(self, mapped: Collection[Mapped]) -> dict[tuple[str, str], ObjectCounts]:
        return {one.place: self._counts(one) for one in mapped}

    def _counts(self, mapped: Mapped) -> ObjectCounts:
        living = self._living(mapped)
        n = Counter(stand for stand, _ in living)
        excluded = Counter(one.reason for stand, one in living if stand is Stand.EXCLUDED)
        beyond = Counter(reason for reason, _ in self._only_there(mapped))
        return ObjectCounts(
            records=len(living),
            in_sync=n[Stand.IN_SYNC],
            pending=n[Stand.PENDING],
            failing=n[Stand.FAILING],
            frozen=n[Stand.FROZEN],
            unpaired=excluded.pop("", 0),
            excluded=dict(excluded),
            only_there=dict(beyond),
        )

    def of(self, stand: Stand, mapped: Mapped) -> list[Standee]:
        """All that stand so, in no order."""
        if stand is Stand.ONLY_THERE:
            return [one for _, one in self._only_there(mapped)]
        return [one for found, one in self._living(mapped) if found is stand]

    def _living(self, mapped: Mapped) -> list[tuple[Stand, Standee]]:
        links: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if link.key[:2] == mapped.place:
                links[link.record_id].append(link)
        contested: defaultdict[str, list[Conflict]] = defaultdict(list)
        for conflict in self.conflicts:
            if conflict.link[0] == mapped.connection:
                contested[conflict.record_id].append(conflict)
        waiting = self.outbox.rows.get(mapped.connection, {})
        return [
            _stand(one.id, waiting.get(one.id), contested[one.id], links[one.id])
            for one in self.records.values()
            if mapped.takes(one)
        ]

    def _only_there(self, mapped: Mapped) -> list[tuple[str, Standee]]:
        """With the reason each is counted by."""
        found = [
            (one.reason, _standee(None, one.crm_id, one.reason, one.since))
            for one in self.left_out
            if one.key[:2] == mapped.place
        ]
        mine = [one for one in self.links if one.key[:2] == mapped.place]
        paired = {one.record_id for one in mine if one.state is LinkState.LINKED}
        for link in mine:
            alone = not self._lives(link.record_id) or link.record_id in paired
            if link.state in ONLY_THERE and alone:
                reason = APART[link.state]
                found.append((reason, _standee(link.record_id or None, link.crm_id, reason, None)))
        for row in self.outbox.rows.get(mapped.connection, {}).values():
            if row.object in mapped.queues and not self._lives(row.record_id):
                reason = f"{ENDING}: {row.reason}" if row.reason else ENDING
                found.append((ENDING, _standee(row.record_id, None, reason, row.since)))
        return found

    def _lives(self, record_id: str) -> bool:
        record = self.records.get(record_id)
        return record is not None and record.deleted_at is None


def _stand(
    id: str, row: Pending | None, contested: Sequence[Conflict], links: Sequence[Link]
) -> tuple[Stand, Standee]:
    if row is not None and (row.parked or (row.waiting_for is None and row.attempts > 0)):
        return Stand.FAILING, _by_record(id, None, row.reason, row.since)
    if contested:
        reason = frozen_by(min(one.rule for one in contested), len(contested))
        crm_id, since = min(one.link[2] for one in contested), min(one.opened_at for one in contested)
        return Stand.FROZEN, _by_record(id, crm_id, reason, since)
    if row is not None:
        return Stand.PENDING, _by_record(id, None, row.reason, row.since)
    for link in links:
        if link.state is LinkState.LINKED and link.paused:
            return Stand.EXCLUDED, _by_record(id, link.crm_id, link.paused, None)
        if link.state is LinkState.LINKED:
            return Stand.IN_SYNC, _standee(id, link.crm_id, "", None)
    apart = max(((one.state.value, one.crm_id) for one in links if one.state in APART), default=None)
    if apart is None:
        return Stand.EXCLUDED, _by_record(id, None, "", None)
    return Stand.EXCLUDED, _by_record(id, apart[1], APART[LinkState(apart[0])], None)


def _by_record(id: str, crm_id: str | None, reason: str, since: int | None) -> Standee:
    return Standee(key=id, record_id=id, crm_id=crm_id, reason=reason, since=since)


def _standee(id: str | None, crm_id: str | None, reason: str, since: int | None) -> Standee:
    return Standee(key=crm_id or id or "", record_id=id, crm_id=crm_id, reason=reason, since=since)
