"""The command tree, and how a mistake is told: one line what, one line what to do, and an exit code."""

from __future__ import annotations

import sys

import typer

from core.errors import CrmSyncError
from daemon.cli import (
    acting,
    advisor,
    alerts,
    attached,
    conflicts,
    connections,
    items,
    mappings,
    metrics,
    plans,
    queueing,
    records,
    reference,
    rules,
    standing,
    targets,
    tickets,
    undo,
    vault,
)
from daemon.cli.exits import exit_code_of
from daemon.cli.output import clean

app = typer.Typer(
    name="crmsync",
    help="Keeps customer records in two-way step between this hub and the CRMs a team works in.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(standing.status)
app.add_typer(connections.app, name="connections")
app.add_typer(records.app, name="records")
app.command()(standing.runs)
app.command()(standing.activity)
app.add_typer(queueing.queue, name="queue")
app.add_typer(conflicts.conflicts, name="conflicts")
app.add_typer(items.items, name="items")
app.add_typer(rules.app, name="rules")
app.add_typer(plans.app, name="plans")
app.add_typer(mappings.app, name="mappings")
app.add_typer(advisor.app, name="advisor")
app.add_typer(undo.app, name="undo")
app.add_typer(alerts.app, name="alerts")
app.add_typer(tickets.app, name="tickets")
app.add_typer(targets.app, name="targets")
app.add_typer(attached.app, name="attached")
app.command()(acting.pause)
app.command()(acting.resume)
app.command()(acting.sync)
app.add_typer(standing.audit, name="audit")
app.add_typer(vault.app, name="vault")
app.command()(standing.doctor)
app.command()(standing.residency)
app.command()(metrics.metrics)
app.command()(reference.lenses)
app.command()(standing.watch)
app.command()(acting.daemon)
app.command()(acting.demo)


def run() -> None:
    """Run the command line of this process and end it with an `ExitCode`."""
    try:
        app()
    except CrmSyncError as error:
        sys.stderr.write(f"error: {clean(str(error))}\n{clean(error.advice)}\n")
        sys.exit(exit_code_of(error))
