"""Where the set-up of a connection is, told by how it stands with the daemon: so it can be left, and gone on with later."""

from __future__ import annotations

from enum import IntEnum

from core.wire.models import ConnectionWord


class Step(IntEnum):
    CHOOSE = 0
    SIGN_IN = 1
    CHECK = 2
    OBJECTS = 3
    RULES = 4
    PLAN = 5
    ENABLE = 6
    DONE = 7


def step_of(one: ConnectionWord | None) -> Step:
    """The first step that is not done. Checking leaves no trace, so it is passed where what follows is begun; so do rules,
    and whether a plan was made yet is the wizard's to ask."""
    if one is None:
        return Step.CHOOSE
    if one.state == "sign_in_needed":
        return Step.SIGN_IN
    if not one.objects:
        return Step.SIGN_IN if one.state == "new" else Step.CHECK
    if any(part.phase != "live" for part in one.objects):
        return Step.PLAN if one.state == "paused" or _unplanned(one) else Step.DONE
    return Step.ENABLE if one.state == "paused" else Step.DONE


def is_unfinished(one: ConnectionWord) -> bool:
    """Whether its set-up was begun and never came to its end. A live one that is paused is merely paused."""
    live = bool(one.objects) and all(part.phase == "live" for part in one.objects)
    return not live and step_of(one) < Step.DONE


def _unplanned(one: ConnectionWord) -> bool:
    return any(part.phase == "plan_needed" for part in one.objects)
