"""What is sent to a target: the body each kind takes for an alert or a ticket, and what its answer names. Pure.

Every body bears the message's key, and a repetition bears the same one: a target that keeps keys can drop the second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from core import alert_words
from core.alerting import Alert, Notice

Body: TypeAlias = Mapping[str, Any]

IDEMPOTENCY: Final = "Idempotency-Key"  # Zendesk documents this header; others may heed it
_SHORT: Final = 160  # ServiceNow's short_description


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An alert's text. `changed` are the alerts it tells of, for programs."""

    key: str
    title: str
    text: str
    changed: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The ticket the service made: the number people know it by, and the path it is read at."""

    number: str
    path: str


class NotTheShape(Exception):
    """The service's answer names no ticket."""


def message_of(notice: Notice) -> Message:
    changed = (*notice.opened, *notice.ended)
    return Message(
        key=notice.id,
        title=alert_words.title(notice),
        text=alert_words.text(notice),
        changed=tuple(_alert(one) for one in changed),
    )


def trial(key: str) -> Message:
    """A message that only shows that the way works."""
    return Message(
        key=key,
        title="CRM Sync: a test",
        text="This is a test of crmsync alerts test. There is nothing to do.",
    )


def webhook(one: Message) -> Body:
    return {
        "source": "crmsync",
        "key": one.key,
        "title": one.title,
        "text": one.text,
        "alerts": list(one.changed),
    }


def slack(one: Message) -> Body:
    """An incoming webhook's; Slack reads &, < and > as markup."""
    text = f"*{one.title}*\n{one.text}"
    return {"text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}


def teams(one: Message) -> Body:
    """A workflow's "When a Teams webhook request is received": an adaptive card."""
    blocks = [
        {"type": "TextBlock", "text": one.title, "weight": "Bolder", "wrap": True},
        {"type": "TextBlock", "text": one.text, "wrap": True},
    ]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": blocks,
    }
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [attachment]}


# tickets: path, body, answer ------------------------------------------------------------------------------------------
def zendesk(one: Ticket) -> tuple[str, Body]:
    ticket = {
        "subject": one.title,
        "comment": {"body": one.text, "public": False},
        "external_id": one.key,
        "tags": ["crmsync"],
    }
    return "/api/v2/tickets.json", {"ticket": ticket}


def jira(one: Ticket, project: str, issue_type: str) -> tuple[str, Body]:
    fields = {
        "project": {"key": project},
        "issuetype": {"name": issue_type},
        "summary": one.title,
        "description": one.text,
    }
    return "/rest/api/2/issue", {"fields": fields}


def servicenow(one: Ticket) -> tuple[str, Body]:
    body = {
        "short_description": one.title[:_SHORT],
        "description": one.text,
        "correlation_id": one.key,
        "correlation_display": "CRM Sync",
    }
    return "/api/now/table/incident", body


def zendesk_made(answer: bytes) -> Made:
    """Raises NotTheShape, as the two below."""
    id = _named(answer, "ticket", "id")
    return Made(number=id, path=f"/agent/tickets/{id}")


def jira_made(answer: bytes) -> Made:
    key = _named(answer, "key")
    return Made(number=key, path=f"/browse/{key}")


def servicenow_made(answer: bytes) -> Made:
    number = _named(answer, "result", "number")
    return Made(number=number, path=f"/nav_to.do?uri=incident.do?sys_id={_named(answer, 'result', 'sys_id')}")


def _named(answer: bytes, *path: str) -> str:
    """A short plain word of the answer: it goes into the audit log and onto a terminal."""
    try:
        found: Any = json.loads(answer)
    except (ValueError, RecursionError):
        raise NotTheShape from None
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    text = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if not 0 < len(text) <= 64 or not text.isascii() or not all(one.isalnum() or one in "-_" for one in text):
        raise NotTheShape
    return text


def _alert(one: Alert) -> Body:
    cause = one.cause
    return {
        "id": one.id,
        "state": "ended" if one.ended_at is not None else "open",
        "kind": cause.kind.value,
        "connection": cause.connection,
        "object": cause.object,
        "rules": list(cause.rules),
        "count": cause.count,
        "since": one.since,
        "what": alert_words.what(cause),
        "do": alert_words.what_to_do(cause),
    }
