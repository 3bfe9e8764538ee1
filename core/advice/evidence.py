"""Evidence: named features of a case, each speaking for one of the options open there.

A feature's name is what `core/advice/words.py` has a sentence for and `core/advice/priors.py` a weight. Which side wrote
last is among them, with little weight: time alone decides little.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.advice.case import Case, Change, Editor, Evidence, Option
from core.advice.sameness import same
from core.advice.spelling import at_home, is_slip, says_elsewhere, words_of
from core.advice.structure import as_set, is_lost, merged_set, merged_text, steps_forward
from core.advice.validity import is_stand_in, is_valid
from core.records import Value
from core.schema import FieldType

_DAY_MS: Final = 86_400_000
_HAND: Final = {Editor.MACHINE: 0, Editor.UNKNOWN: 1, Editor.PERSON: 2, Editor.CUSTOMER: 3}


def evidence(case: Case) -> Evidence:
    """Everything that is known about a case, as features of the options that are open in it."""
    values: dict[Option, Value] = {Option.HUB: case.hub, Option.CRM: case.crm, Option.ASK: None}
    alike = same(case.type, case.hub, case.crm, region=case.region)
    if alike is not None:
        # Where both say the same nothing speaks for one against the other, whoever wrote it.
        same_both: dict[Option, dict[str, float]] = {Option.HUB: {}, Option.CRM: {}, Option.ASK: {"ask": 1.0}}
        return Evidence(
            features={**same_both, Option.EQUIVALENT: {alike: 1.0}},
            values={**values, Option.EQUIVALENT: case.hub},
        )
    features: dict[Option, dict[str, float]] = {
        Option.HUB: _side(case, case.hub, case.crm, case.hub_change, case.crm_change),
        Option.CRM: _side(case, case.crm, case.hub, case.crm_change, case.hub_change),
        Option.ASK: _doubt(case),
    }
    merged = _merged(case)
    if merged is not None:
        feature, values[Option.MERGED] = merged
        features[Option.MERGED] = {feature: 1.0}
    return Evidence(features=features, values=values)


def _is_blank(value: Value) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _side(case: Case, mine: Value, theirs: Value, my: Change, their: Change) -> dict[str, float]:
    """What speaks for one side against the other."""
    found: dict[str, float] = {}
    _who(found, my, their)
    if _is_blank(mine) or _is_blank(theirs):
        if _is_blank(theirs) and not _is_blank(mine) and is_valid(case.type, mine, case.region):
            found["filled_over_machine_blank" if their.editor is Editor.MACHINE else "filled_over_blank"] = (
                1.0
            )
        elif _is_blank(mine):
            found["blank"] = 1.0
        return found
    if theirs in case.former and mine not in case.former and theirs != case.base:
        found["other_was_replaced"] = 1.0
    if case.order:
        _stage(found, case, mine, theirs)
    mine_valid, theirs_valid = (is_valid(case.type, one, case.region) for one in (mine, theirs))
    if mine_valid and not theirs_valid:
        found["known_over_stand_in" if is_stand_in(theirs) else "valid_over_malformed"] = 1.0
    elif theirs_valid and not mine_valid:
        found["malformed"] = 1.0
    elif isinstance(mine, str) and isinstance(theirs, str) and case.type in _FREE:
        _spelling(found, case, mine, theirs)
        if _is_fuller(mine, theirs):
            found["fuller_with_number" if _adds_number(mine, theirs) else "fuller"] = 1.0
            if case.known.count(theirs):
                found["shorter_is_known"] = 1.0
    return found


_FREE: Final = (FieldType.TEXT, FieldType.EMAIL, FieldType.URL, FieldType.LONG_TEXT)


def _who(found: dict[str, float], my: Change, their: Change) -> None:
    newer = my.at is not None and their.at is not None and my.at > their.at
    if newer:
        found["newer"] = 1.0
        if my.at is not None and their.at is not None:
            found["later"] = min((my.at - their.at) / _DAY_MS, 1.0)
    if my.editor is Editor.CUSTOMER and their.editor is not Editor.CUSTOMER:
        known_older = my.at is not None and their.at is not None and my.at < their.at
        found["customer_edit_older" if known_older else "customer_edit"] = 1.0
        if newer and my.at is not None and their.at is not None:
            found["much_newer"] = min((my.at - their.at) / _DAY_MS, 1.0)
    elif _HAND[my.editor] > _HAND[their.editor]:
        if their.editor is Editor.MACHINE:
            found["person_over_machine" if my.editor is Editor.PERSON else "somebody_over_machine"] = 1.0
        elif their.editor is Editor.UNKNOWN:
            found["person_over_unknown"] = 1.0


def _stage(found: dict[str, float], case: Case, mine: Value, theirs: Value) -> None:
    ours, others = (steps_forward(case.order, case.base, one) for one in (mine, theirs))
    if ours is None or others is None or any(is_lost(one) for one in (mine, theirs)):
        return
    if ours > others:
        # The further one wins only where both went on; a step back is a correction somebody meant.
        found["further_forward" if others >= 0 else "other_went_back"] = 1.0


def _spelling(found: dict[str, float], case: Case, mine: str, theirs: str) -> None:
    if not is_slip(mine, theirs):
        return
    met, spelled = at_home(case.known, mine, theirs)
    if met > 0 and not case.known.count(theirs):
        found["known_over_slip"] = 1.0
    if met > 0:
        found["commoner"] = met
    if spelled > 0:
        found["spelled_like_others"] = spelled
    if says_elsewhere(case.about, mine, theirs):
        found["said_elsewhere"] = 1.0


def _is_fuller(mine: str, theirs: str) -> bool:
    """Whether one text says all the other says and more, word by word; an initial or a cut word counts as said."""
    more, less = list(words_of(mine)), words_of(theirs)
    if not less or (len(more) <= len(less) and not any(len(one) == 1 for one in less)):
        return False
    for word in less:
        whole = next((one for one in more if one == word or (len(word) == 1 and one.startswith(word))), None)
        if whole is None:
            return False
        more.remove(whole)
    return sum(map(len, words_of(mine))) > sum(map(len, less))


def _adds_number(mine: str, theirs: str) -> bool:
    return any(one.isdigit() for one in mine) and not any(one.isdigit() for one in theirs)


def _merged(case: Case) -> tuple[str, Value] | None:
    """Both sides' changes in one value, and the feature that says how; None where there is no such thing."""
    if _is_blank(case.hub) or _is_blank(case.crm):
        return None
    if case.type in (FieldType.MULTI_CHOICE, FieldType.MULTI_REFERENCE):
        merged = merged_set(case.base, case.hub, case.crm)
        if not merged or set(merged) in ({*as_set(case.hub)}, {*as_set(case.crm)}):
            return None
        return ("union_without_base" if _is_blank(case.base) else "sets_merge"), merged
    if case.type not in (FieldType.LONG_TEXT, FieldType.TEXT):
        return None
    base, hub, crm = (one if isinstance(one, str) else "" for one in (case.base, case.hub, case.crm))
    if case.type is FieldType.TEXT and not (base and "\n" in hub and "\n" in crm):
        return None
    hub_at, crm_at = case.hub_change.at, case.crm_change.at
    crm_first = hub_at is not None and crm_at is not None and crm_at < hub_at
    if not base:
        return "joined_without_base", "\n".join((crm, hub) if crm_first else (hub, crm))
    text = merged_text(base, hub, crm, crm_first=crm_first)
    if text is None or text in (hub.rstrip(), crm.rstrip()):
        return None
    grew = all(one.startswith(base.rstrip()) or one.endswith(base.lstrip()) for one in (hub, crm))
    return ("notes_appended" if grew else "texts_merge"), text


