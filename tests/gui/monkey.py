"""`make monkey SEED=1 SECONDS=300`: seeded chance at the mouse and the keyboard, over the whole window, on a real daemon.

    python -m tests.gui.monkey --seed 1 --seconds 300

It ends well without a warning of Qt, an exception in a slot, a window nobody asked for, or a process that grows. Otherwise
it tells the seed and the last 30 acts; the same seed does the same again as far as answers come in the same order.
Left out are what ends the app, dialogs for files, and what starts other programs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.test_layout import REPOSITORY

LAST = 30
PATIENCE_S = 600  # a machine that does much else


def let_loose(seed: int, seconds: float) -> tuple[bool, str]:
    """Whether it ended well, and what it tells. It plays in a process of its own, which may die of what it finds."""
    with tempfile.TemporaryDirectory(prefix="crmsync-monkey-") as folder:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "CRMSYNC_HOME": str(Path(folder) / "home"),
            "PYTHONFAULTHANDLER": "1",
        }
        played = subprocess.run(
            [sys.executable, "-m", "tests.gui.monkey_play", str(seed), str(seconds), folder],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds * 2 + PATIENCE_S,
            check=False,
        )
        if played.returncode == 0:
            return True, played.stdout
        acts = Path(folder) / "acts"
        last = acts.read_text(encoding="utf-8").splitlines()[-LAST:] if acts.exists() else []
        how = f"SEED={seed} ended with {played.returncode}. Its last acts:"
        return False, "\n".join([played.stdout, how, *last])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gui.monkey")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=300.0)
    given = parser.parse_args()
    well, told = let_loose(given.seed, given.seconds)
    sys.stdout.write(f"{told}\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
