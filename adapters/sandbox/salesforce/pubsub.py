"""The org's change events over gRPC: GetTopic, GetSchema and Subscribe of the Pub/Sub API, on a loopback port of its own.

Every write becomes an event of its object's topic, numbered by a replay id and kept for 72 hours. Faults: streams break,
events are lost in gaps, positions grow stale.
"""

from __future__ import annotations

import io
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import fastavro
import grpc

from adapters.salesforce import pubsub_wire as wire
from adapters.sandbox.faults import FaultBox
from adapters.sandbox.ledger import Entry, Op
from adapters.sandbox.oauth import TokenBook
from adapters.sandbox.salesforce.access import ORG_ID
from adapters.sandbox.salesforce.people import INTEGRATION_USER
from adapters.sandbox.world import World

KEPT_MS = 72 * 3_600_000
KEEPALIVE_S = 270.0
_MOST = 100
_CHANGES = {
    Op.CREATE: "CREATE",
    Op.UPDATE: "UPDATE",
    Op.DELETE: "DELETE",
    Op.RESTORE: "UNDELETE",
    Op.MERGE: "UPDATE",
}
_KINDS = ("CREATE", "UPDATE", "DELETE", "UNDELETE")
_GAPS = (*(f"GAP_{kind}" for kind in _KINDS), "GAP_OVERFLOW")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    number: int
    at: int
    object: str
    kind: str
    ids: tuple[str, ...]
    by: str
    spoilt: bytes | None = None  # what is sent instead


class PubSubServer:
    """`address` is where it listens once it was started. `selected` objects have events; the others' topics stay silent.
    `keepalive_s` is the longest silence of a stream."""

    def __init__(
        self,
        world: World,
        tokens: TokenBook,
        faults: FaultBox,
        *,
        selected: Callable[[str], bool],
        keepalive_s: float = KEEPALIVE_S,
    ) -> None:
        self.address = ""
        self._world, self._tokens, self._faults = world, tokens, faults
        self._selected = selected
        self._keepalive_s = keepalive_s
        self._some = threading.Condition()
        self._events: deque[_Event] = deque()
        self._last = 4_000
        self._known_from = self._last  # positions below are not known (any more)
        self._stopping = False
        self._server: Any = None
        world.listeners.append(self._notice)

    def start(self, port: int = 0) -> None:
        self._server = grpc.server(
            ThreadPoolExecutor(max_workers=64, thread_name_prefix="sandbox-pubsub"),
            options=[("grpc.so_reuseport", 0)],
        )
        unary, stream = grpc.unary_unary_rpc_method_handler, grpc.stream_stream_rpc_method_handler
        handlers = {
            "GetTopic": unary(self._topic, wire.TopicRequest.FromString, wire.TopicInfo.SerializeToString),
            "GetSchema": unary(
                self._schema, wire.SchemaRequest.FromString, wire.SchemaInfo.SerializeToString
            ),
            "Subscribe": stream(
                self._subscribe, wire.FetchRequest.FromString, wire.FetchResponse.SerializeToString
            ),
        }
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(wire.SERVICE, handlers),))
        bound = self._server.add_insecure_port(f"127.0.0.1:{port}")
        self.address = f"127.0.0.1:{bound}"
        self._server.start()

    def stop(self) -> None:
        with self._some:
            self._stopping = True
            self._some.notify_all()
        if self._server is not None:
            self._server.stop(0).wait(10)

    def publish_gap(self, object: str, *ids: str, kind: str = "GAP_OVERFLOW") -> None:
        """Tell subscribers of an object that changes were not told."""
        self._add(object, kind, ids, INTEGRATION_USER)

    def publish_spoilt(self, object: str, payload: bytes) -> None:
        """Send subscribers of an object an event that nobody can read."""
        self._add(object, "GAP_OVERFLOW", (), INTEGRATION_USER, spoilt=payload)

    def expire(self) -> None:
        """Every position up to now grows stale, as if 72 hours had passed; streams that stand go on."""
        with self._some:
            self._events.clear()
            self._known_from = self._last + 1
            self._last += 1

    # publishing --------------------------------------------------------------------------------------------------
    def _notice(self, entry: Entry) -> None:
        kind = _CHANGES.get(entry.op)
        if kind is None or not self._selected(entry.object):
            return
        gap = self._faults.strikes("stream_gap", entry.object)
        self._add(entry.object, f"GAP_{kind}" if gap else kind, (entry.id,), entry.actor.id)
        if entry.op is Op.MERGE and entry.other:
            self._add(entry.object, "DELETE", (entry.other,), entry.actor.id)

    def _add(
        self, object: str, kind: str, ids: tuple[str, ...], by: str, *, spoilt: bytes | None = None
    ) -> None:
        now = self._world.clock()
        with self._some:
            self._last += 1
            self._events.append(
                _Event(number=self._last, at=now, object=object, kind=kind, ids=ids, by=by, spoilt=spoilt)
            )
            while self._events and self._events[0].at < now - KEPT_MS:
                self._known_from = self._events.popleft().number
            self._some.notify_all()

    # serving -----------------------------------------------------------------------------------------------------
    def _topic(self, request: Any, context: Any) -> Any:
        self._let_in(context)
        object = self._object(request.topic_name, context)
        return wire.TopicInfo(
            topic_name=request.topic_name,
            tenant_guid=ORG_ID,
            can_subscribe=True,
            schema_id=f"change-{object}",
        )

    def _schema(self, request: Any, context: Any) -> Any:
        self._let_in(context)
        object = request.schema_id.removeprefix("change-")
        if object not in self._world.tables:
            context.abort(grpc.StatusCode.NOT_FOUND, "schema not found")
        return wire.SchemaInfo(schema_id=request.schema_id, schema_json=_schema_json(object))

    def _subscribe(self, requests: Iterator[Any], context: Any) -> Iterator[Any]:
        self._let_in(context)
        first = next(requests)
        object = self._object(first.topic_name, context)
        flow = _Flow(first.num_requested)
        at = self._start(first, context)
        context.add_callback(self._wake)
        threading.Thread(target=self._read_on, args=(requests, flow), daemon=True).start()
        while (batch := self._next(object, at, flow, context.is_active)) is not None:
            if self._faults.strikes("stream_drop", first.topic_name):
                context.abort(grpc.StatusCode.UNAVAILABLE, "the stream broke")
            events, at = batch
            flow.left -= len(events)
            yield wire.FetchResponse(
                events=[_consumed(one) for one in events],
                latest_replay_id=_replay_id(at),
                pending_num_requested=flow.left,
            )

    def _let_in(self, context: Any) -> None:
        sent = dict(context.invocation_metadata())
        known = self._tokens.find(str(sent.get("accesstoken", "")))
        if known is None or sent.get("tenantid") not in (ORG_ID, ORG_ID[:15]) or not sent.get("instanceurl"):
            context.set_trailing_metadata((("error-code", "sfdc.platform.eventbus.grpc.service.auth.error"),))
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "authentication failed")

    def _object(self, topic: str, context: Any) -> str:
        stem = topic.removeprefix("/data/").removesuffix("ChangeEvent")
        object = f"{stem}c" if stem.endswith("__") else stem
        if object not in self._world.tables:
            context.abort(grpc.StatusCode.NOT_FOUND, "the topic does not exist")
        return object

    def _start(self, first: Any, context: Any) -> int:
        with self._some:
            if first.replay_preset == wire.LATEST:
                return self._last
            if first.replay_preset == wire.EARLIEST:
                return self._known_from
            at = int.from_bytes(first.replay_id, "big") if len(first.replay_id) == 8 else -1
            stale = self._faults.strikes("stream_stale", first.topic_name)
            if stale or not self._known_from <= at <= self._last:
                code = "sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed"
                context.set_trailing_metadata((("error-code", code),))
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, "the replay id is not valid")
            return at

    def _next(
        self, object: str, at: int, flow: _Flow, active: Callable[[], bool]
    ) -> tuple[list[_Event], int] | None:
        """Events behind `at`, or none where it is time to say that the stream lives; None when it is over."""
        end = time.monotonic() + self._keepalive_s
        with self._some:
            while not self._stopping and active():
                room = min(flow.left, _MOST)
                found = [one for one in self._events if one.number > at and one.object == object][:room]
                if found:
                    return found, found[-1].number
                left = end - time.monotonic()
                if left <= 0:
                    return [], self._last
                self._some.wait(left)
        return None

    def _read_on(self, requests: Iterator[Any], flow: _Flow) -> None:
        try:
            for one in requests:
                with self._some:
                    flow.left += one.num_requested
                    self._some.notify_all()
        except grpc.RpcError:
            self._wake()  # the client has gone

    def _wake(self) -> None:
        with self._some:
            self._some.notify_all()


