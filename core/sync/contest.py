"""Who decides where both sides have changed: the rules in force, else the mapping's policy, else a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from core.conflicts import Candidate
from core.errors import TransformError
from core.mapping import Policy
from core.records import UNSET, BaseValue, Value
from core.ruling import Case, Decision, Outcome, ruling
from core.sync.pair_plan import Pair
from core.sync.reconcile import Sides, Verdict, contested, is_empty, reconcile
from core.translate import ParentMissing, ParentUnavailable, Rule, Translation

_VERDICTS: Final = {
    Outcome.HUB: Verdict.PUSH,
    Outcome.CRM: Verdict.ACCEPT,
    Outcome.VALUE: Verdict.MERGE,
    Outcome.ASK: Verdict.CONFLICT,
}


def words_of(said: Decision | None) -> str:
    if said is None or said.outcome is not Outcome.ASK:
        return ""
    return f"{said.rule}: {said.problem or 'asks a person'}"


def verdict_of(
    translation: Translation,
    rule: Rule,
    pair: Pair,
    hub: tuple[Value, ...],
    crm: tuple[Value, ...],
    as_hub: tuple[Value, ...],
    base_hub: tuple[BaseValue, ...],
    base_crm: tuple[BaseValue, ...],
) -> tuple[Verdict, Decision | None]:
    """The verdict, and who decided where somebody had to."""
    edits = [pair.hub.edit_of(name).at for name in rule.rule.hub]
    sides = Sides(
        remote_changed=crm != base_crm,
        hub_changed=hub != base_hub,
        equivalent=rule.same(hub, as_hub),
        first_sight=UNSET in base_hub and UNSET in base_crm,
        hub_empty=is_empty(hub),
        crm_empty=is_empty(crm),
        hub_at=max(edits, default=None),
        crm_at=pair.remote.modified,
    )
    policy = rule.rule.policy
    if not contested(sides, rule.rule.direction, policy):
        return reconcile(sides, rule.rule.direction, policy), None
    if pair.rules:
        base = _ancestor(rule, pair, base_hub, base_crm)
        said = ruling(pair.rules, case_of(translation, rule, pair, hub, as_hub, base))
        if said is not None:
            return _VERDICTS[said.outcome], replace(said, rule=f"rule:{said.rule}")
    verdict = reconcile(sides, rule.rule.direction, policy)
    by_policy = verdict is not Verdict.CONFLICT and policy is not Policy.ASK
    outcome = Outcome.HUB if verdict is Verdict.PUSH else Outcome.CRM
    return verdict, Decision(policy.value, outcome) if by_policy else None


def case_of(
    translation: Translation,
    rule: Rule,
    pair: Pair,
    hub: tuple[Value, ...],
    as_hub: tuple[Value, ...],
    base: tuple[Value, ...] | None,
) -> Case:
    """What the rules are shown of a contested mapping rule."""
    ours = hub_candidate(rule, pair, hub)
    return Case(
        connection=translation.mapping.connection,
        object=translation.hub.name,
        rule=rule.name,
        fields=rule.hub_fields,
        hub=hub,
        crm=as_hub,
        base=base,
        hub_at=ours.at,
        crm_at=pair.remote.modified,
        hub_by=ours.by or "",
        crm_by=f"connection:{translation.mapping.connection}",
        policy=rule.rule.policy,
        record=pair.hub.fields,
        schema=translation.hub.fields,
    )


def _ancestor(
    rule: Rule, pair: Pair, base_hub: tuple[BaseValue, ...], base_crm: tuple[BaseValue, ...]
) -> tuple[Value, ...] | None:
    """What both edits started from, in the hub's words, or None where that is not known.

    The CRM's base is read as its present value is: what a lens drops is then nobody's edit.
    """
    then = tuple(value for value in base_crm if value is not UNSET)
    if len(then) == len(base_crm):
        try:
            return rule.to_hub(then, pair.references)
        except (TransformError, ParentMissing, ParentUnavailable):
            return _known(base_hub)
    return _known(base_hub)


def _known(base: tuple[BaseValue, ...]) -> tuple[Value, ...] | None:
    known = tuple(value for value in base if value is not UNSET)
    return known if len(known) == len(base) else None


def hub_candidate(rule: Rule, pair: Pair, hub: tuple[Value, ...]) -> Candidate:
    edits = [pair.hub.edit_of(name) for name in rule.rule.hub] or [pair.hub.created]
    newest = max(edits, key=lambda edit: (edit.at, edit.version))
    return Candidate(values=hub, at=newest.at, by=newest.by)


def crm_candidate(pair: Pair, crm: tuple[Value, ...]) -> Candidate:
    return Candidate(values=crm, at=pair.remote.modified)
