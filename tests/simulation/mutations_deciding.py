"""Mutants of how the product decides and makes durable: each takes one rule away by patching what it lives in.

What each is for stands beside its name in mutants.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import adapters.fake
import adapters.fake_crm
import core.store.memory
import core.store.queues
import core.sync.contest
import core.sync.pair
import core.sync.reconcile
import daemon.adopt
import daemon.brakes
import daemon.cycle
import daemon.first_sight
import daemon.gone
import daemon.intake
import daemon.intent
import daemon.lane
import daemon.pull
import daemon.push
import daemon.receipts
import daemon.resolve
import daemon.sight
from adapters.base import Page
from core.mapping import Policy
from core.records import UNSET, RemoteRecord
from core.store.base import Batch
from core.sync.reconcile import Verdict
from tests.simulation.planting import Patch


# deciding --------------------------------------------------------------------------------------------------------------
def last_writer_wins(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda sides, policy: real(sides, Policy.NEWEST if policy is Policy.ASK else policy)

    patch.set(core.sync.reconcile, "resolve", make)


def two_way(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def reconcile(sides: Any, direction: Any, policy: Any) -> Verdict:
            verdict: Verdict = real(sides, direction, policy)
            one_sided = sides.remote_changed != sides.hub_changed
            return Verdict.CONFLICT if one_sided and verdict is Verdict.ACCEPT else verdict

        return reconcile

    patch.set(core.sync.contest, "reconcile", make)


def full_write(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def edit(self: Any, record: Any, link: Any, remote: RemoteRecord, plan: Any) -> None:
            for name, value in zip(self.translation.mapping.crm_fields, remote.values, strict=True):
                plan.crm_changes.setdefault(name, value)
            real(self, record, link, remote, plan)

        return edit

    patch.set(daemon.intent.Intent, "_edit", make)


def delete_beats_hub_edit(patch: Patch) -> None:
    patch.set(daemon.gone, "_hub_is_newer", lambda _: lambda lane, translation, link, hub: False)


def delete_beats_crm_edit(patch: Patch) -> None:
    def delete(self: Any, row: Any, record: Any, link: Any) -> None:
        remote = self.remotes.get(link.crm_id)
        if remote is None or remote.deleted:
            self._gone(link, remote)
        else:
            self._remove(record, link, remote)

    patch.set(daemon.intent.Intent, "_delete", lambda _: delete)


def conflict_keeps_base(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def book(
            lane: Any,
            translation: Any,
            sight: Any,
            link: Any,
            hub: Any,
            remote: Any,
            plan: Any,
            *more: Any,
            **named: Any,
        ) -> Any:
            now = translation.hub_values(hub.fields)
            plan.base_hub = [now[at] if one is UNSET else one for at, one in enumerate(plan.base_hub)]
            return real(lane, translation, sight, link, hub, remote, plan, *more, **named)

        return book

    patch.set(daemon.intake, "book_pair", make)
    patch.set(daemon.intent, "book_pair", make)


def no_refresh(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def look(lane: Any, ids: Any) -> Any:
            sight = real(lane, ids)
            sight.conflicts.clear()
            return sight

        return look

    for module in (daemon.intake, daemon.push):
        patch.set(module, "look", make)


# making durable ----------------------------------------------------------------------------------------------------------
def settled_before_sending(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def attempt(self: Any, kind: Any, record: Any, **named: Any) -> Any:
            self.books.settle(self.lane.connection, record)
            return real(self, kind, record, **named)

        return attempt

    patch.set(daemon.intent.Intent, "_attempt", make)


def audit_apart(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def commit(self: Any, books: Any, run: Any, *more: Any) -> None:
            entries = tuple(books.audit)
            books.audit.clear()
            real(self, books, run, *more)
            if entries:
                self.store.commit(Batch(at=books.at, audit=entries), self.lease)

        return commit

    patch.set(daemon.lane.Lane, "commit", make)


def no_lease(patch: Patch) -> None:
    patch.set(daemon.cycle.Cycle, "_hold_lease", lambda _: lambda self, now: True)


def no_version_check(patch: Patch) -> None:
    patch.set(core.store.memory.MemoryStore, "_check_versions", lambda _: lambda self, batch: None)


def cursor_first(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def take(
            lane: Any, translation: Any, run: Any, remotes: Any, *, refetch: Any = (), cursors: Any = ()
        ) -> None:
            books = lane.books(run)
            daemon.pull._move(lane, books, translation.mapping.crm_object, *cursors)
            lane.commit(books, run)
            real(lane, translation, run, remotes, refetch=refetch)

        return take

    patch.set(daemon.pull, "_take_in_chunks", make)


def cursor_strict(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def changes(
            self: Any, object: str, fields: Sequence[str], position: str, *, deep: bool = False
        ) -> Page:
            page: Page = real(self, object, fields, position, deep=deep)
            high = int(position.partition("|")[0])
            return replace(page, records=tuple(one for one in page.records if one.modified > high))

        return changes

    patch.set(adapters.fake.FakeAdapter, "changes", make)


def inbox_cleared_always(patch: Patch) -> None:
    patch.set(core.store.queues.Inbox, "handle", lambda _: lambda self, row: self.remove(row))


def single_base(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda translation, attempt, record, *bases: real(translation, attempt, None, *bases)

    for module in (daemon.adopt, daemon.receipts):
        patch.set(module, "bases_after", make)


def bases_before_receipt(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def plan_pair(translation: Any, pair: Any) -> Any:
            plan = real(translation, pair)
            now = translation.hub_values(pair.hub.fields)
            for rule in plan.pushed:
                for at in rule.hub_at:
                    plan.base_hub[at] = now[at]
                for at, name in zip(rule.crm_at, rule.rule.crm, strict=True):
                    plan.base_crm[at] = plan.crm_changes.get(name, pair.remote.values[at])
            return plan

        return plan_pair

    patch.set(daemon.intent, "plan_pair", make)


# brakes ------------------------------------------------------------------------------------------------------------------
def no_brake(patch: Patch) -> None:
    patch.set(daemon.brakes, "guard", lambda _: lambda brake, **counts: None)


def brake_blind_to_pushes(patch: Patch) -> None:
    patch.set(daemon.push, "set_brake", lambda _: lambda *args, **named: False)
    patch.set(daemon.cycle, "braked", lambda _: lambda lane, translation, direction="": False)


def unlisted_is_gone(patch: Patch) -> None:
    patch.set(daemon.pull, "look_closer", lambda _: lambda lane, translation, ids: ([], list(ids)))
