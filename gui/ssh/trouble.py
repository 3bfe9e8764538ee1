"""What ssh says when it fails, as a sentence and what to do about it."""

from __future__ import annotations

from typing import Final

from core.wire.problems import NoDaemon
from gui.ssh.host import SshHost

_MOST: Final = 300


class SshConnecting(NoDaemon):
    """Nothing is wrong yet: the connection is being made."""

    kind = "ssh_connecting"
    advice = "This takes a few seconds."


class SshFailed(NoDaemon):
    """The host, or the daemon on it, is not reached over SSH."""

    kind = "ssh_failed"
    advice = "Try it in a terminal, where ssh says more: ssh -v HOST"


# OpenSSH's server says the same where it forbids the forward.
_NOBODY_THERE: Final = (
    "Start it there (crmsync daemon), sign in as the account it runs under, or correct the socket. If all that is right, "
    "the host may refuse to forward sockets: its sshd_config needs AllowStreamLocalForwarding yes."
)
# What ssh says (in lower case) -> the sentence and the advice. {0} the host, {1} as ssh is called with it, {2} the socket.
_KNOWN: Final = (
    (
        "remote host identification has changed",
        "the key of {0} is not the one this machine knows: it may be another machine",
        "Ask who runs it. Only if they say that it is right: ssh-keygen -R {0}, then ssh {1} once in a terminal.",
    ),
    (
        "host key verification failed",
        "this machine does not know the key of {0} yet",
        "Run ssh {1} once in a terminal, compare the fingerprint with what its owner tells you, and say yes.",
    ),
    (
        "permission denied (",
        "{0} takes none of your keys",
        "If your key has a passphrase: ssh-add. If {0} does not know your key: ssh-copy-id {1}.",
    ),
    (
        "could not resolve hostname",
        "there is no host {0}",
        "Check how it is written, or give it a name in ~/.ssh/config.",
    ),
    (
        "administratively prohibited",
        "{0} refuses to forward a socket",
        "Its sshd_config needs AllowStreamLocalForwarding yes, for this account too.",
    ),
    (
        "open failed",
        "no daemon answers at {2} on {0}",
        _NOBODY_THERE,
    ),
    (
        "connection refused",
        "no SSH server answers at {0}",
        "Check the host and the port, and whether sshd runs there.",
    ),
    ("timed out", "{0} does not answer", "Check the network, the VPN, and the name of the host."),
    ("no route to host", "{0} does not answer", "Check the network, the VPN, and the name of the host."),
    (
        "network is unreachable",
        "{0} does not answer",
        "Check the network, the VPN, and the name of the host.",
    ),
    ("not responding", "the connection to {0} broke off", "It is made again by itself."),
    ("connection reset", "the connection to {0} broke off", "It is made again by itself."),
    ("closed by remote host", "the connection to {0} broke off", "It is made again by itself."),
    ("connection closed", "the connection to {0} broke off", "It is made again by itself."),
    (
        "bad owner or permissions",
        "ssh does not trust its own configuration",
        "Take other users' rights away: chmod go-rwx ~/.ssh/config",
    ),
)


def connecting(host: SshHost) -> SshConnecting:
    return SshConnecting(f"connecting to {host.words} over SSH")


def trouble_of(said: str, host: SshHost, socket: str) -> SshFailed:
    """Of what ssh wrote to its error output, or of nothing."""
    lower = said.lower()
    names = (host.host, _called_with(host), socket or "its usual place")
    for sign, sentence, advice in _KNOWN:
        if sign in lower:
            return SshFailed(sentence.format(*names), advice=advice.format(*names))
    if last := _last_line(said):
        return SshFailed(f"ssh to {host.host} has failed: {last}")
    return SshFailed(f"the connection to {host.host} has ended", advice="It is made again by itself.")


def no_socket_there(host: SshHost) -> SshFailed:
    return SshFailed(
        f"no daemon of this account runs on {host.host}",
        advice="Start it there (crmsync daemon), sign in as the account it runs under, or name its socket.",
    )


def no_ssh_here() -> SshFailed:
    return SshFailed(
        "the program ssh is not installed on this machine",
        advice="Install it, on Debian and Ubuntu: sudo apt-get install openssh-client",
    )


def _called_with(host: SshHost) -> str:
    at = f"{host.user}@{host.host}" if host.user else host.host
    return at if host.port is None else f"-p {host.port} {at}"


def _last_line(said: str) -> str:
    lines = ["".join(one for one in line if one.isprintable()).strip() for line in said.splitlines()]
    return next((line for line in reversed(lines) if line), "")[:_MOST]
