"""Following both CRMs' own records of who wrote what: how fast values arrive, and which writes are the daemon's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from daemon.demo.people import Deed
from daemon.demo.stage import Box

TOKEN: Final = re.compile(r"#\d{5}(?!\d)")


def is_ours(entry: Mapping[str, Any]) -> bool:
    """Whether the daemon made this entry (people write as users)."""
    return bool(entry["actor"]["kind"] == "integration")


@dataclass(slots=True)
class Ledgers:
    """The entries since `start`, by connection. `read` brings them up to date."""

    boxes: Mapping[str, Box]
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    arrived: dict[str, dict[str, int]] = field(default_factory=dict)  # token -> connection -> when, ms
    _after: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """What was written so far is not of interest."""
        for name, box in self.boxes.items():
            self.entries[name] = []
            self._after[name] = box.last_entry()

    def read(self) -> None:
        for name, box in self.boxes.items():
            for entry in box.entries(self._after[name]):
                self._after[name] = entry["seq"]
                self.entries[name].append(entry)
                if is_ours(entry):
                    for value in entry["changes"].values():
                        for token in TOKEN.findall(value) if isinstance(value, str) else ():
                            self.arrived.setdefault(token, {}).setdefault(name, entry["at"])

    @property
    def written(self) -> int:
        """How many writes the daemon made in the CRMs."""
        return sum(is_ours(entry) for entries in self.entries.values() for entry in entries)

    def latencies(self, deeds: Sequence[Deed]) -> list[int]:
        """From a person's edit to the far CRM's own record of it, ms, for all that have arrived; in rising order."""
        return sorted(
            max(0, at - deed.at)
            for deed in deeds
            if deed.token
            for name, at in self.arrived.get(deed.token, {}).items()
            if name != deed.side
        )


def percentile(ranked: Sequence[int], share: float) -> int | None:
    """The value below which that share lies; None where there is none. `ranked` is in rising order."""
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else None
