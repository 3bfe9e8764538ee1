"""Plays one history and holds every oracle against it; makes a failing one smaller while it still fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.simulation.faults import KINDS, NONE
from tests.simulation.oracles import Violation, check
from tests.simulation.setting import Setting, setting_for
from tests.simulation.traffic import redundant_writes
from tests.simulation.world import Simulation

SEEDS_FILE: Final = Path(__file__).with_name("seeds.txt")
TRIES: Final = 300  # runs the shrinking of one history may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one history. `digest` is the same for every run of one setting."""

    setting: Setting
    violations: tuple[Violation, ...]
    digest: str
    events: int
    crashes: int
    redundant: int
    writes: int
    story: tuple[str, ...]


def play(setting: Setting) -> Verdict:
    """One history. An error that no part of the product expects is a violation like any other."""
    sim = Simulation(setting)
    try:
        sim.play()
        violations = tuple(check(sim))
        found, writes = redundant_writes(sim)
        redundant = len(found)
    except Exception as error:  # noqa: BLE001  whatever escapes the product's own handling is what we look for
        violations = (Violation("P0 no failure", f"{type(error).__name__}: {error}{_place(error)}"),)
        redundant = writes = 0
    return Verdict(
        setting=setting,
        violations=violations,
        digest=sim.digest(),
        events=sim.stage.scheduler.events,
        crashes=sim.process.crashes,
        redundant=redundant,
        writes=writes,
        story=tuple(sim.stage.trace),
    )


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace is not None else ""


def shrink(verdict: Verdict) -> Verdict:
    """The smallest history found that still breaks the same oracle: fewer operations, then fewer kinds of fault."""
    oracle, best, left = verdict.violations[0].oracle, verdict, TRIES

    def fails(setting: Setting) -> bool:
        nonlocal best, left
        left -= 1
        tried = play(setting)
        if any(one.oracle == oracle for one in tried.violations):
            best = tried
            return True
        return False

    size = verdict.setting.operations // 2
    while size and left > 0:
        kept = [one for one in range(verdict.setting.operations) if one not in best.setting.skip]
        gone = [
            fails(replace(best.setting, skip=best.setting.skip | frozenset(some)))
            for some in (kept[at : at + size] for at in range(0, len(kept), size))
            if left > 0
        ]
        if not any(gone):
            size //= 2
    for kind in KINDS:
        if getattr(best.setting.faults, kind) != getattr(NONE, kind) and left > 0:
            fails(replace(best.setting, without=best.setting.without | {kind}))
    return best


def known_seeds() -> Iterator[Setting]:
    """The histories that once failed, from seeds.txt: a seed, a profile, a policy and a delete policy a line."""
    for line in SEEDS_FILE.read_text().splitlines():
        words = line.partition("#")[0].split()
        if words:
            seed, profile, policy, deletes = words
            yield setting_for(int(seed), profile=profile, policy=policy, deletes=deletes)
