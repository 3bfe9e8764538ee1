"""Pipedrive's webhooks: who sent them, which records they name, and that each object has one and no more."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hooks import Delivery, Hint, Target
from adapters.pipedrive.api import PipedriveApi
from adapters.pipedrive.webhooks import PipedriveHooks, PipedriveSubscriber
from core.errors import Invalid, NotPermitted
from tests.adapters.benches import PipedriveBench
from tests.support.shared import shared_json

HOOKS = PipedriveHooks()
TARGET = Target(url="http://127.0.0.1:9/webhooks/pd/s3gment", user="crmsync", secret="p4ss:word")
WANTED = {"persons": ("name",), "organizations": ("name",), "deals": ("title",)}


def delivery(authorization: str | None) -> Delivery:
    headers = {} if authorization is None else {"authorization": authorization}
    return Delivery(method="POST", url=TARGET.url, headers=headers, body=b"{}", now_ms=0)


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def event(**meta: object) -> bytes:
    return json.dumps({"data": None, "previous": None, "meta": meta}).encode()


def test_only_the_password_we_gave_is_genuine() -> None:
    assert HOOKS.genuine(delivery(basic("crmsync", "p4ss:word")), TARGET)
    for wrong in (
        None,
        "",
        "Basic",
        "Bearer x",
        basic("crmsync", "other"),
        basic("x", "p4ss:word"),
        "Basic \udcff",
    ):
        assert not HOOKS.genuine(delivery(wrong), TARGET)


def test_a_recorded_event_names_its_record() -> None:
    body = json.dumps(shared_json("contracts/recorded/pipedrive/docs/webhook_v2_update_deal.json")).encode()
    assert HOOKS.hints(body) == (Hint(object="deals", crm_id="8", kind="change"),)


def test_both_records_of_a_merge_are_named() -> None:
    found = HOOKS.hints(event(entity="person", action="delete", entity_id="5", merged_to_id="7"))
    assert [(one.crm_id, one.merged_into) for one in found] == [("5", "7"), ("7", None)]
    kept = HOOKS.hints(event(entity="person", action="change", entity_id="7", merged_from_id="5"))
    assert [(one.crm_id, one.merged_into) for one in kept] == [("7", None), ("5", None)]
    assert HOOKS.hints(event(entity="product", action="create", entity_id="5")) == ()


@pytest.mark.parametrize("id", ["0", "-1", "../1", "", "1 OR 1", 10**30, "١"])
def test_an_id_that_is_not_one_is_passed_over(id: object) -> None:
    assert HOOKS.hints(event(entity="person", action="change", entity_id=id)) == ()


@given(st.binary(max_size=300))
def test_no_body_does_anything_but_parse_or_be_invalid(body: bytes) -> None:
    try:
        hints = HOOKS.hints(body)
    except Invalid:
        return
    assert all((hint.crm_id or "").isdigit() for hint in hints)


def hooks_of(bench: PipedriveBench) -> list[dict[str, object]]:
    found: list[dict[str, object]] = bench.adapter.rest.call("GET", "/api/v1/webhooks").decode(dict)["data"]
    return found


def test_registering_twice_registers_once_and_repairs_what_was_changed(pipedrive: PipedriveBench) -> None:
    subscriber = PipedriveSubscriber(PipedriveApi(pipedrive.adapter.rest))
    assert subscriber.ensure(TARGET, WANTED).added == 3
    assert subscriber.ensure(TARGET, WANTED).kept == 3
    assert {str(one["event_object"]) for one in hooks_of(pipedrive)} == {"person", "organization", "deal"}
    gone = hooks_of(pipedrive)[0]
    pipedrive.adapter.rest.call("DELETE", f"/api/v1/webhooks/{gone['id']}", writes=True)
    found = subscriber.ensure(TARGET, WANTED)
    assert (found.kept, found.added) == (2, 1)
    moved = Target(url=TARGET.url.replace("s3gment", "other"), user="crmsync", secret="new")
    assert subscriber.ensure(moved, WANTED).repaired == 3
    assert {str(one["subscription_url"]) for one in hooks_of(pipedrive)} == {moved.url}
    assert subscriber.ensure(moved, {"deals": ()}).removed == 2
    assert subscriber.remove(moved) == 1
    assert hooks_of(pipedrive) == []


def test_what_is_not_ours_is_left_alone(pipedrive: PipedriveBench) -> None:
    foreign = {
        "subscription_url": "http://127.0.0.1:9/elsewhere/x",
        "event_action": "*",
        "event_object": "*",
        "name": "CRM Sync of another installation",
    }
    pipedrive.adapter.rest.call("POST", "/api/v1/webhooks", json=foreign, writes=True)
    subscriber = PipedriveSubscriber(PipedriveApi(pipedrive.adapter.rest))
    subscriber.ensure(TARGET, WANTED)
    subscriber.remove(TARGET)
    [left] = hooks_of(pipedrive)
    assert left["subscription_url"] == foreign["subscription_url"]
    for number in range(39):
        pipedrive.adapter.rest.call(
            "POST", "/api/v1/webhooks", json={**foreign, "name": f"other {number}"}, writes=True
        )
    with pytest.raises(NotPermitted, match="no more webhooks"):
        subscriber.ensure(TARGET, WANTED)
    for one in hooks_of(pipedrive):
        pipedrive.adapter.rest.call("DELETE", f"/api/v1/webhooks/{one['id']}", writes=True)
