"""An undo that is stopped or discarded while it is being applied: what is done stays, its run is closed."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.errors import Conflicting, NotFound
from core.jobs import Run, RunKind, RunOutcome
from core.plans import Plan, PlanItemState, PlanState
from core.records import HubRecord
from core.store.base import Batch
from core.store.sql import open_store
from daemon.cli.exits import ExitCode
from daemon.cli.root import app
from daemon.plan_desk import PlanDesk
from daemon.undo_scope import Scope
from tests.daemon.test_engine_undo import BY, edited
from tests.support.small_daemon import served
from tests.support.small_engine import Engine

LIMIT_S = 60.0


def apply_and(engine: Engine, plan: Plan, act: Callable[[], object]) -> Plan:
    """Apply the plan item by item, and do something as soon as the first one is durable."""
    acts = [act]

    def committed(batch: Batch) -> None:
        engine.batches.append(batch)
        if batch.records and acts:
            acts.pop()()

    return replace(engine.desk.undo, chunk=1, committed=committed).apply(plan.id, by=BY)


def run_of(engine: Engine, plan: Plan) -> Run:
    run = engine.store.run(plan.run)
    assert run is not None
    return run


def titles(engine: Engine, records: list[HubRecord]) -> list[object]:
    return [engine.now_is(one.id).fields["title"] for one in records]


def now_is(engine: Engine, plan: Plan) -> Plan:
    found = engine.store.plan(plan.id)
    assert found is not None
    return found


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = Engine()
    if request.param == "sqlite":
        made.store = open_store(f"sqlite:///{tmp_path / 'hub.db'}", clock=lambda: made.now)
        made.restart()
    yield made
    made.store.close()


def test_what_is_done_stays_and_the_rest_is_gone_on_with_in_the_same_run(engine: Engine) -> None:
    records, scope = edited(engine, 3)
    plan = engine.desk.undo.plan(scope, by=BY)
    stopped = apply_and(engine, plan, lambda: engine.desk.undo.stop(plan.id, by="person:anna"))
    assert (stopped.state, titles(engine, records)) == (PlanState.APPROVED, ["CEO", "CFO", "CFO"])
    assert len(engine.store.plan_items(plan.id, state=PlanItemState.PLANNED, limit=9)) == 2
    run = run_of(engine, stopped)
    assert (run.kind, run.outcome, run.counts["applied"]) == (RunKind.UNDO, RunOutcome.STOPPED, 1)
    assert run.ended is not None
    [told] = [one.entry for one in engine.store.audit() if "is stopped" in one.entry.note]
    assert (told.actor, told.run) == ("person:anna", stopped.run)
    assert told.note.endswith("1 applied, 2 planned")
    assert engine.desk.undo.stop(plan.id, by=BY) == stopped, "stopped once more it is as it was"

    done = engine.desk.undo.apply(plan.id, by=BY)
    assert (done.state, done.run, titles(engine, records)) == (PlanState.APPLIED, stopped.run, ["CEO"] * 3)
    run = run_of(engine, done)
    assert (run.outcome, run.counts["applied"]) == (RunOutcome.DONE, 3)
    assert engine.desk.undo.stop(plan.id, by=BY) == done, "it has ended, and stays so"
    back = engine.desk.undo.plan(Scope(run=done.run), by=BY)
    engine.desk.undo.apply(back.id, by=BY)
    assert titles(engine, records) == ["CFO"] * 3
    assert engine.store.verify_audit() is None


def test_what_a_killed_daemon_left_is_stopped_as_well(engine: Engine) -> None:
    records, scope = edited(engine, 3)
    plan = engine.desk.undo.plan(scope, by=BY)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_and(engine, plan, die)
    engine.restart()
    left = now_is(engine, plan)
    assert (left.state, run_of(engine, left).outcome) == (PlanState.APPLYING, RunOutcome.RUNNING)
    stopped = engine.desk.undo.stop(plan.id, by=BY)
    assert (stopped.state, run_of(engine, stopped).outcome) == (PlanState.APPROVED, RunOutcome.STOPPED)
    engine.desk.undo.apply(plan.id, by=BY)
    assert titles(engine, records) == ["CEO"] * 3


@pytest.mark.parametrize("at_once", [True, False])
def test_a_discard_ends_it_and_leaves_no_run_open(engine: Engine, at_once: bool) -> None:
    """While it is being applied, or after it was stopped."""
    records, scope = edited(engine, 3)
    plan = engine.desk.undo.plan(scope, by=BY)
    desk = PlanDesk(store=engine.store, world=engine.desk.world, sites={}, committed=engine.batches.append)
    if at_once:
        with pytest.raises(Conflicting, match="was discarded"):
            apply_and(engine, plan, lambda: desk.discard(plan.id, by="person:anna"))
    else:
        apply_and(engine, plan, lambda: engine.desk.undo.stop(plan.id, by="person:anna"))
        desk.discard(plan.id, by="person:anna")
    ended = now_is(engine, plan)
    run = run_of(engine, ended)
    assert (ended.state, run.outcome) == (PlanState.DISCARDED, RunOutcome.STOPPED)
    assert run.ended is not None and run.counts["applied"] == 1
    assert titles(engine, records) == ["CEO", "CFO", "CFO"]
    with pytest.raises(Conflicting, match="discarded"):
        engine.desk.undo.apply(plan.id, by=BY)
    open_runs = [
        one
        for one in engine.store.list_runs(before=None, limit=100)
        if one.kind is RunKind.UNDO and one.outcome is RunOutcome.RUNNING
    ]
    assert open_runs == []


def test_what_was_not_begun_is_not_stopped() -> None:
    engine = Engine()
    _, scope = edited(engine, 1)
    plan = engine.desk.undo.plan(scope, by=BY)
    with pytest.raises(Conflicting, match="nothing of it is being applied"):
        engine.desk.undo.stop(plan.id, by=BY)
    with pytest.raises(NotFound, match="no plan 'nothing'"):
        engine.desk.undo.stop("nothing", by=BY)
    assert now_is(engine, plan) == plan


@pytest.mark.usefixtures("hears_ctrl_c")
def test_ctrl_c_stops_what_the_command_line_has_begun(tmp_path: Path) -> None:
    run = CliRunner(env={"CRMSYNC_HOME": str(tmp_path), "NO_COLOR": "1"}).invoke
    with served(tmp_path) as (daemon, _, client):
        many = 101  # a chunk, and one more
        ids = [
            daemon.desk.create("contact", {"name": "Ann", "email": f"{at}@x.eu"}, by="person:x").id
            for at in range(many)
        ]
        plan = client.plan_undo(records=ids, since=1)
        durable = daemon.desk.committed
        pressed: list[str] = []

        def committed(batch: Batch) -> None:
            durable(batch)
            if batch.plan_items and batch.records and not pressed:
                pressed.append("Ctrl-C")
                os.kill(os.getpid(), signal.SIGINT)  # heard where the command waits for its answer
                until = time.monotonic() + LIMIT_S
                while client_plan() is PlanState.APPLYING and time.monotonic() < until:
                    time.sleep(0.01)

        def client_plan() -> PlanState | None:
            found = daemon.store.plan(plan.id)
            return found.state if found is not None else None

        daemon.desk.committed = committed
        told = run(app, ["undo", "apply", plan.id])
        assert told.exit_code == ExitCode.ATTENTION, told.exception
        assert f"Undo plan {plan.id} is stopped: 100 of {many} taken back." in told.stdout
        assert f"Go on: crmsync undo apply {plan.id}" in told.stdout
        assert pressed == ["Ctrl-C"]
        shown = run(app, ["undo", "show", plan.id, "--limit", "1"])
        assert ": stopped" in shown.stdout and f"crmsync undo apply {plan.id}" in shown.stdout
        again = json.loads(run(app, ["undo", "stop", plan.id, "--json"]).stdout)
        assert again["outcomes"] == {"applied": 100, "planned": 1}
        done = run(app, ["undo", "apply", plan.id])
        assert (done.exit_code, f"{many} applied" in done.stdout) == (ExitCode.OK, True)
        assert not daemon.store.list_records("contact", after=None, limit=9)
