"""An alert in words: what is wrong, where, and what to type. Never a value or a CRM's own text. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.alerting import Alert, AlertKind, Cause, Notice

MOST_LINES = 20


def what(cause: Cause) -> str:
    """The cause as a sentence without its full stop, on one line."""
    name, object = cause.connection, " ".join(cause.object.split())
    match cause.kind:
        case AlertKind.SIGN_IN_NEEDED:
            return f"{name} needs a new sign-in; nothing is read or written there, changes are kept"
        case AlertKind.STOPPED:
            return f"{name} has stopped; changes are kept"
        case AlertKind.UNREACHABLE:
            return f"{name} has not answered for a while; changes are kept"
        case AlertKind.BRAKE:
            return f"{name} stopped before an unusually large change of {object}"
        case AlertKind.FIELDS_CHANGED:
            rules = ", ".join(cause.rules[:10]) or "creates"
            more = f" and {len(cause.rules) - 10} more" if len(cause.rules) > 10 else ""
            return f"fields of {object} have changed at {name}; these rules wait: {rules}{more}"
        case AlertKind.WEBHOOKS_SILENT:
            return f"webhooks or events of {name} do not come; it is polled instead"
        case AlertKind.QUOTA_LOW:
            return f"{name} has {cause.count} % of its allowance of calls left; less urgent work rests"
        case AlertKind.PUT_ASIDE:
            if cause.count == 1:
                return f"{cause.count} record is put aside at {name} because it cannot be written"
            return f"{cause.count} records are put aside at {name} because they cannot be written"
        case AlertKind.STORE:
            return "the database does not take anything; nothing is synchronised"
        case AlertKind.DISK_LOW:
            return f"{cause.count} MiB of disk space are left where the data lies"


def what_to_do(cause: Cause) -> str:
    """A command, or a sentence."""
    name = cause.connection
    match cause.kind:
        case AlertKind.SIGN_IN_NEEDED:
            return f"crmsync connections sign-in {name}"
        case AlertKind.STOPPED | AlertKind.UNREACHABLE | AlertKind.WEBHOOKS_SILENT | AlertKind.QUOTA_LOW:
            return f"crmsync connections show {name}"
        case AlertKind.BRAKE | AlertKind.FIELDS_CHANGED | AlertKind.PUT_ASIDE:
            return f"crmsync queue list --connection {name}"
        case AlertKind.STORE:
            return "crmsync doctor"
        case AlertKind.DISK_LOW:
            return "Free disk space; crmsync doctor looks again."


def title(notice: Notice) -> str:
    """One line: what it is about, or how much."""
    changed = (*notice.opened, *notice.ended)
    if len(changed) == 1:
        return f"CRM Sync: {'over: ' if notice.ended else ''}{what(changed[0].cause)}"
    parts = [f"{len(some)} {word}" for some, word in ((notice.opened, "new"), (notice.ended, "over")) if some]
    return f"CRM Sync: alerts: {' and '.join(parts)}"


def text(notice: Notice) -> str:
    """The whole message, at most `MOST_LINES` alerts long."""
    lines = [f"- {what(one.cause)}. To do: {what_to_do(one.cause)}" for one in notice.opened]
    lines += [f"- over: {what(one.cause)}" for one in notice.ended]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"- and {len(lines) - MOST_LINES} more: crmsync alerts"]
    return "\n".join(lines)


def standing(alerts: Sequence[Alert]) -> list[str]:
    """Open alerts as sentences, oldest first."""
    return [f"{what(one.cause)}." for one in alerts if one.is_open]
