"""crmsync conflicts (list, show, resolve, undo, stats) and crmsync items (list, show, approve, dismiss, undo)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from core.errors import Invalid
from daemon.cli.given import connect, fields_given, time_given, where_given
from daemon.cli.many import Filter, Yes, carry_on, plan_many, tell, tell_count
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, shown, table
from daemon.cli.suggested import AskModel, tell_second_opinion, tell_suggestion

if TYPE_CHECKING:
    from core.wire.models import CandidateWord, FiguresWord

conflicts = typer.Typer(
    help="Fields that were changed to different values on both sides.", no_args_is_help=True
)
items = typer.Typer(help="Every other question to a person.", no_args_is_help=True)


def _values(one: CandidateWord) -> str:
    return " | ".join(shown(value) for value in one.values)


@conflicts.command("list")
def list_conflicts(
    state: Annotated[
        str, typer.Option(help="open, snoozed, escalated, resolved, superseded or all.")
    ] = "open",
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
    all_alike: Annotated[
        str | None,
        typer.Option(
            "--all-alike",
            help="This one and all of the same connection, object, field and kinds of editors.",
        ),
    ] = None,
    where: Filter = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Only plan it: see what it would write, then approve and apply.")
    ] = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Settle a conflict one way, or many of them."""
    if hub + crm + bool(value) != 1:
        raise Invalid("choose one way to settle it", advice="Give --hub, or --crm, or --value field=value.")
    if bool(ids) + bool(all_alike) + bool(where) != 1:
        raise Invalid("say which conflicts, one way", advice="Give ids, or --all-alike ID, or --where.")
    if plan:
        plan_many(ids or [], hub, bool(value) or yes, all_alike, where, as_json)
        return
    if ids is None or len(ids) != 1:
        _resolve_many(ids or [], hub, value, all_alike, where, yes, as_json)
        return
    [id] = ids
    with connect() as client:
        if value:
            record = client.get_record(client.get_conflict(id).conflict.record_id).record
            one = client.resolve_conflict(id, "value", fields_given(client, record.object, value))
        else:
            one = client.resolve_conflict(id, "hub" if hub else "crm")
    emit_json(one) if as_json else say(f"Conflict {one.id} is {one.state}.")


def _resolve_many(
    ids: list[str],
    hub: bool,
    value: list[str] | None,
    alike: str | None,
    where: list[str] | None,
    yes: bool,
    as_json: bool,
) -> None:
    from core.wire.models import ResolveConflicts

    if value:
        raise Invalid("many conflicts are settled by --hub or --crm", advice="Set a value one by one.")
    ask = ResolveConflicts(
        choice="hub" if hub else "crm", ids=ids, alike=alike, where=where_given(where) if where else None
    )
    with connect() as client:
        found = client.resolve_conflicts(ask.model_copy(update={"preview": True}))
        if not yes:
            side = "the hub's side is kept" if hub else "the CRM's side is taken"
            tell_count(found, f"would be settled: {side}", as_json)
            return
        update = {"as_of": found.as_of}
        whole = carry_on(
            lambda run, after: client.resolve_conflicts(
                ask.model_copy(update={**update, "run": run, "after": after})
            )
        )
    tell(whole, "are settled", as_json)


@conflicts.command("undo")
def undo_resolution(
    id: Annotated[str | None, typer.Argument(help="The conflict; or give --run.")] = None,
    run: Annotated[str | None, typer.Option("--run", help="Everything this run settled.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take a resolution back: the conflict is open again, with both values."""
    if (id is None) == (run is None):
        raise Invalid("say what to take back, one way", advice="Give a conflict, or --run ID.")
    with connect() as client:
        if id is not None:
            one = client.undo_resolution(id)
            emit_json(one) if as_json else say(f"Conflict {one.id} is {one.state} again.")
            return
        whole = carry_on(lambda into, after: client.undo_resolutions(run or "", into=into, after=after))
    tell(whole, "are open again", as_json)


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


@items.command("list")
def list_items(
    state: Annotated[
        str, typer.Option(help="open, snoozed, escalated, approved, dismissed, superseded or all.")
    ] = "open",
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


Ids: TypeAlias = Annotated[list[str] | None, typer.Argument(help="One question, or several.")]


@items.command()
def approve(
    ids: Ids = None,
    option: Annotated[str | None, typer.Option(help="Which one, where there are several.")] = None,
    where: Filter = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Do what the question proposes, or what many propose."""
    _decide(ids or [], True, option, where, yes, as_json)


@items.command()
def dismiss(
    ids: Ids = None,
    option: Annotated[str | None, typer.Option(help="Which one, where there are several.")] = None,
    where: Filter = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Leave things as they are."""
    _decide(ids or [], False, option, where, yes, as_json)


def _decide(
    ids: list[str], approved: bool, option: str | None, where: list[str] | None, yes: bool, as_json: bool
) -> None:
    from core.wire.models import DecideItems

    if bool(ids) + bool(where) != 1:
        raise Invalid("say which questions, one way", advice="Give ids, or --where.")
    with connect() as client:
        if len(ids) == 1:
            one = client.decide_item(ids[0], approve=approved, option=option)
            emit_json(one) if as_json else say(f"{one.id} is {one.state}.")
            return
        ask = DecideItems(
            approve=approved, option=option, ids=ids, where=where_given(where) if where else None
        )
        found = client.decide_items(ask.model_copy(update={"preview": True}))
        if not yes:
            tell_count(found, f"would be {'approved' if approved else 'dismissed'}", as_json)
            return
        whole = carry_on(
            lambda run, after: client.decide_items(
                ask.model_copy(update={"as_of": found.as_of, "run": run, "after": after})
            )
        )
    tell(whole, f"are {'approved' if approved else 'dismissed'}", as_json)


@items.command("undo")
def undo_decision(id: str, as_json: AsJson = False) -> None:
    """Take an answer back, where it set nothing in motion."""
    with connect() as client:
        one = client.undo_decision(id)
    emit_json(one) if as_json else say(f"{one.id} is {one.state} again.")
