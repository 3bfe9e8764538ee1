"""The JWT bearer flow as Salesforce judges it: signature, audience, user, approval, and an end within minutes.

help.salesforce.com, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration". The words of the refusals are the ones
administrators meet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate

from adapters.sandbox.oauth import App, OAuthRefused, Token, TokenBook

GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
USERNAME: Final = "integration@sandbox.example"
AUDIENCES: Final = ("https://login.salesforce.com",)
_LATEST_S: Final = 300


class Assertions:
    """The certificates uploaded to connected apps (here their public keys), and what an assertion yields."""

    def __init__(self, tokens: TokenBook, clock: Callable[[], int]) -> None:
        self._tokens, self._clock = tokens, clock
        self._certificates: dict[str, RSAPublicKey] = {}

    def trust(self, client_id: str, pem: str) -> None:
        """Uploads the certificate of a connected app (or its bare public key). Raises ValueError."""
        is_certificate = "BEGIN CERTIFICATE" in pem
        key = (
            load_pem_x509_certificate(pem.encode()).public_key()
            if is_certificate
            else load_pem_public_key(pem.encode())
        )
        if not isinstance(key, RSAPublicKey):
            raise ValueError("a connected app's certificate holds an RSA key")  # noqa: TRY004 - it is the file's content
        self._certificates[client_id] = key

    def redeem(self, assertion: str) -> Token:
        """Raises OAuthRefused."""
        app = self._app(assertion)
        try:
            claims = jwt.decode(
                assertion,
                self._certificates[app.client_id],
                algorithms=["RS256"],
                options={"verify_exp": False, "verify_aud": False, "require": ["iss", "sub", "aud", "exp"]},
            )
        except (jwt.PyJWTError, ValueError, KeyError):
            raise OAuthRefused("invalid_grant", "invalid assertion") from None
        if claims["aud"] not in AUDIENCES:
            raise OAuthRefused("invalid_grant", "audience is invalid")
        if claims["sub"] != USERNAME:
            raise OAuthRefused("invalid_grant", "user hasn't approved this consumer")
        left = float(claims["exp"]) - self._clock() / 1000
        if not 0 < left <= _LATEST_S:
            raise OAuthRefused(
                "invalid_grant", "token validity expired" if left <= 0 else "invalid assertion"
            )
        return self._tokens.vouch(app)

    def _app(self, assertion: str) -> App:
        try:
            issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss")
        except (jwt.PyJWTError, ValueError):
            raise OAuthRefused("invalid_grant", "invalid assertion") from None
        app = self._tokens.app(str(issuer))
        if app is None:
            raise OAuthRefused("invalid_client", "unknown client_id")
        return app
