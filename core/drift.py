"""What became of the CRM fields a mapping uses: a fingerprint of one schema, and how a later one differs from it.

Pure. A fingerprint remembers the fields as they were when the mapping last ran on them; `diff` names what has changed since
and which rules it touches; `patched` gives the schema those rules were made for, so that everything else can go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, Final

from core.filter_words import with_names
from core.mapping import Creates, Direction, FieldRule, Mapping
from core.mapping_check import choices_sent
from core.schema import Choice, Field, FieldType, Object

LIKELY: Final = 0.55  # a candidate for a new name scores at least this
MOST_CANDIDATES: Final = 5

Renames = tuple[tuple[str, str], ...]  # (old name, new name), in the order they were accepted


class DriftKind(Enum):
    GONE = "gone"
    RETYPED = "retyped"
    REQUIRED = "required"  # a field no rule writes must be given when a record is created
    CHOICES = "choices"  # a choice that the mapping sends is not offered any more
    SHORTENED = "shortened"
    READ_ONLY = "read_only"
    MISFIT = "misfit"  # the rule's lens does not fit the field as it is now


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A field that may be what a vanished one is called now. `score` is 0 to 1, `reason` says what speaks for it."""

    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One change. `rules` are parked by it; where there are none it is creates that wait.

    `before` and `after` tell what the field was and is, in plain words; `likely` are new names for a field that is gone,
    the likeliest first.
    """

    kind: DriftKind
    field: str
    label: str
    rules: tuple[str, ...]
    before: str = ""
    after: str = ""
    likely: tuple[Likely, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.field}"

    @property
    def can_be_accepted(self) -> bool:
        """Whether a person may say that it is right as it is now."""
        return self.kind in (DriftKind.RETYPED, DriftKind.REQUIRED, DriftKind.CHOICES, DriftKind.SHORTENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """An object's schema as far as a mapping uses it.

    `fields` are the mapped fields as they were; `known` every field's name then; `required` the fields no rule writes
    that had to be given, or were accepted; `rules` the CRM fields of each rule then.
    """

    fields: MappingOf[str, Field]
    known: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    rules: MappingOf[str, tuple[str, ...]] = field(default_factory=dict)


def fingerprint(mapping: Mapping, crm: Object) -> Fingerprint:
    """The object as it is now; mapped fields that are not there are left out."""
    return Fingerprint(
        fields={name: crm.fields[name] for name in mapping.crm_fields if name in crm.fields},
        known=frozenset(crm.fields),
        required=frozenset(_must_be_given(mapping, crm)),
        rules={rule.name: rule.crm for rule in mapping.rules},
    )


def diff(mapping: Mapping, hub: Object, then: Fingerprint, crm: Object) -> tuple[Drift, ...]:
    """Everything that has changed for this mapping since the fingerprint, in the mapping's field order."""
    found: list[Drift] = []
    for name in mapping.crm_fields:
        if name in then.fields:
            found += _field_drifts(mapping, hub, then, crm, then.fields[name])
    for name in _must_be_given(mapping, crm):
        if name not in then.required:
            found.append(
                Drift(
                    kind=DriftKind.REQUIRED,
                    field=name,
                    label=crm.fields[name].label,
                    rules=(),
                    after="required",
                )
            )
    return tuple(found)


def parked_by(drifts: Iterable[Drift]) -> frozenset[str]:
    """The names of the rules these drifts park."""
    return frozenset(rule for one in drifts for rule in one.rules)


def patched(mapping: Mapping, then: Fingerprint, crm: Object, drifts: Sequence[Drift]) -> Object:
    """The schema with every parked rule's fields as they were, and nothing newly required: what the mapping was made for."""
    fields = dict(crm.fields)
    parked = parked_by(drifts)
    for rule in mapping.rules:
        if rule.name in parked:
            fields |= {name: then.fields[name] for name in rule.crm if name in then.fields}
    fields |= {name: then.fields[name] for name in lost_to_filter(mapping, then, crm)}
    for one in drifts:
        if one.kind is DriftKind.REQUIRED and one.field in fields:
            fields[one.field] = replace(fields[one.field], required=False)
    for name in then.required & set(fields):
        fields[name] = replace(fields[name], required=False)
    return replace(crm, fields=fields)


