"""What every part of one simulated history shares: its setting, clock, chance, far sides and notes."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from adapters.fake_crm import FakeCrm
from tests.simulation.faults import NONE, Faults
from tests.simulation.scheduler import Scheduler
from tests.simulation.setting import Setting


@dataclass(slots=True)
class Stage:
    """`faults` is the present weather; `breaches` are violations that only a door could see while it happened.

    `names` are fields that are called otherwise now, by CRM, object and usual name; "" for one nobody can fill in.
    `entered` are all values people typed, by kind of field; `trace` is the story, line by line.
    """

    setting: Setting
    scheduler: Scheduler
    crms: dict[str, FakeCrm]
    faults: Faults = NONE
    trace: list[str] = field(default_factory=list)
    breaches: list[tuple[str, str]] = field(default_factory=list)
    entered: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[tuple[str, str, str], str] = field(default_factory=dict)
    started: int = 0
    _ids: int = 0
    _tokens: int = 0

    def __post_init__(self) -> None:
        self.started = self.scheduler.now

    @property
    def rng(self) -> random.Random:
        return self.scheduler.rng

    @property
    def now(self) -> int:
        return self.scheduler.now

    def fresh_id(self) -> str:
        self._ids += 1
        return f"{self._ids:012d}"

    def token(self, kind: str, rng: random.Random) -> str:
        """A value nobody has typed before, now and then in a form that some CRM rewrites or refuses."""
        self._tokens += 1
        form = rng.choices(("V{}", "  V{} ", "V{}-which-goes-on-and-on", "V{}!"), (74, 12, 10, 4))[0]
        return self.enter(kind, form.format(self._tokens))

    def email(self, rng: random.Random) -> str:
        """A new address, or now and then one that exists already: first sights must not guess then."""
        known = sorted(self.entered["email"])
        if known and rng.random() < 0.08:
            return rng.choice(known)
        self._tokens += 1
        return self.enter("email", f"u{self._tokens}@x.example")

    def enter(self, kind: str, value: str) -> str:
        self.entered[kind].add(value)
        return value

    def tell(self, line: str) -> None:
        self.trace.append(f"{self.now} {line}")

    def breach(self, oracle: str, detail: str) -> None:
        self.breaches.append((oracle, f"{detail} (at {self.now})"))
