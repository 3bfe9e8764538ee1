"""Countries and languages by every name they bear in the languages CRMs are used in, and by their codes."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

from core.advice.tongues import TONGUES
from core.equivalence import fold

_NATION = 2  # letters of a territory that is a country; numbers are continents


def country(text: str) -> frozenset[str]:
    """The country a text names: "Germany", "Deutschland", "DE", "DEU". Empty where it names none."""
    found = _countries().get(fold(text).strip("."))
    return frozenset({found}) if found else frozenset()


def language(text: str) -> frozenset[str]:
    """The language a text names: "German", "Deutsch", "de", "de-DE"."""
    folded = fold(text)
    found = _languages().get(folded) or _languages().get(folded.replace("_", "-").partition("-")[0])
    return frozenset({found}) if found else frozenset()


@cache
def _countries() -> dict[str, str]:
    named: dict[str, str] = {}
    for tongue in TONGUES:
        for code, name in Locale.parse(tongue).territories.items():
            if len(code) == _NATION and code.isalpha():
                named.setdefault(fold(name), code)
    for code in set(named.values()):
        named[code.lower()] = code
    for alias, codes in get_global("territory_aliases").items():
        if len(codes) == 1 and alias.isalpha():
            named.setdefault(alias.lower(), codes[0])
    return named | {
        "uk": "GB",
        "england": "GB",
        "great britain": "GB",
        "u.s.a": "US",
        "u.s": "US",
        "holland": "NL",
    }


@cache
def _languages() -> dict[str, str]:
    named: dict[str, str] = {}
    for tongue in TONGUES:
        for code, name in Locale.parse(tongue).languages.items():
            if "_" not in code:
                named.setdefault(fold(name), code)
    return named | {code: code for code in named.values()}
