"""Lenses that put one text in place of several fields: names, address lines, e-mail addresses."""

from __future__ import annotations

import re
from typing import Final

from core.errors import TransformError
from core.lenses.shape import TEXTS, Converting, Lens, Site, Spec, Values, text_of
from core.records import Value
from core.schema import FieldType

# Words that begin a family name though they are written small; a name keeps them with what follows.
_PARTICLES: Final = frozenset(
    "al am bin da das de degli dei del della den der di do dos du el la las le los "
    "ten ter van vom von zu zum zur".split()
)
_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+")


def _name_split(site: Site) -> Lens:
    site.needs(2, 1)
    _all_texts(site)
    comma = site.option("order", "first_last", ("first_last", "last_first")) == "last_first"

    def get(crm: Values) -> Values:
        return _split(crm[0], comma=comma)

    def put(hub: Values, _now: Values) -> Values:
        return (_join(hub[0], hub[1], comma=comma),)

    return Converting(site=site, get=get, put=put, invertible=False)


def _name_join(site: Site) -> Lens:
    site.needs(1, 2)
    _all_texts(site)
    comma = site.option("order", "first_last", ("first_last", "last_first")) == "last_first"

    def get(crm: Values) -> Values:
        return (_join(crm[0], crm[1], comma=comma),)

    def put(hub: Values, _now: Values) -> Values:
        return _split(hub[0], comma=comma)

    return Converting(site=site, get=get, put=put, invertible=False)


def _split(full: Value, *, comma: bool) -> tuple[Value, Value]:
    """(first, last) of a full name: the last word and the small words before it, or what stands before a comma."""
    if full is None:
        return (None, None)
    text = text_of(full)
    if comma:
        last, _, first = text.partition(",")
        return (_spaced(first), _spaced(last))
    words = text.split()
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return (" ".join(words[:at]) or None, " ".join(words[at:]) or None)


def _join(first: Value, last: Value, *, comma: bool) -> Value:
    names = [
        _spaced(text_of(name)) for name in ((last, first) if comma else (first, last)) if name is not None
    ]
    if comma and last is not None and "," in text_of(last):
        raise TransformError("a last name holds a comma, which would be read as its end")
    if comma and first is not None and last is not None:
        return ", ".join(name for name in names if name) or None
    if comma and last is None and first is not None:
        return f", {names[0]}" if names[0] else None
    return " ".join(name for name in names if name) or None


def _spaced(text: str) -> str | None:
    return " ".join(text.split()) or None


def _address_lines(site: Site) -> Lens:
    lines, whole = (site.hub, site.crm) if len(site.crm) == 1 else (site.crm, site.hub)
    if len(lines) < 2 or len(whole) != 1:
        site.misfit("takes one field on one side, and two or more on the other, one a line")
    _all_texts(site)
    count = len(lines)

    def apart(text: Values) -> Values:
        if text[0] is None:
            return (None,) * count
        found = [
            line.strip() for line in text_of(text[0]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        ]
        rest = ", ".join(line for line in found[count - 1 :] if line)
        shown = [*found[: count - 1], *[""] * (count - 1 - len(found)), rest]
        return tuple(line or None for line in shown)

    def together(parts: Values) -> Values:
        found = ["" if line is None else text_of(line).strip() for line in parts]
        return ("\n".join(found).rstrip() or None,)

    get, put = (apart, together) if lines is site.hub else (together, apart)
    return Converting(site=site, get=get, put=lambda hub, _now: put(hub), invertible=True)


def _email_list(site: Site) -> Lens:
    if len(site.crm) != 1 or len(site.hub) not in (1, 2):
        site.misfit(
            "takes one field on the CRM's side, and on the hub's the main address or it and all others"
        )
    site.needs_types(site.crm, *TEXTS)
    site.needs_types(site.hub[:1], *TEXTS)
    site.needs_types(site.hub[1:], FieldType.MULTI_CHOICE)
    separator = {"semicolon": "; ", "comma": ", "}[
        site.option("separator", "semicolon", ("semicolon", "comma"))
    ]

    def get(crm: Values) -> Values:
        addresses = _addresses(crm[0])
        main = addresses[0] if addresses else None
        others = tuple(sorted(set(addresses[1:]) - {main or ""})) or None
        return (main, others)[: len(site.hub)]

    def put(hub: Values, now: Values) -> Values:
        if len(hub) == 1:
            others = tuple(dict.fromkeys(one for one in _addresses(now[0])[1:] if one != hub[0]))
        else:
            others = hub[1] if isinstance(hub[1], tuple) else ()
        main = None if hub[0] is None else text_of(hub[0]).strip()
        if not main:
            # A list cannot say "no main address, but others": the first one would be read as the main one.
            if len(hub) == 2 and others:
                raise TransformError("there are other e-mail addresses but no main one")
            return (None,)
        return (separator.join((main, *others)),)

    return Converting(site=site, get=get, put=put, invertible=True)


def _addresses(value: Value) -> list[str]:
    return [] if value is None else [one for one in _BETWEEN_ADDRESSES.split(text_of(value)) if one]


def _all_texts(site: Site) -> None:
    site.needs_types(site.hub, *TEXTS)
    site.needs_types(site.crm, *TEXTS)


SPECS: Final = (
    Spec(
        name="name_split",
        description="A full name in the CRM, first and last name in the hub. "
        'Option order: first_last ("Anna de la Cruz") or last_first ("de la Cruz, Anna").',
        build=_name_split,
        options=frozenset({"order"}),
    ),
    Spec(
        name="name_join",
        description="First and last name in the CRM, a full name in the hub. Option order as for name_split.",
        build=_name_join,
        options=frozenset({"order"}),
    ),
    Spec(
        name="address_lines",
        description="A street of several lines on one side, one field a line on the other.",
        build=_address_lines,
    ),
    Spec(
        name="email_list",
        description="Several e-mail addresses in one CRM text; the hub has the first, and in a second field the "
        "others. Option separator for new lists: semicolon or comma.",
        build=_email_list,
        options=frozenset({"separator"}),
    ),
)
