"""How Python collects its garbage and takes turns in a process that lives long and handles many small records at once."""

from __future__ import annotations

import gc
import sys
from typing import Final

_YOUNG: Final = 20_000
_TURN_S: Final = 0.0005


def settle() -> None:
    """Called once everything is loaded: what stands for good is not walked again, and batches are walked less often.

    With Python's own thresholds a fifth of a backfill went into looking through records that were all still needed.
    A thread that waits for its turn waits that long for each of the others: with Python's 5 ms and a lane for each CRM at
    work, a change spent a third of its way waiting (`make bench`, hub -> CRM).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 50)
    sys.setswitchinterval(_TURN_S)
