"""What a person may do with mappings before and after they are in use: try, look, suggest, carry over, go back.

Whatever looks into a CRM does so with an adapter of its own, beside the lane. Nothing here writes records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

from adapters.base import Adapter
from core.errors import CrmSyncError, Invalid, MappingInvalid, NotFound
from core.filtering import tally
from core.mapping import NO_OPTIONS, Mapping
from core.mapping_check import check_mapping
from core.mapping_circles import circle_in
from core.mapping_examples import Outcome, load_examples, refuse_failing, run_examples
from core.mapping_files import dump_mapping, load_mapping
from core.mapping_fit import misfits
from core.mapping_problems import Problem
from core.mapping_trial import Preview, RuleTrial, preview_to_crm, preview_to_hub, try_mapping
from core.promotion import Promoted, promote
from core.records import Fields, RemoteRecord
from core.schema import Object
from core.store.base import Store
from core.suggest.fields import Side, described
from core.suggest.suggest import Suggestions, suggest
from core.suggest.vocabulary import vocabulary_in
from core.translate import Translation, compile_mapping
from daemon.draft_mapping import draft_of
from daemon.key_uniqueness import KeyCheck, check_keys
from daemon.mapping_folder import MappingFolder
from daemon.mapping_versions import MappingVersions, Version
from daemon.record_types import held_against_types
from daemon.written_whole import write_whole

GIVEN: Final = "the mapping given"
SAMPLES: Final = 50


class Site(Protocol):
    """One connection as the laboratory needs it."""

    def visit(self) -> AbstractContextManager[Adapter]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """`problems` come from both schemas, `trials` from `records` real records of the CRM and `hub_records` of the hub.

    `keys` say on what match keys were checked.
    """

    mapping: Mapping
    problems: list[Problem]
    trials: list[RuleTrial]
    records: int
    hub_records: int
    keys: list[KeyCheck] = field(default_factory=list)

    @property
    def fatal(self) -> bool:
        return any(one.fatal for one in self.problems)


@dataclass(slots=True)
class Laboratory:
    """`sites` by connection. `activate` puts mappings in use and names the connections it touched."""

    store: Store
    hub: MappingOf[str, Object]
    region: str
    folder: MappingFolder
    versions: MappingVersions
    sites: MappingOf[str, Site]
    vocabulary: Path
    activate: Callable[[tuple[Mapping, ...]], set[str]]
    noted: Callable[[str, str, str, str], object]
    _turn: Lock = field(default_factory=Lock)
    _writing: Lock = field(default_factory=Lock)

    # in use -------------------------------------------------------------------------------------------------------------
    def reload(self, by: str) -> set[str]:
        """Read the folder again and put what is right in use; the connections whose mappings changed."""
        with self._turn:
            refused = dict(self.folder.refused)
            mappings = self.folder.read()
            for mapping in mappings:  # before a lane works by it
                kept = self.versions.keep(mapping, by)
                if kept is not None:
                    self.noted(
                        "mapping", by, mapping.connection, f"{mapping.crm_object}: version {kept.n} is in use"
                    )
            touched = self.activate(mappings)
            for name, one in self.folder.refused.items():
                if refused.get(name) != one:
                    self.noted("mapping", by, "", f"{name} is refused: {one.reason}")
            return touched

    def remember(self) -> None:
        """Keep what the daemon was started with as versions, where it is news."""
        for mapping in self.folder.mappings:
            self.versions.keep(mapping, "file")

    def get(self, connection: str, crm_object: str) -> Mapping:
        """The mapping in use. Raises NotFound."""
        for one in self.folder.mappings:
            if one.connection == connection and crm_object in (one.crm_object, one.hub_object):
                return one
        raise NotFound(
            f"{connection!r} has no mapping of {crm_object!r}",
            advice="crmsync mappings list shows those there are.",
        )

    # trying -------------------------------------------------------------------------------------------------------------
    def validate(
        self,
        connection: str,
        crm_object: str,
        text: str | None,
        samples: int = SAMPLES,
        beside: Iterable[str] = (),
    ) -> Validation:
        """Hold a mapping (`text`, or the one in use) against both schemas as they are now, and against real records.

        `beside` are texts of further mappings of the connection that would be in use with it.
        Raises MappingInvalid for a text that cannot be read, NotFound, SignInNeeded and other RemoteErrors.
        """
        mapping = self._given(connection, text) if text is not None else self.get(connection, crm_object)
        others = [self._given(connection, one) for one in beside]
        with self.site(connection).visit() as adapter:
            hub, crm = self.hub_object(mapping.hub_object), adapter.schema(mapping.crm_object)
            problems = check_mapping(mapping, hub, crm, objects=self._objects(mapping, others))
            problems += circles(mapping, self.folder.mappings)
            if any(one.fatal for one in problems):
                return Validation(mapping=mapping, problems=problems, trials=[], records=0, hub_records=0)
            translation = compile_mapping(mapping, hub, crm, region=self.region)
            remotes, ours = self._samples(adapter, translation, samples)
            problems += held_against_types(adapter, translation, ours.values())
        problems += misfits(translation, remotes, ours.values())
        problems += tally(translation.sieve, remotes, list(ours.values()))
        keys, shared = check_keys(self.store, translation, remotes)
        problems += shared
        trials = try_mapping(translation, remotes, ours.values())
        seen = {"records": len(remotes), "hub_records": len(ours)}
        return Validation(mapping=mapping, problems=problems, trials=trials, keys=keys, **seen)

    def preview(
        self, connection: str, crm_object: str, text: str | None, samples: int = 5
    ) -> tuple[Mapping, list[Preview]]:
        """What sampled records of either side would be on the other. Raises as `validate`."""
        mapping = self._given(connection, text) if text is not None else self.get(connection, crm_object)
        with self.site(connection).visit() as adapter:
            hub, crm = self.hub_object(mapping.hub_object), adapter.schema(mapping.crm_object)
            translation = compile_mapping(mapping, hub, crm, region=self.region)
            remotes, ours = self._samples(adapter, translation, samples)
        found = [preview_to_hub(translation, one) for one in remotes]
        return mapping, found + [preview_to_crm(translation, id, fields) for id, fields in ours.items()]

    def test(self, connection: str, crm_object: str, text: str | None) -> tuple[Outcome, ...]:
        """Run a mapping's saved examples, as their files are now. Raises as `validate`."""
        mapping = self._given(connection, text) if text is not None else self.get(connection, crm_object)
        with self.site(connection).visit() as adapter:
            crm = adapter.schema(mapping.crm_object)
        translation = compile_mapping(mapping, self.hub_object(mapping.hub_object), crm, region=self.region)
        return run_examples(translation, load_examples(self.folder.examples))

    def suggest(
        self, connection: str, crm_object: str, hub_object: str, samples: int = SAMPLES
    ) -> tuple[Suggestions, Mapping]:
        """Which fields belong together, and a draft of a mapping from the pairs that a lens fits by itself."""
        hub = self.hub_object(hub_object)
        with self.site(connection).visit() as adapter:
            crm = adapter.schema(crm_object)
            names = tuple(crm.fields)
            remotes = adapter.backfill(crm_object, names, None).records[:samples]
        theirs = _sampled(crm, ({name: one.values[at] for at, name in enumerate(names)} for one in remotes))
        rows = self.store.list_records(hub_object, after=None, limit=samples)
        ours = _sampled(hub, (one.fields for one in rows))
        found = suggest(theirs, ours, vocabulary_in(self.vocabulary), before=self._before(hub_object))
        return found, draft_of(connection, hub, crm, found)

    # carrying over --------------------------------------------------------------------------------------------------------
    def promote(self, source: str, target: str) -> list[Promoted]:
        """Every mapping of `source` for `target`, another account of the same CRM. Writes nothing."""
        if source == target:
            raise Invalid("a mapping is promoted from one connection to another")
        mappings = [one for one in self.folder.mappings if one.connection == source]
        if not mappings:
            raise NotFound(
                f"{source!r} has no mapping", advice="crmsync mappings list shows those there are."
            )
        with self.site(source).visit() as here, self.site(target).visit() as there:
            if here.system != there.system:
                raise Invalid(
                    f"{source!r} is {here.system} and {target!r} is {there.system}",
                    advice="Promote between two accounts of one CRM; for another CRM, suggest a mapping instead.",
                )
            known = set(there.objects())
            return [
                promote(one, target, here.schema(one.crm_object), there.schema(one.crm_object))
                for one in mappings
                if one.crm_object in known
            ]

    def bundle(self) -> dict[str, str]:
        """All mappings in use, as CRM Sync writes them, by file name."""
        return {name: dump_mapping(one) for name, one in sorted(self.folder.in_use.items())}

    def write(
        self, files: MappingOf[str, str], by: str, expected: MappingOf[str, str] = NO_OPTIONS
    ) -> set[str]:
        """Write these files and put them in use: all of them, or none where one cannot be read or would be refused.

        Raises MappingInvalid naming the file, Invalid for a name of no file, Conflicting where one is not as `expected`.
        """
        for name, text in files.items():
            if Path(name).name != name or not name.endswith(".toml") or name.startswith("."):
                raise Invalid(
                    f"{name!r} is no name of a mapping file", advice="Write it like hubspot-contact.toml."
                )
            self.folder.admit(load_mapping(text, name))
        with self._writing:
            self.folder.refuse_changed(expected)
            for name, text in files.items():
                write_whole(self.folder.folder / name, text)
            return self.reload(by)

    # going back -----------------------------------------------------------------------------------------------------------
    def history(self, connection: str, crm_object: str) -> list[Version]:
        """Every version there was, oldest first."""
        return self.versions.all(connection, crm_object)

    def revert(self, connection: str, crm_object: str, n: int, by: str) -> set[str]:
        """Write a former version into its file and put it in use. Raises NotFound, MappingInvalid."""
        version = next((one for one in self.history(connection, crm_object) if one.n == n), None)
        if version is None:
            raise NotFound(
                f"there is no version {n} of {crm_object!r} in {connection!r}",
                advice=f"crmsync mappings history {connection} {crm_object} lists them.",
            )
        mapping = load_mapping(version.text, f"version {n}")
        return self.write({self.folder.path_of(mapping).name: version.text}, by)

    # inside -----------------------------------------------------------------------------------------------------------
    def _given(self, connection: str, text: str) -> Mapping:
        mapping = load_mapping(text, GIVEN)
        if mapping.connection != connection:
            raise Invalid(f"{GIVEN} is of connection {mapping.connection!r}, not {connection!r}")
        return mapping

    def site(self, connection: str) -> Site:
        if connection not in self.sites:
            raise NotFound(
                f"there is no connection {connection!r}",
                advice=f"There are: {', '.join(sorted(self.sites)) or 'none; add one to crmsync.toml'}.",
            )
        return self.sites[connection]

    def hub_object(self, name: str) -> Object:
        if name not in self.hub:
            advice = f"There are: {', '.join(sorted(self.hub))}."
            raise Invalid(f"there is no hub object {name!r}", advice=advice)
        return self.hub[name]

    def _objects(self, mapping: Mapping, others: Iterable[Mapping]) -> dict[str, str]:
        every = (*self.folder.mappings, *others, mapping)
        return {one.hub_object: one.crm_object for one in every if one.connection == mapping.connection}

    def _samples(
        self, adapter: Adapter, translation: Translation, samples: int
    ) -> tuple[list[RemoteRecord], dict[str, Fields]]:
        mapping = translation.mapping
        page = adapter.backfill(mapping.crm_object, mapping.crm_fields, None)
        rows = self.store.list_records(mapping.hub_object, after=None, limit=samples)
        ours = {one.id: one.fields for one in rows if mapping.takes(translation.hub.kind_of(one.fields))}
        return list(page.records[:samples]), ours

    def _before(self, hub_object: str) -> list[tuple[str, str]]:
        """What this installation mapped, by names."""
        return [
            (rule.hub[0], rule.crm[0])
            for mapping in self.folder.mappings
            if mapping.hub_object == hub_object
            for rule in mapping.rules
            if len(rule.hub) == len(rule.crm) == 1
        ]


