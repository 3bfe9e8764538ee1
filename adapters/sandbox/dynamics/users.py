"""Who an actor of the ledger is in the org: the application user, or one of the people."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from adapters.sandbox.dynamics.definitions import steady_guid
from adapters.sandbox.dynamics.values import GUID
from adapters.sandbox.ledger import Actor, ActorKind

PEOPLE: Final = (
    ("Ada", "Brook"),
    ("Ben", "Castell"),
    ("Chloe", "Dunn"),
    ("Dario", "Ebner"),
    ("Elsa", "Farrow"),
)
APP_USER: Final = steady_guid("systemuser", "integration")  # the application user our app acts as
ADMINISTRATOR: Final = steady_guid("systemuser", "administrator")  # who signs in and consents
BUSINESS_UNIT: Final = steady_guid("businessunit", "root")
ORGANIZATION: Final = steady_guid("organization", "sandbox")
TEAM: Final = steady_guid("team", "root")
DOMAIN: Final = "sandbox.example"


def person_id(number: int) -> str:
    """The user of the person with this number; any number is one of them."""
    return steady_guid("systemuser", PEOPLE[number % len(PEOPLE)][0].lower())


@lru_cache(maxsize=4096)
def user_id(actor: Actor) -> str:
    """The systemuser an actor is."""
    if actor.kind is ActorKind.INTEGRATION:
        return actor.id if GUID.fullmatch(actor.id) else APP_USER
    if GUID.fullmatch(actor.id):
        return actor.id.lower()
    return person_id(int(actor.id) if actor.id.isdigit() else sum(actor.id.encode()))
