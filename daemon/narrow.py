"""The adapter as a lane uses it: what parked rules would read is not asked for, and stands as it was last seen; what is
gone and was told to be merged says so.

So a field that a CRM no longer has is never read as empty, and the rest of the engine sees whole records: a parked field
of a linked record equals its base, one of any other record is UNSET.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from adapters.base import (
    Abilities,
    Adapter,
    Draft,
    Edit,
    Merger,
    Need,
    Page,
    Removal,
    TellsLately,
    WriteOutcome,
)
from core.jobs import Attempt, HistoryEntry
from core.records import UNSET, BaseValue, Link, RemoteRecord, Value
from core.schema import Object
from core.store.base import Store
from core.translate import Translation
from daemon.quiet import TellsQuietly
from daemon.told_merges import told_merges

Layout = tuple[tuple[str, ...], tuple[str, ...]] | None


@dataclass(slots=True)
class Narrowed:
    """Satisfies `Adapter`. `translations` by CRM object are the lane's, and may be replaced between turns."""

    inner: Adapter
    connection: str
    store: Store
    translations: Mapping[str, Translation]
    system: str = field(init=False)
    abilities: Abilities = field(init=False)
    _layouts: dict[str, Layout] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.system, self.abilities = self.inner.system, self.inner.abilities

    @property
    def rest(self) -> object:
        """The way to the CRM with its counters, where there is one."""
        return getattr(self.inner, "rest", None)

    # reading ------------------------------------------------------------------------------------------------------------
    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        return self._page(object, fields, self.inner.backfill(object, self._asked(object, fields), position))

    def changes(self, object: str, fields: Sequence[str], position: str, *, deep: bool = False) -> Page:
        page = self.inner.changes(object, self._asked(object, fields), position, deep=deep)
        return self._page(object, fields, page)

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        asked = self._asked(object, fields)
        found = self.inner.fetch(object, asked, ids)
        gone = [id for id in ids if id not in found or (found[id].deleted and not found[id].merged_into)]
        if gone:
            told = told_merges(
                self.store, self.connection, object, gone, lambda some: self.inner.fetch(object, asked, some)
            )
            found = {**found, **told}
        return dict(zip(found, self._whole(object, fields, found.values()), strict=True))

    def quietly(
        self, object: str, fields: Sequence[str], ids: Sequence[str]
    ) -> Mapping[str, tuple[Value, ...]]:
        return self.inner.quietly(object, fields, ids) if isinstance(self.inner, TellsQuietly) else {}

    def is_of(self, object: str, record: RemoteRecord, attempt: Attempt) -> bool:
        return self.inner.is_of(object, record, attempt)

    def lately(self, object: str, fields: Sequence[str], within: int) -> tuple[RemoteRecord, ...]:
        if not isinstance(self.inner, TellsLately):
            return ()
        found = self.inner.lately(object, self._asked(object, fields), within)
        return tuple(self._whole(object, fields, found))

    def find(
        self, object: str, fields: Sequence[str], markers: Sequence[str]
    ) -> dict[str, tuple[RemoteRecord, ...]]:
        found = self.inner.find(object, self._asked(object, fields), markers)
        return {name: tuple(self._whole(object, fields, some)) for name, some in found.items()}

    def history(
        self, object: str, fields: Sequence[str], ids: Sequence[str], since: int
    ) -> Mapping[str, tuple[HistoryEntry, ...]]:
        return self.inner.history(object, self._asked(object, fields), ids, since)

    # writing ------------------------------------------------------------------------------------------------------------
    def create(self, object: str, fields: Sequence[str], drafts: Sequence[Draft]) -> list[WriteOutcome]:
        return self._outcomes(object, fields, self.inner.create(object, self._asked(object, fields), drafts))

    def update(self, object: str, fields: Sequence[str], edits: Sequence[Edit]) -> list[WriteOutcome]:
        return self._outcomes(object, fields, self.inner.update(object, self._asked(object, fields), edits))

    def delete(self, object: str, removals: Sequence[Removal]) -> list[WriteOutcome]:
        return self.inner.delete(object, removals)

    def merge(self, object: str, fields: Sequence[str], merger: Merger) -> WriteOutcome:
        [outcome] = self._outcomes(
            object, fields, [self.inner.merge(object, self._asked(object, fields), merger)]
        )
        return outcome

    # all the rest -------------------------------------------------------------------------------------------------------
    def objects(self) -> tuple[str, ...]:
        return self.inner.objects()

    def schema(self, object: str) -> Object:
        return self.inner.schema(object)

    def needs(self, object: str) -> tuple[Need, ...]:
        return self.inner.needs(object)

    def prepare(self, object: str) -> bool:
        return self.inner.prepare(object)

    def now(self, object: str) -> str:
        return self.inner.now(object)

    def hosted_in(self) -> str | None:
        return self.inner.hosted_in()

    def pace_s(self) -> float:
        return self.inner.pace_s()

    def close(self) -> None:
        self.inner.close()

    # inside -------------------------------------------------------------------------------------------------------------
    def _asked(self, object: str, fields: Sequence[str]) -> Sequence[str]:
        translation = self.translations.get(object)
        if translation is None or not translation.unread:
            return fields
        return [name for name in fields if name not in translation.unread]

    def _page(self, object: str, fields: Sequence[str], page: Page) -> Page:
        return replace(page, records=tuple(self._whole(object, fields, page.records)))

    def _outcomes(
        self, object: str, fields: Sequence[str], outcomes: list[WriteOutcome]
    ) -> list[WriteOutcome]:
        told = [one.record for one in outcomes if one.record is not None]
        whole = iter(self._whole(object, fields, told))
        return [one if one.record is None else replace(one, record=next(whole)) for one in outcomes]

    def _whole(
        self, object: str, fields: Sequence[str], records: Iterable[RemoteRecord]
    ) -> list[RemoteRecord]:
        found = list(records)
        asked = self._asked(object, fields)
        if len(asked) == len(fields) or not found:
            return found
        translation = self.translations[object]
        links = self.store.links(self.connection, object, [one.id for one in found])
        return [
            self._filled(translation, fields, asked, one, links.get(one.id))
            if len(one.values) < len(fields)
            else one
            for one in found
        ]

    def _filled(
        self,
        translation: Translation,
        fields: Sequence[str],
        asked: Sequence[str],
        record: RemoteRecord,
        link: Link | None,
    ) -> RemoteRecord:
        values: dict[str, BaseValue] = dict.fromkeys(fields, UNSET)
        if link is not None:
            _, base_crm = translation.relay(link.base_hub, link.base_crm, self._layout(link.layout))
            values |= dict(zip(translation.mapping.crm_fields, base_crm, strict=True))
        values |= dict(zip(asked, record.values, strict=True))
        # A value that nobody knows equals no other; only the bases it came from know its type.
        return replace(record, values=cast("tuple[Value, ...]", tuple(values[name] for name in fields)))

    def _layout(self, name: str) -> Layout:
        if name not in self._layouts:
            self._layouts[name] = self.store.layout(name)
        return self._layouts[name]
