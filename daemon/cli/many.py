"""One answer to many questions on the command line: counted first, done with --yes, and told what was left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from core.errors import Invalid
from core.queue_order import Sort
from daemon.cli.exits import ExitCode
from daemon.cli.given import connect
from daemon.cli.output import emit_json, say, table
from daemon.cli.plans import tell_plan

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.models import BulkWord, LeftWord, PlanWord

_SHOWN: Final = 20

Filter: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="Part of a filter, such as connection=hs, object=contact, field=phone, older=7d, sure=90%.",
    ),
]
Order: TypeAlias = Annotated[Sort, typer.Option("--sort", help="In which order.")]
Plan: TypeAlias = Annotated[
    bool, typer.Option("--plan", help="Only plan it: see what it would do, then approve and apply.")
]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", help="Do it; without this it is only counted.")]


def carry_on(ask: Callable[[str | None, str | None], BulkWord]) -> BulkWord:
    """Ask again, with the run and the place to go on at, until there is no more; the answers as one."""
    whole = ask(None, None)
    following = whole.next
    while following is not None:
        one = ask(whole.run, following)
        following = one.next
        whole = whole.model_copy(
            update={
                "count": whole.count + one.count,
                "done": whole.done + one.done,
                "stale": whole.stale + one.stale,
                "refused": whole.refused + one.refused,
                "lossy": whole.lossy + one.lossy,
                "next": None,
            }
        )
    return whole


def refuse_acting(yes: bool) -> None:
    """A plan and doing it at once are two things."""
    if yes:
        raise Invalid(
            "a plan does nothing before it is applied",
            advice="Leave out --yes; then crmsync plans approve and apply it.",
        )


def tell_plan_of(make: Callable[[Client], PlanWord], as_json: bool) -> None:
    """Have a plan made, and show it."""
    with connect() as client:
        story = client.get_plan(make(client).id)
    tell_plan(story, as_json)


def do_or_count(
    preview: Callable[[Client], BulkWord],
    act: Callable[[Client, int, str | None, str | None], BulkWord],
    *,
    counted: str,
    done: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Count what would be answered and name what would be refused; with `yes` answer it, as it was when it was counted."""
    with connect() as client:
        found = preview(client)
        if not yes:
            tell_count(found, counted, as_json)
            return
        whole = carry_on(lambda run, after: act(client, found.as_of, run, after))
    tell(whole, done, as_json)


def tell_count(found: BulkWord, what: str, as_json: bool) -> None:
    if as_json:
        emit_json(found)
    else:
        say(f"{found.count - len(found.refused)} {what}. Add --yes to do it.")
        if found.refused:
            say(f"{len(found.refused)} cannot be, and would be left as they are:")
            _table([(one, "refused") for one in found.refused])


def tell(whole: BulkWord, done: str, as_json: bool) -> None:
    """What was done; exit code 4 where something was left."""
    if as_json:
        emit_json(whole)
    else:
        say(f"{whole.count} {done}, all in run {whole.run}.")
        left = [(one, "changed meanwhile") for one in whole.stale]
        left += [(one, "refused") for one in whole.refused]
        if left:
            say(f"{len(left)} were left as they are:")
            _table(left)
    if whole.stale or whole.refused:
        raise typer.Exit(ExitCode.ATTENTION)


def take_run_back(client: Client, run: str, yes: bool, as_json: bool) -> None:
    """Take back what a run settled; where something is lost by it, that is told first, and nothing is done without `yes`."""
    found = carry_on(lambda _into, after: client.undo_resolutions(run, after=after, preview=True))
    if found.lossy and not yes:
        if as_json:
            emit_json(found)
        else:
            _tell_losses(found)
        return
    whole = carry_on(lambda into, after: client.undo_resolutions(run, into=into, after=after))
    tell(whole, "are open again", as_json)


def _tell_losses(found: BulkWord) -> None:
    say(
        f"{found.count} conflicts would be open again; {len(found.lossy)} of them do not come back as they were:"
    )
    for one in found.lossy[:_SHOWN]:
        say(f"- conflict {one.id}: {'; '.join(one.lost)}")
    if len(found.lossy) > _SHOWN:
        say(f"... and {len(found.lossy) - _SHOWN} more: --json names them all.")
    say("Add --yes to do it.")


def _table(left: list[tuple[LeftWord, str]]) -> None:
    rows = [(one.id, why, one.reason, one.advice) for one, why in left[:_SHOWN]]
    table(("ID", "", "REASON", "WHAT TO DO"), rows, empty="")
    if len(left) > _SHOWN:
        say(f"... and {len(left) - _SHOWN} more: --json names them all.")
