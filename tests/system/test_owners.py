"""Owners travel by their e-mail address, and an account's own object is kept in step like any other."""

from __future__ import annotations

import pytest

from tests.support.staging import SmallStage, staged, until

RULE = """
[rules.owner]
hub = "owner"
crm = "{field}"
lens = "label"
policy = "newest"

[rules.owner.options]
fallback = "leave"
"""


def _owners(stage: SmallStage, name: str) -> dict[str, str]:
    """The CRM's users by e-mail address, as its own API lists them."""
    box = stage.boxes[name]
    session, headers = box.session, {"Authorization": f"Bearer {box.part.token}"}
    if name == "hs":
        rows = session.get(f"{box.url}/crm/v3/owners", headers=headers, timeout=30).json()["results"]
        return {one["email"]: one["id"] for one in rows}
    query = {"q": "SELECT Id, Email FROM User"}
    rows = session.get(
        f"{box.url}/services/data/v61.0/query", params=query, headers=headers, timeout=30
    ).json()
    return {one["Email"]: one["Id"] for one in rows["records"]}


@pytest.mark.slow
def test_an_owner_is_another_id_in_every_crm_and_one_address_in_the_hub() -> None:
    with staged(records=50) as stage:
        for name, field in (("hs", "hubspot_owner_id"), ("sf", "OwnerId")):
            path = stage.places.config / "mappings" / f"{name}-contact.toml"
            path.write_text(path.read_text(encoding="utf-8") + RULE.format(field=field), encoding="utf-8")
        stage.start_daemon()
        stage.connect()
        record, there = stage.known_contact()
        people = {name: _owners(stage, name) for name in stage.boxes}
        address = next(iter(people["hs"]))
        stage.client.edit_record(record.id, {"owner": address.upper()})
        until(
            lambda: stage.held("hs", there["hs"]).get("hubspot_owner_id") == people["hs"][address],
            "HubSpot has the owner",
        )
        theirs = list(people["sf"])[-1]
        stage.edit_in_crm("sf", there["sf"], {"OwnerId": people["sf"][theirs]})

        def owner() -> bool:
            return stage.client.get_record(record.id).record.fields.get("owner") == theirs

        until(owner, "the hub knows who owns it in Salesforce")
        until(stage.at_rest, "nothing is on the way")
        # HubSpot has nobody of that name: what it holds is left, and nobody is asked.
        assert stage.held("hs", there["hs"])["hubspot_owner_id"] == people["hs"][address]
        assert not [one for one in stage.client.list_items(state="open").rows if one.record_id == record.id]
