"""Salesforce ids: 15 case-sensitive characters, or 18 with a suffix that survives case folding.

The digits count up in ASCII order, so ids of one object sort in the order they were made.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_POD = "5g00000"
_SERIAL_WIDTH = 5
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_VALUE = {digit: at for at, digit in enumerate(DIGITS)}


def make_id(prefix: str, serial: int) -> str:
    """The 18-character id of the object's `serial`-th row, counted from 1."""
    digits = ""
    for _ in range(_SERIAL_WIDTH):
        serial, rest = divmod(serial, 62)
        digits = DIGITS[rest] + digits
    short = prefix + _POD + digits
    return short + suffix(short)


def serial_of(id: str) -> int:
    """The serial number an id was made from."""
    serial = 0
    for digit in id[10:15]:
        serial = serial * 62 + _VALUE[digit]
    return serial


def suffix(short: str) -> str:
    """The three letters that tell which of the 15 characters are capitals."""
    letters = ""
    for chunk in (short[:5], short[5:10], short[10:15]):
        bits = sum(1 << at for at, character in enumerate(chunk) if "A" <= character <= "Z")
        letters += _SUFFIX[bits]
    return letters


def normal_id(text: str) -> str | None:
    """The 18-character form, its case repaired by the suffix; None when it is no id."""
    if len(text) == 15 and text.isascii() and text.isalnum():
        return text + suffix(text)
    if len(text) != 18 or not (text.isascii() and text.isalnum()):
        return None
    if suffix(text) == text[15:]:
        return text
    return _repaired(text)


def _repaired(text: str) -> str | None:
    """An 18-character id whose letters lost their case, put right."""
    letters = []
    for start, code in zip((0, 5, 10), text[15:].upper(), strict=True):
        bits = _SUFFIX.find(code)
        if bits < 0:
            return None
        for at, character in enumerate(text[start : start + 5]):
            letters.append(character.upper() if bits >> at & 1 else character.lower())
    short = "".join(letters)
    return short + suffix(short) if suffix(short) == text[15:].upper() else None
