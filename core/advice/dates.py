"""Days as people write them: "18.11.1978", "11/18/1978", "18. November 1978", "Nov 18, 1978"."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

from babel import Locale

from core.advice.tongues import MONTH_TONGUES
from core.equivalence import fold

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LONGEST: Final = 60
_TURN: Final = 50  # two-digit years from here on belong to the last century


def days(text: str) -> frozenset[str]:
    """Every day a text can mean, as "1978-11-18"; two where day and month could be either, none where it is no date."""
    text = text.strip()
    if len(text) > _LONGEST:
        return frozenset()
    for shape in (_ISO, _COMPACT, _YEAR_FIRST):
        if found := shape.fullmatch(text):
            return _on_calendar([(int(found[1]), int(found[2]), int(found[3]))])
    if found := _YEAR_LAST.fullmatch(text):
        first, sign, second, year = int(found[1]), found[2], int(found[3]), _year(found[4])
        either = [(year, second, first)]
        if sign != ".":  # with full stops the day comes first everywhere
            either.append((year, first, second))
        return _on_calendar(either)
    return _spelled_out(text)


def _spelled_out(text: str) -> frozenset[str]:
    parts = _WORDS.findall(fold(text))
    months = {_months()[one] for one in parts if one in _months()}
    numbers = [one for one in parts if one.isdigit()]
    if len(months) != 1 or len(numbers) != 2:
        return frozenset()
    years = [one for one in numbers if len(one) == 4]
    if len(years) != 1:
        return frozenset()
    (month,) = months
    (day,) = (one for one in numbers if one != years[0])
    return _on_calendar([(int(years[0]), month, int(day))])


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _TURN else 2000)


def _on_calendar(found: list[tuple[int, int, int]]) -> frozenset[str]:
    written = set()
    for year, month, day in found:
        try:
            written.add(date(year, month, day).isoformat())
        except ValueError:
            continue
    return frozenset(written)


@cache
def _months() -> dict[str, int]:
    """Months by name and abbreviation; a word that is another month in another language is left out."""
    found: dict[str, set[int]] = {}
    for tongue in MONTH_TONGUES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(tongue).months[context][width].items():
                    word = fold(name).strip(".")
                    if word.isalpha():
                        found.setdefault(word, set()).add(number)
    return {word: next(iter(numbers)) for word, numbers in found.items() if len(numbers) == 1}
