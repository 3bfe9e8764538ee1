"""Calls to Pipedrive: v2 for records and fields, v1 for what v2 has not. Raw JSON over our own transport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

import msgspec
from msgspec.json import Decoder

from adapters.answers import Answer
from adapters.pipedrive.notes import FIELDS, in_new_words
from adapters.pipedrive.objects import ObjectFacts
from adapters.pipedrive.schema import Json
from adapters.rest import Rest, Trouble
from core.errors import BadAnswer, CursorExpired, NotPermitted, RequestRefused, Throttled

SEARCH: Final = "search"  # the lane of the quota that searches share
LIST: Final = 500
BY_ID: Final = 100
_DECODER = Decoder(float_hook=Decimal)
_WALL_S: Final = 60.0  # how long to keep away from the wall that abuse is answered with


def read_trouble(answer: Answer) -> Trouble | None:
    """Pipedrive's own words for "not now" and "not you"; None for what the adapter judges itself."""
    if answer.status == 429:
        spent = answer.headers.get("x-daily-ratelimit-token-remaining") == "0"
        limit = "day's tokens are" if spent else "short-term request limit is"
        return Trouble(error=Throttled(f"{answer.what}: the {limit} used up"), patient=not spent)
    if answer.status == 403 and not answer.looks_json:
        # Whoever went on after a 429 meets a page of HTML (rate limiting guide): stay away for a while.
        error = Throttled(f"{answer.what}: Pipedrive keeps us out for a while", retry_after_s=_WALL_S)
        return Trouble(error=error, patient=False)
    if answer.status == 402:
        return Trouble(
            error=NotPermitted(f"{answer.what}: the Pipedrive company account is closed or unpaid")
        )
    if answer.status == 403:
        return Trouble(
            error=NotPermitted(
                f"{answer.what}: Pipedrive does not permit this",
                advice="Give the app the scopes for contacts, deals, their fields and activities, and let an admin sign in.",
            )
        )
    return None


