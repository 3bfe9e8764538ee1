"""Live events at the client: reads server-sent events, comes back after a break, and never passes over a gap."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from core.wire.events import Event, EventKind
from core.wire.problems import AnswerUnreadable, NoDaemon
from core.wire.transport import Transport

_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 2.0


def follow(transport: Transport, after: str | None, patience_s: float) -> Iterator[Event]:
    """Events without end: a snapshot first (unless `after` could be resumed), then increments numbered by one.

    After a break it asks for what came since the last event; where numbers are missing it asks for a new snapshot. Raises
    NoDaemon or AnswerUnreadable once there has been no daemon for `patience_s` seconds.
    """
    last: Event | None = None
    resume = after
    silent_since = time.monotonic()
    pause = _FIRST_PAUSE_S
    while True:
        try:
            with transport.lines("/v1/events", {"after": resume}) as lines:
                for event in parse(lines):
                    silent_since, pause = time.monotonic(), _FIRST_PAUSE_S
                    if not continues(last, event):
                        resume = last = None
                        break
                    last, resume = event, event.id
                    yield event
        except (NoDaemon, AnswerUnreadable):
            if time.monotonic() - silent_since >= patience_s:
                raise
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)


def continues(last: Event | None, event: Event) -> bool:
    """Whether nothing is missing between the two. A snapshot may always follow: it holds everything."""
    if event.kind is EventKind.SNAPSHOT or last is None:
        return True
    boot, _, _ = event.id.partition(":")
    return last.id.startswith(f"{boot}:") and event.number == last.number + 1


def parse(lines: Iterable[str], reading: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """The events in the lines of a stream; comments (heartbeats) are passed over. `reading` is the context (`SAY`)."""
    data: list[str] = []
    for line in lines:
        if line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif not line and data:
            try:
                yield Event.model_validate_json("\n".join(data), context=reading)
            except ValidationError:
                raise AnswerUnreadable("an event is not as agreed") from None
            data = []
