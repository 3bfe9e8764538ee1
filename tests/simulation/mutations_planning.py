"""Mutants of how plans are applied, those of one answer to many conflicts too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import daemon.applying
import daemon.bulk_applying
import daemon.desk
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


def bulk_decides_blindly(patch: Patch) -> None:
    """One answer to many conflicts is given whatever has become of them since it was planned."""
    patch.set(daemon.bulk_applying._Work, "_moved", lambda _: lambda self, item, question: "")


def bulk_begins_anew(patch: Patch) -> None:
    """A bulk decision that was killed goes on in another run."""

    def make(real: Any) -> Any:
        return lambda self, into=None: real(self, None)

    patch.set(daemon.desk.Desk, "running", make)
