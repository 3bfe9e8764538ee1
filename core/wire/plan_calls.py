"""The part of the typed client that is about plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from core.wire.plans import ApplyPlan, ExcludeItems, MakePlan, PlanItemWord, PlanStory, PlanWord
from core.wire.transport import Transport
from core.wire.words import Page

_PAGE = 500
_LONG_S = 1_800.0


class PlanCalls:
    """One method per operation, named like the operation."""

    _wire: Transport

    def make_plan(
        self, connection: str, object: str | None = None, *, mapping: str | None = None
    ) -> PlanWord:
        """Begins it; it can be looked at once it is a draft."""
        ask = MakePlan(connection=connection, object=object, mapping=mapping)
        return self._wire.ask("POST", "/v1/plans", PlanWord, body=ask)

    def list_plans(
        self,
        connection: str | None = None,
        state: str | None = None,
        *,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[PlanWord]:
        query = {"connection": connection, "state": state, "after": after, "limit": limit}
        return self._wire.ask("GET", "/v1/plans", Page[PlanWord], query=query)

    def get_plan(self, id: str) -> PlanStory:
        return self._wire.ask("GET", _path(id), PlanStory)

    def list_plan_items(
        self,
        id: str,
        *,
        kind: str | None = None,
        state: str | None = None,
        object: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[PlanItemWord]:
        query = {"kind": kind, "state": state, "object": object, "after": after, "limit": limit}
        return self._wire.ask("GET", _path(id, "items"), Page[PlanItemWord], query=query)

    def all_plan_items(
        self, id: str, *, kind: str | None = None, state: str | None = None, object: str | None = None
    ) -> Iterator[PlanItemWord]:
        """Page by page to the end."""
        after: str | None = None
        while True:
            page = self.list_plan_items(id, kind=kind, state=state, object=object, after=after, limit=_PAGE)
            yield from page.rows
            if page.next is None:
                return
            after = page.next

    def approve_plan(self, id: str) -> PlanWord:
        return self._wire.ask("POST", _path(id, "approve"), PlanWord)

    def apply_plan(self, id: str, *, first: int | None = None) -> PlanWord:
        """A bulk decision is made before this answers; any other plan is worked off by its connection's lane, which stops
        for a look after the `first` records where that is given."""
        return self._wire.ask(
            "POST", _path(id, "apply"), PlanWord, body=ApplyPlan(first=first), timeout_s=_LONG_S
        )

    def stop_plan(self, id: str) -> PlanWord:
        """What is done stays; applied again, the plan goes on with the rest."""
        return self._wire.ask("POST", _path(id, "stop"), PlanWord)

    def discard_plan(self, id: str) -> PlanWord:
        return self._wire.ask("POST", _path(id, "discard"), PlanWord)

    def exclude_plan_items(self, id: str, items: Sequence[int]) -> PlanWord:
        ask = ExcludeItems(items=list(items))
        return self._wire.ask("POST", _path(id, "exclude"), PlanWord, body=ask)


def _path(*parts: str) -> str:
    return "/".join(("/v1/plans", *(quote(part, safe="") for part in parts)))
