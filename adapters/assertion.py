"""Signing in by a server alone: a signed statement instead of a person (JWT bearer, RFC 7523), as Salesforce takes it.

The assertion names the connected app, the user to act as and the login host, is signed with RS256, and must end within
minutes (help.salesforce.com, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration"). There is no refresh token: when
Salesforce refuses the access token, a new assertion is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from adapters.oauth import OAuthApp, TokenSet, TokenStore, post_form, tokens_of
from adapters.renewal import OAuthTokens
from adapters.signing_in import Talk
from core.errors import SettingsInvalid, SignInNeeded

GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_GOOD_FOR_S: Final = 180
_CLOCK_S: Final = 60.0  # a clock further off than this is told from the CRM's, and its time is used
_ADVICE: Final = (
    "Check the consumer key, the user name and the key, and that an administrator has approved the app for that user "
    "(permitted users: admin approved), then sign in again: crmsync connections sign-in NAME."
)


class AssertionFlow:
    """Satisfies `adapters.signing_in.Strategy`. The app's `signer` holds the user and the key."""

    needs_person = False

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def sign_in(self, app: OAuthApp, store: TokenStore, talk: Talk) -> TokenSet:
        tokens = ask_by_assertion(app, self._clock)
        with store.exclusively():
            store.save(tokens)
        return tokens

    def tokens(self, app: OAuthApp, store: TokenStore) -> OAuthTokens:
        return OAuthTokens(
            app, store, grant=lambda app, _, clock: ask_by_assertion(app, clock), clock=self._clock
        )


def ask_by_assertion(app: OAuthApp, clock: Callable[[], float]) -> TokenSet:
    """Tokens for a fresh assertion. Where our clock is far from the CRM's it is signed again with the CRM's time.

    Raises SignInNeeded where the CRM does not take it, SettingsInvalid where the key is none.
    """
    started = clock()
    # The app proves itself by the signature, and is asked for nothing else.
    asking = replace(app, secret=None)
    answer = post_form(asking, app.token_url, _form(app, started))
    if answer.status == 400 and answer.told_at is not None and abs(answer.told_at - started) > _CLOCK_S:
        answer = post_form(asking, app.token_url, _form(app, answer.told_at))
    try:
        return tokens_of(app, answer, started)
    except SignInNeeded as refused:
        raise SignInNeeded(str(refused), advice=_ADVICE) from None


def audience_of(authorize_url: str) -> str:
    """The login host an assertion is meant for: sandboxes have their own."""
    host = urlsplit(authorize_url).hostname or ""
    is_test = host == "test.salesforce.com" or host.endswith(".sandbox.my.salesforce.com")
    return "https://test.salesforce.com" if is_test else "https://login.salesforce.com"


def _form(app: OAuthApp, now: float) -> dict[str, str]:
    signer = app.signer
    if signer is None:
        raise SettingsInvalid(
            f"signing in to {app.system} by a key needs a user name and a key",
            advice="Set username under the connection in crmsync.toml, and key_file or --key-file at sign-in.",
        )
    claims = {
        "iss": app.client_id,
        "sub": signer.username,
        "aud": signer.audience,
        "exp": int(now) + _GOOD_FOR_S,
    }
    key = _private_key(signer.key(), app.system)
    return {"grant_type": GRANT, "assertion": jwt.encode(claims, key, algorithm="RS256")}


def _private_key(text: str, system: str) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise SettingsInvalid(
            f"the key to sign in to {system} with is not an RSA private key in PEM form without a password",
            advice="Make one: openssl genrsa -out salesforce.key 2048 && chmod 600 salesforce.key",
        )
    return key
