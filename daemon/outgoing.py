"""One request to a service of somebody's own choosing: no proxy, no redirect, little time, a small answer.

Both would be another route than the one residency has judged. Errors are in our own words and repeat nothing of the answer.
"""

from __future__ import annotations

import math
import smtplib
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, ReadTimeoutError

from core.logs import logger
from core.web_address import is_loopback

log = logger(__name__)

_PART: Final = 4_096
_CONNECT_S: Final = 5.0
_LONGEST_REST_S: Final = 3_600.0


class NotSent(Exception):
    """It was not taken. `perhaps`: it may have arrived nevertheless."""

    def __init__(self, why: str, *, perhaps: bool = False) -> None:
        super().__init__(why)
        self.perhaps = perhaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`wait_s`: how long the service wants to be left alone (Retry-After), 0.0 where it does not say."""

    status: int
    body: bytes
    wait_s: float = 0.0


def post(
    address: str,
    body: Mapping[str, Any],
    *,
    headers: Mapping[str, str],
    auth: AuthBase | None = None,
    timeout_s: float,
    most_bytes: int,
) -> Answer:
    """POST `body` as JSON; whatever status came back, with its body. Raises NotSent."""
    end = time.monotonic() + timeout_s
    sent = {"Content-Type": "application/json", "Accept-Encoding": "identity", **headers}
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.post(
                address,
                data=msgspec.json.encode(body),
                headers=sent,
                auth=auth,
                timeout=(min(timeout_s, _CONNECT_S), timeout_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(
                    status=response.status_code,
                    body=_body(response, end, timeout_s, most_bytes),
                    wait_s=_wanted_rest(response.headers.get("Retry-After", "")),
                )
    except requests.ConnectTimeout:
        raise NotSent(f"it did not answer within {timeout_s:g} s") from None
    except (requests.Timeout, TimeoutError, ReadTimeoutError):
        raise NotSent(f"it did not answer within {timeout_s:g} s", perhaps=True) from None
    except (requests.RequestException, HTTPError, HTTPException, OSError):
        raise NotSent("it cannot be reached, or broke off", perhaps=True) from None


def _body(response: requests.Response, end: float, limit: float, most_bytes: int) -> bytes:
    # What has come so far, piece by piece: a read of a given length would wait for all of it, and a server that drips could
    # hold it for hours. Nothing is unpacked: a packed answer was not asked for, and may be any size.
    found = bytearray()
    while part := response.raw.read1(_PART, decode_content=False):
        found += part
        if len(found) > most_bytes:
            raise NotSent(f"its answer is larger than {most_bytes // 1024} KiB", perhaps=True)
        if time.monotonic() > end:
            raise NotSent(f"it did not answer within {limit:g} s", perhaps=True)
    return bytes(found)


def _wanted_rest(told: str) -> float:
    """Seconds of a Retry-After header, in either of its forms; 0.0 where it says nothing that can be read."""
    try:
        seconds = float(told)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(told).timestamp() - time.time()
        except ValueError:
            return 0.0
    return min(max(seconds, 0.0), _LONGEST_REST_S) if math.isfinite(seconds) else 0.0


def mail(server: str, message: EmailMessage, *, username: str, password: str | None, timeout_s: float) -> int:
    """Hand a mail to `server` (smtps://HOST:PORT, or smtp:// with STARTTLS but on this machine).

    How many of its readers the server refused, while it took the mail for the others. Raises NotSent.
    """
    parts = urlsplit(server)
    host, port = parts.hostname or "", parts.port or 0
    context = ssl.create_default_context()
    try:
        with closing(
            smtplib.SMTP_SSL(host, port, timeout=timeout_s, context=context)
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=timeout_s)
        ) as session:
            if parts.scheme == "smtp" and not is_loopback(host):
                session.starttls(context=context)
            if username and password:
                session.login(username, password)
            refused = len(session.send_message(message))
            _take_leave(session)
            return refused
    except smtplib.SMTPAuthenticationError:
        raise NotSent("it refused the user or the password") from None
    except smtplib.SMTPNotSupportedError:
        raise NotSent("it offers no encryption or no sign-in, and nothing is sent in clear") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"it answered with code {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError):
        raise NotSent("it cannot be reached, or took the mail for nobody", perhaps=True) from None


def _take_leave(session: smtplib.SMTP) -> None:
    """A server that bungles the farewell has the mail all the same."""
    try:
        session.quit()
    except (smtplib.SMTPException, OSError):
        log.info("a mail server ended without a farewell")
