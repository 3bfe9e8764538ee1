"""First syncs that wait for their plan: told above the list, each with the one button that gets on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from core.wire.connections import Health
from core.wire.plans import PlanWord


class Step(Enum):
    """What gets a waiting first sync on."""

    MAKE = "make"
    WAIT = "wait"  # it is being made, or applied
    LOOK = "look"
    APPLY = "apply"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A connection whose first sync waits, the step that gets it on, and the plan that step is about."""

    connection: str
    step: Step
    plan: PlanWord | None = None


def waiting(health: Health | None, plans: Sequence[PlanWord]) -> list[Waiting]:
    """`plans` are those that are open, newest first: the newest first sync of a connection is the one to go on with."""
    steps = {
        "making": Step.WAIT,
        "applying": Step.WAIT,
        "draft": Step.LOOK,
        "approved": Step.APPLY,
    }
    found: list[Waiting] = []
    for one in health.connections if health is not None else []:
        if not any(part.phase == "plan_needed" for part in one.objects):
            continue
        plan = next(
            (
                each
                for each in plans
                if each.connection == one.name and each.kind == "first_sync" and each.state in steps
            ),
            None,
        )
        found.append(Waiting(one.name, Step.MAKE if plan is None else steps[plan.state], plan))
    return found
