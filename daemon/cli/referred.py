"""Values that refer to other records, as commands print them: by the record's name, with the id that can be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from daemon.cli.output import shown

if TYPE_CHECKING:
    from core.wire.activity import ActivityWord
    from core.wire.client import Client
    from core.wire.names import NameWord
    from core.wire.words import WireValue

Held: TypeAlias = tuple[str, str, "WireValue"]  # a hub object, its field, and a value
Saying: TypeAlias = Callable[[str, str, "WireValue"], str]

_STATES: Final = {"deleted": ", deleted", "unknown": ", unknown here"}
_SENT: Final = frozenset({"push", "drop", "conflict", "settle"})  # entries with values of a CRM


def saying(client: Client, told: Iterable[Held]) -> Saying:
    """How to say these values; names are asked for at once, and only where some of them refer to records."""
    from core.wire.names import MOST_NAMES, Referred

    parents = {
        (one.name, field.name): field.references
        for one in client.list_objects().rows
        for field in one.fields
        if field.references
    }
    wanted = dict.fromkeys(
        Referred(object=parents[object, field], id=id)
        for object, field, value in told
        if (object, field) in parents
        for id in _ids(value)
    )
    asked = list(wanted)
    names: dict[tuple[str, str], NameWord] = {}
    for at in range(0, len(asked), MOST_NAMES):
        some = asked[at : at + MOST_NAMES]
        answers = client.name_records(some).names
        names |= {(one.object, one.id): word for one, word in zip(some, answers, strict=True)}

    def say_it(object: str, field: str, value: WireValue) -> str:
        parent = parents.get((object, field))
        if parent is None:
            return shown(value)
        return ", ".join(_said(id, names.get((parent, id))) for id in _ids(value)) or shown(value)

    return say_it


def held_by(entry: ActivityWord) -> Iterator[Held]:
    """What the hub held before and after; what is sent has the CRM's fields and ids."""
    if entry.kind not in _SENT:
        for part in entry.changes:
            yield entry.object, part.field, part.before
            yield entry.object, part.field, part.after


def changes_of(entry: ActivityWord, said: Saying) -> str:
    """Field by field, "stage: new > won"."""
    object = "" if entry.kind in _SENT else entry.object
    return "; ".join(
        f"{part.field}: {said(object, part.field, part.before)} > {said(object, part.field, part.after)}"
        for part in entry.changes
    )


def _said(id: str, told: NameWord | None) -> str:
    if told is None:
        return id
    return (
        f"{told.name} ({id}{_STATES.get(told.state, '')})"
        if told.name
        else f"{id}{_STATES.get(told.state, '')}"
    )


def _ids(value: WireValue) -> list[str]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str) and value else []
