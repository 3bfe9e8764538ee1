"""A session for vendor libraries that insist on one: whatever they send goes through our transport."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from adapters.answers import Answer
from core.errors import BadAnswer


class Transport(Protocol):
    system: str
    base_url: str

    def send(
        self, method: str, url: str, *, body: bytes | None, headers: Mapping[str, str], writes: bool
    ) -> Answer: ...


def session_over(transport: Transport) -> requests.Session:
    """A session that speaks https in name; the transport decides how the CRM is really reached and signs the requests."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", _Doorway(transport))
    session.mount("http://", _Doorway(transport))
    return session


class _Doorway(BaseAdapter):
    def __init__(self, transport: Transport) -> None:
        super().__init__()
        self._transport = transport

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        parts = urlsplit(request.url or "")
        base = urlsplit(self._transport.base_url)
        if parts.netloc != base.netloc:
            raise BadAnswer(f"{self._transport.system}: a request to another host was stopped")
        body = request.body.encode() if isinstance(request.body, str) else request.body
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in ("authorization", "content-length", "connection", "accept-encoding")
        }
        answer = self._transport.send(
            request.method or "GET",
            parts._replace(scheme=base.scheme).geturl(),
            body=body,
            headers=headers,
            writes=request.method not in ("GET", "HEAD"),
        )
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = io.BytesIO(answer.body)
        response.url = request.url or ""
        response.request = request
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """The transport is closed by its owner."""
