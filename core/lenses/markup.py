"""The lens between HTML in a CRM and plain text in the hub. One pass over the text, whatever it holds."""

from __future__ import annotations

import html
import re
from typing import Final

from core.lenses.shape import TEXTS, Lens, Site, Spec, on_text, one_to_one

_BREAKS: Final = frozenset(
    "address article blockquote br dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre "
    "section table tr ul".split()
)
_UNSEEN: Final = frozenset({"script", "style", "head", "template"})
_TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLANKS: Final = " \t\n\r\f"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_NON_BREAKING: Final = "\xa0"


def _html_text(site: Site) -> Lens:
    site.needs_types(site.hub, *TEXTS)
    site.needs_types(site.crm, *TEXTS)
    if site.option("untagged", "html", ("html", "text")) == "html":
        return one_to_one(site, on_text(plain_text), on_text(as_html), invertible=False)
    return one_to_one(site, on_text(_either), on_text(_in_a_block), invertible=False)


def _either(held: str) -> str:
    """What a person reads of a text that may be HTML: without a single tag it is none, and is read as it would come back."""
    return plain_text(held if _TAG.search(held) else _in_a_block(held))


def _in_a_block(text: str) -> str:
    return f"<div>{as_html(text)}</div>"


def plain_text(markup: str) -> str:
    """What a person reads of some HTML. A "<" that opens no tag is a letter like others."""
    lines: list[list[str]] = [[]]
    lower = markup.lower() if "<" in markup else ""
    if len(lower) != len(markup):
        lower = markup  # a letter changed its length with its case: positions would no longer agree
    at, last_close = 0, markup.rfind(">")
    while at < len(markup):
        start = markup.find("<", at)
        if start < 0 or start > last_close:
            lines[-1].append(markup[at:])
            break
        lines[-1].append(markup[at:start])
        at = _skip_tag(markup, lower, start, lines)
    return "\n".join(map(_shown, lines)).strip("\n ")


def _skip_tag(markup: str, lower: str, start: int, lines: list[list[str]]) -> int:
    """Where reading goes on after the "<" at `start`."""
    if markup.startswith("<!--", start):
        end = markup.find("-->", start)
        return len(markup) if end < 0 else end + 3
    if markup.startswith(("<!", "<?"), start):
        return markup.find(">", start) + 1
    found = _TAG_NAME.match(markup, start + 1)
    if found is None:
        lines[-1].append("<")
        return start + 1
    name, end = found[1].lower(), markup.find(">", start) + 1
    if name in _BREAKS:
        if name == "br" or "".join(lines[-1]).strip(_BLANKS):
            lines.append([])
        else:
            lines[-1] = []  # blanks between two blocks are the source's lay-out, not the text's
    if name in _UNSEEN and markup[start + 1] != "/":
        close = lower.find(f"</{name}", end)
        return len(markup) if close < 0 else close
    return end


def _shown(parts: list[str]) -> str:
    text = _SPACES.sub(" ", html.unescape("".join(parts))).strip(" ")
    return text.replace(_NON_BREAKING, " ").replace("\x00", "").rstrip()


def as_html(text: str) -> str:
    """Plain text as HTML that looks the same: line breaks and repeated spaces are kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<br>".join(_escaped(line) for line in lines)


def _escaped(line: str) -> str:
    quoted = html.escape(line, quote=False).replace("\t", " ")
    kept = quoted.replace("  ", f" {_NON_BREAKING}")
    return f"{_NON_BREAKING}{kept[1:]}" if kept.startswith(" ") else kept


SPECS: Final = (
    Spec(
        name="html_text",
        description="HTML in the CRM, plain text in the hub. Formatting in the CRM stays until the words change. Option "
        "untagged: what a text without any tag is, html (default) or text.",
        build=_html_text,
        options=frozenset({"untagged"}),
    ),
)
