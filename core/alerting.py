"""What opens an alert, when it is over, and what is told of it to whom: one alert a cause, one message a step. Pure.

    cause     something that is wrong now: its kind, where, and how much; no reason in anybody's words
    alert     a cause that was seen; it opens once the cause has lasted its patience, and ends once it was gone for a while
    notice    one message to one target about what opened and ended in one step; it stays until the target has taken it

All times are ms since 1970. A book is one value, kept whole: what it says of an alert and of its notices cannot part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeAlias


class AlertKind(Enum):
    SIGN_IN_NEEDED = "sign_in_needed"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    BRAKE = "brake"
    FIELDS_CHANGED = "fields_changed"
    WEBHOOKS_SILENT = "webhooks_silent"
    QUOTA_LOW = "quota_low"
    PUT_ASIDE = "put_aside"
    STORE = "store"
    DISK_LOW = "disk_low"


# How long a cause must last before anybody is told (ms): what usually ends by itself, or comes and goes.
PATIENCE: Final[Mapping[AlertKind, int]] = {
    AlertKind.SIGN_IN_NEEDED: 0,
    AlertKind.STOPPED: 60_000,
    AlertKind.UNREACHABLE: 300_000,
    AlertKind.BRAKE: 0,
    AlertKind.FIELDS_CHANGED: 0,
    AlertKind.WEBHOOKS_SILENT: 600_000,
    AlertKind.QUOTA_LOW: 0,
    AlertKind.PUT_ASIDE: 300_000,
    AlertKind.STORE: 30_000,
    AlertKind.DISK_LOW: 0,
}
QUIET_MS: Final = (
    120_000  # gone for so long before it counts as over, so that what comes and goes is told once
)
MOST_WAITING: Final = 50  # notices one target may have waiting; then the oldest are given up
GIVEN_UP_MS: Final = 3 * 86_400_000
MOST_ENDED: Final = 200
_FIRST_WAIT_MS: Final = 5_000
_LONGEST_WAIT_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Names and numbers of ours alone. At most one alert lives for a (kind, connection, object)."""

    kind: AlertKind
    connection: str = ""
    object: str = ""
    rules: tuple[str, ...] = ()
    count: int = 0

    @property
    def key(self) -> tuple[AlertKind, str, str]:
        return self.kind, self.connection, self.object


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`opened_at` None: not told yet. `gone_at`: since when the cause is away; `ended_at`: over."""

    id: str
    cause: Cause
    since: int
    opened_at: int | None = None
    gone_at: int | None = None
    ended_at: int | None = None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message under way. `id` is the key that a repetition bears too; `trouble` says why it was not taken yet."""

    id: str
    target: str
    made_at: int
    opened: tuple[Alert, ...] = ()
    ended: tuple[Alert, ...] = ()
    attempts: int = 0
    next_at: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    alerts: tuple[Alert, ...] = ()
    outbox: tuple[Notice, ...] = ()


Subscriptions: TypeAlias = Mapping[str, frozenset[AlertKind]]  # what each target wants to hear of


def step(
    book: Book,
    causes: Iterable[Cause],
    subscriptions: Subscriptions,
    *,
    now: int,
    ids: Callable[[], str],
    patience: Mapping[AlertKind, int] = PATIENCE,
    quiet: int = QUIET_MS,
) -> Book:
    """The book after a look at what is wrong now. The same causes again change nothing but counts."""
    present = {one.key: one for one in causes}
    ended_before = [one for one in book.alerts if one.ended_at is not None]
    living = {one.cause.key: one for one in book.alerts if one.ended_at is None}
    alive: list[Alert] = []
    opened: list[Alert] = []
    ended: list[Alert] = []
    for key, cause in present.items():
        known = living.pop(key, None) or Alert(id=ids(), cause=cause, since=now)
        one = replace(known, cause=cause, gone_at=None)
        if one.opened_at is None and now - one.since >= patience[cause.kind]:
            one = replace(one, opened_at=now)
            opened.append(one)
        alive.append(one)
    for one in living.values():
        if one.opened_at is None:
            continue
        gone_at = now if one.gone_at is None else one.gone_at
        if now - gone_at < quiet:
            alive.append(replace(one, gone_at=gone_at))
        else:
            ended.append(replace(one, gone_at=gone_at, ended_at=now))
    return Book(
        alerts=(*(ended_before + ended)[-MOST_ENDED:], *sorted(alive, key=lambda one: one.id)),
        outbox=(*book.outbox, *told(opened, ended, subscriptions, now=now, ids=ids)),
    )


def told(
    opened: Sequence[Alert],
    ended: Sequence[Alert],
    subscriptions: Subscriptions,
    *,
    now: int,
    ids: Callable[[], str],
) -> tuple[Notice, ...]:
    """One notice a target that wants to hear of any of these."""
    made = []
    for target, kinds in subscriptions.items():
        news = tuple(one for one in opened if one.cause.kind in kinds)
        over = tuple(one for one in ended if one.cause.kind in kinds)
        if news or over:
            made.append(Notice(id=ids(), target=target, made_at=now, opened=news, ended=over, next_at=now))
    return tuple(made)


def due(book: Book, now: int) -> list[Notice]:
    """The next notice of each target, where its time has come: a later one never overtakes it."""
    first: dict[str, Notice] = {}
    for one in book.outbox:
        first.setdefault(one.target, one)
    return [one for one in first.values() if one.next_at <= now]


def taken(book: Book, id: str) -> Book:
    """The target has it."""
    return replace(book, outbox=tuple(one for one in book.outbox if one.id != id))


def not_taken(book: Book, id: str, trouble: str, *, now: int, jitter: float) -> Book:
    """It is tried again later: after 5 s, then twice as long each time up to an hour, less up to half (`jitter` 0 to 1)."""

    def later(one: Notice) -> Notice:
        wait = min(_LONGEST_WAIT_MS, _FIRST_WAIT_MS * 2 ** min(one.attempts, 20))
        at = now + int(wait * (1 - jitter / 2))
        return replace(one, attempts=one.attempts + 1, next_at=at, trouble=trouble)

    return replace(book, outbox=tuple(later(one) if one.id == id else one for one in book.outbox))


def given_up(book: Book, targets: Iterable[str], now: int) -> tuple[Book, tuple[Notice, ...]]:
    """The book without notices that nobody waits for any more, and those: too old, too many, or their target is gone."""
    known = set(targets)
    kept: list[Notice] = []
    counts: dict[str, int] = {}
    for one in reversed(book.outbox):
        counts[one.target] = counts.get(one.target, 0) + 1
        if one.target in known and now - one.made_at < GIVEN_UP_MS and counts[one.target] <= MOST_WAITING:
            kept.append(one)
    kept.reverse()
    gone = tuple(one for one in book.outbox if one not in kept)
    return replace(book, outbox=tuple(kept)), gone