def circles(mapping: Mapping, in_use: Iterable[Mapping]) -> list[Problem]:
    """The circle that this mapping would close with the others in use."""
    mine = (mapping.connection, mapping.crm_object)
    circle = circle_in([*(one for one in in_use if (one.connection, one.crm_object) != mine), mapping])
    if not circle:
        return []
    message = f"values would run in a circle and never come to rest: {' -> '.join(circle)}"
    advice = "Give one of the rules that compute these fields only one direction, or remove it."
    return [Problem(rule="", field=circle[0], message=message, advice=advice)]


def checked(mapping: Mapping, site: Site, hub: MappingOf[str, Object], folder: MappingFolder) -> None:
    """Raises MappingInvalid where the account as it is does not fit, where values would run in a circle, or where a saved
    example fails. The account is passed over where nobody is signed in to it, and the examples with it."""
    examples = load_examples(folder.examples)
    problems = circles(mapping, folder.mappings)
    try:
        with site.visit() as adapter:
            crm = adapter.schema(mapping.crm_object)
        problems += check_mapping(mapping, hub[mapping.hub_object], crm)
        if not any(one.fatal for one in problems):
            refuse_failing([compile_mapping(mapping, hub[mapping.hub_object], crm)], examples)
    except MappingInvalid:
        raise
    except CrmSyncError:
        problems = circles(mapping, folder.mappings)  # the lane itself will tell the rest when it connects
    for one in problems:
        if one.fatal:
            rule = f"rule {one.rule!r}: " if one.rule else ""
            raise MappingInvalid(
                f"{mapping.connection}/{mapping.crm_object}: {rule}{one.message}", advice=one.advice
            )


def _sampled(object: Object, rows: Iterable[Fields]) -> Side:
    seen: dict[str, list[str]] = {}
    for fields in rows:
        for name, value in fields.items():
            if isinstance(value, str) and len(value) <= 200:
                seen.setdefault(name, []).append(value)
    return described(object, dict(seen))
