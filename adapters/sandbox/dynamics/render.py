"""Rows as the Web API shows them: chosen columns, ETag, annotations, expanded rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.errors import no_property
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.values import formatted
from adapters.sandbox.rows import Row

FORMATTED: Final = "OData.Community.Display.V1.FormattedValue"
NAVIGATION: Final = "Microsoft.Dynamics.CRM.associatednavigationproperty"
LOGICAL_NAME: Final = "Microsoft.Dynamics.CRM.lookuplogicalname"

Put = Callable[[Row, dict[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the ``Prefer`` header asks for."""

    representation: bool = False
    track: bool = False
    page: int | None = None
    annotations: tuple[str, ...] = ()
    go_on: bool = False

    def wants(self, annotation: str) -> bool:
        return any(fnmatchcase(annotation, pattern) for pattern in self.annotations)

    @property
    def applied(self) -> tuple[tuple[str, str], ...]:
        """The ``Preference-Applied`` header."""
        told = []
        if self.representation:
            told.append("return=representation")
        if self.track:
            told.append("odata.track-changes")
        if self.page is not None:
            told.append(f"odata.maxpagesize={self.page}")
        if self.annotations:
            told.append(f'odata.include-annotations="{",".join(self.annotations)}"')
        return (("preference-applied", ",".join(told)),) if told else ()


def read_preferences(header: str) -> Preferences:
    """Unknown preferences are passed over, as the protocol has it."""
    given: dict[str, Any] = {}
    for part in _parts(header):
        name, _, value = part.strip().partition("=")
        value = value.strip().strip('"')
        match name.strip().lower():
            case "return":
                given["representation"] = value == "representation"
            case "odata.track-changes":
                given["track"] = True
            case "odata.maxpagesize" if value.isdigit() and int(value) > 0:
                given["page"] = min(int(value), 5_000)
            case "odata.include-annotations":
                given["annotations"] = tuple(one.strip() for one in value.split(",") if one.strip())
            case "odata.continue-on-error":
                given["go_on"] = value != "false"
    return Preferences(**given)


def _parts(header: str) -> list[str]:
    """Commas between quotes do not part preferences."""
    out, quoted = [""], False
    for character in header:
        quoted = quoted != (character == '"')
        if character == "," and not quoted:
            out.append("")
        else:
            out[-1] += character
    return [part for part in out if part.strip()]


@dataclass(slots=True, kw_only=True)
class Shape:
    """How rows of one table are shown: a list of functions that each put one column."""

    entity: Entity
    columns: tuple[str, ...] | None
    puts: list[Put] = field(default_factory=list)

    def show(self, row: Row) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for put in self.puts:
            put(row, out)
        return out

    def show_all(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        return [self.show(row) for row in rows]


class Renderer:
    """Shapes over one org."""

    def __init__(self, org: Org) -> None:
        self._org = org

    def shape(self, entity: Entity, select: Sequence[str] | None, prefer: Preferences) -> Shape:
        """Raises 400 for a column the table has not."""
        shape = Shape(entity=entity, columns=None if select is None else tuple(select))
        table = self._org.table(entity.name)

        def etag(row: Row, out: dict[str, Any]) -> None:
            out["@odata.etag"] = f'W/"{table.version_of(row)}"'

        shape.puts.append(etag)
        if select is None:
            chosen = [one for one in entity.stored if not one.secret]
        else:
            chosen = [self._column(entity, name) for name in dict.fromkeys(select)]
        id = entity.attributes[entity.id]
        if id not in chosen:
            chosen.append(id)
        for one in chosen:
            shape.puts.append(self._put(entity, one, prefer))
        return shape

    def _column(self, entity: Entity, name: str) -> Attribute:
        found = entity.find(name)
        if found is None:
            # a lookup's bare name is a navigation property, which $select takes and shows as the column
            bare = entity.attributes.get(name)
            if bare is None or not bare.lookup:
                raise no_property(name, entity.name)
            return bare
        return found

    def _put(self, entity: Entity, one: Attribute, prefer: Preferences) -> Put:
        cell, name = self._org.cell(entity, one), one.column
        if one.secret:
            return lambda row, out: out.__setitem__(name, None)
        if one.lookup:
            return self._put_lookup(entity, one, prefer)
        key = f"{name}@{FORMATTED}"
        told = prefer.wants(FORMATTED) and one.type not in (
            "String",
            "Memo",
            "Uniqueidentifier",
            "EntityName",
        )
        if not told:

            def put(row: Row, out: dict[str, Any]) -> None:
                out[name] = cell(row)

            return put
        sign = self._sign(entity) if one.type == "Money" else None

        def put_both(row: Row, out: dict[str, Any]) -> None:
            value = cell(row)
            words = formatted(one, value, {"sign": sign(row)} if sign is not None else {})
            if words is not None:
                out[key] = words
            out[name] = value

        return put_both

    def _put_lookup(self, entity: Entity, one: Attribute, prefer: Preferences) -> Put:
        cell, target, name = self._org.cell(entity, one), self._org.target_cell(entity, one), one.column
        titled, logical, navigated = (prefer.wants(each) for each in (FORMATTED, LOGICAL_NAME, NAVIGATION))
        if not (titled or logical or navigated):

            def put(row: Row, out: dict[str, Any]) -> None:
                out[name] = cell(row)

            return put

        def put_all(row: Row, out: dict[str, Any]) -> None:
            value = cell(row)
            if value is not None:
                kind = target(row) or next(iter(one.targets))
                if titled:
                    title = self._org.title(kind, value)
                    if title is not None:
                        out[f"{name}@{FORMATTED}"] = title
                if navigated:
                    out[f"{name}@{NAVIGATION}"] = one.targets.get(kind, one.name)
                if logical:
                    out[f"{name}@{LOGICAL_NAME}"] = kind
            out[name] = value

        return put_all

    def _sign(self, entity: Entity) -> Callable[[Row], str]:
        currency = self._org.stored(entity, "transactioncurrencyid")
        table = self._org.table("transactioncurrency")

        def sign(row: Row) -> str:
            held = table.get(str(currency(row) or self._org.base_currency))
            return str(table.value(held, "currencysymbol") or "") if held is not None else ""

        return sign
