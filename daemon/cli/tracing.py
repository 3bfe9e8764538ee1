"""crmsync records trace: why a record is as it is, and what would fix what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, moment, say, shown, table
from daemon.cli.referred import saying

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.tracing import FieldTraceWord, PairTraceWord, TraceWord


def trace(
    what: Annotated[
        str, typer.Argument(help="A record's id, a CRM's id or link, CONNECTION:ID, or an e-mail address.")
    ],
    as_json: AsJson = False,
) -> None:
    """Why is this value here, and why has this not synced? Each reason with what fixes it."""
    with connect() as client:
        told = client.trace_record(what)
        if as_json:
            emit_json(told)
            return
        _tell_record(client, told, what)
    for pair in told.pairs:
        _tell(pair)


def _tell_record(client: Client, told: TraceWord, what: str) -> None:
    if told.record is None:
        say(f"There is no record here for {what}.")
    else:
        object = told.record.object
        said = saying(client, ((object, one.field, one.value) for one in told.fields))
        gone = f", deleted {moment(told.record.deleted_at)}" if told.record.deleted_at else ""
        say(f"{told.record.object} {told.record.id}, version {told.record.version}{gone}")
        table(
            ("FIELD", "VALUE", "SET", "WHY", "DID NOT WIN"),
            [
                (
                    one.field,
                    said(object, one.field, one.value),
                    moment(one.last.at) if one.last else "-",
                    one.last.why if one.last else "-",
                    _lost(one),
                )
                for one in told.fields
            ],
            empty="It has no values.",
        )


def _lost(one: FieldTraceWord) -> str:
    told = [f"{part.lost.side}: {shown(part.lost.value)} ({moment(part.at)})" for part in one.lost]
    if one.conflict is not None:
        told.append(f"conflict {one.conflict} is open")
    return "; ".join(told)


def _tell(pair: PairTraceWord) -> None:
    place = f"{pair.connection} {pair.crm_object} {pair.crm_id or ''}".rstrip()
    say(f"{place}: {'in step' if not pair.reasons else 'not in step'} ({pair.state})")
    if pair.matched:
        say(f"  {pair.matched}")
    for reason in pair.reasons:
        say(f"  - {reason.what}")
        if reason.fix:
            say(f"    {reason.fix}")
    for note in pair.notes:
        say(f"  {note}")
