"""Fields that are one look-up in the CRM, such as the contact or the deal that a task regards: of them one holds a value.

When the hub takes away what it names, the next that the hub knows takes its place: a task that has lost its deal is its
contact's again. Which of several that is, the adapter knows.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.errors import TransformError
from core.mapping import Direction, Policy
from core.records import Value
from core.sync.pair_plan import Pair
from core.translate import ParentMissing, ParentUnavailable, Rule, Translation


def successors(
    translation: Translation, pair: Pair, hub_now: tuple[Value, ...], changes: Mapping[str, Value]
) -> list[tuple[Rule, tuple[Value, ...], tuple[Value, ...]]]:
    """(rule, CRM values now, CRM values wanted) for look-ups that these changes would leave empty.

    `changes` are what is to be written anyhow, by CRM field. A look-up that they do not touch is as people left it; what is
    contested, or was refused before, is not tried.
    """
    remote = pair.remote
    groups: dict[str, list[Rule]] = {}
    for rule in translation.references:
        if rule.crm_fields[0].shares is not None:
            groups.setdefault(rule.crm_fields[0].shares, []).append(rule)
    found: list[tuple[Rule, tuple[Value, ...], tuple[Value, ...]]] = []
    for group in groups.values():
        after = [changes.get(rule.rule.crm[0], remote.values[rule.crm_at[0]]) for rule in group]
        touched = any(rule.rule.crm[0] in changes for rule in group)
        if not touched or any(one is not None for one in after):
            continue
        for rule in group:
            if rule.rule.direction is Direction.TO_HUB or rule.rule.policy is Policy.CREATE_ONLY:
                continue
            hub = (hub_now[rule.hub_at[0]],)
            if rule.name in pair.open or pair.refused.get(rule.name) == hub:
                continue
            now: tuple[Value, ...] = (remote.values[rule.crm_at[0]],)
            try:
                wanted = rule.to_crm(hub, now, pair.references)
            except (ParentMissing, ParentUnavailable, TransformError):
                continue  # it comes by itself once it is to be had
            if wanted not in (now, (None,)):
                found.append((rule, now, wanted))
    return found
