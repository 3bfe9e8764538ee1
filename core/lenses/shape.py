"""What a lens is, and the three shapes every lens is made of.

A lens obeys two laws, tested for every lens in the registry:

    GetPut    putting back what was got changes nothing: to_crm(to_hub(c), c) == c
    PutGet    where `invertible`: what was put is got again, at least equivalently: to_hub(to_crm(h, c)) ~ h

and one promise: converted once more, a value stays what it became, so that no lens can start a ping-pong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NoReturn, Protocol, TypeAlias

from core.equivalence import equivalent
from core.errors import MappingInvalid, TransformError
from core.mapping import FieldRule
from core.records import Value
from core.schema import Field, FieldType

Values: TypeAlias = tuple[Value, ...]
Fields: TypeAlias = tuple[Field, ...]

TEXTS: Final = frozenset(
    {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL, FieldType.CHOICE}
)
NUMBERS: Final = frozenset({FieldType.NUMBER, FieldType.MONEY})


class Lens(Protocol):
    """A pair of pure conversions. Both raise TransformError where a value cannot be converted, and nothing else.

    `crm_now` is what the CRM holds, or as many Nones when the record is being created; a lens takes from it what the
    hub does not know. `invertible` lenses give back what was put, or refuse to put it.
    """

    @property
    def name(self) -> str: ...
    @property
    def invertible(self) -> bool: ...
    def to_hub(self, crm: Values) -> Values: ...
    def to_crm(self, hub: Values, crm_now: Values) -> Values: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a lens is used: one rule with its fields on both sides. Builders take their options from here."""

    rule: FieldRule
    lens: str
    hub: Fields
    crm: Fields

    def __str__(self) -> str:
        return f"rule {self.rule.name!r} (lens {self.lens!r}, fields {self._fields()})"

    def _fields(self) -> str:
        return f"{', '.join(self.rule.hub) or 'none'} <-> {', '.join(self.rule.crm) or 'none'}"

    def option(self, name: str, default: str, allowed: tuple[str, ...] = ()) -> str:
        """An option's text. Raises MappingInvalid where it is not one of `allowed` (empty: any)."""
        text = self.rule.options.get(name, default)
        if allowed and text not in allowed:
            self.misfit(f"option {name!r} must be one of {', '.join(map(repr, allowed))}")
        return text

    def needs(self, hub: int, crm: int) -> None:
        """Raises MappingInvalid unless the rule has this many fields on each side."""
        if (len(self.hub), len(self.crm)) != (hub, crm):
            self.misfit(f"takes {_count(hub)} on the hub's side and {_count(crm)} on the CRM's")

    def needs_types(self, side: Fields, *allowed: FieldType) -> None:
        """Raises MappingInvalid unless every field of a side has one of these types."""
        for field in side:
            if field.type not in allowed:
                words = ", ".join(sorted(one.value for one in allowed))
                self.misfit(
                    f"cannot work on field {field.name!r} of type {field.type.value!r}; it takes {words}"
                )

    def misfit(self, reason: str, *, advice: str | None = None) -> NoReturn:
        raise MappingInvalid(
            f"{self} does not fit: {reason}",
            advice=advice
            or "Choose another lens for this rule, or other fields. `crmsync lenses` lists all lenses.",
        )

    def check_options(self, allowed: frozenset[str]) -> None:
        """Raises MappingInvalid at the first option that the lens does not know."""
        for name in self.rule.options:
            if name not in allowed:
                near = get_close_matches(name, sorted(allowed), n=1)
                self.misfit(
                    f"it has no option {name!r}",
                    advice=f"Did you mean {near[0]!r}?" if near else "Remove the option.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """Values stay as they are."""

    name: str
    invertible: bool = True

    def to_hub(self, crm: Values) -> Values:
        return crm

    def to_crm(self, hub: Values, crm_now: Values) -> Values:
        return hub


@dataclass(frozen=True, slots=True, kw_only=True)
class Converting:
    """A lens from two functions. What the CRM holds is kept wherever it already says what the hub says: GetPut.

    What is about to be put is read back first; an invertible lens refuses it unless it comes back equivalent: PutGet.
    """

    site: Site
    get: Callable[[Values], Values]
    put: Callable[[Values, Values], Values]
    invertible: bool

    @property
    def name(self) -> str:
        return self.site.lens

    def to_hub(self, crm: Values) -> Values:
        try:
            return self.get(crm)
        except TransformError as error:
            raise TransformError(f"{self.site}: {error}", advice=error.advice) from error

    def to_crm(self, hub: Values, crm_now: Values) -> Values:
        if self._says(crm_now, hub):
            return crm_now
        try:
            made = self.put(hub, crm_now)
            read = self.get(made)  # what could not even be read back must not be written
            if self.invertible and not self._agree(read, hub):
                raise TransformError("the CRM's field cannot hold this value so that it could be read back")
        except TransformError as error:
            raise TransformError(f"{self.site}: {error}", advice=error.advice) from error
        return made

    def _says(self, crm: Values, hub: Values) -> bool:
        try:
            return self.get(crm) == hub
        except TransformError:
            return False

    def _agree(self, one: Values, other: Values) -> bool:
        return all(
            a == b or equivalent(field.type, a, b)
            for field, a, b in zip(self.site.hub, one, other, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """Another lens, refusing texts that are longer than the CRM's field: cutting them would lose words silently."""

    site: Site
    lens: Lens
    limits: tuple[int | None, ...]

    @property
    def name(self) -> str:
        return self.lens.name

    @property
    def invertible(self) -> bool:
        return self.lens.invertible

    def to_hub(self, crm: Values) -> Values:
        return self.lens.to_hub(crm)

    def to_crm(self, hub: Values, crm_now: Values) -> Values:
        made = self.lens.to_crm(hub, crm_now)
        for at, limit in enumerate(self.limits):
            value = made[at]
            if limit is not None and isinstance(value, str) and len(value) > limit and value != crm_now[at]:
                raise TransformError(
                    f"{self.site}: a text is longer than the {limit} characters of {self.site.crm[at].name!r}",
                    advice="Shorten the value, or use the lens 'truncate' for this rule.",
                )
        return made


def keeps(lens: Lens) -> bool:
    """Whether this lens takes the CRM's values into the hub as they are."""
    return isinstance(lens.lens if isinstance(lens, Fitting) else lens, Same)


def writes_only(lens: Lens) -> bool:
    """Whether this lens computes what the CRM gets, and nothing can be read back through it."""
    return bool(getattr(lens.lens if isinstance(lens, Fitting) else lens, "writes_only", False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One entry of the registry: what a lens is for, its options, and how it is made for a rule."""

    name: str
    description: str
    build: Callable[[Site], Lens]
    options: frozenset[str] = frozenset()
    any_option: bool = False


def one_to_one(
    site: Site,
    get: Callable[[Value], Value],
    put: Callable[[Value], Value],
    *,
    invertible: bool,
) -> Converting:
    """A lens between one field and one field, from functions of one value. Empty stays empty both ways."""
    site.needs(1, 1)

    def got(crm: Values) -> Values:
        return (None if crm[0] is None else get(crm[0]),)

    def made(hub: Values, _now: Values) -> Values:
        return (None if hub[0] is None else put(hub[0]),)

    return Converting(site=site, get=got, put=made, invertible=invertible)


def text_of(value: Value) -> str:
    """The value as text; raises TransformError where it is none (a CRM answered another type than it described)."""
    if isinstance(value, str):
        return value
    raise TransformError("a text was expected")


def on_text(function: Callable[[str], str]) -> Callable[[Value], Value]:
    """A function of texts as one of values; a text that becomes empty is None."""

    def apply(value: Value) -> Value:
        return function(text_of(value)) or None

    return apply


def _count(number: int) -> str:
    return {0: "no field", 1: "one field", 2: "two fields"}.get(number, f"{number} fields")
