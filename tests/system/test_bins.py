"""A deleted contact comes back: in Salesforce out of its bin under its own id, in HubSpot anew."""

from __future__ import annotations

import time

import pytest

from tests.support.staging import staged, until


@pytest.mark.slow
def test_an_undone_delete_keeps_the_id_where_a_bin_gives_it_back() -> None:
    with staged(records=0, crms="hubspot,salesforce") as stage:
        stage.start_daemon()
        stage.connect()
        ada = stage.everywhere("contact", {"first_name": "Ada", "last_name": "Weber"})
        until(stage.at_rest, "she has arrived")
        since = time.time_ns() // 1_000_000
        stage.client.delete_record(ada["hub"])

        def living(place: str, object: str) -> set[str]:
            return {str(one["id"]) for one in stage.sandboxes[place].control.dump(object, limit=100)}

        until(lambda: not living("sf", "Contact") and not living("hs", "contacts"), "she is gone everywhere")
        until(stage.at_rest, "nothing is on the way")
        plan = stage.client.plan_undo(records=[ada["hub"]], since=since)
        [item] = stage.client.list_undo_items(plan.id).rows
        assert item.note.startswith("brought back in sf under its own id")
        assert "made anew in hs, under another id there" in item.note
        stage.client.apply_undo(plan.id)
        until(lambda: living("sf", "Contact") and living("hs", "contacts"), "she is there again")
        until(stage.at_rest, "nothing is on the way")
        assert living("sf", "Contact") == {ada["sf"]}
        [anew] = living("hs", "contacts")
        assert anew != ada["hs"]
        stage.client.edit_record(ada["hub"], {"last_name": "Weber-Ruiz"})
        until(lambda: stage.held("sf", ada["sf"]).get("LastName") == "Weber-Ruiz", "the pair goes on")
