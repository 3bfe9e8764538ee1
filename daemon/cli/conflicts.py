"""crmsync conflicts: list, show, resolve, undo, stats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.errors import Invalid
from core.queue_order import Sort
from daemon.cli.given import connect, fields_given, time_given, where_given
from daemon.cli.many import Filter, Plan, Yes, do_or_count, refuse_acting, take_run_back, tell_plan_of
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, shown, table
from daemon.cli.suggested import AskModel, tell_second_opinion, tell_suggestion

if TYPE_CHECKING:
    from core.records import Value
    from core.wire.client import Client
    from core.wire.models import CandidateWord, FiguresWord, PlanWord
    from core.wire.queued import CHOICE
    from core.wire.words import WireFields

conflicts = typer.Typer(
    help="Fields that were changed to different values on both sides.", no_args_is_help=True
)


_TOLD: Final = {
    "hub": "the hub's side is kept",
    "crm": "the CRM's side is taken",
    "value": "the value is set",
    "suggested": "as the advisor suggests",
}


def _values(one: CandidateWord) -> str:
    return " | ".join(shown(value) for value in one.values)


@conflicts.command("list")
def list_conflicts(
    state: Annotated[
        str, typer.Option(help="open, snoozed, escalated, resolved, superseded or all.")
    ] = "open",
    sort: Annotated[Sort | None, typer.Option(help="In which order, of those that wait.")] = None,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
) -> None:
    """Conflicts; the open ones unless told otherwise."""
    with connect() as client:
        page = client.list_conflicts(
            None if state == "all" else state,
            sort=None if sort is None else sort.value,
            after=after,
            limit=limit,
        )
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
def show_conflict(id: str, ask_model: AskModel = False, as_json: AsJson = False) -> None:
    """One conflict: both sides, who and when."""
    with connect() as client:
        story = client.second_opinion(id) if ask_model else client.get_conflict(id)
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
    if one.refreshed_at is not None:
        say(f"newer edits came in at {moment(one.refreshed_at)}")
    if story.suggestion is not None:
        tell_suggestion(story.suggestion)
    if story.second_opinion is not None:
        tell_second_opinion(story.second_opinion)
    if one.state in ("open", "snoozed", "escalated"):
        say(f"Settle it: crmsync conflicts resolve {one.id} --hub | --crm | --value field=value")


@conflicts.command("resolve")
def resolve_conflict(
    ids: Annotated[list[str] | None, typer.Argument(help="One conflict, or several.")] = None,
    hub: Annotated[bool, typer.Option("--hub", help="Keep the hub's side.")] = False,
    crm: Annotated[bool, typer.Option("--crm", help="Take the CRM's side.")] = False,
    value: Annotated[list[str] | None, typer.Option("--value", help="Set field=value instead.")] = None,
    suggested: Annotated[
        bool, typer.Option("--suggested", help="Do what the advisor suggests for each, where it is sure.")
    ] = False,
    all_alike: Annotated[
        str | None,
        typer.Option(
            "--all-alike",
            help="This one and all of the same connection, object, field and kinds of editors.",
        ),
    ] = None,
    where: Filter = None,
    plan: Plan = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Settle a conflict one way, or many of them."""
    if hub + crm + bool(value) + suggested != 1:
        raise Invalid(
            "choose one way to settle it",
            advice="Give --hub, or --crm, or --value field=value, or --suggested.",
        )
    if bool(ids) + bool(all_alike) + bool(where) != 1:
        raise Invalid("say which conflicts, one way", advice="Give ids, or --all-alike ID, or --where.")
    choice: CHOICE = "value" if value else "suggested" if suggested else "hub" if hub else "crm"
    named = ids or []
    if plan:
        refuse_acting(yes)
        tell_plan_of(lambda client: _planned(client, choice, value, named, all_alike, where), as_json)
        return
    if len(named) != 1 or suggested:
        _resolve_many(choice, value, named, all_alike, where, yes or (len(named) == 1 and suggested), as_json)
        return
    with connect() as client:
        one = client.resolve_conflict(
            named[0],
            "value" if value else "hub" if hub else "crm",
            _fields(client, value, named[0]) if value else None,
        )
    emit_json(one) if as_json else say(f"Conflict {one.id} is {one.state}.")


def _fields(client: Client, value: list[str], like: str) -> dict[str, Value]:
    """The values typed, by the types of the fields of the record that this conflict is about."""
    record = client.get_record(client.get_conflict(like).conflict.record_id).record
    return fields_given(client, record.object, value)


def _given(
    client: Client,
    value: list[str] | None,
    ids: list[str],
    alike: str | None,
    where: list[str] | None,
) -> WireFields | None:
    """The values for many conflicts; of which object they are is told by one of them."""
    from core.wire.paths import wired

    if not value:
        return None
    like = alike or (ids[0] if ids else None)
    if like is None:
        filtered = where_given(where or []).model_copy(update={"kinds": ["conflict"]})
        page = client.list_queue(filtered, limit=1)
        if not page.rows:
            raise Invalid(
                "no conflict is like that", advice="crmsync conflicts list shows those that are open."
            )
        like = page.rows[0].id
    return wired(_fields(client, value, like))


