"""Plans on the real engine: what is made, what apply writes, a world that moves, and a kill at every effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pytest

from adapters.base import Page
from adapters.fake_rows import Traits
from core.conflicts import ItemKind
from core.errors import AnswerLost, NotPermitted
from core.jobs import Lease
from core.plans import Plan, PlanItemKind, PlanItemState, PlanState
from core.records import HubRecord
from core.schema import Choice
from core.store.base import Batch
from core.store.memory import MemoryStore
from core.translate import compile_mapping
from daemon.lane import Pace
from daemon.plan_trial import last_of_trial
from tests.support import planning, small_engine
from tests.support.small_engine import CONNECTION, Engine

T = TypeVar("T")
K, S = PlanItemKind, PlanItemState


def populate(engine: Engine) -> dict[str, str]:
    """Two companies and their people in the CRM, one person known to the hub, and a company with one only the hub has."""
    acme = engine.crm.user_create("companies", {"n": "Acme", "c": "Ulm"})
    zeta = engine.crm.user_create("companies", {"n": "Zeta"})
    ids = {"acme": acme, "zeta": zeta}
    for name, company in (("ann", acme), ("ben", zeta), ("cem", acme)):
        ids[name] = engine.crm.user_create(
            "contacts", {"n": name, "e": f"{name}@x.example", "t": "CEO", "o": company}
        )
    known = engine.desk.create("contact", {"name": "ann", "email": "ann@x.example"}, by="person:a")
    ours = engine.desk.create("company", {"name": "Hub Ltd"}, by="person:a")
    dora = engine.desk.create(
        "contact", {"name": "dora", "email": "dora@x.example", "company": ours.id}, by="person:a"
    )
    return ids | {"known": known.id, "ours": ours.id, "dora": dora.id}


def states(engine: Engine) -> Counter[str]:
    return Counter(one.state.value for one in engine.store.plan_items("plan1", limit=99))


def picture(engine: Engine) -> object:
    """What both sides hold, without ids."""
    records = [one for object in ("company", "contact") for one in listed(engine, object)]
    names = {one.id: one.fields["name"] for one in records}
    hub = sorted(
        (one.object, one.fields["name"], one.fields.get("title"), names.get(str(one.fields.get("company"))))
        for one in records
    )
    rows = engine.crm.live("contacts") | engine.crm.live("companies")
    crm = sorted(
        (str(row["n"]), str(row.get("e")), str(rows[str(row["o"])]["n"]) if row.get("o") else "")
        for row in rows.values()
    )
    return hub, crm


def listed(engine: Engine, object: str) -> list[HubRecord]:
    return engine.store.list_records(object, after=None, limit=99)


def test_a_plan_says_everything_and_writes_nothing() -> None:
    engine = Engine()
    ids = populate(engine)
    before = (len(list(engine.store.audit())), len(engine.crm.log))
    plan = planning.made(engine)
    assert (len(list(engine.store.audit())), len(engine.crm.log)) == before
    assert plan.state is PlanState.DRAFT
    assert plan.counts == {"create_hub": 4, "link": 1, "create_crm": 2}
    assert plan.writes == 7  # the link brings values along
    found = {(one.kind, one.crm_id or one.record_id): one for one in planning.items(engine, plan)}
    ann = found[(K.LINK, ids["ann"])]
    acme = found[(K.CREATE_HUB, ids["acme"])]
    assert ann.record_id == ids["known"]
    assert ann.changes == (("title", None, "CEO"), ("company", None, acme.record_id))
    assert found[(K.CREATE_HUB, ids["ben"])].changes == (
        ("name", None, "ben"),
        ("email", None, "ben@x.example"),
        ("title", None, "CEO"),
        ("company", None, found[(K.CREATE_HUB, ids["zeta"])].record_id),
    )
    # The parent is only promised: it is created by the plan as well.
    assert found[(K.CREATE_CRM, ids["dora"])].changes[-1] == ("o", None, f"planned:{ids['ours']}")


def test_apply_does_what_was_said_and_nothing_twice() -> None:
    engine = Engine()
    populate(engine)
    plan = planning.made(engine)
    writes = len(engine.crm.log)
    done = planning.apply(engine, plan)
    assert (done.state, states(engine)) == (PlanState.APPLIED, {"applied": 7})
    created = {one.record_id for one in planning.items(engine, plan) if one.kind is K.CREATE_HUB}
    assert created < {one.id for object in ("company", "contact") for one in listed(engine, object)}
    assert len(engine.crm.log) == writes + 2
    assert {one.entry.cause for one in engine.store.audit() if one.entry.kind == "link"} == {"plan:plan1"}
    assert {
        run.reason for run in engine.store.list_runs(before=None, limit=99) if run.kind.value == "plan"
    } == {"plan:plan1"}
    seen = len(list(engine.store.audit()))
    planning.apply(engine, replace(done, state=PlanState.APPROVED))
    engine.turn()
    assert len(engine.crm.log) == writes + 2
    assert [one.entry.kind for one in engine.store.audit(after=seen)] == ["plan"]
    # What is applied is live: an edit travels as ever.
    [contact] = [one for one in engine.crm.rows["contacts"].values() if one.values["n"] == "ben"]
    engine.crm.user_edit("contacts", contact.id, {"t": "CFO"})
    engine.turn()
    assert engine.record("contacts", contact.id).fields["title"] == "CFO"


def test_what_has_moved_is_stale_and_nothing_is_written_for_it() -> None:
    engine = Engine()
    ids = populate(engine)
    plan = planning.made(engine)
    engine.crm.user_edit("contacts", ids["ben"], {"t": "CFO"})
    engine.crm.user_delete("contacts", ids["cem"])
    engine.desk.edit(ids["dora"], {"title": "Boss"}, expected=None, by="person:a")
    seen = len(list(engine.store.audit()))
    planning.start(engine, plan)
    for _ in range(2):  # as far as the plan goes, before ordinary work goes on with what it left
        engine.now += 1
        engine.cycle.turn()
    while (now := engine.store.plan(plan.id)) is not None and now.state is PlanState.APPLYING:
        engine.cycle.turn()
    found = {one.crm_id or one.record_id: one for one in planning.items(engine, plan)}
    stale = {name for name in ("ben", "cem", "dora") if found[ids[name]].state is S.STALE}
    assert stale == {"ben", "cem", "dora"}
    assert all("plan again" in found[ids[name]].note for name in stale)
    assert states(engine) == {"applied": 4, "stale": 3}
    # Everything that was written since belongs to an item that was applied.
    applied = {one.record_id for one in planning.items(engine, plan, S.APPLIED)}
    audit = [one.entry for one in engine.store.audit(after=seen) if one.entry.record_id]
    assert {one.record_id for one in audit} <= applied


def test_a_live_connection_paused_for_long_is_brought_up_to_date_by_a_plan_alone() -> None:
    engine = Engine()
    [ann, ben, cem] = engine.contacts(3)
    engine.cycle.paused = True
    engine.crm.user_edit("contacts", ann, {"t": "CFO"})
    engine.crm.user_delete("contacts", ben)
    record = engine.record("contacts", cem)
    engine.desk.edit(record.id, {"title": "Boss"}, expected=None, by="person:a")
    engine.crm.user_create("contacts", {"n": "New", "e": "new@x.example"})
    plan = planning.made(engine)
    assert plan.counts == {"update_hub": 1, "delete_hub": 1, "update_crm": 1, "create_hub": 1}
    changes = {one.kind: one.changes for one in planning.items(engine, plan)}
    assert changes[K.UPDATE_HUB] == (("title", "CEO", "CFO"),)
    assert changes[K.UPDATE_CRM] == (("t", "CEO", "Boss"),)
    planning.apply(engine, plan)
    assert states(engine) == {"applied": 4}
    assert engine.cycle.paused
    assert engine.record("contacts", ann).fields["title"] == "CFO"
    assert engine.row(record)["t"] == "Boss"
    assert engine.store.list_pending(connection=CONNECTION, after=None, limit=9) == []


def test_a_mapping_is_planned_before_it_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    whole = dict(engine.cycle.lane.translations)
    monkeypatch.setitem(small_engine.RULES, "contacts", {"name": "n", "email": "e"})
    engine.restart()
    engine.contacts(2)
    record = engine.record("contacts", next(iter(engine.crm.rows["contacts"])))
    assert "title" not in record.fields
    plan = planning.made(engine, "contacts", translations=whole)
    assert plan.counts == {"update_hub": 2}
    assert {one.changes for one in planning.items(engine, plan)} == {(("title", None, "CEO"),)}
    monkeypatch.undo()
    engine.cycle.release()
    engine.restart()
    engine.cycle.paused = True
    planning.apply(engine, plan)
    assert states(engine) == {"applied": 2}
    assert engine.now_is(record.id).fields["title"] == "CEO"


def test_duplicates_are_foreseen_across_pages_and_asked_about_when_applied() -> None:
    engine = Engine(traits=Traits(page=2))
    for at in range(5):
        engine.crm.user_create("contacts", {"n": f"P{at}", "e": f"p{at % 4}@x.example"})
    plan = planning.made(engine)
    assert (plan.counts, plan.forecast.duplicates) == ({"create_hub": 4, "ambiguous": 1}, 1)
    planning.apply(engine, plan)
    assert [one.kind for one in engine.items(ItemKind.AMBIGUOUS)] == [ItemKind.AMBIGUOUS]


@pytest.mark.parametrize("open", [False, True])
def test_what_may_be_refused_is_foreseen_and_counted(open: bool) -> None:
    engine = Engine()
    translations = dict(engine.cycle.lane.translations)
    before = translations["contacts"]
    narrow = {
        "t": replace(before.crm.fields["t"], choices=(Choice(value="CEO", label="CEO"),), open=open),
        "n": replace(before.crm.fields["n"], max_length=6),
    }
    crm = replace(before.crm, fields={**before.crm.fields, **narrow})
    translations["contacts"] = compile_mapping(before.mapping, before.hub, crm, region=before.region)
    for name, title in (("ok", "CEO"), ("no", "Boss"), ("too long", "CEO")):
        engine.desk.create("contact", {"name": name, "title": title}, by="person:a")
    plan = planning.made(engine, translations=translations)
    assert (plan.counts, plan.forecast.refused) == ({"create_crm": 3}, 1 if open else 2)
    ok, choice, long = sorted(one.note for one in planning.items(engine, plan))
    refused = "may be refused: the CRM does not offer a choice that 't' would get"
    assert (ok, choice) == ("", "" if open else refused)
    assert long.startswith("refused: ")


def test_a_refused_write_fails_its_item_and_asks_once() -> None:
    engine = Engine(forbidden={("t", "Boss")})
    engine.desk.create("contact", {"name": "ok", "email": "ok@x.example", "title": "CEO"}, by="person:a")
    engine.desk.create("contact", {"name": "no", "email": "no@x.example", "title": "Boss"}, by="person:a")
    planning.apply(engine, planning.made(engine))
    assert states(engine) == {"applied": 1, "failed": 1}
    assert len(engine.items(ItemKind.REFUSED)) == 1


def test_what_was_left_out_of_a_first_sync_stays_out() -> None:
    engine = Engine()
    ids = populate(engine)
    plan = planning.made(engine)
    [ben] = [one for one in planning.items(engine, plan) if one.crm_id == ids["ben"]]
    engine.store.commit(Batch(at=1, plan_items=(replace(ben, state=S.EXCLUDED),)))
    planning.apply(engine, plan)
    engine.turn()
    engine.cycle.sweeps.add("contacts")
    engine.turn()
    assert all(one.fields["name"] != "ben" for one in listed(engine, "contact"))


def test_a_large_first_sync_waits_for_a_plan_and_a_small_one_does_not() -> None:
    engine = Engine(pace=Pace(unplanned=6))
    populate(engine)
    engine.turn()
    assert "more than 6" in engine.cycle.gate.reason
    assert "crmsync plans make hs" in engine.cycle.gate.advice
    assert (engine.store.links_of([]), engine.store.tally()) == ([], {"contact": 2, "company": 1})
    done = planning.apply(engine, planning.made(engine))
    assert done.state is PlanState.APPLIED
    engine.turn()
    assert engine.cycle.live == {"companies", "contacts"}
    small = Engine(pace=Pace(unplanned=7))
    populate(small)
    small.turn()
    assert picture(small) == picture(engine)


def test_a_first_sync_of_which_much_is_left_needs_another_plan() -> None:
    engine = Engine(pace=Pace(unplanned=1))
    ids = populate(engine)
    plan = planning.made(engine)
    engine.crm.user_edit("contacts", ids["ben"], {"t": "CFO"})
    engine.crm.user_edit("contacts", ids["cem"], {"t": "CFO"})
    done = planning.apply(engine, plan)
    assert (
        done.reason
        == "5 applied, 2 stale; 2 items are left, more than may be done without a plan: plan again"
    )
    engine.turn()
    assert engine.cycle.gate.is_closed
    again = planning.made(engine, id="plan2")
    assert again.counts == {"create_hub": 2}
    assert planning.apply(engine, again).reason == "2 applied"
    engine.turn()
    assert engine.cycle.live == {"companies", "contacts"}
    assert not engine.cycle.gate.reason


def test_an_object_that_may_not_be_read_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(pace=Pace(unplanned=0))
    populate(engine)
    adapter = engine.cycle.lane.adapter.inner  # type: ignore[attr-defined]
    whole = adapter.backfill

    def narrow(object: str, fields: Sequence[str], position: str | None) -> Page:
        if object == "contacts":
            raise NotPermitted("contacts may not be read")
        page: Page = whole(object, fields, position)
        return page

    monkeypatch.setattr(adapter, "backfill", narrow)
    plan = planning.made(engine)
    assert (plan.objects, plan.reason) == (("companies",), "contacts is left out: contacts may not be read")
    planning.apply(engine, plan)
    engine.turn()
    assert engine.cycle.live == {"companies"}
    assert "contacts may not be read" in str(engine.cycle.refused["contacts"].error)


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Doors:
    """Everything the process does to the outside; it dies at door number `at`."""

    at: int = 0
    seen: int = 0
    armed: bool = False
    lose: int = 0  # the answer of this write is lost instead

    def pass_by(self) -> None:
        if self.armed:
            self.seen += 1
            if self.seen == self.at:
                self.armed = False
                raise Killed

    def __call__(self, call: Callable[[], T], writes: bool, /) -> T:
        self.pass_by()
        answer = call()
        if writes and self.armed and self.lose:
            self.lose -= 1
            if self.lose == 0:
                raise AnswerLost("the wire broke")
        self.pass_by()
        return answer


@dataclass
class MortalStore(MemoryStore):
    doors: Doors = field(default_factory=Doors)

    def __post_init__(self) -> None:
        super().__init__()

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        self.doors.pass_by()
        seq = super().commit(batch, lease)
        self.doors.pass_by()
        return seq


def mortal(traits: Traits, at: int, lose: int = 0) -> tuple[Engine, Doors]:
    """The populated engine with a plan under way that dies at this door."""
    doors = Doors(at=at, lose=lose)
    engine = Engine(traits=traits, wire=doors, store=MortalStore(doors=doors), pace=Pace(unplanned=0))
    populate(engine)
    planning.start(engine, planning.made(engine))
    doors.armed = True
    return engine, doors


def mortal_update(traits: Traits, at: int) -> tuple[Engine, Doors]:
    """A paused connection with changes on both sides, and a plan of them under way that dies at this door."""
    doors = Doors(at=at)
    engine = Engine(traits=traits, wire=doors, store=MortalStore(doors=doors))
    ids = engine.contacts(5)
    engine.cycle.paused = True
    records = [engine.record("contacts", id) for id in ids]
    engine.crm.user_edit("contacts", ids[0], {"t": "CFO"})
    engine.crm.user_delete("contacts", ids[1])
    engine.desk.edit(records[2].id, {"title": "Boss"}, expected=None, by="person:a")
    engine.desk.delete(records[3].id, expected=None, by="person:a")
    engine.desk.create("contact", {"name": "new", "email": "new@x.example"}, by="person:a")
    engine.crm.user_edit("contacts", ids[4], {"t": "CTO"})
    engine.desk.edit(records[4].id, {"title": "Head"}, expected=None, by="person:a")
    planning.start(engine, planning.made(engine))
    doors.armed = True
    return engine, doors


@pytest.mark.parametrize("traits", [Traits(), Traits(write_batch=1, history=True)], ids=["plain", "history"])
def test_a_kill_at_any_effect_of_an_update_is_resumed(traits: Traits) -> None:
    whole, doors = mortal_update(traits, at=0)
    plan = planning.finish(whole, under_way(whole))
    doors.armed = False
    done = states(whole)
    assert done == {"applied": len(planning.items(whole, plan))}
    assert plan.counts == {
        "update_hub": 1,
        "delete_hub": 1,
        "conflict": 1,
        "update_crm": 1,
        "delete_crm": 1,
        "create_crm": 1,
    }
    for at in range(1, doors.seen + 1):
        engine, _ = mortal_update(traits, at)
        with pytest.raises(Killed):
            planning.finish(engine, plan)
        engine.restart()
        engine.cycle.paused = True
        assert planning.finish(engine, plan).state is PlanState.APPLIED
        assert states(engine) == done, at
        assert picture(engine) == picture(whole), at
        assert len(engine.conflicts()) == 1
        assert engine.store.verify_audit() is None


def under_way(engine: Engine) -> Plan:
    plan = engine.store.plan("plan1")
    assert plan is not None
    return plan


@pytest.mark.parametrize("traits", [Traits(), Traits(write_batch=1, history=True)], ids=["plain", "history"])
def test_a_kill_at_any_effect_is_resumed_and_nothing_is_half_explained(traits: Traits) -> None:
    whole, doors = mortal(traits, at=0)
    plan = planning.finish(whole, under_way(whole))
    doors.armed = False
    whole.turn()
    assert doors.seen > 15
    for at in range(1, doors.seen + 1):
        engine, dying = mortal(traits, at)
        with pytest.raises(Killed):
            planning.finish(engine, plan)
        engine.restart()
        again = planning.finish(engine, plan)
        assert (again.state, states(engine)) == (PlanState.APPLIED, {"applied": 7}), at
        assert not dying.armed
        engine.turn()
        assert picture(engine) == picture(whole), at
        assert engine.store.verify_audit() is None
        explained = Counter(one.entry.record_id for one in engine.store.audit() if one.entry.kind == "create")
        assert set(explained.values()) == {1}


def test_a_lost_answer_is_looked_up_before_the_plan_goes_on() -> None:
    whole, _ = mortal(Traits(), at=0)
    planning.finish(whole, under_way(whole))
    engine, _ = mortal(Traits(), at=0, lose=1)
    planning.finish(engine, under_way(engine))
    assert states(engine) == {"applied": 7}
    engine.turn()
    whole.turn()
    assert picture(engine) == picture(whole)


def trial(at: int) -> tuple[Engine, Doors]:
    """The populated engine with a plan under way that stops for a look after the first two records of seven."""
    doors = Doors(at=at)
    engine = Engine(wire=doors, store=MortalStore(doors=doors), pace=Pace(unplanned=0))
    populate(engine)
    plan = planning.made(engine)
    planning.start(engine, replace(plan, until=last_of_trial(engine.store, plan.id, 2)))
    doors.armed = True
    return engine, doors


def test_a_plan_stops_for_a_look_wherever_it_was_killed_and_goes_on_with_the_rest() -> None:
    whole, doors = trial(at=0)
    stopped = planning.finish(whole, under_way(whole))
    assert (stopped.state, stopped.reason) == (PlanState.APPROVED, "2 applied, 5 planned")
    for at in range(1, doors.seen + 1):
        engine, _ = trial(at)
        with pytest.raises(Killed):
            planning.finish(engine, stopped)
        engine.restart()
        assert planning.finish(engine, stopped).state is PlanState.APPROVED
        assert states(engine) == {"applied": 2, "planned": 5}, at
        assert picture(engine) == picture(whole), at
    before = picture(whole)
    whole.turn()
    assert picture(whole) == before  # what is left waits, whatever else the lane does
    whole.restart()
    done = planning.apply(whole, replace(stopped, until=0))
    assert (done.state, states(whole)) == (PlanState.APPLIED, {"applied": 7})
    assert last_of_trial(whole.store, done.id, 1) == 0