def _doubt(case: Case) -> dict[str, float]:
    """What speaks for asking a person."""
    found: dict[str, float] = {"ask": 1.0}
    editors = (case.hub_change.editor, case.crm_change.editor)
    if editors == (Editor.PERSON, Editor.PERSON):
        found["two_people"] = 1.0
    if case.type in (FieldType.MONEY, FieldType.NUMBER):
        found["amounts_differ"] = 1.0
    if case.type.is_reference:
        found["different_records"] = 1.0
    if _is_blank(case.hub) or _is_blank(case.crm):
        emptied = editors[0] if _is_blank(case.hub) else editors[1]
        if emptied is not Editor.MACHINE:
            found["emptied_by_person"] = 1.0
    return found


def floor(case: Case, option: Option) -> bool:
    """Whether an option is never taken on learned preference alone: it would write what is no value of its field."""
    mine: Mapping[Option, tuple[Value, Value]] = {
        Option.HUB: (case.hub, case.crm),
        Option.CRM: (case.crm, case.hub),
    }
    if option not in mine:
        return False
    taken, left = mine[option]
    if _is_blank(taken) or _is_blank(left):
        return _is_blank(taken) and not _is_blank(left)
    return not is_valid(case.type, taken, case.region) and is_valid(case.type, left, case.region)
