"""Whether two canonical values mean the same, though they are written differently.

`equivalent` settles a rule without a write when both sides changed to the same thing; `normalise` makes the text
records are matched by. Both err on the side of "different": a false "same" would swallow somebody's edit, a false
"different" asks a question. So case and white space are forgiven, accents and words never; "ß" is not "ss".
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final, TypeAlias

import phonenumbers

from core.errors import TransformError
from core.records import Value
from core.schema import FieldType
from core.values import canonical

_Key: TypeAlias = str | bool | tuple[str, ...] | None

_LEAST_NATIONAL_DIGITS: Final = 7  # fewer agree by chance
_LONGEST_PHONE: Final = 250  # phonenumbers refuses longer ones; so do we, before it looks
_SEPARATOR: Final = "\x1f"


def equivalent(type: FieldType, a: Value, b: Value, *, region: str = "") -> bool:
    """Whether two values of this type mean the same. Reflexive and symmetric for every type.

    Transitive for every type but phone, where a number without a country agrees with the same number of any country.
    `region` is the two-letter country that numbers without one are read for.
    """
    if a == b:
        return True
    if _key(type, a, region) == _key(type, b, region):
        return True
    if type is FieldType.PHONE and isinstance(a, str) and isinstance(b, str):
        return _same_subscriber(a, b)
    return False


def normalise(type: FieldType, value: Value, *, region: str = "") -> str | None:
    """The text by which equal values are found again, or None where there is nothing to find by."""
    key = _key(type, value, region)
    if key is None:
        return None
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, tuple):
        return _SEPARATOR.join(key) or None
    if type is FieldType.PHONE and not any(letter.isdigit() for letter in key):
        return None
    return key or None


def _key(type: FieldType, value: Value, region: str) -> _Key:
    """What two values of a type have in common exactly when they mean the same."""
    match type:
        case FieldType.REFERENCE | FieldType.MULTI_REFERENCE | FieldType.BOOL:
            return value
        case FieldType.MULTI_CHOICE:
            return _choices(value)
        case FieldType.NUMBER | FieldType.MONEY:
            return _canonical_or_same(type, value)
        case FieldType.DATE:
            return _day(value)
        case FieldType.DATETIME:
            return _canonical_or_same(type, value)
        case _ if not isinstance(value, str):
            return value
        case FieldType.EMAIL:
            return (
                unicodedata.normalize("NFC", unicodedata.normalize("NFC", value.strip()).casefold()) or None
            )
        case FieldType.PHONE:
            return _phone(value, region) or None
        case FieldType.URL:
            return _url(value) or None
        case FieldType.LONG_TEXT:
            return _long_text(value) or None
        case FieldType.TEXT | FieldType.CHOICE:
            return fold(value) or None


def fold(text: str) -> str:
    """Text without differences of case, white space or Unicode spelling; every letter and accent stays its own.

    Simple case folding: a letter never becomes two, so "Weiß" and "Weiss" stay two names.
    """
    words = " ".join(text.split())
    if words.isascii():
        return words.lower()
    # Decomposed first, so that an accent typed as a letter of its own folds like the ready-made one.
    folded = "".join(map(_fold_letter, unicodedata.normalize("NFD", words)))
    return " ".join(unicodedata.normalize("NFC", folded).split())


def _fold_letter(letter: str) -> str:
    folded = letter.casefold()
    if len(folded) == 1:
        return folded
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def _long_text(text: str) -> str:
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip()


def _choices(value: Value) -> _Key:
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, tuple):
        return value
    return tuple(sorted({folded for item in value if (folded := fold(item))})) or None


def _canonical_or_same(type: FieldType, value: Value) -> _Key:
    try:
        return canonical(type, value)
    except TransformError:
        return value


def _day(value: Value) -> _Key:
    """A time of day other than midnight UTC is more than a date says, and stays different."""
    moment = _canonical_or_same(FieldType.DATETIME, value)
    return moment.removesuffix("T00:00:00.000Z") if isinstance(moment, str) else moment


def _url(text: str) -> str:
    text = unicodedata.normalize("NFC", text.strip())
    scheme, found, rest = text.partition("://")
    if found and scheme.isalnum():
        text = rest
    elif text.startswith("//"):
        text = text[2:]
    end = min((at for at in map(text.find, "/?#") if at >= 0), default=len(text))
    host, path = text[:end].lower(), text[end:]
    return (host.removeprefix("www.").rstrip(".") + path).rstrip("/")


@lru_cache(maxsize=8192)
def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    """A plausible number with its country, or None. Cached: this is the slowest step of matching by far."""
    if len(text) > _LONGEST_PHONE:
        return None
    text = text.strip()
    if text.startswith("00"):
        text = "+" + text[2:]
    if not region and not text.startswith("+"):
        return None
    try:
        number = phonenumbers.parse(text, region.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def e164(text: str, region: str) -> str | None:
    """The international form of a phone number ("+49301234567", with " ext. 5" where it has one), or None."""
    number = _parsed(text, region)
    if number is None:
        return None
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain} ext. {number.extension}" if number.extension else plain


def _phone(text: str, region: str) -> str:
    found = e164(text, region)
    if found is not None:
        return found
    if any(letter.isalpha() for letter in text):
        return fold(text)
    return _digits(text) or fold(text)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdigit())


def _same_subscriber(a: str, b: str) -> bool:
    """Whether one is the national and the other the international way to write one number."""
    abroad, home = (a, b) if _is_international(a) else (b, a)
    if not _is_international(abroad) or _is_international(home):
        return False
    number = _parsed(abroad, "")
    if (
        number is None
        or number.extension
        or any(letter.isalpha() for letter in home)
        or len(home) > _LONGEST_PHONE
    ):
        return False
    national = phonenumbers.national_significant_number(number)
    digits = _digits(home)
    if len(national) < _LEAST_NATIONAL_DIGITS:
        return False
    return digits in (national, f"{number.country_code}{national}") or digits.lstrip("0") == national.lstrip(
        "0"
    )


def _is_international(text: str) -> bool:
    return text.lstrip().startswith(("+", "00"))
