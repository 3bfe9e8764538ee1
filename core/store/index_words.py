"""What the search index holds for an audit entry, and what it is asked for a question.

Words as `activity.words_of` has them, cut where they are very long, and exact names as one marked word each, so that the
hot path needs no index for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.store.activity import pieces_in, words_in, words_of
from core.store.base import Activity, AuditEntry

_LONGEST_WORD: Final = 100
_MOST_TEXT: Final = 200_000  # characters an entry; Postgres takes no search vector above 1 MB
# Private characters: no word can begin with one.
_MARKS: Final = {"field": "\ue000", "kind": "\ue002", "connection": "\ue003", "run": "\ue004"}
FULL_MARK: Final = "\ue001"  # stands for an entry with too many words to index; it is always looked at


def index_words_of(entry: AuditEntry) -> list[str]:
    """What the index holds for an entry, in order: words, and each changed field's name as one marked word."""
    words = {word[:_LONGEST_WORD] for word in words_of(entry)}
    words.update(marked("field", name) for name, _, _ in entry.changes)
    words.update(
        (marked("kind", entry.kind), marked("connection", entry.connection), marked("run", entry.run))
    )
    return sorted(words) if sum(map(len, words)) <= _MOST_TEXT else [FULL_MARK]


def marked(what: str, name: str) -> str:
    """An exact name as one word of the index."""
    return _MARKS[what] + "".join(words_in(name))[:_LONGEST_WORD]


def is_for_index(question: Activity) -> bool:
    """Whether the question has a part that the index can answer."""
    return question.text is not None or bool(_names_in(question))


def _names_in(question: Activity) -> dict[str, str]:
    names = {what: getattr(question, what) for what in _MARKS}
    return {what: name for what, name in names.items() if name is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Words of the index that an entry must have: one with each of the beginnings, and each of the whole ones."""

    starts: tuple[str, ...]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, question: Activity) -> Sought | None:
        """What every entry that fits has. None: a text without a single word, which fits nothing."""
        pieces = [[word[:_LONGEST_WORD] for word in words] for words in pieces_in(question.text or "")]
        if question.text is not None and not pieces:
            return None
        marks = [marked(what, name) for what, name in _names_in(question).items()]
        return cls(
            starts=tuple(
                sorted({words[-1] for words in pieces})
            ),  # of a piece only the last may be a beginning
            whole=tuple(sorted({*marks, *(word for words in pieces for word in words[:-1])})),
        )

    def rare_in(self, sample: Sequence[AuditEntry], *, most: int) -> Sought | None:
        """What of it at most so many of these entries have. None: nothing."""
        there = [index_words_of(entry) for entry in sample]
        rare = Sought(
            starts=tuple(one for one in self.starts if sum(_begins(words, one) for words in there) <= most),
            whole=tuple(one for one in self.whole if sum(one in words for words in there) <= most),
        )
        return rare if rare.starts or rare.whole else None


def _begins(words: list[str], start: str) -> bool:
    """Whether one of the words, which are in order, begins so."""
    at = bisect_left(words, start)
    return at < len(words) and words[at].startswith(start)
