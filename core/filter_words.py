"""The words of a filter's text: which fields it names, and the same text with other names or choices in it.

Only letters are looked at, no schema and no library: a mapping must know what its filter reads before either is at hand.
A field whose name is no CEL identifier stands in back quotes: `9f1c40…` == "27".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from enum import Enum
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<text>(?:[rRbB]{1,2})?(?:\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))"""
    r"""|(?P<comment>//[^\n]*)"""
    r"""|`(?P<quoted>[^`\n]+)`"""
    r"""|(?P<number>(?<![\w.])\d[\w.]*)"""
    r"""|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"""
    r"""|(?P<sign>==|!=|[^\s\w])""",
    re.DOTALL,
)
_LOOP: Final = re.compile(r"\.(?:all|exists|exists_one|map|filter)\(\s*([A-Za-z_]\w*)\s*,")
_OWN: Final = frozenset({"true", "false", "null", "in"})
_KEPT: Final = _OWN.union(
    "as break const continue else for function if import let loop package namespace return var void while".split()
)
_PLAIN: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_WRITTEN: Final = re.compile(r"(?s)[\"'](.*)[\"']")


class Kind(Enum):
    FIELD = "field"
    TEXT = "text"
    SIGN = "sign"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the text at `start` to `end`. `value` is the field's name, the text without its quotes, or as written."""

    kind: Kind
    value: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """The text's words in order. What a loop counts with is no field."""
    bound = set(_LOOP.findall(text))
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        match found.lastgroup:
            case "text":
                inner = _WRITTEN.fullmatch(found[0])
                simple = (
                    inner is not None and "\\" not in found[0] and not found[0].startswith(("'''", '"""'))
                )
                yield Word(Kind.TEXT if simple else Kind.OTHER, inner[1] if inner else "", start, end)
            case "quoted":
                yield Word(Kind.FIELD, found["quoted"], start, end)
            case "name":
                name = found[0]
                if text[end:].lstrip().startswith("("):
                    name = name.rpartition(".")[0]  # a function, or one of the field's
                is_field = name and name not in _OWN and name.partition(".")[0] not in bound
                if is_field and not text[:start].rstrip().endswith("."):
                    yield Word(Kind.FIELD, name, start, start + len(name))
                else:
                    yield Word(Kind.OTHER, found[0], start, end)
            case "sign":
                yield Word(Kind.SIGN, found[0], start, end)
            case _:
                yield Word(Kind.OTHER, found[0], start, end)


def names_in(text: str) -> tuple[str, ...]:
    """The fields that the text names, in order, without repeats."""
    return tuple(dict.fromkeys(one.value for one in words_of(text) if one.kind is Kind.FIELD))


def with_names(text: str, names: MappingOf[str, str]) -> str:
    """The text with other fields in place of these."""
    return _rewritten(text, {one: written(names[one.value]) for one in words_of(text) if _is(one, names)})


def with_variables(text: str) -> tuple[str, dict[str, str]]:
    """(the text as CEL reads it, the field behind each variable): names in back quotes get names of ours."""
    variables: dict[str, str] = {}
    ours: dict[Word, str] = {}
    for one in [word for word in words_of(text) if word.kind is Kind.FIELD]:
        name = one.value
        if text[one.start] == "`":
            name = ours[one] = f"field_{names_in(text).index(one.value)}_"
        variables[name] = one.value
    return _rewritten(text, ours), variables


def texts_about(text: str) -> dict[str, list[Word]]:
    """The texts that each field is compared with: `a == "x"`, `"x" != a`, `a in ["x", "y"]`, `"x" in a`."""
    found: dict[str, list[Word]] = {}
    words = [one for one in words_of(text) if not (one.kind is Kind.OTHER and one.value.startswith("//"))]
    for at, one in enumerate(words):
        if one.kind is not Kind.FIELD:
            continue
        held = found.setdefault(one.value, [])
        before, after = words[max(0, at - 2) : at], words[at + 1 : at + 3]
        if len(after) == 2 and after[0].value in ("==", "!=") and after[1].kind is Kind.TEXT:
            held.append(after[1])
        elif len(after) == 2 and (after[0].value, after[1].value) == ("in", "["):
            for member in words[at + 3 :]:
                if member.value == "]" and member.kind is Kind.SIGN:
                    break
                held += [member] * (member.kind is Kind.TEXT)
        if len(before) == 2 and before[1].value in ("==", "!=", "in") and before[0].kind is Kind.TEXT:
            held.append(before[0])
    return found


def with_texts(text: str, texts: MappingOf[Word, str]) -> str:
    """The text with other texts in these words' places."""
    return _rewritten(text, {one: f'"{value}"' for one, value in texts.items()})


def written(name: str) -> str:
    """A field's name as it stands in a filter."""
    return name if _PLAIN.fullmatch(name) and name not in _KEPT else f"`{name}`"


def _is(one: Word, names: MappingOf[str, str]) -> bool:
    return one.kind is Kind.FIELD and one.value in names


def _rewritten(text: str, pieces: MappingOf[Word, str]) -> str:
    for one in sorted(pieces, key=lambda word: word.start, reverse=True):
        text = text[: one.start] + pieces[one] + text[one.end :]
    return text
