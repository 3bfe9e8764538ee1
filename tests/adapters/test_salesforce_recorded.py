"""Real Salesforce answers (contracts), replayed byte for byte through the adapter's own calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
import pytest

from adapters.base import Result
from adapters.oauth import StaticTokens
from adapters.rest import Limits, Rest
from adapters.salesforce.api import SalesforceApi, read_trouble
from adapters.salesforce.payloads import Describe, Reader, described, judge
from adapters.salesforce.roles import in_row
from adapters.writing import PartRefused
from core.errors import RequestRefused, Throttled
from core.schema import FieldType
from tests.adapters.scripted import Scripted, reply
from tests.support.shared import shared_json, shared_path

T = TypeVar("T")
RECORDED = "contracts/recorded/salesforce/amp-labs"
BATCH = f"{RECORDED}/batch"


def replay(status: int, name: str, call: Callable[[SalesforceApi], T]) -> T:
    return replay_bytes(status, shared_path(name).read_bytes(), call)


def replay_bytes(status: int, body: bytes, call: Callable[[SalesforceApi], T]) -> T:
    with Scripted(reply(status, body)) as crm:
        tokens, limits = StaticTokens("Salesforce", "t"), Limits(attempts=1)
        rest = Rest("Salesforce", crm.url, tokens, loopback=True, trouble=read_trouble, limits=limits)
        try:
            return call(SalesforceApi(rest))
        finally:
            rest.close()


def test_collections_that_succeeded() -> None:
    for verb, method in (("create", "POST"), ("update", "PATCH")):
        name = f"{BATCH}/{verb}/contacts/success.json"
        results = replay(200, name, lambda api, method=method: api.save(method, []))  # type: ignore[misc]
        assert [one["success"] for one in results] == [True, True]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("create/contacts/partial-but-allOrNone", [Result.REFUSED, Result.LATER]),
        ("update/contacts/partial-but-allOrNone", [Result.LATER, Result.REFUSED]),
        ("update/contacts/err-each-no-ids", [Result.REFUSED, Result.REFUSED]),
    ],
)
def test_collections_whose_records_failed(name: str, expected: list[Result]) -> None:
    results = replay(200, f"{BATCH}/{name}.json", lambda api: api.save("PATCH", []))
    assert [judge(one["errors"]).result for one in results] == expected


def test_a_missing_required_field_is_named() -> None:
    results = replay(
        200, f"{BATCH}/create/contacts/partial-but-allOrNone.json", lambda api: api.save("POST", [])
    )
    [refusal] = judge(results[0]["errors"]).refusals
    assert (refusal.code, refusal.fields) == ("REQUIRED_FIELD_MISSING", ("LastName",))


@pytest.mark.parametrize(
    ("status", "name", "result", "fields"),
    [
        (400, "batch/create/contacts/err-bad-request", Result.REFUSED, ()),
        (404, "crm/delete/not-found", Result.GONE, ()),
        (400, "invalid-field-upsert", Result.REFUSED, ("MasterRecordId",)),
    ],
)
def test_errors_of_whole_writes(status: int, name: str, result: Result, fields: tuple[str, ...]) -> None:
    with pytest.raises(PartRefused) as caught:
        replay(status, f"{RECORDED}/{name}.json", lambda api: api.save("POST", []))
    assert caught.value.result is result
    assert caught.value.refusals[0].fields == fields


def test_an_unsuccessful_single_write() -> None:
    body = shared_json(f"{RECORDED}/success-with-errors.json")
    assert judge(body["errors"]).result is Result.REFUSED


@pytest.mark.parametrize("name", ["unknown-field", "unknown-object"])
def test_a_query_for_something_unknown_is_refused_without_quoting_it(name: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        replay(400, f"{RECORDED}/{name}.json", lambda api: api.query("SELECT Id FROM Accout"))
    assert "INVALID" in str(caught.value) and "Accout" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_rows_and_the_contacts_of_their_sub_selects() -> None:
    with Scripted(
        reply(200, shared_path(f"{RECORDED}/read-opportunity-with-contacts.json").read_bytes())
    ) as crm:
        rest = Rest("Salesforce", crm.url, StaticTokens("Salesforce", "t"), loopback=True)
        api = SalesforceApi(rest)
        [row] = api.query("SELECT Id FROM Opportunity")
        held = in_row(api, row)
        assert [one.contact for one in held] == ["003ak000003dQCGAA2", "003ak000003dQCDAA2"]
        assert str(row["Amount"]) == "50000.00"
        rest.close()
    rows = replay(200, f"{RECORDED}/read-list-contacts.json", lambda api: api.query("SELECT Id FROM Contact"))
    assert all(set(row) >= {"AccountId", "Department"} for row in rows)


@pytest.mark.parametrize(
    "name", ["Account", "Case", "Contact", "Lead", "Opportunity", "OpportunityContactRole", "Custom__c"]
)
def test_the_recorded_describes_become_schemas(name: str) -> None:
    path = f"contracts/salesforce/describe/{name}.json"
    raw = shared_json(path)
    while "fields" not in raw:
        raw = raw["response"]["body"] if "response" in raw else raw["body"]
    known = described(replay_bytes(200, msgspec.json.encode(raw), lambda api: api.describe(name)))
    by_name = {one["name"]: one for one in raw["fields"]}
    assert known.names == set(by_name)
    for field in known.object.fields.values():
        if field.name.startswith("@"):
            continue
        one = by_name[field.name]
        assert one["type"] not in ("address", "location", "id", "base64")
        assert field.read_only or field.once or one["updateable"]
        assert field.required == (one["createable"] and not one["nillable"] and not one["defaultedOnCreate"])
        # Whom a record belongs to, and its type, are chosen from a list.
        if one["type"] == "reference" and {"User", "RecordType"} & set(one["referenceTo"]):
            assert field.type is FieldType.CHOICE
        elif one["type"] == "reference" and len(one["referenceTo"]) == 1:
            assert field.references == one["referenceTo"][0]
        if one["type"] == "multipicklist":
            assert field.type is FieldType.MULTI_CHOICE
    Reader(known, tuple(known.object.fields))


def test_the_request_limit_is_throttling() -> None:
    body = b'[{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}]'
    with pytest.raises(Throttled):
        replay_bytes(403, body, lambda api: api.query("SELECT Id FROM Contact"))


def test_recorded_cassettes_of_upserts_read_as_success() -> None:
    folder = shared_path("contracts/recorded/salesforce/cumulusci")
    seen = 0
    for file in sorted(folder.glob("TestUpsert.*rest*.json")):
        for turn in msgspec.json.decode(file.read_bytes()):
            uri, body = turn["request"]["uri"], turn["response"]["body"]
            if "/composite/sobjects" in uri and isinstance(body, list):
                results = replay_bytes(200, msgspec.json.encode(body), lambda api: api.save("PATCH", []))
                for one in results:
                    seen += 1
                    assert one["success"] or judge(one["errors"]).result in (Result.REFUSED, Result.TAKEN)
    assert seen > 10


def test_a_describe_of_another_shape_is_told() -> None:
    assert msgspec.convert({"name": "X", "fields": []}, Describe).fields == []
    with pytest.raises(Exception, match="cannot be read"):
        replay_bytes(200, b'{"name": "X"}', lambda api: api.describe("X"))
