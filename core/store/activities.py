"""Searching the audit log in a database.

A column answers for the record. Words, field names, kinds, connections and runs are found through an index that is kept
off the hot path; what it does not reach yet is read through, so an answer is always complete. Where it would offer more
than a page, it is told in which entries what many have stands (`core/store/places.py`). Either may offer too much, never
too little: every entry they name is checked by `activity.fitting`, the one definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from core.store import rows, spans, word_places
from core.store.activity import fitting, words_in
from core.store.base import Activity, StoredAudit
from core.store.codec import encode
from core.store.database import Database, Row
from core.store.index_words import FULL_MARK, Sought, index_words_of, is_for_index
from core.store.word_places import Lately

_PAGE: Final = 500
_LONGEST_PAGE: Final = 2_000  # where it is read through
_SAMPLE: Final = 128  # entries
_GOLDEN: Final = 0.6180339887
_OFTEN: Final = 6  # of the sample; what fits so often fills a page out of the next ones that are read through
_RARE: Final = 1  # of the sample
_READ_THROUGH: Final = 2_000  # entries
_WITHOUT_PLACES = 6_000  # entries; so many and fewer are read through as well
# Row 1 tells how far the index reaches, row 2 what `words_of` gave then. An index of other words counts as empty, and is
# made anew where the next ones are added; until then everything is read through.
_WORDS_OF: Final = 2
_INDEXED: Final = (
    "SELECT COALESCE((SELECT far.seq FROM indexed far JOIN indexed words ON words.id = 2"
    f" WHERE far.id = 1 AND words.seq = {_WORDS_OF}), 0)"
)
_MADE_OF: Final = "SELECT seq FROM indexed WHERE id = 2"
_SELECT: Final = f"SELECT {rows.AUDIT} FROM audit WHERE "


class Activities:
    """`search` and `index_activity` of `Store`."""

    _db: Database
    _lately: Lately

    def search(self, question: Activity) -> list[StoredAudit]:
        fits = fitting(question)
        found: list[StoredAudit] = []
        if question.limit <= 0:
            return found
        for stored in self._candidates(question):
            if fits(stored):
                found.append(stored)
                if len(found) == question.limit:
                    break
        return found

    def _candidates(self, question: Activity) -> Iterator[StoredAudit]:
        """Newest first; every entry that fits is among them."""
        before = question.before if question.before is not None else self._newest() + 1
        indexed = int(self._db.read(_INDEXED)[0][0])
        yield from self._scan(question, before, indexed)
        above, below = spans.within(self._db, question, indexed=indexed)
        before = min(before, below)
        has_time = question.since is not None or question.until is not None
        is_short = has_time and before - above <= _READ_THROUGH
        if is_short or question.record_id is not None or not is_for_index(question):
            yield from self._scan(question, before, above)
        else:
            yield from self._look_up(question, before, above)

    def _newest(self) -> int:
        return int(self._db.read("SELECT seq FROM heads WHERE id = 1")[0][0])

    def _scan(self, question: Activity, before: int, down_to: int) -> Iterator[StoredAudit]:
        """Entries below `before` and above `down_to` that meet what columns can say."""
        conditions, values = _columns(question)
        sql = _SELECT + " AND ".join(("seq < ?", "seq > ?", *conditions)) + " ORDER BY seq DESC LIMIT ?"
        could_fit = _by_sight(question)
        most = _PAGE
        while page := self._db.read(sql, before, down_to, *values, most):
            yield from map(rows.audit_of, filter(could_fit, page))
            before, most = page[-1][0], min(2 * most, _LONGEST_PAGE)

    def _look_up(self, question: Activity, before: int, above: int) -> Iterator[StoredAudit]:
        """Entries between the two, all of which are in the index.

        What is common is found by reading on. Else the index is asked for the rare words alone: the others rule little
        out, and finding all their places takes the index the longest. Only where that offers more than a page, or
        nothing is rare, is it looked up where all words meet.
        """
        sought = Sought.of(question)
        if sought is None or before - 1 <= above:
            return
        could_fit = _by_sight(question)
        sample = list(self._read(_spread(above, before)))
        if sum(map(fitting(question), sample)) >= _OFTEN:
            down_to = max(above, before - 1 - _READ_THROUGH)
            yield from self._scan(question, before, down_to)
            before = down_to + 1
        placed = max(word_places.covered(self._db), above)
        rare = sought.rare_in([one.entry for one in sample], most=_RARE)
        if rare is not None:
            rare = word_places.seldom(self._db, rare, above=above, before=min(before, placed + 1))
        if rare is not None:
            page = self._offered(rare, above, before)
            yield from self._read(page, could_fit=could_fit)
            if len(page) < _PAGE:
                return
            before = page[-1]
        if before - placed <= _WITHOUT_PLACES:
            yield from self._scan(question, before, placed)
        else:  # places are still being made, after an upgrade
            while page := self._offered(sought, placed, before):
                yield from self._read(page, could_fit=could_fit)
                before = page[-1]
        seqs = word_places.meeting(self._db, sought, above=above, before=min(before, placed + 1))
        while page := list(islice(seqs, _PAGE)):
            yield from self._read(page, could_fit=could_fit)

    def _offered(self, sought: Sought, above: int, before: int) -> list[int]:
        """A page of what the index has, newest first; fewer than a page are the last ones."""
        return self._db.find_words(
            sought.starts, sought.whole, always=FULL_MARK, above=above, before=before, limit=_PAGE
        )

    def _read(
        self, seqs: Sequence[int], *, could_fit: Callable[[Row], bool] | None = None
    ) -> Iterator[StoredAudit]:
        """These entries, newest first; of those that `could_fit`, if given."""
        found = self._db.read(_SELECT + "seq = ANY(?) ORDER BY seq DESC", list(seqs))
        return map(rows.audit_of, found if could_fit is None else filter(could_fit, found))

    def index_activity(self, *, limit: int) -> int:
        """Words are found before the write begins; at 500 entries a call a commit waits some 20 ms for it.

        Every 4,000 entries their places are added as well, by a write of their own.
        """
        if limit <= 0:
            return 0
        self._begin_anew_where_words_changed()
        while True:
            indexed = int(self._db.read(_INDEXED)[0][0])
            entries = list(self._after(indexed, limit))
            if not entries:
                return self._place_words(indexed)
            words = [(one.seq, index_words_of(one.entry)) for one in entries]
            with self._db.write() as transaction:
                transaction.head()
                if transaction.read(_INDEXED)[0][0] != indexed:
                    continue  # another process was faster
                self._db.index_words(transaction, words)
                spans.widen(transaction, entries)
                transaction.run("UPDATE indexed SET seq = ? WHERE id = 1", entries[-1].seq)
            self._lately.add(words)
            self._place_words(entries[-1].seq)
            return len(entries)

    def _place_words(self, indexed: int) -> int:
        return word_places.cover_next(self._db, self._lately, indexed=indexed, words_after=self._words_after)

    def _after(self, seq: int, limit: int) -> Iterator[StoredAudit]:
        return map(rows.audit_of, self._db.read(_SELECT + "seq > ? ORDER BY seq LIMIT ?", seq, limit))

    def _words_after(self, seq: int, limit: int) -> Iterator[list[str]]:
        for begin in range(seq, seq + limit, _PAGE):
            for stored in self._after(begin, min(_PAGE, seq + limit - begin)):
                yield index_words_of(stored.entry)

    def _begin_anew_where_words_changed(self) -> None:
        if self._db.read(_MADE_OF) == [(_WORDS_OF,)]:
            return
        with self._db.write() as transaction:
            transaction.head()
            if transaction.read(_MADE_OF) == [(_WORDS_OF,)]:  # another process was faster
                return
            self._db.forget_words(transaction)
            transaction.run("DELETE FROM word_places")
            transaction.run("UPDATE indexed SET seq = 0 WHERE id = 1")
            transaction.run("DELETE FROM indexed WHERE id IN (2, 3)")
            transaction.run("INSERT INTO indexed (id, seq) VALUES (2, ?)", _WORDS_OF)


def _spread(above: int, below: int) -> list[int]:
    """A few seqs from all over, at uneven distances: what happens by turns must not be missed each time."""
    return sorted({above + 1 + int((below - above - 1) * (n * _GOLDEN % 1)) for n in range(_SAMPLE)})


def _by_sight(question: Activity) -> Callable[[Row], bool]:
    """Whether a row, as it is stored, has the texts that are asked for at all; saves taking the others apart.

    `fitting` looks for words in the texts, here they are looked for in the JSON around them too, which hides none: it
    escapes nothing that a word is made of.
    """
    words = words_in(question.text or "")
    name = "" if question.field is None else encode(question.field).decode()

    def could_fit(row: Row) -> bool:
        actor, changes, note = row[3], row[9], row[10]
        if name not in changes:
            return False
        raw = f"{actor}\n{changes}\n{note}".casefold()
        return all(word in raw for word in words)

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
    conditions = [sql for sql, _ in given]
    if question.record_id:  # the index leaves empty ids out, and is used only where that is plain to see
        conditions.append("record_id <> ''")
    return conditions, [value for _, value in given]
