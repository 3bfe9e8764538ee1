"""One concurrent edit put to the product: the pair as the engine would read it, and the case as the advisor would.

The mappings are the four CRMs' default ones, compiled against what their sandboxes say of themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Final, TypeAlias

from adapters.base import Adapter
from adapters.oauth import StaticTokens
from adapters.quota import Budget
from adapters.registry import Account, connect
from adapters.sandbox.people import population
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from bench.contested_edits import ConcurrentEdit, edits
from bench.crm import fill
from bench.wiring import REGION, RESOURCES
from bench.wiring import mappings as full_mappings
from core.advice.case import Case, Change
from core.advice.spelling import NOTHING_KNOWN, Known, known
from core.errors import TransformError
from core.hub_schema import load_hub_objects
from core.mapping import Mapping as FieldMapping
from core.mapping_files import default_mappings
from core.records import FieldEdit, HubRecord, RemoteRecord, Value
from core.rules import Rules
from core.sync.pair import Pair, PairPlan, plan_pair
from core.translate import NO_REFERENCES, Rule, Translation, compile_mapping
from core.values import canonical
from daemon.demo.parts import PARTS, Part

Spellings: TypeAlias = Mapping[tuple[str, str], Known]
Schemas: TypeAlias = Mapping[str, Translation]  # by hub object

_OBJECTS: Final = ("contact", "company", "deal")


def schemas(*systems: str) -> dict[str, Schemas]:
    """The default mappings of these CRMs, or of all, by title; HubSpot's with every field of a contact."""
    return {part.title: _schemas(part) for part in PARTS if not systems or part.system in systems}


def _schemas(part: Part) -> Schemas:
    hub = load_hub_objects(RESOURCES / "hub")
    with Sandbox(part.system, Options(seed=1, records=10)) as sandbox:
        if part.system == "hubspot":
            fill(sandbox.system, 1)
        adapter = _adapter(part, sandbox.url)
        found = {}
        for mapping in _mappings(part):
            adapter.prepare(mapping.crm_object)
            schema = adapter.schema(mapping.crm_object)
            found[mapping.hub_object] = compile_mapping(
                mapping, hub[mapping.hub_object], schema, region=REGION
            )
        return found


def _mappings(part: Part) -> Iterator[FieldMapping]:
    whole = (
        full_mappings() if part.system == "hubspot" else default_mappings(RESOURCES, part.system, part.name)
    )
    return (one for one in whole if one.hub_object in _OBJECTS)


def _adapter(part: Part, url: str) -> Adapter:
    account = Account(system=part.system, base_url=url, loopback=True, app_id=part.app_id or None)
    return connect(account, StaticTokens(part.title, part.token), budget=Budget({}))


def carried(schemas: Schemas, count: int, seed: int) -> Iterator[ConcurrentEdit]:
    """So many edits of fields that these mappings carry one by one."""
    fields = {
        (object, rule.rule.hub[0])
        for object, translation in schemas.items()
        for rule in translation.rules
        if len(rule.rule.hub) == 1
    }
    return islice((one for one in edits(5 * count, seed) if (one.object, one.field) in fields), count)


class Asked:
    """One edit as the product is asked about it; what several ways to decide have in common is worked out once."""

    def __init__(self, schemas: Schemas, edit: ConcurrentEdit, values: Spellings) -> None:
        self._translation, self._values = schemas[edit.object], values
        self.rule = next(one for one in self._translation.rules if one.rule.hub == (edit.field,))
        self.edit = _as_kept(self._translation, edit)
        self._plans: dict[int, PairPlan | None] = {}

    def plan(self, rules: Rules) -> PairPlan | None:
        """What is planned for the pair; None: the CRM cannot hold one of the values."""
        known = id(rules)  # the same few for all edits, and slow to compare
        if known not in self._plans:
            self._plans[known] = _planned(self._translation, self.rule, self.edit, rules)
        return self._plans[known]

    @cached_property
    def case(self) -> Case:
        return _case_of(self._translation, self.rule, self.edit, self._values)


def _as_kept(translation: Translation, edit: ConcurrentEdit) -> ConcurrentEdit:
    """Values as the hub and the adapters keep them, whoever typed them however."""
    type_ = translation.hub.fields[edit.field].type
    try:
        base, hub, crm = (canonical(type_, one) for one in (edit.base, edit.hub, edit.crm))
    except TransformError:
        return edit
    return replace(edit, base=base, hub=hub, crm=crm)


def _planned(translation: Translation, rule: Rule, edit: ConcurrentEdit, rules: Rules) -> PairPlan | None:
    """The plan for a pair that agreed on the base until both sides changed this field; None: the CRM cannot hold it."""
    base_hub: list[Value] = [None] * len(translation.unset()[0])
    base_crm: list[Value] = [None] * len(translation.unset()[1])
    there: list[Value] = [None] * len(base_crm)
    try:
        was = rule.to_crm((edit.base,), (None,) * len(rule.crm_at), NO_REFERENCES)
        now = rule.to_crm((edit.crm,), was, NO_REFERENCES)
    except TransformError:
        return None
    base_hub[rule.hub_at[0]] = edit.base
    for at, before, after in zip(rule.crm_at, was, now, strict=True):
        base_crm[at], there[at] = before, after
    record = HubRecord(
        id="r",
        object=translation.hub.name,
        fields={} if edit.hub is None else {edit.field: edit.hub},
        version=2,
        created=FieldEdit(version=1, at=0, by="system"),
        edits={edit.field: FieldEdit(version=2, at=edit.hub_at, by=edit.hub_by)},
    )
    remote = RemoteRecord(id="1", values=tuple(there), modified=edit.crm_at)
    pair = Pair(hub=record, remote=remote, base_hub=tuple(base_hub), base_crm=tuple(base_crm), rules=rules)
    return plan_pair(translation, pair)


def _case_of(translation: Translation, rule: Rule, edit: ConcurrentEdit, values: Spellings) -> Case:
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
        about=edit.about,
    )


def spellings(seed: int) -> Spellings:
    """How the hub's other records spell these fields: another population of the same lists."""
    world = population(seed, 3_000, 700, 0)
    names = ("first_name", "last_name", "job_title", "city")
    counted = {("contact", name): Counter(str(getattr(one, name)) for one in world.people) for name in names}
    counted[("company", "city")] = Counter(one.city for one in world.companies)
    counted[("company", "name")] = Counter(one.name for one in world.companies)
    return {key: known(counts) for key, counts in counted.items()}


def is_right(rule: Rule, edit: ConcurrentEdit, end: Value) -> bool:
    if edit.lines:
        return isinstance(end, str) and all(line in end for line in edit.lines)
    return any(rule.same((end,), (one,)) for one in edit.right)
