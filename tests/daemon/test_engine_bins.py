"""Records that lie in a CRM's bin: an undo brings them back under their own id, once, whatever is lost or killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest

from adapters.fake_rows import US, Traits
from core.errors import AnswerLost
from core.jobs import AttemptKind
from core.plans import PlanItemKind
from core.records import HubRecord, LinkState
from core.store.base import Activity
from daemon.undo_scope import Scope
from tests.support.dying import Dying
from tests.support.small_engine import CONNECTION, Engine

BY = "person:ben"
T = TypeVar("T")
BIN = Traits(restores=True)


def deleted(engine: Engine) -> tuple[str, HubRecord, Scope]:
    """A contact that was deleted in the CRM, and with it everywhere, and the run that did it."""
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    [entry] = engine.store.search(Activity(record_id=record.id, kind="delete", limit=1)).rows
    return id, record, Scope(run=entry.entry.run)


def undo(engine: Engine, scope: Scope) -> str:
    """Undone; what the plan's first item said."""
    plan = engine.desk.undo.plan(scope, by=BY)
    [item, *_] = engine.store.plan_items(plan.id, limit=9)
    assert item.kind is PlanItemKind.RESTORE_HUB
    engine.desk.undo.apply(plan.id, by=BY)
    return item.note


def made(engine: Engine) -> Counter[tuple[str, str]]:
    """What our side created and restored in the CRMs, by (kind, id), from the CRMs' own logs."""
    return Counter(
        (one.kind, one.id)
        for crm in engine.crms.values()
        for one in crm.log
        if one.kind in ("create", "restore") and one.by == US
    )


def test_a_deleted_record_comes_back_under_its_own_id_where_a_bin_has_it() -> None:
    engine = Engine(others=("sf",), traits=BIN)
    id, record, scope = deleted(engine)
    [copy] = engine.crms["sf"].rows["contacts"]
    before = made(engine)
    assert undo(engine, scope).startswith("brought back in hs, sf under its own id")
    engine.turn()
    assert list(engine.crm.live("contacts")) == [id]
    assert list(engine.crms["sf"].live("contacts")) == [copy]
    assert made(engine) - before == Counter({("restore", id): 1, ("restore", copy): 1})
    links = engine.store.links_of([record.id])
    assert {(one.crm_id, one.state, one.generation) for one in links} == {
        (id, LinkState.LINKED, 1),
        (copy, LinkState.LINKED, 1),
    }
    pushes = [
        one.entry.note
        for one in engine.store.search(Activity(record_id=record.id, kind="push", limit=9)).rows
    ]
    assert {f"restore {id}", f"restore {copy}"} <= set(pushes)
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by=BY)
    engine.turn()
    assert (engine.row(record)["t"], engine.row_in("sf", record)["t"]) == ("CTO", "CTO")
    assert not engine.conflicts()


def test_what_the_bin_has_lost_is_made_anew_and_that_is_said() -> None:
    engine = Engine(traits=BIN)
    id, record, scope = deleted(engine)
    engine.crm.user_empties_bin()
    undo(engine, scope)
    engine.turn()
    [anew] = engine.crm.live("contacts")
    assert anew != id
    states = {one.crm_id: (one.state, one.generation) for one in engine.store.links_of([record.id])}
    assert states == {id: (LinkState.PURGED, 1), anew: (LinkState.LINKED, 2)}
    told = [
        one.entry.note
        for one in engine.store.search(Activity(record_id=record.id, kind="settle", limit=9)).rows
    ]
    assert f"{id} is not to be had back there (no bin has it any more); it is made anew" in told


def test_a_contact_comes_back_with_its_company_even_where_that_is_another_now() -> None:
    engine = Engine(traits=BIN)
    company = engine.crm.user_create("companies", {"n": "Acme", "c": "Bonn"})
    [contact] = engine.contacts(1, o=company)
    since = engine.now
    engine.now += 1_000
    ids = [engine.record("contacts", contact).id, engine.record("companies", company).id]
    for id in ids:
        engine.desk.delete(id, expected=None, by="person:anna")
        engine.turn()
    del engine.crm.rows["companies"][company]
    undo(engine, Scope(records=tuple(ids), since=since))
    engine.turn(12)
    [anew] = engine.crm.live("companies")
    assert anew != company
    assert engine.crm.live("contacts")[contact]["o"] == anew
    assert engine.now_is(ids[0]).fields["company"] == ids[1]
    assert not engine.conflicts()


def test_somebody_who_restores_it_there_first_makes_no_twin() -> None:
    engine = Engine(traits=BIN)
    id, record, scope = deleted(engine)
    undo(engine, scope)
    engine.crm.user_restore("contacts", id)
    engine.turn(12)
    assert list(engine.crm.live("contacts")) == [id]
    [link] = engine.store.links_of([record.id])
    assert (link.state, link.generation) == (LinkState.LINKED, 1)


class Losing:
    """Loses the answers to the first writes, which are done all the same."""

    left = 0

    def __call__(self, call: Callable[[], T], writes: bool, /) -> T:
        answer = call()
        if writes and self.left:
            self.left -= 1
            raise AnswerLost("the answer was lost")
        return answer


def test_a_lost_answer_is_looked_up_and_nothing_is_made_twice() -> None:
    wire = Losing()
    engine = Engine(traits=BIN, wire=wire)
    id, record, scope = deleted(engine)
    before = made(engine)
    undo(engine, scope)
    wire.left = 1
    engine.turn()
    engine.turn(ms=60_000)
    assert made(engine) - before == Counter({("restore", id): 1})
    [link] = engine.store.links_of([record.id])
    assert (link.state, link.crm_id) == (LinkState.LINKED, id)
    assert not engine.store.open_attempts(CONNECTION)


@pytest.mark.parametrize("after", [False, True])
def test_a_kill_at_every_effect_of_undoing_a_delete_is_gone_on_from(after: bool) -> None:
    for number in range(1, 40):
        store = Dying()
        engine = Engine(store=store, others=("sf",), traits=BIN)
        id, record, scope = deleted(engine)
        [copy] = engine.crms["sf"].rows["contacts"]
        before = made(engine)
        plan = engine.desk.undo.plan(scope, by=BY)
        store.left, store.after = number, after
        killed = False
        try:
            engine.desk.undo.apply(plan.id, by=BY)
            engine.turn()
        except KeyboardInterrupt:
            killed = True
        store.left = None
        engine.restart()
        engine.desk.undo.apply(plan.id, by=BY)
        engine.turn(12, ms=60_000)
        assert made(engine) - before == Counter({("restore", id): 1, ("restore", copy): 1}), number
        links = engine.store.links_of([record.id])
        assert {(one.crm_id, one.state) for one in links} == {
            (id, LinkState.LINKED),
            (copy, LinkState.LINKED),
        }
        assert not any(engine.store.open_attempts(name) for name in engine.crms)
        # Every restore in a CRM has an intent that was durable before, and its end in the log.
        attempts = [one for one in store.attempts_of(record.id, limit=99) if one.kind is AttemptKind.RESTORE]
        assert {(one.connection, one.crm_id) for one in attempts} == {(CONNECTION, id), ("sf", copy)}
        told = [
            one.entry for one in store.audit() if one.entry.cause in {f"attempt:{one.op}" for one in attempts}
        ]
        assert {one.connection for one in told if one.kind in ("push", "link", "settle")} == set(engine.crms)
        if not killed:
            assert number > 6
            return
    pytest.fail("an undo has fewer than forty effects")
