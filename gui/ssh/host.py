"""A host that is reached over SSH, and the words the system's `ssh` is started with. Pure.

Nothing secret is among them: which key is used is for ssh's own configuration and agent. What a person typed is checked
here, because to ssh a host that begins with a dash would be an option, and a colon in a path the end of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from core.errors import Invalid
from core.wire.endpoint import OWN_SOCKET, READ_SOCKET

_HOST: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,252}|[0-9A-Fa-f:]{2,45}")
_USER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}")
_SOCKET: Final = re.compile(r"/[^\x00-\x20\x7f-\x9f:\\%$\"'`]{1,100}")
_MOST_NAME: Final = 60

# Where a daemon of that account listens unless it was told otherwise; runs on the host, and holds nothing a person typed.
_LOOK_FOR_IT: Final = (
    'for s in "${{CRMSYNC_HOME:-/-}}/run/{0}" "${{XDG_RUNTIME_DIR:-/-}}/crmsync/{0}" '
    '"/run/user/$(id -u)/crmsync/{0}" "${{TMPDIR:-/tmp}}/crmsync-$(id -u)/{0}"; '
    'do if [ -S "$s" ]; then echo "$s"; exit 0; fi; done; exit 3'
)
FOUND_NONE: Final = 3
_ALWAYS: Final = (
    "BatchMode=yes",  # never a question: nobody sits at this terminal
    "ConnectTimeout=10",
    "ServerAliveInterval=10",
    "ServerAliveCountMax=3",
    "ControlMaster=no",
    "ControlPath=none",  # the forward must end with this process
    "ForwardAgent=no",
    "ForwardX11=no",
    "PermitLocalCommand=no",
    "RequestTTY=no",
)
_FORWARDING: Final = ("ExitOnForwardFailure=yes", "StreamLocalBindUnlink=yes", "StreamLocalBindMask=0177")


@dataclass(frozen=True, slots=True, kw_only=True)
class SshHost:
    """As it is saved. `user`, `port` and `socket` may be empty: ssh's configuration decides, and the host is asked."""

    name: str
    host: str
    user: str = ""
    port: int | None = None
    socket: str = ""

    @property
    def words(self) -> str:
        at = f"{self.user}@{self.host}" if self.user else self.host
        return at if self.port is None else f"{at}:{self.port}"

    @property
    def key(self) -> str:
        """Tells two hosts apart, whatever they are called."""
        return f"ssh {self.words} {self.socket}".strip()

    def socket_for(self, *, read_only: bool) -> str:
        """The socket that was named; for looking on the one beside it, where it is a daemon's usual one."""
        folder, _, name = self.socket.rpartition("/")
        return f"{folder}/{READ_SOCKET}" if read_only and name == OWN_SOCKET else self.socket

    def asking(self, *, read_only: bool) -> list[str]:
        """What `ssh` is started with to ask where the daemon listens, by which nothing can be changed or for all."""
        look = _LOOK_FOR_IT.format(READ_SOCKET if read_only else OWN_SOCKET)
        return [*self._options(), "--", self.host, f"exec /bin/sh -c '{look}'"]

    def forwarding(self, local: str, remote: str) -> list[str]:
        """What `ssh` is started with to bring the host's socket `remote` here as `local`."""
        return ["-N", *self._options(_FORWARDING), "-L", f"{local}:{remote}", "--", self.host]

    def _options(self, more: tuple[str, ...] = ()) -> list[str]:
        made = [part for option in (*_ALWAYS, *more) for part in ("-o", option)]
        made += [] if self.port is None else ["-p", str(self.port)]
        return made + (["-l", self.user] if self.user else [])


def checked(*, name: str, host: str, user: str = "", port: str = "", socket: str = "") -> SshHost:
    """A host of what a person typed. Raises Invalid, in a sentence."""
    host, user, port, socket = host.strip(), user.strip(), port.strip(), socket.strip()
    if not user and "@" in host:
        user, _, host = host.rpartition("@")
    if not _HOST.fullmatch(host):
        raise Invalid(
            "that is no name of a host",
            advice="Write a name, an address, or an alias of ~/.ssh/config. It cannot begin with a dash.",
        )
    if user and not _USER.fullmatch(user):
        raise Invalid("that is no name of an account", advice="Write it as you would before the @ of ssh.")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise Invalid("that is no port", advice="Write a number from 1 to 65535, or nothing.")
    if socket and not _SOCKET.fullmatch(socket):
        raise Invalid(
            "that is no path of a socket that ssh can forward",
            advice="Write it from the / on, with at most 100 letters, without spaces, colons or quotes; or nothing.",
        )
    shown = "".join(one for one in name if one.isprintable()).strip()[:_MOST_NAME]
    return SshHost(name=shown or host, host=host, user=user, port=int(port) if port else None, socket=socket)


def socket_told(answer: str) -> str | None:
    """The path a host has answered with; None where it is none that can be forwarded."""
    line = answer.strip().rpartition("\n")[2].strip()
    return line if _SOCKET.fullmatch(line) else None
