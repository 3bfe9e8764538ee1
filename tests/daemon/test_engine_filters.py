"""Filters on the real engine: who is left out, pairs that leave and come back, another filter, and its plan."""

from __future__ import annotations

from collections import Counter

import pytest

from core.mapping import NO_FILTER, Filter, Leave
from core.plans import PlanItemKind, PlanState
from core.records import HubRecord, LinkState
from daemon.remapped import Remapped
from tests.support import planning
from tests.support.small_engine import CONNECTION, Engine

K = PlanItemKind
GOLD = 's == "gold"'  # a field of the CRM that no rule maps
NO_LEADS = 'title != "lead"'


def contact(engine: Engine, name: str, segment: str = "gold", title: str = "CEO") -> str:
    values = {"n": name, "e": f"{name}@x.example", "t": title, "s": segment}
    return engine.crm.user_create("contacts", dict(values))


def told(engine: Engine, kind: str) -> list[str]:
    return [one.entry.note for one in engine.store.audit() if one.entry.kind == kind]


def edit(engine: Engine, record: HubRecord, **values: str) -> None:
    engine.desk.edit(record.id, dict(values), expected=record.version, by="person:a")


def names(engine: Engine) -> set[object]:
    return {one.fields["name"] for one in engine.store.list_records("contact", after=None, limit=99)}


def there(engine: Engine) -> set[object]:
    return {row["n"] for row in engine.crm.live("contacts").values()}


def use(engine: Engine, filter: Filter) -> None:
    """Put another filter in use, as a daemon does whose mapping file was saved."""
    engine.filter = filter
    engine.restart()
    remapped = Remapped(engine.store)
    remapped.begin(engine.cycle)
    engine.turn()
    remapped.settle(engine.cycle)
    assert not engine.cycle.whole


def started(filter: Filter) -> Engine:
    engine = Engine(filter=filter)
    Remapped(engine.store).begin(engine.cycle)
    return engine


def test_what_is_out_is_neither_taken_in_nor_made_and_an_edit_lets_it_in() -> None:
    engine = started(Filter(hub=NO_LEADS, crm=GOLD))
    ann, ben = contact(engine, "ann"), contact(engine, "ben", "silver")
    out = engine.desk.create(
        "contact", {"name": "cem", "email": "cem@x.example", "title": "lead"}, by="person:a"
    )
    engine.turn()
    assert names(engine) == {"ann", "cem"}
    assert there(engine) == {"ann", "ben"}
    [left] = engine.store.left_out(CONNECTION, "contacts", [ann, ben]).values()
    assert (left.crm_id, left.reason) == (ben, "the CRM's filter does not hold")
    assert engine.store.left_out_count(CONNECTION, "contacts") == 1
    written, audited = len(engine.crm.log), len(list(engine.store.audit()))
    engine.cycle.sweeps.add("contacts")
    engine.turn()
    assert (len(engine.crm.log), len(list(engine.store.audit()))) == (written, audited)  # at rest
    edit(engine, out, title="CFO")
    engine.crm.user_edit("contacts", ben, {"s": "gold"})
    engine.turn()
    assert names(engine) == there(engine) == {"ann", "ben", "cem"}
    assert engine.store.left_out_count(CONNECTION, "contacts") == 0
    assert told(engine, "resume") == [f"{ben}, left out until now: the CRM's filter does not hold"]


def test_a_pair_that_leaves_rests_and_meets_again_from_what_was_agreed() -> None:
    engine = started(Filter(hub=NO_LEADS, crm=GOLD))
    ann, ben = contact(engine, "ann"), contact(engine, "ben")
    engine.turn()
    first, second = engine.record("contacts", ann), engine.record("contacts", ben)
    engine.crm.user_edit("contacts", ann, {"s": "silver", "n": "Ann of the CRM"})
    edit(engine, second, title="lead", name="Ben of the hub")
    engine.turn()
    link = engine.link("contacts", ann)
    assert link is not None
    assert (link.state, link.paused) == (LinkState.LINKED, "the CRM's filter does not hold")
    assert engine.record("contacts", ann).fields["name"] == "ann"
    assert engine.row(second)["n"] == "ben"
    assert told(engine, "pause") == [
        f"{ann}: the CRM's filter does not hold",
        f"{ben}: the hub's filter does not hold",
    ]
    # Both sides of both are edited while they are out: one field on either side, and one on both.
    edit(engine, engine.now_is(first.id), name="Ann of the hub", email="ann@hub.example")
    engine.crm.user_edit("contacts", ben, {"t": "CTO"})
    engine.turn()
    audited, written = len(list(engine.store.audit())), len(engine.crm.log)
    engine.cycle.sweeps.add("contacts")
    engine.turn()
    assert (len(list(engine.store.audit())), len(engine.crm.log)) == (audited, written)
    assert not engine.conflicts()
    engine.crm.user_edit("contacts", ann, {"s": "gold"})
    edit(engine, engine.now_is(second.id), title="CFO")
    engine.turn()
    assert engine.row(first)["e"] == "ann@hub.example"
    assert engine.row(second)["n"] == "Ben of the hub"
    held = {(one.rule, one.hub.values, one.crm.values) for one in engine.conflicts()}
    assert held == {
        ("name", ("Ann of the hub",), ("Ann of the CRM",)),
        ("title", ("CFO",), ("CTO",)),
    }
    assert len(told(engine, "resume")) == 2
    assert engine.store.verify_audit() is None


