"""The brake: how much one run may change."""

from __future__ import annotations

import pytest

from core.mapping import Brake
from core.sync.guard import guard


@pytest.mark.parametrize(
    ("linked", "planned", "stops"),
    [
        (0, 25, False),  # few records: the least counts
        (0, 26, True),
        (100, 25, False),
        (1_000, 100, False),  # then the share
        (1_000, 101, True),
        (1_000_000, 20_000, False),  # and never more than the most
        (1_000_000, 20_001, True),
    ],
)
def test_a_run_stops_above_its_share(linked: int, planned: int, stops: bool) -> None:
    assert (guard(Brake(), linked=linked, overwrites=planned, deletes=0) is not None) == stops
    assert (guard(Brake(), linked=linked, overwrites=0, deletes=planned) is not None) == stops


def test_overwrites_and_deletes_count_together_and_the_reason_says_how_many() -> None:
    stop = guard(Brake(share=0.5, least=2, most=100), linked=10, overwrites=3, deletes=3)
    assert stop is not None
    assert (stop.planned, stop.limit, stop.linked) == (6, 5, 10)
    assert "6 of 10" in stop.reason


def test_an_empty_far_side_is_a_mass_deletion_and_stops() -> None:
    assert guard(Brake(), linked=400, overwrites=0, deletes=400) is not None
