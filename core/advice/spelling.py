"""Typing errors told from names: how far apart two values are, and how at home each is among a field's other values."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from core.equivalence import fold

_WORD = re.compile(r"\w+")
_LONGEST: Final = 120  # letters; longer text is not one value with a slip in it
_PLAIN = re.compile(r"[^\W_]+")
_LEAST_TOLD: Final = 3  # letters of a word that is no accident
_SHARP = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "\u0131": "i"})
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe"}
)
_TRIGRAMS_AFTER: Final = 50  # values; fewer tell nothing about how a field's words are spelled


@dataclass(frozen=True, slots=True)
class Known:
    """How often each value (folded), each word and each three letters occur in a field over the hub's other records."""

    values: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    trigrams: Mapping[str, int] = field(default_factory=dict)

    def count(self, text: str) -> int:
        return self.values.get(fold(text), 0)

    def rarest_word(self, words: Iterable[str]) -> int:
        return min((self.words.get(one, 0) for one in words), default=0)

    def ease(self, words: Iterable[str]) -> float:
        """The mean log count of the words' trigrams: higher is spelled more like the field's other values."""
        found = [math.log1p(self.trigrams.get(one, 0)) for word in words for one in _trigrams(word)]
        return sum(found) / len(found) if found else 0.0

    def without(self, text: str) -> Known:
        """The same without one record that holds this text: a value is no evidence for itself."""
        folded = fold(text[:_LONGEST])
        if self.values.get(folded, 0) == 0:
            return self
        words = dict(self.words)
        for word in _WORD.findall(folded):
            words[word] = words.get(word, 1) - 1
        return Known({**self.values, folded: self.values[folded] - 1}, words, self.trigrams)

    @property
    def tells_spelling(self) -> bool:
        return len(self.values) >= _TRIGRAMS_AFTER


NOTHING_KNOWN: Final = Known()


def known(counts: Mapping[str, int]) -> Known:
    """What a field's values are like, from each value and how many records hold it."""
    values: Counter[str] = Counter()
    words: Counter[str] = Counter()
    trigrams: Counter[str] = Counter()
    for text, n in counts.items():
        folded = fold(text[:_LONGEST])
        values[folded] += n
        for word in _WORD.findall(folded):
            words[word] += n
            for one in _trigrams(word):
                trigrams[one] += n
    return Known(values, words, trigrams)


def words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text[: 4 * _LONGEST])))


def _trigrams(word: str) -> Iterable[str]:
    padded = f"^{word}$"
    return (padded[i : i + 3] for i in range(len(padded) - 2))


def distance(a: str, b: str, most: int) -> int:
    """Letters to insert, delete, replace or swap with the next one to make `a` into `b`; `most + 1` where it is more.

    The restricted Damerau-Levenshtein distance (optimal string alignment).
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def is_slip(a: str, b: str) -> bool:
    """Whether two different texts are near enough that one can be a typing error of the other."""
    a, b = fold(a), fold(b)
    shorter = min(len(a), len(b))
    if a == b or shorter < 3 or max(len(a), len(b)) > _LONGEST:
        return False
    if any(letter.isdigit() for letter in a + b) and _digits(a) != _digits(b):
        return False  # another house number is another house
    most = 1 if shorter < 4 else 2 if shorter < 12 else 3
    return distance(a, b, most) <= most


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def says_elsewhere(about: Iterable[str], mine: str, theirs: str) -> bool:
    """Whether the record's other texts hold every word of `mine` that `theirs` spells otherwise, and none of theirs.

    Names and addresses are compared as they are written in an e-mail address: "Müller" is there as "mueller" or "muller".
    """
    ours, others = _in_letters(mine), _in_letters(theirs)
    only_mine, only_theirs = ours - others, others - ours
    if not only_mine or not only_theirs or min(map(len, only_mine)) < _LEAST_TOLD:
        return False
    told = {word for text in about for word in _in_letters(text) | _in_letters(text.translate(_UMLAUTS))}
    return only_mine <= told and not only_theirs & told


def _in_letters(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", fold(text[:_LONGEST]).translate(_SHARP))
    return frozenset(_PLAIN.findall("".join(one for one in plain if not unicodedata.combining(one))))


def at_home(known: Known, mine: str, theirs: str) -> tuple[float, float]:
    """How much more at home `mine` is in the field than `theirs`, of two near spellings.

    First by occurrence (the whole value, else the words in which they differ), then by spelling; both 0 to 2, and 0
    where the other is at least as much at home.
    """
    ours, others = known.count(mine), known.count(theirs)
    mine_words, their_words = words_of(mine), words_of(theirs)
    only_mine = [one for one in mine_words if one not in their_words]
    only_theirs = [one for one in their_words if one not in mine_words]
    if not ours and not others and only_mine and only_theirs:
        ours, others = known.rarest_word(only_mine), known.rarest_word(only_theirs)
    met = math.log((ours + 0.5) / (others + 0.5))
    spelled = known.ease(only_mine) - known.ease(only_theirs) if known.tells_spelling else 0.0
    return min(max(met, 0.0), 2.0), min(max(spelled, 0.0), 2.0)
