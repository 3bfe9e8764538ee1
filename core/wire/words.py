"""What every word of the local API has in common, and the few words that belong to no part of it.

A word is a pydantic model: it exists only at the border and is turned into the core's own values right behind it.
"""

from __future__ import annotations

from typing import Annotated, Final, Generic, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    StrictBool,
    StrictStr,
    ValidationInfo,
)

from core.records import Value

WireValue: TypeAlias = StrictStr | StrictBool | list[StrictStr] | None
WireFields: TypeAlias = dict[str, WireValue]
Time: TypeAlias = Annotated[int, Field(description="Milliseconds since 1970 UTC.")]


# Under this name a client puts into the context of its reading how it words sentences; without it they stay as they are.
SAY: Final = "say"


def _worded(text: str, reading: ValidationInfo) -> str:
    if not text or not reading.context or SAY not in reading.context:
        return text
    said: str = reading.context[SAY](text)
    return said


# What the daemon says in English to a person, and the app in its own language; never what a program goes by.
Sentence: TypeAlias = Annotated[str, AfterValidator(_worded)]


def _reveal(secret: SecretStr) -> str:
    return secret.get_secret_value()


# Hidden in every representation; told only on the wire, which is a socket of this user's own.
Secret: TypeAlias = Annotated[SecretStr, PlainSerializer(_reveal, when_used="json")]


class Word(BaseModel):
    """An answer: newer daemons may add parts, which older clients pass over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Ask(BaseModel):
    """A request's body: an unknown part is a mistake and refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Row = TypeVar("Row", bound=Word)


class Page(Word, Generic[Row]):
    """Some rows, and the token that asks for those after them; None where there are none.

    Fewer rows than were asked for are no end: only `next` tells it.
    """

    rows: list[Row]
    next: str | None = None


class Problem(Word):
    """RFC 9457, with the stable `kind` and the `advice` to a person."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    kind: str
    advice: str


class Hello(Word):
    """The greeting: which protocol is spoken, by which version, in which process; `you` is whom the daemon takes you for."""

    protocol: int
    version: str
    pid: int
    started_at: Time
    you: str = ""


class Done(Word):
    """The request was carried out and there is nothing more to tell."""

    done: bool = True


def wire_value(value: Value) -> WireValue:
    return list(value) if isinstance(value, tuple) else value


def core_value(value: WireValue) -> Value:
    """The canonical value: lists sorted without repeats, and every form of empty as None."""
    if isinstance(value, list):
        return tuple(sorted(set(value))) or None
    return None if value == "" else value
