"""Keeps secrets sealed on disk: tokens and application secrets of connections, each bound to its connection and kind.

AES-256-GCM with a random nonce; the additional data is "connection|kind", so a sealed secret copied to another place of the
file does not open there. Where the key lies is `daemon/vault_keys.py`'s business; the vault's own file remembers the place
and the key's id, so that a keyring that is missing for a moment is an error and never a new key.

Several processes may hold one vault: every change is made under a lock file on what the disk says by then, and a change
somebody else made is seen at the next look.
"""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import StoreDamaged, StoreFull
from daemon.private_files import locked, write_private
from daemon.vault_keys import KeyPlace, VaultClosed, places

__all__ = ["Vault", "VaultClosed", "VaultStanding"]

_FORMAT: Final = 1
_NONCE: Final = 12
_NO_FILE: Final = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultStanding:
    """How the vault stands: its file, where the key lies, the key's id, and what is sealed as (connection, kind)."""

    path: Path
    key_place: str
    key_id: str
    sealed: tuple[tuple[str, str], ...]
    best_place: str  # where a rotation would put the key


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    key_id: str
    place: KeyPlace
    sealed: Mapping[str, str]
    cipher: AESGCM
    stamp: tuple[int, int, int]


class Vault:
    """The sealed file of one data folder. Safe between threads and processes."""

    def __init__(self, data_folder: Path, *, key_file: Path | None = None, use_keyring: bool = True) -> None:
        """`key_file` should lie outside what is backed up; default: `secrets.key` in the data folder. Raises VaultClosed."""
        self._path = data_folder / "secrets.sealed"
        self._locks = data_folder / "locks"
        self._places = places(
            key_file or data_folder / "secrets.key",
            former_file=data_folder / "secrets.key",
            use_keyring=use_keyring,
        )
        self._lock = threading.RLock()
        data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._changing():
            self._state = self._load() or self._begin()

    # secrets --------------------------------------------------------------------------------------------------------
    def seal(self, connection: str, kind: str, secret: str) -> None:
        """Keep `secret`; returns only when it would survive a power cut. Raises StoreFull where the disk is full."""
        with self._changing():
            state = self._current()
            blob = _sealed(state.cipher, _name(connection, kind), secret.encode())
            self._write({**state.sealed, _name(connection, kind): blob}, state)

    def open(self, connection: str, kind: str) -> str | None:
        """The secret, or None where there is none. Raises VaultClosed where it was not sealed for this place."""
        with self._lock:
            state = self._current()
        text = state.sealed.get(_name(connection, kind))
        return None if text is None else self._opened(state, _name(connection, kind), text).decode()

    def own_secret(self, connection: str) -> str:
        """A secret of ours that a CRM sends along with its webhooks: made once, at random."""
        kept = self.open(connection, "webhook_secret")
        if kept is None:
            kept = secrets.token_urlsafe(32)
            self.seal(connection, "webhook_secret", kept)
        return kept

    def forget(self, connection: str, *kinds: str) -> None:
        """Remove a connection's secrets of these kinds, or all of them."""
        with self._changing():
            state = self._current()
            gone = {_name(connection, kind) for kind in kinds}
            kept = {
                name: text
                for name, text in state.sealed.items()
                if (name not in gone if kinds else not name.startswith(_name(connection, "")))
            }
            if kept != state.sealed:
                self._write(kept, state)

    @contextmanager
    def exclusively(self, connection: str) -> Iterator[None]:
        """Keep other threads and processes from renewing this connection's tokens meanwhile; the rest goes on."""
        with locked(self._locks / f"{connection}.tokens"):
            yield

    # the key --------------------------------------------------------------------------------------------------------
    def standing(self) -> VaultStanding:
        with self._lock:
            state = self._current()
        pairs = sorted(tuple(name.split("|", 1)) for name in state.sealed)
        return VaultStanding(
            path=self._path,
            key_place=state.place.told,
            key_id=state.key_id,
            sealed=tuple((connection, kind) for connection, kind in pairs),
            best_place=next(iter(self._places.values())).told,
        )

    def rotate(self) -> VaultStanding:
        """Seal everything anew under a new key, which is put in the best place this machine has.

        The new key is kept before the file that needs it, and the old one until that file is in place: a crash at any
        point leaves a vault that opens. Raises VaultClosed, Conflicting where a systemd credential holds no newer key.
        """
        with self._changing():
            former = self._current()
            place = next(iter(self._places.values()))
            key_id, key = place.make(former.key_id)
            cipher = AESGCM(key)
            sealed = {
                name: _sealed(cipher, name, self._opened(former, name, text))
                for name, text in former.sealed.items()
            }
            self._write(
                sealed, _State(key_id=key_id, place=place, sealed={}, cipher=cipher, stamp=former.stamp)
            )
            former.place.drop(former.key_id)
        return self.standing()

    # inside ---------------------------------------------------------------------------------------------------------
    @contextmanager
    def _changing(self) -> Iterator[None]:
        try:
            with self._lock, locked(self._locks / "vault"):
                yield
        except OSError as problem:
            raise StoreFull(f"{self._path}: {problem.strerror}") from problem

    def _current(self) -> _State:
        """What the file says now; read again only where somebody else has replaced it."""
        if self._stamp() not in (self._state.stamp, _NO_FILE):
            self._state = self._load() or self._state
        return self._state

    def _begin(self) -> _State:
        """No vault yet: a key first, and a file that remembers it before anything depends on it."""
        place = next(iter(self._places.values()))
        key_id, key = place.make(None)
        begun = _State(key_id=key_id, place=place, sealed={}, cipher=AESGCM(key), stamp=_NO_FILE)
        self._write({}, begun)
        return self._state

    def _load(self) -> _State | None:
        stamp = self._stamp()
        try:
            text = self._path.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
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
        if form != _FORMAT:
            raise VaultClosed(f"{self._path} was written by another version of CRM Sync")
        known = self._places.get(place)
        if known is None:
            raise VaultClosed(f"the key of {self._path} lies in the {place}, which is not there now")
        key = known.find(key_id)
        if key is None and self._stamp() != stamp:
            return self._load()  # somebody rotated between the two looks
        if key is None:
            raise VaultClosed(f"the key of {self._path} is not in {known.told}")
        return _State(key_id=key_id, place=known, sealed=sealed, cipher=AESGCM(key), stamp=stamp)

    def _write(self, sealed: Mapping[str, str], state: _State) -> None:
        """Replace the file and hold what it says. Raises StoreFull."""
        document = {
            "format": _FORMAT,
            "key": state.key_id,
            "key_in": state.place.name,
            "sealed": dict(sealed),
        }
        try:
            write_private(self._path, json.dumps(document, indent=1, sort_keys=True))
        except OSError as problem:
            raise StoreFull(f"{self._path}: {problem.strerror}") from problem
        self._state = _State(
            key_id=state.key_id, place=state.place, sealed=sealed, cipher=state.cipher, stamp=self._stamp()
        )

    def _stamp(self) -> tuple[int, int, int]:
        try:
            found = self._path.stat()
        except OSError:
            return _NO_FILE
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def _opened(self, state: _State, name: str, text: str) -> bytes:
        try:
            blob = base64.b64decode(text, validate=True)
            return state.cipher.decrypt(blob[:_NONCE], blob[_NONCE:], name.encode())
        except (InvalidTag, ValueError) as spoiled:
            connection, kind = name.split("|", 1)
            raise VaultClosed(f"{self._path}: the {kind} of {connection!r} do not open") from spoiled


def _sealed(cipher: AESGCM, name: str, secret: bytes) -> str:
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + cipher.encrypt(nonce, secret, name.encode())).decode()


def _name(connection: str, kind: str) -> str:
    if "|" in connection or "|" in kind:
        raise ValueError("a connection's name has no '|'")
    return f"{connection}|{kind}"
