"""What the rules make of one case: a value that both sides changed to different things. Pure, and the same in a replay.

A case is told in the hub's words: the CRM's values come in as the mapping reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from core.advice.case import is_unattended
from core.advice.sameness import same
from core.advice.spelling import is_slip
from core.advice.structure import further, order_of
from core.advice.validity import is_valid
from core.errors import ExpressionFailed, ExpressionInvalid
from core.expressions import Expression, compile_expression
from core.mapping import Policy
from core.merging_values import merge_sets, merge_texts
from core.records import NO_FIELDS, Fields, Value
from core.rules import Action, ConflictRule, Rules
from core.schema import Field, FieldType
from core.values import from_epoch_ms

Values = tuple[Value, ...]
TEXTS: Final = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})


class Outcome(Enum):
    HUB = "hub"
    CRM = "crm"
    VALUE = "value"  # `Decision.values`, on both sides
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`base` is what both last agreed on, None where that is not known. Times in ms, None where not known.

    `hub_by` and `crm_by` are editors as in `FieldEdit.by`; `record` are the hub record's fields, `schema` their types.
    """

    connection: str
    object: str
    rule: str
    fields: tuple[Field, ...]
    hub: Values
    crm: Values
    base: Values | None = None
    hub_at: int | None = None
    crm_at: int | None = None
    hub_by: str = ""
    crm_by: str = ""
    policy: Policy = Policy.ASK
    record: Fields = field(default_factory=lambda: NO_FIELDS)
    schema: Mapping[str, Field] = field(default_factory=dict)

    @property
    def alone(self) -> Field | None:
        """The field, where the rule ties one."""
        return self.fields[0] if len(self.fields) == 1 else None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done, by which rule. `problem` says why a rule that should have decided could not."""

    rule: str
    outcome: Outcome
    values: Values = ()
    problem: str = ""


def decide(rules: Iterable[ConflictRule], case: Case) -> Decision | None:
    """What the first rule that fits and has something to say makes of the case; None where none does."""
    for rule in rules:
        if not fits(rule, case):
            continue
        try:
            if rule.when and not condition(rule, case).decides(_given(case)):
                continue
            said = _ACTIONS[rule.action](rule, case)
        except (ExpressionFailed, ExpressionInvalid) as failed:
            # A rule that breaks must not hand its cases to a more careless one.
            return Decision(rule.name, Outcome.ASK, problem=str(failed))
        if said is None:
            continue
        if not isinstance(said, Outcome):
            if said == case.hub:
                said = Outcome.HUB
            elif said == case.crm:
                said = Outcome.CRM
            else:
                return Decision(rule.name, Outcome.VALUE, said)
        return Decision(rule.name, said)
    return None


def ruling(rules: Rules, case: Case) -> Decision | None:
    """The rules' say, in their order about the mapping's policy: None where the policy decides or nobody does."""
    said = decide(rules.named, case)
    if said is None and case.policy is Policy.NEWEST:
        said = decide(rules.before_newest, case)
    if said is None and case.policy is Policy.ASK:
        said = decide(rules.others, case)
    return said


def fits(rule: ConflictRule, case: Case) -> bool:
    """Whether the case lies in the rule's scope, its condition aside."""
    return (
        rule.connection in ("", case.connection)
        and rule.object in ("", case.object)
        and (not rule.field or rule.field == case.rule or rule.field in [one.name for one in case.fields])
        and (not rule.types or all(one.type in rule.types for one in case.fields))
    )


# expressions --------------------------------------------------------------------------------------------------------------
def condition(rule: ConflictRule, case: Case) -> Expression:
    """Raises ExpressionInvalid."""
    return compile_expression(rule.when, variables(case), FieldType.BOOL)


def formula(rule: ConflictRule, case: Case) -> Expression:
    """Of one field: its value. Of several together: 'hub', 'crm' or 'ask'. Raises ExpressionInvalid."""
    result = case.alone.type if case.alone is not None else FieldType.TEXT
    return compile_expression(rule.expression, variables(case), result)


def variables(case: Case) -> dict[str, FieldType]:
    """What an expression can name in this case."""
    known = dict.fromkeys(("hub_by", "crm_by", "connection"), FieldType.TEXT)
    known |= dict.fromkeys(("hub_at", "crm_at"), FieldType.DATETIME)
    for side in ("base", "hub", "crm"):
        if case.alone is not None:
            known[side] = case.alone.type
        else:
            known |= {f"{side}.{one.name}": one.type for one in case.fields}
    return known | {f"record.{name}": one.type for name, one in case.schema.items()}


def _given(case: Case) -> dict[str, Value]:
    found: dict[str, Value] = {
        "hub_by": case.hub_by or None,
        "crm_by": case.crm_by or None,
        "connection": case.connection,
        "hub_at": from_epoch_ms(case.hub_at) if case.hub_at is not None else None,
        "crm_at": from_epoch_ms(case.crm_at) if case.crm_at is not None else None,
    }
    for side, values in (("base", case.base), ("hub", case.hub), ("crm", case.crm)):
        for one, value in zip(case.fields, values or (None,) * len(case.fields), strict=True):
            found[side if case.alone is not None else f"{side}.{one.name}"] = value
    return found | {f"record.{name}": value for name, value in case.record.items()}


# actions ------------------------------------------------------------------------------------------------------------------
def _newest(_: ConflictRule, case: Case) -> Outcome | None:
    if case.hub_at is None or case.crm_at is None or case.hub_at == case.crm_at:
        return None
    return Outcome.HUB if case.hub_at > case.crm_at else Outcome.CRM


