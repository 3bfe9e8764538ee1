"""Where a pass over a table's changes stands. Nobody but this package reads it."""

from __future__ import annotations

from adapters.positions import StoredPosition, parse_stored


class Position(StoredPosition, frozen=True, omit_defaults=True):
    """`token` is Dataverse's delta token, taken at `at` (ms, its clock).

    A deep pass begins at an older one: `older`, which is at least the deep overlap old, or `mid`, taken at `mid_at`, where
    there is none yet. Within a pass `link` is Dataverse's own next page, for the columns `columns`.
    """

    token: str
    at: int = 0
    mid: str = ""
    mid_at: int = 0
    older: str = ""
    link: str = ""
    columns: str = ""


def parse_position(text: str) -> Position:
    """Raises CursorExpired."""
    return parse_stored(text, Position, "Dynamics")
