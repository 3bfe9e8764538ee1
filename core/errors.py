"""Every error CRM Sync raises on purpose, as one tree.

    CrmSyncError
    ├── Misconfigured          a file or setting is wrong; nothing was started or changed
    │   ├── SettingsInvalid    ├── MappingInvalid    ├── SchemaInvalid
    │   ├── ExpressionInvalid  ├── RulesInvalid
    │   └── ResidencyRefused   a route would leave the area everything has to stay in
    ├── TransformError         one value cannot be converted; the rule is parked, the record goes on
    │   └── ExpressionFailed   an expression divides by zero, is too much work, or makes a value of another type
    ├── StoreError
    │   ├── StoreUnreachable   ├── StoreReadOnly     ├── StoreFull    ├── StoreNewer   ├── StoreDamaged
    │   ├── VersionChanged     somebody committed first; read again and repeat
    │   └── LeaseLost          another worker owns the lane now; stop at once
    ├── RemoteError            a CRM did not do what we asked
    │   ├── Unreachable        surely not applied: refused, timed out before sending, 5xx on a read
    │   ├── AnswerLost         may have been applied: look before repeating
    │   ├── Throttled          not applied; come back after `retry_after_s`
    │   ├── SignInNeeded       the token is dead and cannot be refreshed; the connection pauses
    │   ├── NotPermitted       signed in, but a scope or right is missing
    │   ├── BadAnswer          not JSON, cut off, or not of the documented shape
    │   ├── CursorExpired      the change feed forgot us; a full comparison follows
    │   └── RequestRefused     the whole request was refused (bad query, unknown object)
    ├── CannotStart
    │   ├── AlreadyRunning     └── PortInUse
    └── RequestError           a client of the local API asked for something that cannot be done
        ├── NotFound           ├── Invalid           └── Conflicting

The retry rule reads the class, never the message. `kind` is the stable word used by health, logs and the wire; `advice`
is what a person can do about it.
"""

from __future__ import annotations


class CrmSyncError(Exception):
    """Root of the tree. `kind` is stable, `advice` is for a person, `str()` names the thing."""

    kind: str = "error"
    advice: str = "See the daemon's log for the cause."

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        if advice is not None:
            self.advice = advice


class Misconfigured(CrmSyncError):
    kind = "misconfigured"
    advice = "Correct the named file and start again; nothing was changed."


class SettingsInvalid(Misconfigured):
    kind = "settings_invalid"


class MappingInvalid(Misconfigured):
    kind = "mapping_invalid"


class SchemaInvalid(Misconfigured):
    kind = "schema_invalid"


class ExpressionInvalid(Misconfigured):
    kind = "expression_invalid"
    advice = "Correct the expression; docs/rules.md shows what it can use. Nothing was changed."


class RulesInvalid(Misconfigured):
    kind = "rules_invalid"
    advice = "Correct the named rule; the rules in force stay as they are."


class ResidencyRefused(Misconfigured):
    kind = "residency_refused"
    advice = "Nothing was sent. crmsync residency shows every route and why it is refused."


class TransformError(CrmSyncError):
    """A value cannot be converted. The message names fields and lens, never the value itself."""

    kind = "transform_failed"
    advice = "Correct the value, or choose another lens for this rule."


class ExpressionFailed(TransformError):
    """An expression made no value. The message names the cause, never a value."""

    kind = "expression_failed"
    advice = "Correct the expression, or give it a condition under which it makes sense."


class StoreError(CrmSyncError):
    kind = "store_error"


class StoreUnreachable(StoreError):
    kind = "store_unreachable"
    advice = "Check that the database is running and that the address in the settings is right."


class StoreReadOnly(StoreError):
    kind = "store_read_only"
    advice = "Give the daemon's user write access to the database file and its folder."


class StoreFull(StoreError):
    kind = "store_full"
    advice = "Free disk space; the daemon goes on by itself. Nothing was lost."


class StoreNewer(StoreError):
    kind = "store_newer"
    advice = (
        "This store was written by a newer CRM Sync. Install that version, or restore the backup it made."
    )


class StoreDamaged(StoreError):
    kind = "store_damaged"
    advice = "Stop the daemon and restore the newest backup."


class VersionChanged(StoreError):
    """Somebody committed first. Nothing of this batch was written; read again and repeat."""

    kind = "version_changed"
    advice = "Read the record again and repeat the change."


class LeaseLost(StoreError):
    """The fencing token is no longer the newest one of its lane. Nothing of this batch was written."""

    kind = "lease_lost"
    advice = "Another worker owns this lane now; this one stops by itself."


class RemoteError(CrmSyncError):
    kind = "remote_error"


class Unreachable(RemoteError):
    kind = "unreachable"
    advice = "The CRM does not answer. Changes are kept and sent when it does."


class AnswerLost(RemoteError):
    kind = "answer_lost"
    advice = "The write may have happened. It is looked up before anything is repeated."


class Throttled(RemoteError):
    """Not applied. `retry_after_s` is what the CRM asked for, in seconds, or None where it said nothing."""

    kind = "throttled"
    advice = "The CRM's request limit is used up. Work goes on when it allows."

    def __init__(
        self, message: str, *, retry_after_s: float | None = None, advice: str | None = None
    ) -> None:
        super().__init__(message, advice=advice)
        self.retry_after_s = retry_after_s


class QuotaHeld(Throttled):
    """Our own ledger held a call back before it was sent: `lane` has no room. It is asked again at `until` (ms)."""

    kind = "quota_held"
    advice = "The day's allowance is kept for more urgent work. This goes on by itself; nothing is lost."

    def __init__(
        self,
        message: str,
        *,
        lane: str = "",
        until: int = 0,
        retry_after_s: float | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message, retry_after_s=retry_after_s, advice=advice)
        self.lane, self.until = lane, until


class SignInNeeded(RemoteError):
    kind = "sign_in_needed"
    advice = "Sign in again: crmsync connections sign-in NAME. Changes are kept until then."


class NotPermitted(RemoteError):
    kind = "not_permitted"
    advice = "Grant the integration user the named right or scope in the CRM."


class BadAnswer(RemoteError):
    kind = "bad_answer"
    advice = "The CRM, or something between, answered with something unreadable. It is tried again."


class CursorExpired(RemoteError):
    kind = "cursor_expired"
    advice = "A full comparison runs by itself."


class RequestRefused(RemoteError):
    kind = "request_refused"
    advice = "The mapping names something this CRM account does not have. Check the named field or object."


class CannotStart(CrmSyncError):
    kind = "cannot_start"


class AlreadyRunning(CannotStart):
    kind = "already_running"
    advice = "Use the running daemon, or stop it first: crmsync status shows it."


class PortInUse(CannotStart):
    kind = "port_in_use"
    advice = "Choose another port in the settings, or stop the program that uses it."


class RequestError(CrmSyncError):
    kind = "request_error"


class NotFound(RequestError):
    kind = "not_found"
    advice = "Check the id; list the records to see what there is."


class Invalid(RequestError):
    kind = "invalid"
    advice = "Correct the named part of the request."


class Conflicting(RequestError):
    kind = "conflicting"
    advice = "It was changed or decided meanwhile. Read it again."
