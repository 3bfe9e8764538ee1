"""crmsync queue (list, snooze, escalate, wake): conflicts and every other question together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from core.queue_order import Sort
from daemon.cli.given import connect, time_to_come, where_given
from daemon.cli.many import Order
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, shown, table

if TYPE_CHECKING:
    from core.wire.models import Page, QueueWord

queue = typer.Typer(help="Everything that waits for a person.", no_args_is_help=True)


@queue.command("list")
def list_queue(
    kind: Annotated[
        str | None,
        typer.Option(help="conflict, ambiguous, refused, deletion, merge, brake, schema, reference, undo."),
    ] = None,
    connection: Annotated[str | None, typer.Option(help="Only this connection.")] = None,
    object: Annotated[
        str | None, typer.Option(help="Only this object, by the hub's name or the CRM's.")
    ] = None,
    field: Annotated[str | None, typer.Option(help="Only about this field.")] = None,
    state: Annotated[str | None, typer.Option(help="open, snoozed or escalated; all where left out.")] = None,
    assigned: Annotated[str | None, typer.Option(help="Only what is assigned to this person.")] = None,
    older: Annotated[str | None, typer.Option(help="Only what waits for longer, such as 2h, 3d.")] = None,
    newer: Annotated[str | None, typer.Option(help="Only what has waited for less, such as 2h, 3d.")] = None,
    sure: Annotated[
        str | None, typer.Option(help="Only where the advisor is at least so sure, such as 90%.")
    ] = None,
    unsure: Annotated[
        str | None, typer.Option(help="Only where it is less sure, or says nothing, such as 70%.")
    ] = None,
    sort: Order = Sort.OLDEST,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """Everything that waits for a person."""
    parts = {
        "kind": kind,
        "connection": connection,
        "object": object,
        "field": field,
        "state": state,
        "assigned": assigned,
        "older": older,
        "newer": newer,
        "sure": sure,
        "unsure": unsure,
    }
    given = [f"{name}={text}" for name, text in parts.items() if text]
    where = where_given(given)
    with connect() as client:
        page = client.list_queue(where, sort=sort.value, after=after, limit=limit)
    if as_json:
        emit_json(page)
        return
    table(
        ("ID", "KIND", "CONNECTION", "OBJECT", "ABOUT", "QUESTION", "SINCE", "SURE", "STATE"),
        [
            (
                one.id,
                one.kind,
                one.connection,
                one.object,
                one.field or one.subject,
                _asked(one),
                moment(one.opened_at),
                "-" if one.confidence is None else f"{one.confidence:.0%}",
                _state(one),
            )
            for one in page.rows
        ],
        empty="Nothing that waits for a person fits that." if given else "Nothing waits for a person.",
    )
    more(page.next)


@queue.command()
def snooze(
    ids: list[str],
    until: Annotated[str, typer.Option(help="Such as 4h, 2d, 2026-11-30 or 2026-11-30T08:00.")],
    as_json: AsJson = False,
) -> None:
    """Set questions aside until a time; they come back by themselves."""
    with connect() as client:
        page = client.snooze_questions(ids, time_to_come(until))
    _tell(page, as_json)


@queue.command()
def escalate(
    ids: list[str],
    to: Annotated[str, typer.Option(help="Who shall decide.")],
    note: Annotated[str, typer.Option(help="What they should know.")] = "",
    as_json: AsJson = False,
) -> None:
    """Assign questions to somebody, with a note."""
    with connect() as client:
        page = client.escalate_questions(ids, to, note)
    _tell(page, as_json)


@queue.command()
def wake(ids: list[str], as_json: AsJson = False) -> None:
    """End a snooze or an assignment now."""
    with connect() as client:
        page = client.wake_questions(ids)
    _tell(page, as_json)


def _tell(page: Page[QueueWord], as_json: bool) -> None:
    if as_json:
        emit_json(page)
        return
    for one in page.rows:
        say(f"{one.id} is {_state(one)}.")


def _state(one: QueueWord) -> str:
    if one.state == "snoozed":
        return f"snoozed until {moment(one.snoozed_until)}"
    return f"assigned to {one.assigned_to}" if one.state == "escalated" else one.state


def _asked(one: QueueWord) -> str:
    if one.conflict is not None:
        hub, crm = (" | ".join(map(shown, side.values)) for side in (one.conflict.hub, one.conflict.crm))
        return f"hub: {hub}; {one.connection}: {crm}"
    return one.item.reason if one.item is not None else ""
