"""HubSpot's endpoints by name: paths of both version styles, and which error answers mean what.

`version` is "v3" or a date such as "2026-03"; HubSpot supports each date for 18 months (CRM_FACTS section 0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import quote

import msgspec

from adapters.allowance import Reading
from adapters.answers import Answer
from adapters.base import Refusal, Result
from adapters.hubspot import wire
from adapters.hubspot.payloads import judge
from adapters.quota import MAIN
from adapters.rest import Rest, Trouble
from adapters.writing import PartRefused
from core.errors import NotPermitted, RemoteError, RequestRefused, Throttled

T = TypeVar("T")
SEARCH: Final = "search"  # the lane of the quota that searches share
MOST_SEARCH_TEXT: Final = 2_900  # HubSpot refuses search bodies above 3,000 characters


def read_trouble(answer: Answer) -> Trouble | None:
    """HubSpot's own words for "not now" and "not you"; None for what the adapter judges itself."""
    if answer.status not in (403, 429):
        return None
    try:
        problem = msgspec.json.decode(answer.body, type=wire.Problem)
    except msgspec.DecodeError:
        return None
    if answer.status == 429 or problem.error_type == "RATE_LIMIT":
        daily = problem.policy_name == "DAILY"
        period = "day's" if daily else "short-term"
        return Trouble(
            error=Throttled(f"{answer.what}: the {period} request limit is used up"), patient=not daily
        )
    scopes = problem.context.get("requiredGranularScopes") or problem.context.get("requiredScopes") or ()
    named = ", ".join(str(scope) for scope in scopes)
    return Trouble(
        error=NotPermitted(
            f"{answer.what}: HubSpot says {problem.category or 'forbidden'}",
            advice=f"Grant the app these scopes and sign in again: {named}."
            if named
            else "Grant the app the scopes it needs in HubSpot and sign in again.",
        )
    )


def read_usage_of_day(headers: Mapping[str, str]) -> Reading | None:
    """X-HubSpot-RateLimit-Daily and -Daily-Remaining, the account's requests of the day; OAuth apps are not told."""
    limit = headers.get("x-hubspot-ratelimit-daily", "")
    left = headers.get("x-hubspot-ratelimit-daily-remaining", "")
    if not limit.isdigit() or not left.isdigit():
        return None
    return Reading(used=max(0, int(limit) - int(left)), limit=int(limit))


