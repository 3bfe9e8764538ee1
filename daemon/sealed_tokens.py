"""The tokens of one connection in the vault, as `adapters/oauth.py` keeps them."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Final

from adapters.oauth import TokenSet
from daemon.vault import Vault

TOKENS: Final = "tokens"
CLIENT_ID: Final = "client_id"
CLIENT_SECRET: Final = "client_secret"  # noqa: S105 - the name of a secret
JWT_KEY: Final = "jwt_key"
DEVELOPER_KEY: Final = "developer_key"


class SealedTokens:
    """The `adapters.oauth.TokenStore` of one connection."""

    def __init__(self, vault: Vault, connection: str) -> None:
        self._vault, self._connection = vault, connection

    def load(self) -> TokenSet | None:
        text = self._vault.open(self._connection, TOKENS)
        if text is None:
            return None
        kept = json.loads(text)
        return TokenSet(
            access=kept["access"],
            refresh=kept["refresh"],
            expires_at=kept["expires_at"],
            issued_at=kept.get("issued_at"),
            instance_url=kept["instance_url"],
            scopes=tuple(kept["scopes"]),
        )

    def save(self, tokens: TokenSet) -> None:
        kept = {
            "access": tokens.access,
            "refresh": tokens.refresh,
            "expires_at": tokens.expires_at,
            "issued_at": tokens.issued_at,
            "instance_url": tokens.instance_url,
            "scopes": list(tokens.scopes),
        }
        self._vault.seal(self._connection, TOKENS, json.dumps(kept))

    def forget(self) -> None:
        self._vault.forget(self._connection, TOKENS)

    def exclusively(self) -> AbstractContextManager[None]:
        return self._vault.exclusively(self._connection)
