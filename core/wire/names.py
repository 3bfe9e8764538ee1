"""The words for what records are called to whom a field's value refers."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from core.wire.words import Ask, Word

MOST_NAMES: Final = 500  # of one request
KNOWN = Literal["living", "deleted", "unknown"]


class Referred(Ask):
    """A record by its id in the hub or, with a `connection`, in that CRM; `object` is what the hub calls its kind.

    With a `field` of a CRM's `object` (in the CRM's words) it is one of that field's choices, such as an owner.
    """

    connection: Annotated[str, Field(max_length=200)] = ""
    object: Annotated[str, Field(max_length=200)]
    id: Annotated[str, Field(max_length=1_000)]
    field: Annotated[str, Field(max_length=200)] = ""


class AskNames(Ask):
    records: Annotated[list[Referred], Field(min_length=1, max_length=MOST_NAMES)]


class NameWord(Word):
    """`name` is "" where it has none. Unknown is what the hub has no record, or no pair, of; a choice never is."""

    name: str
    state: KNOWN


class NamesWord(Word):
    """In the order in which they were asked for."""

    names: list[NameWord]
