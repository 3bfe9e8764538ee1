"""Notes, calls, meetings and tasks between the CRMs: attached to the right records on every side, edits flowing back."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import Invalid
from core.records import Value
from tests.support.staging import SmallStage, staged, until

TYPES = {"contacts": 194, "deals": 206}  # of a call


def _hubspot(stage: SmallStage, method: str, path: str, body: Any = None) -> Any:
    """A call of somebody else's app: to us it is a person like others."""
    box = stage.boxes["hs"]
    headers = {"Authorization": f"Bearer {box.part.token}"}
    answer = box.session.request(method, f"{box.url}{path}", json=body, headers=headers, timeout=30)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def _associated(to: str, id: str) -> dict[str, Any]:
    return {
        "to": {"id": id},
        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TYPES[to]}],
    }


def _log_call(stage: SmallStage, contact: str, deal: str) -> str:
    made = _hubspot(
        stage,
        "POST",
        "/crm/v3/objects/calls",
        {
            "properties": {
                "hs_timestamp": "2026-11-23T09:30:00.000Z",
                "hs_call_title": "Asked about the offer",
                "hs_call_body": "<p>They want <b>two</b></p>",
                "hs_call_duration": "90000",
                "hs_call_status": "COMPLETED",
            },
            "associations": [_associated("contacts", contact), _associated("deals", deal)],
        },
    )
    return str(made["id"])


def _linked(stage: SmallStage, connection: str, crm_object: str, crm_id: str) -> str:
    """The hub record of a CRM's record, once there is one."""

    def found() -> list[str]:
        rows = stage.client.list_links(connection, crm_object, limit=500).rows
        return [one.record_id for one in rows if one.crm_id == crm_id and one.record_id]

    return until(found, f"{crm_object} {crm_id} is linked")[0]


def _questions(stage: SmallStage) -> list[str]:
    """What anybody is asked about activities; the seeded records have planted duplicates of their own."""
    client, ours = stage.client, {one.id for one in stage.client.list_records("activity", limit=100).rows}
    asked = [one for one in client.list_items(state="open").rows if one.record_id in ours]
    contested = [one for one in client.list_conflicts(state="open").rows if one.record_id in ours]
    return [f"{one.object}: {one.reason}" for one in asked] + [one.rule for one in contested]


def _people(stage: SmallStage) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Two contacts and a deal of the first, everywhere: their ids by place, the hub's under "hub"."""
    weber, okafor = (stage.everywhere("contact", {"last_name": name}) for name in ("Weber", "Okafor"))
    deal = stage.everywhere(
        "deal",
        {"name": "Two presses", "stage": "new", "close_date": "2027-01-31", "contacts": (weber["hub"],)},
    )
    until(stage.at_rest, "they have arrived everywhere")
    return weber, okafor, deal


@pytest.mark.slow
def test_a_call_logged_in_hubspot_is_the_right_contacts_in_salesforce_and_edits_flow_back() -> None:
    with staged(records=20, activities=True) as stage:
        stage.start_daemon()
        stage.connect()
        weber, okafor, deal = _people(stage)
        call = _log_call(stage, weber["hs"], deal["hs"])
        record = _linked(stage, "hs", "calls", call)
        task = stage.crm_id(record, "sf")
        fields = stage.client.get_record(record).record.fields
        assert (fields["kind"], fields["duration"], fields["body"]) == ("call", "1.5", "They want two")
        held = stage.row("sf", "Task", task)["properties"]
        assert (held["WhoId"], held["WhatId"]) == (weber["sf"], deal["sf"])
        assert (held["TaskSubtype"], held["Status"], held["CallDurationInSeconds"]) == (
            "Call",
            "Completed",
            90,
        )
        assert held["ActivityDate"] == "2026-11-23"

        salesforce = stage.sandboxes["sf"].control
        salesforce.update("Task", task, {"Subject": "Wants two", "WhoId": okafor["sf"]})

        def flowed_back() -> bool:
            row = stage.row("hs", "calls", call)
            title, contacts = row["properties"]["hs_call_title"], row["associations"].get("contacts")
            return bool(title == "Wants two" and contacts == [okafor["hs"]])

        until(flowed_back, "HubSpot has the new title and the other contact")
        assert stage.row("hs", "calls", call)["properties"]["hs_timestamp"] == "2026-11-23T09:30:00.000Z"

        # An association that changes alone does not move the call's date; its own feed tells of it.
        base = "/crm/v4/associations/calls/contacts/batch"
        ends = {"from": {"id": call}, "to": {"id": weber["hs"]}}
        _hubspot(
            stage,
            "POST",
            f"{base}/archive",
            {"inputs": [{"from": {"id": call}, "to": [{"id": okafor["hs"]}]}]},
        )
        _hubspot(
            stage,
            "POST",
            f"{base}/create",
            {"inputs": [{**ends, "types": _associated("contacts", "")["types"]}]},
        )
        until(
            lambda: stage.row("sf", "Task", task)["properties"]["WhoId"] == weber["sf"],
            "Salesforce has the contact the call was moved to",
        )
        until(stage.at_rest, "nothing is on the way")
        assert _questions(stage) == []


