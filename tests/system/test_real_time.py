"""Changes arrive long before the next poll is due: by HubSpot's webhooks and by Salesforce's event stream."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests

from adapters.sandbox import hubspot
from tests.support.staging import SmallStage, staged, until

POLL_S = 600.0


@pytest.fixture(scope="module")
def stage() -> Iterator[SmallStage]:
    """Both CRMs read in and announced; the next poll is ten minutes away."""
    with staged() as one:
        for name in one.boxes:
            one.set("crmsync.toml", rf"\[connections\.{name}\]", f"[connections.{name}]\npoll_s = {POLL_S}")
        one.start_daemon()
        one.connect()
        yield one


@pytest.fixture(scope="module")
def person(stage: SmallStage) -> tuple[str, dict[str, str]]:
    """A contact that both CRMs have: its id in the hub, and in each of them."""
    record, there = stage.known_contact()
    return record.id, there


def test_an_edit_in_each_crm_arrives_in_the_other_without_a_poll(
    stage: SmallStage, person: tuple[str, dict[str, str]]
) -> None:
    _, there = person
    for here, elsewhere, field, other in (
        ("hs", "sf", "jobtitle", "Title"),
        ("sf", "hs", "Title", "jobtitle"),
    ):
        polled = {part.last_poll_at for part in stage.connection(here).objects}
        begin = time.monotonic()
        stage.edit_in_crm(here, there[here], {field: f"Chief in {here}"})
        stage.arrives(elsewhere, there[elsewhere], {other: f"Chief in {here}"})
        assert time.monotonic() - begin < POLL_S / 10
        assert {part.last_poll_at for part in stage.connection(here).objects} == polled
    told = {name: stage.connection(name).real_time for name in stage.boxes}
    assert told["hs"].means == "webhook"
    assert told["sf"].last_at is not None
    assert stage.connection("sf").reason == ""


def test_a_delete_in_salesforce_is_heard_of_without_a_poll(
    stage: SmallStage, person: tuple[str, dict[str, str]]
) -> None:
    record_id, there = person
    stage.boxes["sf"].ask("DELETE", f"/records/Contact/{there['sf']}")

    def asked() -> bool:
        items = stage.client.list_items("open", "deletion").rows
        return any(one.record_id == record_id for one in items)

    until(asked, "the deletion is asked about", 60)


def test_what_a_person_takes_away_stays_away_and_comes_back_when_asked_for(stage: SmallStage) -> None:
    def held() -> int:
        root, key = f"{stage.boxes['hs'].url}/webhooks/v3/{hubspot.APP_ID}", hubspot.DEVELOPER_KEY
        answer = requests.get(f"{root}/subscriptions", params={"hapikey": key}, timeout=9)
        return len(answer.json()["results"])

    before = held()
    assert stage.client.remove_webhooks("hs").removed == before
    assert held() == 0
    assert "by a person" in stage.connection("hs").real_time.sentence
    stage.client.restore_webhooks("hs")
    until(lambda: held() == before, "they are registered again")
    stage.told("hs", lambda one: one.real_time.means == "webhook", "hears by webhook again")


def test_no_secret_of_the_webhooks_is_in_a_log_or_in_the_vault_in_clear(stage: SmallStage) -> None:
    said = stage.daemon.said()
    sealed = (stage.places.data / "secrets.sealed").read_text(encoding="ascii")
    for secret in (hubspot.DEVELOPER_KEY, hubspot.CLIENT_SECRET):
        assert secret not in said
        assert secret not in sealed
    assert "/webhooks/" not in said
