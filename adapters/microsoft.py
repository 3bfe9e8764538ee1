"""Signing in to Microsoft Entra ID with msal, Microsoft's own client: by a browser, by a device code, or as an application.

msal's cache lives in one call's memory and is thrown away with it: tokens are kept by the connection's own store alone, and
renewed by `adapters/renewal.py`. Errors are RFC 6749's words with AADSTS numbers (learn.microsoft.com, "Microsoft Entra
authentication and authorization error codes").
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from adapters.answers import checked_url
from adapters.certificate import certificate_in
from adapters.code_flow import Asked, CodeFlow
from adapters.entra import Wire, refusal
from adapters.oauth import OAuthApp, TokenSet, TokenStore
from adapters.renewal import OAuthTokens
from adapters.signing_in import Prompt, Talk
from core.errors import (
    BadAnswer,
    RequestRefused,
    SettingsInvalid,
    SignInNeeded,
    Throttled,
    Unreachable,
)

_ENDPOINT: Final = "/oauth2/v2.0/token"
_RESERVED: Final = ("offline_access", "openid", "profile")  # msal asks for these by itself
_CODE_S: Final = 900.0  # how long a device code is good for where Entra does not say
_LONGEST_WAIT_S: Final = 10.0
_CLOCK_S: Final = 60.0  # a clock further off than this is told from Entra's, and its time is used
_AGAIN: Final = "Sign in again: crmsync connections sign-in NAME."


def browser_flow(*, clock: Callable[[], float] = time.time) -> CodeFlow:
    """The authorization code with PKCE, as a person's browser brings it."""
    return CodeFlow(clock=clock, ask=ask, redeem=redeem, grant=by_refresh_token)


class DeviceFlow:
    """A code that a person types on any device (RFC 8628). Satisfies `adapters.signing_in.Strategy`.

    It is a flow of public clients: a secret that is known all the same is not used, and Entra would refuse it.
    """

    needs_person = True

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def sign_in(self, app: OAuthApp, store: TokenStore, talk: Talk) -> TokenSet:
        app = replace(app, secret=None)
        with _client(app) as client:
            flow = _told(app, lambda: client.initiate_device_flow(_scopes(app)))
            if "user_code" not in flow:
                raise refusal(app.system, flow)
            talk.show(Prompt(url=str(flow["verification_uri"]), code=str(flow["user_code"])))
            good_for = float(flow.get("expires_in") or _CODE_S)
            end = time.monotonic() + min(good_for, talk.timeout_s)

            def enough(_: Mapping[str, Any]) -> bool:
                return talk.over.is_set() or time.monotonic() > end

            answer = _typed(app, client, flow, enough)
        if answer.get("error") in ("authorization_pending", "slow_down"):
            raise SignInNeeded(f"nobody signed in to {app.system} within {talk.timeout_s:.0f} s")
        tokens = _tokens(app, answer, self._clock())
        with store.exclusively():
            store.save(tokens)
        return tokens

    def tokens(self, app: OAuthApp, store: TokenStore) -> OAuthTokens:
        return OAuthTokens(replace(app, secret=None), store, grant=by_refresh_token, clock=self._clock)


class ApplicationFlow:
    """The application itself, by its secret or its certificate (client credentials). Satisfies `Strategy`.

    The certificate and its private key are given as one PEM. There is no refresh token: a new one is asked for.
    """

    needs_person = False

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def sign_in(self, app: OAuthApp, store: TokenStore, talk: Talk) -> TokenSet:
        tokens = by_credentials(app, None, self._clock)
        with store.exclusively():
            store.save(tokens)
        return tokens

    def tokens(self, app: OAuthApp, store: TokenStore) -> OAuthTokens:
        return OAuthTokens(app, store, grant=by_credentials, clock=self._clock)


def _typed(
    app: OAuthApp, client: Any, flow: dict[str, Any], enough: Callable[[Mapping[str, Any]], bool]
) -> dict[str, Any]:
    """What becomes of a code. A service that is away for a moment is asked again (RFC 8628 section 3.5)."""
    while True:
        try:
            return _told(app, lambda: client.acquire_token_by_device_flow(flow, exit_condition=enough))
        except (Unreachable, Throttled) as error:
            if enough(flow):
                raise
            wait = error.retry_after_s if isinstance(error, Throttled) else None
            time.sleep(min(max(wait or 1.0, 1.0), _LONGEST_WAIT_S))


# the code ------------------------------------------------------------------------------------------------------
def ask(app: OAuthApp, redirect: str) -> Asked:
    """The link for one sign-in that comes back to `redirect`."""
    if not app.loopback and urlsplit(redirect).hostname != "localhost":
        # Entra looks at everything but the port, and takes 127.0.0.1 only from a hand-made manifest ("Redirect URI (reply
        # URL) outline and restrictions"). It would tell the person, on a page of its own, and never us.
        raise SettingsInvalid(
            f"signing in to {app.system} by a browser needs a registered address to come back to",
            advice="Set redirect_port of the connection, and register http://localhost:PORT/cb with the app in Entra.",
        )
    posted = "response_mode=form_post"
    with _client(app) as client:
        # msal warns, for the whole process, of any answer that is not posted; but one that comes to a listener on this
        # machine, or is pasted, is a redirect (RFC 8252). So it is asked for as msal likes it, and the link says it.
        flow = _told(
            app,
            lambda: client.initiate_auth_code_flow(
                _scopes(app), redirect_uri=redirect, response_mode="form_post"
            ),
        )
    link, scheme = urlsplit(str(flow["auth_uri"])), urlsplit(app.authorize_url).scheme
    return Asked(
        url=link._replace(scheme=scheme, query=link.query.replace(posted, "response_mode=query")).geturl(),
        redirect=redirect,
        state=str(flow["state"]),
        verifier=str(flow["code_verifier"]),
        more=flow,
    )


