"""A mapping compiled with both schemas: values of one side in, values of the other side out.

References travel as values of their own side (a record id in the hub, a CRM id in the CRM) and are exchanged here by a
table that the caller looked up for the whole batch, so that this stays pure.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from functools import cached_property

from core.equivalence import equivalent
from core.errors import MappingInvalid
from core.filtering import OPEN, Sieve, compile_filter
from core.lenses.shape import keeps, writes_only
from core.mapping import Direction, FieldRule, Mapping
from core.records import UNSET, BaseValue, Fields, Unset, Value
from core.schema import Field, FieldType, Object
from core.transforms import Lens, lens_for

CrmKey = tuple[str, str]  # (crm object, crm id)


class ParentMissing(Exception):
    """A reference points at a parent that is not linked yet. `parents` are CRM keys or hub record ids."""

    def __init__(self, parents: tuple[CrmKey, ...] | tuple[str, ...]) -> None:
        super().__init__(f"{len(parents)} parents are not linked yet")
        self.parents = parents


class ParentUnavailable(Exception):
    """A reference points at a parent that will not come: deleted, detached, or of an object that is not mapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Both ways between a CRM's ids and hub ids. None: known not to be had. Absent: not linked yet, so wait."""

    records: MappingOf[CrmKey, str | None] = field(default_factory=dict)
    crm_ids: MappingOf[str, str | None] = field(default_factory=dict)


NO_REFERENCES = References()


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule: where its fields stand in the mapping's fixed orders, and how to convert."""

    rule: FieldRule
    lens: Lens
    hub_at: tuple[int, ...]
    crm_at: tuple[int, ...]
    hub_fields: tuple[Field, ...]
    crm_fields: tuple[Field, ...]
    parent: str | None  # the CRM object a reference rule points at
    copies: bool  # one CRM value simply becomes one hub value
    one_of: bool  # the CRM has room for one of the several parents the hub knows
    region: str

    @property
    def name(self) -> str:
        return self.rule.name

    def to_hub(self, crm: tuple[Value, ...], references: References) -> tuple[Value, ...]:
        """Hub values for these CRM values. Raises TransformError, ParentMissing, ParentUnavailable."""
        if self.parent is not None:
            return (self._records(crm[0], references.records),)
        return self.lens.to_hub(crm)

    def to_crm(
        self, hub: tuple[Value, ...], crm_now: tuple[Value, ...], references: References
    ) -> tuple[Value, ...]:
        """CRM values for these hub values. Raises TransformError, ParentMissing, ParentUnavailable."""
        if self.parent is not None:
            return (self._crm_ids(hub[0], crm_now[0], references),)
        return self.lens.to_crm(hub, crm_now)

    def joined(
        self,
        hub: tuple[Value, ...],
        as_hub: tuple[Value, ...],
        base_crm: tuple[BaseValue, ...],
        references: References,
    ) -> tuple[Value, ...]:
        """What the hub holds once this CRM's news is in it: `as_hub`, and of several parents those that this CRM has no
        room for. Parents that are not to be had there stay; where the CRM holds one only (`one_of`), its former one
        (`base_crm`) is exchanged for its present one.
        """
        if self.parent is None or self.hub_fields[0].type is not FieldType.MULTI_REFERENCE:
            return as_hub
        held, present = frozenset(ids_in(hub[0])), frozenset(ids_in(as_hub[0]))
        stay = frozenset(one for one in held if references.crm_ids.get(one, "") is None)
        if not self.one_of:
            return (tuple(sorted(present | stay)) or None,)
        if present and present <= held:
            return hub
        before = base_crm[0]
        named = () if isinstance(before, Unset) else ids_in(before)
        if not present and not named:
            return (tuple(sorted(stay)) or None,)
        parents = (references.records.get((self.parent, one)) for one in named)
        former = frozenset(one for one in parents if one is not None) - stay
        return (tuple(sorted((held - former) | present)) or None,)

    @property
    def computes(self) -> bool:
        """Whether the CRM gets what is computed from the hub's fields: what it holds then says nothing about them."""
        return writes_only(self.lens)

    def same(self, one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
        """Whether two sets of hub values mean the same (core/equivalence.py)."""
        return one == other or all(
            equivalent(spec.type, a, b, region=self.region)
            for spec, a, b in zip(self.hub_fields, one, other, strict=True)
        )

    def _records(self, value: Value, table: MappingOf[CrmKey, str | None]) -> Value:
        parent = self.parent or ""
        wanted = ids_in(value)
        missing = tuple((parent, one) for one in wanted if (parent, one) not in table)
        if missing:
            raise ParentMissing(missing)
        found = [record for one in wanted if (record := table[(parent, one)]) is not None]
        if self.hub_fields[0].type is FieldType.MULTI_REFERENCE:
            return tuple(sorted(set(found))) or None
        if wanted and not found:
            raise ParentUnavailable
        return found[0] if found else None

    def _crm_ids(self, value: Value, now: Value, references: References) -> Value:
        wanted = ids_in(value)
        missing = tuple(one for one in wanted if one not in references.crm_ids)
        if missing:
            raise ParentMissing(missing)
        found = {crm_id for one in wanted if (crm_id := references.crm_ids[one]) is not None}
        if self.one_of:
            strange = isinstance(now, str) and references.records.get((self.parent or "", now), "") is None
            return now if now in found or (strange and not found) else min(found, default=None)
        if self.crm_fields[0].type is FieldType.MULTI_REFERENCE:
            # The CRM may hold parents that the hub does not know; they are not ours to take away.
            unknown = {
                one for one in ids_in(now) if references.records.get((self.parent or "", one), "") is None
            }
            return tuple(sorted(found | unknown)) or None
        if wanted and not found:
            raise ParentUnavailable
        return min(found) if found else None


def ids_in(value: Value) -> tuple[str, ...]:
    """The ids in a reference or multi-reference value."""
    if value is None or isinstance(value, bool):
        return ()
    return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True)