def lost_to_filter(mapping: Mapping, then: Fingerprint, crm: Object) -> frozenset[str]:
    """The fields that only the filter reads and that are gone, or of another type: whatever needs them is in doubt."""
    mapped = {name for rule in mapping.rules for name in rule.crm}
    only = [name for name in mapping.crm_fields if name not in mapped and name in then.fields]
    return frozenset(
        name for name in only if name not in crm.fields or crm.fields[name].type is not then.fields[name].type
    )


def advanced(mapping: Mapping, then: Fingerprint, crm: Object, drifts: Sequence[Drift]) -> Fingerprint:
    """The fingerprint moved to this schema, but for what has drifted: that stays as it was until it is settled."""
    now = fingerprint(mapping, crm)
    drifting = {one.field for one in drifts} | lost_to_filter(mapping, then, crm)
    stays = {
        name: one for name, one in then.fields.items() if name in drifting and name in mapping.crm_fields
    }
    gone = any(one.kind is DriftKind.GONE for one in drifts)
    return Fingerprint(
        fields={
            name: stays.get(name) or now.fields[name]
            for name in mapping.crm_fields
            if name in stays or name in now.fields
        },
        known=then.known if gone else now.known,
        required=now.required - drifting,
        rules=now.rules,
    )


def accepting(then: Fingerprint, crm: Object, keys: Iterable[str]) -> Fingerprint:
    """The fingerprint with these drifts taken to be right, by their keys."""
    fields, required = dict(then.fields), set(then.required)
    for key in keys:
        kind, _, name = key.partition(":")
        if name not in crm.fields:
            continue
        if kind == DriftKind.REQUIRED.value:
            required.add(name)
        elif name in fields:
            fields[name] = crm.fields[name]
    return replace(then, fields=fields, required=frozenset(required))


# names ------------------------------------------------------------------------------------------------------------------
def renamed(mapping: Mapping, renames: Renames) -> Mapping:
    """The mapping in effect: accepted new names in place of old ones, one version on for each that applies."""
    for old, new in renames:
        if old in mapping.crm_fields and new not in mapping.crm_fields:
            rules = tuple(
                replace(rule, crm=tuple(new if name == old else name for name in rule.crm))
                for rule in mapping.rules
            )
            filter = replace(mapping.filter, crm=with_names(mapping.filter.crm, {old: new}))
            mapping = replace(mapping, rules=rules, filter=filter, version=mapping.version + 1)
    return mapping


def renamed_by_hand(mapping: Mapping, then: Fingerprint, crm: Object) -> Renames:
    """Names a person changed in the mapping's file after the fields they were had vanished from the CRM."""
    found = {
        old: new
        for rule in mapping.rules
        if len(before := then.rules.get(rule.name, ())) == len(rule.crm)
        for old, new in zip(before, rule.crm, strict=True)
        if old != new and old not in crm.fields and new in crm.fields and new not in then.fields
    }
    return tuple(found.items())


def earlier_names(renames: Renames) -> dict[str, tuple[str, ...]]:
    """What each field was called before, the latest first."""
    found: dict[str, tuple[str, ...]] = {}
    for old, new in renames:
        found[new] = tuple(dict.fromkeys((old, *found.get(old, ()))))
    return found


def likely_names(gone: Field, mapping: Mapping, then: Fingerprint, crm: Object) -> tuple[Likely, ...]:
    """Fields that may be what `gone` is called now: of its type, not mapped, and new or of the same label."""
    found = []
    for one in crm.fields.values():
        fits = one.type is gone.type and one.references == gone.references
        if not fits or one.name in mapping.crm_fields:
            continue
        label, name = _alike(one.label, gone.label), _alike(_bare(one.name), _bare(gone.name))
        is_new = one.name not in then.known
        if not is_new and label < 1:
            continue
        score = 0.35 * label + 0.25 * name + 0.25 * is_new + 0.15
        reasons = [f"also {gone.type.value.replace('_', ' ')}"]
        reasons += ["the same label"] if label == 1 else ["a similar label"] if label >= 0.6 else []
        reasons += ["a similar name"] if name >= 0.6 else []
        reasons += ["new since it vanished"] if is_new else []
        if score >= LIKELY:
            found.append(Likely(name=one.name, score=round(score, 2), reason=", ".join(reasons)))
    return tuple(sorted(found, key=lambda one: (-one.score, one.name))[:MOST_CANDIDATES])


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def _bare(name: str) -> str:
    return name.removesuffix("__c").replace("_", "")


