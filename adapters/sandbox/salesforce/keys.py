"""A sorted set of whole numbers that stays quick at a million members: blocks of packed 64-bit integers.

The sandbox packs (modified second, row serial) into one number, so a keyset window is a slice.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

_BLOCK = 2048
SERIAL_BITS = 30
_SERIAL_MASK = (1 << SERIAL_BITS) - 1


def pack(ms: int, serial: int) -> int:
    """The sort key of a row: its whole second first, then its serial."""
    return (ms // 1000) << SERIAL_BITS | serial


def serial_in(key: int) -> int:
    return key & _SERIAL_MASK


class SortedKeys:
    """Numbers in order, each at most once."""

    def __init__(self, keys: Iterable[int] = ()) -> None:
        ordered = sorted(keys)
        self._blocks = [array("q", ordered[at : at + _BLOCK]) for at in range(0, len(ordered), _BLOCK)]
        self._last = [block[-1] for block in self._blocks]
        self._count = len(ordered)

    def __len__(self) -> int:
        return self._count

    def add(self, key: int) -> None:
        """Adds a number; one already there is left alone."""
        if not self._blocks:
            self._blocks.append(array("q", [key]))
            self._last.append(key)
            self._count = 1
            return
        at = min(bisect_left(self._last, key), len(self._blocks) - 1)
        block = self._blocks[at]
        place = bisect_left(block, key)
        if place < len(block) and block[place] == key:
            return
        block.insert(place, key)
        self._count += 1
        if len(block) > 2 * _BLOCK:
            # A full last block is split unevenly: most keys arrive in order and never look back.
            cut = (
                len(block) - 1 if at == len(self._blocks) - 1 and place == len(block) - 1 else len(block) // 2
            )
            self._blocks[at : at + 1] = [block[:cut], block[cut:]]
            self._last[at : at + 1] = [block[cut - 1], block[-1]]
        else:
            self._last[at] = block[-1]

    def discard(self, key: int) -> None:
        """Takes a number out, if it is there."""
        at = bisect_left(self._last, key)
        if at == len(self._blocks):
            return
        block = self._blocks[at]
        place = bisect_left(block, key)
        if place == len(block) or block[place] != key:
            return
        del block[place]
        self._count -= 1
        if block:
            self._last[at] = block[-1]
        else:
            del self._blocks[at]
            del self._last[at]

    def between(self, low: int, high: int) -> array[int]:
        """The members from `low` up to, not including, `high`."""
        found = array("q")
        for at in range(bisect_left(self._last, low), len(self._blocks)):
            block = self._blocks[at]
            start = bisect_left(block, low)
            stop = bisect_left(block, high)
            found.extend(block if start == 0 and stop == len(block) else block[start:stop])
            if stop < len(block):
                break
        return found

    def first(self, low: int, high: int, count: int) -> array[int]:
        """The first `count` members of `between(low, high)`."""
        found = array("q")
        for at in range(bisect_left(self._last, low), len(self._blocks)):
            block = self._blocks[at]
            start = bisect_left(block, low)
            stop = min(bisect_left(block, high), start + count - len(found))
            found.extend(block[start:stop])
            if stop < len(block) or len(found) >= count:
                break
        return found

    def count_between(self, low: int, high: int) -> int:
        """How many members `between(low, high)` has; cheap."""
        total = 0
        for at in range(bisect_left(self._last, low), len(self._blocks)):
            block = self._blocks[at]
            start, stop = bisect_left(block, low), bisect_left(block, high)
            total += stop - start
            if stop < len(block):
                break
        return total
