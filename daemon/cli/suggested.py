"""What the advisor suggests about a conflict, told to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from daemon.cli.output import say, shown

if TYPE_CHECKING:
    from core.wire.models import SecondOpinionWord, SuggestionWord

AskModel: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--ask-model", help="Ask the language model that is set up, too; values go as placeholders."
    ),
]
_ACTS: Final = {
    "hub": "keep the hub's value",
    "crm": "take the CRM's value",
    "merged": "merge both",
    "equivalent": "nothing: both say the same, so keep either",
}


def tell_suggestion(one: SuggestionWord) -> None:
    """The suggestion in one line, and a line for each reason."""
    likely = f"{_ACTS.get(one.likeliest, 'ask a person')}, {min(int(100 * one.probability), 99)}% sure"
    say(
        f"suggestion: {likely}"
        if one.choice != "ask"
        else f"suggestion: decide yourself (likeliest: {likely})"
    )
    if one.choice == "merged":
        say(f"  merged: {shown(one.value)}")
    for reason in one.reasons:
        say(f"  because {reason}")


def tell_second_opinion(one: SecondOpinionWord) -> None:
    """A language model's opinion in one line with its reason, or why there is none."""
    if one.choice is None:
        say(one.note)
        return
    say(f"second opinion ({one.model} at {one.host}): {_ACTS.get(one.choice, 'decide yourself')}")
    if one.choice == "merged":
        say(f"  merged: {shown(one.value)}")
    if one.reason:
        say(f"  because {one.reason}")
