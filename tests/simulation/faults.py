"""The fault model of RELIABILITY.md 2.4, as chances a call, and the profiles that stress one layer at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Final

from core.mapping import Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Chances between 0 and 1; times in virtual ms. `partial` is a chance a record of a batch write."""

    unreachable: float = 0.06
    lost_answer: float = 0.06
    late_landing: float = 0.02
    throttled: float = 0.02
    refused_call: float = 0.003
    partial: float = 0.03
    slow: float = 0.03
    crash: float = 0.002
    webhook_lost: float = 0.15
    webhook_doubled: float = 0.10
    webhook_late: float = 0.20
    outages: float = 1.0
    forgotten_cursors: float = 1.0
    blind_lists: float = 0.0
    blind_reads: float = 0.0
    drift: float = 0.0
    plans: float = 0.0

    def healed(self) -> Faults:
        return Faults(**dict.fromkeys(KINDS, 0.0))

    def without(self, kinds: frozenset[str]) -> Faults:
        """The same weather with these kinds of trouble switched off."""
        return replace(self, **dict.fromkeys(sorted(kinds), 0.0))


KINDS: Final = tuple(one.name for one in fields(Faults))
NONE: Final = Faults().healed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One way to run a history. Layers mask each other's faults, so some profiles take layers away.

    `polls`, `sweeps` and `lag` say which of them there are; `overlap` (ms) is how far a poll looks back; `workers` is
    how many try to work each lane; `brake` is how many overwrites and deletes a run may do. Where the far side is not
    `honest` (it calls living records gone), nobody can promise that both sides agree, only that little is deleted.
    Somebody `undoes` a part of what was done; people fill in fields of several choices where the profile `chooses`, and
    answer many conflicts by one decision where it decides `in_bulk`. `leave`: the contacts have a filter, and what
    it does to a pair that leaves.
    """

    name: str
    faults: Faults = field(default_factory=Faults)
    polls: bool = True
    sweeps: bool = True
    lag: bool = True
    overlap: int = 30_000
    workers: int = 1
    brake: int = 10_000
    honest: bool = True
    undoes: bool = False
    leave: Leave | None = None
    chooses: bool = False
    in_bulk: bool = False


PROFILES: Final = {
    one.name: one
    for one in (
        Profile(name="usual"),
        # What is rare otherwise, together: lost answers, late landings, crashes.
        Profile(
            name="storm",
            faults=Faults(lost_answer=0.20, late_landing=0.10, crash=0.01, slow=0.15, partial=0.08),
        ),
        # Calls that take seconds: people act between our look and our write.
        Profile(name="slow", faults=Faults(slow=0.6, lost_answer=0.10)),
        # Polls alone must do: webhooks mask faults of the cursor.
        Profile(name="no_hooks", faults=Faults(webhook_lost=1.0)),
        Profile(name="calm", faults=Faults(slow=0.0, crash=0.0, outages=0.0, late_landing=0.0)),
        Profile(name="none", faults=NONE),
        # The cursor alone: no webhooks, no overlap, no full comparison and no late index that would need one.
        Profile(
            name="bare", faults=Faults(webhook_lost=1.0, crash=0.006), sweeps=False, lag=False, overlap=0
        ),
        # Webhooks alone, which all arrive, some twice and some late.
        Profile(name="hooks_only", faults=Faults(webhook_lost=0.0, slow=0.3), polls=False, sweeps=False),
        # A far side whose lists show nothing for a while, as if a filter were wrong; read by id, all is there.
        Profile(name="blind", faults=Faults(crash=0.0, blind_lists=1.0), brake=3),
        # A far side that shows nothing at all for a while, as if permission were lost.
        Profile(
            name="shrunk", faults=Faults(crash=0.0, blind_lists=1.0, blind_reads=1.0), brake=3, honest=False
        ),
        # Two workers contend for each lane.
        Profile(name="rivals", faults=Faults(slow=0.20, crash=0.004), workers=2),
        # A part of the history is taken back while everybody goes on, and the process dies at it.
        Profile(name="undone", undoes=True),
        # Both sides add choices to a field and take some out, and nobody is asked.
        Profile(
            name="choosing",
            faults=Faults(slow=0.4, webhook_lost=0.5, lost_answer=0.01, late_landing=0.0),
            chooses=True,
        ),
        # Many conflicts are answered by one decision, planned or at once, and the process dies at it.
        Profile(name="bulk", in_bulk=True),
        # Fields are hidden, erased, renamed, retyped and required while everybody goes on.
        Profile(name="drift", faults=Faults(drift=0.8), sweeps=False),
        # Plans are made, left lying, approved and applied while everybody goes on; some while the connection is paused.
        Profile(name="planned", faults=Faults(plans=0.9)),
        Profile(
            name="planned_storm",
            faults=Faults(
                plans=0.9, lost_answer=0.15, late_landing=0.08, crash=0.008, slow=0.10, partial=0.08
            ),
        ),
        # Contacts go in and out of a filter on either side, and back, while everybody goes on.
        Profile(
            name="filtered",
            faults=Faults(lost_answer=0.15, late_landing=0.08, crash=0.008, slow=0.10, partial=0.08),
            leave=Leave.PAUSE,
        ),
        Profile(name="filtered_for_good", leave=Leave.UNLINK),
        Profile(name="drifting_rivals", faults=Faults(drift=0.8, slow=0.20, crash=0.004), workers=2),
    )
}
