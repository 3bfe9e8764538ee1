"""The audit log of a database, searched: the index it is searched by, and the way in.

How a question is answered stands in `core/store/searching.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.store import rows, spans, word_places
from core.store.base import Activity, Found, StoredAudit
from core.store.database import Database
from core.store.index_words import index_words_of
from core.store.searching import SELECT, Search
from core.store.word_places import Lately

_PAGE: Final = 500
# Row 1 tells how far the index reaches, row 2 what `words_of` gave then. An index of other words counts as empty, and is
# made anew where the next ones are added; until then everything is read through.
_WORDS_OF: Final = 2
_INDEXED: Final = (
    "SELECT COALESCE((SELECT far.seq FROM indexed far JOIN indexed words ON words.id = 2"
    f" WHERE far.id = 1 AND words.seq = {_WORDS_OF}), 0)"
)
_MADE_OF: Final = "SELECT seq FROM indexed WHERE id = 2"


class Activities:
    """`search` and `index_activity` of `Store`."""

    _db: Database
    _lately: Lately
    _most_looks: int

    def search(self, question: Activity) -> Found:
        return Search(self._db, question, indexed=self._indexed(), most=self._most_looks).answer()

    def _indexed(self) -> int:
        return int(self._db.read(_INDEXED)[0][0])

    def index_activity(self, *, limit: int) -> int:
        """Words are found before the write begins; at 500 entries a call a commit waits some 20 ms for it.

        Every 4,000 entries their places are added as well, by a write of their own.
        """
        if limit <= 0:
            return 0
        self._begin_anew_where_words_changed()
        while True:
            indexed = self._indexed()
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
        return map(rows.audit_of, self._db.read(SELECT + "seq > ? ORDER BY seq LIMIT ?", seq, limit))

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
