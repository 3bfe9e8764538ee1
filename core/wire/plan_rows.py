"""A plan's items as rows of a table program: one row a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.wire.activity import ChangeWord
from core.wire.csv_cells import cell
from core.wire.plans import PlanItemWord

COLUMNS: Final = ("n", "kind", "object", "record_id", "crm_id", "field", "before", "after", "state", "note")


def rows_of(one: PlanItemWord) -> Iterator[tuple[str, ...]]:
    """One row for each field that changes, or one without a field."""
    front = (str(one.n), one.kind, cell(one.object), cell(one.record_id), cell(one.crm_id))
    changes: list[ChangeWord | None] = list(one.changes) or [None]
    for change in changes:
        parts = (
            ("", "", "") if change is None else (cell(change.field), cell(change.before), cell(change.after))
        )
        yield (*front, *parts, one.state, cell(one.note))
