"""Questions that wait otherwise than open: snoozed until a time, or assigned to somebody with a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, TypeVar

from core.conflicts import Conflict, Item, QueueState, queue_state
from core.errors import Conflicting, Invalid, NotFound
from core.store.base import Store
from core.sync.books import Books

MOST: Final = 500  # of one act: it is one commit
_LONGEST_MS: Final = 366 * 86_400_000

Question = TypeVar("Question", Conflict, Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How the questions shall wait: SNOOZED `until` a time (ms), ESCALATED `to` somebody with a `note`, or OPEN again."""

    state: QueueState
    until: int | None = None
    to: str = ""
    note: str = ""


def set_aside(
    store: Store, books: Books, ids: Sequence[str], wish: Wish, *, by: str
) -> list[Conflict | Item]:
    """Book the wish for every one of these conflicts and items, or none. Raises NotFound, Conflicting, Invalid."""
    _check(wish, books.at)
    if not 0 < len(ids) <= MOST:
        raise Invalid(f"name 1 to {MOST} questions at a time")
    waiting: list[Conflict | Item] = []
    for id in dict.fromkeys(ids):
        conflict = store.conflict(id)
        if conflict is not None:
            _refuse_answered(conflict, books.at)
            now = _as_wished(conflict, wish, by)
            books.replace_conflict(conflict, now)
            _tell(store, books, conflict, "conflict", conflict.link[0], wish, by)
            waiting.append(now)
            continue
        item = store.item(id)
        if item is None:
            raise NotFound(
                f"there is no conflict and no item {id!r}", advice="crmsync queue list shows them."
            )
        _refuse_answered(item, books.at)
        other = _as_wished(item, wish, by)
        books.replace_item(item, other)
        _tell(store, books, item, "item", item.connection, wish, by)
        waiting.append(other)
    return waiting


def _check(wish: Wish, now: int) -> None:
    if wish.state is QueueState.SNOOZED:
        if wish.until is None or wish.until <= now:
            raise Invalid("a snooze must end in the future", advice="Give a time to come, such as 2d.")
        if wish.until > now + _LONGEST_MS:
            raise Invalid("a snooze may last a year at most", advice="Give an earlier time.")
    if wish.state is QueueState.ESCALATED and not wish.to.strip():
        raise Invalid("say to whom it is assigned", advice="Give a name or an e-mail address.")


def _refuse_answered(one: Conflict | Item, now: int) -> None:
    if queue_state(one, now) is None:
        raise Conflicting(
            f"{one.id!r} is {one.state.value} already", advice="crmsync queue list shows what still waits."
        )


def _as_wished(one: Question, wish: Wish, by: str) -> Question:
    match wish.state:
        case QueueState.SNOOZED:
            return replace(one, snoozed_until=wish.until)
        case QueueState.ESCALATED:
            return replace(
                one, snoozed_until=None, assigned_to=wish.to.strip(), assigned_by=by, note=wish.note
            )
        case QueueState.OPEN:
            return replace(one, snoozed_until=None, assigned_to=None, assigned_by=None, note="")


def _tell(
    store: Store, books: Books, one: Conflict | Item, kind: str, connection: str, wish: Wish, by: str
) -> None:
    match wish.state:
        case QueueState.SNOOZED:
            until = datetime.fromtimestamp((wish.until or 0) / 1_000, UTC)
            told = f"snoozed until {until:%Y-%m-%d %H:%M} UTC"
        case QueueState.ESCALATED:
            told = f"assigned to {wish.to.strip()}{': ' if wish.note else ''}{wish.note}"
        case QueueState.OPEN:
            told = "open again"
    about = one.rule if isinstance(one, Conflict) else one.kind.value
    record = store.records([one.record_id]).get(one.record_id) if one.record_id else None
    books.note(kind, record, by=by, cause=f"{kind}:{one.id}", connection=connection, note=f"{about}: {told}")