def redeem(
    app: OAuthApp, asked: Asked, answer: Mapping[str, str], *, clock: Callable[[], float] = time.time
) -> TokenSet:
    """The tokens for an answer that belongs to this question. Raises SignInNeeded."""
    if not secrets.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
        raise SignInNeeded(f"the answer to the sign-in to {app.system} was not meant for this request")
    started = clock()
    with _client(app) as client:
        got = _told(app, lambda: client.acquire_token_by_auth_code_flow(dict(asked.more), dict(answer)))
    return _tokens(app, got, started)


# renewing ------------------------------------------------------------------------------------------------------
def by_refresh_token(app: OAuthApp, tokens: TokenSet, clock: Callable[[], float]) -> TokenSet:
    """Entra gives out another refresh token each time; where it does not, the old one stays. Raises SignInNeeded."""
    if tokens.refresh is None:
        raise SignInNeeded(f"the sign-in to {app.system} has ended", advice=_AGAIN)
    started = clock()
    with _client(app) as client:
        got = _told(app, lambda: client.acquire_token_by_refresh_token(tokens.refresh, _scopes(app)))
    return _tokens(app, {"refresh_token": tokens.refresh, **got}, started)


def by_credentials(app: OAuthApp, _: TokenSet | None, clock: Callable[[], float]) -> TokenSet:
    """Tokens for the application user. Raises SignInNeeded, SettingsInvalid without a secret and a certificate."""
    if urlsplit(app.token_url).path.split("/")[1] in ("organizations", "common"):
        raise SettingsInvalid(
            f"signing in to {app.system} as an application needs its own tenant in token_url",
            advice="Set token_url of the connection: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.",
        )
    started = clock()
    address = urlsplit(_scopes(app)[0])
    with _client(app, clock=clock) as client:
        scope = f"{address.scheme}://{address.netloc}/.default"
        got = _told(app, lambda: client.acquire_token_for_client([scope]))
    return _tokens(app, got, started)


# inside --------------------------------------------------------------------------------------------------------
@contextmanager
def _client(app: OAuthApp, *, clock: Callable[[], float] | None = None) -> Iterator[Any]:
    """A client of msal for one call, and nothing of it afterwards. With a `clock` the application must prove itself."""
    # msal takes a seventh of a second to load; only who signs in to Microsoft pays for it.
    import msal  # noqa: PLC0415

    authority = urlsplit(checked_url(app.token_url, loopback=app.loopback).removesuffix(_ENDPOINT))
    with Wire(app) as wire:
        credential = app.secret if app.secret is not None or clock is None else _signed(app, wire, clock)
        shared = {
            "authority": authority._replace(scheme="https").geturl(),
            "instance_discovery": False,
            "http_client": wire,
        }
        try:
            if credential is None:
                made = msal.PublicClientApplication(app.client_id, **shared)
            else:
                made = msal.ConfidentialClientApplication(
                    app.client_id, client_credential=credential, **shared
                )
        except ValueError as error:
            # An unknown tenant, or an address that is none: msal asks for the tenant's endpoints first.
            raise RequestRefused(
                f"the sign-in service of {app.system} does not know the tenant in the address {app.token_url}",
                advice="Check tenant, or token_url and auth_url, of the connection.",
            ) from error
        except (KeyError, TypeError, AttributeError):
            raise BadAnswer(
                f"the sign-in service of {app.system} answered with something unreadable"
            ) from None
        yield made


def _signed(app: OAuthApp, wire: Wire, clock: Callable[[], float]) -> dict[str, Any]:
    """What msal sends as proof. It is signed when it is sent: Entra has told its time by then."""
    pem = app.signer.key() if app.signer is not None else ""
    if not pem.strip():
        raise SettingsInvalid(
            f"signing in to {app.system} as an application needs its secret, or a certificate with its private key",
            advice="Give the secret (--client-id ID --secret-stdin), or one PEM file with both (--key-file FILE).",
        )
    certificate = certificate_in(pem, app.system)
    audience = urlsplit(app.token_url)._replace(scheme="https").geturl()

    def sign() -> str:
        now, told = clock(), wire.told_at
        if told is not None and abs(told - now) > _CLOCK_S:
            now = told
        return certificate.assertion(app.client_id, audience, now)

    return {"client_assertion": sign}


def _scopes(app: OAuthApp) -> list[str]:
    return [one for one in app.scopes if one not in _RESERVED]


def _told(app: OAuthApp, call: Callable[[], Any]) -> dict[str, Any]:
    """What msal answers. Raises BadAnswer."""
    try:
        answer = call()
    except (KeyError, TypeError, AttributeError, ValueError, RuntimeError):
        answer = None  # msal reads answers without a look at their shape
    if not isinstance(answer, dict):
        raise BadAnswer(f"the sign-in service of {app.system} answered with something unreadable")
    return answer


def _tokens(app: OAuthApp, answer: Mapping[str, Any], started: float) -> TokenSet:
    access, refresh, lifetime = (
        answer.get("access_token"),
        answer.get("refresh_token"),
        answer.get("expires_in"),
    )
    if not isinstance(access, str) or not access:
        raise refusal(app.system, answer)
    return TokenSet(
        access=access,
        refresh=refresh if isinstance(refresh, str) and refresh else None,
        expires_at=started + float(lifetime) if isinstance(lifetime, int | float) else None,
        issued_at=started,
        scopes=tuple(str(answer.get("scope") or "").split()),
    )
