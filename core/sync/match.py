"""First sight of a CRM record without a link: which hub record is it, if any?

The mapping's keys are tried in priority order. The first key that finds anything decides: one free record is a match,
anything else is a question for a person, never a guess.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from core.equivalence import equivalent, normalise
from core.records import Fields, HubRecord
from core.schema import Object

Key = tuple[str, str]  # (hub field, normalised value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`record_ids` found by the key fields `by`; `taken` are those already linked to another record of this CRM."""

    record_ids: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.record_ids

    @property
    def only(self) -> str | None:
        """The one free record this is, or None where it is new or ambiguous."""
        return self.record_ids[0] if len(self.record_ids) == 1 and not self.taken else None


def keys_of(object: Object, fields: Fields, *, region: str = "") -> tuple[Key, ...]:
    """Every (key field, normalised value) these fields can be found by."""
    found = []
    for name in object.keys:
        value = fields.get(name)
        if value is None:
            continue
        normal = normalise(object.fields[name].type, value, region=region)
        if normal:
            found.append((name, normal))
    return tuple(found)


def marks_of(
    match: tuple[tuple[str, ...], ...], object: Object, fields: Fields, *, region: str = ""
) -> tuple[Key, ...]:
    """What these fields would be matched by, one (names, normalised values) for each entry of `match` that they fill.

    Two records are one, as far as the mapping can tell, where they share one of these.
    """
    kind, found = object.kind_of(fields), []
    for entry in match:
        values = [(object.fields[name].type, fields.get(name)) for name in entry]
        normal = [normalise(type, value, region=region) for type, value in values if value is not None]
        if len(normal) == len(entry) and all(normal):
            found.append(("+".join([*entry, *([kind] if kind else [])]), "\x1f".join(map(str, normal))))
    return tuple(found)


def find_match(
    match: tuple[tuple[str, ...], ...],
    object: Object,
    fields: Fields,
    *,
    keys: Collection[Key],
    found: MappingOf[Key, frozenset[str]],
    records: MappingOf[str, HubRecord],
    taken: Collection[str],
    region: str = "",
) -> Match:
    """Try each entry of `match` in order on what `found` and `records` hold; `taken` records have a link already."""
    if found.keys().isdisjoint(keys):
        return Match()
    by_field = dict(keys)
    kind = object.kind_of(fields)
    for entry in match:
        indexed = [name for name in entry if name in by_field]
        if not indexed or any(fields.get(name) is None for name in entry):
            continue
        ids = frozenset.intersection(*(found.get((name, by_field[name]), frozenset()) for name in indexed))
        rest = [name for name in entry if name not in by_field]
        ids = frozenset(
            one
            for one in ids
            if one in records
            and object.kind_of(records[one].fields) == kind
            and all(
                equivalent(
                    object.fields[name].type, records[one].fields.get(name), fields.get(name), region=region
                )
                for name in rest
            )
        )
        if not ids:
            continue
        exact = [
            one for one in ids if all(records[one].fields.get(name) == fields.get(name) for name in entry)
        ]
        chosen = sorted(exact) if len(exact) == 1 and exact[0] not in taken else sorted(ids)
        return Match(record_ids=tuple(chosen), taken=tuple(one for one in chosen if one in taken), by=entry)
    return Match()
