"""Mutants of merges: each takes one rule away by patching what it lives in. What each is for stands in mutants.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import daemon.cycle
import daemon.first_sight
import daemon.gone
import daemon.heirs
import daemon.joining
import daemon.merges
import daemon.receipts
import daemon.resolve
import daemon.sight
from core.records import LinkState
from tests.simulation.planting import Patch


def children_stay(patch: Patch) -> None:
    patch.set(daemon.cycle, "tend", lambda _: lambda lane, owner: False)


def one_page_of_children(patch: Patch) -> None:
    def make(_: Any) -> Any:
        return lambda reason, children: (3, children[0], None)

    patch.set(daemon.heirs, "_place", make)


def merges_are_twins(patch: Patch) -> None:
    patch.set(daemon.first_sight.Meeting, "_merged_from", lambda _: lambda self, one, asks: None)


def nobody_is_asked_elsewhere(patch: Patch) -> None:
    for module in (daemon.joining, daemon.merges):
        patch.set(module, "propose", lambda _: lambda *args, **named: None)


def unseen_values_are_dropped(patch: Patch) -> None:
    patch.set(daemon.merges, "_unseen", lambda _: lambda *args: {})


def merges_are_only_deletes(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def take(
            lane: Any, translation: Any, sight: Any, link: Any, remote: Any, *rest: Any, **named: Any
        ) -> None:
            links = rest[1].links
            links[link.key] = replace(link, state=LinkState.DELETED)

        return take

    patch.set(daemon.gone, "take_merge", make)


def others_records_are_ours(patch: Patch) -> None:
    for module in (daemon.receipts, daemon.resolve):
        patch.set(module, "not_others", lambda _: lambda lane, attempt, found: tuple(found))


def one_marker_twice(patch: Patch) -> None:
    patch.set(daemon.sight, "UNMERGED_STEP", lambda _: 0)
