"""What administrators do to a CRM's fields while people go on working: hide, erase, rename, retype and require them.

In the end everything is as it was, so that whatever was parked must arrive.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from core.schema import FieldType
from tests.simulation.crms import CRM_OBJECTS, text
from tests.simulation.stage import Stage

PLAIN: Final = (("contacts", "t"), ("companies", "c"), ("companies", "s"))
KEYS: Final = (("contacts", "e"), ("companies", "n"))  # what records are matched by can only be hidden here
ACTS: Final = ("hide", "erase", "erase", "rename", "rename", "retype", "require")
NEEDED: Final = replace(text("vat"), required=True)


@dataclass(slots=True)
class Administrators:
    """`undo` are the changes that stand, by CRM and field; `noticed` tells whether the product has seen one.

    A field that is gone and comes back empty before anybody looked cannot be told from one that people emptied.
    """

    stage: Stage
    noticed: Callable[[str, str, str], bool]
    undo: dict[tuple[str, str, str], Callable[[], None]] = field(default_factory=dict)

    def plan(self, length: int) -> None:
        """Spread changes over the history; each is undone after a while, some only when all comes to rest."""
        rng = random.Random(f"{self.stage.setting.seed}/administrators")
        for name in sorted(self.stage.crms):
            for _ in range(3):
                if rng.random() < self.stage.faults.drift:
                    begin = self.stage.now + int(rng.random() * length)
                    end = begin + 5_000 + int(rng.random() * length / 2)
                    key = rng.random() < 0.2
                    object, one = rng.choice(KEYS if key else PLAIN)
                    act = "hide" if key else rng.choice(ACTS)
                    self.stage.scheduler.at(begin, partial(self.change, name, object, one, act))
                    self.stage.scheduler.at(end, partial(self.bring_back, (name, object, one)))

    def change(self, name: str, object: str, one: str, act: str) -> None:
        crm, spec = self.stage.crms[name], CRM_OBJECTS[object].fields[one]
        place = (name, object, one)
        if place in self.undo:
            return
        match act:
            case "rename":
                crm.rename_field(object, one, f"{one}2")
                self.stage.names[place] = f"{one}2"
                self.undo[place] = partial(crm.rename_field, object, f"{one}2", one)
            case "retype":
                crm.put_field(object, replace(spec, type=FieldType.LONG_TEXT))
                self.undo[place] = partial(crm.put_field, object, spec)
            case "require":
                crm.put_field(object, NEEDED)
                self.undo[place] = partial(crm.drop_field, object, NEEDED.name, erase=False)
            case _:
                crm.drop_field(object, one, erase=act == "erase")
                if act == "erase":
                    self.stage.names[place] = ""
                self.undo[place] = partial(crm.put_field, object, spec)
        self.stage.tell(f"administrator of {name}: {act} {object}.{one}")

    def bring_back(self, place: tuple[str, str, str]) -> None:
        if place in self.undo and self.stage.names.get(place) == "" and not self.noticed(*place):
            self.stage.scheduler.at(self.stage.now + 10_000, partial(self.bring_back, place))
            return
        undo = self.undo.pop(place, None)
        if undo is not None:
            undo()
            self.stage.names.pop(place, None)
            self.stage.tell(f"administrator of {place[0]}: {place[1]}.{place[2]} is as it was")

    def bring_all_back(self) -> None:
        for place in sorted(self.undo):
            self.bring_back(place)
