"""crmsync plans: what a sync would do, looked at and approved before it is done."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.errors import Invalid
from core.wire.plan_rows import COLUMNS, rows_of
from daemon.cli.exits import ExitCode
from daemon.cli.given import connect
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, table
from daemon.cli.plan_items import changes_of, held_by, homes_of
from daemon.cli.referred import saying

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.plans import PlanStory, PlanWord

app = typer.Typer(
    help="What a sync would do, looked at and approved before it is done.", no_args_is_help=True
)

Kind = Annotated[str | None, typer.Option(help="Such as create_hub, update_crm, link, ambiguous, conflict.")]
State = Annotated[str | None, typer.Option(help="Such as planned, excluded, applied, stale, failed.")]
CrmObject = Annotated[str | None, typer.Option("--object", help="Only this CRM object.")]
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Come back when it is done.")]

_LOOK_S: Final = 0.3
_MOST: Final = 1_000  # items the daemon leaves out at a time


@app.command()
def make(
    connection: str,
    object: Annotated[str | None, typer.Argument(help="A hub object; all where left out.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping file to try in place of the one in use.", dir_okay=False)
    ] = None,
    wait: Wait = True,
    as_json: AsJson = False,
) -> None:
    """Compare everything, and keep what would be done. Nothing else is written."""
    text = _text_of(mapping) if mapping is not None else None
    with connect() as client:
        plan = client.make_plan(connection, object, mapping=text)
        if wait:
            plan = _until(client, plan, "making")
        story = client.get_plan(plan.id)
    tell_plan(story, as_json)
    _fail_on(story)


@app.command("list")
def list_plans(
    connection: Annotated[str | None, typer.Option(help="Only of this connection.")] = None,
    state: Annotated[
        str | None, typer.Option(help="making, draft, approved, applying, applied, discarded or expired.")
    ] = None,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """Plans, the newest first."""
    with connect() as client:
        page = client.list_plans(connection, state, after=after, limit=limit)
    if as_json:
        emit_json(page)
        return
    table(
        ("ID", "KIND", "CONNECTION", "MADE", "BY", "STATE", "WRITES", "ITEMS"),
        [
            (
                one.id,
                one.kind,
                "-" if is_of_the_hub(one) else one.connection,
                moment(one.made_at),
                one.by,
                one.state,
                str(one.writes),
                str(sum(one.counts.values())),
            )
            for one in page.rows
        ],
        empty="There is no plan. Make one: crmsync plans make CONNECTION",
    )
    more(page.next)


@app.command()
def show(
    id: str,
    kind: Kind = None,
    state: State = None,
    object: CrmObject = None,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """A plan and its items, field by field: old -> new."""
    with connect() as client:
        page = client.list_plan_items(id, kind=kind, state=state, object=object, after=after, limit=limit)
        story = client.get_plan(id)
        if as_json:
            emit_json(page)
            return
        homes = homes_of(client, story.plan.connection)
        said = saying(client, (held for one in page.rows for held in held_by(one, homes)))
    tell_plan(story, as_json=False)
    table(
        ("N", "KIND", "OBJECT", "RECORD", "CRM ID", "CHANGES", "STATE", "NOTE"),
        [
            (
                str(one.n),
                one.kind,
                one.object,
                one.record_id or "-",
                one.crm_id or "-",
                changes_of(one, homes, said),
                one.state,
                one.note,
            )
            for one in page.rows
        ],
        empty="No item is like that.",
    )
    more(page.next)


@app.command()
def export(
    id: str,
    form: Annotated[str, typer.Option("--format", help="csv, or json: one object a line.")] = "csv",
    kind: Kind = None,
    state: State = None,
    object: CrmObject = None,
) -> None:
    """Every item, to standard output: one line a field as CSV, or one line an item as JSON."""
    if form not in ("csv", "json"):
        raise Invalid(f"{form!r} is not a format", advice="Write --format csv or --format json.")
    with connect() as client:
        rows = client.all_plan_items(id, kind=kind, state=state, object=object)
        if form == "json":
            for one in rows:
                emit_json(one)
            return
        out = csv.writer(sys.stdout)
        out.writerow(COLUMNS)
        for one in rows:
            out.writerows(rows_of(one))


@app.command()
def exclude(
    id: str,
    items: Annotated[list[int] | None, typer.Argument(min=1, help="Items by number.")] = None,
    kind: Kind = None,
    object: CrmObject = None,
    as_json: AsJson = False,
) -> None:
    """Leave items of a draft out, by number or all of a kind; those that build on them turn stale."""
    if bool(items) == bool(kind or object):
        raise Invalid(
            "name items, or say which by --kind and --object", advice="crmsync plans exclude ID 17 18"
        )
    with connect() as client:
        chosen = items or [one.n for one in client.all_plan_items(id, kind=kind, object=object)]
        if not chosen:
            raise Invalid("no item is like that", advice=f"Look at it: crmsync plans show {id}")
        for at in range(0, len(chosen), _MOST):
            plan = client.exclude_plan_items(id, chosen[at : at + _MOST])
    emit_json(plan) if as_json else say(f"{len(set(chosen))} left out of plan {plan.id}. {plan.next}")


@app.command()
def approve(id: str, as_json: AsJson = False) -> None:
    """Say that exactly this may be done."""
    with connect() as client:
        plan = client.approve_plan(id)
    emit_json(plan) if as_json else say(f"Plan {plan.id} is {plan.state}. {plan.next}")


@app.command()
def apply(
    id: str,
    first: Annotated[
        int | None,
        typer.Option(
            min=1, max=1_000, help="Stop for a look after so many records; apply again for the rest."
        ),
    ] = None,
    wait: Wait = True,
    as_json: AsJson = False,
) -> None:
    """Do what an approved plan says, and nothing else; what has moved since turns stale.

    Ctrl-C stops it: what is done stays, and the rest waits to be gone on with.
    """
    with connect() as client:
        try:
            plan = client.apply_plan(id, first=first)
            if wait:
                _until(client, plan, "applying")
        except KeyboardInterrupt:
            # The daemon would go on with it; it is asked by a call of its own, as this one's answer was given up.
            _stop(id, as_json)
            raise typer.Exit(ExitCode.ATTENTION) from None
        story = client.get_plan(id)
    tell_plan(story, as_json)
    _fail_on(story)


@app.command()
def stop(id: str, as_json: AsJson = False) -> None:
    """Stop a plan that is being applied: what is done stays, and the rest waits to be gone on with."""
    _stop(id, as_json)


@app.command()
def discard(id: str, as_json: AsJson = False) -> None:
    """Do nothing more by it; what was applied stays."""
    with connect() as client:
        plan = client.discard_plan(id)
    emit_json(plan) if as_json else say(f"Plan {plan.id} is {plan.state}.")


def _stop(id: str, as_json: bool) -> None:
    with connect() as client:
        plan = client.stop_plan(id)
        story = client.get_plan(id)
    if as_json:
        emit_json(story)
        return
    dealt, total = dealt_with(story)
    if plan.state == "approved":
        done = f"{dealt} of {total} items are done or passed over" if dealt else "nothing of it is done yet"
        say(f"Plan {id} is stopped: {done}.")
        say(f"Go on: crmsync {'undo' if plan.kind == 'undo' else 'plans'} apply {id}")
        say(f"Or leave the rest: crmsync plans discard {id}")
    else:
        say(f"Plan {id} is {plan.state}: {dealt} of {total} items are done or passed over.")


def dealt_with(story: PlanStory) -> tuple[int, int]:
    """How many items were come to, and how many there are; what a person left out is in neither."""
    states: Counter[str] = Counter()
    for some in story.progress.values():
        states.update(some)
    total = states.total() - states["excluded"]
    return total - states["planned"] - states["sending"], total


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} cannot be read as text", advice="Name a mapping file in TOML.") from error


def _until(client: Client, plan: PlanWord, state: str) -> PlanWord:
    while plan.state == state:
        time.sleep(_LOOK_S)
        plan = client.get_plan(plan.id).plan
    return plan


def _fail_on(story: PlanStory) -> None:
    """A script learns by the exit code that something needs a look."""
    undone = sum(some.get(state, 0) for some in story.progress.values() for state in ("stale", "failed"))
    if story.plan.state == "expired" or undone:
        raise typer.Exit(ExitCode.ATTENTION)


def is_of_the_hub(plan: PlanWord) -> bool:
    """Whether it is for no connection of its own, as one answer to many questions is."""
    return plan.connection.startswith("*")


def tell_plan(story: PlanStory, as_json: bool) -> None:
    """A plan's head: what it counts, costs and sends on, and what can be done with it."""
    if as_json:
        emit_json(story)
        return
    plan, cost = story.plan, story.plan.forecast
    of = "" if is_of_the_hub(plan) else f" of {plan.connection}"
    say(f"Plan {plan.id}: {plan.kind}{of} ({', '.join(plan.objects)}), {plan.state}")
    if plan.reason:
        say(f"{plan.reason}.")
    table(
        ("KIND", "ITEMS", "STATES"),
        [
            (kind, str(sum(some.values())), ", ".join(f"{n} {state}" for state, n in some.items()))
            for kind, some in story.progress.items()
        ],
        empty="Nothing is to be done.",
    )
    calls = ", ".join(f"{n} {name}" for name, n in cost.calls.items()) or "none"
    share = f", {cost.share:g} % of a day's allowance" if cost.share is not None else ""
    lasts = f", about {cost.seconds} s" if plan.kind != "bulk" else ""
    say(f"Cost: {calls} calls{share}{lasts}.")
    if cost.conflicts:
        say(f"Questions: {cost.conflicts} fields that both sides hold differently; a person decides each.")
    if cost.duplicates:
        say(f"Duplicates: {cost.duplicates} records match another; a person is asked about each.")
    if cost.refused:
        say(f"Refusals: {cost.refused} records have a value that may be refused; their items say which.")
    if cost.spreads:
        others = ", ".join(f"{n} to {name}" for name, n in cost.spreads.items())
        say(f"Then sent on: {others}.")
    say(plan.next)
