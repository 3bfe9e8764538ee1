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


@pytest.mark.slow
def test_what_we_made_goes_from_every_crm_when_that_is_undone_and_comes_back_when_that_is() -> None:
    with staged(records=0, crms="hubspot,salesforce,pipedrive,dynamics") as stage:
        stage.start_daemon()
        stage.connect()
        ada = stage.everywhere("contact", {"first_name": "Ada", "last_name": "Weber"})
        until(stage.at_rest, "she has arrived everywhere")
        made = {
            one.connection: one.run
            for one in stage.client.search_activity(record=ada["hub"], kind="push").rows
            if one.note.startswith("create ")
        }
        assert made.keys() == stage.boxes.keys()

        def living() -> dict[str, list[str]]:
            objects = {name: box.crm_object("contact") for name, box in stage.boxes.items()}
            return {
                name: [str(one["id"]) for one in stage.sandboxes[name].control.dump(object, limit=100)]
                for name, object in objects.items()
            }

        assert living() == {name: [ada[name]] for name in made}
        undone: list[str | None] = []
        for name, run in made.items():
            plan = stage.client.plan_undo(run=run)
            [item] = stage.client.list_undo_items(plan.id).rows
            assert (item.kind, item.connection, item.crm_id) == ("delete_crm", name, ada[name])
            undone.append(stage.client.apply_undo(plan.id).run)
        until(lambda: not any(living().values()), "she is gone from every CRM", 60)
        until(stage.at_rest, "nothing is on the way")
        assert stage.client.get_record(ada["hub"]).record.deleted_at is None
        assert not any(living().values())
        for back_of in undone:
            stage.client.apply_undo(stage.client.plan_undo(run=back_of or "").id)
        until(lambda: all(living().values()), "she is back in every CRM", 60)
        until(stage.at_rest, "nothing is on the way")
        back = living()
        assert all(len(one) == 1 for one in back.values())
        assert (back["sf"], back["hs"] == [ada["hs"]]) == ([ada["sf"]], False)
        stage.client.edit_record(ada["hub"], {"last_name": "Weber-Ruiz"})
        until(lambda: stage.held("sf", ada["sf"]).get("LastName") == "Weber-Ruiz", "the pair goes on")
