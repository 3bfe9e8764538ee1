"""OData's ``$batch``: several requests in one multipart body, each with an answer of its own.

Every request stands alone (no change set), so that each is its own transaction; they run in order. Shape after
learn.microsoft.com, "Execute batch operations using the Web API".
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request of a batch. `url` is whole; `body` is encoded as JSON."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Its answer. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def packed(asks: Sequence[Ask]) -> tuple[str, bytes]:
    """The content type and the body of a batch."""
    boundary = f"batch_{uuid.uuid4()}"
    pieces: list[bytes] = []
    for ask in asks:
        lines = [
            f"--{boundary}",
            "Content-Type: application/http",
            "Content-Transfer-Encoding: binary",
            "",
            f"{ask.method} {ask.url} HTTP/1.1",
            "Accept: application/json",
            *(f"{name}: {value}" for name, value in ask.headers.items()),
        ]
        if ask.body is not None:
            lines.append("Content-Type: application/json")
        body = msgspec.json.encode(ask.body) if ask.body is not None else b""
        pieces.append("\r\n".join([*lines, "", ""]).encode() + body + b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    return f'multipart/mixed; boundary="{boundary}"', b"".join(pieces)


def unpacked(content_type: str, body: bytes) -> list[Told]:
    """The answers in the order of the requests. Raises ValueError for what is no batch answer."""
    whole = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts = whole.get_payload()
    if not whole.is_multipart() or not isinstance(parts, list) or whole.defects:
        raise ValueError("the answer to a batch is not multipart")
    return [_told(part) for part in parts if isinstance(part, Message)]


def _told(part: Message) -> Told:
    raw = part.get_payload(decode=True)
    line, _, rest = (raw if isinstance(raw, bytes) else b"").lstrip().partition(b"\n")
    words = line.split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise ValueError("a part of a batch has no status line")
    head, mark, content = rest.partition(b"\r\n\r\n")
    if not mark:
        head, _, content = rest.partition(b"\n\n")
    headers = {name.lower(): str(value) for name, value in BytesHeaderParser().parsebytes(head).items()}
    return Told(status=int(words[1]), headers=headers, body=content.strip())