@pytest.mark.slow
def test_a_note_a_task_and_a_meeting_made_in_the_hub_arrive_in_both_crms_and_keep_their_kind() -> None:
    with staged(records=20, activities=True) as stage:
        stage.start_daemon()
        stage.connect()
        weber, _, deal = _people(stage)
        parents: dict[str, Value] = {"contacts": (weber["hub"],), "deals": (deal["hub"],)}
        wanted: dict[str, dict[str, Value]] = {
            "note": {"body": "Likes blue\nand green", "done": True},
            "task": {"subject": "Send the offer", "at": "2026-12-01T08:00:00.000Z", "done": False},
            "meeting": {"subject": "Kick-off", "at": "2026-12-02T08:00:00.000Z", "duration": "45"},
        }
        made = {
            kind: stage.client.create_record("activity", {"kind": kind, **parents, **fields}).id
            for kind, fields in wanted.items()
        }
        expected = {
            "note": ("notes", "hs_note_body", "Likes blue<br>and green", "Task", "Description"),
            "task": ("tasks", "hs_task_subject", "Send the offer", "Task", "Subject"),
            "meeting": ("meetings", "hs_meeting_title", "Kick-off", "Event", "Subject"),
        }
        there = {kind: {name: stage.crm_id(id, name) for name in ("hs", "sf")} for kind, id in made.items()}
        until(stage.at_rest, "all of it has arrived")
        for kind, (hs_object, property, text, sf_object, field) in expected.items():
            hubspot = stage.row("hs", hs_object, there[kind]["hs"])
            salesforce = stage.row("sf", sf_object, there[kind]["sf"])["properties"]
            assert hubspot["properties"][property] == text
            assert hubspot["associations"] == {"contacts": [weber["hs"]], "deals": [deal["hs"]]}
            assert salesforce[field] == text.replace("<br>", "\n")
            assert (salesforce["WhoId"], salesforce["WhatId"]) == (weber["sf"], deal["sf"])
        note = stage.row("sf", "Task", there["note"]["sf"])["properties"]
        assert (note["Type"], note["Status"]) == ("Note", "Completed")
        assert stage.row("sf", "Task", there["task"]["sf"])["properties"]["Status"] == "Not Started"
        assert stage.row("hs", "meetings", there["meeting"]["hs"])["properties"]["hs_meeting_end_time"] == (
            "2026-12-02T08:45:00.000Z"
        )

        jotted = stage.sandboxes["hs"].control.create(
            "notes", {"hs_timestamp": "2026-11-23T09:30:00.000Z", "hs_note_body": "Rang twice"}
        )
        task = stage.crm_id(_linked(stage, "hs", "notes", jotted), "sf")
        held = stage.row("sf", "Task", task)["properties"]
        assert (held["Type"], held["Status"]) == ("Note", "Completed")

        stage.sandboxes["hs"].control.update("tasks", there["task"]["hs"], {"hs_task_status": "COMPLETED"})
        until(
            lambda: stage.row("sf", "Task", there["task"]["sf"])["properties"]["Status"] == "Completed",
            "Salesforce has the task as done",
        )
        with pytest.raises(Invalid, match="cannot be changed"):
            stage.client.edit_record(made["task"], {"kind": "call"})
        stage.client.delete_record(made["meeting"])
        until(
            lambda: (
                not [
                    one
                    for one in stage.sandboxes["hs"].control.dump("meetings")
                    if one["id"] == there["meeting"]["hs"]
                ]
            ),
            "HubSpot has the meeting no more",
        )
        until(stage.at_rest, "nothing is on the way")
        assert _questions(stage) == []


