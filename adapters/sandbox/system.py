"""What one sandboxed CRM gives the shared server: its routes, its rules for people's edits, its error bodies."""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.faults import FaultBox
from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.oauth import TokenBook
from adapters.sandbox.rows import Row
from adapters.sandbox.world import World, now_ms

SYSTEMS = ("hubspot", "salesforce", "pipedrive", "dynamics")


class Refusal(StrEnum):
    """Why the server itself refuses a request; each system has its own body (and status) for it."""

    NOT_FOUND = "not_found"
    WRONG_METHOD = "wrong_method"
    BAD_BODY = "bad_body"
    UNAUTHORIZED = "unauthorized"
    THROTTLED = "throttled"
    SERVER_ERROR = "server_error"
    UNAVAILABLE = "unavailable"


class Refused(Exception):
    """A write a system's rules do not allow; `answer` is what its API says in that case."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.decode("utf-8", "replace"))
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build a system. `records` is about how many contacts its table holds after seeding."""

    seed: int = 1
    records: int = 5_000
    clock: Callable[[], int] = now_ms
    faults: FaultBox = field(default_factory=FaultBox)
    settings: Mapping[str, Any] = field(default_factory=dict)  # switches of one system, see its module


class System(ABC):
    """One CRM: build tables and routes in __init__, then the server and the control routes use the rest."""

    name: str
    resolution_ms = 1  # of modified times

    def __init__(self, options: Options) -> None:
        self.options = options
        self.faults = options.faults
        self.world = World(clock=options.clock)
        self.router = Router()
        self.tokens = TokenBook(clock=options.clock)
        self.base_url = ""  # set by the server once it listens

    @abstractmethod
    def authorize(self, call: Call) -> Answer | None:
        """Sets `call.actor` from the request's token, or returns the refusal."""

    @abstractmethod
    def refuse(
        self, why: Refusal, call: Call, *, detail: str = "", retry_after_s: float | None = None
    ) -> Answer:
        """The vendor's answer for a refusal; `retry_after_s` asks for a Retry-After header."""

    @abstractmethod
    def check(self, object: str, values: Mapping[str, Value], row: Row | None) -> dict[str, Value]:
        """Values as they are stored, for a new record or changes to `row`; raises Refused."""

    def merge(self, object: str, winner: Row, loser: Row, by: Actor) -> Row:
        """Merges as the vendor does."""
        return self.world.merge(object, winner, loser, by=by)

    def remove(self, object: str, row: Row, by: Actor) -> None:
        """Deletes as the vendor does."""
        self.world.delete(object, row, by=by)

    @abstractmethod
    def add_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """Schema drift: a new field, `definition` in the system's own words (may be empty)."""

    @abstractmethod
    def remove_field(self, object: str, name: str) -> None:
        """Schema drift: the field and its values go; raises KeyError."""

    @abstractmethod
    def retype_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """Schema drift: parts of the field's definition change; raises KeyError."""

    @abstractmethod
    def rename_field(self, object: str, name: str, to: str) -> None:
        """Schema drift: the field has another name from now on, and its values go along; raises KeyError."""

    @abstractmethod
    def require_field(self, object: str, name: str) -> None:
        """Schema drift: nothing is created without this field any more; raises KeyError, BadBody."""

    def aimed(self, call: Call) -> Iterable[tuple[str, str, Mapping[str, Value]]]:
        """The existing records a request is about to update, with the values it brings: object, id, fields."""
        return ()

    def finish(self, call: Call, answer: Answer) -> Answer:
        """A last look at every answer, e.g. to add rate-limit headers."""
        return answer

    def start(self) -> None:
        """Called once the server listens (background deliveries start here)."""

    def stop(self) -> None:
        """Called when the server stops."""


def load_system(name: str, options: Options) -> System:
    """Builds the system called `name` by importing ``adapters.sandbox.<name>`` and calling its ``build``.

    Raises ValueError for a name that is not a sandbox.
    """
    if name not in SYSTEMS:
        raise ValueError(f"there is no sandbox for {name!r}; choose one of: {', '.join(SYSTEMS)}")
    module = importlib.import_module(f"adapters.sandbox.{name}")
    return cast(System, module.build(options))
