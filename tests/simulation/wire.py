"""The doors between the product and its far sides: latency, lost answers, late landings, outages, webhooks.

Webhooks come back through the product's own inbox. What only a door can see is checked here: a write lands while its
attempt is still open (P8, R6), and an acknowledged webhook is durable (P15).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from adapters.base import Draft, Edit, Page, Removal, Result, WriteOutcome
from adapters.fake import FakeAdapter, Wire
from adapters.fake_rows import US, Write
from core.errors import AnswerLost, BadAnswer, RequestRefused, Throttled, Unreachable
from core.records import RemoteRecord, Value
from core.store.base import Batch, Store
from daemon.inbox import record_signals
from tests.simulation.scheduler import Killed
from tests.simulation.stage import Stage

T = TypeVar("T")
Asked = TypeVar("Asked", Draft, Edit, Removal)

HOLD = 120_000
TIMEOUT = 30_000
LATE_HOOK = 30_000


@dataclass(slots=True)
class Wires:
    """Everything that travels. `effect` is where a process may die; `born` the living process, None while it is down.

    `said` is what webhooks carried; the product never reads it (one mutant does).
    """

    stage: Stage
    store: Store
    effect: Callable[[], None]
    born: Callable[[], int | None]
    committed: Callable[[Batch], None]
    said: dict[tuple[str, str, str], dict[str, Value]] = field(default_factory=dict)
    outages: dict[str, int] = field(default_factory=dict)
    versions: dict[tuple[str, str, str], int] = field(default_factory=dict)

    # calls ---------------------------------------------------------------------------------------------------------
    def adapter(self, name: str) -> FlakyAdapter:
        def carry(call: Callable[[], T], writes: bool, /) -> T:
            return self._carry(name, call, writes=writes)

        return FlakyAdapter(self.stage, name, carry, self.said)

    def _carry(self, name: str, call: Callable[[], T], *, writes: bool) -> T:
        stage, faults, rng = self.stage, self.stage.faults, self.stage.rng
        self.effect()
        stage.scheduler.sleep(self._latency())
        if writes and stage.scheduler.born() != self.born() and rng.random() < 0.5:
            self._land(name, call)  # the caller is dead, but its request was on the way already
        self.effect()
        if self._is_out(name) or rng.random() < faults.unreachable:
            raise Unreachable(f"{name} does not answer")
        if rng.random() < faults.throttled:
            raise Throttled(f"{name} is busy", retry_after_s=rng.choice((None, 1.0, 5.0)))
        if rng.random() < faults.refused_call:
            raise RequestRefused(f"{name} does not like this call")
        if writes and rng.random() < faults.late_landing:
            landing = stage.now + int(rng.random() * (HOLD - TIMEOUT - 10_000))
            stage.scheduler.at(landing, partial(self._land_late, name, call))
            stage.scheduler.sleep(TIMEOUT)
            self.effect()
            raise AnswerLost(f"{name} did not answer in time")
        answer = self._land(name, call)
        stage.scheduler.sleep(self._latency())
        self.effect()
        if rng.random() < faults.lost_answer:
            if writes:
                raise rng.choice((AnswerLost, BadAnswer))(f"the answer of {name} was lost")
            raise Unreachable(f"the answer of {name} was lost")
        return answer

    def _land_late(self, name: str, call: Callable[[], object]) -> None:
        """Nobody hears whether it was refused."""
        with suppress(RequestRefused):
            self._land(name, call)

    def _land(self, name: str, call: Callable[[], T]) -> T:
        before = len(self.stage.crms[name].log)
        answer = call()
        self._check_landed(name, self.stage.crms[name].log[before:])
        self.tell(name, before)
        return answer

    def _check_landed(self, name: str, writes: Sequence[Write]) -> None:
        ours = [one for one in writes if one.by == US]
        if not ours:
            return
        attempts = {one.op: one for one in self.store.open_attempts(name)}
        for write in ours:
            attempt = attempts.get(write.op)
            if attempt is None:
                self.stage.breach(
                    "P8 order", f"{name} {write.kind} {write.id} landed when its attempt was closed"
                )
                continue
            key = (name, write.id, attempt.record_id)
            if attempt.hub_version < self.versions.get(key, 0):
                self.stage.breach(
                    "P8 order", f"{name} {write.id} got hub version {attempt.hub_version} after a later one"
                )
            self.versions[key] = max(self.versions.get(key, 0), attempt.hub_version)

    def _latency(self) -> int:
        rng = self.stage.rng
        if rng.random() < self.stage.faults.slow:
            return int(rng.random() * 10_000)
        return 5 + int(rng.random() * 100)

    def _is_out(self, name: str) -> bool:
        """Each far side is away for a minute now and then."""
        if not self.stage.faults.outages:
            return False
        now, since = self.stage.now, self.outages.get(name, 0)
        if now > since + 60_000:
            since = self.outages[name] = now + int(self.stage.rng.random() * 480_000)
        return since <= now <= since + 60_000

    # webhooks ------------------------------------------------------------------------------------------------------
    def tell(self, name: str, before: int) -> None:
        """Webhooks for what was written since `before`, as unreliable as they are."""
        faults, rng = self.stage.faults, self.stage.rng
        for write in self.stage.crms[name].log[before:]:
            said = dict(self.stage.crms[name].rows[write.object][write.id].values)
            if rng.random() < faults.webhook_lost:
                continue
            for _ in range(2 if rng.random() < faults.webhook_doubled else 1):
                delay = int(rng.random() * LATE_HOOK) if rng.random() < faults.webhook_late else 200
                self._send_hook(name, write, said, delay)

    def _send_hook(self, name: str, write: Write, said: dict[str, Value], delay: int) -> None:
        self.stage.scheduler.at(self.stage.now + delay, partial(self._ring, name, write, said))

    def _ring(self, name: str, write: Write, said: dict[str, Value]) -> None:
        born = self.born()
        if born is None:
            self._send_hook(name, write, said, 10_000)  # nobody acknowledged, so the CRM comes again
            return
        self.stage.scheduler.spawn(partial(self._receive, name, write, said), born=born)

    def _receive(self, name: str, write: Write, said: dict[str, Value]) -> None:
        self.said[(name, write.object, write.id)] = said
        try:
            self.effect()
            record_signals(
                self.store, name, [(write.object, write.id)], at=self.stage.now, committed=self.committed
            )
        except Killed:
            self._send_hook(name, write, said, 10_000)
            raise
        waiting = self.store.list_signals(
            connection=name, after=(name, write.object, write.id[:-1]), limit=100
        )
        if not any((one.object, one.crm_id) == (write.object, write.id) for one in waiting):
            self.stage.breach(
                "P15 durable webhook", f"{name} {write.id} was acknowledged and is not in the inbox"
            )


class FlakyAdapter(FakeAdapter):
    """The fake adapter on a bad day: batches are answered in part and out of order, and a blind CRM shows nothing."""

    def __init__(
        self, stage: Stage, name: str, carry: Wire, said: Mapping[tuple[str, str, str], Mapping[str, Value]]
    ) -> None:
        super().__init__(stage.crms[name], wire=carry)
        self.said = said
        self._stage = stage
        self._name = name

    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        page = super().backfill(object, fields, position)
        return (
            Page(records=(), position=position or "", more=False)
            if self._is_blind(self._stage.faults.blind_lists)
            else page
        )

    def changes(self, object: str, fields: Sequence[str], position: str, *, deep: bool = False) -> Page:
        page = super().changes(object, fields, position, deep=deep)
        return (
            Page(records=(), position=position, more=False)
            if self._is_blind(self._stage.faults.blind_lists)
            else page
        )

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        found = super().fetch(object, fields, ids)
        return {} if self._is_blind(self._stage.faults.blind_reads) else found

    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        return self._partly(drafts, lambda some: FakeAdapter.create(self, object, fields, some))

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        return self._partly(edits, lambda some: FakeAdapter.update(self, object, fields, some))

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        return self._partly(removals, lambda some: FakeAdapter.delete(self, object, some))

    def _partly(
        self, asked: Sequence[Asked], call: Callable[[Sequence[Asked]], list[WriteOutcome]]
    ) -> list[WriteOutcome]:
        """Some were too busy to be applied, some were applied without a word, and the rest come in any order."""
        rng, chance = self._stage.rng, self._stage.faults.partial
        if not chance:
            return call(asked)
        fates = {one.op: rng.random() / chance for one in asked}
        answers = call([one for one in asked if not 0.5 <= fates[one.op] < 1])
        told = [one for one in answers if fates[one.op] >= 1]
        told += [WriteOutcome(op=op, result=Result.LATER) for op, fate in fates.items() if 0.5 <= fate < 1]
        told += [WriteOutcome(op=op, result=Result.LOST) for op, fate in fates.items() if fate < 0.2]
        rng.shuffle(told)
        return told

    def _is_blind(self, chance: float) -> bool:
        """In the middle of the history, for two minutes, `hist` answers with nothing."""
        into = self._stage.now - self._stage.started
        return bool(chance) and self._name == "hist" and 300_000 <= into < 420_000
