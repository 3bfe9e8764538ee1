"""The simulated world as a state machine: Hypothesis chooses what people and the weather do, and shrinks what fails."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from core.mapping import DeletePolicy, Policy
from tests.simulation.faults import NONE, PROFILES, Faults
from tests.simulation.oracles import check
from tests.simulation.setting import Setting
from tests.simulation.world import Simulation

CRMS = st.sampled_from(("cond", "hist", "lazy"))
LUCK = st.integers(min_value=0, max_value=10_000)


class World(RuleBasedStateMachine):
    """Every rule is one thing that may happen; what holds is asked once everything has come to rest."""

    def __init__(self) -> None:
        super().__init__()
        self.sim: Simulation | None = None

    @property
    def world(self) -> Simulation:
        assert self.sim is not None
        return self.sim

    @initialize(
        seed=LUCK, policy=st.sampled_from((Policy.ASK, Policy.NEWEST)), deletes=st.sampled_from(DeletePolicy)
    )
    def begin(self, seed: int, policy: Policy, deletes: DeletePolicy) -> None:
        self.sim = Simulation(Setting(seed=seed, profile=PROFILES["none"], policy=policy, deletes=deletes))
        self.world.let_pass(20_000)

    @rule(name=CRMS, luck=LUCK, kind=st.sampled_from(("edit", "create", "delete", "merge", "restore")))
    def a_crm_user_acts(self, name: str, luck: int, kind: str) -> None:
        self.world.people.in_crm(name, random.Random(luck), kind)

    @rule(luck=LUCK, kind=st.sampled_from(("edit", "create", "delete", "merge", "restore")))
    def a_hub_user_acts(self, luck: int, kind: str) -> None:
        self.world.people.in_hub(random.Random(luck), kind)

    @rule(luck=LUCK)
    def somebody_decides(self, luck: int) -> None:
        if self.world.process.is_up:
            self.world.people.decide(random.Random(luck))

    @rule()
    def the_process_dies(self) -> None:
        self.world.process.crash()

    @rule(chance=st.sampled_from((0.3, 1.0)), ms=st.integers(min_value=50, max_value=5_000))
    def answers_are_lost_for_a_while(self, chance: float, ms: int) -> None:
        self._under(replace(NONE, lost_answer=chance, partial=0.1), ms)

    @rule(ms=st.integers(min_value=50, max_value=5_000))
    def writes_land_late_for_a_while(self, ms: int) -> None:
        self._under(replace(NONE, late_landing=0.7, webhook_lost=0.5), ms)

    @rule(ms=st.integers(min_value=1, max_value=60_000))
    def time_passes(self, ms: int) -> None:
        self.world.let_pass(ms)

    def _under(self, weather: Faults, ms: int) -> None:
        self.world.stage.faults = weather
        self.world.let_pass(ms)
        self.world.stage.faults = NONE

    def teardown(self) -> None:
        if self.sim is None:
            return
        self.sim.rest.come()
        found = [f"{one.oracle}: {one.detail}" for one in check(self.sim)]
        assert not found, "\n".join(["", *self.sim.stage.trace, *found])


TestWorld = World.TestCase
TestWorld.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
