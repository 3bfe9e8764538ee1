"""The exit codes of `crmsync`, for scripts."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from core import errors
from core.errors import CrmSyncError


class ExitCode(IntEnum):
    OK = 0
    ERROR = 1  # anything without a code of its own
    USAGE = 2  # a wrong option or value, or a wrong setting
    NO_DAEMON = 3  # no daemon of this user answers
    ATTENTION = 4  # it worked, and what it found needs somebody: a broken audit chain, a failed check
    NOT_FOUND = 5
    CONFLICT = 6  # changed or decided meanwhile: read it again


_BY_CLASS: Final[dict[type[CrmSyncError], ExitCode]] = {
    errors.Misconfigured: ExitCode.USAGE,
    errors.Invalid: ExitCode.USAGE,
    errors.NotFound: ExitCode.NOT_FOUND,
    errors.Conflicting: ExitCode.CONFLICT,
    errors.VersionChanged: ExitCode.CONFLICT,
}
# By kind, so that a command that fails before it speaks to a daemon need not load the wire.
_NO_DAEMON: Final = frozenset({"no_daemon", "socket_not_ours", "protocol_mismatch", "answer_unreadable"})


def exit_code_of(error: CrmSyncError) -> ExitCode:
    if error.kind in _NO_DAEMON:
        return ExitCode.NO_DAEMON
    return next((code for cls, code in _BY_CLASS.items() if isinstance(error, cls)), ExitCode.ERROR)
