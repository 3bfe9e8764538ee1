"""Where the vault's key can lie: a systemd credential, the system's keyring, Windows' data protection, or a 0600 file.

Every key has an id, which the vault's own file remembers together with the place. So during a rotation the old and the new
key lie side by side, and whichever of the two vault files survives a crash opens.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

import keyring
import keyring.backends.fail
import keyring.errors
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import CannotStart, Conflicting
from daemon.private_files import is_open_to_others, locked, write_private

CREDENTIAL: Final = "crmsync-vault-key"
_SERVICE: Final = "crmsync"
_KEY_BITS: Final = 256
_UNNAMED: Final = "-"  # the one key of a file that was written before keys had ids


class VaultClosed(CannotStart):
    """The sealed secrets cannot be opened: the key is gone, or the file was tampered with."""

    kind = "vault_closed"
    advice = (
        "Unlock the system's keyring or put the key file back; else remove secrets.sealed and sign in again."
    )


class KeyPlace(Protocol):
    """One place for keys. `name` is what the vault's file remembers, `told` what a person reads."""

    name: str
    told: str

    def find(self, key_id: str) -> bytes | None:
        """The key, or None where it is not there. Raises VaultClosed."""

    def make(self, former: str | None) -> tuple[str, bytes]:
        """A key other than `former`, kept for good before it is returned. Raises VaultClosed, Conflicting."""

    def drop(self, key_id: str) -> None:
        """Forget a key nothing is sealed with any more."""


class FileKeys:
    """Lines "id key" in a file of mode 0600, outside what is backed up."""

    name = "file"
    _must_be_private = True

    def __init__(self, path: Path, *, former_path: Path | None = None) -> None:
        """`former_path` is read where the file has no such key: keys used to lie beside the sealed secrets."""
        self.path = path
        self.told = f"the file {path}"
        self._former_path = former_path if former_path != path else None

    def find(self, key_id: str) -> bytes | None:
        kept = self._kept()
        text = kept.get(key_id) or kept.get(_UNNAMED)
        if text is not None:
            return _key(self._opened(text), self.told)
        if self._former_path is None:
            return None
        text = self._read(self._former_path)
        return None if text is None else _key(text, str(self._former_path))

    def make(self, former: str | None) -> tuple[str, bytes]:
        key_id, key = secrets.token_hex(8), AESGCM.generate_key(_KEY_BITS)
        with self._alone():
            self._write({**self._kept(), key_id: self._closed(base64.b64encode(key).decode())})
        return key_id, key

    def drop(self, key_id: str) -> None:
        with self._alone():
            kept = self._kept()
            if key_id in kept or _UNNAMED in kept:
                kept.pop(key_id if key_id in kept else _UNNAMED)
                self._write(kept)
            elif self._former_path is not None:
                self._former_path.unlink(missing_ok=True)

    def _alone(self) -> AbstractContextManager[None]:
        """Several vaults may keep their keys in one file."""
        return locked(self.path.with_name(f"{self.path.name}.lock"))

    def _kept(self) -> dict[str, str]:
        lines = [line.rpartition(" ") for line in (self._read(self.path) or "").splitlines()]
        return {key_id or _UNNAMED: key for key_id, _, key in lines}

    def _read(self, path: Path) -> str | None:
        """What a key file says, None where there is none. A key that others may read protects nothing from them."""
        try:
            with path.open(encoding="ascii") as file:
                if self._must_be_private and is_open_to_others(file.fileno()):
                    raise VaultClosed(
                        f"the vault's key can be read by other users in the file {path}",
                        advice=f"Close it: chmod 600 {path}. Where others may have read it: crmsync vault rotate.",
                    )
                return file.read()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as problem:
            raise VaultClosed(f"the vault's key cannot be read from the file {path}") from problem

    def _write(self, kept: Mapping[str, str]) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self.path, "".join(f"{id} {key}\n" for id, key in kept.items()))
        except OSError as problem:
            raise VaultClosed(f"the vault's key cannot be written to {self.told}") from problem

    def _closed(self, text: str) -> str:
        return text

    def _opened(self, text: str) -> str:
        return text


