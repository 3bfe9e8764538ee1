"""The words of what charts are drawn from."""

from __future__ import annotations

from core.wire.connections import LatencyWord
from core.wire.words import Time, Word


class MetricPoint(Word):
    """One step from `at` on. `to_hub` and `to_crm` are records that travelled, `refused` writes a CRM refused.

    `opened` are conflicts left for a person; the others say how fields that both sides changed were decided. `latency`
    has no percentiles where nothing arrived.
    """

    at: Time
    to_hub: int
    to_crm: int
    refused: int
    opened: int
    person: int
    advisor: int
    rule: int
    superseded: int
    latency: LatencyWord


class MetricsWord(Word):
    """Every step from `since` to `until`, `step` ms each; the last one may not be over yet."""

    since: Time
    until: Time
    step: int
    points: list[MetricPoint]
