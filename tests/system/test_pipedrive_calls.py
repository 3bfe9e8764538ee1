"""Pipedrive calls the daemon: registered by the daemon itself, told of a change at once, taken away when switched off."""

from __future__ import annotations

import pytest

from adapters.sandbox.pipedrive import Pipedrive
from tests.support.staging import SmallStage, staged, until


def hooks(stage: SmallStage) -> list[str]:
    box = stage.boxes["pd"]
    headers = {"Authorization": f"Bearer {box.part.token}"}
    rows = box.session.get(f"{box.url}/api/v1/webhooks", headers=headers, timeout=30).json()["data"]
    return sorted(one["event_object"] for one in rows)


@pytest.mark.slow
def test_a_change_in_pipedrive_arrives_by_its_webhook() -> None:
    with staged(records=50, crms="pipedrive") as stage:
        stage.set("crmsync.toml", r"(?m)^poll_s = .*$", "poll_s = 3600")
        stage.start_daemon()
        stage.connect()
        until(lambda: hooks(stage) == ["deal", "organization", "person"], "each object has its webhook")
        pipedrive = stage.sandboxes["pd"].system
        assert isinstance(pipedrive, Pipedrive)
        person = stage.sandboxes["pd"].control.dump("persons", limit=1)[0]["id"]
        [link] = [
            one for one in stage.client.list_links("pd", "persons", limit=500).rows if one.crm_id == person
        ]
        stage.edit_in_crm("pd", person, {"job_title": "Chief of everything"})

        def arrived() -> bool:
            return (
                stage.client.get_record(link.record_id).record.fields.get("job_title")
                == "Chief of everything"
            )

        until(arrived, "the hub has the new title, an hour before the next poll")
        assert pipedrive.webhooks.delivered > 0
        assert stage.connection("pd").real_time.means == "webhook"
        stage.daemon.stop()
        stage.set("crmsync.toml", r"(?m)^enabled = true$", "enabled = false")
        stage.start_daemon()
        until(lambda: hooks(stage) == [], "its webhooks are taken away again")
        assert "webhooks are off" in stage.connection("pd").real_time.sentence


@pytest.mark.slow
def test_a_merge_that_only_the_webhook_tells_is_a_merge_in_the_hub_and_proposed_elsewhere() -> None:
    with staged(records=50, crms="hubspot,pipedrive") as stage:
        stage.start_daemon()
        stage.connect()
        until(lambda: hooks(stage) == ["deal", "organization", "person"], "each object has its webhook")
        winner, loser = (
            stage.new_contact(name, email=f"{name.lower()}@merge.example") for name in ("Weber", "Webber")
        )
        ids = [stage.crm_id(one.id, "pd") for one in (winner, loser)]
        for one in (winner, loser):
            stage.crm_id(one.id, "hs")
        stage.boxes["pd"].ask("POST", "/merge/persons", {"winner": ids[0], "loser": ids[1]})

        def merged() -> bool:
            return stage.client.get_record(loser.id).record.merged_into == winner.id

        until(merged, "the hub has one record of the two")
        [item] = until(lambda: stage.client.list_items("open", "merge").rows, "HubSpot is asked about")
        assert item.connection == "hs"
        assert not stage.client.list_items("open", "deletion").rows
        assert stage.client.verify_audit().intact
