"""How a client introduces itself: one header with who sits there, where, at which program, and whether it only looks on.

The kernel tells the daemon which account connects. Through a forwarded socket that is an account of the daemon's own host,
and several people may use it; who it is, only the client can say. It could lie (who reaches the socket may do everything
there anyway), which is why the account stands beside the name wherever the name is shown.
"""

from __future__ import annotations

import getpass
import secrets
import socket
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from urllib.parse import parse_qsl, urlencode

INTRODUCTION_HEADER: Final = "crmsync-client"
_LONGEST: Final = 1_024
_LONGEST_PART: Final = 64


class Way(Enum):
    """OWN is a program of the daemon's own user beside it; ATTACHED comes from elsewhere, over SSH or a forwarded socket."""

    OWN = "own"
    ATTACHED = "attached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """`id` is made anew for every attachment; `person` and `machine` are what the client calls itself."""

    id: str
    program: str
    version: str = ""
    person: str = ""
    machine: str = ""
    way: Way = Way.OWN
    read_only: bool = False

    @property
    def header(self) -> str:
        parts = {
            "id": self.id,
            "program": self.program,
            "version": self.version,
            "person": self.person,
            "machine": self.machine,
            "way": self.way.value,
            "mode": "read-only" if self.read_only else "",
        }
        return urlencode({name: part[:_LONGEST_PART] for name, part in parts.items() if part})


def introduce(program: str, *, way: Way = Way.OWN, read_only: bool = False) -> Introduction:
    """Whoever runs this program, on this machine, with a fresh id."""
    return Introduction(
        id=secrets.token_hex(8),
        program=program,
        version=own_version(),
        person=_user(),
        machine=socket.gethostname(),
        way=way,
        read_only=read_only,
    )


def introduced(header: str) -> Introduction | None:
    """What a client's header says; None where it makes no sense. Nothing in it can be long or hold a control character."""
    if len(header) > _LONGEST:
        return None
    parts = {name: _plain(part) for name, part in parse_qsl(header, errors="replace")}
    if not parts.get("id") or not parts.get("program"):
        return None
    return Introduction(
        id=parts["id"],
        program=parts["program"],
        version=parts.get("version", ""),
        person=parts.get("person", ""),
        machine=parts.get("machine", ""),
        way=Way.ATTACHED if parts.get("way") == Way.ATTACHED.value else Way.OWN,
        read_only=parts.get("mode") == "read-only",
    )


@cache
def own_version() -> str:
    """Of this installation; "" where it is not installed."""
    try:
        return version("crmsync")
    except PackageNotFoundError:
        return ""


def _plain(text: str) -> str:
    return "".join(one for one in text if one.isprintable())[:_LONGEST_PART].strip()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
