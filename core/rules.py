"""Rules for values that both sides changed differently: what one is, and which are in force for whom and until when.

How one is applied to a case is `core/ruling.py`; how they are kept is `core/rule_files.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from core.conflicts import DELETION, Choice, Conflict
from core.errors import Invalid, NotFound, RulesInvalid
from core.schema import FieldType

DAY_MS: Final = 86_400_000
LONGEST_DAYS: Final = 366  # of a rule made from one decision


class Grain(Enum):
    """What a text is taken apart into. Lines never break a sentence; words also join two edits of one line."""

    LINES = "lines"
    WORDS = "words"


class Action(Enum):
    """What a rule does. Where it has nothing to say (no times, nothing empty, not mergeable) the next one is asked.

    ASK, ASK_IF_NEAR and FILL_IF_EMPTY are the exceptions: they end the search, and what they do not settle is a person's.
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
    VALID_FORM = "valid_form"  # the only side that has the form of its field
    FORWARD = "forward"  # the further choice of an ordered list, where both sides went forward
    BY_HAND = "by_hand"  # the side that no import, workflow or other machine wrote, where one wrote the other
    ASK_IF_NEAR = "ask_if_near"  # nobody, where the two differ by a letter or two
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


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules in the order in which they are asked. `named` stand before a mapping's own policy, `others` after it;
    `before_newest` are the built-in ones that are asked before the policy `newest`.
    """

    named: tuple[ConflictRule, ...] = ()
    others: tuple[ConflictRule, ...] = ()
    before_newest: tuple[ConflictRule, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.named or self.others or self.before_newest)


NO_RULES: Final = Rules()
DEFAULTS: Final = (
    ConflictRule(
        name="default.never-blank", action=Action.NEVER_BLANK, note="A value beats an emptied field."
    ),
    ConflictRule(
        name="default.valid-form",
        action=Action.VALID_FORM,
        types=(FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL),
        note="A value beats one that has not the form of its field, or only says that nothing is known.",
    ),
    ConflictRule(
        name="default.union",
        action=Action.UNION,
        types=(FieldType.MULTI_CHOICE,),
        note="Several choices: what either side added or took out.",
    ),
    ConflictRule(
        name="default.by-hand",
        action=Action.BY_HAND,
        note="Where the newest would win: an edit beats one by an import, a workflow or another machine.",
    ),
    ConflictRule(
        name="default.near",
        action=Action.ASK_IF_NEAR,
        types=(FieldType.TEXT, FieldType.EMAIL),
        note="Where the newest would win: of a value and its typing error the later is not the better.",
    ),
    ConflictRule(
        name="default.forward",
        action=Action.FORWARD,
        types=(FieldType.CHOICE,),
        note="Stages: the further one, where both sides went forward and none to a lost one.",
    ),
    ConflictRule(
        name="default.merge-text",
        action=Action.MERGE_TEXT,
        types=(FieldType.LONG_TEXT,),
        note="Long texts: both sides' lines, where they do not touch.",
    ),
)
# They settle what time tells nothing about. Texts are not joined there: of two streets the later one is meant, not both.
_BEFORE_NEWEST: Final = frozenset(
    {Action.NEVER_BLANK, Action.VALID_FORM, Action.UNION, Action.BY_HAND, Action.ASK_IF_NEAR}
)
# Where a person is asked anyway, an unknown hand is not sure enough to be taken for a person's.
_ONLY_BEFORE_NEWEST: Final = frozenset({Action.BY_HAND, Action.ASK_IF_NEAR})


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
        built_in = [one for one in live if one.name.startswith(BUILT_IN)]
        before = tuple(one for one in built_in if one.action in _BEFORE_NEWEST)
        apart = [one for one in built_in if one.action in _ONLY_BEFORE_NEWEST]
        return Rules(
            named=tuple(one for one in live if one.field),
            others=tuple(one for one in live if not one.field and one not in apart),
            before_newest=before,
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
