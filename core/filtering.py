"""A mapping's filter, compiled: which records of either side are in, and why one is left out.

A record is in where the filter of its side holds. One on which the expression fails is *in doubt*: it is left out like the
others, but never parted from its pair for that. Pure, and never shows a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from core.errors import ExpressionFailed, ExpressionInvalid, MappingInvalid
from core.expressions import Expression, compile_expression
from core.filter_words import names_in, with_variables, written
from core.mapping import Filter, Leave, Mapping
from core.mapping_problems import Problem
from core.records import Fields, RemoteRecord, Value
from core.schema import FieldType, Object

FILTER = "filter"  # stands for a rule's name in what is said about it


@dataclass(frozen=True, slots=True)
class Out:
    """Why a record is left out. `doubt`: nobody can tell, because the filter fails on it."""

    reason: str
    doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One side's filter. `variables` are the expression's, `names` the field behind each, `at` where it stands among the
    CRM's values; `lost` are fields that cannot be read at present.
    """

    side: str
    expression: Expression
    variables: tuple[str, ...]
    names: tuple[str, ...]
    at: tuple[int, ...] = ()
    lost: tuple[str, ...] = ()

    def out(self, values: Sequence[Value]) -> Out | None:
        """None where the filter holds for these values of its fields."""
        unread = next(
            (name for name, one in zip(self.names, values, strict=True) if not _is_known(one)), None
        )
        missing = self.lost[0] if self.lost else unread
        if missing is not None:
            return Out(
                f"in doubt: {self.side} filter needs {missing!r}, which cannot be read now", doubt=True
            )
        try:
            found = self.expression.evaluate(dict(zip(self.variables, values, strict=True)))
        except ExpressionFailed as error:
            return Out(f"in doubt: {self.side} filter: {error}", doubt=True)
        if found is None:
            return Out(f"in doubt: {self.side} filter says neither true nor false", doubt=True)
        return None if found is True else Out(f"{self.side} filter does not hold")

    def out_of(self, fields: Fields) -> Out | None:
        """The same for values by field."""
        return self.out([fields.get(name) for name in self.names])


def _is_known(value: object) -> bool:
    """What a parked rule would read is UNSET in a record that was never met."""
    return value is None or isinstance(value, str | bool | tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """A compiled filter; without halves everything is in."""

    hub: Half | None = None
    crm: Half | None = None
    leave: Leave = Leave.PAUSE

    @property
    def is_open(self) -> bool:
        return self.hub is None and self.crm is None

    def hub_out(self, fields: Fields) -> Out | None:
        """Why this hub record is left out; None where it is in."""
        return self.hub.out_of(fields) if self.hub is not None else None

    def crm_out(self, values: Sequence[Value]) -> Out | None:
        """Likewise for a CRM record, its values in the mapping's order."""
        half = self.crm
        return half.out([values[at] for at in half.at]) if half is not None else None

    def pair_out(self, fields: Fields, values: Sequence[Value]) -> Out | None:
        """Why a pair's sides do not follow each other: one of them is out. What is certain is told before a doubt."""
        found = [one for one in (self.hub_out(fields), self.crm_out(values)) if one is not None]
        return min(found, key=lambda one: one.doubt, default=None)


OPEN = Sieve()


def compile_filter(mapping: Mapping, hub: Object, crm: Object, lost: Iterable[str] = ()) -> Sieve:
    """Raises MappingInvalid naming what is wrong. `lost` CRM fields cannot be read: whoever needs them is in doubt."""
    problems = [one for one in filter_problems(mapping.filter, hub, crm) if one.fatal]
    if problems:
        raise MappingInvalid(problems[0].message, advice=problems[0].advice)
    gone = frozenset(lost)
    crm_at = {name: at for at, name in enumerate(mapping.crm_fields)}
    theirs = _half("the CRM's", mapping.filter.crm, crm)
    if theirs is not None:
        theirs = replace(
            theirs,
            at=tuple(crm_at[name] for name in theirs.names),
            lost=tuple(name for name in theirs.names if name in gone),
        )
    return Sieve(hub=hub_half(mapping, hub), crm=theirs, leave=mapping.filter.leave)


def hub_half(mapping: Mapping, hub: Object) -> Half | None:
    """The hub's half alone, of a filter that is in use."""
    return _half("the hub's", mapping.filter.hub, hub)


def _half(side: str, text: str, object: Object) -> Half | None:
    if not text:
        return None
    source, fields = with_variables(text)
    variables = {name: object.fields[field].type for name, field in fields.items()}
    return Half(
        side=side,
        expression=compile_expression(source, variables, FieldType.BOOL),
        variables=tuple(fields),
        names=tuple(fields.values()),
    )


def filter_problems(filter: Filter, hub: Object, crm: Object) -> list[Problem]:
    """What keeps a filter from being used: fields that are not there, and texts that are no condition in CEL."""
    found: list[Problem] = []
    for word, text, object in (("hub", filter.hub, hub), ("crm", filter.crm, crm)):
        if not text:
            continue
        unknown = [name for name in names_in(text) if name not in object.fields]
        for name in unknown:
            near = get_close_matches(name, list(object.fields), n=1, cutoff=0.6)
            found.append(
                Problem(
                    rule=FILTER,
                    field=name,
                    message=f"filter.{word} names {name!r}, which {object.label} does not have",
                    advice=f"Did you mean {written(near[0])}?"
                    if near
                    else "Name a field; texts stand in quotes, and names that are no word in `back quotes`.",
                )
            )
        if unknown:
            continue
        source, fields = with_variables(text)
        variables = {name: object.fields[field].type for name, field in fields.items()}
        try:
            compile_expression(source, variables, FieldType.BOOL)
        except ExpressionInvalid as error:
            advice = error.advice or 'Write a condition in CEL, such as stage == "customer".'
            found.append(Problem(rule=FILTER, field="", message=f"filter.{word}: {error}", advice=advice))
            continue
        if not fields:
            found.append(
                Problem(
                    rule=FILTER,
                    field="",
                    message=f"filter.{word} names no field, so it says the same of every record",
                    advice="Name a field in it, or leave it away.",
                    fatal=False,
                )
            )
    return found


def tally(sieve: Sieve, remotes: Sequence[RemoteRecord], hub: Sequence[Fields]) -> list[Problem]:
    """How many sampled records the filter leaves out, each reason with its count; empty where all are in."""
    told: dict[tuple[str, bool], int] = {}
    outs = [*(sieve.crm_out(one.values) for one in remotes), *(sieve.hub_out(one) for one in hub)]
    for out in outs:
        if out is not None:
            told[(out.reason, out.doubt)] = told.get((out.reason, out.doubt), 0) + 1
    return [
        Problem(
            rule=FILTER,
            field="",
            message=f"{n} sampled records are left out: {reason}",
            advice="Say what an empty or missing value means, as in amount != null && amount > 100."
            if doubt
            else "That is what a filter is for; look whether these are the records you mean.",
            fatal=False,
        )
        for (reason, doubt), n in told.items()
    ]
