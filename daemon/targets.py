"""The targets of alerts and tickets: their secrets in the vault, and the one way anything is sent to them.

Whatever is sent goes past residency first. A secret is sealed for the host in the settings: another host never gets it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth

from core import target_bodies
from core.alerting import AlertKind
from core.errors import Conflicting, CrmSyncError, Invalid, NotFound, ResidencyRefused
from core.logs import logger
from core.residency import Verdict, host_of
from core.store.base import AuditEntry, Batch, Store
from core.target_bodies import IDEMPOTENCY, Body, Made, Message, NotTheShape, Ticket
from core.target_settings import SECRET_ADDRESS, Target, TargetKind, Use
from daemon.outgoing import Answer, NotSent, mail, post
from daemon.vault import Vault

log = logger(__name__)

_SEALED_FOR: Final = "(targets)"  # in the vault; no connection can have this name
_TIMEOUT_S: Final = 10.0
_MOST_BYTES: Final = 256 * 1024  # ServiceNow answers with the whole incident


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStanding:
    name: str
    target: Target
    verdict: Verdict
    secret: bool


def wanted(target: Target) -> frozenset[AlertKind]:
    """The kinds of alert a target hears of."""
    return frozenset(target.alerts or AlertKind) if target.use is Use.ALERTS else frozenset()


@dataclass(slots=True)
class Targets:
    """The targets of one installation. `judged` tells where a target's route leads; `clock` tells ms."""

    known: Mapping[str, Target]
    vault: Vault
    store: Store
    judged: Callable[[str], Verdict]
    clock: Callable[[], int]

    def standing(self) -> list[TargetStanding]:
        sealed = {kind for name, kind in self.vault.standing().sealed if name == _SEALED_FOR}
        return [
            TargetStanding(
                name=name, target=one, verdict=self.judged(name), secret=_sealed_kind(name, one) in sealed
            )
            for name, one in sorted(self.known.items())
        ]

    def get(self, name: str, use: Use) -> Target:
        """Raises NotFound, Invalid where it is for something else."""
        target = self._known(name)
        if target.use is not use:
            raise Invalid(
                f"target {name!r} is for {target.use.value}, not for {use.value}",
                advice="See: crmsync targets list",
            )
        return target

    # secrets ----------------------------------------------------------------------------------------------------------
    def keep_secret(self, name: str, secret: str, *, by: str) -> None:
        """Seal a target's token, password, or secret address. Raises NotFound, Invalid."""
        target = self._known(name)
        if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
            raise Invalid(
                "that is no secret", advice="Give one line of letters, digits and signs, as you got it."
            )
        if target.kind in SECRET_ADDRESS and not _is_address(secret):
            raise Invalid(
                f"{target.kind.value} gives a whole address as the secret",
                advice="Give what begins with https://.",
            )
        if _is_address(secret) and urlsplit(secret)[:2] != urlsplit(target.url)[:2]:
            raise Invalid(
                f"that address is at another host than targets.{name}.url",
                advice=f"Give one that begins with {target.url.rstrip('/')}/, or correct the settings.",
            )
        self._forget(name)
        self.vault.seal(_SEALED_FOR, _sealed_kind(name, target), secret)
        self.note("key", by, f"the secret of target {name} is kept, for {host_of(target.url)}")

    def forget_secret(self, name: str, *, by: str) -> int:
        """How many there were. Also for a target that is no longer in the settings."""
        gone = self._forget(name)
        self.note("key", by, f"the secret of target {name} is removed")
        return gone

    def admit(self, name: str) -> None:
        """Raises ResidencyRefused, naming the route."""
        verdict = self.judged(name)
        if not verdict.allowed:
            raise ResidencyRefused(
                f"{verdict.route.name} ({verdict.route.host}) is refused: {verdict.why}",
                advice=verdict.advice,
            )

    # sending ----------------------------------------------------------------------------------------------------------
    def tell(self, name: str, message: Message) -> None:
        """Send an alert. Raises NotSent, also where residency refuses the route, before a byte is sent."""
        target = self._known(name)
        try:
            self.admit(name)
            secret = self._secret(name, target)
        except CrmSyncError as refusal:
            raise NotSent(
                str(refusal)
            ) from None  # a vault that does not open keeps one target waiting, and no other
        match target.kind:
            case TargetKind.EMAIL:
                self._mail(name, target, message, secret)
            case TargetKind.SLACK:
                self._posted(target, target_bodies.slack(message), message.key, secret)
            case TargetKind.TEAMS:
                self._posted(target, target_bodies.teams(message), message.key, secret)
            case _:
                self._posted(target, target_bodies.webhook(message), message.key, secret)

    def ticket_request(self, name: str, ticket: Ticket) -> tuple[str, Body]:
        """The address and the body that would be sent. Raises NotFound, Invalid."""
        target = self.get(name, Use.TICKETS)
        match target.kind:
            case TargetKind.JIRA:
                path, body = target_bodies.jira(ticket, target.project, target.issue_type)
            case TargetKind.SERVICENOW:
                path, body = target_bodies.servicenow(ticket)
            case _:
                path, body = target_bodies.zendesk(ticket)
        return target.url.rstrip("/") + path, body

    def raise_ticket(self, name: str, ticket: Ticket) -> Made:
        """Raises NotFound, Invalid, Conflicting where its secret is missing, ResidencyRefused, NotSent."""
        address, body = self.ticket_request(name, ticket)
        target = self.known[name]
        self.admit(name)
        secret = self._secret(name, target)
        if secret is None:
            raise Conflicting(
                f"the secret of target {name!r} is not known",
                advice=f"Give it: crmsync targets secret {name}",
            )
        answer = _answered(address, body, ticket.key, _auth(target, secret))
        read = {
            TargetKind.JIRA: target_bodies.jira_made,
            TargetKind.SERVICENOW: target_bodies.servicenow_made,
        }
        try:
            return read.get(target.kind, target_bodies.zendesk_made)(answer.body)
        except NotTheShape:
            raise NotSent("its answer names no ticket", perhaps=True) from None

    def note(self, kind: str, by: str, note: str, cause: str = "") -> None:
        """An entry of the audit log."""
        at = self.clock()
        entry = AuditEntry(at=at, kind=kind, actor=by, cause=cause or by, run="", note=note)
        self.store.commit(Batch(at=at, audit=(entry,)))

    # inside -----------------------------------------------------------------------------------------------------------
    def _known(self, name: str) -> Target:
        if name not in self.known:
            raise NotFound(
                f"there is no target {name!r}",
                advice=f"There are: {', '.join(sorted(self.known)) or 'none; add one to crmsync.toml'}.",
            )
        return self.known[name]

    def _secret(self, name: str, target: Target) -> str | None:
        return self.vault.open(_SEALED_FOR, _sealed_kind(name, target))

    def _forget(self, name: str) -> int:
        sealed = [kind for owner, kind in self.vault.standing().sealed if owner == _SEALED_FOR]
        mine = [kind for kind in sealed if kind.startswith(f"{name} at ")]
        if mine:
            self.vault.forget(_SEALED_FOR, *mine)
        return len(mine)

    def _posted(self, target: Target, body: Body, key: str, secret: str | None) -> None:
        if target.kind in SECRET_ADDRESS and secret is None:
            raise NotSent("its secret address is not known; give it: crmsync targets secret NAME")
        if secret is not None and _is_address(secret):
            _answered(secret, body, key, None)
        else:
            _answered(target.url, body, key, None if secret is None else _Bearer(secret))

    def _mail(self, name: str, target: Target, message: Message, secret: str | None) -> None:
        made = EmailMessage()
        made["Subject"], made["From"], made["To"] = message.title, target.sender, ", ".join(target.to)
        made["Date"] = formatdate(self.clock() / 1000)
        made["Message-ID"] = f"<crmsync-{message.key}@{target.sender.rpartition('@')[2]}>"
        made.set_content(message.text)
        refused = mail(target.url, made, username=target.username, password=secret, timeout_s=_TIMEOUT_S)
        if refused:
            log.warning("a mail was refused for some readers", target=name, count=refused)


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _auth(target: Target, secret: str) -> AuthBase:
    """As each service documents it; a Jira without a user name takes a personal access token."""
    if target.kind is TargetKind.JIRA and not target.username:
        return _Bearer(secret)
    user = f"{target.username}/token" if target.kind is TargetKind.ZENDESK else target.username
    return HTTPBasicAuth(user.encode(), secret.encode())


def _answered(address: str, body: Body, key: str, auth: AuthBase | None) -> Answer:
    """The answer where it was taken. Raises NotSent in words that repeat nothing of it."""
    answer = post(
        address,
        body,
        headers={IDEMPOTENCY: key, "Accept": "application/json"},
        auth=auth,
        timeout_s=_TIMEOUT_S,
        most_bytes=_MOST_BYTES,
    )
    status = answer.status
    if 200 <= status < 300:
        return answer
    if 300 <= status < 400:
        raise NotSent(f"it points elsewhere ({status}), which is not followed; correct its url")
    if status in (401, 403):
        raise NotSent(f"it refused the secret or the user ({status})")
    if status in (404, 410):
        raise NotSent(f"there is nothing at its address ({status})")
    raise NotSent(f"it answered with status {status}", perhaps=status >= 500)


def _is_address(secret: str) -> bool:
    return secret.startswith(("https://", "http://"))


def _sealed_kind(name: str, target: Target) -> str:
    return f"{name} at {host_of(target.url)}"
