"""Where the daemon of this user lives: its folders and its socket. No secret is kept here.

`CRMSYNC_HOME` puts everything below one folder (config, data, keys, run); without it the XDG folders are used. A socket
path must stay below 108 bytes on Linux, which is why it lies in the runtime folder and not beside the data.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROTOCOL: Final = 1
PROTOCOL_HEADER: Final = "crmsync-protocol"
OWN_SOCKET: Final = "api.sock"
READ_SOCKET: Final = "read.sock"
START_ADVICE: Final = "Start it: crmsync daemon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders of one installation and the socket the daemon listens on.

    `keys` is the vault's key file, where it needs one: apart from the data, so that who copies the data has no key.
    """

    config: Path
    data: Path
    keys: Path
    socket: Path


def read_door_of(socket: Path) -> Path:
    """The socket for those who only look on, beside the daemon's own."""
    return socket.with_name(READ_SOCKET)


def default_places(environ: Mapping[str, str] | None = None) -> Places:
    """The places the environment asks for; nothing is created."""
    env = os.environ if environ is None else environ
    if home := env.get("CRMSYNC_HOME"):
        root = Path(home).expanduser().absolute()
        return Places(
            config=root / "config",
            data=root / "data",
            keys=root / "keys" / "vault.key",
            socket=root / "run" / OWN_SOCKET,
        )
    user = Path(env.get("HOME") or Path.home())
    config = Path(env.get("XDG_CONFIG_HOME") or user / ".config") / "crmsync"
    data = Path(env.get("XDG_DATA_HOME") or user / ".local" / "share") / "crmsync"
    state = Path(env.get("XDG_STATE_HOME") or user / ".local" / "state") / "crmsync"
    runtime = env.get("XDG_RUNTIME_DIR")
    folder = Path(runtime) / "crmsync" if runtime else Path(tempfile.gettempdir()) / f"crmsync-{_uid()}"
    return Places(config=config, data=data, keys=state / "vault.key", socket=folder / OWN_SOCKET)


def _uid() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
