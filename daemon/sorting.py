"""One page of CRM records sorted by thin links: what differs, what is new, what is gone. Nothing wide is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.mapping import Leave
from core.records import LinkState, RemoteRecord, ThinLink
from core.store.codec import digest_of
from core.translate import Translation
from daemon.brakes import overwrites_of
from daemon.joining import APART
from daemon.lane import Lane

GOING = (LinkState.ORPHAN, LinkState.LEAVING)  # we are about to remove it: no news about it counts


@dataclass(slots=True)
class Sorted:
    """One page, sorted by what the thin links say. `refetch` ids differ, but only a fresh look can be trusted.

    `vanished` are gone without ever having had a pair.
    `ended` are gone too, but their hub records were merged away before: nothing more is deleted by them.

    `linked` counts the records whose link stands.
    """

    differing: list[RemoteRecord] = field(default_factory=list)
    new: list[RemoteRecord] = field(default_factory=list)
    gone: list[RemoteRecord] = field(default_factory=list)
    ended: list[RemoteRecord] = field(default_factory=list)
    refetch: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    unchanged: int = 0
    linked: int = 0
    counted: int = 0
    overwriting: int = 0

    @property
    def deletes(self) -> int:
        """How many are gone there; the others under `gone` live, and only their links do not."""
        return sum(one.deleted for one in self.gone)

    def overwrites(self, lane: Lane, translation: Translation) -> int:
        """How many differing records would overwrite something: an upper bound, exact once the brake might stop them."""
        if len(self.differing) > translation.mapping.brake.least:
            self.overwriting += overwrites_of(lane, translation, self.differing[self.counted :])
            self.counted = len(self.differing)
            return self.overwriting
        return len(self.differing)

    @property
    def work(self) -> list[RemoteRecord]:
        return [*self.differing, *self.new, *self.gone, *self.ended]


def sort_page(
    lane: Lane,
    translation: Translation,
    remotes: Sequence[RemoteRecord],
    *,
    current: bool,
    whole: bool = False,
) -> Sorted:
    """Decide by hash what needs a wider look. `current`: fetched, not listed, so nothing newer is known.

    `whole`: every pair does, whatever its hash, for it is another filter that it is looked at by.
    """
    found = Sorted()
    thin = lane.store.thin_links(lane.connection, translation.mapping.crm_object, [one.id for one in remotes])
    for remote in remotes:
        link = thin.get(remote.id)
        if link is not None:
            # What holds a pair may have ended on either side, and what we wrote may have taken it out: no hash tells.
            leaves = whole or link.paused or _is_out(translation, link, remote)
            anyway = leaves or bool(translation.came_back)
            _sort_linked(found, link, remote, current=current, anyway=anyway, whole=leaves)
        elif remote.deleted:
            found.unchanged += 1
            found.vanished.append(remote.id)
        else:
            found.new.append(remote)
    return found


def _is_out(translation: Translation, link: ThinLink, remote: RemoteRecord) -> bool:
    sieve = translation.sieve
    asked = sieve.crm is not None and sieve.leave is not Leave.KEEP
    stands = link.state is LinkState.LINKED and not remote.deleted
    return asked and stands and sieve.crm_out(remote.values) is not None


def _sort_linked(
    found: Sorted, link: ThinLink, remote: RemoteRecord, *, current: bool, anyway: bool, whole: bool
) -> None:
    """`anyway`: even where the list lags behind it is looked at; `whole`: even where the hash is the same."""
    found.linked += link.state is LinkState.LINKED
    if remote.deleted and link.state in APART:
        found.ended.append(remote)
    elif link.state in GOING or (remote.deleted and link.state is not LinkState.LINKED):
        found.unchanged += 1
    elif not current and remote.modified < link.remote_version:
        if anyway and link.state is LinkState.LINKED and not remote.deleted:
            found.refetch.append(remote.id)  # what has changed about it, no time of change tells
        else:
            found.unchanged += 1  # a lagging list shows what was left behind already
    elif remote.deleted:
        found.gone.append(remote)
    elif link.state is not LinkState.LINKED:
        if current:
            found.gone.append(remote)
        elif remote.modified > link.remote_version:
            found.refetch.append(remote.id)
        else:
            found.unchanged += 1
    elif digest_of(remote.values) == link.digest:
        if whole:
            found.differing.append(remote)
        else:
            found.unchanged += 1
    elif not current and remote.modified == link.remote_version:
        found.refetch.append(remote.id)
    else:
        found.differing.append(remote)
