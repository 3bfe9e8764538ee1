"""SOQL text: values become literals, names are checked. Nothing else may put text into a query.

Escapes after the SOQL reference, "Quoted String Escape Sequences".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from core.errors import RequestRefused
from core.values import from_epoch_ms

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
_SUFFIX: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def name(text: str) -> str:
    """An object or field name, unchanged. Raises RequestRefused for anything that cannot be one."""
    if _NAME.fullmatch(text) is None:
        raise RequestRefused(f"{text[:90]!r} is not a Salesforce name")
    return text


def literal(text: str) -> str:
    """A quoted literal that stands for exactly `text`."""
    return "'" + text.translate(_ESCAPES) + "'"


def moment(milliseconds: int) -> str:
    """A datetime literal, which is written without quotes."""
    return from_epoch_ms(milliseconds)


def within(field: str, values: Iterable[str]) -> str:
    return f"{name(field)} IN ({','.join(literal(value) for value in values)})"


def select(fields: Sequence[str], object: str, where: str = "", *, order: str = "", limit: int = 0) -> str:
    """`where` and `order` are made of `name`, `literal`, `moment` and `within` only."""
    text = f"SELECT {','.join(fields)} FROM {name(object)}"
    if where:
        text += f" WHERE {where}"
    if order:
        text += f" ORDER BY {order}"
    return text + (f" LIMIT {limit}" if limit else "")


def full_id(id: str) -> str | None:
    """The 18 characters of an id that may have 15 (their case as a suffix); None for what cannot be an id."""
    if _ID.fullmatch(id) is None:
        return None
    if len(id) == 18:
        return id
    chunks = (id[at : at + 5] for at in range(0, 15, 5))
    return id + "".join(
        _SUFFIX[sum(1 << at for at, letter in enumerate(chunk) if letter.isupper())] for chunk in chunks
    )