class PipedriveApi:
    """Typed calls. Every one raises leaves of RemoteError."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest

    # what there is -----------------------------------------------------------------------------------------------
    def fields(self, facts: ObjectFacts) -> list[Json]:
        return list(FIELDS) if facts.old else self._all(f"/api/v2/{facts.fields_path}", {"limit": "500"})

    def add_field(self, facts: ObjectFacts, body: Json) -> str:
        """The code Pipedrive gave it."""
        answer = self.rest.call("POST", f"/api/v2/{facts.fields_path}", json=dict(body), writes=True)
        return str(self._data(answer).get("field_code") or "")

    def users(self) -> list[Json]:
        return self._list(self.rest.call("GET", "/api/v1/users"))

    def me(self) -> int:
        id = self._data(self.rest.call("GET", "/api/v1/users/me")).get("id")
        if not isinstance(id, int):
            raise BadAnswer("Pipedrive does not say which user we are")
        return id

    # reading -----------------------------------------------------------------------------------------------------
    def page(self, path: str, params: Mapping[str, str]) -> tuple[list[Json], str | None]:
        """Records of a list and its next cursor. Raises CursorExpired where the cursor is not taken any more."""
        answer = self.rest.call("GET", f"/api/v2/{path}", params={"limit": str(LIST), **params})
        if answer.status == 400 and params.get("cursor"):
            raise CursorExpired(f"Pipedrive no longer knows where a list of {path!r} was left off")
        body = self._body(answer)
        following = (body.get("additional_data") or {}).get("next_cursor")
        return self._rows(body, answer), following if isinstance(following, str) and following else None

    def old_page(self, facts: ObjectFacts, params: Mapping[str, str], start: int) -> tuple[list[Json], bool]:
        """Some of v1's list from an offset, and whether there is more of it."""
        asked = {"limit": str(LIST), "start": str(start), **params}
        answer = self.rest.call("GET", facts.path, params=asked)
        body = self._body(answer)
        paging = (body.get("additional_data") or {}).get("pagination") or {}
        rows = [in_new_words(row) for row in self._rows(body, answer)]
        return rows, bool(paging.get("more_items_in_collection"))

    def by_ids(self, facts: ObjectFacts, ids: Sequence[str]) -> list[Json]:
        """Live records; what is absent is deleted, archived, or was never there."""
        rows, _ = self.page(facts.name, {"ids": ",".join(ids), "limit": str(BY_ID)})
        return rows

    def one(self, facts: ObjectFacts, id: str) -> Json | None:
        """A record, an archived or deleted one too; None where Pipedrive says that there is none."""
        answer = self.rest.call("GET", f"{facts.path}/{quote(id)}")
        if answer.status in (404, 410):
            return None
        row = self._data(answer)
        return in_new_words(row) if facts.old else row

    def search(self, facts: ObjectFacts, term: str) -> list[str]:
        """The ids of records with a custom field of exactly this text, as far as the index has them."""
        params = {"term": term, "fields": "custom_fields", "exact_match": "true"}
        answer = self.rest.call("GET", f"/api/v2/{facts.name}/search", params=params, lane=SEARCH)
        items = self._data(answer).get("items") or ()
        return [
            str(one["item"]["id"])
            for one in items
            if isinstance(one.get("item"), Mapping) and "id" in one["item"]
        ]

    def recents(self, facts: ObjectFacts, since: str, start: int) -> tuple[list[Json], bool]:
        """v1's list of what changed, deletions included, and whether there is more of it."""
        params = {"since_timestamp": since, "items": facts.entity, "start": str(start), "limit": str(LIST)}
        answer = self.rest.call("GET", "/api/v1/recents", params=params)
        body = self._body(answer)
        paging = (body.get("additional_data") or {}).get("pagination") or {}
        return self._rows(body, answer), bool(paging.get("more_items_in_collection"))

    def changelog(self, facts: ObjectFacts, id: str) -> list[Json]:
        """Every changed field of a record, newest first."""
        return self._all(f"/api/v1/{facts.name}/{quote(id)}/changelog", {"limit": "500"})

    # writing -----------------------------------------------------------------------------------------------------
    def write(self, method: str, path: str, body: Any = None) -> tuple[int, Json]:
        """A write's status and body, whatever Pipedrive says. Raises AnswerLost where it cannot be read."""
        answer = self.rest.call(method, path, json=body, writes=True)
        try:
            found = _DECODER.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise answer.unreadable() from None
        if not isinstance(found, dict) or (
            answer.status < 300 and method != "DELETE" and not isinstance(found.get("data"), dict)
        ):
            raise answer.unreadable()
        return answer.status, found

    # webhooks ----------------------------------------------------------------------------------------------------
    def webhooks(self) -> list[Json]:
        return self._list(self.rest.call("GET", "/api/v1/webhooks"))

    def add_webhook(self, body: Mapping[str, Any]) -> None:
        answer = self.rest.call("POST", "/api/v1/webhooks", json=body, writes=True)
        if answer.status == 422:
            raise NotPermitted(
                "Pipedrive keeps no more webhooks for this user",
                advice="Remove some of its 40 webhooks in Pipedrive.",
            )
        self._data(answer)

    def remove_webhook(self, id: int) -> None:
        answer = self.rest.call("DELETE", f"/api/v1/webhooks/{id}", writes=True)
        if answer.status not in (404, 410):
            self._body(answer)

    # inside ------------------------------------------------------------------------------------------------------
    def _all(self, path: str, params: Mapping[str, str]) -> list[Json]:
        rows: list[Json] = []
        cursor: str | None = None
        while True:
            sent = {**params, **({"cursor": cursor} if cursor else {})}
            answer = self.rest.call("GET", path, params=sent)
            body = self._body(answer)
            rows += self._rows(body, answer)
            cursor = (body.get("additional_data") or {}).get("next_cursor")
            if not isinstance(cursor, str) or not cursor:
                return rows

    def _body(self, answer: Answer) -> Json:
        try:
            body = _DECODER.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise answer.unreadable() from None
        if not isinstance(body, dict):
            raise answer.unreadable()
        if answer.status >= 400 or not body.get("success"):
            raise RequestRefused(
                f"{answer.what}: Pipedrive answers {answer.status}: {str(body.get('error'))[:200]}"
            )
        return body

    def _data(self, answer: Answer) -> Json:
        data = self._body(answer).get("data")
        if not isinstance(data, dict):
            raise answer.unreadable()
        return data

    def _list(self, answer: Answer) -> list[Json]:
        return self._rows(self._body(answer), answer)

    def _rows(self, body: Json, answer: Answer) -> list[Json]:
        rows = body.get("data")
        if rows is None:
            return []
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise answer.unreadable()
        return rows
