"""The languages in which days, amounts and countries are read: those that CRMs are used in."""

from __future__ import annotations

from typing import Final

# An order that matters: where a word means two things in two of them, the first counts.
TONGUES: Final = (
    "en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "sk", "hu", "ro", "hr", "tr", "el", "ja",
)  # fmt: skip
# Croatian calls October what Polish and Czech call November ("listopad"), and would take that word from all three.
MONTH_TONGUES: Final = tuple(one for one in TONGUES if one != "hr")
