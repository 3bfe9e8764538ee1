"""Which CRM record is what a create of ours has made, where the CRM has no room for our key: what holds what we sent.

Only asked about a create whose answer was lost, and of records that are no pair with any hub record. Why that is safe where
a person happened to write the very same at the same time: if ours landed too, the one we did not take comes in as that
person's, so both are there once on either side. If ours never landed, every word that was meant to be there is there, and
whatever else the person wrote comes back as an edit. Nothing is lost, and nothing is doubled. Two creates of our own that
sent the same are told apart no better and need not be: each takes one record, and no record is taken twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.equivalence import fold
from core.errors import TransformError
from core.jobs import Attempt
from core.mapping import Direction
from core.records import RemoteRecord, Value
from core.schema import Field, FieldType
from core.translate import NO_REFERENCES, Rule, Translation

_SECOND = len("2026-11-23T09:00:00")
_SHORT = (FieldType.BOOL, FieldType.CHOICE, FieldType.MULTI_CHOICE)  # they agree by chance


def claims(
    translation: Translation, creates: Iterable[Attempt], remotes: Iterable[RemoteRecord]
) -> dict[str, RemoteRecord]:
    """By op, the record that each of these creates has made, where there is one among `remotes`.

    Who sent more chooses first: what fits it fits those who sent less too, and not the other way round.
    """
    left = {one.id: one for one in remotes if not one.deleted and one.made_by_us is not False}
    found: dict[str, RemoteRecord] = {}
    for create in sorted(creates, key=lambda one: (-len(one.sent), one.started, one.op)):
        fitting = [one for one in left.values() if is_alike(translation, create, one)]
        if fitting:
            chosen = min(fitting, key=lambda one: (_unasked(translation, create, one), one.modified, one.id))
            found[create.op] = left.pop(chosen.id)
    return found


def is_alike(translation: Translation, create: Attempt, remote: RemoteRecord) -> bool:
    """Whether the record holds all that was sent, as a reader of the hub would see it.

    The CRM may have written it another way (cleaned HTML, trimmed texts, whole seconds) and filled in what was not sent.
    """
    rules = _sent_by(translation, create)
    return bool(rules) and all(_holds(one, create, remote) for one in rules)


def may_be(translation: Translation, create: Attempt, remote: RemoteRecord) -> bool:
    """Whether the record may be what the create has made and a person has edited since: our user made it, most of what was
    sent is in it, and of the words and times at least some are. Nobody adopts it for that; a person is asked.
    """
    rules = _sent_by(translation, create)
    kept = [one for one in rules if _holds(one, create, remote) or _shares_words(one, create, remote)]
    tells = any(one.parent is None and one.crm_fields[0].type not in _SHORT for one in kept)
    return remote.made_by_us is True and not remote.deleted and tells and 2 * len(kept) >= len(rules)


def _sent_by(translation: Translation, create: Attempt) -> list[Rule]:
    """The rules that say something of what was sent; the mapping may be another by now, so their names do not count."""
    return [one for one in translation.rules if not create.sent.keys().isdisjoint(one.rule.crm)]


def _shares_words(rule: Rule, create: Attempt, remote: RemoteRecord) -> bool:
    """Whether at least half of the words that were sent are in the record's."""
    if rule.parent is not None or rule.computes or len(rule.crm_fields) != 1:
        return False
    if rule.crm_fields[0].type not in (FieldType.TEXT, FieldType.LONG_TEXT):
        return False
    [at], [name] = rule.crm_at, rule.rule.crm
    try:
        sent, held = (
            rule.to_hub((one,), NO_REFERENCES)[0] for one in (create.sent.get(name), remote.values[at])
        )
    except TransformError:
        return False
    words = set(fold(sent).split()) if isinstance(sent, str) else set()
    left = words & set(fold(held).split()) if isinstance(held, str) else set()
    return bool(left) and 2 * len(left) >= len(words)


def _holds(rule: Rule, create: Attempt, remote: RemoteRecord) -> bool:
    sent = tuple(create.sent.get(name) for name in rule.rule.crm)
    held = tuple(
        remote.values[at] if name in create.sent else None
        for at, name in zip(rule.crm_at, rule.rule.crm, strict=True)
    )
    if held == sent:
        return True
    if rule.parent is not None or rule.computes:
        return all(map(_same, rule.crm_fields, held, sent))
    try:
        meant, read = rule.to_hub(sent, NO_REFERENCES), rule.to_hub(held, NO_REFERENCES)
    except TransformError:
        return False
    return rule.same(read, meant) or all(map(_same, rule.hub_fields, read, meant))


def _same(field: Field, one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        if field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
            return fold(one) == fold(other)
        if field.type is FieldType.DATETIME:
            return one[:_SECOND] == other[:_SECOND]
    return one == other


def _unasked(translation: Translation, create: Attempt, remote: RemoteRecord) -> int:
    """How much the record holds that was not sent: a person's tends to hold more than ours."""
    return sum(
        remote.values[at] is not None and name not in create.sent
        for rule in translation.rules
        if rule.rule.direction is not Direction.TO_HUB
        for at, name in zip(rule.crm_at, rule.rule.crm, strict=True)
    )
