"""The ledger through the real adapters and real HTTP: it knows what the sandbox counts, and holds back before it must."""

from __future__ import annotations

import re
from typing import Final

import pytest

from adapters.allowance import Urgency, calling
from adapters.base import Edit, Result
from adapters.hubspot.adapter import HubSpotAdapter
from adapters.pipedrive.adapter import PipedriveAdapter
from adapters.pipedrive.costs import price
from adapters.quota import Budget
from adapters.registry import connect, usual_ledger
from adapters.salesforce.adapter import SalesforceAdapter
from adapters.sandbox.hubspot import HubSpot
from adapters.sandbox.pipedrive import Pipedrive
from adapters.sandbox.salesforce.org import SalesforceOrg
from core.errors import QuotaHeld, RemoteError
from tests.adapters.benches import FAST, HubSpotBench, PipedriveBench, SalesforceBench, SandboxBench, start
from tests.support.shared import shared_path

OURS: Final = re.compile(
    r"/(persons|organizations|deals|activities)(/\{id\}|/search|/\{id\}/(changelog|merge))?"
    r"|/(person|organization|deal|activity)Fields|/users(/me)?|/webhooks(/\{id\})?|/recents"
)


def guarded(bench: SandboxBench) -> SandboxBench:
    """The bench's adapter anew, with a ledger such as the daemon gives it."""
    former = bench.adapter
    budget = Budget({}, ledger=usual_ledger(former.system))
    adapter = connect(bench.account(), former.rest.tokens, budget=budget, limits=FAST)
    assert isinstance(adapter, HubSpotAdapter | SalesforceAdapter | PipedriveAdapter)
    bench.adapter = adapter
    former.close()
    return bench


def test_a_backfill_rests_at_its_line_while_edits_and_what_people_wait_for_go_on() -> None:
    with start("salesforce", 50, daily_requests=200) as box:
        bench = guarded(SalesforceBench(box))
        org = box.system
        assert isinstance(org, SalesforceOrg)
        ledger = bench.adapter.rest.budget.ledger
        id = bench.add(bench.person, bench.values(last="Weber"))
        with calling(Urgency.BACKFILL), pytest.raises(QuotaHeld, match="backfill is held back") as caught:
            for _ in range(300):
                bench.adapter.backfill(bench.person, bench.fields, None)
        assert caught.value.lane == "backfill" and caught.value.until > 0
        assert org.budget.used == 126 == ledger.standing().used, "seven tenths of nine tenths of 200"
        refused = org.budget.used
        with calling(Urgency.BACKFILL), pytest.raises(QuotaHeld):
            bench.adapter.backfill(bench.person, bench.fields, None)
        assert org.budget.used == refused, "what is held back never reaches the CRM"
        edit = Edit(op="e", crm_id=id, values=bench.values(last="Weber-Lang"))
        [done] = bench.adapter.update(bench.person, bench.fields, [edit])
        assert done.result is Result.DONE
        with pytest.raises(QuotaHeld, match="live is held back"):
            for _ in range(300):
                bench.adapter.fetch(bench.person, bench.fields, [id])
        assert org.budget.used == 171
        with calling(Urgency.INTERACTIVE):
            assert bench.adapter.fetch(bench.person, bench.fields, [id])
        assert org.budget.used <= 180, "a tenth is left to others"
        bench.adapter.close()


def test_a_request_is_not_repeated_where_retries_have_no_room() -> None:
    with start("salesforce", 50, daily_requests=100) as box:
        bench = guarded(SalesforceBench(box))
        org = box.system
        assert isinstance(org, SalesforceOrg)
        id = bench.add(bench.person, bench.values(last="Weber"))
        bench.adapter.fetch(bench.person, bench.fields, [id])
        rest = bench.adapter.rest
        bench.faults(unavailable={"value": 1, "times": 1})
        assert bench.adapter.fetch(bench.person, bench.fields, [id])
        assert rest.counters.retries == 1
        while rest.budget.ledger.has_room(Urgency.RETRY):
            bench.adapter.fetch(bench.person, bench.fields, [id])
        bench.faults(unavailable={"value": 1, "times": 1})
        with pytest.raises(RemoteError) as caught:
            bench.adapter.fetch(bench.person, bench.fields, [id])
        assert not isinstance(caught.value, QuotaHeld), (
            "the CRM's own trouble is told, so that only that is waited out"
        )
        assert rest.counters.retries == 1
        assert bench.adapter.fetch(bench.person, bench.fields, [id]), "the next fresh call goes out"
        bench.adapter.close()


