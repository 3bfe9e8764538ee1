"""Where several words meet in the log: read from `word_places`, 4,000 entries at a time, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from core.store import places, tables
from core.store.database import Database, Reader
from core.store.index_words import FULL_MARK, Sought
from core.store.places import AFTER_ALL, END, newest_first, places_in, unpack

_FIRST: Final = 16  # spans that are looked at together; then eight times as many, and so on
_GROW: Final = 8
_A_FEW: Final = 16  # spans from all over, that tell what is rare
_MOST_KEPT: Final = 4_000_000  # characters
_COVERED: Final = "SELECT COALESCE((SELECT seq FROM indexed WHERE id = 3), 0)"
# `audit_spans` has a row for each number, and more of them than there are spans of 4,000.
_LOOK_UP: Final = (
    "SELECT s.n, (SELECT p.places FROM word_places p WHERE p.n = s.n AND p.start >= ? AND p.start < ?"
    " ORDER BY p.start LIMIT 1) FROM audit_spans s WHERE s.n = ANY(?)"
)


class Lately:
    """The words of the entries that were indexed last: finding them takes longer than putting them in their places.

    Mostly a megabyte, at most some 4 of them; where there would be more, all are forgotten.
    """

    def __init__(self) -> None:
        self._spans: defaultdict[int, dict[int, str]] = defaultdict(dict)

    def add(self, entries: Sequence[tuple[int, Sequence[str]]]) -> None:
        """By seq; the words of one entry have no blanks in them."""
        for seq, words in entries:
            self._spans[(seq - 1) // places.SPAN][seq] = " ".join(words)
        newest = (entries[-1][0] - 1) // places.SPAN
        for n in list(self._spans):
            if n < newest - 1:
                self._spans.pop(n, None)
        if sum(len(words) for span in self._spans.values() for words in span.values()) > _MOST_KEPT:
            self._spans.clear()

    def take(self, n: int) -> Iterator[list[str]] | None:
        """The words of that span's entries, in their order, which are forgotten. None where some are missing."""
        words = self._spans.pop(n, {})
        return (words[seq].split() for seq in sorted(words)) if len(words) == places.SPAN else None


def covered(reader: Reader) -> int:
    """Up to which seq there are places."""
    return int(reader.read(_COVERED)[0][0])


def cover_next(
    database: Database,
    lately: Lately,
    *,
    indexed: int,
    words_after: Callable[[int, int], Iterable[Sequence[str]]],
) -> int:
    """Add the places of the next 4,000 entries, where so many are in the search index; how many were added.

    `words_after` finds the words of so many entries behind a seq. The writer waits for the rows alone.
    """
    begin = covered(database)
    if indexed - begin < places.SPAN:
        return 0
    n = begin // places.SPAN
    words = lately.take(n) or words_after(begin, places.SPAN)
    rows = [(n, start, packed) for start, packed in sorted(places_in(words).items())]
    with database.write() as transaction:
        transaction.head()
        if covered(transaction) != begin:  # another process was faster
            return places.SPAN
        transaction.insert(tables.word_places, rows)
        transaction.upsert(tables.indexed, [(3, begin + places.SPAN)])
    return places.SPAN


def seldom(database: Database, sought: Sought, *, above: int, before: int) -> Sought | None:
    """What of it has no places in a few spans from all over: not one in 500 entries has it. None: nothing.

    Where there are no places yet, all of it.
    """
    first, end = above // places.SPAN, (before - 1) // places.SPAN
    some = list(range(first, end, (end - first) // _A_FEW + 1))
    if not some:
        return sought
    asked = [*sought.starts, *(word + END for word in sought.whole)]
    answers = database.read_all([(_LOOK_UP, (part, part + AFTER_ALL, some)) for part in asked])
    rare = {
        part for part, there in zip(asked, answers, strict=True) if all(packed is None for _, packed in there)
    }
    left = Sought(
        starts=tuple(one for one in sought.starts if one in rare),
        whole=tuple(one for one in sought.whole if one + END in rare),
    )
    return left if rare else None


def meeting(database: Database, sought: Sought, *, above: int, before: int) -> Iterator[int]:
    """Newest first, the entries between the two that have all that is sought; up to `before` all have their places."""
    parts = [word + END for word in sought.whole] + list(sought.starts)
    first, step = above // places.SPAN, _FIRST
    while (last := (before - 2) // places.SPAN) >= first:
        low = max(first, last - step + 1)
        everywhere = (1 << places.SPAN) - 1
        alive = dict.fromkeys(range(low, last + 1), everywhere)
        if low == first:
            alive[first] &= everywhere << (above - first * places.SPAN)
        alive[last] &= everywhere >> ((last + 1) * places.SPAN + 1 - before)
        yield from _met(database, parts, alive)
        before, step = low * places.SPAN + 1, step * _GROW


def _met(database: Database, parts: Sequence[str], alive: dict[int, int]) -> Iterator[int]:
    lacking: defaultdict[int, list[str]] = defaultdict(list)
    for part in parts:
        if not alive:
            return
        for n, packed in database.read(_LOOK_UP, part, part + AFTER_ALL, list(alive)):
            if packed is None:
                lacking[n].append(part)
            elif bits := alive[n] & unpack(packed):
                alive[n] = bits
            else:
                del alive[n]
    _ask_for_rare(database, lacking, alive)
    for n in sorted(alive, reverse=True):
        for place in newest_first(alive[n]):
            yield n * places.SPAN + place + 1


def _ask_for_rare(database: Database, lacking: dict[int, list[str]], alive: dict[int, int]) -> None:
    """Where a part has no places, the index of words says which few entries have it."""
    together: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, lacked in lacking.items():
        if n in alive:
            together[tuple(lacked)].append(n)
    for parts, numbers in together.items():
        found: defaultdict[int, int] = defaultdict(int)
        rare = database.find_words(
            [part for part in parts if not part.endswith(END)],
            [part.removesuffix(END) for part in parts if part.endswith(END)],
            always=FULL_MARK,
            above=min(numbers) * places.SPAN,
            before=(max(numbers) + 1) * places.SPAN + 1,
        )
        for seq in rare:
            n, place = divmod(seq - 1, places.SPAN)
            found[n] |= 1 << place
        for n in numbers:
            alive[n] &= found[n]
