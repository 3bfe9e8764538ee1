"""Dynamics calls the daemon: registered by the daemon itself, told of a change at once, taken away when switched off."""

from __future__ import annotations

import pytest

from adapters.sandbox.dynamics import Dynamics
from tests.support.staging import SmallStage, staged, until


def steps(stage: SmallStage) -> set[str]:
    """The tables whose changes are sent to the daemon."""
    box = stage.boxes["dy"]
    headers = {"Authorization": f"Bearer {box.part.token}"}
    path = f"{box.url}/api/data/v9.2/sdkmessageprocessingsteps?$select=name"
    rows = box.session.get(path, headers=headers, timeout=30).json()["value"]
    return {str(one["name"]).rpartition(" ")[2] for one in rows}


@pytest.mark.slow
def test_a_change_in_dynamics_arrives_by_its_webhook() -> None:
    with staged(records=50, crms="dynamics") as stage:
        stage.set("crmsync.toml", r"(?m)^poll_s = .*$", "poll_s = 3600")
        stage.start_daemon()
        stage.connect()
        until(lambda: steps(stage) == {"account", "contact", "opportunity"}, "each table has its steps")
        dynamics = stage.sandboxes["dy"].system
        assert isinstance(dynamics, Dynamics)
        contact = stage.sandboxes["dy"].control.dump("contact", limit=1)[0]["id"]
        [link] = [
            one for one in stage.client.list_links("dy", "contact", limit=500).rows if one.crm_id == contact
        ]
        stage.edit_in_crm("dy", contact, {"jobtitle": "Chief of everything"})

        def arrived() -> bool:
            return (
                stage.client.get_record(link.record_id).record.fields.get("job_title")
                == "Chief of everything"
            )

        until(arrived, "the hub has the new title, an hour before the next poll")
        assert dynamics.webhooks.delivered > 0
        assert stage.connection("dy").real_time.means == "webhook"
        stage.daemon.stop()
        stage.set("crmsync.toml", r"(?m)^enabled = true$", "enabled = false")
        stage.start_daemon()
        until(lambda: steps(stage) == set(), "its webhooks are taken away again")
        assert "webhooks are off" in stage.connection("dy").real_time.sentence
