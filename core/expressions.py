"""Expressions in CEL (cel.dev): the one place where the library is used, with every limit it runs under.

An expression is compiled once against declared variables, each of a field type, and evaluates to a value of one field
type. How values look inside:

    text, email, phone, url, choice, reference, date, datetime   text; "" where empty ("2026-11-23T08:00:00.000Z")
    number, money                                                double; null where empty
    bool                                                         true, false; null where empty
    multi-choice, multi-reference                                list of texts; [] where empty

Variables may have dots in their names ("hub.email"). There is nothing else in reach: no clock, file, network or Python
object, and regular expressions are RE2's. Refused when compiled: texts over 4 KiB, more than two loops inside one
another, messages, patterns that are not written out. Refused before it runs: more than 64 KiB of values, or more work
than 8 million units (`core/expression_cost.py`; under 0.2 s). Refused after: a result over 64 KiB or of another type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, Final

from core.errors import ExpressionFailed, ExpressionInvalid, TransformError
from core.expression_cost import Size, cost
from core.records import Value
from core.schema import FieldType
from core.values import canonical, write_moment

MAX_SOURCE: Final = 4_096  # characters
MAX_INPUT: Final = 65_536  # bytes of all values together
MAX_OUTPUT: Final = 65_536  # bytes
MAX_WORK: Final = 8_000_000  # units

_NUMBERS: Final = frozenset({FieldType.NUMBER, FieldType.MONEY})
_LISTS: Final = frozenset({FieldType.MULTI_CHOICE, FieldType.MULTI_REFERENCE})
_FITS: Final[Mapping[str, frozenset[str]]] = {
    "number": frozenset({"INT", "UINT", "DOUBLE", "DYN", "NULL"}),
    "bool": frozenset({"BOOL", "DYN", "NULL"}),
    "moment": frozenset({"STRING", "TIMESTAMP", "DYN", "NULL"}),
    "text": frozenset({"STRING", "DYN", "NULL"}),
}


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. `variables` are those it may use; it is the same whenever source and types are."""

    source: str
    variables: Mapping[str, FieldType]
    result: FieldType
    _program: Any = field(repr=False, compare=False)
    _tree: Any = field(repr=False, compare=False)

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """The result for these values by variable; one that is not given is empty.

        Raises ExpressionFailed, which never shows a value.
        """
        data = {name: _inside(type, values.get(name)) for name, type in self.variables.items()}
        if any(_cut_off(value) for value in data.values()):
            raise ExpressionFailed("a value holds a NUL character, at which the library would cut it off")
        sizes = {name: _size(value) for name, value in data.items()}
        if sum(one.bytes for one in sizes.values()) > MAX_INPUT + 16 * len(sizes):
            raise ExpressionFailed(f"the values are longer than {MAX_INPUT} bytes together")
        if cost(self._tree, sizes) > MAX_WORK:
            raise ExpressionFailed("the expression is too much work for values of this size")
        try:
            found = self._program.eval(data=data)
            kind, plain = str(found.type().name()), found.plain_value()
        except (RuntimeError, MemoryError, UnicodeError, ValueError) as error:
            raise ExpressionFailed(f"the expression failed: {_first_line(error)}") from None
        if kind == "ERROR":
            raise ExpressionFailed(f"the expression failed: {_first_line(plain)}")
        return self._outside(plain, values)

    def decides(self, values: Mapping[str, Value]) -> bool:
        """The result as a condition; empty is no."""
        return self.evaluate(values) is True

    def _outside(self, plain: object, values: Mapping[str, Value]) -> Value:
        if _weight(plain) > MAX_OUTPUT:
            raise ExpressionFailed(f"the result is longer than {MAX_OUTPUT} bytes")
        if plain is None or plain in ("", []):
            return None
        if not _is_of(self.result, plain):
            raise ExpressionFailed(f"the result is not of type {self.result.value!r}")
        if self.result in _NUMBERS:
            # A double cannot hold every decimal; where the result is one of the values, it is that one to the last digit.
            for name, type in self.variables.items():
                given = values.get(name)
                if type in _NUMBERS and isinstance(given, str) and float(given) == plain:
                    return given
        try:
            return canonical(self.result, write_moment(plain) if isinstance(plain, datetime) else plain)
        except TransformError as error:
            raise ExpressionFailed(f"the result is refused: {error}") from error


