"""Sending many writes in calls of limited size, with one outcome each, whatever happens half way.

Once a part may have been applied nothing may be raised any more for the whole: the contract reads most errors as
"surely nothing was applied". What was not sent yet then ends as LATER, what lost its answer as LOST.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Protocol, TypeVar

from adapters.base import Refusal, Result, WriteOutcome
from core.errors import AnswerLost, BadAnswer, RemoteError


class Write(Protocol):
    @property
    def op(self) -> str: ...


W = TypeVar("W", bound=Write)


class PartRefused(Exception):
    """The CRM refused a whole call because of some of its records; `result` and `refusals` hold if it was one record."""

    def __init__(self, result: Result, refusals: tuple[Refusal, ...], crm_id: str | None = None) -> None:
        super().__init__(result.value)
        self.result, self.refusals, self.crm_id = result, refusals, crm_id


def write_in_parts(
    writes: Sequence[W],
    *,
    size: int,
    key: Callable[[W], Hashable],
    send: Callable[[list[W]], list[WriteOutcome]],
) -> list[WriteOutcome]:
    """Calls `send` with at most `size` writes, never two of one `key` together, in the order given for each key.

    `send` may raise PartRefused: the part is halved until the culprit stands alone. A write `send` has no outcome for
    ends as LOST. Raises a RemoteError only where nothing at all can have been applied, or all may have been.
    """
    waiting = deque(_parts(writes, size, key))
    outcomes: list[WriteOutcome] = []
    while waiting:
        part = waiting.popleft()
        try:
            outcomes += _complete(part, send(part))
        except PartRefused as refused:
            if len(part) > 1:
                middle = len(part) // 2
                waiting.extendleft((part[middle:], part[:middle]))
            else:
                outcomes.append(
                    WriteOutcome(
                        op=part[0].op,
                        result=refused.result,
                        crm_id=refused.crm_id,
                        refusals=refused.refusals,
                    )
                )
        except (AnswerLost, BadAnswer) as error:
            if not outcomes and not waiting:
                raise AnswerLost(str(error)) from None
            outcomes += [WriteOutcome(op=one.op, result=Result.LOST) for one in part]
            return outcomes + _later(waiting)
        except RemoteError:
            if not outcomes:
                raise
            return outcomes + [WriteOutcome(op=one.op, result=Result.LATER) for one in part] + _later(waiting)
    return outcomes


def _parts(writes: Sequence[W], size: int, key: Callable[[W], Hashable]) -> list[list[W]]:
    parts: list[list[W]] = []
    turns: dict[Hashable, int] = {}
    for write in writes:
        # The n-th write to one record goes no earlier than the part after the one that holds its predecessor.
        at = turns.get(key(write), -1) + 1
        while at < len(parts) and len(parts[at]) >= size:
            at += 1
        if at >= len(parts):
            parts.append([])
            at = len(parts) - 1
        parts[at].append(write)
        turns[key(write)] = at
    return parts


def _complete(part: Sequence[W], outcomes: list[WriteOutcome]) -> list[WriteOutcome]:
    told = {one.op for one in outcomes}
    return outcomes + [WriteOutcome(op=one.op, result=Result.LOST) for one in part if one.op not in told]


def _later(waiting: deque[list[W]]) -> list[WriteOutcome]:
    return [WriteOutcome(op=one.op, result=Result.LATER) for part in waiting for one in part]
