"""What can be decided from the shape of the values: notes and sets are merged three ways, stages move forward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.equivalence import fold
from core.merging_values import merge_sets, merge_texts
from core.records import Value
from core.schema import Field, FieldType
from core.values import canonical

_LONGEST: Final = 100_000  # letters of a note; a longer one is for a person

_ORDERED: Final = ("stage", "phase", "stufe", "étape", "etapa", "fase")  # in the name or label of a choice
# A stage that ends a deal without a sale is the last of its list and yet no step forward.
_LOST: Final = (
    "lost", "cancel", "abandon", "dead", "disqualif", "reject", "verloren", "storn", "abgelehnt", "abgesagt", "perdu",
    "perdid", "annul", "rifiut", "verlor", "afgewezen", "geannuleerd", "cancelad", "przegran", "förlorad", "tabt", "hävitty",
    "elveszett",
  )  # fmt: skip


def merged_text(base: str, hub: str, crm: str, *, crm_first: bool = False) -> str | None:
    """Both sides' changes to a text in one, or None where they touch the same lines. `crm_first`: its addition is older.

    What both added alike is kept once.
    """
    if max(len(base), len(hub), len(crm)) > _LONGEST:
        return None
    base, hub, crm = (_lines_alike(one) for one in (base, hub, crm))
    appended = _both_appended(base, hub, crm, crm_first)
    if appended is not None:
        return appended
    return merge_texts(base, crm, hub) if crm_first else merge_texts(base, hub, crm)


def _lines_alike(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def _both_appended(base: str, hub: str, crm: str, crm_first: bool) -> str | None:
    """Text that only grew at its end, or only at its beginning, even within one line."""
    if not base:
        return None
    for grew, cut in ((str.startswith, slice(len(base), None)), (str.endswith, slice(None, -len(base)))):
        if not (grew(hub, base) and grew(crm, base)):
            continue
        first, second = hub[cut], crm[cut]
        at_end = grew is str.startswith
        if at_end and not (_is_break(base[-1:], first[:1]) and _is_break(base[-1:], second[:1])):
            return None  # a word went on ("Call" became "Called"): that is no addition
        if crm_first:
            first, second = second, first
        if not second.strip() or second.strip() in first:
            return base + first if at_end else first + base
        if not first.strip() or first.strip() in second:
            return base + second if at_end else second + base
        gap = "" if (first[-1:].isspace() or second[:1].isspace()) else "\n" if "\n" in base + first else " "
        return base + first + gap + second if at_end else first + gap + second + base
    return None


def _is_break(last: str, first: str) -> bool:
    return not (last.isalnum() and first.isalnum())


def as_set(value: Value) -> tuple[str, ...]:
    """The members of a multi-choice, however it is written down: a tuple, or text with ";", "," or "|" between."""
    if isinstance(value, str) and ";" not in value:
        value = value.replace("|", ";").replace(",", ";").replace("\n", ";")
    found = canonical(FieldType.MULTI_CHOICE, value) if not isinstance(value, bool) else None
    return found if isinstance(found, tuple) else ()


def merged_set(base: Value, hub: Value, crm: Value) -> tuple[str, ...]:
    """What either side added to the set is in, what either took away is out. Spelled as in the hub where both have it."""
    before, ours, theirs = ({fold(one): one for one in as_set(value)} for value in (base, hub, crm))
    return tuple(sorted((theirs | ours)[one] for one in merge_sets(list(before), list(ours), list(theirs))))


def steps_forward(order: Sequence[str], base: Value, value: Value) -> int | None:
    """How many places along an ordered list of choices a value has moved; None where one of them is not in it."""
    places = {fold(one): place for place, one in enumerate(order)}
    if not isinstance(value, str) or fold(value) not in places:
        return None
    if base is None:
        return places[fold(value)] + 1
    if not isinstance(base, str) or fold(base) not in places:
        return None
    return places[fold(value)] - places[fold(base)]


def is_lost(value: Value) -> bool:
    return isinstance(value, str) and any(one in fold(value) for one in _LOST)


def order_of(field: Field) -> tuple[str, ...]:
    """The choices of a list that is gone through in order, such as a deal's stages; empty for any other field."""
    if field.type is not FieldType.CHOICE:
        return ()
    told = fold(f"{field.name} {field.label}")
    return tuple(one.value for one in field.choices) if any(word in told for word in _ORDERED) else ()


def further(order: Sequence[str], base: Value, hub: Value, crm: Value) -> Value | None:
    """The value that went further, where both went forward from the base and neither to a lost stage; else None."""
    hub_steps, crm_steps = (steps_forward(order, base, one) for one in (hub, crm))
    if hub_steps is None or crm_steps is None or hub_steps == crm_steps or min(hub_steps, crm_steps) <= 0:
        return None
    if is_lost(hub) or is_lost(crm):
        return None
    return hub if hub_steps > crm_steps else crm
