"""Small things every HubSpot route needs: Problems become answers, the caller's identity is at hand."""

from __future__ import annotations

from adapters.sandbox.calls import Answer, Call, Handler
from adapters.sandbox.hubspot.errors import Problem, invalid
from adapters.sandbox.ledger import Actor


def catching(handler: Handler) -> Handler:
    """The handler with a Problem answered as HubSpot words it."""

    def caught(call: Call) -> Answer:
        try:
            return handler(call)
        except Problem as problem:
            return problem.answer()

    return caught


def actor_of(call: Call) -> Actor:
    """Who calls; only routes that need a token may ask."""
    if call.actor is None:
        raise Problem(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
    return call.actor


def limit_of(call: Call, default: int, most: int) -> int:
    """The `limit` query parameter; raises Problem."""
    text = call.arg("limit", str(default))
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise invalid(f"limit must be a whole number between 1 and {most}, not {text}")
    return int(text)


def is_true(call: Call, name: str) -> bool:
    """A yes/no query parameter."""
    return call.arg(name).lower() == "true"
