"""The Microsoft identity platform as msal meets it: discovery, consent, device codes, tokens, keys.

learn.microsoft.com, "Microsoft identity platform and OAuth 2.0 authorization code flow" and its neighbours. Errors carry
``AADSTS…`` in their description and ``error_codes``.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.dynamics.certificates import ASSERTION, Certificates
from adapters.sandbox.dynamics.definitions import FOLDER
from adapters.sandbox.dynamics.users import ADMINISTRATOR, DOMAIN
from adapters.sandbox.oauth import App, OAuthRefused, Token, TokenBook

TENANT: Final = "6f7c3c54-8f3b-4c0e-9d6a-0f3e7d1b2a90"
_TENANTS: Final = (TENANT, "organizations", "common", DOMAIN)
_SCOPES: Final = ("openid", "profile", "offline_access", "email")
_DEVICE: Final = ("urn:ietf:params:oauth:grant-type:device_code", "device_code")


@dataclass(slots=True, kw_only=True)
class _Device:
    client_id: str
    user_code: str
    scopes: tuple[str, ...]
    expires_at: int
    answer: str = "pending"


class Entra:
    """The tenant's endpoints. `device_answer` is what the person does at once with a device code, if anything."""

    def __init__(self, tokens: TokenBook, clock: Callable[[], int]) -> None:
        self.tokens, self._clock = tokens, clock
        self.certificates = Certificates(clock)
        self.device_answer = ""
        self.interval_s = 1
        self._devices: dict[str, _Device] = {}
        self._nonces: dict[str, str] = {}
        self._key: RSAPrivateKey | None = None
        self._spent: set[str] = set()

    def mount(self, router: Router) -> None:
        """`/{tenant}/…` as on login.microsoftonline.com."""
        for method in ("GET", "POST"):
            router.add(method, "/{tenant}/oauth2/v2.0/authorize", self._authorize, open=True)
            router.add(method, "/{tenant}/oauth2/deviceauth", self._device_page, open=True)
            router.add(method, "/{tenant}/oauth2/v2.0/logout", lambda call: Answer(status=200), open=True)
        router.add("POST", "/{tenant}/oauth2/v2.0/token", self._token, open=True)
        router.add("POST", "/{tenant}/oauth2/v2.0/devicecode", self._device_code, open=True)
        router.add("GET", "/{tenant}/v2.0/.well-known/openid-configuration", self._configuration, open=True)
        router.add("GET", "/{tenant}/discovery/instance", self._instance, open=True)
        router.add("GET", "/{tenant}/discovery/v2.0/keys", self._keys, open=True)

    # discovery ---------------------------------------------------------------------------------------------------
    def _configuration(self, call: Call) -> Answer:
        tenant = call.params["tenant"]
        if tenant.lower() not in _TENANTS:
            return self._refuse(call, 90002, tenant)
        base = f"{call.base_url}/{tenant}"
        return json_answer(
            {
                "issuer": f"{call.base_url}/{TENANT}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
                "response_modes_supported": ["query", "fragment", "form_post"],
                "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
                "scopes_supported": list(_SCOPES),
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "oid"],
                "tenant_region_scope": "EU",
                "cloud_instance_name": "microsoftonline.com",
            }
        )  # fmt: skip

    def _instance(self, call: Call) -> Answer:
        host = urlsplit(call.base_url).netloc
        return json_answer(
            {
                "tenant_discovery_endpoint": f"{call.base_url}/{TENANT}/v2.0/.well-known/openid-configuration",
                "api-version": "1.1",
                "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
            }
        )

    def _keys(self, call: Call) -> Answer:
        numbers = self._private_key().public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "kid": "sandbox", "n": _packed(numbers.n), "e": _packed(numbers.e)}
        return json_answer({"keys": [key]})

    # signing in --------------------------------------------------------------------------------------------------
    def _authorize(self, call: Call) -> Answer:
        answer = self.tokens.consent(call)
        where = dict(answer.headers).get("location")
        if where is None:
            return answer
        given = dict(parse_qsl(urlsplit(where).query))
        if "code" in given and call.arg("nonce"):
            self._nonces[given["code"]] = call.arg("nonce")
        if call.arg("response_mode") == "fragment":
            where = where.replace("?", "#", 1)
            answer = replace(answer, headers=(("location", where),))
        return answer

    def _device_code(self, call: Call) -> Answer:
        form = call.form()
        app = self.tokens.app(form.get("client_id", ""))
        if app is None:
            return self._refuse(call, 700016, form.get("client_id", ""))
        wrong = self._resource(call, form.get("scope", ""), credentials=False)
        if wrong is not None:
            return wrong
        code, user_code = secrets.token_urlsafe(24), secrets.token_hex(4).upper()
        self.tokens.given_out.add(code)
        self._devices[code] = _Device(
            client_id=app.client_id,
            user_code=user_code,
            scopes=tuple(form.get("scope", "").split()),
            expires_at=self._clock() + 900_000,
            answer=self.device_answer or "pending",
        )
        page = f"{call.base_url}/common/oauth2/deviceauth"
        return json_answer(
            {
                "user_code": user_code,
                "device_code": code,
                "verification_uri": page,
                "expires_in": 900,
                "interval": self.interval_s,
                "message": f"To sign in, use a web browser to open the page {page} and enter the code {user_code}"
                " to authenticate.",
            }
        )

    def _device_page(self, call: Call) -> Answer:
        """``?user_code=…`` consents, with ``&decline=1`` refuses: the person at the page."""
        wanted = call.arg("user_code") or (call.form().get("user_code", "") if call.body else "")
        for device in self._devices.values():
            if wanted and device.user_code == wanted.strip().upper():
                device.answer = "declined" if call.arg("decline") else "approved"
                return Answer(
                    body=b"You have signed in. You may close this window.", content_type="text/plain"
                )
        return Answer(
            status=200 if not wanted else 400,
            body=b"Enter the code shown by your app.",
            content_type="text/plain",
        )

    # tokens ------------------------------------------------------------------------------------------------------
    def _token(self, call: Call) -> Answer:
        tenant = call.params["tenant"]
        if tenant.lower() not in _TENANTS:
            return self._refuse(call, 90002, tenant)
        form = dict(call.form())
        form |= _basic(call)
        app = self.tokens.app(form.get("client_id", ""))
        if app is None:
            return self._refuse(call, 700016, form.get("client_id", ""))
        kind = form.get("grant_type", "")
        refusal = self._proof(call, app, form, kind)
        if refusal is None:
            refusal = self._resource(
                call,
                form.get("scope", ""),
                credentials=kind == "client_credentials",
                needed=kind != "authorization_code",
            )
        if refusal is not None:
            return refusal
        if kind in _DEVICE:
            return self._redeem_device(call, app, form)
        form["client_secret"] = app.client_secret
        nonce = self._nonces.get(form.get("code", ""))
        try:
            rotate = call.draw is not None and call.draw.strikes("rotate_refresh_token")
            token = self.tokens.grant(form, rotate=rotate)
            if kind == "refresh_token" and not rotate:
                # Entra always gives out another refresh token; that the old one dies is the fault's doing
                token = self.tokens.sign_in(app, token.scopes)
        except OAuthRefused as refused:
            return self._refused(call, refused, form)
        if kind == "authorization_code":
            self._spent.add(form["code"])
        return self._granted(call, app, token, nonce, person=kind != "client_credentials")

    def _proof(self, call: Call, app: App, form: Mapping[str, str], kind: str) -> Answer | None:
        """The refusal of a client that does not prove itself."""
        assertion, secret = form.get("client_assertion"), form.get("client_secret")
        if not app.client_secret:
            return self._refuse(call, 700025) if assertion or secret else None
        if assertion is not None:
            right = form.get("client_assertion_type") == ASSERTION and self.certificates.vouches(
                app, assertion, f"{call.base_url}{call.path}"
            )
            return None if right else self._refuse(call, 700027)
        if secret is None:
            # PKCE alone is for public clients; a confidential one proves itself all the same
            return self._refuse(call, 7000218)
        return None if secret == app.client_secret else self._refuse(call, 7000215)

    def _resource(self, call: Call, scope: str, *, credentials: bool, needed: bool = True) -> Answer | None:
        """The refusal of a scope that is for another resource than this org."""
        asked = [one for one in scope.split() if one not in _SCOPES]
        if not asked:
            return self._refuse(call, 500011, "''") if credentials and needed else None
        host = urlsplit(call.base_url).netloc
        for one in asked:
            if urlsplit(one).netloc != host:
                return self._refuse(call, 500011, re.sub(r"/[^/]*$", "", one))
            if credentials and not one.endswith("/.default"):
                return self._refuse(call, 1002012, one)
        return None

    def _redeem_device(self, call: Call, app: App, form: Mapping[str, str]) -> Answer:
        device = self._devices.get(form.get("device_code", form.get("code", "")))
        if device is None or device.client_id != app.client_id:
            return self._refuse(call, 70018)
        if device.expires_at < self._clock():
            return self._refuse(call, 70020)
        if device.answer == "pending":
            return self._refuse(call, 70016)
        if device.answer == "declined":
            return self._refuse(call, 65004)
        self._devices.pop(form.get("device_code", form.get("code", "")))
        return self._granted(call, app, self.tokens.sign_in(app, device.scopes), None, person=True)

    def _granted(self, call: Call, app: App, token: Token, nonce: str | None, *, person: bool) -> Answer:
        body: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": " ".join(one for one in token.scopes if one not in _SCOPES),
            "expires_in": self.tokens.lifetime_s,
            "ext_expires_in": self.tokens.lifetime_s,
            "access_token": token.value,
        }
        if person:
            if token.refresh is not None and (not token.scopes or "offline_access" in token.scopes):
                body["refresh_token"] = token.refresh
            body["id_token"] = self._id_token(call, app, nonce)
            info = {"uid": ADMINISTRATOR, "utid": TENANT}
            body["client_info"] = base64.urlsafe_b64encode(json.dumps(info).encode()).decode().rstrip("=")
        return json_answer(body, headers=(("cache-control", "no-store, no-cache"),))

    def _id_token(self, call: Call, app: App, nonce: str | None) -> str:
        now = self._clock() // 1000
        claims: dict[str, Any] = {
            "aud": app.client_id,
            "iss": f"{call.base_url}/{TENANT}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "name": "Administrator",
            "oid": ADMINISTRATOR,
            "preferred_username": f"administrator@{DOMAIN}",
            "sub": ADMINISTRATOR,
            "tid": TENANT,
            "ver": "2.0",
        }
        if nonce:
            claims["nonce"] = nonce
        return jwt.encode(claims, self._private_key(), algorithm="RS256", headers={"kid": "sandbox"})

    def _private_key(self) -> RSAPrivateKey:
        if self._key is None:
            self._key = generate_private_key(public_exponent=65_537, key_size=2_048)
        return self._key

    # refusals ----------------------------------------------------------------------------------------------------
    def _refused(self, call: Call, refused: OAuthRefused, form: Mapping[str, str]) -> Answer:
        if refused.code == "invalid_grant":
            if form.get("grant_type") == "refresh_token":
                return self._refuse(call, 700082)
            if form.get("code") in self._spent:
                return self._refuse(call, 54005)
            return self._refuse(call, 501481 if "code_verifier" in refused.detail else 70000)
        if refused.code == "unsupported_grant_type":
            return self._refuse(call, 70003, form.get("grant_type", ""))
        return self._refuse(call, 7000215)

    def _refuse(self, call: Call, number: int, about: str = "") -> Answer:
        error, words = _codes()[number]
        status = 401 if error == "invalid_client" else 400
        trace = secrets.token_hex(16)
        return json_answer(
            {
                "error": error,
                "error_description": f"AADSTS{number}: {words.format(about)} Trace ID: {trace} Correlation ID: {trace}",
                "error_codes": [number],
                "timestamp": "2026-01-01 00:00:00Z",
                "trace_id": trace,
                "correlation_id": call.headers.get("client-request-id", trace),
                "error_uri": f"{call.base_url}/error?code={number}",
            },
            status=status,
        )


def _basic(call: Call) -> dict[str, str]:
    """The app's id and secret in an Authorization header; nothing where there is none that can be read."""
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        id, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": unquote(id), "client_secret": unquote(secret)}


@cache
def _codes() -> dict[int, tuple[str, str]]:
    """RFC 6749's word and the text of each AADSTS number."""
    table = tomllib.loads((FOLDER / "aadsts.toml").read_text(encoding="utf-8"))
    return {int(number): (entry["error"], entry["text"]) for number, entry in table.items()}


def _packed(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
