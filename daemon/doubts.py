"""A CRM record that may be what a lost create of ours has made and a person has edited since: a person says whose it is.

Only in objects that keep no key of ours. While the create's outcome is open the record's news waits, for the one it has made
may still show. Then it becomes a question, and until that is answered neither is the record taken for a stranger's nor the
create repeated (`daemon/push.py` leaves alone what an open question names).
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.conflicts import Item, ItemKind
from core.jobs import Attempt
from core.records import RemoteRecord
from core.sync.books import Books
from core.translate import Translation
from daemon.joining import linked_now
from daemon.lane import Lane
from daemon.our_keys import open_creates, suspects

BY: Final = ("what it holds",)


def ask_whose(
    lane: Lane, translation: Translation, doubtful: MappingOf[str, Sequence[Attempt]], books: Books
) -> None:
    """Ask about these records, by CRM id, which of the creates has made each."""
    crm_object = translation.mapping.crm_object
    known = lane.store.open_items(lane.connection, crm_object, list(doubtful)) if doubtful else ()
    for crm_id, creates in doubtful.items():
        books.open_item(
            ItemKind.AMBIGUOUS,
            connection=lane.connection,
            object=crm_object,
            subject=crm_id,
            reason="it looks like what we created when the answer was lost, edited since",
            advice="Choose the record it belongs to, or approve with option 'separate' where a person made it.",
            detail={"candidates": tuple(sorted({one.record_id for one in creates})), "by": BY},
            known=known,
        )


@dataclass(frozen=True, slots=True)
class Doubts:
    """What stands between the newcomers of one batch and being taken for strangers'. `asked` are questions by CRM id."""

    lane: Lane
    translation: Translation
    creates: Sequence[Attempt]
    asked: MappingOf[str, Item]

    @classmethod
    def of(cls, lane: Lane, translation: Translation, asked: MappingOf[str, Item]) -> Doubts:
        crm_object = translation.mapping.crm_object
        keyless = crm_object in lane.adapter.abilities.by_content
        return cls(lane, translation, open_creates(lane, crm_object) if keyless else (), asked)

    def about(self, remote: RemoteRecord, books: Books) -> int | None:
        """Until when this newcomer's news waits (ms), 0 where a person is asked; None where nothing is in doubt."""
        left = [one for one in self.creates if one.op not in books.attempts]
        some = suspects(self.translation, left, remote)
        if some:
            return max(one.hold_until for one in some)
        question = self.asked.get(remote.id)
        if question is None or question.detail.get("by") != BY:
            return None
        candidates = question.detail.get("candidates")
        known = self.lane.store.records(candidates if isinstance(candidates, tuple) else ())
        free = (
            one.deleted_at is None and linked_now(self.lane, one.id, books) is None for one in known.values()
        )
        return 0 if any(free) else None
