"""Answers to a delete against an edit: the record ends on every side, or lives on every side."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import Final

from core.conflicts import Choice, Conflict
from core.errors import Invalid
from core.records import UNSET, HubRecord, Link, LinkKey, LinkState
from core.store.base import Store
from core.sync.books import Books
from daemon.decide import restored
from daemon.lane import Lane
from daemon.sight import laid_out
from daemon.waiting import tell

DELETED: Final = ("deleted",)  # the values of the side that deleted


def ends(conflict: Conflict, choice: Choice | None) -> bool:
    """Whether this answer is the delete. Raises Invalid for a value."""
    if choice not in (Choice.HUB, Choice.CRM):
        raise Invalid("a delete against an edit is settled by hub or crm, not by a value")
    side = conflict.hub if choice is Choice.HUB else conflict.crm
    return side.values == DELETED


def was_deleted_there(conflict: Conflict) -> bool:
    """Whether it was the CRM that deleted the record, and the hub that had edited it."""
    return conflict.crm.values == DELETED


@dataclass(slots=True)
class Ending:
    """Books one person's answer. The caller commits."""

    store: Store
    lanes: MappingOf[str, Lane]
    books: Books
    by: str

    def settle(self, conflict: Conflict, record: HubRecord, choice: Choice) -> None:
        """Do what the chosen side did. Raises Invalid for a value."""
        ended = ends(conflict, choice)
        self._end_waiting(conflict, record)
        cause = f"conflict:{conflict.id}"
        if ended:
            if record.deleted_at is None:
                self.books.tombstone(record, by=self.by, cause=cause)
            else:
                self.books.change(record, {}, by=self.by, cause=cause, kind="resolve", note="delete")
            return
        if record.deleted_at is not None:
            record = restored(self.store, self.books, record, by=self.by, cause=cause)
        else:
            record = self.books.change(record, {}, by=self.by, cause=cause, kind="resolve", note="keep")
        link = self._links(conflict, record).get(conflict.link)
        if not was_deleted_there(conflict) and link is not None and link.state is LinkState.LINKED:
            self._revive(record, link)

    def _end_waiting(self, conflict: Conflict, record: HubRecord) -> None:
        """What is gone there is no more; if the hub's lives on, it is brought back or created there anew.

        A copy that was to go because an answer was taken back is a pair again: this answer says what becomes of it.
        """
        for link in self._links(conflict, record).values():
            asked = link.key == conflict.link and was_deleted_there(conflict)
            if link.state is LinkState.LEAVING:
                self.books.links[link.key] = replace(link, state=LinkState.LINKED)
            elif link.state is LinkState.GONE or (asked and link.state is not LinkState.LINKED):
                self.books.links[link.key] = replace(link, state=LinkState.DELETED)

    def _links(self, conflict: Conflict, record: HubRecord) -> dict[LinkKey, Link]:
        """Every pair of the record in this CRM, and the one that is asked about, as these books have them."""
        connection, crm_object, crm_id = conflict.link
        known = [
            *self.store.links(connection, crm_object, [crm_id]).values(),
            *self.store.links_of([record.id], connection),
        ]
        return {one.key: self.books.links.get(one.key, one) for one in known}

    def _revive(self, record: HubRecord, link: Link) -> None:
        lane = self.lanes.get(link.connection)
        translation = lane.translations.get(link.crm_object) if lane is not None else None
        if lane is None or translation is None:
            return
        # The edit that saved the record gave up the hub's base (daemon/gone.py). It is taken in now; what else the
        # hub has changed since is sent, not forgotten.
        old_hub, old_crm = laid_out(lane, translation, link)
        base_hub, base_crm = list(old_hub), list(old_crm)
        now = translation.hub_values(record.fields)
        for rule in translation.rules:
            if translation.came_back.intersection(rule.rule.crm):
                # The field was gone, and nobody has compared this pair since: they meet there for the first time.
                for at in rule.hub_at:
                    base_hub[at] = UNSET
                for at in rule.crm_at:
                    base_crm[at] = UNSET
                continue
            met = any(base_crm[at] is not UNSET for at in rule.crm_at)
            if met and any(base_hub[at] is UNSET for at in rule.hub_at):
                for at in rule.hub_at:
                    base_hub[at] = now[at]
                for at in rule.crm_at:
                    base_crm[at] = UNSET
        self.books.links[link.key] = replace(
            link,
            layout=translation.mapping.layout,
            base_hub=tuple(base_hub),
            base_crm=tuple(base_crm),
            state=LinkState.LINKED,
        )
        tell(lane, self.books, link.crm_object, link.crm_id, at=self.books.at, why="kept by a decision")
