"""Where several words meet in the log: read from `word_places`, 4,000 entries at a time, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.store import places, tables
from core.store.database import Database, Reader
from core.store.index_words import FULL_MARK, Sought
from core.store.places import AFTER_ALL, END, newest_first, places_in, unpack

FIRST: Final = 16  # spans that are looked at together; then eight times as many, and so on
GROW: Final = 8
_A_FEW: Final = 16  # spans from all over, that tell what is rare
_MOST_BESIDE: Final = 200  # entries that are always looked at
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The entries, newest first, from `down_to` on that have all that was sought, and how often places were looked up."""

    seqs: Iterator[int]
    down_to: int
    looked_up: int


def meeting(database: Database, sought: Sought, *, above: int, before: int, spans: int) -> Met:
    """Looks at the newest so many spans between the two. Up to `before` all entries have their places."""
    parts = [word + END for word in sought.whole] + list(sought.starts)
    first, last = above // places.SPAN, (before - 2) // places.SPAN
    low = max(first, last - spans + 1)
    everywhere = (1 << places.SPAN) - 1
    alive = dict.fromkeys(range(low, last + 1), everywhere)
    if low == first:
        alive[first] &= everywhere << (above - first * places.SPAN)
    alive[last] &= everywhere >> ((last + 1) * places.SPAN + 1 - before)
    looked_up = _leave_meeting(database, parts, alive)
    return Met(seqs=_newest_first(alive), down_to=max(above, low * places.SPAN) + 1, looked_up=looked_up)


def _leave_meeting(database: Database, parts: Sequence[str], alive: dict[int, int]) -> int:
    """Take from each span the entries that lack a part; how often places were looked up."""
    lacking: defaultdict[int, list[str]] = defaultdict(list)
    looked_up = 0
    for part in parts:
        if not alive:
            return looked_up
        looked_up += len(alive)
        for n, packed in database.read(_LOOK_UP, part, part + AFTER_ALL, list(alive)):
            if packed is None:
                lacking[n].append(part)
            elif bits := alive[n] & unpack(packed):
                alive[n] = bits
            else:
                del alive[n]
    _ask_for_rare(database, lacking, alive)
    return looked_up


def _newest_first(alive: dict[int, int]) -> Iterator[int]:
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
        for seq in _rare(database, parts, sorted(numbers)):
            n, place = divmod(seq - 1, places.SPAN)
            found[n] |= 1 << place
        for n in numbers:
            alive[n] &= found[n]


def _rare(database: Database, parts: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """The entries of these spans that have parts of which few have them; where they are common in between, half by half."""
    first, last = numbers[0], numbers[-1]
    most = (last - first + 1) * places.LEAST + _MOST_BESIDE
    found = database.find_words(
        [part for part in parts if not part.endswith(END)],
        [part.removesuffix(END) for part in parts if part.endswith(END)],
        always=FULL_MARK,
        above=first * places.SPAN,
        before=(last + 1) * places.SPAN + 1,
        limit=None if len(numbers) == 1 else most,
    )
    if len(numbers) == 1 or len(found) < most:
        return found
    half = len(numbers) // 2
    return _rare(database, parts, numbers[:half]) + _rare(database, parts, numbers[half:])
