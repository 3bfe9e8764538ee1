"""One answer to many questions on the command line: counted first, done with --yes, and told what was left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from core.errors import Invalid
from daemon.cli.exits import ExitCode
from daemon.cli.given import connect, where_given
from daemon.cli.output import emit_json, say, table
from daemon.cli.plans import tell_plan

if TYPE_CHECKING:
    from core.wire.models import BulkWord

_SHOWN: Final = 20

Filter: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--where", help="Part of a filter, such as connection=hs, object=contact, field=phone, older=7d."
    ),
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
                "next": None,
            }
        )
    return whole


def plan_many(
    ids: list[str], hub: bool, acts: bool, alike: str | None, where: list[str] | None, as_json: bool
) -> None:
    """Have a plan made of settling these conflicts; `acts` where something was asked that no plan does."""
    from core.wire.models import PlanResolutions

    if acts:
        raise Invalid(
            "a plan settles by --hub or --crm, and nothing before it is applied",
            advice="Leave out --value and --yes; then crmsync plans approve and apply it.",
        )
    ask = PlanResolutions(
        choice="hub" if hub else "crm", ids=ids, alike=alike, where=where_given(where) if where else None
    )
    with connect() as client:
        story = client.get_plan(client.plan_resolutions(ask).id)
    tell_plan(story, as_json)


def tell_count(found: BulkWord, what: str, as_json: bool) -> None:
    if as_json:
        emit_json(found)
    else:
        say(f"{found.count} {what}. Add --yes to do it.")


def tell(whole: BulkWord, done: str, as_json: bool) -> None:
    """What was done; exit code 4 where something was left."""
    if as_json:
        emit_json(whole)
    else:
        say(f"{whole.count} {done}, all in run {whole.run}.")
        left = [("changed meanwhile", one) for one in whole.stale]
        left += [("refused", one) for one in whole.refused]
        if left:
            say(f"{len(left)} were left as they are:")
            rows = [(one.id, why, one.reason, one.advice) for why, one in left[:_SHOWN]]
            table(("ID", "", "REASON", "WHAT TO DO"), rows, empty="")
    if whole.stale or whole.refused:
        raise typer.Exit(ExitCode.ATTENTION)
