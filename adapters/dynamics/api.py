"""Calls to Dataverse's Web API. Raw JSON over our own transport; amounts keep every digit.

Every error body is ``{"error": {"code": "0x…", "message": "…"}}`` ("Compose HTTP requests and handle errors").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

import msgspec
from msgspec.json import Decoder

from adapters.answers import Answer
from adapters.dynamics.multipart import Ask, Told, packed, unpacked
from adapters.rest import Rest, Trouble
from core.errors import BadAnswer, CursorExpired, NotPermitted, RequestRefused, Throttled

Json = Mapping[str, Any]
PAGE: Final = 1_000
MOST: Final = 5_000  # rows a page
BY_ID: Final = 100
LOGICAL_NAME: Final = "Microsoft.Dynamics.CRM.lookuplogicalname"
HEADERS: Final = {"OData-Version": "4.0", "OData-MaxVersion": "4.0", "If-None-Match": "null"}
EXPIRED: Final = ("0x80044352", "0x80044353")  # the version stamp is too old, or of before a restore
_DECODER = Decoder(float_hook=Decimal)
_THROTTLED: Final = ("0x80072321", "0x80072322", "0x80072326")


def read_trouble(answer: Answer) -> Trouble | None:
    """Dataverse's own words for "not now" and "not you"; None for what the adapter judges itself."""
    code, message = words_of(answer.body)
    if answer.status == 429 or code in _THROTTLED:
        return Trouble(error=Throttled(f"{answer.what}: {message[:200] or 'too many requests'}"))
    if answer.status == 403:
        return Trouble(
            error=NotPermitted(
                f"{answer.what}: Dynamics does not permit this ({code or 403}): {message[:200]}",
                advice="Give the user that is signed in a security role with rights on these tables.",
            )
        )
    return None


def words_of(body: bytes) -> tuple[str, str]:
    """Code and message of an error body; empty where there are none."""
    try:
        error = msgspec.json.decode(body).get("error") or {}
        return str(error.get("code") or ""), str(error.get("message") or "")
    except (msgspec.DecodeError, UnicodeDecodeError, AttributeError):
        return "", ""


def literal(text: str) -> str:
    """A text inside a filter."""
    return "'" + text.replace("'", "''") + "'"


def within(column: str, values: Sequence[str]) -> str:
    """The filter for rows whose column holds one of these ("In" query function)."""
    listed = ",".join(literal(one) for one in values)
    return f"Microsoft.Dynamics.CRM.In(PropertyName={literal(column)},PropertyValues=[{listed}])"


def query(**options: str) -> str:
    """``?$select=…``; what is empty is left out."""
    given = "&".join(f"${name}={quote(value, safe=',()=/')}" for name, value in options.items() if value)
    return f"?{given}" if given else ""


class DynamicsApi:
    """Typed calls. Every one raises leaves of RemoteError."""

    def __init__(self, rest: Rest, *, version: str = "v9.2") -> None:
        self.rest = rest
        self._root = f"/api/data/{version}"

    def url(self, path: str) -> str:
        """The whole address of a path below the Web API's root."""
        return self.rest.own_url(f"{self._root}/{path}")

    # single requests ---------------------------------------------------------------------------------------------
    def get(self, path: str, *, prefer: str = "") -> Json:
        """An object. `path` is below the root, or a link Dataverse gave us."""
        where = path if "://" in path else self.url(path)
        headers = {**HEADERS, **({"Prefer": prefer} if prefer else {})}
        answer = self.rest.call("GET", where, headers=headers)
        return self._read(answer.what, answer.status, answer.body)

    def post(self, path: str, body: Any) -> None:
        answer = self.rest.call("POST", self.url(path), json=body, headers=HEADERS, writes=True)
        if answer.status >= 400:
            raise self._refusal(answer.what, answer.status, answer.body)

    def patch(self, path: str, body: Any) -> None:
        answer = self.rest.call("PATCH", self.url(path), json=body, headers=HEADERS, writes=True)
        if answer.status >= 400:
            raise self._refusal(answer.what, answer.status, answer.body)

    def delete(self, path: str) -> bool:
        """False where there was nothing to delete."""
        answer = self.rest.call("DELETE", self.url(path), headers=HEADERS, writes=True)
        if answer.status >= 400 and answer.status != 404:
            raise self._refusal(answer.what, answer.status, answer.body)
        return answer.status != 404

    def all(self, path: str) -> list[Json]:
        """Every row of a collection."""
        rows: list[Json] = []
        following: str | None = path
        while following:
            body = self.get(following, prefer=f"odata.maxpagesize={MOST}")
            rows += self.rows(body)
            following = body.get("@odata.nextLink")
        return rows

    def rows(self, body: Json) -> list[Json]:
        rows = body.get("value")
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise BadAnswer("Dynamics answered a list that is none")
        return rows

    def me(self) -> str:
        """The id of the user we act as."""
        return str(self.get("WhoAmI").get("UserId") or "").lower()

    # batches -----------------------------------------------------------------------------------------------------
    def batch(self, asks: Sequence[Ask], *, writes: bool) -> list[Told]:
        """One answer a request, in order. Raises AnswerLost (BadAnswer on reads) where they cannot be told apart."""
        content_type, body = packed(asks)
        headers = {
            **HEADERS,
            "Accept": "application/json",
            "Content-Type": content_type,
            "Prefer": "odata.continue-on-error",
        }
        answer = self.rest.send("POST", self.url("$batch"), body=body, headers=headers, writes=writes)
        if answer.status >= 400:
            raise self._refusal(answer.what, answer.status, answer.body)
        try:
            told = unpacked(answer.headers.get("content-type", ""), answer.body)
        except ValueError:
            raise answer.unreadable() from None
        if len(told) != len(asks):
            raise answer.unreadable()
        return told

    def read_each(self, paths: Sequence[str], *, prefer: str = "") -> list[Json | None]:
        """Many objects in one call; None where there is none. Raises RequestRefused and the like for the first other."""
        headers = {**HEADERS, **({"Prefer": prefer} if prefer else {})}
        asks = [Ask(method="GET", url=self.url(path), headers=headers) for path in paths]
        found: list[Json | None] = []
        for path, told in zip(paths, self.batch(asks, writes=False), strict=True):
            gone = told.status == 404 and words_of(told.body)[0] in ("0x80040217", "0x80060891")
            what = f"Dynamics GET {path.partition('?')[0]}"
            found.append(None if gone else self._read(what, told.status, told.body))
        return found

    def decode(self, body: bytes) -> Json:
        """Raises ValueError."""
        try:
            found = _DECODER.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise ValueError("not JSON") from None
        if isinstance(found, dict):
            return found
        raise ValueError("not an object")

    # inside ------------------------------------------------------------------------------------------------------
    def _read(self, what: str, status: int, body: bytes) -> Json:
        if status >= 400:
            raise self._refusal(what, status, body)
        try:
            return self.decode(body)
        except ValueError:
            raise BadAnswer(f"{what}: the answer ({status}) is not what the API documents") from None

    def _refusal(self, what: str, status: int, body: bytes) -> Exception:
        code, message = words_of(body)
        text = f"{what}: Dynamics answers {status} {code}: {message[:300]}"
        if code in EXPIRED or status == 410:
            return CursorExpired(text)
        if status == 403:
            return NotPermitted(text)
        if status == 429 or code in _THROTTLED:
            return Throttled(text)
        return RequestRefused(text)
