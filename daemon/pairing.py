"""Books what reconciling one linked pair decided: hub changes, bases, conflicts, refused values."""

from __future__ import annotations

from dataclasses import replace

from core.conflicts import Candidate, ItemKind
from core.contests import ContestOutcome
from core.records import HubRecord, Link, LinkState, RemoteRecord
from core.store.base import Change
from core.sync.books import Books, Edit, written
from core.sync.pair import PairPlan, Problem
from core.sync.reconcile import Verdict
from core.translate import Rule, Translation
from daemon.answered import close_answered
from daemon.lane import Lane
from daemon.sight import Sight


def book_pair(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    link: Link,
    hub: HubRecord,
    remote: RemoteRecord,
    plan: PairPlan,
    books: Books,
    *,
    cause: str,
    fresh: bool = False,
) -> HubRecord:
    """Book the hub's part of the plan; the CRM's part stays due. Returns the hub record as it will be.

    `link` is as it was; `fresh` tells that it is made in this very step. The link's bases move with what is accepted,
    settled or contested; where nothing is left to push, this connection's pending row is settled too.
    """
    changed = hub
    if plan.hub_changes:
        verdicts = {rule.name: verdict for rule, verdict in plan.decided}
        edits: dict[str, Edit] = {}
        for rule in plan.accepted:
            decider = plan.deciders.get(rule.name)
            by = lane.actor if decider is None else f"rule:{decider.removeprefix('rule:')}"
            at = books.at if verdicts.get(rule.name) is Verdict.MERGE else remote.modified
            for name in rule.rule.hub:
                if name in plan.hub_changes:
                    edits[name] = Edit(value=plan.hub_changes[name], by=by, at=at)
        changed = books.change(
            hub, edits, by=lane.actor, cause=cause, home=lane.connection, note=_decisions(plan)
        )
        books.counts["accepted"] += 1
    beaten = _beaten(remote, plan)
    if beaten or (plan.decided and not plan.hub_changes):
        books.note(
            "settle",
            hub,
            by="rule:policy" if plan.decided else "system",
            cause=cause,
            connection=lane.connection,
            changes=beaten,
            note=_decisions(plan),
        )
    left = bool(plan.crm_changes or plan.missing_hub or plan.problems or plan.held)
    seen = link.seen if left else changed.version
    moved = replace(
        link,
        layout=translation.mapping.layout,
        base_hub=tuple(plan.base_hub),
        base_crm=tuple(plan.base_crm),
        remote_version=max(link.remote_version, remote.modified),
        seen=seen,
        state=LinkState.LINKED,
    )
    if moved != link or fresh:
        books.links[moved.key] = moved
        # A person may be deciding about this very pair; whoever commits second looks again.
        books.check(hub)
    owes = moved.owed is not None
    if plan.crm_changes or plan.missing_hub or plan.held or owes or sight.twin(hub.id) is not None:
        books.touch(changed, overwrites=plan.crm_overwrites > 0, connection=lane.connection)
    elif not plan.problems:
        books.settle(lane.connection, changed)
    _book_conflicts(link, hub, plan, books, cause=cause)
    _count_contests(link, hub, plan, books)
    agreed = [rule.name for rule in translation.rules if _agrees(translation, rule, changed, remote, plan)]
    whole = len(agreed) == len(translation.rules)
    close_answered(sight.items.get(hub.id, ()), lane.connection, link.crm_object, agreed, books, whole=whole)
    for problem in plan.problems:
        book_problem(lane, translation, sight, link.crm_id, hub, problem, books)
    return changed


def _beaten(remote: RemoteRecord, plan: PairPlan) -> tuple[Change, ...]:
    """CRM values that are overruled, or filled at first sight, with what comes instead: the log keeps what they were."""
    beaten = {rule.name for rule, verdict in plan.decided if verdict in (Verdict.PUSH, Verdict.MERGE)}
    return tuple(
        (name, remote.values[at], plan.crm_changes[name])
        for rule in plan.pushed
        if rule.name in beaten or rule.name in plan.contests.first_sight
        for name, at in zip(rule.rule.crm, rule.crm_at, strict=True)
        if name in plan.crm_changes
    )


