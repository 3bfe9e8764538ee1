"""Whether two values as people wrote them say the same: wider than `core.equivalence`, because here it is a suggestion.

The engine settles equivalent values without a word, so it only forgives what cannot mean anything. The advisor also reads
"943.000,00 €" as "EUR 943000", "18. November 1978" as "1978-11-18", "Deutschland" as "Germany" and "Hauptstr." as
"Hauptstraße": each is named in the reason, and a person, or a measured precision, stands behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from core.advice.countries import country, language
from core.advice.dates import days
from core.advice.money import amounts
from core.advice.structure import as_set
from core.equivalence import equivalent, fold
from core.records import Value
from core.schema import FieldType

_STREETS: Final = (
    frozenset({"street", "str", "st"}),
    frozenset({"road", "rd"}),
    frozenset({"avenue", "ave", "av"}),
    frozenset({"boulevard", "blvd", "bd"}),
    frozenset({"drive", "dr"}),
    frozenset({"lane", "ln"}),
    frozenset({"court", "ct"}),
    frozenset({"crescent", "cres", "cr"}),
    frozenset({"place", "pl"}),
    frozenset({"square", "sq"}),
    frozenset({"highway", "hwy"}),
)
_STRASSE = re.compile(r"(stra(?:ß|ss)e|str\.|str)(?=\s|$|,)")
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
                         "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"',
                         "\u00bb": '"', "\u200b": None, "\u00ad": None})  # fmt: skip
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"<([^<>]+)>\s*$")
_SAID_BEFORE_PHONE = re.compile(
    r"^\s*(?:tel|phone|mobile|mobil|cell|fon|telefon|téléphone|tfn|tlf)[.:\s]+", re.IGNORECASE
)
_LONGEST: Final = 10_000


def same(type: FieldType, a: Value, b: Value, *, region: str = "") -> str | None:
    """The name of the feature that says the two are one value, "same_..." — None where they differ. Symmetric."""
    if equivalent(type, a, b, region=region):
        return "same_value"
    if type in (FieldType.MULTI_CHOICE, FieldType.MULTI_REFERENCE):
        return "same_set" if _members(a) == _members(b) else None
    if not isinstance(a, str) or not isinstance(b, str) or max(len(a), len(b)) > _LONGEST:
        return None
    if _plain(a) == _plain(b):
        return "same_value"
    for feature, reads, types in _READINGS:
        if type in types and _agree(reads, a, b):
            return feature
    if type is FieldType.PHONE and equivalent(type, _number(a), _number(b), region=region):
        return "same_phone"
    if type is FieldType.EMAIL and _mailbox(a) == _mailbox(b):
        return "same_value"
    if type is FieldType.URL and equivalent(type, _page(a), _page(b)):
        return "same_url"
    if type is FieldType.TEXT and _street(a) == _street(b):
        return "same_address"
    return None


def _members(value: Value) -> frozenset[str]:
    return frozenset(fold(one) for one in as_set(value))


def _agree(reads: Callable[[str], frozenset[str]], a: str, b: str) -> bool:
    """Whether some reading of one is a reading of the other; "03/04/2026" has two."""
    return bool(reads(a) & reads(b))


_READINGS: Final[tuple[tuple[str, Callable[[str], frozenset[str]], tuple[FieldType, ...]], ...]] = (
    ("same_amount", amounts, (FieldType.MONEY, FieldType.NUMBER)),
    ("same_day", days, (FieldType.DATE, FieldType.DATETIME, FieldType.TEXT)),
    ("same_country", country, (FieldType.TEXT, FieldType.CHOICE)),
    ("same_language", language, (FieldType.TEXT, FieldType.CHOICE)),
)


def _plain(text: str) -> str:
    """Without differences of typography: full-width letters, kinds of dash and quote, invisible characters."""
    return fold(unicodedata.normalize("NFKC", text).translate(_DASHES))


def _number(text: str) -> str:
    return _SAID_BEFORE_PHONE.sub("", text).removeprefix("tel:")


def _mailbox(text: str) -> str:
    found = _ADDRESS.search(text)
    return fold((found[1] if found else text).strip().removeprefix("mailto:"))


def _page(text: str) -> str:
    return re.sub(r"/(?:index\.(?:html?|php))?(?:#.*)?$", "", text.strip())


def _street(text: str) -> tuple[str, ...]:
    """The words of an address with each usual abbreviation written out, so that "Hauptstr. 5" is "Hauptstraße 5"."""
    words = _WORD.findall(_STRASSE.sub("strasse", _plain(text)))
    if len(words) < 2:
        return tuple(words)
    first, *rest = words
    return (first, *(next((max(one) for one in _STREETS if word in one), word) for word in rest))
