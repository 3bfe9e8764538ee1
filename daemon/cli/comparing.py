"""The records a question is about, side by side, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daemon.cli.output import moment, say, shown, table

if TYPE_CHECKING:
    from core.wire.comparing import CellWord, ComparedWord, ComparisonWord, RowWord


def tell_records(told: ComparisonWord) -> None:
    """Each record with its state, then field by field what they hold; "≠" stands before what differs from the first."""
    for at, one in enumerate(told.records, start=1):
        say(f"{at}  {_head(one)}")
        if one.trouble:
            say(f"   {one.trouble}. {one.advice}")
    table(
        ("FIELD", *(str(at) for at in range(1, len(told.records) + 1))),
        [(_called(row), *(_told(one.cells[at]) for one in told.records)) for at, row in enumerate(told.rows)],
        empty="None of them holds anything.",
    )


def _head(one: ComparedWord) -> str:
    where = f"{one.connection} {one.object}" if one.connection else f"hub {one.object}"
    parts = [where.strip(), one.id, f"“{one.name}”" if one.name else "", one.part]
    if one.state != "living":
        parts.append(f"{one.state} into {one.merged_into}" if one.merged_into else one.state)
    if one.pair:
        parts.append(f"paired with {one.pair}")
    if one.changed_at is not None:
        parts.append(f"changed {moment(one.changed_at)}")
    return "  ".join(filter(None, parts))


def _called(row: RowWord) -> str:
    return " + ".join(row.hub)


def _told(cell: CellWord) -> str:
    held = [shown(value) for value in cell.values if value is not None]
    return ("≠ " if cell.same is False else "") + (" + ".join(held) or "-")
