"""Errors as they cross the wire: one table of HTTP statuses, the problem document, and the way back to a class.

The document follows RFC 9457; `kind` and `advice` are ours and are what clients go by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core import errors
from core.errors import CannotStart, CrmSyncError, RequestError
from core.wire.words import Problem


class TooLarge(RequestError):
    kind = "too_large"
    advice = "Send less at once; a request body may have at most 1 MiB."


class WrongMediaType(RequestError):
    kind = "wrong_media_type"
    advice = "Send JSON, uncompressed, with Content-Type: application/json."


class Forbidden(RequestError):
    kind = "forbidden"
    advice = "Only local programs of the daemon's own user may use this interface; browsers may not."


class ReadOnly(RequestError):
    """Who only looks on asked for a change: the app does not send it, and the daemon's read-only socket refuses it."""

    kind = "read_only"
    advice = "Attach to this daemon with the right to change it, from the menu of daemons."


class NoSuchRoute(RequestError):
    kind = "no_such_route"
    advice = "See /v1/openapi.json for what there is."


class MethodRefused(RequestError):
    kind = "method_refused"
    advice = "See /v1/openapi.json for what this address takes."


class AttachmentEnded(RequestError):
    """Somebody at the daemon ended this attachment; it is not for a program to come back by itself."""

    kind = "attachment_ended"
    advice = "Ask them, and attach again if they agree."


class Busy(RequestError):
    kind = "busy"
    advice = "Too many programs are connected at once. Close some, or try again in a moment."


class NoDaemon(CannotStart):
    """Nobody answers at the socket."""

    kind = "no_daemon"
    advice = "Start it: crmsync daemon"


class SocketNotOurs(CannotStart):
    """The socket belongs to another user: what is behind it must not be trusted with anything."""

    kind = "socket_not_ours"
    advice = "Run this as the daemon's own user, or point CRMSYNC_HOME at your own installation."


class ProtocolMismatch(CannotStart):
    """The daemon speaks another protocol number than this client."""

    kind = "protocol_mismatch"
    advice = "Daemon and client are of different versions: update both and restart the daemon."


class AnswerUnreadable(CannotStart):
    """What answered at the socket did not answer like a daemon, or broke off."""

    kind = "answer_unreadable"
    advice = "Ask again; if it stays so, restart the daemon and see its log."


STATUS: Final[dict[type[CrmSyncError], int]] = {
    CrmSyncError: 500,
    errors.Misconfigured: 422,
    errors.TransformError: 422,
    errors.StoreError: 500,
    errors.StoreUnreachable: 503,
    errors.StoreReadOnly: 503,
    errors.StoreFull: 507,
    errors.VersionChanged: 412,
    errors.LeaseLost: 409,
    errors.RemoteError: 502,
    errors.Throttled: 503,
    errors.SignInNeeded: 409,
    errors.CannotStart: 503,
    RequestError: 400,
    errors.NotFound: 404,
    errors.Invalid: 422,
    errors.Conflicting: 409,
    Forbidden: 403,
    AttachmentEnded: 403,
    ReadOnly: 403,
    NoSuchRoute: 404,
    MethodRefused: 405,
    TooLarge: 413,
    WrongMediaType: 415,
    Busy: 503,
}


def mismatch(
    place: str, spoken: str, ours: int, *, asking: str, daemon_version: str = "", own_version: str = ""
) -> ProtocolMismatch:
    """Daemon and client do not understand one another: which is which, which one to update, and what works meanwhile.

    `spoken` is the daemon's protocol as it says it, `asking` what the client is ("app", "client").
    """
    theirs = f"is version {daemon_version} and speaks" if daemon_version else "speaks"
    mine = f"this {asking} is version {own_version} and speaks" if own_version else f"this {asking} speaks"
    said = f"the daemon at {place} {theirs} protocol {spoken or '?'}, {mine} protocol {ours}"
    meanwhile = (
        "Meanwhile the daemon keeps your CRMs in step, and crmsync of its own version works on its machine."
    )
    if spoken.isascii() and spoken.isdigit() and int(spoken) != ours:
        newer = int(spoken) > ours
        what = f"this {asking}" if newer else "the daemon, and restart it"
        to = daemon_version if newer else own_version
        advice = f"Update {what}{f' (to {to})' if to else ''}. {meanwhile}"
    else:
        advice = f"{ProtocolMismatch.advice} {meanwhile}"
    return ProtocolMismatch(said, advice=advice)


def status_of(error: type[CrmSyncError]) -> int:
    """The HTTP status of an error class: its own entry, else its nearest parent's."""
    return next(STATUS[cls] for cls in error.__mro__ if cls in STATUS)


def problem_of(error: CrmSyncError) -> Problem:
    """The document a client gets for `error`."""
    return Problem(
        type=f"urn:crmsync:problem:{error.kind}",
        title=error.kind.replace("_", " ").capitalize(),
        status=status_of(type(error)),
        detail=str(error),
        kind=error.kind,
        advice=error.advice,
    )


def error_of(problem: Problem) -> CrmSyncError:
    """The error a problem document stands for; an unknown kind becomes a RequestError that keeps the kind."""
    for cls in _family(CrmSyncError):
        if cls.kind == problem.kind:
            return cls(problem.detail, advice=problem.advice)
    unknown = RequestError(problem.detail, advice=problem.advice)
    unknown.kind = problem.kind
    return unknown


def _family(root: type[CrmSyncError]) -> Iterator[type[CrmSyncError]]:
    yield root
    for child in root.__subclasses__():
        yield from _family(child)
