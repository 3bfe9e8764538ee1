"""Webhook deliveries: signed, batched, repeated, attributed, and as unreliable as the faults ask for."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from adapters.sandbox.hubspot import APP_ID, CLIENT_SECRET
from adapters.sandbox.hubspot.webhooks import sign
from tests.adapters.sandbox.hubspot_caller import Caller, hubspot
from tests.support.shared import shared_json


class Target:
    """An app's webhook address; answers `statuses` in turn, then 200."""

    def __init__(self) -> None:
        self.deliveries: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        target = self

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                target.deliveries.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(target.statuses.pop(0) if target.statuses else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Keeps the test output quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks/hubspot?x=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for _headers, body in self.deliveries for event in json.loads(body)]


@pytest.fixture
def target() -> Iterator[Target]:
    made = Target()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def crm(target: Target) -> Iterator[Caller]:
    with hubspot(settings={"webhook_retry_s": 0.01}) as caller:
        settings = {"targetUrl": target.url, "throttling": {"maxConcurrentRequests": 1}}
        assert caller.call("PUT", f"/webhooks/v3/{APP_ID}/settings", json=settings).status_code == 200
        for kind, name in (
            ("contact.creation", None),
            ("contact.deletion", None),
            ("contact.merge", None),
            ("contact.propertyChange", "city"),
            ("contact.associationChange", None),
        ):
            body = {"eventType": kind, "active": True} | ({"propertyName": name} if name else {})
            assert caller.post(f"/app-webhooks/2026-03/{APP_ID}/subscriptions", body).status_code == 201
        yield caller


def until(happened: Callable[[], bool]) -> None:
    """Waits for something another thread does."""
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it did not happen within ten seconds"
        time.sleep(0.01)


def kinds(target: Target) -> list[str]:
    return [event["subscriptionType"] for event in target.events]


def test_signatures_agree_with_the_published_vectors() -> None:
    for vector in shared_json("contracts/hubspot/signature_vectors.json")["vectors"]:
        if vector["version"] == "v3":
            made = sign(
                vector["client_secret"],
                vector["method"],
                vector["uri"],
                vector["body"].encode(),
                vector["timestamp"],
            )
            assert made == vector["signature"]


def test_deliveries_are_signed_arrays(crm: Caller, target: Target) -> None:
    crm.create("contacts", city="Metz")
    until(lambda: len(target.events) == 2)
    headers, body = target.deliveries[0]
    stamp = headers["x-hubspot-request-timestamp"]
    assert headers["x-hubspot-signature-v3"] == sign(CLIENT_SECRET, "POST", target.url, body, stamp)
    assert abs(time.time() * 1000 - int(stamp)) < 300_000
    recorded = shared_json("contracts/recorded/hubspot/docs/webhook_events.json")
    for event, sample in zip(target.events, recorded, strict=True):
        assert set(sample) <= set(event)
        assert {type(event[key]) for key in sample} == {type(value) for value in sample.values()}


def test_own_writes_and_peoples_edits_are_told_apart(crm: Caller, target: Target) -> None:
    id = crm.create("contacts", lastname="Told")
    crm.box.control.update("contacts", id, {"city": "Reims", "phone": "1"})
    until(lambda: len(target.events) == 2)
    created, changed = target.events
    assert (created["changeSource"], created["sourceId"]) == ("INTEGRATION", "19083857")
    assert (changed["changeSource"], changed["sourceId"]) == ("CRM_UI", "userId:501")
    assert (changed["propertyName"], changed["propertyValue"]) == ("city", "Reims")
    assert changed["objectId"] == int(id)


def test_merges_links_and_deletions_are_told(crm: Caller, target: Target) -> None:
    one, two = crm.create("contacts", lastname="One"), crm.create("contacts", lastname="Two")
    firm = crm.create("companies", name="Firm")
    crm.call("PUT", f"/crm/v4/objects/contacts/{one}/associations/default/companies/{firm}")
    merged = crm.box.control.merge("contacts", one, two)
    crm.box.control.delete("contacts", merged)
    until(lambda: len(target.events) == 5)
    by_kind = {event["subscriptionType"]: event for event in target.events}
    assert by_kind["contact.merge"]["primaryObjectId"] == int(one)
    assert by_kind["contact.merge"]["mergedObjectIds"] == [int(two)]
    assert by_kind["contact.merge"]["newObjectId"] == int(merged)
    assert by_kind["contact.associationChange"]["toObjectId"] == int(firm)
    assert by_kind["contact.deletion"]["objectId"] == int(merged)


def test_a_refused_delivery_comes_again(crm: Caller, target: Target) -> None:
    target.statuses = [500, 503]
    crm.create("contacts", lastname="Again")
    until(lambda: len(target.deliveries) == 3)
    assert [event["attemptNumber"] for event in target.events] == [0, 1, 2]
    assert len({event["eventId"] for event in target.events}) == 1


def test_a_burst_is_split_into_hundreds(crm: Caller, target: Target) -> None:
    for start in range(0, 250, 50):
        inputs = [{"properties": {"lastname": f"Burst {start + n}"}} for n in range(50)]
        crm.post("/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
    until(lambda: len(target.events) == 250)
    assert max(len(json.loads(body)) for _headers, body in target.deliveries) <= 100


def test_events_get_lost_doubled_late_and_out_of_order(crm: Caller, target: Target) -> None:
    with crm.trouble(webhook_loss=1):
        crm.create("contacts", lastname="Never told")
    with crm.trouble(webhook_duplicate=1):
        crm.create("contacts", lastname="Told twice")
        until(lambda: len(target.events) == 2)
    with crm.trouble(webhook_delay_ms=1, webhook_reorder=1):
        inputs = [{"properties": {"lastname": f"Mixed {n}"}} for n in range(50)]
        crm.post("/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
        until(lambda: len(target.events) == 52)
    assert target.events[0] == target.events[1]
    mixed = [event["objectId"] for event in target.events[2:]]
    assert len(set(mixed)) == 50
    assert mixed != sorted(mixed)


def test_a_target_outside_this_machine_is_refused(crm: Caller) -> None:
    settings = {"targetUrl": "https://elsewhere.example/x", "throttling": {"maxConcurrentRequests": 1}}
    assert crm.call("PUT", f"/webhooks/v3/{APP_ID}/settings", json=settings).status_code == 400
    assert crm.get("/webhooks/v3/1/settings").status_code == 404


def test_inactive_subscriptions_stay_silent(crm: Caller, target: Target) -> None:
    listed = crm.get(f"/webhooks/v3/{APP_ID}/subscriptions").json()["results"]
    body = {"inputs": [{"id": int(entry["id"]), "active": False} for entry in listed]}
    assert crm.post(f"/webhooks/v3/{APP_ID}/subscriptions/batch/update", body).status_code == 200
    crm.create("contacts", lastname="Silent")
    assert kinds(target) == []