class Translation:
    """A mapping, its two objects, and its compiled rules in order.

    `parked` rules lie still: their CRM fields are neither read nor written (core/drift.py), and their bases stay.
    `came_back` are CRM fields that were gone and may have come back empty, and `earlier` what fields were called before,
    the latest first. While `holds` says why, nothing is created in the CRM. `lost` are CRM fields that only the filter
    reads and that are gone; `sieve` is the filter.
    """

    mapping: Mapping
    hub: Object
    crm: Object
    rules: tuple[Rule, ...]
    region: str
    parked: tuple[Rule, ...] = ()
    came_back: frozenset[str] = frozenset()
    earlier: MappingOf[str, tuple[str, ...]] = field(default_factory=dict)
    holds: str = ""
    lost: frozenset[str] = frozenset()
    sieve: Sieve = OPEN

    @property
    def every_rule(self) -> tuple[Rule, ...]:
        return (*self.rules, *self.parked)

    @cached_property
    def unread(self) -> frozenset[str]:
        """CRM fields that the CRM is not asked for: only parked rules use them, or they are lost."""
        parked = {name for rule in self.parked for name in rule.rule.crm}
        return frozenset(parked - {name for rule in self.rules for name in rule.rule.crm}) | self.lost

    @cached_property
    def watched_at(self) -> tuple[int, ...]:
        """Where in the mapping's order the CRM fields stand that only the filter reads: no rule moves their base."""
        mapped = {name for rule in self.mapping.rules for name in rule.crm}
        return tuple(at for at, name in enumerate(self.mapping.crm_fields) if name not in mapped)

    @cached_property
    def unread_hub_at(self) -> tuple[int, ...]:
        """Where in the mapping's order the hub fields stand that only parked rules use."""
        used = {at for rule in self.rules for at in rule.hub_at}
        return tuple(at for at in range(len(self.mapping.hub_fields)) if at not in used)

    @cached_property
    def takes_newcomers(self) -> bool:
        """Whether new CRM records can be known for what they are: what they are matched by, and what they must have,
        is read."""
        needed = {name for entry in self.mapping.match for name in entry}
        needed.update(name for name, one in self.hub.fields.items() if one.required)
        lost = {
            name
            for rule in self.parked
            if rule.rule.direction is not Direction.TO_CRM
            for name in rule.rule.hub
        }
        return not needed & lost

    @cached_property
    def queues(self) -> tuple[str, ...]:
        """The outbox's words for the hub records this mapping sends."""
        if self.hub.kind_field is None:
            return (self.hub.queue(None),)
        return tuple(self.hub.queue(kind) for kind in self.mapping.kinds or self.hub.kinds)

    @cached_property
    def only_kind(self) -> Fields:
        """What every record of this CRM object is in the hub: its kind, where there is only one."""
        if self.hub.kind_field is None or len(self.mapping.kinds) != 1:
            return {}
        return {self.hub.kind_field: self.mapping.kinds[0]}

    @cached_property
    def references(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.parent is not None)

    @cached_property
    def parents(self) -> tuple[str, ...]:
        """The CRM objects this mapping's references point at."""
        return tuple(dict.fromkeys(rule.parent for rule in self.references if rule.parent is not None))

    @cached_property
    def inbound(self) -> tuple[Rule, ...]:
        """The rules that flow towards the hub, but for references."""
        return tuple(
            rule for rule in self.rules if rule.parent is None and rule.rule.direction is not Direction.TO_CRM
        )

    @cached_property
    def inbound_references(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.references if rule.rule.direction is not Direction.TO_CRM)

    def holding(self, why: str) -> Translation:
        """The same, but that nothing is created in the CRM while `why` says so; "" lets creates go on."""
        return replace(self, holds=why)

    def hub_values(self, fields: Fields) -> tuple[Value, ...]:
        return tuple(fields.get(name) for name in self.mapping.hub_fields)

    def crm_parents(self, values: tuple[Value, ...]) -> tuple[CrmKey, ...]:
        """The CRM records these CRM values refer to."""
        return tuple(
            (rule.parent, one)
            for rule in self.references
            if rule.parent is not None
            for one in ids_in(values[rule.crm_at[0]])
        )

    def former_parents(self, base_crm: tuple[BaseValue, ...]) -> tuple[CrmKey, ...]:
        """The parents that `one_of` rules had at the base: taking one out of the hub's takes knowing which it was."""
        return tuple(
            (rule.parent, one)
            for rule in self.references
            if rule.one_of and rule.parent is not None
            for value in (base_crm[rule.crm_at[0]],)
            if not isinstance(value, Unset)
            for one in ids_in(value)
        )

    def hub_parents(self, fields: Fields) -> tuple[str, ...]:
        """The hub records these hub fields refer to."""
        return tuple(one for rule in self.references for one in ids_in(fields.get(rule.rule.hub[0])))

    def unset(self) -> tuple[tuple[BaseValue, ...], tuple[BaseValue, ...]]:
        """Bases that know nothing yet."""
        return (UNSET,) * len(self.mapping.hub_fields), (UNSET,) * len(self.mapping.crm_fields)

    def relay(
        self,
        base_hub: tuple[BaseValue, ...],
        base_crm: tuple[BaseValue, ...],
        layout: tuple[tuple[str, ...], tuple[str, ...]] | None,
    ) -> tuple[tuple[BaseValue, ...], tuple[BaseValue, ...]]:
        """Bases of an older layout in this mapping's order; fields it did not have are UNSET."""
        unset_hub, unset_crm = self.unset()
        if layout is None:
            return unset_hub, unset_crm
        old_hub = dict(zip(layout[0], base_hub, strict=True))
        old_crm = dict(zip(layout[1], base_crm, strict=True))
        named = {
            name: next((one for one in (name, *self.earlier.get(name, ())) if one in old_crm), None)
            for name in self.mapping.crm_fields
        }
        # A rule that was pointed at another CRM field meets it for the first time, whatever it held before.
        strangers = {
            name
            for rule in self.every_rule
            if any(named[one] is None for one in rule.rule.crm)
            for name in rule.rule.hub
        }
        return (
            tuple(
                UNSET if name in strangers else old_hub.get(name, UNSET) for name in self.mapping.hub_fields
            ),
            tuple(
                UNSET if (old := named[name]) is None else old_crm[old] for name in self.mapping.crm_fields
            ),
        )


