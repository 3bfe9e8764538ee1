"""What an answer would do, in the words of the local API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.answers import Answer, Resolution, text_of
from core.conflicts import Choice, Conflict, ConflictState, Item
from core.wire.models import ChangeWord, OutcomeWord
from core.wire.words import wire_value
from daemon.api.named import NO_NAMES, name_in
from daemon.api.surface import Service
from daemon.foretelling import Foretold, foretold

CHOICES: Final = (
    Resolution(choice=Choice.HUB),
    Resolution(choice=Choice.CRM),
    Resolution(choice=None),
)


def outcome(one: Foretold, answer: Answer, names: Mapping[str, str] = NO_NAMES) -> OutcomeWord:
    """`names` are records' by id."""
    question = one.question
    return OutcomeWord(
        id=question.id,
        choice=text_of(answer),
        kind=one.kind.value if one.kind is not None else "",
        crm_id=question.link[2] if isinstance(question, Conflict) else question.subject,
        record_name=name_in(question, names),
        where=one.where,
        changes=[
            ChangeWord(field=name, before=wire_value(before), after=wire_value(after))
            for name, before, after in one.changes
        ],
        sent=list(one.sent),
        note=one.note,
        refused=one.refused,
    )


def of_conflict(service: Service, conflict: Conflict, by: str) -> list[OutcomeWord]:
    """What each way of settling it would do; none once it is settled."""
    if conflict.state is not ConflictState.OPEN:
        return []
    bulk = service.desk.bulk(by)
    return [outcome(foretold(bulk, conflict, one), one) for one in CHOICES]


def of_item(service: Service, item: Item, answer: Answer, by: str) -> OutcomeWord:
    return outcome(foretold(service.desk.bulk(by), item, answer), answer)
