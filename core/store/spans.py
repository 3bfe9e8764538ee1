"""Between which moments the entries of the log lie, 1,000 at a time, so that a question about a time reads only those.

Entries are nearly in the order of their times, but not quite: several daemons with clocks of their own may write. Of each
span the earliest and the latest is kept, so what lies outside is ruled out for certain. Kept with the search index, off
the hot path; of entries that are not in it yet nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.store import tables
from core.store.base import Activity, StoredAudit
from core.store.database import Reader, Transaction

_SPAN: Final = 1_000


def widen(transaction: Transaction, entries: Sequence[StoredAudit]) -> None:
    """Add these entries to their spans; it does no harm to add one again."""
    spans: dict[int, tuple[int, int]] = {}
    numbers = sorted({_span_of(one.seq) for one in entries})
    known = transaction.read("SELECT n, least, most FROM audit_spans WHERE n = ANY(?)", numbers)
    spans.update({n: (least, most) for n, least, most in known})
    for one in entries:
        n, at = _span_of(one.seq), one.entry.at
        least, most = spans.get(n, (at, at))
        spans[n] = min(least, at), max(most, at)
    transaction.upsert(tables.audit_spans, [(n, *ends) for n, ends in sorted(spans.items())])


def within(reader: Reader, question: Activity, *, indexed: int) -> tuple[int, int]:
    """Of the entries up to `indexed`, those the question's time allows lie above the first seq and below the second."""
    above, below = 0, indexed + 1
    if question.since is not None:
        first = reader.read("SELECT MIN(n) FROM audit_spans WHERE most >= ?", question.since)[0][0]
        above = indexed if first is None else first * _SPAN
    if question.until is not None:
        last = reader.read("SELECT MAX(n) FROM audit_spans WHERE least <= ?", question.until)[0][0]
        below = 0 if last is None else min(below, (last + 1) * _SPAN + 1)
    return above, below


def _span_of(seq: int) -> int:
    return (seq - 1) // _SPAN
