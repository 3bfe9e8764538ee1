"""The vendor's Python client drives the sandbox over real HTTP, and once over TLS with its CA."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from requests.adapters import HTTPAdapter
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import (
    SalesforceError,
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceResourceNotFound,
)

from adapters.sandbox.salesforce.schema import OBJECT_NAMES
from adapters.sandbox.salesforce.soql_literals import quote as soql_quote
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options

TOKEN = "sandbox-salesforce-token"


class LoopbackHTTP(HTTPAdapter):
    """Sends the client's https addresses as plain http, on loopback only."""

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        assert request.url is not None and request.url.startswith("https://127.0.0.1:"), request.url
        request.url = "http://" + request.url[8:]
        return super().send(request, stream, timeout or (3, 30), verify, cert, proxies)


def client(url: str, *, verify: str | None = None) -> Any:
    session = requests.Session()
    session.trust_env = False
    if verify is None:
        session.mount("https://127.0.0.1", LoopbackHTTP())
    else:
        session.verify = verify
    address = "https://" + url.split("://", 1)[1]
    return Salesforce(
        session_id=TOKEN, instance_url=address, session=session, version="61.0", object_pairs_hook=dict
    )


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox("salesforce", Options(seed=1, records=700)) as running:
        running.system.add_field(
            "Contact", "SyncHub_Key__c", {"type": "string", "length": 80, "externalId": True, "unique": True}
        )
        running.system.add_field("Contact", "Loose__c", {"type": "string", "length": 20, "externalId": True})
        yield running


@pytest.fixture
def sf(box: Sandbox) -> Any:
    return client(box.url)


def said(caught: Any) -> Any:
    """The decoded body of the answer the client raised about."""
    return caught.value.content


def ids_of(box: Sandbox, object: str = "Contact") -> list[str]:
    return [row.id for row in box.world.tables[object].after()]


def test_every_row_is_paged_through_once(box: Sandbox, sf: Any) -> None:
    wanted = ids_of(box)
    assert len(wanted) > 600
    rows = list(
        sf.query_all_iter(
            "SELECT Id, SystemModstamp FROM Contact ORDER BY SystemModstamp, Id",
            headers={"Sforce-Query-Options": "batchSize=200"},
        )
    )
    assert sorted(row["Id"] for row in rows) == wanted
    assert rows == sorted(rows, key=lambda row: (row["SystemModstamp"], row["Id"]))
    assert list(rows[0]) == ["attributes", "Id", "SystemModstamp"]


def test_rows_changing_while_a_locator_is_open_are_neither_lost_nor_doubled(box: Sandbox, sf: Any) -> None:
    wanted = ids_of(box)
    header = {"Sforce-Query-Options": "batchSize=200"}
    page = sf.query("SELECT Id, Title FROM Contact ORDER BY SystemModstamp, Id", headers=header)
    assert (page["totalSize"], page["done"], len(page["records"])) == (len(wanted), False, 200)
    seen = [row["Id"] for row in page["records"]]
    changed = [id for id in wanted if id not in seen][::2]
    for id in (*changed, *seen[:20]):
        box.control.update("Contact", id, {"Title": "moved on"})
    gone = next(id for id in wanted if id not in seen and id not in changed)
    box.control.delete("Contact", gone)
    titles: dict[str, str] = {}
    while not page["done"]:
        page = sf.query_more(page["nextRecordsUrl"], identifier_is_url=True)
        seen += [row["Id"] for row in page["records"]]
        titles |= {row["Id"]: row["Title"] for row in page["records"]}
    assert sorted(seen) == sorted(set(wanted) - {gone})
    assert {titles[id] for id in changed} == {"moved on"}


