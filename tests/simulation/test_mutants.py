"""The oracles can fail: a rule taken away from the product is noticed. `make simulate-mutants` takes away all of them."""

from __future__ import annotations

import pytest

from tests.simulation.mutants import MUTANTS, Mutant, hunt

FAST = (
    "early_done",
    "no_r7",
    "two_way",
    "full_write",
    "no_read",
    "cursor_first",
    "no_hold",
    "no_lease",
    "no_brake",
    "undo_overwrites",
    "undo_deletes",
)


@pytest.mark.parametrize("mutant", [one for one in MUTANTS if one.name in FAST], ids=lambda one: one.name)
def test_a_missing_rule_is_noticed(mutant: Mutant) -> None:
    assert hunt(mutant, 40) is not None, mutant.rule


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len({one.name for one in MUTANTS}) == len(MUTANTS) >= 30
