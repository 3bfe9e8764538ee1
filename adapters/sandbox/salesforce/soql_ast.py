"""A parsed SOQL query as values; what the parser makes and the evaluator reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

Literal = str | int | Decimal | bool | date | datetime | None


class Comparator(Enum):
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPath:
    """`Name` or `Account.Name`; `at` is the offset in the query text, for error positions."""

    names: tuple[str, ...]
    at: int

    @property
    def text(self) -> str:
        return ".".join(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    field: FieldPath
    comparator: Comparator
    value: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """`pattern` is a regular expression for the whole value; escapes of the LIKE text are honoured."""

    field: FieldPath
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """IN and NOT IN."""

    field: FieldPath
    negated: bool
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """INCLUDES and EXCLUDES on a multi-select picklist; one value may name several choices joined by `;`."""

    field: FieldPath
    negated: bool
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    term: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    terms: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    terms: tuple[Condition, ...]


Condition = Comparison | Like | Membership | Selection | Not | And | Or


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    field: FieldPath
    descending: bool
    nulls_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """`select` is empty for `SELECT COUNT()`. `object_name` is a relationship in a sub-select."""

    select: tuple[FieldPath | Query, ...]
    object_name: str
    object_at: int
    where: Condition | None
    order: tuple[Ordering, ...]
    limit: int | None
    offset: int
    text: str = ""

    @property
    def is_count(self) -> bool:
        return not self.select
