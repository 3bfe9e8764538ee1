"""What a CRM held, as we last knew it: from the pair's own memory, so that nothing is read in the CRM for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.mapping import Mapping
from core.records import UNSET, Link, Value
from core.store.base import Store
from daemon.sight import last_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One rule: the hub's fields, the CRM's, and what the CRM held in them, in the order of `crm`."""

    rule: str
    hub: tuple[str, ...]
    crm: tuple[str, ...]
    values: tuple[Value, ...]


def held(store: Store, link: Link, mapping: Mapping) -> Iterator[Held]:
    """The rules whose CRM fields are all known. One that was never looked at, or is newer than the pair, is left out."""
    base = last_known(store)(link)
    for rule in mapping.rules if base else ():
        known = tuple(value for name in rule.crm if (value := base.get(name, UNSET)) is not UNSET)
        if len(known) == len(rule.crm):
            yield Held(rule=rule.name, hub=rule.hub, crm=rule.crm, values=known)
