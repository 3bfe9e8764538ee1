"""Signing in to Microsoft Entra ID with msal, Microsoft's own client: by a browser, by a device code, or as an application.

msal's cache lives in one call's memory and is thrown away with it: tokens are kept by the connection's own store alone, and
renewed by `adapters/renewal.py`. Errors are RFC 6749's words with AADSTS numbers (learn.microsoft.com, "Microsoft Entra
authentication and authorization error codes").
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from adapters.answers import LOOPBACK_HOSTS, checked_url
from adapters.code_flow import Asked, CodeFlow
from adapters.oauth import OAuthApp, TokenSet, TokenStore
from adapters.renewal import OAuthTokens
from adapters.signing_in import Prompt, Talk
from core.errors import (
    BadAnswer,
    RemoteError,
    RequestRefused,
    SettingsInvalid,
    SignInNeeded,
    Throttled,
    Unreachable,
)

_TIMEOUT: Final = (5.0, 30.0)
_ENDPOINT: Final = "/oauth2/v2.0/token"
_RESERVED: Final = ("offline_access", "openid", "profile")  # msal asks for these by itself
_ENDED: Final = (
    "invalid_grant", "interaction_required", "login_required", "consent_required", "authorization_declined",
    "access_denied", "expired_token", "code_expired", "bad_verification_code",
)  # fmt: skip
_CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_PRIVATE: Final = re.compile(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.+?-----END \1PRIVATE KEY-----", re.DOTALL)


def browser_flow(*, clock: Callable[[], float] = time.time) -> CodeFlow:
    """The authorization code with PKCE, as a person's browser brings it."""
    return CodeFlow(clock=clock, ask=ask, redeem=redeem, grant=by_refresh_token)


class DeviceFlow:
    """A code that a person types on any device (RFC 8628). Satisfies `adapters.signing_in.Strategy`."""

    needs_person = True

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def sign_in(self, app: OAuthApp, store: TokenStore, talk: Talk) -> TokenSet:
        started = self._clock()
        with _client(app) as client:
            flow = _told(app, lambda: client.initiate_device_flow(_scopes(app)))
            if "user_code" not in flow:
                raise _refusal(app, flow)
            talk.show(Prompt(url=str(flow["verification_uri"]), code=str(flow["user_code"])))
            end = min(float(flow.get("expires_at", started)), time.time() + talk.timeout_s)

            def enough(_: Mapping[str, Any]) -> bool:
                return talk.over.is_set() or time.time() > end

            answer = _told(app, lambda: client.acquire_token_by_device_flow(flow, exit_condition=enough))
        if answer.get("error") == "authorization_pending":
            raise SignInNeeded(f"nobody signed in to {app.system} within {talk.timeout_s:.0f} s")
        tokens = _tokens(app, answer, self._clock())
        with store.exclusively():
            store.save(tokens)
        return tokens

    def tokens(self, app: OAuthApp, store: TokenStore) -> OAuthTokens:
        return OAuthTokens(app, store, grant=by_refresh_token, clock=self._clock)


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


# the code ------------------------------------------------------------------------------------------------------
def ask(app: OAuthApp, redirect: str) -> Asked:
    """The link for one sign-in that comes back to `redirect`."""
    with _client(app) as client, warnings.catch_warnings():
        # msal would rather have the answer posted; a listener on this machine takes a redirect (RFC 8252).
        warnings.simplefilter("ignore", UserWarning)
        flow = _told(app, lambda: client.initiate_auth_code_flow(_scopes(app), redirect_uri=redirect))
    link, scheme = urlsplit(str(flow["auth_uri"])), urlsplit(app.authorize_url).scheme
    return Asked(
        url=link._replace(scheme=scheme).geturl(),
        redirect=redirect,
        state=str(flow["state"]),
        verifier=str(flow["code_verifier"]),
        more=flow,
    )


def redeem(
    app: OAuthApp, asked: Asked, answer: Mapping[str, str], *, clock: Callable[[], float] = time.time
) -> TokenSet:
    """The tokens for an answer that belongs to this question. Raises SignInNeeded."""
    started = clock()
    with _client(app) as client:
        try:
            got = _told(app, lambda: client.acquire_token_by_auth_code_flow(dict(asked.more), dict(answer)))
        except ValueError:
            raise SignInNeeded(
                f"the answer to the sign-in to {app.system} was not meant for this request"
            ) from None
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
    with _client(app, needs_credential=True) as client:
        scope = f"{address.scheme}://{address.netloc}/.default"
        got = _told(app, lambda: client.acquire_token_for_client([scope]))
    return _tokens(app, got, started)