@pytest.mark.parametrize("leave", [Leave.KEEP, Leave.UNLINK])
def test_the_other_ways_to_leave(leave: Leave) -> None:
    engine = started(Filter(hub=NO_LEADS, crm=GOLD, leave=leave))
    ann = contact(engine, "ann")
    engine.turn()
    record = engine.record("contacts", ann)
    engine.crm.user_edit("contacts", ann, {"s": "silver", "n": "Ann"})
    engine.turn()
    edit(engine, engine.now_is(record.id), email="new@x.example")
    engine.turn()
    link = engine.link("contacts", ann)
    assert link is not None
    kept = leave is Leave.KEEP
    assert link.state is (LinkState.LINKED if kept else LinkState.DETACHED)
    assert engine.now_is(record.id).fields["name"] == ("Ann" if kept else "ann")
    assert engine.crm.live("contacts")[ann]["e"] == ("new@x.example" if kept else "ann@x.example")
    if not kept:
        assert told(engine, "unlink") == [f"{ann} has left the filter: the CRM's filter does not hold"]
        engine.crm.user_edit("contacts", ann, {"s": "gold"})
        engine.turn()
        assert len(there(engine)) == len(names(engine)) == 1
        assert engine.link("contacts", ann) == link


def test_doubt_holds_a_pair_and_never_parts_it() -> None:
    engine = started(Filter(crm='[s][size(s) - 4] == "gold"', leave=Leave.UNLINK))
    ann, ben = contact(engine, "ann"), contact(engine, "ben", "silver")
    engine.turn()
    assert names(engine) == {"ann"}
    assert engine.store.left_out(CONNECTION, "contacts", [ben])[ben].reason.startswith("in doubt: ")
    engine.crm.user_edit("contacts", ann, {"s": "platinum"})
    engine.turn()
    link = engine.link("contacts", ann)
    assert link is not None
    assert (link.state, link.paused[:8]) == (LinkState.LINKED, "in doubt")


def test_no_delete_flows_while_a_pair_is_out() -> None:
    engine = started(Filter(crm=GOLD))
    ann, ben = contact(engine, "ann"), contact(engine, "ben")
    engine.turn()
    first, second = engine.record("contacts", ann), engine.record("contacts", ben)
    for id in (ann, ben):
        engine.crm.user_edit("contacts", id, {"s": "silver"})
    engine.turn()
    engine.crm.user_delete("contacts", ann)
    engine.desk.delete(second.id, expected=engine.now_is(second.id).version, by="person:a")
    engine.turn()
    assert engine.now_is(first.id).deleted_at is None
    assert there(engine) == {"ben"}
    parted = engine.link("contacts", ann)
    assert parted is not None
    assert parted.state is LinkState.DETACHED
    engine.crm.user_edit("contacts", ben, {"s": "gold"})
    engine.turn()
    assert there(engine) == set()  # it is in again, and so is what was done to it


def test_what_the_crm_has_and_the_filter_leaves_out_is_not_made_twice() -> None:
    engine = started(Filter(crm=GOLD))
    ann, ben = contact(engine, "ann", "silver"), contact(engine, "ben", "silver")
    engine.turn()
    ours = [
        engine.desk.create("contact", {"name": f"our {one}", "email": f"{one}@x.example"}, by="person:a")
        for one in ("ann", "ben")
    ]
    engine.turn()
    assert there(engine) == {"ann", "ben"}
    rows = engine.store.list_pending(connection=CONNECTION, after=None, limit=9)
    assert {row.reason for row in rows} == {
        f"the CRM has it already as {id}, which the filter leaves out there" for id in (ann, ben)
    }
    engine.crm.user_edit("contacts", ann, {"s": "gold"})
    engine.crm.user_delete("contacts", ben)
    engine.turn()
    link = engine.link("contacts", ann)
    assert link is not None
    assert link.record_id == ours[0].id
    assert there(engine) == {"ann", "our ben"}
    assert not engine.store.list_pending(connection=CONNECTION, after=None, limit=9)


