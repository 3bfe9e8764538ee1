"""The conflict study: concurrent edits with known outcomes, through the product's own decisions (`plan_pair`).

Each CRM's default mappings; five ways to decide: the mappings' policies alone; with the built-in rules, as after installing;
with the advisor on what those leave open, cold and taken at its word; and with one that has learned from people, where its
measured record lets it, as in fields where it is turned on. A decision nobody can know is right counts as wrong.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from bench.conflict_cases import Asked, Schemas, Spellings, carried, is_right, schemas, spellings
from bench.contested_edits import NOW, SHARES, Happening
from bench.table import Figure
from core.advice.advisor import Advisor
from core.advice.case import Case, Option, Suggestion
from core.advice.decisions import Decision, features_of
from core.advice.record import field_record
from core.contests import TARGET
from core.records import Value
from core.rules import NO_RULES, RuleBook, Rules

TODAY: Final = (
    0.12  # PRD: of the records changed, today so many end in a conflict: the share that is contested
)
LESSONS: Final = (500, 2_000)
LEVEL: Final = 0.99  # what an administrator asks for unless they say otherwise
_SEED: Final = 7
DEFAULTS: Final = RuleBook().at(NOW)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to decide. `least` is how sure the advisor must be, by "object.field"; None: as sure as it says itself.

    `decisions` are people's, from which it has learned.
    """

    name: str
    rules: Rules
    advisor: Advisor | None = None
    least: Mapping[str, float] | None = None
    decisions: Sequence[Decision] = ()


@dataclass(slots=True)
class Tally:
    """What came of the edits under one way to decide. `wrong` by what happened and who decided."""

    equivalent: int = 0
    by_rule: int = 0
    by_advisor: int = 0
    left: int = 0
    wrong: Counter[tuple[Happening, str]] = field(default_factory=Counter)
    left_of: Counter[Happening] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.equivalent + self.by_rule + self.by_advisor + self.left

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            equivalent=self.equivalent + other.equivalent,
            by_rule=self.by_rule + other.by_rule,
            by_advisor=self.by_advisor + other.by_advisor,
            left=self.left + other.left,
            wrong=self.wrong + other.wrong,
            left_of=self.left_of + other.left_of,
        )

    def figures(self, name: str) -> list[Figure]:
        wrong, decided = self.wrong.total(), self.count - self.left
        share = self.left / self.count
        return [
            Figure(
                name=f"conflict rate, {name}",
                value=100 * share * TODAY,
                unit="%",
                target=100 * TARGET,
                note=f"{self.left:,} of {self.count:,} concurrent edits are left for a person ({share:.1%})",
            ),
            Figure(
                name="  decided wrongly",
                value=100 * wrong / max(1, decided),
                unit="%",
                note=f"{wrong:,} of {decided:,}: {self.equivalent:,} equivalent, {self.by_rule:,} by rule, "
                f"{self.by_advisor:,} by advisor",
            ),
        ]


