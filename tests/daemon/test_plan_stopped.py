"""A plan that is stopped while it is being applied: what is done stays, no more is written, and the rest is gone on with."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner

from adapters.fake_rows import Traits
from core.conflicts import Choice
from core.errors import Conflicting, NotFound
from core.jobs import RunOutcome
from core.plans import Plan, PlanItemState, PlanState, next_step
from daemon import bulk_applying
from daemon.bulk_applying import apply_answers
from daemon.cli.exits import ExitCode
from daemon.cli.root import app
from daemon.lane import Pace
from daemon.plan_desk import PlanDesk
from tests.daemon.test_engine_bulk_plans import approved, contested, desk_of, planned
from tests.daemon.test_engine_bulk_plans import states as answered
from tests.daemon.test_engine_plans import (
    Doors,
    Killed,
    MortalStore,
    mortal,
    picture,
    populate,
    states,
    under_way,
)
from tests.support import planning
from tests.support.small_daemon import served
from tests.support.small_engine import Engine

T = TypeVar("T")
BY = "person:anna"


@dataclass
class Interrupted(Doors):
    """At door number `at` somebody else does something, and the process lives on."""

    act: Callable[[], object] = lambda: None

    def pass_by(self) -> None:
        if self.armed:
            self.seen += 1
            if self.seen == self.at:
                self.armed = False
                self.act()


def desk(engine: Engine) -> PlanDesk:
    return desk_of(engine)


def interrupted(traits: Traits, at: int) -> tuple[Engine, Interrupted]:
    """The populated engine with a plan under way that is stopped at this door."""
    doors = Interrupted(at=at)
    engine = Engine(traits=traits, wire=doors, store=MortalStore(doors=doors), pace=Pace(unplanned=0))
    populate(engine)
    planning.start(engine, planning.made(engine))
    doors.act = lambda: desk(engine).stop("plan1", by=BY)
    doors.armed = True
    return engine, doors


def go_on(engine: Engine) -> Plan:
    plan = under_way(engine)
    return planning.apply(engine, replace(plan, until=0)) if plan.state is PlanState.APPROVED else plan


@pytest.mark.parametrize("traits", [Traits(), Traits(write_batch=1, history=True)], ids=["plain", "history"])
def test_it_can_be_stopped_at_any_effect_and_is_gone_on_with(traits: Traits) -> None:
    whole, doors = interrupted(traits, at=0)
    planning.finish(whole, under_way(whole))
    doors.armed = False
    whole.turn()
    stopped_with = set()
    for at in range(1, doors.seen + 1):
        engine, _ = interrupted(traits, at)
        planning.finish(engine, under_way(engine))
        now = under_way(engine)
        if now.state is PlanState.APPROVED:
            for _ in range(3):
                engine.now += 5_000
                engine.cycle.turn()
            before, done = picture(engine), states(engine)
            assert not done["sending"], "what was on its way is known of by now"
            engine.turn()
            assert picture(engine) == before and states(engine) == done, "nothing more is written for it"
            stopped_with.add(done["applied"])
            [told] = [one.entry for one in engine.store.audit() if one.entry.note.startswith("stopped")]
            run = engine.store.run(told.run)
            assert (told.actor, run.outcome if run else None) == (BY, RunOutcome.STOPPED)
            if done["applied"]:
                assert "do the rest: crmsync plans apply plan1" in next_step(now)
        done_all = go_on(engine)
        assert (done_all.state, states(engine)) == (PlanState.APPLIED, {"applied": 7}), at
        engine.turn()
        assert picture(engine) == picture(whole), at
        assert len(engine.crm.log) == len(whole.crm.log), "nothing is written twice"
        assert engine.store.verify_audit() is None
        running = [
            one for one in engine.store.list_runs(before=None, limit=999) if one.outcome is RunOutcome.RUNNING
        ]
        assert running == []
    assert len(stopped_with) > 2, "before, between and after its chunks"


def test_what_a_killed_daemon_left_is_stopped_and_gone_on_with() -> None:
    whole, doors = mortal(Traits(), at=0)
    planning.finish(whole, under_way(whole))
    doors.armed = False
    whole.turn()
    for at in range(1, doors.seen + 1, 3):
        engine, _ = mortal(Traits(), at)
        with pytest.raises(Killed):
            planning.finish(engine, under_way(engine))
        engine.restart()
        stopped = desk(engine).stop("plan1", by=BY)
        assert stopped.state in (PlanState.APPROVED, PlanState.APPLIED)
        assert desk(engine).stop("plan1", by=BY) == stopped, "stopped once more it is as it was"
        assert go_on(engine).state is PlanState.APPLIED
        engine.turn()
        assert (states(engine), picture(engine)) == ({"applied": 7}, picture(whole)), at


def test_what_is_not_being_applied_is_not_stopped() -> None:
    engine = Engine(pace=Pace(unplanned=0))
    populate(engine)
    planning.made(engine)
    with pytest.raises(Conflicting, match="nothing of it is being applied"):
        desk(engine).stop("plan1", by=BY)
    with pytest.raises(NotFound, match="no plan 'nothing'"):
        desk(engine).stop("nothing", by=BY)
    planning.apply(engine, under_way(engine))
    done = under_way(engine)
    assert desk(engine).stop("plan1", by=BY) == done


def test_one_answer_for_many_is_stopped_between_two_chunks_and_gone_on_with_in_its_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_applying, "CHUNK", 1)
    engine = Engine()
    contested(engine)
    plan = approved(engine, planned(engine, Choice.HUB))
    acts = [lambda: desk(engine).stop(plan.id, by=BY)]
    durable = engine.desk.committed

    def committed(batch: object) -> None:
        durable(batch)  # type: ignore[arg-type]
        if getattr(batch, "conflicts", ()) and acts:
            acts.pop()()

    engine.desk.committed = committed
    stopped = apply_answers(engine.desk.bulk(BY), plan.id)
    assert stopped.state is PlanState.APPROVED
    assert answered(engine, plan) == {"applied": 1, "planned": 3}
    run = engine.store.run(stopped.run)
    assert run is not None and (run.outcome, run.ended is not None) == (RunOutcome.STOPPED, True)
    assert "do the rest" in next_step(stopped)
    assert desk(engine).stop(plan.id, by=BY) == stopped, "stopped once more it is as it was"
    done = apply_answers(engine.desk.bulk(BY), plan.id)
    assert (done.state, done.run, answered(engine, plan)) == (
        PlanState.APPLIED,
        stopped.run,
        {"applied": 4},
    )
    run = engine.store.run(done.run)
    assert run is not None and run.outcome is RunOutcome.DONE
    assert engine.store.verify_audit() is None


@pytest.mark.usefixtures("hears_ctrl_c")
def test_ctrl_c_stops_what_the_command_line_has_begun(tmp_path: Path) -> None:
    run = CliRunner(env={"CRMSYNC_HOME": str(tmp_path), "NO_COLOR": "1"}).invoke
    with served(tmp_path) as (daemon, _, client):
        for at in range(3):
            daemon.crm.user_create("contacts", {"n": f"N{at}", "e": f"{at}@x.eu"})
        made = client.make_plan("hs")
        plan = client.approve_plan(made.id)
        heard = client.apply_plan

        # The lane of this daemon is turned by hand, so the plan stays under way until somebody stops it.
        def pressed(event: object) -> None:
            os.kill(os.getpid(), signal.SIGINT)

        durable = daemon.plans.committed

        def committed(batch: object) -> None:
            durable(batch)  # type: ignore[arg-type]
            if any(one.state is PlanState.APPLYING for one in getattr(batch, "plans", ())):
                pressed(batch)

        daemon.plans.committed = committed
        told = run(app, ["plans", "apply", plan.id])
        assert told.exit_code == ExitCode.ATTENTION, told.exception
        assert f"Plan {plan.id} is stopped: nothing of it is done yet." in told.stdout
        assert f"Go on: crmsync plans apply {plan.id}" in told.stdout
        daemon.plans.committed = durable
        assert client.get_plan(plan.id).plan.state == "approved"
        heard(plan.id)
        daemon.settle()
        assert client.get_plan(plan.id).plan.state == "applied"
        ended = run(app, ["plans", "stop", plan.id])
        assert (ended.exit_code, f"Plan {plan.id} is applied: 3 of 3" in ended.stdout) == (ExitCode.OK, True)
        assert daemon.store.plan_items(plan.id, state=PlanItemState.PLANNED, limit=1) == []
