"""Traces as the words of the wire."""

from __future__ import annotations

from core.retelling import why
from core.wire.past import LostWord
from core.wire.tracing import BeatenWord, FieldTraceWord, PairTraceWord, ReasonWord, SideWord
from core.wire.words import wire_value
from daemon.api import present_past
from daemon.api.tracing import FieldTrace
from daemon.api.tracing_pairs import PairTrace


def field(one: FieldTrace) -> FieldTraceWord:
    return FieldTraceWord(
        field=one.name,
        value=wire_value(one.value),
        last=present_past.last(one.last) if one.last is not None else None,
        lost=[
            BeatenWord(
                at=stored.entry.at,
                why=why(stored.entry),
                lost=LostWord(side=lost.side, field=lost.field, value=wire_value(lost.value)),
            )
            for stored, lost in one.lost
        ],
        conflict=one.conflict,
    )


def pair(one: PairTrace) -> PairTraceWord:
    return PairTraceWord(
        connection=one.connection,
        crm_object=one.crm_object,
        crm_id=one.crm_id,
        state=one.state,
        matched=one.matched,
        reasons=[
            ReasonWord(what=part.what, fix=part.fix, act=part.act, subject=part.subject)
            for part in one.reasons
        ],
        notes=list(one.notes),
        values=[
            SideWord(
                rule=part.rule,
                hub=list(part.hub),
                crm=list(part.crm),
                values=[wire_value(value) for value in part.values],
            )
            for part in one.values
        ],
        as_of=one.as_of,
    )
