"""Suggests which fields of two objects belong together: one to one over the whole object, each with its reasons.

Everything is compared with everything, and one assignment is chosen that is the best for all together; a field whose best
partner is not alike enough stays alone and says so. What was mapped here before counts for more than any likeness.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from core.suggest.fields import Described, Shape, Side
from core.suggest.likeness import Alike, Reading, alike, kind_of, read
from core.suggest.vocabulary import Vocabulary
from core.suggest.words import fold

ENOUGH: Final = 0.5  # confidence from which a pair is proposed
_HALF: Final = 0.57  # the likeness at which two fields are as often partners as not
_SLOPE: Final = 12.0
_RANKED: Final = 5
_OFFERED: Final = (
    3  # partners a person is shown to choose from even where nothing but the kind of value speaks for them
)
_BEFORE: Final = 0.97

FIRST: Final = frozenset({"name", "first"})
LAST: Final = frozenset({"name", "last"})
WHOLE: Final = frozenset({"name", "full"})
OWNER: Final = frozenset({"owner"})
OWNERSHIP: Final = frozenset({"ownership"})

Mapped = tuple[str, str]  # the names or labels of two fields that were mapped to each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Two fields that may belong together. `confidence` from 0 to 1 is meant as a probability."""

    left: str
    right: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """`pairs` are proposed, the surest first. `ranked` has, by left field, its best partners, proposed or not.

    `alone_left` and `alone_right` have no partner; with a left one stands why.
    """

    pairs: tuple[Pairing, ...]
    ranked: dict[str, tuple[Pairing, ...]]
    alone_left: dict[str, str]
    alone_right: tuple[str, ...]


def suggest(
    left: Side,
    right: Side,
    vocabulary: Vocabulary,
    *,
    before: Collection[Mapped] = (),
    enough: float = ENOUGH,
) -> Suggestions:
    """Pair the fields of two objects. `before` is what this installation mapped, in either order.

    The order of fields does not matter, and no two pairs share a field. 300 by 300 fields take under two seconds.
    """
    mine = _readings(left, vocabulary)
    theirs = _readings(right, vocabulary)
    known = {frozenset((fold(one), fold(other))) for one, other in before}
    found = [[_judged(one, other, known) for other in theirs] for one in mine]
    chosen = _assigned([[alike.score for alike in row] for row in found])
    pairs, alone = [], {}
    for at, row in enumerate(found):
        there = chosen[at]
        pairing = None if there is None else _pairing(mine[at], theirs[there], row[there])
        if pairing is not None and pairing.confidence >= enough:
            pairs.append(pairing)
        else:
            alone[mine[at].field.name] = _why_alone(theirs, row)
    taken = {one.right for one in pairs}
    return Suggestions(
        pairs=tuple(sorted(pairs, key=lambda one: (-one.confidence, one.left))),
        ranked={
            one.field.name: _ranked(one, theirs, row, chosen[at], taken)
            for at, (one, row) in enumerate(zip(mine, found, strict=True))
        },
        alone_left=alone,
        alone_right=tuple(one.field.name for one in theirs if one.field.name not in taken),
    )


def _readings(side: Side, vocabulary: Vocabulary) -> list[Reading]:
    kind = kind_of(side.object, vocabulary)
    unique = {field.name: field for field in side.fields}
    found = [read(field, kind, vocabulary) for field in unique.values()]
    said = {one.label for one in found} | {one.name for one in found}
    if LAST in said and FIRST not in said:
        # "Nombre" beside "Apellidos" is the first name, not the whole.
        found = [replace(one, label=FIRST) if one.label == WHOLE else one for one in found]
    if any(one.label == OWNER and one.field.shape is Shape.REFERENCE for one in found):
        # Beside a reference to who keeps the record, "Inhaber" as a text is who the company belongs to.
        found = [
            replace(one, label=OWNERSHIP) if one.label == OWNER and one.field.shape is Shape.TEXT else one
            for one in found
        ]
    return found


def _judged(one: Reading, other: Reading, known: set[frozenset[str]]) -> Alike:
    found = alike(one, other)
    if known and any(frozenset((a, b)) in known for a in _called(one.field) for b in _called(other.field)):
        return Alike(
            score=max(found.score, _BEFORE), reasons=("mapped to each other here before", *found.reasons)
        )
    return found


def _called(field: Described) -> tuple[str, str]:
    return fold(field.name), fold(field.label)


def confidence_of(score: float) -> float:
    return 1 / (1 + math.exp(-_SLOPE * (score - _HALF)))


def _assigned(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """The column of each row in the assignment with the largest sum, None where staying alone is worth more."""
    if not scores or not scores[0]:
        return [None] * len(scores)
    # Loading these takes longer than most commands run.
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    worth = np.maximum(np.asarray(scores) - _HALF * 0.6, 0.0) ** 2
    rows, columns = linear_sum_assignment(worth, maximize=True)
    found: list[int | None] = [None] * len(scores)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if worth[row, column] > 0:
            found[row] = column
    return found


def _pairing(one: Reading, other: Reading, found: Alike) -> Pairing:
    return Pairing(
        left=one.field.name,
        right=other.field.name,
        confidence=round(confidence_of(found.score), 4),
        reasons=found.reasons,
    )


def _ranked(
    one: Reading,
    theirs: Sequence[Reading],
    row: Sequence[Alike],
    chosen: int | None,
    taken: Collection[str],
) -> tuple[Pairing, ...]:
    """The best partners by likeness, the assigned one first; then free ones with values of the same kind."""
    order = sorted(range(len(row)), key=lambda at: (at != chosen, -row[at].score, theirs[at].field.name))
    best = [_pairing(one, theirs[at], row[at]) for at in order[:_RANKED] if row[at].score > 0]
    if len(best) >= _OFFERED:
        return tuple(best)
    shape = one.field.shape
    same = Alike(score=0.0, reasons=(f"both hold {shape.value}; nothing else speaks for it",))
    free = (
        _pairing(one, theirs[at], same)
        for at in order
        if row[at].score == 0 and theirs[at].field.shape is shape and theirs[at].field.name not in taken
    )
    return (*best, *islice(free, _OFFERED - len(best)))


def _why_alone(theirs: Sequence[Reading], row: Sequence[Alike]) -> str:
    at = max(range(len(row)), key=lambda at: row[at].score, default=None)
    if at is None or row[at].score < 0.25:
        return "nothing on the other side is like it"
    return f"nearest is {theirs[at].field.label or theirs[at].field.name!r}, which is not alike enough or is another's"
