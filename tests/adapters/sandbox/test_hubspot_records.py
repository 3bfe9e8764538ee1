"""Records one at a time, in lists and in batches, as our adapter meets them over plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.sandbox.hubspot_caller import Caller, hubspot
from tests.adapters.sandbox.hubspot_contract import assert_matches

CONTACTS = "/crm/v3/objects/contacts"


@pytest.fixture(scope="module")
def crm() -> Iterator[Caller]:
    with hubspot(records=250) as caller:
        yield caller


def test_a_list_pages_through_every_record_once(crm: Caller) -> None:
    seen, after = [], ""
    while True:
        body = crm.get(CONTACTS, limit=100, after=after, properties="email,phone").json()
        assert_matches(
            body, "crm.contacts", "CollectionResponseSimplePublicObjectWithAssociationsForwardPaging"
        )
        seen += [record["id"] for record in body["results"]]
        if "paging" not in body:
            break
        after = body["paging"]["next"]["after"]
    assert len(seen) == len(set(seen)) == len(crm.box.world.tables["contacts"])


def test_only_default_properties_come_unless_asked_for(crm: Caller) -> None:
    plain = crm.get(CONTACTS, limit=1).json()["results"][0]["properties"]
    assert set(plain) == {"createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"}
    asked = crm.get(CONTACTS, limit=1, properties="city,nonsense").json()["results"][0]["properties"]
    assert set(asked) == {"createdate", "lastmodifieddate", "hs_object_id", "city"}


def test_unset_is_null_and_an_empty_text_clears(crm: Caller) -> None:
    id = crm.create("contacts", firstname="Zoë", city="Köln")
    crm.call("PATCH", f"{CONTACTS}/{id}", json={"properties": {"city": ""}})
    shown = crm.get(f"{CONTACTS}/{id}", properties="city,phone,firstname").json()["properties"]
    assert (shown["city"], shown["phone"], shown["firstname"]) == (None, None, "Zoë")


def test_dated_and_v3_paths_and_all_names_of_an_object_agree(crm: Caller) -> None:
    id = crm.create("contacts", lastname="Twin")
    for path in (f"{CONTACTS}/{id}", f"/crm/objects/2026-03/contacts/{id}", f"/crm/v3/objects/0-1/{id}"):
        assert crm.get(path).json()["properties"]["lastname"] == "Twin"
    unknown = crm.get("/crm/v3/objects/butterflies")
    assert unknown.status_code == 400
    assert unknown.json()["message"] == "Unable to infer object type from: butterflies"


def test_too_large_a_page_is_refused(crm: Caller) -> None:
    assert crm.get(CONTACTS, limit=101).status_code == 400
    assert crm.get(CONTACTS, limit=51, propertiesWithHistory="city").status_code == 400


def test_a_second_contact_with_an_email_conflicts_whatever_its_case(crm: Caller) -> None:
    id = crm.create("contacts", email="twice@crm-sandbox.example")
    answer = crm.post(CONTACTS, {"properties": {"email": "TWICE@crm-sandbox.example"}})
    assert answer.status_code == 409
    assert answer.json()["message"] == f"Contact already exists. Existing ID: {id}"
    assert answer.json()["category"] == "CONFLICT"


@pytest.mark.parametrize(
    ("object", "properties", "code"),
    [
        ("contacts", {"first000name": "x"}, "PROPERTY_DOESNT_EXIST"),
        ("contacts", {"lifecyclestage": "emperor"}, "INVALID_OPTION"),
        ("contacts", {"email": "not an address"}, "INVALID_EMAIL"),
        ("contacts", {"hs_object_id": "1"}, "READ_ONLY_VALUE"),
        ("deals", {"amount": "lots"}, "INVALID_NUMBER"),
        ("deals", {"closedate": "some day"}, "INVALID_DATE"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_code(
    crm: Caller, object: str, properties: dict[str, str], code: str
) -> None:
    answer = crm.post(f"/crm/v3/objects/{object}", {"properties": properties})
    assert answer.status_code == 400
    body = answer.json()
    assert body["category"] == "VALIDATION_ERROR"
    assert [error["code"] for error in body["errors"]] == [code]
    assert body["errors"][0]["context"] == {"propertyName": [next(iter(properties))]}
    assert body["message"].startswith('Property values were not valid: [{"isValid":false,')
    assert_matches(body, "crm.contacts", "Error")


def test_archiving_answers_204_twice_and_moves_the_record_to_the_archived_list(crm: Caller) -> None:
    id = crm.create("contacts", lastname="Leaving")
    assert [crm.call("DELETE", f"{CONTACTS}/{id}").status_code for _ in range(2)] == [204, 204]
    assert crm.get(f"{CONTACTS}/{id}").status_code == 404
    gone = crm.get(f"{CONTACTS}/{id}", archived="true").json()
    assert gone["archived"]
    assert "archivedAt" in gone
    listed = [r["id"] for r in crm.get(CONTACTS, archived="true", limit=100).json()["results"]]
    assert id in listed


def test_a_merge_yields_a_new_id_to_which_both_old_ids_lead(crm: Caller) -> None:
    winner = crm.create("contacts", firstname="Ada", email="ada@crm-sandbox.example")
    loser = crm.create("contacts", firstname="A.", city="London", email="ada2@crm-sandbox.example")
    merged = crm.post(f"{CONTACTS}/merge", {"primaryObjectId": winner, "objectIdToMerge": loser}).json()
    assert merged["id"] not in (winner, loser)
    for old in (winner, loser):
        found = crm.get(
            f"{CONTACTS}/{old}", properties="firstname,city,hs_merged_object_ids,hs_additional_emails"
        )
        shown = found.json()["properties"]
        assert found.json()["id"] == merged["id"]
        assert (shown["firstname"], shown["city"]) == ("Ada", "London")
        assert shown["hs_merged_object_ids"] == f"{winner};{loser}"
        assert shown["hs_additional_emails"] == "ada2@crm-sandbox.example"
    listed = {r["id"] for r in crm.get(CONTACTS, archived="true", limit=100).json()["results"]}
    assert not listed & {winner, loser}


def test_a_merge_can_keep_the_winners_id() -> None:
    with hubspot(settings={"merge_new_id": False}) as crm:
        winner, loser = crm.create("deals", dealname="Big"), crm.create("deals", dealname="Small", amount="5")
        merged = crm.post(
            "/crm/v3/objects/deals/merge", {"primaryObjectId": winner, "objectIdToMerge": loser}
        )
        assert merged.json()["id"] == winner
        assert (
            crm.get(f"/crm/v3/objects/deals/{loser}", properties="amount").json()["properties"]["amount"]
            == "5"
        )


def test_gdpr_delete_leaves_nothing(crm: Caller) -> None:
    id = crm.create("contacts", email="forget@crm-sandbox.example")
    body = {"objectId": "forget@crm-sandbox.example", "idProperty": "email"}
    assert crm.post(f"{CONTACTS}/gdpr-delete", body).status_code == 204
    assert crm.get(f"{CONTACTS}/{id}", archived="true").status_code == 404


def test_history_names_who_wrote_what_newest_first(crm: Caller) -> None:
    id = crm.create("contacts", city="Bonn")
    crm.box.control.update("contacts", id, {"city": "Ulm"})
    shown = crm.get(f"{CONTACTS}/{id}", propertiesWithHistory="city").json()
    past = shown["propertiesWithHistory"]["city"]
    assert [(p["value"], p["sourceType"]) for p in past] == [("Ulm", "CRM_UI"), ("Bonn", "INTEGRATION")]
    assert past[1]["sourceId"] == "19083857"
    assert_matches(shown, "crm.contacts", "SimplePublicObjectWithAssociations")


def test_an_update_that_changes_nothing_leaves_the_modified_time(crm: Caller) -> None:
    id = crm.create("contacts", city="Gera")
    before = crm.get(f"{CONTACTS}/{id}").json()["updatedAt"]
    crm.call("PATCH", f"{CONTACTS}/{id}", json={"properties": {"city": "Gera"}})
    assert crm.get(f"{CONTACTS}/{id}").json()["updatedAt"] == before


def test_batch_create_fails_single_inputs_only_when_they_carry_trace_ids(crm: Caller) -> None:
    id = crm.create("contacts", email="held@crm-sandbox.example")
    inputs = [
        {"objectWriteTraceId": "0", "properties": {"email": "held@crm-sandbox.example"}},
        {"objectWriteTraceId": "1", "properties": {"email": "free@crm-sandbox.example"}},
    ]
    bare = [{"properties": entry["properties"]} for entry in inputs]
    assert crm.post(f"{CONTACTS}/batch/create", {"inputs": bare}).status_code == 409
    answer = crm.post(f"{CONTACTS}/batch/create", {"inputs": inputs})
    body = answer.json()
    assert answer.status_code == 207
    assert [result["objectWriteTraceId"] for result in body["results"]] == ["1"]
    assert body["numErrors"] == 1
    assert body["errors"] == [
        {
            "status": "error",
            "category": "CONFLICT",
            "message": f"Contact already exists. Existing ID: {id}",
            "context": {"objectWriteTraceId": ["0"], "existingId": [id]},
        }
    ]
    assert_matches(body, "crm.contacts", "BatchResponseSimplePublicObjectWithErrors")


def test_batch_update_reports_unknown_ids_together(crm: Caller) -> None:
    id = crm.create("contacts", city="Mainz")
    inputs = [{"id": key, "properties": {"city": "Trier"}} for key in (id, "unknownIdentifier888")]
    answer = crm.post(f"{CONTACTS}/batch/update", {"inputs": inputs})
    assert answer.status_code == 207
    assert answer.json()["errors"][0]["context"] == {"ids": ["unknownIdentifier888"]}
    assert [r["properties"]["city"] for r in answer.json()["results"]] == ["Trier"]


def test_a_duplicate_id_or_an_unknown_property_fails_the_whole_batch(crm: Caller) -> None:
    id = crm.create("contacts", city="Aalen")
    twice = crm.post(f"{CONTACTS}/batch/update", {"inputs": [{"id": id, "properties": {"city": "x"}}] * 2})
    assert twice.status_code == 400
    assert twice.json()["message"] == f"Duplicate IDs found in batch input: [{id}]. IDs must be unique"
    assert twice.json()["context"] == {"ids": [id]}
    inputs = [
        {"id": id, "objectWriteTraceId": "a", "properties": {"city": "x"}},
        {"id": "1", "objectWriteTraceId": "b", "properties": {"ctiy": "x"}},
    ]
    assert crm.post(f"{CONTACTS}/batch/update", {"inputs": inputs}).status_code == 400
    assert crm.get(f"{CONTACTS}/{id}", properties="city").json()["properties"]["city"] == "Aalen"


def test_more_than_a_hundred_inputs_are_refused(crm: Caller) -> None:
    inputs = [{"id": str(n)} for n in range(101)]
    assert crm.post(f"{CONTACTS}/batch/read", {"inputs": inputs, "properties": []}).status_code == 400


def test_upsert_by_an_own_unique_property_creates_once(crm: Caller) -> None:
    definition = {
        "name": "crmsync_key",
        "label": "Sync key",
        "type": "string",
        "fieldType": "text",
        "groupName": "companyinformation",
        "hasUniqueValue": True,
    }
    made = crm.post("/crm/v3/properties/companies", definition)
    assert made.status_code == 201
    assert_matches(made.json(), "crm.properties", "ModelProperty")
    entry = {
        "id": "k-1",
        "idProperty": "crmsync_key",
        "objectWriteTraceId": "t",
        "properties": {"name": "One"},
    }
    first, second = (
        crm.post("/crm/v3/objects/companies/batch/upsert", {"inputs": [entry]}) for _ in range(2)
    )
    assert [a.json()["results"][0]["new"] for a in (first, second)] == [True, False]
    assert first.json()["results"][0]["id"] == second.json()["results"][0]["id"]
    assert_matches(second.json(), "crm.companies", "BatchResponseSimplePublicUpsertObject")
    other = crm.post("/crm/v3/objects/companies", {"properties": {"crmsync_key": "k-1"}})
    assert other.status_code == 400
    assert other.json()["errors"][0]["code"] == "CONFLICTING_UNIQUE_VALUE"
    not_unique = [{"id": "x", "idProperty": "domain", "properties": {}}]
    assert crm.post("/crm/v3/objects/companies/batch/upsert", {"inputs": not_unique}).status_code == 400


def test_batch_read_finds_by_id_property_and_shuffles(crm: Caller) -> None:
    emails = [f"reader{n}@crm-sandbox.example" for n in range(40)]
    for email in emails:
        crm.create("contacts", email=email)
    body = {"inputs": [{"id": e} for e in emails], "idProperty": "email", "properties": ["email"]}
    results = crm.post(f"{CONTACTS}/batch/read", body).json()["results"]
    shown = [record["properties"]["email"] for record in results]
    assert sorted(shown) == sorted(emails)
    assert shown != emails


def test_a_create_links_to_the_companies_it_names(crm: Caller) -> None:
    company = crm.create("companies", name="Linked GmbH")
    body = {
        "properties": {"lastname": "Linker"},
        "associations": [
            {
                "to": {"id": company},
                "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}],
            }
        ],
    }
    id = crm.post(CONTACTS, body).json()["id"]
    shown = crm.get(f"{CONTACTS}/{id}", associations="companies", properties="associatedcompanyid").json()
    assert shown["properties"]["associatedcompanyid"] == company
    assert {link["type"] for link in shown["associations"]["companies"]["results"]} == {
        "contact_to_company",
        "contact_to_company_unlabeled",
    }
