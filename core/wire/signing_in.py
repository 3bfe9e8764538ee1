"""The words of signing in and out, of preparing a CRM, and of the vault. Secrets are given here and never told."""

from __future__ import annotations

from core.wire.words import Ask, Secret, Sentence, Word


class StartSignIn(Ask):
    """The application's id and secret, or a server's private key, where they are not stored yet.

    `paste`: the browser runs on another machine, and the address it ends at is answered afterwards.
    """

    client_id: str | None = None
    client_secret: Secret | None = None
    key: Secret | None = None
    paste: bool = False


class SignInWord(Word):
    """Open `url` in a browser; ask for the status until it is no longer "waiting".

    `code` is to be typed there where the flow has one; `url` is empty where nobody is needed.
    """

    url: str
    state: str
    code: str


class AnswerSignIn(Ask):
    """The whole address the browser ended at."""

    address: Secret


class SignInStatus(Word):
    status: Sentence


class SignedOutWord(Word):
    """Whether the CRM was told that the sign-in is over, and what is left to do where it was not."""

    revoked: bool
    note: Sentence


class NeedWord(Word):
    """One field a connection needs in the CRM; `trouble` and `advice` say why it could not be made and what to do."""

    object: str
    field: str
    type: str
    unique: bool
    present: bool
    created: bool
    why: Sentence
    without: Sentence
    trouble: Sentence
    advice: Sentence


class SealedWord(Word):
    connection: str
    kind: str


class VaultWord(Word):
    """Where the secrets are sealed, where the key lies and where a rotation would put it; never the key itself."""

    file: str
    key_place: Sentence
    key_id: str
    best_place: Sentence
    sealed: list[SealedWord]
