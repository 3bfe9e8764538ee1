"""Mutants of undo: each takes one rule away by patching what it lives in. What each is for stands in mutants.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import daemon.decide
import daemon.receipts
import daemon.removing
import daemon.undo_planning
import daemon.undoing
from core.plans import PlanState
from core.records import UNSET
from daemon.intent_leaving import Leaving
from daemon.intent_owed import Owing
from daemon.undoing import Undoing
from tests.simulation.planting import Patch


def the_world_is_not_looked_at_again(patch: Patch) -> None:
    patch.set(Undoing, "_stale", lambda _: lambda self, item, record: "")


def everything_since_is_taken_back(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def inverse(record: Any, told: Any, mine: Any, **named: Any) -> Any:
            return real(record, told, {one.seq for one in told if one.seq >= min(mine)}, **named)

        return inverse

    patch.set(daemon.undo_planning, "inverse", make)


def a_killed_undo_begins_anew(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda self, plan, *rest: real(self, replace(plan, state=PlanState.DRAFT), *rest)

    patch.set(Undoing, "_begin", make)


def what_people_made_is_ours(patch: Patch) -> None:
    patch.set(daemon.removing, "ours", lambda _: lambda link, told: True)


def pairs_stay_apart(patch: Patch) -> None:
    patch.set(daemon.decide, "reunite", lambda _: lambda store, books, record: None)


def nobody_had_a_hand_in_it(patch: Patch) -> None:
    patch.set(Leaving, "_is_edited", lambda _: lambda self, link, remote: False)


def nothing_is_owed(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def set_back(self: Any, record: Any, link: Any, remote: Any, owed: Any) -> Any:
            return real(self, record, link, remote, replace(owed, changes=()))

        return set_back

    patch.set(Owing, "_set_back", make)


def what_is_set_back_is_no_base(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def bases_after(translation: Any, attempt: Any, record: Any, hub: Any, crm: Any) -> Any:
            base_hub, base_crm = real(translation, attempt, record, hub, crm)
            sent = {name for name, value in attempt.sent.items() if value not in attempt.hub.values()}
            at = {at for rule in translation.rules if sent & set(rule.rule.crm) for at in rule.hub_at}
            return tuple(UNSET if n in at else one for n, one in enumerate(base_hub)), base_crm

        return bases_after

    patch.set(daemon.receipts, "bases_after", make)


def nothing_goes_there(patch: Patch) -> None:
    patch.set(daemon.undoing, "withdraw", lambda _: lambda *about, **named: None)
