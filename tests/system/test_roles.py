"""Who decides about a deal: a label in HubSpot, a role in Salesforce, nothing in Pipedrive, and never lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.staging import SmallStage, staged, until

ROLE = "Decision Maker"
HUB = """
extends = "deal"

[fields]
deciders = { type = "multi_reference", label = "Decision makers", references = "contact" }
"""
RULE = f"""
[rules.deciders]
hub = "deciders"
crm = "@contacts.{ROLE}"
policy = "newest"
"""


def _prepare(stage: SmallStage) -> None:
    """HubSpot's administrator makes the label; the hub gets the field, and both mappings the rule."""
    box = stage.boxes["hs"]
    box.session.post(
        f"{box.url}/crm/v4/associations/deals/contacts/labels",
        json={"label": ROLE, "name": "decision_maker"},
        headers={"Authorization": f"Bearer {box.part.token}"},
        timeout=30,
    ).raise_for_status()
    hub = stage.places.config / "hub"
    hub.mkdir()
    (hub / "deal.toml").write_text(HUB, encoding="utf-8")
    for name in ("hs", "sf"):
        path = stage.places.config / "mappings" / f"{name}-deal.toml"
        path.write_text(path.read_text(encoding="utf-8") + RULE, encoding="utf-8")


def _deciding(stage: SmallStage, place: str, deal: str) -> list[str]:
    """Who bears the role in a CRM, by its own ids."""
    if place == "sf":
        rows = stage.sandboxes["sf"].control.dump("OpportunityContactRole", limit=10_000)
        held = [one["properties"] for one in rows if one["properties"]["OpportunityId"] == deal]
        return sorted(str(one["ContactId"]) for one in held if one.get("Role") == ROLE)
    box = stage.boxes["hs"]
    found: dict[str, Any] = box.session.get(
        f"{box.url}/crm/v4/objects/deals/{deal}/associations/contacts",
        headers={"Authorization": f"Bearer {box.part.token}"},
        timeout=30,
    ).json()
    return sorted(
        str(one["toObjectId"])
        for one in found["results"]
        if any(type["label"] == ROLE for type in one["associationTypes"])
    )


@pytest.mark.slow
def test_a_role_round_trips_where_both_have_it_and_is_kept_where_a_crm_has_none() -> None:
    with staged(records=20, crms="hubspot,salesforce,pipedrive") as stage:
        _prepare(stage)
        stage.start_daemon()
        stage.connect()
        weber, okafor = (stage.everywhere("contact", {"last_name": name}) for name in ("Weber", "Okafor"))
        deal = stage.everywhere(
            "deal",
            {
                "name": "Two presses",
                "stage": "new",
                "close_date": "2027-01-31",
                "contacts": (weber["hub"], okafor["hub"]),
                "deciders": (weber["hub"],),
            },
        )
        until(stage.at_rest, "all of it has arrived")
        for place, ours in (("hs", weber["hs"]), ("sf", weber["sf"])):
            assert _deciding(stage, place, deal[place]) == [ours]

        # Somebody gives the other contact the role in Salesforce: only its contact role changes.
        salesforce = stage.sandboxes["sf"].control
        [row] = [
            one
            for one in salesforce.dump("OpportunityContactRole", limit=10_000)
            if (one["properties"]["OpportunityId"], one["properties"]["ContactId"])
            == (deal["sf"], okafor["sf"])
        ]
        salesforce.update("OpportunityContactRole", row["id"], {"Role": ROLE})
        until(
            lambda: _deciding(stage, "hs", deal["hs"]) == sorted((weber["hs"], okafor["hs"])),
            "HubSpot has the label on both",
        )
        # Pipedrive knows no roles; what people do to the deal there takes none away.
        stage.edit_in_crm("pd", deal["pd"], {"title": "Three presses"}, object="deal")

        def renamed() -> bool:
            return bool(stage.held("sf", deal["sf"], "deal").get("Name") == "Three presses")

        until(renamed, "Salesforce has the new name")
        until(stage.at_rest, "nothing is on the way")
        assert _deciding(stage, "sf", deal["sf"]) == sorted((weber["sf"], okafor["sf"]))
        assert stage.client.get_record(deal["hub"]).record.fields["deciders"] == sorted(
            (weber["hub"], okafor["hub"])
        )
