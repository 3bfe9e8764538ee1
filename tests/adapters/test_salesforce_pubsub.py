"""Salesforce's event stream against the sandbox's gRPC server: what is told, resumed, renewed, and given up."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from adapters.hooks import Hint
from adapters.oauth import StaticTokens
from adapters.salesforce import pubsub_wire as wire
from adapters.salesforce.change_events import UNREADABLE, HeaderReader, topic_of
from adapters.salesforce.pubsub import PubSub
from adapters.sandbox.faults import Faults, parse_faults
from adapters.sandbox.salesforce.access import ORG_ID, STATIC_TOKEN
from adapters.sandbox.salesforce.org import SalesforceOrg
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from core.errors import BadAnswer, CursorExpired, NotPermitted, RemoteError, SignInNeeded, Unreachable


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    settings = {"events_keepalive_s": 0.3, "change_events": "Account,Contact,Opportunity"}
    with Sandbox("salesforce", Options(records=0, settings=settings)) as one:
        yield one


@pytest.fixture(autouse=True)
def _no_faults(sandbox: Sandbox) -> Iterator[None]:
    yield
    sandbox.control.set_faults(Faults())


def org(sandbox: Sandbox) -> SalesforceOrg:
    return cast(SalesforceOrg, sandbox.system)


Told = tuple[tuple[Hint, ...], str]


class Heard:
    """A stream that listens on a thread; `error` is what it ended with."""

    def __init__(self, stream: PubSub, object: str, position: str | None) -> None:
        self.told: queue.Queue[Told] = queue.Queue()
        self.error: RemoteError | None = None
        self.thread = threading.Thread(target=self._run, args=(stream, object, position), daemon=True)
        self.thread.start()

    def _run(self, stream: PubSub, object: str, position: str | None) -> None:
        try:
            stream.listen(object, position, lambda hints, at: self.told.put((hints, at)))
        except RemoteError as error:
            self.error = error

    def standing(self) -> str:
        """The position once the stream stands."""
        while True:
            hints, at = self.told.get(timeout=10)
            if not hints:
                return at

    def next(self) -> Told:
        while True:
            hints, at = self.told.get(timeout=10)
            if hints:
                return hints, at

    def ended(self) -> RemoteError | None:
        self.thread.join(10)
        assert not self.thread.is_alive()
        return self.error


@contextmanager
def listening(
    sandbox: Sandbox, *, position: str | None = None, object: str = "Account", tokens: Any = None
) -> Iterator[Heard]:
    stream = PubSub(
        org(sandbox).events.address,
        tokens or StaticTokens("Salesforce", STATIC_TOKEN),
        instance_url=sandbox.url,
        organisation=ORG_ID,
        loopback=True,
    )
    heard = Heard(stream, object, position)
    try:
        yield heard
    finally:
        begin = time.monotonic()
        stream.close()
        heard.thread.join(10)
        assert not heard.thread.is_alive()
        assert time.monotonic() - begin < 5


def account(sandbox: Sandbox, name: str) -> str:
    return sandbox.control.create("Account", {"Name": name})


def test_an_object_that_is_not_selected_has_a_silent_topic(sandbox: Sandbox) -> None:
    """Nothing else tells the two apart, which is why the adapter asks for the selection."""
    with listening(sandbox, object="Lead") as heard:
        before = heard.standing()
        sandbox.control.create("Lead", {"LastName": "Silent", "Company": "C"})
        assert heard.standing() == before
        assert heard.error is None


def test_every_write_is_told_with_the_row_it_was_about(sandbox: Sandbox) -> None:
    with listening(sandbox) as heard:
        heard.standing()
        id = account(sandbox, "Acme")
        assert heard.next()[0] == (Hint(object="Account", crm_id=id, kind="CREATE"),)
        sandbox.control.update("Account", id, {"Name": "Acme Ltd"})
        assert heard.next()[0] == (Hint(object="Account", crm_id=id, kind="UPDATE"),)
        sandbox.control.create("Contact", {"LastName": "Weber"})
        sandbox.control.delete("Account", id)
        assert heard.next()[0] == (Hint(object="Account", crm_id=id, kind="DELETE"),)


def test_what_happened_while_nobody_listened_is_told_from_the_position_on(sandbox: Sandbox) -> None:
    with listening(sandbox) as heard:
        heard.standing()
        account(sandbox, "Before")
        _, position = heard.next()
    missed = [account(sandbox, f"Missed {at}") for at in range(250)]
    with listening(sandbox, position=position) as heard:
        assert [heard.next()[0][0].crm_id for _ in missed] == missed


def test_a_position_that_is_not_known_any_more_is_told(sandbox: Sandbox) -> None:
    with listening(sandbox) as heard:
        position = heard.standing()
    org(sandbox).events.expire()
    for stale in (position, "00", "no position"):
        with listening(sandbox, position=stale) as heard:
            assert isinstance(heard.ended(), CursorExpired)
    with listening(sandbox) as heard:
        heard.standing()


def test_gaps_name_the_rows_where_they_can_and_else_the_object(sandbox: Sandbox) -> None:
    events = org(sandbox).events
    with listening(sandbox) as heard:
        heard.standing()
        events.publish_gap("Account", "0015f00002J9YYEAA3", kind="GAP_UPDATE")
        assert heard.next()[0] == (Hint(object="Account", crm_id="0015f00002J9YYEAA3", kind="GAP_UPDATE"),)
        events.publish_gap("Account", "001*", kind="GAP_UPDATE")
        assert heard.next()[0] == (Hint(object="Account", crm_id=None, kind="GAP_UPDATE"),)
        events.publish_gap("Account")
        assert heard.next()[0] == (Hint(object="Account", crm_id=None, kind="GAP_OVERFLOW"),)


@pytest.mark.parametrize("payload", [b"", b"\xff" * 40, b"\x0eAccount"])
def test_an_event_nobody_can_read_is_a_gap_and_holds_up_none_behind_it(
    sandbox: Sandbox, payload: bytes
) -> None:
    with listening(sandbox) as heard:
        heard.standing()
        org(sandbox).events.publish_spoilt("Account", payload)
        id = account(sandbox, "Behind it")
        hints, position = heard.next()
        assert hints == (Hint(object="Account", crm_id=None, kind=UNREADABLE),)
        assert heard.next()[0] == (Hint(object="Account", crm_id=id, kind="CREATE"),)
    with listening(sandbox, position=position) as heard:
        assert heard.next()[0][0].crm_id == id


def test_a_broken_stream_ends_in_unreachable_and_the_position_goes_on(sandbox: Sandbox) -> None:
    with listening(sandbox) as heard:
        position = heard.standing()
        sandbox.control.set_faults(parse_faults({"stream_drop": 1.0}))
        id = account(sandbox, "Lost?")
        assert isinstance(heard.ended(), Unreachable)
    sandbox.control.set_faults(Faults())
    with listening(sandbox, position=position) as heard:
        assert heard.next()[0][0].crm_id == id


class Renewed:
    """A token that is no good, until it is renewed."""

    def __init__(self, then: str) -> None:
        self.held, self.then = "stale", then

    def bearer(self) -> str:
        return self.held

    def renew(self, refused: str) -> str:
        self.held = self.then
        return self.held


def test_a_session_that_ended_is_renewed_once(sandbox: Sandbox) -> None:
    with listening(sandbox, tokens=Renewed(STATIC_TOKEN)) as heard:
        heard.standing()
    with listening(sandbox, tokens=Renewed("still stale")) as heard:
        assert isinstance(heard.ended(), SignInNeeded)


def test_an_object_without_events_is_told_with_what_to_do(sandbox: Sandbox) -> None:
    with listening(sandbox, object="Nothing__c") as heard:
        error = heard.ended()
    assert isinstance(error, NotPermitted)
    assert "Change Data Capture" in error.advice


def test_a_server_that_is_not_there_is_unreachable() -> None:
    stream = PubSub(
        "127.0.0.1:1", StaticTokens("x", "y"), instance_url="z", organisation=ORG_ID, loopback=True
    )
    with pytest.raises(Unreachable):
        stream.listen("Account", None, lambda hints, at: None)
    stream.close()


def test_the_words_are_on_the_wire_as_salesforce_numbers_them() -> None:
    asked = wire.FetchRequest(topic_name="/t", replay_preset=wire.CUSTOM, replay_id=b"\x01", num_requested=5)
    assert asked.SerializeToString() == b"\x0a\x02/t\x10\x02\x1a\x01\x01\x20\x05"
    event = b"\x0a\x01i\x12\x01s\x1a\x01p"  # id 1, schema_id 2, payload 3
    consumed = b"\x0a" + bytes([len(event)]) + event + b"\x12\x01r"  # event 1, replay_id 2
    answer = b"\x0a" + bytes([len(consumed)]) + consumed + b"\x12\x01l\x1a\x01q\x20\x07"
    told = wire.FetchResponse.FromString(answer)
    [one] = told.events
    assert (one.event.id, one.event.schema_id, one.event.payload, one.replay_id) == ("i", "s", b"p", b"r")
    assert (told.latest_replay_id, told.rpc_id, told.pending_num_requested) == (b"l", "q", 7)
    info = wire.SchemaInfo.FromString(b"\x0a\x02{}\x12\x01s")
    assert (info.schema_json, info.schema_id) == ("{}", "s")
    assert wire.SchemaRequest(schema_id="s").SerializeToString() == b"\x0a\x01s"
    assert wire.SUBSCRIBE == "/eventbus.v1.PubSub/Subscribe"


@pytest.mark.parametrize(
    "schema", ["", "[]", "{}", '{"fields": 1}', '{"fields": [{"name": "x", "type": "int"}]}']
)
def test_a_schema_without_a_header_is_a_bad_answer(schema: str) -> None:
    with pytest.raises(BadAnswer):
        HeaderReader(schema)


def test_topics_are_named_after_their_objects() -> None:
    assert topic_of("Account") == "/data/AccountChangeEvent"
    assert topic_of("Plan__c") == "/data/Plan__ChangeEvent"
