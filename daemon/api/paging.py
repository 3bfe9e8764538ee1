"""Keyset paging: an opaque token holds the key of the last row, so that a page costs the same wherever it lies."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias, TypeVar

from fastapi import Query

from core.errors import Invalid
from core.store.base import Found as StoreFound
from core.store.base import StoredAudit
from core.wire.words import Page, Word

Limit: TypeAlias = Annotated[int, Query(ge=1, le=500, description="The most rows in one answer.")]
After: TypeAlias = Annotated[str | None, Query(max_length=1_000, description="`next` of the page before.")]

Found = TypeVar("Found")
Shown = TypeVar("Shown", bound=Word)


def token_of(*key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def key_of(token: str | None, parts: int) -> tuple[str, ...] | None:
    """The key in `token`, of `parts` strings. Raises Invalid for a token this list did not give out."""
    if token is None:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (binascii.Error, ValueError, RecursionError) as unreadable:
        raise Invalid("after: not a page token of this list") from unreadable
    if not isinstance(key, list) or len(key) != parts or not all(isinstance(part, str) for part in key):
        raise Invalid("after: not a page token of this list")
    return tuple(key)


def page(
    rows: Sequence[Found], limit: int, show: Callable[[Found], Shown], key: Callable[[Found], tuple[str, ...]]
) -> Page[Shown]:
    """A page of at most `limit` of `rows`, which were asked for with one more than `limit`."""
    kept = rows[:limit]
    following = token_of(*key(kept[-1])) if len(rows) > limit else None
    return Page(rows=[show(row) for row in kept], next=following)


def page_of_log(found: StoreFound, limit: int, show: Callable[[StoredAudit], Shown]) -> Page[Shown]:
    """A page of what was found in the log, where one more than `limit` was asked for; it may have been looked at in part."""
    if found.down_to is not None:
        return Page(rows=[show(row) for row in found.rows], next=token_of(str(found.down_to)))
    return page(found.rows, limit, show, lambda row: (str(row.seq),))


def seq_of(token: str | None) -> int | None:
    """The entry of the audit log a token names."""
    key = key_of(token, 1)
    if key is None:
        return None
    if not (key[0].isascii() and key[0].isdigit() and len(key[0]) <= 18):
        raise Invalid("after: not a page token of this list")
    return int(key[0])
