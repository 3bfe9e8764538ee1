"""What CRM fields are called, in several languages: `resources/vocabulary/*.toml`, and how words become its atoms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from core.errors import SchemaInvalid
from core.suggest.words import words_of
from core.toml_files import every_file, parse, read_text

UNKNOWN: Final = "?"  # the first letter of an atom for a word that is in no list
NOISE: Final = frozenset(
    "a an the of is has id ids code key field lookup value and or for to in by "
    "und der die das des dem den von vom zum zur fur mit "
    "de la le les du des l d et un une au aux "
    "el los las del y "
    "il lo gli di della dello delle dei e "
    "het een van en voor "
    "codice codigo "
    "s hs hubspot sf custom c info text picklist".split()
)
_SHORTEST: Final = 3  # letters of a part of a compound
_LONGEST: Final = 40
_LINKS: Final = ("s", "es", "n", "en")  # between the parts of a German or Dutch compound
# What the six languages put at the end of a word for number, gender and case; the shortest first.
_ENDINGS: Final = ("", "s", "e", "n", "a", "o", "i", "x", "es", "en", "er", "em", "os", "as", "ee", "ne")
_STEM: Final = 4  # letters a word keeps when its ending is taken off
_HEAD: Final = 4  # letters of the known end of a compound whose beginning is in no list


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases and what they mean. `phrases` by their words; `single` are those of one word, which compounds are made of."""

    phrases: Mapping[tuple[str, ...], frozenset[str]]
    longest: int
    stems: Mapping[str, str] = field(default_factory=dict)
    _parts: dict[str, tuple[str, ...] | None] = field(default_factory=dict)

    def atoms(self, words: tuple[str, ...]) -> frozenset[str]:
        """What these words mean together. Unknown words stay, marked; noise is left out."""
        plain: list[str] = []
        for word in words:
            plain += self._taken_apart(word)
        found: set[str] = set()
        at = 0
        while at < len(plain):
            for end in range(min(len(plain), at + self.longest), at, -1):
                meant = self.phrases.get(tuple(plain[at:end]))
                if meant is not None:
                    found |= meant
                    at = end
                    break
            else:
                if plain[at] not in NOISE:
                    found.add(UNKNOWN + plain[at])
                at += 1
        return frozenset(found)

    def _known(self, word: str) -> bool:
        return (word,) in self.phrases

    def _taken_apart(self, word: str) -> tuple[str, ...]:
        """A word that is in no list, as the fewest known words it is made of; itself where it is not."""
        if self._known(word) or word in NOISE or len(word) < 2 * _SHORTEST or len(word) > _LONGEST:
            return (self._spelled(word),)
        if word not in self._parts:
            self._parts[word] = self._split(word) or self._inflected(word) or self._headed(word)
        return self._parts[word] or (self._spelled(word),)

    def _inflected(self, word: str) -> tuple[str, ...] | None:
        """The word in the list that this is another form of: "asignada" is "asignado"."""
        for ending in _ENDINGS:
            stem = word[: len(word) - len(ending)]
            if word.endswith(ending) and len(stem) >= _STEM and stem in self.stems:
                return (self.stems[stem],)
        return None

    def _headed(self, word: str) -> tuple[str, ...] | None:
        """A compound whose end alone is known, which says what kind of thing it is: "vestigings" and "adres"."""
        for start in range(_STEM, len(word) - _HEAD + 1):
            if self._known(word[start:]):
                return (word[:start], word[start:])
        return None

    def _spelled(self, word: str) -> str:
        """ "Waehrung" for "Währung", which was folded to "wahrung"."""
        if self._known(word) or not any(pair in word for pair in ("ae", "oe", "ue")):
            return word
        other = word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
        return other if self._known(other) else word

    def _split(self, word: str) -> tuple[str, ...] | None:
        best: list[tuple[str, ...] | None] = [(), *([None] * len(word))]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 20), end):
                before = best[start]
                if before is None:
                    continue
                piece = word[start:end]
                if len(piece) >= _SHORTEST and self._known(piece):
                    now: tuple[str, ...] = (*before, piece)
                elif start and (piece in _LINKS or (piece in ("code", "id", "of") and len(before) > 0)):
                    now = (*before, piece) if piece in NOISE else before
                else:
                    continue
                held = best[end]
                if held is None or len(now) < len(held):
                    best[end] = now
        return best[len(word)]


def load_vocabulary(folder: Path) -> Vocabulary:
    """Raises SchemaInvalid naming the file where one cannot be read."""
    phrases: dict[tuple[str, ...], frozenset[str]] = {}

    def take(path: Path) -> None:
        for name, languages in parse(
            read_text(path, SchemaInvalid), str(path), SchemaInvalid
        ).content.items():
            atoms = frozenset(name.split())
            for listed in languages.values():
                for phrase in listed:
                    # A phrase of two concepts means the one that was named first in the file.
                    phrases.setdefault(words_of(phrase), atoms)

    every_file(folder, take)
    if not phrases:
        raise SchemaInvalid(
            f"{folder} holds no vocabulary", advice="Reinstall CRM Sync: its resources folder is missing."
        )
    return Vocabulary(phrases=phrases, longest=max(map(len, phrases)), stems=_stems(phrases))


def _stems(phrases: Mapping[tuple[str, ...], frozenset[str]]) -> dict[str, str]:
    """The words of all phrases by what is left when an ending is taken off; words that stand alone come first."""
    found: dict[str, str] = {}
    for phrase in sorted(phrases, key=len):
        for word in phrase:
            for ending in _ENDINGS:
                if word.endswith(ending) and len(word) - len(ending) >= _STEM:
                    found.setdefault(word[: len(word) - len(ending)], word)
    return found


@lru_cache(maxsize=4)
def vocabulary_in(folder: Path) -> Vocabulary:
    """The vocabulary of a folder, read once."""
    return load_vocabulary(folder)
