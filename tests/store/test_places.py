"""Where words stand among 4,000 entries: exact for whatever many have, silent about the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.index_words import FULL_MARK
from core.store.places import AFTER_ALL, END, LEAST, MOST_WORDS, SPAN, newest_first, pack, places_in, unpack

word = st.text(st.sampled_from("abcß1東\ue000"), min_size=1, max_size=4)
entry = st.lists(word, max_size=4, unique=True).map(sorted)
some = st.lists(entry | st.just([FULL_MARK]), max_size=120)


def looked_up(found: Mapping[str, bytes], start: str) -> list[int] | None:
    """As the database does: the first that begins so."""
    there = sorted(found)
    at = bisect_left(there, start)
    if at == len(there) or not there[at] < start + AFTER_ALL:
        return None
    return list(newest_first(unpack(found[there[at]])))


def having(entries: Sequence[Sequence[str]], start: str) -> tuple[list[int], int]:
    """The places, the last first, where a word begins so or may, and how many are certain."""
    sure = [
        place for place, words in enumerate(entries) if any((one + END).startswith(start) for one in words)
    ]
    unsure = [place for place, words in enumerate(entries) if FULL_MARK in words]
    return sorted({*sure, *unsure}, reverse=True), len([one for one in sure if one not in unsure])


@settings(max_examples=200)
@given(entries=some, more=word)
def test_every_beginning_that_enough_have_is_found_exactly_and_no_other(
    entries: list[list[str]], more: str
) -> None:
    found = places_in(entries)
    words = {one for words in entries for one in words if one != FULL_MARK} | {more}
    for start in {one[:end] for one in words for end in range(1, len(one) + 1)} | {
        one + END for one in words
    }:
        places, sure = having(entries, start)
        assert looked_up(found, start) == (places if sure >= LEAST else None)


@given(places=st.sets(st.integers(0, SPAN - 1), max_size=400))
def test_places_are_read_as_they_were_packed(places: set[int]) -> None:
    bits = sum(1 << place for place in places)
    assert len(pack(bits)) <= SPAN // 8
    assert list(newest_first(unpack(pack(bits)))) == sorted(places, reverse=True)


def test_places_that_cannot_be_packed_are_kept_as_they_are() -> None:
    dense = Random(3).getrandbits(SPAN)
    assert unpack(pack(dense)) == dense
    assert len(pack(dense)) == SPAN // 8


def test_an_entry_with_too_many_words_counts_as_one_that_has_everything() -> None:
    long = sorted(f"word{n}" for n in range(MOST_WORDS + 1))
    assert looked_up(places_in([["needle"]] * LEAST + [long]), "needle") == list(range(LEAST, -1, -1))
    assert looked_up(places_in([["needle"]] * LEAST + [long[:-1]]), "needle") == list(
        range(LEAST - 1, -1, -1)
    )
