"""HubSpot's webhooks over real HTTP: what is refused, what is kept, and that 200 means durable."""

from __future__ import annotations

import base64
import concurrent.futures
import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from adapters.hooks import Target
from adapters.hubspot.webhooks import HubSpotHooks
from core.errors import PortInUse, StoreUnreachable
from core.store.memory import MemoryStore
from daemon.inbox import record_signals
from daemon.webhook_commit import Named
from daemon.webhooks import Endpoint, WebhookListener

URL = "https://hooks.example.com/webhooks/hs/s3gment"
SECRET = "app-secret"
PATH = "/webhooks/hs/s3gment"
TARGET = Target(url=URL, user="", secret=SECRET)
NOW = 1_795_000_000_000


@dataclass
class Inbox:
    """The store the signals go to; `broken` makes it fail, `open` holds a commit up until it is set."""

    store: MemoryStore = field(default_factory=MemoryStore)
    commits: int = 0
    broken: bool = False
    open: threading.Event = field(default_factory=threading.Event)

    def record(self, connection: str, named: Sequence[Named]) -> None:
        self.open.wait(10)
        if self.broken:
            raise StoreUnreachable("the database is down")
        self.commits += 1
        record_signals(self.store, connection, named, at=NOW, committed=lambda batch: None)

    @property
    def named(self) -> set[tuple[str, str]]:
        return {
            (row.object, row.crm_id)
            for row in self.store.list_signals(connection=None, after=None, limit=100_000)
        }


@pytest.fixture
def inbox() -> Inbox:
    made = Inbox()
    made.open.set()
    return made


@pytest.fixture
def listener(inbox: Inbox) -> Iterator[WebhookListener]:
    endpoint = Endpoint(connection="hs", target=TARGET, hooks=HubSpotHooks())
    made = WebhookListener(endpoints=[endpoint], record_signals=inbox.record, now=lambda: NOW)
    made.start()
    yield made
    made.stop()


def body_of(*ids: int) -> bytes:
    return json.dumps(
        [{"subscriptionType": "contact.propertyChange", "objectId": one, "occurredAt": NOW} for one in ids]
    ).encode()


def signed(
    body: bytes, *, at: int = NOW, url: str = URL, secret: str = SECRET, method: str = "POST"
) -> dict[str, str]:
    text = method.encode() + url.encode() + body + str(at).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()
    return {
        "X-HubSpot-Signature-v3": signature,
        "X-HubSpot-Request-Timestamp": str(at),
        "Content-Type": "application/json",
    }


def post(
    listener: WebhookListener, body: bytes, headers: dict[str, str], *, path: str = PATH, method: str = "POST"
) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection(listener.host, listener.port, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def test_genuine_delivery_is_durable_when_it_is_acknowledged(listener: WebhookListener, inbox: Inbox) -> None:
    body = body_of(1, 2)
    assert post(listener, body, signed(body))[0] == 200
    assert inbox.named == {("contacts", "1"), ("contacts", "2")}


def test_nothing_is_acknowledged_before_the_commit(listener: WebhookListener, inbox: Inbox) -> None:
    inbox.open.clear()
    body = body_of(1)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waiting = pool.submit(post, listener, body, signed(body))
        time.sleep(0.3)
        assert not waiting.done()
        inbox.open.set()
        assert waiting.result()[0] == 200
    assert inbox.named == {("contacts", "1")}


def test_failing_store_answers_503_and_keeps_nothing(listener: WebhookListener, inbox: Inbox) -> None:
    inbox.broken = True
    body = body_of(1)
    status, headers = post(listener, body, signed(body))
    assert status == 503
    assert int(headers["retry-after"]) > 0
    assert inbox.named == set()
    inbox.broken = False
    assert post(listener, body, signed(body))[0] == 200


def test_duplicate_deliveries_are_harmless(listener: WebhookListener, inbox: Inbox) -> None:
    body = body_of(7)
    for _ in range(3):
        assert post(listener, body, signed(body))[0] == 200
    assert inbox.named == {("contacts", "7")}


Forger = Callable[[bytes], dict[str, str]]


@pytest.mark.parametrize(
    "forge",
    [
        lambda body: {},
        lambda body: signed(body, secret="other"),
        lambda body: signed(body, url=URL.replace("hooks.example.com", "127.0.0.1")),
        lambda body: signed(body, at=NOW - 301_000),
        lambda body: signed(body, at=NOW + 301_000),
        lambda body: signed(body + b" "),
        lambda body: signed(body) | {"X-HubSpot-Request-Timestamp": "soon"},
        lambda body: signed(body) | {"X-HubSpot-Signature-v3": "é"},
        lambda body: signed(body, method="PUT"),
    ],
)
def test_delivery_that_is_not_provably_hubspots_is_refused(
    listener: WebhookListener, inbox: Inbox, forge: Forger
) -> None:
    body = body_of(1)
    assert post(listener, body, forge(body))[0] == 401
    assert inbox.named == set()


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b'"x"', b"[1]", b"\xff\xfe", b"[" * 5_000])
def test_malformed_body_is_refused_for_good(listener: WebhookListener, inbox: Inbox, body: bytes) -> None:
    assert post(listener, body, signed(body))[0] == 400
    assert inbox.commits == 0


