"""The ``$…`` parameters of a request, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from adapters.sandbox.dynamics.errors import DataverseError, bad_query

_KNOWN: Final = (
    "$select", "$filter", "$orderby", "$top", "$count", "$expand", "$skiptoken", "$deltatoken", "$apply", "$format",
    "fetchXml", "savedQuery", "userQuery", "tag", "$skip", "api-version",
)  # fmt: skip
_UNSUPPORTED: Final = {
    "$skip": (400, "Skip Clause is not supported in CRM"),
    "$apply": (501, "$apply is not supported by this sandbox"),
    "fetchXml": (501, "FetchXML is not supported by this sandbox"),
    "savedQuery": (501, "savedQuery is not supported by this sandbox"),
    "userQuery": (501, "userQuery is not supported by this sandbox"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expand:
    """One expanded navigation property with its own options."""

    name: str
    select: tuple[str, ...] | None = None
    top: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a request asks of a collection or a row; `select` None means every column."""

    select: tuple[str, ...] | None = None
    filter: str = ""
    order: tuple[tuple[str, bool], ...] = ()  # column, falling
    top: int | None = None
    count: bool = False
    expand: tuple[Expand, ...] = ()
    skip_token: str = ""
    delta_token: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)  # as given, to repeat them in links


def read_options(query: Mapping[str, list[str]]) -> Options:
    """Raises 400 for a parameter Dataverse does not know or a value it does not take."""
    given = {name: values[-1] for name, values in query.items()}
    for name in given:
        if name in _UNSUPPORTED:
            status, message = _UNSUPPORTED[name]
            raise DataverseError(status, "0x80060888", message)
        if name not in _KNOWN and name.startswith("$"):
            raise bad_query(f"The query parameter '{name}' is not supported.")
    top = given.get("$top")
    if top is not None and not top.isdigit():
        raise bad_query(
            f"Invalid value '{top}' for $top query option found. It must be a non-negative integer."
        )
    select = names_of(given["$select"]) if given.get("$select") else None
    return Options(
        select=select,
        filter=given.get("$filter", ""),
        order=_order(given.get("$orderby", "")),
        top=int(top) if top is not None else None,
        count=given.get("$count", "").lower() == "true",
        expand=_expands(given.get("$expand", "")),
        skip_token=given.get("$skiptoken", ""),
        delta_token=given.get("$deltatoken", ""),
        texts=given,
    )


def names_of(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    out = []
    for part in names_of(text):
        name, _, way = part.partition(" ")
        if way.strip() not in ("", "asc", "desc"):
            raise bad_query(f"Syntax error in '$orderby={text}'.")
        out.append((name, way.strip() == "desc"))
    return tuple(out)


def split_outside(text: str, mark: str) -> list[str]:
    """Parts of a text between marks that stand in no brackets."""
    out, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == mark and depth == 0:
            out.append("")
        else:
            out[-1] += character
    return [part.strip() for part in out if part.strip()]


def _expands(text: str) -> tuple[Expand, ...]:
    out = []
    for part in split_outside(text, ","):
        name, bracket, rest = part.partition("(")
        inside = (
            dict(option.partition("=")[::2] for option in split_outside(rest.removesuffix(")"), ";"))
            if bracket
            else {}
        )
        unknown = set(inside) - {"$select", "$top", "$filter", "$orderby"}
        if unknown or "$filter" in inside or "$orderby" in inside:
            raise bad_query(f"The options {', '.join(sorted(inside))} cannot be used within $expand here.")
        top = inside.get("$top")
        out.append(
            Expand(
                name=name.strip(),
                select=names_of(inside["$select"]) if "$select" in inside else None,
                top=int(top) if top is not None and top.isdigit() else None,
            )
        )
    return tuple(out)
