"""Plays many seeded histories: `python -m tests.simulation --seeds 1000 --first 1`.

Exit code 1 if any history breaks a predicate; for each the command that replays it, and a smaller history, are printed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import replace

from tests.simulation.faults import KINDS, PROFILES
from tests.simulation.history import Verdict, play, shrink
from tests.simulation.setting import DELETES, POLICIES, RULES, Setting, setting_for
from tests.simulation.traffic import REDUNDANT

TWICE = 20  # every so many histories one is played twice and must come out the same
SHOWN = 10  # failing histories that are made smaller; the rest are only named


def main() -> int:
    options = _options()
    totals: Counter[str] = Counter()
    failed: list[Verdict] = []
    began = time.monotonic()
    for seed in range(options.first, options.first + options.seeds):
        setting = _setting(options, seed)
        verdict = play(setting)
        if seed % TWICE == 0 and (again := play(setting).digest) != verdict.digest:
            print(f"\nseed {seed}: two runs differ: {verdict.digest} and {again}")
            totals["differing"] += 1
        totals.update(histories=1, events=verdict.events, crashes=verdict.crashes)
        totals.update(redundant=verdict.redundant, writes=verdict.writes)
        if verdict.violations:
            failed.append(verdict)
            _tell(verdict, smaller=len(failed) <= SHOWN and not options.no_shrink)
        if sys.stderr.isatty() or totals["histories"] % 250 == 0:
            _progress(totals, len(failed), began)
    _progress(totals, len(failed), began)
    if totals["redundant"] > totals["writes"] * REDUNDANT + 1:
        print(f"\nP7: {totals['redundant']} of {totals['writes']} field writes repeat what was there")
        totals["differing"] += 1
    print(
        f"\n{totals['histories']} histories, {len(failed)} with violations; digest of the last: {verdict.digest}"
    )
    return 1 if failed or totals["differing"] else 0


def _options() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    words.add_argument("--seeds", type=int, default=200, help="how many histories")
    words.add_argument("--first", type=int, default=1, help="the first seed")
    words.add_argument("--profile", choices=sorted(PROFILES), help="rotates with the seed if not given")
    words.add_argument(
        "--policy", choices=[*sorted(POLICIES), RULES], help="rotates with the seed if not given"
    )
    words.add_argument("--deletes", choices=sorted(DELETES), help="rotates with the seed if not given")
    words.add_argument("--skip", default="", help="numbers of operations to leave out, with commas")
    words.add_argument("--without", default="", help=f"faults to switch off, with commas: {', '.join(KINDS)}")
    words.add_argument("--no-shrink", action="store_true", help="do not look for smaller histories")
    return words.parse_args()


def _setting(options: argparse.Namespace, seed: int) -> Setting:
    setting = setting_for(seed, profile=options.profile, policy=options.policy, deletes=options.deletes)
    return replace(
        setting,
        skip=frozenset(int(one) for one in options.skip.split(",") if one),
        without=frozenset(one for one in options.without.split(",") if one),
    )


def _progress(totals: Counter[str], failed: int, began: float) -> None:
    took = time.monotonic() - began
    print(
        f"{totals['histories']} histories, {failed} failed, {totals['crashes']} crashes, {totals['events']} events, "
        f"{totals['writes']} field writes ({totals['redundant']} redundant), {took:.0f} s",
        end="\r" if sys.stderr.isatty() else "\n",
        file=sys.stderr,
        flush=True,
    )


def _tell(verdict: Verdict, *, smaller: bool) -> None:
    first = verdict.violations[0]
    print(f"\nseed {verdict.setting.seed}: {first.oracle}: {first.detail[:600]}")
    print(f"  replay: python -m tests.simulation {verdict.setting.words}", flush=True)
    if smaller:
        small = shrink(verdict)
        left = small.setting.operations - len(small.setting.skip)
        print(f"  smaller ({left} operations): python -m tests.simulation {small.setting.words}")
        print("".join(f"    {line}\n" for line in small.story[-25:]), end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
