"""Each function here takes one rule away from the product, by patching what the rule lives in. Test-only.

A plant gets a `Patch` that puts everything back afterwards. What each is for stands beside its name in mutants.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import adapters.fake
import adapters.fake_crm
import core.store.queues
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
from core.jobs import Attempt, AttemptKind, Outcome
from core.mapping import Policy
from core.records import UNSET, RemoteRecord
from core.store.base import Batch
from core.sync.reconcile import Verdict
from tests.simulation.wire import FlakyAdapter


class Patch:
    """Replaces attributes, and puts them back in `undo`."""

    def __init__(self) -> None:
        self._saved: list[tuple[object, str, Any]] = []

    def set(self, owner: object, name: str, make: Callable[[Any], Any]) -> None:
        """`make` gets what is there and returns what shall be there."""
        former = getattr(owner, name)
        self._saved.append((owner, name, former))
        setattr(owner, name, make(former))

    def undo(self) -> None:
        for owner, name, former in reversed(self._saved):
            setattr(owner, name, former)
        self._saved.clear()


# creates -------------------------------------------------------------------------------------------------------------
def create_without_marker(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda self, object, draft: real(self, object, replace(draft, marker=f"none:{draft.op}"))

    patch.set(adapters.fake_crm.FakeCrm, "create", make)


def no_adoption(patch: Patch) -> None:
    patch.set(daemon.first_sight.Meeting, "_by_marker", lambda _: lambda self, one: None)
    patch.set(daemon.first_sight.Meeting, "_is_orphan", lambda _: lambda self, one: False)


def no_look_up(patch: Patch) -> None:
    patch.set(adapters.fake.FakeAdapter, "find", lambda _: lambda self, object, fields, markers: {})


def no_reap(patch: Patch) -> None:
    patch.set(daemon.first_sight.Meeting, "_is_orphan", lambda _: lambda self, one: False)


def no_index_wait(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def unknown(self: Any, books: Any, attempt: Attempt, *, held: bool) -> None:
            real(self, books, attempt, held=held and attempt.kind is not AttemptKind.CREATE)

        return unknown

    patch.set(daemon.receipts.Receipts, "_unknown", make)


# looking before and after ----------------------------------------------------------------------------------------------
def trust_payload(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def take_signals(lane: Any, translation: Any) -> Any:
            honest = lane.adapter
            lane.adapter = _Believing(honest, lane.connection)
            try:
                return real(lane, translation)
            finally:
                lane.adapter = honest

        return take_signals

    patch.set(daemon.cycle, "take_signals", make)


class _Believing:
    """Takes what the webhook said for the record's state."""

    def __init__(self, honest: Any, name: str) -> None:
        self._honest = honest
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._honest, name)

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        found = self._honest.fetch(object, fields, ids)
        for id, record in found.items():
            said = self._honest.said.get((self._name, object, id))
            if said is not None and not record.deleted:
                values = tuple(said.get(one) for one in fields)
                found[id] = replace(record, values=values, token=None, marker=None)
        return dict(found)


def no_read(patch: Patch) -> None:
    def fetch(lane: Any, translation: Any, ids: Sequence[str]) -> dict[str, RemoteRecord]:
        links = lane.store.links(lane.connection, translation.mapping.crm_object, ids)
        return {
            id: RemoteRecord(
                id=id,
                values=tuple(None if one is UNSET else one for one in link.base_crm),
                modified=link.remote_version,
            )
            for id, link in links.items()
        }

    patch.set(daemon.push, "_fetch", lambda _: fetch)


def no_history(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def init(self: Any, *args: Any) -> None:
            real(self, *args)
            self.abilities = replace(self.abilities, history=False)

        return init

    patch.set(FlakyAdapter, "__init__", make)


def no_if_match(patch: Patch) -> None:
    def update(real: Any) -> Any:
        return lambda self, object, edit: real(self, object, _unconditional(edit))

    def remove(real: Any) -> Any:
        return lambda self, object, removal: real(self, object, _unconditional(removal))

    patch.set(adapters.fake_crm.FakeCrm, "update", update)
    patch.set(adapters.fake_crm.FakeCrm, "remove", remove)


def _unconditional(asked: Any) -> Any:
    return replace(asked, precondition=None)


def no_position(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def resolve(lane: Any, translation: Any, sight: Any, attempts: Sequence[Attempt], books: Any) -> None:
            real(
                lane,
                translation,
                sight,
                [replace(one, position=lane.world.clock()) for one in attempts],
                books,
            )

        return resolve

    patch.set(daemon.resolve, "_resolve_others", make)


def no_hold(patch: Patch) -> None:
    def unknown(real: Any) -> Any:
        return lambda self, books, attempt, *, held: real(self, books, attempt, held=False)

    def orphaned(_: Any) -> Any:
        def hold(lane: Any, run: Any, attempts: Sequence[Attempt]) -> None:
            books = lane.books(run)
            for one in attempts:
                books.attempts[one.op] = replace(one, outcome=Outcome.AMBIGUOUS, hold_until=books.at)
            lane.commit(books, run)

        return hold

    patch.set(daemon.receipts.Receipts, "_unknown", unknown)
    patch.set(daemon.cycle, "hold_orphaned", orphaned)


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

    patch.set(core.sync.pair, "reconcile", make)


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
    def delete(self: Any, record: Any, link: Any) -> None:
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
    def make(real: Any) -> Any:
        def commit(self: Any, books: Any, run: Any, *more: Any) -> None:
            books.checks.clear()
            books.key_checks.clear()
            real(self, books, run, *more)

        return commit

    patch.set(daemon.lane.Lane, "commit", make)


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
    patch.set(daemon.pull, "_look_closer", lambda _: lambda lane, translation, ids: ([], list(ids)))
