"""SOQL text to a Query value: one LALR grammar, compiled once, parsed texts remembered.

AND and OR may not be mixed at one level and NOT binds a single term, as in the vendor's "Condition Expression
Syntax": `a AND b OR c` and `a AND NOT b` are refused there and here. Aliases, aggregates other than COUNT(),
GROUP BY, WITH, TYPEOF and date words such as TODAY are not understood and are refused with their position.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn, cast

from lark import (
    Lark,
    Token,
    Transformer,
    UnexpectedCharacters,
    UnexpectedEOF,
    UnexpectedToken,
    v_args,
)

from adapters.sandbox.salesforce.errors import SalesforceError
from adapters.sandbox.salesforce.soql_ast import (
    And,
    Comparator,
    Comparison,
    Condition,
    FieldPath,
    Like,
    Literal,
    Membership,
    Not,
    Or,
    Ordering,
    Query,
    Selection,
)
from adapters.sandbox.salesforce.soql_literals import (
    BadLiteral,
    like_pattern,
    read_date,
    read_datetime,
    unquote,
)

LONGEST_QUERY = 100_000
_SHOWN_BEFORE = 32
_SHOWN_AFTER = 40

_KEYWORDS = [
    "SELECT",
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "LIKE",
    "IN",
    "INCLUDES",
    "EXCLUDES",
    "ORDER",
    "BY",
    "ASC",
    "DESC",
    "NULLS",
    "FIRST",
    "LAST",
    "LIMIT",
    "OFFSET",
    "TRUE",
    "FALSE",
    "NULL",
]

_GRAMMAR = (
    r"""
start: query
query: SELECT selection FROM NAME [WHERE condition] [ORDER BY orderings] [LIMIT NUMBER] [OFFSET NUMBER]
selection: COUNT "(" ")"             -> count
         | item ("," item)*          -> items
?item: path | "(" query ")"
path: NAME ("." NAME)*
?condition: simple
          | NOT simple               -> negation
          | simple (AND simple)+     -> conjunction
          | simple (OR simple)+      -> disjunction
?simple: "(" condition ")" | test
test: path COMPARATOR literal        -> comparison
    | path LIKE STRING               -> like
    | path IN literals               -> within
    | path NOT IN literals           -> outside
    | path INCLUDES literals         -> includes
    | path EXCLUDES literals         -> excludes
literals: "(" literal ("," literal)* ")"
literal: STRING                      -> string
       | NUMBER                      -> number
       | DATE                        -> date
       | DATETIME                    -> datetime
       | TRUE                        -> true
       | FALSE                       -> false
       | NULL                        -> null
orderings: ordering ("," ordering)*
ordering: path [ASC | DESC] [NULLS (FIRST | LAST)]

