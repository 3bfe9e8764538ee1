"""Every suggestion is in the log: what a conflict's was when it was opened or refreshed, and anew when another is shown.

A sweep of the timetable notes what was opened since the last one, so that no lane waits for the advisor; who looks at a
conflict sooner has its suggestion noted before it is shown. After a restart the log itself tells what stands in it.
An entry holds the answer, how sure it is and why, never a value: those are the conflict's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from core.advice.case import Option, Suggestion
from core.advice.decisions import ADVISOR
from core.conflicts import Conflict, ConflictState, answer_cause, conflict_in
from core.errors import StoreError, VersionChanged
from core.logs import logger
from core.store.base import Activity, AuditEntry, Batch, Store
from core.store.looks import every
from daemon.advising import Advice, Advising

log = logger(__name__)

_PORTION: Final = 50  # conflicts of one commit
_PORTIONS: Final = 40  # of one sweep
_PAGE: Final = 500
_KEPT: Final = 20_000  # answers at hand; one that is not is looked up in the log
_LOOKED_BACK: Final = 100  # entries of one record's log
_LEARNED: Final = " Learned from "  # what follows is no part of the answer


@dataclass(slots=True)
class AdviceNotes:
    """What was suggested for each conflict, as the log has it. Safe to use from several threads."""

    store: Store
    advising: Advising
    clock: Callable[[], int]
    _due: dict[str, None] = field(default_factory=dict)  # ids, in the order in which they came
    _noted: dict[str, str] = field(default_factory=dict)  # by conflict, the answer that was noted last
    _started: bool = False
    _due_lock: threading.Lock = field(default_factory=threading.Lock)  # held for moments: lanes wait for it
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def committed(self, batch: Batch) -> None:
        """Conflicts that were opened or refreshed are due."""
        with self._due_lock:
            for one in batch.conflicts:
                if one.state is ConflictState.OPEN:
                    self._due[one.id] = None

    def shown(self, conflict: Conflict) -> Advice | None:
        """What to do about an open conflict, once that is in the log; None where nothing can be said, or noted."""
        with self._lock:
            found = self.advising.advice(conflict, self.clock())
            if found is None:
                return None
            try:
                self._note([(conflict, found)])
            except StoreError as error:
                log.warning(
                    "a suggestion is not shown, for it cannot be noted", id=conflict.id, kind=error.kind
                )
                return None
            return found

    def sweep(self) -> int:
        """Note what is due, as far as one sweep gets; how many entries that took. Raises StoreError; all stays due then."""
        noted = 0
        for _ in range(_PORTIONS):
            with self._lock:  # given up in between, for whoever wants to look at a conflict
                if not self._started:
                    # What was opened just before a crash is noted now.
                    self._put_back(self._open())
                    self._started = True
                ids = self._taken()
                try:
                    noted += self._note(self._advised(ids))
                except StoreError:
                    self._put_back(ids)
                    raise
            if len(ids) < _PORTION:
                break
        return noted

    # inside -----------------------------------------------------------------------------------------------------------
    def _taken(self) -> list[str]:
        with self._due_lock:
            ids = list(islice(self._due, _PORTION))
            for id in ids:
                del self._due[id]
        return ids

    def _put_back(self, ids: Iterable[str]) -> None:
        with self._due_lock:
            self._due = dict.fromkeys(ids) | self._due

    def _advised(self, ids: Iterable[str]) -> Iterator[tuple[Conflict, Advice]]:
        for id in ids:
            conflict = self.store.conflict(id)
            if conflict is not None and conflict.state is ConflictState.OPEN:
                found = self.advising.advice(conflict, self.clock())
                if found is not None:
                    yield conflict, found

    def _note(self, pairs: Iterable[tuple[Conflict, Advice]]) -> int:
        """Commit an entry for each whose answer is another than the log has; how many. The queue learns how sure it is."""
        learned = self.advising.advisor().decisions
        sure: list[tuple[Conflict, int | None]] = []
        answers: dict[str, str] = {}
        entries: list[AuditEntry] = []
        for conflict, found in pairs:
            sure.append((conflict, confidence_of(found.suggestion)))
            answer = _answer(found)
            if self._last(conflict) == answer:
                continue
            answers[conflict.id] = answer
            entries.append(
                AuditEntry(
                    at=self.clock(),
                    kind="advice",
                    actor=ADVISOR,
                    cause=answer_cause(conflict),
                    run="",
                    object=found.case.object,
                    record_id=conflict.record_id,
                    connection=conflict.link[0],
                    note=f"{answer}{_LEARNED}{learned} decisions.",
                )
            )
        if entries:
            self.store.commit(Batch(at=entries[-1].at, audit=tuple(entries)))
        for id, answer in answers.items():
            self._keep(id, answer)
        self._rank([(one, told) for one, told in sure if one.confidence != told])
        return len(entries)

    def _rank(self, sure: Sequence[tuple[Conflict, int | None]]) -> None:
        """Keep with each conflict how sure the advisor is. One that has changed meanwhile is due again by that change."""
        if not sure:
            return
        ranked = tuple(replace(one, confidence=told) for one, told in sure)
        try:
            self.store.commit(
                Batch(at=self.clock(), unchanged=tuple(one for one, _ in sure), conflicts=ranked)
            )
        except VersionChanged:
            if len(sure) > 1:
                for one in sure:
                    self._rank([one])

    def _last(self, conflict: Conflict) -> str:
        if conflict.id not in self._noted:
            asked = Activity(record_id=conflict.record_id, kind="advice", limit=_LOOKED_BACK)
            told = (one.entry for one in islice(every(self.store, asked), _LOOKED_BACK))
            mine = (
                one.note for one in told if one.actor == ADVISOR and conflict_in(one.cause) == conflict.id
            )
            self._keep(conflict.id, next(mine, "").rpartition(_LEARNED)[0])
        return self._noted[conflict.id]

    def _keep(self, id: str, answer: str) -> None:
        self._noted.pop(id, None)
        while len(self._noted) >= _KEPT:
            del self._noted[next(iter(self._noted))]
        self._noted[id] = answer

    def _open(self) -> list[str]:
        found: list[str] = []
        while True:
            after = found[-1] if found else None
            page = self.store.list_conflicts(state=ConflictState.OPEN, after=after, limit=_PAGE)
            found += [one.id for one in page]
            if len(page) < _PAGE:
                return found


def confidence_of(told: Suggestion) -> int | None:
    """How sure it is of what it holds for likeliest, of a thousand; None where that is to ask."""
    return None if told.likeliest is Option.ASK else round(1_000 * told.probability)


def _answer(found: Advice) -> str:
    told = found.suggestion
    said = told.choice.value
    if told.choice is Option.ASK:
        said = f"to ask ({told.likeliest.value} likeliest)"
    why = f" {'; '.join(told.reasons)}." if told.reasons else ""
    return f"{found.case.field}: suggests {said} at {told.probability:.1%}.{why}"[:450]
