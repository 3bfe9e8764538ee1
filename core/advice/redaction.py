"""What stands in for people's values where a conflict is shown to a language model: their structure, and no word of them.

Every run of letters, digits and other signs becomes a placeholder, the same for the same word ("Goethe 7" is "w1 n1"), so
that order, punctuation, line breaks and what both sides share stay to be seen. What may pass is listed, not what may not:
white space and the punctuation of ASCII. An e-mail address is "w1@w2.w3", a phone number "+n1 n2".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from core.records import Value
from core.schema import FieldType

Shown: TypeAlias = str | list[str] | None  # a value in placeholders, as JSON

PLAIN: Final = frozenset(" \t\r\n.,;:!?-_/\\()[]{}<>@#&%+*=|~^$\"'`")
MOST_TOKENS: Final = 200
MOST_SIGNS: Final = 2_000  # of one value in placeholders
_TOKEN: Final = re.compile(f"[^{re.escape(''.join(sorted(PLAIN)))}]+")
_PLACEHOLDER: Final = re.compile(r"(?<![^\W_])[cnw]\d+(?:x\d+)?(?![^\W_])")
_WHOLE: Final = frozenset(
    {
        FieldType.BOOL,
        FieldType.CHOICE,
        FieldType.MULTI_CHOICE,
        FieldType.REFERENCE,
        FieldType.MULTI_REFERENCE,
    }
)


class ForeignText(ValueError):
    """A text in placeholders holds something that stands for nothing. The message names no value."""


@dataclass(slots=True)
class Placeholders:
    """What stands for what in one question. `w` is a word, `n` a number of digits, `c` a whole choice, flag or reference.

    `w1` and `w1x2` are one word in other letters ("Strasse", "STRASSE").
    """

    cut: bool = False  # a value was too long to be shown whole
    _words: dict[str, str] = field(default_factory=dict)
    _meaning: dict[str, str] = field(default_factory=dict)
    _forms: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    _wholes: dict[str | bool, str] = field(default_factory=dict)

    def hide(self, type: FieldType, value: Value) -> Shown:
        """A value in placeholders, at most MOST_TOKENS and MOST_SIGNS of it; `cut` tells where there was more."""
        if value is None:
            return None
        if isinstance(value, tuple):
            self.cut = self.cut or len(value) > MOST_TOKENS
            return [self._whole(one) for one in value[:MOST_TOKENS]]
        if isinstance(value, bool) or type in _WHOLE:
            return self._whole(value)
        return self._text(value)

    def reveal(self, type: FieldType, shown: Shown) -> Value:
        """The value that a text in placeholders stands for. Raises ForeignText where part of it stands for nothing."""
        if shown is None:
            return None
        whole = {placeholder: value for value, placeholder in self._wholes.items()}
        if isinstance(shown, list):
            found = [whole.get(one) for one in shown]
            texts = tuple(sorted({one for one in found if isinstance(one, str)}))
            if type not in (FieldType.MULTI_CHOICE, FieldType.MULTI_REFERENCE) or None in found:
                raise ForeignText("it holds a list of what neither side says")
            return texts or None
        if type in _WHOLE:
            if shown not in whole or type in (FieldType.MULTI_CHOICE, FieldType.MULTI_REFERENCE):
                raise ForeignText("it holds a choice neither side made")
            return whole[shown]
        return self._revealed(shown) or None

    def in_words(self, text: str) -> str:
        """A sentence with the placeholders in it replaced by what they stand for; the rest stays as it is."""
        whole = {placeholder: str(value) for value, placeholder in self._wholes.items()}
        known = self._meaning | whole
        return _PLACEHOLDER.sub(lambda found: known.get(found[0], found[0]), text)

    def choice(self, value: str) -> str | None:
        """The placeholder of a choice that was hidden before; None where it was not."""
        return self._wholes.get(value)

    # inside -----------------------------------------------------------------------------------------------------------
    def _whole(self, value: str | bool) -> str:
        return self._wholes.setdefault(value, f"c{len(self._wholes) + 1}")

    def _text(self, text: str) -> str:
        parts: list[str] = []
        signs = at = 0
        for tokens, found in enumerate(_TOKEN.finditer(text), 1):
            between, placeholder = text[at : found.start()], self._word(found[0])
            signs += len(between) + len(placeholder)
            if tokens > MOST_TOKENS or signs > MOST_SIGNS:
                self.cut = True
                return "".join(parts)
            parts += [between, placeholder]
            at = found.end()
        rest = text[at:]
        self.cut = self.cut or signs + len(rest) > MOST_SIGNS
        return "".join([*parts, rest[: MOST_SIGNS - signs]])

    def _word(self, word: str) -> str:
        known = self._words.get(word)
        if known is not None:
            return known
        kind, folded = ("n" if word.isdecimal() else "w"), word.casefold()
        of_kind = 1 + sum(one == kind for one, _ in self._forms)
        number, forms = self._forms.get((kind, folded), (of_kind, 0))
        self._forms[kind, folded] = (number, forms + 1)
        made = f"{kind}{number}" if not forms else f"{kind}{number}x{forms + 1}"
        self._words[word], self._meaning[made] = made, word
        return made

    def _revealed(self, text: str) -> str:
        unknown = [one for one in _TOKEN.findall(text) if one not in self._meaning]
        if unknown:
            raise ForeignText("it holds words that neither side says")
        return _TOKEN.sub(lambda found: self._meaning[found[0]], text)
