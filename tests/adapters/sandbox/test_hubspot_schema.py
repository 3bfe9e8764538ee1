"""Properties, schemas, associations and account details, against the shapes HubSpot's client declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.adapters.sandbox.hubspot_caller import Caller, hubspot
from tests.adapters.sandbox.hubspot_contract import assert_matches
from tests.support.shared import shared_json

LINK = "/crm/v4/associations/contacts/companies"


@pytest.fixture(scope="module")
def crm() -> Iterator[Caller]:
    with hubspot() as caller:
        yield caller


def test_properties_have_the_recorded_shape(crm: Caller) -> None:
    body = crm.get("/crm/v3/properties/contacts").json()
    assert_matches(body, "crm.properties", "CollectionResponsePropertyNoPaging")
    recorded = shared_json("contracts/recorded/hubspot/amp-labs/metadata-contacts-properties-sampled.json")
    sample = next(p for p in recorded["results"] if p["name"] == "mobilephone")
    ours = crm.get("/crm/properties/2026-03/contacts/mobilephone").json()
    assert set(sample) <= set(ours)
    assert (ours["type"], ours["fieldType"]) == (sample["type"], sample["fieldType"])


def test_a_batch_of_properties_reports_names_that_exist(crm: Caller) -> None:
    crm.post("/crm/v3/properties/contacts/groups", {"name": "own", "label": "Own"})
    inputs = [
        {"name": name, "label": name, "type": "string", "fieldType": "text", "groupName": "own"}
        for name in ("hobby__c", "city")
    ]
    answer = crm.post("/crm/v3/properties/contacts/batch/create", {"inputs": inputs})
    assert answer.status_code == 207
    assert [p["name"] for p in answer.json()["results"]] == ["hobby__c"]
    error = answer.json()["errors"][0]
    assert (error["category"], error["subCategory"]) == (
        "OBJECT_ALREADY_EXISTS",
        "Properties.PROPERTY_WITH_NAME_EXISTS",
    )
    assert_matches(answer.json(), "crm.properties", "BatchResponsePropertyWithErrors")


def test_a_removed_property_takes_its_values_along(crm: Caller) -> None:
    definition = {"label": "x", "type": "number", "fieldType": "number", "groupName": "dealinformation"}
    crm.post("/crm/v3/properties/deals", {**definition, "name": "margin"})
    id = crm.create("deals", dealname="D", margin="7")
    assert crm.call("DELETE", "/crm/v3/properties/deals/margin").status_code == 204
    assert "margin" not in crm.get(f"/crm/v3/objects/deals/{id}", properties="margin").json()["properties"]
    crm.post("/crm/v3/properties/deals", {**definition, "name": "margin"})
    assert crm.get(f"/crm/v3/objects/deals/{id}", properties="margin").json()["properties"]["margin"] is None
    assert crm.call("DELETE", "/crm/v3/properties/deals/amount").status_code == 400


def test_a_custom_object_behaves_like_any_other(crm: Caller) -> None:
    egg = {
        "name": "boats",
        "labels": {"singular": "Boat", "plural": "Boats"},
        "requiredProperties": ["boat_name"],
        "primaryDisplayProperty": "boat_name",
        "properties": [{"name": "boat_name", "label": "Name", "type": "string", "fieldType": "text"}],
        "associatedObjects": ["CONTACT"],
    }
    made = crm.post("/crm/v3/schemas", egg).json()
    assert_matches(made, "crm.schemas", "ObjectSchema")
    assert made["objectTypeId"].startswith("2-")
    assert [s["name"] for s in crm.get("/crm-object-schemas/2026-03/schemas").json()["results"]] == ["boats"]
    assert crm.post("/crm/v3/objects/boats", {"properties": {}}).status_code == 400
    id = crm.create("boats", boat_name="Ärger")
    for name in ("boats", made["fullyQualifiedName"], made["objectTypeId"]):
        shown = crm.get(f"/crm/v3/objects/{name}/{id}", properties="boat_name").json()
        assert shown["properties"]["boat_name"] == "Ärger"
    person = crm.create("contacts", lastname="Skipper")
    crm.call("PUT", f"/crm/v4/objects/boats/{id}/associations/default/contacts/{person}")
    links = crm.get(f"/crm/v4/objects/contacts/{person}/associations/boats").json()["results"]
    assert [link["toObjectId"] for link in links] == [int(id)]


def test_association_batches_match_the_recordings(crm: Caller) -> None:
    person, lonely = crm.create("contacts", lastname="A"), crm.create("contacts", lastname="B")
    firm = crm.create("companies", name="F")
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]
    entries: list[dict[str, Any]] = [
        {"from": {"id": person}, "to": {"id": firm}, "types": types},
        {"from": {"id": "unknown_id_1"}, "to": {"id": firm}, "types": types},
    ]
    answer = crm.post(f"{LINK}/batch/create", {"inputs": entries})
    body = answer.json()
    assert answer.status_code == 207
    assert_matches(body, "crm.associations.v4", "BatchResponseLabelsBetweenObjectPairWithErrors")
    assert body["errors"] == [
        {
            "status": "error",
            "category": "VALIDATION_ERROR",
            "subCategory": "crm.associations.INVALID_IDENTIFIER",
            "message": "unknown_id_1 is not a valid ID",
            "context": {"id": ["unknown_id_1"]},
        }
    ]
    read = crm.post(f"{LINK}/batch/read", {"inputs": [{"id": person}, {"id": lonely}]})
    assert read.status_code == 207
    assert_matches(
        read.json(), "crm.associations.v4", "BatchResponsePublicAssociationMultiWithLabelWithErrors"
    )
    linked = read.json()["results"][0]["to"][0]
    assert sorted((t["typeId"], t["label"]) for t in linked["associationTypes"]) == [
        (1, "Primary"),
        (279, None),
    ]
    assert read.json()["errors"][0]["subCategory"] == "crm.associations.NO_ASSOCIATIONS_FOUND"
    gone = crm.post(f"{LINK}/batch/archive", {"inputs": [{"from": {"id": person}, "to": [{"id": firm}]}]})
    assert gone.status_code == 204
    assert crm.get(f"/crm/v4/objects/companies/{firm}/associations/contacts").json()["results"] == []


def test_only_one_company_is_primary(crm: Caller) -> None:
    person = crm.create("contacts", lastname="Mover")
    first, second = crm.create("companies", name="First"), crm.create("companies", name="Second")
    path = f"/crm/objects/2026-03/contacts/{person}/associations"

    def primary() -> str:
        shown = crm.get(f"/crm/v3/objects/contacts/{person}", properties="associatedcompanyid").json()
        return str(shown["properties"]["associatedcompanyid"])

    for firm in (first, second):
        assert crm.call("PUT", f"{path}/default/companies/{firm}").status_code == 200
    assert primary() == first
    spec = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    made = crm.call("PUT", f"{path}/companies/{second}", json=spec)
    assert (made.status_code, made.json()["labels"]) == (201, ["Primary"])
    assert primary() == second
    links = crm.get(f"/crm/v4/objects/contacts/{person}/associations/companies").json()["results"]
    assert {link["toObjectId"]: len(link["associationTypes"]) for link in links} == {
        int(first): 1,
        int(second): 2,
    }


def test_labels_of_the_accounts_own(crm: Caller) -> None:
    made = crm.post(f"{LINK}/labels", {"name": "billing", "label": "Billing", "inverseLabel": "Billed by"})
    type_id = made.json()["results"][0]["typeId"]
    listed = crm.get(f"{LINK}/labels").json()
    assert_matches(listed, "crm.associations.v4.schema", "CollectionResponseAssociationSpecWithLabelNoPaging")
    assert {"category": "USER_DEFINED", "typeId": type_id, "label": "Billing"} in listed["results"]
    assert crm.call("DELETE", f"{LINK}/labels/{type_id}").status_code == 204
    assert crm.call("DELETE", f"{LINK}/labels/1").status_code == 400


def test_a_record_is_not_linked_to_itself(crm: Caller) -> None:
    id = crm.create("contacts", lastname="Self")
    answer = crm.call("PUT", f"/crm/v4/objects/contacts/{id}/associations/default/contacts/{id}")
    assert answer.status_code == 400
    assert answer.json()["message"] == f"Object {id} cannot be associated to itself ({id})"


def test_owners_pipelines_and_account_details(crm: Caller) -> None:
    assert_matches(
        crm.get("/crm/v3/owners/").json(), "crm.owners", "CollectionResponsePublicOwnerForwardPaging"
    )
    assert_matches(
        crm.get("/crm/v3/pipelines/deals").json(), "crm.pipelines", "CollectionResponsePipelineNoPaging"
    )
    details = crm.get("/account-info/v3/details").json()
    recorded = shared_json("contracts/recorded/hubspot/amp-labs/post-auth/account-info.json")
    assert set(details) == set(recorded)


def test_the_schema_drifts_under_a_running_sync(crm: Caller) -> None:
    def drift(**body: Any) -> int:
        return crm.post("/_sandbox/schema/contacts", body).status_code

    assert drift(action="add", name="shoe_size", definition={"type": "number", "fieldType": "number"}) == 200
    id = crm.create("contacts", shoe_size="43")
    assert drift(action="retype", name="shoe_size", definition={"type": "string", "fieldType": "text"}) == 200
    assert crm.get("/crm/v3/properties/contacts/shoe_size").json()["type"] == "string"
    assert crm.call("PATCH", f"/crm/v3/objects/contacts/{id}", json={"properties": {"shoe_size": "XL"}}).ok
    assert drift(action="remove", name="shoe_size") == 200
    assert crm.post("/crm/v3/objects/contacts", {"properties": {"shoe_size": "1"}}).status_code == 400
    assert drift(action="remove", name="shoe_size") == 404
    assert drift(action="bend", name="city") == 400
