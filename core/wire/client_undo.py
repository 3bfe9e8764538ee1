"""The part of the typed client that takes back: inverse plans, made, shown and applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.wire.transport import Transport, path_of
from core.wire.undo import OfMapping, PlanUndo, UndoItemWord, UndoPlanWord
from core.wire.words import Page

_LONG_S: Final = 1_800.0  # a plan over a hundred thousand records takes its time


class UndoCalls:
    """Methods of `core.wire.client.Client`. Times are in ms since 1970 UTC."""

    _wire: Transport

    def plan_undo(
        self,
        *,
        run: str | None = None,
        records: Sequence[str] = (),
        connection: str | None = None,
        mapping: OfMapping | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> UndoPlanWord:
        """Plan the inverse of a run, of records' or a connection's changes since a time, or of what a mapping's version did.

        Nothing else is written.
        """
        ask = PlanUndo(
            run=run, records=list(records), connection=connection, mapping=mapping, since=since, until=until
        )
        return self._wire.ask("POST", path_of("undo"), UndoPlanWord, body=ask, timeout_s=_LONG_S)

    def get_undo(self, id: str) -> UndoPlanWord:
        return self._wire.ask("GET", path_of("undo", id), UndoPlanWord)

    def list_undo_items(
        self,
        id: str,
        *,
        kind: str | None = None,
        state: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[UndoItemWord]:
        query = {"kind": kind, "state": state, "after": after, "limit": limit}
        return self._wire.ask("GET", path_of("undo", id, "items"), Page[UndoItemWord], query=query)

    def apply_undo(self, id: str) -> UndoPlanWord:
        """Do it, or go on with it. Where somebody stops it meanwhile it comes back approved, with items planned."""
        return self._wire.ask("POST", path_of("undo", id, "apply"), UndoPlanWord, timeout_s=_LONG_S)

    def stop_undo(self, id: str) -> UndoPlanWord:
        """End the applying; what is done stays, and `apply_undo` goes on with the rest."""
        return self._wire.ask("POST", path_of("undo", id, "stop"), UndoPlanWord)
