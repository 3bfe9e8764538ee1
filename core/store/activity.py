"""What it means that an audit entry answers a question, for every store alike.

`text` is taken piece by piece, at its blanks, and each piece word by word (letters, digits, underscore; case does not
matter). The words of a piece must follow each other in one of the entry's texts: a field's name, a value, the note, or
the name of who did it. The last need only be a word's beginning. So a piece of one word is found wherever a word begins
so, in any order, and an address, a host, a date or a number with hyphens is found as it is written, or as far as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.records import Value
from core.store.base import Activity, AuditEntry, StoredAudit

_WORD = re.compile(r"\w+")


def words_in(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def pieces_in(text: str) -> list[list[str]]:
    """The words of each piece that has any."""
    return [words for piece in text.split() if (words := words_in(piece))]


def words_of(entry: AuditEntry) -> set[str]:
    """Every word the entry can be found by."""
    return {word for text in _texts_of(entry) for word in words_in(text)}


def _texts_of(entry: AuditEntry) -> Iterator[str]:
    yield entry.note
    kind, _, name = entry.actor.partition(":")
    yield name or kind
    for name, before, after in entry.changes:
        yield name
        yield from _texts_in(before)
        yield from _texts_in(after)


def _texts_in(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from value


def fitting(question: Activity) -> Callable[[StoredAudit], bool]:
    """Whether a stored entry answers the question, all parts but `limit`."""
    pieces = pieces_in(question.text or "")
    words = {word for piece in pieces for word in piece}
    wanted = [_spaced(piece) for piece in pieces]

    def fits(stored: StoredAudit) -> bool:
        entry = stored.entry
        if (
            (question.before is not None and stored.seq >= question.before)
            or (question.record_id is not None and entry.record_id != question.record_id)
            or (question.connection is not None and entry.connection != question.connection)
            or (question.run is not None and entry.run != question.run)
            or (question.kind is not None and entry.kind != question.kind)
            or (question.since is not None and entry.at < question.since)
            or (question.until is not None and entry.at > question.until)
            or (question.field is not None and all(name != question.field for name, _, _ in entry.changes))
        ):
            return False
        if question.text is None:
            return True
        if not wanted:  # a text without a single word, such as "+", is found nowhere
            return False
        texts = list(_texts_of(entry))
        raw = "\n".join(texts).casefold()
        if not all(word in raw for word in words):  # most entries end here, before anything is taken apart
            return False
        there = "\n".join(_spaced(words_in(text)) for text in texts)
        return all(piece in there for piece in wanted)

    return fits


def _spaced(words: list[str]) -> str:
    """Each word behind a blank, so that a piece found within begins where a word does, and ends only its last one early."""
    return "".join(f" {word}" for word in words)
