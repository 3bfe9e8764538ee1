"""The fault model of RELIABILITY.md 2.4, as chances a call, and profiles of them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Chances between 0 and 1; times in virtual ms."""

    unreachable: float = 0.06
    lost_answer: float = 0.06
    late_landing: float = 0.02
    throttled: float = 0.02
    slow: float = 0.03
    slow_ms: int = 20_000
    crash: float = 0.002
    webhook_lost: float = 0.15
    webhook_doubled: float = 0.10
    webhook_late: float = 0.20
    webhook_late_ms: int = 30_000
    outage_every_ms: int = 240_000
    outage_ms: int = 60_000

    def healed(self) -> Faults:
        return replace(
            self,
            unreachable=0,
            lost_answer=0,
            late_landing=0,
            throttled=0,
            slow=0,
            crash=0,
            webhook_lost=0,
            webhook_doubled=0,
            webhook_late=0,
            outage_every_ms=0,
        )


NONE = Faults().healed()
USUAL = Faults()
STORM = Faults(lost_answer=0.20, late_landing=0.10, crash=0.01, slow=0.15)
"""Raises what is rare otherwise: lost answers, late landings and crashes together."""
NO_HOOKS = Faults(webhook_lost=1.0)
"""Polls alone must do: webhooks mask faults of the cursor otherwise."""
