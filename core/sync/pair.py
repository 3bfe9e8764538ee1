"""One linked pair: what differs from the bases, and what is to be done about it, rule by rule.

Pure: the pair as read comes in, a `PairPlan` goes out. Nothing is written here and no id or time is made.
"""

from __future__ import annotations

from core.conflicts import Conflict
from core.errors import TransformError
from core.mapping import Direction, Policy
from core.records import UNSET, BaseValue, Unset, Value
from core.ruling import Decision, Outcome
from core.sync.contest import crm_candidate, hub_candidate, verdict_of, words_of
from core.sync.owed import owes, sends_owed, with_owed
from core.sync.pair_plan import Contest, Pair, PairPlan, Problem
from core.sync.reconcile import Verdict, is_empty
from core.sync.shared import successors
from core.translate import ParentMissing, ParentUnavailable, Rule, Translation

__all__ = ["Contest", "Pair", "PairPlan", "Problem", "edited_there", "emptied_bases", "plan_pair"]


def plan_pair(translation: Translation, pair: Pair) -> PairPlan:
    """Reconcile every rule of one pair."""
    plan = PairPlan(base_hub=list(pair.base_hub), base_crm=list(pair.base_crm))
    hub_now = translation.hub_values(pair.hub.fields)
    if hub_now == pair.base_hub and pair.remote.values == pair.base_crm and not _owes(translation, pair):
        return plan
    for at in translation.watched_at:
        plan.base_crm[at] = pair.remote.values[at]  # it was seen; there is nothing else to do about it
    for rule in translation.rules:
        _plan_rule(plan, translation, rule, pair, hub_now)
    for rule, crm, wanted in successors(translation, pair, hub_now, plan.crm_changes):
        _push(plan, rule, crm, wanted)
    plan.held += [rule for rule in translation.parked if _is_held(rule, pair, hub_now)]
    return plan


def _owes(translation: Translation, pair: Pair) -> bool:
    now, there = translation.hub_values(pair.hub.fields), pair.remote.values
    return any(
        owes(
            rule,
            tuple(now[at] for at in rule.hub_at),
            tuple(there[at] for at in rule.crm_at),
            pair.references,
        )
        for rule in translation.references
    )


def _is_held(rule: Rule, pair: Pair, hub_now: tuple[Value, ...]) -> bool:
    """Whether a parked rule has something to send once it goes on."""
    hub = tuple(hub_now[at] for at in rule.hub_at)
    base = tuple(pair.base_hub[at] for at in rule.hub_at)
    if hub == base or rule.rule.direction is Direction.TO_HUB:
        return False
    fresh = UNSET in base
    return not is_empty(hub) if fresh else rule.rule.policy is not Policy.CREATE_ONLY


def edited_there(
    translation: Translation, values: tuple[Value, ...], base_crm: tuple[BaseValue, ...]
) -> bool:
    """Whether somebody edited the CRM record since its base; emptiness that came back with a field is nobody's edit, and
    what only the filter reads does not count."""
    return values != base_crm and any(
        value != base
        and at not in translation.watched_at
        and not (value is None and name in translation.came_back)
        for at, (name, value, base) in enumerate(
            zip(translation.mapping.crm_fields, values, base_crm, strict=True)
        )
    )


def emptied_bases(
    translation: Translation,
    values: tuple[Value, ...],
    base_hub: tuple[BaseValue, ...],
    base_crm: tuple[BaseValue, ...],
) -> tuple[tuple[BaseValue, ...], tuple[BaseValue, ...]]:
    """The bases once what came back empty was seen: it is empty there, and what the hub holds is yet to arrive."""
    hub, crm = list(base_hub), list(base_crm)
    for rule in translation.rules:
        for at, name in zip(rule.crm_at, rule.rule.crm, strict=True):
            if name in translation.came_back and values[at] is None and base_crm[at] is not None:
                crm[at] = None
                for one in rule.hub_at:
                    hub[one] = None
    return tuple(hub), tuple(crm)


def _came_back_empty(
    rule: Rule, names: frozenset[str], crm: tuple[Value, ...], base_crm: tuple[BaseValue, ...]
) -> tuple[BaseValue, ...] | None:
    """The base a rule is compared by where its CRM field was gone and holds nothing since it is back; None elsewhere.

    Emptiness that came with the field is nobody's edit: it must not empty the hub.
    """
    emptied = {
        at
        for at, name in enumerate(rule.rule.crm)
        if name in names and crm[at] is None and base_crm[at] not in (None, UNSET)
    }
    if not emptied:
        return None
    if all(at in emptied or crm[at] == base for at, base in enumerate(base_crm)):
        return crm
    return (UNSET,) * len(base_crm)


