"""An application proves itself by a certificate: a short statement signed with its key, instead of a secret (RFC 7523).

The claims and the two names of the certificate in the head follow learn.microsoft.com, "Microsoft identity platform
application authentication certificate credentials".
"""

from __future__ import annotations

import base64
import re
import uuid
from dataclasses import dataclass, field
from typing import Final

import jwt
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from core.errors import SettingsInvalid

_GOOD_FOR_S: Final = 600
_CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_PRIVATE: Final = re.compile(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.+?-----END \1PRIVATE KEY-----", re.DOTALL)
_ADVICE: Final = (
    "Make one file with both: openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout app.pem -out app.crt, then "
    "cat app.crt >> app.pem && chmod 600 app.pem; upload app.crt to the app registration."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate and its private key."""

    public: x509.Certificate
    key: RSAPrivateKey = field(repr=False)

    def assertion(self, client_id: str, audience: str, now: float) -> str:
        """What proves the application to `audience`, from `now` (seconds since 1970, by that service's clock) on."""
        claims = {
            "aud": audience,
            "iss": client_id,
            "sub": client_id,
            "jti": str(uuid.uuid4()),
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now) + _GOOD_FOR_S,
        }
        named = base64.urlsafe_b64encode(self.public.fingerprint(hashes.SHA256())).decode().rstrip("=")
        whole = base64.b64encode(self.public.public_bytes(Encoding.DER)).decode()
        return jwt.encode(claims, self.key, algorithm="PS256", headers={"x5t#S256": named, "x5c": [whole]})


def certificate_in(text: str, system: str) -> Certificate:
    """The certificate and key of one PEM text. Raises SettingsInvalid, without repeating any of it."""
    public, private = _CERTIFICATE.search(text), _PRIVATE.search(text)
    if public is None or private is None:
        raise SettingsInvalid(
            f"the key file to sign in to {system} with does not hold a certificate and its private key (PEM)",
            advice=_ADVICE,
        )
    try:
        certificate = x509.load_pem_x509_certificate(public[0].encode())
        key = load_pem_private_key(private[0].encode(), password=None)
        if isinstance(key, RSAPrivateKey) and key.public_key() == certificate.public_key():
            return Certificate(public=certificate, key=key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _unfit(system) from None
    raise _unfit(system)


def _unfit(system: str) -> SettingsInvalid:
    return SettingsInvalid(
        f"the key file to sign in to {system} with holds no RSA key without a password that fits its certificate",
        advice=_ADVICE,
    )
