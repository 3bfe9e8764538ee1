"""Which version of a mapping a lane worked by, and from which entry of the audit log on.

A lane commits one batch after another and changes its mapping between two of them, so that its entries between two such
marks were made by exactly one version.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from core.errors import Conflicting, NotFound
from core.mapping import Mapping
from core.mapping_files import dump_mapping, load_mapping
from core.store.base import Activity, Store
from daemon.mapping_versions import MappingVersions, Version, digest_of
from daemon.undo_scope import MappingEffect, Span, seq_before

_PREFIX: Final = "mapping-use/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """From the entry after seq `after` on, the lane works by version `n`; noted at `at` (ms)."""

    after: int
    n: int
    at: int


@dataclass(frozen=True, slots=True)
class MappingUses:
    store: Store
    clock: Callable[[], int]

    def begin(self, mapping: Mapping) -> None:
        """A lane works by this mapping from now on: to be called between two of its batches, before the next one."""
        versions = MappingVersions(self.store, self.clock)
        versions.keep(
            mapping, "file"
        )  # where nobody has kept it, as in a daemon that has no folder of mappings
        digest = digest_of(dump_mapping(mapping))
        known = versions.all(mapping.connection, mapping.crm_object)
        n = next(one.n for one in reversed(known) if one.digest == digest)
        uses = self.all(mapping.connection, mapping.crm_object)
        if uses and uses[-1].n == n:
            return
        newest = self.store.search(Activity(limit=1)).rows
        after = newest[0].seq if newest else 0
        name = f"{_of(mapping.connection, mapping.crm_object)}{after:015}"
        self.store.set_note(name, json.dumps({"n": n, "at": self.clock()}))

    def all(self, connection: str, crm_object: str) -> list[Use]:
        """Oldest first."""
        prefix = _of(connection, crm_object)
        return [
            Use(after=int(name.removeprefix(prefix)), **json.loads(text))
            for name, text in sorted(self.store.notes(prefix).items())
        ]

    def spans(self, versions: Iterable[Version], n: int) -> tuple[Span, ...]:
        """The parts of the audit log during which version `n` of these (all of one mapping, oldest first) was in use.

        What was done before uses were noted goes by the time at which each version was put in use.
        """
        known = list(versions)
        uses = self.all(known[0].connection, known[0].crm_object) if known else []
        turns = [
            (seq_before(self.store, one.at), one.n) for one in known if not uses or one.n <= uses[0].n
        ] + [(one.after, one.n) for one in uses]
        ends: list[int | None] = [after for after, _ in turns[1:]]
        return tuple(
            (after, end)
            for (after, m), end in zip(turns, [*ends, None], strict=True)
            if m == n and after != end
        )

    def effect_of(
        self, in_use: Iterable[Mapping], connection: str, object: str, version: int
    ) -> MappingEffect:
        """What a version of a mapping was used for. `object` is the CRM's, or the hub's where that is mapped.

        Raises NotFound, and Conflicting while that version is in use: what is taken back would be sent by it.
        """
        mapped = next(
            (
                one
                for one in in_use
                if one.connection == connection and object in (one.crm_object, one.hub_object)
            ),
            None,
        )
        crm_object = mapped.crm_object if mapped is not None else object
        versions = MappingVersions(self.store, self.clock).all(connection, crm_object)
        chosen = next((one for one in versions if one.n == version), None)
        if chosen is None:
            raise NotFound(
                f"there is no version {version} of {object!r} in {connection!r}",
                advice=f"crmsync mappings history {connection} {object} lists them."
                if versions
                else "crmsync mappings list shows the mappings there are.",
            )
        if mapped is not None and digest_of(dump_mapping(mapped)) == chosen.digest:
            former = max((one.n for one in versions if one.digest != chosen.digest), default=None)
            first = (
                f"crmsync mappings revert {connection} {crm_object} {former}"
                if former is not None
                else "change its file, or remove it"
            )
            raise Conflicting(
                f"version {version} of {crm_object!r} in {connection!r} is in use: what is taken back would be sent by it",
                advice=f"Put another one in use first ({first}), then plan the undo.",
            )
        return MappingEffect(
            connection=connection,
            crm_object=crm_object,
            hub_object=load_mapping(chosen.text, f"version {version}").hub_object,
            version=version,
            spans=self.spans(versions, version),
        )


def _of(connection: str, crm_object: str) -> str:
    return f"{_PREFIX}{connection}/{crm_object}/"