def _agrees(
    translation: Translation, rule: Rule, hub: HubRecord, remote: RemoteRecord, plan: PairPlan
) -> bool:
    """Whether both sides of this rule are what the link shall remember: nothing about it is left to do."""
    now = translation.hub_values(hub.fields)
    return all(now[at] == plan.base_hub[at] for at in rule.hub_at) and all(
        remote.values[at] == plan.base_crm[at] for at in rule.crm_at
    )


def _decisions(plan: PairPlan) -> str:
    return "; ".join(
        f"{rule.name}: {plan.deciders[rule.name]} -> {verdict.value}" for rule, verdict in plan.decided
    )


def _book_conflicts(link: Link, hub: HubRecord, plan: PairPlan, books: Books, *, cause: str) -> None:
    for contest in plan.opened:
        books.open_conflict(
            link.key,
            hub,
            contest.rule.name,
            hub_fields=contest.rule.rule.hub,
            crm_fields=contest.rule.rule.crm,
            hub=contest.hub,
            crm=contest.crm,
            first_sight=contest.rule.name in plan.contests.first_sight,
            base=contest.base,
        )
        books.note(
            "conflict",
            hub,
            by="system",
            cause=cause,
            connection=link.connection,
            changes=_both(contest.rule.rule.hub, contest.hub, contest.crm),
            note=f"{contest.rule.name}; {contest.problem}" if contest.problem else contest.rule.name,
        )
    for conflict, hub_side, crm_side in plan.refreshed:
        books.refresh_conflict(conflict, hub=hub_side, crm=crm_side)
        books.note(
            "conflict",
            hub,
            by="system",
            cause=cause,
            connection=link.connection,
            changes=_both(conflict.hub_fields, hub_side, crm_side),
            note=f"{conflict.rule}: newer edits",
        )
    for conflict in plan.superseded:
        books.supersede_conflict(conflict, hub)
        books.note(
            "resolve",
            hub,
            by="system",
            cause=f"conflict:{conflict.id}",
            connection=link.connection,
            note=f"{conflict.rule}: both sides agree now",
        )


def _count_contests(link: Link, hub: HubRecord, plan: PairPlan, books: Books) -> None:
    """Contests that end at once; one that becomes a conflict is counted where it is opened."""
    for outcome, rules in (
        (ContestOutcome.EQUIVALENT, plan.contests.equivalent),
        (ContestOutcome.RULE, [rule for rule, _ in plan.decided]),
    ):
        for rule in rules:
            met = rule.name in plan.contests.first_sight
            books.count_contest(outcome, link.connection, hub.object, rule.name, first_sight=met)


def _both(names: tuple[str, ...], hub: Candidate, crm: Candidate) -> tuple[Change, ...]:
    """The two candidates side by side, the hub's as before and the CRM's as after, where they are comparable."""
    if len(names) == len(hub.values) == len(crm.values):
        return tuple(zip(names, hub.values, crm.values, strict=True))
    return tuple((name, value, None) for name, value in zip(names, hub.values, strict=False))


def book_problem(
    lane: Lane,
    translation: Translation,
    sight: Sight,
    crm_id: str,
    hub: HubRecord,
    problem: Problem,
    books: Books,
) -> None:
    """A rule that cannot be converted becomes a question; the record's other fields go on."""
    rule = problem.rule
    subject, crm_object = f"{crm_id}/{rule.name}", translation.mapping.crm_object
    # The question may be open for another hub record that had this CRM record before a merge.
    known = [*sight.items.get(hub.id, ()), *lane.store.open_items(lane.connection, crm_object, [subject])]
    values = tuple(hub.fields.get(name) for name in rule.rule.hub)
    kind = ItemKind.REFUSED if problem.error is not None else ItemKind.REFERENCE
    reason = (
        str(problem.error)
        if problem.error is not None
        else f"the parent named by {rule.name!r} is not to be had"
    )
    books.open_item(
        kind,
        connection=lane.connection,
        object=crm_object,
        subject=subject,
        record_id=hub.id,
        reason=reason,
        advice=problem.error.advice
        if problem.error is not None
        else "Link or restore the parent, or clear the reference; the other fields go on.",
        detail={"rule": rule.name} if problem.towards_hub else {"rule": rule.name, "hub": written(values)},
        known=known,
    )
