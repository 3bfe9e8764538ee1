"""The client's calls about what waits for a person: conflicts, items, the queue of both, and how contests ended."""

from __future__ import annotations

from typing import Final, Literal

from core.records import Fields
from core.wire.comparing import ComparisonWord
from core.wire.models import (
    BulkWord,
    ConflictStats,
    ConflictStory,
    ConflictWord,
    DecideItem,
    DecideItems,
    EscalateQuestions,
    ItemWord,
    OutcomeWord,
    Page,
    PlanDecisions,
    PlanResolutions,
    PlanWord,
    QueueWord,
    ResolveConflict,
    ResolveConflicts,
    ReversalWord,
    SnoozeQuestions,
    UndoDecisions,
    UndoResolutions,
    WakeQuestions,
    Where,
)
from core.wire.paths import wired
from core.wire.queued import MOST_AT_ONCE, SORT
from core.wire.transport import Transport, path_of

_MODEL_S: Final = 90.0  # advisor.timeout_s is 30 s at most, for each of connecting and answering
_READ_S: Final = 60.0  # a CRM is asked, which may be slow
_MANY_S: Final = 300.0  # up to 500 decisions in one request
_LONG_S: Final = 1_800.0  # a plan of a hundred thousand takes its time


class QuestionCalls:
    """A part of `core.wire.client.Client`."""

    _wire: Transport

    def list_conflicts(
        self,
        state: str | None = None,
        *,
        sort: SORT | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[ConflictWord]:
        """`sort` is for those that wait (open, snoozed, escalated)."""
        query = {"state": state, "sort": sort, "after": after, "limit": limit}
        return self._wire.ask("GET", "/v1/conflicts", Page[ConflictWord], query=query)

    def get_conflict(self, id: str) -> ConflictStory:
        return self._wire.ask("GET", path_of("conflicts", id), ConflictStory)

    def resolve_conflict(
        self, id: str, choice: Literal["hub", "crm", "value"], values: Fields | None = None
    ) -> ConflictWord:
        ask = ResolveConflict(choice=choice, values=None if values is None else wired(values))
        return self._wire.ask("POST", path_of("conflicts", id, "resolve"), ConflictWord, body=ask)

    def list_items(
        self, state: str | None = None, kind: str | None = None, *, after: str | None = None, limit: int = 100
    ) -> Page[ItemWord]:
        query = {"state": state, "kind": kind, "after": after, "limit": limit}
        return self._wire.ask("GET", "/v1/items", Page[ItemWord], query=query)

    def get_item(self, id: str) -> ItemWord:
        return self._wire.ask("GET", path_of("items", id), ItemWord)

    def item_outcome(self, id: str, *, approve: bool, option: str | None = None) -> OutcomeWord:
        """What this answer would do now; nothing is answered."""
        query = {"approve": approve, "option": option}
        return self._wire.ask("GET", path_of("items", id, "outcome"), OutcomeWord, query=query)

    def decide_item(self, id: str, *, approve: bool, option: str | None = None) -> ItemWord:
        ask = DecideItem(approve=approve, option=option)
        return self._wire.ask("POST", path_of("items", id, "decide"), ItemWord, body=ask)

    def second_opinion(self, id: str) -> ConflictStory:
        """What a language model says, beside the advisor's own suggestion."""
        return self._wire.ask(
            "POST", path_of("conflicts", id, "second-opinion"), ConflictStory, timeout_s=_MODEL_S
        )

    def undo_outcome(self, id: str) -> ReversalWord:
        """What taking this resolution back would do now; nothing is taken back."""
        return self._wire.ask("GET", path_of("conflicts", id, "undo"), ReversalWord)

    def undo_resolution(self, id: str) -> ConflictWord:
        return self._wire.ask("POST", path_of("conflicts", id, "undo"), ConflictWord)

    def undo_decision(self, id: str) -> ItemWord:
        return self._wire.ask("POST", path_of("items", id, "undo"), ItemWord)

    # the queue ------------------------------------------------------------------------------------------------------
    def list_queue(
        self,
        where: Where | None = None,
        *,
        sort: SORT = "oldest",
        after: str | None = None,
        limit: int = 100,
    ) -> Page[QueueWord]:
        """Unanswered conflicts and items. A page token belongs to the order it was given out in."""
        given = where or Where()
        query = {
            "kind": ",".join(given.kinds) if given.kinds else None,
            "connection": given.connection,
            "object": given.object,
            "field": given.field,
            "state": given.state,
            "assigned_to": given.assigned_to,
            "opened_before": given.opened_before,
            "opened_since": given.opened_since,
            "surest": _share(given.surest),
            "doubtful": _share(given.doubtful),
            "sort": sort,
            "after": after,
            "limit": limit,
        }
        return self._wire.ask("GET", "/v1/queue", Page[QueueWord], query=query)

    def compare_records(self, id: str) -> ComparisonWord:
        """The records that a conflict or an item is about, side by side; the CRM is read for it."""
        return self._wire.ask("GET", path_of("queue", id, "records"), ComparisonWord, timeout_s=_READ_S)

    def snooze_questions(self, ids: list[str], until: int) -> Page[QueueWord]:
        ask = SnoozeQuestions(ids=ids, until=until)
        return self._wire.ask("POST", "/v1/queue/snooze", Page[QueueWord], body=ask)

    def escalate_questions(self, ids: list[str], to: str, note: str = "") -> Page[QueueWord]:
        ask = EscalateQuestions(ids=ids, to=to, note=note)
        return self._wire.ask("POST", "/v1/queue/escalate", Page[QueueWord], body=ask)

    def wake_questions(self, ids: list[str]) -> Page[QueueWord]:
        return self._wire.ask("POST", "/v1/queue/wake", Page[QueueWord], body=WakeQuestions(ids=ids))

    # many at once ---------------------------------------------------------------------------------------------------
    def resolve_conflicts(self, ask: ResolveConflicts) -> BulkWord:
        """At most 500 in one request; go on with `run` and `after` where the answer tells `next`."""
        return self._wire.ask("POST", "/v1/conflicts/resolve", BulkWord, body=ask, timeout_s=_MANY_S)

    def plan_resolutions(self, ask: PlanResolutions) -> PlanWord:
        """A plan of settling them all, as a draft; however many there are."""
        return self._wire.ask("POST", "/v1/conflicts/plan", PlanWord, body=ask, timeout_s=_LONG_S)

    def decide_items(self, ask: DecideItems) -> BulkWord:
        """Likewise."""
        return self._wire.ask("POST", "/v1/items/decide", BulkWord, body=ask, timeout_s=_MANY_S)

    def plan_decisions(self, ask: PlanDecisions) -> PlanWord:
        """A plan of answering them all, as a draft."""
        return self._wire.ask("POST", "/v1/items/plan", PlanWord, body=ask, timeout_s=_LONG_S)

    def undo_resolutions(
        self,
        run: str,
        *,
        into: str | None = None,
        after: str | None = None,
        limit: int = MOST_AT_ONCE,
        preview: bool = False,
    ) -> BulkWord:
        """Take back what a run settled; go on with `into` and `after` where the answer tells `next`.

        A `preview` tells how many that are, and by which of them something does not come back as it was.
        """
        ask = UndoResolutions(run=run, into=into, after=after, limit=limit, preview=preview)
        return self._wire.ask("POST", "/v1/conflicts/undo", BulkWord, body=ask, timeout_s=_MANY_S)

    def undo_decisions(
        self, run: str, *, into: str | None = None, after: str | None = None, limit: int = MOST_AT_ONCE
    ) -> BulkWord:
        """Take back the answers to items of a run; likewise."""
        ask = UndoDecisions(run=run, into=into, after=after, limit=limit)
        return self._wire.ask("POST", "/v1/items/undo", BulkWord, body=ask, timeout_s=_MANY_S)

    def conflict_stats(
        self,
        *,
        since: int | None = None,
        until: int | None = None,
        connection: str | None = None,
        object: str | None = None,
        field: str | None = None,
    ) -> ConflictStats:
        """How contests that began within these moments (whole UTC days) ended."""
        query = {
            "since": since,
            "until": until,
            "connection": connection,
            "object": object,
            "field": field,
        }
        return self._wire.ask("GET", "/v1/conflicts/stats", ConflictStats, query=query)


def _share(one: float | None) -> str | None:
    return None if one is None else f"{one:g}"
