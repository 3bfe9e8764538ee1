"""Looks at everything an installation depends on and says what was found, in sentences a person can act on."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from core.errors import CrmSyncError
from core.store.base import Activity, Store
from daemon.health import Check, Circuit, ConnectionState, ConnectionStatus, ParkedRules
from daemon.realtime import REGISTERED
from daemon.vault import Vault, VaultStanding

_LEAST_FREE: Final = 512 * 1024 * 1024
_MOST_AHEAD_MS: Final = 5 * 60_000
_EARLIEST_MS: Final = 1_767_225_600_000  # 2026-01-01: this program is not older than that


def examine(
    *,
    config: Path,
    data: Path,
    socket: Path,
    store: Store,
    vault: Vault,
    connections: Sequence[ConnectionStatus],
    now: int,
) -> list[Check]:
    """Every check, in the order a person should read them. Never raises: what fails is a finding. `now` is ms."""
    return [
        _guarded("configuration", lambda: _configuration(config)),
        _guarded("data folder", lambda: _folder(data)),
        _guarded("disk space", lambda: _disk(data)),
        _guarded("store", lambda: _store(store)),
        _guarded("vault", lambda: _vault(vault.standing(), data)),
        _guarded("clock", lambda: _clock(store, now)),
        _guarded("socket", lambda: _socket(socket)),
        *(_connection(one) for one in connections),
        *(_parked(one.name, part) for one in connections for part in one.parked),
        *_forgotten(store, connections),
    ]


def _guarded(name: str, look: Callable[[], tuple[bool, str, str]]) -> Check:
    try:
        ok, finding, advice = look()
    except CrmSyncError as error:
        return Check(name=name, ok=False, finding=str(error), advice=error.advice)
    except OSError as problem:
        return Check(
            name=name,
            ok=False,
            finding=f"{problem.filename or name}: {problem.strerror}",
            advice="Check that the file exists and that the daemon's user may use it.",
        )
    return Check(name=name, ok=ok, finding=finding, advice="" if ok else advice)


def _configuration(config: Path) -> tuple[bool, str, str]:
    files = sorted(path for path in config.iterdir() if path.suffix == ".toml")
    for path in files:
        path.open("rb").close()
    said = "1 file" if len(files) == 1 else f"{len(files)} files"
    return True, f"{config}: {said} can be read", ""


def _folder(data: Path) -> tuple[bool, str, str]:
    mode = stat.S_IMODE(data.stat().st_mode)
    if mode & 0o077:
        return False, f"{data} is open to other users", f"Close it: chmod 700 {data}"
    return (
        os.access(data, os.W_OK),
        f"{data} belongs to this user alone",
        "Give the daemon's user write access.",
    )


def _disk(data: Path) -> tuple[bool, str, str]:
    free = shutil.disk_usage(data).free
    return (
        free >= _LEAST_FREE,
        f"{free // (1024 * 1024):,} MiB free",
        "Free disk space; below 512 MiB it gets tight.",
    )


def _store(store: Store) -> tuple[bool, str, str]:
    live = sum(count for name, count in store.tally().items() if "/" not in name)
    return True, f"answers; {live:,} live records", ""


def _vault(standing: VaultStanding, data: Path) -> tuple[bool, str, str]:
    """A key that lies beside what it opens is copied along with it."""
    finding = f"{len(standing.sealed)} secrets are sealed, the key lies in {standing.key_place}"
    if str(data / "secrets.key") in standing.key_place:
        return False, finding, "Whoever copies the data has the key. Move it: crmsync vault rotate."
    return True, finding, ""


def _clock(store: Store, now: int) -> tuple[bool, str, str]:
    """A clock that was set back would date new changes before those already in the audit log."""
    advice = "Set the system clock, and let it be kept by NTP."
    if now < _EARLIEST_MS:
        return False, "the system clock is years behind", advice
    newest = store.search(Activity(limit=1)).rows
    if newest and newest[0].entry.at > now + _MOST_AHEAD_MS:
        return False, "the newest audit entry lies in the future: the system clock was set back", advice
    return True, "in step with the audit log", ""


def _socket(socket: Path) -> tuple[bool, str, str]:
    facts, folder = socket.stat(), socket.parent.stat()
    closed = not (facts.st_mode & 0o077 or folder.st_mode & 0o077)
    finding = f"{socket} is {'open to this user alone' if closed else 'open to other users'}"
    return closed, finding, "Stop the daemon, remove the socket's folder, and start again."


def _connection(one: ConnectionStatus) -> Check:
    name = f"connection {one.name}"
    if one.state not in (ConnectionState.CONNECTED, ConnectionState.PAUSED):
        finding = one.reason or one.state.value.replace("_", " ")
        advice = one.advice or f"Sign in: crmsync connections sign-in {one.name}"
        return Check(name=name, ok=False, finding=finding, advice=advice)
    if one.circuit is not Circuit.CLOSED:
        return Check(name=name, ok=False, finding=one.reason or "does not answer", advice=one.advice)
    return Check(name=name, ok=True, finding=one.state.value)


def _parked(connection: str, part: ParkedRules) -> Check:
    """Rules that wait because the CRM's fields have changed."""
    advice = f"{part.advice} The question: crmsync items show {part.item}"
    return Check(
        name=f"fields of {connection} {part.crm_object}", ok=False, finding=part.reason, advice=advice
    )


def _forgotten(store: Store, connections: Sequence[ConnectionStatus]) -> list[Check]:
    """Webhooks that are still registered for connections that are no longer in the settings."""
    known = {one.name for one in connections}
    try:
        names = [note.partition("/")[2] for note in store.notes(REGISTERED)]
    except CrmSyncError:
        return []  # the check of the store tells it
    return [
        Check(
            name=f"webhooks of {name}",
            ok=False,
            finding="still registered at the CRM, but the connection is not in the settings",
            advice=f"Put it back, run: crmsync connections webhooks {name} --remove, and take it out again.",
        )
        for name in names
        if name not in known
    ]
