"""The advisor at work: a case from an open conflict and the store, a suggestion at read time, a lesson after each decision.

A decision is booked in the commit that settles the conflict, with the suggestion that stood; learning follows once that is
durable, and after a restart everything is learned again from the table. Nothing here is in the write path of a lane.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from core.advice.advisor import Advisor
from core.advice.case import Case, Change, Option, Suggestion
from core.advice.decisions import Decision, features_of
from core.advice.sameness import same
from core.advice.spelling import NOTHING_KNOWN, Known, known
from core.advice.structure import order_of
from core.conflicts import DELETION, Candidate, Choice, Conflict
from core.errors import Invalid
from core.records import UNSET, Fields, HubRecord, LinkState, Value
from core.schema import Field, FieldType, Object
from core.store.base import Activity, Batch, Store
from core.store.looks import every
from core.sync.books import Books
from daemon.crm_side import crm_side
from daemon.lane import Lane

LEARNED_FROM: Final = 2_000  # the latest decisions; older ones have been outweighed
_PAGE: Final = 500
_SAMPLED: Final = 3_000  # records that tell what values a field has
_STALE_MS: Final = 600_000  # after which they are looked at again
_HISTORY: Final = 30  # entries of the log about one field of one record
_REPLACING: Final = frozenset({"set", "resolve"})  # other entries hold both sides, and replace nothing
_LONGEST: Final = 120  # letters; a longer text is no value that occurs twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is suggested about one conflict, and the case it was made from."""

    case: Case
    suggestion: Suggestion


