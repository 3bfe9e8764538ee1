"""Mutants of what a filter does to pairs."""

from __future__ import annotations

from typing import Any

import daemon.filtered
import daemon.intake
import daemon.intent
from tests.simulation.planting import Patch


def nobody_is_held(patch: Patch) -> None:
    """A pair flows, whatever the filter says of it; that it is out is noted all the same."""

    def make(real: Any) -> Any:
        def admitted(*given: Any, cause: Any) -> Any:
            link, books = given[3], given[6]
            real(*given, cause=cause)
            return books.links.get(link.key, link)

        return admitted

    for module in (daemon.intake, daemon.intent):
        patch.set(module, "admitted", make)


def held_for_good(patch: Patch) -> None:
    """A pair that was held stays so, though both sides are in again."""
    patch.set(daemon.filtered, "_resumed", lambda _: lambda lane, link, hub, books, cause: None)
