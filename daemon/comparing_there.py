"""The CRM's part of a comparison: its records as they are at this moment, told in the hub's terms rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from adapters.base import Adapter
from core.errors import CrmSyncError, MappingInvalid, NotFound, RemoteError, TransformError
from core.mapping import NO_FILTER, FieldRule, Mapping
from core.records import Fields, RemoteRecord
from core.schema import Object
from core.translate import (
    CrmKey,
    ParentMissing,
    ParentUnavailable,
    References,
    Rule,
    compile_mapping,
    ids_in,
)
from daemon.compared import Cell, Shown
from daemon.laboratory import Laboratory
from daemon.sight import linked_parents

_MERGERS: Final = 5  # one after the other, until one is found that lives


class There:
    """What the CRM holds: `values` by its ids, and the `rules` that can tell them in the hub's terms."""

    def __init__(self, laboratory: Laboratory, mapping: Mapping | None, trouble: CrmSyncError | None) -> None:
        self._laboratory, self._mapping, self._trouble = laboratory, mapping, trouble
        self.values: dict[str, Fields] = {}
        self.rules: dict[str, Rule] = {}
        self.references = References()

    def read(self, shown: Sequence[Shown]) -> None:
        """Fills in what each of these is. Where the CRM does not answer, that is told at all of them."""
        mapping, trouble = self._mapping, self._trouble
        found: dict[str, RemoteRecord] = {}
        names: tuple[str, ...] = ()
        if mapping is not None and shown:
            try:
                with self._laboratory.site(mapping.connection).visit() as adapter:
                    crm = adapter.schema(mapping.crm_object)
                    names = tuple(one for one in mapping.crm_fields if one in crm.fields)
                    self._compile(mapping, crm)
                    found = self._fetch(adapter, mapping, names, [one.id for one in shown])
            except (RemoteError, NotFound) as error:
                trouble = error
        for one in shown:
            if trouble is not None:
                one.state, one.trouble, one.advice = "unread", str(trouble), trouble.advice
                continue
            self._describe(one, found.get(one.id), names)
        if mapping is not None:
            self.references = References(records=self._parents())

    def _describe(self, one: Shown, remote: RemoteRecord | None, names: tuple[str, ...]) -> None:
        if remote is None or remote.deleted:
            one.state = "deleted"
            return
        one.changed_at = remote.modified
        if remote.id != one.id:
            one.state, one.merged_into = "merged", remote.id
        self.values[one.id] = dict(zip(names, remote.values, strict=True))

    def _fetch(
        self, adapter: Adapter, mapping: Mapping, names: tuple[str, ...], ids: Sequence[str]
    ) -> dict[str, RemoteRecord]:
        """By the ids asked for; of one that was merged the record that is left."""
        found = dict(adapter.fetch(mapping.crm_object, names, ids))
        for _ in range(_MERGERS):
            merged = {id: one.merged_into for id, one in found.items() if one.merged_into is not None}
            if not merged:
                break
            left = adapter.fetch(mapping.crm_object, names, sorted(set(merged.values())))
            for id, into in merged.items():
                if into in left:
                    found[id] = left[into]
                else:
                    del found[id]
        return found

    def _compile(self, mapping: Mapping, crm: Object) -> None:
        """One by one: a rule whose field the CRM has changed or lost does not take the others with it."""
        hub, region = self._laboratory.hub_object(mapping.hub_object), self._laboratory.region
        for rule in mapping.rules:
            alone = replace(mapping, rules=(rule,), match=(), filter=NO_FILTER)
            with suppress(MappingInvalid):
                [made] = compile_mapping(alone, hub, crm, region=region).rules
                self.rules[rule.name] = made

    def _parents(self) -> dict[CrmKey, str | None]:
        wanted: dict[str, set[str]] = {}
        for rule in self.rules.values():
            if rule.parent is not None:
                for values in self.values.values():
                    wanted.setdefault(rule.parent, set()).update(ids_in(values.get(rule.rule.crm[0])))
        store, connection = self._laboratory.store, self._mapping.connection if self._mapping else ""
        found: dict[CrmKey, str | None] = {}
        for object, ids in wanted.items():
            found |= linked_parents(store, connection, object, ids)
        return found

    def cell(self, rule: FieldRule, id: str) -> Cell:
        """What this record holds in a rule's fields."""
        values = self.values.get(id)
        if values is None:
            return Cell()
        own = tuple(values.get(name) for name in rule.crm)
        compiled = self.rules.get(rule.name)
        if compiled is None or compiled.computes:
            return Cell(values=own, raw=True)
        try:
            return Cell(values=compiled.to_hub(own, self.references))
        except (TransformError, ParentMissing, ParentUnavailable):
            return Cell(values=own, raw=True)
