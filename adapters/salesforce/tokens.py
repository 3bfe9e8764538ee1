"""What a conditional write to Salesforce hangs on: when the row was last modified, and which contacts a deal had.

If-Unmodified-Since has a resolution of one second ("Conditional Request Headers", REST API guide), so a second edit within
the second of the first would pass. A row that was modified in the very second of our look, or just before, is therefore
called fresh: it is not written to on the strength of that look, but looked at again a moment later. A change of contact
roles does not move the row, so the contacts are part of the token.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from core.errors import RequestRefused
from core.values import to_epoch_ms

_SECOND: Final = 1_000
_FRESH: Final = "fresh "


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`modified` is LastModifiedDate (ms); `fresh` that the look came too soon after it to be built on."""

    modified: int
    contacts: tuple[str, ...]
    fresh: bool

    @property
    def http_date(self) -> str:
        moment = datetime.fromtimestamp(self.modified / _SECOND, UTC)
        return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")


def token_of(row: Mapping[str, Any], contacts: Sequence[str], looked_at: int | None) -> str | None:
    """The token of a row that was asked for at `looked_at` (ms, by Salesforce's clock; None: not known, so fresh)."""
    stamp = row.get("LastModifiedDate")
    if not isinstance(stamp, str):
        return None
    try:
        modified = to_epoch_ms(stamp)
    except ValueError:
        return None
    # One second more than the resolution asks for: Salesforce's servers need not agree about the time to the millisecond.
    fresh = looked_at is None or modified // _SECOND * _SECOND + 2 * _SECOND > looked_at
    return f"{_FRESH if fresh else ''}{modified} {','.join(sorted(contacts))}"


def parse_token(text: str) -> Token:
    """Raises RequestRefused for a text that no record had as its token."""
    fresh = text.startswith(_FRESH)
    stamp, _, contacts = text.removeprefix(_FRESH).partition(" ")
    if not stamp.isdigit():
        raise RequestRefused("the precondition of an edit is not one this adapter gave")
    return Token(modified=int(stamp), contacts=tuple(contacts.split(",")) if contacts else (), fresh=fresh)
