"""How a mutant is planted: attributes of the product are replaced, and put back afterwards. Test-only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Patch:
    """Replaces attributes, and puts them back in `undo`."""

    def __init__(self) -> None:
        self._saved: list[tuple[object, str, Any]] = []

    def set(self, owner: object, name: str, make: Callable[[Any], Any]) -> None:
        """`make` gets what is there and returns what shall be there."""
        former = getattr(owner, name)
        self._saved.append((owner, name, former))
        setattr(owner, name, make(former))

    def undo(self) -> None:
        for owner, name, former in reversed(self._saved):
            setattr(owner, name, former)
        self._saved.clear()
