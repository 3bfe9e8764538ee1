"""Lenses between numbers: another scale, percentages, amounts with their currency in one text. All exact."""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import Final

from core.errors import TransformError
from core.lenses.shape import NUMBERS, TEXTS, Converting, Lens, Site, Spec, Values, one_to_one, text_of
from core.records import Value
from core.schema import FieldType
from core.values import canonical, write_decimal

_EXACT: Final = Context(prec=4_000, traps=[Inexact, InvalidOperation, Overflow])
_FACTOR = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_AMOUNT_FIRST = re.compile(r"([+-]?[0-9.]+)\s*([A-Z]{3})")
_CODE_FIRST = re.compile(r"([A-Z]{3})\s*([+-]?[0-9.]+)")
_CODE = re.compile(r"[A-Z]{3}")


def _scaled(site: Site, factor: Decimal) -> Lens:
    site.needs_types(site.hub, *NUMBERS)
    site.needs_types(site.crm, *NUMBERS)

    def get(value: Value) -> Value:
        return write_decimal(_EXACT.divide(_decimal(value), factor))

    def put(value: Value) -> Value:
        return write_decimal(_EXACT.multiply(_decimal(value), factor))

    return one_to_one(site, get, put, invertible=True)


def _scale(site: Site) -> Lens:
    text = site.option("factor", "")
    factor = Decimal(text) if _FACTOR.fullmatch(text) else Decimal(0)
    if not factor or not _divides_exactly(factor):
        site.misfit(
            "option 'factor' must be a number above 0 that divides without remainder",
            advice='Use a factor such as "100", "1000" or "0.01".',
        )
    return _scaled(site, factor)


def _divides_exactly(factor: Decimal) -> bool:
    """Whether 1/factor ends: only then does every number come back from the CRM as it went."""
    left = factor.as_integer_ratio()[0]
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    return left == 1


def _percent(site: Site) -> Lens:
    share_in_crm = site.option("crm", "share", ("share", "percent")) == "share"
    return _scaled(site, Decimal("0.01") if share_in_crm else Decimal(100))


def _money_with_code(site: Site) -> Lens:
    site.needs(2, 1)
    site.needs_types(site.hub[:1], *NUMBERS)
    site.needs_types(site.hub[1:], *TEXTS)
    site.needs_types(site.crm, *TEXTS)

    def get(crm: Values) -> Values:
        if crm[0] is None:
            return (None, None)
        text = text_of(crm[0]).strip()
        if not text or len(text) > 2_000:
            raise TransformError("a text is not an amount with its currency, such as 12.5 EUR")
        if _CODE.fullmatch(text):
            return (None, text)
        if found := _AMOUNT_FIRST.fullmatch(text):
            return (canonical(FieldType.MONEY, found[1]), found[2])
        if found := _CODE_FIRST.fullmatch(text):
            return (canonical(FieldType.MONEY, found[2]), found[1])
        return (canonical(FieldType.MONEY, text), None)

    def put(hub: Values, _now: Values) -> Values:
        amount, code = hub
        if code is not None and not _CODE.fullmatch(text_of(code)):
            raise TransformError("a currency is not a code of three capital letters, such as EUR")
        parts = [text_of(part) for part in (amount, code) if part is not None]
        return (" ".join(parts) or None,)

    return Converting(site=site, get=get, put=put, invertible=True)


def _decimal(value: Value) -> Decimal:
    return Decimal(text_of(canonical(FieldType.NUMBER, value)))


SPECS: Final = (
    Spec(
        name="scale",
        description="A number in another unit: the CRM's is the hub's times option factor (100: the CRM has cents).",
        build=_scale,
        options=frozenset({"factor"}),
    ),
    Spec(
        name="percent",
        description="0 to 100 on one side, 0 to 1 on the other. Option crm: share (0 to 1, default) or percent.",
        build=_percent,
        options=frozenset({"crm"}),
    ),
    Spec(
        name="money_with_code",
        description='Amount and currency in the hub, one text such as "12.5 EUR" in the CRM.',
        build=_money_with_code,
    ),
)
