"""What a batch of pending records comes to: updates, deletes and creates, each with its attempt written ahead.

Decided on what was just read of both sides; the CRM hears of nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from adapters.base import Draft, Edit, Merger, Removal, Revival
from core.errors import TransformError
from core.jobs import Attempt, AttemptKind, Pending
from core.mapping import Creates, Direction
from core.records import HubRecord, Link, LinkState, RemoteRecord, Value
from core.store.base import Postponed, Settled
from core.sync.books import Books
from core.sync.pair import PairPlan, Problem, edited_there, plan_pair
from core.translate import ParentMissing, ParentUnavailable, References, Rule, Translation
from daemon.answered import close_all
from daemon.drift import waits_for_schema
from daemon.filtered import admitted, waits_for_twin
from daemon.gone import open_deletion, take_gone
from daemon.joining import settle_stray
from daemon.lane import Lane
from daemon.merging import Merging, close_moot, may_merge
from daemon.pairing import book_pair, book_problem
from daemon.preparing import WAITS_FOR_FIELD, waits_for_field
from daemon.runs import Running
from daemon.sight import Sight, laid_out, pair_of
from daemon.waiting import tell


@dataclass(slots=True)
class Writes:
    """What the CRM is about to be asked, each with its attempt written ahead."""

    drafts: list[Draft] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    mergers: list[Merger] = field(default_factory=list)
    revivals: list[Revival] = field(default_factory=list)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)  # records that still wait for a parent after this write

    def __bool__(self) -> bool:
        return bool(self.attempts)


def _held(rules: Sequence[Rule]) -> str:
    return f"{', '.join(rule.name for rule in rules)} waits: the CRM's fields have changed"


@dataclass(slots=True)
class Intent:
    """One batch of pending rows on its way into writes."""

    lane: Lane
    translation: Translation
    run: Running
    sight: Sight
    remotes: dict[str, RemoteRecord]
    references: References
    books: Books
    contested: frozenset[str]
    merging: MappingOf[str, Merging]
    bins: MappingOf[str, Link]
    twins: MappingOf[str, str] = field(
        default_factory=dict
    )  # what the CRM has already, left out there by the filter
    writes: Writes = field(default_factory=Writes)
    overwrites: int = 0  # hub records in which the far side's news would replace something
    gone: int = 0  # linked CRM records that are not there any more

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
            self._park(row, record, "a person must decide between a delete and an edit")
            return
        orphan = self.sight.twin(record.id)
        link = self.sight.linked(record.id)
        close_moot(self.sight, record, self.books)
        strays = False
        if link is not None and record.merged_into is not None:
            strays = settle_stray(self.lane, self.sight, link, self.books, cause=f"run:{self.run.id}")
        if orphan is not None:
            self._reap(row, record, orphan)
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

    def _consider_unlinked(self, row: Pending, record: HubRecord) -> None:
        """There is no pair in this CRM: whether one may come to be, and how."""
        if record.deleted_at is not None or not self._may_create(record):
            crm_object = self.translation.mapping.crm_object
            close_all(self.sight.items.get(record.id, ()), self.lane.connection, crm_object, self.books)
            self.books.settle(self.lane.connection, record)
        elif self.translation.sieve.hub_out(record.fields) is not None:
            self.books.counts["excluded"] += 1
            self.books.settle(self.lane.connection, record)
        elif record.id in self.twins:
            self._wait_for_twin(row, record, self.twins[record.id])
        elif record.id in self.contested:
            self._park(row, record, "a person must decide which record this is")
        elif record.id in self.bins and not self._was_merged_there(self.bins[record.id]):
            self._bring_back(row, record, self.bins[record.id])
        elif self.translation.mapping.crm_object in self.lane.unprepared:
            waits = waits_for_field(self.translation.mapping.crm_object)
            self._wait(row, record, waits, WAITS_FOR_FIELD)
        elif self.translation.holds:
            self._wait(row, record, self._schema_key, self.translation.holds)
        else:
            self._create(row, record)

    def _may_create(self, record: HubRecord) -> bool:
        kept_out = (LinkState.DETACHED, LinkState.GONE)
        apart = any(one.state in kept_out for one in self.sight.links.get(record.id, ()))
        return not apart and self.translation.mapping.creates in (Creates.BOTH, Creates.CRM)

    def _wait_for_twin(self, row: Pending, record: HubRecord, crm_id: str) -> None:
        """The CRM has it already, and the filter leaves it out there: one more of it would be a duplicate."""
        crm_object = self.translation.mapping.crm_object
        why = f"the CRM has it already as {crm_id}, which the filter leaves out there"
        self._wait(row, record, waits_for_twin(crm_object, crm_id), why)

    def _admitted(self, record: HubRecord, link: Link, remote: RemoteRecord) -> Link | None:
        cause = f"run:{self.run.id}"
        return admitted(
            self.lane, self.translation, self.sight, link, record, remote, self.books, cause=cause
        )

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
            self._wait(row, changed, self._schema_key, _held(plan.held))
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

    def _is_blind(self, row: Pending, record: HubRecord) -> bool:
        """Somebody may have edited there what we cannot see: what ends a record waits, or it would take that along."""
        blind = [one for one in self.translation.parked if one.rule.direction is not Direction.TO_CRM]
        if blind:
            self._wait(row, record, self._schema_key, _held(blind))
        return bool(blind)

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

    def _remove(self, record: HubRecord, link: Link, remote: RemoteRecord | None) -> None:
        attempt = self._attempt(
            AttemptKind.DELETE,
            record,
            crm_id=link.crm_id,
            marker=f"{record.id}:g{link.generation}",
            precondition=self._precondition(remote) if remote is not None else None,
            position=remote.modified if remote is not None else 0,
        )
        self.writes.removals.append(
            Removal(op=attempt.op, crm_id=link.crm_id, precondition=attempt.precondition)
        )

    def _gone(self, link: Link, remote: RemoteRecord | None) -> None:
        winners: dict[str, Link] = {}
        if remote is not None and remote.merged_into is not None:
            winners = self.lane.store.links(link.connection, link.crm_object, [remote.merged_into])
        take_gone(
            self.lane,
            self.translation,
            self.sight,
            link,
            remote,
            winners,
            self.books,
            cause=f"run:{self.run.id}",
        )

    # creates -----------------------------------------------------------------------------------------------------------
    def _create(self, row: Pending, record: HubRecord) -> None:
        values: dict[str, Value] = {}
        rules: list[str] = []
        problems: list[Problem] = []
        for rule in self.translation.rules:
            hub = tuple(record.fields.get(name) for name in rule.rule.hub)
            if rule.rule.direction is Direction.TO_HUB:
                continue
            if rule.name in self.sight.refused(record.id, self.translation):
                continue
            try:
                sent = rule.to_crm(hub, (None,) * len(rule.crm_at), self.references)
            except TransformError as error:
                problems.append(Problem(rule=rule, error=error, towards_hub=False))
                continue
            except ParentUnavailable:
                problems.append(Problem(rule=rule, error=None, towards_hub=False))
                continue
            except ParentMissing as missing:
                self._wait(row, record, str(missing.parents[0]))
                return
            rules.append(rule.name)
            values |= {
                name: value for name, value in zip(rule.rule.crm, sent, strict=True) if value is not None
            }
        held = [
            rule
            for rule in self.translation.parked
            if rule.rule.direction is not Direction.TO_HUB
            and any(record.fields.get(name) is not None for name in rule.rule.hub)
        ]
        if held:
            self._wait(row, record, self._schema_key, _held(held))
        for problem in problems:
            book_problem(self.lane, self.translation, self.sight, record.id, record, problem, self.books)
        marker = f"{record.id}:g{self.sight.generation(record.id)}"
        attempt = self._attempt(
            AttemptKind.CREATE, record, crm_id=None, marker=marker, rules=tuple(rules), sent=values
        )
        self.writes.drafts.append(Draft(op=attempt.op, marker=marker, values=values))

    def _was_merged_there(self, link: Link) -> bool:
        remote = self.remotes.get(link.crm_id)
        return remote is not None and remote.merged_into is not None

    def _bring_back(self, row: Pending, record: HubRecord, link: Link) -> None:
        """Out of the bin, once its parents are there: else it would come back without them."""
        remote = self.remotes.get(link.crm_id)
        if remote is not None and not remote.deleted:
            crm_object = self.translation.mapping.crm_object
            tell(self.lane, self.books, crm_object, link.crm_id, at=self.books.at, why="it lives there again")
            until = self.books.at + self.lane.pace.retry_least
            self._postpone(row, record, until, "somebody has brought it back there")
            return
        for rule in self.translation.rules:
            if rule.parent is None or rule.rule.direction is Direction.TO_HUB:
                continue
            hub = tuple(record.fields.get(name) for name in rule.rule.hub)
            try:
                rule.to_crm(hub, (None,) * len(rule.crm_at), self.references)
            except ParentMissing as missing:
                self._wait(row, record, str(missing.parents[0]))
                return
            except (TransformError, ParentUnavailable):
                continue  # it comes back without that parent, as it would be made anew without
        attempt = self._attempt(
            AttemptKind.RESTORE, record, crm_id=link.crm_id, marker=f"{record.id}:g{link.generation}"
        )
        self.writes.revivals.append(Revival(op=attempt.op, crm_id=link.crm_id))

    def _precondition(self, remote: RemoteRecord) -> str | None:
        """Only a CRM that checks it for whole batches is asked to: elsewhere it would cost a call a record."""
        return remote.token if self.lane.adapter.abilities.conditional else None

    @property
    def _schema_key(self) -> str:
        return waits_for_schema(self.translation.mapping.crm_object)

    # small parts ---------------------------------------------------------------------------------------------------------
    def _attempt(
        self,
        kind: AttemptKind,
        record: HubRecord,
        *,
        crm_id: str | None,
        marker: str,
        rules: tuple[str, ...] = (),
        sent: dict[str, Value] | None = None,
        precondition: str | None = None,
        position: int = 0,
        into: str | None = None,
    ) -> Attempt:
        attempt = Attempt(
            op=self.lane.world.ids(),
            connection=self.lane.connection,
            object=self.translation.mapping.crm_object,
            record_id=record.id,
            crm_id=crm_id,
            kind=kind,
            marker=marker,
            rules=rules,
            sent=sent or {},
            hub={name: record.fields.get(name) for name in self.translation.mapping.hub_fields},
            hub_version=record.version,
            precondition=precondition,
            position=position,
            started=self.books.at,
            hold_until=self.books.at + self.lane.pace.hold,
            run=self.run.id,
            into=into,
        )
        self.writes.attempts[attempt.op] = attempt
        return attempt

    def _postpone(self, row: Pending, record: HubRecord, until: int, why: str) -> None:
        self._put_off(replace(row, next_at=until, reason=why), record)

    def _park(self, row: Pending, record: HubRecord, why: str) -> None:
        self._put_off(replace(row, parked=True, reason=why), record)

    def _wait(
        self, row: Pending, record: HubRecord, parent: str, why: str = "waits for its parent to be linked"
    ) -> None:
        self.writes.waiting.add(record.id)
        self._put_off(replace(row, waiting_for=parent, reason=why), record)

    def _put_off(self, row: Pending, record: HubRecord) -> None:
        self.books.pending.pop((self.lane.connection, record.id), None)
        self.books.postponed.append(Postponed(pending=row, version=record.version))
