"""crmsync items: list, show, records, approve, dismiss, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from core.errors import Invalid
from daemon.cli.comparing import tell_records
from daemon.cli.given import connect, where_given
from daemon.cli.many import Filter, Plan, Yes, carry_on, do_or_count, refuse_acting, tell, tell_plan_of
from daemon.cli.output import After, AsJson, Limit, emit_json, moment, more, say, shown, table

if TYPE_CHECKING:
    from core.wire.models import PlanDecisions

COMPARED: Final = ("ambiguous", "merge", "deletion")  # what is asked is which records, not which values

items = typer.Typer(help="Every other question to a person.", no_args_is_help=True)


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
    if one.kind in COMPARED:
        say(f"The records side by side: crmsync items records {one.id}")


@items.command("records")
def compare_records(id: str, as_json: AsJson = False) -> None:
    """The records a question (an item or a conflict) is about, side by side; the CRM is read for it."""
    with connect() as client:
        told = client.compare_records(id)
    emit_json(told) if as_json else tell_records(told)


Ids: TypeAlias = Annotated[list[str] | None, typer.Argument(help="One question, or several.")]
Alike: TypeAlias = Annotated[
    str | None,
    typer.Option("--all-alike", help="This one and all of the same kind, connection, object and rule."),
]


@items.command()
def approve(
    ids: Ids = None,
    option: Annotated[str | None, typer.Option(help="Which one, where there are several.")] = None,
    all_alike: Alike = None,
    where: Filter = None,
    plan: Plan = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Do what the question proposes, or what many propose."""
    _decide(True, option, ids or [], all_alike, where, plan, yes, as_json)


@items.command()
def dismiss(
    ids: Ids = None,
    option: Annotated[str | None, typer.Option(help="Which one, where there are several.")] = None,
    all_alike: Alike = None,
    where: Filter = None,
    plan: Plan = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Leave things as they are."""
    _decide(False, option, ids or [], all_alike, where, plan, yes, as_json)


def _decide(
    approved: bool,
    option: str | None,
    ids: list[str],
    alike: str | None,
    where: list[str] | None,
    plan: bool,
    yes: bool,
    as_json: bool,
) -> None:
    from core.wire.models import DecideItems, PlanDecisions

    if bool(ids) + bool(alike) + bool(where) != 1:
        raise Invalid("say which questions, one way", advice="Give ids, or --all-alike ID, or --where.")
    which = {
        "approve": approved,
        "option": option,
        "ids": ids,
        "alike": alike,
        "where": where_given(where) if where else None,
    }
    if plan:
        refuse_acting(yes)
        wanted: PlanDecisions = PlanDecisions.model_validate(which)
        tell_plan_of(lambda client: client.plan_decisions(wanted), as_json)
        return
    if len(ids) == 1:
        with connect() as client:
            one = client.decide_item(ids[0], approve=approved, option=option)
        emit_json(one) if as_json else say(f"{one.id} is {one.state}.")
        return
    ask = DecideItems.model_validate(which)
    word = "approved" if approved else "dismissed"
    do_or_count(
        lambda client: client.decide_items(ask.model_copy(update={"preview": True})),
        lambda client, as_of, run, after: client.decide_items(
            ask.model_copy(update={"as_of": as_of, "run": run, "after": after})
        ),
        counted=f"would be {word}",
        done=f"are {word}",
        yes=yes,
        as_json=as_json,
    )


@items.command("undo")
def undo_decision(
    id: Annotated[str | None, typer.Argument(help="The question; or give --run.")] = None,
    run: Annotated[
        str | None, typer.Option("--run", help="Everything that was answered in this run.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take an answer back: what it did is undone as far as it can be, and the question is open again."""
    if (id is None) == (run is None):
        raise Invalid("say what to take back, one way", advice="Give a question, or --run ID.")
    with connect() as client:
        if id is not None:
            one = client.undo_decision(id)
            emit_json(one) if as_json else say(f"{one.id} is {one.state} again.")
            return
        whole = carry_on(lambda into, after: client.undo_decisions(run or "", into=into, after=after))
    tell(whole, "are open again", as_json)
