"""The conflict study: concurrent edits with known outcomes, through the product's own decisions (`plan_pair`).

HubSpot's default mappings against its sandbox's schema; three ways to decide: the mappings' policies alone, with the
built-in rules, and with the advisor, cold, on what those leave open. A decision nobody can know is right counts as wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from adapters.sandbox.people import population
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from bench.contested_edits import NOW, SHARES, ConcurrentEdit, Happening, edits
from bench.crm import fill
from bench.table import Figure
from bench.wiring import REGION, RESOURCES, adapter_for, mappings
from core.advice.advisor import Advisor
from core.advice.case import Case, Change, Option
from core.advice.spelling import NOTHING_KNOWN, Known, known
from core.contests import TARGET
from core.errors import TransformError
from core.hub_schema import load_hub_objects
from core.records import FieldEdit, HubRecord, RemoteRecord, Value
from core.rules import NO_RULES, RuleBook, Rules
from core.sync.pair import Pair, PairPlan, plan_pair
from core.translate import NO_REFERENCES, Rule, Translation, compile_mapping
from core.values import canonical

TODAY: Final = (
    0.12  # PRD: of the records changed, today so many end in a conflict: the share that is contested
)
_SEED: Final = 7


@dataclass(slots=True)
class Tally:
    """What came of the edits under one way to decide."""

    name: str
    equivalent: int = 0
    by_rule: int = 0
    by_advisor: int = 0
    left: int = 0
    wrong: Counter[Happening] = field(default_factory=Counter)
    left_of: Counter[Happening] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.equivalent + self.by_rule + self.by_advisor + self.left

    @property
    def decided(self) -> int:
        return self.count - self.left

    def figures(self) -> list[Figure]:
        wrong = self.wrong.total()
        share = self.left / self.count
        return [
            Figure(
                name=f"conflict rate, {self.name}",
                value=100 * share * TODAY,
                unit="%",
                target=100 * TARGET,
                note=f"{self.left:,} of {self.count:,} concurrent edits are left for a person ({share:.1%})",
            ),
            Figure(
                name="  decided wrongly",
                value=100 * wrong / max(1, self.decided),
                unit="%",
                note=f"{wrong:,} of {self.decided:,}: {self.equivalent:,} equivalent, {self.by_rule:,} by rule, "
                f"{self.by_advisor:,} by advisor",
            ),
        ]


def measure(*, count: int, tell: Callable[[str], None]) -> list[Figure]:
    translations = schemas()
    tell(
        f"{count:,} concurrent edits: " + ", ".join(f"{share} % {one.value}" for one, share in SHARES.items())
    )
    defaults = RuleBook().at(NOW)
    ways = (
        (Tally("policies alone"), NO_RULES, None),
        (Tally("default rules"), defaults, None),
        (Tally("default rules and advisor, cold"), defaults, Advisor()),
    )
    values = _known_values()
    for edit in edits(count, _SEED):
        for tally, rules, advisor in ways:
            judge(tally, translations[edit.object], edit, rules, advisor, values)
    figures: list[Figure] = []
    for tally, _, _ in ways:
        for one in Happening:
            tell(f"{tally.name}; {one.value}: {tally.left_of[one]:,} left, {tally.wrong[one]:,} wrong")
        figures += tally.figures()
    return figures


def schemas() -> dict[str, Translation]:
    """HubSpot's mappings by hub object, compiled against what its sandbox says of itself."""
    hub = load_hub_objects(RESOURCES / "hub")
    with Sandbox("hubspot", Options(seed=1, records=10)) as sandbox:
        fill(sandbox.system, 1)
        adapter = adapter_for(sandbox.url)
        found = {}
        for mapping in mappings():
            adapter.prepare(mapping.crm_object)
            schema = adapter.schema(mapping.crm_object)
            found[mapping.hub_object] = compile_mapping(
                mapping, hub[mapping.hub_object], schema, region=REGION
            )
        return found


