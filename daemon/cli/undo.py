"""crmsync undo (run, records, connection, mapping, show, apply, stop): shown first, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from daemon.cli.exits import ExitCode
from daemon.cli.given import connect, time_given
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, table
from daemon.cli.referred import Saying, saying

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.undo import UndoItemWord, UndoPlanWord
    from core.wire.words import Page

app = typer.Typer(
    help="Take back what was done: planned and shown first, then applied.", no_args_is_help=True
)

Since: TypeAlias = Annotated[str, typer.Option("--since", help="Such as 2h, 3d or 2026-11-23T08:00.")]
Until: TypeAlias = Annotated[str | None, typer.Option("--until", help="Only what was done up to then.")]

_KINDS: Final = {
    "restore_hub": "live again",
    "update_hub": "get former values back",
    "conflict": "were changed since: asked about, not touched",
    "delete_hub": "were created by it: removed",
    "delete_crm": "were made by it in a CRM: removed there, kept here",
    "restore_crm": "come back in a CRM",
    "update_crm": "get former values back in a CRM, and keep theirs here",
    "irreversible": "cannot be taken back",
}


@app.command("run")
def undo_run(run: str, limit: Limit = 50, as_json: AsJson = False) -> None:
    """Plan to take back everything a run changed (crmsync runs lists them)."""
    with connect() as client:
        _show(client, client.plan_undo(run=run), None, limit, as_json)


@app.command("records")
def undo_records(
    ids: list[str], since: Since, until: Until = None, limit: Limit = 50, as_json: AsJson = False
) -> None:
    """Plan to take back everything that happened to these records since a time, whoever did it."""
    first, last = time_given(since), time_given(until)
    with connect() as client:
        _show(client, client.plan_undo(records=ids, since=first, until=last), None, limit, as_json)


@app.command("connection")
def undo_connection(
    name: str, since: Since, until: Until = None, limit: Limit = 50, as_json: AsJson = False
) -> None:
    """Plan to take back everything that came from one connection since a time."""
    first, last = time_given(since), time_given(until)
    with connect() as client:
        _show(client, client.plan_undo(connection=name, since=first, until=last), None, limit, as_json)


@app.command("mapping")
def undo_mapping(
    connection: str,
    crm_object: str,
    version: Annotated[
        int, typer.Option("--version", min=1, help="As crmsync mappings history counts them.")
    ],
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Plan to take back everything that was done by one version of a mapping. Put another one in use first."""
    from core.wire.undo import OfMapping

    of = OfMapping(connection=connection, object=crm_object, version=version)
    with connect() as client:
        _show(client, client.plan_undo(mapping=of), None, limit, as_json)


@app.command("show")
def show_undo(plan: str, after: After = None, limit: Limit = 50, as_json: AsJson = False) -> None:
    """Show a plan, and what became of it."""
    with connect() as client:
        _show(client, client.get_undo(plan), after, limit, as_json)


@app.command("apply")
def apply_undo(plan: str, as_json: AsJson = False) -> None:
    """Do exactly what a plan says, or go on with it; a record that has changed since is left alone and told.

    Ctrl-C stops it: what is done stays, and the rest waits to be gone on with.
    """
    with connect() as client:
        one = _applied(client, plan)
        stale = client.list_undo_items(plan, state="stale", limit=20)
    if as_json:
        emit_json(one)
    else:
        _tell_applied(one, stale)
    if one.state != "applied":
        raise typer.Exit(ExitCode.ATTENTION)


@app.command("stop")
def stop_undo(plan: str, as_json: AsJson = False) -> None:
    """Stop a plan that is being applied: what is done stays, and the rest waits to be gone on with."""
    with connect() as client:
        one = client.stop_undo(plan)
    emit_json(one) if as_json else _tell_outcome(one)


def _applied(client: Client, plan: str) -> UndoPlanWord:
    try:
        return client.apply_undo(plan)
    except KeyboardInterrupt:
        # The daemon would go on with it; it is asked by a call of its own, as this one's answer was given up.
        with connect() as another:
            return another.stop_undo(plan)


def _tell_applied(one: UndoPlanWord, stale: Page[UndoItemWord]) -> None:
    _tell_outcome(one)
    for item in stale.rows:
        say(f"{item.object} {item.record_id} was left alone: {item.note}")
    if one.outcomes.get("applied") and one.run is not None:
        say(f"Take this back: crmsync undo run {one.run}")


def _tell_outcome(one: UndoPlanWord) -> None:
    if _is_stopped(one):
        done, total = one.outcomes.get("applied", 0), sum(one.outcomes.values())
        say(f"Undo plan {one.id} is stopped: {done} of {total} taken back.")
        say(f"Go on: crmsync undo apply {one.id}")
        say(f"Or leave the rest: crmsync plans discard {one.id}")
        return
    told = ", ".join(f"{count} {name}" for name, count in sorted(one.outcomes.items()))
    say(f"Undo plan {one.id} is {one.state}: {told or 'there was nothing to do'}.")


def _is_stopped(one: UndoPlanWord) -> bool:
    return one.state == "approved" and one.run is not None


def _show(client: Client, plan: UndoPlanWord, after: str | None, limit: int, as_json: bool) -> None:
    from core.wire.undo import UndoShown

    page = client.list_undo_items(plan.id, after=after, limit=limit)
    if as_json:
        emit_json(UndoShown(plan=plan, items=page))
        return
    say(f"Undo plan {plan.id} of {_undoes(plan)}: {'stopped' if _is_stopped(plan) else plan.state}")
    for kind, words in _KINDS.items():
        if plan.counts.get(kind):
            say(f"  {plan.counts[kind]} {words}")
    values = (
        (one.object, part.field, value)
        for one in page.rows
        for part in one.changes
        for value in (part.before, part.after)
    )
    said = saying(client, values)
    table(
        ("N", "WHAT", "RECORD", "CHANGES", "NOTE", "STATE"),
        [
            (str(one.n), one.kind, f"{one.object} {one.record_id}", _changes(one, said), one.note, one.state)
            for one in page.rows
        ],
        empty="There is nothing to take back.",
    )
    more(page.next)
    if plan.state == "draft" and page.rows:
        say(f"Do it: crmsync undo apply {plan.id}")
    elif _is_stopped(plan):
        say(f"Go on: crmsync undo apply {plan.id}")


def _undoes(plan: UndoPlanWord) -> str:
    """Times in the plan's own words are milliseconds; a person reads moments."""
    return " ".join(
        moment(int(word)) if word.isdigit() and len(word) == 13 else word for word in plan.undoes.split(" ")
    )


def _changes(one: UndoItemWord, said: Saying) -> str:
    return "; ".join(
        f"{part.field}: {said(one.object, part.field, part.before)} > {said(one.object, part.field, part.after)}"
        for part in one.changes
    )
