"""The words of how things stand: health as a whole, each connection, and checks. Derived by the daemon."""

from __future__ import annotations

from pydantic import Field

from core.wire.words import Ask, Secret, Sentence, Time, Word


class BacklogWord(Word):
    pending: int
    parked: int
    waiting: int
    signals: int
    oldest: Time | None


class SyncedObject(Word):
    """One mapped object of a connection: its phase (backfill, live, braked) and how far a backfill is.

    `left_out` are CRM records without a pair that its filter leaves out, `held` the pairs that it holds.
    """

    hub_object: str
    crm_object: str
    phase: str
    done: int | None
    total: int | None
    last_poll_at: Time | None
    links: int
    left_out: int = 0
    held: int = 0


class ParkedWord(Word):
    """Rules of a CRM object that wait because its fields have changed; without rules it is creates that wait."""

    crm_object: str
    rules: list[str]
    since: Time
    reason: Sentence
    advice: Sentence
    item: str


class RealTimeWord(Word):
    """How a connection hears of changes: webhook, stream or poll; how soon (s), in words, and why not sooner."""

    means: str
    latency_s: float
    sentence: Sentence
    advice: Sentence
    last_at: Time | None
    expires_at: Time | None


class CallCostWord(Word):
    """A kind of call: how many there were, and what one costs on average in the CRM's unit."""

    kind: str
    calls: int
    mean: float


class QuotaLaneWord(Word):
    """One lane of the quota: up to where it may bring the use, its own use, and until when it is held back, and why."""

    lane: str
    line: int | None
    used: int
    held_until: Time | None
    reason: Sentence


class QuotaWord(Word):
    """The allowance of a day: used (ours, others'), limit, what is left to others, and when it will run out.

    `unit` is requests or tokens; `told` whether the CRM itself tells its use; `resets_at` is None where it is rolling.
    """

    unit: str
    used: int
    ours: int
    others: int
    limit: int | None
    reserved: int
    told: bool
    resets_at: Time | None
    runs_out_at: Time | None
    sentence: Sentence
    costs: list[CallCostWord]
    lanes: list[QuotaLaneWord]


class TokenWord(Word):
    """When the access token ends (None: the CRM does not say) and what gets the next one: refresh, key or nothing.

    With "nothing" a person has to sign in again by then. `lacking` are rights that were asked for and not granted, where
    the CRM tells what it granted.
    """

    ends_at: Time | None
    renewal: str
    sentence: Sentence
    lacking: list[str] = Field(default_factory=list)


class ConnectionWord(Word):
    """`flow` is the way of signing in, as crmsync.toml has it. `token` is None while nobody is signed in.

    Of its `calls` since the daemon was started the CRM turned `throttled` away; `failed` had no answer that could be used.
    """

    name: str
    system: str
    flow: str = "browser"
    state: str
    circuit: str
    reason: Sentence
    advice: Sentence
    last_success_at: Time | None
    calls: int
    throttled: int
    failed: int = 0
    quota: float | None
    allowance: QuotaWord | None = None
    pace_s: float
    real_time: RealTimeWord
    backlog: BacklogWord
    objects: list[SyncedObject]
    parked: list[ParkedWord]
    token: TokenWord | None = None


class LatencyWord(Word):
    """How long recent changes took from the edit to the far side, in milliseconds; None before the first."""

    p50: int | None
    p95: int | None
    p99: int | None
    count: int


class ConflictRate(Word):
    """Conflicts left for a person as a share of the records changed, in the last so many days; None without changes."""

    days: int
    left: int
    changed: int
    rate: float | None
    target: float
    sentence: Sentence


class Health(Word):
    """How everything stands: good, working, attention or stopped, and the sentence that says why.

    `open` counts every unanswered question by kind; `waiting` parts each kind into open, snoozed and escalated.
    `advisor` are sentences about fields in which the advisor has turned itself off. `visitors` are people who are attached
    from elsewhere right now.
    """

    state: str
    sentence: Sentence
    connections: list[ConnectionWord]
    open: dict[str, int]
    waiting: dict[str, dict[str, int]] = Field(default_factory=dict)
    conflict_rate: ConflictRate | None = None
    advisor: list[Sentence] = Field(default_factory=list)
    visitors: list[str] = Field(default_factory=list)
    records: dict[str, int]
    latency: LatencyWord
    per_minute: float
    started_at: Time
    version: str
    at: Time


class SyncNow(Ask):
    """`object` is a hub object, None for all; `full` compares everything instead of what changed."""

    object: str | None = None
    full: bool = False


class DeveloperKey(Ask):
    """HubSpot's key that may register webhooks for an app."""

    key: Secret


class Removed(Word):
    removed: int


class CheckWord(Word):
    """One thing the doctor looked at."""

    name: Sentence
    ok: bool
    finding: Sentence
    advice: Sentence


class Diagnosis(Word):
    ok: bool
    checks: list[CheckWord]


class RouteWord(Word):
    """One way data can take: where it leads, what says so, and whether it may be used."""

    name: str
    host: str
    area: str
    evidence: Sentence
    records: bool
    allowed: bool
    why: Sentence
    advice: Sentence
