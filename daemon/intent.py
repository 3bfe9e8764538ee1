"""What a batch of pending records comes to: updates, deletes and creates, each with its attempt written ahead.

Decided on what was just read of both sides; the CRM hears of nothing here.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.base import Edit, Merger
from core.jobs import AttemptKind, Pending
from core.records import HubRecord, Link, LinkState, RemoteRecord
from core.store.base import Settled
from core.sync.pair import PairPlan, edited_there, plan_pair
from daemon.filtered import admitted
from daemon.gone import open_deletion
from daemon.intending import held_by
from daemon.intent_leaving import ASKED
from daemon.intent_owed import Owing
from daemon.joining import settle_stray
from daemon.merging import Merging, close_moot, may_merge
from daemon.pairing import book_pair
from daemon.sight import laid_out, pair_of


class Intent(Owing):
    """One batch of pending rows on its way into writes."""

    __slots__ = ()

    def consider(self, row: Pending) -> None:
        """Decide what one pending row comes to."""
        record = self.sight.records.get(row.record_id)
        if record is None:
            self.books.settled.append(
                Settled(connection=row.connection, record_id=row.record_id, version=1 << 62)
            )
            return
        attempt = self.sight.attempts.get(record.id)
        if attempt is not None:
            self._postpone(
                row, record, max(attempt.hold_until, self.books.at + 1), "the outcome of a write is unknown"
            )
            return
        if self.sight.deletion(record.id) is not None:
            self._consider_asked(row, record)
            return
        orphan, leaving = self.sight.twin(record.id), self.sight.leaving(record.id)
        link = self.sight.linked(record.id)
        close_moot(self.sight, record, self.books)
        strays = False
        if link is not None and record.merged_into is not None:
            strays = settle_stray(self.lane, self.sight, link, self.books, cause=f"run:{self.run.id}")
        if orphan is not None:
            self._reap(row, record, orphan)
        elif leaving is not None:
            self._withdraw(row, record, leaving)
        elif record.id in self.merging:
            self._merge(row, record, self.merging[record.id])
        elif strays:
            self.books.settle(self.lane.connection, record)
        elif link is not None and record.deleted_at is not None:
            self._delete(row, record, link)
        elif link is not None:
            self._update(row, record, link)
        else:
            self._consider_unlinked(row, record)

    def _admitted(self, record: HubRecord, link: Link, remote: RemoteRecord) -> Link | None:
        cause = f"run:{self.run.id}"
        return admitted(
            self.lane, self.translation, self.sight, link, record, remote, self.books, cause=cause
        )

    def _consider_asked(self, row: Pending, record: HubRecord) -> None:
        """Nothing of the pair moves until a person has decided, but for what an answer that was taken back is undone by."""
        links = self.sight.links.get(record.id, ())
        leaving = self.sight.leaving(record.id)
        ended = all(one.state in (LinkState.DELETED, LinkState.PURGED) for one in links)
        if leaving is not None:
            self._recall(row, record, leaving)
        elif links and ended and record.deleted_at is None:
            self._consider_unlinked(row, record)
        else:
            self._park(row, record, ASKED)

    # updates and deletes ---------------------------------------------------------------------------------------------
    def _update(self, row: Pending, record: HubRecord, link: Link) -> None:
        remote = self.remotes.get(link.crm_id)
        if remote is None or remote.deleted:
            self._gone(link, remote)
            return
        free = self._admitted(record, link, remote)
        if free is None:
            return
        link = free
        if link.owed is not None:
            paid = self._set_back(record, link, remote, link.owed)
            if paid is None:
                return
            link = paid
        pair = pair_of(self.lane, self.translation, self.sight, link, remote, self.references)
        plan = plan_pair(self.translation, pair)
        self.overwrites += plan.hub_overwrites > 0
        changed = book_pair(
            self.lane,
            self.translation,
            self.sight,
            link,
            record,
            remote,
            plan,
            self.books,
            cause=f"run:{self.run.id}",
        )
        self.sight.records[record.id] = changed
        now = self.books.links.get(link.key, link)
        if changed is not record and self._admitted(changed, now, remote) is None:
            return  # what the hub has taken takes the pair out
        if plan.missing_hub:
            self._wait(row, changed, plan.missing_hub[0])
        elif plan.held:
            self._wait(row, changed, self._schema_key, held_by(plan.held))
        if not plan.crm_changes:
            if plan.problems and not plan.missing_hub and not plan.held:
                self._park(row, changed, "a value cannot be sent; see the queue")
            return
        self._edit(changed, link, remote, plan)

    def _edit(self, record: HubRecord, link: Link, remote: RemoteRecord, plan: PairPlan) -> None:
        rules = [rule for rule in plan.pushed if any(name in plan.crm_changes for name in rule.rule.crm)]
        attempt = self._attempt(
            AttemptKind.UPDATE,
            record,
            crm_id=link.crm_id,
            marker=f"{record.id}:g{link.generation}",
            rules=tuple(rule.name for rule in rules),
            sent=dict(plan.crm_changes),
            precondition=self._precondition(remote),
            position=remote.modified,
        )
        self.writes.edits.append(
            Edit(
                op=attempt.op, crm_id=link.crm_id, values=plan.crm_changes, precondition=attempt.precondition
            )
        )

    def _delete(self, row: Pending, record: HubRecord, link: Link) -> None:
        remote = self.remotes.get(link.crm_id)
        if remote is None or remote.deleted:
            self._gone(link, remote)
            return
        free = self._admitted(record, link, remote)
        if free is None or self._is_blind(row, record):
            return
        link = free
        _, base_crm = laid_out(self.lane, self.translation, link)
        if edited_there(self.translation, remote.values, base_crm):
            open_deletion(
                self.lane,
                self.translation,
                link,
                record,
                remote,
                self.books,
                deleted_in="hub",
                cause=f"run:{self.run.id}",
            )
            return
        self._remove(record, link, remote)

    def _reap(self, row: Pending, record: HubRecord, orphan: Link) -> None:
        """Remove a late twin of our own create; what people wrote there since it was found is kept in the log."""
        remote = self.remotes.get(orphan.crm_id)
        if remote is None or remote.deleted:
            self.books.links[orphan.key] = replace(orphan, state=LinkState.DELETED)
            self.books.touch(record, connection=self.lane.connection)
            return
        if self._is_blind(row, record):
            return
        fields = self.translation.mapping.crm_fields
        if remote.values != orphan.base_crm:
            self.books.note(
                "drop",
                record,
                by="system",
                cause=f"run:{self.run.id}",
                connection=self.lane.connection,
                changes=tuple((name, value, None) for name, value in zip(fields, remote.values, strict=True)),
                note=f"late twin {orphan.crm_id} of our own create, edited meanwhile",
            )
        self._remove(record, orphan, remote)

    def _merge(self, row: Pending, record: HubRecord, merging: Merging) -> None:
        loser = self.remotes.get(merging.loser.crm_id)
        if loser is not None and not loser.deleted and self._is_blind(row, record):
            return
        remote = may_merge(
            self.lane,
            self.translation,
            self.sight,
            merging,
            self.remotes,
            self.books,
            cause=f"run:{self.run.id}",
        )
        if isinstance(remote, int):
            self._postpone(row, record, remote, "the record to merge it into has changed")
        if merging.winner is None or remote is None or isinstance(remote, int):
            return
        attempt = self._attempt(
            AttemptKind.MERGE,
            record,
            crm_id=remote.id,
            marker=f"{record.id}:g{merging.loser.generation}",
            precondition=self._precondition(remote),
            position=remote.modified,
            into=merging.winner.crm_id,
        )
        self.writes.mergers.append(
            Merger(
                op=attempt.op,
                winner=merging.winner.crm_id,
                loser=remote.id,
                precondition=attempt.precondition,
            )
        )
