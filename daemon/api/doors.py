"""Where the local API listens: a socket's place, its rights, and what is done with one that was left behind."""

from __future__ import annotations

import grp
import os
import socket
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import AlreadyRunning, CannotStart

_LONGEST_PATH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where a socket stands. With a `group` its members may connect as well: 0660 in a folder that others may enter."""

    path: Path
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    door: Door
    listener: socket.socket


def bind(door: Door) -> Bound:
    """Listen there. Raises AlreadyRunning where somebody answers, CannotStart where its place will not do."""
    path = door.path
    if len(os.fsencode(path)) > _LONGEST_PATH:
        raise CannotStart(
            f"{path}: the path of a socket may have at most {_LONGEST_PATH} bytes",
            advice="Set CRMSYNC_HOME or XDG_RUNTIME_DIR to a shorter path.",
        )
    gid = _group(door.group) if door.group is not None else None
    _check_folder(path.parent, gid)
    _clear_stale(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(os.fspath(path))
        if gid is not None:
            os.chown(path, -1, gid)
        path.chmod(0o600 if gid is None else 0o660)
        listener.listen(128)
        listener.setblocking(False)
    except OSError as problem:
        listener.close()
        raise CannotStart(
            f"{path}: {problem.strerror}",
            advice="Check the rights of its folder."
            if gid is None
            else f"Check the rights of its folder, and that the daemon's account is in the group {door.group}.",
        ) from problem
    return Bound(door=door, listener=listener)


def _group(name: str) -> int:
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        raise CannotStart(
            f"there is no group {name!r} on this machine",
            advice="Make it, or correct read_group in [api] of crmsync.toml.",
        ) from None


def _check_folder(folder: Path, gid: int | None) -> None:
    """Make the folder, or make sure that an existing one is ours: alone, or with others who may enter and not write."""
    try:
        if gid is not None and not folder.exists():
            folder.mkdir(mode=0o750, parents=True)
            os.chown(folder, -1, gid)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.lstat()
    except OSError as problem:
        raise CannotStart(
            f"{folder}: {problem.strerror}", advice="Check the rights of the folder above."
        ) from problem
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid():
        raise CannotStart(
            f"{folder} is not a folder of this user",
            advice="Remove it, or set CRMSYNC_HOME to another place.",
        )
    if facts.st_mode & (0o077 if gid is None else 0o022):
        mode = 700 if gid is None else 750
        raise CannotStart(f"{folder} is open to other users", advice=f"Close it: chmod {mode} {folder}")


def _clear_stale(path: Path) -> None:
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(facts.st_mode):
        raise CannotStart(f"{path} is in the way and not a socket", advice="Move it somewhere else.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(os.fspath(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
            return
        except OSError as problem:
            raise CannotStart(f"{path}: {problem.strerror}") from problem
    raise AlreadyRunning(f"another daemon, of another data folder, answers at {path}")
