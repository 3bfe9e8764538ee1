"""How much one search looks at before it answers with what it has: counted, never timed, so that it can be repeated.

A look is about what it takes to read an entry and to see that it lacks a word, or to look up where one stands in 4,000
entries: 5 to 10 us. All else is told in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.store.base import Activity, Store, StoredAudit

MOST: Final = 15_000  # some 100 ms on two cores
SKIPPED: Final = 8  # entries that columns rule out within the database, for one look
HELD: Final = 4  # looks: an entry is taken apart and held against the question
READ: Final = 1_000  # characters of an entry that are read through, for one look
WORDED: Final = 400  # characters that are taken apart into words, for one look


def pages_of(store: Store, question: Activity) -> Iterator[list[StoredAudit]]:
    """Every entry that fits: `limit` at a time; fewer, or none, where a search has looked at as much as it may."""
    while True:
        found = store.search(question)
        yield found.rows
        before = found.go_on(question.limit)
        if before is None:
            return
        question = replace(question, before=before)


def every(store: Store, question: Activity) -> Iterator[StoredAudit]:
    """As `pages_of`, one by one. Take no more than you need: each further page is a search."""
    for page in pages_of(store, question):
        yield from page
