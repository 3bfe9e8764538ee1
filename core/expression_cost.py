"""How much work a CEL expression can be, told from its syntax tree and the sizes of its values before it runs.

An evaluation cannot be interrupted from outside, so what could take long is refused beforehand. The bound is a count,
not a time: the same expression on the same values is refused on every machine, or on none. One unit is about one byte
looked at or copied once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_ITERATIONS: Final = 10_000  # what the library allows one evaluation
_CAP: Final = 1 << 40  # sizes beyond this are the same to us
_LEAST: Final = 16  # bytes of the smallest value
_COUNTED: Final = re.compile(r"(\)?)\{(\d*)(?:,(\d*))?\}")  # of a group, and of one letter


@dataclass(frozen=True, slots=True)
class Size:
    """The most a value can be: bytes in all, and items where it is a list."""

    bytes: int
    items: int = 0


def cost(root: Any, sizes: Mapping[str, Size]) -> int:
    """An upper bound, in units, of one evaluation with values of these sizes; never more than 2^40."""
    return _bound(root, sizes)[1]


def parts_of(node: Any) -> list[Any]:
    """Every expression within this one, as protobuf's own reflection finds them."""
    found: list[Any] = []
    for _, one in node.ListFields():
        for field, inner in one.ListFields():
            if field.message_type is None:
                continue
            found += [inner] if not field.is_repeated else inner
    return [
        part for one in found for part in ([one] if one.DESCRIPTOR.name == "Expr" else [one.key, one.value])
    ]


def _bound(node: Any, sizes: Mapping[str, Size]) -> tuple[Size, int]:
    """The most the value of `node` can be, and the most it can cost."""
    if node.HasField("const"):
        size = Size(_LEAST + 4 * len(node.const.text) + len(node.const.bytes))
        return size, 1
    if node.HasField("ident"):
        size = sizes.get(node.ident.name, Size(_LEAST))
        return size, 1 + size.bytes
    if node.HasField("loop"):
        return _loop(node.loop, sizes)
    parts = [_bound(part, sizes) for part in parts_of(node)]
    spent = 1 + sum(one for _, one in parts)
    together = Size(
        min(_CAP, _LEAST + sum(size.bytes for size, _ in parts)),
        min(_CAP, sum(size.items for size, _ in parts)),
    )
    if node.HasField("list"):
        together = Size(together.bytes, len(parts))
    elif node.HasField("call"):
        spent += _work(node.call, [size for size, _ in parts], together)
    return together, min(_CAP, spent + together.bytes)


def _work(call: Any, sizes: list[Size], together: Size) -> int:
    """What a call does beyond looking at its arguments once."""
    if call.function == "matches":
        pattern = call.args[-1].const.text
        states = len(pattern)
        for group, least, most in _COUNTED.findall(pattern):
            count = max(1, int(least or 1), int(most or 1)) if len(least + most) < 9 else _CAP
            states = min(_CAP, states * count if group else states + count)
        # A pattern is looked for in one pass; only where it has many states the pass becomes slow.
        return min(_CAP, sizes[0].bytes * (1 + states // 64) + 256 * states)
    if call.function in ("@in", "_==_", "_!=_"):
        return together.bytes * (1 + together.items // 8)
    return 0


def _loop(loop: Any, sizes: Mapping[str, Size]) -> tuple[Size, int]:
    over, spent = _bound(loop.range, sizes)
    start, first = _bound(loop.start, sizes)
    turns = min(over.items or over.bytes // _LEAST, _ITERATIONS)
    # What is gathered is counted once, by what each turn adds to it.
    inner = {**sizes, loop.item: Size(over.bytes, over.items), loop.sum: Size(0)}
    _, asked = _bound(loop.condition, inner)
    added, stepped = _bound(loop.step, inner)
    whole = Size(
        min(_CAP, start.bytes + turns * added.bytes), min(_CAP, start.items + turns * max(1, added.items))
    )
    size, last = _bound(loop.result, {**sizes, loop.sum: whole})
    return size, min(_CAP, spent + first + turns * (asked + stepped) + last)
