"""Look-ups that point at rows of several objects, shown as one field an object: "WhoId.Contact", "WhatId.Opportunity".

Salesforce keeps one id (object reference, "Task", WhoId and WhatId); which object it names is told by its first three
characters. Of several fields that are written at once the row takes one: whatever is the closer to the work comes first, so
a task of a deal and its company is the deal's, and Salesforce works the company out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.records import Fields, Value

PREFIXES: Final[Mapping[str, str]] = {
    "Opportunity": "006",
    "Contact": "003",
    "Lead": "00Q",
    "Account": "001",
}
"""Key prefixes of the standard objects, which are the same in every org; in the order of preference."""


def parts_of(column: str, targets: Iterable[str]) -> dict[str, str]:
    """The field names of a look-up, with the object each one points at."""
    there = set(targets)
    return {f"{column}.{target}": target for target in PREFIXES if target in there}


def column_of(field: str) -> str:
    return field.partition(".")[0]


def read(field: str, row: Mapping[str, Any]) -> Value:
    """The id a row's look-up holds, if it names a row of this field's object. Raises KeyError without the column."""
    column, _, target = field.partition(".")
    held = row[column]
    return held if isinstance(held, str) and held.startswith(PREFIXES[target]) else None


def columns_in(values: Iterable[str]) -> tuple[str, ...]:
    """The look-ups that these fields belong to."""
    return tuple(dict.fromkeys(column_of(name) for name in values if "." in name and name[0] != "@"))


def joined(values: Fields, now: Mapping[str, Any]) -> dict[str, Value]:
    """The columns to write for fields of look-ups, given what the row holds (`now`, by column; empty for a new row).

    A row that points at something closer, or at an object we do not sync, keeps it: nothing that we do not know is
    taken away.
    """
    found: dict[str, Value] = {}
    for column in columns_in(values):
        held = now.get(column)
        if isinstance(held, str) and held[:3] not in PREFIXES.values():
            continue
        for target, prefix in PREFIXES.items():
            wanted = values.get(f"{column}.{target}")
            if wanted is not None:
                found[column] = wanted
                break
            if isinstance(held, str) and held.startswith(prefix) and f"{column}.{target}" not in values:
                break
        else:
            found[column] = None
    return {column: value for column, value in found.items() if value != now.get(column)}