def test_others_requests_show_and_hold_us_back() -> None:
    with start("salesforce", 50, daily_requests=1_000) as box:
        bench = guarded(SalesforceBench(box))
        org = box.system
        assert isinstance(org, SalesforceOrg)
        bench.adapter.backfill(bench.person, bench.fields, None)
        for _ in range(700):
            org.budget.spend()
        bench.adapter.backfill(bench.person, bench.fields, None)
        standing = bench.adapter.rest.budget.ledger.standing()
        assert standing.others == 700 and standing.ours + 700 == standing.used == org.budget.used
        assert [one.lane for one in standing.held] == [Urgency.BACKFILL]
        bench.adapter.close()


def test_pipedrives_tokens_are_counted_as_it_counts_them() -> None:
    with start("pipedrive", 60, limits="lite") as box:
        bench = guarded(PipedriveBench(box))
        company = box.system
        assert isinstance(company, Pipedrive)
        id = bench.add(bench.person, bench.values(last="Weber"))
        for _ in range(6):
            bench.adapter.fetch(bench.person, bench.fields, [id])
            edit = Edit(op="e", crm_id=id, values=bench.values(first="Ada"))
            bench.adapter.update(bench.person, bench.fields, [edit])
        standing = bench.adapter.rest.budget.ledger.standing()
        assert (standing.unit, standing.limit) == ("tokens", 30_000)
        assert standing.used == company.limits.used > 0
        costs = {one.kind: one.mean for one in standing.costs}
        assert costs["write"] == 5
        bench.adapter.close()


def test_hubspot_tells_a_private_app_its_day_and_an_oauth_app_nothing() -> None:
    with start("hubspot", 60, limits="free") as box:
        system = box.system
        assert isinstance(system, HubSpot)
        bench = guarded(HubSpotBench(box))
        bench.adapter.backfill(bench.person, bench.fields, None)
        standing = bench.adapter.rest.budget.ledger.standing()
        private = system.tokens.find(bench.adapter.rest.tokens.bearer())
        assert private is not None
        assert standing.told is private.private
        assert standing.limit == (250_000 if private.private else None)
        assert standing.used > 0
        bench.adapter.close()


def published() -> list[tuple[str, str, int]]:
    """Method, path and cost of the operations on what we call, from the vendor's documents; read line by line."""
    found: list[tuple[str, str, int]] = []
    for version, prefix in (("1", "/api/v1"), ("2", "/api/v2")):
        route = method = ""
        lines = shared_path(f"contracts/pipedrive/openapi-v{version}.yaml").read_text(encoding="utf-8")
        for line in lines.splitlines():
            if named := re.fullmatch(r"  '?(/[^':]*)'?:", line):
                route = named[1]
            elif named := re.fullmatch(r"    (get|post|put|patch|delete):", line):
                method = named[1].upper()
            elif (named := re.fullmatch(r"      x-token-cost: (\d+)", line)) and OURS.fullmatch(route):
                found.append((method, prefix + re.sub(r"\{\w+\}", "7", route), int(named[1])))
    return found


def test_the_costs_of_the_calls_we_make_are_the_published_ones() -> None:
    wrong = [
        (method, path, cost, price(method, path)[1])
        for method, path, cost in published()
        if price(method, path)[1] != cost and not (method == "DELETE" and path.endswith("Fields"))
    ]
    assert len(published()) > 40 and not wrong
