"""SOQL literals: escaping values into query text and reading them back, exactly.

The escapes are those of the vendor's SOQL reference, "Quoted String Escape Sequences":
\\n \\r \\t \\b \\f \\" \\' \\\\ \\uXXXX, and \\_ \\% inside LIKE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

_ESCAPES = {
    "n": "\n",
    "N": "\n",
    "r": "\r",
    "R": "\r",
    "t": "\t",
    "T": "\t",
    "b": "\b",
    "B": "\b",
    "f": "\f",
    "F": "\f",
    '"': '"',
    "'": "'",
    "\\": "\\",
    "_": "_",
    "%": "%",
}
_WRITTEN = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "'": "\\'", "\\": "\\\\"}
_UNSAFE = re.compile(r"[\n\r\t\b\f'\\]".replace(r"\b", "\x08"))
_DATETIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(Z|z|[+-]\d\d:?\d\d)")


class BadLiteral(ValueError):
    """A text or date that cannot be read; `offset` counts from the literal's first character."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


def quote(text: str) -> str:
    """A SOQL string literal that decodes to exactly `text`."""
    return "'" + _UNSAFE.sub(lambda found: _WRITTEN[found.group()], text) + "'"


def unquote(literal: str) -> str:
    """The text a quoted literal stands for. Raises BadLiteral for an unknown escape."""
    if "\\" not in literal:
        return literal[1:-1]
    return "".join(character for character, _ in _characters(literal))


def like_pattern(literal: str) -> str:
    """A regular expression for a quoted LIKE pattern: `%` any run, `_` any one, `\\%` `\\_` themselves."""
    parts = []
    for character, escaped in _characters(literal):
        if character == "%" and not escaped:
            parts.append(".*")
        elif character == "_" and not escaped:
            parts.append(".")
        else:
            parts.append(re.escape(character))
    return "".join(parts)


def read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise BadLiteral(f"Invalid date: {text}") from problem


def read_datetime(text: str) -> datetime:
    """A datetime literal in UTC. Raises BadLiteral when it is no real moment."""
    found = _DATETIME.fullmatch(text)
    if found is None:
        raise BadLiteral(f"Invalid datetime: {text}")
    zone = found.group(8)
    offset = "+00:00" if zone in "Zz" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    fraction = (found.group(7) or "").ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{text[:19]}.{fraction}{offset}").astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise BadLiteral(f"Invalid datetime: {text}") from problem


def _characters(literal: str) -> Iterator[tuple[str, bool]]:
    """Each character the literal stands for, with whether it was written as an escape."""
    at, end = 1, len(literal) - 1
    while at < end:
        character = literal[at]
        if character != "\\":
            yield character, False
            at += 1
            continue
        mark = literal[at + 1]
        if mark in "uU":
            digits = literal[at + 2 : at + 6]
            if re.fullmatch("[0-9A-Fa-f]{4}", digits) is None or at + 6 > end:
                raise BadLiteral("Illegal unicode escape", at)
            yield chr(int(digits, 16)), True
            at += 6
        elif mark in _ESCAPES:
            yield _ESCAPES[mark], True
            at += 2
        else:
            raise BadLiteral(f"Illegal escape sequence '\\{mark}'", at)
