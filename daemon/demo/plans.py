"""The first sync of each CRM as a person does it: have a plan made, look at it, approve it, have it applied."""

from __future__ import annotations

import time
from typing import Final

from core.errors import CannotStart, Conflicting
from core.wire.plans import PlanWord
from daemon.demo.stage import Stage
from daemon.demo.view import View

LIMIT_S: Final = 300.0
_LOOK_S: Final = 0.1


def plan_all(stage: Stage, view: View) -> int:
    """One CRM after the other, so that each plan knows what the one before has brought; how many plans were applied."""
    applied = 0
    for name, box in stage.boxes.items():
        if _needs_plan(stage, name):
            plan = _made(stage, name)
            view.say(f"{box.part.title}: plan of its first sync: {_told(plan)}. We approve and apply it.")
            stage.client.approve_plan(plan.id)
            done = _ended(stage, stage.client.apply_plan(plan.id), "applying")
            view.say(f"{box.part.title}: {done.reason}.")
            applied += 1
    return applied


def _needs_plan(stage: Stage, name: str) -> bool:
    """Once it is known: the daemon counts first."""
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        phases = {part.phase for part in stage.client.get_connection(name).objects}
        if "plan_needed" in phases:
            return True
        if phases == {"live"}:
            return False
        time.sleep(_LOOK_S)
    raise _too_long(name, "was not looked at")


def _made(stage: Stage, name: str) -> PlanWord:
    end = time.monotonic() + LIMIT_S
    while True:
        try:
            plan = stage.client.make_plan(name)
        except Conflicting:
            if time.monotonic() > end:
                raise
            time.sleep(_LOOK_S)  # it is just connecting anew
            continue
        found = _ended(stage, plan, "making")
        if found.state != "draft":
            raise CannotStart(f"the plan of {name} is {found.state}: {found.reason}")
        return found


def _ended(stage: Stage, plan: PlanWord, state: str) -> PlanWord:
    end = time.monotonic() + LIMIT_S
    while plan.state == state:
        if time.monotonic() > end or stage.fallen() is not None:
            raise _too_long(plan.connection, f"is still {state} its plan")
        time.sleep(_LOOK_S)
        plan = stage.client.get_plan(plan.id).plan
    return plan


def _told(plan: PlanWord) -> str:
    counts = ", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in plan.counts.items()) or "nothing"
    calls = sum(plan.forecast.calls.values())
    counts += f", {plan.forecast.conflicts} conflicts" if plan.forecast.conflicts else ""
    return f"{counts}; {calls} calls, about {plan.forecast.seconds} s"


def _too_long(name: str, what: str) -> CannotStart:
    return CannotStart(
        f"{name} {what} within {LIMIT_S:.0f} s",
        advice="Run the demo with --keep FOLDER and read FOLDER/logs/daemon.log.",
    )
