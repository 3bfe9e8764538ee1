"""Associations are a feed of their own: what only they say arrives, though no record's date moves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.staging import SmallStage, staged, until

DEAL = {"name": "Two presses", "stage": "new", "close_date": "2027-01-31"}


def _relate(stage: SmallStage, pair: str, verb: str, id: str, to: str, type_id: int) -> None:
    """Somebody else's app links two records of HubSpot, or takes the link away."""
    box = stage.boxes["hs"]
    inputs: dict[str, Any] = {"from": {"id": id}, "to": {"id": to}}
    if verb == "archive":
        inputs["to"] = [inputs["to"]]
    else:
        inputs["types"] = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]
    box.session.post(
        f"{box.url}/crm/v4/associations/{pair}/batch/{verb}",
        json={"inputs": [inputs]},
        headers={"Authorization": f"Bearer {box.part.token}"},
        timeout=30,
    ).raise_for_status()


def _roles(stage: SmallStage, deal: str) -> list[str]:
    rows = stage.sandboxes["sf"].control.dump("OpportunityContactRole", limit=10_000)
    return sorted(
        str(one["properties"]["ContactId"]) for one in rows if one["properties"]["OpportunityId"] == deal
    )


@pytest.mark.slow
@pytest.mark.parametrize("announced", [True, False], ids=["webhooks", "polls"])
def test_an_association_that_changes_alone_arrives(announced: bool) -> None:
    with staged(records=20) as stage:
        if announced:
            # Nothing but the webhooks can bring it in time.
            stage.set("crmsync.toml", r"(?m)^poll_s = .*$", "poll_s = 3600")
        else:
            stage.set("crmsync.toml", r"(?m)^enabled = true$", "enabled = false")
        stage.start_daemon()
        for box in stage.boxes.values():
            stage.sign_in(box)
        if announced:
            stage.register_webhooks()
        until(stage.at_rest, "both CRMs are read in", 90)
        old, new = (stage.everywhere("company", {"name": name}) for name in ("Old Ltd", "New Ltd"))
        weber = stage.everywhere("contact", {"last_name": "Weber", "company": old["hub"]})
        okafor = stage.everywhere("contact", {"last_name": "Okafor"})
        deal = stage.everywhere(
            "deal",
            {**DEAL, "company": old["hub"], "contacts": (weber["hub"],)},
        )
        until(stage.at_rest, "they have arrived everywhere")
        before = {
            object: stage.row("hs", object, there["hs"])["modified_at"]
            for object, there in (("contacts", weber), ("deals", deal))
        }

        _relate(stage, "contacts/companies", "create", weber["hs"], new["hs"], 1)
        until(
            lambda: stage.row("sf", "Contact", weber["sf"])["properties"]["AccountId"] == new["sf"],
            "Salesforce has the contact at the other company",
        )
        _relate(stage, "deals/contacts", "create", deal["hs"], okafor["hs"], 3)
        until(
            lambda: _roles(stage, deal["sf"]) == sorted((weber["sf"], okafor["sf"])),
            "Salesforce has the deal's second contact",
        )
        _relate(stage, "deals/contacts", "archive", deal["hs"], weber["hs"], 3)
        until(lambda: _roles(stage, deal["sf"]) == [okafor["sf"]], "Salesforce has the first contact no more")
        after = {
            object: stage.row("hs", object, there["hs"])["modified_at"]
            for object, there in (("contacts", weber), ("deals", deal))
        }
        assert after == before, "no date moved in HubSpot: neither by the people nor by us"
        until(stage.at_rest, "nothing is on the way")


@pytest.mark.slow
def test_a_contact_role_that_changes_alone_arrives_from_salesforce() -> None:
    with staged(records=20) as stage:
        stage.start_daemon()
        stage.connect()
        weber = stage.everywhere("contact", {"last_name": "Weber"})
        okafor = stage.everywhere("contact", {"last_name": "Okafor"})
        deal = stage.everywhere(
            "deal",
            {**DEAL, "contacts": (weber["hub"],)},
        )
        until(stage.at_rest, "they have arrived everywhere")
        before = stage.row("sf", "Opportunity", deal["sf"])["modified_at"]
        salesforce = stage.sandboxes["sf"].control
        role = salesforce.create(
            "OpportunityContactRole",
            {"OpportunityId": deal["sf"], "ContactId": okafor["sf"], "Role": "Evaluator"},
        )

        def contacts() -> list[str]:
            found: list[str] = stage.row("hs", "deals", deal["hs"])["associations"].get("contacts", [])
            return sorted(found)

        until(lambda: contacts() == sorted((weber["hs"], okafor["hs"])), "HubSpot has the second contact")
        salesforce.delete("OpportunityContactRole", role)
        until(lambda: contacts() == [weber["hs"]], "HubSpot has it no more")
        assert stage.row("sf", "Opportunity", deal["sf"])["modified_at"] == before
