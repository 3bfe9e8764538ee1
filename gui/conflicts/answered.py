"""What was answered, so that it can be taken back, and which questions one answer is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.wire.models import ConflictStory, QueueWord
from core.wire.words import WireFields, WireValue


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that can be taken back: what was asked and where it stood, or the run that answered many.

    Of one that was taken back in part, `into` is the run that did, and `after` where it stopped. `ends`: some of the answers
    are about the end of a record.
    """

    one: QueueWord
    at: int
    run: str | None = None
    count: int = 1
    into: str | None = None
    after: str | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """Which questions one answer is for: these `ids`, or all alike; `values` go with an answer by hand."""

    ids: tuple[str, ...] = ()
    values: WireFields | None = None


ALIKE: Final = Many()


def suggested(story: ConflictStory | None) -> WireFields:
    """The merged value as hub fields; only a conflict about one field has one."""
    if story is None or story.suggestion is None or len(story.conflict.hub_fields) != 1:
        return {}
    return {story.conflict.hub_fields[0]: story.suggestion.value}


def plain(value: WireValue) -> str | bool | tuple[str, ...] | None:
    """A value as the client takes it."""
    return tuple(value) if isinstance(value, list) else value
