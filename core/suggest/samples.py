"""What sample values look like: the evidence of a field whose name says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_SHARE: Final = 0.6  # of the samples that must look alike
_LOOKS: Final = (  # the first that fits
    ("email", re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[A-Za-z]{2,24}")),
    ("website", re.compile(r"(https?://|www\.)\S{3,300}", re.IGNORECASE)),
    ("date", re.compile(r"\d{4}-\d{2}-\d{2}([T ].{0,30})?|\d{1,2}[./]\d{1,2}[./](\d{2}|\d{4})")),
    ("amount", re.compile(r"[€$£]\s?-?\d[\d.,' ]{0,20}|-?\d[\d.,' ]{0,20}\s?(€|\$|£|EUR|USD|GBP|CHF)")),
    ("phone", re.compile(r"(\+|00)\d[\d ()/.-]{6,20}|0\d{2,5}[ /-][\d /-]{4,15}|\(\d{3}\) ?\d{3}-\d{4}")),
    ("postal_code", re.compile(r"\d{5}(-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|(D|A|CH|F|NL)-\d{4,5}|\d{4} [A-Z]{2}")),
    ("bool", re.compile(r"yes|no|ja|nein|nee|oui|non|s[ií]|true|false", re.IGNORECASE)),
    ("street", re.compile(r"(?=.*[^\W\d]{3}).{3,80} \d{1,4} ?[a-z]?|\d{1,5} [^\W\d].{2,80}")),
    ("number", re.compile(r"-?\d[\d.,' ]{0,20}")),
)  # fmt: skip


def look(samples: Sequence[str]) -> str | None:
    """What most of these values are (a word of `_LOOKS`), None where they are just text or there are none."""
    seen = [text.strip() for text in samples if text.strip()][:50]
    if not seen:
        return None
    found: Counter[str] = Counter()
    for text in seen:
        short = text[:400]
        kind = next((name for name, pattern in _LOOKS if pattern.fullmatch(short)), None)
        if kind is not None:
            found[kind] += 1
    for kind, times in found.most_common(1):
        if times >= _SHARE * len(seen):
            return kind
    return None
