"""Scores field-match suggestions on a case file: `python -m bench.suggest FILE`.

The format is that of `mapping_dev.json`. The last line is one JSON object: micro precision, recall and F1 of the proposed
pairs, recall@3 of the ranked lists, and the seconds all cases took.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from core.suggest.fields import Described, Side, shape_of
from core.suggest.suggest import suggest
from core.suggest.vocabulary import vocabulary_in

VOCABULARY = Path(__file__).resolve().parent.parent / "resources" / "vocabulary"


def side_of(raw: dict[str, Any]) -> Side:
    """One side of a case."""
    return Side(
        object=str(raw.get("object") or ""),
        fields=tuple(
            Described(
                name=str(one["name"]),
                label=str(one.get("label") or ""),
                shape=shape_of(str(one.get("type") or "")),
                options=tuple(str(option) for option in one.get("options") or ()),
                references=tuple(str(target) for target in one.get("references") or ()),
                samples=tuple(str(sample) for sample in one.get("samples") or ()),
                length=one.get("length") if isinstance(one.get("length"), int) else None,
                custom=bool(one.get("custom")),
            )
            for one in raw["fields"]
        ),
    )


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m bench.suggest", description=__doc__)
    words.add_argument("file", type=Path)
    words.add_argument("--wrong", action="store_true", help="name what was missed and what was wrong")
    options = words.parse_args()
    cases = json.loads(options.file.read_text(encoding="utf-8"))["cases"]
    vocabulary = vocabulary_in(VOCABULARY)
    right = proposed = wanted = among = 0
    took = 0.0
    for case in cases:
        left, other = side_of(case["left"]), side_of(case["right"])
        gold = {(str(one), str(two)) for one, two in case["gold"]}
        began = time.perf_counter()
        found = suggest(left, other, vocabulary)
        took += time.perf_counter() - began
        pairs = {(one.left, one.right): one for one in found.pairs}
        hits = gold & pairs.keys()
        ranked = sum(any(two.right == b for two in found.ranked.get(a, ())[:3]) for a, b in gold)
        right, proposed, wanted, among = (
            right + len(hits),
            proposed + len(pairs),
            wanted + len(gold),
            among + ranked,
        )
        print(f"{case['name']}: {scores(len(hits), len(pairs), len(gold), ranked)}")
        if options.wrong:
            for one in sorted(gold - pairs.keys()):
                print(f"  missed {one}: {found.alone_left.get(one[0], 'paired otherwise')}")
            for one in sorted(pairs.keys() - gold):
                print(f"  wrong  {one}: {pairs[one].confidence:.2f} {'; '.join(pairs[one].reasons)}")
    print(json.dumps({**scores(right, proposed, wanted, among), "seconds": round(took, 3)}))
    return 0


def scores(right: int, proposed: int, wanted: int, among: int) -> dict[str, float]:
    precision = right / proposed if proposed else 0.0
    recall = right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "recall@3": round(among / wanted if wanted else 0.0, 4),
    }


if __name__ == "__main__":
    sys.exit(main())
