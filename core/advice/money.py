"""Amounts as people write them: "EUR 943000", "943,000.00 EUR", "943.000,00 €", "CHF 1'234.50", "12 %"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global

from core.advice.tongues import TONGUES
from core.values import write_decimal

_BETWEEN: Final = r"'\u2019\u00a0\u202f\u2009 "  # what stands between thousands, besides "." and ","
_AMOUNT = re.compile(
    rf"(?P<sign>[-+\u2212]?)(?P<digits>\d(?:[\d.,{_BETWEEN}]*\d)?)(?P<scale>\s?(?:k|m|mio|mn|tsd)\b\.?)?",
    re.IGNORECASE,
)
_SPACES = re.compile(rf"[{_BETWEEN}]")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")
_SCALES: Final = {"k": 3, "tsd": 3, "m": 6, "mio": 6, "mn": 6}
_LONGEST: Final = 60


def amounts(text: str) -> frozenset[str]:
    """Every (currency, number) a text can mean, as "EUR 943000"; an amount that names no currency can be of each."""
    text = text.strip()
    if len(text) > _LONGEST:
        return frozenset()
    found = _AMOUNT.search(text)
    if found is None:
        return frozenset()
    rest = (text[: found.start()] + " " + text[found.end() :]).replace(".\u2013", "").replace(",-", "")
    named = _currencies(rest)
    if named is None:
        return frozenset()
    scale = _SCALES.get((found["scale"] or "").strip().strip(".").casefold(), 0)
    sign = (
        "-"
        if found["sign"] in ("-", "\u2212") or (rest.strip().startswith("(") and rest.strip().endswith(")"))
        else ""
    )
    numbers = {write_decimal(Decimal(sign + one).scaleb(scale)) for one in _numbers(found["digits"])}
    return frozenset(f"{currency} {number}" for currency in named for number in numbers)


def _numbers(digits: str) -> list[str]:
    """What a row of digits and separators can mean; "943,000" can be nine hundred thousand, or 943."""
    digits = _SPACES.sub("", digits)
    marks = [one for one in digits if one in ".,"]
    if not marks:
        return [digits]
    last = marks[-1]
    if len(set(marks)) == 2:  # the later one is the decimal mark
        whole, _, part = digits.rpartition(last)
        return [f"{whole.replace('.', '').replace(',', '')}.{part}"]
    if len(marks) > 1:
        return [digits.replace(last, "")]
    as_decimal = digits.replace(",", ".")
    return [as_decimal, digits.replace(last, "")] if _GROUPED.fullmatch(digits) else [as_decimal]


def _currencies(text: str) -> frozenset[str] | None:
    """The currencies the rest of an amount can name: every one where it names none, None where it is something else."""
    word = text.replace("(", "").replace(")", "").strip().strip(".").casefold()
    if not word or word == "%":
        return _every()
    return _symbols().get(word)


@cache
def _every() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))


@cache
def _symbols() -> dict[str, frozenset[str]]:
    """Currencies by code, symbol and name; "$" and "kr" are many."""
    found: dict[str, set[str]] = {code.casefold(): {code} for code in get_global("all_currencies")}
    for tongue in TONGUES:
        locale = Locale.parse(tongue)
        for names in (locale.currency_symbols, locale.currencies):
            for code, name in names.items():
                found.setdefault(name.casefold().strip("."), set()).add(code)
    found.setdefault("$", set()).update({"USD", "AUD", "CAD", "NZD", "SGD", "HKD"})
    return {name: frozenset(codes) for name, codes in found.items()}
