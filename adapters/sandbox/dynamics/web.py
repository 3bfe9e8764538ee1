"""The Web API's addresses: which room answers a path under ``/api/data/v9.2/``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from adapters.sandbox.calls import Answer, BadBody, Call, json_answer
from adapters.sandbox.dynamics.actions import Actions
from adapters.sandbox.dynamics.errors import CONTENT_TYPE, HEADERS, DataverseError, bad_payload, no_segment
from adapters.sandbox.dynamics.keys import parse_key
from adapters.sandbox.dynamics.multiple import Multiples
from adapters.sandbox.dynamics.options import read_options
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.querying import Queries
from adapters.sandbox.dynamics.records import Records
from adapters.sandbox.dynamics.render import read_preferences
from adapters.sandbox.dynamics.structure import Structure
from adapters.sandbox.dynamics.tracking import Tracking

_SEGMENT: Final = re.compile(r"(?P<set>[\w$]+)(?:\((?P<key>.*)\))?", re.DOTALL)
_ACTION: Final = "Microsoft.Dynamics.CRM."


class Web:
    """One call to its answer. Refusals are raised as DataverseError."""

    def __init__(
        self,
        org: Org,
        *,
        records: Records,
        queries: Queries,
        tracking: Tracking,
        structure: Structure,
        actions: Actions,
        multiples: Multiples,
    ) -> None:
        self._org, self._records, self._queries, self._tracking = org, records, queries, tracking
        self._structure, self._actions, self._multiples = structure, actions, multiples

    def handle(self, call: Call) -> Answer:
        """Any request but a batch; what is refused is answered in Dataverse's words."""
        try:
            return self.dispatch(call)
        except DataverseError as error:
            return error.answer(
                annotated=read_preferences(call.headers.get("prefer", "")).wants(
                    "Microsoft.PowerApps.CDS.HelpLink"
                )
            )
        except BadBody as error:
            return bad_payload("", f"Microsoft.OData.ODataException: {error}").answer()

    def dispatch(self, call: Call) -> Answer:
        """Raises DataverseError, BadBody."""
        path = path_of(call)
        if not path:
            return self._service(call)
        first, _, rest = path.partition("/")
        if first.startswith("EntityDefinitions"):
            return self._structure.answer(call, path)
        if first == "RelationshipDefinitions" and call.method == "POST":
            return self._structure.relationships(call)
        found = _SEGMENT.fullmatch(first)
        if found is None:
            raise no_segment(first)
        if found["set"] not in self._org.by_set:
            answer = self._actions.answer(call, first) if not rest else None
            if answer is None:
                raise no_segment(found["set"])
            return answer
        return self._rows(call, found, rest)

    def _rows(self, call: Call, found: re.Match[str], rest: str) -> Answer:
        entity = self._org.entity(found["set"])
        prefer = read_preferences(call.headers.get("prefer", ""))
        options = read_options(call.query)
        if found["key"] is None:
            if rest.startswith(_ACTION) and call.method == "POST":
                return self._multiples.answer(call, entity, rest.removeprefix(_ACTION))
            if rest == "$count" and call.method == "GET":
                return self._queries.count(entity, options)
            if rest:
                raise no_segment(rest)
            match call.method:
                case "GET" if Tracking.concerns(options, prefer):
                    return self._tracking.answer(call, entity, options, prefer)
                case "GET":
                    return self._queries.answer(call, entity, options, prefer)
                case "POST":
                    return self._records.post(call, entity, options, prefer)
            raise _wrong_method(call)
        key = parse_key(entity, found["key"])
        if rest:
            return self._inside(call, found, rest)
        match call.method:
            case "GET":
                return self._records.get(call, entity, key, options, prefer)
            case "PATCH":
                return self._records.patch(call, entity, key, options, prefer)
            case "DELETE":
                return self._records.delete(call, entity, key)
        raise _wrong_method(call)

    def _inside(self, call: Call, found: re.Match[str], rest: str) -> Answer:
        entity = self._org.entity(found["set"])
        key = parse_key(entity, found["key"])
        name, _, more = rest.partition("/")
        if more == "$ref":
            inner = _SEGMENT.fullmatch(name)
            if inner is None:
                raise no_segment(name)
            match call.method:
                case "PUT" | "POST":
                    return self._records.refer(call, entity, key, inner["set"])
                case "DELETE":
                    other = inner["key"] or _guid_of(call.arg("$id"))
                    return self._records.unrefer(call, entity, key, inner["set"], other)
            raise _wrong_method(call)
        if more and more != "$value":
            raise no_segment(more)
        match call.method:
            case "GET":
                prefer = read_preferences(call.headers.get("prefer", ""))
                return self._records.related(call, entity, key, name, read_options(call.query), prefer)
            case "PUT":
                return self._records.put_value(call, entity, key, name)
            case "DELETE":
                return self._records.clear(call, entity, key, name)
        raise _wrong_method(call)

    def _service(self, call: Call) -> Answer:
        """The service document: every table by its name in paths."""
        value = [{"name": name, "kind": "EntitySet", "url": name} for name in sorted(self._org.by_set)]
        body = {"@odata.context": f"{call.base_url}{call.path.rstrip('/')}/$metadata", "value": value}
        return replace(json_answer(body, headers=HEADERS), content_type=CONTENT_TYPE)


def path_of(call: Call) -> str:
    """What stands after the version, decoded."""
    return unquote(re.sub(r"^/api/data/v\d+\.\d+/?", "", call.path)).rstrip("/")


def _guid_of(address: str) -> str | None:
    return (
        address[address.index("(") + 1 : address.rindex(")")] if "(" in address and ")" in address else None
    )


def _wrong_method(call: Call) -> DataverseError:
    return DataverseError(
        405, "0x80060888", f"The requested resource does not support http method '{call.method}'."
    )
