"""Two edits of one value made into one, where both can be kept: three-way merges of texts and of sets.

Both compare each side with what it was made from (`base`). Nothing that either side added is lost or doubled, and what
either side took away is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from core.rules import Grain

MOST_PIECES: Final = 2_000  # of one text: comparing costs their square
MOST_LETTERS: Final = 200_000

_WORDS: Final = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Pieces `start` to `end` of the base become `pieces`."""

    start: int
    end: int
    pieces: tuple[str, ...]

    @property
    def inserts(self) -> bool:
        return self.start == self.end


def merge_sets(base: Sequence[str] | None, one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """What both sides make of a set, sorted: added by either is in, taken out by either is out.

    Without a base nobody is known to have taken anything out: everything of both is in.
    """
    if base is None:
        return tuple(sorted({*one, *other}))
    was, left, right = set(base), set(one), set(other)
    return tuple(sorted((was & left & right) | (left - was) | (right - was)))


def merge_texts(base: str, one: str, other: str, *, grain: Grain = Grain.LINES) -> str | None:
    """Both sides' edits of one text, or None where they touch the same place and a person must choose.

    What both add at one place stands there one after the other, `one` first; what is the same in both,
    in the same order, stands there once.
    """
    texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in (base, one, other)]
    if max(map(len, texts)) > MOST_LETTERS:
        return None
    pieces = [_apart(text, grain) for text in texts]
    if max(map(len, pieces)) > MOST_PIECES:
        return None
    was = pieces[0]
    joined = _joined(list(_edits(was, pieces[1])), list(_edits(was, pieces[2])), grain)
    if joined is None:
        return None
    made: list[str] = []
    at = 0
    for edit in joined:
        made += was[at : edit.start]
        made += edit.pieces
        at = edit.end
    made += was[at:]
    return _together(made, grain)


def _apart(text: str, grain: Grain) -> list[str]:
    if not text:
        return []
    return text.split("\n") if grain is Grain.LINES else _WORDS.findall(text)


def _together(pieces: Sequence[str], grain: Grain) -> str:
    return ("\n" if grain is Grain.LINES else "").join(pieces)


def _edits(base: Sequence[str], text: Sequence[str]) -> Iterator[_Edit]:
    for tag, start, end, first, last in SequenceMatcher(None, base, text, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _Edit(start, end, tuple(text[first:last]))


def _joined(one: list[_Edit], other: list[_Edit], grain: Grain) -> list[_Edit] | None:
    """Both sides' edits in the base's order, or None where two of them meet and differ."""
    made: list[_Edit] = []
    while one and other:
        a, b = one[0], other[0]
        if a == b:
            made.append(a)
            del one[0], other[0]
        elif a.inserts and b.inserts and a.start == b.start:
            made.append(_Edit(a.start, a.end, _both(a.pieces, b.pieces, grain)))
            del one[0], other[0]
        elif a.end < b.start:
            made.append(one.pop(0))
        elif b.end < a.start:
            made.append(other.pop(0))
        else:
            return None
    return made + one + other


def _is_blank(piece: str) -> bool:
    return not piece or piece.isspace()


def _both(one: tuple[str, ...], other: tuple[str, ...], grain: Grain) -> tuple[str, ...]:
    """Everything of both, in order, and what they have in common once."""
    made: list[str] = []
    for tag, start, end, first, last in SequenceMatcher(_is_blank, one, other, autojunk=False).get_opcodes():
        mine, theirs = one[start:end], other[first:last]
        made += mine
        if tag != "equal":
            if grain is Grain.WORDS and mine and theirs and not (mine[-1].isspace() or theirs[0].isspace()):
                made.append(" ")
            made += theirs
    return tuple(made)
