"""What every intent needs: the writes it comes to, with attempts written ahead, and how a pending record is put off."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from adapters.base import Draft, Edit, Merger, Removal, Revival
from core.jobs import Attempt, AttemptKind, Pending
from core.mapping import Direction
from core.records import HubRecord, Link, RemoteRecord, Value
from core.store.base import Postponed
from core.sync.books import Books
from core.translate import References, Rule, Translation
from daemon.beside import NOTHING_BESIDE, Beside
from daemon.drift import waits_for_schema
from daemon.gone import take_gone
from daemon.hanging import Children
from daemon.lane import Lane
from daemon.merging import Merging
from daemon.runs import Running
from daemon.sight import Sight


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


def held_by(rules: Sequence[Rule]) -> str:
    return f"{', '.join(rule.name for rule in rules)} waits: the CRM's fields have changed"


@dataclass(slots=True)
class Intending:
    """What a batch of pending rows is decided on, and what it has come to so far."""

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
    hanging: Children = field(default_factory=dict)  # on what is to go there
    beside: Beside = NOTHING_BESIDE
    # What the CRM has already, left out there by the filter.
    twins: MappingOf[str, str] = field(default_factory=dict)
    writes: Writes = field(default_factory=Writes)
    overwrites: int = 0  # hub records in which the far side's news would replace something
    gone: int = 0  # linked CRM records that are not there any more

    def _precondition(self, remote: RemoteRecord) -> str | None:
        """Only a CRM that checks it for whole batches is asked to: elsewhere it would cost a call a record."""
        return remote.token if self.lane.adapter.abilities.conditional else None

    @property
    def _schema_key(self) -> str:
        return waits_for_schema(self.translation.mapping.crm_object)

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

    def _is_blind(self, row: Pending, record: HubRecord) -> bool:
        """Somebody may have edited there what we cannot see: what ends a record waits, or it would take that along."""
        blind = [one for one in self.translation.parked if one.rule.direction is not Direction.TO_CRM]
        if blind:
            self._wait(row, record, self._schema_key, held_by(blind))
        return bool(blind)

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
