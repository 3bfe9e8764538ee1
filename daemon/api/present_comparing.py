"""Comparisons of records as the words of the wire."""

from __future__ import annotations

from typing import cast

from core.wire.comparing import PART, RECORD_STATE, CellWord, ComparedWord, ComparisonWord, RowWord
from core.wire.words import wire_value
from daemon.compared import Comparison, Shown


def comparison(one: Comparison, as_of: int) -> ComparisonWord:
    return ComparisonWord(
        rows=[RowWord(rule=row.rule, hub=list(row.hub), crm=list(row.crm)) for row in one.rows],
        records=[_record(shown) for shown in one.records],
        as_of=as_of,
    )


def _record(one: Shown) -> ComparedWord:
    return ComparedWord(
        connection=one.connection,
        object=one.object,
        id=one.id,
        part=cast(PART, one.part),
        name=one.name,
        state=cast(RECORD_STATE, one.state),
        merged_into=one.merged_into,
        pair=one.pair,
        changed_at=one.changed_at,
        trouble=one.trouble,
        advice=one.advice,
        cells=[
            CellWord(values=[wire_value(value) for value in cell.values], raw=cell.raw, same=cell.same)
            for cell in one.cells
        ],
    )
