"""Mutants of how the product lives with fields that change: what each is for stands beside its name in mutants.py."""

from __future__ import annotations

from typing import Any

import core.sync.pair
import core.translate
import daemon.drift
from tests.simulation.planting import Patch


def emptiness_is_an_edit(patch: Patch) -> None:
    """A field that came back empty counts as emptied by somebody."""
    patch.set(core.sync.pair, "_came_back_empty", lambda _: lambda *args: None)


def nothing_is_held(patch: Patch) -> None:
    """A row is done though a parked rule of it was not sent."""
    patch.set(core.sync.pair, "_is_held", lambda _: lambda *args: False)


def no_comparison(patch: Patch) -> None:
    """A rule goes on without a look at what it missed."""

    def make(_: Any) -> Any:
        return lambda self, notes, crm_object, fields, *, newcomers: None

    patch.set(daemon.drift.SchemaWatch, "_owe", make)


def strangers_are_taken_in(patch: Patch) -> None:
    """New records are taken in though what they are matched by cannot be read."""
    patch.set(core.translate.Translation, "takes_newcomers", lambda _: property(lambda self: True))
