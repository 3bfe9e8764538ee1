"""Pipedrive's notes, which only v1 has: their fields, their rows in v2's words, and pages by offset. Pure.

Offsets move when records before them go or change, so a page is never trusted to begin where the last one ended: a list by
id is read with the last record of the page before, one by time from the last time seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from adapters.pipedrive.schema import Json

_FIELDS: Final = (
    ("content", "Content", "text"),
    ("deal_id", "Deal", "deal"),
    ("person_id", "Person", "people"),
    ("org_id", "Organization", "org"),
    ("user_id", "User", "user"),
    ("add_time", "Add time", "date"),
    ("update_time", "Update time", "date"),
)
FIELDS: Final[Sequence[Json]] = tuple(
    {"field_code": code, "field_name": name, "field_type": kind, "is_custom_field": False}
    for code, name, kind in _FIELDS
)
"""As v2 describes fields; notes have no custom ones (v1 reference, NoteFields)."""


def in_new_words(row: Json) -> Json:
    """A row of v1 with v2's word for a deletion."""
    return {**row, "is_deleted": row.get("active_flag") is False}


def past(rows: Sequence[Json], last: int) -> list[Json] | None:
    """The rows of a list by id that come after `last`; None where the list has moved so far that some may lie before it."""
    if last and rows and int(rows[0]["id"]) > last:
        return None
    return [row for row in rows if int(row["id"]) > last]