def compile_mapping(
    mapping: Mapping,
    hub: Object,
    crm: Object,
    *,
    region: str = "",
    parked: frozenset[str] = frozenset(),
    came_back: frozenset[str] = frozenset(),
    earlier: MappingOf[str, tuple[str, ...]] | None = None,
    lost: frozenset[str] = frozenset(),
) -> Translation:
    """Raises MappingInvalid where a rule or the filter names a field that is not there, or its lens does not fit.

    `parked` are names of rules; for the rest see `Translation`.
    """
    hub_at = {name: at for at, name in enumerate(mapping.hub_fields)}
    crm_at = {name: at for at, name in enumerate(mapping.crm_fields)}
    rules = []
    for rule in mapping.rules:
        hub_fields = tuple(_field(hub, name, rule) for name in rule.hub)
        crm_fields = tuple(_field(crm, name, rule) for name in rule.crm)
        reference = crm_fields[0].references if hub_fields and hub_fields[0].type.is_reference else None
        lens = lens_for(rule, hub_fields, crm_fields)
        rules.append(
            Rule(
                rule=rule,
                lens=lens,
                hub_at=tuple(hub_at[name] for name in rule.hub),
                crm_at=tuple(crm_at[name] for name in rule.crm),
                hub_fields=hub_fields,
                crm_fields=crm_fields,
                parent=reference,
                one_of=reference is not None
                and hub_fields[0].type is FieldType.MULTI_REFERENCE
                and crm_fields[0].type is FieldType.REFERENCE,
                copies=reference is None and len(hub_fields) == len(crm_fields) == 1 and keeps(lens),
                region=region,
            )
        )
    return Translation(
        mapping=mapping,
        hub=hub,
        crm=crm,
        rules=tuple(rule for rule in rules if rule.name not in parked),
        region=region,
        parked=tuple(rule for rule in rules if rule.name in parked),
        came_back=came_back,
        earlier=earlier or {},
        lost=lost,
        sieve=compile_filter(mapping, hub, crm, lost),
    )


def _field(side: Object, name: str, rule: FieldRule) -> Field:
    if name not in side.fields:
        raise MappingInvalid(
            f"rule {rule.name!r} names field {name!r}, which {side.name!r} does not have",
            advice=f"Correct the rule, or add the field to {side.name!r}.",
        )
    return side.fields[name]