def test_a_crm_record_that_is_in_is_the_pair_of_a_hub_record_that_is_out() -> None:
    engine = started(Filter(hub=NO_LEADS, leave=Leave.UNLINK))
    ours = engine.desk.create(
        "contact", {"name": "our ann", "email": "ann@x.example", "title": "lead"}, by="person:a"
    )
    engine.turn()
    ann = contact(engine, "ann")
    engine.turn()
    link = engine.link("contacts", ann)
    assert link is not None
    assert (link.record_id, link.paused) == (ours.id, "the hub's filter does not hold")
    assert engine.now_is(ours.id).fields["name"] == "our ann"
    edit(engine, engine.now_is(ours.id), title="CEO")
    engine.turn()
    assert [one.rule for one in engine.conflicts()] == ["name"]


def test_another_filter_looks_at_what_has_not_changed() -> None:
    engine = started(NO_FILTER)
    ann, ben = contact(engine, "ann"), contact(engine, "ben", "silver")
    engine.turn()
    leads = [
        engine.desk.create(
            "contact", {"name": one, "email": f"{one}@h.example", "title": "lead"}, by="person:a"
        )
        for one in ("dan", "eva")
    ]
    engine.turn()
    assert there(engine) == {"ann", "ben", "dan", "eva"}
    use(engine, Filter(hub=NO_LEADS, crm=GOLD))
    held = {id: engine.link("contacts", id) for id in (ann, ben, engine.there(leads[0], CONNECTION))}
    assert [bool(one and one.paused) for one in held.values()] == [False, True, True]
    new = contact(engine, "fay", "silver")
    late = engine.desk.create(
        "contact", {"name": "gil", "email": "gil@h.example", "title": "lead"}, by="person:a"
    )
    edit(engine, engine.now_is(leads[0].id), name="Dan")
    engine.turn()
    assert engine.link("contacts", new) is None
    use(engine, NO_FILTER)
    assert {"fay"} <= names(engine)
    assert {"gil", "Dan"} <= there(engine)
    assert engine.there(late, CONNECTION)
    assert engine.store.left_out_count(CONNECTION, "contacts") == 0
    links = [engine.link("contacts", id) for id in held]
    assert not any(link and link.paused for link in links)


@pytest.mark.parametrize("leave", [Leave.PAUSE, Leave.UNLINK])
def test_the_plan_of_another_filter_says_who_enters_and_who_leaves_and_does_that(leave: Leave) -> None:
    engine = started(Filter(crm=GOLD))
    ann, ben = contact(engine, "ann"), contact(engine, "ben", "silver")
    engine.turn()
    held = contact(engine, "cem")
    engine.turn()
    engine.crm.user_edit("contacts", held, {"s": "silver", "n": "Cem"})
    engine.turn()
    engine.filter = Filter(crm='s == "silver"', leave=leave)
    engine.restart()
    before = len(list(engine.store.audit()))
    plan = planning.made(engine, "contacts", whole=frozenset({"contacts"}))
    assert len(list(engine.store.audit())) == before
    found = {(one.kind, one.crm_id) for one in planning.items(engine, plan)}
    leaves = K.PAUSE if leave is Leave.PAUSE else K.UNLINK
    assert found == {(leaves, ann), (K.CREATE_HUB, ben), (K.UPDATE_HUB, held)}
    assert plan.counts == {leaves.value: 1, "create_hub": 1, "update_hub": 1}
    [left] = [one for one in planning.items(engine, plan) if one.kind is leaves]
    assert "the CRM's filter does not hold" in left.note
    done = planning.apply(engine, plan)
    states = Counter(one.state.value for one in planning.items(engine, plan))
    assert (done.state, states) == (PlanState.APPLIED, {"applied": 3})
    link = engine.link("contacts", ann)
    assert link is not None
    assert (bool(link.paused), link.state is LinkState.LINKED) == (leave is Leave.PAUSE,) * 2
    assert {
        one.entry.cause for one in engine.store.audit(after=before) if one.entry.kind in ("pause", "unlink")
    } == {"plan:plan1"}
    audited = len(list(engine.store.audit()))
    use(engine, engine.filter)
    assert len(list(engine.store.audit())) == audited  # nothing was left to do
