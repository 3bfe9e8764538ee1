"""Our key on records whose CRM object has no room for it, while the create that made them is not settled.

Elsewhere the CRM tells the key itself. Without it what a lost create has made would come in with the changes as a stranger's
record, and the hub would have it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.jobs import AttemptKind
from core.records import RemoteRecord
from daemon.lane import Lane


def with_our_keys(lane: Lane, crm_object: str, remotes: Sequence[RemoteRecord]) -> Sequence[RemoteRecord]:
    """The records, with our key on those that an open create of ours has made (`Abilities.unmarked`, `Adapter.is_of`)."""
    if crm_object not in lane.adapter.abilities.unmarked:
        return remotes
    creates = [
        one
        for one in lane.store.open_attempts(lane.connection)
        if one.kind is AttemptKind.CREATE and one.object == crm_object
    ]
    keys = {
        remote.id: one.marker
        for one in creates
        for remote in remotes
        if not remote.deleted and lane.adapter.is_of(crm_object, remote, one)
    }
    return [replace(one, marker=keys[one.id]) if one.id in keys else one for one in remotes]