@dataclass(slots=True)
class _Flow:
    """How many events a subscriber is still ready to take."""

    left: int


def _replay_id(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _consumed(event: _Event) -> Any:
    packed = io.BytesIO()
    header = {
        "entityName": event.object,
        "recordIds": list(event.ids),
        "changeType": event.kind,
        "changeOrigin": "com/salesforce/api/rest/61.0;client=sandbox",
        "transactionKey": f"{event.number:036d}",
        "sequenceNumber": 1,
        "commitTimestamp": event.at,
        "commitNumber": event.number,
        "commitUser": event.by,
        "nulledFields": [],
        "diffFields": [],
        "changedFields": [],
    }
    fastavro.schemaless_writer(
        packed, _packed(event.object), {"ChangeEventHeader": header, "LastModifiedDate": event.at}
    )
    payload = packed.getvalue() if event.spoilt is None else event.spoilt
    produced = wire.ProducerEvent(id=str(event.number), schema_id=f"change-{event.object}", payload=payload)
    return wire.ConsumerEvent(event=produced, replay_id=_replay_id(event.number))


@cache
def _packed(object: str) -> Any:
    return fastavro.parse_schema(json.loads(_schema_json(object)))


def _schema_json(object: str) -> str:
    """As Salesforce gives it: the header first, then the object's fields, each or null."""
    texts = ("changeOrigin", "transactionKey")
    longs = ("commitTimestamp", "commitNumber")
    lists = ("nulledFields", "diffFields", "changedFields")
    listed = {"type": "array", "items": "string"}
    header = {
        "type": "record",
        "name": "ChangeEventHeader",
        "namespace": "com.sforce.eventbus",
        "fields": [
            {"name": "entityName", "type": "string"},
            {"name": "recordIds", "type": listed},
            {
                "name": "changeType",
                "type": {"type": "enum", "name": "ChangeType", "symbols": [*_KINDS, *_GAPS]},
            },
            *({"name": name, "type": "string"} for name in texts),
            {"name": "sequenceNumber", "type": "int"},
            *({"name": name, "type": "long"} for name in longs),
            {"name": "commitUser", "type": "string"},
            *({"name": name, "type": listed} for name in lists),
        ],
    }
    fields = [
        {"name": "ChangeEventHeader", "type": header},
        {"name": "LastModifiedDate", "type": ["null", "long"], "default": None},
    ]
    name = f"{object.replace('__c', '__')}ChangeEvent"
    return json.dumps({"type": "record", "name": name, "namespace": "com.sforce.eventbus", "fields": fields})
