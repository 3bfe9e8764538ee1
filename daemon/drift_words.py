"""A change of the CRM's schema in a person's words: what it is, what waits, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from core.drift import Drift, DriftKind
from core.mapping import Mapping
from core.mapping_problems import Problem
from core.records import Value


def words_of(one: Drift, label: str) -> tuple[str, str]:
    """What has changed, and what a person can do."""
    waits = f"{names_of(one.rules)} waits, and nothing of it is lost"
    back = "It goes on by itself when the field is as it was, or when the mapping is changed."
    name = f"{one.label!r} ({one.field})" if one.label != one.field else repr(one.field)
    match one.kind:
        case DriftKind.GONE if one.likely:
            best = one.likely[0]
            return (
                f"{label} no longer has {name}; it may be {best.name!r} now ({best.reason}); {waits}",
                f"Approve to use {best.name!r} from now on, or name another with --option. {back}",
            )
        case DriftKind.GONE:
            return (
                f"{label} no longer has {name}, or does not show it to us; {waits}",
                f"Bring it back, let us see it, or name another field of its kind in the mapping. {back}",
            )
        case DriftKind.REQUIRED:
            return (
                f"{label} now needs {name} to be created, and no rule writes it; creates wait there",
                "Add a rule for it, make it optional in the CRM, or approve to create without it.",
            )
        case DriftKind.READ_ONLY:
            return (
                f"{label} lets us only read {name} now; {waits}",
                f'Give us the right to write it, or say direction = "to_hub" for the rule. {back}',
            )
        case DriftKind.CHOICES:
            return (
                f"{name} of {label} no longer offers {one.before}; {waits}",
                f"Change the rule's choices, or approve to go on with those that are left. {back}",
            )
        case DriftKind.MISFIT:
            return (
                f"{name} of {label} does not fit any more: {one.after}; {waits}",
                f"Change the rule. {back}",
            )
        case _:
            what = "type" if one.kind is DriftKind.RETYPED else "length"
            return (
                f"{name} of {label} changed its {what} from {one.before} to {one.after}; {waits}",
                f"Approve if that is right: everything is compared, then it goes on. {back}",
            )


def names_of(rules: Sequence[str]) -> str:
    """The rules as a person reads them; without any it is creates that are touched."""
    return f"rule {', '.join(rules)}" if rules else "creating"


def detail_of(one: Drift) -> dict[str, Value]:
    """What a person needs to decide about it."""
    return {
        "field": one.field,
        "rules": one.rules,
        "before": one.before or None,
        "after": one.after or None,
        "likely": tuple(best.name for best in one.likely) or None,
        "score": str(one.likely[0].score) if one.likely else None,
        "acceptable": one.can_be_accepted,
    }


def misfit_of(mapping: Mapping, problem: Problem) -> Drift:
    """A rule that does not fit the schema any more, for a reason of its lens."""
    rule = next(one for one in mapping.rules if one.name == problem.rule)
    name = problem.field or rule.crm[0]
    return Drift(kind=DriftKind.MISFIT, field=name, label=name, rules=(rule.name,), after=problem.message)
