"""The token book both sandboxes share: codes, access and refresh tokens, PKCE, revocation, rotation.

It keeps the rules of RFC 6749 and RFC 7636; each system shapes the answers and the error words itself.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from adapters.sandbox.calls import Answer, Call


class OAuthRefused(Exception):
    """A token request that RFC 6749 refuses; `code` is its error word, e.g. ``invalid_grant``."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A registered app; any redirect_uri on loopback is accepted."""

    id: str  # the numeric app id writes are attributed to
    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A live token: `expires_at` ms or None for one that lasts; `private` marks a static one."""

    value: str
    app_id: str
    user_id: str
    scopes: tuple[str, ...]
    expires_at: int | None
    refresh: str | None = None
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str | None
    expires_at: int


class TokenBook:
    """Who may call. Tests reach it as ``sandbox.system.tokens``."""

    def __init__(self, *, clock: Callable[[], int], lifetime_s: int = 1800, user_id: str = "9001") -> None:
        self.lifetime_s = lifetime_s
        self.person_declines = False  # what the person at the consent page does
        self._clock = clock
        self._user_id = user_id
        self._apps: dict[str, App] = {}
        self._codes: dict[str, _Code] = {}
        self._tokens: dict[str, Token] = {}
        self._refresh: dict[str, Token] = {}
        self.given_out: set[str] = (
            set()
        )  # every code and token there ever was, to look for where it must not be

    def register(self, app: App) -> None:
        """Lets an app ask for tokens."""
        self._apps[app.client_id] = app

    def app(self, client_id: str) -> App | None:
        """The registered app with this client id."""
        return self._apps.get(client_id)

    def apps(self) -> list[App]:
        """Every registered app."""
        return list(self._apps.values())

    def add_static(self, value: str, *, app_id: str, scopes: tuple[str, ...] = ()) -> Token:
        """A token that never expires (a private app's)."""
        token = Token(
            value=value, app_id=app_id, user_id=self._user_id, scopes=scopes, expires_at=None, private=True
        )
        self._tokens[value] = token
        return token

    def consent(self, call: Call) -> Answer:
        """The authorisation endpoint, consenting at once: 302 to redirect_uri with code and state."""
        client_id, redirect_uri = call.arg("client_id"), call.arg("redirect_uri")
        method = call.arg("code_challenge_method", "plain" if call.arg("code_challenge") else "")
        if client_id not in self._apps:
            return _plain(400, f"Unknown client_id {client_id!r}: use the app this sandbox prints at start.")
        if urlsplit(redirect_uri).hostname not in ("127.0.0.1", "localhost", "::1"):
            return _plain(400, "redirect_uri must be on loopback (127.0.0.1 or localhost).")
        answer = {"state": call.arg("state")} if call.arg("state") else {}
        if self.person_declines:
            return _back(
                redirect_uri, answer | {"error": "access_denied", "error_description": "end-user denied"}
            )
        if method not in ("", "S256"):
            answer |= {"error": "invalid_request", "error_description": "code_challenge_method must be S256"}
        else:
            code = secrets.token_urlsafe(18)
            self.given_out.add(code)
            self._codes[code] = _Code(
                client_id=client_id,
                redirect_uri=redirect_uri,
                scopes=tuple((call.arg("scope") + " " + call.arg("optional_scope")).split()),
                challenge=call.arg("code_challenge") or None,
                expires_at=self._clock() + 600_000,
            )
            answer["code"] = code
        return _back(redirect_uri, answer)

    def grant(self, form: Mapping[str, str], *, rotate: bool = False) -> Token:
        """The token endpoint's decision for a form; raises OAuthRefused.

        Grants authorization_code, refresh_token and client_credentials. With `rotate` a refresh yields a new
        refresh token and kills the old one.
        """
        app = self._apps.get(form.get("client_id", ""))
        if app is None:
            raise OAuthRefused("invalid_client", "unknown client_id")
        kind = form.get("grant_type", "")
        code = self._codes.get(form.get("code", "")) if kind == "authorization_code" else None
        # A public client proves itself by PKCE alone; anyone else must know the secret.
        if form.get("client_secret") != app.client_secret and not (
            code is not None and code.challenge and "client_secret" not in form
        ):
            raise OAuthRefused("invalid_client_credentials", "missing or wrong client secret")
        if kind == "authorization_code":
            return self._redeem(app, code, form)
        if kind == "refresh_token":
            held = self._refresh.get(form.get("refresh_token", ""))
            if held is None or held.app_id != app.id:
                raise OAuthRefused("invalid_grant", "expired or revoked refresh token")
            refresh = form["refresh_token"]
            if rotate:
                del self._refresh[refresh]
                refresh = secrets.token_urlsafe(24)
            return self._issue(app, held.scopes, refresh)
        if kind == "client_credentials":
            return self._issue(app, app.scopes, None)
        raise OAuthRefused("unsupported_grant_type", f"grant_type {kind!r} is not supported")

    def vouch(self, app: App) -> Token:
        """A token for an app that proved itself by other means (a signed assertion); there is no refresh token."""
        return self._issue(app, app.scopes, None)

    def sign_in(self, app: App, scopes: tuple[str, ...]) -> Token:
        """Tokens for a person who signed in by other means (a device code), with a refresh token."""
        return self._issue(app, scopes, secrets.token_urlsafe(24))

    def _redeem(self, app: App, code: _Code | None, form: Mapping[str, str]) -> Token:
        if code is None or code.expires_at < self._clock() or code.client_id != app.client_id:
            raise OAuthRefused("invalid_grant", "unknown or expired authorization code")
        if code.redirect_uri != form.get("redirect_uri"):
            raise OAuthRefused("invalid_grant", "redirect_uri differs from the one consented to")
        if code.challenge is not None:
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).decode().rstrip("=") != code.challenge:
                raise OAuthRefused("invalid_grant", "code_verifier does not match the challenge")
        del self._codes[form["code"]]
        return self._issue(app, code.scopes or app.scopes, secrets.token_urlsafe(24))

    def _issue(self, app: App, scopes: tuple[str, ...], refresh: str | None) -> Token:
        token = Token(
            value=secrets.token_urlsafe(40),
            app_id=app.id,
            user_id=self._user_id,
            scopes=scopes,
            expires_at=self._clock() + self.lifetime_s * 1000,
            refresh=refresh,
        )
        self._tokens[token.value] = token
        self.given_out |= {token.value, refresh or token.value}
        if refresh is not None:
            self._refresh[refresh] = token
        return token

    def find(self, value: str) -> Token | None:
        """The live token with this value; None when unknown, revoked or expired."""
        token = self._tokens.get(value)
        if token is not None and token.expires_at is not None and token.expires_at <= self._clock():
            return None
        return token

    def find_refresh(self, value: str) -> Token | None:
        """The grant behind a live refresh token."""
        return self._refresh.get(value)

    def revoke(self, value: str) -> bool:
        """Ends an access or refresh token (with the access tokens it gave); false when unknown."""
        known = self._tokens.pop(value, None) is not None
        if self._refresh.pop(value, None) is not None:
            known = True
            for token in [t for t in self._tokens.values() if t.refresh == value]:
                del self._tokens[token.value]
        return known

    def revoke_all(self, *, refresh: bool = True) -> int:
        """Ends every OAuth token, as an uninstall does; static tokens stay. Returns how many access tokens."""
        ended = [t for t in self._tokens.values() if not t.private]
        for token in ended:
            del self._tokens[token.value]
        if refresh:
            self._refresh.clear()
        return len(ended)


def _back(redirect_uri: str, answer: Mapping[str, str]) -> Answer:
    parts = urlsplit(redirect_uri)
    query = urlencode([*parse_qsl(parts.query), *answer.items()])
    location = urlunsplit(parts._replace(query=query))
    return Answer(status=302, headers=(("location", location),), content_type="text/plain")


def _plain(status: int, text: str) -> Answer:
    return Answer(status=status, body=text.encode(), content_type="text/plain; charset=utf-8")
