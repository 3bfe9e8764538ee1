"""One search of the audit log in a database.

A column answers for the record. Words, field names, kinds, connections and runs are found through an index that is kept
off the hot path; what it does not reach yet is read through, so nothing is left out. Where it would offer more than a
page, it is told in which entries what many have stands (`core/store/places.py`). Either may offer too much, never too
little: every entry they name is checked by `activity.fitting`, the one definition. Whichever way it goes, it counts what it
looks at, and ends where that is too much (`core/store/looks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from core.store import looks, rows, spans, word_places
from core.store.activity import fitting, pieces_in
from core.store.base import Activity, Found, StoredAudit
from core.store.codec import encode
from core.store.database import Database, Row
from core.store.index_words import FULL_MARK, Sought, is_for_index

_PAGE: Final = 500
_LONGEST_PAGE: Final = 2_000  # where it is read through
_AT_ONCE: Final = 125
_SAMPLE: Final = 128  # entries
_SAMPLED_TEXT: Final = 250_000  # characters
_GOLDEN: Final = 0.6180339887
_OFTEN: Final = 6  # of the sample; what fits so often fills a page out of the next ones that are read through
_RARE: Final = 1  # of the sample
_READ_THROUGH: Final = 2_000  # entries
_TOGETHER: Final = (
    3  # words of a piece that must be seen to follow one another; each more takes time and rules little out
)
# What stands between two words of a piece, in JSON: an escape may be made of letters.
_BETWEEN: Final = r"(?:\\(?:[nrtbf]|u[0-9a-f]{4})|\W)+"
SELECT: Final = f"SELECT {rows.AUDIT} FROM audit WHERE "


class Search:
    """Answers one question, once. `indexed`: up to which entry all are in the index."""

    def __init__(self, database: Database, question: Activity, *, indexed: int, most: int) -> None:
        self._db, self._question, self._indexed = database, question, indexed
        self._fits, self._could_fit = fitting(question), _by_sight(question)
        self._left = most  # looks
        self._down_to: int | None = None

    def answer(self) -> Found:
        found: list[StoredAudit] = []
        if self._question.limit <= 0:
            return Found(rows=found)
        for stored in self._candidates():
            if self._fits(stored):
                found.append(stored)
                if len(found) == self._question.limit:
                    return Found(rows=found)
        return Found(rows=found, down_to=self._down_to)

    @property
    def _ended(self) -> bool:
        return self._down_to is not None

    def _ends_at(self, seq: int) -> bool:
        """Whether the looks are spent, now that all entries from this one on were looked at; an end at the last is none."""
        if self._left <= 0 and seq > 1:
            self._down_to = seq
        return self._ended

    def _candidates(self) -> Iterator[StoredAudit]:
        """Newest first; every entry that fits is among them, down to where it ends."""
        question, indexed = self._question, self._indexed
        before = question.before if question.before is not None else self._newest() + 1
        yield from self._scan(before, indexed)
        if self._ended:
            return
        above, below = spans.within(self._db, question, indexed=indexed)
        before = min(before, below)
        has_time = question.since is not None or question.until is not None
        is_short = has_time and before - above <= _READ_THROUGH
        if is_short or question.record_id is not None or not is_for_index(question):
            yield from self._scan(before, above)
        else:
            yield from self._look_up(before, above)

    def _newest(self) -> int:
        return int(self._db.read("SELECT seq FROM heads WHERE id = 1")[0][0])

    def _sift(self, page: Sequence[Row]) -> Iterator[StoredAudit]:
        """Those of these rows, newest first, that could fit, until the looks are spent."""
        could_fit, has_words = self._could_fit, self._question.text is not None
        for row in page:
            length = len(row[9]) + len(row[10])
            self._left -= 1 + length // looks.READ
            if could_fit(row):
                self._left -= looks.HELD + (length // looks.WORDED if has_words else length // looks.READ)
                yield rows.audit_of(row)
            if self._left <= 0 and self._ends_at(row[0]):
                return

    def _sift_these(self, seqs: Sequence[int]) -> Iterator[StoredAudit]:
        for begin in range(0, len(seqs), _AT_ONCE):
            yield from self._sift(self._read(seqs[begin : begin + _AT_ONCE]))
            if self._ended:
                return

    def _scan(self, before: int, above: int) -> Iterator[StoredAudit]:
        """Entries between the two: those of a record by their column, else all that meet what columns can say."""
        if self._question.record_id:
            yield from self._scan_record(before, above)
            return
        conditions, values = _columns(self._question)
        sql = SELECT + " AND ".join(("seq < ?", "seq > ?", *conditions)) + " ORDER BY seq DESC"
        fits_all = not conditions and not is_for_index(self._question)
        most = min(_PAGE, self._question.limit) if fits_all else _PAGE
        while before - 1 > above:
            low = max(above, before - 1 - most)
            page = self._db.read(sql, before, low, *values)
            left = self._left
            self._left -= (before - 1 - low - len(page)) // looks.SKIPPED
            yield from self._sift(page)
            can_be = (before - 1 - low) * self._left // max(1, left - self._left)
            before, most = low + 1, max(1, min(2 * most, _LONGEST_PAGE, can_be))
            if self._ended or self._ends_at(before):
                return

    def _scan_record(self, before: int, above: int) -> Iterator[StoredAudit]:
        # The index leaves empty ids out, and is used only where that is plain to see.
        sql = SELECT + "record_id = ? AND record_id <> '' AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?"
        while page := self._db.read(sql, self._question.record_id, before, above, _PAGE):
            yield from self._sift(page)
            if self._ended or len(page) < _PAGE:
                return
            before = page[-1][0]

    def _look_up(self, before: int, above: int) -> Iterator[StoredAudit]:
        """Entries between the two, all of which are in the index.

        What is common is found by reading on. Else the index is asked for the rare words alone: the others rule little
        out, and finding all their places takes the index the longest. Only where that offers more than a page, or
        nothing is rare, is it looked up where all words meet; what has no places yet is read through.
        """
        sought = Sought.of(self._question)
        if sought is None or before - 1 <= above:
            return
        sample = self._sample(above, before)
        if _SAMPLE * sum(map(self._fits, sample)) >= _OFTEN * len(sample):
            down_to = max(above, before - 1 - _READ_THROUGH)
            yield from self._scan(before, down_to)
            if self._ended:
                return
            before = down_to + 1
        placed = max(word_places.covered(self._db), above)
        rare = sought.rare_in([one.entry for one in sample], most=_RARE * len(sample) // _SAMPLE)
        if rare is not None:
            rare = word_places.seldom(self._db, rare, above=above, before=min(before, placed + 1))
        if rare is not None:
            page = self._offered(rare, above, before)
            yield from self._sift_these(page)
            if self._ended or len(page) < _PAGE:
                return
            before = page[-1]
        # Few, but after an upgrade, where places are still being made: the index would take long to say what meets.
        yield from self._scan(before, placed)
        if not self._ended:
            yield from self._meeting(sought, min(before, placed + 1), above)

    def _sample(self, above: int, before: int) -> list[StoredAudit]:
        """Some entries from all over; of long ones only a few, for taking them apart takes long."""
        found = self._read(_spread(above, before))
        parts = sum(len(row[9]) + len(row[10]) for row in found) // _SAMPLED_TEXT + 1
        return [rows.audit_of(row) for row in found[::parts]]

    def _meeting(self, sought: Sought, before: int, above: int) -> Iterator[StoredAudit]:
        """Where all that is sought stands, by its places: some spans of the log at a time, and soon many."""
        parts = len(sought.starts) + len(sought.whole)
        several = word_places.FIRST
        while before - 1 > above:
            several = max(1, min(several, self._left // parts))
            met = word_places.meeting(self._db, sought, above=above, before=before, spans=several)
            self._left -= met.looked_up
            while page := list(islice(met.seqs, _PAGE)):
                yield from self._sift_these(page)
                if self._ended:
                    return
            before, several = met.down_to, several * word_places.GROW
            if self._ends_at(before):
                return

    def _offered(self, sought: Sought, above: int, before: int) -> list[int]:
        """A page of what the index has, newest first; fewer than a page are the last ones."""
        return self._db.find_words(
            sought.starts, sought.whole, always=FULL_MARK, above=above, before=before, limit=_PAGE
        )

    def _read(self, seqs: Sequence[int]) -> list[Row]:
        """These entries, newest first."""
        return self._db.read(SELECT + "seq = ANY(?) ORDER BY seq DESC", list(seqs))


def _spread(above: int, below: int) -> list[int]:
    """A few seqs from all over, at uneven distances: what happens by turns must not be missed each time."""
    return sorted({above + 1 + int((below - above - 1) * (n * _GOLDEN % 1)) for n in range(_SAMPLE)})


def _by_sight(question: Activity) -> Callable[[Row], bool]:
    """Whether a row, as it is stored, has the texts that are asked for at all; saves taking the others apart.

    `fitting` looks for words in the texts, here they are looked for in the JSON around them too, which hides none: it
    escapes nothing that a word is made of.
    """
    pieces = pieces_in(question.text or "")
    words = {word for piece in pieces for word in piece}
    joined = [
        re.compile(_BETWEEN.join(map(re.escape, piece[:_TOGETHER]))).search
        for piece in pieces
        if len(piece) > 1
    ]
    name = "" if question.field is None else encode(question.field).decode()
    asked = ((2, question.kind), (5, question.run), (7, question.record_id), (8, question.connection))
    columns = [(at, value) for at, value in asked if value is not None]

    def could_fit(row: Row) -> bool:
        changes = row[9]
        if name not in changes or any(row[at] != value for at, value in columns):
            return False
        raw = f"{row[3]}\n{changes}\n{row[10]}".casefold()
        return all(word in raw for word in words) and all(search(raw) for search in joined)

    return could_fit


def _columns(question: Activity) -> tuple[list[str], list[Any]]:
    """The conditions that columns can answer, with their values."""
    parts: tuple[tuple[str, str | int | None], ...] = (
        ("record_id = ?", question.record_id),
        ("connection = ?", question.connection),
        ("run = ?", question.run),
        ("kind = ?", question.kind),
        ("at >= ?", question.since),
        ("at <= ?", question.until),
    )
    given = [(sql, value) for sql, value in parts if value is not None]
    return [sql for sql, _ in given], [value for _, value in given]