def _plan_rule(
    plan: PairPlan, translation: Translation, rule: Rule, pair: Pair, hub_now: tuple[Value, ...]
) -> None:
    came_back = translation.came_back
    hub = tuple(hub_now[at] for at in rule.hub_at)
    crm = tuple(pair.remote.values[at] for at in rule.crm_at)
    base_hub = tuple(pair.base_hub[at] for at in rule.hub_at)
    base_crm = tuple(pair.base_crm[at] for at in rule.crm_at)
    emptied = _came_back_empty(rule, came_back, crm, base_crm) if came_back else None
    if emptied is not None:
        base_hub, base_crm = (UNSET,) * len(base_hub), emptied
    remote_changed, hub_changed = crm != base_crm, hub != base_hub
    conflict = pair.open.get(rule.name)
    owed = not remote_changed and not hub_changed and owes(rule, hub, crm, pair.references)
    if conflict is None and not remote_changed and not hub_changed and not owed:
        return
    try:
        if rule.computes:
            _plan_computed(plan, rule, pair, hub, crm, base_hub, seen=remote_changed)
            return
        if owed and conflict is None:
            _plan_owed(plan, rule, pair, hub, crm)
            return
        as_hub = rule.joined(hub, rule.to_hub(crm, pair.references), base_crm, pair.references)
        if conflict is not None:
            _plan_frozen(plan, rule, pair, conflict, hub, crm, as_hub, emptied=emptied is not None)
            return
        verdict, said = verdict_of(translation, rule, pair, hub, crm, as_hub, base_hub, base_crm)
        plan.contests.note(rule, verdict, hub, crm, base_hub, base_crm)
        decided = UNSET in base_hub and UNSET not in base_crm
        if verdict is Verdict.PUSH and (decided or rule.parent is not None) and rule.same(hub, as_hub):
            # A decided conflict whose sides mean the same already, or a CRM that names a parent which was merged in
            # the hub and not there.
            verdict = Verdict.SETTLE
        if verdict is Verdict.MERGE and said is not None:
            verdict, said = _merge(plan, rule, pair, said, hub, crm)
        if verdict is Verdict.PUSH:
            if pair.refused.get(rule.name) == hub:
                return
            verdict = _send(plan, rule, pair, hub, crm, seen=remote_changed or emptied is not None)
    except TransformError as error:
        plan.problems.append(Problem(rule=rule, error=error, towards_hub=remote_changed))
        return
    except ParentMissing as missing:
        for parent in missing.parents:
            if isinstance(parent, str):
                plan.missing_hub.append(parent)
            else:
                plan.missing_crm.append(parent)
        return
    except ParentUnavailable:
        plan.problems.append(Problem(rule=rule, error=None, towards_hub=remote_changed))
        return
    _apply(plan, rule, pair, verdict, hub, crm, as_hub, said)
    if said is not None and said.outcome is not Outcome.ASK:
        plan.decided.append((rule, verdict))
        plan.deciders[rule.name] = said.rule


def _plan_computed(
    plan: PairPlan,
    rule: Rule,
    pair: Pair,
    hub: tuple[Value, ...],
    crm: tuple[Value, ...],
    base_hub: tuple[BaseValue, ...],
    *,
    seen: bool,
) -> None:
    """A computed value is sent when what it is computed from has changed; an edit of it in the CRM stands until then."""
    first = UNSET in base_hub
    kept = rule.rule.policy is Policy.CREATE_ONLY and not first
    if hub != base_hub and not kept and not (first and is_empty(hub)):
        if pair.refused.get(rule.name) == hub:
            return
        if _send(plan, rule, pair, hub, crm, seen=seen) is Verdict.PUSH:
            return
    _move(plan, rule, hub, crm)
    plan.settled.append(rule)


def _plan_owed(
    plan: PairPlan, rule: Rule, pair: Pair, hub: tuple[Value, ...], crm: tuple[Value, ...]
) -> None:
    """Both sides stand as they agreed, but for parents that came back: each gets those that it lacks."""
    whole = with_owed(rule, hub, crm, pair.references)
    if pair.refused.get(rule.name) == whole:
        return
    wanted = rule.to_crm(whole, crm, pair.references) if sends_owed(rule) else crm
    if whole != hub:
        _accept(plan, rule, hub, whole)
        plan.accepted.append(rule)
    if wanted != crm:
        _push(plan, rule, crm, wanted)
        if whole != hub:
            _move(plan, rule, None, crm)  # the hub's whole list is yet to arrive there
    elif whole != hub:
        _move(plan, rule, whole, crm)