COMPARATOR: "<=" | ">=" | "!=" | "<>" | "=" | "<" | ">"
STRING: /'(?:[^'\\]|\\.)*'/s
DATETIME.4: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:?\d\d)/
DATE.3: /\d{4}-\d\d-\d\d(?!T)/
NUMBER: /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/
COUNT.4: /COUNT(?=\s*\()/i
NAME: /(?!(?:SELECT|FROM|WHERE|AND|OR|NOT|LIKE|IN|NULL|TRUE|FALSE)(?![A-Za-z0-9_]))[A-Za-z][A-Za-z0-9_]*/i
"""
    + "\n".join(rf"{word}.2: /{word}(?![A-Za-z0-9_])/i" for word in _KEYWORDS)
    + "\n%ignore /\\s+/\n"
)


def parse(text: str) -> Query:
    """The query. Raises 400 MALFORMED_QUERY with row, column and a caret under the offending place."""
    if len(text) > LONGEST_QUERY:
        raise SalesforceError(
            400, "QUERY_TOO_COMPLICATED", f"Query is longer than {LONGEST_QUERY} characters"
        )
    return _parsed(text)


def fault_at(text: str, at: int, code: str, message: str) -> SalesforceError:
    """A query error with the vendor's preface: the text around the place, a caret, row and column."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    first = max(start, at - _SHOWN_BEFORE)
    shown = text[first : min(len(text) if end < 0 else end, at + _SHOWN_AFTER)]
    row = text.count("\n", 0, at) + 1
    return SalesforceError(
        400, code, f"\n{shown}\n{' ' * (at - first)}^\nERROR at Row:{row}:Column:{at - start + 1}\n{message}"
    )


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Query:
    try:
        query = cast(Callable[[str], Query], _LARK.parse)(text)
    except UnexpectedToken as problem:
        at = problem.pos_in_stream
        token = str(problem.token)
        if problem.token.type == "$END" or at is None or at < 0:
            raise fault_at(text, len(text), "MALFORMED_QUERY", "unexpected token: '<EOF>'") from None
        raise fault_at(text, at, "MALFORMED_QUERY", f"unexpected token: '{token[:60]}'") from None
    except UnexpectedEOF:
        raise fault_at(text, len(text), "MALFORMED_QUERY", "unexpected token: '<EOF>'") from None
    except UnexpectedCharacters as problem:
        at = problem.pos_in_stream or 0
        raise fault_at(text, at, "MALFORMED_QUERY", f"unexpected token: '{text[at : at + 1]}'") from None
    except _Misread as problem:
        raise fault_at(text, problem.at, "MALFORMED_QUERY", str(problem)) from None
    return replace(query, text=text)


class _Misread(Exception):
    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def _fail(problem: BadLiteral, token: Token) -> NoReturn:
    raise _Misread(str(problem), _at(token) + problem.offset) from problem


def _at(token: Token) -> int:
    return token.start_pos or 0


def _whole(token: Token | None, default: int | None) -> int | None:
    if token is None:
        return default
    if not token.isdigit():
        raise _Misread(f"unexpected token: '{token}'", _at(token))
    return int(token)


@v_args(inline=True)
class _Build(Transformer[Token, Any]):
    """Grammar rules to values; the parser calls one method per rule."""

    def start(self, query: Query) -> Query:
        return query

    def query(self, *parts: Any) -> Query:
        _, select, _, name, _, where, _, _, order, _, limit, _, offset = parts
        return Query(
            select=select,
            object_name=str(name),
            object_at=_at(name),
            where=where,
            order=order or (),
            limit=_whole(limit, None),
            offset=_whole(offset, 0) or 0,
        )

    def count(self, _: Token) -> tuple[FieldPath, ...]:
        return ()

    def items(self, *items: FieldPath | Query) -> tuple[FieldPath | Query, ...]:
        return items

    def path(self, *names: Token) -> FieldPath:
        return FieldPath(names=tuple(str(name) for name in names), at=_at(names[0]))

    def negation(self, _: Token, term: Condition) -> Condition:
        return Not(term=term)

    def conjunction(self, *terms: Any) -> Condition:
        return And(terms=tuple(terms[::2]))

    def disjunction(self, *terms: Any) -> Condition:
        return Or(terms=tuple(terms[::2]))

    def comparison(self, field: FieldPath, operator: Token, value: Literal) -> Condition:
        comparator = Comparator.NE if operator == "<>" else Comparator(str(operator))
        return Comparison(field=field, comparator=comparator, value=value)

    def like(self, field: FieldPath, _: Token, pattern: Token) -> Condition:
        try:
            return Like(field=field, pattern=like_pattern(pattern))
        except BadLiteral as problem:
            _fail(problem, pattern)

    def within(self, field: FieldPath, _: Token, values: tuple[Literal, ...]) -> Condition:
        return Membership(field=field, negated=False, values=values)

    def outside(self, field: FieldPath, _: Token, __: Token, values: tuple[Literal, ...]) -> Condition:
        return Membership(field=field, negated=True, values=values)

    def includes(self, field: FieldPath, _: Token, values: tuple[Literal, ...]) -> Condition:
        return Selection(field=field, negated=False, values=values)

    def excludes(self, field: FieldPath, _: Token, values: tuple[Literal, ...]) -> Condition:
        return Selection(field=field, negated=True, values=values)

    def literals(self, *values: Literal) -> tuple[Literal, ...]:
        return values

    def string(self, token: Token) -> Literal:
        try:
            return unquote(token)
        except BadLiteral as problem:
            _fail(problem, token)

    def number(self, token: Token) -> Literal:
        return int(token) if token.lstrip("+-").isdigit() else Decimal(str(token))

    def date(self, token: Token) -> Literal:
        try:
            return read_date(token)
        except BadLiteral as problem:
            _fail(problem, token)

    def datetime(self, token: Token) -> Literal:
        try:
            return read_datetime(token)
        except BadLiteral as problem:
            _fail(problem, token)

    def true(self, _: Token) -> Literal:
        return True

    def false(self, _: Token) -> Literal:
        return False

    def null(self, _: Token) -> Literal:
        return None

    def orderings(self, *orderings: Ordering) -> tuple[Ordering, ...]:
        return orderings

    def ordering(
        self, field: FieldPath, direction: Token | None, _: Token | None, nulls: Token | None
    ) -> Ordering:
        return Ordering(
            field=field,
            descending=direction is not None and direction.type == "DESC",
            nulls_last=nulls is not None and nulls.type == "LAST",
        )


_LARK = Lark(_GRAMMAR, parser="lalr", lexer="contextual", transformer=_Build(), maybe_placeholders=True)
