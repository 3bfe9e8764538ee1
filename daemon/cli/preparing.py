"""crmsync connections prepare: what a connection needs in the CRM, asked for and then made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import Invalid
from daemon.cli.exits import ExitCode
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say, table

if TYPE_CHECKING:
    from core.wire.models import NeedWord


def prepare(
    name: str,
    yes: Annotated[bool, typer.Option("--yes", help="Create what is missing without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show which fields this connection needs in the CRM, ask, and create those that are missing there.

    Exit with 4 where something is still missing.
    """
    with connect() as client:
        page = client.list_needs(name)
        lacks = any(not one.present for one in page.rows)
        if not as_json:
            _show(page.rows)
            _explain(page.rows)
        if lacks and (yes or _agreed(name)):
            page = client.prepare_connection(name)
            if not as_json:
                _show(page.rows)
    if as_json:
        emit_json(page)
    else:
        _advise(page.rows)
    if any(not one.present for one in page.rows):
        raise typer.Exit(ExitCode.ATTENTION)


def _explain(needs: list[NeedWord]) -> None:
    """What the missing fields are for, and what is lost without them; said once where it is the same for all."""
    for sentence in dict.fromkeys(
        text for one in needs if not one.present for text in (one.why, one.without)
    ):
        say(sentence)


def _advise(needs: list[NeedWord]) -> None:
    """What could not be had, and what to do."""
    for one in needs:
        if not one.present:
            say(f"{one.object}.{one.field}: {one.trouble or 'not made'}")
            say(f"  {one.advice}")


def _agreed(name: str) -> bool:
    if not sys.stdin.isatty():
        raise Invalid(
            f"{name} lacks fields in the CRM, and nobody is here to ask",
            advice=f"Say so: crmsync connections prepare {name} --yes.",
        )
    return typer.confirm("Create the missing fields in the CRM?")


def _show(needs: list[NeedWord]) -> None:
    table(
        ("OBJECT", "FIELD", "TYPE", "UNIQUE", "THERE"),
        [
            (
                one.object,
                one.field,
                one.type,
                "yes" if one.unique else "no",
                "made now" if one.created else "yes" if one.present else "missing",
            )
            for one in needs
        ],
        empty="Nothing is created in this CRM, so nothing is needed there.",
    )
