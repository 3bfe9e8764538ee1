"""One request on the wire and its answer, read to its end under a deadline and a size limit.

What matters when it breaks is whether the request can have arrived: a connection that was never made is Unreachable for a
write too, everything later is AnswerLost.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from adapters.answers import Answer
from core.errors import AnswerLost, BadAnswer, RemoteError, Unreachable

_PART: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times are seconds. `patience_s` is the longest wait inside a call; what asks for more is raised."""

    connect_s: float = 5.0
    read_s: float = 30.0
    total_s: float = 120.0
    body_bytes: int = 64 * 1024 * 1024
    attempts: int = 4
    backoff_s: float = 0.5
    backoff_cap_s: float = 8.0
    patience_s: float = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to send; `what` is safe to show, `lane` names the part of the quota it costs."""

    method: str
    url: str
    body: bytes | None = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    writes: bool
    lane: str
    what: str

    def lost(self, otherwise: type[RemoteError], why: str) -> RemoteError:
        """The error for an answer that did not come: a write's may have been applied."""
        return (AnswerLost if self.writes else otherwise)(f"{self.what}: {why}")


class Failed(Exception):
    """One attempt failed: `error` is what the caller gets, `outage` what the circuit counts."""

    def __init__(
        self,
        error: RemoteError,
        *,
        outage: bool = False,
        repeatable: bool = False,
        wait_s: float | None = None,
    ) -> None:
        super().__init__(str(error))
        self.error, self.outage, self.repeatable, self.wait_s = error, outage, repeatable, wait_s


class Exchange:
    """The connections to one host. Nothing of the environment (proxies, certificates, netrc) is used."""

    def __init__(self, limits: Limits, *, ca: str | None) -> None:
        self._limits = limits
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca if ca is not None else True
        pool = HTTPAdapter(pool_connections=1, pool_maxsize=4, max_retries=0)
        self._session.mount("https://", pool)
        self._session.mount("http://", pool)

    def send(self, request: Request, url: str, token: str) -> Answer:
        """The answer, whatever its status; redirects are not followed. Raises Failed."""
        limits = self._limits
        try:
            with self._session.request(
                request.method,
                url,
                data=request.body,
                headers={**request.headers, "Authorization": f"Bearer {token}"},
                stream=True,
                allow_redirects=False,
                timeout=(limits.connect_s, limits.read_s),
            ) as response:
                return Answer(
                    status=response.status_code,
                    headers=response.headers,
                    body=self._read(request, response),
                    what=request.what,
                    writes=request.writes,
                )
        except requests.RequestException as error:
            if _never_sent(error):
                never = Unreachable(f"{request.what}: no connection could be made")
                raise Failed(never, outage=True, repeatable=True) from None
            broken = request.lost(Unreachable, "the connection broke before the answer came")
            raise Failed(broken, outage=True, repeatable=not request.writes) from None

    def close(self) -> None:
        self._session.close()

    def _read(self, request: Request, response: requests.Response) -> bytes:
        parts: list[bytes] = []
        size, end = 0, time.monotonic() + self._limits.total_s
        for part in response.iter_content(_PART):
            parts.append(part)
            size += len(part)
            if size > self._limits.body_bytes:
                raise Failed(request.lost(BadAnswer, "the answer is larger than we accept"))
            if time.monotonic() > end:
                raise Failed(request.lost(Unreachable, "the answer took too long"), outage=True)
        return b"".join(parts)


def _never_sent(error: requests.RequestException) -> bool:
    """Whether no byte of the request can have reached the CRM."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    refused = isinstance(reason, NewConnectionError | ConnectTimeoutError)
    return refused or "CERTIFICATE_VERIFY_FAILED" in str(reason or error)
