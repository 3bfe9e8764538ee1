"""How Python collects its garbage in a process that lives long and handles many small records at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Final

import msgspec

_YOUNG: Final = 20_000


def learn() -> None:
    """Let msgspec learn every shape there is, while one thread runs.

    It learns a shape at its first use, and two threads that meet there end the process (msgspec 0.22).
    """
    for shape in _shapes(msgspec.Struct):
        msgspec.json.Decoder(shape)


def _shapes(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for one in kind.__subclasses__():
        yield one
        yield from _shapes(one)


def settle() -> None:
    """Called once everything is loaded: what stands for good is not walked again, and batches are walked less often.

    With Python's own thresholds a fifth of a backfill went into looking through records that were all still needed.
    """
    learn()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 50)
