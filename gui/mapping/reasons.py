"""Why each field of a side cannot take the one that is held: worked out for a field when somebody looks at it.

Hundreds at once would hold the first moment of a drag up, and only those in sight are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence


class Reasons(Mapping[str, str]):
    """`reason` tells it by a field's name, "" where there is none; only fields with one are in the mapping."""

    def __init__(self, names: Sequence[str], reason: Callable[[str], str]) -> None:
        self._names, self._reason = tuple(names), reason
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = self._reason(name)
        found = self._known[name]
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