def _send(
    plan: PairPlan,
    rule: Rule,
    pair: Pair,
    hub: tuple[Value, ...],
    crm: tuple[Value, ...],
    *,
    seen: bool,
) -> Verdict:
    """PUSH, or SETTLE where the CRM holds what it would be sent. `seen`: its present value is news, and loses."""
    wanted = rule.to_crm(hub, crm, pair.references)
    if wanted == crm:
        return Verdict.SETTLE
    _push(plan, rule, crm, wanted)
    if seen and rule.rule.policy is not Policy.CREATE_ONLY:
        # It is the base now, and the hub's is yet to arrive there.
        _move(plan, rule, None, crm)
    return Verdict.PUSH


def _merge(
    plan: PairPlan,
    rule: Rule,
    pair: Pair,
    said: Decision,
    hub: tuple[Value, ...],
    crm: tuple[Value, ...],
) -> tuple[Verdict, Decision]:
    """One value for both sides; a person's matter where the CRM cannot hold it."""
    merged = said.values
    if pair.refused.get(rule.name) == merged:
        return Verdict.CONFLICT, Decision(said.rule, Outcome.ASK, problem="the CRM refused what it made")
    try:
        wanted = rule.to_crm(merged, crm, pair.references)
    except TransformError as error:
        return Verdict.CONFLICT, Decision(said.rule, Outcome.ASK, problem=str(error))
    _accept(plan, rule, hub, merged)
    plan.accepted.append(rule)
    if wanted == crm:
        _move(plan, rule, merged, crm)
    else:
        _push(plan, rule, crm, wanted)
        _move(plan, rule, None, crm)  # as where the CRM loses: what is made of both is yet to arrive there
    return Verdict.MERGE, said


def _apply(
    plan: PairPlan,
    rule: Rule,
    pair: Pair,
    verdict: Verdict,
    hub: tuple[Value, ...],
    crm: tuple[Value, ...],
    as_hub: tuple[Value, ...],
    said: Decision | None,
) -> None:
    """What a verdict other than PUSH and MERGE does to the hub's part of the plan."""
    if verdict is Verdict.ACCEPT:
        _accept(plan, rule, hub, as_hub)
        _move(plan, rule, as_hub, crm)
        plan.accepted.append(rule)
    elif verdict in (Verdict.SETTLE, Verdict.NOTE):
        _move(plan, rule, hub, crm)
        plan.settled.append(rule)
    elif verdict is Verdict.CONFLICT:
        _move(plan, rule, None, crm)
        plan.opened.append(
            Contest(
                rule=rule,
                hub=hub_candidate(rule, pair, hub),
                crm=crm_candidate(pair, crm),
                base=_agreed(rule, pair),
                problem=words_of(said),
            )
        )


def _agreed(rule: Rule, pair: Pair) -> tuple[Value, ...] | None:
    """What the hub held when both sides last agreed."""
    base = tuple(one for at in rule.hub_at if not isinstance(one := pair.base_hub[at], Unset))
    return base if len(base) == len(rule.hub_at) else None


def _plan_frozen(
    plan: PairPlan,
    rule: Rule,
    pair: Pair,
    conflict: Conflict,
    hub: tuple[Value, ...],
    crm: tuple[Value, ...],
    as_hub: tuple[Value, ...],
    *,
    emptied: bool,
) -> None:
    """An open conflict freezes its rule, but keeps showing both sides as they are now."""
    if rule.same(hub, as_hub) and not conflict.lost:
        _move(plan, rule, hub, crm)
        plan.superseded.append(conflict)
        return
    remote_changed = crm != tuple(pair.base_crm[at] for at in rule.crm_at)
    if remote_changed or conflict.hub.values != hub:
        _move(plan, rule, None, crm)
        # While the CRM stands still its candidate stays: it may be a value that only its history still shows.
        shown = remote_changed and not emptied
        theirs = crm_candidate(pair, crm) if shown else conflict.crm
        plan.refreshed.append((conflict, hub_candidate(rule, pair, hub), theirs))


def _accept(plan: PairPlan, rule: Rule, hub: tuple[Value, ...], as_hub: tuple[Value, ...]) -> None:
    for name, before, after in zip(rule.rule.hub, hub, as_hub, strict=True):
        if before != after:
            plan.hub_changes[name] = after
            plan.hub_overwrites += before is not None


def _push(plan: PairPlan, rule: Rule, crm: tuple[Value, ...], wanted: tuple[Value, ...]) -> None:
    plan.pushed.append(rule)
    for name, before, after in zip(rule.rule.crm, crm, wanted, strict=True):
        if before != after:
            plan.crm_changes[name] = after
            plan.crm_overwrites += before is not None


def _move(plan: PairPlan, rule: Rule, hub: tuple[Value, ...] | None, crm: tuple[Value, ...]) -> None:
    for index, at in enumerate(rule.hub_at):
        # R7: whichever way a conflict is settled, the losing side must be written again, so it has no base.
        plan.base_hub[at] = UNSET if hub is None else hub[index]
    for index, at in enumerate(rule.crm_at):
        plan.base_crm[at] = crm[index]
