"""One daemon per data folder: a lock that the system releases when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from core.errors import AlreadyRunning, CannotStart

_LOCK_NAME: Final = "daemon.lock"
_OWNER_NAME: Final = "owner"


class Instance:
    """The held lock of one data folder; make one with `Instance.acquire`."""

    def __init__(self, data_folder: Path, descriptor: int) -> None:
        self.data_folder = data_folder
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, data_folder: Path) -> Instance:
        """Lock the folder, creating it (0700) where needed. Raises AlreadyRunning, which names the other process."""
        try:
            data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(data_folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as problem:
            raise CannotStart(
                f"{data_folder}: {problem.strerror}",
                advice="Give the daemon's user write access to its data folder.",
            ) from problem
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            named = f"process {holder}" if holder else "another process"
            raise AlreadyRunning(f"{data_folder} is in use by {named}") from busy
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return cls(data_folder, descriptor)

    @property
    def owner(self) -> str:
        """A name that stays with this data folder: whoever holds its lock may take over what a dead daemon had leased."""
        path = self.data_folder / _OWNER_NAME
        try:
            name = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            name = ""
        if not name:
            name = secrets.token_hex(8)
            path.write_text(f"{name}\n", encoding="ascii")
        return name

    @property
    def is_held(self) -> bool:
        return self._descriptor is not None

    def release(self) -> None:
        """Let the next daemon in. The file stays: removing it would let two processes lock two different files."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
