"""crmsync records: list, show, create, edit, delete, restore, merge, history, trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from core.standing import Stand
from daemon.cli.given import connect, fields_given, time_given
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, shown, table
from daemon.cli.past import bring_back, history, tell_past
from daemon.cli.referred import saying
from daemon.cli.tracing import trace

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.models import RecordStory, StandingWord

app = typer.Typer(help="The hub's own records.", no_args_is_help=True)

At: TypeAlias = Annotated[
    str | None, typer.Option("--at", help="As of this time: 2h (ago), 3d, 2026-11-23 or 2026-11-23T08:00.")
]
FieldsGiven: TypeAlias = Annotated[
    list[str], typer.Option("--field", help="name=value; an empty value clears the field. May be repeated.")
]
Expected: TypeAlias = Annotated[
    int | None, typer.Option("--expected", help="Do it only if the record still has this version.")
]


@app.command("list")
def list_(
    object: str,
    deleted: Annotated[bool, typer.Option("--deleted", help="Show deleted ones as well.")] = False,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """Records of one object, such as contact."""
    with connect() as client:
        page = client.list_records(object, after=after, limit=limit, deleted=deleted)
    if as_json:
        emit_json(page)
        return
    names = list(dict.fromkeys(name for one in page.rows for name in one.fields))[:4]
    table(
        ("ID", "VERSION", *(name.upper() for name in names)),
        [(one.id, str(one.version), *(shown(one.fields.get(name)) for name in names)) for one in page.rows],
        empty=f"There is no {object}.",
    )
    more(page.next)


@app.command()
def standing(
    connection: Annotated[
        str | None, typer.Argument(help="Only its objects; with an object, its records.")
    ] = None,
    object: Annotated[str | None, typer.Argument(help="A CRM object, or a hub object.")] = None,
    only: Annotated[Stand, typer.Option(help="How the records that are listed stand.")] = Stand.FAILING,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """How many of the hub's records stand how with each object; with a connection and an object, those, and why."""
    with connect() as client:
        if connection is None or object is None:
            told = client.standing()
            if connection is not None:
                client.get_connection(
                    connection
                )  # a name that nothing has is said, not answered by an empty table
                told = told.model_copy(
                    update={"objects": [one for one in told.objects if one.connection == connection]}
                )
            emit_json(told) if as_json else tell_objects(told)
            return
        page = client.list_standing(connection, object, only.value, after=after, limit=limit)
    if as_json:
        emit_json(page)
        return
    table(
        ("RECORD", "CRM ID", "SINCE", "WHY"),
        [(one.record_id or "-", one.crm_id or "-", moment(one.since), one.reason) for one in page.rows],
        empty=f"No record of {object} stands so.",
    )
    more(page.next)


def tell_objects(told: StandingWord) -> None:
    table(
        (
            "CONNECTION",
            "OBJECT",
            "IN HUB",
            "IN STEP",
            "PENDING",
            "FAILING",
            "FROZEN",
            "EXCLUDED",
            "ONLY THERE",
        ),
        [
            (
                one.connection,
                one.crm_object,
                *(str(n) for n in (one.records, one.in_sync, one.pending, one.failing, one.frozen)),
                str(sum(one.excluded.values())),
                str(sum(one.only_there.values())),
            )
            for one in told.objects
        ],
        empty="Nothing is mapped.",
    )


@app.command()
def show(id: str, at: At = None, as_json: AsJson = False) -> None:
    """One record: its values, its pairs, and what waits or is open about it; with --at, as it was then."""
    moment_given = time_given(at)
    with connect() as client:
        if moment_given is not None:
            was = client.get_record_at(id, moment_given)
            emit_json(was) if as_json else tell_past(client, was)
            return
        story = client.get_record(id)
        emit_json(story) if as_json else _tell(client, story)


def _tell(client: Client, story: RecordStory) -> None:
    record = story.record
    said = saying(client, ((record.object, name, value) for name, value in record.fields.items()))
    gone = f", deleted {moment(record.deleted_at)} by {record.deleted_by}" if record.deleted_at else ""
    if record.merged_into is not None:
        gone += f", merged into {record.merged_into}"
    say(f"{record.object} {record.id}, version {record.version}{gone}")
    table(
        ("FIELD", "VALUE", "CHANGED", "BY"),
        [
            (name, said(record.object, name, value), moment(edit.at), edit.by)
            for name, value in record.fields.items()
            for edit in [record.edits.get(name, record.created)]
        ],
        empty="It has no values.",
    )
    table(
        ("CONNECTION", "OBJECT", "CRM ID", "STATE", "UP TO DATE"),
        [
            (one.connection, one.crm_object, one.crm_id, one.state, "no" if one.behind else "yes")
            for one in story.links
        ],
        empty="It is in no CRM.",
    )
    for one in story.one_way:
        say(f"{one.field} only comes from {one.connection}, whose record was as of {moment(one.as_of)}")
    for conflict in story.conflicts:
        say(f"conflict {conflict.id} about {conflict.rule}: crmsync conflicts show {conflict.id}")
    for item in story.items:
        say(f"question {item.id}: {item.reason}. {item.advice}")
    for row in story.pending:
        say(f"{row.state} for {row.connection} since {moment(row.since)}: {row.reason or 'on its way'}")
    for hint in story.signals:
        say(f"{hint.state} from {hint.connection} since {moment(hint.since)}: {hint.reason or 'to be read'}")


@app.command()
def create(object: str, field: FieldsGiven, as_json: AsJson = False) -> None:
    """Create a record."""
    with connect() as client:
        record = client.create_record(object, fields_given(client, object, field))
    emit_json(record) if as_json else say(f"Created {record.object} {record.id}.")


@app.command()
def edit(id: str, field: FieldsGiven, expected: Expected = None, as_json: AsJson = False) -> None:
    """Change some fields of a record."""
    with connect() as client:
        object = client.get_record(id).record.object
        record = client.edit_record(id, fields_given(client, object, field), expected=expected)
    emit_json(record) if as_json else say(f"{record.object} {record.id} is at version {record.version} now.")


@app.command()
def delete(id: str, expected: Expected = None, as_json: AsJson = False) -> None:
    """Delete a record here and, as the mappings allow, in the CRMs."""
    with connect() as client:
        record = client.delete_record(id, expected=expected)
    emit_json(record) if as_json else say(f"Deleted {record.object} {record.id}.")


@app.command()
def restore(
    id: str,
    fields: Annotated[
        str | None, typer.Option("--fields", help="Only these fields, with commas; needs --at.")
    ] = None,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Take a delete or a merge back, and make the record anew in the CRMs that deleted it. With --fields and --at: set
    those fields of a living record to what they were then.
    """
    moment_given = time_given(at)
    with connect() as client:
        if fields is not None or moment_given is not None:
            bring_back(client, id, fields, moment_given, as_json=as_json)
            return
        record = client.restore_record(id)
    emit_json(record) if as_json else say(f"Restored {record.object} {record.id}.")


@app.command()
def merge(winner: str, loser: str, as_json: AsJson = False) -> None:
    """Merge the second record into the first, which stays; CRMs that have both are asked about (crmsync items list)."""
    with connect() as client:
        record = client.merge_record(winner, loser)
    emit_json(record) if as_json else say(f"Merged {loser} into {record.object} {record.id}.")


app.command()(history)
app.command()(trace)
