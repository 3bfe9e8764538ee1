"""Everything bad at every CRM's webhook door: it stays up, memory stays flat, and nothing unproven is ever kept.

Runs for each system in the registry that has Hooks. A package adds how its CRM proves a delivery to `PROOFS`; without an
entry only what is refused is tested, and the test of what is taken fails, so that none is forgotten.
"""

from __future__ import annotations

import base64
import concurrent.futures
import contextlib
import hashlib
import hmac
import http.client
import json
import random
import re
import resource
import socket
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.hooks import Target
from adapters.registry import SYSTEMS, hooks_of
from adapters.sandbox.salesforce.access import ORG_ID
from adapters.sandbox.salesforce.outbound import message
from daemon.webhook_commit import Named
from daemon.webhooks import Endpoint, WebhookListener

NOW = 1_795_000_000_000
PATH = "/webhooks/one/s3gment"
MIB = 1024 * 1024

Headers = dict[str, str]


def _hubspot(body: bytes, secret: str, url: str) -> Headers:
    text = b"POST" + url.encode() + body + str(NOW).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()
    return {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": str(NOW)}


# system -> (a good body, its headers by the secret and the address, what Target.user is)
PROOFS: dict[str, tuple[bytes, Callable[[bytes, str, str], Headers], str]] = {
    "hubspot": (
        json.dumps([{"subscriptionType": "contact.creation", "objectId": 7}]).encode(),
        _hubspot,
        "",
    ),
    "salesforce": (message("Contact", "0035f00002J9YYEAA3"), lambda body, secret, url: {}, ORG_ID),
    "pipedrive": (
        json.dumps({"meta": {"entity": "person", "action": "change", "entity_id": "7"}}).encode(),
        lambda body, secret, url: {
            "Authorization": "Basic " + base64.b64encode(f"crmsync:{secret}".encode()).decode()
        },
        "crmsync",
    ),
    "dynamics": (
        json.dumps(
            {
                "MessageName": "Update",
                "PrimaryEntityName": "contact",
                "PrimaryEntityId": "7a1b2c3d-0000-4000-8000-000000000001",
                "OperationCreatedOn": "/Date(1700000000000+0000)/",
                "InputParameters": [],
            }
        ).encode(),
        lambda body, secret, url: {"X-CrmSync-Key": secret},
        "crmsync",
    ),
}
HOOKED = [name for name in SYSTEMS if hooks_of(name) is not None]


class Door:
    """One system's address at a listener, and what was kept of it."""

    listener: WebhookListener

    def __init__(self, system: str, name: str = "one") -> None:
        hooks = hooks_of(system)
        assert hooks is not None
        self.name = name
        self.path = PATH.replace("one", name)
        self.good, self._prove, user = PROOFS.get(system, (b"", lambda body, secret, url: {}, "crmsync"))
        self.kept: list[Named] = []
        target = Target(url=f"https://hooks.example.com{self.path}", user=user, secret="s3cret")
        self.endpoint = Endpoint(connection=name, target=target, hooks=hooks)

    def prove(self, body: bytes, secret: str) -> Headers:
        found: Headers = self._prove(body, secret, self.endpoint.target.url)
        return found

    def post(self, body: bytes, headers: Headers, path: str = "") -> int:
        wire = http.client.HTTPConnection("127.0.0.1", self.listener.port, timeout=20)
        try:
            wire.request("POST", path or self.path, body, headers)
            answer = wire.getresponse()
            answer.read()
            return answer.status
        finally:
            wire.close()

    def takes_good_ones(self) -> bool:
        self.kept.clear()
        return self.post(self.good, self.prove(self.good, "s3cret")) == 200 and bool(self.kept)


@contextlib.contextmanager
def opened(doors: Sequence[Door]) -> Iterator[None]:
    """All of them at one listener."""
    by_name = {one.name: one for one in doors}

    def record(connection: str, named: Sequence[Named]) -> None:
        by_name[connection].kept.extend(named)

    listener = WebhookListener(
        endpoints=[one.endpoint for one in doors], record_signals=record, now=lambda: NOW
    )
    for one in doors:
        one.listener = listener
    listener.start()
    yield
    listener.stop()


@pytest.fixture(params=HOOKED)
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    made = Door(request.param)
    with opened([made]):
        yield made


@pytest.fixture
def doors() -> Iterator[list[Door]]:
    """Every system's, at one listener: what is waited for is waited for once."""
    made = [Door(system, system) for system in HOOKED]
    with opened(made):
        yield made


def memory() -> int:
    """The most this process ever held, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def garbage(rng: random.Random, good: bytes) -> bytes:
    """Random bytes, or a good body with some of its bytes changed, cut or doubled."""
    if rng.random() < 0.3:
        return rng.randbytes(rng.randrange(2_000))
    body = bytearray(good)
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(body) or 1)
        match rng.randrange(3):
            case 0:
                body[at : at + 1] = rng.randbytes(1)
            case 1:
                del body[at : at + rng.randrange(20)]
            case _:
                body[at:at] = body[at : at + rng.randrange(20)]
    return bytes(body)


def test_every_system_says_how_it_is_proven() -> None:
    assert set(HOOKED) <= set(PROOFS)


def test_random_bodies_without_proof_are_refused_and_nothing_is_kept(door: Door) -> None:
    rng = random.Random(7)

    def one(seed: int) -> int:
        dice = random.Random(seed)
        body = garbage(dice, door.good)
        # What a stranger can do: no proof, somebody else's, or garbage in its place.
        forged = door.prove(body, "not the secret") if dice.random() < 0.5 else {}
        forged = {name: dice.choice([text, "", "é", "x" * 5_000]) for name, text in forged.items()}
        return door.post(body if forged or door.prove(b"", "x") else dice.randbytes(200), forged)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        found = set(pool.map(one, (rng.randrange(1 << 30) for _ in range(600))))
    assert found <= {400, 401}
    assert door.kept == []
    assert door.takes_good_ones()


def test_proven_garbage_is_refused_for_good_or_harmless(door: Door) -> None:
    rng = random.Random(11)
    for _ in range(400):
        body = garbage(rng, door.good)
        assert door.post(body, door.prove(body, "s3cret")) in (200, 400, 401)
    assert all(one[1] is None or re.fullmatch("[0-9A-Za-z-]{1,40}", one[1]) for one in door.kept)
    assert door.takes_good_ones()


# What a stranger sends who knows the form and not the secret: JSON of any shape, markup, and bytes of any kind.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda part: (
        st.lists(part, max_size=4)
        | st.dictionaries(
            st.sampled_from(["meta", "entity", "entity_id", "objectId", "subscriptionType"])
            | st.text(max_size=9),
            part,
            max_size=4,
        )
    ),
    max_leaves=12,
)
BODIES = (
    st.binary(max_size=600)
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.text(max_size=100).map(lambda text: f"<?xml version='1.0'?><a>{text}</a>".encode())
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, secret=st.sampled_from(["", "not the secret", "s3cret ", "S3CRET"]))
def test_any_body_with_a_wrong_proof_is_refused_and_with_the_right_one_names_ids_or_nothing(
    door: Door, body: bytes, secret: str
) -> None:
    door.kept.clear()
    assert door.post(body, door.prove(body, secret)) in (400, 401)
    assert door.kept == []
    assert door.post(body, door.prove(body, "s3cret")) in (200, 400, 401)
    assert all(one[1] is None or re.fullmatch("[0-9A-Za-z-]{1,40}", one[1]) for one in door.kept)


def test_a_replay_is_harmless_and_to_another_address_it_is_nothing(door: Door) -> None:
    proof = door.prove(door.good, "s3cret")
    for _ in range(5):
        assert door.post(door.good, proof) == 200
    assert len(set(door.kept)) == 1
    assert door.post(door.good, proof, PATH + "x") == 404
    assert door.post(door.good, proof, PATH.replace("one", "two")) == 404


def test_50_mb_are_refused_unread_and_memory_stays_flat(door: Door) -> None:
    assert door.takes_good_ones()
    before = memory()

    def told() -> bytes:
        """The length is told: refused at once. Whoever sends on regardless is hung up on."""
        with socket.create_connection(("127.0.0.1", door.listener.port), timeout=20) as wire:
            wire.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {50 * MIB}\r\n\r\n".encode())
            return wire.recv(64)

    def untold() -> bytes:
        """50 MB in pieces without a length, as far as they are taken."""
        with socket.create_connection(("127.0.0.1", door.listener.port), timeout=20) as wire:
            wire.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
            piece = b"10000\r\n" + b"[" * 0x10000 + b"\r\n"
            with contextlib.suppress(OSError):  # hung up on, as it should be
                for _ in range(50 * 16):
                    wire.sendall(piece)
            try:
                return wire.recv(64)
            except OSError:
                return b"HTTP/1.1 413 (the answer was lost with the connection)"

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = [one.result() for one in [pool.submit(work) for work in (told, untold) * 8]]
    assert all(b" 413 " in one for one in answers), answers
    assert memory() - before < 64 * MIB
    assert door.takes_good_ones()


def test_slow_senders_are_let_go_and_hold_nobody_up(doors: list[Door]) -> None:
    slow = []
    for door in doors * 25:
        wire = socket.create_connection(("127.0.0.1", door.listener.port), timeout=20)
        wire.sendall(f"POST {door.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n[".encode())
        slow.append(wire)
    begin = time.monotonic()
    assert all(door.takes_good_ones() for door in doors)
    assert time.monotonic() - begin < 3
    answers = [wire.recv(64) for wire in slow]
    for wire in slow:
        wire.close()
    assert all(b" 503 " in one for one in answers)
    assert all(door.takes_good_ones() for door in doors)


def test_senders_that_never_finish_their_headers_are_let_go_and_hold_nobody_up(doors: list[Door]) -> None:
    """They drip a byte at a time, many at once; what is good is taken meanwhile, and memory stays where it was."""
    assert all(door.takes_good_ones() for door in doors)
    before = memory()
    with contextlib.ExitStack() as held:
        slow = []
        for door in doors * 38:
            wire = held.enter_context(socket.create_connection(("127.0.0.1", door.listener.port), timeout=20))
            wire.sendall(f"POST {door.path} HTTP/1.1\r\nHost: x\r\nX-Slow: ".encode())
            slow.append(wire)
        for at in range(10):
            for wire in slow:
                wire.sendall(b"x")
            assert doors[at % len(doors)].takes_good_ones()
        assert [wire.recv(64) for wire in slow] == [b""] * len(slow)  # hung up on
        assert memory() - before < 64 * MIB
    assert all(door.takes_good_ones() for door in doors)
