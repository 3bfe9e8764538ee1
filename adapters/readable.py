"""A value as a CRM holds it, whatever it holds: what our types cannot take stays visible as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.errors import TransformError
from core.records import Value
from core.schema import FieldType
from core.values import canonical

Raw = TypeVar("Raw")


def readable(convert: Callable[[Raw], Value], raw: Raw) -> Value:
    """One odd value must not stop its whole page: CRMs check types only since a field exists, or not at all."""
    try:
        return convert(raw)
    except TransformError:
        return canonical(FieldType.TEXT, str("" if raw is None else raw).replace("\x00", ""))
