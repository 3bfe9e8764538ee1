"""A search of the log that goes on by itself: one answer looks at no more than a part of the log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from daemon.cli.output import moment

if TYPE_CHECKING:
    from core.wire.activity import ActivityPage, ActivityWord

_TOLD_EVERY_S: Final = 2.0


def look_on(
    ask: Callable[[str | None, int], ActivityPage], *, after: str | None, limit: int
) -> tuple[ActivityPage, bool]:
    """Pages after `after` as one, until it has `limit` rows or there are no more; and whether Ctrl-C ended it before.

    From time to time it says how far it has looked. `ask` takes a token and how many rows are wanted.
    """
    from core.wire.activity import ActivityPage

    rows: list[ActivityWord] = []
    last = ActivityPage(rows=[], next=after)
    told, is_stopped = time.monotonic(), False
    try:
        while True:
            last = ask(last.next, limit - len(rows))
            rows += last.rows
            if last.next is None or len(rows) >= limit:
                break
            if time.monotonic() - told >= _TOLD_EVERY_S:
                sys.stderr.write(f"{how_far(last)} Ctrl-C stops.\n")
                told = time.monotonic()
    except KeyboardInterrupt:
        is_stopped = True
    whole = ActivityPage(rows=rows, next=last.next, reached=last.reached, unseen=last.unseen)
    return whole, is_stopped


def how_far(page: ActivityPage) -> str:
    if page.reached is None:
        return "Nothing was looked at." if not page.rows else ""
    return f"Looked down to {moment(page.reached)}; {page.unseen or 0:,} older entries are left."