def measure(*, count: int, tell: Callable[[str], None]) -> list[Figure]:
    tell(
        f"{count:,} concurrent edits: " + ", ".join(f"{share} % {one.value}" for one, share in SHARES.items())
    )
    values = spellings(_SEED + 1)
    figures: list[Figure] = []
    whole: dict[str, Tally] = {}
    for title, translations in schemas().items():
        ways = [
            Way("policies alone", NO_RULES),
            Way("built-in rules", DEFAULTS),
            Way("and the advisor, cold", DEFAULTS, Advisor()),
            *taught(translations, values, LESSONS),
        ]
        tallies = {way.name: Tally() for way in ways}
        for edit in carried(translations, count // 4, _SEED):
            asked = Asked(translations, edit, values)
            for way in ways:
                judge(tallies[way.name], asked, way)
        for name, tally in tallies.items():
            figures += tally.figures(f"{title}, {name}")
            whole[name] = whole.get(name, Tally()) + tally
    for name, tally in whole.items():
        for one in Happening:
            wrong = {by: n for (what, by), n in tally.wrong.items() if what is one}
            told = ", ".join(f"{n:,} by {by}" for by, n in sorted(wrong.items())) or "0"
            tell(f"{name}; {one.value}: {tally.left_of[one]:,} left, wrong: {told}")
        figures += tally.figures(f"all four, {name}")
    return figures


def judge(tally: Tally, asked: Asked, way: Way) -> None:
    """Let the product decide about one edit, and hold that against what is right."""
    edit, rule, plan = asked.edit, asked.rule, asked.plan(way.rules)
    end: Value
    if plan is None or plan.opened or plan.problems:
        said = way.advisor.suggest(asked.case) if way.advisor and plan else None
        if said is None or not _decides(way, asked.case, said):
            tally.left += 1
            tally.left_of[edit.happening] += 1
            return
        tally.by_advisor += 1
        end = {Option.HUB: edit.hub, Option.CRM: edit.crm}.get(said.choice, said.value)
        both, by = said.choice is Option.EQUIVALENT, "advisor"
    else:
        both = not plan.decided
        tally.equivalent += both
        tally.by_rule += not both
        end, by = plan.hub_changes.get(edit.field, edit.hub), plan.deciders.get(rule.name, "equivalence")
    ends = (edit.hub, edit.crm) if both else (end,)
    if not all(is_right(rule, edit, one) for one in ends):
        tally.wrong[edit.happening, by] += 1


def _decides(way: Way, case: Case, said: Suggestion) -> bool:
    if said.choice is Option.ASK:
        return False
    return way.least is None or said.probability >= way.least.get(case.scope, 2.0)


# an installation that people have worked with ---------------------------------------------------------------------------
def taught(
    translations: Schemas, values: Spellings, lessons: Sequence[int], *, wrongly: bool = False
) -> Iterator[Way]:
    """The advisor after people settled so many of the conflicts that the built-in rules left, turned on in every field.

    People know what is right; between two stories they take either. `wrongly`: somebody who never takes what is right.
    """
    rng, advisor = random.Random(_SEED), Advisor()
    decisions: list[Decision] = []
    for edit in carried(translations, 20 * max(lessons), _SEED + 2):
        asked = Asked(translations, edit, values)
        plan = asked.plan(DEFAULTS)
        if plan is None or not plan.opened:
            continue
        said = advisor.suggest(asked.case)
        chosen = _by_a_person(asked, said, rng, wrongly=wrongly)
        decisions.append(_decision(str(len(decisions)), asked.case, said, chosen))
        advisor.learn(said.evidence, asked.case.scope, asked.case.editors, chosen)
        if len(decisions) in lessons:
            name = f"and the advisor after {len(decisions):,} decisions"
            yield Way(name, DEFAULTS, deepcopy(advisor), _measured(decisions), tuple(decisions))
        if len(decisions) == max(lessons):
            return


def _measured(decisions: Sequence[Decision]) -> dict[str, float]:
    """How sure it must be in each field in which its record lets it decide at all."""
    scopes = {one.scope for one in decisions}
    found = {scope: field_record(decisions, scope, LEVEL).threshold for scope in scopes}
    return {scope: one for scope, one in found.items() if one is not None}


def _by_a_person(asked: Asked, said: Suggestion, rng: random.Random, *, wrongly: bool) -> Option:
    edit = asked.edit
    sides = {Option.HUB: edit.hub, Option.CRM: edit.crm}
    right = [option for option, value in sides.items() if is_right(asked.rule, edit, value)]
    if wrongly:
        return Option.HUB if right == [Option.CRM] else Option.CRM
    if Option.EQUIVALENT in said.evidence.features:
        return Option.EQUIVALENT
    if edit.lines:
        return Option.MERGED
    return right[0] if right else rng.choice(list(sides))


def _decision(id: str, case: Case, said: Suggestion, chosen: Option) -> Decision:
    return Decision(
        id=id,
        at=0,
        object=case.object,
        field=case.field,
        connection="",
        conflict=id,
        by="person:anna",
        editors=case.editors,
        features=features_of(said.evidence),
        suggested=said.likeliest,
        probability=said.probability,
        sure=said.choice is not Option.ASK,
        chosen=chosen,
    )
