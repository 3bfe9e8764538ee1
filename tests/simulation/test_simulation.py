"""Seeded histories hold every predicate of RELIABILITY.md 2.3; SEEDS in the environment says how many."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.faults import PROFILES
from tests.simulation.history import Verdict, known_seeds, play, shrink
from tests.simulation.mutations_deciding import full_write
from tests.simulation.planting import Patch
from tests.simulation.setting import Setting, setting_for
from tests.simulation.traffic import REDUNDANT

SEEDS = int(os.environ.get("SEEDS", "120"))
ROOT = Path(__file__).resolve().parents[2]


def _report(verdict: Verdict) -> str:
    found = "\n".join(f"{one.oracle}: {one.detail}" for one in verdict.violations)
    return f"{found}\nreplay: python -m tests.simulation {verdict.setting.words}"


def test_seeded_histories_hold_every_predicate() -> None:
    verdicts = [play(setting_for(seed)) for seed in range(1, SEEDS + 1)]
    failed = [_report(one) for one in verdicts if one.violations]
    assert not failed, "\n\n".join(failed[:3])
    writes, redundant = sum(one.writes for one in verdicts), sum(one.redundant for one in verdicts)
    assert redundant <= 1 + writes * REDUNDANT
    assert sum(one.crashes for one in verdicts) > SEEDS  # the weather was bad enough to prove something


@pytest.mark.parametrize("profile", ["filtered", "filtered_for_good"])
def test_histories_in_and_out_of_a_filter_hold_every_predicate(profile: str) -> None:
    failed = [
        _report(one)
        for one in (play(setting_for(seed, profile=profile)) for seed in (1, 2, 3))
        if one.violations
    ]
    assert not failed, "\n\n".join(failed)


@pytest.mark.parametrize("setting", list(known_seeds()), ids=lambda one: f"{one.seed}-{one.profile.name}")
def test_a_history_that_once_failed_holds(setting: Setting) -> None:
    verdict = play(setting)
    assert not verdict.violations, _report(verdict)


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_seed_is_the_same_history_every_time(profile: str) -> None:
    setting = setting_for(7, profile=profile)
    verdict = play(setting)
    assert not verdict.violations, _report(verdict)
    assert play(setting).digest == verdict.digest


def test_a_seed_is_the_same_history_in_another_process() -> None:
    said = []
    for salt in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-m", "tests.simulation", "--seeds", "1", "--first", "11"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(run.stdout)
    assert said[0] == said[1]
    assert "0 with violations" in said[0]


def test_a_failing_history_is_made_smaller_and_still_fails() -> None:
    patch = Patch()
    full_write(patch)
    try:
        failing = play(setting_for(3, profile="usual", policy="ask", deletes="propagate"))
        small = shrink(failing)
    finally:
        patch.undo()
    assert small.violations[0].oracle == failing.violations[0].oracle
    assert len(small.setting.skip) > failing.setting.operations // 2
