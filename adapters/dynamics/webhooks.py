"""Dataverse's webhooks: a service endpoint, steps that send a message's context to it, and a header that proves them.

learn.microsoft.com, "Use webhooks to create external handlers for server events". There is no signature: the header holds
our own secret, and the address a part nobody can guess. A context over 256 KB comes without its parameters; which record it
is about is named outside of them. Only 502, 503 and 504 get one more attempt: the delta token is the truth.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import msgspec

from adapters.dynamics.api import DynamicsApi, Json, literal, query
from adapters.dynamics.payloads import GUID, guid_for
from adapters.hooks import MOST_BYTES, Delivery, Hint, Registration, Reply, Target
from core.errors import Invalid, NotPermitted

NAME: Final = "CRM Sync"
HEADER: Final = "x-crmsync-key"
# Clients that still assign and deactivate by messages of their own raise no Update.
MESSAGES: Final = (
    "Create", "Update", "Delete", "Merge", "Restore", "Assign", "SetState", "SetStateDynamicEntity",
)  # fmt: skip
_WEBHOOK: Final = 8
_HTTP_HEADER: Final = 5
_ASYNCHRONOUS: Final = 1
_AFTERWARDS: Final = 40
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,99}")


class _Parameter(msgspec.Struct):
    key: str = ""
    value: Any = None


class _Context(msgspec.Struct, rename="pascal"):
    message_name: str
    primary_entity_name: str
    primary_entity_id: str
    input_parameters: list[_Parameter] = []


_CONTEXT: Final = msgspec.json.Decoder(_Context)


class DynamicsHooks:
    """Proves and reads deliveries."""

    def genuine(self, delivery: Delivery, target: Target) -> bool:
        given = delivery.headers.get(HEADER, "")
        return hmac.compare_digest(target.secret.encode(), given.encode("utf-8", "replace"))

    def hints(self, body: bytes) -> tuple[Hint, ...]:
        if len(body) > MOST_BYTES:
            raise Invalid(f"the webhook body has {len(body)} bytes; at most {MOST_BYTES} are read")
        try:
            context = _CONTEXT.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Invalid("the webhook body is not a context of Dynamics") from None
        object = context.primary_entity_name.lower()
        if not _TABLE.fullmatch(object):
            return ()
        named = [context.primary_entity_id]
        named += [
            one.value
            for one in context.input_parameters
            if one.key == "SubordinateId" and isinstance(one.value, str)
        ]
        ids = dict.fromkeys(id.lower() for id in named if GUID.fullmatch(id) and id.strip("0-"))
        return tuple(Hint(object=object, crm_id=id, kind=context.message_name) for id in ids)

    def reply(self) -> Reply:
        return Reply()


class DynamicsSubscriber:
    """Keeps one service endpoint a connection, and one step a table and message.

    Their ids follow from the address, so that registering twice is the same as once. The secret cannot be read back; the
    address ends in a part that follows from it, so that the one tells whether the other is still right.
    """

    def __init__(self, api: DynamicsApi) -> None:
        self._api = api

    def ensure(self, target: Target, wanted: Mapping[str, Sequence[str]]) -> Registration:
        with _rights():
            return self._ensure(target, wanted)

    def remove(self, target: Target) -> int:
        endpoint = _endpoint_id(target)
        with _rights():
            steps = self._steps(endpoint)
            for step in steps:
                self._api.delete(f"sdkmessageprocessingsteps({step['sdkmessageprocessingstepid']})")
            self._api.delete(f"serviceendpoints({endpoint})")
        return len(steps)

    # inside ------------------------------------------------------------------------------------------------------
    def _ensure(self, target: Target, wanted: Mapping[str, Sequence[str]]) -> Registration:
        endpoint = _endpoint_id(target)
        repaired = self._keep_endpoint(endpoint, target)
        filters = self._filters(wanted)
        steps = {
            guid_for("step", f"{endpoint}/{message}/{table}"): key
            for key in filters
            for message, table in (key,)
        }
        kept = added = removed = 0
        there: set[str] = set()
        for step in self._steps(endpoint):
            id = str(step["sdkmessageprocessingstepid"]).lower()
            if id not in steps:
                removed += self._api.delete(f"sdkmessageprocessingsteps({id})")
                continue
            there.add(id)
            right = (
                step.get("statecode") == 0
                and step.get("mode") == _ASYNCHRONOUS
                and not step.get("filteringattributes")
                and str(step.get("_sdkmessagefilterid_value")).lower() == filters[steps[id]][1]
            )
            if right:
                kept += 1
                continue
            self._api.delete(f"sdkmessageprocessingsteps({id})")
            self._add(endpoint, id, *steps[id], *filters[steps[id]])
            repaired += 1
        for id in sorted(set(steps) - there):
            self._add(endpoint, id, *steps[id], *filters[steps[id]])
            added += 1
        return Registration(kept=kept, added=added, repaired=repaired, removed=removed)

    def _keep_endpoint(self, id: str, target: Target) -> int:
        """Whether one that was there had to be put right."""
        path = f"serviceendpoints({id})"
        [held] = self._api.read_each([path + query(select="name,url,contract,authtype")])
        right = held is not None and (held.get("url"), held.get("contract"), held.get("authtype")) == (
            target.url,
            _WEBHOOK,
            _HTTP_HEADER,
        )
        if not right:
            setting = f"<setting name={quoteattr(HEADER)} value={quoteattr(target.secret)} />"
            values = {
                "name": NAME,
                "url": target.url,
                "contract": _WEBHOOK,
                "authtype": _HTTP_HEADER,
                "authvalue": f"<settings>{setting}</settings>",
            }
            self._api.patch(path, values)
        return int(held is not None and not right)

    def _steps(self, endpoint: str) -> list[Json]:
        columns = "sdkmessageprocessingstepid,statecode,mode,filteringattributes,_sdkmessagefilterid_value"
        where = f"_eventhandler_value eq {endpoint}"
        return self._api.all("sdkmessageprocessingsteps" + query(select=columns, filter=where))

    def _filters(self, wanted: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], tuple[str, str]]:
        """By message and table: the ids of the message and of its filter. Not every table has every message."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for message in MESSAGES:
            where = f"name eq {literal(message)}"
            for one in self._api.all("sdkmessages" + query(select="sdkmessageid", filter=where)):
                id = str(one["sdkmessageid"]).lower()
                columns = "sdkmessagefilterid,primaryobjecttypecode"
                tables = " or ".join(f"primaryobjecttypecode eq {literal(name)}" for name in sorted(wanted))
                if not tables:
                    continue
                about = f"_sdkmessageid_value eq {id} and ({tables})"
                for row in self._api.all("sdkmessagefilters" + query(select=columns, filter=about)):
                    table = str(row["primaryobjecttypecode"])
                    found[(message, table)] = (id, str(row["sdkmessagefilterid"]).lower())
        return found

    def _add(self, endpoint: str, id: str, message: str, table: str, message_id: str, filter_id: str) -> None:
        values = {
            "name": f"{NAME}: {message} of {table}",
            "mode": _ASYNCHRONOUS,
            "stage": _AFTERWARDS,
            "rank": 1,
            "supporteddeployment": 0,
            "asyncautodelete": True,
            "eventhandler_serviceendpoint@odata.bind": f"/serviceendpoints({endpoint})",
            "sdkmessageid@odata.bind": f"/sdkmessages({message_id})",
            "sdkmessagefilterid@odata.bind": f"/sdkmessagefilters({filter_id})",
        }
        self._api.patch(f"sdkmessageprocessingsteps({id})", values)


@contextmanager
def _rights() -> Iterator[None]:
    try:
        yield
    except NotPermitted as error:
        raise NotPermitted(
            str(error),
            advice="Give the user that is signed in the role System Customizer (rights on service endpoints and SDK message "
            "processing steps), then: crmsync connections webhooks NAME. Until then the tables are polled.",
        ) from None


def _endpoint_id(target: Target) -> str:
    """By the public address but for its last part, which changes with the secret."""
    return guid_for("serviceendpoint", target.url.rpartition("/")[0])
