"""What a person calls a record, picked from its fields: the daemon says it beside an id, the app shows it instead of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MOST: Final = 120  # characters of a name
# A person's title is their post, so an address says more about who it is.
_ALONE: Final = ("subject", "email", "title", "domain")


def name_of(fields: Mapping[str, object]) -> str:
    """Its name, first and last name, subject, address, title or domain, in one line; "" where it has none of them."""
    whole = " ".join(filter(None, (_said(fields, "first_name"), _said(fields, "last_name"))))
    told = (_said(fields, "name"), whole, *(_said(fields, one) for one in _ALONE))
    name = next(filter(None, told), "")
    return name if len(name) <= MOST else f"{name[: MOST - 1]}…"


def _said(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""
