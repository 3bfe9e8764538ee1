"""Notes as Pipedrive keeps them: "in HTML format, subject to sanitization on the back-end" (v1 reference).

What could run or load something is taken out, and tags are written one way, so what is read back is seldom what was sent.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import Final

_KEPT: Final = frozenset("a b blockquote br code div em h1 h2 h3 hr i li ol p pre s span strong u ul".split())
_EMPTY: Final = frozenset({"br", "hr"})
_UNSEEN: Final = frozenset({"script", "style"})
_SAFE: Final = ("http://", "https://", "mailto:")


def cleaned(markup: str) -> str:
    """The HTML without scripts, styles, comments, unknown tags and attributes; words are never touched."""
    cleaner = _Cleaner()
    cleaner.feed(markup)
    cleaner.close()
    return "".join(cleaner.parts)


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _KEPT and not self._unseen:
            link = (
                next((value for name, value in attrs if name == "href" and value), "") if tag == "a" else ""
            )
            kept = f' href="{escape(link)}"' if link.startswith(_SAFE) else ""
            self.parts.append(f"<{tag}{kept}{' /' if tag in _EMPTY else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _KEPT and tag not in _EMPTY and not self._unseen:
            self.parts.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")
