"""Mutants of how plans are applied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import daemon.applying
from core.plans import PlanItemState
from tests.simulation.planting import Patch


def blind_apply(patch: Patch) -> None:
    """An item is done as deciding anew says, whatever the plan says."""
    patch.set(daemon.applying, "_is_same", lambda _: lambda item, effect, there: effect is not None)


def state_left_behind(patch: Patch) -> None:
    """What was done is not noted with the doing."""

    def make(real: Any) -> Any:
        def book(books: Any, plan: Any, judged: Any, done: Any) -> None:
            real(
                books,
                plan,
                judged,
                {n: replace(one, state=PlanItemState.PLANNED) for n, one in done.items()},
            )

        return book

    patch.set(daemon.applying, "_book_states", make)
