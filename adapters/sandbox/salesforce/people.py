"""The org's users: who an actor of the ledger is in `CreatedById` and `LastModifiedById`."""

from __future__ import annotations

from functools import lru_cache

from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.salesforce.ids import make_id, normal_id

INTEGRATION_USER = make_id("005", 1)
HUMAN_COUNT = 5
"""Rows 2 to 6 of User are people."""


@lru_cache(maxsize=4096)
def user_id(actor: Actor) -> str:
    """The User id of an actor: apps are the integration user, people are one of the humans."""
    if actor.kind is ActorKind.INTEGRATION:
        return INTEGRATION_USER
    normal = normal_id(actor.id)
    if normal is not None and normal.startswith("005"):
        return normal
    number = int(actor.id) if actor.id.isdigit() else sum(actor.id.encode())
    return make_id("005", 2 + number % HUMAN_COUNT)