class HubSpotApi:
    """Typed calls. Every one raises leaves of RemoteError; writes also raise PartRefused."""

    def __init__(self, rest: Rest, *, version: str = "v3") -> None:
        self.rest = rest
        dated = version[:1].isdigit()
        self._objects = f"/crm/objects/{version}" if dated else f"/crm/{version}/objects"
        self._properties = f"/crm/properties/{version}" if dated else f"/crm/{version}/properties"
        self._details = f"/account-info/{version}/details"
        self._owners = f"/crm/owners/{version}" if dated else f"/crm/{version}/owners"

    # reading ---------------------------------------------------------------------------------------------------
    def hosted_in(self) -> str | None:
        """Account information's dataHostingLocation; None where the account does not tell."""
        answer = self.rest.call("GET", self._details)
        told = answer.decode(dict[str, Any]).get("dataHostingLocation") if answer.status == 200 else None
        return told if isinstance(told, str) and told else None

    def properties(self, object: str) -> wire.PropertyPage:
        return self._read("GET", f"{self._properties}/{quote(object)}", wire.PropertyPage)

    def owners(self) -> list[wire.Owner]:
        """Everybody who can own a record, those who have left included: their records still bear their ids."""
        found: list[wire.Owner] = []
        for archived in ("false", "true"):
            after: str | None = None
            while True:
                params = {"limit": "500", "archived": archived, **({} if after is None else {"after": after})}
                page = self._read("GET", self._owners, wire.OwnerPage, params=params)
                found += page.results
                if page.paging is None or page.paging.next is None:
                    break
                after = page.paging.next.after
        return found

    def page(
        self,
        object: str,
        properties: Sequence[str],
        after: str | None,
        *,
        associations: Sequence[str] = (),
        archived: bool = False,
    ) -> wire.RecordPage:
        params = {
            "limit": "100",
            "archived": "true" if archived else "false",
            "properties": ",".join(properties),
        }
        if after:
            params["after"] = after
        if associations:
            params["associations"] = ",".join(associations)
        return self._read("GET", f"{self._objects}/{quote(object)}", wire.RecordPage, params=params)

    def search(self, object: str, body: Mapping[str, Any]) -> wire.RecordPage:
        path = f"{self._objects}/{quote(object)}/search"
        return self._read("POST", path, wire.RecordPage, json=body, lane=SEARCH)

    def read(
        self,
        object: str,
        properties: Sequence[str],
        ids: Sequence[str],
        *,
        id_property: str | None = None,
        archived: bool = False,
        with_history: Sequence[str] = (),
    ) -> wire.Batch:
        """batch/read; absent ids are simply not among the results."""
        body: dict[str, Any] = {"properties": list(properties), "inputs": [{"id": id} for id in ids]}
        if id_property is not None:
            body["idProperty"] = id_property
        body["propertiesWithHistory"] = list(with_history)
        params = {"archived": "true"} if archived else None
        return self._read(
            "POST", f"{self._objects}/{quote(object)}/batch/read", wire.Batch, json=body, params=params
        )

    def one(self, object: str, properties: Sequence[str], id: str) -> wire.Record | None:
        """A record by its own id or one that was merged into it; None where HubSpot says 404."""
        path = f"{self._objects}/{quote(object)}/{quote(id, safe='')}"
        answer = self.rest.call("GET", path, params={"properties": ",".join(properties)})
        if answer.status == 404:
            return None
        return self._decoded(answer, wire.Record)

    def links(self, object: str, to: str, inputs: Sequence[Mapping[str, str]]) -> wire.LinkBatch:
        path = f"/crm/v4/associations/{quote(object)}/{quote(to)}/batch/read"
        return self._read("POST", path, wire.LinkBatch, json={"inputs": list(inputs)})

    def labels(self, object: str, to: str) -> list[wire.Label]:
        """Every type of link from one object to another, the account's own labels among them."""
        path = f"/crm/v4/associations/{quote(object)}/{quote(to)}/labels"
        return self._read("GET", path, wire.LabelPage).results

    def _read(
        self,
        method: str,
        path: str,
        type: type[T],
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        lane: str = MAIN,
    ) -> T:
        return self._decoded(self.rest.call(method, path, params=params, json=json, lane=lane), type)

    def _decoded(self, answer: Answer, type: type[T]) -> T:
        if answer.status >= 400:
            raise _refused(answer)
        decoded: T = answer.decode(type)
        return decoded

    # writing ---------------------------------------------------------------------------------------------------
    def write(self, object: str, verb: str, inputs: Sequence[Mapping[str, Any]]) -> wire.Batch:
        """batch/create, update or archive. Raises PartRefused where HubSpot refuses the whole call."""
        path = f"{self._objects}/{quote(object)}/batch/{verb}"
        answer = self.rest.call("POST", path, json={"inputs": list(inputs)}, writes=True)
        if answer.status >= 400:
            raise _part_refused(answer)
        if answer.status == 204:
            return wire.Batch(results=[])
        batch: wire.Batch = answer.decode(wire.Batch)
        return batch

    def merge(self, object: str, winner: str, loser: str) -> wire.Record:
        """The record that is left, which has a new id as a rule. Raises PartRefused."""
        path = f"{self._objects}/{quote(object)}/merge"
        body = {"primaryObjectId": winner, "objectIdToMerge": loser}
        answer = self.rest.call("POST", path, json=body, writes=True)
        if answer.status >= 400:
            raise _part_refused(answer)
        left: wire.Record = answer.decode(wire.Record)
        return left

    def link(
        self, object: str, to: str, verb: str, inputs: Sequence[Mapping[str, Any]]
    ) -> list[wire.Problem]:
        """Associations v4 batch/create or batch/archive; returns what was refused. Raises PartRefused."""
        path = f"/crm/v4/associations/{quote(object)}/{quote(to)}/batch/{verb}"
        answer = self.rest.call("POST", path, json={"inputs": list(inputs)}, writes=True)
        if answer.status >= 400:
            raise _part_refused(answer)
        if answer.status == 207:
            errors: list[wire.Problem] = answer.decode(_Errors).errors
            return errors
        return []


class _Errors(msgspec.Struct):
    errors: list[wire.Problem] = []


def _problem(answer: Answer) -> wire.Problem:
    try:
        return msgspec.json.decode(answer.body, type=wire.Problem)
    except msgspec.DecodeError:
        return wire.Problem(message="", category=f"HTTP_{answer.status}")


def _refused(answer: Answer) -> RemoteError:
    # The message of a 4xx can quote values; category and code cannot.
    problem = _problem(answer)
    codes = ", ".join(dict.fromkeys(one.code for one in problem.errors if one.code))
    return RequestRefused(
        f"{answer.what}: HubSpot refuses with {answer.status} {problem.category} {codes}".rstrip()
    )


def _part_refused(answer: Answer) -> Exception:
    result, refusals, crm_id = judge(_problem(answer))
    if answer.status == 404 and result is Result.REFUSED:
        return RequestRefused(f"{answer.what}: HubSpot does not know this address")
    if answer.status == 409 and result is Result.REFUSED:
        result = Result.TAKEN
    return PartRefused(result, refusals or (Refusal(code=str(answer.status), message=""),), crm_id)
