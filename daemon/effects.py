"""What a step's books and writes come to for each record: the words in which a plan is made, and compared when applied.

The same function tells it both times, so an item is done exactly where deciding anew says the very same thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from core.conflicts import ItemKind, ItemState
from core.jobs import Attempt, AttemptKind
from core.mapping_fit import unfit
from core.plans import WRITES_CRM, Change, PlanItemKind
from core.records import LinkState, RemoteRecord
from core.sync.books import Books
from core.translate import Translation

Key: TypeAlias = tuple[str, str]  # ("record", hub id) or ("crm", CRM id) where no hub record is concerned

_BY_AUDIT: Final = {
    "create": PlanItemKind.CREATE_HUB,
    "restore": PlanItemKind.RESTORE_HUB,
    "delete": PlanItemKind.DELETE_HUB,
    "merge": PlanItemKind.MERGE_HUB,
    "link": PlanItemKind.LINK,
    "set": PlanItemKind.UPDATE_HUB,
    "unlink": PlanItemKind.UNLINK,
    "pause": PlanItemKind.PAUSE,
    "resume": PlanItemKind.RESUME,
    "drop": PlanItemKind.UNLINK,
    "item": PlanItemKind.CONFLICT,
    "conflict": PlanItemKind.CONFLICT,
    "settle": PlanItemKind.SETTLE,
    "resolve": PlanItemKind.SETTLE,
}
_BY_ATTEMPT: Final = {
    AttemptKind.CREATE: PlanItemKind.CREATE_CRM,
    AttemptKind.UPDATE: PlanItemKind.UPDATE_CRM,
    AttemptKind.DELETE: PlanItemKind.DELETE_CRM,
    AttemptKind.MERGE: PlanItemKind.MERGE_CRM,
    AttemptKind.RESTORE: PlanItemKind.RESTORE_CRM,
}
# Of several things that become of one record, the first of these names the item.
_ORDER: Final = (
    PlanItemKind.CREATE_CRM,
    PlanItemKind.RESTORE_CRM,
    PlanItemKind.DELETE_CRM,
    PlanItemKind.MERGE_CRM,
    PlanItemKind.UPDATE_CRM,
    PlanItemKind.CREATE_HUB,
    PlanItemKind.RESTORE_HUB,
    PlanItemKind.DELETE_HUB,
    PlanItemKind.MERGE_HUB,
    PlanItemKind.LINK,
    PlanItemKind.UPDATE_HUB,
    PlanItemKind.UNLINK,
    PlanItemKind.PAUSE,
    PlanItemKind.RESUME,
    PlanItemKind.AMBIGUOUS,
    PlanItemKind.CONFLICT,
    PlanItemKind.SETTLE,
)
_VALUES: Final = ("create", "restore", "set", "link")


@dataclass(slots=True)
class Effect:
    """What becomes of one record. `changes` are of the side that `kind` writes; `notes` say what else there is. `refused`:
    a value of it cannot be converted."""

    kind: PlanItemKind = PlanItemKind.SETTLE
    crm_id: str | None = None
    changes: list[Change] = field(default_factory=list)
    asked: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: bool = False
    op: str = ""

    def add(self, kind: PlanItemKind) -> None:
        self.kind = min(self.kind, kind, key=_ORDER.index)

    def shown(self) -> tuple[Change, ...]:
        """What is written, or the two values of the question where nothing is."""
        return tuple(self.changes or (self.asked if self.kind is PlanItemKind.CONFLICT else ()))

    def holds_what_does_not_fit(self, translation: Translation) -> bool:
        """Whether a value cannot be converted, or does not fit its field as far as the schemas tell; that is noted."""
        to_crm = self.kind in WRITES_CRM
        fields = (translation.crm if to_crm else translation.hub).fields
        for name, _, value in self.changes:
            for message, _ in unfit(fields[name], value, "the CRM" if to_crm else "the hub"):
                self.notes.append(f"may be refused: {message}")
                return True
        return self.refused

    @property
    def is_silent(self) -> bool:
        """Whether only what is remembered of the pair moves, and nothing was to be settled."""
        return self.kind is PlanItemKind.SETTLE and not self.notes

    @property
    def note(self) -> str:
        return "; ".join(self.notes)


def effects_of(
    translation: Translation,
    books: Books,
    attempts: Iterable[Attempt] = (),
    remotes: MappingOf[str, RemoteRecord] | None = None,
) -> dict[Key, Effect]:
    """By record, everything that these books and attempts of this mapping's object would do.

    `remotes` are the CRM records as they were read, by id: they tell what an update would replace.
    """
    found: dict[Key, Effect] = {}

    def of(record_id: str) -> Effect:
        return found.setdefault(("record", record_id), Effect())

    mapping = translation.mapping
    ours = [
        link
        for link in books.links.values()
        if (link.connection, link.crm_object) == (mapping.connection, mapping.crm_object)
    ]
    for link in ours:
        if link.record_id:
            effect = of(link.record_id)
            effect.crm_id = link.crm_id
            if link.state is LinkState.ORPHAN:
                effect.add(PlanItemKind.UNLINK)
    for entry in books.audit:
        kind = _BY_AUDIT.get(entry.kind)
        if kind is None or not entry.record_id:
            continue
        effect = of(entry.record_id)
        effect.add(kind)
        if entry.kind in _VALUES:
            effect.changes += entry.changes
        elif kind is PlanItemKind.CONFLICT:
            effect.asked += entry.changes
        if kind is PlanItemKind.CONFLICT:
            effect.notes.append(f"a question: {entry.note}")
        elif entry.note and entry.kind not in ("link", "create"):
            effect.notes.append(entry.note)
    for attempt in attempts:
        effect = of(attempt.record_id)
        effect.add(_BY_ATTEMPT[attempt.kind])
        effect.crm_id, effect.op = attempt.crm_id or effect.crm_id, attempt.op
        remote = (remotes or {}).get(attempt.crm_id or "")
        before = dict(zip(mapping.crm_fields, remote.values, strict=True)) if remote is not None else {}
        effect.changes += [(name, before.get(name), value) for name, value in attempt.sent.items()]
    _add_questions(found, books)  # also about what is created in the CRM
    return found


def _add_questions(found: dict[Key, Effect], books: Books) -> None:
    for item in books.items.values():
        if item.state is not ItemState.OPEN:
            continue
        if item.kind is ItemKind.AMBIGUOUS:
            effect = found.setdefault(("crm", item.subject), Effect())
            effect.crm_id = item.subject
            effect.add(PlanItemKind.AMBIGUOUS)
            effect.notes.append(item.reason)
        elif item.record_id is not None and ("record", item.record_id) in found:
            effect = found[("record", item.record_id)]
            effect.notes.append(f"{item.kind.value}: {item.reason}")
            effect.refused |= item.kind is ItemKind.REFUSED
