"""What happens to one rule when two sides may have changed: the whole algorithm, as one table and its policies.

    remote changed   hub changed                 verdict
    no               no                          NOTHING
    yes              no                          ACCEPT   into the hub
    no               yes                         PUSH     to the CRM
    yes              yes, equivalent             SETTLE   the bases move, nothing is written
    yes              yes, different              the rule's policy: ACCEPT, PUSH, NOTE or CONFLICT

Rules (`core/ruling.py`) are asked before the policy where both sides changed to different values (`contested`); they may
also say MERGE: one value made of both, for the hub and the CRM.

One-way rules and CREATE_ONLY add NOTE: the bases move, nothing is written, because that side's changes do not travel.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from core.mapping import Direction, Policy
from core.records import Value


class Verdict(Enum):
    NOTHING = "nothing"
    ACCEPT = "accept"
    PUSH = "push"
    SETTLE = "settle"
    NOTE = "note"
    MERGE = "merge"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One rule as seen: which sides changed, whether they mean the same, and what a policy needs to choose.

    `first_sight`: neither side has a base yet. Times are ms, each by its own side's clock; None where unknown.
    """

    remote_changed: bool
    hub_changed: bool
    equivalent: bool
    first_sight: bool = False
    hub_empty: bool = False
    crm_empty: bool = False
    hub_at: int | None = None
    crm_at: int | None = None


def contested(sides: Sides, direction: Direction, policy: Policy) -> bool:
    """Whether somebody has to decide: both sides changed to different values, and neither simply fills the other."""
    return (
        sides.remote_changed
        and sides.hub_changed
        and not sides.equivalent
        and direction is Direction.BOTH
        and policy is not Policy.CREATE_ONLY
        and not (sides.first_sight and sides.hub_empty != sides.crm_empty)
    )


def reconcile(sides: Sides, direction: Direction, policy: Policy) -> Verdict:
    """The verdict for one rule."""
    if not sides.remote_changed and not sides.hub_changed:
        return Verdict.NOTHING
    if policy is Policy.CREATE_ONLY and not sides.first_sight:
        return Verdict.NOTE
    if direction is not Direction.BOTH:
        return _one_way(sides, direction, policy)
    if not sides.hub_changed:
        return Verdict.ACCEPT
    if not sides.remote_changed:
        return Verdict.PUSH
    if sides.equivalent:
        return Verdict.SETTLE
    if sides.first_sight and sides.crm_empty != sides.hub_empty:
        # Two records that meet for the first time complete each other; only a difference is a question.
        return Verdict.PUSH if sides.crm_empty else Verdict.ACCEPT
    return resolve(sides, policy)


def resolve(sides: Sides, policy: Policy) -> Verdict:
    """Both sides changed to different values: what the policy says."""
    match policy:
        case Policy.ASK:
            return Verdict.CONFLICT
        case Policy.HUB:
            return Verdict.PUSH
        case Policy.CRM:
            return Verdict.ACCEPT
        case Policy.NEWEST:
            if sides.hub_at is None or sides.crm_at is None or sides.hub_at == sides.crm_at:
                return Verdict.CONFLICT
            return Verdict.PUSH if sides.hub_at > sides.crm_at else Verdict.ACCEPT
        case Policy.FILL_IF_EMPTY:
            if sides.hub_empty == sides.crm_empty:
                return Verdict.CONFLICT
            return Verdict.PUSH if sides.crm_empty else Verdict.ACCEPT
        case Policy.CREATE_ONLY:
            return Verdict.NOTE
        case _:
            assert_never(policy)


def _one_way(sides: Sides, direction: Direction, policy: Policy) -> Verdict:
    if sides.equivalent:
        return Verdict.SETTLE
    to_hub = direction is Direction.TO_HUB
    if sides.first_sight and (sides.crm_empty if to_hub else sides.hub_empty):
        return Verdict.NOTE  # an authority that knows nothing yet does not blank the other side
    filled = not (sides.hub_empty if to_hub else sides.crm_empty)
    if sides.first_sight and policy is Policy.FILL_IF_EMPTY and filled:
        return Verdict.NOTE
    if to_hub:
        return Verdict.ACCEPT if sides.remote_changed else Verdict.NOTE
    return Verdict.PUSH if sides.hub_changed else Verdict.NOTE


def is_empty(values: tuple[Value, ...]) -> bool:
    return all(value is None for value in values)
