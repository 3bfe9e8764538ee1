"""Whose socket it is: one that another user made is not asked anything."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from core.wire.endpoint import START_ADVICE
from core.wire.problems import NoDaemon, SocketNotOurs


def check_owner(path: Path) -> None:
    """Raises SocketNotOurs, or NoDaemon where there is no socket: what is written to it could hold a secret."""
    try:
        facts = path.stat()
    except FileNotFoundError as absent:
        raise NoDaemon("the daemon is not running", advice=START_ADVICE) from absent
    except PermissionError as closed:
        raise SocketNotOurs(f"{path} belongs to another user") from closed
    except OSError as problem:
        raise NoDaemon(f"{path}: {problem.strerror}", advice=START_ADVICE) from problem
    if not stat.S_ISSOCK(facts.st_mode):
        raise NoDaemon(f"{path} is not a socket", advice=START_ADVICE)
    if facts.st_uid not in (os.geteuid(), 0):
        raise SocketNotOurs(f"{path} belongs to another user")
