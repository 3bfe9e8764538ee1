"""The ledger of a connection's allowance in the words of the local API."""

from __future__ import annotations

from adapters.allowance import LaneStanding, Standing
from core.wire import connections as words


def allowance(one: Standing) -> words.QuotaWord:
    return words.QuotaWord(
        unit=one.unit,
        used=one.used,
        ours=one.ours,
        others=one.others,
        limit=one.limit,
        reserved=one.reserved,
        told=one.told,
        resets_at=one.resets_at,
        runs_out_at=one.runs_out_at,
        sentence=_sentence(one),
        costs=[words.CallCostWord(kind=cost.kind, calls=cost.calls, mean=cost.mean) for cost in one.costs],
        lanes=[
            words.QuotaLaneWord(
                lane=lane.lane.value,
                line=lane.line,
                used=lane.used,
                held_until=lane.until,
                reason=_reason(one, lane),
            )
            for lane in one.lanes
        ],
    )


def _sentence(one: Standing) -> str:
    if one.limit is None:
        return f"{one.used} {one.unit} in a day; the CRM tells no limit"
    parts = [f"{one.used:,} of {one.limit:,} {one.unit} of the day used ({one.others:,} by others)"]
    parts.append(f"{one.reserved:,} left to others")
    if one.held:
        parts.append(f"held back: {', '.join(lane.lane.value for lane in one.held)}")
    return "; ".join(parts)


def _reason(one: Standing, lane: LaneStanding) -> str:
    if lane.until is None:
        return ""
    return f"{one.used:,} of {one.limit:,} {one.unit} are used; it stops at {lane.line:,}"
