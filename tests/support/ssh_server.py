"""A real SSH server on loopback for tests: its own keys, its own configuration, a port of the system's choice.

`bin` holds an `ssh` that is the system's own with a configuration that leads here: ssh asks the system for a person's home
and not `HOME`, so that nothing else keeps a test from the real one.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ALIAS = "acme-prod"


@dataclass(slots=True)
class SshServer:
    """`configuration` is ssh's own, with the alias `ALIAS`; `known` holds the host's key."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def configuration(self) -> Path:
        return self.folder / "client_config"

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    @property
    def known(self) -> Path:
        return self.folder / "known_hosts"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [str(_sshd()), "-D", "-E", str(self.folder / "log"), "-f", str(self.folder / "sshd_config")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self) -> None:
        """The server and every connection of it, as when the host goes down."""
        if self.process is not None:
            for child in _children(self.process.pid):
                os.kill(child, 9)
            self.process.kill()
            self.process.wait()
            self.process = None


def why_not() -> str:
    """Why there can be no server here; "" where there can."""
    if shutil.which("ssh") is None or _sshd() is None:
        return "needs ssh and sshd: apt-get install openssh-client openssh-server"
    return "" if os.name == "posix" else "needs Unix sockets"


@contextmanager
def ssh_server(folder: Path, *, more: str = "") -> Iterator[SshServer]:
    """`more` are further lines of sshd's configuration."""
    folder.mkdir(mode=0o700)
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    for name in ("host_key", "user_key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    shutil.copy(folder / "user_key.pub", folder / "authorized_keys")
    host_key = (folder / "host_key.pub").read_text().split()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key[0]} {host_key[1]}\n")
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host_key'}\nPidFile none\n"
        f"AuthorizedKeysFile {folder / 'authorized_keys'}\nPasswordAuthentication no\n"
        f"KbdInteractiveAuthentication no\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n{more}\n"
    )
    server = SshServer(folder, port)
    server.configuration.write_text(
        f"Host {ALIAS}\n HostName 127.0.0.1\n Port {port}\n User {getpass.getuser()}\n"
        f" IdentityFile {folder / 'user_key'}\n IdentitiesOnly yes\n UserKnownHostsFile {server.known}\n"
        " GlobalKnownHostsFile /dev/null\n"
    )
    server.bin.mkdir()
    (server.bin / "ssh").write_text(
        f'#!/bin/sh\necho "$@" >> {folder}/asked\nexec {shutil.which("ssh")} -F {server.configuration} "$@"\n'
    )
    (server.bin / "ssh").chmod(0o755)
    # Debian's sshd wants this folder, which a service's start would make.
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _sshd() -> str | None:
    return shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in found for one in (*_children(int(child)), int(child))]
