"""What a pending record comes to that has no pair in the CRM: a create, one brought back out of the bin, or a wait."""

from __future__ import annotations

from adapters.base import Draft, Revival
from core.errors import TransformError
from core.jobs import AttemptKind, Pending
from core.mapping import Creates, Direction
from core.records import HubRecord, Link, LinkState, Value
from core.sync.pair import Problem
from core.translate import ParentMissing, ParentUnavailable
from daemon.answered import close_all
from daemon.filtered import waits_for_twin
from daemon.intending import Intending, held_by
from daemon.pairing import book_problem
from daemon.preparing import WAITS_FOR_FIELD, waits_for_field
from daemon.waiting import tell


class Unlinked(Intending):
    """The part of a batch's intent that deals with records the CRM has no pair of."""

    __slots__ = ()

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
            self._wait(row, record, self._schema_key, held_by(held))
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
