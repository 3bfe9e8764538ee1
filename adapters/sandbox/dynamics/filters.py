"""``$filter``: parsed by descent, then made a function of a row. Texts are compared without regard to case."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.errors import DataverseError, bad_query, no_property
from adapters.sandbox.dynamics.org import Cell, Org
from adapters.sandbox.dynamics.values import edm_type
from adapters.sandbox.rows import Row

Test = Callable[[Row], bool]
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')"
    r"|(?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
    r"|(?P<time>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)"
    r"|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z_][\w.]*(?:/[A-Za-z_]\w*)*)"
    r"|(?P<mark>[(),=\[\]]))"
)
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a is not None and a > b,
    "ge": lambda a, b: a is not None and a >= b,
    "lt": lambda a, b: a is not None and a < b,
    "le": lambda a, b: a is not None and a <= b,
}
_FUNCTIONS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda a, b: b in a,
    "startswith": lambda a, b: a.startswith(b),
    "endswith": lambda a, b: a.endswith(b),
}
_MOST_CONDITIONS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Equal:
    """A condition ``column eq value`` that must hold: an index can find the rows. Of "in" `value` holds several."""

    attribute: Attribute
    operator: str
    value: Any


@dataclass(slots=True, kw_only=True)
class Filter:
    """`holds` judges a row; `musts` are the conditions of its outermost "and"."""

    holds: Test
    musts: list[Equal]


def parse_filter(org: Org, entity: Entity, text: str) -> Filter:
    """Raises 400 for words that are no filter and for unknown columns."""
    parser = _Parser(org, entity, text)
    return parser.whole()


class _Parser:
    def __init__(self, org: Org, entity: Entity, text: str) -> None:
        self._org, self._entity, self._text = org, entity, text
        self._tokens = self._split(text)
        self._at = 0
        self._conditions = 0

    def _split(self, text: str) -> list[tuple[str, str]]:
        tokens, at = list[tuple[str, str]](), 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.lastgroup is None:
                raise bad_query(f"Syntax error at position {at} in '{text}'.")
            tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        return tokens

    def whole(self) -> Filter:
        test, musts = self._any()
        if self._at < len(self._tokens):
            raise self._wrong()
        return Filter(holds=test, musts=musts)

    def _any(self) -> tuple[Test, list[Equal]]:
        first, musts = self._all()
        tests, ways = [first], [musts]
        while self._word("or"):
            test, more = self._all()
            tests.append(test)
            ways.append(more)
        if len(tests) == 1:
            return first, musts
        return (lambda row: any(test(row) for test in tests)), _either(ways)

    def _all(self) -> tuple[Test, list[Equal]]:
        first, musts = self._one()
        tests = [first]
        while self._word("and"):
            test, more = self._one()
            tests.append(test)
            musts = [*musts, *more]
        if len(tests) == 1:
            return first, musts
        return (lambda row: all(test(row) for test in tests)), musts

    def _one(self) -> tuple[Test, list[Equal]]:
        self._conditions += 1
        if self._conditions > _MOST_CONDITIONS:
            raise DataverseError(400, "0x8004430d", "Number of conditions in query exceeded maximum limit.")
        if self._word("not"):
            test = self._one()[0]
            return (lambda row: not test(row)), []
        if self._mark("("):
            inside = self._any()
            self._need(")")
            return inside
        kind, name = self._next()
        if kind != "word":
            raise self._wrong()
        if name in _FUNCTIONS:
            return self._function(name), []
        if name in ("Microsoft.Dynamics.CRM.In", "Microsoft.Dynamics.CRM.NotIn"):
            return self._in(negated=name.endswith("NotIn"))
        if self._at < len(self._tokens) and self._tokens[self._at][1] == "(":
            raise bad_query(f"An unknown function with name '{name}' was found.")
        return self._compare(name)

    def _compare(self, name: str) -> tuple[Test, list[Equal]]:
        kind, operator = self._next()
        if kind != "word" or operator not in _COMPARE:
            raise self._wrong()
        attribute, cell = self._column(name)
        value = self._value(attribute)
        compare = _COMPARE[operator]
        musts = [] if "/" in name else [Equal(attribute=attribute, operator=operator, value=value)]
        if value is None:
            if operator not in ("eq", "ne"):
                return (lambda row: False), []
            return (lambda row: (cell(row) is None) == (operator == "eq")), musts
        if isinstance(value, str):
            value = value.casefold()
            if operator == "ne":
                return (lambda row: (held := cell(row)) is None or held.casefold() != value), musts
            return (lambda row: (held := cell(row)) is not None and compare(held.casefold(), value)), musts
        return (lambda row: compare(cell(row), value)), musts

    def _function(self, name: str) -> Test:
        self._need("(")
        kind, column = self._next()
        if kind != "word":
            raise self._wrong()
        _attribute, cell = self._column(column)
        self._need(",")
        kind, text = self._next()
        if kind != "text":
            raise self._wrong()
        self._need(")")
        part, test = _unquoted(text).casefold(), _FUNCTIONS[name]
        return lambda row: (held := cell(row)) is not None and test(str(held).casefold(), part)

    def _in(self, *, negated: bool) -> tuple[Test, list[Equal]]:
        self._need("(")
        self._name("PropertyName")
        kind, column = self._next()
        if kind != "text":
            raise self._wrong()
        self._need(",")
        self._name("PropertyValues")
        self._need("[")
        wanted: set[str] = set()
        while not self._mark("]"):
            kind, text = self._next()
            wanted.add((_unquoted(text) if kind == "text" else text).casefold())
            self._mark(",")
        self._need(")")
        name = _unquoted(column)
        attribute = self._entity.attributes.get(name)
        known, cell = self._column(attribute.column if attribute is not None else name)
        musts = [] if negated else [Equal(attribute=known, operator="in", value=tuple(wanted))]
        return (
            lambda row: ((held := cell(row)) is not None and str(held).casefold() in wanted) != negated
        ), musts

    def _name(self, wanted: str) -> None:
        if self._next() != ("word", wanted):
            raise self._wrong()
        self._need("=")

    def _column(self, name: str) -> tuple[Attribute, Cell]:
        if "/" not in name:
            found = self._entity.find(name)
            if found is None:
                raise no_property(name, self._entity.name)
            return found, self._org.cell(self._entity, found)
        navigation, _, rest = name.partition("/")
        way = self._entity.navigation(navigation)
        if way is None:
            raise no_property(navigation, self._entity.name)
        lookup, target = way
        beyond = self._org.entities[target or next(iter(lookup.targets))]
        found = beyond.find(rest)
        if found is None:
            raise no_property(rest, beyond.name)
        here, there = self._org.cell(self._entity, lookup), self._org.cell(beyond, found)
        table = self._org.table(beyond.name)

        def cell(row: Row) -> Any:
            id = here(row)
            other = table.get(id) if id is not None else None
            return None if other is None or other.archived_at is not None else there(other)

        return found, cell

    def _value(self, attribute: Attribute) -> Any:
        kind, text = self._next()
        edm = edm_type(attribute)
        match kind:
            case "text" if edm in ("Edm.String", "Edm.Guid"):
                return _unquoted(text)
            case "guid" if edm == "Edm.Guid":
                return text
            case "time" if edm in ("Edm.DateTimeOffset", "Edm.Date"):
                return _instant(text) if edm == "Edm.DateTimeOffset" else text[:10]
            case "number" if edm in ("Edm.Int32", "Edm.Int64"):
                return int(float(text))
            case "number" if edm in ("Edm.Decimal", "Edm.Double"):
                return float(text)
            case "word" if text == "null":
                return None
            case "word" if text in ("true", "false") and edm == "Edm.Boolean":
                return text == "true"
        raise bad_query(
            "A binary operator with incompatible types was detected. Found operand types"
            f" '{edm}' and '{_KIND_WORDS.get(kind, 'Edm.String')}' for operator kind 'Equal'."
        )

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise bad_query(f"Expression expected at position {len(self._text)} in '{self._text}'.")
        self._at += 1
        return self._tokens[self._at - 1]

    def _word(self, word: str) -> bool:
        return self._take(("word", word))

    def _mark(self, mark: str) -> bool:
        return self._take(("mark", mark))

    def _take(self, token: tuple[str, str]) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == token:
            self._at += 1
            return True
        return False

    def _need(self, mark: str) -> None:
        if not self._mark(mark):
            raise self._wrong()

    def _wrong(self) -> DataverseError:
        return bad_query(f"Syntax error at position {self._at} in '{self._text}'.")


_KIND_WORDS: Final = {
    "number": "Edm.Int32",
    "guid": "Edm.Guid",
    "time": "Edm.DateTimeOffset",
    "word": "Edm.Boolean",
}


def _either(ways: list[list[Equal]]) -> list[Equal]:
    """What must hold of one column where one of several ways must: one of all their values."""
    for must in ways[0]:
        same = [
            next(
                (one for one in way if one.attribute is must.attribute and one.operator in ("eq", "in")), None
            )
            for way in ways
        ]
        if all(one is not None and one.value is not None for one in same):
            values = [
                value
                for one in same
                if one is not None
                for value in (one.value if one.operator == "in" else (one.value,))
            ]
            return [Equal(attribute=must.attribute, operator="in", value=tuple(values))]
    return []


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")


def _instant(text: str) -> str:
    whole = text if "T" in text else f"{text}T00:00:00Z"
    return datetime.fromisoformat(whole).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
