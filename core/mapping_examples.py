"""Saved examples of a mapping: what must become of these values. They run before a mapping is put to use.

One file (`mappings/examples/NAME.toml`) has the examples of one mapping:

connection = "hs"
crm_object = "contacts"

[examples.phone]
given = "crm"
crm = { phone = "030 123" }
hub = { phone = "+4930123" }

[examples.too-long]
given = "hub"
hub = { title = "a very long title" }
refused = true

[examples.lead]
given = "crm"
crm = { lifecyclestage = "lead" }
left_out = true
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from core.errors import MappingInvalid, TransformError
from core.mapping import Direction
from core.records import Fields, Value
from core.toml_files import Table, every_file, parse, read_text
from core.translate import NO_REFERENCES, Rule, Translation

_KEYS: Final = frozenset({"connection", "crm_object", "examples"})
_EXAMPLE_KEYS: Final = frozenset({"given", "crm", "hub", "refused", "left_out"})


class Given(Enum):
    CRM = "crm"
    HUB = "hub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """`given` says which side is converted; the other holds what must come of it, or nothing where it must be `refused`.

    Given the hub, what stands in `crm` is only compared: the CRM's record is a new one. `left_out` says whether the filter
    leaves the given record out; None does not ask.
    """

    name: str
    connection: str
    crm_object: str
    given: Given
    crm: Fields
    hub: Fields
    refused: bool = False
    left_out: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one example; `trouble` is empty where it went as expected, and names fields but no values."""

    example: Example
    trouble: str = ""


def load_examples(folder: Path) -> tuple[Example, ...]:
    """Every example, by file and then in the file's order; none where there is no folder. Raises MappingInvalid."""
    found: list[Example] = []

    def read(path: Path) -> None:
        root = parse(read_text(path, MappingInvalid), str(path), MappingInvalid)
        root.only(_KEYS)
        connection, crm_object = root.text("connection"), root.text("crm_object")
        found.extend(
            _example(table, name, connection, crm_object) for name, table in root.tables("examples").items()
        )

    every_file(folder, read)
    return tuple(found)


def _example(table: Table, name: str, connection: str, crm_object: str) -> Example:
    table.only(_EXAMPLE_KEYS)
    given, refused = table.choice("given", Given), table.boolean("refused", default=False)
    left_out = table.boolean("left_out", default=False) if "left_out" in table.content else None
    crm, hub = _fields(table.table("crm")), _fields(table.table("hub"))
    source, other = (crm, hub) if given is Given.CRM else (hub, crm)
    if not source:
        table.fail(given.value, "is empty", advice="Give the values that shall be converted.")
    if bool(other) == refused and (refused or left_out is None):
        table.fail("refused", "and expected values exclude each other", advice="Give one of the two.")
    return Example(
        name=name,
        connection=connection,
        crm_object=crm_object,
        given=given,
        crm=crm,
        hub=hub,
        refused=refused,
        left_out=left_out,
    )


def _fields(table: Table) -> Fields:
    """Canonical values; an empty text or list is nothing."""
    made: dict[str, Value] = {}
    for name, value in table.content.items():
        if isinstance(value, bool):
            made[name] = value
        elif isinstance(value, str):
            made[name] = value or None
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            made[name] = tuple(sorted(set(value))) or None
        else:
            table.fail(name, "must be a text, true or false, or a list of texts")
    return made


def run_examples(translation: Translation, examples: Iterable[Example]) -> tuple[Outcome, ...]:
    """Those of this mapping, run in order. Rules that have none of the given fields are left out."""
    mine = (translation.mapping.connection, translation.mapping.crm_object)
    return tuple(
        Outcome(example=one, trouble=_trouble(translation, one))
        for one in examples
        if (one.connection, one.crm_object) == mine
    )


def refuse_failing(translations: Iterable[Translation], examples: Iterable[Example]) -> None:
    """Raises MappingInvalid naming the first example that fails."""
    wanted = tuple(examples)
    for translation in translations:
        for outcome in run_examples(translation, wanted):
            if outcome.trouble:
                one = outcome.example
                raise MappingInvalid(
                    f"example {one.name!r} of {one.crm_object} fails: {outcome.trouble}",
                    advice=f"See all of them: crmsync mappings test {one.connection} {one.crm_object}",
                )


def _trouble(translation: Translation, one: Example) -> str:
    inward = one.given is Given.CRM
    given, expected = (one.crm, one.hub) if inward else (one.hub, one.crm)
    away = Direction.TO_CRM if inward else Direction.TO_HUB
    made: dict[str, Value] = {}
    refused: list[str] = []
    half = translation.sieve.crm if inward else translation.sieve.hub
    used: set[str] = set(half.names) if half is not None else set()
    out = half.out_of(given) if half is not None else None
    if one.left_out is not None and one.left_out is not (out is not None):
        return (
            f"it is left out: {out.reason}"
            if out is not None
            else "the filter lets it in, but was to leave it out"
        )
    for rule in translation.every_rule:
        names, results = (rule.rule.crm, rule.rule.hub) if inward else (rule.rule.hub, rule.rule.crm)
        if rule.rule.direction is away or not set(names) & set(given):
            continue
        if rule.parent is not None:
            return f"rule {rule.name!r} is a reference, which no example can hold"
        used.update(names)
        try:
            made.update(zip(results, _converted(rule, given, inward=inward), strict=True))
        except TransformError:
            refused.append(rule.name)
    if strange := [name for name in given if name not in used]:
        return f"no rule converts {strange[0]!r} in this direction"
    if one.refused:
        return "" if refused else "it was converted, but was to be refused"
    if refused:
        return f"rule {refused[0]!r} refuses it"
    wrong = [name for name, value in expected.items() if name not in made or made[name] != value]
    return f"{', '.join(wrong)} came out otherwise than expected" if wrong else ""


def _converted(rule: Rule, given: MappingOf[str, Value], *, inward: bool) -> tuple[Value, ...]:
    if inward:
        return rule.to_hub(tuple(given.get(name) for name in rule.rule.crm), NO_REFERENCES)
    empty = (None,) * len(rule.rule.crm)
    return rule.to_crm(tuple(given.get(name) for name in rule.rule.hub), empty, NO_REFERENCES)
