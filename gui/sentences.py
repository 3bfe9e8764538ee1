"""What the daemon says in English sentences, said in the app's language.

The daemon writes plain English: the command line, the log and the database hold it. `resources/i18n/sentences.json` lists
every sentence it can make, with holes where values come in (`make translations` takes them from its source), and the
translation files hold them in German. Here the holes' values are found in a sentence, and put into the other one. A
sentence nobody knows, such as one of a newer daemon, stays as it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from core.wire.words import SAY
from gui.moments import exactly, shortly
from gui.resources import LANGUAGES

CONTEXT: Final = "sentences"
_LONGEST: Final = 2_000  # of a text that is looked through; what is longer is somebody's value
_DEEPEST: Final = 5  # sentences within sentences
_TRIED: Final = 6  # ends of sentences behind which a known text may begin
_KEPT: Final = 4_096

_HOLE: Final = re.compile(r"\{(\d+)\}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"(-?[\d,]*\d)(?:\.(\d+))?( ?%(?!\w))?")
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?)(?: UTC)?")
_PLAIN: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) UTC")  # in a sentence that stays English
_BEGIN, _END = "\x02", "\x03"  # around a moment until it is told in the reader's way
_MARKED: Final = re.compile(f"{_BEGIN}{_MOMENT.pattern}{_END}")
_QUOTED: Final = re.compile(r"(?:'([^'\\]*)'|\"([^\"\\]*)\"|“([^“”]*)”)")
# Between sentences, and between the parts of a list; the latter only where every part is known.
_ENDS: Final = re.compile(r"(?<=[.?!]) (?=\S)|; |\n| · ")
_PARTS: Final = (
    re.compile(r"(?=; )"),
    re.compile(r"(?=, )"),
    re.compile(r"(?= \()"),
)
_LISTED: Final = re.compile(r", | and | or |: ")
_ENDED: Final = re.compile(r"[.?!…][\"'”“’»«)\]]*$")  # also within the quotes or brackets that close it


@dataclass(frozen=True, slots=True)
class _Template:
    """One sentence: what stands between its holes, and what stands in each (as in `tests/gui/sentences.py`)."""

    source: str
    pieces: tuple[str, ...]
    kinds: str

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces))

    def values(self, text: str) -> list[str] | None:
        """What stands in the holes of `text`; None where it is another sentence. In time linear to the text."""
        first, *between = self.pieces
        if not between:
            return [] if _same(text, first) else None
        last = between.pop()
        if not _same(text[: len(first)], first) or not text.endswith(last):
            return None
        at, end, found = len(first), len(text) - len(last), []
        for piece, kind in zip(between, self.kinds, strict=False):
            # A number may hold the full stop that ends its sentence.
            number = _NUMBER.match(text, at, end) if kind == "n" else None
            there = text.find(piece, at if number is None else number.end(), end)
            if there < 0:
                return None
            found.append(text[at:there])
            at = there + len(piece)
        return [*found, text[at:end]] if at <= end else None


class Sentences:
    """All of them, found by the rarest of their words."""

    def __init__(self, catalogue: dict[str, str]) -> None:
        templates = [_Template(one, tuple(_HOLE.split(one)[::2]), kinds) for one, kinds in catalogue.items()]
        seen = Counter(word for one in templates for word in _words(one))
        self._by_word: dict[str, list[_Template]] = defaultdict(list)
        for one in templates:
            self._by_word[min(_words(one), key=lambda word: (seen[word], word), default="")].append(one)

    def said(self, text: str, depth: int = 0) -> str:
        """`text` in the app's language, as far as it is known."""
        if depth > _DEEPEST or len(text) > _LONGEST or not _WORD.search(text):
            return text
        whole = self._whole(text, depth)
        if whole is not None:
            return whole
        if (bare := text.strip()) != text:
            at = text.find(bare)
            return text[:at] + self.said(bare, depth + 1) + text[at + len(bare) :]
        return self._in_parts(text, depth)

    def _whole(self, text: str, depth: int) -> str | None:
        fitting = [(one, values) for one in self._near(text) if (values := one.values(text)) is not None]
        if not fitting:
            ended = text.endswith(".") and depth <= _DEEPEST and self._whole(text[:-1], depth + 1)
            return f"{ended}." if ended else None
        template, values = max(fitting, key=lambda one: one[0].weight)
        for seam in (_ENDS, _LISTED):
            # Where a hole swallowed the seam between two known texts, the text is these two.
            if any(seam.search(value) for value in values) and (several := self._several(seam, text, depth)):
                return several
        if any(" (" in value for value in values) and (noted := self._noted(text, depth)) is not None:
            return noted
        return self._worded(template, text, values, depth)

    def _near(self, text: str) -> Iterator[_Template]:
        for word in {word.lower() for word in _WORD.findall(text)}:
            yield from self._by_word.get(word, ())

    def _worded(self, template: _Template, text: str, values: list[str], depth: int) -> str:
        said = QCoreApplication.translate(CONTEXT, template.source)
        shown = [self._value(value, kind, depth) for value, kind in zip(values, template.kinds, strict=True)]
        worded = _HOLE.sub(lambda hole: shown[int(hole[1])] if int(hole[1]) < len(shown) else hole[0], said)
        begins = text[:1].isupper() and not said.startswith("{")
        return worded[:1].upper() + worded[1:] if begins else worded

    def _value(self, value: str, kind: str, depth: int) -> str:
        if kind == "t":
            return f"{_BEGIN}{value}{_END}" if _MOMENT.fullmatch(value) else value
        if kind == "n" and _NUMBER.fullmatch(value):
            return _number(value)
        if found := _QUOTED.fullmatch(value):
            return QCoreApplication.translate(CONTEXT, "“{0}”").replace("{0}", found[found.lastindex or 0])
        return value if kind == "v" else self.said(value, depth + 1)

    def _in_parts(self, text: str, depth: int) -> str:
        parts = _ENDS.split(text)
        if len(parts) > 1:
            # An advice may be several sentences that belong together.
            for found in list(_ENDS.finditer(text))[:_TRIED]:
                if (rest := self._whole(text[found.end() :], depth + 1)) is not None:
                    return f"{self.said(text[: found.start()], depth + 1)}{found[0]}{rest}"
            return _joined(text, _ENDS, [self.said(part, depth + 1) for part in parts])
        for seam in _PARTS:
            for found in seam.finditer(text):
                if (rest := self._whole(text[found.start() :], depth + 1)) is not None:
                    return self.said(text[: found.start()], depth + 1) + rest
        if (noted := self._noted(text, depth)) is not None:
            return noted
        return self._named(text, depth) or self._several(_LISTED, text, depth) or text

    def _named(self, text: str, depth: int) -> str | None:
        """A known text behind what it is about: a place, and where there."""
        name, colon, rest = text.partition(": ")
        if not colon or depth > _DEEPEST:
            return None
        known = self._whole(rest, depth + 1) or self._named(rest, depth + 1)
        return None if known is None else f"{self._whole(name, depth + 1) or name}: {known}"

    def _noted(self, text: str, depth: int) -> str | None:
        """A known text with something about it in brackets."""
        head, bracket, inner = text.partition(" (")
        if not bracket or not inner.endswith(")") or depth > _DEEPEST:
            return None
        known = self._whole(head, depth + 1)
        return None if known is None else f"{known} ({self.said(inner[:-1], depth + 1)})"

    def _several(self, seam: re.Pattern[str], text: str, depth: int) -> str | None:
        """Known texts with seams between them; None where one of them is not known."""
        parts = [self._whole(part, depth + 1) for part in seam.split(text)] if depth <= _DEEPEST else []
        return _joined(text, seam, [part or "" for part in parts]) if len(parts) > 1 and all(parts) else None


