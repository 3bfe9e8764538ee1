"""Where Salesforce's change feed stands, as text between two polls.

Rows are read in order of (SystemModstamp, Id), continuing after a pair: stamps have whole seconds and many rows share one,
so a stamp alone would lose rows at every page's edge (CRM_FACTS 1.1). Stages of a pass:

    rows     the object's rows, deleted ones included
    roles    opportunities only: contact roles that changed, which leaves the opportunity's own stamp alone
    deleted  deep passes only: the delete log, for rows that have left the recycle bin
"""

from __future__ import annotations

from typing import Literal

from adapters.positions import StoredPosition, parse_stored


class Position(StoredPosition, frozen=True, omit_defaults=True):
    """`seen`, `roles`: every change up to these times (ms, Salesforce's clock) was read, lateness aside; `deleted`: the
    delete log is covered up to there. `at` and `after` are the last pair of a pass under way, `top` its newest stamp."""

    seen: int
    roles: int = 0
    deleted: int = 0
    stage: Literal["rows", "roles", "deleted"] = "rows"
    at: int = 0
    after: str = ""
    top: int = 0


def parse_position(text: str) -> Position:
    """Raises CursorExpired."""
    return parse_stored(text, Position, "Salesforce")
