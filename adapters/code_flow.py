"""Signing in by a person with a browser: the authorization code with PKCE and state (RFC 6749 4.1, 7636, 8252).

The browser comes back to a listener on this machine, or, where it runs on another one, lands on an address nobody answers
at, and the person pastes that address back.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from requests_oauthlib import OAuth2Session

from adapters.answers import checked_url
from adapters.loopback import Listener
from adapters.oauth import OAuthApp, TokenSet, TokenStore, ask_for_tokens
from adapters.renewal import OAuthTokens, by_refresh_token
from adapters.signing_in import Prompt, Talk
from core.errors import Invalid, SignInNeeded

_LEAST_PORT: Final = 49_152  # the ports nothing is registered for (RFC 6335)
_LONGEST: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to a person: the link to open, and what its answer must fit."""

    url: str
    redirect: str
    state: str
    verifier: str = field(repr=False)
    more: Mapping[str, Any] = field(default_factory=dict, repr=False)  # what a vendor's client needs back


class CodeFlow:
    """Satisfies `adapters.signing_in.Strategy`. `ask`, `redeem` and `grant` stand in for this module's own."""

    needs_person = True

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        ask: Callable[[OAuthApp, str], Asked] | None = None,
        redeem: Callable[..., TokenSet] | None = None,
        grant: Callable[[OAuthApp, TokenSet, Callable[[], float]], TokenSet] = by_refresh_token,
    ) -> None:
        self._clock = clock
        self._ask, self._redeem, self._grant = ask or _ask, redeem or _redeem, grant

    def sign_in(self, app: OAuthApp, store: TokenStore, talk: Talk) -> TokenSet:
        """Raises SignInNeeded where the person declines, does not come, or the answer is forged; PortInUse."""
        answer: Mapping[str, str] | None
        if talk.pasted is None:
            with Listener(talk.port) as listener:
                asked = self._ask(app, listener.url)
                talk.show(Prompt(url=asked.url, state=asked.state))
                answer = listener.wait(talk.timeout_s, talk.over)
        else:
            asked = self._ask(app, _nowhere(talk.port))
            talk.show(Prompt(url=asked.url, state=asked.state))
            text = talk.pasted(talk.timeout_s)
            answer = None if text is None else answer_in(text)
        if answer is None:
            raise SignInNeeded(f"nobody signed in to {app.system} within {talk.timeout_s:.0f} s")
        tokens = self._redeem(app, asked, answer, clock=self._clock)
        with store.exclusively():
            store.save(tokens)
        return tokens

    def tokens(self, app: OAuthApp, store: TokenStore) -> OAuthTokens:
        return OAuthTokens(app, store, grant=self._grant, clock=self._clock)


def ask(app: OAuthApp, redirect: str) -> Asked:
    """The link for one sign-in that comes back to `redirect`."""
    verifier = secrets.token_urlsafe(64)
    digest = hashlib.sha256(verifier.encode()).digest()
    session = OAuth2Session(app.client_id, redirect_uri=redirect, scope=list(app.scopes))
    endpoint = urlsplit(checked_url(app.authorize_url, loopback=app.loopback))
    # The library takes https only; a sandbox on loopback gets its own scheme back afterwards.
    link, state = session.authorization_url(
        endpoint._replace(scheme="https").geturl(),
        code_challenge=base64.urlsafe_b64encode(digest).decode().rstrip("="),
        code_challenge_method="S256",
    )
    return Asked(
        url=urlsplit(link)._replace(scheme=endpoint.scheme).geturl(),
        redirect=redirect,
        state=str(state),
        verifier=verifier,
    )


def answer_in(text: str) -> dict[str, str]:
    """What the address says that a person copied from their browser. Raises Invalid, without repeating it."""
    parts = urlsplit(text.strip()) if len(text) <= _LONGEST else None
    query = {} if parts is None else {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "state" not in query or not {"code", "error"} & set(query):
        raise Invalid(
            "that is not the address the browser ended at",
            advice="Copy the whole address line after you allowed the access; it holds code= and state=.",
        )
    return query


def redeem(
    app: OAuthApp, asked: Asked, answer: Mapping[str, str], *, clock: Callable[[], float] = time.time
) -> TokenSet:
    """The tokens for an answer that belongs to this question. Raises SignInNeeded."""
    if not secrets.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
        raise SignInNeeded(f"the answer to the sign-in to {app.system} was not meant for this request")
    if "code" not in answer:
        raise SignInNeeded(
            f"the sign-in to {app.system} was declined ({answer.get('error', 'no reason given')[:60]})"
        )
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": asked.redirect,
        "code_verifier": asked.verifier,
    }
    return ask_for_tokens(app, form, clock=clock)


def _nowhere(port: int) -> str:
    """An address on the machine of whoever opens the link. Nobody should answer there; PKCE guards the code if one does."""
    if port:
        return f"http://localhost:{port}/cb"
    return f"http://127.0.0.1:{_LEAST_PORT + secrets.randbelow(65_536 - _LEAST_PORT)}/cb/{secrets.token_urlsafe(24)}"


_ask, _redeem = ask, redeem  # by names that a parameter does not hide
