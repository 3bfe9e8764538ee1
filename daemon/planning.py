"""Makes a plan: everything is compared as a run would, and what it comes to is kept instead of done.

The engine decides, on an imagined store (`daemon/imagined.py`) by its own reads of the CRM, one page in memory at a time.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from typing import Final

from adapters.allowance import Urgency, calling
from core.errors import NotPermitted, RemoteError, RequestRefused
from core.jobs import AttemptKind, Pending, RunKind
from core.plans import WRITES_CRM, WRITES_HUB, Plan, PlanItem, PlanItemKind, PlanState
from core.records import RemoteRecord
from core.store.base import Store
from core.store.codec import digest_of, encode
from core.store.memory import MemoryStore
from core.sync.books import Books
from core.translate import Translation
from daemon.effects import Effect, Key, effects_of
from daemon.filtered import unpaired
from daemon.forecast import forecast
from daemon.imagined import Imagined, imagine
from daemon.intake import Intake
from daemon.lane import Lane
from daemon.looking import due_now, latest, look_closer, unlisted_in
from daemon.promises import promised_by
from daemon.pull import CHUNK, ask_for
from daemon.push import considered
from daemon.runs import Running
from daemon.sorting import Sorted, sort_page

PUSHED: Final = 100  # records whose push is decided together

Keep = Callable[[Sequence[PlanItem]], object]


class Enough(Exception):
    """More would be written than was asked about."""


def imagined_lane(
    lane: Lane, scratch: Store, translations: MappingOf[str, Translation] | None = None
) -> tuple[Lane, Imagined]:
    """A lane that decides as this one and writes to `scratch` alone, with other translations where some are given.

    Its adapter is still the lane's: whoever plans beside a running lane gives it one of its own.
    """
    store, imagined = imagine(lane.store, lane.connection, scratch)
    copy = replace(
        lane,
        store=store,
        translations=dict(lane.translations if translations is None else translations),
        committed=lambda batch: None,
        noticed=lambda crm_object: None,
        suspects=set(),
        swept={},
        layouts={},
        lease=None,
    )
    return copy, imagined


def no_more_than(lane: Lane, objects: Iterable[str], most: int) -> tuple[bool, dict[str, RemoteError]]:
    """Whether syncing these CRM objects for the first time would write at most so many records on both sides together,
    and those of them that the CRM does not let us read.
    """
    copy, imagined = imagined_lane(lane, MemoryStore())
    maker = Maker(
        lane=copy, imagined=imagined, base=lane.store, plan=None, keep=lambda items: None, most=most
    )
    try:
        with calling(Urgency.BACKFILL):
            maker.go_through(objects)
    except Enough:
        return False, maker.refused
    return True, maker.refused


def make(
    lane: Lane,
    imagined: Imagined,
    base: Store,
    plan: Plan,
    keep: Keep,
    whole: frozenset[str] = frozenset(),
) -> Plan:
    """The plan with all its items kept, as a draft. `lane` and `imagined` come from `imagined_lane`, over `base`; for
    `whole` see `Maker`.

    An object that the CRM does not let us read is left out, and `reason` says so. Raises a RemoteError or StoreError
    where it cannot be made to the end, and whatever `keep` raises.
    """
    maker = Maker(lane=lane, imagined=imagined, base=base, plan=plan, keep=keep, whole=whole)
    began = lane.world.clock()
    with calling(Urgency.BACKFILL):
        maker.go_through(plan.objects)
    objects = tuple(one for one in plan.objects if one not in maker.refused)
    if not objects:
        raise next(iter(maker.refused.values()))
    return replace(
        plan,
        state=PlanState.DRAFT,
        objects=objects,
        reason="; ".join(f"{name} is left out: {error}" for name, error in maker.refused.items()),
        counts={kind.value: n for kind, n in sorted(maker.counts.items(), key=lambda one: one[0].value)},
        filled=maker.filled,
        forecast=forecast(
            lane.adapter,
            maker.counts,
            conflicts=maker.conflicts,
            refused=maker.refusals,
            spreads=imagined.spread(),
            reads=maker.reads,
            took_ms=lane.world.clock() - began,
        ),
        digest=maker.digest.hexdigest(),
        positions=maker.positions,
    )


@dataclass(slots=True)
class Maker:
    """One going-through. `plan` None: only counted, up to `most` records written. Of the CRM objects in `whole` every pair
    is looked at, and every hub record without one: their filter is another one."""

    lane: Lane
    imagined: Imagined
    base: Store
    plan: Plan | None
    keep: Keep
    most: int | None = None
    whole: frozenset[str] = frozenset()
    counts: Counter[PlanItemKind] = field(default_factory=Counter)
    positions: dict[str, str] = field(default_factory=dict)
    refused: dict[str, RemoteError] = field(default_factory=dict)
    reads: int = 0
    conflicts: int = 0
    refusals: int = 0
    filled: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    _n: int = 0
    _run: Running = field(init=False)
    _waiting: dict[str, RemoteRecord] = field(default_factory=dict)
    _pushed: set[str] = field(default_factory=set)
    _later: dict[str, Pending] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._run = self.lane.start(RunKind.PLAN, None)

    def go_through(self, objects: Iterable[str]) -> None:
        """Parents come before children, as the lane has them."""
        wanted = set(objects)
        for crm_object, translation in self.lane.translations.items():
            if crm_object in wanted:
                before = self._n
                try:
                    self._go_through(crm_object, translation)
                except (NotPermitted, RequestRefused) as error:
                    if self._n > before:
                        raise
                    # As in ordinary work, the others go on.
                    self.refused[crm_object] = error
                    self.positions.pop(crm_object, None)

    def _go_through(self, crm_object: str, translation: Translation) -> None:
        # The feed's place is taken first: what is written while we read is news, and not in the plan.
        self.positions[crm_object] = self.lane.adapter.now(crm_object)
        self._read_all(translation)
        self._take_waiting(translation)
        self._push_pending(translation)

    # what the CRM has ------------------------------------------------------------------------------------------------
    def _read_all(self, translation: Translation) -> None:
        lane, crm_object = self.lane, translation.mapping.crm_object
        linked = self.base.linked_count(lane.connection, crm_object)
        listed: set[str] = set()
        position: str | None = None
        while True:
            page = ask_for(lane, translation, position)()
            self.reads += 1
            if linked:
                listed.update(one.id for one in page.records)
            found = self._sorted(translation, page.records, current=False)
            work = latest([*found.work, *self._again(translation, found.refetch)])
            self._take(translation, work)
            if not page.more:
                break
            position = page.position
        if linked:
            unlisted = unlisted_in(lane, translation, listed)
            for at in range(0, len(unlisted), CHUNK):
                present, absent = look_closer(lane, translation, unlisted[at : at + CHUNK])
                self.reads += 1
                self._take(translation, self._sorted(translation, present, current=True).work, absent)

    def _again(self, translation: Translation, ids: Sequence[str]) -> list[RemoteRecord]:
        """Records that only a fresh look can tell about."""
        if not ids:
            return []
        present, _ = look_closer(self.lane, translation, ids)
        self.reads += 1
        return self._sorted(translation, present, current=True).work

    def _sorted(self, translation: Translation, remotes: Sequence[RemoteRecord], *, current: bool) -> Sorted:
        whole = translation.mapping.crm_object in self.whole
        return sort_page(self.lane, translation, remotes, current=current, whole=whole)

    def _take(
        self, translation: Translation, remotes: Sequence[RemoteRecord], absent: Sequence[str] = ()
    ) -> None:
        for at in range(0, max(len(remotes), 1 if absent else 0), CHUNK):
            chunk = remotes[at : at + CHUNK]
            known = {one.id: one for one in chunk}
            books = self.lane.books(self._run)
            Intake(lane=self.lane, translation=translation, books=books, cause="plan").take(
                chunk, absent if at == 0 else ()
            )
            self._keep_waiting(translation, books, known)
            self._note(translation, books, effects_of(translation, books), known)
            self.lane.store.commit(books.batch())
            touched = [link.record_id for link in books.links.values()]
            due = [self.imagined.pending.pop(id) for id in touched if id in self.imagined.pending]
            self._push(translation, due, known)

    def _keep_waiting(
        self, translation: Translation, books: Books, known: MappingOf[str, RemoteRecord]
    ) -> None:
        """Newcomers whose parents are not there yet are met again once everything of their object was seen."""
        for signal in books.signals.values():
            waits = signal.object == translation.mapping.crm_object and signal.waiting_for is not None
            if waits and signal.crm_id in known:
                self._waiting[signal.crm_id] = known[signal.crm_id]

    def _take_waiting(self, translation: Translation) -> None:
        while self._waiting:
            again, self._waiting = self._waiting, {}
            self._take(translation, list(again.values()))
            if len(self._waiting) >= len(again):
                break
        self._waiting = {}

    # what the hub has ------------------------------------------------------------------------------------------------
    def _push_pending(self, translation: Translation) -> None:
        """What waits to be sent there, whether or not it is due yet; what waits for a person is left."""
        after: tuple[str, str] | None = None
        while page := self.base.list_pending(connection=self.lane.connection, after=after, limit=PUSHED):
            after = (page[-1].connection, page[-1].record_id)
            rows = [
                row
                for row in page
                if row.object in translation.queues and not row.parked and row.record_id not in self._pushed
            ]
            self._push(translation, rows)
        if translation.mapping.crm_object in self.whole:
            self._push_unpaired(translation)
        left = [self.imagined.pending.pop(id) for id in list(self.imagined.pending)]
        self._push(translation, [row for row in left if row.object in translation.queues])
        while self._later:
            again, self._later = self._later, {}
            self._push(translation, list(again.values()))
            if len(self._later) >= len(again):
                break
        self._later = {}

    def _push_unpaired(self, translation: Translation) -> None:
        """Hub records without a pair, as if each had just become due: the filter may let them in."""
        after: str | None = None
        while page := self.base.list_records(translation.hub.name, after=after, limit=PUSHED):
            after = page[-1].id
            alone = [one for one in unpaired(self.lane, translation, page) if one.id not in self._pushed]
            rows = due_now(self.lane, alone)
            self._push(translation, rows)

    def _push(
        self,
        translation: Translation,
        rows: Sequence[Pending],
        known: MappingOf[str, RemoteRecord] | None = None,
    ) -> None:
        for at in range(0, len(rows), PUSHED):
            due = rows[at : at + PUSHED]
            intent = considered(self.lane, translation, self._run, due, known or {})
            read = [one for id, one in intent.remotes.items() if id not in (known or {})]
            news = sort_page(self.lane, translation, read, current=True).work
            if news:
                # It shows more than the list did: that is taken first, as an item of its own.
                self._take(translation, news)
                due = [row for row in due if row.record_id not in self._pushed]
                intent = considered(self.lane, translation, self._run, due, intent.remotes)
            attempts = intent.writes.attempts.values()
            effects = effects_of(translation, intent.books, attempts, intent.remotes)
            self._note(translation, intent.books, effects, intent.remotes)
            coming = [one for one in attempts if one.kind in (AttemptKind.CREATE, AttemptKind.RESTORE)]
            pairs = [promised_by(translation, one, intent.bins.get(one.record_id)) for one in coming]
            intent.books.links.update({one.key: one for one in pairs})
            self.lane.store.commit(intent.books.batch())
            self._pushed.update(row.record_id for row in due)
            self._later.update((row.record_id, row) for row in due if row.record_id in intent.writes.waiting)
            for row in due:
                self.imagined.pending.pop(row.record_id, None)

    # keeping ----------------------------------------------------------------------------------------------------------
    def _note(
        self,
        translation: Translation,
        books: Books,
        effects: MappingOf[Key, Effect],
        remotes: MappingOf[str, RemoteRecord],
    ) -> None:
        items: list[PlanItem] = []
        for (about, id), effect in effects.items():
            if effect.is_silent and translation.mapping.crm_object in self.whole:
                continue  # a field that only the filter reads was met
            self._n += 1
            record_id = id if about == "record" else None
            write = books.records.get(id) if about == "record" else None
            remote = remotes.get(effect.crm_id or "")
            self.refusals += effect.holds_what_does_not_fit(translation)
            item = PlanItem(
                plan=self.plan.id if self.plan is not None else "",
                n=self._n,
                kind=effect.kind,
                object=translation.mapping.crm_object,
                record_id=record_id,
                crm_id=effect.crm_id,
                changes=effect.shown(),
                hub_version=write.expected if write is not None else books.checks.get(id, 0),
                digest=digest_of(remote.values).hex() if remote is not None else "",
                note=effect.note,
            )
            self.counts[item.kind] += 1
            self.filled += item.kind is PlanItemKind.LINK and bool(item.changes)
            self.digest.update(encode((item.kind.value, item.object, id, item.crm_id, item.changes)))
            items.append(item)
        self.conflicts += sum(one.run == self._run.id for one in books.conflicts.values())
        if items:
            self.keep(items)
        if self.most is not None and self.filled + written(self.counts) > self.most:
            raise Enough


def written(counts: MappingOf[PlanItemKind, int]) -> int:
    """How many records of either side are written."""
    return sum(n for kind, n in counts.items() if kind in WRITES_HUB | WRITES_CRM)
