"""The arithmetic of contests, and the study's edits: what is called concurrent is, and what is called right can be had."""

from __future__ import annotations

from bench import conflict_cases, conflicts
from bench.contested_edits import SHARES, Happening, edits
from core.advice.record import doubtful
from core.contests import ContestKey, ContestOutcome, day_of, outcome_of, report
from core.rules import NO_RULES

O = ContestOutcome  # noqa: E741 - the shortest name for the longest table


def key(outcome: ContestOutcome, rule: str = "phone", *, met: bool = False) -> ContestKey:
    return ("hs", "contact", rule, met, outcome)


def test_what_is_open_is_what_was_opened_and_not_ended() -> None:
    counts = {
        key(O.EQUIVALENT): 4,
        key(O.RULE): 3,
        key(O.OPENED): 9,
        key(O.PERSON): 2,
        key(O.ADVISOR): 1,
        key(O.LATE_RULE): 1,
        key(O.SUPERSEDED): 2,
        key(O.REVERSED): 5,
        key(O.OPENED, met=True): 7,
        key(O.PERSON, met=True): 3,
        key(O.OPENED, "name"): 1,
        ("", "contact", "", False, O.CHANGED): 200,
        ("hs", "contact", "", False, O.CHANGED): 150,
    }
    found = report(counts)
    assert [one.rule for one in found.rules] == ["phone", "name"]
    figures = found.rules[0].figures
    assert (figures.open, figures.rule, figures.left, figures.concurrent) == (3, 4, 7, 16)
    assert (found.total.left, found.total.concurrent, found.total.reversed) == (8, 17, 5)
    assert (found.first_sight.open, found.first_sight.left) == (4, 7)
    assert (found.changed, found.rate) == (350, 8 / 350)
    only = report(counts, rule="name")
    assert (only.total.left, only.changed, only.first_sight.concurrent) == (1, 350, 0)
    assert report({}).rate is None


def test_who_ended_a_contest_is_told_by_its_actor() -> None:
    told = [outcome_of(by) for by in ("person:anna", "advisor", "advisor:local", "rule:newest", "platform")]
    assert told == [O.PERSON, O.ADVISOR, O.ADVISOR, O.LATE_RULE, O.PERSON]
    assert [day_of(at) for at in (0, 86_399_999, 86_400_000)] == [0, 0, 1]


def test_the_studys_edits_are_concurrent_and_what_is_right_is_on_offer() -> None:
    made = list(edits(3_000, 1))
    assert made == list(edits(3_000, 1))
    assert sum(SHARES.values()) == 100
    assert {one.happening for one in made} == set(Happening)
    for one in made:
        assert one.base not in (one.hub, one.crm), one
        assert (one.right == () and not one.lines) == (one.happening is Happening.UNKNOWABLE), one
        if one.happening not in (Happening.NOTES, Happening.SETS, Happening.UNKNOWABLE):
            assert {one.hub, one.crm} & set(one.right), one
        if one.happening is Happening.NEWER:
            assert one.right == ((one.hub if one.hub_at > one.crm_at else one.crm),), one


def test_a_person_who_always_picks_wrong_lets_the_advisor_decide_nothing_and_moves_no_built_in_rule() -> None:
    """The poisoned history, through the order in which rules, policies and the advisor are asked."""
    [translations] = conflict_cases.schemas("pipedrive").values()
    values = conflict_cases.spellings(8)
    [poisoned] = conflicts.taught(translations, values, [60], wrongly=True)
    [sound] = conflicts.taught(translations, values, [550])
    assert set(doubtful(poisoned.decisions)) == {"person:anna"}
    assert not doubtful(sound.decisions)
    assert sound.least
    assert poisoned.least == {}
    rules = conflicts.Way("rules", conflicts.DEFAULTS)
    bare = conflicts.Way("policies", NO_RULES)
    found = [conflicts.Tally() for _ in range(4)]
    for edit in conflict_cases.carried(translations, 400, 3):
        asked = conflict_cases.Asked(translations, edit, values)
        for tally, way in zip(found, (bare, rules, poisoned, sound), strict=True):
            conflicts.judge(tally, asked, way)
    policies, installed, spoilt, taught = found
    assert spoilt == installed
    assert taught.left < installed.left / 1.5 < policies.left / 2.5
    assert taught.wrong == installed.wrong
    # Only the policy `newest` is ever wrong, and hardly ever but where nobody can know.
    assert {by for _, by in installed.wrong} == {"newest"}
    known = sum(n for (what, _), n in installed.wrong.items() if what is not Happening.UNKNOWABLE)
    assert (
        known <= 2 < sum(n for (what, _), n in policies.wrong.items() if what is not Happening.UNKNOWABLE) / 5
    )
