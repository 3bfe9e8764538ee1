"""Our field in Salesforce where a person made it, otherwise than we would have."""

from __future__ import annotations

import json

import pytest

from adapters.oauth import StaticTokens
from adapters.quota import Budget
from adapters.registry import Account, connect
from adapters.salesforce.payloads import MARKER
from core.errors import NotPermitted, RequestRefused
from tests.adapters.benches import FAST, SalesforceBench, start
from tests.adapters.scripted import Scripted, reply


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
        account = Account(system="salesforce", base_url=crm.url, loopback=True)
        adapter = connect(account, StaticTokens("salesforce", "t"), budget=Budget({}), limits=FAST)
        with pytest.raises(NotPermitted, match="may not write it") as caught:
            adapter.prepare("Lead")
        assert "read and edit access" in caught.value.advice
        adapter.close()
