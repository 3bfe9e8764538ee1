"""`python -m bench.advice FILE`: scores the advisor on a file of conflicts whose right answers are known.

The format is that of shared/data/README.md. Cold, it decides every case with its priors alone; after N it has learned the
first N cases of the first half and decides the second. Nothing of a case but what the engine would know is looked at: not
its category, not its truth.

    coverage     share of the cases it decided without a person
    precision    share of those that are right; deciding what only a person can is wrong
    ece          expected calibration error over the decided, ten bins of equal width
    ask_decided  share of the cases for a person that it decided all the same
    ms           milliseconds a suggestion; learn_ms: milliseconds to learn one decision
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from core.advice.advisor import Advisor
from core.advice.case import Case, Change, Option, Suggestion
from core.advice.evidence import evidence
from core.advice.spelling import NOTHING_KNOWN, Known, known
from core.advice.structure import as_set
from core.equivalence import fold
from core.errors import Invalid
from core.records import Value
from core.schema import FieldType
from core.values import to_epoch_ms, write_moment

LESSONS: Final = (50, 200, 1000)
_BINS: Final = 10
_OTHER_WORDS: Final = {"currency": "money", "string": "text", "textarea": "long_text", "picklist": "choice",
                       "multipicklist": "multi_choice", "boolean": "bool", "integer": "number"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One case with its right answer, as the file gives it."""

    case: Case
    category: str
    truth: Mapping[str, Any]

    @property
    def right(self) -> Option:
        return Option(self.truth["choice"])


def read(path: Path) -> list[Judged]:
    """The file's cases. Raises Invalid naming the case that is not of the format."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        counts = {field: known(values) for field, values in told.get("hub_values", {}).items()}
        rows = told["cases"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise Invalid(
            f"{path} is no file of conflict cases", advice="See shared/data/README.md for the format."
        ) from error
    return [_judged(row, counts) for row in rows]


def _judged(row: Mapping[str, Any], counts: Mapping[str, Known]) -> Judged:
    try:
        word = row["field"]["type"]
        case = Case(
            object=row.get("object", ""),
            field=row["field"]["name"],
            type=_type(_OTHER_WORDS.get(word, word)),
            base=_value(row.get("base")),
            hub=_value(row.get("hub")),
            crm=_value(row.get("crm")),
            hub_change=_change(row.get("hub_edit")),
            crm_change=_change(row.get("crm_edit")),
            known=counts.get(row["field"]["name"], NOTHING_KNOWN),
            order=tuple((row.get("evidence") or {}).get("choices_in_order", ())),
        )
        Option(row["truth"]["choice"])
    except (KeyError, ValueError, TypeError) as error:
        raise Invalid(
            f"case {row.get('id', '?')} is not of the format: {error}", advice="See shared/data/README.md."
        ) from error
    return Judged(case=case, category=row.get("category", ""), truth=row["truth"])


def _type(word: str) -> FieldType:
    return FieldType(word) if word in {one.value for one in FieldType} else FieldType.TEXT


def _value(raw: Any) -> Value:
    if isinstance(raw, list):
        return tuple(str(one) for one in raw)
    return raw if raw is None or isinstance(raw, str | bool) else str(raw)


def _change(told: Mapping[str, Any] | None) -> Change:
    if not told:
        return Change()
    at = told.get("at")
    moment = to_epoch_ms(write_moment(datetime.fromisoformat(at))) if isinstance(at, str) else at
    return Change(at=moment, by=told.get("by"))


def is_right(judged: Judged, suggestion: Suggestion) -> bool:
    """Whether a decision is the right one, and sets the right value."""
    if suggestion.choice is not judged.right:
        return False
    if suggestion.choice is not Option.MERGED:
        return True
    if "set" in judged.truth:
        return {fold(one) for one in as_set(suggestion.value)} == {fold(one) for one in judged.truth["set"]}
    text = suggestion.value if isinstance(suggestion.value, str) else ""
    return all(text.count(one) == 1 for one in judged.truth.get("contains", ()))


def score(advisor: Advisor, judged: Sequence[Judged]) -> dict[str, float]:
    begun = time.perf_counter()
    told = [advisor.suggest(one.case) for one in judged]
    seconds = time.perf_counter() - begun
    decided = [(one, it) for one, it in zip(judged, told, strict=True) if it.choice is not Option.ASK]
    asking = [it for one, it in zip(judged, told, strict=True) if one.right is Option.ASK]
    return {
        "coverage": _share(len(decided), len(judged)),
        "precision": _share(sum(is_right(one, it) for one, it in decided), len(decided)),
        "ece": round(_calibration_error([(it.probability, is_right(one, it)) for one, it in decided]), 4),
        "ask_decided": _share(sum(it.choice is not Option.ASK for it in asking), len(asking)),
        "ms": round(1000 * seconds / max(len(judged), 1), 4),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _calibration_error(told: Sequence[tuple[float, bool]]) -> float:
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, right in told:
        bins[min(int(probability * _BINS), _BINS - 1)].append((probability, right))
    gaps = (abs(sum(p for p, _ in one) - sum(right for _, right in one)) for one in bins.values())
    return sum(gaps) / len(told) if told else 0.0


def taught(judged: Iterable[Judged]) -> tuple[Advisor, float]:
    """An advisor that has learned these decisions, and the milliseconds each took."""
    advisor = Advisor()
    begun = time.perf_counter()
    for one in judged:
        advisor.learn(evidence(one.case), one.case.scope, one.case.editors, one.right)
    return advisor, 1000 * (time.perf_counter() - begun) / max(advisor.decisions, 1)


def by_category(advisor: Advisor, judged: Sequence[Judged]) -> str:
    """A table for people: what was decided of each category, and what of that was wrong."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        told = advisor.suggest(one.case)
        row = rows[f"{one.category}: {one.right.value}"]
        row["cases"] += 1
        if told.choice is not Option.ASK:
            row["decided"] += 1
            row["wrong"] += not is_right(one, told)
    lines = [
        f"  {name:<52}{one['cases']:>6}{one['decided']:>9}{one['wrong']:>7}"
        for name, one in sorted(rows.items())
    ]
    return "\n".join([f"  {'category: right answer':<52}{'cases':>6}{'decided':>9}{'wrong':>7}", *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.advice", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        judged = read(chosen.file)
    except Invalid as error:
        sys.stderr.write(f"error: {error}\n{error.advice}\n")
        return 2
    half = (len(judged) + 1) // 2
    first, second = judged[:half], judged[half:]
    Advisor().suggest(judged[0].case) if judged else None  # the names of countries and months are read once
    cold = score(Advisor(), judged)
    after: dict[str, dict[str, float]] = {}
    for lessons in LESSONS:
        advisor, learn_ms = taught(first[:lessons])
        after[str(lessons)] = {**score(advisor, second), "learn_ms": round(learn_ms, 3)}
    print("cold, by category:", by_category(Advisor(), judged), sep="\n")
    print(json.dumps({"cold": cold, "after": after}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
