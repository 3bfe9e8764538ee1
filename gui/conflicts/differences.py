"""Where two texts differ, word by word: what is marked within the text. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, TypeAlias

Span: TypeAlias = tuple[int, int]  # start and length in characters

MOST: Final = 4_000  # characters compared: beyond that a person looks at the whole
_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")


def marks(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The stretches of either text that the other does not have at that place."""
    if one == other:
        return [], []
    here, there = _words(one), _words(other)
    matched = SequenceMatcher(None, [word for _, word in here], [word for _, word in there], autojunk=False)
    ours: list[Span] = []
    theirs: list[Span] = []
    for tag, first, last, begin, end in matched.get_opcodes():
        if tag != "equal":
            ours += _span(here, first, last)
            theirs += _span(there, begin, end)
    return ours, theirs


def _words(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found.group()) for found in _WORDS.finditer(text[:MOST])]


def _span(words: list[tuple[int, str]], first: int, last: int) -> list[Span]:
    if first == last:
        return []
    start = words[first][0]
    end = words[last - 1][0] + len(words[last - 1][1])
    return [(start, end - start)]
