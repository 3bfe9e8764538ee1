"""What applying a plan will cost: calls by kind, their share of the day's allowance, and time."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Final

from adapters.allowance import Standing
from adapters.base import Adapter
from core.plans import Forecast, PlanItemKind

K = PlanItemKind
_READ_AGAIN: Final = frozenset(K) - {K.CREATE_CRM, K.IRREVERSIBLE}


def forecast(
    adapter: Adapter,
    counts: Mapping[PlanItemKind, int],
    *,
    conflicts: int,
    refused: int,
    spreads: Mapping[str, int],
    reads: int,
    took_ms: int,
) -> Forecast:
    """`reads` calls took `took_ms` while the plan was made; applying is taken to answer as quickly."""
    abilities = adapter.abilities
    read = sum(n for kind, n in counts.items() if kind in _READ_AGAIN)
    calls = {
        "fetch": ceil(read / abilities.read_batch),
        "history": ceil(counts.get(K.UPDATE_CRM, 0) / abilities.read_batch) if abilities.history else 0,
        "create": ceil(counts.get(K.CREATE_CRM, 0) / abilities.write_batch),
        "update": ceil(counts.get(K.UPDATE_CRM, 0) / abilities.write_batch),
        "delete": ceil(counts.get(K.DELETE_CRM, 0) / abilities.write_batch),
        "restore": ceil(counts.get(K.RESTORE_CRM, 0) / abilities.write_batch),
        "merge": counts.get(K.MERGE_CRM, 0),
    }
    total = sum(calls.values())
    each_ms = took_ms / reads if reads else 0.0
    return Forecast(
        calls={name: n for name, n in calls.items() if n},
        share=_share(adapter, total),
        seconds=ceil(total * each_ms / 1000),
        duplicates=counts.get(K.AMBIGUOUS, 0),
        conflicts=conflicts,
        refused=refused,
        spreads=spreads,
    )


def _share(adapter: Adapter, calls: int) -> float | None:
    """Percent of a day's allowance, by what calls have cost so far; None where the CRM does not tell its size."""
    standing = getattr(getattr(getattr(adapter, "rest", None), "budget", None), "ledger", None)
    told: Standing | None = standing.standing() if standing is not None else None
    if told is None or not told.limit:
        return None
    made = sum(one.calls for one in told.costs)
    mean = sum(one.calls * one.mean for one in told.costs) / made if made else 1.0
    return round(100 * calls * mean / told.limit, 2)
