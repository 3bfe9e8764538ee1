"""A person edits the very field we are about to write, after our last look: that becomes a conflict with both values."""

from __future__ import annotations

import pytest

from adapters.sandbox.rivals import RIVAL
from tests.support.staging import SmallStage, staged, until

EDITED = 24


@pytest.mark.slow
@pytest.mark.parametrize("crms", ["hubspot,salesforce", "hubspot,pipedrive"])
def test_an_edit_between_our_look_and_our_write_becomes_a_conflict_and_never_a_loss(crms: str) -> None:
    with staged(records=60, crms=crms) as stage:
        stage.start_daemon()
        stage.connect()
        linked = [
            one for one in stage.client.list_records("contact", limit=200).rows if _everywhere(stage, one.id)
        ]
        for box in stage.boxes.values():
            box.set_faults({"rival_edit": 0.7})
        ours = {}
        for number, record in enumerate(linked[:EDITED]):
            ours[record.id] = f"Van Dam {number}"
            stage.client.edit_record(record.id, {"last_name": ours[record.id]})
        until(stage.at_rest, "all edits are sent or asked about", 60)
        for box in stage.boxes.values():
            box.set_faults({})
        until(stage.at_rest, "nothing is on the way")
        rivals = {
            (name, entry["id"], str(value))
            for name, box in stage.boxes.items()
            for entry in box.entries(0)
            if entry["actor"]["id"] == RIVAL.id
            for value in entry["changes"].values()
            if "Rival #" in str(value)
        }
        assert {name for name, _, _ in rivals} == set(stage.boxes), "both CRMs had quick hands"
        asked = {
            (one.connection, one.crm_id, value): one
            for one in stage.client.list_conflicts(limit=500).rows
            for candidate in (one.crm, *one.lost)
            for value in candidate.values
        }
        for rival in rivals:
            assert rival in asked, f"{rival} is in no conflict"
            assert ours[asked[rival].record_id] in asked[rival].hub.values


def _everywhere(stage: SmallStage, record_id: str) -> bool:
    links = stage.client.links_of(record_id).rows
    return {one.connection for one in links if one.state == "linked"} == set(stage.boxes)
