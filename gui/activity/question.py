"""What is asked of the log: the search box's words and the filters beside it, as one value.

In the box `field:title`, `run:ID`, `kind:push`, `record:ID` and `connection:hs` narrow; every other word is looked for in
field names, values, notes and the names of those who did it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, TypedDict

DAY_MS: Final = 86_400_000
_MOST_TEXT: Final = 200  # what the daemon takes
_LEAST_ID: Final = 8
_LEAST_NUMBER: Final = 5  # as Pipedrive counts; fewer digits are rather a year, or a part of a value


class Asked(TypedDict, total=False):
    """The arguments of `Operations.search_activity` but for the page."""

    text: str
    record: str
    connection: str
    run: str
    field: str
    kind: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Every given part must hold; "" and None narrow nothing. `since` is in ms since 1970 UTC."""

    text: str = ""
    record: str = ""
    connection: str = ""
    run: str = ""
    field: str = ""
    kind: str = ""
    since: int | None = None

    @property
    def narrows(self) -> bool:
        return self != Question()

    @property
    def asked(self) -> Asked:
        asked: Asked = {}
        if self.text:
            asked["text"] = self.text
        if self.record:
            asked["record"] = self.record
        if self.connection:
            asked["connection"] = self.connection
        if self.run:
            asked["run"] = self.run
        if self.field:
            asked["field"] = self.field
        if self.kind:
            asked["kind"] = self.kind
        if self.since is not None:
            asked["since"] = self.since
        return asked

    def with_words(self, typed: str) -> Question:
        """Narrowed further by what was typed."""
        found: dict[str, str] = {}
        words = []
        for word in typed.split():
            name, colon, value = word.partition(":")
            if colon and value and name.casefold() in ("record", "connection", "run", "field", "kind"):
                found[name.casefold()] = value
            else:
                words.append(word)
        return replace(
            self,
            text=" ".join(words)[:_MOST_TEXT],
            record=found.get("record", self.record),
            connection=found.get("connection", self.connection),
            run=found.get("run", self.run),
            field=found.get("field", self.field),
            kind=found.get("kind", self.kind),
        )


def may_name_one(typed: str) -> bool:
    """Whether it may be a link, an id or an address, of which the daemon can tell whose it is."""
    what = typed.strip()
    if not what or re.search(r"\s", what):
        return False
    name, colon, _ = what.partition(":")
    if colon and name.casefold() in ("connection", "field", "kind"):
        return False
    if colon or "@" in what:
        return True
    least = _LEAST_NUMBER if what.isdigit() else _LEAST_ID
    return len(what) >= least and any(one.isdigit() for one in what)