def test_large_body_is_refused_before_it_is_read(listener: WebhookListener, inbox: Inbox) -> None:
    connection = http.client.HTTPConnection(listener.host, listener.port, timeout=20)
    connection.putrequest("POST", PATH)
    connection.putheader("Content-Length", str(1024 * 1024 + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_large_body_of_unknown_length_is_refused(listener: WebhookListener) -> None:
    connection = http.client.HTTPConnection(listener.host, listener.port, timeout=20)
    chunks = (b"x" * 65_536 for _ in range(20))
    connection.request("POST", PATH, chunks, {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_compressed_body_is_refused(listener: WebhookListener) -> None:
    body = body_of(1)
    assert post(listener, body, signed(body) | {"Content-Encoding": "gzip"})[0] == 415


@pytest.mark.parametrize(
    "path", ["/webhooks/hs/other", "/webhooks/hs", "/webhooks/sf/s3gment", "/", "/webhooks/hs/s3gment/x"]
)
def test_unknown_address_looks_like_any_other(listener: WebhookListener, path: str) -> None:
    body = body_of(1)
    assert post(listener, body, signed(body), path=path)[0] == 404


def test_only_post_is_taken(listener: WebhookListener) -> None:
    assert post(listener, b"", {}, method="GET")[0] == 405


def test_events_of_unknown_objects_are_acknowledged_and_dropped(
    listener: WebhookListener, inbox: Inbox
) -> None:
    body = json.dumps([{"subscriptionType": "ticket.creation", "objectId": 5}]).encode()
    assert post(listener, body, signed(body))[0] == 200
    assert inbox.commits == 0


def test_deliveries_that_wait_together_are_committed_together(
    listener: WebhookListener, inbox: Inbox
) -> None:
    inbox.open.clear()
    bodies = [body_of(number) for number in range(1, 41)]
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(post, listener, body, signed(body)) for body in bodies]
        time.sleep(0.8)
        inbox.open.set()
        assert {one.result()[0] for one in waiting} == {200}
    assert len(inbox.named) == 40
    assert inbox.commits < 20


def test_port_in_use_is_told(listener: WebhookListener, inbox: Inbox) -> None:
    with pytest.raises(PortInUse, match=str(listener.port)):
        WebhookListener(endpoints=[], record_signals=inbox.record, port=listener.port).start()


def test_no_crm_is_refused_while_endpoints_are_replaced(listener: WebhookListener, inbox: Inbox) -> None:
    inbox.open.clear()
    body = body_of(1)
    other = Endpoint(
        connection="other", target=Target(url=URL, user="", secret="another"), hooks=HubSpotHooks()
    )
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(post, listener, body, signed(body))
        time.sleep(0.3)
        listener.take([other])
        there = "/webhooks/other/s3gment"
        assert post(listener, b"[]", signed(b"[]", secret="another"), path=there)[0] == 200
        assert post(listener, b"[]", signed(b"[]"))[0] == 404
        inbox.open.set()
        assert under_way.result()[0] == 200


def test_no_secret_shows_in_a_representation() -> None:
    endpoint = Endpoint(connection="hs", target=TARGET, hooks=HubSpotHooks())
    assert SECRET not in repr(endpoint)
    assert "s3gment" not in repr(endpoint)
