"""A value of a record in words, the same on every page: by its type, in the language and order of the locale.

What a value is, its field's schema says; where that is not known, it is shown as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from PySide6.QtCore import QDate, QDateTime, QLocale, QObject, Qt, QTime

from core.schema import FieldType
from core.wire.names import NameWord
from core.wire.words import WireValue

_NUMBER: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,17})(?:\.([0-9]+))?")  # longer whole parts stay as they are
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


# What the record of an id is called; None where that cannot be told. Raises LookupError while it is being asked for.
Called: TypeAlias = Callable[[str], NameWord | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is: one of the hub's words for types, "" where nobody told; of an amount the currency's code.

    A value that refers to records has a way to learn what those are `called`.
    """

    type: str = ""
    currency: str = ""
    called: Called | None = field(default=None, compare=False)


UNTOLD: Final = Kind()


def shown(value: WireValue, kind: Kind = UNTOLD) -> str:
    """Nothing, yes and no in the reader's language; several with commas; dates, times and numbers by the locale; records
    by their names.

    Times are local. Text stays as it is, and so does whatever is not written as its type is.
    """
    return _Values().shown(value, kind)


def stored(value: WireValue) -> str:
    """As it is stored, which is how it can be searched for and given to a CRM: "" for nothing, several with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, list) else value


class _Values(QObject):
    """Only `self.tr` counts for lupdate."""

    def shown(self, value: WireValue, kind: Kind) -> str:
        if value is None or value == "":
            return self.tr("(empty)")
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        if kind.called is not None:
            ids = value if isinstance(value, list) else [value]
            return ", ".join(self._name(id, kind.called) for id in ids)
        if isinstance(value, list):
            return ", ".join(value)
        match kind.type:
            case FieldType.NUMBER.value:
                return _number(value) or value
            case FieldType.MONEY.value:
                told = _number(value, places=2)
                return " ".join(filter(None, (told, kind.currency))) if told else value
            case FieldType.DATE.value:
                return _date(value)
            case FieldType.DATETIME.value:
                return _moment(value)
        return value

    def _name(self, id: str, called: Called) -> str:
        try:
            told = called(id)
        except LookupError:
            return "…"
        if told is None:
            return id
        if told.state == "unknown":
            return self.tr("{0} (unknown here)").format(id)
        if told.state == "deleted":
            return self.tr("{0} (deleted)").format(told.name or id)
        return told.name or id


def _number(text: str, *, places: int = 0) -> str:
    """Every digit there is; what has a fraction has at least so many `places`. "" where it is no number."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return ""
    locale = QLocale()
    sign, whole, fraction = found.groups()
    told = (locale.negativeSign() if sign else "") + locale.toString(int(whole))
    if not fraction:
        return told
    zero = locale.zeroDigit()
    digits = "".join(chr(ord(zero) + int(one)) for one in fraction.ljust(places, "0"))
    return f"{told}{locale.decimalPoint()}{digits}"


def _date(text: str) -> str:
    date = QDate.fromString(text, Qt.DateFormat.ISODate) if _DATE.fullmatch(text) else QDate()
    return _of_date(date) if date.isValid() else text


def _of_date(date: QDate) -> str:
    """In figures, with the whole year: of a birthday its century counts."""
    form = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return QLocale().toString(date, form if "yyyy" in form else form.replace("yy", "yyyy"))


def _moment(text: str) -> str:
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs) if _MOMENT.fullmatch(text) else None
    if moment is None or not moment.isValid():
        return text
    local = moment.toLocalTime()
    return f"{_of_date(local.date())} {_of_time(local.time())}"


def _of_time(time: QTime) -> str:
    """Seconds only where there are some: two times that differ must look different."""
    form = QLocale().timeFormat(QLocale.FormatType.ShortFormat)
    if time.msec():
        form = form.replace("mm", "mm:ss.zzz")
    elif time.second():
        form = form.replace("mm", "mm:ss")
    return QLocale().toString(time, form)
