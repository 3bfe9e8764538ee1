"""What an answer to a question would do now, and where: told before anybody decides. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from core.answers import Answer, Verdict, told_of
from core.conflicts import Conflict, Item
from core.plans import WRITES_CRM, WRITES_HUB, Change, PlanItemKind, PlanItemState
from daemon.bulk import Bulk, Selection
from daemon.bulk_planning import item_of
from daemon.heirs import HUB
from daemon.planned_resolution import FETCH

FORETOLD: Final = 500  # of many questions, the first ones
_LEFT_ALONE: Final = "; left alone: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """`changes` are fields of `where`: the hub or a connection, "" where nothing is written by the answer itself.

    `sent` are the connections that are sent the record because of it. `refused` says why it cannot be answered so.
    """

    question: Conflict | Item
    kind: PlanItemKind | None
    where: str
    changes: tuple[Change, ...] = ()
    sent: tuple[str, ...] = ()
    note: str = ""
    refused: str = ""

    @property
    def places(self) -> frozenset[str]:
        """All that is written to."""
        return frozenset({self.where, *self.sent} - {""})


def foretold(bulk: Bulk, question: Conflict | Item, answer: Answer) -> Foretold:
    """What giving this answer now would do. Raises Invalid where it is for the other sort of question."""
    item, reach = item_of(bulk.desk, question, answer, bulk.by)
    if item.state is PlanItemState.SKIPPED:
        reason = item.note.rpartition(_LEFT_ALONE)[2]
        return Foretold(question=question, kind=None, where="", refused=reason)
    connection = question.link[0] if isinstance(question, Conflict) else question.connection
    where = HUB if item.kind in WRITES_HUB else connection if item.kind in WRITES_CRM else ""
    # Where nothing of the record changes, its connections look at it again and find nothing to send.
    writes = item.kind not in (PlanItemKind.SETTLE, PlanItemKind.UNLINK)
    sent = {name for name, call in reach if writes and call != FETCH} - {where}
    note = item.note.partition(told_of(answer))[2].strip(":; ") if isinstance(answer, Verdict) else ""
    return Foretold(
        question=question,
        kind=item.kind,
        where=where,
        changes=item.changes,
        sent=tuple(sorted(sent)),
        note=note,
    )


def foretold_of_many(
    bulk: Bulk, selection: Selection, answer: Answer
) -> tuple[Sequence[Foretold], dict[str, int]]:
    """Of the first FORETOLD of a selection, and how many of these are written to each place."""
    found = [foretold(bulk, one, answer) for one in islice(bulk.chosen(selection), FORETOLD)]
    places: Counter[str] = Counter(place for one in found for place in one.places)
    return found, dict(places)
