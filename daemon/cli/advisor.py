"""crmsync advisor: how its suggestions fared, where it may decide alone, what it learned from, and a model's key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import Invalid
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say, table

if TYPE_CHECKING:
    from core.wire.models import AdvisorFieldWord

app = typer.Typer(help="What the advisor suggests, and where it may decide alone.", no_args_is_help=True)

Named = Annotated[
    str, typer.Argument(metavar="FIELD", help="A field as object.field, such as contact.phone.")
]
ONE_PAGE = 500


def _parts(field: str) -> tuple[str, str]:
    object, dot, name = field.partition(".")
    if not dot or not object or not name:
        raise Invalid(f"{field!r} names no field", advice="Give object.field, such as contact.phone.")
    return object, name


def _alone(one: AdvisorFieldWord) -> str:
    if one.off:
        return f"off: {one.off}"
    if not one.alone:
        return "no"
    return f"from {one.threshold:.1%}" if one.threshold is not None else "not yet"


@app.command()
def status(as_json: AsJson = False) -> None:
    """How its suggestions fared, field by field, and where it decides alone."""
    with connect() as client:
        standing = client.advisor()
    if as_json:
        emit_json(standing)
        return
    say(f"It has learned from {standing.decisions} decisions.")
    table(
        ("FIELD", "DECIDED", "SURE", "AGREED", "ALONE", "LEVEL", "SETTLED", "REVERSED", "STILL NEEDED"),
        [
            (
                f"{one.object}.{one.field}",
                str(one.decided),
                str(one.sure),
                str(one.agreed),
                _alone(one),
                f"{one.level:.2%}",
                str(one.settled),
                str(one.reversed),
                one.why or "-",
            )
            for one in standing.fields
        ],
        empty="Nothing was decided yet.",
    )
    for one in standing.doubtful:
        say(
            f"{one.by} decided as clear evidence says in {one.agreed} of {one.sure} cases: look at them, or forget with "
            f"crmsync advisor reset --by {one.by}"
        )


@app.command()
def enable(
    field: Named,
    precision: Annotated[
        float, typer.Option(help="How often it must be right where it decides alone.")
    ] = 0.99,
    as_json: AsJson = False,
) -> None:
    """Let it decide alone in a field, above the sureness that is measured to be right that often."""
    object, name = _parts(field)
    with connect() as client:
        one = client.enable_advisor(object, name, precision)
    if as_json:
        emit_json(one)
    elif one.threshold is not None:
        say(f"{field}: decides alone where it is at least {one.threshold:.1%} sure.")
    else:
        say(f"{field}: turned on; it decides nothing yet: {one.why}.")


@app.command()
def disable(field: Named, as_json: AsJson = False) -> None:
    """Let it only suggest in a field."""
    object, name = _parts(field)
    with connect() as client:
        one = client.disable_advisor(object, name)
    emit_json(one) if as_json else say(f"{field}: it only suggests.")


@app.command()
def export(
    field: Annotated[str | None, typer.Option(help="Only this field, as object.field.")] = None,
) -> None:
    """Every decision it learned from, one JSON object a line, newest first; no values of records."""
    object, name = _parts(field) if field is not None else (None, None)
    with connect() as client:
        after: str | None = None
        while True:
            page = client.list_decisions(object, name, after=after, limit=ONE_PAGE)
            for one in page.rows:
                sys.stdout.write(one.model_dump_json() + "\n")
            after = page.next
            if after is None:
                return


@app.command()
def reset(
    field: Annotated[str | None, typer.Option(help="Only this field, as object.field.")] = None,
    by: Annotated[
        str | None, typer.Option(help="Only what this person decided, such as person:anna.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forget decisions, and what was learned from them. The log keeps them."""
    object, name = _parts(field) if field is not None else (None, None)
    if not yes:
        raise Invalid(
            "what was learned is forgotten for good", advice="Give --yes; keep it first with advisor export."
        )
    with connect() as client:
        gone = client.forget_decisions(object, name, by)
    emit_json(gone) if as_json else say(f"{gone.removed} decisions are forgotten.")


@app.command()
def key(
    from_stdin: Annotated[bool, typer.Option("--stdin", help="Read it from standard input.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the one that is kept.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give the daemon the key of the language model's endpoint. Kept sealed, never an argument."""
    if remove:
        with connect() as client:
            gone = client.forget_model_key()
        emit_json(gone) if as_json else say("Removed." if gone.removed else "There was no key.")
        return
    given = sys.stdin.readline() if from_stdin else str(typer.prompt("Key", hide_input=True))
    if not given.strip():
        raise Invalid("no key was given", advice="Write: crmsync advisor key --stdin < file")
    with connect() as client:
        done = client.keep_model_key(given.strip())
    emit_json(done) if as_json else say("Kept; it is sent to the endpoint's host alone.")
