"""What is remembered of a changed schema in the store's notes: written by the watch, read by health, settled by people.

schema/CONNECTION/OBJECT    the fingerprint: the fields as they were when the rules last ran on them
drift/CONNECTION/OBJECT     what has changed since, with its rules and since when
accepted/CONNECTION/OBJECT  what a person has said is right as it is now
renamed/CONNECTION/OBJECT   new names a person has accepted, in order
compare/CONNECTION/OBJECT   everything must be compared once more, because rules go on
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.conflicts import Item
from core.drift import DriftKind, Fingerprint, Renames, dump_fingerprint, load_fingerprint
from core.errors import Invalid
from core.store.base import Store

_DRIFT: Final = "drift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change that a person was told of: the rules that wait, since when (ms), why, and what to do."""

    key: str
    rules: tuple[str, ...]
    since: int
    reason: str
    advice: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A comparison that is due because rules go on. `fields` may have come back empty; `newcomers` were passed over."""

    fields: frozenset[str]
    newcomers: bool


@dataclass(slots=True)
class DriftNotes:
    """One CRM object's notes."""

    store: Store
    connection: str
    crm_object: str

    @property
    def fingerprint(self) -> Fingerprint | None:
        text = self.store.note(self._name("schema"))
        return load_fingerprint(text) if text is not None else None

    def save(self, one: Fingerprint) -> None:
        text = dump_fingerprint(one)
        if self.store.note(self._name("schema")) != text:
            self.store.set_note(self._name("schema"), text)

    @property
    def told(self) -> dict[str, Told]:
        return _told(self._read(_DRIFT))

    def tell(self, told: Mapping[str, Told]) -> None:
        content = {
            key: {
                "rules": list(one.rules),
                "since": one.since,
                "reason": one.reason,
                "advice": one.advice,
                "item": one.item,
            }
            for key, one in told.items()
        }
        self._write(_DRIFT, content)

    @property
    def accepted(self) -> list[str]:
        return list(self._read("accepted"))

    def accept(self, keys: Sequence[str]) -> None:
        self.store.set_note(*self.accepting(keys))

    def accepting(self, keys: Sequence[str]) -> tuple[str, str | None]:
        """The note, by name and text, that `accept` keeps."""
        return self._name("accepted"), _text(dict.fromkeys(keys, True))

    @property
    def renames(self) -> Renames:
        return tuple((old, new) for old, new in self._read("renamed").get("names", ()))

    def rename(self, renames: Renames) -> None:
        self.store.set_note(*self.renaming(renames))

    def renaming(self, renames: Renames) -> tuple[str, str | None]:
        """The note, by name and text, that `rename` keeps."""
        return self._name("renamed"), _text({"names": [list(one) for one in renames]})

    @property
    def owed(self) -> Owed | None:
        found = self._read("compare")
        if not found:
            return None
        return Owed(fields=frozenset(found["fields"]), newcomers=found["newcomers"])

    def owe(self, owed: Owed | None) -> None:
        content = {"fields": sorted(owed.fields), "newcomers": owed.newcomers} if owed is not None else None
        self._write("compare", content)

    def _name(self, kind: str) -> str:
        return f"{kind}/{self.connection}/{self.crm_object}"

    def _read(self, kind: str) -> dict[str, Any]:
        text = self.store.note(self._name(kind))
        found: dict[str, Any] = json.loads(text) if text is not None else {}
        return found

    def _write(self, kind: str, content: Mapping[str, object] | None) -> None:
        self.store.set_note(self._name(kind), _text(content))


def drifts_of(store: Store, connection: str) -> dict[str, list[Told]]:
    """What has changed and waits, by CRM object, for everybody who shows it."""
    prefix = f"{_DRIFT}/{connection}/"
    return {
        name.removeprefix(prefix): list(_told(json.loads(text)).values())
        for name, text in store.notes(prefix).items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What a person said is right: a field's new name, or with `new` None that it is as it is now.

    `note` is what is kept for the lane, by name and text.
    """

    field: str
    new: str | None
    note: tuple[str, str | None]


def accepted_by(store: Store, item: Item, option: str | None) -> Accepted:
    """What approving this question about a change says. Raises Invalid where it cannot be."""
    notes = DriftNotes(store, item.connection, item.object)
    kind, _, name = item.subject.partition(":")
    if kind == DriftKind.GONE.value:
        likely = item.detail.get("likely")
        names = likely if isinstance(likely, tuple) else ()
        chosen = option or (names[0] if names else None)
        if chosen is None or chosen not in names:
            raise Invalid(
                f"choose a field that may be {name!r} now: {', '.join(names)}"
                if names
                else f"no field of {item.object!r} looks like {name!r}",
                advice="Name the field in the mapping's file and start the daemon anew, or bring the old one back.",
            )
        others = (one for one in notes.renames if one != (name, chosen))
        return Accepted(field=name, new=chosen, note=notes.renaming((*others, (name, chosen))))
    if item.detail.get("acceptable") is not True:
        raise Invalid("this cannot be taken as it is; dismiss it, or do what the advice says")
    keys = list(dict.fromkeys([*notes.accepted, item.subject]))
    return Accepted(field=name, new=None, note=notes.accepting(keys))


def _text(content: Mapping[str, object] | None) -> str | None:
    return json.dumps(content, ensure_ascii=False, sort_keys=True) if content else None


def _told(content: Mapping[str, Any]) -> dict[str, Told]:
    return {key: Told(key=key, **{**one, "rules": tuple(one["rules"])}) for key, one in content.items()}
