"""Rules for values that both sides changed differently: what one is, and which are in force for whom and until when.

How one is applied to a case is `core/ruling.py`; how they are kept is `core/rule_files.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Final

from core.conflicts import DELETION, Choice, Conflict
from core.errors import Invalid, NotFound, RulesInvalid
from core.merging_values import Grain
from core.schema import FieldType

DAY_MS: Final = 86_400_000
LONGEST_DAYS: Final = 366  # of a rule made from one decision


class Action(Enum):
    """What a rule does. Where it has nothing to say (no times, nothing empty, not mergeable) the next one is asked.

    ASK and FILL_IF_EMPTY are the exceptions: they end the search, and what they do not settle is a person's.
    """

    ASK = "ask"
    NEWEST = "newest"  # the later edit, where both times are known
    HUB = "hub"
    CRM = "crm"
    SOURCES = "sources"  # whoever stands earlier in `sources` edited it
    FILL_IF_EMPTY = "fill_if_empty"  # the only side that holds something; anything else is a person's
    NEVER_BLANK = "never_blank"  # the only side that holds something
    LONGEST = "longest"  # the longer text
    MOST_COMPLETE = "most_complete"  # the side that says all the other says, and more
    HIGHER_STAGE = "higher_stage"  # the choice that stands later in the hub's list
    UNION = "union"  # of sets: what either side added is in, what either took out is out
    MERGE_TEXT = "merge_text"  # both sides' edits, where they do not touch
    EXPRESSION = "expression"  # what a CEL expression makes of both


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRule:
    """One rule. An empty scope means any: `object` is a hub object, `field` a hub field or the name of a mapping's rule.

    `when` is a CEL condition; `until` the end of its life (ms), None for none.
    """

    name: str
    action: Action
    connection: str = ""
    object: str = ""
    field: str = ""
    types: tuple[FieldType, ...] = ()
    when: str = ""
    sources: tuple[str, ...] = ()
    expression: str = ""
    grain: Grain = Grain.LINES
    until: int | None = None
    enabled: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        def fail(problem: str, advice: str | None = None) -> None:
            raise RulesInvalid(f"rule {self.name!r} {problem}", advice=advice)

        if (
            not self.name
            or len(self.name) > 80
            or not all(one.isalnum() or one in "-_." for one in self.name)
        ):
            fail("needs a name of letters, digits, '-', '_' and '.', at most 80 of them")
        if (self.action is Action.SOURCES) != bool(self.sources):
            fail(
                "needs `sources` exactly where its action is 'sources'",
                "Name editors in order, as: sources = ['person', 'connection:hs', 'connection:sf'].",
            )
        if (self.action is Action.EXPRESSION) != bool(self.expression):
            fail("needs an `expression` exactly where its action is 'expression'")

    def in_force(self, now: int) -> bool:
        return self.enabled and (self.until is None or now < self.until)


BUILT_IN: Final = "default."


@dataclass(frozen=True)
class Rules:
    """Rules in the order in which they are asked. `named` stand before a mapping's own policy, `others` after it; the
    built-in ones among them (`lossless`) stand before the policy `newest`, which would overwrite what they keep.
    """

    named: tuple[ConflictRule, ...] = ()
    others: tuple[ConflictRule, ...] = ()

    @cached_property
    def lossless(self) -> tuple[ConflictRule, ...]:
        return tuple(one for one in self.others if one.name.startswith(BUILT_IN))

    def __bool__(self) -> bool:
        return bool(self.named or self.others)


NO_RULES: Final = Rules()
DEFAULTS: Final = (
    ConflictRule(
        name="default.never-blank", action=Action.NEVER_BLANK, note="A value beats an emptied field."
    ),
    ConflictRule(
        name="default.union",
        action=Action.UNION,
        types=(FieldType.MULTI_CHOICE,),
        note="Several choices: what either side added or took out.",
    ),
    ConflictRule(
        name="default.merge-text",
        action=Action.MERGE_TEXT,
        types=(FieldType.LONG_TEXT,),
        note="Long texts: both sides' lines, where they do not touch.",
    ),
)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The saved rules in order, and whether the built-in ones stand behind them."""

    rules: tuple[ConflictRule, ...] = ()
    defaults: bool = True

    def __post_init__(self) -> None:
        names = [one.name for one in self.rules]
        for one in self.rules:
            if names.count(one.name) > 1:
                raise RulesInvalid(
                    f"there are two rules {one.name!r}", advice="Give one of them another name."
                )
            if one.name.startswith(BUILT_IN):
                raise RulesInvalid(f"rule {one.name!r} bears the name of a built-in one")

    @property
    def every(self) -> tuple[ConflictRule, ...]:
        return self.rules + (DEFAULTS if self.defaults else ())

    def at(self, now: int) -> Rules:
        """What is in force at a moment (ms)."""
        live = [one for one in self.every if one.in_force(now)]
        return Rules(
            named=tuple(one for one in live if one.field),
            others=tuple(one for one in live if not one.field),
        )

    def of(self, name: str) -> ConflictRule:
        """Raises NotFound."""
        for one in self.rules:
            if one.name == name:
                return one
        raise NotFound(f"there is no rule {name!r}", advice="crmsync rules list shows those there are.")

    # changed books --------------------------------------------------------------------------------------------------------
    def added(self, rule: ConflictRule, *, at: int | None = None) -> RuleBook:
        """With this rule at a place (from 0; at the end if not given), or in place of the one of its name."""
        left = [one for one in self.rules if one.name != rule.name]
        was = next((place for place, one in enumerate(self.rules) if one.name == rule.name), len(left))
        left.insert(was if at is None else max(0, at), rule)
        return replace(self, rules=tuple(left))

    def without(self, name: str) -> RuleBook:
        gone = self.of(name)
        return replace(self, rules=tuple(one for one in self.rules if one is not gone))

    def switched(self, name: str, *, enabled: bool) -> RuleBook:
        return self.added(replace(self.of(name), enabled=enabled))

    def moved(self, name: str, to: int) -> RuleBook:
        return self.without(name).added(self.of(name), at=to)


NO_BOOK: Final = RuleBook(defaults=False)


def rule_from(conflict: Conflict, choice: Choice, *, hub_object: str, days: int, now: int) -> ConflictRule:
    """The rule that settles all alike conflicts (same connection, object and field) as this one, for some days.

    Raises Invalid where the choice does not carry over to other records.
    """
    if conflict.rule == DELETION:
        raise Invalid("a delete against an edit is decided record by record")
    if choice is Choice.VALUE:
        raise Invalid(
            "a value typed for one record is none for others",
            advice="Choose hub or crm, or write a rule: crmsync rules add --help.",
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(f"days must be from 1 to {LONGEST_DAYS}")
    name = "-".join(
        "".join(letter if letter.isalnum() else "-" for letter in word)
        for word in (conflict.link[0], hub_object, conflict.rule, choice.value)
    )
    return ConflictRule(
        name=name[:80],
        action=Action.HUB if choice is Choice.HUB else Action.CRM,
        connection=conflict.link[0],
        object=hub_object,
        field=conflict.rule,
        until=now + days * DAY_MS,
        note=f"From conflict {conflict.id}.",
    )
