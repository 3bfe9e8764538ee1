"""The words of who is attached to the daemon."""

from __future__ import annotations

from core.wire.words import Time, Word


class AttachedWord(Word):
    """One program that speaks to the daemon, or did within the last minutes.

    `account` is what the kernel says of who connected; `person` at `machine` is what the program says. `way` is own or
    attached (from elsewhere). `live` tells that it follows what happens, `is_you` that it is who asks.
    """

    id: str
    person: str
    account: str
    machine: str
    program: str
    version: str
    way: str
    read_only: bool
    since: Time
    heard_at: Time
    live: bool
    is_you: bool
