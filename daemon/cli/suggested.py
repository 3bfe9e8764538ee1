"""What the advisor suggests about a conflict, told to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from daemon.cli.output import say, shown

if TYPE_CHECKING:
    from core.wire.models import SuggestionWord

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
