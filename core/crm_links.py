"""What a link copied from a CRM's own pages points at: the system, the object and the record's id in it.

Nothing is asked at the address; only the forms the vendors' pages have are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmAddress:
    """`object` is the CRM's own name for it, None where the link does not say."""

    system: str
    object: str | None
    id: str


_HUBSPOT: Final = {
    "0-1": "contacts", "contact": "contacts",
    "0-2": "companies", "company": "companies",
    "0-3": "deals", "deal": "deals",
    "0-5": "tickets", "ticket": "tickets",
    "0-27": "tasks", "0-46": "notes", "0-47": "meetings", "0-48": "calls",
}  # fmt: skip
_PIPEDRIVE: Final = {
    "person": "persons", "organization": "organizations", "deal": "deals", "activities": "activities",
}  # fmt: skip
_SALESFORCE_ID: Final = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")
_GUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def read_link(text: str) -> CrmAddress | None:
    """None where it is no link to a record of a CRM we know."""
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    for domain, read in _READERS:
        if host == domain or host.endswith(f".{domain}"):
            return read(parts)
    return None


def long_id(id: str) -> str:
    """Salesforce's id of 18 characters for one of 15, where case is told by three letters at the end."""
    if len(id) != 15:
        return id
    told = (
        sum(1 << at for at, one in enumerate(id[start : start + 5]) if "A" <= one <= "Z")
        for start in (0, 5, 10)
    )
    return id + "".join(_LETTERS[one] for one in told)


def _hubspot(parts: SplitResult) -> CrmAddress | None:
    found = re.match(r"/contacts/\d+/(?:record/)?([\w-]+)/(\d+)(?:/|$)", parts.path)
    if found is None:
        return None
    return CrmAddress(system="hubspot", object=_HUBSPOT.get(found[1]), id=found[2])


def _salesforce(parts: SplitResult) -> CrmAddress | None:
    names = [one for one in parts.path.split("/") if one]
    if names[:2] == ["lightning", "r"]:
        names = names[2:]
        object = names[0] if len(names) > 1 and not _SALESFORCE_ID.fullmatch(names[0]) else None
    else:
        object = None
    for one in names[:2]:
        if _SALESFORCE_ID.fullmatch(one) and any(sign.isdigit() for sign in one):
            return CrmAddress(system="salesforce", object=object, id=long_id(one))
    return None


def _pipedrive(parts: SplitResult) -> CrmAddress | None:
    found = re.match(r"/(person|organization|deal|activities)/(\d+)(?:/|$)", parts.path)
    if found is None:
        return None
    return CrmAddress(system="pipedrive", object=_PIPEDRIVE[found[1]], id=found[2])


def _dynamics(parts: SplitResult) -> CrmAddress | None:
    asked = parse_qs(parts.query)
    id = asked.get("id", [""])[0].strip("{}").lower()
    if not _GUID.fullmatch(id):
        return None
    return CrmAddress(system="dynamics", object=asked.get("etn", [None])[0], id=id)


_READERS: Final[tuple[tuple[str, Callable[[SplitResult], CrmAddress | None]], ...]] = (
    ("hubspot.com", _hubspot),
    ("force.com", _salesforce),
    ("salesforce.com", _salesforce),
    ("pipedrive.com", _pipedrive),
    ("dynamics.com", _dynamics),
)
