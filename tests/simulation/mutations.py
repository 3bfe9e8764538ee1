"""Mutants of how the product looks at the far side: each takes one rule away by patching what it lives in.

What each is for stands beside its name in mutants.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import adapters.fake
import adapters.fake_crm
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
from core.jobs import Attempt, AttemptKind, Outcome
from core.records import UNSET, RemoteRecord
from tests.simulation.planting import Patch
from tests.simulation.wire import FlakyAdapter


# creates -------------------------------------------------------------------------------------------------------------
def create_without_marker(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda self, object, draft: real(self, object, replace(draft, marker=f"none:{draft.op}"))

    patch.set(adapters.fake_crm.FakeCrm, "create", make)


def no_adoption(patch: Patch) -> None:
    def held(real: Any) -> Any:
        return lambda self, crm_id, remote: crm_id in self.links and real(self, crm_id, remote)

    patch.set(daemon.intake.Intake, "_is_held", held)
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
