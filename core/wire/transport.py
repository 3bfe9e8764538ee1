"""What the typed client needs of a way to the daemon, and the request it makes of each operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar
from urllib.parse import quote

from core.wire.words import Ask, Word

Query: TypeAlias = Mapping[str, str | int | bool | None]
Answer = TypeVar("Answer", bound=Word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[Answer]):
    """One call of the API as a value. `timeout_s` is None where the caller's own patience decides."""

    method: str
    path: str
    answer: type[Answer]
    query: Query | None = None
    body: Ask | None = None
    headers: Mapping[str, str] | None = None
    timeout_s: float | None = None

    @property
    def given(self) -> dict[str, str]:
        """The query as it is sent: nothing that is None, booleans as JSON has them."""
        return {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in (self.query or {}).items()
            if value is not None
        }

    @property
    def content(self) -> bytes | None:
        return None if self.body is None else self.body.model_dump_json(exclude_unset=True).encode()


class Transport(Protocol):
    """Asks one daemon; `core/wire/socket_transport.py` is the one that waits for the answer."""

    def ask(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        query: Query | None = None,
        body: Ask | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float | None = None,
    ) -> Answer:
        """The answer as a word. Raises the daemon's own error, or what kept it from answering (`core/wire/problems.py`)."""

    def lines(self, path: str, query: Query) -> AbstractContextManager[Iterator[str]]:
        """The lines of an endless answer. Raises like `ask`, also while they are read."""


def path_of(*parts: str) -> str:
    """An address of the API, with whatever people named in it quoted."""
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)
