"""Takes CRM records as they were read into the books of one step: linked pairs, first sights, and records gone.

Reads the store, decides with the pure core, writes nothing itself: the caller commits the books.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace

from adapters.base import Adapter
from core.conflicts import Item, ItemKind
from core.jobs import Signal
from core.records import HubRecord, LeftOut, Link, LinkState, RemoteRecord
from core.sync.books import Books
from core.sync.match import Key
from core.sync.pair import emptied_bases, plan_pair
from core.translate import CrmKey, References, Translation
from daemon.adopt import adopt
from daemon.doubts import Doubts
from daemon.filtered import admitted, left_out_among
from daemon.first_sight import Meeting
from daemon.gone import open_deletion, take_gone, take_restored
from daemon.joining import APART, settle_stray
from daemon.lane import Lane
from daemon.merges import take_ended
from daemon.newcomers import Newcomer, add_parents, in_hub_words
from daemon.our_keys import with_our_keys
from daemon.pairing import book_pair
from daemon.sight import Sight, laid_out, look, pair_of, references_for
from daemon.waiting import tell, wait

UNKNOWN = "the outcome of a write is not known yet"


@dataclass(slots=True)
class Intake:
    """One batch on its way into the books. `cause` is what asked for the look; `signals` by CRM id did so one by one.

    `promised` are the hub ids that a plan gave to what is created here, by CRM id.
    """

    lane: Lane
    translation: Translation
    books: Books
    cause: str
    signals: MappingOf[str, Signal] = field(default_factory=dict)
    ask: Adapter | None = None
    promised: MappingOf[str, str] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    winners: dict[str, Link] = field(default_factory=dict)
    sight: Sight = field(default_factory=Sight)
    references: References = field(default_factory=References)
    left: dict[str, LeftOut] = field(default_factory=dict)

    def take(self, remotes: Sequence[RemoteRecord], absent: Sequence[str] = ()) -> None:
        """Book these records, which differ from what is known, and the ids that are surely gone."""
        remotes = with_our_keys(self.lane, self.translation, remotes)
        newcomers, found = self._look(remotes, absent)
        asked = self._asked(newcomers)
        meeting = Meeting(
            lane=self.lane,
            translation=self.translation,
            sight=self.sight,
            references=self.references,
            found=found,
            cause=self.cause,
            taken={id for id in self.sight.records if self.sight.linked(id) is not None},
            asked=asked,
            ancestors=self._ancestors(newcomers.values()),
            promised=self.promised,
            left=self.left,
        )
        doubts = Doubts.of(self.lane, self.translation, asked)
        # Whose a merge's result is, and what is linked by what is known, is clear before a stranger is met.
        strangers: list[RemoteRecord] = []
        for remote in sorted(remotes, key=lambda one: one.merged_into is None):
            link = self._link(remote.id)
            if link is None and not remote.deleted:
                strangers.append(remote)
            elif not self._is_held(remote.id, remote):
                self._settle(remote.id, self._take_linked(link, remote) if link is not None else ())
        meeting.taken.update(
            one.record_id for one in self.books.links.values() if one.state is LinkState.LINKED
        )
        for remote in strangers:
            if not self._is_held(remote.id, remote):
                self._meet(meeting, doubts, newcomers[remote.id])
        for crm_id in absent:
            if self._is_held(crm_id, None):
                continue
            link = self.links.get(crm_id)
            if link is not None and link.state in APART:
                self._take_ended(link, None)
            elif link is not None and link.state is LinkState.LINKED:
                self._take_gone(link, None)
            self.books.wake_crm.append((self.lane.connection, self.translation.mapping.crm_object, crm_id))
            self._settle(crm_id, ())

    def _link(self, crm_id: str) -> Link | None:
        """The link as it is, or as a merge that was taken in by these very books has made it."""
        key = (self.lane.connection, self.translation.mapping.crm_object, crm_id)
        return self.books.links.get(key) or self.links.get(crm_id)

    def _meet(self, meeting: Meeting, doubts: Doubts, one: Newcomer) -> None:
        link = self._link(one.remote.id)
        if link is not None:  # a merge that came in with it
            self._settle(one.remote.id, self._take_linked(link, one.remote))
            return
        if not self.translation.takes_newcomers:
            self.books.counts["passed_over"] += (
                1  # everything is compared once it can be known for what it is
            )
            self._settle(one.remote.id, ())
            return
        held = doubts.about(one.remote, self.books)
        if held == 0 or (held is None and meeting.is_left_out(one, self.books)):
            self._settle(one.remote.id, ())
            return
        if held is None and not one.missing:
            held = meeting.meet(one, self.books)
        if held is not None:
            self._wait(one.remote.id, until=held, why=UNKNOWN)
            return
        self._settle(one.remote.id, one.missing)

    def _look(
        self, remotes: Sequence[RemoteRecord], absent: Sequence[str]
    ) -> tuple[dict[str, Newcomer], dict[Key, frozenset[str]]]:
        lane, translation = self.lane, self.translation
        crm_object = translation.mapping.crm_object
        self.links = lane.store.links(lane.connection, crm_object, [*(one.id for one in remotes), *absent])
        merged = sorted({one.merged_into for one in remotes if one.merged_into is not None})
        self.winners = lane.store.links(lane.connection, crm_object, merged) if merged else {}
        new = [one for one in remotes if one.id not in self.links and not one.deleted]
        self.left = left_out_among(lane, translation, [one.id for one in new]) if new else {}
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

    def _ancestors(self, newcomers: Iterable[Newcomer]) -> dict[str, Link]:
        """What is known under the old ids of newcomers that a merge has made."""
        ids = {id for one in newcomers for id in one.remote.merged_from}
        crm_object = self.translation.mapping.crm_object
        return self.lane.store.links(self.lane.connection, crm_object, sorted(ids)) if ids else {}

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
        if remote is not None and link is None and attempt.object in self.lane.adapter.abilities.by_content:
            # Known by what it holds, which a person may change at any moment: it is taken while it shows.
            adopt(self.lane, self.translation, self.sight, attempt, (remote,), self.books)
            self._settle(crm_id, ())
        else:
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
        if link.record_id and link.record_id not in self.sight.records:
            # These very books gave it to the heir of its record; that pair is looked at by itself.
            tell(
                self.lane,
                self.books,
                link.crm_object,
                link.crm_id,
                at=self.books.at,
                why="its record has changed",
            )
            return ()
        if remote.deleted:
            if link.state in APART:
                self._take_ended(link, remote)
            elif link.state is LinkState.LINKED:
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
        if hub.merged_into is not None and settle_stray(
            self.lane, self.sight, link, self.books, cause=self.cause
        ):
            self.books.settle(self.lane.connection, hub)
            return ()
        free = admitted(
            self.lane, self.translation, self.sight, link, hub, remote, self.books, cause=self.cause
        )
        if free is None:
            return ()
        link = free
        if hub.deleted_at is not None or self.sight.deletion(hub.id) is not None:
            self._edit_against_delete(link, hub, remote)
            return ()
        plan = plan_pair(
            self.translation, pair_of(self.lane, self.translation, self.sight, link, remote, self.references)
        )
        changed = book_pair(
            self.lane, self.translation, self.sight, link, hub, remote, plan, self.books, cause=self.cause
        )
        self.sight.records[hub.id] = changed
        if changed is not hub:  # what the hub has taken may take the pair out
            now = self.books.links.get(link.key, link)
            admitted(
                self.lane, self.translation, self.sight, now, changed, remote, self.books, cause=self.cause
            )
        return plan.missing_crm

    def _edit_against_delete(self, link: Link, hub: HubRecord, remote: RemoteRecord) -> None:
        """The CRM has edited what the hub deleted and could not tell it yet: a question, and nothing moves."""
        base_hub, base_crm = laid_out(self.lane, self.translation, link)
        hub_then, crm_then = emptied_bases(self.translation, remote.values, base_hub, base_crm)
        if crm_then != base_crm:
            layout = self.translation.mapping.layout
            link = replace(link, layout=layout, base_hub=hub_then, base_crm=crm_then)
            self.books.links[link.key] = link
            self.books.check(hub)
        if remote.values == crm_then:
            return
        if self.sight.deletion(hub.id) is None and hub.deleted_at is not None:
            open_deletion(
                self.lane, self.translation, link, hub, remote, self.books, deleted_in="hub", cause=self.cause
            )

    def _take_gone(self, link: Link, remote: RemoteRecord | None) -> None:
        take_gone(
            self.lane, self.translation, self.sight, link, remote, self.winners, self.books, cause=self.cause
        )

    def _take_ended(self, link: Link, remote: RemoteRecord | None) -> None:
        take_ended(
            self.lane, self.translation, self.sight, link, remote, self.winners, self.books, cause=self.cause
        )