@dataclass(slots=True)
class Advising:
    """Suggestions for the conflicts of one installation. Safe to use from several threads."""

    store: Store
    lanes: MappingOf[str, Lane]
    objects: MappingOf[str, Object]
    region: str = ""
    _advisor: Advisor | None = None
    _samples: dict[str, tuple[int, dict[str, Known]]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    # suggesting -------------------------------------------------------------------------------------------------------
    def advice(self, conflict: Conflict, now: int) -> Advice | None:
        """What to do about a conflict; None where it is not about values, or its record or mapping is gone."""
        case = self._case(conflict, now)
        if case is None:
            return None
        with self._lock:
            return Advice(case=case, suggestion=self.advisor().suggest(case))

    def advisor(self) -> Advisor:
        """What was learned so far; learned from the table where nothing is at hand."""
        with self._lock:
            if self._advisor is None:
                self._advisor = learned(self.latest())
            return self._advisor

    def latest(self) -> list[Decision]:
        """The latest decisions, oldest first."""
        found: list[Decision] = []
        while len(found) < LEARNED_FROM:
            page = self.store.decisions(before=found[-1].id if found else None, limit=_PAGE)
            found += page
            if len(page) < _PAGE:
                break
        return found[::-1]

    # deciding ---------------------------------------------------------------------------------------------------------
    def book(
        self,
        books: Books,
        conflict: Conflict,
        choice: Choice,
        after: tuple[Value, ...],
        by: str,
        *,
        unseen: bool = False,
    ) -> None:
        """Book a decision with the suggestion that stood; `after` are the values it set.

        Where somebody took suggestions `unseen`, the log tells it, but nothing is learned and the advisor's record stays
        what it was: it would only agree with itself.
        """
        found = self.advice(conflict, books.at)
        if found is None:
            return
        case, told = found.case, found.suggestion
        chosen = _chosen(found, choice, after)
        decision = Decision(
            id=books.ids(),
            at=books.at,
            object=case.object,
            field=case.field,
            connection=conflict.link[0],
            conflict=conflict.id,
            by=by,
            editors=case.editors,
            features=features_of(told.evidence),
            suggested=told.likeliest,
            probability=round(told.probability, 4),
            sure=told.choice is not Option.ASK,
            chosen=chosen,
        )
        if not unseen:
            books.decisions.append(decision)
        suggested = told.likeliest.value if decision.sure else f"to ask ({told.likeliest.value}"
        doubt = "" if decision.sure else " likeliest)"
        books.note(
            "advice",
            by=by,
            cause=f"conflict:{conflict.id}",
            connection=conflict.link[0],
            object=case.object,
            note=f"{case.field}: suggested {suggested}{doubt} at {told.probability:.1%}, decided {chosen.value}. "
            f"{'; '.join(told.reasons)}"[:500],
        )

    def take_back(self, books: Books, conflict: Conflict) -> None:
        """Book that the decision on a conflict was reversed."""
        found = self.store.decision_on(conflict.id)
        if found is not None and found.reversed_at is None:
            books.decisions.append(replace(found, reversed_at=books.at))

    def committed(self, batch: Batch) -> None:
        """Learn what has just become durable."""
        if not batch.decisions:
            return
        with self._lock:
            for one in batch.decisions:
                if one.reversed_at is not None or self._advisor is None:
                    self._advisor = None  # unlearned by learning the rest anew
                elif one.teaches:
                    self._advisor.learn(one.evidence(), one.scope, one.editors, one.chosen)

    def forget(self) -> None:
        """Decisions were removed from the table: learn the rest anew when next asked."""
        with self._lock:
            self._advisor = None

    # the case ---------------------------------------------------------------------------------------------------------
    def _case(self, conflict: Conflict, now: int) -> Case | None:
        record = self.store.records([conflict.record_id]).get(conflict.record_id)
        if conflict.rule == DELETION or record is None or record.object not in self.objects:
            return None
        try:
            theirs = crm_side(self.lanes, conflict, record)
        except Invalid:
            return None  # what the hub's field cannot hold is nothing to choose
        kind = self.objects[record.object]
        names = conflict.hub_fields
        ours = dict(zip(names, conflict.hub.values, strict=True))
        base = self._base(conflict, names)
        single = kind.fields[names[0]] if len(names) == 1 else None
        name = names[0] if single is not None else conflict.rule
        return Case(
            object=record.object,
            field=name,
            type=single.type if single is not None else FieldType.TEXT,
            base=_joined([base.get(one) for one in names]),
            hub=_joined([ours[one] for one in names]),
            crm=_joined([theirs.get(one) for one in names]),
            hub_change=_change(conflict.hub),
            crm_change=_change(conflict.crm),
            known=self._known(record, single, now) if single is not None else NOTHING_KNOWN,
            order=order_of(single) if single is not None else (),
            region=self.region,
            former=self._former(record, single) if single is not None else (),
            about=_about(record, names),
        )

    def _base(self, conflict: Conflict, names: tuple[str, ...]) -> dict[str, Value]:
        if conflict.base is not None:
            return dict(zip(names, conflict.base, strict=True))
        connection, crm_object, crm_id = conflict.link
        link = self.store.links(connection, crm_object, [crm_id]).get(crm_id)
        layout = self.store.layout(link.layout) if link is not None else None
        if link is None or link.state is not LinkState.LINKED or layout is None:
            return {}
        held = dict(zip(layout[0], link.base_hub, strict=False))
        return {name: value for name in names if (value := held.get(name, UNSET)) is not UNSET}

    def _former(self, record: HubRecord, field: Field) -> tuple[Value, ...]:
        """Values of the field that somebody replaced by another, as far as the log is read back."""
        question = Activity(record_id=record.id, field=field.name, limit=_HISTORY)
        found = islice(every(self.store, question), _HISTORY)
        return tuple(
            before
            for one in found
            if one.entry.kind in _REPLACING
            for name, before, _ in one.entry.changes
            if name == field.name and before is not None
        )

    def _known(self, record: HubRecord, field: Field, now: int) -> Known:
        """How common values are among the other records: a sample of them, looked at every ten minutes at most."""
        if field.type is not FieldType.TEXT:
            return NOTHING_KNOWN
        with self._lock:
            taken, sample = self._samples.get(record.object, (0, {}))
            if not sample or now - taken > _STALE_MS:
                sample = self._sample(record.object)
                self._samples[record.object] = (now, sample)
        own = record.fields.get(field.name)
        whole = sample.get(field.name, NOTHING_KNOWN)
        return whole.without(own) if isinstance(own, str) else whole

    def _sample(self, object: str) -> dict[str, Known]:
        texts = [name for name, one in self.objects[object].fields.items() if one.type is FieldType.TEXT]
        counts: dict[str, Counter[str]] = {name: Counter() for name in texts}
        after: str | None = None
        read = 0
        while read < _SAMPLED:
            page = self.store.list_records(object, after=after, limit=_PAGE)
            for record in page:
                for name in texts:
                    value = record.fields.get(name)
                    if isinstance(value, str) and len(value) <= _LONGEST:
                        counts[name][value] += 1
            read += len(page)
            if len(page) < _PAGE:
                break
            after = page[-1].id
        return {name: known(one) for name, one in counts.items()}


def learned(decisions: list[Decision]) -> Advisor:
    """An advisor that has learned these decisions, oldest first."""
    advisor = Advisor()
    for one in decisions:
        if one.teaches:
            advisor.learn(one.evidence(), one.scope, one.editors, one.chosen)
    return advisor


def as_choice(told: Suggestion, field: str) -> tuple[Choice, Fields]:
    """The resolution that a suggestion comes to, with values by hub field where it is neither side's."""
    match told.choice:
        case Option.CRM:
            return Choice.CRM, {}
        case Option.MERGED:
            return Choice.VALUE, {field: told.value}
        case _:
            return Choice.HUB, {}


def _chosen(found: Advice, choice: Choice, after: tuple[Value, ...]) -> Option:
    """What a person's choice amounts to among the options; ASK where they wrote a third value."""
    told = found.suggestion
    if Option.EQUIVALENT in told.evidence.features and choice is not Choice.VALUE:
        return Option.EQUIVALENT  # either side will do where both say the same
    if choice is not Choice.VALUE:
        return Option(choice.value)
    value = _joined(list(after))
    for option in (Option.MERGED, Option.HUB, Option.CRM):
        offered = told.evidence.values.get(option)
        if option in told.evidence.features and same(
            found.case.type, offered, value, region=found.case.region
        ):
            return option
    return Option.ASK


def _joined(values: list[Value]) -> Value:
    """The values of a rule's fields as one; those of several fields as the text they make together."""
    if len(values) == 1:
        return values[0]
    return " ".join(one for one in values if isinstance(one, str)) or None


def _about(record: HubRecord, names: tuple[str, ...]) -> tuple[str, ...]:
    """The short texts of the record's other fields."""
    return tuple(
        value
        for name, value in sorted(record.fields.items())
        if name not in names and isinstance(value, str) and len(value) <= _LONGEST
    )


def _change(side: Candidate) -> Change:
    return Change(at=side.at, by=side.by)
