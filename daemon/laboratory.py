"""The mapping laboratory: a mapping looked at, tried on real records and compared, without anything being written anywhere.

Records are sampled: the first page of the CRM's own order, and the hub's first records. What is found is for whoever asked;
nothing of it is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from adapters.base import Adapter
from core.errors import Invalid, NotFound, RemoteError
from core.mapping import Mapping
from core.mapping_check import check_mapping
from core.mapping_circles import circle_in
from core.mapping_diff import Difference, difference
from core.mapping_draft import draft
from core.mapping_examples import Outcome, load_examples, run_examples
from core.mapping_files import load_mapping
from core.mapping_preview import Change, preview
from core.mapping_trial import Finding, try_mapping
from core.records import HubRecord, RemoteRecord, Value
from core.schema import Object
from core.store.base import Store
from core.suggest.fields import described
from core.suggest.suggest import Suggestions, suggest
from core.suggest.vocabulary import vocabulary_in
from core.translate import CrmKey, References, Translation, compile_mapping

SOURCE: Final = "the mapping given"


class Site(Protocol):
    """A connection, as far as it is asked what its account looks like."""

    def visit(self) -> AbstractContextManager[Adapter]:
        """An adapter for a moment. Raises SignInNeeded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Which mapping is meant: the one in use, or another one of the same connection by its text."""

    connection: str
    crm_object: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found, and on how many records of each side it was tried."""

    mapping: Mapping
    findings: tuple[Finding, ...]
    crm_sampled: int
    hub_sampled: int

    @property
    def is_sound(self) -> bool:
        return not any(one.fatal for one in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """One record or pair, and what conversion would make of each side. Either id is empty where it has no partner."""

    record_id: str
    crm_id: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """Hub fields (left) and CRM fields (right) that may belong together, and a mapping of the pairs a lens converts."""

    found: Suggestions
    draft: Mapping | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Laboratory:
    """Every method raises NotFound for a connection or mapping there is not, MappingInvalid for a text that is none,
    SignInNeeded and other RemoteErrors where the CRM cannot be asked.

    `mappings` are those in use. `vocabulary` is the folder of words that suggestions go by,
    `examples` that of saved examples.
    """

    store: Store
    hub: MappingOf[str, Object]
    sites: MappingOf[str, Site]
    mappings: Callable[[], tuple[Mapping, ...]]
    vocabulary: Path
    examples: Path
    region: str = ""

    def subject(self, asked: Subject) -> Mapping:
        """The mapping that is meant."""
        self._site(asked.connection)
        if asked.text is None:
            return self._in_use(asked.connection, asked.crm_object)
        mapping = load_mapping(asked.text, SOURCE)
        if mapping.connection != asked.connection:
            raise Invalid(f"{SOURCE} is of connection {mapping.connection!r}, not {asked.connection!r}")
        if mapping.hub_object not in self.hub:
            raise Invalid(
                f"{SOURCE} names hub object {mapping.hub_object!r}, which does not exist",
                advice=f"Hub objects are {', '.join(sorted(self.hub))}.",
            )
        return mapping

    def validate(self, asked: Subject, *, samples: int) -> Report:
        """Hold a mapping against both schemas as they are, and try it on up to `samples` records of each side."""
        mapping = self.subject(asked)
        hub = self.hub[mapping.hub_object]
        with self._site(asked.connection).visit() as adapter:
            try:
                crm = adapter.schema(mapping.crm_object)
            except RemoteError as error:
                return _unreadable(mapping, f"{mapping.crm_object} cannot be described: {error}", error)
            others = [one for one in self._others(mapping) if one.connection == mapping.connection]
            objects = {one.hub_object: one.crm_object for one in (*others, mapping)}
            problems = check_mapping(mapping, hub, crm, objects=objects)
            found = [
                Finding(rule=p.rule, field=p.field, message=p.message, advice=p.advice, fatal=p.fatal)
                for p in problems
            ]
            found += _of_circles((*self._others(mapping), mapping))
            broken = {one.rule for one in problems if one.fatal}
            sound = tuple(rule for rule in mapping.rules if rule.name not in broken)
            if not sound:
                return Report(mapping=mapping, findings=tuple(found), crm_sampled=0, hub_sampled=0)
            made = compile_mapping(replace(mapping, rules=sound), hub, crm, region=self.region)
            found += _of_keys(made)
            try:
                theirs = _sampled(adapter, made.mapping, samples)
            except RemoteError as error:
                found.append(_failed(f"{mapping.crm_object} cannot be read: {error}", error))
                theirs = []
        ours = self._ours(mapping, samples)
        found += try_mapping(made, [one.values for one in theirs], [one.fields for one in ours])
        return Report(mapping=mapping, findings=tuple(found), crm_sampled=len(theirs), hub_sampled=len(ours))

    def preview(self, asked: Subject, *, samples: int) -> list[Previewed]:
        """What conversion makes of up to `samples` records of each side, old and new; who would win is a plan's business."""
        mapping = self.subject(asked)
        with self._site(asked.connection).visit() as adapter:
            crm = adapter.schema(mapping.crm_object)
            made = compile_mapping(mapping, self.hub[mapping.hub_object], crm, region=self.region)
            theirs = _sampled(adapter, mapping, samples)
        links = self.store.links(mapping.connection, mapping.crm_object, [one.id for one in theirs])
        records = self.store.records([link.record_id for link in links.values()])
        paired = [(records.get(links[one.id].record_id) if one.id in links else None, one) for one in theirs]
        met = {record.id for record, _ in paired if record is not None}
        linked = {
            link.record_id
            for link in self.store.links_of(
                [one.id for one in self._ours(mapping, samples)], mapping.connection
            )
        }
        alone = [one for one in self._ours(mapping, samples) if one.id not in met | linked]
        pairs: list[tuple[HubRecord | None, RemoteRecord | None]] = [*paired, *((one, None) for one in alone)]
        references = self._references(made, pairs)
        return [
            Previewed(
                record_id=ours.id if ours is not None else "",
                crm_id=remote.id if remote is not None else "",
                changes=preview(
                    made,
                    ours.fields if ours is not None else None,
                    remote.values if remote is not None else None,
                    references,
                ),
            )
            for ours, remote in pairs
        ]

    def difference(self, asked: Subject) -> tuple[Difference, ...]:
        """The mapping in use against the one given. Raises NotFound where none of its object is in use."""
        given = self.subject(asked)
        return difference(self._in_use(given.connection, given.crm_object), given)

    def test(self, asked: Subject) -> tuple[Outcome, ...]:
        """Run the saved examples of a mapping, as they stand in their files now."""
        mapping = self.subject(asked)
        with self._site(asked.connection).visit() as adapter:
            crm = adapter.schema(mapping.crm_object)
        made = compile_mapping(mapping, self.hub[mapping.hub_object], crm, region=self.region)
        return run_examples(made, load_examples(self.examples))

    def suggest(self, connection: str, crm_object: str, hub_object: str, *, samples: int) -> Suggested:
        """Which fields of the hub (left) and the CRM (right) belong together, by all that is known here."""
        if hub_object not in self.hub:
            raise NotFound(
                f"there is no hub object {hub_object!r}", advice=f"There are: {', '.join(sorted(self.hub))}."
            )
        hub = self.hub[hub_object]
        with self._site(connection).visit() as adapter:
            crm = adapter.schema(crm_object)
            theirs = adapter.backfill(crm_object, tuple(crm.fields), None).records[:samples]
        ours = self.store.list_records(hub_object, after=None, limit=samples)
        before = [
            (ours_name, theirs_name)
            for one in self.mappings()
            if one.hub_object == hub_object and (one.connection, one.crm_object) != (connection, crm_object)
            for rule in one.rules
            for ours_name in rule.hub
            for theirs_name in rule.crm
            if len(rule.hub) == len(rule.crm) == 1
        ]
        found = suggest(
            described(hub, {name: _texts(one.fields.get(name) for one in ours) for name in hub.fields}),
            described(
                crm, {name: _texts(one.values[at] for one in theirs) for at, name in enumerate(crm.fields)}
            ),
            vocabulary_in(self.vocabulary),
            before=before,
        )
        pairs = [(one.left, one.right) for one in found.pairs]
        return Suggested(found=found, draft=draft(connection, hub, crm, pairs))

    # inside -----------------------------------------------------------------------------------------------------------
    def _site(self, connection: str) -> Site:
        if connection not in self.sites:
            raise NotFound(
                f"there is no connection {connection!r}",
                advice=f"There are: {', '.join(sorted(self.sites)) or 'none; add one to crmsync.toml'}.",
            )
        return self.sites[connection]

    def _in_use(self, connection: str, crm_object: str | None) -> Mapping:
        of_it = [one for one in self.mappings() if one.connection == connection]
        found = [one for one in of_it if crm_object in (one.crm_object, one.hub_object, None)]
        if len(found) == 1:
            return found[0]
        there = ", ".join(one.crm_object for one in of_it) or "none"
        if not found:
            raise NotFound(
                f"{connection!r} has no mapping of {crm_object!r}",
                advice=f"It maps these CRM objects: {there}.",
            )
        raise Invalid(f"{connection!r} has several mappings", advice=f"Name one of its CRM objects: {there}.")

    def _others(self, mapping: Mapping) -> tuple[Mapping, ...]:
        mine = (mapping.connection, mapping.crm_object)
        return tuple(one for one in self.mappings() if (one.connection, one.crm_object) != mine)

    def _ours(self, mapping: Mapping, samples: int) -> list[HubRecord]:
        hub = self.hub[mapping.hub_object]
        found = self.store.list_records(mapping.hub_object, after=None, limit=samples)
        return [one for one in found if mapping.takes(hub.kind_of(one.fields))]

    def _references(
        self, made: Translation, pairs: Sequence[tuple[HubRecord | None, RemoteRecord | None]]
    ) -> References:
        theirs = {key for _, one in pairs if one is not None for key in made.crm_parents(one.values)}
        ours = {key for one, _ in pairs if one is not None for key in made.hub_parents(one.fields)}
        records: dict[CrmKey, str | None] = {}
        for parent in made.parents:
            found = self.store.links(
                made.mapping.connection, parent, [id for object, id in theirs if object == parent]
            )
            records.update({(parent, id): link.record_id for id, link in found.items()})
        crm_ids: dict[str, str | None] = {
            link.record_id: link.crm_id for link in self.store.links_of(ours, made.mapping.connection)
        }
        return References(records=records, crm_ids=crm_ids)


def _sampled(adapter: Adapter, mapping: Mapping, samples: int) -> list[RemoteRecord]:
    page = adapter.backfill(mapping.crm_object, mapping.crm_fields, None)
    return [one for one in page.records if not one.deleted][:samples]


def _of_circles(mappings: Sequence[Mapping]) -> list[Finding]:
    circle = circle_in(mappings)
    if not circle:
        return []
    return [
        Finding(
            rule="",
            field=circle[0],
            message=f"values would run in a circle and never come to rest: {' -> '.join(circle)}",
            advice="Give one of the rules that compute these fields only one direction, or remove it.",
            fatal=True,
        )
    ]


def _of_keys(made: Translation) -> list[Finding]:
    """Match keys that the CRM itself does not keep unique."""
    found = []
    for entry in made.mapping.match:
        rules = [rule for rule in made.inbound if set(rule.rule.hub) & set(entry)]
        if rules and not any(field.unique for rule in rules for field in rule.crm_fields):
            found.append(
                Finding(
                    rule="",
                    field=entry[0],
                    message=f"the CRM does not keep {' + '.join(entry)} unique; two records alike become a question",
                    advice="Match by a field that is unique there, or keep it unique by a rule of the CRM.",
                )
            )
    return found


def _failed(message: str, error: RemoteError) -> Finding:
    return Finding(rule="", field="", message=message, advice=error.advice, fatal=True)


def _unreadable(mapping: Mapping, message: str, error: RemoteError) -> Report:
    return Report(mapping=mapping, findings=(_failed(message, error),), crm_sampled=0, hub_sampled=0)


def _texts(values: Iterable[Value]) -> list[str]:
    return [one for one in values if isinstance(one, str)]
