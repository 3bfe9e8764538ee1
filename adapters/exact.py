"""Numbers on their way to a CRM: with every digit they have, and as plain text where they are none."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Raw

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")  # RFC 8259 6


def exact_number(text: str) -> Raw | str:
    """The member of a JSON body for a number's text. Anything else stays a text, which the CRM refuses by field."""
    return Raw(text.encode()) if _NUMBER.fullmatch(text) is not None else text
