"""Association fields: references HubSpot keeps outside the record, shown as "@company" and "@contacts".

"@company" is the primary company; where none is marked primary, the one with the lowest id. Setting it makes a company
primary (the former one stays an ordinary association, as in HubSpot's own page); clearing it removes every association
to companies, so that "no company" reads back as none. "@contacts", "@companies" and "@deals" are the whole set. The numbers
are those of the associations v4 reference, "Association type IDs".

"@contacts.Decision maker" is the part of "@contacts" that bears the account's own label of that name. Whoever gets a label
becomes associated; whoever loses it stays so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from adapters.base import Refusal
from adapters.hubspot import wire
from adapters.hubspot.api import HubSpotApi
from adapters.hubspot.payloads import COMPANY, CONTACTS, ObjectFacts, judge
from adapters.writing import PartRefused
from core.records import Fields, Value

_READ_BATCH: Final = 1_000
_WRITE_BATCH: Final = 2_000
_MOST_SEARCHED: Final = 1_000  # pages of one record's links; more is a mistake

# (from, field): the type id a link is written with, and the ids that mark it primary
_TYPES: Final[Mapping[tuple[str, str], int]] = {
    ("contacts", "@company"): 1,
    ("deals", "@company"): 5,
    ("deals", "@contacts"): 3,
    ("notes", "@contacts"): 202,
    ("notes", "@companies"): 190,
    ("notes", "@deals"): 214,
    ("calls", "@contacts"): 194,
    ("calls", "@companies"): 182,
    ("calls", "@deals"): 206,
    ("meetings", "@contacts"): 200,
    ("meetings", "@companies"): 188,
    ("meetings", "@deals"): 212,
    ("tasks", "@contacts"): 204,
    ("tasks", "@companies"): 192,
    ("tasks", "@deals"): 216,
}
_OWN: Final = "USER_DEFINED"
_LABELLED: Final = ("deals", CONTACTS)
_PRIMARY_NAMES: Final = ("contact_to_company", "deal_to_company")


class Associations:
    """Reads and writes the association fields of records."""

    def __init__(self, api: HubSpotApi) -> None:
        self._api = api
        self._kinds = dict(_TYPES)

    def learn(self, facts: ObjectFacts) -> ObjectFacts:
        """The same facts with an association field for each label this account has for a deal's contacts."""
        if (facts.name, CONTACTS) != _LABELLED:
            return facts
        linked = dict(facts.linked)
        for label in self._api.labels(facts.name, facts.linked[CONTACTS]):
            if label.category == _OWN and label.label:
                name = f"{CONTACTS}.{label.label}"
                linked[name] = facts.linked[CONTACTS]
                self._kinds[facts.name, name] = label.type_id
        return replace(facts, linked=linked)

    def inline(self, facts: ObjectFacts, row: wire.Record, fields: Sequence[str]) -> dict[str, Value] | None:
        """The values a listed record brought along; None where its links go on over a page."""
        found: dict[str, Value] = {}
        if any("." in name for name in fields):
            return None  # a list tells types by name, not by label
        for name in fields:
            links = row.associations.get(facts.linked[name]) or wire.InlineLinks()
            if links.paging is not None and links.paging.next is not None:
                return None
            primary = [one.id for one in links.results if one.type in _PRIMARY_NAMES]
            found[name] = _value(name, [one.id for one in links.results], primary)
        return found

    def read(
        self, facts: ObjectFacts, ids: Sequence[str], fields: Sequence[str]
    ) -> dict[str, dict[str, Value]]:
        """The association values of records by id; a record without links has empty ones."""
        found: dict[str, dict[str, Value]] = {id: dict.fromkeys(fields) for id in ids}
        held = {facts.linked[name]: name for name in fields}
        read = {target: self._links(facts, name, ids) for target, name in held.items()}
        for name in fields:
            kind = self._kinds[facts.name, name]
            for id, links in read[facts.linked[name]].items():
                marked = [to for to, types in links if kind in types]
                found[id][name] = _value(name, marked if "." in name else [to for to, _ in links], marked)
        return found

    def write(self, facts: ObjectFacts, wanted: Mapping[str, Fields]) -> dict[str, tuple[Refusal, ...]]:
        """Makes the association fields of each record what `wanted` says; returns the refusals by record id."""
        refused: dict[str, tuple[Refusal, ...]] = {}
        for name in facts.linked:
            ids = [id for id, values in wanted.items() if name in values]
            if not ids:
                continue
            held = self._links(facts, name, ids)
            create, archive = [], []
            for id in ids:
                more, less = self._difference(facts, name, wanted[id][name], held.get(id, []))
                create += [self._input(facts, name, id, to) for to in more]
                if "." in name:
                    spec = self._specs(facts, name)[:1]
                    archive += [{"from": {"id": id}, "to": {"id": to}, "types": spec} for to in less]
                elif less:
                    archive.append({"from": {"id": id}, "to": [{"id": to} for to in less]})
            problems = self._send(facts, name, "create", create)
            self._send(facts, name, "labels/archive" if "." in name else "archive", archive)
            if problems:
                refused |= self._blame(facts, name, {id: wanted[id][name] for id in ids}, problems)
        return refused

    def inputs(self, facts: ObjectFacts, values: Fields) -> list[dict[str, Any]]:
        """The `associations` of a record that is created together with them."""
        made: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for name, value in values.items():
            for to in _targets(value) if name in facts.linked else ():
                specs = made.setdefault((facts.linked[name], to), [])
                specs += [one for one in self._specs(facts, name) if one not in specs]
        return [{"to": {"id": to}, "types": specs} for (_, to), specs in made.items()]

    def _specs(self, facts: ObjectFacts, name: str) -> list[dict[str, Any]]:
        """The types a link of this field is made with; a label's own comes first."""
        base = name.partition(".")[0]
        made = [
            {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": self._kinds[facts.name, base]}
        ]
        if base != name:
            made.insert(0, {"associationCategory": _OWN, "associationTypeId": self._kinds[facts.name, name]})
        return made

    def _input(self, facts: ObjectFacts, name: str, id: str, to: str) -> dict[str, Any]:
        return {"from": {"id": id}, "to": {"id": to}, "types": self._specs(facts, name)}

    def _difference(
        self, facts: ObjectFacts, name: str, wanted: Value, held: Sequence[tuple[str, set[int]]]
    ) -> tuple[list[str], list[str]]:
        """(links to make, links to remove)."""
        targets = _targets(wanted)
        kind = self._kinds[facts.name, name]
        marked = [to for to, types in held if kind in types]
        if name == COMPANY and targets:
            return ([], []) if set(targets) == set(marked) else (list(targets), [])
        linked = marked if "." in name else [to for to, _ in held]
        return [to for to in targets if to not in linked], [to for to in linked if to not in targets]

    def _links(
        self, facts: ObjectFacts, name: str, ids: Sequence[str]
    ) -> dict[str, list[tuple[str, set[int]]]]:
        found: dict[str, list[tuple[str, set[int]]]] = {}
        inputs: list[dict[str, str]] = [{"id": id} for id in dict.fromkeys(ids)]
        for _ in range(_MOST_SEARCHED):
            if not inputs:
                break
            now, inputs = inputs[:_READ_BATCH], inputs[_READ_BATCH:]
            for row in self._api.links(facts.name, facts.linked[name], now).results:
                links = found.setdefault(row.from_.id, [])
                links += [(str(to.to_object_id), {t.type_id for t in to.association_types}) for to in row.to]
                if row.paging is not None and row.paging.next is not None:
                    inputs.append({"id": row.from_.id, "after": row.paging.next.after})
        return found

    def _send(
        self, facts: ObjectFacts, name: str, verb: str, inputs: Sequence[Mapping[str, Any]]
    ) -> list[wire.Problem]:
        problems = []
        for start in range(0, len(inputs), _WRITE_BATCH):
            try:
                part = inputs[start : start + _WRITE_BATCH]
                problems += self._api.link(facts.name, facts.linked[name], verb, part)
            except PartRefused as refused:
                problems += [wire.Problem(category=one.code, message=one.message) for one in refused.refusals]
        return problems

    def _blame(
        self, facts: ObjectFacts, name: str, wanted: Mapping[str, Value], problems: Sequence[wire.Problem]
    ) -> dict[str, tuple[Refusal, ...]]:
        """HubSpot's association errors do not say whose they are: whoever does not read back as wanted was refused."""
        held = self.read(facts, list(wanted), [name])
        words = tuple(
            Refusal(code=one.code, message=one.message, fields=(name,))
            for problem in problems
            for one in judge(problem)[1]
        )
        return {id: words for id, value in wanted.items() if held[id][name] != value}


def _value(name: str, ids: Sequence[str], primary: Sequence[str]) -> Value:
    if name == COMPANY:
        chosen = primary or ids
        return min(chosen, key=lambda id: (len(id), id)) if chosen else None
    return tuple(sorted(set(ids))) or None


def _targets(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()
