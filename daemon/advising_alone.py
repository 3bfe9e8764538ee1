"""Where the advisor may decide alone: turned on field by field, above a measured threshold, and off again by itself.

A sweep of the timetable looks at open conflicts of the fields that are turned on and settles through the desk, as "advisor",
those the advisor is sure enough about. How sure that must be follows from this installation's own decisions; where reversals
show that it is right less often than was asked for, it turns itself off, and says so in the log and in health.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from core.advice.case import Option
from core.advice.decisions import ADVISOR, Decision
from core.advice.record import FieldRecord, doubtful, field_record, is_refuted
from core.conflicts import Conflict, ConflictState, QueueState
from core.errors import Conflicting, Invalid
from core.logs import logger
from core.schema import Object
from core.store.base import CONFLICT, AuditEntry, Batch, QueueQuery, Store
from core.sync.books import Books
from daemon.advising import Advising, as_choice
from daemon.advising_noted import AdviceNotes
from daemon.desk import Desk

log = logger(__name__)

LEVEL: Final = 0.99
_LEVELS: Final = (0.9, 0.9999)
_NOTE: Final = "advisor:"
_MOST: Final = 200  # decisions of one sweep
_PAGE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """That the advisor may decide alone in a field, at which level; `off` says why it does not any more."""

    level: float
    by: str
    at: int
    off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldStanding:
    object: str
    field: str
    record: FieldRecord
    leave: Leave | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`doubtful` are people who decide against the evidence: (agreed, cases with sure evidence they decided)."""

    decisions: int
    fields: list[FieldStanding]
    doubtful: Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class AdvisorDesk:
    """What an administrator may do with the advisor, and what it does alone."""

    store: Store
    desk: Desk
    advising: Advising
    objects: Mapping[str, Object]
    clock: Callable[[], int]
    notes: AdviceNotes = field(init=False)
    _refused: set[tuple[str, int]] = field(default_factory=set)  # (conflict, refreshed at): not tried again

    def __post_init__(self) -> None:
        self.notes = AdviceNotes(store=self.store, advising=self.advising, clock=self.clock)

    # what an administrator does ---------------------------------------------------------------------------------------
    def standing(self) -> Standing:
        decisions, leaves = self.advising.latest(), self.leaves()
        scopes = sorted({one.scope for one in decisions} | set(leaves))
        return Standing(
            decisions=len(decisions),
            fields=[self._field(scope, decisions, leaves.get(scope)) for scope in scopes],
            doubtful=doubtful(decisions),
        )

    def enable(self, scope: str, level: float, *, by: str) -> FieldStanding:
        """Let the advisor decide alone in "object.field". Raises Invalid naming what is wrong."""
        self._check(scope)
        least, most = _LEVELS
        if not least <= level <= most:
            raise Invalid(f"a precision lies between {least} and {most}", advice="Give one such as 0.99.")
        leave = Leave(level=level, by=by, at=self.clock())
        self._tell(by, scope, f"{scope}: may decide alone where it is right {level:.2%} of the time")
        self._keep(scope, leave)
        return self._field(scope, self.advising.latest(), leave)

    def disable(self, scope: str, *, by: str) -> FieldStanding:
        self._check(scope)
        self._tell(by, scope, f"{scope}: decides nothing alone")
        self._keep(scope, None)
        return self._field(scope, self.advising.latest(), None)

    def reset(self, *, object: str | None, field: str | None, decided_by: str | None, by: str) -> int:
        """Forget decisions for which every given part holds; how many. What was learned from them goes with them."""
        parts = {"object": object, "field": field, "by": decided_by}
        told = ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)
        gone = self.store.forget_decisions(object=object, field=field, by=decided_by)
        self.advising.forget()
        self._tell(by, "", f"forgot {gone} decisions ({told or 'all of them'})")
        return gone

    def lines(self) -> list[str]:
        """What health has to say: fields in which the advisor has turned itself off."""
        return [
            f"The advisor has stopped deciding {scope} alone: {one.off}. Turn it on again: crmsync advisor enable {scope}"
            for scope, one in sorted(self.leaves().items())
            if one.off
        ]

    def leaves(self) -> dict[str, Leave]:
        return {
            name.removeprefix(_NOTE): msgspec.json.decode(text, type=Leave)
            for name, text in self.store.notes(_NOTE).items()
        }

    # what it does alone -----------------------------------------------------------------------------------------------
    def sweep(self) -> int:
        """Settle what the advisor is sure enough about in the fields that are turned on; how many conflicts.

        What it suggests for the others is noted.
        """
        settled = self._settle_alone()
        self.notes.sweep()
        return settled

    def _settle_alone(self) -> int:
        leaves = {scope: one for scope, one in self.leaves().items() if not one.off}
        if not leaves:
            return 0
        decisions = self.advising.latest()
        least: dict[str, float] = {}
        for scope, leave in leaves.items():
            record = field_record(decisions, scope, leave.level)
            since = [one for one in decisions if one.scope == scope and one.by_advisor and one.at >= leave.at]
            if is_refuted(field_record(since, scope, leave.level), leave.level):
                self._turn_off(scope, leave, record)
            elif record.threshold is not None:
                least[scope] = record.threshold
        return self._settle(least) if least else 0

    def _settle(self, least: Mapping[str, float]) -> int:
        query = QueueQuery(kinds=frozenset({CONFLICT}), state=QueueState.OPEN)
        now, after, settled = self.clock(), None, 0
        while settled < _MOST:
            page = self.store.queue(query, now=now, after=after, limit=_PAGE)
            for one in page:
                if isinstance(one, Conflict) and settled < _MOST and self._is_candidate(one, least):
                    settled += self._decide(one, least)
            if len(page) < _PAGE:
                break
            after = (page[-1].opened_at, page[-1].id)
        return settled

    def _is_candidate(self, one: Conflict, least: Mapping[str, float]) -> bool:
        fields = {scope.partition(".")[2] for scope in least}
        known = (one.id, one.refreshed_at or one.opened_at) in self._refused
        # A resolution that somebody took back is theirs to make.
        return (
            not known
            and bool(fields & {one.rule, *one.hub_fields})
            and self.store.decision_on(one.id) is None
        )

    def _decide(self, conflict: Conflict, least: Mapping[str, float]) -> bool:
        def act(books: Books) -> bool:
            fresh = self.desk.conflict(conflict.id)
            if fresh.state is not ConflictState.OPEN:
                return False
            found = self.advising.advice(fresh, books.at)
            told = found.suggestion if found is not None else None
            if found is None or told is None or told.choice is Option.ASK:
                return False
            needed = least.get(found.case.scope)
            if needed is None or told.probability < needed:
                return False
            choice, values = as_choice(told, found.case.field)
            self.desk.settle(books, fresh, choice, values, ADVISOR)
            return True

        try:
            return self.desk.act(act, self.desk.running())
        except (Conflicting, Invalid) as error:
            # Somebody was quicker, or the value does not go there: a person will see it in the queue.
            self._refused.add((conflict.id, conflict.refreshed_at or conflict.opened_at))
            log.info("advisor left a conflict alone", id=conflict.id, kind=error.kind)
            return False

    def _turn_off(self, scope: str, leave: Leave, record: FieldRecord) -> None:
        why = f"{record.reversed} of {record.alone} of its decisions were taken back"
        self._tell(ADVISOR, scope, f"{scope}: has turned itself off, {why}")
        self._keep(scope, Leave(level=leave.level, by=leave.by, at=leave.at, off=why))
        log.warning("advisor turned itself off", field=scope)

    # inside -----------------------------------------------------------------------------------------------------------
    def _field(self, scope: str, decisions: list[Decision], leave: Leave | None) -> FieldStanding:
        object, _, name = scope.partition(".")
        level = leave.level if leave is not None else LEVEL
        return FieldStanding(
            object=object, field=name, record=field_record(decisions, scope, level), leave=leave
        )

    def _check(self, scope: str) -> None:
        object, _, name = scope.partition(".")
        if object not in self.objects or not name:
            raise Invalid(
                f"{scope!r} names no field",
                advice=f"Give object.field; objects are {', '.join(sorted(self.objects))}.",
            )
        rules = {one.field for one in self.advising.latest() if one.object == object}
        if name not in self.objects[object].fields and name not in rules:
            fields = ", ".join(sorted(self.objects[object].fields))
            raise Invalid(f"{object} has no field {name!r}", advice=f"Its fields are {fields}.")

    def _keep(self, scope: str, leave: Leave | None) -> None:
        self.store.set_note(_NOTE + scope, msgspec.json.encode(leave).decode() if leave is not None else None)

    def _tell(self, by: str, scope: str, note: str) -> None:
        at = self.clock()
        entry = AuditEntry(
            at=at, kind="advisor", actor=by, cause=by, run="", object=scope.partition(".")[0], note=note
        )
        self.store.commit(Batch(at=at, audit=(entry,)))
