"""The cases of the past that rules are tried on: conflicts, and what policies and rules decided by themselves.

What was decided is read back from the log: an entry's note says "title: newest -> accept", its changes what lost and what
came instead. A base is what the log says the field held before the hub's last edit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from core.conflicts import DELETION, Choice, Conflict, ConflictState
from core.errors import TransformError
from core.records import HubRecord, Value
from core.replaying import Past
from core.ruling import Case, Outcome
from core.store.base import Activity, Store, StoredAudit
from core.store.looks import every, pages_of
from core.sync.reconcile import Verdict
from core.translate import NO_REFERENCES, ParentMissing, ParentUnavailable, Rule, Translation
from daemon.lane import Lane

MOST: Final = 5_000  # cases of one replay, of either source
_PAGE: Final = 500
_FORMER: Final = 20  # entries of the log about one field of one record
_OUTCOMES: Final = {Choice.HUB: Outcome.HUB, Choice.CRM: Outcome.CRM, Choice.VALUE: Outcome.VALUE}


@dataclass(slots=True)
class Archive:
    """`skipped` counts what cannot be played again: references, deletes, fields and connections that are gone.

    `wanted` is called before each case, and ends the reading by raising. `told` hears how many of how many conflicts were
    read.
    """

    store: Store
    lanes: Mapping[str, Lane]
    wanted: Callable[[], None] = lambda: None
    told: Callable[[int, int], None] = lambda _done, _total: None
    skipped: int = 0

    def conflicts(self, last: int) -> Iterator[Past]:
        """The newest conflicts, oldest first, whatever became of them."""
        newest: deque[Conflict] = deque(maxlen=min(last, MOST))
        after: str | None = None
        while last > 0:
            self.wanted()
            rows = self.store.list_conflicts(state=None, after=after, limit=_PAGE)
            newest.extend(rows)
            if len(rows) < _PAGE:
                break
            after = rows[-1].id
        for done, one in enumerate(newest):
            self.wanted()
            self.told(done, len(newest))
            past = self._of_conflict(one)
            if past is None:
                self.skipped += 1
            else:
                yield past

    def history(self, since: int) -> Iterator[Past]:
        """What was decided without a person since then (ms), newest first."""
        taken = 0
        for kind, verdict in (("set", Verdict.ACCEPT), ("settle", Verdict.PUSH)):
            for stored in self._entries(kind, since):
                for part in stored.entry.note.split("; "):
                    name, _, decided = part.partition(": ")
                    decider, _, word = decided.rpartition(" -> ")
                    if word != verdict.value or taken >= MOST:
                        continue
                    taken += 1
                    self.wanted()
                    past = self._of_entry(stored, name, decider, verdict)
                    if past is None:
                        self.skipped += 1
                    else:
                        yield past

    def _entries(self, kind: str, since: int) -> Iterator[StoredAudit]:
        for rows in pages_of(self.store, Activity(kind=kind, since=since, limit=_PAGE)):
            self.wanted()
            yield from rows

    # one case ---------------------------------------------------------------------------------------------------------
    def _of_conflict(self, one: Conflict) -> Past | None:
        found = self._rule(one.link[0], one.link[1], one.rule)
        record = self.store.records([one.record_id]).get(one.record_id)
        if one.rule == DELETION or found is None or record is None or one.state is ConflictState.SUPERSEDED:
            return None
        translation, rule = found
        crm = _as_hub(rule, one.crm.values)
        if crm is None or rule.rule.hub != one.hub_fields or rule.rule.crm != one.crm_fields:
            return None
        decided = one.state is ConflictState.RESOLVED and one.resolution is not None
        case = _case(
            translation,
            rule,
            record,
            hub=one.hub.values,
            crm=crm,
            base=self._base(record.id, rule, one.hub.values, None),
            hub_at=one.hub.at,
            crm_at=one.crm.at,
            hub_by=one.hub.by or "",
        )
        return Past(
            source="conflict",
            id=one.id,
            record_id=one.record_id,
            at=one.opened_at,
            case=case,
            was=_OUTCOMES[one.resolution] if decided and one.resolution is not None else Outcome.ASK,
            by=(one.resolved_by or "") if decided else "",
        )

    def _of_entry(self, stored: StoredAudit, name: str, decider: str, verdict: Verdict) -> Past | None:
        entry = stored.entry
        connection = entry.connection or entry.actor.removeprefix("connection:")
        record = self.store.records([entry.record_id]).get(entry.record_id)
        lane = self.lanes.get(connection)
        if record is None or lane is None:
            return None
        for translation in lane.translations.values():
            found = self._rule(connection, translation.mapping.crm_object, name)
            if translation.hub.name != record.object or found is None:
                continue
            rule = found[1]
            changes = {field: (before, after) for field, before, after in entry.changes}
            names = rule.rule.hub if verdict is Verdict.ACCEPT else rule.rule.crm
            if not all(one in changes for one in names):
                return None
            lost = tuple(changes[one][0] for one in names)
            won = tuple(changes[one][1] for one in names)
            hub, crm = (lost, won) if verdict is Verdict.ACCEPT else (_as_hub(rule, won), _as_hub(rule, lost))
            if hub is None or crm is None:
                return None
            edit = self._edit(record.id, rule, stored.seq)
            case = _case(
                translation,
                rule,
                record,
                hub=hub,
                crm=crm,
                base=self._base(record.id, rule, hub, stored.seq),
                hub_at=edit.entry.at if edit is not None else None,
                crm_at=entry.at,
                hub_by=edit.entry.actor if edit is not None else "",
            )
            return Past(
                source="history",
                id=str(stored.seq),
                record_id=record.id,
                at=entry.at,
                case=case,
                was=Outcome.CRM if verdict is Verdict.ACCEPT else Outcome.HUB,
                by=decider,
            )
        return None

    def _rule(self, connection: str, crm_object: str, name: str) -> tuple[Translation, Rule] | None:
        lane = self.lanes.get(connection)
        translation = lane.translations.get(crm_object) if lane is not None else None
        if translation is None:
            return None
        rule = next((one for one in translation.every_rule if one.name == name and one.parent is None), None)
        return (translation, rule) if rule is not None else None

    def _former(self, record_id: str, field: str, before: int | None) -> Iterator[StoredAudit]:
        question = Activity(record_id=record_id, field=field, before=before, limit=_FORMER)
        return islice(every(self.store, question), _FORMER)

    def _edit(self, record_id: str, rule: Rule, before: int | None) -> StoredAudit | None:
        former = self._former(record_id, rule.rule.hub[0], before)
        known = (one for one in former if one.entry.kind in ("create", "set", "resolve"))
        return next(known, None)

    def _base(
        self, record_id: str, rule: Rule, hub: tuple[Value, ...], before: int | None
    ) -> tuple[Value, ...] | None:
        """What a field held before the hub's side was written; of several fields together it is not known."""
        if len(rule.rule.hub) != 1:
            return None
        for stored in self._former(record_id, rule.rule.hub[0], before):
            if stored.entry.kind in ("set", "resolve"):
                for name, was, now in stored.entry.changes:
                    if name == rule.rule.hub[0] and now == hub[0]:
                        return (was,)
        return None


def _as_hub(rule: Rule, crm: tuple[Value, ...]) -> tuple[Value, ...] | None:
    try:
        return rule.to_hub(crm, NO_REFERENCES)
    except (TransformError, ParentMissing, ParentUnavailable):
        return None


def _case(
    translation: Translation,
    rule: Rule,
    record: HubRecord,
    *,
    hub: tuple[Value, ...],
    crm: tuple[Value, ...],
    base: tuple[Value, ...] | None,
    hub_at: int | None,
    crm_at: int | None,
    hub_by: str,
) -> Case:
    return Case(
        connection=translation.mapping.connection,
        object=translation.hub.name,
        rule=rule.name,
        fields=rule.hub_fields,
        hub=hub,
        crm=crm,
        base=base,
        hub_at=hub_at,
        crm_at=crm_at,
        hub_by=hub_by,
        crm_by=f"connection:{translation.mapping.connection}",
        policy=rule.rule.policy,
        record=record.fields,
        schema=translation.hub.fields,
    )
