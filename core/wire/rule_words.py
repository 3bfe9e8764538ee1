"""A rule as its word: for the daemon, which has it in force, and the app, which is about to save it."""

from __future__ import annotations

from core.rules import DEFAULTS, ConflictRule
from core.wire.rules import ConflictRuleWord


def word_of(one: ConflictRule, now: int) -> ConflictRuleWord:
    """`now` in ms."""
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
