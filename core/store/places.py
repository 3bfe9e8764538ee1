"""In which of 4,000 entries each beginning of words stands, for those that at least 8 of them have.

An index of words finds what is rare. Of what is common it has long lists, and two that hardly ever meet are read whole:
half a second at 10 million entries. Here a beginning is 500 bytes for every 4,000 entries, most often far fewer, and two
meet by one operation. What is kept is exact; where nothing is, fewer than 8 of the entries have it. Made off the hot
path, once 4,000 entries are in the search index, and never changed.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

from core.store.index_words import FULL_MARK

SPAN = 4_000  # entries
LEAST = 8
MOST_WORDS: Final = (
    1_000  # of an entry; else 4,000 long ones would take hundreds of megabytes while they are placed
)
END: Final = " "  # behind a whole word; comes before all that words are made of
AFTER_ALL: Final = "\U0010ffff"  # behind a beginning: comes after all words that begin so


def places_in(entries: Iterable[Sequence[str]]) -> Mapping[str, bytes]:
    """For up to 4,000 entries, by their words: the places of each beginning that at least 8 have, packed.

    Of beginnings that the same words have, only the longest is there. Whoever looks one up takes the first that begins so.
    An entry with too many words counts as one that has everything, so whoever looks one up must read it.
    """
    having: defaultdict[str, list[int]] = defaultdict(list)
    full: list[int] = []
    for place, words in enumerate(entries):
        if FULL_MARK in words or len(words) > MOST_WORDS:
            full.append(place)
        else:
            for word in words:
                having[word + END].append(place)
    often: dict[str, int] = {}
    words = sorted(having)
    _gather(words, [having[word] for word in words], often)
    everywhere = _bits(full)
    return {start: pack(bits | everywhere) for start, bits in often.items()}


def _gather(words: Sequence[str], having: Sequence[Sequence[int]], often: dict[str, int]) -> None:
    """Put the places of each beginning of the words, which are in order, into `often` where they are enough.

    Each word's places are gone through once, however many beginnings it has.
    """
    before = list(accumulate(map(len, having), initial=0))

    def within(first: int, end: int) -> int:
        start = _shared(words[first], words[end - 1])
        if end - first == 1:
            bits = _bits(having[first])
        else:
            bits, few, at = 0, list[int](), first
            while at < end:
                after = bisect_left(words, words[at][: len(start) + 1] + AFTER_ALL, at, end)
                if before[after] - before[at] >= LEAST:
                    bits |= within(at, after)
                else:
                    few.extend(range(at, after))
                at = after
            bits |= _bits(place for one in few for place in having[one])
        if start and bits.bit_count() >= LEAST:
            often[start] = bits
        return bits

    if words:
        within(0, len(words))


def _shared(one: str, other: str) -> str:
    """The beginning that two words have together."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return one[:length]


def _bits(places: Iterable[int]) -> int:
    found = bytearray(SPAN // 8)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def pack(bits: int) -> bytes:
    raw = bits.to_bytes(SPAN // 8, "little")
    packer = zlib.compressobj(level=6, wbits=-15, memLevel=4)
    packed = packer.compress(raw) + packer.flush()
    return packed if len(packed) < len(raw) else raw


def unpack(packed: bytes) -> int:
    raw = packed if len(packed) == SPAN // 8 else zlib.decompress(packed, wbits=-15)
    return int.from_bytes(raw, "little")


def newest_first(bits: int) -> Iterator[int]:
    """The places, the last one first."""
    while bits:
        place = bits.bit_length() - 1
        yield place
        bits ^= 1 << place
