"""Takes CRM records as they were read into the books of one step: linked pairs, first sights, and records gone.

Reads the store, decides with the pure core, writes nothing itself: the caller commits the books.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.base import Adapter
from core.conflicts import Item, ItemKind
from core.jobs import Signal
from core.records import HubRecord, Link, LinkState, RemoteRecord, ThinLink
from core.store.codec import digest_of
from core.sync.books import Books
from core.sync.match import Key
from core.sync.pair import plan_pair
from core.translate import CrmKey, References, Translation
from daemon.brakes import overwrites_of
from daemon.first_sight import Meeting, Newcomer, add_parents, in_hub_words
from daemon.gone import open_deletion, take_gone, take_restored
from daemon.lane import Lane
from daemon.pairing import book_pair
from daemon.sight import Sight, look, pair_of, references_for
from daemon.waiting import wait

UNKNOWN = "the outcome of a write is not known yet"


@dataclass(slots=True)
class Sorted:
    """One page, sorted by what the thin links say. `refetch` ids differ, but only a fresh look can be trusted.

    `linked` counts the records whose link stands.
    """

    differing: list[RemoteRecord] = field(default_factory=list)
    new: list[RemoteRecord] = field(default_factory=list)
    gone: list[RemoteRecord] = field(default_factory=list)
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
        return [*self.differing, *self.new, *self.gone]


def sort_page(
    lane: Lane, translation: Translation, remotes: Sequence[RemoteRecord], *, current: bool
) -> Sorted:
    """Decide by hash what needs a wider look. `current`: fetched, not listed, so nothing newer is known."""
    found = Sorted()
    thin = lane.store.thin_links(lane.connection, translation.mapping.crm_object, [one.id for one in remotes])
    for remote in remotes:
        link = thin.get(remote.id)
        if link is not None:
            _sort_linked(found, link, remote, current=current)
        elif remote.deleted:
            found.unchanged += 1
        else:
            found.new.append(remote)
    return found


def _sort_linked(found: Sorted, link: ThinLink, remote: RemoteRecord, *, current: bool) -> None:
    found.linked += link.state is LinkState.LINKED
    if link.state is LinkState.ORPHAN or (remote.deleted and link.state is not LinkState.LINKED):
        found.unchanged += 1
    elif not current and remote.modified < link.remote_version:
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


@dataclass(slots=True)
class Intake:
    """One batch on its way into the books. `cause` is what asked for the look; `signals` by CRM id did so one by one."""

    lane: Lane
    translation: Translation
    books: Books
    cause: str
    signals: MappingOf[str, Signal] = field(default_factory=dict)
    ask: Adapter | None = None
    links: dict[str, Link] = field(default_factory=dict)
    winners: dict[str, Link] = field(default_factory=dict)
    sight: Sight = field(default_factory=Sight)
    references: References = field(default_factory=References)

    def take(self, remotes: Sequence[RemoteRecord], absent: Sequence[str] = ()) -> None:
        """Book these records, which differ from what is known, and the ids that are surely gone."""
        newcomers, found = self._look(remotes, absent)
        meeting = Meeting(
            lane=self.lane,
            translation=self.translation,
            sight=self.sight,
            references=self.references,
            found=found,
            cause=self.cause,
            taken={id for id in self.sight.records if self.sight.linked(id) is not None},
            asked=self._asked(newcomers),
        )
        for remote in remotes:
            if self._is_held(remote.id, remote):
                continue
            link = self.links.get(remote.id)
            missing: Sequence[CrmKey] = ()
            if link is not None:
                missing = self._take_linked(link, remote)
            elif not remote.deleted:
                missing = newcomers[remote.id].missing
                held = meeting.meet(newcomers[remote.id], self.books) if not missing else None
                if held is not None:
                    self._wait(remote.id, until=held, why=UNKNOWN)
                    continue
            self._settle(remote.id, missing)
        for crm_id in absent:
            if self._is_held(crm_id, None):
                continue
            link = self.links.get(crm_id)
            if link is not None and link.state is LinkState.LINKED:
                self._take_gone(link, None)
            self.books.wake_crm.append((self.lane.connection, self.translation.mapping.crm_object, crm_id))
            self._settle(crm_id, ())

    def _look(
        self, remotes: Sequence[RemoteRecord], absent: Sequence[str]
    ) -> tuple[dict[str, Newcomer], dict[Key, frozenset[str]]]:
        lane, translation = self.lane, self.translation
        crm_object = translation.mapping.crm_object
        self.links = lane.store.links(lane.connection, crm_object, [*(one.id for one in remotes), *absent])
        merged = sorted({one.merged_into for one in remotes if one.merged_into is not None})
        self.winners = lane.store.links(lane.connection, crm_object, merged) if merged else {}
        new = [one for one in remotes if one.id not in self.links and not one.deleted]
        # Keys are made of values, not of parents, so they can be looked up before the references are known.
        found: dict[Key, frozenset[str]] = {}
        drafts = [in_hub_words(translation, one) for one in new]
        keys = {key for draft in drafts for key in draft.keys}
        if keys:
            found = lane.store.match(translation.hub.name, sorted(keys))
        wanted = {link.record_id for link in (*self.links.values(), *self.winners.values()) if link.record_id}
        wanted.update(one.marker.partition(":g")[0] for one in new if one.marker is not None)
        self.sight = look(lane, wanted.union(*found.values()))
        self.references = references_for(
            lane,
            translation,
            remotes=[one for one in remotes if not one.deleted],
            records=self.sight.records.values(),
            links=self.links.values(),
            ask=self.ask,
        )
        for draft in drafts:
            add_parents(draft, translation, self.references)
        return {draft.remote.id: draft for draft in drafts}, found

    def _asked(self, newcomers: MappingOf[str, Newcomer]) -> dict[str, Item]:
        if not newcomers or not self.lane.store.open_counts().get(ItemKind.AMBIGUOUS.value):
            return {}
        crm_object = self.translation.mapping.crm_object
        items = self.lane.store.open_items(self.lane.connection, crm_object, sorted(newcomers))
        return {item.subject: item for item in items if item.kind is ItemKind.AMBIGUOUS}

    def _is_held(self, crm_id: str, remote: RemoteRecord | None) -> bool:
        """A pair with a write whose outcome is unknown belongs to that write until it is known."""
        link = self.links.get(crm_id)
        marker = remote.marker if remote is not None else None
        owner = link.record_id if link is not None else (marker or "").partition(":g")[0]
        attempt = self.sight.attempts.get(owner)
        if attempt is None:
            return False
        self._wait(crm_id, until=attempt.hold_until or self.books.at, why=UNKNOWN)
        return True

    def _settle(self, crm_id: str, missing: Sequence[CrmKey]) -> None:
        if missing:
            self._wait(
                crm_id,
                until=self.books.at,
                why=f"waits for {missing[0][0]} {missing[0][1]}",
                parent=missing[0],
            )
        elif crm_id in self.signals:
            self.books.handled.append(self.signals[crm_id])

    def _wait(self, crm_id: str, *, until: int, why: str, parent: CrmKey | None = None) -> None:
        wait(
            self.lane,
            self.translation,
            self.books,
            crm_id,
            self.signals.get(crm_id),
            until=until,
            why=why,
            parent=parent,
        )

    def _take_linked(self, link: Link, remote: RemoteRecord) -> Sequence[CrmKey]:
        if remote.deleted:
            if link.state is LinkState.LINKED:
                self._take_gone(link, remote)
            return ()
        if link.state is not LinkState.LINKED:
            revived = take_restored(
                self.lane, self.translation, self.sight, link, remote, self.books, cause=self.cause
            )
            return self._take_pair(revived, remote) if revived is not None else ()
        return self._take_pair(link, remote)

    def _take_pair(self, link: Link, remote: RemoteRecord) -> Sequence[CrmKey]:
        hub: HubRecord = self.sight.records[link.record_id]
        if hub.deleted_at is not None or self.sight.deletion(hub.id) is not None:
            self._edit_against_delete(link, hub, remote)
            return ()
        plan = plan_pair(
            self.translation, pair_of(self.lane, self.translation, self.sight, link, remote, self.references)
        )
        book_pair(
            self.lane, self.translation, self.sight, link, hub, remote, plan, self.books, cause=self.cause
        )
        return plan.missing_crm

    def _edit_against_delete(self, link: Link, hub: HubRecord, remote: RemoteRecord) -> None:
        """The CRM has edited what the hub deleted and could not tell it yet: a question, and nothing moves."""
        if self.sight.deletion(hub.id) is None and hub.deleted_at is not None:
            open_deletion(
                self.lane, self.translation, link, hub, remote, self.books, deleted_in="hub", cause=self.cause
            )

    def _take_gone(self, link: Link, remote: RemoteRecord | None) -> None:
        take_gone(
            self.lane, self.translation, self.sight, link, remote, self.winners, self.books, cause=self.cause
        )