def _planned(
    client: Client,
    choice: CHOICE,
    value: list[str] | None,
    ids: list[str],
    alike: str | None,
    where: list[str] | None,
) -> PlanWord:
    from core.wire.models import PlanResolutions

    return client.plan_resolutions(
        PlanResolutions(
            choice=choice,
            values=_given(client, value, ids, alike, where),
            ids=ids,
            alike=alike,
            where=where_given(where) if where else None,
        )
    )


def _resolve_many(
    choice: CHOICE,
    value: list[str] | None,
    ids: list[str],
    alike: str | None,
    where: list[str] | None,
    yes: bool,
    as_json: bool,
) -> None:
    from core.wire.models import ResolveConflicts

    with connect() as client:
        values = _given(client, value, ids, alike, where)
    ask = ResolveConflicts(
        choice=choice, values=values, ids=ids, alike=alike, where=where_given(where) if where else None
    )
    do_or_count(
        lambda client: client.resolve_conflicts(ask.model_copy(update={"preview": True})),
        lambda client, as_of, run, after: client.resolve_conflicts(
            ask.model_copy(update={"as_of": as_of, "run": run, "after": after})
        ),
        counted=f"would be settled: {_TOLD[choice]}",
        done="are settled",
        yes=yes,
        as_json=as_json,
    )


@conflicts.command("undo")
def undo_resolution(
    id: Annotated[str | None, typer.Argument(help="The conflict; or give --run.")] = None,
    run: Annotated[str | None, typer.Option("--run", help="Everything this run settled.")] = None,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="Also where something does not come back as it was; else that is only told."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take a resolution back: the conflict is open again, with both values."""
    if (id is None) == (run is None):
        raise Invalid("say what to take back, one way", advice="Give a conflict, or --run ID.")
    with connect() as client:
        if id is not None:
            _undo_one(client, id, yes, as_json)
            return
        take_run_back(client, run or "", yes, as_json)


def _undo_one(client: Client, id: str, yes: bool, as_json: bool) -> None:
    """What becomes of it is told first; where something is lost by it, nothing is done without `yes`."""
    told = client.undo_outcome(id)
    acts = yes or not told.lost
    one = client.undo_resolution(id) if acts else None
    if as_json:
        emit_json(told if one is None else one)
        return
    for line in told.does:
        say(f"- {line}")
    for line in told.lost:
        say(f"- not as it was: {line}")
    say(
        f"Conflict {id} would be open again. Add --yes to do it."
        if one is None
        else f"Conflict {id} is {one.state} again."
    )


@conflicts.command("stats")
def conflict_stats(
    since: Annotated[str | None, typer.Option(help="Such as 7d or 2026-11-23; whole days.")] = None,
    until: Annotated[str | None, typer.Option(help="Such as 1d or 2026-11-23; whole days.")] = None,
    connection: Annotated[str | None, typer.Option(help="Only this connection.")] = None,
    object: Annotated[str | None, typer.Option(help="Only this hub object.")] = None,
    field: Annotated[str | None, typer.Option(help="Only this field.")] = None,
    as_json: AsJson = False,
) -> None:
    """How often both sides changed a field, and how each of these contests ended."""
    with connect() as client:
        found = client.conflict_stats(
            since=time_given(since),
            until=time_given(until),
            connection=connection,
            object=object,
            field=field,
        )
    if as_json:
        emit_json(found)
        return
    rows = [(one.connection, one.object, one.field, one.figures) for one in found.rules]
    if len(rows) > 1:
        rows.append(("all", "", "", found.total))
    names = ("CONCURRENT", "EQUIVALENT", "BY RULE", "BY ADVISOR", "BY PERSON", "SUPERSEDED", "OPEN")
    table(
        ("CONNECTION", "OBJECT", "FIELD", *names),
        [(*row[:3], *figures_shown(row[3])) for row in rows],
        empty="No field was changed on both sides.",
    )
    if found.first_sight.concurrent:
        say(
            f"Besides, {found.first_sight.concurrent} fields differed where records met for the first time; "
            f"{found.first_sight.left} of them were left for a person."
        )
    if found.rate is None:
        say("No record was changed, so there is no conflict rate.")
    else:
        say(
            f"Conflict rate: {found.total.left} left for a person / {found.changed} records changed = "
            f"{found.rate:.2%} (target: under {found.target:.0%})"
        )


def figures_shown(one: FiguresWord) -> tuple[str, ...]:
    counts = (one.concurrent, one.equivalent, one.rule, one.advisor, one.person, one.superseded, one.open)
    return tuple(str(count) for count in counts)