def judge(
    tally: Tally,
    translation: Translation,
    edit: ConcurrentEdit,
    rules: Rules,
    advisor: Advisor | None,
    values: Mapping[tuple[str, str], Known],
) -> None:
    """Let the product decide about one edit, and hold that against what is right."""
    rule = next(one for one in translation.rules if one.rule.hub == (edit.field,))
    edit = _as_kept(translation, edit)
    plan = _planned(translation, rule, edit, rules)
    end: Value
    if plan is None or plan.opened or plan.problems:
        said = advisor.suggest(case_of(translation, rule, edit, values)) if advisor and plan else None
        if said is None or said.choice is Option.ASK:
            tally.left += 1
            tally.left_of[edit.happening] += 1
            return
        tally.by_advisor += 1
        end = {Option.HUB: edit.hub, Option.CRM: edit.crm}.get(said.choice, said.value)
        both = said.choice is Option.EQUIVALENT
    else:
        both = not plan.decided
        tally.equivalent += both
        tally.by_rule += not both
        end = plan.hub_changes.get(edit.field, edit.hub)
    ends = (edit.hub, edit.crm) if both else (end,)
    if not all(is_right(rule, edit, one) for one in ends):
        tally.wrong[edit.happening] += 1


def _as_kept(translation: Translation, edit: ConcurrentEdit) -> ConcurrentEdit:
    """Values as the hub and the adapters keep them, whoever typed them however."""
    type_ = translation.hub.fields[edit.field].type
    try:
        base, hub, crm = (canonical(type_, one) for one in (edit.base, edit.hub, edit.crm))
    except TransformError:
        return edit
    return replace(edit, base=base, hub=hub, crm=crm)


def is_right(rule: Rule, edit: ConcurrentEdit, end: Value) -> bool:
    if edit.lines:
        return isinstance(end, str) and all(line in end for line in edit.lines)
    return any(rule.same((end,), (one,)) for one in edit.right)


def _planned(translation: Translation, rule: Rule, edit: ConcurrentEdit, rules: Rules) -> PairPlan | None:
    """The plan for a pair that agreed on the base until both sides changed this field; None: the CRM cannot hold it."""
    base_hub, base_crm = list(translation.unset()[0]), list(translation.unset()[1])
    there: list[Value] = [None] * len(base_crm)
    for at in range(len(base_hub)):
        base_hub[at] = None
    for at in range(len(base_crm)):
        base_crm[at] = None
    [hub_at], [crm_at] = rule.hub_at, rule.crm_at
    try:
        [was] = rule.to_crm((edit.base,), (None,), NO_REFERENCES)
        [there[crm_at]] = rule.to_crm((edit.crm,), (was,), NO_REFERENCES)
    except TransformError:
        return None
    base_hub[hub_at], base_crm[crm_at] = edit.base, was
    stamp = FieldEdit(version=2, at=edit.hub_at, by=edit.hub_by)
    fields = {} if edit.hub is None else {edit.field: edit.hub}
    record = HubRecord(
        id="r",
        object=translation.hub.name,
        fields=fields,
        version=2,
        created=FieldEdit(version=1, at=0, by="system"),
        edits={edit.field: stamp},
    )
    remote = RemoteRecord(id="1", values=tuple(there), modified=edit.crm_at)
    pair = Pair(hub=record, remote=remote, base_hub=tuple(base_hub), base_crm=tuple(base_crm), rules=rules)
    return plan_pair(translation, pair)


def case_of(
    translation: Translation, rule: Rule, edit: ConcurrentEdit, values: Mapping[tuple[str, str], Known]
) -> Case:
    """What the advisor is told: what the engine knows, so the CRM's editor only by its connection."""
    known_field = translation.hub.fields[edit.field]
    return Case(
        object=edit.object,
        field=edit.field,
        type=known_field.type,
        base=edit.base,
        hub=edit.hub,
        crm=edit.crm,
        hub_change=Change(at=edit.hub_at, by=edit.hub_by),
        crm_change=Change(at=edit.crm_at, by=f"connection:{translation.mapping.connection}"),
        known=values.get((edit.object, edit.field), NOTHING_KNOWN),
        order=tuple(choice.value for choice in known_field.choices),
        region=rule.region,
    )


def _known_values() -> dict[tuple[str, str], Known]:
    """How the hub's other records spell these fields: another population of the same lists."""
    world = population(_SEED + 1, 3_000, 700, 0)
    names = ("first_name", "last_name", "job_title", "city")
    counted = {("contact", name): Counter(str(getattr(one, name)) for one in world.people) for name in names}
    counted[("company", "city")] = Counter(one.city for one in world.companies)
    counted[("company", "name")] = Counter(one.name for one in world.companies)
    return {key: known(counts) for key, counts in counted.items()}
