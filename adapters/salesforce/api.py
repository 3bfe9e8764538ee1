"""Salesforce's REST API through simple-salesforce, whose every request goes through our transport.

The library is given a session id and an address, so that it never signs in or retries by itself; `Rest` sets the token,
renews it, and waits. Its JSON reading is replaced (exact numbers, less time) and its exceptions, which quote queries and
values, are translated here and never travel on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, NoReturn, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from adapters.allowance import Reading
from adapters.answers import Answer
from adapters.doorway import session_over
from adapters.rest import Rest, Trouble
from adapters.salesforce import soap, soql
from adapters.salesforce.payloads import EXACT, Describe, Row, codes, judge
from adapters.salesforce.record_types import PicklistValues
from adapters.writing import PartRefused
from core.errors import (
    AnswerLost,
    BadAnswer,
    CursorExpired,
    NotPermitted,
    RemoteError,
    RequestRefused,
    SignInNeeded,
    Throttled,
)

T = TypeVar("T")
LONGEST_QUERY: Final = 12_000  # characters of an encoded query; Salesforce refuses addresses above 16 KB
_EXPIRED: Final = {"INVALID_QUERY_LOCATOR", "INVALID_REPLICATION_DATE", "EXCEEDED_ID_LIMIT"}
_CLOSED: Final = {"API_CURRENTLY_DISABLED", "API_DISABLED_FOR_ORG", "FUNCTIONALITY_NOT_ENABLED"}
_WITHOUT_WORDS: Final = {404: "NOT_FOUND", 412: "PRECONDITION_FAILED"}
_MISSING = re.compile(r"No such column '([A-Za-z][A-Za-z0-9_.]{0,80})'")
_USAGE = re.compile(r"api-usage=(\d+)/(\d+)")
_ENCODER = msgspec.json.Encoder()


def read_trouble(answer: Answer) -> Trouble | None:
    """REQUEST_LIMIT_EXCEEDED comes as a 403 without Retry-After (CRM_FACTS 1.1); closed APIs as NotPermitted."""
    if answer.status >= 500:
        return soap.read_fault(answer, _CLOSED)
    if answer.status != 403:
        return None
    try:
        errors = msgspec.json.decode(answer.body, type=list[dict[str, Any]])
    except msgspec.DecodeError:
        return None
    named = set(codes(errors))
    if "REQUEST_LIMIT_EXCEEDED" in named:
        # The same code stands for the day's budget and for too many long calls at once; only the first is hopeless.
        usage = _USAGE.search(answer.headers.get("sforce-limit-info", ""))
        spent = usage is not None and int(usage.group(1)) >= int(usage.group(2))
        return Trouble(error=Throttled(f"{answer.what}: the API request limit is used up"), patient=not spent)
    if named & _CLOSED:
        return Trouble(error=NotPermitted(f"{answer.what}: {', '.join(sorted(named))}"))
    return None


def read_usage(headers: Mapping[str, str]) -> Reading | None:
    """What Sforce-Limit-Info says about the requests of the last 24 hours, everybody's."""
    usage = _USAGE.search(headers.get("sforce-limit-info", ""))
    return None if usage is None else Reading(used=int(usage.group(1)), limit=int(usage.group(2)))


