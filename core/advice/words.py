"""Reasons in words: the evidence that moved a suggestion, weightiest first. A sentence names no value of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.advice.case import Case, Change, Editor, Option
from core.advice.model import is_of_later

_MOST: Final = 3
_LEAST: Final = 0.5  # log-odds; what moved less is no reason
_PREFERRED: Final = 1.0

# {side} and {other} are "the hub" and "the CRM"; {who} and {whom} are who made their changes.
_SENTENCES: Final[Mapping[str, str]] = {
    "same_value": "both say the same, written differently",
    "same_set": "both hold the same choices",
    "same_phone": "both are the same phone number",
    "same_url": "both are the same address on the web",
    "same_amount": "both are the same amount, written differently",
    "same_day": "both are the same day, written differently",
    "same_country": "both name the same country",
    "same_language": "both name the same language",
    "same_address": "both are the same address, one abbreviated",
    "notes_appended": "both sides added to the text, and neither changed what was there",
    "texts_merge": "the two sides changed different lines of the text",
    "joined_without_base": "both sides wrote a text where there was none",
    "sets_merge": "both sides changed the set, and the changes go together",
    "union_without_base": "both sides filled in a set that was empty",
    "newer": "{side} was changed last",
    "much_newer": "and did so much later than {other} was changed",
    "customer_edit": "the customer changed {side} ({who}), and nobody but they can know better",
    "customer_edit_older": "the customer changed {side} ({who}), though before {other} was changed",
    "person_over_machine": "a person ({who}) changed {side}, a machine ({whom}) changed {other}",
    "somebody_over_machine": "a machine ({whom}) changed {other}, and {side} was probably changed by a person",
    "person_over_unknown": "a person ({who}) changed {side}, and nobody knows who changed {other}",
    "filled_over_machine_blank": "{side} has a value, and a machine ({whom}) emptied {other}",
    "filled_over_blank": "{side} has a value, {other} has none",
    "valid_over_malformed": "{side} has the form of {type}, {other} has not",
    "known_over_stand_in": "{other} only says that nothing is known",
    "further_forward": "{side} has moved further along the stages",
    "other_went_back": "{other} went back a stage",
    "known_over_slip": "{other} differs by a few letters and is found nowhere else, {side} is",
    "commoner": "{side} is commoner among the other records",
    "spelled_like_others": "{side} is spelled more like the field's other values",
    "said_elsewhere": "{other} differs by a few letters, and the record's other fields spell it as {side} does",
    "other_was_replaced": "the value of {other} is one that was replaced in this field before",
    "fuller": "{side} says all that {other} says, and more",
    "fuller_with_number": "{side} says all that {other} says, and adds a number",
    "two_people": "two people ({who}, {whom}) each changed it on purpose",
    "amounts_differ": "the amounts differ, and nothing tells which is right",
    "different_records": "the two sides name different records",
    "emptied_by_person": "one side was emptied, perhaps on purpose",
    "ask": "nothing here tells which side is right",
}  # fmt: skip
_ACTS: Final = {
    Option.HUB: "the hub's value was kept",
    Option.CRM: "the CRM's value was taken",
    Option.MERGED: "both were merged",
    Option.EQUIVALENT: "both were taken for the same",
    Option.ASK: "neither was taken",
}
_KINDS: Final = {"email": "an e-mail address", "url": "a web address", "phone": "a phone number"}


def reasons(
    case: Case, contributions: Mapping[Option, Mapping[str, float]], likeliest: Option, *, decided: bool
) -> tuple[str, ...]:
    """What speaks for the likeliest option, and, where nothing was chosen, what speaks on the other side of that."""
    told = _for(case, contributions[likeliest], likeliest)
    if likeliest is Option.ASK:
        rest = {one: found for one, found in contributions.items() if one is not Option.ASK}
        best = max(rest, key=lambda one: sum(rest[one].values()))
        told = (*told[: _MOST - 1], *_for(case, rest[best], best)[:1])
    if not decided and likeliest is not Option.ASK:
        told = (*told[: _MOST - 1], *_for(case, contributions[Option.ASK], Option.ASK)[:1])
    return told[:_MOST]


def _for(case: Case, found: Mapping[str, float], option: Option) -> tuple[str, ...]:
    ranked = sorted(found.items(), key=lambda one: -one[1])
    weighty = [name for name, moved in ranked if moved >= _LEAST and not name.startswith("prefer:")]
    if option is Option.ASK and len(weighty) > 1:
        weighty.remove("ask")  # what is peculiar to the case says more
    told = [_sentence(case, name, option) for name in weighty]
    learned = {
        f"{_ACTS[option]} in earlier decisions about {case.scope}": sum(
            moved for name, moved in ranked if name.startswith("prefer:") and not is_of_later(name)
        ),
        f"the later edit was taken in earlier decisions about {case.scope}": sum(
            moved for name, moved in ranked if is_of_later(name)
        ),
    }
    preferred = sorted((one for one in learned if learned[one] >= _PREFERRED), key=lambda one: -learned[one])
    return (*preferred, *told)


def _sentence(case: Case, name: str, option: Option) -> str:
    mine, other = case.hub_change, case.crm_change
    side, against = "the hub", "the CRM"
    if option is Option.CRM:
        mine, other, side, against = other, mine, against, side
    return _SENTENCES[name].format(
        side=side,
        other=against,
        who=_who(mine),
        whom=_who(other),
        type=_KINDS.get(case.type.value, "a value of the field"),
    )


def _who(change: Change) -> str:
    if change.editor is Editor.UNKNOWN:
        return "somebody in the CRM"
    return (change.by or "").removeprefix("person:")
