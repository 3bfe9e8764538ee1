"""The advisor in the words of the local API."""

from __future__ import annotations

from core.advice.case import Suggestion
from core.advice.decisions import Decision
from core.wire import models as words
from core.wire.words import wire_value
from daemon.advising_alone import LEVEL, FieldStanding, Standing
from daemon.asking_model import SecondOpinion


def suggestion(one: Suggestion) -> words.SuggestionWord:
    return words.SuggestionWord(
        choice=one.choice.value,
        likeliest=one.likeliest.value,
        value=wire_value(one.value),
        probability=round(one.probability, 4),
        reasons=list(one.reasons),
    )


def second_opinion(one: SecondOpinion) -> words.SecondOpinionWord:
    said = one.opinion
    return words.SecondOpinionWord(
        model=one.model,
        host=one.host,
        choice=said.choice.value if said is not None else None,
        value=wire_value(said.value) if said is not None else None,
        reason=said.reason if said is not None else "",
        note=one.note,
    )


def field(one: FieldStanding) -> words.AdvisorFieldWord:
    record, leave = one.record, one.leave
    return words.AdvisorFieldWord(
        object=one.object,
        field=one.field,
        decided=record.decided,
        sure=record.sure,
        agreed=record.agreed,
        settled=record.alone,
        reversed=record.reversed,
        alone=leave is not None and not leave.off,
        level=leave.level if leave is not None else LEVEL,
        threshold=record.threshold,
        why=record.why,
        off=leave.off if leave is not None else "",
    )


def standing(one: Standing) -> words.AdvisorWord:
    return words.AdvisorWord(
        decisions=one.decisions,
        fields=[field(part) for part in one.fields],
        doubtful=[
            words.DoubtfulWord(by=by, agreed=agreed, sure=sure)
            for by, (agreed, sure) in sorted(one.doubtful.items())
        ],
    )


def decision(one: Decision) -> words.DecisionWord:
    return words.DecisionWord(
        id=one.id,
        at=one.at,
        object=one.object,
        field=one.field,
        connection=one.connection,
        conflict=one.conflict,
        by=one.by,
        editors=one.editors,
        features={option: dict(parts) for option, parts in one.features.items()},
        suggested=one.suggested.value,
        probability=one.probability,
        sure=one.sure,
        chosen=one.chosen.value,
        reversed_at=one.reversed_at,
    )
