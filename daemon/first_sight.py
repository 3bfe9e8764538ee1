"""A CRM record nobody has seen before: link it to the hub record it is, create one, or ask."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from core.conflicts import Item, ItemKind
from core.mapping import Creates
from core.records import BaseValue, HubRecord, LeftOut, Link, LinkState
from core.sync.books import Books
from core.sync.match import Key, Match, find_match, marks_of
from core.sync.pair import Pair, plan_pair
from core.translate import (
    References,
    Translation,
)
from daemon.answered import close_item
from daemon.filtered import flows, hold, leave_out, let_in
from daemon.heirs import recall_children
from daemon.lane import Lane
from daemon.newcomers import Newcomer
from daemon.pairing import book_pair, book_problem
from daemon.sight import Sight
from daemon.waiting import tell

STANDING: Final = (LinkState.LINKED, LinkState.MERGED, LinkState.MERGING)


@dataclass(slots=True)
class Meeting:
    """The newcomers of one batch. What one of them creates or links is known to the next."""

    lane: Lane
    translation: Translation
    sight: Sight
    references: References
    found: dict[Key, frozenset[str]]
    cause: str
    taken: set[str] = field(default_factory=set)
    added: dict[Key, frozenset[str]] = field(
        default_factory=dict
    )  # to `found` by this batch, not yet in the store
    asked: dict[str, Item] = field(default_factory=dict)
    """Open questions about these newcomers from an earlier sight, by CRM id."""
    ancestors: MappingOf[str, Link] = field(default_factory=dict)
    """Links under the old ids of newcomers that a merge has made."""
    promised: MappingOf[str, str] = field(default_factory=dict)
    """The hub ids that a plan gave to what is created of these newcomers, by CRM id."""
    left: MappingOf[str, LeftOut] = field(default_factory=dict)
    """Newcomers that the filter left out when they were last seen, by CRM id."""

    def is_left_out(self, one: Newcomer, books: Books) -> bool:
        """Whether the filter leaves it out, which is booked. What is ours, or made by a merge of ours, is no stranger."""
        sieve, mapping, held = self.translation.sieve, self.translation.mapping, self.left.get(one.remote.id)
        out = sieve.crm_out(one.remote.values)
        ours = self._by_marker(one) is not None or self._is_orphan(one)
        if out is not None and not ours and self._merged_from(one, asks=False) is None:
            object = self.translation.hub
            marks = marks_of(mapping.match, object, one.fields, region=self.translation.region)
            leave_out(self.lane, mapping.crm_object, one.remote.id, out, marks, held, books)
            if one.remote.id in self.asked:
                close_item(self.asked[one.remote.id], books, f"it is left out: {out.reason}")
            return True
        if held is not None and not one.missing:
            let_in(self.lane, held, books)
        return False

    def meet(self, one: Newcomer, books: Books) -> int | None:
        """Link, create, or ask. The newcomer's parents are all known.

        Where the record it matches is being created in this very CRM, with an outcome nobody knows yet, nothing is
        done: the time (ms) until which to wait is returned.
        """
        mapping = self.translation.mapping
        own = self._by_marker(one)
        if own is not None:
            self._link(own, one, books)
            return None
        is_orphan = self._is_orphan(one)
        loser = self._merged_from(one, asks=is_orphan)
        if loser is not None:
            # A merge made this record of one of ours, maybe with our marker on it; whose it is comes with the loser.
            tell(self.lane, books, mapping.crm_object, loser, at=books.at, why="it was merged")
            return books.at + self.lane.pace.retry_least
        if is_orphan:
            self._reap(one, books)
            return None
        match = find_match(
            mapping.match,
            self.translation.hub,
            one.fields,
            keys=one.keys,
            found=self.found,
            records=self.sight.records,
            taken=self.taken,
            region=self.translation.region,
        )
        under_way = [
            self.sight.attempts[id].hold_until for id in match.record_ids if id in self.sight.attempts
        ]
        if under_way:
            return max(under_way)
        if match.only is not None:
            self._link(match.only, one, books)
        elif not match.is_new:
            self._ask(match, one, books)
        elif mapping.creates in (Creates.BOTH, Creates.HUB) and self._has_a_kind(one):
            self._create(one, books)
        else:
            books.counts["out_of_scope"] += 1
        return None

    def _has_a_kind(self, one: Newcomer) -> bool:
        """What is of no kind that this mapping takes stays in the CRM (an e-mail among its tasks)."""
        hub = self.translation.hub
        kind = hub.kind_of(one.fields)
        return hub.kind_field is None or (kind in hub.kinds and self.translation.mapping.takes(kind))

    def _by_marker(self, one: Newcomer) -> str | None:
        """The living, unlinked hub record whose present generation this record's marker names."""
        if one.remote.marker is None:
            return None
        record_id, _, generation = one.remote.marker.partition(":g")
        record = self.sight.records.get(record_id)
        if record is None or record.deleted_at is not None or record_id in self.taken:
            return None
        return record_id if generation == str(self.sight.generation(record_id)) else None

    def _is_orphan(self, one: Newcomer) -> bool:
        """A create of ours that landed after we had given it up: its record lives elsewhere now, or not at all."""
        record_id, _, generation = (one.remote.marker or "").partition(":g")
        record = self.sight.records.get(record_id)
        if record is None or not generation.isdigit():
            return False
        given_up = int(generation) < self.sight.generation(record_id)
        return record.deleted_at is not None or record_id in self.taken or given_up

    def _merged_from(self, one: Newcomer, *, asks: bool) -> str | None:
        """The CRM id of a record of ours that was merged into this one and that we still know under its old id.

        With `asks` the CRM is asked about the records that the marker speaks of: not every CRM tells by itself.
        """
        known = (self.ancestors.get(id) for id in one.remote.merged_from)
        told = next((link for link in known if link is not None and link.state in STANDING), None)
        if told is not None or not asks:
            return told.crm_id if told is not None else None
        record_id = (one.remote.marker or "").partition(":g")[0]
        mapping = self.translation.mapping
        links = self.sight.links.get(record_id, ())
        ids = [
            link.crm_id for link in links if link.crm_object == mapping.crm_object and link.state in STANDING
        ]
        there = self.lane.adapter.fetch(mapping.crm_object, mapping.crm_fields, ids) if ids else {}
        return next((id for id in ids if id in there and there[id].merged_into == one.remote.id), None)

    def _reap(self, one: Newcomer, books: Books) -> None:
        """Keep what the orphan holds in the audit log, then have it removed from the CRM (RELIABILITY R5)."""
        record = self.sight.records[(one.remote.marker or "").partition(":g")[0]]
        orphan = replace(
            self._new_link(one, record.id, one.base_hub, one.base_crm), state=LinkState.ORPHAN, generation=0
        )
        books.links[orphan.key] = orphan
        books.touch(record, connection=self.lane.connection)
        books.note(
            "drop",
            record,
            by="system",
            cause=self.cause,
            connection=self.lane.connection,
            changes=tuple((name, value, None) for name, value in one.fields.items()),
            note=f"late twin {one.remote.id} of our own create",
        )
        books.counts["orphans"] += 1

    def _link(self, record_id: str, one: Newcomer, books: Books) -> None:
        hub = self.sight.records[record_id]
        books.check(hub)
        bases = self.translation.unset()
        link = self._new_link(one, record_id, *bases)
        pair = Pair(
            hub=hub,
            remote=one.remote,
            base_hub=bases[0],
            base_crm=bases[1],
            references=self.references,
            rules=self.lane.rules,
        )
        by, connection = self.lane.actor, self.lane.connection
        books.note("link", hub, by=by, cause=self.cause, connection=connection, note=self._told(one))
        books.counts["linked"] += 1
        self._wake(record_id, one, books)
        if not flows(self.translation, hub, one.remote):
            self._hold(link, hub, one, books)
            return
        plan = plan_pair(self.translation, pair)
        changed = book_pair(
            self.lane,
            self.translation,
            self.sight,
            link,
            hub,
            one.remote,
            plan,
            books,
            cause=self.cause,
            fresh=True,
        )
        self.sight.records[record_id] = changed
        self._known(record_id, one)

    def _create(self, one: Newcomer, books: Books) -> None:
        for key in one.keys:
            known = self.found.get(key, frozenset()) - self.added.get(key, frozenset())
            books.key_checks.setdefault((self.translation.hub.name, *key), known)
        hub = books.create(
            self.translation.hub.name,
            one.fields,
            by=self.lane.actor,
            edited_at=one.remote.modified,
            cause=self.cause,
            home=self.lane.connection,
            keys=one.keys,
            id=self.promised.get(one.remote.id),
        )
        link = self._new_link(one, hub.id, tuple(one.base_hub), tuple(one.base_crm), seen=hub.version)
        books.links[link.key] = link
        self.sight.records[hub.id] = hub
        self._wake(hub.id, one, books)
        if one.remote.id in self.left:
            note = self._told(one)
            books.note("resume", hub, by="system", cause=self.cause, connection=link.connection, note=note)
        if not flows(self.translation, hub, one.remote):
            self._hold(link, hub, one, books)
        for problem in one.problems:
            book_problem(self.lane, self.translation, self.sight, one.remote.id, hub, problem, books)
        self._known(hub.id, one)

    def _ask(self, match: Match, one: Newcomer, books: Books) -> None:
        keys = ", ".join(match.by)
        if match.taken:
            reason = (
                f"matches by {keys} a record that is linked to another one of this CRM: a duplicate there?"
            )
            advice = "Merge the two in the CRM, or approve with option 'separate' to keep both."
        else:
            reason = f"{len(match.record_ids)} hub records match by {keys}"
            advice = "Choose the record it belongs to, or approve with option 'separate' to create another."
        books.open_item(
            ItemKind.AMBIGUOUS,
            connection=self.lane.connection,
            object=self.translation.mapping.crm_object,
            subject=one.remote.id,
            reason=reason,
            advice=advice,
            detail={"candidates": match.record_ids, "by": match.by},
            known=tuple(self.asked.values()),
        )
        books.counts["ambiguous"] += 1

    def _new_link(
        self,
        one: Newcomer,
        record_id: str,
        base_hub: Sequence[BaseValue],
        base_crm: Sequence[BaseValue],
        *,
        seen: int = 0,
    ) -> Link:
        return Link(
            connection=self.lane.connection,
            crm_object=self.translation.mapping.crm_object,
            crm_id=one.remote.id,
            record_id=record_id,
            layout=self.translation.mapping.layout,
            base_hub=tuple(base_hub),
            base_crm=tuple(base_crm),
            remote_version=one.remote.modified,
            seen=seen,
            generation=self.sight.generation(record_id),
        )

    def _hold(self, link: Link, hub: HubRecord, one: Newcomer, books: Books) -> None:
        """They are a pair, so that neither is made twice; nothing flows until both are in."""
        out = self.translation.sieve.pair_out(hub.fields, one.remote.values)
        if out is not None:
            hold(self.lane, link, hub, out, books, cause=self.cause)
        self._known(hub.id, one)

    def _told(self, one: Newcomer) -> str:
        """The CRM id, by which the log tells the pair; and that it was left out, if it was."""
        held = self.left.get(one.remote.id)
        return one.remote.id if held is None else f"{one.remote.id}, left out until now: {held.reason}"

    def _wake(self, record_id: str, one: Newcomer, books: Books) -> None:
        if one.remote.id in self.asked:
            close_item(self.asked[one.remote.id], books, "it has found its record")
        books.wake_records.append((self.lane.connection, record_id))
        if self.sight.links.get(record_id):
            recall_children(books, self.sight.records[record_id])
        books.wake_crm.append((self.lane.connection, self.translation.mapping.crm_object, one.remote.id))

    def _known(self, record_id: str, one: Newcomer) -> None:
        self.taken.add(record_id)
        for key in one.keys:
            known = self.found.get(key, frozenset())
            if record_id not in known:
                self.found[key] = known | {record_id}
                self.added[key] = self.added.get(key, frozenset()) | {record_id}
