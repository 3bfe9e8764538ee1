"""Dataverse's webhooks: read by Hooks, kept registered by the Subscriber at the sandbox's own endpoints and steps."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from adapters.dynamics.api import DynamicsApi
from adapters.dynamics.webhooks import HEADER, MESSAGES, DynamicsHooks, DynamicsSubscriber
from adapters.hooks import Delivery, Hint, Registration, Target
from adapters.oauth import StaticTokens
from adapters.rest import Rest
from adapters.sandbox.dynamics import STATIC_TOKEN
from core.errors import Invalid
from tests.adapters.benches import start

ONE, TWO = "7a1b2c3d-0000-4000-8000-000000000001", "7a1b2c3d-0000-4000-8000-000000000002"
TARGET = Target(url="http://127.0.0.1:9/webhooks/dy/guess", user="crmsync", secret='s3cret & "more"')
WANTED = {"contact": ("firstname",), "account": ("name",)}


def body(message: str = "Update", name: str = "contact", id: str = ONE, **more: object) -> bytes:
    context = {"MessageName": message, "PrimaryEntityName": name, "PrimaryEntityId": id, **more}
    return json.dumps(context).encode()


@pytest.fixture
def api() -> Iterator[DynamicsApi]:
    with start("dynamics", 0) as box:
        rest = Rest("Dynamics", box.url, StaticTokens("Dynamics", STATIC_TOKEN), loopback=True)
        yield DynamicsApi(rest)
        rest.close()


def endpoints(api: DynamicsApi) -> list[object]:
    return [one["url"] for one in api.all("serviceendpoints?$select=url")]


def steps(api: DynamicsApi) -> list[str]:
    return sorted(str(one["name"]) for one in api.all("sdkmessageprocessingsteps?$select=name"))


def test_only_who_knows_the_secret_is_believed() -> None:
    def told(**headers: str) -> bool:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        delivery = Delivery(method="POST", url=TARGET.url, headers=named, body=body(), now_ms=0)
        return DynamicsHooks().genuine(delivery, TARGET)

    assert HEADER == "x-crmsync-key"
    assert told(x_crmsync_key=TARGET.secret)
    assert not any(
        (told(), told(x_crmsync_key=""), told(x_crmsync_key="other"), told(authorization=TARGET.secret))
    )


def test_a_context_names_its_record_also_where_its_parameters_were_too_big() -> None:
    hooks = DynamicsHooks()
    assert hooks.hints(body()) == (Hint(object="contact", crm_id=ONE, kind="Update"),)
    merged = body(
        "Merge", InputParameters=[{"key": "SubordinateId", "value": TWO.upper()}, {"key": "Target"}]
    )
    assert [one.crm_id for one in hooks.hints(merged)] == [ONE, TWO]
    odd = body(
        OperationCreatedOn="/Date(1700000000000+0000)/", InputParameters=[{"key": "a", "value": {"b": []}}]
    )
    assert [one.crm_id for one in hooks.hints(odd)] == [ONE]
    assert hooks.hints(body(name="none; drop")) == ()
    assert hooks.hints(body(id="00000000-0000-0000-0000-000000000000")) == ()
    for bad in (b"[]", b"{", b'{"MessageName": 1}', b"\xff"):
        with pytest.raises(Invalid):
            hooks.hints(bad)


def test_registering_twice_is_the_same_as_once(api: DynamicsApi) -> None:
    subscriber = DynamicsSubscriber(api)
    assert subscriber.ensure(TARGET, WANTED) == Registration(added=2 * len(MESSAGES))
    assert endpoints(api) == [TARGET.url]
    first = steps(api)
    assert "CRM Sync: Delete of account" in first and len(first) == 2 * len(MESSAGES)
    assert subscriber.ensure(TARGET, WANTED) == Registration(kept=2 * len(MESSAGES))
    assert steps(api) == first


def test_what_is_not_right_any_more_is_repaired_and_what_is_not_wanted_goes(api: DynamicsApi) -> None:
    subscriber = DynamicsSubscriber(api)
    subscriber.ensure(TARGET, WANTED)
    [one] = api.all(
        "sdkmessageprocessingsteps?$select=name&$filter=name%20eq%20'CRM Sync: Update of contact'".replace(
            " ", "%20"
        )
    )
    api.patch(
        f"sdkmessageprocessingsteps({one['sdkmessageprocessingstepid']})", {"statecode": 1, "statuscode": 2}
    )
    moved = Target(url="http://127.0.0.1:9/webhooks/dy/other", user="crmsync", secret="new")
    assert subscriber.ensure(moved, {"contact": ()}) == Registration(
        kept=len(MESSAGES) - 1, repaired=2, removed=len(MESSAGES)
    )
    assert endpoints(api) == [moved.url]
    assert subscriber.ensure(moved, {"contact": ()}) == Registration(kept=len(MESSAGES))
    foreign = Target(url="http://127.0.0.1:9/elsewhere/x", user="crmsync", secret="theirs")
    DynamicsSubscriber(api).ensure(foreign, {"lead": ()})
    assert subscriber.remove(moved) == len(MESSAGES)
    assert endpoints(api) == [foreign.url]
    assert all("lead" in name for name in steps(api))
    assert subscriber.remove(moved) == 0