# comparing --------------------------------------------------------------------------------------------------------------
def _field_drifts(mapping: Mapping, hub: Object, then: Fingerprint, crm: Object, was: Field) -> list[Drift]:
    touching = [rule for rule in mapping.rules if was.name in rule.crm]
    now = crm.fields.get(was.name)

    def drift(kind: DriftKind, rules: Iterable[FieldRule], before: str, after: str) -> list[Drift]:
        names = tuple(rule.name for rule in rules)
        return [
            Drift(kind=kind, field=was.name, label=was.label, rules=names, before=before, after=after)
        ] * bool(names)

    if now is None:
        return [
            replace(one, likely=likely_names(was, mapping, then, crm))
            for one in drift(DriftKind.GONE, touching, was.type.value, "")
        ]
    if now.type is not was.type or now.references != was.references:
        return drift(DriftKind.RETYPED, touching, _kind(was), _kind(now))
    writing = [rule for rule in touching if rule.direction is not Direction.TO_HUB]
    found = []
    if now.read_only and not was.read_only:
        found += drift(DriftKind.READ_ONLY, writing, "writable", "read only")
    if now.max_length is not None and (was.max_length is None or now.max_length < was.max_length):
        found += drift(DriftKind.SHORTENED, touching, str(was.max_length or "unlimited"), str(now.max_length))
    refused = {rule.name: _refused(_sent(rule, hub, was), was, now) for rule in writing}
    sending = [rule for rule in writing if refused[rule.name]]
    lost = sorted(frozenset().union(*refused.values()))
    found += drift(DriftKind.CHOICES, sending, ", ".join(lost), "not offered")
    return found


def _refused(sent: Iterable[str], was: Field, now: Field) -> frozenset[str]:
    """What was taken before and is not any more."""
    if now.open or (not now.choices and not was.choices):
        return frozenset()
    taken = set(sent) if was.open else {one.value for one in was.choices}.intersection(sent)
    return frozenset(taken - {one.value for one in now.choices})


def _sent(rule: FieldRule, hub: Object, was: Field) -> list[str]:
    if len(rule.crm) != 1 or any(name not in hub.fields for name in rule.hub):
        return []
    return choices_sent(rule, tuple(hub.fields[name] for name in rule.hub), (was,))


def _kind(one: Field) -> str:
    return f"{one.type.value} of {one.references}" if one.references else one.type.value


def _must_be_given(mapping: Mapping, crm: Object) -> list[str]:
    """Required fields of the CRM that no rule writes, where records are created there."""
    if mapping.creates not in (Creates.BOTH, Creates.CRM):
        return []
    written = {name for rule in mapping.rules if rule.direction is not Direction.TO_HUB for name in rule.crm}
    return [
        one.name
        for one in crm.fields.values()
        if one.required and not one.read_only and one.name not in written
    ]


# as text ----------------------------------------------------------------------------------------------------------------
def dump_fingerprint(one: Fingerprint) -> str:
    """As JSON, the same for equal fingerprints."""
    plain = {
        "fields": {name: _plain(held) for name, held in one.fields.items()},
        "known": sorted(one.known),
        "required": sorted(one.required),
        "rules": {name: list(held) for name, held in one.rules.items()},
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def load_fingerprint(text: str) -> Fingerprint:
    """What `dump_fingerprint` wrote."""
    plain: dict[str, Any] = json.loads(text)
    return Fingerprint(
        fields={name: _field_of(held) for name, held in plain["fields"].items()},
        known=frozenset(plain["known"]),
        required=frozenset(plain["required"]),
        rules={name: tuple(held) for name, held in plain["rules"].items()},
    )


def _plain(one: Field) -> dict[str, Any]:
    said = {
        "name": one.name,
        "type": one.type.value,
        "label": one.label,
        "required": one.required,
        "read_only": one.read_only,
        "choices": [[choice.value, choice.label] for choice in one.choices],
        "references": one.references,
        "max_length": one.max_length,
        "scale": one.scale,
        "unique": one.unique,
        "custom": one.custom,
        "once": one.once,
        "quiet": one.quiet,
    }
    # Told only where it is so: what an earlier version wrote of a closed field stays the same text.
    return {**said, "open": True} if one.open else said


def _field_of(plain: dict[str, Any]) -> Field:
    choices = tuple(Choice(value=value, label=label) for value, label in plain["choices"])
    return Field(**{**plain, "type": FieldType(plain["type"]), "choices": choices})
