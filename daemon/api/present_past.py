"""What was, as the words of the wire."""

from __future__ import annotations

from collections.abc import Mapping

from core.conflicts import Conflict
from core.history import Past
from core.records import HubRecord
from core.retelling import lost, why
from core.store.base import StoredAudit
from core.wire.past import HistoryWord, LastWord, LostWord, PastWord
from core.wire.words import wire_value
from daemon.api import present


def past(record: HubRecord, told: Past, at: int) -> PastWord:
    names = sorted(record.fields.keys() | told.fields.keys())
    return PastWord(
        id=record.id,
        object=record.object,
        at=at,
        standing=told.standing.value,
        version=told.version,
        fields=present.fields(told.fields),
        last={name: last(one) for name, one in told.last.items()},
        merged_into=told.merged_into,
        differs=[name for name in names if record.fields.get(name) != told.fields.get(name)],
        gaps=list(told.gaps),
    )


def last(one: StoredAudit) -> LastWord:
    return LastWord(seq=one.seq, at=one.entry.at, by=one.entry.actor, run=one.entry.run, why=why(one.entry))


def history(one: StoredAudit, conflict: Conflict | None, names: Mapping[str, str]) -> HistoryWord:
    return HistoryWord(
        entry=present.activity(one, names),
        why=why(one.entry),
        lost=[
            LostWord(side=part.side, field=part.field, value=wire_value(part.value))
            for part in lost(one.entry, conflict)
        ],
    )
