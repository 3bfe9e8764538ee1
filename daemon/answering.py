"""Gives one answer to one question of either sort: booked for good, or tried to see whether it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.advice.case import Option
from core.answers import Answer, Resolution, Verdict
from core.conflicts import Choice, Conflict, Item
from core.errors import Conflicting, CrmSyncError, Invalid, NotFound
from core.records import NO_FIELDS, Fields
from core.sync.books import Books
from daemon.advising import as_choice
from daemon.crm_side import sent_there
from daemon.hub_values import canonical_fields, object_of

if TYPE_CHECKING:
    from daemon.desk import Desk


def book(desk: Desk, books: Books, question: Conflict | Item, answer: Answer, by: str) -> None:
    """Book this answer. Raises Conflicting, Invalid, NotFound, also where it is for the other sort of question."""
    match question, answer:
        case Conflict(), Resolution():
            choice, values = choice_of(desk, question, answer, books.at)
            desk.settle(books, question, choice, values, by, unseen=answer.choice is None)
        case Item(), Verdict():
            desk.answer(books, question, approve=answer.approve, by=by, option=answer.option)
        case _:
            raise for_the_other(question)


def for_the_other(question: Conflict | Item) -> Invalid:
    if isinstance(question, Conflict):
        return Invalid(
            f"{question.id!r} is a conflict", advice="Conflicts are resolved: by a side or a value."
        )
    return Invalid(f"{question.id!r} is no conflict", advice="Items are approved or dismissed.")


def trial(desk: Desk, question: Conflict | Item, answer: Answer, by: str) -> Books:
    """The books as this answer would make them; nothing is written. Raises as `book` does.

    A value is also tried on the CRM's field that it would be sent to.
    """
    books = Books(at=desk.now(), run="", ids=desk.world.ids, routes=desk.routes)
    book(desk, books, question, answer, by)
    if isinstance(question, Conflict) and isinstance(answer, Resolution):
        choice, values = choice_of(desk, question, answer, books.at)
        if choice is Choice.VALUE:
            record = desk.record(question.record_id)
            given = canonical_fields(object_of(desk.routes, record.object), values)
            sent_there(desk.lanes, question, {**record.fields, **given})
    return books


def refusal(desk: Desk, question: Conflict | Item, answer: Answer, by: str) -> CrmSyncError | None:
    """Why this question cannot be given this answer; None where it can."""
    try:
        trial(desk, question, answer, by)
    except (Conflicting, Invalid, NotFound) as error:
        return error
    return None


def choice_of(desk: Desk, conflict: Conflict, resolution: Resolution, now: int) -> tuple[Choice, Fields]:
    """The side, or the values, that this resolution means for this conflict. Raises Invalid where it suggests to ask."""
    if resolution.choice is not None:
        return resolution.choice, resolution.values
    advice = desk.advising.advice(conflict, now) if desk.advising is not None else None
    if advice is None:
        raise Invalid("the advisor has nothing to say about it", advice="Choose a side or a value yourself.")
    told = advice.suggestion
    if told.choice is Option.ASK:
        raise Invalid(
            f"the advisor is not sure: {told.likeliest.value} at {told.probability:.0%}",
            advice=f"Look at it: crmsync conflicts show {conflict.id}",
        )
    choice, values = as_choice(told, advice.case.field)
    return choice, values or NO_FIELDS
