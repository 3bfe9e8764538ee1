"""The documents the guide is made of: its chapters, their sections, and which of them hold given words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

INDEX: Final = "guide/README.md"
_MOST_FOUND: Final = 40
_FOR_DEVELOPERS: Final = ("app.md", "architecture.md", "dependencies.md", "performance.md")
_HEADING: Final = re.compile(r"^(#{1,4}) +(.+?) *$")
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of `document` (a path below the folder of documents) and the Markdown up to the next one."""

    document: str
    title: str
    slug: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.document}#{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    title: str
    document: str


class Book:
    """Everything below `folder`; read when it is first asked for, and then kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The list of the index, in its order."""
        lines = (self.text_of(INDEX) or "").splitlines()
        items = (_LINK.search(one) for one in lines if re.match(r"\d+\. ", one))
        return tuple(
            Chapter(title=item[1], document=joined(INDEX, item[2]).partition("#")[0])
            for item in items
            if item
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Those of the chapters first, then those of the documents a reader may want besides."""
        first = dict.fromkeys(one.document for one in self.chapters)
        rest = (path.relative_to(self.folder).as_posix() for path in sorted(self.folder.rglob("*.md")))
        wanted = first | dict.fromkeys(one for one in rest if one not in _FOR_DEVELOPERS)
        return tuple(section for name in wanted for section in self._split(name))

    def title_of(self, document: str) -> str:
        """What the index calls it, else its own first heading."""
        listed = (one.title for one in self.chapters if one.document == document)
        own = (one.title for one in self.sections if one.document == document)
        return next(listed, next(own, document))

    def file_of(self, place: str) -> Path | None:
        """The file a place names; None where there is none, or it lies elsewhere."""
        path = (self.folder / place.partition("#")[0].lstrip("/")).resolve()
        return path if path.is_relative_to(self.folder) and path.is_file() else None

    def text_of(self, place: str) -> str | None:
        path = self.file_of(place)
        return path.read_text(encoding="utf-8") if path is not None and path.suffix == ".md" else None

    def find(self, words: str) -> list[Section]:
        """Sections that hold all the words, those with them in their title first; at most 40."""
        asked = words.casefold().split()
        if not asked:
            return []
        held = [
            (sum(one not in section.title.casefold() for one in asked), at, section)
            for at, section in enumerate(self.sections)
            if all(one in f"{section.title}\n{section.text}".casefold() for one in asked)
        ]
        return [section for _, _, section in sorted(held, key=lambda one: one[:2])[:_MOST_FOUND]]

    def _split(self, document: str) -> Iterator[Section]:
        title, lines = "", list[str]()
        fenced = False
        for line in (self.text_of(document) or "").splitlines():
            fenced ^= line.lstrip().startswith("```")
            found = None if fenced else _HEADING.match(line)
            if found is None:
                lines.append(line)
                continue
            if title:
                yield _section(document, title, lines)
            title, lines = found[2], []
        if title:
            yield _section(document, title, lines)


def slug_of(title: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def joined(document: str, link: str) -> str:
    """The place a link of a document leads to."""
    path, _, anchor = link.partition("#")
    parts = document.split("/")[:-1] if path else [document]
    for part in filter(None, path.split("/")):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts) + (f"#{anchor}" if anchor else "")


def _section(document: str, title: str, lines: list[str]) -> Section:
    plain = _LINK.sub(r"\1", title.replace("`", ""))
    return Section(document=document, title=plain, slug=slug_of(plain), text="\n".join(lines))
