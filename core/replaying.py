"""What a set of rules would have made of cases that are past: asked before the rules are saved, and changing nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.mapping import Policy
from core.records import Value
from core.rules import Rules
from core.ruling import Case, Decision, Outcome, ruling
from core.sync.reconcile import Sides, Verdict, is_empty, resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One case of the past and what became of it. `by` is who decided: "person:anna", "rule:x", "newest"; "" where open.

    `source` is "conflict" or "history", `id` the conflict's id or the entry's number, `at` ms.
    """

    source: str
    id: str
    record_id: str
    at: int
    case: Case
    was: Outcome
    was_values: tuple[Value, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A case that would come out otherwise. `is_new`: the rules in force would not make the same of it today."""

    past: Past
    would: Outcome
    rule: str
    values: tuple[Value, ...] = ()
    problem: str = ""
    is_new: bool = True


@dataclass(slots=True)
class Replay:
    """`outcomes` counts what would become of all cases; `disagreeing` those that a person had decided otherwise."""

    looked_at: int = 0
    changes: list[Change] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    disagreeing: int = 0


def replay(tried: Rules, saved: Rules, pasts: Iterable[Past]) -> Replay:
    """Play the cases again under `tried`. Only what would come out otherwise than it did is listed."""
    made = Replay()
    for past in pasts:
        would, now = _settled(tried, past.case), _settled(saved, past.case)
        made.looked_at += 1
        made.outcomes[would.outcome.value] += 1
        if _is_same(would, past):
            continue
        made.changes.append(
            Change(
                past=past,
                would=would.outcome,
                rule=would.rule,
                values=would.values or _values(would.outcome, past.case),
                problem=would.problem,
                is_new=(would.outcome, would.values) != (now.outcome, now.values),
            )
        )
        made.disagreeing += past.by.startswith("person:") and would.outcome is not Outcome.ASK
    return made


def _settled(rules: Rules, case: Case) -> Decision:
    """What the rules, else the mapping's policy, else a person would make of it."""
    said = ruling(rules, case)
    if said is not None:
        return said
    if case.policy is Policy.CREATE_ONLY:
        return Decision("", Outcome.ASK)
    verdict = resolve(
        Sides(
            remote_changed=True,
            hub_changed=True,
            equivalent=False,
            hub_empty=is_empty(case.hub),
            crm_empty=is_empty(case.crm),
            hub_at=case.hub_at,
            crm_at=case.crm_at,
        ),
        case.policy,
    )
    return Decision(case.policy.value, _OUTCOMES.get(verdict, Outcome.ASK))


_OUTCOMES: Mapping[Verdict, Outcome] = {Verdict.PUSH: Outcome.HUB, Verdict.ACCEPT: Outcome.CRM}


def _is_same(would: Decision, past: Past) -> bool:
    if would.outcome is Outcome.ASK or past.was is Outcome.ASK:
        return would.outcome is past.was or (would.outcome is Outcome.ASK and past.by.startswith("person:"))
    theirs = would.values or _values(would.outcome, past.case)
    return theirs == (past.was_values or _values(past.was, past.case))


def _values(outcome: Outcome, case: Case) -> tuple[Value, ...]:
    if outcome is Outcome.HUB:
        return case.hub
    return case.crm if outcome is Outcome.CRM else ()
