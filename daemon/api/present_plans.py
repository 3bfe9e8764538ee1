"""Plans in the words of the local API."""

from __future__ import annotations

from collections.abc import Mapping

from core.plans import Plan, PlanItem, PlanItemKind, PlanItemState, next_step
from core.record_names import name_of
from core.wire.activity import ChangeWord
from core.wire.plans import ForecastWord, PlanItemWord, PlanStory, PlanWord
from core.wire.words import wire_value
from daemon.promises import promises_in


def plan(one: Plan) -> PlanWord:
    return PlanWord(
        id=one.id,
        kind=one.kind.value,
        connection=one.connection,
        objects=list(one.objects),
        made_at=one.made_at,
        by=one.by,
        state=one.state.value,
        reason=one.reason,
        counts=dict(one.counts),
        writes=one.writes,
        forecast=ForecastWord(
            calls=dict(one.forecast.calls),
            share=one.forecast.share,
            seconds=one.forecast.seconds,
            duplicates=one.forecast.duplicates,
            conflicts=one.forecast.conflicts,
            refused=one.forecast.refused,
            spreads=dict(one.forecast.spreads),
        ),
        digest=one.digest,
        approved_by=one.approved_by,
        approved_at=one.approved_at,
        until=one.until,
        ended_at=one.ended_at,
        next=next_step(one),
    )


def story(one: Plan, counts: Mapping[tuple[PlanItemKind, PlanItemState], int]) -> PlanStory:
    progress: dict[str, dict[str, int]] = {}
    for (kind, state), n in sorted(counts.items(), key=lambda part: (part[0][0].value, part[0][1].value)):
        progress.setdefault(kind.value, {})[state.value] = n
    return PlanStory(plan=plan(one), progress=progress)


def item(one: PlanItem, names: Mapping[str, str]) -> PlanItemWord:
    """`names` are those of records, by id; one that is not there yet has its name among what will be written."""
    return PlanItemWord(
        n=one.n,
        kind=one.kind.value,
        object=one.object,
        record_id=one.record_id,
        record_name=names.get(one.record_id or "") or _named_by(one),
        crm_id=one.crm_id,
        changes=[
            ChangeWord(field=name, before=wire_value(before), after=wire_value(after))
            for name, before, after in one.changes
        ],
        promised={text: names.get(id, "") for text, id in promises_in(one.changes).items()},
        state=one.state.value,
        note=one.note,
    )


def _named_by(one: PlanItem) -> str:
    return name_of({name: after for name, _, after in one.changes})
