"""Whether a value is of the form its field asks for, or only stands in for one that was not known."""

from __future__ import annotations

import re
from typing import Final

import phonenumbers

from core.advice.dates import days
from core.advice.money import amounts
from core.equivalence import fold
from core.records import Value
from core.schema import FieldType

_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_LONGEST: Final = 2_000
_DIGITS: Final = (6, 17)  # of a phone number, with extension

# What people type where a field wants something and they have nothing, in the languages CRMs are used in. Short words that
# are somebody's name somewhere ("Nan", "Ka") are left out: in a typed field the form tells, in free text nothing does.
_STAND_INS: Final = frozenset(
    fold(one)
    for one in (
        "-", "--", "---", ".", "..", "...", "?", "??", "???", "xxx", "xxxx", "n/a", "n.a.", "n.a", "#n/a", "null",
        "null", "undefined", "unknown", "not known", "not available", "not applicable", "not provided", "not specified",
        "tbd", "tba", "t.b.d.", "to be determined", "asdf", "no email", "noemail", "no phone", "todo",
        "unbekannt", "k.a.", "k. a.", "keine angabe", "keine angaben", "nicht bekannt", "nicht vorhanden", "nicht verfügbar",
        "inconnu", "inconnue", "non renseigné", "non communiqué", "n.c.", "sans objet", "à définir", "non disponible",
        "desconocido", "desconocida", "sin datos", "no disponible", "no aplica", "s/d", "por definir",
        "sconosciuto", "sconosciuta", "non disponibile", "non noto", "n.d.", "da definire",
        "onbekend", "n.v.t.", "niet bekend", "niet beschikbaar", "desconhecido", "não informado", "não disponível",
        "nieznany", "nieznane", "brak danych", "okänd", "ukendt", "ukjent", "tuntematon", "neznámý", "ismeretlen",
        "necunoscut", "bilinmiyor", "不明", "未知",
    )
)  # fmt: skip


def is_stand_in(value: Value) -> bool:
    """Whether a value says "nothing known": "n/a", "unbekannt", "???"."""
    return isinstance(value, str) and fold(value) in _STAND_INS


def is_valid(type: FieldType, value: Value, region: str = "") -> bool:
    """Whether a value that is not empty has the form of its type. Free text is always valid but for a stand-in."""
    if not isinstance(value, str):
        return True
    if is_stand_in(value) or not value.strip():
        return False
    if type is FieldType.LONG_TEXT:
        return True
    text = value.strip()[:_LONGEST]
    match type:
        case FieldType.EMAIL:
            return _EMAIL.fullmatch(text) is not None
        case FieldType.URL:
            return _URL.fullmatch(text) is not None
        case FieldType.PHONE:
            return _is_phone(text, region)
        case FieldType.DATE | FieldType.DATETIME:
            return bool(days(text)) or bool(days(text[:10]))
        case FieldType.NUMBER | FieldType.MONEY:
            return bool(amounts(text))
        case _:
            return any(letter.isalnum() for letter in text) and "\ufffd" not in text


def _is_phone(text: str, region: str) -> bool:
    least, most = _DIGITS
    digits = sum(letter.isdigit() for letter in text)
    if not least <= digits <= most:
        return False
    letters = sum(letter.isalpha() for letter in text)
    if letters > 12 or "@" in text:
        return False
    if text.startswith("+") or region:
        try:
            number = phonenumbers.parse(text, region.upper() or None)
        except phonenumbers.NumberParseException:
            return False
        return phonenumbers.is_possible_number(number)
    return True
