"""A monkey at the app for some seconds; longer with CRMSYNC_MONKEY_SECONDS, other acts with CRMSYNC_MONKEY_SEED."""

from __future__ import annotations

import os

from tests.gui.monkey import let_loose

SEED = int(os.environ.get("CRMSYNC_MONKEY_SEED", "1"))
SECONDS = float(os.environ.get("CRMSYNC_MONKEY_SECONDS", "6"))


def test_a_monkey_finds_nothing() -> None:
    """Neither a warning of Qt nor an exception, no crash, and no process that grows."""
    well, told = let_loose(SEED, SECONDS)
    assert well, told
