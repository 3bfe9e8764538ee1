"""A CRM's fields change under the running daemon, from outside: one rule waits, the rest goes on, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.wire.models import CheckWord, ConnectionWord
from tests.support.staging import SmallStage, staged, until

NEW_NAME = {"hs": "job_title", "sf": "Job_Title__c"}
TITLE = {"hs": "jobtitle", "sf": "Title"}
NAME = {"hs": "firstname", "sf": "FirstName"}


@pytest.fixture
def stage() -> Iterator[SmallStage]:
    with staged() as one:
        one.set("crmsync.toml", r"(?m)^poll_s = .*$", "poll_s = 0.3\nschema_s = 0.5")
        one.start_daemon()
        one.connect()
        yield one


def change(stage: SmallStage, crm: str, action: str, name: str, **more: object) -> None:
    body = {"action": action, "name": name, **more}
    stage.boxes[crm].ask("POST", f"/schema/{stage.boxes[crm].crm_object('contact')}", body)


def parks(stage: SmallStage, crm: str) -> ConnectionWord:
    told = stage.told(crm, lambda one: one.parked, "tells what is parked")
    assert [one.rules for one in told.parked] == [["job_title"]]
    return told


def goes_on(stage: SmallStage, crm: str) -> None:
    stage.told(crm, lambda one: not one.parked, "lets everything go on")
    until(stage.at_rest, "everything is at rest again")
    assert not stage.client.list_items("open", "schema").rows


def checks(stage: SmallStage) -> list[CheckWord]:
    return [one for one in stage.client.doctor().checks if one.name.startswith("fields of")]


@pytest.mark.parametrize("crm", ["sf", "hs"])
def test_a_field_is_removed_and_comes_back_and_what_was_edited_meanwhile_arrives(
    stage: SmallStage, crm: str
) -> None:
    other = {"sf": "hs", "hs": "sf"}[crm]
    record, there = stage.known_contact(job_title="Chief")
    change(stage, crm, "remove", TITLE[crm])
    stage.edit_in_crm(crm, there[crm], {NAME[crm]: "Ada"})
    told = parks(stage, crm)
    assert told.state == "connected"
    stage.arrives(other, there[other], {NAME[other]: "Ada"})  # the other rules go on
    assert stage.client.get_record(record.id).record.fields["job_title"] == "Chief"  # never read as empty
    [item] = stage.client.list_items("open", "schema").rows
    assert TITLE[crm] in item.reason
    assert item.advice
    [check] = checks(stage)
    assert not check.ok
    assert item.id in check.advice
    stage.client.edit_record(record.id, {"job_title": "Countess", "city": "Graz"})
    stage.arrives(other, there[other], {TITLE[other]: "Countess"})
    stage.arrives(crm, there[crm], {"city": "Graz"} if crm == "hs" else {"MailingCity": "Graz"})
    assert [(one.record_id, one.state) for one in stage.client.list_pending(crm).rows] == [
        (record.id, "waiting")
    ]
    stage.daemon.kill()
    stage.start_daemon()
    assert [one.since for one in parks(stage, crm).parked] == [one.since for one in told.parked]
    definition = {"type": "string", "length": 128} if crm == "sf" else {"label": "Job Title"}
    change(stage, crm, "add", TITLE[crm], definition=definition)
    stage.arrives(crm, there[crm], {TITLE[crm]: "Countess"})
    goes_on(stage, crm)
    assert [one.id for one in stage.client.list_items("superseded", "schema").rows] == [item.id]
    assert not checks(stage)
    assert stage.client.verify_audit().intact


@pytest.mark.parametrize("crm", ["sf", "hs"])
def test_a_new_name_is_proposed_and_taken_by_one_answer(stage: SmallStage, crm: str) -> None:
    record, there = stage.known_contact(job_title="Chief")
    change(stage, crm, "rename", TITLE[crm], to=NEW_NAME[crm])
    parks(stage, crm)
    stage.client.edit_record(record.id, {"job_title": "Countess"})
    [item] = until(lambda: stage.client.list_items("open", "schema").rows, "the new name is proposed")
    assert NEW_NAME[crm] in item.reason
    stage.client.decide_item(item.id, approve=True)
    stage.arrives(crm, there[crm], {NEW_NAME[crm]: "Countess"})
    goes_on(stage, crm)
    stage.edit_in_crm(crm, there[crm], {NEW_NAME[crm]: "Duchess"})
    until(
        lambda: stage.client.get_record(record.id).record.fields["job_title"] == "Duchess",
        "the hub hears of edits under the new name",
    )


def test_a_field_that_must_be_given_now_holds_creates_alone(stage: SmallStage) -> None:
    record, there = stage.known_contact()
    change(stage, "sf", "require", "Department")
    stage.told("sf", lambda one: one.parked, "tells that creates wait")
    made = stage.new_contact("Huber", email="huber@elsewhere.example")
    stage.client.edit_record(record.id, {"job_title": "Chief"})
    stage.arrives("sf", there["sf"], {"Title": "Chief"})
    [row] = until(
        lambda: [
            one
            for one in stage.client.list_pending("sf").rows
            if one.record_id == made.id and one.waiting_for
        ],
        "the new record waits",
    )
    assert "Department" in row.reason
    change(stage, "sf", "retype", "Department", definition={"nillable": True})
    assert stage.crm_id(made.id, "sf")
    goes_on(stage, "sf")


def test_a_choice_and_a_length_are_watched_too(stage: SmallStage) -> None:
    record, there = stage.known_contact(job_title="Chief")
    change(stage, "sf", "retype", "Title", definition={"length": 5})
    told = parks(stage, "sf")
    assert "length" in told.parked[0].reason
    stage.client.edit_record(record.id, {"job_title": "Boss"})
    [item] = stage.client.list_items("open", "schema").rows
    stage.client.decide_item(item.id, approve=True)
    stage.arrives("sf", there["sf"], {"Title": "Boss"})
    goes_on(stage, "sf")
