"""Following both CRMs' own records of who wrote what: how fast values arrive, and which writes are the daemon's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.sandbox.rivals import RIVAL
from core.translate import Translation
from daemon.demo.people import Deed, Kind
from daemon.demo.stage import Box

TOKEN: Final = re.compile(r"#\d{5}(?!\d)")


def is_ours(entry: Mapping[str, Any]) -> bool:
    """Whether the daemon made this entry (people write as users)."""
    return bool(entry["actor"]["kind"] == "integration")


def rivals_of(
    entries: Mapping[str, Sequence[Mapping[str, Any]]], translations: Mapping[str, Mapping[str, Translation]]
) -> list[Deed]:
    """What the sandboxes' own quick hands did between our looks and our writes (the fault `rival_edit`)."""
    found = []
    for side, some in entries.items():
        by_object = {one.mapping.crm_object: one for one in translations[side].values()}
        for entry in some:
            translation = by_object.get(str(entry["object"]))
            if translation is None or entry["actor"]["id"] != RIVAL.id:
                continue
            for name, value in entry["changes"].items():
                token = TOKEN.search(str(value))
                rule = next((one.rule for one in translation.rules if one.rule.crm == (name,)), None)
                if token is not None and rule is not None:
                    found.append(
                        Deed(
                            side=side,
                            kind=Kind.EDIT,
                            object=translation.mapping.hub_object,
                            id=str(entry["id"]),
                            at=int(entry["at"]),
                            name=rule.hub[0],
                            value=str(value),
                            token=token.group(),
                        )
                    )
    return found


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
                            self.arrived.setdefault(token, {}).setdefault(name, entry["written"])

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
