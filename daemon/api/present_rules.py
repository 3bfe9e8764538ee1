"""Rules and replays in the words of the local API."""

from __future__ import annotations

from core.replaying import Change, Replay
from core.rules import DEFAULTS, ConflictRule
from core.wire.models import ConflictRuleWord, ReplayWord, RuleChangeWord, RulesWord
from core.wire.words import wire_value
from daemon.rulebook import Rulebook

SHOWN = 500  # changes of one replay that are listed


def rules(kept: Rulebook) -> RulesWord:
    now = kept.clock()
    return RulesWord(
        rules=[rule(one, now) for one in kept.current().every],
        text=kept.text,
        digest=kept.digest,
        path=str(kept.path),
        trouble=kept.trouble,
    )


def rule(one: ConflictRule, now: int) -> ConflictRuleWord:
    return ConflictRuleWord(
        name=one.name,
        action=one.action.value,
        connection=one.connection,
        object=one.object,
        field=one.field,
        types=[type.value for type in one.types],
        when=one.when,
        sources=list(one.sources),
        expression=one.expression,
        grain=one.grain.value,
        until=one.until,
        enabled=one.enabled,
        in_force=one.in_force(now),
        built_in=one in DEFAULTS,
        note=one.note,
    )


def replayed(made: Replay, skipped: int) -> ReplayWord:
    """New changes first."""
    ordered = sorted(made.changes, key=lambda one: (not one.is_new, -one.past.at, one.past.id))
    return ReplayWord(
        looked_at=made.looked_at,
        skipped=skipped,
        changed=len(made.changes),
        new=sum(one.is_new for one in made.changes),
        disagreeing=made.disagreeing,
        outcomes=dict(sorted(made.outcomes.items())),
        changes=[_change(one) for one in ordered[:SHOWN]],
    )


def _change(one: Change) -> RuleChangeWord:
    past = one.past
    return RuleChangeWord(
        source=past.source,
        id=past.id,
        record_id=past.record_id,
        connection=past.case.connection,
        object=past.case.object,
        field=past.case.rule,
        at=past.at,
        was=past.was.value,
        by=past.by,
        would=one.would.value,
        rule=one.rule,
        values=[wire_value(value) for value in one.values],
        problem=one.problem,
        is_new=one.is_new,
    )
