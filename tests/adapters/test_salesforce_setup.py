"""What is set up in a Salesforce org, and who may: our marker field, the selection for change events, the address."""

from __future__ import annotations

import json

import pytest

from adapters.oauth import StaticTokens
from adapters.registry import Account, connect
from adapters.salesforce.payloads import MARKER
from core.errors import NotPermitted, RequestRefused, SettingsInvalid
from tests.adapters.benches import SALESFORCE_TOKEN, SalesforceBench, start
from tests.adapters.scripted import Scripted, reply
from tests.adapters.test_salesforce import scripted


def test_the_marker_field_is_made_and_may_be_forbidden() -> None:
    with start("salesforce", 20) as box:
        bench = SalesforceBench(box)
        with pytest.raises(NotPermitted, match=MARKER):
            bench.adapter.find("Lead", ["LastName"], ["x:g1"])
        need, selection = bench.adapter.needs("Lead")
        assert (need.field, need.unique, need.present) == (MARKER, True, False)
        assert "Text 80" in need.advice
        assert (selection.field, selection.blocks, selection.present) == ("Change Data Capture", False, False)
        assert bench.adapter.prepare("Lead") is True
        assert all(one.present for one in bench.adapter.needs("Lead"))
        assert bench.adapter.prepare("Lead") is False
        assert bench.adapter.find("Lead", ["LastName"], ["x:g1"]) == {}
        bench.adapter.close()
    describe = {"name": "Lead", "fields": [{"name": "Id", "type": "id"}]}
    refusal = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "no"}]
    no = reply(403, json.dumps(refusal))  # to the question what is selected, and to the field
    with Scripted(
        reply(200, json.dumps(describe)), no, reply(200, '{"user_id": "005000000000001AAA"}'), no
    ) as crm:
        adapter = scripted(crm)
        with pytest.raises(NotPermitted) as caught:
            adapter.prepare("Lead")
        assert "by hand" in caught.value.advice
        adapter.close()


def test_a_marker_field_whose_values_may_repeat_is_none() -> None:
    """A person made it by hand and left Unique out: a create that lands late could be there twice."""
    with start("salesforce", 0) as box:
        box.system.add_field("Lead", MARKER, {"type": "string", "length": 80, "externalId": True})
        bench = SalesforceBench(box)
        need, _ = bench.adapter.needs("Lead")
        assert not need.present
        with pytest.raises(RequestRefused, match="does not require unique values") as caught:
            bench.adapter.prepare("Lead")
        assert "Unique" in caught.value.advice
        bench.adapter.close()


def test_a_marker_field_we_may_not_write_is_told_with_what_to_grant() -> None:
    field = {"name": MARKER, "type": "string", "unique": True, "createable": False}
    describe = reply(200, json.dumps({"name": "Lead", "fields": [{"name": "Id", "type": "id"}, field]}))
    no = reply(403, json.dumps([{"errorCode": "INSUFFICIENT_ACCESS", "message": "no"}]))
    there = reply(400, json.dumps([{"errorCode": "DUPLICATE_DEVELOPER_NAME", "message": "there"}]))
    me = reply(200, '{"user_id": "005000000000001AAA"}')
    with Scripted(describe, no, me, there, describe, no, describe) as crm:
        adapter = scripted(crm)
        with pytest.raises(NotPermitted, match="may not write it") as caught:
            adapter.prepare("Lead")
        assert "read and edit access" in caught.value.advice
        adapter.close()


def test_an_edition_that_has_no_room_for_another_selected_object_is_told_and_nothing_else_suffers() -> None:
    with start(
        "salesforce", 0, change_events="Account,Contact,Opportunity,OpportunityContactRole,Task"
    ) as box:
        bench = SalesforceBench(box)
        with pytest.raises(NotPermitted, match="LIMIT_EXCEEDED") as caught:
            bench.adapter.prepare("Lead")
        assert "or leave it polled" in caught.value.advice
        marker, selection = bench.adapter.needs("Lead")
        assert marker.present and not selection.present
        bench.adapter.close()


def test_who_wants_no_streams_is_not_asked_to_select_anything() -> None:
    with start("salesforce", 0) as box:
        account = Account(system="salesforce", base_url=box.url, loopback=True, streams=False)
        adapter = connect(account, StaticTokens("salesforce", SALESFORCE_TOKEN))
        assert [one.field for one in adapter.needs("Lead")] == [MARKER]
        adapter.close()


def test_the_address_comes_from_the_sign_in_and_must_be_the_vendors() -> None:
    tokens = StaticTokens("salesforce", SALESFORCE_TOKEN)
    with pytest.raises(SettingsInvalid, match="not known"):
        connect(Account(system="salesforce"), tokens)
    with pytest.raises(SettingsInvalid):
        connect(Account(system="salesforce"), tokens, instance_url="https://salesforce.com.evil.example")
    connect(Account(system="salesforce"), tokens, instance_url="https://acme.my.salesforce.com").close()
