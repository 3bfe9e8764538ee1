"""Signing in to a CRM: the authorization code with PKCE over a loopback redirect, and renewing the tokens after that.

HubSpot and Salesforce take their parameters as a form in the body of the token request. HubSpot tells a lifetime and is
renewed by the clock; Salesforce tells none and is renewed when it refuses a token. Only one renewal runs at a time, and
what it yields is kept by the store before it is used, because a CRM may kill the old refresh token in the same moment.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Final, Protocol, Self
from urllib.parse import parse_qs, urlsplit

import msgspec
import requests
from requests_oauthlib import OAuth2Session

from adapters.answers import checked_url
from core.errors import (
    BadAnswer,
    PortInUse,
    RemoteError,
    RequestRefused,
    SignInNeeded,
    Throttled,
    Unreachable,
)

MARGIN_S: Final = 120.0  # renew this long before the end: a batch under way must not outlive its token
_TIMEOUT: Final = (5.0, 30.0)
_MOST_BYTES: Final = 1 << 20
_PAGE: Final = (
    "<!doctype html><html><head><meta charset='utf-8'><title>CRM Sync</title></head>"
    "<body style='font-family:sans-serif;margin:4em'><h1>{title}</h1><p>{text}</p></body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthApp:
    """The app registered with a CRM. `secret` is None for a public client, which proves itself by PKCE alone."""

    system: str
    client_id: str
    secret: str | None = field(repr=False)
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    loopback: bool = False
    basic_auth: bool = False  # the client proves itself in a header (RFC 6749 2.3.1), not in the body


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet:
    """What a sign-in yielded. `expires_at` is seconds since 1970 by our clock; None where the CRM tells no lifetime."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: float | None = None
    instance_url: str | None = None
    scopes: tuple[str, ...] = ()


class TokenStore(Protocol):
    """Keeps the tokens of one connection. `save` returns only when they would survive a crash."""

    def load(self) -> TokenSet | None: ...

    def save(self, tokens: TokenSet) -> None: ...


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


class OAuthTokens:
    """The door to a connection's access token. Share one object among the workers of a connection; thread-safe."""

    def __init__(
        self,
        app: OAuthApp,
        store: TokenStore,
        *,
        clock: Callable[[], float] = time.time,
        ca: str | None = None,
    ) -> None:
        self._app, self._store, self._clock, self._ca = app, store, clock, ca
        self._lock = threading.Lock()
        self._held: TokenSet | None = None
        self._dead: str | None = None  # a refresh token the CRM has called invalid: asking again is pointless

    def bearer(self) -> str:
        """The access token to send. Renews it first where its lifetime is nearly over. Raises SignInNeeded."""
        with self._lock:
            tokens = self._current()
            if tokens.expires_at is not None and self._clock() >= tokens.expires_at - MARGIN_S:
                tokens = self._renewed(tokens)
            return tokens.access

    def renew(self, refused: str) -> str:
        """A newer token than `refused`; whoever comes second gets what the first one fetched. Raises SignInNeeded."""
        with self._lock:
            tokens = self._current()
            if tokens.access != refused:
                return tokens.access
            return self._renewed(tokens).access

    @property
    def instance_url(self) -> str | None:
        """Where the CRM says this account lives (Salesforce)."""
        with self._lock:
            return self._current().instance_url

    def _current(self) -> TokenSet:
        if self._held is None:
            self._held = self._store.load()
        if self._held is None:
            raise SignInNeeded(f"nobody has signed in to {self._app.system} yet")
        return self._held

    def _renewed(self, tokens: TokenSet) -> TokenSet:
        kept = self._store.load()
        if kept is not None and kept.access != tokens.access:
            self._held = kept  # another process was first
            return kept
        if tokens.refresh is None or tokens.refresh == self._dead:
            raise SignInNeeded(f"the sign-in to {self._app.system} has ended")
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        try:
            fresh = ask_for_tokens(self._app, form, clock=self._clock, ca=self._ca)
        except SignInNeeded:
            self._dead = tokens.refresh
            raise
        fresh = replace(
            fresh,
            refresh=fresh.refresh or tokens.refresh,
            instance_url=fresh.instance_url or tokens.instance_url,
            scopes=fresh.scopes or tokens.scopes,
        )
        self._store.save(fresh)
        self._held = fresh
        return fresh


def ask_for_tokens(
    app: OAuthApp, form: Mapping[str, str], *, clock: Callable[[], float] = time.time, ca: str | None = None
) -> TokenSet:
    """One request to the token endpoint (RFC 6749 4.1.3 and 6).

    Raises SignInNeeded where the grant is dead, else another RemoteError.
    """
    body = {**form}
    if not app.basic_auth:
        body["client_id"] = app.client_id
        if app.secret is not None:
            body["client_secret"] = app.secret
    started = clock()
    what = f"the token endpoint of {app.system}"
    try:
        with requests.Session() as session:
            session.trust_env = False
            response = session.post(
                checked_url(app.token_url, loopback=app.loopback),
                data=body,
                auth=(app.client_id, app.secret or "") if app.basic_auth else None,
                headers={"Accept": "application/json"},
                timeout=_TIMEOUT,
                allow_redirects=False,
                verify=ca if ca is not None else True,
                stream=True,
            )
            text = next(response.iter_content(_MOST_BYTES), b"")
    except requests.RequestException:
        raise Unreachable(f"{what} does not answer") from None
    try:
        answer = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        if response.status_code >= 500:
            raise Unreachable(f"{what} answers {response.status_code}") from None
        raise BadAnswer(f"{what} answered {response.status_code} with something unreadable") from None
    if response.status_code != 200:
        raise _refusal(response.status_code, answer, what)
    return _token_set(app, answer, started, what)


