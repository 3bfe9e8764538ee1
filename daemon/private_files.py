"""Files nobody but the daemon's own user may read: replaced whole, synced, and checked before they are believed."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import SettingsInvalid
from daemon.written_whole import replace_by


def write_private(path: Path, text: str) -> None:
    """Replace the file whole: nobody ever sees half of it, nobody else ever sees it, and it survives a power cut."""
    replace_by(path.with_name(f"{path.name}.{secrets.token_hex(4)}.new"), path, text, mode=0o600)


def read_private(path: Path) -> str:
    """A file that only its owner may read. Raises SettingsInvalid where others may, or where it cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            if is_open_to_others(file.fileno()):
                raise SettingsInvalid(
                    f"{path} can be read by other users", advice=f"Close it: chmod 600 {path}"
                )
            return file.read()
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or "it is not text"
        raise SettingsInvalid(
            f"{path} cannot be read: {why}", advice="Name a file the daemon's user can read."
        ) from None


def is_open_to_others(descriptor: int) -> bool:
    """Whether anybody but its owner may read or write this open file."""
    return bool(stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep every other thread and process that locks this file waiting. The file stays: removing it would make two locks."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
