"""Watches the CRM's schema for one lane: parks the rules that a change touches, tells once, and lets them go on.

What lies still is remembered in the store (`daemon/drift_notes.py`), so that a restart changes nothing. A rule that goes on
is compared record by record with both bases it had, so that edits made meanwhile on either side meet as they always do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from adapters.base import Adapter
from core.conflicts import ItemKind
from core.drift import (
    Drift,
    DriftKind,
    accepting,
    advanced,
    diff,
    earlier_names,
    fingerprint,
    lost_to_filter,
    parked_by,
    patched,
    renamed,
    renamed_by_hand,
)
from core.errors import MappingInvalid, RemoteError
from core.jobs import RunKind
from core.mapping import Mapping
from core.mapping_check import check_mapping
from core.schema import Object
from core.store.base import Store
from core.translate import Translation, compile_mapping
from daemon.answered import close_item
from daemon.drift_ends import emptied_by, looks_left, questions_of, unmet
from daemon.drift_notes import DriftNotes, Owed, Told
from daemon.drift_words import detail_of, misfit_of, names_of, words_of
from daemon.lane import Lane

EVERY_MS: Final = 300_000
BEFORE_PUSH_MS: Final = 60_000  # a push looks again where the last look is older
JUST_NOW_MS: Final = 2_000  # refusals come in crowds


def waits_for_schema(crm_object: str) -> str:
    """What a pending row waits for while a rule of its object is parked; no record has such an id."""
    return f"schema:{crm_object}"


@dataclass(slots=True)
class SchemaWatch:
    """`mappings` by CRM object are as the files say; `translations` is the lane's own table, kept up to date here.

    `compare` asks for a comparison of everything of an object. `start` compiles; `lane` is given before the first `look`.
    """

    connection: str
    adapter: Adapter
    store: Store
    mappings: MappingOf[str, Mapping]
    hub: MappingOf[str, Object]
    region: str = ""
    every: int = EVERY_MS
    translations: dict[str, Translation] = field(default_factory=dict)
    compare: Callable[[str], None] = lambda crm_object: None
    lane: Lane | None = None
    _looked: dict[str, int] = field(default_factory=dict)
    _owed: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Compile every mapping against the account as it is. Raises MappingInvalid, RemoteError.

        What has changed is parked already, and what was parked still is; both are told and settled at the first `look`.
        """
        for crm_object, mapping in self.mappings.items():
            crm = self.adapter.schema(crm_object)
            notes = self._notes(crm_object)
            if notes.fingerprint is None:
                self._check(mapping, crm)
                notes.save(fingerprint(mapping, crm))
            self._compile(crm_object, crm, still=notes.told.values())

    def attach(self, lane: Lane, compare: Callable[[str], None]) -> None:
        """Look after this lane from now on."""
        self.lane, self.compare = lane, compare
        lane.parked_by_refusal = self.parked_now

    def stale(self) -> None:
        """Another worker had the lane: look at everything before anything is done."""
        self._looked.clear()

    def look(self, crm_object: str, within: int | None = None) -> bool:
        """Look whether the schema has changed, where that is due; True if what the lane works by has changed.

        `within` asks for a look that is no older than so many ms. Raises RemoteError, StoreError.
        """
        lane = self._lane()
        self._end_comparison(crm_object)
        now = lane.world.clock()
        age = now - self._looked.get(crm_object, now - self.every)
        if crm_object not in lane.suspects and age < min(
            self.every, self.every if within is None else within
        ):
            return False
        lane.suspects.discard(crm_object)  # first, so that what a person decides meanwhile is looked at next
        before = self.translations[crm_object]
        try:
            self._take(crm_object, self.adapter.schema(crm_object))
        except BaseException:
            self.translations[crm_object] = before  # nobody may work by what was not told
            lane.suspects.add(crm_object)  # nor by what a look was to change that failed
            raise
        self._looked[crm_object] = now
        return not _same(before, self.translations[crm_object])

    def parked_now(self, crm_object: str) -> frozenset[str]:
        """Look, because the CRM refused something: the rules that are parked. Those known where it cannot be told."""
        with suppress(RemoteError):  # the refusal stands as the CRM told it; the next look finds out
            self.look(crm_object, JUST_NOW_MS)
        return frozenset(rule.name for rule in self.translations[crm_object].parked)

    # one look -----------------------------------------------------------------------------------------------------------
    def _take(self, crm_object: str, crm: Object) -> None:
        notes, before = self._notes(crm_object), self.translations[crm_object]
        self._keep_bases(notes, crm_object, crm)
        drifts = self._compile(crm_object, crm)
        told = notes.told
        if any(one.key not in told for one in drifts):
            told = self._tell(notes, crm_object, drifts, told)
        over = [one for key, one in told.items() if key not in {drift.key for drift in drifts}]
        still = {rule.name for rule in self.translations[crm_object].parked}
        freed = [rule.name for rule in before.parked if rule.name not in still]
        if over or freed:
            self._resume(notes, crm_object, crm, over, freed, newcomers=not before.takes_newcomers)
            self._compile(crm_object, crm)
        if before.lost - self.translations[crm_object].lost:
            self.compare(crm_object)  # the filter can tell again which pairs go on
        then = notes.fingerprint or fingerprint(self._effective(crm_object), crm)
        notes.save(advanced(self._effective(crm_object), then, crm, drifts))

    def _keep_bases(self, notes: DriftNotes, crm_object: str, crm: Object) -> None:
        """Where a person wrote a field's new name into the mapping's file, the bases move with the name."""
        then, held = notes.fingerprint, notes.renames
        if then is None:
            return
        by_hand = [one for one in renamed_by_hand(self._effective(crm_object), then, crm) if one not in held]
        if by_hand:
            self._owe(notes, crm_object, {new for _, new in by_hand}, newcomers=False)
            notes.rename((*held, *by_hand))

    def _compile(self, crm_object: str, crm: Object, *, still: Iterable[Told] = ()) -> tuple[Drift, ...]:
        """Compile the mapping in effect; what the schema no longer fits is parked. Raises MappingInvalid.

        The rules of `still` are left parked as well.
        """
        self._drop_vanished_names(crm_object, crm)
        notes, mapping = self._notes(crm_object), self._effective(crm_object)
        hub, then = self.hub[mapping.hub_object], notes.fingerprint or fingerprint(mapping, crm)
        as_accepted = accepting(then, crm, notes.accepted)
        drifts = diff(mapping, hub, as_accepted, crm)
        made_for = patched(mapping, as_accepted, crm, drifts)
        problems = [
            one for one in check_mapping(mapping, hub, made_for) if one.fatal and one.rule in then.rules
        ]
        if problems:
            # What a person said is right does not fit the rule: it stays parked, and says why.
            drifts = (*diff(mapping, hub, then, crm), *(misfit_of(mapping, one) for one in problems))
            made_for = patched(mapping, then, crm, drifts)
        self._check(mapping, made_for)
        parked = parked_by(drifts) | {rule for one in still for rule in one.rules}
        owed = notes.owed
        made = compile_mapping(
            mapping,
            hub,
            made_for,
            region=self.region,
            parked=parked,
            came_back=owed.fields if owed is not None else frozenset(),
            earlier=earlier_names(notes.renames),
            lost=lost_to_filter(mapping, then, crm),
        )
        made = made.holding(_why_creates_wait(made, drifts, owed))
        self.store.save_layout(mapping.layout, mapping.hub_fields, mapping.crm_fields)
        self.translations[crm_object] = made
        if owed is not None:
            self._owed.setdefault(crm_object, 0)
        return drifts

    # telling, once ------------------------------------------------------------------------------------------------------
    def _tell(
        self, notes: DriftNotes, crm_object: str, drifts: Sequence[Drift], told: MappingOf[str, Told]
    ) -> dict[str, Told]:
        lane, label = self._lane(), self.translations[crm_object].crm.label
        run = lane.start(RunKind.SCHEMA, crm_object)
        books = lane.books(run)
        fresh = [one for one in drifts if one.key not in told]
        known = self.store.open_items(self.connection, crm_object, [one.key for one in fresh])
        now = dict(told)
        for one in fresh:
            reason, advice = words_of(one, label)
            item = books.open_item(
                ItemKind.SCHEMA,
                connection=self.connection,
                object=crm_object,
                subject=one.key,
                reason=reason,
                advice=advice,
                detail=detail_of(one),
                known=known,
            )
            now[one.key] = Told(
                key=one.key, rules=one.rules, since=item.opened_at, reason=reason, advice=advice, item=item.id
            )
            books.note(
                "schema",
                by="system",
                cause=f"run:{run.id}",
                connection=self.connection,
                object=crm_object,
                note=reason,
            )
        lane.commit(books, run)
        notes.tell(now)
        return now

    # going on -----------------------------------------------------------------------------------------------------------
    def _resume(
        self,
        notes: DriftNotes,
        crm_object: str,
        crm: Object,
        over: Sequence[Told],
        freed: Sequence[str],
        *,
        newcomers: bool,
    ) -> None:
        """Every step is durable in an order that a crash only repeats: owe the comparison, wake, and forget last."""
        lane = self._lane()
        self._owe(notes, crm_object, emptied_by(over, dict(notes.renames)), newcomers=newcomers)
        keys = [one.key for one in over]
        run = lane.start(RunKind.SCHEMA, crm_object)
        books = lane.books(run)
        books.wake_records.append((self.connection, waits_for_schema(crm_object)))
        items = questions_of(self.store, (self.connection, crm_object), keys, freed)
        for item in items:
            close_item(item, books, "it is settled")
        refused = [
            one.record_id for one in items if one.kind is ItemKind.REFUSED and one.record_id is not None
        ]
        for record in self.store.records(refused).values():
            books.touch(record, connection=self.connection)  # its row rested with the question
        for one in over:
            books.note(
                "schema",
                by="system",
                cause=f"item:{one.item}",
                connection=self.connection,
                object=crm_object,
                note=f"settled: {one.reason}; {names_of(one.rules)} goes on",
            )
        lane.commit(books, run)
        then = notes.fingerprint
        if then is not None and notes.accepted:
            notes.save(accepting(then, crm, [key for key in notes.accepted if key in keys]))
            notes.accept(())
        notes.tell({key: one for key, one in notes.told.items() if key not in keys})

    def _owe(self, notes: DriftNotes, crm_object: str, fields: set[str], *, newcomers: bool) -> None:
        former = notes.owed or Owed(fields=frozenset(), newcomers=False)
        notes.owe(Owed(fields=former.fields | fields, newcomers=former.newcomers or newcomers))
        self._owed[crm_object] = self._lane().world.clock()

    def _end_comparison(self, crm_object: str) -> None:
        """Ask for the comparison until it went through, and until every record that it left to be looked at was."""
        since, lane = self._owed.get(crm_object), self._lane()
        if since is None:
            return
        swept = lane.swept.get(crm_object)
        if swept is None or swept < since:
            self.compare(crm_object)
            return
        if looks_left(self.store, (self.connection, crm_object), swept):
            return
        run = lane.start(RunKind.SCHEMA, crm_object)
        books = lane.books(run)
        books.wake_records.append((self.connection, waits_for_schema(crm_object)))
        unmet(lane, self.translations[crm_object], books)
        lane.commit(books, run)
        self._notes(crm_object).owe(None)
        del self._owed[crm_object]
        lane.suspects.add(crm_object)  # compiled anew at once, without what was to be compared

    # small parts --------------------------------------------------------------------------------------------------------
    def _notes(self, crm_object: str) -> DriftNotes:
        return DriftNotes(self.store, self.connection, crm_object)

    def _effective(self, crm_object: str) -> Mapping:
        return renamed(self.mappings[crm_object], self._notes(crm_object).renames)

    def _drop_vanished_names(self, crm_object: str, crm: Object) -> None:
        """A new name that was gone again before anything was read by it was never taken."""
        notes = self._notes(crm_object)
        known = {*crm.fields, *(notes.fingerprint.fields if notes.fingerprint is not None else ())}
        lost = set(self._effective(crm_object).crm_fields) - known
        kept = tuple(one for one in notes.renames if one[1] not in lost)
        if kept != notes.renames:
            notes.rename(kept)

    def _check(self, mapping: Mapping, crm: Object) -> None:
        """Raises MappingInvalid where the mapping does not fit."""
        for problem in check_mapping(mapping, self.hub[mapping.hub_object], crm):
            if problem.fatal:
                raise MappingInvalid(
                    f"{self.connection}: {mapping.hub_object} <-> {mapping.crm_object}: {problem.message}",
                    advice=problem.advice,
                )

    def _lane(self) -> Lane:
        assert self.lane is not None, "the watch is given its lane before it looks"  # noqa: S101
        return self.lane


def _why_creates_wait(made: Translation, drifts: Iterable[Drift], owed: Owed | None) -> str:
    required = [one.field for one in drifts if one.kind is DriftKind.REQUIRED]
    if required:
        return f"{made.crm.label} needs {required[0]!r} now to be created"
    if not made.takes_newcomers:
        return "what records are matched by cannot be read; a create might double one"
    if owed is not None and owed.newcomers:
        return "records that came meanwhile are being compared; a create might double one"
    return ""


def _same(one: Translation, other: Translation) -> bool:
    """Whether a lane works alike by both."""
    return (
        one.mapping == other.mapping
        and one.crm.fields == other.crm.fields
        and [rule.name for rule in one.rules] == [rule.name for rule in other.rules]
        and (one.came_back, one.holds, one.lost) == (other.came_back, other.holds, other.lost)
    )
