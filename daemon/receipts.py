"""Takes what a CRM answered to our writes: bases, pending rows, questions and audit, in one step.

A write to a CRM that lists its history counts only after the history since our last look was read: a value that a
person wrote in between and that we overwrote unseen becomes a conflict with both values, never a loss (R1, R2).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace

from adapters.base import Result, WriteOutcome
from core.errors import QuotaHeld, RemoteError, Throttled, VersionChanged
from core.jobs import Attempt, AttemptKind, HistoryEntry, Outcome, Pending
from core.records import HubRecord, Link, LinkState, RemoteRecord
from core.store.base import Postponed
from core.sync.books import Books
from core.translate import Translation
from daemon.adopt import adopt, bases_after
from daemon.answered import close_all, close_answered
from daemon.bringing_back import not_to_be_had, take_back_pair
from daemon.heirs import recall_children
from daemon.lane import Lane
from daemon.merging import give_up, waits_for_another
from daemon.our_keys import made_before
from daemon.preparing import WAITS_FOR_FIELD, has_lost_its_field, waits_for_field
from daemon.refusals import ask_about, words_of
from daemon.runs import Running
from daemon.setting_back import give_up_setting_back, is_set_back, still_owed
from daemon.sight import Sight, look
from daemon.unseen import keep_beside, keep_unseen, open_lost, overwritten, replaced_by
from daemon.waiting import tell
from daemon.withdrawing import state_without

PATIENCE = 5  # how often the answers are booked anew because somebody committed first


@dataclass(slots=True)
class Receipts:
    """The answers to one batch of writes. `rows` by record id are the pending rows behind them; `waiting` stay."""

    lane: Lane
    translation: Translation
    run: Running
    sight: Sight
    attempts: MappingOf[str, Attempt]
    rows: MappingOf[str, Pending]
    waiting: frozenset[str] = frozenset()
    parked: frozenset[str] = frozenset()
    answers: dict[str, WriteOutcome] = field(default_factory=dict)
    unanswered: dict[str, RemoteError | None] = field(default_factory=dict)
    _links: dict[str, Link] = field(default_factory=dict)

    def take(self, ops: Sequence[str], outcomes: Sequence[WriteOutcome]) -> None:
        """What the CRM said; an op it forgot to answer may have been applied."""
        by_op = {outcome.op: outcome for outcome in outcomes}
        for op in ops:
            self.answers[op] = by_op.get(op) or WriteOutcome(op=op, result=Result.LOST)

    def lost(self, ops: Sequence[str]) -> None:
        """No answer came, and the writes may have happened."""
        for op in ops:
            self.answers[op] = WriteOutcome(op=op, result=Result.LOST)

    def not_applied(self, ops: Sequence[str], error: RemoteError) -> None:
        """The call failed as a whole, surely before anything was applied."""
        for op in ops:
            self.answers[op] = WriteOutcome(op=op, result=Result.LATER)
            self.unanswered[op] = error

    def close(self) -> None:
        """Read what must be read, then make all of it durable."""
        histories, unread = self._histories()
        twins = self._twins()
        if any(one.result is Result.REFUSED for one in self.answers.values()):
            self.parked = self.lane.parked_by_refusal(self.translation.mapping.crm_object)
        self._look_for_our_field()
        for patience in range(PATIENCE):
            # While the CRM was working a person may have merged, deleted or linked these very records.
            self.sight = look(self.lane, [one.record_id for one in self.attempts.values()])
            try:
                self.lane.commit(self._book(histories, unread, twins), self.run)
            except VersionChanged:
                if patience == PATIENCE - 1:
                    raise
                continue
            return

    def _book(
        self,
        histories: MappingOf[str, tuple[HistoryEntry, ...]],
        unread: Collection[str],
        twins: MappingOf[str, tuple[RemoteRecord, ...]],
    ) -> Books:
        crm_object = self.translation.mapping.crm_object
        crm_ids = [attempt.crm_id for attempt in self.attempts.values() if attempt.crm_id is not None]
        links = self._links = self.lane.store.links(self.lane.connection, crm_object, crm_ids)
        books = self.lane.books(self.run)
        for op, answer in self.answers.items():
            attempt = self.attempts[op]
            record = self.sight.records[attempt.record_id]
            books.check(record)
            unseen = (
                attempt.kind is AttemptKind.RESTORE and answer.result is Result.DONE and answer.record is None
            )
            if answer.result is Result.LOST or op in unread or unseen:
                self._unknown(books, attempt, held=answer.result is Result.LOST)
            elif answer.result is Result.DONE:
                link = links.get(attempt.crm_id or "")
                self._done(books, attempt, record, answer, link, histories.get(op, ()))
            elif answer.result is Result.TAKEN and op in twins:
                adopt(self.lane, self.translation, self.sight, attempt, twins[op], books)
            else:
                self._not_done(books, attempt, record, answer)
        return books

    # reading afterwards ------------------------------------------------------------------------------------------------
    def _histories(self) -> tuple[dict[str, tuple[HistoryEntry, ...]], set[str]]:
        """History since each attempt's last look, and the ops whose history could not be read."""
        if not self.lane.adapter.abilities.history:
            return {}, set()
        done = [
            self.attempts[op]
            for op, answer in self.answers.items()
            if answer.result is Result.DONE
            and self.attempts[op].kind not in (AttemptKind.CREATE, AttemptKind.RESTORE)
        ]
        if not done:
            return {}, set()
        names = sorted({name for one in done for name in self._watched(one)})
        ids = [one.crm_id for one in done if one.crm_id is not None]
        try:
            found = self.lane.adapter.history(
                self.translation.mapping.crm_object, names, ids, min(one.position for one in done)
            )
        except RemoteError:
            return {}, {one.op for one in done}
        return {one.op: found.get(one.crm_id or "", ()) for one in done}, set()

    def _watched(self, attempt: Attempt) -> Sequence[str]:
        if attempt.kind in (AttemptKind.DELETE, AttemptKind.MERGE):
            return self.translation.mapping.crm_fields
        return tuple(attempt.sent)

    def _twins(self) -> dict[str, tuple[RemoteRecord, ...]]:
        """Creates that failed because a record with our very marker is there already: an earlier try of ours."""
        taken = [
            (self.attempts[op], answer)
            for op, answer in self.answers.items()
            if answer.result is Result.TAKEN and self.attempts[op].kind is AttemptKind.CREATE
        ]
        try:
            return made_before(self.lane, self.translation, taken) if taken else {}
        except RemoteError:
            return {}

    def _look_for_our_field(self) -> None:
        """A person may have removed the field our marker lies in: then creates wait for it and nothing is asked."""
        crm_object = self.translation.mapping.crm_object
        refused = any(
            self.attempts[op].kind is AttemptKind.CREATE
            and answer.result is Result.REFUSED
            and not any(name in self.attempts[op].sent for one in answer.refusals for name in one.fields)
            for op, answer in self.answers.items()
        )
        if refused and has_lost_its_field(self.lane.adapter, crm_object):
            self.lane.unprepared |= {crm_object}

    # done ---------------------------------------------------------------------------------------------------------------
    def _done(
        self,
        books: Books,
        attempt: Attempt,
        record: HubRecord,
        answer: WriteOutcome,
        link: Link | None,
        history: Sequence[HistoryEntry],
    ) -> None:
        if attempt.kind is AttemptKind.CREATE:
            self._created(books, attempt, record, answer)
        elif link is None:
            tell(self.lane, books, attempt.object, attempt.crm_id or "", at=books.at, why="its link is gone")
        elif attempt.kind is AttemptKind.MERGE:
            self._merged(books, attempt, record, answer, link, history)
        elif attempt.kind is AttemptKind.DELETE:
            self._deleted(books, attempt, record, link, history)
        elif attempt.kind is AttemptKind.RESTORE and answer.record is not None:
            take_back_pair(self.lane, self.translation, attempt, record, link, answer.record, books)
        else:
            self._updated(books, attempt, record, answer, link, history)
        books.attempts[attempt.op] = replace(
            attempt, outcome=Outcome.OK, crm_id=answer.crm_id or attempt.crm_id
        )
        books.note(
            "push",
            record,
            by="system",
            cause=f"attempt:{attempt.op}",
            connection=self.lane.connection,
            changes=replaced_by(self.translation, attempt, link),
            note=f"{attempt.kind.value} {answer.crm_id or attempt.crm_id}",
        )
        if attempt.kind not in (AttemptKind.DELETE, AttemptKind.MERGE, AttemptKind.RESTORE):
            asked = self.sight.items.get(record.id, ())
            close_answered(asked, self.lane.connection, attempt.object, attempt.rules, books, whole=True)
        books.counts["pushed"] += 1

    def _created(self, books: Books, attempt: Attempt, record: HubRecord, answer: WriteOutcome) -> None:
        linked = self.sight.home(record.id)
        base_hub, base_crm = bases_after(self.translation, attempt, answer.record, *self.translation.unset())
        crm_id = answer.crm_id or ""
        link = Link(
            connection=self.lane.connection,
            crm_object=attempt.object,
            crm_id=crm_id,
            record_id=record.id,
            layout=self.translation.mapping.layout,
            base_hub=base_hub,
            base_crm=base_crm,
            remote_version=answer.record.modified if answer.record is not None else 0,
            seen=attempt.hub_version,
            generation=int(attempt.marker.rpartition(":g")[2]),
        )
        if linked is not None and linked.crm_id != crm_id:
            # It was given another record of this CRM while we created this one, which is not needed any more.
            link = replace(link, state=LinkState.ORPHAN, generation=0)
            books.links[link.key] = link
            books.touch(record, connection=self.lane.connection)
            return
        books.links[link.key] = link
        books.wake_records.append((self.lane.connection, record.id))
        if self.sight.links.get(record.id):
            recall_children(books, record)
        books.wake_crm.append(link.key)
        self._sent(books, attempt, record)
        if answer.record is None or answer.record.values != base_crm:
            tell(self.lane, books, attempt.object, crm_id, at=books.at, why="read back what we created")
        books.counts["created_remote"] += 1

    def _updated(
        self,
        books: Books,
        attempt: Attempt,
        record: HubRecord,
        answer: WriteOutcome,
        link: Link,
        history: Sequence[HistoryEntry],
    ) -> None:
        if link.record_id != record.id:
            # A merge gave the pair to another hub record meanwhile, and everything is compared anew.
            self._keep_unseen(books, attempt, record, history)
            self._sent(books, attempt, record)
            tell(self.lane, books, attempt.object, link.crm_id, at=books.at, why="its record was merged")
            return
        before = dict(zip(self.translation.mapping.crm_fields, link.base_crm, strict=True))
        base_hub, base_crm = bases_after(
            self.translation, attempt, answer.record, link.base_hub, link.base_crm
        )
        moved = replace(
            link,
            base_hub=base_hub,
            base_crm=base_crm,
            seen=link.seen if record.id in self.waiting else attempt.hub_version,
            remote_version=max(
                link.remote_version, answer.record.modified if answer.record is not None else 0
            ),
            owed=still_owed(link, attempt),
        )
        keep_beside(self.translation, books, record, attempt, history)
        lost = overwritten(self.translation, attempt, history, before)
        moved = open_lost(self.translation, moved, record, attempt, lost, books)
        books.links[moved.key] = moved
        self._sent(books, attempt, record)
        if answer.record is None or answer.record.values != moved.base_crm:
            tell(self.lane, books, attempt.object, link.crm_id, at=books.at, why="read back what we wrote")

    def _deleted(
        self, books: Books, attempt: Attempt, record: HubRecord, link: Link, history: Sequence[HistoryEntry]
    ) -> None:
        state = state_without(self.translation, self.sight, record, link)
        books.links[link.key] = replace(link, state=state, seen=attempt.hub_version)
        close_all(self.sight.items.get(record.id, ()), self.lane.connection, attempt.object, books)
        self._keep_unseen(books, attempt, record, history)
        if link.state is LinkState.ORPHAN or self.sight.linked(record.id) is not None:
            books.touch(record, connection=self.lane.connection)
        else:
            self._sent(books, attempt, record)

    def _merged(
        self,
        books: Books,
        attempt: Attempt,
        record: HubRecord,
        answer: WriteOutcome,
        link: Link,
        history: Sequence[HistoryEntry],
    ) -> None:
        """The loser's id is done with; what the winner holds now, and under which id, is read from the CRM."""
        books.links[link.key] = replace(link, state=LinkState.DELETED, seen=attempt.hub_version)
        self._keep_unseen(books, attempt, record, history)
        for crm_id in {attempt.into or "", answer.crm_id or attempt.into or ""}:
            tell(self.lane, books, attempt.object, crm_id, at=books.at, why="read back what we merged")
        if waits_for_another(self.sight, link):
            books.touch(record, connection=self.lane.connection)
        else:
            self._sent(books, attempt, record)
        books.counts["merged_remote"] += 1

    def _keep_unseen(
        self, books: Books, attempt: Attempt, record: HubRecord, history: Sequence[HistoryEntry]
    ) -> None:
        keep_unseen(
            books, record, attempt, history, f"written in the CRM just before our {attempt.kind.value}"
        )

    def _sent(self, books: Books, attempt: Attempt, record: HubRecord) -> None:
        if record.id not in self.waiting:
            sent = replace(record, version=attempt.hub_version)
            books.settle(self.lane.connection, sent, since=self.rows[record.id].since)

    # not done -----------------------------------------------------------------------------------------------------------
    def _unknown(self, books: Books, attempt: Attempt, *, held: bool) -> None:
        """The write may have happened. Nothing else touches the pair until that is known."""
        until = books.at + self.lane.pace.hold if held else books.at
        books.attempts[attempt.op] = replace(attempt, outcome=Outcome.AMBIGUOUS, hold_until=until)
        self._put_off(books, attempt, until, "the outcome of a write is unknown")
        books.counts["ambiguous_writes"] += 1

    def _not_done(self, books: Books, attempt: Attempt, record: HubRecord, answer: WriteOutcome) -> None:
        books.attempts[attempt.op] = replace(attempt, outcome=Outcome.REJECTED)
        link = self._links.get(attempt.crm_id or "")
        gone = answer.result in (Result.GONE, Result.REFUSED, Result.TAKEN)
        if attempt.kind is AttemptKind.RESTORE and gone and link is not None:
            why = words_of(answer) if answer.refusals else "no bin has it any more"
            not_to_be_had(self.lane, attempt, record, link, why, books)
            self._put_off(books, attempt, books.at, "to be made anew: it is not to be had back")
            return
        match answer.result:
            case Result.REFUSED | Result.TAKEN if link is not None and is_set_back(link, attempt):
                named = {name for one in answer.refusals for name in one.fields}
                give_up_setting_back(self.lane.store, books, record, link, attempt, named, words_of(answer))
                self._put_off(
                    books, attempt, books.at, "what the CRM refused to have set back is asked about"
                )
            case Result.REFUSED | Result.TAKEN:
                self._refused(books, attempt, record, answer)
            case Result.CHANGED:
                self._put_off(books, attempt, books.at, "changed in the CRM meanwhile; looking again")
            case Result.GONE:
                tell(
                    self.lane,
                    books,
                    attempt.object,
                    attempt.crm_id or "",
                    at=books.at,
                    why="gone while writing",
                )
                self._put_off(books, attempt, books.at + self.lane.pace.retry_least, "gone in the CRM")
            case _:
                row = self.rows[attempt.record_id]
                error = self.unanswered.get(attempt.op)
                until = self.lane.later(row.attempts)
                if isinstance(error, Throttled) and error.retry_after_s is not None:
                    until = books.at + int(error.retry_after_s * 1000)
                why = str(error) if error is not None else "busy in the CRM"
                self._put_off(books, attempt, until, why, tried=not isinstance(error, QuotaHeld))

    def _refused(self, books: Books, attempt: Attempt, record: HubRecord, answer: WriteOutcome) -> None:
        if attempt.kind is AttemptKind.MERGE:
            link = self._links.get(attempt.crm_id or "")
            if link is not None:
                give_up(self.lane, link, record, books, f"the CRM says {words_of(answer)}")
            return
        if attempt.kind is AttemptKind.CREATE and attempt.object in self.lane.unprepared:
            row = self.rows[attempt.record_id]
            waits = replace(row, waiting_for=waits_for_field(attempt.object), reason=WAITS_FOR_FIELD)
            books.postponed.append(Postponed(pending=waits, version=attempt.hub_version))
            return
        known = self.sight.items.get(record.id, ())
        if self.parked.intersection(attempt.rules):
            self._put_off(books, attempt, books.at, "the CRM's fields have changed; looking again")
        elif ask_about(self.lane, self.translation, books, attempt, record, answer, known=known):
            self._put_off(books, attempt, books.at, "sending what was not refused")
        else:
            parked = replace(self.rows[attempt.record_id], parked=True, reason=words_of(answer))
            books.postponed.append(Postponed(pending=parked, version=attempt.hub_version))

    def _put_off(self, books: Books, attempt: Attempt, until: int, why: str, *, tried: bool = False) -> None:
        row = self.rows[attempt.record_id]
        put_off = replace(row, next_at=until, reason=why, attempts=row.attempts + tried)
        books.postponed.append(Postponed(pending=put_off, version=attempt.hub_version))