class DpapiKeys(FileKeys):
    """The same file, each key wrapped by Windows for this user. Never run by us: this project had no Windows at hand."""

    name = "dpapi"
    _must_be_private = False  # Windows has no such modes, and what stands here is wrapped

    def _closed(self, text: str) -> str:
        try:
            return base64.b64encode(_windows().protect(text)).decode("ascii")
        except OSError as problem:
            raise VaultClosed("Windows does not protect the vault's key for this user") from problem

    def _opened(self, text: str) -> str:
        try:
            return _windows().unprotect(base64.b64decode(text, validate=True))
        except (OSError, ValueError) as problem:
            raise VaultClosed(
                f"Windows does not open the vault's key in {self.told} for this user",
                advice="Run the daemon as the user who made the vault; else remove secrets.sealed and sign in again.",
            ) from problem


class _Wrapping(Protocol):
    def protect(self, message: str) -> bytes: ...

    def unprotect(self, cipher_text: bytes) -> str: ...


def _windows() -> _Wrapping:
    """Microsoft's own door to CryptProtectData; its functions raise OSError."""
    # It can be imported on Windows alone.
    from msal_extensions.windows import WindowsDataProtectionAgent  # noqa: PLC0415

    agent: _Wrapping = WindowsDataProtectionAgent()
    return agent


class KeyringKeys:
    """The keyring of the desktop's user."""

    name = "keyring"
    told = "the system's keyring"

    def find(self, key_id: str) -> bytes | None:
        try:
            text = keyring.get_password(_SERVICE, key_id)
        except keyring.errors.KeyringError as problem:
            raise VaultClosed(f"the vault's key cannot be read from {self.told}") from problem
        return None if text is None else _key(text, self.told)

    def make(self, former: str | None) -> tuple[str, bytes]:
        key_id, key = secrets.token_hex(8), AESGCM.generate_key(_KEY_BITS)
        try:
            keyring.set_password(_SERVICE, key_id, base64.b64encode(key).decode())
        except keyring.errors.KeyringError as problem:
            raise VaultClosed(f"the vault's key cannot be written to {self.told}") from problem
        return key_id, key

    def drop(self, key_id: str) -> None:
        try:
            keyring.delete_password(_SERVICE, key_id)
        except keyring.errors.KeyringError as problem:
            raise VaultClosed(f"the former key cannot be removed from {self.told}") from problem


class CredentialKeys:
    """A systemd credential (LoadCredential, systemd.exec(5)): keys in base64, one a line, the newest first.

    systemd hands it over read-only, so a new key is the administrator's to add.
    """

    name = "systemd"
    told = f"the systemd credential {CREDENTIAL}"

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, key_id: str) -> bytes | None:
        return next((key for id, key in self._keys() if id == key_id), None)

    def make(self, former: str | None) -> tuple[str, bytes]:
        keys = self._keys()
        if not keys:
            raise VaultClosed(
                f"{self.told} holds no key",
                advice="Make one: openssl rand -base64 32, and load it with LoadCredential=",
            )
        if keys[0][0] == former:
            raise Conflicting(
                f"{self.told} holds no newer key",
                advice="Put a new key (openssl rand -base64 32) on its first line, restart the service, and rotate again.",
            )
        return keys[0]

    def drop(self, key_id: str) -> None:
        """The administrator's to remove."""

    def _keys(self) -> list[tuple[str, bytes]]:
        try:
            lines = self._path.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError) as problem:
            raise VaultClosed(f"the vault's key cannot be read from {self.told}") from problem
        keys = [_key(line, self.told) for line in lines]
        return [(hashlib.sha256(b"crmsync key id " + key).hexdigest()[:16], key) for key in keys]


def places(
    key_file: Path,
    *,
    former_file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    use_keyring: bool = True,
) -> dict[str, KeyPlace]:
    """The places this machine has, by name; the first is where a new key belongs."""
    env = os.environ if environ is None else environ
    found: list[KeyPlace] = []
    folder = env.get("CREDENTIALS_DIRECTORY", "")
    if folder and (Path(folder) / CREDENTIAL).is_file():
        found.append(CredentialKeys(Path(folder) / CREDENTIAL))
    if use_keyring and _keyring_is_usable():
        found.append(KeyringKeys())
    if sys.platform == "win32":
        found.append(DpapiKeys(key_file))
    found.append(FileKeys(key_file, former_path=former_file))
    return {one.name: one for one in found}


def _key(text: str, told: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError as strange:
        raise VaultClosed(f"what {told} holds is not a key") from strange
    if len(key) * 8 != _KEY_BITS:
        raise VaultClosed(f"the key in {told} has the wrong length")
    return key


def _keyring_is_usable() -> bool:
    """Whether this system has a keyring that really keeps things; servers mostly have none."""
    backend = keyring.get_keyring()
    return not isinstance(backend, keyring.backends.fail.Keyring) and backend.priority >= 1
