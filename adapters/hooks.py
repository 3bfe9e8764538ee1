"""Webhooks as every CRM has them: what a delivery is, what it hints at, and how a connection's registration is kept.

A delivery is a hint, never data: it is proven, read for ids, and thrown away (RELIABILITY 0.1). Each CRM package has one
object that satisfies `Hooks` (pure: proving and reading) and, where the vendor has an API for it, one that satisfies
`Subscriber` (registering at the CRM). A CRM that wants to be called for its events instead has a `Stream`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

MOST_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """This record may have changed. `crm_id` None: anything of this object may have (a gap in the CRM's own feed).

    `kind` is the CRM's own word for what happened; nobody decides by it. `merged_into` is given only by a CRM that tells
    merges nowhere else; it is believed where this record is gone and that one is there.
    """

    object: str
    crm_id: str | None
    kind: str
    merged_into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One request as it arrived. Header names are lower case; `url` is the public address the CRM was told, never Host."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    now_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a CRM shall send a connection's webhooks, and what it shall prove itself with.

    `url` ends in a segment nobody can guess. `secret` is the app's secret where the CRM signs with it (HubSpot), else a
    password of our own that the CRM sends along (`user` and `secret`: HTTP basic for Pipedrive, a header for Dynamics).
    """

    url: str = field(repr=False)
    user: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer a CRM expects to a delivery that was kept: empty for most, a SOAP acknowledgement for Salesforce."""

    body: bytes = b""
    content_type: str = ""


class Hooks(Protocol):
    """How one CRM's deliveries are proven and read. Pure; safe to use from any thread."""

    def genuine(self, delivery: Delivery, target: Target) -> bool:
        """Whether the CRM sent this, to this target, lately where it says when. In constant time for the secret."""

    def hints(self, body: bytes) -> tuple[Hint, ...]:
        """The records the body names, without repeats; unknown objects are passed over. Raises Invalid."""

    def reply(self) -> Reply: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What `Subscriber.ensure` found and did. `expires_at` (ms) is when the CRM forgets it; None where it does not."""

    kept: int = 0
    added: int = 0
    repaired: int = 0
    removed: int = 0
    expires_at: int | None = None


class Subscriber(Protocol):
    """Keeps one connection's webhooks registered at its CRM. Calls go over the connection's own transport."""

    def ensure(self, target: Target, wanted: Mapping[str, Sequence[str]]) -> Registration:
        """Makes the registration fit: `wanted` are the mapped fields by CRM object. Idempotent, never registers twice.

        What is ours but points elsewhere, was switched off or is not wanted any more is repaired or removed; what is
        not ours is left alone. Raises NotPermitted with the right to ask for, or another RemoteError.
        """

    def remove(self, target: Target) -> int:
        """Takes away everything of ours; how many there were."""


class Stream(Protocol):
    """One connection's events over connections that we open. Its methods may be called from several threads at once."""

    def listen(
        self, object: str, position: str | None, keep: Callable[[tuple[Hint, ...], str], None]
    ) -> None:
        """Takes an object's events after `position` (None: from now on) until `close`, or until the CRM ends it.

        `keep` gets an event's hints and the position after it, and returns once both are durable; called with no hints
        it says that the stream stands and where. Raises CursorExpired where the CRM no longer knows the position, or
        another RemoteError.
        """

    def close(self) -> None:
        """Ends every `listen` at once."""
