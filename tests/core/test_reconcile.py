"""The table of DESIGN 2, whole: which side changed, which way the rule flows, and who decides."""

from __future__ import annotations

from itertools import product

import pytest

from core.mapping import Direction, Policy
from core.sync.reconcile import Sides, Verdict, is_empty, reconcile

V = Verdict
BOTH, TO_HUB, TO_CRM = Direction.BOTH, Direction.TO_HUB, Direction.TO_CRM
DECIDING = (Policy.ASK, Policy.NEWEST, Policy.HUB, Policy.CRM, Policy.FILL_IF_EMPTY)

# remote changed, hub changed, both mean the same -> what happens, by the rule's direction
TABLE = [
    (False, False, False, {BOTH: V.NOTHING, TO_HUB: V.NOTHING, TO_CRM: V.NOTHING}),
    (False, False, True, {BOTH: V.NOTHING, TO_HUB: V.NOTHING, TO_CRM: V.NOTHING}),
    (True, False, False, {BOTH: V.ACCEPT, TO_HUB: V.ACCEPT, TO_CRM: V.NOTE}),
    (False, True, False, {BOTH: V.PUSH, TO_HUB: V.NOTE, TO_CRM: V.PUSH}),
    (True, True, True, {BOTH: V.SETTLE, TO_HUB: V.SETTLE, TO_CRM: V.SETTLE}),
    (True, True, False, {TO_HUB: V.ACCEPT, TO_CRM: V.PUSH}),
]


@pytest.mark.parametrize(
    ("sides", "direction", "policy", "verdict"),
    [
        (Sides(remote_changed=remote, hub_changed=hub, equivalent=same), direction, policy, verdict)
        for remote, hub, same, verdicts in TABLE
        for (direction, verdict), policy in product(verdicts.items(), DECIDING)
    ],
)
def test_the_table_holds_whatever_the_policy(
    sides: Sides, direction: Direction, policy: Policy, verdict: Verdict
) -> None:
    assert reconcile(sides, direction, policy) is verdict


@pytest.mark.parametrize(
    ("policy", "hub_at", "crm_at", "hub_empty", "crm_empty", "verdict"),
    [
        (Policy.ASK, 5, 9, False, False, V.CONFLICT),
        (Policy.HUB, 5, 9, False, False, V.PUSH),
        (Policy.CRM, 9, 5, False, False, V.ACCEPT),
        (Policy.NEWEST, 9, 5, False, False, V.PUSH),
        (Policy.NEWEST, 5, 9, False, False, V.ACCEPT),
        (Policy.NEWEST, 5, 5, False, False, V.CONFLICT),
        (Policy.NEWEST, None, 5, False, False, V.CONFLICT),
        (Policy.NEWEST, 5, None, False, False, V.CONFLICT),
        (Policy.FILL_IF_EMPTY, 5, 9, True, False, V.ACCEPT),
        (Policy.FILL_IF_EMPTY, 5, 9, False, True, V.PUSH),
        (Policy.FILL_IF_EMPTY, 5, 9, False, False, V.CONFLICT),
    ],
)
def test_two_different_edits_are_for_the_policy(
    policy: Policy, hub_at: int | None, crm_at: int | None, hub_empty: bool, crm_empty: bool, verdict: Verdict
) -> None:
    sides = Sides(
        remote_changed=True,
        hub_changed=True,
        equivalent=False,
        hub_at=hub_at,
        crm_at=crm_at,
        hub_empty=hub_empty,
        crm_empty=crm_empty,
    )
    assert reconcile(sides, BOTH, policy) is verdict


@pytest.mark.parametrize("policy", DECIDING)
@pytest.mark.parametrize(("hub_empty", "verdict"), [(True, V.ACCEPT), (False, V.PUSH)])
def test_at_first_sight_the_side_that_knows_fills_the_other(
    policy: Policy, hub_empty: bool, verdict: Verdict
) -> None:
    assert reconcile(_meeting(hub_empty=hub_empty, crm_empty=not hub_empty), BOTH, policy) is verdict


@pytest.mark.parametrize(
    ("direction", "hub_empty", "crm_empty", "verdict"),
    [
        (TO_HUB, False, True, V.NOTE),
        (TO_HUB, False, False, V.ACCEPT),
        (TO_CRM, True, False, V.NOTE),
        (TO_CRM, False, False, V.PUSH),
    ],
)
def test_at_first_sight_an_authority_that_knows_nothing_blanks_nothing(
    direction: Direction, hub_empty: bool, crm_empty: bool, verdict: Verdict
) -> None:
    sides = _meeting(hub_empty=hub_empty, crm_empty=crm_empty)
    assert reconcile(sides, direction, Policy.ASK) is verdict


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(("remote", "hub"), [(True, False), (False, True), (True, True)])
def test_a_create_only_rule_lets_the_sides_drift(direction: Direction, remote: bool, hub: bool) -> None:
    sides = Sides(remote_changed=remote, hub_changed=hub, equivalent=False)
    assert reconcile(sides, direction, Policy.CREATE_ONLY) is V.NOTE


def test_a_create_only_rule_keeps_two_values_that_meet_and_fills_an_empty_one() -> None:
    assert reconcile(_meeting(hub_empty=False, crm_empty=False), BOTH, Policy.CREATE_ONLY) is V.NOTE
    assert reconcile(_meeting(hub_empty=False, crm_empty=True), BOTH, Policy.CREATE_ONLY) is V.PUSH


def test_every_input_has_a_verdict_and_only_changes_move_anything() -> None:
    flags = (True, False)
    for remote, hub, same, first, hub_empty, crm_empty in product(flags, repeat=6):
        sides = Sides(
            remote_changed=remote,
            hub_changed=hub,
            equivalent=same,
            first_sight=first,
            hub_empty=hub_empty,
            crm_empty=crm_empty,
            hub_at=1,
            crm_at=2,
        )
        for direction, policy in product(Direction, Policy):
            verdict = reconcile(sides, direction, policy)
            assert (verdict is V.NOTHING) == (not remote and not hub)
            assert direction is not TO_HUB or verdict is not V.PUSH
            assert direction is not TO_CRM or verdict is not V.ACCEPT


def test_a_rule_of_several_fields_is_empty_only_if_all_are() -> None:
    assert is_empty((None, None))
    assert not is_empty((None, "x"))
    assert not is_empty((False,))


def _meeting(*, hub_empty: bool, crm_empty: bool) -> Sides:
    return Sides(
        remote_changed=True,
        hub_changed=True,
        equivalent=False,
        first_sight=True,
        hub_empty=hub_empty,
        crm_empty=crm_empty,
        hub_at=1,
        crm_at=2,
    )


@pytest.mark.parametrize(
    ("hub_empty", "crm_empty", "direction", "verdict"),
    [
        (False, False, TO_HUB, V.NOTE),
        (True, False, TO_HUB, V.ACCEPT),
        (False, False, TO_CRM, V.NOTE),
        (False, True, TO_CRM, V.PUSH),
    ],
)
def test_one_way_a_filled_field_is_not_filled_again_when_two_records_meet(
    hub_empty: bool, crm_empty: bool, direction: Direction, verdict: Verdict
) -> None:
    sides = Sides(
        remote_changed=True,
        hub_changed=True,
        equivalent=False,
        first_sight=True,
        hub_empty=hub_empty,
        crm_empty=crm_empty,
    )
    assert reconcile(sides, direction, Policy.FILL_IF_EMPTY) is verdict
