"""Takes names and labels of fields apart into plain words: "MailingPostalCode" and "Straße & Hausnummer" alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

MOST: Final = 200  # characters of a name that are looked at; more is no name
_HASH = re.compile(r"[0-9a-f]{24,}(_\w+)?")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SUFFIX = re.compile(r"__(c|pc|r|x|e|s)$", re.IGNORECASE)
_NAMESPACE = re.compile(r"^[A-Za-z0-9]{1,15}__(?=.)")
_PUBLISHER = re.compile(r"^(hs|cr[0-9a-z]{3,5}|new|crm|custom|cf|ud|usr)_(?=[a-z])")
_HUMP = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])"
)
_WORD = re.compile(r"[^\W_]+")
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "\u0131": "i"}
)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Small letters without accents: what is compared, never what is shown."""
    plain = unicodedata.normalize("NFKD", text[:MOST].lower().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a label, folded, in order."""
    return tuple(_WORD.findall(fold(_HUMP.sub(" ", text[:MOST]))))


@lru_cache(maxsize=50_000)
def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a field's technical name without what its system adds; () where it is a key that says nothing."""
    bare = name[:MOST].strip()
    if _HASH.fullmatch(bare.lower()) or _GUID.fullmatch(bare.lower()):
        return ()
    if _SUFFIX.search(bare):
        bare = _NAMESPACE.sub("", _SUFFIX.sub("", bare))
    bare = _PUBLISHER.sub("", bare)
    return words_of(bare.lstrip("@"))