def _refusal(status: int, answer: Mapping[str, Any], what: str) -> RemoteError:
    # HubSpot's v1/v3 endpoints say {"status": "BAD_REFRESH_TOKEN"}, RFC 6749 says {"error": "invalid_grant"}.
    code = str(answer.get("error") or answer.get("status") or "")
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


def _token_set(app: OAuthApp, answer: Mapping[str, Any], started: float, what: str) -> TokenSet:
    access, refresh, lifetime = (
        answer.get("access_token"),
        answer.get("refresh_token"),
        answer.get("expires_in"),
    )
    instance = answer.get("instance_url") or answer.get("api_domain")
    scope = answer.get("scope") or answer.get("scopes")
    if not isinstance(access, str) or not access:
        raise BadAnswer(f"{what} answered without an access token")
    if isinstance(instance, str):
        checked_url(instance, loopback=app.loopback)
    return TokenSet(
        access=access,
        refresh=refresh if isinstance(refresh, str) and refresh else None,
        expires_at=started + float(lifetime) if isinstance(lifetime, int | float) else None,
        instance_url=instance if isinstance(instance, str) else None,
        scopes=tuple(scope.split()) if isinstance(scope, str) else tuple(str(one) for one in scope or ()),
    )


def sign_in(
    app: OAuthApp,
    store: TokenStore,
    open_url: Callable[[str], object],
    timeout_s: float = 120.0,
    *,
    port: int = 0,
    clock: Callable[[], float] = time.time,
    ca: str | None = None,
) -> TokenSet:
    """Lets a person sign in with a browser (RFC 8252, 7636) and keeps the tokens.

    `open_url` gets the link: it may open a browser or print it. A listener on 127.0.0.1 takes exactly one answer on a
    path nobody can guess. Vendors that compare the address letter by letter need a fixed `port`: it is then
    http://localhost:{port}/cb, to be registered with the app. Raises SignInNeeded where the person declines, does not
    come, or the answer is forged; PortInUse.
    """
    with _Listener(port) as listener:
        verifier = secrets.token_urlsafe(64)
        digest = hashlib.sha256(verifier.encode()).digest()
        session = OAuth2Session(app.client_id, redirect_uri=listener.url, scope=list(app.scopes))
        endpoint = urlsplit(checked_url(app.authorize_url, loopback=app.loopback))
        # The library takes https only; a sandbox on loopback gets its own scheme back afterwards.
        link, state = session.authorization_url(
            endpoint._replace(scheme="https").geturl(),
            code_challenge=base64.urlsafe_b64encode(digest).decode().rstrip("="),
            code_challenge_method="S256",
        )
        link = urlsplit(link)._replace(scheme=endpoint.scheme).geturl()
        open_url(link)
        query = listener.wait(timeout_s)
    if query is None:
        raise SignInNeeded(f"nobody signed in to {app.system} within {timeout_s:.0f} s")
    if not secrets.compare_digest(query.get("state", "").encode(), str(state).encode()):
        raise SignInNeeded(f"the answer to the sign-in to {app.system} was not meant for this request")
    if "code" not in query:
        raise SignInNeeded(
            f"the sign-in to {app.system} was declined ({query.get('error', 'no reason given')[:60]})"
        )
    form = {
        "grant_type": "authorization_code",
        "code": query["code"],
        "redirect_uri": listener.url,
        "code_verifier": verifier,
    }
    tokens = ask_for_tokens(app, form, clock=clock, ca=ca)
    store.save(tokens)
    return tokens


class _Listener:
    """One answer on http://127.0.0.1:{random port}/cb/{nonce}; every other path is told nothing."""

    def __init__(self, port: int) -> None:
        path = "/cb" if port else f"/cb/{secrets.token_urlsafe(24)}"
        found: list[dict[str, str]] = []

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                ours = not found and secrets.compare_digest(parts.path.encode(), path.encode())
                if ours:
                    found.append({name: values[0] for name, values in parse_qs(parts.query).items()})
                good = ours and "code" in found[0]
                page = _PAGE.format(
                    title="Signed in" if good else "Nothing happened",
                    text="You can close this window." if good else "Start the sign-in again in CRM Sync.",
                ).encode()
                self.send_response(200 if ours else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:
                """Silent: the request line holds the code."""

        self._found = found
        try:
            self._server = HTTPServer(("127.0.0.1", port), Handler)
        except OSError:
            raise PortInUse(f"port {port}, where the sign-in is to come back, is taken") from None
        host = "localhost" if port else "127.0.0.1"
        self.url = f"http://{host}:{self._server.server_port}{path}"

    def wait(self, timeout_s: float) -> dict[str, str] | None:
        end = time.monotonic() + timeout_s
        while not self._found and (left := end - time.monotonic()) > 0:
            self._server.timeout = left
            self._server.handle_request()
        return self._found[0] if self._found else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self._server.server_close()
