"""What it means that an audit entry answers a question, for every store alike.

`text` is taken word by word (letters, digits, underscore; case does not matter): each word must be the beginning of a
word in the entry's field names, values, note, or the name of who did it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.records import Value
from core.store.base import Activity, AuditEntry, StoredAudit

_WORD = re.compile(r"\w+")


def words_in(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def words_of(entry: AuditEntry) -> set[str]:
    """Every word the entry can be found by."""
    found: set[str] = set(words_in(entry.note))
    kind, _, name = entry.actor.partition(":")
    found.update(words_in(name or kind))
    for name, before, after in entry.changes:
        found.update(words_in(name))
        for text in (*_texts_of(before), *_texts_of(after)):
            found.update(words_in(text))
    return found


def _texts_of(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from value


def fitting(question: Activity) -> Callable[[StoredAudit], bool]:
    """Whether a stored entry answers the question, all parts but `limit`."""
    wanted = words_in(question.text) if question.text is not None else []

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
        there = words_of(entry)
        return all(any(word.startswith(start) for word in there) for start in wanted)

    return fits
