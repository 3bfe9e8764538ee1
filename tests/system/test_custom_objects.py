"""An account's own object is kept in step like any other: declared in the hub, mapped on both sides."""

from __future__ import annotations

import pytest

from tests.support.staging import SmallStage, staged, until

HUB = """
name = "machine"
label = "Machine"
plural = "Machines"

[fields]
name = { type = "text", label = "Name", required = true }
serial = { type = "text", label = "Serial number", key = true }
hours = { type = "number", label = "Hours" }
"""
MAPPING = """
connection = "{connection}"
hub_object = "machine"
crm_object = "{object}"
match = [["serial"]]

[rules.name]
hub = "name"
crm = "{name}"

[rules.serial]
hub = "serial"
crm = "{serial}"

[rules.hours]
hub = "hours"
crm = "{hours}"
"""


def _make_them(stage: SmallStage) -> str:
    """The object in both CRMs, as their administrators make one; returns HubSpot's id of its type."""
    hubspot = stage.boxes["hs"]
    schema = {
        "name": "machines",
        "labels": {"singular": "Machine", "plural": "Machines"},
        "primaryDisplayProperty": "title",
        "requiredProperties": ["title"],
        "properties": [
            {"name": "title", "label": "Title", "type": "string", "fieldType": "text"},
            {"name": "serial", "label": "Serial", "type": "string", "fieldType": "text"},
            {"name": "hours", "label": "Hours", "type": "number", "fieldType": "number"},
        ],
    }
    headers = {"Authorization": f"Bearer {hubspot.part.token}"}
    made = hubspot.session.post(f"{hubspot.url}/crm/v3/schemas", json=schema, headers=headers, timeout=30)
    made.raise_for_status()
    salesforce = stage.sandboxes["sf"].system
    salesforce.add_field("Machine__c", "Serial__c", {"type": "string", "length": 40})
    salesforce.add_field("Machine__c", "Hours__c", {"type": "double", "precision": 18, "scale": 2})
    return str(made.json()["objectTypeId"])


@pytest.mark.slow
def test_a_custom_object_travels_between_the_crms() -> None:
    with staged(records=50, switches={"sf": {"custom_objects": "Machine__c"}}) as stage:
        type_id = _make_them(stage)
        hub = stage.places.config / "hub"
        hub.mkdir()
        (hub / "machine.toml").write_text(HUB, encoding="utf-8")
        ours = {
            "hs": {"object": type_id, "name": "title", "serial": "serial", "hours": "hours"},
            "sf": {"object": "Machine__c", "name": "Name", "serial": "Serial__c", "hours": "Hours__c"},
        }
        for name, words in ours.items():
            path = stage.places.config / "mappings" / f"{name}-machine.toml"
            path.write_text(MAPPING.format(connection=name, **words), encoding="utf-8")
            system = stage.boxes[name].part.system
            stage.set(
                "crmsync.toml",
                f'(?m)^system = "{system}"$',
                f'system = "{system}"\ncustom_objects = ["{words["object"]}"]',
            )
        salesforce = stage.sandboxes["sf"].control
        press = salesforce.create("Machine__c", {"Name": "Press", "Serial__c": "P-1", "Hours__c": 12.5})
        stage.start_daemon()
        stage.connect()
        [machine] = stage.client.list_records("machine", limit=10).rows
        assert machine.fields == {"name": "Press", "serial": "P-1", "hours": "12.5"}
        there = stage.crm_id(machine.id, "hs")
        hubspot = stage.sandboxes["hs"].control
        hubspot.update("machines", there, {"hours": "13"})

        def arrived() -> bool:
            [row] = [one for one in salesforce.dump("Machine__c") if one["id"] == press]
            return float(row["properties"]["Hours__c"]) == 13.0

        until(arrived, "the hours written in HubSpot are in Salesforce")
