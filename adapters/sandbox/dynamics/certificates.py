"""Client assertions: an app proves itself by a JWT signed with the key of a certificate it was given.

learn.microsoft.com, "Microsoft identity platform application authentication certificate credentials".
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_pem_x509_certificate

from adapters.sandbox.oauth import App

ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS: Final = ("RS256", "PS256")


class Certificates:
    """The certificates uploaded to app registrations."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._held: dict[str, list[Certificate]] = {}

    def trust(self, client_id: str, pem: str) -> None:
        """Uploads a certificate of an app. Raises ValueError for anything else than one with an RSA key."""
        certificate = load_pem_x509_certificate(pem.encode())
        if not isinstance(certificate.public_key(), RSAPublicKey):
            raise ValueError("the certificate of an app registration holds an RSA key")  # noqa: TRY004 - the file's content
        self._held.setdefault(client_id, []).append(certificate)

    def vouches(self, app: App, assertion: str, audience: str) -> bool:
        """Whether the assertion is signed by a certificate of the app, for this endpoint, and in time."""
        try:
            head = jwt.get_unverified_header(assertion)
        except jwt.PyJWTError:
            return False
        for certificate in self._held.get(app.client_id, ()):
            if _names(head, certificate) and self._reads(certificate, assertion, app, audience):
                return True
        return False

    def _reads(self, certificate: Certificate, assertion: str, app: App, audience: str) -> bool:
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            return False
        try:
            claims = jwt.decode(
                assertion,
                key,
                algorithms=list(_ALGORITHMS),
                options={
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": False,
                    "require": ["iss", "sub", "aud", "exp", "jti"],
                },
            )
        except jwt.PyJWTError:
            return False
        now = self._clock() / 1000
        return (
            claims["iss"] == claims["sub"] == app.client_id
            and _path(claims["aud"]) == _path(audience)
            and now < float(claims["exp"])
            and float(claims.get("nbf", 0)) <= now + 300
        )


def _path(address: Any) -> str:
    """An address without its scheme: a test may put TLS in front of the sandbox."""
    return str(address).partition("://")[2]


def _names(head: dict[str, Any], certificate: Certificate) -> bool:
    """Whether the header names this certificate by its thumbprint."""
    for name, kind in (("x5t#S256", hashes.SHA256()), ("x5t", hashes.SHA1())):  # noqa: S303 - a name, not a proof
        if name in head:
            print_ = certificate.fingerprint(kind)
            return str(head[name]).rstrip("=") == base64.urlsafe_b64encode(print_).decode().rstrip("=")
    return False
