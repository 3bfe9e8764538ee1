"""Keeps what this process holds in memory from landing in a file or in another process: no core dumps, no tracing."""

from __future__ import annotations

import ctypes
import sys

from core.logs import logger

_PR_SET_DUMPABLE = 4  # prctl(2)

log = logger(__name__)


def seclude() -> None:
    """Tokens stand in memory in clear. Linux: no core file, and only root may trace this process or read its memory."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        log.warning("this process can be traced by programs of its own user", code=ctypes.get_errno())
