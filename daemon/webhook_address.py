"""The address a CRM is told to send a connection's webhooks to: whoever holds the app's secret can work it out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

_LETTERS: Final = 32  # 192 bits


def webhook_segment(client_secret: str, connection: str) -> str:
    """The last part of the path, which nobody can guess without the app's secret."""
    digest = hmac.new(client_secret.encode(), b"webhook:" + connection.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:_LETTERS]


def webhook_address(public_url: str, client_secret: str, connection: str) -> str:
    """The whole address; `public_url` is what the CRM can reach this machine by."""
    return f"{public_url.rstrip('/')}/webhooks/{connection}/{webhook_segment(client_secret, connection)}"
