"""Values a CRM refuses become questions: only the fields it names wait, the record's others go on."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf

from adapters.base import Result, WriteOutcome
from core.conflicts import Item, ItemKind
from core.jobs import Attempt
from core.records import HubRecord
from core.sync.books import Books, written
from core.translate import Translation
from daemon.lane import Lane
from daemon.waiting import tell


def ask_about(
    lane: Lane,
    translation: Translation,
    books: Books,
    attempt: Attempt,
    record: HubRecord,
    answer: WriteOutcome,
    *,
    known: Iterable[Item],
) -> bool:
    """Ask about the rules the CRM names, or about the whole record where it names none; whether it named any."""
    named = {name for refusal in answer.refusals for name in refusal.fields}
    rules = [
        rule
        for rule in translation.rules
        if rule.name in attempt.rules
        and any(name in named and name in attempt.sent for name in rule.rule.crm)
    ]
    words = words_of(answer)
    questions: dict[str, MappingOf[str, str]] = {}
    for rule in rules:
        values = tuple(attempt.hub.get(name) for name in rule.rule.hub)
        questions[f"{record.id}/{rule.name}"] = {"rule": rule.name, "hub": written(values)}
    if not rules:
        questions[record.id] = {"in_the_way": answer.crm_id} if answer.crm_id is not None else {}
    for subject, detail in questions.items():
        books.open_item(
            ItemKind.REFUSED,
            connection=lane.connection,
            object=translation.mapping.crm_object,
            subject=subject,
            record_id=record.id,
            reason=f"the CRM says {words}",
            advice="Correct the value here or in the CRM; it is sent again when it changes. Approve to try again now"
            + (", or dismiss to give it up: each side keeps what it has." if rules else "."),
            detail=detail,
            known=known,
        )
    if answer.result is Result.TAKEN and answer.crm_id is not None:
        tell(
            lane,
            books,
            attempt.object,
            answer.crm_id,
            at=books.at,
            why="it holds a value we wanted to send",
        )
    books.note("refuse", record, by=lane.actor, cause=f"attempt:{attempt.op}", connection=lane.connection)
    return bool(rules)


def words_of(answer: WriteOutcome) -> str:
    """The CRM's own words about what it refused."""
    return "; ".join(f"{refusal.code}: {refusal.message}" for refusal in answer.refusals) or "refused"