def _sources(rule: ConflictRule, case: Case) -> Outcome | None:
    def rank(editor: str) -> int:
        kind = editor.partition(":")[0]
        ranks = [at for at, one in enumerate(rule.sources) if one in (editor, kind) and editor]
        return min(ranks, default=len(rule.sources))

    hub, crm = rank(case.hub_by), rank(case.crm_by)
    return None if hub == crm else Outcome.HUB if hub < crm else Outcome.CRM


def _never_blank(_: ConflictRule, case: Case) -> Outcome | None:
    hub, crm = (any(one is not None for one in side) for side in (case.hub, case.crm))
    return None if hub == crm else Outcome.HUB if hub else Outcome.CRM


def _longest(_: ConflictRule, case: Case) -> Outcome | None:
    def length(values: Values) -> int:
        return sum(len(one.strip()) if isinstance(one, str) else len(one or ()) for one in _sized(values))

    hub, crm = length(case.hub), length(case.crm)
    return None if hub == crm else Outcome.HUB if hub > crm else Outcome.CRM


def _sized(values: Values) -> list[str | tuple[str, ...] | None]:
    return [None if isinstance(one, bool) else one for one in values]


def _most_complete(_: ConflictRule, case: Case) -> Outcome | None:
    def words(values: Values) -> set[tuple[int, str]]:
        return {
            (at, word)
            for at, one in enumerate(_sized(values))
            for word in (one.casefold().split() if isinstance(one, str) else one or ())
        }

    hub, crm = words(case.hub), words(case.crm)
    return Outcome.HUB if hub > crm else Outcome.CRM if crm > hub else None


def _higher_stage(_: ConflictRule, case: Case) -> Outcome | None:
    order = [one.value for one in case.alone.choices] if case.alone is not None else []
    hub, crm = case.hub[0], case.crm[0]
    if hub not in order or crm not in order or hub == crm:
        return None
    return Outcome.HUB if order.index(str(hub)) > order.index(str(crm)) else Outcome.CRM


def _union(_: ConflictRule, case: Case) -> Values | None:
    if case.alone is None or case.alone.type is not FieldType.MULTI_CHOICE:
        return None
    base = None if case.base is None else _items(case.base[0])
    return (merge_sets(base, _items(case.hub[0]), _items(case.crm[0])) or None,)


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _merge_text(rule: ConflictRule, case: Case) -> Values | None:
    if case.alone is None or case.alone.type not in TEXTS or case.base is None:
        return None
    base, hub, crm = (one if isinstance(one, str) else "" for one in (case.base[0], case.hub[0], case.crm[0]))
    made = merge_texts(base, hub, crm, grain=rule.grain)
    longest = case.alone.max_length
    if made is None or (longest is not None and len(made) > longest):
        return None
    return (made if made.strip() else None,)


def _valid_form(_: ConflictRule, case: Case) -> Outcome | None:
    if case.alone is None or None in (case.hub[0], case.crm[0]):
        return None
    hub, crm = (is_valid(case.alone.type, one) for one in (case.hub[0], case.crm[0]))
    return None if hub == crm else Outcome.HUB if hub else Outcome.CRM


def _forward(_: ConflictRule, case: Case) -> Outcome | None:
    if case.alone is None or case.base is None:
        return None
    found = further(order_of(case.alone), case.base[0], case.hub[0], case.crm[0])
    return None if found is None else Outcome.HUB if found == case.hub[0] else Outcome.CRM


def _by_hand(_: ConflictRule, case: Case) -> Outcome | None:
    hub, crm = is_unattended(case.hub_by), is_unattended(case.crm_by)
    return None if hub == crm else Outcome.CRM if hub else Outcome.HUB


def _ask_if_near(_: ConflictRule, case: Case) -> Outcome | None:
    """Two edits of one value; at a first sight nobody edited anything."""
    if case.alone is None or case.base is None:
        return None
    hub, crm = case.hub[0], case.crm[0]
    if not isinstance(hub, str) or not isinstance(crm, str) or not is_slip(hub, crm):
        return None
    # "Hauptstr. 5" and "Hauptstrasse 5": either will do, so the later one may as well.
    return None if same(case.alone.type, hub, crm) else Outcome.ASK


def _expression(rule: ConflictRule, case: Case) -> Outcome | Values:
    if any(one.type.is_reference for one in case.fields):
        raise ExpressionFailed("a reference is never made by an expression")
    made = formula(rule, case).evaluate(_given(case))
    if case.alone is not None:
        return (made,)
    if made not in ("hub", "crm", "ask"):
        raise ExpressionFailed("an expression over several fields makes 'hub', 'crm' or 'ask'")
    return Outcome(made)


def _fill_if_empty(rule: ConflictRule, case: Case) -> Outcome:
    return _never_blank(rule, case) or Outcome.ASK


_ACTIONS: Final[Mapping[Action, Callable[[ConflictRule, Case], Outcome | Values | None]]] = {
    Action.ASK: lambda rule, case: Outcome.ASK,
    Action.NEWEST: _newest,
    Action.HUB: lambda rule, case: Outcome.HUB,
    Action.CRM: lambda rule, case: Outcome.CRM,
    Action.SOURCES: _sources,
    Action.FILL_IF_EMPTY: _fill_if_empty,
    Action.NEVER_BLANK: _never_blank,
    Action.LONGEST: _longest,
    Action.MOST_COMPLETE: _most_complete,
    Action.HIGHER_STAGE: _higher_stage,
    Action.UNION: _union,
    Action.MERGE_TEXT: _merge_text,
    Action.VALID_FORM: _valid_form,
    Action.FORWARD: _forward,
    Action.BY_HAND: _by_hand,
    Action.ASK_IF_NEAR: _ask_if_near,
    Action.EXPRESSION: _expression,
}
