"""What each piece of evidence weighs before anything was decided here, in log-odds, and how fast that may change.

The numbers say how sure a careful colleague would be: `ask` stands at 4, so what reaches 8.5 alone is decided at 98 %.
A weight learned from decisions stays between `LEAST` and `MOST` of its prior: evidence may count for less here, but never
against itself. What an installation prefers in a field is learned apart from that, as `prefer` weights (see `model`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PRIORS: Final[Mapping[str, float]] = MappingProxyType({
    # for asking
    "ask": 4.0,
    "two_people": 0.3,
    "amounts_differ": 1.0,
    "different_records": 1.0,
    "emptied_by_person": 1.5,
    # for both at once
    "same_value": 9.5,
    "same_set": 9.5,
    "same_phone": 9.0,
    "same_url": 9.0,
    "same_amount": 9.0,
    "same_day": 9.0,
    "same_country": 8.5,
    "same_language": 8.5,
    "same_address": 7.8,
    "notes_appended": 9.0,
    "texts_merge": 7.8,
    "joined_without_base": 4.0,
    "sets_merge": 9.0,
    "union_without_base": 6.0,
    # for one side
    "newer": 0.3,
    "much_newer": 1.5,
    "customer_edit": 7.4,
    "customer_edit_older": 2.0,
    "person_over_machine": 8.5,
    "somebody_over_machine": 5.0,
    "person_over_unknown": 1.0,
    "filled_over_machine_blank": 8.5,
    "filled_over_blank": 1.5,
    "valid_over_malformed": 9.0,
    "known_over_stand_in": 9.0,
    "further_forward": 8.5,
    "other_went_back": 1.0,
    "known_over_slip": 6.0,
    "commoner": 2.0,
    "spelled_like_others": 1.5,
    "said_elsewhere": 7.4,
    "other_was_replaced": 3.0,
    "fuller": 7.6,
    "fuller_with_number": 8.5,
    # against it
    "shorter_is_known": -3.0,
    "malformed": -3.0,
    "blank": -2.0,
})  # fmt: skip

LEAST: Final = 0.5
MOST: Final = 1.5
EVIDENCE_VARIANCE: Final = 0.05
PREFERENCE_BOUND: Final = 9.0  # log-odds
USE: Final = 0.1  # what each decision that met a weight adds to its precision
# How far one decision reaches: hardly at all everywhere, well within its field, and further where the same kinds of
# editor meet in that field again.
PREFERENCE_VARIANCE: Final[Mapping[str, float]] = MappingProxyType(
    {"all": 0.01, "field": 1.0, "editors": 0.6}
)
