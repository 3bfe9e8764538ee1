"""Mutants of how two sides' choices become one set."""

from __future__ import annotations

from typing import Any

import core.ruling
from tests.simulation.planting import Patch


def nothing_was_there_before(patch: Patch) -> None:
    """Choices are put together without a look at what they were made from: what was taken out comes back."""
    patch.set(core.ruling, "merge_sets", lambda real: lambda base, one, other: real(None, one, other))


def one_side_is_kept(patch: Patch) -> None:
    """Of two sets of choices the hub's wins."""

    def make(_: Any) -> Any:
        return lambda base, one, other: tuple(sorted(one))

    patch.set(core.ruling, "merge_sets", make)
