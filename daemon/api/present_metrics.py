"""Metrics in the words of the local API."""

from __future__ import annotations

from core.metrics import Measure, Point
from core.wire.connections import LatencyWord
from core.wire.metrics import MetricPoint


def point(one: Point) -> MetricPoint:
    counts = {what.value: one.counts.get(what, 0) for what in Measure if what is not Measure.LATENCY}
    spell = one.latency
    return MetricPoint(
        at=one.at,
        latency=LatencyWord(p50=spell.p50, p95=spell.p95, p99=spell.p99, count=spell.count),
        **counts,
    )
