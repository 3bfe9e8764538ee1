"""``$batch``: a multipart body of requests, change sets that succeed or fail as one, answers in the same order.

Without ``Prefer: odata.continue-on-error`` the first error ends the batch and its status is the batch's own.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from adapters.sandbox.calls import Answer, Call
from adapters.sandbox.dynamics.errors import HEADERS, DataverseError, bad_query
from adapters.sandbox.dynamics.render import read_preferences
from adapters.sandbox.dynamics.undo import Undo

MOST: Final = 1_000
_BOUNDARY: Final = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_REASONS: Final = {
    200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 412: "Precondition Failed", 429: "Too Many Requests",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
}  # fmt: skip
Dispatch = Callable[[Call], Answer]


@dataclass(slots=True, kw_only=True)
class _Part:
    """One request, or a change set of some."""

    headers: Mapping[str, str]
    text: bytes = b""
    change_set: list[_Part] = field(default_factory=list)


class Batches:
    def __init__(self, dispatch: Dispatch, undo: Undo) -> None:
        self._dispatch, self._undo = dispatch, undo

    def answer(self, call: Call) -> Answer:
        """Raises 400 for a body that is no batch."""
        parts = _parse(call.headers.get("content-type", ""), call.body)
        number = sum(len(part.change_set) or 1 for part in parts)
        if number > MOST:
            raise DataverseError(
                400,
                "0x80048405",
                f"The maximum number of operations in a batch is {MOST}; this one has {number}.",
            )
        go_on = read_preferences(call.headers.get("prefer", "")).go_on
        boundary = f"batchresponse_{uuid.uuid4()}"
        out, status = list[bytes](), 200
        middle = len(parts) // 2 if number > 1 else number + 1
        for at, part in enumerate(parts):
            if at == middle and call.draw is not None and call.draw.strikes("unauthorized_mid_batch"):
                raise DataverseError(401, "", "The token expired while the batch was at work.")
            answers = self._change_set(call, part) if part.change_set else [self._one(call, part, {})]
            failed = next((each for _id, each in answers if each.status >= 400), None)
            if part.change_set and failed is None:
                out.append(_wrapped_set(answers))
            else:
                out += [
                    _wrapped(answer, id) for id, answer in ([("", failed)] if failed is not None else answers)
                ]
            if failed is not None and not go_on:
                status = failed.status
                break
        body = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), each) for each in out)
        body += b"--%s--\r\n" % boundary.encode()
        return Answer(
            status=status,
            body=body,
            content_type=f"multipart/mixed; boundary={boundary}",
            headers=HEADERS,
            records=len(out),
        )

    @staticmethod
    def requests(call: Call) -> list[Call]:
        """The requests of a batch, to look at before it is at work; none of a body that is no batch."""
        try:
            parts = _parse(call.headers.get("content-type", ""), call.body)
            return [_request(call, one, {}) for part in parts for one in part.change_set or [part]]
        except DataverseError:
            return []

    def _change_set(self, call: Call, part: _Part) -> list[tuple[str, Answer]]:
        made: dict[str, str] = {}
        done: list[tuple[str, Answer]] = []
        with self._undo.watching() as watch:
            for inner in part.change_set:
                id, answer = self._one(call, inner, made)
                if answer.status >= 400:
                    watch.undo()
                    return [(id, answer)]
                where = dict(answer.headers).get("odata-entityid")
                if id and where:
                    made[id] = where
                done.append((id, answer))
        return done

    def _one(self, call: Call, part: _Part, made: Mapping[str, str]) -> tuple[str, Answer]:
        id = part.headers.get("content-id", "")
        try:
            inner = _request(call, part, made)
            if call.draw is not None and call.draw.strikes("partial_failure"):
                raise DataverseError(400, "0x80040265", "A plug-in of this organization refused the record.")
            return id, self._dispatch(inner)
        except DataverseError as error:
            return id, error.answer()


def _parse(content_type: str, body: bytes) -> list[_Part]:
    found = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/mixed") or found is None:
        raise bad_query("The content type of a batch must be multipart/mixed with a boundary.")
    parts = []
    for chunk in _chunks(body, found[1]):
        headers, text = _headers(chunk)
        kind = headers.get("content-type", "")
        if kind.lower().startswith("multipart/mixed"):
            inner = _BOUNDARY.search(kind)
            if inner is None:
                raise bad_query("A change set needs a boundary.")
            requests = [_Part(headers=h, text=t) for h, t in map(_headers, _chunks(text, inner[1]))]
            if any(each.text.lstrip().startswith(b"GET ") for each in requests):
                raise bad_query("A change set cannot hold a GET request.")
            if any(not each.headers.get("content-id") for each in requests):
                raise bad_query("The 'Content-ID' header is required for every request of a change set.")
            parts.append(_Part(headers=headers, change_set=requests))
        elif kind.lower().startswith("application/http"):
            parts.append(_Part(headers=headers, text=text))
        else:
            raise bad_query(f"The content type '{kind}' is not valid inside a batch.")
    if not parts:
        raise bad_query("The batch holds no request.")
    return parts


def _chunks(body: bytes, boundary: str) -> list[bytes]:
    """What stands between the boundaries. Raises 400 when the closing one is missing."""
    pieces = re.split(rb"(?:^|\r?\n)--%s" % re.escape(boundary.encode()), body)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise bad_query("Unexpected end of the batch: its closing boundary is missing.")
    return [piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n") for piece in pieces[1:-1]]


def _headers(chunk: bytes) -> tuple[dict[str, str], bytes]:
    head, mark, rest = chunk.partition(b"\r\n\r\n")
    if not mark:
        head, mark, rest = chunk.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}, rest


def _request(call: Call, part: _Part, made: Mapping[str, str]) -> Call:
    first, _, rest = part.text.lstrip().partition(b"\n")
    words = first.decode("utf-8", "replace").strip().split(" ")
    if len(words) < 2:
        raise bad_query("A part of the batch begins with no request line.")
    method, target = words[0], " ".join(words[1:-1]) if words[-1].startswith("HTTP/") else " ".join(words[1:])
    # a request line without headers is followed at once by the empty line
    headers, body = ({}, rest.strip()) if rest.lstrip(b"\r").startswith(b"\n") else _headers(rest)
    for id in sorted(made, key=len, reverse=True):
        if target.startswith(f"${id}"):
            target = made[id] + target[len(id) + 1 :]
        body = body.replace(f'"${id}"'.encode(), f'"{made[id]}"'.encode())
    parts = urlsplit(target)
    path = parts.path if parts.path.startswith("/api/data/") else f"/api/data/v9.2/{parts.path.lstrip('/')}"
    return Call(
        method=method,
        path=path,
        query_string=parts.query,
        headers=headers,
        body=body.rstrip(b"\r\n"),
        base_url=call.base_url,
        draw=call.draw,
        actor=call.actor,
        token=call.token,
    )


def _wrapped(answer: Answer, id: str) -> bytes:
    lines = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"]
    if id:
        lines.append(f"Content-ID: {id}")
    lines += ["", f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'Status')}"]
    if answer.body:
        lines.append(f"Content-Type: {answer.content_type}")
    lines += [f"{_SPELLING.get(name, name)}: {value}" for name, value in answer.headers]
    return "\r\n".join([*lines, "", ""]).encode() + answer.body


def _wrapped_set(answers: list[tuple[str, Answer]]) -> bytes:
    boundary = f"changesetresponse_{uuid.uuid4()}"
    inner = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), _wrapped(answer, id)) for id, answer in answers)
    return (
        f"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n".encode()
        + inner
        + f"--{boundary}--\r\n".encode()
    )


_SPELLING: Final = {
    "odata-version": "OData-Version", "odata-entityid": "OData-EntityId", "location": "Location", "etag": "ETag",
    "preference-applied": "Preference-Applied", "retry-after": "Retry-After",
}  # fmt: skip
