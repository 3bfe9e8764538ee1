"""What kind of history to simulate, and how seeds are spread over all kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from core.mapping import DeletePolicy, Policy
from tests.simulation.faults import PROFILES, Faults, Profile

RULES: Final = "rules"  # a policy's word: ask, and the rules of tests/simulation/crms.py before that
POLICIES: Final = {one.value: one for one in (Policy.ASK, Policy.NEWEST, Policy.HUB, Policy.CRM)}
DELETES: Final = {one.value: one for one in DeletePolicy}
TURNS: Final = tuple(
    (
        "usual storm no_hooks bare slow rivals hooks_only calm usual blind storm shrunk slow none drift drifting_rivals "
        "planned planned_storm undone choosing bulk"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One history. `minutes` are virtual, before everything heals.

    `skip` are numbers of user operations left out and `without` kinds of fault switched off: that is how a failing
    history is made smaller.
    """

    seed: int
    profile: Profile = field(default_factory=lambda: PROFILES["usual"])
    policy: Policy = Policy.ASK
    rules: bool = False
    deletes: DeletePolicy = DeletePolicy.PROPAGATE
    operations: int = 60
    minutes: int = 15
    skip: frozenset[int] = frozenset()
    without: frozenset[str] = frozenset()

    @property
    def faults(self) -> Faults:
        return self.profile.faults.without(self.without)

    @property
    def words(self) -> str:
        """The options that replay this history with `python -m tests.simulation`."""
        policy = RULES if self.rules else self.policy.value
        words = (
            f"--first {self.seed} --seeds 1 --profile {self.profile.name}"
            f" --policy {policy} --deletes {self.deletes.value}"
        )
        if self.skip:
            words += f" --skip {','.join(str(one) for one in sorted(self.skip))}"
        if self.without:
            words += f" --without {','.join(sorted(self.without))}"
        return words


def setting_for(
    seed: int, *, profile: str | None = None, policy: str | None = None, deletes: str | None = None
) -> Setting:
    """The history of a seed; what is not given rotates with the seed."""
    # ASK with PROPAGATE is what most people run, and what has the most to go wrong, so it gets near half of the seeds.
    policies = ("ask", "ask", "ask", "newest", RULES, "hub", "ask", "crm")
    removals = (
        DeletePolicy.PROPAGATE,
        DeletePolicy.PROPAGATE,
        DeletePolicy.PROPOSE,
        DeletePolicy.UNLINK,
        DeletePolicy.IGNORE,
    )
    word = policy or policies[seed // 3 % len(policies)]
    return Setting(
        seed=seed,
        profile=PROFILES[profile or TURNS[seed % len(TURNS)]],
        policy=POLICIES.get(word, Policy.ASK),
        rules=word == RULES,
        deletes=DELETES[deletes] if deletes else removals[seed // 7 % len(removals)],
    )
