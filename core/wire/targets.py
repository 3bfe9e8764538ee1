"""The words of alerts, of the targets they go to, and of tickets."""

from __future__ import annotations

from core.wire.words import Ask, Secret, Sentence, Time, Word


class AlertWord(Word):
    """One thing that is, or was, wrong: `state` is open or ended, `what` a sentence, `advice` what to type."""

    id: str
    kind: str
    state: str
    connection: str
    object: str
    rules: list[str]
    count: int
    since: Time
    opened_at: Time
    ended_at: Time | None
    what: Sentence
    advice: Sentence


class TargetWord(Word):
    """A target of the settings: whether residency lets it be used, whether its secret is known, what it has not taken yet.

    `waiting` messages are tried again; `trouble` says why the first of them was not taken.
    """

    name: str
    kind: str
    use: str
    host: str
    area: str
    allowed: bool
    why: Sentence
    advice: Sentence
    alerts: list[str]
    secret: bool
    waiting: int
    trouble: Sentence


class TargetSecret(Ask):
    """A token, a password, or the whole address where that is the secret."""

    secret: Secret


class TicketWord(Word):
    """A ticket as it would leave, or has left: to `address` goes `body` (JSON), of which `text` is what people read.

    `number` and `link` are there once the service made it. `key` is in the body, to find it by. A draft goes nowhere:
    its `target`, `address` and `body` are empty.
    """

    target: str
    key: str
    address: str
    body: str
    title: str = ""
    text: str
    number: str
    link: str
