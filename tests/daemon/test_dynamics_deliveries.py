"""Dataverse's own deliveries at our door: registered by the Subscriber, sent by the sandbox, kept by the listener."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from adapters.dynamics.api import DynamicsApi
from adapters.dynamics.webhooks import DynamicsHooks, DynamicsSubscriber
from adapters.hooks import Target
from adapters.oauth import StaticTokens
from adapters.rest import Rest
from adapters.sandbox.dynamics import STATIC_TOKEN
from adapters.sandbox.dynamics.system import Dynamics
from adapters.sandbox.faults import parse_faults
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from core.errors import NotPermitted, StoreUnreachable
from daemon.webhook_commit import Named
from daemon.webhooks import Endpoint, WebhookListener
from tests.adapters.scripted import Scripted, reply
from tests.daemon.test_webhooks import Inbox
from tests.support.staging import until

WANTED = {"contact": ("lastname",), "annotation": ("notetext",)}


@dataclass
class FailingOnce(Inbox):
    """`failures`: how many of the next commits fail."""

    failures: int = 0

    def record(self, connection: str, named: Sequence[Named]) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreUnreachable("the database is down")
        super().record(connection, named)


@pytest.fixture
def inbox() -> FailingOnce:
    made = FailingOnce()
    made.open.set()
    return made


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox("dynamics", Options(records=0, settings={"webhook_retry_s": 0.05})) as running:
        yield running


@pytest.fixture
def api(box: Sandbox) -> Iterator[DynamicsApi]:
    rest = Rest("Dynamics 365", box.url, StaticTokens("Dynamics 365", STATIC_TOKEN), loopback=True)
    yield DynamicsApi(rest)
    rest.close()


@pytest.fixture
def target(inbox: Inbox) -> Iterator[Target]:
    """Where the listener listens, which knows its own port only once it does."""
    believed = Target(url="http://127.0.0.1/webhooks/dy/s3gment", user="crmsync", secret='a "secret" & more')
    endpoint = Endpoint(connection="dy", target=believed, hooks=DynamicsHooks())
    listener = WebhookListener(endpoints=[endpoint], record_signals=inbox.record, now=lambda: 0)
    listener.start()
    yield replace(believed, url=f"http://127.0.0.1:{listener.port}/webhooks/dy/s3gment")
    listener.stop()


def created(api: DynamicsApi, table: str, **values: Any) -> str:
    """The id of a new row, chosen here as the adapter does."""
    id = str(values.pop("id"))
    api.patch(f"{table}({id})", values)
    return id


ONE, TWO, NOTE = (f"7a1b2c3d-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))


def arrives(inbox: Inbox, object: str, id: str, what: str) -> None:
    until(lambda: (object, id) in inbox.named, f"{what} has arrived")
    for row in inbox.store.list_signals(connection=None, after=None, limit=1_000):
        assert row.object in WANTED


def test_every_kind_of_change_arrives_and_names_its_record(
    api: DynamicsApi, target: Target, inbox: Inbox
) -> None:
    DynamicsSubscriber(api).ensure(target, WANTED)
    created(api, "contacts", id=ONE, lastname="First")
    arrives(inbox, "contact", ONE, "a create")
    created(api, "accounts", id=TWO, name="Nobody subscribed to this table")
    before = inbox.commits
    api.patch(f"contacts({ONE})", {"lastname": "Changed"})
    until(lambda: inbox.commits > before, "an update has arrived")
    created(api, "contacts", id=TWO, lastname="Second")
    arrives(inbox, "contact", TWO, "another create")
    before = inbox.commits
    reference = {"@odata.type": "Microsoft.Dynamics.CRM.contact"}
    api.post(
        "Merge",
        {
            "Target": {**reference, "contactid": ONE},
            "Subordinate": {**reference, "contactid": TWO},
            "PerformParentingChecks": False,
        },
    )
    until(lambda: inbox.commits > before, "a merge has arrived")
    before = inbox.commits
    api.delete(f"contacts({ONE})")
    until(lambda: inbox.commits > before, "a delete has arrived")


def test_a_context_over_the_cap_still_names_its_record(
    api: DynamicsApi, target: Target, inbox: Inbox
) -> None:
    DynamicsSubscriber(api).ensure(target, WANTED)
    created(api, "annotations", id=NOTE, subject="Big", notetext="😀" * 50_000, documentbody="x" * 99_999)
    arrives(inbox, "annotation", NOTE, "a create whose parameters were left out")


def test_what_our_trouble_turned_away_comes_once_more_and_doubles_are_harmless(
    box: Sandbox, api: DynamicsApi, target: Target, inbox: FailingOnce
) -> None:
    DynamicsSubscriber(api).ensure(target, WANTED)
    box.control.set_faults(parse_faults({"webhook_duplicate": 1.0}))
    created(api, "contacts", id=ONE, lastname="Twice")
    arrives(inbox, "contact", ONE, "a create")
    crm = box.system
    assert isinstance(crm, Dynamics)
    until(lambda: crm.webhooks.delivered >= 2, "it has arrived twice")
    assert inbox.named == {("contact", ONE)}
    box.control.set_faults(parse_faults({}))
    inbox.failures = 1
    created(api, "contacts", id=TWO, lastname="Again")
    arrives(inbox, "contact", TWO, "what was answered with 503")
    assert inbox.failures == 0


def test_a_new_secret_and_address_are_told_and_the_old_ones_are_no_proof(
    box: Sandbox, api: DynamicsApi, target: Target, inbox: Inbox
) -> None:
    crm = box.system
    assert isinstance(crm, Dynamics)
    subscriber = DynamicsSubscriber(api)
    forged = replace(target, url=target.url.replace("s3gment", "guess"), secret="guess")
    subscriber.ensure(forged, WANTED)
    created(api, "contacts", id=ONE, lastname="To a wrong address")
    until(lambda: crm.webhooks.attempted > 0, "it was tried there")
    fitted = subscriber.ensure(target, WANTED)
    assert (fitted.repaired, fitted.added, fitted.removed) == (1, 0, 0)
    created(api, "contacts", id=TWO, lastname="To the right one")
    arrives(inbox, "contact", TWO, "what came after the repair")
    assert ("contact", ONE) not in inbox.named
    assert subscriber.remove(target) == fitted.kept
    assert subscriber.remove(target) == 0


def test_a_user_who_may_not_register_is_told_which_role_is_missing() -> None:
    refused = '{"error": {"code": "0x80040220", "message": "missing prvCreateServiceEndpoint"}}'
    with Scripted(reply(403, refused, Content_Type="application/json")) as crm:
        rest = Rest("Dynamics 365", crm.url, StaticTokens("Dynamics 365", "t"), loopback=True)
        there = Target(url="https://hooks.example.com/webhooks/dy/x", user="crmsync", secret="s")
        with pytest.raises(NotPermitted) as told:
            DynamicsSubscriber(DynamicsApi(rest)).ensure(there, WANTED)
        rest.close()
    assert "System Customizer" in told.value.advice and "crmsync connections webhooks" in told.value.advice
