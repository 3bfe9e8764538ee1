"""Listens to Salesforce's change events through the Pub/Sub API (gRPC): a wake-up beside the poll, never data.

One stream an object, each with flow control of its own: the server sends as many events as were asked for, and an empty
answer at least every 270 s, which shows that the stream lives and moves the position on. Salesforce keeps events for
72 hours; a position older than that ends in CursorExpired.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

import grpc

from adapters.hooks import Hint
from adapters.rest import Tokens
from adapters.salesforce import pubsub_wire as wire
from adapters.salesforce.change_events import UNREADABLE, HeaderReader, topic_of
from core.errors import (
    BadAnswer,
    CursorExpired,
    NotPermitted,
    RemoteError,
    RequestRefused,
    SignInNeeded,
    Throttled,
    Unreachable,
)

AT_ONCE: Final = 100  # the most events the API gives for one request
SILENCE_S: Final = 330.0  # the server speaks every 270 s; then the stream is dead, whatever TCP thinks
_CALL_S: Final = 30.0
_CODES: Final = {
    grpc.StatusCode.UNAUTHENTICATED: SignInNeeded,
    grpc.StatusCode.PERMISSION_DENIED: NotPermitted,
    grpc.StatusCode.NOT_FOUND: NotPermitted,
    grpc.StatusCode.RESOURCE_EXHAUSTED: Throttled,
    grpc.StatusCode.INVALID_ARGUMENT: RequestRefused,
}
_STALE: Final = ("fetch.replayid.validation.failed", "fetch.replayid.corrupted")
_SELECT: Final = (
    "In Salesforce, under Setup, Change Data Capture, see that the object is selected; let our user read it."
)


class PubSub:
    """Satisfies `adapters.hooks.Stream`. `address` is host:port; `loopback` speaks in clear, to a sandbox only."""

    def __init__(
        self, address: str, tokens: Tokens, *, instance_url: str, organisation: str, loopback: bool = False
    ) -> None:
        options = [("grpc.max_receive_message_length", 16 << 20), ("grpc.enable_http_proxy", 0)]
        if loopback:
            self._channel = grpc.insecure_channel(address, options)
        else:
            self._channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(), options)
        self._tokens, self._instance_url, self._organisation = tokens, instance_url, organisation
        self._lock = threading.Lock()
        self._closed = False
        self._calls: set[Any] = set()
        self._readers: dict[str, HeaderReader] = {}

    def listen(
        self, object: str, position: str | None, keep: Callable[[tuple[Hint, ...], str], None]
    ) -> None:
        reached = position

        def keep_on(hints: tuple[Hint, ...], at: str) -> None:
            nonlocal reached
            keep(hints, at)
            reached = at

        token = self._tokens.bearer()
        for last in (False, True):
            try:
                return self._listen(object, reached, keep_on, token)
            except grpc.RpcError as error:
                if self._closed:
                    return None
                found = _translated(error, object)
                if last or not isinstance(found, SignInNeeded):
                    raise found from None
            # Sessions end without notice; a token that was renewed meanwhile, or now, is worth one more try.
            token = self._tokens.renew(token)
        return None

    def close(self) -> None:
        with self._lock:
            self._closed = True
            calls = list(self._calls)
        for call in calls:
            call.cancel()
        self._channel.close()

    # inside ------------------------------------------------------------------------------------------------------
    def _listen(
        self, object: str, position: str | None, keep: Callable[[tuple[Hint, ...], str], None], token: str
    ) -> None:
        headers = self._headers(token)
        asking: queue.SimpleQueue[Any] = queue.SimpleQueue()
        first = wire.FetchRequest(
            topic_name=topic_of(object), num_requested=AT_ONCE, replay_preset=wire.LATEST
        )
        if position:
            first.replay_preset, first.replay_id = wire.CUSTOM, _replay_id(position)
        asking.put(first)
        open_stream = self._channel.stream_stream(
            wire.SUBSCRIBE,
            request_serializer=wire.FetchRequest.SerializeToString,
            response_deserializer=wire.FetchResponse.FromString,
        )
        call = open_stream(_until_none(asking), metadata=headers)
        with self._lock:
            if self._closed:
                call.cancel()
                return
            self._calls.add(call)
        watch = _Watch(call)
        try:
            for answer in call:
                watch.heard()
                for one in answer.events:
                    hints = self._hints(one.event, object, headers)
                    keep(hints, one.replay_id.hex())
                if not answer.events and answer.latest_replay_id:
                    keep((), answer.latest_replay_id.hex())
                if answer.pending_num_requested < AT_ONCE // 2:
                    asking.put(wire.FetchRequest(num_requested=AT_ONCE - answer.pending_num_requested))
        finally:
            watch.stop()
            asking.put(None)
            call.cancel()
            with self._lock:
                self._calls.discard(call)

    def _hints(self, event: Any, object: str, headers: tuple[tuple[str, str], ...]) -> tuple[Hint, ...]:
        reader = self._readers.get(event.schema_id)
        if reader is None:
            ask = self._channel.unary_unary(
                wire.GET_SCHEMA,
                request_serializer=wire.SchemaRequest.SerializeToString,
                response_deserializer=wire.SchemaInfo.FromString,
            )
            told = ask(wire.SchemaRequest(schema_id=event.schema_id), metadata=headers, timeout=_CALL_S)
            reader = self._readers[event.schema_id] = HeaderReader(told.schema_json)
        try:
            return reader.hints(event.payload, object)
        except BadAnswer:
            # It would be sent again and again, and everything behind it would wait.
            return (Hint(object=object, crm_id=None, kind=UNREADABLE),)

    def _headers(self, token: str) -> tuple[tuple[str, str], ...]:
        return (
            ("accesstoken", token),
            ("instanceurl", self._instance_url),
            ("tenantid", self._organisation),
        )


class _Watch:
    """Cancels a call that has been silent for longer than the API allows itself."""

    def __init__(self, call: Any) -> None:
        self._call = call
        self._heard = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="pubsub-watch", daemon=True)
        self._thread.start()

    def heard(self) -> None:
        self._heard.set()

    def stop(self) -> None:
        self._over = True
        self._heard.set()

    def _run(self) -> None:
        while self._heard.wait(SILENCE_S):
            self._heard.clear()
            if self._over:
                return
        self._call.cancel()


def _until_none(asking: queue.SimpleQueue[Any]) -> Iterator[Any]:
    while (one := asking.get()) is not None:
        yield one


def _replay_id(position: str) -> bytes:
    try:
        return bytes.fromhex(position)
    except ValueError:
        raise CursorExpired("the position in Salesforce's events is not one of ours") from None


def _translated(error: Any, object: str) -> RemoteError:
    """The server's words may quote a token or a session, so only its codes travel on."""
    code = error.code()
    trailers = dict(error.trailing_metadata() or ())
    why = str(trailers.get("error-code") or "")
    if any(one in why for one in _STALE):
        return CursorExpired(f"Salesforce no longer has the events of {object!r} since our last position")
    kind = _CODES.get(code, Unreachable)
    text = f"Salesforce's events of {object!r}: {code.name.lower().replace('_', ' ')}"
    if kind in (NotPermitted, RequestRefused):
        return NotPermitted(text, advice=_SELECT)
    return kind(text)
