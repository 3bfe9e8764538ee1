"""composite and composite/batch: up to 25 sub-requests in one call, run through the same router.

The sandbox cannot take writes back, so it declines `allOrNone` on a composite with a message
instead of pretending.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from adapters.sandbox.calls import Answer, BadBody, Call, Router, json_answer
from adapters.sandbox.salesforce.errors import SalesforceError

MOST_PARTS = 25
_REFERENCE = re.compile(r"@\{([^.}]+)\.([^}]+)\}")
Dispatch = Callable[[Call], Answer]


class Composite:
    """The two composite endpoints."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def mount(self, router: Router, base: str) -> None:
        router.add("POST", f"{base}/composite", self.composite)
        router.add("POST", f"{base}/composite/batch", self.batch)

    def composite(self, call: Call) -> Answer:
        body = call.json_object()
        if body.get("allOrNone"):
            raise SalesforceError(
                400,
                "FUNCTIONALITY_NOT_ENABLED",
                "this sandbox does not offer allOrNone on composite requests",
            )
        answers: list[dict[str, Any]] = []
        known: dict[str, Any] = {}
        for part in _parts(body, "compositeRequest"):
            reference = part.get("referenceId")
            if not isinstance(reference, str) or reference in known:
                raise BadBody("each part needs a referenceId of its own")
            filled = _fill({key: part.get(key) for key in ("url", "body")}, known)
            answer = self._run(call, part, filled["url"], filled["body"])
            known[reference] = _decoded(answer)
            answers.append(
                {
                    "body": known[reference],
                    "httpHeaders": dict(answer.headers),
                    "httpStatusCode": answer.status,
                    "referenceId": reference,
                }
            )
        return json_answer({"compositeResponse": answers})

    def batch(self, call: Call) -> Answer:
        body = call.json_object()
        results: list[dict[str, Any]] = []
        failed = False
        for part in _parts(body, "batchRequests"):
            if failed and body.get("haltOnError"):
                halted = SalesforceError(
                    412, "BATCH_PROCESSING_HALTED", "The batch was halted by an earlier error."
                )
                results.append({"statusCode": halted.status, "result": halted.as_rest()})
                continue
            url = str(part.get("url"))
            answer = self._run(
                call, part, url if url.startswith("/") else f"/services/data/{url}", part.get("richInput")
            )
            failed = failed or answer.status >= 400
            results.append({"statusCode": answer.status, "result": _decoded(answer)})
        return json_answer({"hasErrors": failed, "results": results})

    def _run(self, call: Call, part: Mapping[str, Any], url: Any, body: Any) -> Answer:
        given = part.get("httpHeaders") or {}
        address = urlsplit(str(url))
        return self._dispatch(
            Call(
                method=str(part.get("method", "GET")).upper(),
                path=address.path,
                # Addresses of parts are written plainly: a blank or a plus in a query stands for itself.
                query_string=quote(address.query, safe="=&%"),
                headers={**call.headers, **{str(name).lower(): str(value) for name, value in given.items()}},
                body=b"" if body is None else msgspec.json.encode(body),
                base_url=call.base_url,
                draw=call.draw,
                actor=call.actor,
            )
        )


def _parts(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    parts = body.get(name)
    if not isinstance(parts, list) or not all(isinstance(each, dict) for each in parts):
        raise BadBody(f"the body needs {name!r}, a list of objects")
    if len(parts) > MOST_PARTS:
        raise SalesforceError(
            400, "LIMIT_EXCEEDED", f"The number of parts ({len(parts)}) exceeds the limit of {MOST_PARTS}"
        )
    return parts


def _decoded(answer: Answer) -> Any:
    return msgspec.json.decode(answer.body) if answer.body else None


def _fill(value: Any, known: Mapping[str, Any]) -> Any:
    """The value with `@{reference.path}` replaced by what an earlier part answered."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: str(_reach(known, found.group(1), found.group(2))), value)
    if isinstance(value, list):
        return [_fill(each, known) for each in value]
    if isinstance(value, dict):
        return {key: _fill(each, known) for key, each in value.items()}
    return value


def _reach(known: Mapping[str, Any], reference: str, path: str) -> Any:
    found: Any = known.get(reference)
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            raise SalesforceError(
                400,
                "PROCESSING_HALTED",
                f"Invalid reference specified. No value for {path} found in {reference}.",
            )
    return found
