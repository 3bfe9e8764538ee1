"""One turn of a lane: settle what is unknown, bring news in, send news out, in that order, as far as it is due.

The same code runs under threads in the daemon and under a seeded scheduler in the simulation: everything it needs to
know about time and trouble is in `Cycle`, and everything it does goes through the lane.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from adapters.allowance import Urgency
from core.errors import (
    LeaseLost,
    NotPermitted,
    QuotaHeld,
    RemoteError,
    RequestRefused,
    SignInNeeded,
    Throttled,
    VersionChanged,
)
from core.jobs import Attempt, AttemptKind, Outcome, RunKind
from core.plans import Plan
from core.records import Value
from core.translate import Translation
from daemon.applying import apply_some, applying, settle_stopped
from daemon.brakes import PUSH, braked, release_brake, set_brake
from daemon.deep_looks import deep_answered, deep_asked
from daemon.drift import BEFORE_PUSH_MS, SchemaWatch
from daemon.first_plan import FirstSync
from daemon.heirs import HUB, tend
from daemon.lane import Lane
from daemon.pull import LIVE, Ahead, at_once, backfill, phase, poll, sweep, take_signals
from daemon.push import push
from daemon.quiet import EVERY, look_at_quiet, quiet_fields
from daemon.quota import push_again
from daemon.resolve import hold_orphaned, resolve

BATCHES_A_TURN = 10  # batches of one kind before the others get their turn


@dataclass(slots=True)
class Trouble:
    """Why a lane rests: the error, since when (ms), and how often in a row."""

    error: RemoteError
    since: int
    times: int


@dataclass(slots=True)
class Cycle:
    """A lane's timetable. `turn` does what is due; `next_at` says when it should be called again, in ms.

    `watch` looks after the CRM's schema; without it the fields are taken to stay as they are.
    `quiet` are, by CRM object, the last look at what the feed is silent about and where it goes on, `told` what it told of.
    `held` are the lanes of the quota without room: backfills and retries rest until then, the others go on.
    `sweeps` are CRM objects to compare, those in `whole` by a filter that is new; `trouble`
    is what the CRM last failed with, None when it works.
    `gate` keeps a large first sync waiting for a plan.
    `pace_s` is asked how slowly to poll (a CRM with little quota left is polled less often).
    """

    lane: Lane
    owner: str
    watch: SchemaWatch | None = None
    ahead: Ahead = at_once
    poll_every: Callable[[], int] | None = None
    polled: dict[str, int] = field(default_factory=dict)
    deep: dict[str, int] = field(default_factory=dict)
    quiet: dict[str, tuple[int, str]] = field(default_factory=dict)
    told: dict[str, dict[str, tuple[Value, ...]]] = field(default_factory=dict)
    sweeps: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    live: set[str] = field(default_factory=set)
    resting: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Trouble] = field(default_factory=dict)
    held: dict[Urgency, QuotaHeld] = field(default_factory=dict)
    gate: FirstSync = field(init=False)
    rest_until: int = 0
    paused: bool = False
    trouble: Trouble | None = None
    last_success: int | None = None

    def __post_init__(self) -> None:
        self.gate = FirstSync(self.lane)

    def turn(self) -> bool:
        """Do what is due; True if there may be more at once. Raises only StoreError and programming errors."""
        lane = self.lane
        now = lane.world.clock()
        plan = applying(lane)
        # What a person approved is done even where nothing else is: a plan may be made to end a pause.
        if (self.paused and plan is None) or now < self.rest_until or not self._hold_lease(now):
            return False
        lane.progressed = False
        try:
            more = self._work(plan)
        except VersionChanged:
            return True  # others are busy with the same records; look again
        except LeaseLost:
            lane.lease = None
            return False
        except RemoteError as error:
            self._rest(error)
            return False
        self.last_success = lane.world.clock()
        # An object that is refused stays in sight while the others go on.
        self.trouble = next(iter(self.refused.values()), None)
        return more

    def next_at(self) -> int:
        """When the next turn is due, in ms from 1970."""
        lane = self.lane
        now = lane.world.clock()
        if lane.lease is None or self.paused:
            return max(self.rest_until, now + lane.pace.lease // 60)  # another worker has it; ask again soon
        due = [now + self._poll_every()]
        due += [max(at + self._poll_every(), self.resting.get(name, 0)) for name, at in self.polled.items()]
        due += [at for at in map(lane.store.next_due, (lane.connection, HUB)) if at is not None]
        attempts = lane.store.open_attempts(lane.connection)
        due += [one.hold_until for one in attempts if not self._is_blind(one)]
        due += [one.until for one in self.held.values()]
        # What is due now and was left by the turn before is blocked: by a brake, or by an object that rests.
        return max(self.rest_until, min(due), now + lane.pace.retry_least // 4)

    def release(self) -> None:
        """Give the lane up, so that another worker can take it at once."""
        if self.lane.lease is not None:
            self.lane.store.release(self.lane.lease)
            self.lane.lease = None

    # inside ---------------------------------------------------------------------------------------------------------
    def _hold_lease(self, now: int) -> bool:
        lane = self.lane
        if lane.lease is not None and lane.lease.until - now > lane.pace.lease // 2:
            return True
        try:
            if lane.lease is not None:
                lane.lease = lane.store.renew(lane.lease, now=now, ttl=lane.pace.lease)
                return True
        except LeaseLost:
            lane.lease = None
        lane.lease = lane.store.acquire(lane.connection, self.owner, now=now, ttl=lane.pace.lease)
        if self.watch is not None:
            self.watch.stale()
        return lane.lease is not None

    def _work(self, plan: Plan | None) -> bool:
        now = self.lane.world.clock()
        self.held = {lane: one for lane, one in self.held.items() if one.until > now}
        self._settle_attempts()
        if plan is not None and apply_some(self.lane, plan):
            return True
        settle_stopped(self.lane)
        if self.paused:
            return False
        self.gate.is_closed = False
        more = tend(self.lane, self.owner)
        for crm_object in tuple(self.lane.translations):
            if self.lane.stopping():
                return False
            if self.lane.world.clock() < self.resting.get(crm_object, 0):
                continue
            self.refused.pop(crm_object, None)
            try:
                self._look(crm_object)
                translation = self.lane.translations[crm_object]
                if not self._is_live(crm_object):
                    # Children wait for their parents' backfill, so that they find them.
                    if Urgency.BACKFILL in self.held or self.gate.waits(crm_object):
                        continue
                    backfill(self.lane, translation, self.ahead)
                    more = True
                    break
                more = self._pull(crm_object, translation) or more
            except (NotPermitted, RequestRefused) as error:
                more = self._refuse(crm_object, error) or more
            except QuotaHeld as held:
                if held.lane != Urgency.BACKFILL.value:
                    raise
                # Only this lane of the quota rests; what it would have done stays due.
                self.held[Urgency.BACKFILL] = held
                self.polled[crm_object] = self.lane.world.clock()
        for crm_object in tuple(self.lane.translations):
            if not self._is_live(crm_object) or self.lane.world.clock() < self.resting.get(crm_object, 0):
                continue  # before everything there is known, a create might double it
            try:
                more = self._push(crm_object) or more
            except (NotPermitted, RequestRefused) as error:
                more = self._refuse(crm_object, error) or more
        return more

    def _look(self, crm_object: str, within: int | None = None) -> None:
        if self.watch is not None:
            self.watch.look(crm_object, within)

    def _refuse(self, crm_object: str, error: RemoteError) -> bool:
        """Rest this object, unless it was refused because its fields have changed: then go on with what is left."""
        if self.watch is not None:
            self.lane.suspects.add(crm_object)
            try:
                if self.watch.look(crm_object):
                    return True
            except (NotPermitted, RequestRefused) as harder:
                error = harder
        self._rest_object(crm_object, error)
        return False

    def _is_live(self, crm_object: str) -> bool:
        if crm_object not in self.live and phase(self.lane, crm_object) == LIVE:
            self.live.add(crm_object)
        return crm_object in self.live

    def _settle_attempts(self) -> None:
        lane = self.lane
        attempts = lane.store.open_attempts(lane.connection)
        if not attempts:
            return
        # Between turns nothing is under way: what is still pending was cut off by a crash or a failed commit.
        cut_off = [one for one in attempts if one.outcome is Outcome.PENDING]
        if cut_off:
            hold_orphaned(lane, lane.start(RunKind.RESOLVE, None), cut_off)
        now = lane.world.clock()
        due: defaultdict[str, list[Attempt]] = defaultdict(list)
        for one in attempts:
            if one.outcome is not Outcome.PENDING and one.hold_until <= now and not self._is_blind(one):
                due[one.object].append(one)
        for crm_object, some in due.items():
            if crm_object not in lane.translations or now < self.resting.get(crm_object, 0):
                continue
            try:
                self._settle(crm_object, some)
            except (NotPermitted, RequestRefused) as error:
                self._refuse(crm_object, error)

    def _settle(self, crm_object: str, attempts: Sequence[Attempt]) -> None:
        lane = self.lane
        step = lane.adapter.abilities.read_batch
        for at in range(0, len(attempts), step):
            run = lane.start(RunKind.RESOLVE, crm_object)
            resolve(lane, lane.translations[crm_object], run, attempts[at : at + step])

    def _is_blind(self, attempt: Attempt) -> bool:
        """Whether a parked rule keeps us from seeing what became of a write: its pair stays held until it goes on."""
        translation = self.lane.translations.get(attempt.object)
        if translation is None or attempt.kind is AttemptKind.CREATE:
            return False
        return any(
            attempt.kind is AttemptKind.DELETE or rule.name in attempt.rules for rule in translation.parked
        )

    def _pull(self, crm_object: str, translation: Translation) -> bool:
        more = False
        for _ in range(BATCHES_A_TURN):
            taken = take_signals(self.lane, translation)
            more = taken >= self.lane.adapter.abilities.read_batch
            if not more or self.lane.stopping():
                break
        now = self.lane.world.clock()
        if crm_object in self.sweeps and Urgency.BACKFILL not in self.held:
            sweep(self.lane, translation, whole=crm_object in self.whole)
            self.sweeps.discard(crm_object)
        elif now - self.polled.get(crm_object, -1_000_000_000_000) >= self._poll_every():
            lane = self.lane
            ask = deep_asked(lane.store, lane.connection, crm_object)
            late = now - self.deep.get(crm_object, now - lane.pace.deep_poll) >= lane.pace.deep_poll
            poll(lane, translation, deep=late or ask is not None)
            self.polled[crm_object] = now
            if late or ask is not None:
                self.deep[crm_object] = now
            if ask is not None and not braked(lane, translation):
                deep_answered(lane.store, lane.connection, crm_object, ask)
            self._look_at_quiet(crm_object, translation, now)
        return more

    def _look_at_quiet(self, crm_object: str, translation: Translation, now: int) -> None:
        """A page of what the feed is silent about, as often as it is paid for."""
        at, after = self.quiet.get(crm_object, (0, ""))
        if quiet_fields(translation) and now - at >= self._poll_every() * EVERY:
            told = self.told.setdefault(crm_object, {})
            self.quiet[crm_object] = (now, look_at_quiet(self.lane, translation, after, told))

    def _push(self, crm_object: str) -> bool:
        queues = self.lane.translations[crm_object].queues
        return any(self._push_queue(crm_object, queue) for queue in queues)

    def _push_queue(self, crm_object: str, object: str) -> bool:
        lane = self.lane
        limit = lane.adapter.abilities.write_batch
        for _ in range(BATCHES_A_TURN):
            if lane.stopping():
                return False
            translation = lane.translations[crm_object]
            if braked(lane, translation, PUSH) or braked(lane, translation):
                return False  # looking before writing would let in what the brake keeps out
            now = lane.world.clock()
            due = lane.store.due_pending(lane.connection, object, now=now, limit=limit)
            if not due:
                release_brake(lane, translation, PUSH)
                return False
            self._look(crm_object, BEFORE_PUSH_MS)
            translation = lane.translations[crm_object]
            run = lane.start(RunKind.PUSH, translation.mapping.crm_object)
            overwrites = lane.store.due_overwrites(
                lane.connection, object, now=now, limit=translation.mapping.brake.most + 1
            )
            if set_brake(lane, translation, run, overwrites=overwrites, deletes=0, direction=PUSH):
                return False
            fresh = [row for row in due if not row.attempts]
            if fresh:
                push(lane, translation, run, fresh)
            if len(fresh) < len(due):
                held = push_again(lane, translation, run, [row for row in due if row.attempts])
                if held is not None:
                    self.held[Urgency.RETRY] = held
        return True

    def _poll_every(self) -> int:
        return self.poll_every() if self.poll_every is not None else self.lane.pace.poll

    def _rest(self, error: RemoteError) -> None:
        """Back off with full jitter, or for as long as the CRM asked.

        Only failures in a row lengthen the rest: a turn that made something durable before it failed shows that the
        CRM answers, however often single calls fail.
        """
        now = self.lane.world.clock()
        former = None if self.lane.progressed else self.trouble
        times = former.times + 1 if former is not None else 1
        self.trouble = Trouble(error=error, since=former.since if former is not None else now, times=times)
        if isinstance(error, SignInNeeded):
            # Looked at again, because a CRM in a bad minute may refuse a good token; a dead one costs no call.
            self.rest_until = now + self.lane.pace.retry_most // 5
        elif isinstance(error, Throttled) and error.retry_after_s is not None:
            self.rest_until = now + int(error.retry_after_s * 1000)
        else:
            self.rest_until = self.lane.later(times - 1)

    def _rest_object(self, crm_object: str, error: RemoteError) -> None:
        """Only this object is refused; the others go on."""
        now = self.lane.world.clock()
        self.refused[crm_object] = Trouble(error=error, since=now, times=1)
        self.resting[crm_object] = now + self.lane.pace.retry_most // 5