class SalesforceApi:
    """Typed calls. Every one raises leaves of RemoteError; writes also raise PartRefused."""

    def __init__(self, rest: Rest, *, version: str = "61.0") -> None:
        self.rest = rest
        self.version = version
        # The vendor library brings a SOAP client along; who has no Salesforce connection need not load it.
        from adapters.salesforce.client import Client, SalesforceError

        self._errors = SalesforceError
        parts = urlsplit(rest.base_url)
        self._client = Client(
            session_id="set by the transport",
            instance_url=f"https://{parts.netloc}",
            session=session_over(rest),
            version=version,
        )
        self._client.headers.pop("X-PrettyPrint", None)
        self._client.headers["Sforce-Query-Options"] = "batchSize=2000"
        self._client.headers["Sforce-Call-Options"] = "client=CrmSync"

    # reading ---------------------------------------------------------------------------------------------------
    def names(self) -> frozenset[str]:
        """The objects of this org that can be read and written."""
        answer = self._run("the list of objects", self._client.describe)
        listed = _member(answer, "sobjects")
        return frozenset(
            str(one.get("name"))
            for one in listed
            if isinstance(one, dict) and one.get("queryable") and one.get("createable")
        )

    def describe(self, object: str) -> Describe:
        path = f"sobjects/{soql.name(object)}/describe"
        answer = self._run(f"the fields of {object!r}", lambda: self._client.restful(path))
        try:
            return msgspec.convert(answer, Describe)
        except msgspec.ValidationError:
            raise BadAnswer(f"Salesforce described {object!r} in a way that cannot be read") from None

    def picklist_values(self, object: str, record_type: str) -> PicklistValues:
        """What a record of this type may hold in each picklist (UI API)."""
        path = f"ui-api/object-info/{soql.name(object)}/picklist-values/{quote(record_type, safe='')}"
        answer = self._run(f"the picklists of {object!r}", lambda: self._client.restful(path))
        try:
            return msgspec.convert(answer, PicklistValues)
        except msgspec.ValidationError:
            raise BadAnswer(
                f"Salesforce told the picklists of {object!r} in a way that cannot be read"
            ) from None

    def query(self, text: str, *, deleted: bool = False) -> list[Row]:
        """All rows of a query, which bounds itself by LIMIT or by ids; locators are used up at once."""
        answer = self._run("a query", lambda: self._client.query(text, include_deleted=deleted))
        rows = _rows(answer)
        while not answer.get("done", True):
            following = str(answer.get("nextRecordsUrl"))
            self.rest.own_url(following)
            answer = self._run("a query", partial(self._client.query_more, following, identifier_is_url=True))
            rows += _rows(answer)
        return rows

    def tooling_query(self, text: str) -> list[Row]:
        """Rows of a metadata object; few enough for one page."""
        path = "tooling/query"
        return _rows(self._run("a tooling query", lambda: self._client.restful(path, params={"q": text})))

    def more(self, url: str) -> list[Row]:
        """The rest of a sub-select that did not fit into its parent's row."""
        rows: list[Row] = []
        while url:
            self.rest.own_url(url)
            answer = self._run("a query", partial(self._client.query_more, url, identifier_is_url=True))
            rows += _rows(answer)
            url = "" if answer.get("done", True) else str(answer.get("nextRecordsUrl"))
        return rows

    def count(self, object: str) -> int:
        answer = self._run("a count", lambda: self._client.query(f"SELECT COUNT() FROM {soql.name(object)}"))
        return int(answer.get("totalSize") or 0)

    def retrieve(self, object: str, fields: Sequence[str], ids: Sequence[str]) -> list[Row | None]:
        """Rows by id without a query's length limit, None for each that is not there (collections, by POST)."""
        answer = self.rest.call(
            "POST",
            f"/services/data/v{self.version}/composite/sobjects/{soql.name(object)}",
            json={"ids": list(ids), "fields": list(fields)},
        )
        if answer.status >= 400:
            raise _translated(f"rows of {object!r}", answer.status, answer.body)
        try:
            rows = EXACT.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise answer.unreadable() from None
        if not isinstance(rows, list) or len(rows) != len(ids):
            raise answer.unreadable()
        return rows

    def deleted(self, object: str, start: int, end: int) -> Mapping[str, Any]:
        """The ids deleted between two times, ms; Salesforce ignores their seconds."""
        resource = getattr(self._client, soql.name(object))
        moments = [datetime.fromtimestamp(at // 1000, UTC) for at in (start, end)]
        answer = self._run(f"the deleted rows of {object!r}", lambda: resource.deleted(*moments))
        if not isinstance(answer, dict):
            raise BadAnswer("Salesforce answered the deleted rows in a way that cannot be read")
        return answer

    def me(self) -> str | None:
        """Our user's id; None where the app's scopes do not tell."""
        return self._who("user_id")

    def organisation(self) -> str | None:
        """The organisation's id; None where the app's scopes do not tell."""
        return self._who("organization_id")

    def _who(self, part: str) -> str | None:
        answer = self.rest.call("GET", "/services/oauth2/userinfo")
        if answer.status != 200:
            return None
        id = answer.decode(dict[str, Any]).get(part)
        return soql.full_id(id) if isinstance(id, str) else None

    def users(self) -> list[tuple[str, str]]:
        """(id, e-mail address) of everybody who is or was a user: records still bear the ids of those who have left."""
        rows = self.query(soql.select(("Id", "Email"), "User", order="Id"))
        return [(str(row["Id"]), str(row["Email"])) for row in rows if row.get("Email")]

    # writing ---------------------------------------------------------------------------------------------------
    def save(self, method: str, records: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Collections create (POST) or update (PATCH), not all or none; results in order."""
        body = _ENCODER.encode({"allOrNone": False, "records": list(records)})
        return self._write(lambda: self._client.restful("composite/sobjects", method=method, data=body))

    def remove(self, ids: Sequence[str]) -> list[Row]:
        params = {"ids": ",".join(ids), "allOrNone": "false"}
        return self._write(lambda: self._client.restful("composite/sobjects", params=params, method="DELETE"))

    def undelete(self, ids: Sequence[str]) -> list[Row]:
        """Rows out of the recycle bin, results in order: SOAP, because REST has no call for it."""
        token = self.rest.tokens.bearer()
        try:
            answer = self._soap(soap.undelete_envelope(token, ids))
        except SignInNeeded:
            answer = self._soap(soap.undelete_envelope(self.rest.tokens.renew(token), ids))
        try:
            return soap.undelete_results(answer.body)
        except ValueError:
            raise answer.unreadable() from None

    def _soap(self, body: bytes) -> Answer:
        url = self.rest.own_url(f"/services/Soap/u/{self.version}")
        return self.rest.send("POST", url, body=body, headers=soap.HEADERS, writes=True)

    def patch_each(
        self, object: str, edits: Sequence[tuple[str, Mapping[str, Any], str]]
    ) -> list[list[Row] | None]:
        """At most 25 rows in one call, each only if nobody changed it since: (id, values, HTTP date).

        Each row's errors in order, None where it was written. Not collated: a condition belongs to one row.
        """
        path = f"/services/data/v{self.version}/sobjects/{soql.name(object)}"
        parts = [
            {
                "method": "PATCH",
                "url": f"{path}/{id}",
                "referenceId": f"r{at}",
                "httpHeaders": {"If-Unmodified-Since": since},
                "body": values,
            }
            for at, (id, values, since) in enumerate(edits)
        ]
        body = _ENCODER.encode({"allOrNone": False, "collateSubrequests": False, "compositeRequest": parts})
        answer = self._run_write(lambda: self._client.restful("composite", method="POST", data=body))
        answers = answer.get("compositeResponse") if isinstance(answer, dict) else None
        if not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
            raise AnswerLost("Salesforce answered a write in a way that cannot be read")
        return [_errors_of(one) for one in answers]

    def tooling(self, path: str, body: Mapping[str, Any]) -> None:
        """Creates a metadata component. Raises PartRefused."""
        self._run_write(lambda: self._client.restful(path, method="POST", data=_ENCODER.encode(body)))

    def _write(self, call: Callable[[], Any]) -> list[Row]:
        answer = self._run_write(call)
        if not isinstance(answer, list) or not all(isinstance(one, dict) for one in answer):
            raise AnswerLost("Salesforce answered a write in a way that cannot be read")
        return answer

    def _run_write(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except self._errors as error:
            status, content = int(error.status), error.content
        except ValueError:
            # The client decodes 2xx bodies unguarded; a cut-off one hides what became of the write.
            raise AnswerLost("Salesforce answered a write with something unreadable") from None
        if not isinstance(content, list):
            raise AnswerLost(f"Salesforce answered a write with {status} and something unreadable") from None
        errors = [one for one in content if isinstance(one, dict)]
        if _EXPIRED & set(codes(errors)):
            raise RequestRefused(f"Salesforce refuses with {', '.join(codes(errors))}") from None
        verdict = judge(errors)
        raise PartRefused(verdict.result, verdict.refusals, verdict.crm_id) from None

    def _run(self, what: str, call: Callable[[], T]) -> T:
        try:
            return call()
        except self._errors as error:
            status, content = int(error.status), error.content
        except ValueError:
            raise BadAnswer(f"Salesforce answered {what} with something unreadable") from None
        _raise(what, status, content)


def _errors_of(part: Row) -> list[Row] | None:
    """The errors of one part of a composite answer; None where the part was done."""
    status, errors = part.get("httpStatusCode"), part.get("body")
    if isinstance(status, int) and status < 300:
        return None
    if status in _WITHOUT_WORDS and not isinstance(errors, list):
        return [{"errorCode": _WITHOUT_WORDS[status], "message": ""}]
    if not isinstance(errors, list) or not errors or not all(isinstance(one, dict) for one in errors):
        raise AnswerLost(f"Salesforce answered part of a write with {status} and something unreadable")
    return errors


def fits(query: str) -> bool:
    """Whether a query is short enough for an address line."""
    return len(quote(query)) <= LONGEST_QUERY


def _raise(what: str, status: int, content: object) -> NoReturn:
    raise _error(what, status, content) from None


def _translated(what: str, status: int, body: bytes) -> RemoteError:
    try:
        return _error(what, status, msgspec.json.decode(body))
    except msgspec.DecodeError:
        return _error(what, status, None)


def _error(what: str, status: int, content: object) -> RemoteError:
    errors = [one for one in content if isinstance(one, dict)] if isinstance(content, list) else []
    named = set(codes(errors))
    text = f"Salesforce refuses {what} with {status} {', '.join(sorted(named))}".rstrip()
    missing = next((found for one in errors if (found := _MISSING.search(str(one.get("message"))))), None)
    if missing is not None:
        text += f": there is no field {missing.group(1)!r} any more"
    if named & _EXPIRED:
        return CursorExpired(text)
    if status == 403 or named & {"INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY"}:
        return NotPermitted(text)
    return RequestRefused(text)


def _rows(answer: Any) -> list[Row]:
    rows = _member(answer, "records")
    if not all(isinstance(row, dict) for row in rows):
        raise BadAnswer("Salesforce answered a query with something else than rows")
    return rows


def _member(answer: Any, name: str) -> list[Any]:
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise BadAnswer(f"Salesforce answered without the list {name!r}")
    return found