def _words(template: _Template) -> list[str]:
    """The words that surely stand alone in each sentence made of it: none that touches a hole."""
    alone = re.sub(r"\w*\{\d+\}\w*", " \0 ", template.source)
    return [word.lower() for word in _WORD.findall(alone)]


def _same(text: str, piece: str) -> bool:
    return text == piece or (text[1:] == piece[1:] and text[:1].lower() == piece[:1].lower())


def _joined(text: str, seam: re.Pattern[str], parts: list[str]) -> str:
    seams = [QCoreApplication.translate(CONTEXT, found[0]) for found in seam.finditer(text)]
    return "".join(part for pair in zip(parts, [*seams, ""], strict=True) for part in pair)


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    whole, decimals, percent = found.groups()
    number = float(f"{whole.replace(',', '')}.{decimals or 0}")
    return QLocale().toString(number, "f", len(decimals or "")) + (" %" if percent else "")


class Timed(str):
    """A sentence with moments in it, told shortly; `exact` is the same with each of them in full. All in local time."""

    __slots__ = ("exact",)
    exact: str

    @classmethod
    def of(cls, text: str, moments: re.Pattern[str]) -> str:
        """`text` itself where there is no moment in it."""
        if not moments.search(text):
            return text
        made = cls(moments.sub(lambda found: _moment(found, shortly), text))
        made.exact = moments.sub(lambda found: _moment(found, exactly), text)
        return made


def exact(text: str) -> str:
    """A sentence of the daemon's with its moments in full; "" where it holds none."""
    return text.exact if isinstance(text, Timed) else ""


def _moment(found: re.Match[str], told: Callable[[int], str]) -> str:
    try:
        at = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    except ValueError:  # somebody's value that only looks like one
        return found[0].strip(_BEGIN + _END)
    return told(int(at.timestamp()) * 1_000)


_spoken: list[Sentences] = []  # empty where the app speaks English


def speak_sentences(tongue: str) -> None:
    """Say what the daemon tells in this language ("de") from now on; what was told before stays as it was said."""
    _spoken.clear()
    _said.cache_clear()
    if (LANGUAGES / tongue / "sentences.qm").exists() and tongue != "en":
        catalogue = json.loads((LANGUAGES / "sentences.json").read_text(encoding="utf-8"))
        _spoken.append(Sentences(catalogue))


def worded(text: str) -> str:
    """What the daemon, or a part of it that the app shares, says in English, in the app's language; moments are local."""
    return _said(text) if text else text


@lru_cache(maxsize=_KEPT)
def _said(text: str) -> str:
    return Timed.of(_spoken[0].said(text), _MARKED) if _spoken else Timed.of(text, _PLAIN)


def in_sentences(*parts: str, name: str = "") -> str:
    """What went wrong, what to do, each ended with one mark, also behind an id or a quote; what is empty is left out.

    The first begins with a capital, unless with `name`, which is written as it is.
    """
    bare = [one.rstrip() for one in parts]
    told = " ".join(one if _ENDED.search(one) else f"{one}." for one in bare if one)
    return told if name and told.startswith(name) else told[:1].upper() + told[1:]


READING: Final = {SAY: worded}  # the context in which the daemon's words are read
