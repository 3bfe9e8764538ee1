"""The fault `rival_edit`: just before an app's update is looked at, a person edits the same field of the same record.

That is the gap in which a sync that does not take care loses a value: between its last look and its write. What the rival
writes carries a token that nobody else writes, so that it can be looked for afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from adapters.sandbox.calls import Call
from adapters.sandbox.ledger import Actor, ActorKind, Value
from adapters.sandbox.system import Refused, System

RIVAL: Final = Actor(kind=ActorKind.USER, id="666")
_FIRST_TOKEN: Final = 90_000


class Rivals:
    """The quick hands of one sandbox."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._number = _FIRST_TOKEN

    def meddle(self, call: Call) -> None:
        """Lets a person be faster than this request, where the dice say so."""
        if call.draw is None or call.draw.amount("rival_edit") <= 0:
            return
        for object, id, values in self._system.aimed(call):
            if call.draw.strikes("rival_edit"):
                self._edit(object, id, _texts(values))

    def _edit(self, object: str, id: str, texts: Iterable[str]) -> None:
        world = self._system.world
        row = world.tables[object].get(id) if object in world.tables else None
        if row is None or row.archived_at is not None:
            return
        for name in texts:
            self._number += 1
            try:
                checked = self._system.check(object, {name: f"Rival #{self._number}"}, row)
            except Refused:
                continue
            world.update(object, row, checked, by=RIVAL)
            return


def _texts(values: Mapping[str, Value]) -> Iterable[str]:
    """The fields that hold what a person typed: words with a blank between them."""
    return [name for name, value in values.items() if isinstance(value, str) and " " in value.strip()]
