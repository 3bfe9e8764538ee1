"""Webhooks and streams kept by the daemon against the sandboxes: registered, noticed when silent, repaired, removed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
import requests

from adapters.oauth import TokenSet
from adapters.quota import Budget
from adapters.sandbox import dynamics, hubspot
from adapters.sandbox.faults import Faults, parse_faults
from adapters.sandbox.salesforce.access import CLIENT_ID, CLIENT_SECRET, ORG_ID, STATIC_TOKEN
from adapters.sandbox.salesforce.org import SalesforceOrg
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from core.crm_systems import System
from core.errors import SignInNeeded
from core.jobs import Cursor
from core.mapping import FieldRule, Mapping
from core.settings import Connection, Webhooks
from core.store.memory import MemoryStore
from daemon.accounts import CrmAccount
from daemon.announced import GRACE_MS, TIMES
from daemon.deep_looks import deep_asked
from daemon.doings import noted_in
from daemon.health import Means, RealTimeStatus
from daemon.inbox import record_signals
from daemon.lane import World
from daemon.realtime import AFTER_TROUBLE_MS, AGAIN_MS, Line, RealTime
from daemon.sealed_tokens import DEVELOPER_KEY, SealedTokens
from daemon.streams import EVENTS, Streams
from daemon.vault import Vault
from daemon.webhook_address import webhook_address
from daemon.webhook_commit import Named
from daemon.webhooks import WebhookListener

PUBLIC = "http://127.0.0.1:9"
TOKENS = {
    System.HUBSPOT: hubspot.PRIVATE_TOKEN,
    System.SALESFORCE: STATIC_TOKEN,
    System.DYNAMICS: dynamics.STATIC_TOKEN,
}


@pytest.fixture(scope="module")
def hs() -> Iterator[Sandbox]:
    with Sandbox("hubspot", Options(records=0)) as one:
        yield one


@pytest.fixture(scope="module")
def sf() -> Iterator[Sandbox]:
    with Sandbox(
        "salesforce",
        Options(
            records=0, settings={"events_keepalive_s": 0.2, "change_events": "Account,Contact,Opportunity"}
        ),
    ) as one:
        yield one


@pytest.fixture(autouse=True)
def _well_again(hs: Sandbox, sf: Sandbox) -> Iterator[None]:
    yield
    for one in (hs, sf):
        one.control.set_faults(Faults())


@dataclass
class Kept:
    """One connection as the daemon keeps it; `now` is its clock, `told` what the store was given."""

    realtime: RealTime
    store: MemoryStore
    vault: Vault
    name: str
    now: int = 1_795_000_000_000
    reopened: int = 0
    told: list[Named] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)

    def tend(self) -> None:
        self.realtime.tend(self.name)

    @property
    def status(self) -> RealTimeStatus:
        return self.realtime.status(self.name, 3.0)

    def means(self) -> Means:
        return self.status.means

    def keep(self, connection: str, named: Sequence[Named], cursor: Cursor | None) -> None:
        record_signals(
            self.store, connection, named, at=self.now, committed=lambda batch: None, cursor=cursor
        )
        self.told.extend(named)

    def unannounced(self) -> None:
        """Polls bring news again and again, and no webhook comes."""
        for _ in range(TIMES):
            self.now += GRACE_MS
            self.realtime.noticed(self.name, self.line.mappings[0].crm_object)
        self.now += GRACE_MS

    @property
    def line(self) -> Line:
        return self.realtime.lines[self.name]


def until(look: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 60
    while not look():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def kept(
    folder: Path,
    box: Sandbox,
    crm_object: str,
    *,
    store: MemoryStore | None = None,
    enabled: bool = True,
    public_url: str = PUBLIC,
) -> Kept:
    system = System(box.system.name)
    is_hubspot = system is System.HUBSPOT
    secret = hubspot.CLIENT_SECRET if is_hubspot else CLIENT_SECRET
    connection = Connection(
        system=system,
        client_id=hubspot.CLIENT_ID if is_hubspot else CLIENT_ID,
        app_id=str(hubspot.APP_ID) if is_hubspot else "",
        auth_url=box.url,
        api_url=box.url,
        token_url=box.url,
        loopback=True,
        events_address=cast(SalesforceOrg, box.system).events.address if system is System.SALESFORCE else "",
    )
    vault = Vault(folder, use_keyring=False)
    token = TOKENS[system]
    SealedTokens(vault, "one").save(TokenSet(access=token, refresh=None, instance_url=box.url))
    vault.seal("one", "client_secret", secret)
    rules = tuple(FieldRule(name=one, hub=(one,), crm=(one,)) for one in ("email", "firstname"))
    mapping = Mapping(connection="one", hub_object="contact", crm_object=crm_object, rules=rules)
    door = CrmAccount(
        name="one", connection=connection, folder=folder, vault=vault, budget=Budget({}), overlap_ms=1
    )
    store = store or MemoryStore()
    world = World(clock=lambda: made.now, ids=str, rng=random.Random(1))
    realtime = RealTime(
        settings=Webhooks(enabled=enabled, public_url=public_url),
        store=store,
        vault=vault,
        lines={"one": Line(name="one", door=door, mappings=(mapping,))},
        streams=Streams(store=store, world=world),
        clock=lambda: made.now,
        noted=noted_in(store, lambda: made.now),
    )
    made = Kept(realtime=realtime, store=store, vault=vault, name="one")
    realtime.look = made.looked.append
    realtime.streams.keep = made.keep
    return made


def subscriptions(box: Sandbox) -> list[dict[str, Any]]:
    root, key = f"{box.url}/webhooks/v3/{hubspot.APP_ID}", {"hapikey": hubspot.DEVELOPER_KEY}
    found: list[dict[str, Any]] = requests.get(f"{root}/subscriptions", params=key, timeout=9).json()[
        "results"
    ]
    return found


def unsubscribe(box: Sandbox) -> None:
    root, key = f"{box.url}/webhooks/v3/{hubspot.APP_ID}", {"hapikey": hubspot.DEVELOPER_KEY}
    for one in subscriptions(box):
        requests.delete(f"{root}/subscriptions/{one['id']}", params=key, timeout=9)


def target(box: Sandbox) -> str | None:
    root, key = f"{box.url}/webhooks/v3/{hubspot.APP_ID}", {"hapikey": hubspot.DEVELOPER_KEY}
    answer = requests.get(f"{root}/settings", params=key, timeout=9)
    return str(answer.json()["targetUrl"]) if answer.status_code == 200 else None


# webhooks ---------------------------------------------------------------------------------------------------------------
def test_webhooks_are_registered_once_and_looked_at_again_later(tmp_path: Path, hs: Sandbox) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.vault.seal("one", DEVELOPER_KEY, hubspot.DEVELOPER_KEY)
    assert one.means() is Means.POLL
    one.tend()
    assert one.status.sentence == "about 1 s by webhook"
    assert len(subscriptions(hs)) == 7
    assert target(hs) == webhook_address(PUBLIC, hubspot.CLIENT_SECRET, "one")
    assert one.looked == ["one"], "what changed before is not announced"
    assert not one.realtime.is_due("one")
    one.now += AGAIN_MS
    assert one.realtime.is_due("one")
    one.tend()
    assert len(subscriptions(hs)) == 7
    assert one.looked == ["one"]


def test_a_dead_subscription_is_noticed_by_the_poll_and_repaired(tmp_path: Path, hs: Sandbox) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.vault.seal("one", DEVELOPER_KEY, hubspot.DEVELOPER_KEY)
    one.tend()
    unsubscribe(hs)
    assert one.means() is Means.WEBHOOK
    one.unannounced()
    assert one.means() is Means.POLL  # polled quickly until it is repaired
    assert one.realtime.is_due("one")
    one.tend()
    assert len(subscriptions(hs)) == 7
    assert one.means() is Means.WEBHOOK


def test_webhooks_move_with_the_public_address_and_leave_nothing_at_the_old_one(tmp_path: Path) -> None:
    with Sandbox("dynamics", Options(records=0)) as box:

        def told() -> list[str]:
            path = f"{box.url}/api/data/v9.2/serviceendpoints?$select=url"
            headers = {"Authorization": f"Bearer {dynamics.STATIC_TOKEN}"}
            rows = requests.get(path, headers=headers, timeout=9).json()["value"]
            return [str(one["url"]).partition("/webhooks/")[0] for one in rows]

        store = MemoryStore()
        one = kept(tmp_path, box, "contact", store=store)
        one.tend()
        assert (one.means(), told()) == (Means.WEBHOOK, [PUBLIC])
        moved = kept(tmp_path, box, "contact", store=store, public_url="http://127.0.0.1:10")
        moved.tend()
        assert (moved.means(), told()) == (Means.WEBHOOK, ["http://127.0.0.1:10"])
        assert moved.realtime.remove("one") > 0
        assert told() == []


def test_webhooks_that_come_keep_it_from_being_looked_at(tmp_path: Path, hs: Sandbox) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.vault.seal("one", DEVELOPER_KEY, hubspot.DEVELOPER_KEY)
    one.tend()
    one.now += 1
    for _ in range(TIMES):
        one.realtime.noticed("one", "contacts")
        one.realtime.told("one", ["contacts"])
        one.now += GRACE_MS
    assert one.status.last_at == one.now - GRACE_MS
    assert not one.realtime.is_due("one")


def test_webhooks_switched_off_are_taken_away(tmp_path: Path, hs: Sandbox) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.vault.seal("one", DEVELOPER_KEY, hubspot.DEVELOPER_KEY)
    one.tend()
    off = kept(tmp_path, hs, "contacts", store=one.store, enabled=False)
    off.tend()
    assert subscriptions(hs) == []
    assert target(hs) is None
    assert "webhooks.enabled" in off.status.sentence


def test_a_person_takes_them_away_and_brings_them_back(tmp_path: Path, hs: Sandbox) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.vault.seal("one", DEVELOPER_KEY, hubspot.DEVELOPER_KEY)
    one.tend()
    assert one.realtime.remove("one", by="person:anna") == 7
    one.now += AGAIN_MS
    one.tend()
    assert subscriptions(hs) == []
    assert "by a person" in one.status.sentence
    one.realtime.restore("one", by="person:anna")
    one.tend()
    one.now += AGAIN_MS
    one.tend()  # everything is as it should be: nothing to explain
    assert len(subscriptions(hs)) == 7
    told = [one.entry for one in one.store.audit()]
    assert [(entry.actor, entry.note) for entry in told if entry.kind == "webhooks"] == [
        ("system", "7 registered, 0 repaired, 0 removed, 0 kept"),
        ("person:anna", "7 removed"),
        ("person:anna", "wanted again"),
        ("system", "7 registered, 0 repaired, 0 removed, 0 kept"),
    ]
    assert {entry.connection for entry in told} == {"one"}
    one.realtime.remove("one")


def test_an_older_installation_does_not_take_away_what_the_newer_one_registered(
    tmp_path: Path, hs: Sandbox
) -> None:
    """The app has one address: once it leads elsewhere, its subscriptions serve whoever is there."""
    older, newer = kept(tmp_path / "older", hs, "contacts"), kept(tmp_path / "newer", hs, "contacts")
    newer.realtime.settings = Webhooks(enabled=True, public_url="http://127.0.0.1:19")
    for one in (older, newer):
        one.vault.seal("one", DEVELOPER_KEY, hubspot.DEVELOPER_KEY)
        one.tend()
    there = target(hs)
    assert there is not None and there.startswith("http://127.0.0.1:19/")
    assert older.realtime.remove("one") == 0
    assert target(hs) == there
    assert len(subscriptions(hs)) == 7
    # Its own are taken away also where the last part of the address is an old one.
    newer.vault.seal("one", "client_secret", "another secret")
    assert newer.realtime.remove("one") == 7
    assert target(hs) is None


def test_trouble_at_the_crm_is_shown_and_tried_again(tmp_path: Path, hs: Sandbox) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.vault.seal("one", DEVELOPER_KEY, hubspot.DEVELOPER_KEY)
    hs.control.set_faults(parse_faults({"server_error": 1.0}))
    one.tend()
    assert one.means() is Means.POLL
    assert one.status.reason and one.status.lost
    assert one.status.advice
    hs.control.set_faults(Faults())
    assert not one.realtime.is_due("one")
    one.now += AFTER_TROUBLE_MS
    assert one.realtime.is_due("one")
    one.tend()
    assert one.means() is Means.WEBHOOK and not one.status.lost
    one.realtime.remove("one")


def test_webhooks_made_by_hand_are_trusted_once_they_come_and_until_they_stop(
    tmp_path: Path, hs: Sandbox
) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.tend()
    assert one.means() is Means.POLL
    assert "crmsync connections developer-key one" in one.status.advice
    assert not one.status.lost, "none were ever there"
    one.realtime.told("one", ["contacts"])
    assert one.means() is Means.WEBHOOK
    one.unannounced()
    one.tend()
    assert one.means() is Means.POLL and one.status.lost
    one.realtime.told("one", ["contacts"])
    assert not one.status.lost


def test_without_a_sign_in_nothing_is_registered_and_it_is_told(tmp_path: Path, hs: Sandbox) -> None:
    one = kept(tmp_path, hs, "contacts")
    one.vault.forget("one")
    one.tend()
    assert "signed in" in one.status.sentence
    with pytest.raises(SignInNeeded):
        one.line.door.connect()


def test_a_new_sign_in_asks_anew_whose_account_it_is(tmp_path: Path, sf: Sandbox) -> None:
    one = kept(tmp_path, sf, "Contact")
    one.store.set_note("organisation/one", "00D000000000OLDEA0")
    one.realtime.signed_in("one")
    one.tend()
    try:
        assert one.store.note("organisation/one") == ORG_ID
    finally:
        one.realtime.stop()


# streams ----------------------------------------------------------------------------------------------------------------
@pytest.fixture
def streamed(tmp_path: Path, sf: Sandbox) -> Iterator[Kept]:
    one = kept(tmp_path, sf, "Contact")
    one.tend()
    until(lambda: one.means() is Means.STREAM, "the stream stands")
    yield one
    begin = time.monotonic()
    one.realtime.stop()
    assert time.monotonic() - begin < 5


def contact(box: Sandbox, name: str) -> str:
    return box.control.create("Contact", {"LastName": name})


def test_an_event_is_durable_together_with_its_position(streamed: Kept, sf: Sandbox) -> None:
    assert streamed.status.sentence == "about 1 s by stream"
    id = contact(sf, "Weber")
    until(lambda: ("Contact", id) in streamed.told, "the event is kept")
    signals = streamed.store.list_signals(connection="one", after=None, limit=10)
    assert [(row.object, row.crm_id) for row in signals] == [("Contact", id)]
    assert streamed.store.cursor("one", "Contact", EVENTS) is not None


def test_what_happened_while_the_daemon_was_down_is_told_afterwards(
    streamed: Kept, sf: Sandbox, tmp_path: Path
) -> None:
    streamed.realtime.stop()
    ids = {contact(sf, f"Missed {at}") for at in range(5)}
    again = kept(tmp_path, sf, "Contact", store=streamed.store)
    again.tend()
    until(lambda: {one[1] for one in again.told} >= ids, "all of them are told")
    again.realtime.stop()


def test_events_that_are_gone_are_looked_for_by_a_deep_poll(
    streamed: Kept, sf: Sandbox, tmp_path: Path
) -> None:
    streamed.realtime.stop()
    contact(sf, "Gone")
    cast(SalesforceOrg, sf.system).events.expire()
    again = kept(tmp_path, sf, "Contact", store=streamed.store)
    again.tend()
    until(lambda: deep_asked(again.store, "one", "Contact") is not None, "a deep poll is asked for")
    until(lambda: again.means() is Means.STREAM, "it listens from now on")
    id = contact(sf, "Later")
    until(lambda: ("Contact", id) in again.told, "and hears")
    again.realtime.stop()


def test_a_broken_stream_comes_back_and_misses_nothing(streamed: Kept, sf: Sandbox) -> None:
    sf.control.set_faults(parse_faults({"stream_drop": 0.5, "stream_gap": 0.2}))
    ids = {contact(sf, f"Storm {at}") for at in range(40)}
    until(lambda: {one[1] for one in streamed.told} >= ids, "all are told through the storm")


def test_an_object_that_is_not_selected_is_polled_and_says_what_to_do(tmp_path: Path, sf: Sandbox) -> None:
    one = kept(tmp_path, sf, "Missing__c")
    one.tend()
    until(lambda: "Change Data Capture" in one.status.advice, "it says so")
    assert one.means() is Means.POLL
    one.realtime.stop()


def test_selecting_objects_is_advised_only_where_their_changes_came_unannounced(
    streamed: Kept, tmp_path: Path, sf: Sandbox
) -> None:
    streamed.unannounced()
    assert streamed.means() is Means.POLL
    assert "Create what is missing" in streamed.status.advice
    streamed.realtime.prepared("one")
    assert streamed.status.advice == "", "it was just made"
    sf.control.set_faults(parse_faults({"stream_drop": 1.0}))
    streamed.tend()
    until(lambda: streamed.realtime.streams.reason("one"), "the stream breaks")
    assert streamed.means() is Means.POLL
    assert "does not answer" in streamed.status.advice, "not of what it has"


# outbound messages ------------------------------------------------------------------------------------------------------
def test_outbound_messages_are_taken_and_acknowledged_once_durable(tmp_path: Path, sf: Sandbox) -> None:
    one = kept(tmp_path, sf, "Contact")
    assert one.realtime.endpoints() == []  # whose messages to believe is not known yet
    one.tend()
    one.realtime.streams.stop_all()
    [endpoint] = one.realtime.endpoints()
    assert endpoint.target.user == ORG_ID
    listener = WebhookListener(
        endpoints=[endpoint], record_signals=lambda connection, named: one.keep(connection, named, None)
    )
    listener.start()
    outbound = cast(SalesforceOrg, sf.system).outbound
    before = outbound.acknowledged
    try:
        path = f"/webhooks/one/{endpoint.segment}"
        outbound.send_to(f"http://127.0.0.1:{listener.port}{path}", frozenset({"Contact"}))
        id = contact(sf, "By SOAP")
        until(lambda: outbound.acknowledged > before, "it is acknowledged")
    finally:
        outbound.send_to("http://127.0.0.1:9/", frozenset())
        listener.stop()
    assert ("Contact", id) in one.told
    assert one.vault.own_secret("one") not in endpoint.target.url
