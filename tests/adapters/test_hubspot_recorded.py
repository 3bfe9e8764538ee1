"""Real HubSpot answers (contracts/recorded), replayed byte for byte through the adapter's own calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
import pytest

from adapters.base import Result
from adapters.hubspot import wire
from adapters.hubspot.api import HubSpotApi, read_trouble
from adapters.hubspot.payloads import Reader, judge, object_facts
from adapters.hubspot.schema import schema_of
from adapters.oauth import StaticTokens
from adapters.rest import Limits, Rest
from adapters.writing import PartRefused
from core.errors import NotPermitted, RequestRefused, Throttled
from core.schema import FieldType
from tests.adapters.scripted import Scripted, reply
from tests.support.shared import shared_json, shared_path

T = TypeVar("T")
RECORDED = "contracts/recorded/hubspot/amp-labs"
BATCH = f"{RECORDED}/batch"


def replay(status: int, name: str, call: Callable[[HubSpotApi], T], **headers: str) -> T:
    """What the API object makes of a recorded answer."""
    with Scripted(reply(status, shared_path(name).read_bytes(), **headers)) as crm:
        tokens, limits = StaticTokens("HubSpot", "t"), Limits(attempts=1)
        rest = Rest("HubSpot", crm.url, tokens, loopback=True, trouble=read_trouble, limits=limits)
        try:
            return call(HubSpotApi(rest))
        finally:
            rest.close()


def contacts(names: list[str]) -> Reader:
    facts = object_facts("contacts")
    fields = [wire.Property(name=name, label=name, type="string") for name in names]
    return Reader(facts, schema_of(facts, wire.PropertyPage(results=fields)), names)


def refused(status: int, name: str) -> PartRefused:
    with pytest.raises(PartRefused) as caught:
        replay(status, name, lambda api: api.write("contacts", "create", []))
    return caught.value


def test_a_batch_that_succeeded() -> None:
    for verb in ("create", "update"):
        name = f"{BATCH}/{verb}/contacts/success.json"
        batch = replay(201, name, lambda api, verb=verb: api.write("contacts", verb, []))  # type: ignore[misc]
        reader = contacts(["firstname", "lastname"])
        assert len(batch.results) >= 2 and not batch.errors
        for row in batch.results:
            record = reader.record(row, {})
            assert record.id.isdigit() and all(record.values) and record.modified > 1_700_000_000_000


def test_a_create_that_half_succeeded_names_the_record_in_the_way() -> None:
    batch = replay(
        207,
        f"{BATCH}/create/contacts/err-partial-success.json",
        lambda api: api.write("contacts", "create", []),
    )
    assert [row.id for row in batch.results] == ["171596044870"]
    [problem] = batch.errors
    result, refusals, existing = judge(problem)
    assert (result, existing) == (Result.TAKEN, "171591000198")
    assert refusals[0].code == "CONFLICT" and problem.context["objectWriteTraceId"] == ["0"]


def test_an_update_that_half_succeeded_names_the_id_that_is_gone() -> None:
    batch = replay(
        207,
        f"{BATCH}/update/contacts/err-partial-success.json",
        lambda api: api.write("contacts", "update", []),
    )
    [problem] = batch.errors
    assert judge(problem)[0] is Result.GONE
    assert problem.context["ids"] == ["unknownIdentifier888"]


def test_refusals_of_whole_batches() -> None:
    conflict = refused(409, f"{BATCH}/create/contacts/err-conflict.json")
    assert (conflict.result, conflict.crm_id) == (Result.TAKEN, None)
    for verb in ("create", "update"):
        invalid = refused(400, f"{BATCH}/{verb}/contacts/err-many-invalid-properties.json")
        assert invalid.result is Result.REFUSED
        named = {field for one in invalid.refusals for field in one.fields}
        assert named == {"first000name", "last000name"}
        assert {one.code for one in invalid.refusals} == {"PROPERTY_DOESNT_EXIST"}
    duplicate = refused(400, f"{BATCH}/update/contacts/err-duplicate-ids.json")
    assert (duplicate.result, duplicate.refusals[0].code) == (Result.REFUSED, "VALIDATION_ERROR")


def test_search_and_list_pages() -> None:
    first = replay(
        200, f"{RECORDED}/search/contacts/1-first-page.json", lambda api: api.search("contacts", {})
    )
    assert first.results and first.paging is not None and first.paging.next is not None and first.total
    second = replay(
        200, f"{RECORDED}/search/contacts/2-second-page.json", lambda api: api.search("contacts", {})
    )
    assert not {row.id for row in first.results} & {row.id for row in second.results}
    listed = replay(
        200, f"{RECORDED}/read/objects-api/contacts-response.json", lambda api: api.page("contacts", [], None)
    )
    reader = contacts(["email"])
    assert [reader.record(row, {}).values[0] for row in listed.results][:2] == [
        "a@example.com",
        "b@example.com",
    ]
    assert listed.paging is not None and listed.paging.next is not None and listed.paging.next.after == "394"


def test_an_unknown_object_is_refused() -> None:
    with pytest.raises(RequestRefused):
        replay(400, f"{RECORDED}/search/error-invalid-object.json", lambda api: api.search("butterflies", {}))


def test_a_missing_scope_is_named() -> None:
    with pytest.raises(NotPermitted) as caught:
        replay(403, f"{RECORDED}/metadata-err-schemas-scope.json", lambda api: api.properties("contacts"))
    assert "custom-object-read" in caught.value.advice


def test_the_daily_limit_is_not_waited_for() -> None:
    recorded = shared_json("contracts/recorded/hubspot/docs/rate_limit_429.json")
    with Scripted(reply(429, msgspec.json.encode(recorded["body"]))) as crm:
        rest = Rest("HubSpot", crm.url, StaticTokens("HubSpot", "t"), loopback=True, trouble=read_trouble)
        with pytest.raises(Throttled, match="day"):
            HubSpotApi(rest).properties("contacts")
        assert crm.count == 1
        rest.close()


def test_the_recorded_properties_become_a_schema() -> None:
    for object in ("contacts", "deals"):
        name = f"{RECORDED}/metadata-{object}-properties-sampled.json"
        page = replay(200, name, lambda api, object=object: api.properties(object))  # type: ignore[misc]
        schema = schema_of(object_facts(object), page)
        raw = {one["name"]: one for one in shared_json(name)["results"]}
        assert {field for field in schema.fields if not field.startswith("@")} <= set(raw)
        for field in schema.fields.values():
            if field.name in raw:
                one = raw[field.name]
                closed = one["modificationMetadata"]["readOnlyValue"] or one["calculated"]
                assert field.read_only or not closed
                assert len(field.choices) == (
                    len(one["options"])
                    if one["type"] == "enumeration" and field.type is not FieldType.BOOL
                    else 0
                )
    contacts = schema_of(
        object_facts("contacts"),
        replay(
            200,
            f"{RECORDED}/metadata-contacts-properties-sampled.json",
            lambda api: api.properties("contacts"),
        ),
    )
    assert contacts.fields["mobilephone"].type is FieldType.PHONE
    assert contacts.fields["address"].type is FieldType.TEXT


def test_association_errors_are_refusals() -> None:
    name = f"{RECORDED}/internal/associations/err-contact-to-contact.json"
    problems = replay(207, name, lambda api: api.link("contacts", "contacts", "create", []))
    assert [judge(one)[0] for one in problems] == [Result.REFUSED, Result.REFUSED]
    done = f"{RECORDED}/internal/associations/contact-to-company-resp.json"
    assert replay(201, done, lambda api: api.link("contacts", "companies", "create", [])) == []
