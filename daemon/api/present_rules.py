"""Rules and replays in the words of the local API."""

from __future__ import annotations

from collections.abc import Mapping

from core.replaying import Change, Replay
from core.store.base import Store
from core.wire.models import ReplayWord, RuleChangeWord, RulesWord
from core.wire.rule_words import word_of
from core.wire.words import wire_value
from daemon.api.named import names_of
from daemon.rulebook import Rulebook

SHOWN = 500  # changes of one replay that are listed


def rules(kept: Rulebook) -> RulesWord:
    now = kept.clock()
    return RulesWord(
        rules=[word_of(one, now) for one in kept.current().every],
        text=kept.text,
        digest=kept.digest,
        path=str(kept.path),
        trouble=kept.trouble,
    )


def replayed(made: Replay, skipped: int, store: Store) -> ReplayWord:
    """New changes first."""
    ordered = sorted(made.changes, key=lambda one: (not one.is_new, -one.past.at, one.past.id))[:SHOWN]
    names = names_of(store, (one.past.record_id for one in ordered))
    return ReplayWord(
        looked_at=made.looked_at,
        skipped=skipped,
        changed=len(made.changes),
        new=sum(one.is_new for one in made.changes),
        disagreeing=made.disagreeing,
        outcomes=dict(sorted(made.outcomes.items())),
        changes=[_change(one, names) for one in ordered],
    )


def _change(one: Change, names: Mapping[str, str]) -> RuleChangeWord:
    past = one.past
    return RuleChangeWord(
        source=past.source,
        id=past.id,
        record_id=past.record_id,
        record_name=names.get(past.record_id, ""),
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
