"""An adapter for somebody who reads for long and has time: a read that failed in passing is tried again before it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar, cast

from adapters.base import Abilities, Adapter, Page
from core.errors import QuotaHeld, Throttled, Unreachable
from core.records import RemoteRecord

T = TypeVar("T")

TRIES: Final = 5
LEAST_S: Final = 2.0
MOST_S: Final = 60.0


def patient(adapter: Adapter, rest: Callable[[float], None], going_on: Callable[[], object]) -> Adapter:
    """This adapter, with reads that are tried again; `rest` waits so many seconds, `going_on` is told of each try."""
    return cast("Adapter", Patient(adapter, rest, going_on))


@dataclass(slots=True)
class Patient:
    """The reads that making a plan uses; everything else is the adapter's own."""

    inner: Adapter
    rest: Callable[[float], None]
    going_on: Callable[[], object]
    abilities: Abilities = field(init=False)

    def __post_init__(self) -> None:
        self.abilities = self.inner.abilities

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def now(self, object: str) -> str:
        return self._again(lambda: self.inner.now(object))

    def backfill(self, object: str, fields: Sequence[str], position: str | None) -> Page:
        return self._again(lambda: self.inner.backfill(object, fields, position))

    def fetch(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, RemoteRecord]:
        return self._again(lambda: self.inner.fetch(object, fields, ids))

    def _again(self, call: Callable[[], T]) -> T:
        for tried in range(1, TRIES + 1):
            self.going_on()
            try:
                return call()
            except (Unreachable, Throttled) as error:
                if tried == TRIES or isinstance(error, QuotaHeld):
                    raise
                asked = error.retry_after_s if isinstance(error, Throttled) else None
                self.rest(min(MOST_S, asked or LEAST_S * 2 ** (tried - 1)))
        raise AssertionError("unreachable: the loop returns or raises")
