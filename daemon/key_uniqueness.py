"""Whether match keys tell records apart: all of the hub's are compared in the database, the CRM's as far as they are known.

Hub values are compared as matching compares them, by the normalised keys it looks records up by. What a CRM holds beside
the linked records is only sampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.mapping_fit import match_key, shared_keys
from core.mapping_problems import Problem
from core.records import LinkState, RemoteRecord
from core.store.base import Store
from core.translate import Translation


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCheck:
    """One entry of `match`, and what it was checked on.

    `records` hub records have it, `shared` of them in common with another. Of the CRM `linked` records are known by their
    hub records; `sampled` were looked at, `sampled_shared` of them share it among themselves, and `elsewhere` are not
    linked, while a hub record that has their key is linked to another record there.
    """

    key: tuple[str, ...]
    records: int
    shared: int
    linked: int
    sampled: int
    sampled_shared: int
    elsewhere: int


def check_keys(
    store: Store, translation: Translation, remotes: Sequence[RemoteRecord]
) -> tuple[list[KeyCheck], list[Problem]]:
    """Every entry of the mapping's `match`. Entries without a field that is a key of the hub's object find nothing."""
    mapping, hub = translation.mapping, translation.hub
    checks: list[KeyCheck] = []
    problems: list[Problem] = []
    linked = store.linked_count(mapping.connection, mapping.crm_object)
    for entry in mapping.match:
        indexed = [name for name in entry if name in hub.keys]
        if not indexed:
            continue
        records, shared = store.shared_keys(hub.name, indexed)
        check = KeyCheck(
            key=entry,
            records=records,
            shared=shared,
            linked=linked,
            sampled=len(remotes),
            sampled_shared=shared_keys(translation, entry, remotes),
            elsewhere=_elsewhere(store, translation, indexed, remotes),
        )
        checks.append(check)
        problems += _told(check, rest=[name for name in entry if name not in indexed])
    return checks, problems


def _elsewhere(
    store: Store, translation: Translation, fields: Sequence[str], remotes: Sequence[RemoteRecord]
) -> int:
    """Sampled records without a pair whose key leads to a hub record that has another pair in this CRM."""
    mapping = translation.mapping
    known = store.links(mapping.connection, mapping.crm_object, [one.id for one in remotes])
    found = 0
    for remote in remotes:
        if remote.id in known:
            continue
        key = match_key(translation, fields, remote.values)
        if key is None:
            continue
        matches = store.match(translation.hub.name, zip(fields, key, strict=True))
        ids = frozenset.intersection(*matches.values()) if len(matches) == len(fields) else frozenset()
        links = store.links_of(ids, mapping.connection) if ids else []
        found += any(one.state is LinkState.LINKED for one in links)
    return found


def _told(check: KeyCheck, *, rest: Sequence[str]) -> list[Problem]:
    name = " + ".join(check.key)
    aside = f" (before {' + '.join(rest)} is compared)" if rest else ""
    found = []
    if check.shared:
        found.append(
            (
                f"{check.shared} of {check.records} hub records share their {name} with another{aside}",
                "Merge duplicates first (crmsync records merge), or match by something unique.",
            )
        )
    if check.sampled_shared:
        found.append(
            (
                f"{check.sampled_shared} of {check.sampled} sampled CRM records share their {name} with another",
                "Merge duplicates in the CRM first, or match by something unique.",
            )
        )
    if check.elsewhere:
        found.append(
            (
                f"{check.elsewhere} of {check.sampled} sampled CRM records have the {name} of another's pair here",
                "Merge the two in the CRM: each such pair would be a question.",
            )
        )
    return [
        Problem(rule="", field=check.key[0], message=message, advice=advice, fatal=False)
        for message, advice in found
    ]
