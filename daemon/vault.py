"""Keeps secrets sealed on disk: tokens and application secrets of connections, each bound to its connection and kind.

AES-256-GCM with a random nonce; the additional data is "connection|kind", so a sealed secret copied to another place of the
file does not open there. The key lies in the system's keyring where one is usable, else in a 0600 file; the vault's own
file remembers which, so that a keyring that is missing for a moment is an error and never a new key.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import threading
from pathlib import Path
from typing import Final

import keyring
import keyring.backends.fail
import keyring.errors
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.oauth import TokenSet
from core.errors import CannotStart, StoreDamaged, StoreFull

TOKENS: Final = "tokens"
_FORMAT: Final = 1
_NONCE: Final = 12
_KEY_BITS: Final = 256
_SERVICE: Final = "crmsync"
_IN_KEYRING: Final = "keyring"
_IN_FILE: Final = "file"


class VaultClosed(CannotStart):
    """The sealed secrets cannot be opened: the key is gone, or the file was tampered with."""

    kind = "vault_closed"
    advice = (
        "Unlock the system's keyring or put the key file back; else remove secrets.sealed and sign in again."
    )


class Vault:
    """The sealed file of one data folder. Safe between threads; one process at a time (see `daemon/instance.py`)."""

    def __init__(self, data_folder: Path, *, key_file: Path | None = None, use_keyring: bool = True) -> None:
        """`key_file` should lie outside what is backed up; default: `secrets.key` in the data folder. Raises VaultClosed."""
        self._path = data_folder / "secrets.sealed"
        self._key_file = key_file or data_folder / "secrets.key"
        self._lock = threading.Lock()
        data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._key_id, self._key_place, self._sealed = self._read(use_keyring)
        self._cipher = AESGCM(self._key())

    def seal(self, connection: str, kind: str, secret: str) -> None:
        """Keep `secret`; returns only when it would survive a power cut. Raises StoreFull where the disk is full."""
        nonce = secrets.token_bytes(_NONCE)
        blob = nonce + self._cipher.encrypt(nonce, secret.encode(), _bound(connection, kind))
        with self._lock:
            changed = {**self._sealed, _name(connection, kind): base64.b64encode(blob).decode()}
            self._write(changed)
            self._sealed = changed

    def open(self, connection: str, kind: str) -> str | None:
        """The secret, or None where there is none. Raises VaultClosed where it was not sealed for this place."""
        with self._lock:
            text = self._sealed.get(_name(connection, kind))
        if text is None:
            return None
        try:
            blob = base64.b64decode(text, validate=True)
            return self._cipher.decrypt(blob[:_NONCE], blob[_NONCE:], _bound(connection, kind)).decode()
        except (InvalidTag, ValueError) as spoiled:
            raise VaultClosed(f"{self._path}: the {kind} of {connection!r} do not open") from spoiled

    def own_secret(self, connection: str) -> str:
        """A secret of ours that a CRM sends along with its webhooks: made once, at random."""
        kept = self.open(connection, "webhook_secret")
        if kept is None:
            kept = secrets.token_urlsafe(32)
            self.seal(connection, "webhook_secret", kept)
        return kept

    def forget(self, connection: str) -> None:
        """Remove every secret of a connection."""
        with self._lock:
            prefix = _name(connection, "")
            changed = {name: text for name, text in self._sealed.items() if not name.startswith(prefix)}
            if changed != self._sealed:
                self._write(changed)
                self._sealed = changed

    def tokens(self, connection: str) -> SealedTokens:
        """The `adapters.oauth.TokenStore` of one connection."""
        return SealedTokens(self, connection)

    def _read(self, use_keyring: bool) -> tuple[str, str, dict[str, str]]:
        try:
            text = self._path.read_text(encoding="ascii")
        except FileNotFoundError:
            place = _IN_KEYRING if use_keyring and _keyring_is_usable() else _IN_FILE
            return secrets.token_hex(8), place, {}
        except (OSError, UnicodeDecodeError) as problem:
            raise VaultClosed(f"{self._path} cannot be read") from problem
        try:
            document = json.loads(text)
            sealed = {str(name): str(blob) for name, blob in document["sealed"].items()}
            key_id, place, form = str(document["key"]), str(document["key_in"]), document["format"]
        except (ValueError, KeyError, TypeError, AttributeError) as strange:
            raise StoreDamaged(
                f"{self._path} is not a file of sealed secrets",
                advice="Restore it from a backup, or remove it and sign in to every connection again.",
            ) from strange
        if form != _FORMAT or place not in (_IN_KEYRING, _IN_FILE):
            raise VaultClosed(f"{self._path} was written by another version of CRM Sync")
        return key_id, place, sealed

    def _key(self) -> bytes:
        """The key; made only where nothing has been sealed yet."""
        stored = self._stored_key()
        if stored is not None:
            return stored
        if self._sealed:
            raise VaultClosed(f"the key of {self._path} is not in the {self._key_place}")
        made = AESGCM.generate_key(_KEY_BITS)
        text = base64.b64encode(made).decode()
        if self._key_place == _IN_KEYRING:
            keyring.set_password(_SERVICE, self._key_id, text)
        else:
            _write_private(self._key_file, text)
        self._write(self._sealed)  # remembers where the key lies before anything depends on it
        return made

    def _stored_key(self) -> bytes | None:
        try:
            if self._key_place == _IN_KEYRING:
                text = keyring.get_password(_SERVICE, self._key_id)
            else:
                text = self._key_file.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except (keyring.errors.KeyringError, OSError, UnicodeDecodeError) as problem:
            raise VaultClosed(
                f"the key of {self._path} cannot be read from the {self._key_place}"
            ) from problem
        if text is None:
            return None
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError as strange:
            raise VaultClosed(f"the key of {self._path} is not a key") from strange
        if len(key) * 8 != _KEY_BITS:
            raise VaultClosed(f"the key of {self._path} has the wrong length")
        return key

    def _write(self, sealed: dict[str, str]) -> None:
        document = {"format": _FORMAT, "key": self._key_id, "key_in": self._key_place, "sealed": sealed}
        try:
            _write_private(self._path, json.dumps(document, indent=1, sort_keys=True))
        except OSError as problem:
            raise StoreFull(f"{self._path}: {problem.strerror}") from problem


class SealedTokens:
    """The tokens of one connection, as `adapters/oauth.py` keeps them."""

    def __init__(self, vault: Vault, connection: str) -> None:
        self._vault = vault
        self._connection = connection

    def load(self) -> TokenSet | None:
        text = self._vault.open(self._connection, TOKENS)
        if text is None:
            return None
        kept = json.loads(text)
        return TokenSet(
            access=kept["access"],
            refresh=kept["refresh"],
            expires_at=kept["expires_at"],
            instance_url=kept["instance_url"],
            scopes=tuple(kept["scopes"]),
        )

    def save(self, tokens: TokenSet) -> None:
        kept = {
            "access": tokens.access,
            "refresh": tokens.refresh,
            "expires_at": tokens.expires_at,
            "instance_url": tokens.instance_url,
            "scopes": list(tokens.scopes),
        }
        self._vault.seal(self._connection, TOKENS, json.dumps(kept))


def _name(connection: str, kind: str) -> str:
    if "|" in connection or "|" in kind:
        raise ValueError("a connection's name has no '|'")
    return f"{connection}|{kind}"


def _bound(connection: str, kind: str) -> bytes:
    return _name(connection, kind).encode()


def _keyring_is_usable() -> bool:
    """Whether this system has a keyring that really keeps things; servers mostly have none."""
    backend = keyring.get_keyring()
    return not isinstance(backend, keyring.backends.fail.Keyring) and backend.priority >= 1


def _write_private(path: Path, text: str) -> None:
    """Replace the file whole: nobody ever sees half of it, and nobody else ever sees it."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
