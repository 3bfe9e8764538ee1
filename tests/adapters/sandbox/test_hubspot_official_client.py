"""HubSpot's own Python client drives the sandbox unchanged, but for `host`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hubspot as vendor
import pytest
from hubspot.crm import associations, contacts, properties
from hubspot.webhooks import SettingsChangeRequest, SubscriptionCreateRequest, ThrottlingSettings

from adapters.sandbox.hubspot import APP_ID, CLIENT_ID, CLIENT_SECRET, DEVELOPER_KEY, PRIVATE_TOKEN
from tests.adapters.sandbox.hubspot_caller import Caller, hubspot

TIMES = {"_request_timeout": (3, 10)}


@pytest.fixture(scope="module")
def crm() -> Iterator[Caller]:
    with hubspot(records=150) as caller:
        yield caller


@pytest.fixture(scope="module")
def client(crm: Caller) -> Any:
    return vendor.Client.create(access_token=PRIVATE_TOKEN, host=crm.box.url, retry=False)


def test_it_lists_pages(client: Any) -> None:
    page = client.crm.contacts.basic_api.get_page(limit=100, properties=["email"], **TIMES)
    assert len(page.results) == 100
    following = client.crm.contacts.basic_api.get_page(limit=100, after=page.paging.next.after, **TIMES)
    assert following.results[0].id > page.results[-1].id


def test_it_creates_reads_updates_and_archives(client: Any) -> None:
    api = client.crm.contacts.basic_api
    wanted = contacts.SimplePublicObjectInputForCreate(properties={"email": "vendor@crm-sandbox.example"})
    made = api.create(wanted, **TIMES)
    change = contacts.SimplePublicObjectInput(properties={"city": "Genève"})
    api.update("vendor@crm-sandbox.example", change, id_property="email", **TIMES)
    assert api.get_by_id(made.id, properties=["city"], **TIMES).properties["city"] == "Genève"
    api.archive(made.id, **TIMES)
    with pytest.raises(contacts.ApiException) as caught:
        api.get_by_id(made.id, **TIMES)
    assert caught.value.status == 404


def test_it_searches(client: Any) -> None:
    request = contacts.PublicObjectSearchRequest(
        filter_groups=[{"filters": [{"propertyName": "lastmodifieddate", "operator": "GTE", "value": "0"}]}],
        sorts=[{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        properties=["email"],
        limit=20,
    )
    found = client.crm.contacts.search_api.do_search(request, **TIMES)
    assert found.total > 100
    assert len(found.results) == 20


def test_it_sees_partial_success_in_batches(client: Any) -> None:
    api = client.crm.contacts.batch_api
    email = "vendor-batch@crm-sandbox.example"
    inputs = [{"objectWriteTraceId": str(n), "properties": {"email": email}} for n in range(2)]
    answer, status, _headers = api.create_with_http_info({"inputs": inputs}, **TIMES)
    assert status == 207
    assert (len(answer.results), answer.num_errors) == (1, 1)
    request = {
        "inputs": [{"id": email}],
        "idProperty": "email",
        "properties": ["email"],
        "propertiesWithHistory": [],
    }
    read = api.read(request, **TIMES)
    assert read.results[0].properties["email"] == email


def test_it_defines_properties(client: Any) -> None:
    wanted = properties.PropertyCreate(
        name="vendor_size", label="Size", type="enumeration", field_type="select", group_name="dealinformation",
        options=[properties.OptionInput(label="S", value="s", hidden=False, display_order=0)],
    )  # fmt: skip
    made = client.crm.properties.core_api.create("deals", wanted, **TIMES)
    assert made.options[0].value == "s"
    names = {p.name for p in client.crm.properties.core_api.get_all("deals", **TIMES).results}
    assert {"vendor_size", "dealname", "amount"} <= names


def test_it_reads_and_writes_associations_v4(client: Any, crm: Caller) -> None:
    person, firm = crm.create("contacts", lastname="Assoc"), crm.create("companies", name="Assoc AG")
    api = client.crm.associations.v4
    api.basic_api.create_default("contacts", person, "companies", firm, **TIMES)
    request = associations.v4.BatchInputPublicFetchAssociationsBatchRequest(inputs=[{"id": person}])
    read = api.batch_api.get_page("contacts", "companies", request, **TIMES)
    assert str(read.results[0].to[0].to_object_id) == firm
    assert {t.type_id for t in read.results[0].to[0].association_types} == {1, 279}
    api.basic_api.archive("contacts", person, "companies", firm, **TIMES)
    assert api.basic_api.get_page("contacts", person, "companies", **TIMES).results == []


def test_it_reads_owners_pipelines_and_schemas(client: Any) -> None:
    assert len(client.crm.owners.owners_api.get_page(**TIMES).results) == 3
    stages = client.crm.pipelines.pipelines_api.get_all("deals", **TIMES).results[0].stages
    assert stages[5].id == "closedwon"
    assert client.crm.schemas.core_api.get_all(**TIMES).results == []


def test_it_manages_webhook_settings_and_subscriptions(crm: Caller) -> None:
    developer = vendor.Client.create(api_key=DEVELOPER_KEY, host=crm.box.url, retry=False)
    wanted = SettingsChangeRequest(
        target_url="http://127.0.0.1:9/hook", throttling=ThrottlingSettings(max_concurrent_requests=5)
    )
    developer.webhooks.settings_api.configure(APP_ID, wanted, **TIMES)
    assert developer.webhooks.settings_api.get_all(APP_ID, **TIMES).target_url == "http://127.0.0.1:9/hook"
    api = developer.webhooks.subscriptions_api
    made = api.create(APP_ID, SubscriptionCreateRequest(event_type="contact.creation", active=True), **TIMES)
    assert [s.id for s in api.get_all(APP_ID, **TIMES).results] == [made.id]
    api.update(int(made.id), APP_ID, {"active": False}, **TIMES)
    assert api.get_by_id(int(made.id), APP_ID, **TIMES).active is False
    api.archive(int(made.id), APP_ID, **TIMES)
    assert api.get_all(APP_ID, **TIMES).results == []
    developer.webhooks.settings_api.clear(APP_ID, **TIMES)


def test_it_refreshes_tokens_over_legacy_oauth(crm: Caller) -> None:
    back = "http://127.0.0.1:9/back"
    consent = crm.call(
        "GET",
        "/oauth/authorize",
        params={"client_id": CLIENT_ID, "redirect_uri": back, "state": "s"},
        allow_redirects=False,
    )
    code = consent.headers["location"].split("code=")[1]
    api = vendor.Client.create(host=crm.box.url, retry=False).oauth.tokens_api
    given = api.create(
        grant_type="authorization_code", code=code, redirect_uri=back, client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET, **TIMES,
    )  # fmt: skip
    assert given.expires_in == 1800
    fresh = vendor.Client.create(access_token=given.access_token, host=crm.box.url, retry=False)
    assert len(fresh.crm.contacts.basic_api.get_page(limit=1, **TIMES).results) == 1