# inside --------------------------------------------------------------------------------------------------------
_AGAIN: Final = "Sign in again: crmsync connections sign-in NAME."
_CHECK: Final = (
    "Check the client id, the secret or certificate, and the redirect address of the app registration in Entra, and that "
    "the environment has an application user for it; then sign in again: crmsync connections sign-in NAME."
)


class _Wire(requests.Session):
    """What msal speaks through: no proxies or netrc of the environment, always a timeout.

    msal takes https authorities only; a sandbox on this machine that has no TLS is spoken to as it speaks.
    """

    def __init__(self, app: OAuthApp) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = app.ca if app.ca is not None else True
        self._plain = app.loopback and urlsplit(app.token_url).scheme == "http"

    def request(self, method: Any, url: Any, *args: Any, **more: Any) -> requests.Response:
        parts = urlsplit(str(url))
        if self._plain and parts.hostname in LOOPBACK_HOSTS:
            url = parts._replace(scheme="http").geturl()
        more.setdefault("timeout", _TIMEOUT)
        more["allow_redirects"] = False
        answer = super().request(method, url, *args, **more)
        if self._plain and parts.path.endswith("/openid-configuration"):
            # msal wants the addresses that are told there to be https as well.
            told = answer.content.replace(b'"http://', b'"https://')
            answer._content = told  # noqa: SLF001
        return answer


@contextmanager
def _client(app: OAuthApp, *, needs_credential: bool = False) -> Any:
    """A client of msal for one call, and nothing of it afterwards."""
    # msal takes a seventh of a second to load; only who signs in to Microsoft pays for it.
    import msal  # noqa: PLC0415

    authority = urlsplit(checked_url(app.token_url, loopback=app.loopback).removesuffix(_ENDPOINT))
    credential = _credential(app, needed=needs_credential)
    with _Wire(app) as wire:
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
                advice="Check token_url and auth_url of the connection.",
            ) from error
        except requests.RequestException:
            raise Unreachable(f"the sign-in service of {app.system} does not answer") from None
        try:
            yield made
        except requests.RequestException:
            raise Unreachable(f"the sign-in service of {app.system} does not answer") from None


def _credential(app: OAuthApp, *, needed: bool) -> Any:
    if app.secret is not None or not needed:
        return app.secret
    pem = app.signer.key() if app.signer is not None else ""
    certificate, private = _CERTIFICATE.search(pem), _PRIVATE.search(pem)
    if certificate is None or private is None:
        raise SettingsInvalid(
            f"signing in to {app.system} as an application needs its secret, or a certificate with its private key",
            advice="Give the secret (--client-id ID --secret-stdin), or one PEM file with both (--key-file FILE).",
        )
    return {"private_key": private[0], "public_certificate": certificate[0]}


def _scopes(app: OAuthApp) -> list[str]:
    return [one for one in app.scopes if one not in _RESERVED]


def _told(app: OAuthApp, call: Callable[[], Any]) -> dict[str, Any]:
    """What msal answers. Raises BadAnswer."""
    try:
        answer = call()
    except (KeyError, TypeError, AttributeError):
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
        raise _refusal(app, answer)
    return TokenSet(
        access=access,
        refresh=refresh if isinstance(refresh, str) and refresh else None,
        expires_at=started + float(lifetime) if isinstance(lifetime, int | float) else None,
        issued_at=started,
        scopes=tuple(str(answer.get("scope") or "").split()),
    )


def _refusal(app: OAuthApp, answer: Mapping[str, Any]) -> RemoteError:
    code = str(answer.get("error") or "")
    numbers = answer.get("error_codes") or ()
    told = (
        f" (AADSTS{numbers[0]})"
        if isinstance(numbers, list) and numbers
        else f" ({code[:60]})"
        if code
        else ""
    )
    what = f"the sign-in service of {app.system}"
    if code in _ENDED:
        return SignInNeeded(f"{what} no longer accepts this sign-in{told}", advice=_AGAIN)
    if code in ("invalid_client", "unauthorized_client", "invalid_resource", "invalid_scope"):
        return SignInNeeded(f"{what} does not take this app{told}", advice=_CHECK)
    if code in ("temporarily_unavailable", "server_error"):
        return Unreachable(f"{what} is not available{told}")
    if code in ("too_many_requests", "throttled"):
        return Throttled(f"{what}: too many requests")
    return RequestRefused(f"{what} refused the request{told}", advice=_CHECK)