def compile_expression(source: str, variables: Mapping[str, FieldType], result: FieldType) -> Expression:
    """Raises ExpressionInvalid naming what is wrong and where; nothing is evaluated."""
    return _compiled(source, tuple(sorted(variables.items(), key=lambda one: one[0])), result)


@lru_cache(maxsize=512)
def _compiled(source: str, variables: tuple[tuple[str, FieldType], ...], result: FieldType) -> Expression:
    if len(source) > MAX_SOURCE:
        raise ExpressionInvalid(f"the expression is longer than {MAX_SOURCE} characters")
    if not source.strip():
        raise ExpressionInvalid("the expression is empty")
    try:
        program = _environment(variables).compile(source)
        kind, serialized = str(program.return_type().name()), program.serialize()
    except (RuntimeError, MemoryError, UnicodeError, ValueError) as error:
        raise ExpressionInvalid(f"the expression is not valid: {_first_line(error)}") from None
    root = _library().tree(serialized)
    if not _may_be(result, kind):
        raise ExpressionInvalid(
            f"the expression makes a value of type {kind.lower()}, but {result.value!r} is needed",
            advice="Convert it: string(x), double(x), or compare it to make true or false.",
        )
    return Expression(source=source, variables=dict(variables), result=result, _program=program, _tree=root)


@lru_cache(maxsize=128)
def _environment(variables: tuple[tuple[str, FieldType], ...]) -> Any:
    cel = _library().cel
    declared = {}
    for name, type in variables:
        if type in _LISTS:
            declared[name] = cel.Type.List(cel.Type.STRING)
        elif type in _NUMBERS or type is FieldType.BOOL:
            declared[name] = cel.Type.DYN  # the library knows no type that is a double or null
        else:
            declared[name] = cel.Type.STRING
    return cel.NewEnv(variables=declared)


@cache
def _library() -> Any:
    """Loaded with the first expression: it takes 20 MB that an installation without one does not need."""
    try:
        return import_module("core.expression_tree")
    except ImportError as error:
        raise ExpressionInvalid(
            "expressions cannot be used here: the package cel-expr-python is not installed",
            advice="Install it for this Python, or remove the expression.",
        ) from error


def _inside(type: FieldType, value: Value) -> object:
    if type in _LISTS:
        return list(value) if isinstance(value, tuple) else [value] if isinstance(value, str) else []
    if type in _NUMBERS:
        return float(value) if isinstance(value, str) else None
    if type is FieldType.BOOL:
        return value
    return value if isinstance(value, str) else ""


def _cut_off(value: object) -> bool:
    return any(
        "\x00" in one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)
    )


def _size(value: object) -> Size:
    return Size(_weight(value) + 16, len(value) if isinstance(value, list) else 0)


def _weight(value: object) -> int:
    if isinstance(value, str):
        return len(value.encode("utf-8", "replace"))
    if isinstance(value, list):
        return sum(map(_weight, value)) + 16 * len(value)
    return 8


def _is_of(type: FieldType, plain: object) -> bool:
    if type in _LISTS:
        return isinstance(plain, list) and all(isinstance(one, str) for one in plain)
    if type in _NUMBERS:
        return isinstance(plain, int | float) and not isinstance(plain, bool)
    if type is FieldType.BOOL:
        return isinstance(plain, bool)
    return isinstance(plain, str) or (
        type in (FieldType.DATE, FieldType.DATETIME) and isinstance(plain, datetime)
    )


def _may_be(type: FieldType, kind: str) -> bool:
    if type in _LISTS:
        return kind.upper().startswith("LIST") or kind in ("DYN", "NULL")
    if type in _NUMBERS:
        return kind in _FITS["number"]
    if type is FieldType.BOOL:
        return kind in _FITS["bool"]
    return kind in _FITS["moment" if type in (FieldType.DATE, FieldType.DATETIME) else "text"]


def _first_line(error: object) -> str:
    """The library's own words, short, and without its classes and without quoting the expression."""
    text = str(error).removeprefix("INVALID_ARGUMENT: ").removeprefix("ERROR: ").strip()
    line = (text.splitlines() or ["no reason given"])[0].removeprefix("<input>:")
    return line if len(line) <= 200 else f"{line[:200]}…"
