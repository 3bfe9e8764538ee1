"""An answer as a value: to conflicts, or to any other question. Many questions may be given the same one.

A plan keeps its answer as text (`Plan.basis`), so that whoever applies it gives exactly the one that was approved.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from core.conflicts import Choice, Conflict, Item, ItemKind
from core.errors import Invalid
from core.records import Fields, Value

_SUGGESTED: Final = "suggested"
_VALUE: Final = "value"
_APPROVE: Final = "approve"
_DISMISS: Final = "dismiss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How conflicts are settled: by a side, with VALUE by `values` of hub fields, with None as the advisor suggests."""

    choice: Choice | None
    values: Fields = field(default_factory=dict)

    @property
    def is_by_side(self) -> bool:
        return self.choice in (Choice.HUB, Choice.CRM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How other questions are answered. What `option` may be depends on their kind."""

    approve: bool
    option: str | None = None


Answer: TypeAlias = Resolution | Verdict


def text_of(answer: Answer) -> str:
    """The answer as a plan keeps it."""
    if isinstance(answer, Verdict):
        word = _APPROVE if answer.approve else _DISMISS
        return word if answer.option is None else f"{word} {answer.option}"
    if answer.choice is None:
        return _SUGGESTED
    if answer.choice is Choice.VALUE:
        return f"{_VALUE} {json.dumps(dict(answer.values), ensure_ascii=False, sort_keys=True)}"
    return str(answer.choice.value)


def answer_in(text: str) -> Answer:
    """The answer that `text_of` made this text of. Raises Invalid for any other text."""
    word, _, rest = text.partition(" ")
    if word in (_APPROVE, _DISMISS):
        return Verdict(approve=word == _APPROVE, option=rest or None)
    if text == _SUGGESTED:
        return Resolution(choice=None)
    if word == _VALUE:
        return Resolution(choice=Choice.VALUE, values=_values(rest))
    if text in (Choice.HUB.value, Choice.CRM.value):
        return Resolution(choice=Choice(text))
    raise Invalid(
        f"{text!r} is no answer that this version knows",
        advice="Make the plan again: crmsync conflicts resolve --plan.",
    )


def told_of(answer: Answer) -> str:
    """What is done, for a person."""
    if isinstance(answer, Verdict):
        option = "" if answer.option is None else f" with option {answer.option!r}"
        return f"{'approved' if answer.approve else 'dismissed'}{option}"
    match answer.choice:
        case None:
            return "as the advisor suggests"
        case Choice.VALUE:
            return f"{', '.join(answer.values)} is set"
        case Choice.HUB:
            return "the hub's side"
        case Choice.CRM:
            return "the CRM's side"


def likeness(question: Conflict | Item) -> tuple[str, ...]:
    """What alike questions of one kind, connection, object and rule have in common besides.

    Conflicts: who edited each side, by kind. Items: what exactly is asked.
    """
    if isinstance(question, Conflict):
        return _editor(question.hub.by), _editor(question.crm.by)
    detail = question.detail
    match question.kind:
        case ItemKind.AMBIGUOUS:
            by, candidates = detail.get("by"), detail.get("candidates")
            several = isinstance(candidates, tuple) and len(candidates) > 1
            return (*(by if isinstance(by, tuple) else ()), "several" if several else "one")
        case ItemKind.MERGE:
            return (str(detail.get("ask")),)
        case ItemKind.REFUSED | ItemKind.REFERENCE:
            return ("to the CRM" if "hub" in detail else "to the hub",)
        case ItemKind.UNDO:
            return (str(detail.get("plan")),)
        case ItemKind.BRAKE | ItemKind.SCHEMA:
            return (question.subject,)
        case ItemKind.DELETION:
            return ()


def _editor(by: str | None) -> str:
    """ "person", a connection by its name, or "" where it is not known."""
    if by is None:
        return ""
    kind = by.partition(":")[0]
    return by if kind == "connection" else kind


def _values(text: str) -> dict[str, Value]:
    try:
        given = json.loads(text)
    except json.JSONDecodeError:
        given = None
    if not isinstance(given, dict):
        raise Invalid(
            f"{text!r} are no values", advice="Make the plan again: crmsync conflicts resolve --plan."
        )
    return {name: tuple(one) if isinstance(one, list) else one for name, one in given.items()}
