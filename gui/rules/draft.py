"""Rules that are being changed: a text on top of the state it was begun on, and what the daemon made of it. No widgets.

The daemon alone checks, tries and saves; here the text is only taken apart for the list and put together again.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace

from core.rule_files import dump_rules, load_rules
from core.rules import ConflictRule, RuleBook
from core.wire.rule_words import word_of
from core.wire.rules import ConflictRuleWord, ReplayWord, RulesWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`text` on top of `base`. `tried` is what the replay of exactly this text told; None where it was not tried."""

    base: RulesWord
    text: str
    tried: ReplayWord | None = None

    @property
    def is_changed(self) -> bool:
        return self.text != self.base.text

    @property
    def may_be_saved(self) -> bool:
        """Nothing is saved that was not tried first."""
        return self.is_changed and self.tried is not None

    def book(self) -> RuleBook:
        """Raises RulesInvalid while the text is not one."""
        return load_rules(self.text, "the rules")

    def written(self, text: str) -> Draft:
        return self if text == self.text else replace(self, text=text, tried=None)

    def with_book(self, book: RuleBook) -> Draft:
        return self.written(dump_rules(book))

    def on_top_of(self, newer: RulesWord) -> Draft:
        """The same text on another state: to be tried again."""
        return replace(self, base=newer, tried=None)

    @property
    def loses_comments(self) -> bool:
        """Whether a change by the form would drop comments of the file."""
        return any(line.lstrip().startswith("#") for line in self.text.splitlines())


def begun(base: RulesWord) -> Draft:
    return Draft(base=base, text=base.text)


def rows_of(book: RuleBook, now: int) -> list[ConflictRuleWord]:
    """Its rules in the order of asking, the built-in ones last."""
    return [word_of(one, now) for one in book.every]


def difference(theirs: str, ours: str) -> str:
    """What saving `ours` over `theirs` would change, line by line."""
    lines = difflib.unified_diff(theirs.splitlines(), ours.splitlines(), lineterm="", n=2)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


def line_of(text: str, complaint: str) -> int | None:
    """The line (from 1) that a complaint of the daemon is about; None where it names none."""
    if found := re.search(r"\(at line (\d+)", complaint):
        return min(int(found[1]), text.count("\n") + 1)
    if "(at end of document)" in complaint:
        return text.count("\n") + 1
    lines = text.splitlines()
    for name in _names(text):
        if f"rule {name!r}" not in complaint and f"rules.{name}" not in complaint:
            continue
        head = next((at for at, line in enumerate(lines) if _heads(line, name)), None)
        if head is None:
            continue
        for at in range(head + 1, len(lines)):
            if lines[at].lstrip().startswith("["):
                break
            key = lines[at].partition("=")[0].strip().strip('"')
            if key and (f"rules.{name}.{key}" in complaint or _speaks_of(complaint, key)):
                return at + 1
        return head + 1
    return None


def _speaks_of(complaint: str, key: str) -> bool:
    return (
        key in ("object", "field", "when", "expression", "sources")
        and re.search(rf"\b{key}\b", complaint) is not None
    )


def _names(text: str) -> list[str]:
    """The longest first: one name may begin with another."""
    found = re.findall(r'^\s*\[rules\.(?:"([^"]+)"|([\w-]+))\]', text, re.MULTILINE)
    return sorted((quoted or plain for quoted, plain in found), key=len, reverse=True)


def _heads(line: str, name: str) -> bool:
    return line.strip().startswith((f"[rules.{name}]", f'[rules."{name}"]'))


def named(book: RuleBook, name: str) -> ConflictRule | None:
    """An own rule of that name."""
    return next((one for one in book.rules if one.name == name), None)
