"""A target of alerts or tickets as `crmsync.toml` describes it: where it is, what it is, and what it wants. No secret.

A token, a password, or an address that is itself a secret (Slack's and Teams' webhooks) is given with
`crmsync targets secret NAME` and lies in the vault, bound to the host named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.alerting import AlertKind
from core.residency import AREA
from core.web_address import is_loopback


class TargetKind(Enum):
    WEBHOOK = "webhook"
    SLACK = "slack"
    TEAMS = "teams"
    EMAIL = "email"
    ZENDESK = "zendesk"
    JIRA = "jira"
    SERVICENOW = "servicenow"


class Use(Enum):
    ALERTS = "alerts"
    TICKETS = "tickets"


TICKET_KINDS: Final = frozenset({TargetKind.ZENDESK, TargetKind.JIRA, TargetKind.SERVICENOW})
SECRET_ADDRESS: Final = frozenset(
    {TargetKind.SLACK, TargetKind.TEAMS}
)  # the webhook's whole address is its secret
_USUAL_URL: Final[Mapping[TargetKind, str]] = {TargetKind.SLACK: "https://hooks.slack.com"}
_EXAMPLE: Final[Mapping[TargetKind, str]] = {
    TargetKind.WEBHOOK: "https://alerts.example.com/crmsync",
    TargetKind.TEAMS: "https://prod-12.westeurope.logic.azure.com",
    TargetKind.EMAIL: "smtp://mail.example.com:587",
    TargetKind.ZENDESK: "https://acme.zendesk.com",
    TargetKind.JIRA: "https://acme.atlassian.net",
    TargetKind.SERVICENOW: "https://acme.service-now.com",
}
_MAIL_ADDRESS: Final = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}$"


class Target(BaseModel):
    """`url` without anything secret; `alerts` are the kinds it wants, all where empty.

    `username` signs in to it where its kind asks for one: Zendesk's agent, Jira's and ServiceNow's user, the mail server's.
    `sender` and `to` are of e-mail, `project` and `issue_type` of Jira.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Annotated[TargetKind, Field(strict=False)]
    use: Annotated[Use, Field(strict=False)] = Use.ALERTS
    url: str = ""
    region: str = Field(default="", pattern=AREA)
    alerts: Annotated[tuple[Annotated[AlertKind, Field(strict=False)], ...], Field(strict=False)] = ()
    username: str = ""
    sender: str = Field(default="", pattern=rf"{_MAIL_ADDRESS}|^$")
    to: Annotated[tuple[Annotated[str, Field(pattern=_MAIL_ADDRESS)], ...], Field(strict=False)] = ()
    project: str = Field(default="", pattern=r"^[A-Za-z0-9_]{0,80}$")
    issue_type: str = Field(default="Task", min_length=1, max_length=60)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        kind = self.kind.value
        if (self.use is Use.TICKETS) != (self.kind in TICKET_KINDS):
            wanted = Use.TICKETS if self.kind in TICKET_KINDS else Use.ALERTS
            raise ValueError(f"use: a target of kind {kind!r} is for {wanted.value} alone")
        if not self.url:
            object.__setattr__(self, "url", _USUAL_URL.get(self.kind, ""))
        if not self.url:
            raise ValueError(f"url is missing, such as {_EXAMPLE[self.kind]!r}")
        _check_address(self.url, mail=self.kind is TargetKind.EMAIL)
        if self.kind in SECRET_ADDRESS and urlsplit(self.url).path not in ("", "/"):
            raise ValueError(
                "url names the host alone: the rest of a webhook's address is a secret, "
                "and is given with crmsync targets secret NAME"
            )
        if self.kind is TargetKind.EMAIL and not (self.sender and self.to):
            raise ValueError("sender and to are missing: who the mail is from, and a list of whom it goes to")
        if self.kind is TargetKind.JIRA and not self.project:
            raise ValueError("project is missing: the key of the Jira project")
        if self.kind in (TargetKind.ZENDESK, TargetKind.SERVICENOW) and not self.username:
            raise ValueError("username is missing: who the ticket is raised by")
        return self


def _check_address(url: str, *, mail: bool) -> None:
    """Raises ValueError, in words that never repeat the address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise ValueError("url is not an address") from None
    if "\\" in url or not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
        raise ValueError("url holds a letter that no address may have")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("url holds more than an address; secrets are given with crmsync targets secret NAME")
    if mail:
        if parts.scheme not in ("smtp", "smtps") or not host or port is None or parts.path not in ("", "/"):
            raise ValueError("url must be smtps://HOST:465, or smtp://HOST:587 (with STARTTLS)")
        return
    if parts.scheme not in ("https", "http") or not host:
        raise ValueError("url must be a web address that starts with https://")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("url must start with https:// (plain http is for this machine only)")
