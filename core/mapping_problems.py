"""One thing that does not fit between a mapping and the two sides it ties."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`rule` and `field` are empty where it is not about one; `rule` is "filter" where it is about that. A fatal one must
    be solved before the mapping can run."""

    rule: str
    field: str
    message: str
    advice: str
    fatal: bool = True
