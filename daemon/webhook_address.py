"""The address a CRM is told to send a connection's webhooks to: whoever holds the secret can work it out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

from adapters.hooks import Target
from adapters.registry import Proof, proof_of
from daemon.vault import Vault

USER: Final = "crmsync"  # the user name of HTTP basic, where a CRM sends one
_LETTERS: Final = 32  # 192 bits


def webhook_segment(secret: str, connection: str) -> str:
    """The last part of the path, which nobody can guess without the secret."""
    digest = hmac.new(secret.encode(), b"webhook:" + connection.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:_LETTERS]


def webhook_address(public_url: str, secret: str, connection: str) -> str:
    """The whole address; `public_url` is what the CRM can reach this machine by."""
    return f"{public_url.rstrip('/')}/webhooks/{connection}/{webhook_segment(secret, connection)}"


def webhook_target(
    vault: Vault, public_url: str, connection: str, system: str, organisation: str | None
) -> Target | None:
    """Where and with what proof this connection's webhooks arrive; None while the proof is not known yet."""
    match proof_of(system):
        case Proof.APP_SECRET:
            user, secret = "", vault.open(connection, "client_secret")
        case Proof.OWN_SECRET:
            user, secret = USER, vault.own_secret(connection)
        case Proof.ORGANISATION:
            user, secret = organisation or "", vault.own_secret(connection) if organisation else None
    if secret is None:
        return None
    return Target(url=webhook_address(public_url, secret, connection), user=user, secret=secret)
