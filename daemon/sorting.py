"""Sorts CRM records as they were read by what the thin links say: most are as they were left, and need no wider look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.records import LinkState, RemoteRecord, ThinLink
from core.store.codec import digest_of
from core.translate import Translation
from daemon.brakes import overwrites_of
from daemon.joining import APART
from daemon.lane import Lane


@dataclass(slots=True)
class Sorted:
    """One page, sorted by what the thin links say. `refetch` ids differ, but only a fresh look can be trusted.

    `ended` are gone too, but their hub records were merged away before: nothing more is deleted by them. `linked` counts the
    records whose link stands.
    """

    differing: list[RemoteRecord] = field(default_factory=list)
    new: list[RemoteRecord] = field(default_factory=list)
    gone: list[RemoteRecord] = field(default_factory=list)
    ended: list[RemoteRecord] = field(default_factory=list)
    refetch: list[str] = field(default_factory=list)
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
    lane: Lane, translation: Translation, remotes: Sequence[RemoteRecord], *, current: bool
) -> Sorted:
    """Decide by hash what needs a wider look. `current`: fetched, not listed, so nothing newer is known."""
    found = Sorted()
    thin = lane.store.thin_links(lane.connection, translation.mapping.crm_object, [one.id for one in remotes])
    for remote in remotes:
        link = thin.get(remote.id)
        if link is not None:
            _sort_linked(found, link, remote, current=current, came_back=bool(translation.came_back))
        elif remote.deleted:
            found.unchanged += 1
        else:
            found.new.append(remote)
    return found


def _sort_linked(
    found: Sorted, link: ThinLink, remote: RemoteRecord, *, current: bool, came_back: bool
) -> None:
    found.linked += link.state is LinkState.LINKED
    if remote.deleted and link.state in APART:
        found.ended.append(remote)
    elif link.state is LinkState.ORPHAN or (remote.deleted and link.state is not LinkState.LINKED):
        found.unchanged += 1
    elif not current and remote.modified < link.remote_version:
        if came_back and link.state is LinkState.LINKED and not remote.deleted:
            found.refetch.append(remote.id)  # a field came back under it, which no time of change tells
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
        found.unchanged += 1
    elif not current and remote.modified == link.remote_version:
        found.refetch.append(remote.id)
    else:
        found.differing.append(remote)