@pytest.mark.slow
def test_a_call_of_pipedrive_is_in_hubspot_and_dynamics_too_and_edits_go_back() -> None:
    with staged(records=20, activities=True, crms="hubspot,pipedrive,dynamics") as stage:
        stage.start_daemon()
        stage.connect()
        weber, okafor, deal = _people(stage)
        pipedrive = stage.sandboxes["pd"].control
        made = pipedrive.create(
            "activities",
            {
                "subject": "Ask about the offer",
                "type": "call",
                "due_date": "2026-12-01",
                "due_time": "09:30",
                "duration": "00:15",
                "note": "<p>Two of them</p>",
                "participants": f"{okafor['pd']},{weber['pd']}",
                "deal_id": deal["pd"],
            },
        )
        record = _linked(stage, "pd", "activities", made)
        call = stage.crm_id(record, "hs")
        row = stage.row("hs", "calls", call)
        assert row["properties"]["hs_timestamp"] == "2026-12-01T09:30:00.000Z"
        assert (row["properties"]["hs_call_duration"], row["properties"]["hs_call_body"]) == (
            "900000",
            "Two of them",
        )
        assert sorted(row["associations"]["contacts"]) == sorted((weber["hs"], okafor["hs"]))
        assert row["associations"]["deals"] == [deal["hs"]]
        there = stage.crm_id(record, "dy")
        held = stage.row("dy", "phonecall", there)["properties"]
        assert (held["regardingobjectid.type"], held["regardingobjectid"]) == ("opportunity", deal["dy"])
        assert (held["actualdurationminutes"], held["statecode"]) == (15, 0)
        # Who completes it in Dynamics closes it everywhere.
        stage.sandboxes["dy"].control.update("phonecall", there, {"statecode": 1, "statuscode": 2})
        until(
            lambda: stage.row("hs", "calls", call)["properties"]["hs_call_status"] == "COMPLETED",
            "HubSpot has it as done",
        )
        stage.sandboxes["hs"].control.update("calls", call, {"hs_call_title": "Asked"})

        def flowed_back() -> bool:
            held = stage.row("pd", "activities", made)["properties"]
            return bool((held["done"], held["subject"]) == (True, "Asked"))

        until(flowed_back, "Pipedrive has it as done, with the new subject")
        # A kind changed there is noted and goes nowhere; the other fields go on.
        pipedrive.update("activities", made, {"type": "meeting", "subject": "Met them"})
        until(
            lambda: stage.row("hs", "calls", call)["properties"]["hs_call_title"] == "Met them",
            "HubSpot has the newer subject",
        )
        assert stage.client.get_record(record).record.fields["kind"] == "call"
        held = stage.row("pd", "activities", made)["properties"]
        assert held["type"] == "meeting"
        assert held["person_id"] == okafor["pd"], "whoever was the first participant still is"
        noted = stage.sandboxes["dy"].control.create(
            "annotation",
            {"notetext": "Likes blue\n& green", "objectid": weber["dy"], "objectid.type": "contact"},
        )
        note = stage.crm_id(_linked(stage, "dy", "annotation", noted), "hs")
        row = stage.row("hs", "notes", note)
        assert row["properties"]["hs_note_body"] == "Likes blue<br>&amp; green"
        assert row["associations"] == {"contacts": [weber["hs"]]}
        held = stage.row("pd", "notes", stage.crm_id(_linked(stage, "dy", "annotation", noted), "pd"))[
            "properties"
        ]
        assert (held["content"], held["person_id"]) == ("Likes blue<br />&amp; green", weber["pd"])
        jotted = pipedrive.create("notes", {"content": "<p>Rang <b>twice</b></p>", "person_id": okafor["pd"]})
        note = stage.crm_id(_linked(stage, "pd", "notes", jotted), "hs")
        assert stage.row("hs", "notes", note)["associations"] == {"contacts": [okafor["hs"]]}
        stage.sandboxes["hs"].control.update("notes", note, {"hs_note_body": "Rang three times"})
        until(
            lambda: stage.row("pd", "notes", jotted)["properties"]["content"] == "Rang three times",
            "Pipedrive has the note's new words",
        )
        # What a call loses in the hub is replaced by the next that the hub knows of.
        stage.client.edit_record(record, {"deals": None})
        until(
            lambda: stage.row("dy", "phonecall", there)["properties"]["regardingobjectid.type"] == "contact",
            "Dynamics has the call with one of its contacts",
        )
        until(stage.at_rest, "nothing is on the way")
        assert _questions(stage) == []


