"""One HTTP answer of a CRM, and reading what its headers and addresses say."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from core.errors import AnswerLost, BadAnswer, RemoteError, SettingsInvalid, Unreachable

LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, read to its end. `headers` compare without case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    what: str  # "HubSpot GET /crm/v3/..."; safe to show
    writes: bool = False

    def decode(self, type: Any = Any) -> Any:
        """The JSON body as `type`. Raises BadAnswer, on a write AnswerLost."""
        try:
            return msgspec.json.decode(self.body, type=type)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise self.unreadable() from None

    def unreadable(self) -> RemoteError:
        """The error for an answer that makes no sense."""
        kind = AnswerLost if self.writes else BadAnswer
        return kind(
            f"{self.what}: the answer ({self.status}, {len(self.body)} bytes) is not what the API documents"
        )

    def lost(self, text: str) -> RemoteError:
        """The error for an outage that hides what became of the request."""
        return AnswerLost(text) if self.writes else Unreachable(text)

    @property
    def looks_json(self) -> bool:
        return self.body.lstrip()[:1] in (b"{", b"[")

    @property
    def at(self) -> int | None:
        """The CRM's own clock when it answered, ms (whole seconds); None where it did not say."""
        return date_ms(self.headers.get("date"))


def checked_url(url: str, *, loopback: bool) -> str:
    """The URL without a closing slash. Raises SettingsInvalid unless it is https, or http on loopback if allowed."""
    parts = urlsplit(url)
    local = parts.hostname in LOOPBACK_HOSTS
    if parts.scheme == "https" and (loopback or not local) and parts.hostname and "@" not in parts.netloc:
        return url.rstrip("/")
    if parts.scheme == "http" and loopback and local and "@" not in parts.netloc:
        return url.rstrip("/")
    raise SettingsInvalid(
        f"the CRM address {parts.scheme}://{parts.hostname} must be https and not this machine"
    )


def retry_after(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date (RFC 9110 10.2.3); None where unreadable."""
    text = headers.get("retry-after", headers.get("Retry-After", "")).strip()
    if not text:
        return None
    try:
        return float(text) if text[0].isdigit() else _until(text, now)
    except (TypeError, ValueError, OverflowError):
        return None


def date_ms(date: str | None) -> int | None:
    """Milliseconds of an HTTP date; None where there is none."""
    try:
        return round(parsedate_to_datetime(date).timestamp() * 1000) if date else None
    except (TypeError, ValueError):
        return None


def _until(date: str, now: Callable[[], float]) -> float:
    return max(0.0, parsedate_to_datetime(date).timestamp() - float(now()))


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port, by which two addresses are of the same CRM."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)
