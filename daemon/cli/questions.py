"""crmsync conflicts (list, show, resolve) and crmsync items (list, show, approve, dismiss)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import Invalid
from daemon.cli.given import connect, fields_given
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, shown, table

if TYPE_CHECKING:
    from core.wire.models import CandidateWord

conflicts = typer.Typer(
    help="Fields that were changed to different values on both sides.", no_args_is_help=True
)
items = typer.Typer(help="Every other question to a person.", no_args_is_help=True)


def _values(one: CandidateWord) -> str:
    return " | ".join(shown(value) for value in one.values)


@conflicts.command("list")
def list_conflicts(
    state: Annotated[str, typer.Option(help="open, resolved, superseded or all.")] = "open",
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """Conflicts; the open ones unless told otherwise."""
    with connect() as client:
        page = client.list_conflicts(None if state == "all" else state, after=after, limit=limit)
    if as_json:
        emit_json(page)
        return
    table(
        ("ID", "RECORD", "CONNECTION", "RULE", "HUB", "CRM", "SINCE", "STATE"),
        [
            (
                one.id,
                one.record_id,
                one.connection,
                one.rule,
                _values(one.hub),
                _values(one.crm),
                moment(one.opened_at),
                one.state,
            )
            for one in page.rows
        ],
        empty="There is no conflict.",
    )
    more(page.next)


@conflicts.command("show")
def show_conflict(id: str, as_json: AsJson = False) -> None:
    """One conflict: both sides, who and when."""
    with connect() as client:
        story = client.get_conflict(id)
    if as_json:
        emit_json(story)
        return
    one = story.conflict
    say(f"conflict {one.id} about {one.rule} of record {one.record_id}, {one.state}")
    sides = [
        ("hub", ", ".join(one.hub_fields), one.hub),
        (one.connection, ", ".join(one.crm_fields), one.crm),
    ]
    sides += [(f"{one.connection}, overwritten", ", ".join(one.crm_fields), lost) for lost in one.lost]
    table(
        ("SIDE", "FIELDS", "VALUES", "CHANGED", "BY"),
        [(side, names, _values(held), moment(held.at), held.by or "-") for side, names, held in sides],
        empty="",
    )
    if one.state == "open":
        say(f"Settle it: crmsync conflicts resolve {one.id} --hub | --crm | --value field=value")


@conflicts.command("resolve")
def resolve_conflict(
    id: str,
    hub: Annotated[bool, typer.Option("--hub", help="Keep the hub's side.")] = False,
    crm: Annotated[bool, typer.Option("--crm", help="Take the CRM's side.")] = False,
    value: Annotated[list[str] | None, typer.Option("--value", help="Set field=value instead.")] = None,
    as_json: AsJson = False,
) -> None:
    """Settle a conflict one way."""
    if hub + crm + bool(value) != 1:
        raise Invalid("choose one way to settle it", advice="Give --hub, or --crm, or --value field=value.")
    with connect() as client:
        if value:
            record = client.get_record(client.get_conflict(id).conflict.record_id).record
            one = client.resolve_conflict(id, "value", fields_given(client, record.object, value))
        else:
            one = client.resolve_conflict(id, "hub" if hub else "crm")
    emit_json(one) if as_json else say(f"Conflict {one.id} is {one.state}.")


@items.command("list")
def list_items(
    state: Annotated[str, typer.Option(help="open, approved, dismissed, superseded or all.")] = "open",
    kind: Annotated[
        str | None, typer.Option(help="Such as ambiguous, refused, deletion, merge, brake, schema.")
    ] = None,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """Questions; the open ones unless told otherwise."""
    with connect() as client:
        page = client.list_items(None if state == "all" else state, kind, after=after, limit=limit)
    if as_json:
        emit_json(page)
        return
    table(
        ("ID", "KIND", "CONNECTION", "OBJECT", "SUBJECT", "REASON", "SINCE", "STATE"),
        [
            (
                one.id,
                one.kind,
                one.connection,
                one.object,
                one.subject,
                one.reason,
                moment(one.opened_at),
                one.state,
            )
            for one in page.rows
        ],
        empty="There is no question.",
    )
    more(page.next)


@items.command("show")
def show_item(id: str, as_json: AsJson = False) -> None:
    """One question and what is needed to decide it."""
    with connect() as client:
        one = client.get_item(id)
    if as_json:
        emit_json(one)
        return
    say(f"{one.kind} {one.id} about {one.object} {one.subject} in {one.connection}, {one.state}")
    say(f"{one.reason}. {one.advice}")
    table(("PART", "VALUE"), [(name, shown(value)) for name, value in one.detail.items()], empty="")


@items.command()
def approve(
    id: str,
    option: Annotated[str | None, typer.Option(help="Which one, where there are several.")] = None,
    as_json: AsJson = False,
) -> None:
    """Do what the question proposes."""
    with connect() as client:
        one = client.decide_item(id, approve=True, option=option)
    emit_json(one) if as_json else say(f"{one.id} is {one.state}.")


@items.command()
def dismiss(id: str, as_json: AsJson = False) -> None:
    """Leave things as they are."""
    with connect() as client:
        one = client.decide_item(id, approve=False)
    emit_json(one) if as_json else say(f"{one.id} is {one.state}.")