@pytest.mark.slow
def test_what_pipedrive_is_given_is_there_once_though_its_answers_are_lost_and_the_daemon_is_killed() -> None:
    with staged(records=20, activities=True, crms="hubspot,pipedrive") as stage:
        stage.start_daemon()
        stage.connect()
        weber, _, deal = _people(stage)
        headers = {"Authorization": f"Bearer {stage.boxes['pd'].part.token}"}
        hooks = stage.boxes["pd"].session.get(
            f"{stage.boxes['pd'].url}/api/v1/webhooks", headers=headers, timeout=30
        )
        assert {"activity", "note"} < {one["event_object"] for one in hooks.json()["data"]}
        parents: dict[str, Value] = {"contacts": (weber["hub"],), "deals": (deal["hub"],)}
        control = stage.sandboxes["pd"].control

        def log() -> list[str]:
            """A call and two notes of one wording, as people write them."""
            call: dict[str, Value] = {
                "kind": "call",
                "subject": "Rang",
                "at": "2026-12-01T08:00:00.000Z",
                "duration": "5",
            }
            note: dict[str, Value] = {
                "kind": "note",
                "body": "Likes blue\n & green",
                "owner": "ada@sandbox.example",
            }
            return [
                stage.client.create_record("activity", {**one, **parents}).id for one in (call, note, note)
            ]

        def there() -> list[str]:
            return sorted(str(row["id"]) for name in ("activities", "notes") for row in control.dump(name))

        stage.boxes["pd"].set_faults({"lose_answer": 1.0})
        first = log()
        until(lambda: len(there()) >= 2, "Pipedrive has some of it, and nobody was told")
        stage.daemon.kill()
        stage.boxes["pd"].set_faults({})
        stage.start_daemon()
        second = log()
        linked = [stage.crm_id(one, "pd") for one in (*first, *second)]
        until(stage.at_rest, "nothing is on the way")
        assert sorted(linked) == there()
        assert len(stage.client.list_records("activity", limit=100).rows) == 6
        [call] = [row["properties"] for row in control.dump("activities") if row["id"] == linked[0]]
        assert (call["type"], call["subject"], call["due_date"], call["due_time"], call["duration"]) == (
            "call", "Rang", "2026-12-01", "08:00", "00:05",
        )  # fmt: skip
        assert (call["participants"], call["deal_id"]) == (weber["pd"], deal["pd"])
        notes = [stage.client.get_record(one).record.fields for one in (first[1], second[2])]
        assert {one.get("owner") for one in notes} == {"ada@sandbox.example"}, (
            "whoever wrote it down in Pipedrive"
        )
        assert _questions(stage) == []
        assert stage.client.verify_audit().intact


@pytest.mark.slow
def test_what_was_logged_before_we_came_is_read_in_behind_its_parents_and_shared() -> None:
    some = {"hs": {"activities": 8}, "sf": {"activities": 6}}
    with staged(records=20, activities=True, switches=some) as stage:
        stage.start_daemon()
        stage.connect()
        known = stage.client.list_records("activity", limit=100).rows
        assert len(known) == 14
        assert all(one.fields.get("contacts") for one in known), "nothing came in before its contact"
        for name, objects in (("hs", ("notes", "calls", "meetings", "tasks")), ("sf", ("Task", "Event"))):
            control = stage.sandboxes[name].control
            assert sum(len(control.dump(object)) for object in objects) == 14
        # An e-mail among the tasks is of no kind the hub knows: it stays where it is, and nobody is asked.
        salesforce = stage.sandboxes["sf"].control
        salesforce.create("Task", {"Subject": "Re: Offer", "TaskSubtype": "Email"})
        last = salesforce.create("Task", {"Subject": "Ring back", "TaskSubtype": "Call"})
        stage.crm_id(_linked(stage, "sf", "Task", last), "hs")
        until(stage.at_rest, "nothing is on the way")
        assert len(stage.client.list_records("activity", limit=100).rows) == 15
        assert _questions(stage) == []
