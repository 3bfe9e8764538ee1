"""The advisor's record here: how sure it must be to decide alone, measured on this installation's own decisions."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.advice.case import Option
from core.advice.decisions import Decision
from core.advice.model import SURE, Model, probabilities

_Z: Final = 1.645  # one-sided 95 %
LEAST_IN_FIELD: Final = 20  # decisions of the field itself, sure enough and not at odds with the level
_SUSPECT_FROM: Final = 10  # cases somebody decided in which the evidence is sure
_SUSPECT_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRecord:
    """How suggestions for one field fared: `sure` were put forward, `agreed` of them were what a person then chose.

    `alone` were decided by the advisor, `reversed` of them taken back. `threshold` is how sure it must be to decide alone at
    the level asked for, None where there are not decisions enough to say so; `why` says what is missing.
    """

    decided: int
    sure: int
    agreed: int
    alone: int
    reversed: int
    threshold: float | None
    why: str


def wilson(right: int, n: int, *, upper: bool = False) -> float:
    """One end of Wilson's interval for a share (one-sided 95 %): what can be said of it after `n` trials."""
    if n == 0:
        return 1.0 if upper else 0.0
    share, square = right / n, _Z * _Z
    middle = share + square / (2 * n)
    reach = _Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (middle + reach if upper else middle - reach) / (1 + square / n)


def threshold(told: Sequence[tuple[float, bool]], level: float) -> float | None:
    """The lowest probability from which on suggestions were right at least `level` of the time, by Wilson's lower bound.

    `told` are (probability stated beforehand, whether it was right).
    """
    found, right = None, 0
    ranked = sorted(told, key=lambda one: -one[0])
    for n, (probability, is_right) in enumerate(ranked, 1):
        right += is_right
        last_of_its_kind = n == len(ranked) or ranked[n][0] < probability
        if last_of_its_kind and wilson(right, n) >= level:
            found = probability
    return found


def field_record(decisions: Iterable[Decision], scope: str, level: float) -> FieldRecord:
    """The record of one field, and the threshold that follows from all decisions of the installation."""
    told: list[tuple[float, bool]] = []
    own: list[tuple[float, bool]] = []
    decided = sure = agreed = alone = taken_back = 0
    for one in decisions:
        mine = one.scope == scope
        if one.by_advisor:
            alone += mine
            taken_back += mine and one.reversed_at is not None
            continue
        if one.reversed_at is not None:
            continue
        decided += mine
        if one.suggested is Option.ASK or not one.sure:
            continue
        told.append((one.probability, one.agreed))
        if mine:
            own.append(told[-1])
            sure += 1
            agreed += one.agreed
    least = threshold(told, level)
    why = ""
    if least is None:
        why = _missing(told, level)
    else:
        above = [right for probability, right in own if probability >= least]
        if len(above) < LEAST_IN_FIELD:
            why, least = (
                f"{len(above)} of {LEAST_IN_FIELD} sure suggestions were decided on in this field",
                None,
            )
        elif sum(above) / len(above) < level:
            why, least = f"{sum(above)} of {len(above)} sure suggestions were right in this field", None
    return FieldRecord(
        decided=decided, sure=sure, agreed=agreed, alone=alone, reversed=taken_back, threshold=least, why=why
    )


def _missing(told: Sequence[tuple[float, bool]], level: float) -> str:
    needed = next(n for n in range(1, 100_000) if wilson(n, n) >= level)
    right = sum(one for _, one in told)
    return f"{right} of {len(told)} sure suggestions were right; {needed} without a mistake would show {level:.0%}"


def is_refuted(record: FieldRecord, level: float) -> bool:
    """Whether reversals show that the advisor is right less often than `level` where it decided alone."""
    return record.reversed > 0 and wilson(record.alone - record.reversed, record.alone, upper=True) < level


def doubtful(decisions: Iterable[Decision]) -> dict[str, tuple[int, int]]:
    """Who decides against the evidence: by name, (decisions that agreed, cases they decided in
    which the evidence is sure).

    A person who always picks wrong poisons what is learned. It stays bounded (see `priors` and `evidence.floor`); this names
    them, so that their decisions can be looked at and forgotten.
    """
    sure: Counter[str] = Counter()
    agreed: defaultdict[str, int] = defaultdict(int)
    unlearned = Model()
    for one in decisions:
        if not one.teaches:
            continue
        # Certainty by the evidence alone: what was learned of this very person soon makes every suggestion unsure.
        odds = probabilities(unlearned.contributions(one.evidence(), one.scope, one.editors))
        likeliest = max(odds, key=lambda option: odds[option])
        if likeliest is Option.ASK or odds[likeliest] < SURE:
            continue
        sure[one.by] += 1
        # A preference of the house that has been learned is no doubt about who follows it.
        agreed[one.by] += one.chosen is likeliest or (one.sure and one.agreed)
    return {
        by: (agreed[by], n)
        for by, n in sure.items()
        if n >= _SUSPECT_FROM and agreed[by] < _SUSPECT_SHARE * n
    }
