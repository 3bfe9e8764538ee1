"""The questions that one step asks a person, and the counts of what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import replace

from core.conflicts import Candidate, Conflict, ConflictState, Item, ItemKind
from core.contests import ContestCount, ContestOutcome, day_of, outcome_of
from core.records import HubRecord, LinkKey, Value
from core.sync.gathered import Gathered


class Asked(Gathered):
    """Conflicts and items of one step; whatever is replaced is committed only as long as it is what was read."""

    __slots__ = ()

    def open_conflict(
        self,
        link: LinkKey,
        record: HubRecord,
        rule: str,
        *,
        hub_fields: tuple[str, ...],
        crm_fields: tuple[str, ...],
        hub: Candidate,
        crm: Candidate,
        lost: tuple[Candidate, ...] = (),
        first_sight: bool = False,
        base: tuple[Value, ...] | None = None,
    ) -> Conflict:
        conflict = Conflict(
            id=self.ids(),
            link=link,
            record_id=record.id,
            rule=rule,
            hub_fields=hub_fields,
            crm_fields=crm_fields,
            hub=hub,
            crm=crm,
            lost=lost,
            opened_at=self.at,
            run=self.run,
            first_sight=first_sight,
            base=base,
        )
        self.conflicts[conflict.id] = conflict
        self.counts["conflicts"] += 1
        self.count_conflict(ContestOutcome.OPENED, conflict, record)
        return conflict

    def refresh_conflict(self, conflict: Conflict, *, hub: Candidate, crm: Candidate) -> None:
        """Newer edits: the conflict stays, however it waits, and shows both sides as they are now."""
        self.replace_conflict(conflict, replace(conflict, hub=hub, crm=crm, refreshed_at=self.at))

    def supersede_conflict(self, conflict: Conflict, record: HubRecord, *, by: str = "system") -> None:
        """It answered itself: there is nothing left to decide."""
        closed = replace(conflict, state=ConflictState.SUPERSEDED, resolved_at=self.at, resolved_by=by)
        self.replace_conflict(conflict, closed)
        self.count_conflict(ContestOutcome.SUPERSEDED, conflict, record)

    def replace_conflict(self, read: Conflict, now: Conflict) -> None:
        """The conflict as it shall be; the commit fails where somebody has changed it since it was read."""
        if read.id not in self.conflicts:
            self.unchanged.append(read)
        self.conflicts[now.id] = now

    def replace_item(self, read: Item, now: Item) -> None:
        """Likewise for an item."""
        if read.id not in self.items:
            self.unchanged.append(read)
        self.items[now.id] = now

    def count_conflict(
        self, outcome: ContestOutcome, conflict: Conflict, record: HubRecord, *, n: int = 1
    ) -> None:
        """Count what became of a conflict, for the day it was opened on."""
        self.count_contest(
            outcome,
            conflict.link[0],
            record.object,
            conflict.rule,
            at=conflict.opened_at,
            first_sight=conflict.first_sight,
            n=n,
        )

    def count_resolved(self, conflict: Conflict, record: HubRecord, by: str, *, n: int = 1) -> None:
        self.count_conflict(outcome_of(by), conflict, record, n=n)

    def count_contest(
        self,
        outcome: ContestOutcome,
        connection: str,
        object: str,
        rule: str = "",
        *,
        at: int | None = None,
        first_sight: bool = False,
        n: int = 1,
    ) -> None:
        """Count one contested field, or with CHANGED one changed record. `at` (ms): when it began, if not now."""
        self.contests.append(
            ContestCount(
                day=day_of(self.at if at is None else at),
                connection=connection,
                object=object,
                rule=rule,
                outcome=outcome,
                first_sight=first_sight,
                n=n,
            )
        )

    def open_item(
        self,
        kind: ItemKind,
        *,
        connection: str,
        object: str,
        subject: str,
        reason: str,
        advice: str,
        record_id: str | None = None,
        detail: MappingOf[str, Value] | None = None,
        known: Iterable[Item] = (),
    ) -> Item:
        """A question for the queue; one that is open already (`known`) is brought up to date instead of doubled."""
        for item in known:
            if (item.kind, item.connection, item.object, item.subject) == (kind, connection, object, subject):
                fresh = replace(
                    item, reason=reason, advice=advice, detail=dict(detail or {}), record_id=record_id
                )
                if fresh == item:
                    return item
                fresh = replace(fresh, refreshed_at=self.at)
                self.replace_item(item, fresh)
                return fresh
        item = Item(
            id=self.ids(),
            kind=kind,
            connection=connection,
            object=object,
            subject=subject,
            record_id=record_id,
            reason=reason,
            advice=advice,
            detail=dict(detail or {}),
            opened_at=self.at,
            run=self.run,
        )
        self.items[item.id] = item
        self.counts[f"items_{kind.value}"] += 1
        return item
