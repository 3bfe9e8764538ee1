"""What signing in to a CRM yields and how it is asked for: the app, the tokens, the token endpoint, and taking tokens back.

Every CRM's token endpoint takes a form and answers JSON (RFC 6749). What differs between them is a field of `OAuthApp`.
How a person or a server comes to its first tokens: `adapters/code_flow.py`, `adapters/assertion.py`. How they are kept
fresh: `adapters/renewal.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import msgspec
import requests

from adapters.answers import checked_url, date_ms
from core.errors import BadAnswer, RemoteError, RequestRefused, SignInNeeded, Throttled, Unreachable

_TIMEOUT: Final = (5.0, 30.0)
_MOST_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """What a server signs an assertion with. `key` reads the private key (PEM) when it is needed, and nobody keeps it."""

    username: str
    audience: str
    key: Callable[[], str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthApp:
    """The app registered with a CRM. `secret` is None for a public client, which proves itself by PKCE alone.

    `basic_auth`: the app proves itself in a header and not in the form (RFC 6749 2.3.1). `revoke_url` is None where the
    vendor cannot be asked to end a sign-in.
    """

    system: str
    client_id: str
    secret: str | None = field(repr=False)
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    basic_auth: bool = False
    revoke_url: str | None = None
    signer: Signer | None = None
    loopback: bool = False
    ca: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet:
    """What a sign-in yielded. `issued_at` and `expires_at` are seconds since 1970 by our own clock.

    `expires_at` is None where the CRM tells no lifetime.
    """

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: float | None = None
    issued_at: float | None = None
    instance_url: str | None = None
    scopes: tuple[str, ...] = ()


class TokenStore(Protocol):
    """Keeps the tokens of one connection. `save` returns only when they would survive a crash.

    `exclusively` keeps every other thread and process away from these tokens while they are renewed or taken back.
    """

    def load(self) -> TokenSet | None: ...

    def save(self, tokens: TokenSet) -> None: ...

    def forget(self) -> None: ...

    def exclusively(self) -> AbstractContextManager[None]: ...


class StaticTokens:
    """A private app's token: it never expires and cannot be renewed."""

    def __init__(self, system: str, token: str) -> None:
        self._system, self._token = system, token

    def bearer(self) -> str:
        return self._token

    def renew(self, refused: str) -> str:
        raise SignInNeeded(
            f"{self._system} refuses the private app's token",
            advice="Create a new token in the CRM and sign in with it: crmsync connections sign-in NAME.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswer:
    """What an OAuth endpoint answered to a form. `told_at` is its own clock, seconds since 1970, where it said."""

    status: int
    body: Mapping[str, Any] = field(repr=False)
    told_at: float | None
    what: str


def ask_for_tokens(
    app: OAuthApp, form: Mapping[str, str], *, clock: Callable[[], float] = time.time
) -> TokenSet:
    """One request to the token endpoint (RFC 6749 4.1.3 and 6).

    Raises SignInNeeded where the grant is dead, else another RemoteError.
    """
    started = clock()
    return tokens_of(app, post_form(app, app.token_url, form), started)


def revoke(app: OAuthApp, tokens: TokenSet) -> bool:
    """Ends a sign-in at the CRM (RFC 7009); False where the vendor cannot be asked. Raises a RemoteError.

    A token the CRM does not know is over already. Ending the refresh token ends the access tokens it gave.
    """
    if app.revoke_url is None:
        return False
    form = {"token": tokens.refresh or tokens.access}
    answer = post_form(app, app.revoke_url, form, empty=True)
    if answer.status == 429 or answer.status >= 500:
        raise _refusal(answer)
    return answer.status < 300 or str(answer.body.get("error")) in ("unsupported_token_type", "invalid_token")


def post_form(app: OAuthApp, url: str, form: Mapping[str, str], *, empty: bool = False) -> FormAnswer:
    """Sends a form with the app's proof of itself and reads a JSON object; `empty`: an answer may say nothing.

    Raises Unreachable, BadAnswer.
    """
    body = dict(form)
    in_header = app.basic_auth and app.secret is not None
    if not in_header:
        body["client_id"] = app.client_id
        if app.secret is not None:
            body["client_secret"] = app.secret
    what = f"the sign-in service of {app.system}"
    try:
        with requests.Session() as session:
            session.trust_env = False
            response = session.post(
                checked_url(url, loopback=app.loopback),
                data=body,
                auth=(app.client_id, app.secret or "") if in_header else None,
                headers={"Accept": "application/json"},
                timeout=_TIMEOUT,
                allow_redirects=False,
                verify=app.ca if app.ca is not None else True,
                stream=True,
            )
            text = next(response.iter_content(_MOST_BYTES), b"")
    except requests.RequestException:
        raise Unreachable(f"{what} does not answer") from None
    answer: dict[str, Any] = {}
    try:
        if text or not empty:
            answer = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        if response.status_code >= 500:
            raise Unreachable(f"{what} answers {response.status_code}") from None
        raise BadAnswer(f"{what} answered {response.status_code} with something unreadable") from None
    told = date_ms(response.headers.get("Date"))
    return FormAnswer(
        status=response.status_code, body=answer, told_at=None if told is None else told / 1000, what=what
    )


def tokens_of(app: OAuthApp, answer: FormAnswer, started: float) -> TokenSet:
    """The tokens an answer holds; `started` is when they were asked for, by our clock. Raises as `ask_for_tokens`."""
    if answer.status != 200:
        raise _refusal(answer)
    body, what = answer.body, answer.what
    access, refresh, lifetime = body.get("access_token"), body.get("refresh_token"), body.get("expires_in")
    # Salesforce calls the address of the account instance_url, Pipedrive api_domain.
    instance = body.get("instance_url") or body.get("api_domain")
    scope = body.get("scope") or body.get("scopes")
    if not isinstance(access, str) or not access:
        raise BadAnswer(f"{what} answered without an access token")
    if isinstance(instance, str):
        checked_url(instance, loopback=app.loopback)
    return TokenSet(
        access=access,
        refresh=refresh if isinstance(refresh, str) and refresh else None,
        expires_at=started + float(lifetime) if isinstance(lifetime, int | float) else None,
        issued_at=started,
        instance_url=instance if isinstance(instance, str) else None,
        scopes=tuple(scope.split()) if isinstance(scope, str) else tuple(str(one) for one in scope or ()),
    )


def _refusal(answer: FormAnswer) -> RemoteError:
    # HubSpot's v1/v3 endpoints say {"status": "BAD_REFRESH_TOKEN"}, RFC 6749 says {"error": "invalid_grant"}.
    code = str(answer.body.get("error") or answer.body.get("status") or "")
    what, status = answer.what, answer.status
    if status == 429:
        return Throttled(f"{what}: too many requests")
    if status >= 500:
        return Unreachable(f"{what} answers {status}")
    if code in ("invalid_grant", "BAD_REFRESH_TOKEN", "BAD_AUTH_CODE", "EXPIRED_AUTH_CODE"):
        return SignInNeeded(f"{what} no longer accepts this sign-in")
    if code.startswith("invalid_client") or code in (
        "unauthorized_client",
        "BAD_CLIENT_ID",
        "BAD_CLIENT_SECRET",
    ):
        return SignInNeeded(
            f"{what} does not know this app, or its secret is wrong",
            advice="Check the client id and the client secret of the connection, then sign in again.",
        )
    return RequestRefused(
        f"{what} refused the request ({status})", advice="Check the app's settings in the CRM."
    )