def test_only_the_newest_ten_locators_stay_open(sf: Any) -> None:
    header = {"Sforce-Query-Options": "batchSize=200"}
    first = sf.query("SELECT Id FROM Contact", headers=header)
    for _ in range(10):
        sf.query("SELECT Id FROM Contact", headers=header)
    with pytest.raises(SalesforceMalformedRequest) as caught:
        sf.query_more(first["nextRecordsUrl"], identifier_is_url=True)
    assert said(caught) == [{"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}]


def test_parents_and_children_come_nested(box: Sandbox, sf: Any) -> None:
    contact = sf.query(
        "SELECT Name, Account.Name, Account.Industry FROM Contact WHERE AccountId != null LIMIT 1"
    )
    parent = contact["records"][0]["Account"]
    assert parent["attributes"]["type"] == "Account" and set(parent) == {"attributes", "Name", "Industry"}
    assert (
        sf.query("SELECT Account.Name FROM Contact WHERE AccountId = null LIMIT 1")["records"][0]["Account"]
        is None
    )
    deals = sf.query_all("SELECT Id, (SELECT ContactId FROM OpportunityContactRoles) FROM Opportunity")[
        "records"
    ]
    roles = [
        role
        for deal in deals
        if deal["OpportunityContactRoles"]
        for role in deal["OpportunityContactRoles"]["records"]
    ]
    assert len(roles) == len(ids_of(box, "OpportunityContactRole"))
    assert any(deal["OpportunityContactRoles"] is None for deal in deals) or len(roles) >= len(deals)


def test_the_usual_life_of_a_record(box: Sandbox, sf: Any) -> None:
    made = sf.Contact.create({"LastName": "  Okafor ", "Email": "Ada@Example.COM", "Phone": "(030) 12 34"})
    assert made["success"] is True and made["errors"] == []
    row = sf.Contact.get(made["id"][:15])
    assert (row["Id"], row["LastName"], row["Email"], row["Phone"]) == (
        made["id"],
        "Okafor",
        "ada@example.com",
        "(030) 12 34",
    )
    assert (row["Name"], row["IsDeleted"], row["MailingAddress"]) == ("Okafor", False, None)
    assert sf.Contact.update(made["id"], {"FirstName": "Ada", "Phone": ""}) == 204
    row = sf.Contact.get(made["id"])
    assert (row["Name"], row["Phone"]) == ("Ada Okafor", None)
    assert sf.Contact.delete(made["id"]) == 204
    with pytest.raises(SalesforceResourceNotFound) as caught:
        sf.Contact.update(made["id"], {"FirstName": "x"})
    assert said(caught) == [{"message": "entity is deleted", "errorCode": "ENTITY_IS_DELETED", "fields": []}]
    assert sf.query(f"SELECT Id FROM Contact WHERE Id = '{made['id']}'")["totalSize"] == 0
    gone = sf.query(f"SELECT Id, IsDeleted FROM Contact WHERE Id = '{made['id']}'", include_deleted=True)
    assert [each["IsDeleted"] for each in gone["records"]] == [True]
    kinds = [(entry.op.value, entry.actor.kind.value) for entry in box.control.ledger()]
    assert kinds == [("create", "integration"), ("update", "integration"), ("delete", "integration")]


def test_upsert_creates_then_updates_whatever_the_key_looks_like(sf: Any) -> None:
    for key in ("k1", "a/b c", "50%'\\", "é+ß&?#"):
        path = f"SyncHub_Key__c/{quote(key, safe='')}"
        first = sf.Contact.upsert(path, {"LastName": "One"}, raw_response=True)
        again = sf.Contact.upsert(path, {"LastName": "Two"}, raw_response=True)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["created"] is True and again.json() == {**first.json(), "created": False}
        # Not get_by_custom_id: the client writes a blank in its path as a plus sign.
        row = sf.restful(f"sobjects/Contact/{path}", params={"fields": "SyncHub_Key__c,LastName"})
        assert (row["SyncHub_Key__c"], row["LastName"]) == (key, "Two")
        found = sf.query(f"SELECT Id FROM Contact WHERE SyncHub_Key__c = {soql_quote(key)}")
        assert [each["Id"] for each in found["records"]] == [row["Id"]]
    assert sf.Contact.upsert("SyncHub_Key__c/K1", {"LastName": "Three"}) == 200


def test_an_external_id_that_is_not_unique_answers_300_with_the_matches(sf: Any) -> None:
    made = [sf.Contact.create({"LastName": "Twin", "Loose__c": "same"})["id"] for _ in range(2)]
    matches = [f"/services/data/v61.0/sobjects/Contact/{id}" for id in made]
    with pytest.raises(SalesforceMoreThanOneRecord) as caught:
        sf.Contact.upsert("Loose__c/same", {"LastName": "x"})
    assert said(caught) == matches
    with pytest.raises(SalesforceMoreThanOneRecord) as caught:
        sf.Contact.get_by_custom_id("Loose__c", "same")
    assert said(caught) == matches


def test_collections_answer_in_order_with_each_records_own_outcome(box: Sandbox, sf: Any) -> None:
    records = [
        {"attributes": {"type": "Contact"}, "LastName": "A", "SyncHub_Key__c": "c1"},
        {"attributes": {"type": "Contact"}, "FirstName": "no last name", "SyncHub_Key__c": "c2"},
        {"attributes": {"type": "Contact"}, "LastName": "C", "SyncHub_Key__c": "c3"},
        {"attributes": {"type": "Contact"}, "LastName": "D", "SyncHub_Key__c": "C3"},
    ]
    path = "composite/sobjects/Contact/SyncHub_Key__c"
    answers = sf.restful(path, method="PATCH", json={"allOrNone": False, "records": records}, timeout=(3, 60))
    assert [each["success"] for each in answers] == [True, False, False, False]
    assert answers[0]["created"] is True
    assert answers[1]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    assert {each["errors"][0]["statusCode"] for each in answers[2:]} == {"DUPLICATE_VALUE"}
    again = sf.restful(path, method="PATCH", json={"allOrNone": False, "records": records[:1]})
    assert again == [{**answers[0], "created": False}]
    id = answers[0]["id"]
    change = {"attributes": {"type": "Contact"}, "id": id, "Title": "Boss"}
    assert sf.restful("composite/sobjects", method="PATCH", json={"records": [change]})[0]["success"] is True
    read = sf.restful(
        "composite/sobjects/Contact", method="POST", json={"ids": [id, "003" + "z" * 12], "fields": ["Title"]}
    )
    assert [each and each["Title"] for each in read] == ["Boss", None]
    gone = sf.restful(
        "composite/sobjects", params={"ids": f"{id},003xx", "allOrNone": "false"}, method="DELETE"
    )
    assert gone[0] == {"id": id, "success": True, "errors": []}
    assert gone[1]["errors"][0]["statusCode"] == "MALFORMED_ID"
    assert box.world.tables["Contact"].get(id) not in list(box.world.tables["Contact"].after())


def test_a_whole_describe_and_the_global_list(sf: Any) -> None:
    described = sf.describe()
    assert described is not None
    assert set(OBJECT_NAMES) == {each["name"] for each in described["sobjects"]}
    fields = {each["name"]: each for each in sf.Contact.describe()["fields"]}
    assert (fields["SyncHub_Key__c"]["externalId"], fields["SyncHub_Key__c"]["unique"]) == (True, True)
    assert fields["LastName"]["length"] == 80 and not fields["MailingAddress"]["updateable"]
    assert fields["AccountId"]["referenceTo"] == ["Account"]


def test_updated_and_deleted_cover_a_span(box: Sandbox, sf: Any) -> None:
    made = sf.Contact.create({"LastName": "New"})["id"]
    gone = sf.Contact.create({"LastName": "Gone"})["id"]
    sf.Contact.delete(gone)
    box.world.clock = lambda: int(datetime.now(UTC).timestamp() * 1000) + 120_000
    end = datetime.now(UTC) + timedelta(minutes=1)
    start = end - timedelta(minutes=5)
    updated, deleted = sf.Contact.updated(start, end), sf.Contact.deleted(start, end)
    assert updated["ids"] == [made]
    assert [each["id"] for each in deleted["deletedRecords"]] == [gone]
    assert datetime.fromisoformat(updated["latestDateCovered"]) <= end
    assert datetime.fromisoformat(deleted["earliestDateAvailable"]) < start


def test_the_limit_header_counts_calls_and_the_budget_ends_in_403(box: Sandbox, sf: Any) -> None:
    sf.query("SELECT Id FROM Contact LIMIT 1")
    used = sf.api_usage["api-usage"]
    sf.limits()
    assert sf.api_usage["api-usage"].used == used.used + 1
    with Sandbox("salesforce", Options(records=0, settings={"daily_requests": 3})) as small:
        poor = client(small.url)
        assert [poor.limits()["DailyApiRequests"]["Remaining"] for _ in range(3)] == [2, 1, 0]
        with pytest.raises(SalesforceError, match="REQUEST_LIMIT_EXCEEDED") as caught:
            poor.limits()
        assert said(caught) == [
            {"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}
        ]


def test_a_revoked_session_is_refused_as_expired(box: Sandbox, sf: Any) -> None:
    box.system.tokens.revoke(TOKEN)
    with pytest.raises(SalesforceExpiredSession) as caught:
        sf.Contact.metadata(headers={"X-Test": "1"})
    assert said(caught) == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


def test_the_client_unchanged_over_tls(tmp_path: Path) -> None:
    with Sandbox("salesforce", Options(records=50), tls_folder=tmp_path) as box:
        assert box.certificates is not None
        secure = client(box.url, verify=str(box.certificates.ca))
        assert len(list(secure.query_all_iter("SELECT Id FROM Contact"))) == len(ids_of(box))
        assert secure.Contact.create({"LastName": "Safe"})["success"] is True
