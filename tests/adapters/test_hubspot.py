"""HubSpot's traps: search's limits and lateness, batches that half succeed, lost answers, drifting properties."""

from __future__ import annotations

from collections import Counter

import pytest
import requests

from adapters.base import Draft, Edit, Removal, Result
from adapters.hooks import Registration, Target
from adapters.hubspot.subscriber import HubSpotSubscriber
from adapters.quota import Budget
from adapters.registry import Account, connect, usual_budget
from adapters.sandbox.hubspot.system import APP_ID, CLIENT_ID, CLIENT_SECRET, DEVELOPER_KEY
from core.errors import (
    AnswerLost,
    BadAnswer,
    NotPermitted,
    RequestRefused,
    SettingsInvalid,
    SignInNeeded,
    Throttled,
    Unreachable,
)
from tests.adapters.benches import FAST, HubSpotBench, start, unique

CREATE = "batch/create"


def draft(bench: HubSpotBench, **values: str) -> Draft:
    name = unique("hs")
    return Draft(op=f"op-{name}", marker=f"{name}:g1", values=bench.values(**{"last": name, **values}))


def people(bench: HubSpotBench) -> int:
    return len(bench.live("contacts"))


# the change feed -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("object", "field"), [("companies", "city"), ("deals", "description"), ("contacts", "city")]
)
def test_each_object_is_polled_by_its_own_modified_property(
    hubspot: HubSpotBench, object: str, field: str
) -> None:
    position = hubspot.adapter.now(object)
    id = hubspot.live(object)[0]
    hubspot.edit(object, id, {field: unique("Moved ")})
    records, _ = hubspot.changes(object, [field], position)
    assert id in {record.id for record in records}


def test_more_than_ten_thousand_records_with_one_time_are_all_read_once() -> None:
    with start("hubspot", 10_300) as box:
        bench = HubSpotBench(box)
        position = bench.adapter.now("contacts")
        stamped = bench.stamp_all("contacts")
        assert len(stamped) > 10_000
        records, after = bench.changes("contacts", ["city"], position)
        assert Counter(record.id for record in records) == Counter(stamped)
        again, _ = bench.changes("contacts", ["city"], after)
        assert {record.id for record in again} <= set(stamped)
        bench.adapter.close()


def test_a_row_that_becomes_visible_late_is_healed_by_a_deep_pass(hubspot: HubSpotBench) -> None:
    late, fresh = (
        hubspot.add("contacts", {"lastname": "Late"}),
        hubspot.add("contacts", {"lastname": "Fresh"}),
    )
    _, position = hubspot.changes("contacts", ["lastname"], hubspot.adapter.now("contacts"))
    now = hubspot.box.world.clock()
    hubspot.box.control.touch("contacts", [fresh], now)
    _, position = hubspot.changes("contacts", ["lastname"], position)
    hubspot.box.control.touch("contacts", [late], now - 60_000)
    quick, _ = hubspot.changes("contacts", ["lastname"], position)
    deep, _ = hubspot.changes("contacts", ["lastname"], position, deep=True)
    assert late not in {record.id for record in quick}
    assert late in {record.id for record in deep}


def test_reads_that_must_be_current_do_not_use_the_lagging_index(hubspot: HubSpotBench) -> None:
    hubspot.faults(index_lag_ms=3_600_000)
    new = draft(hubspot)
    [made] = hubspot.adapter.create("contacts", hubspot.fields, [new])
    position = hubspot.adapter.now("contacts")
    searched, _ = hubspot.changes("contacts", hubspot.fields, position)
    assert made.crm_id not in {record.id for record in searched}
    assert new.marker in hubspot.adapter.find("contacts", hubspot.fields, [new.marker])
    assert hubspot.fetch(str(made.crm_id)) is not None


def test_a_list_of_fields_too_long_for_one_request_is_read_all_the_same(hubspot: HubSpotBench) -> None:
    names = [f"extra_{at:03}_{'x' * 40}" for at in range(160)]
    for name in names:
        hubspot.box.system.add_field("companies", name, {})
    fields = ["name", *names]
    id = hubspot.live("companies")[0]
    position = hubspot.adapter.now("companies")
    hubspot.edit("companies", id, {names[7]: "seven"})
    rows = [record for page in hubspot.backfill("companies", fields) for record in page.records]
    assert sorted(record.id for record in rows) == sorted(hubspot.live("companies"))
    changed, _ = hubspot.changes("companies", fields, position)
    assert [record.values[8] for record in changed if record.id == id] == ["seven"]


def test_empty_lists_do_not_make_records_absent(hubspot: HubSpotBench) -> None:
    id = hubspot.live("contacts")[0]
    hubspot.faults(empty_lists=1)
    assert set(hubspot.adapter.fetch("contacts", hubspot.fields, [id, "1"])) == {id}


def test_a_dated_version_of_the_api_speaks_the_same(hubspot: HubSpotBench) -> None:
    account = Account(system="hubspot", base_url=hubspot.box.url, loopback=True, version="2026-03")
    adapter = connect(account, hubspot.adapter.rest.tokens, budget=Budget({}), limits=FAST)
    position = adapter.now("contacts")
    [made] = adapter.create("contacts", hubspot.fields, [draft(hubspot)])
    assert made.result is Result.DONE
    assert made.crm_id in {one.id for one in adapter.changes("contacts", hubspot.fields, position).records}
    adapter.close()


# schema --------------------------------------------------------------------------------------------------------
def test_a_property_that_is_removed_under_way_is_never_read_as_empty(hubspot: HubSpotBench) -> None:
    name = unique("drift_")
    hubspot.box.system.add_field("contacts", name, {})
    id = hubspot.live("contacts")[0]
    assert hubspot.adapter.fetch("contacts", [name], [id])[id].values == (None,)
    hubspot.box.system.remove_field("contacts", name)
    position = hubspot.adapter.now("contacts")
    hubspot.edit("contacts", id, {"city": unique("Town ")})
    for read in (
        lambda: hubspot.adapter.fetch("contacts", [name], [id]),
        lambda: hubspot.adapter.backfill("contacts", [name], None),
        lambda: hubspot.adapter.changes("contacts", [name], position),
    ):
        with pytest.raises(RequestRefused, match=name):
            read()
    hubspot.box.system.add_field("contacts", name, {})
    assert id in hubspot.adapter.fetch("contacts", [name], [id])


def test_writing_an_unknown_property_is_refused_by_name(hubspot: HubSpotBench) -> None:
    id = hubspot.live("contacts")[0]
    edits = [Edit(op="e", crm_id=id, values={"wingspan": "2"})]
    [outcome] = hubspot.adapter.update("contacts", hubspot.fields, edits)
    assert outcome.result is Result.REFUSED
    assert outcome.refusals[0].fields == ("wingspan",)


def test_webhooks_are_registered_once_repaired_and_removed(hubspot: HubSpotBench) -> None:
    keeper = HubSpotSubscriber(hubspot.box.url, DEVELOPER_KEY, APP_ID)
    target = Target(url="http://127.0.0.1:9/webhooks/hs/segment", user="", secret=CLIENT_SECRET)
    wanted = {"contacts": ("firstname", "email", "@company"), "2-77": ("custom",)}
    assert keeper.ensure(target, wanted) == Registration(added=7)
    assert keeper.ensure(target, wanted) == Registration(kept=7)

    root, key = f"{hubspot.box.url}/webhooks/v3/{APP_ID}", {"hapikey": DEVELOPER_KEY}
    held = requests.get(f"{root}/subscriptions", params=key, timeout=9).json()["results"]
    gone, asleep = held[0]["id"], held[1]["id"]
    requests.delete(f"{root}/subscriptions/{gone}", params=key, timeout=9)
    requests.patch(f"{root}/subscriptions/{asleep}", params=key, json={"active": False}, timeout=9)
    moved = {"targetUrl": "http://127.0.0.1:10/", "throttling": {"maxConcurrentRequests": 1}}
    requests.put(f"{root}/settings", params=key, json=moved, timeout=9)
    assert keeper.ensure(target, wanted) == Registration(kept=5, added=1, repaired=2)
    assert requests.get(f"{root}/settings", params=key, timeout=9).json()["targetUrl"] == target.url

    assert keeper.ensure(target, {"contacts": ("email",)}) == Registration(kept=6, removed=1)
    assert keeper.remove(target) == 6
    assert requests.get(f"{root}/settings", params=key, timeout=9).status_code == 404
    assert keeper.remove(target) == 0


def test_a_wrong_developer_key_is_told_without_the_key(hubspot: HubSpotBench) -> None:
    keeper = HubSpotSubscriber(hubspot.box.url, "wr0ng-key", APP_ID)
    target = Target(url="http://127.0.0.1:9/webhooks/hs/segment", user="", secret=CLIENT_SECRET)
    with pytest.raises((SignInNeeded, NotPermitted)) as refused:
        keeper.ensure(target, {"contacts": ("email",)})
    assert "wr0ng-key" not in str(refused.value) + refused.value.advice


# lost answers and half answers ---------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", ["lose_answer", "non_json", "truncated_json"])
def test_a_create_whose_answer_is_lost_is_found_by_its_marker(hubspot: HubSpotBench, fault: str) -> None:
    new = draft(hubspot)
    hubspot.faults(**{fault: {"value": 1, "routes": CREATE, "times": 1}})
    before = people(hubspot)
    with pytest.raises(AnswerLost):
        hubspot.adapter.create("contacts", hubspot.fields, [new])
    found = hubspot.adapter.find("contacts", hubspot.fields, [new.marker])
    assert len(found[new.marker]) == 1
    [again] = hubspot.adapter.create("contacts", hubspot.fields, [new])
    assert (again.result, again.crm_id) == (Result.TAKEN, found[new.marker][0].id)
    assert people(hubspot) == before + 1


def test_a_request_that_never_arrived_is_lost_too_and_finds_nothing(hubspot: HubSpotBench) -> None:
    new = draft(hubspot)
    hubspot.faults(drop_request={"value": 1, "routes": CREATE, "times": 1})
    with pytest.raises(AnswerLost):
        hubspot.adapter.create("contacts", hubspot.fields, [new])
    assert hubspot.adapter.find("contacts", hubspot.fields, [new.marker]) == {}
    [made] = hubspot.adapter.create("contacts", hubspot.fields, [new])
    assert made.result is Result.DONE


def test_a_lost_answer_among_several_calls_is_told_by_op(hubspot: HubSpotBench) -> None:
    drafts = [draft(hubspot) for _ in range(250)]
    hubspot.faults(lose_answer={"value": 1, "routes": CREATE, "times": 1})
    outcomes = hubspot.adapter.create("contacts", hubspot.fields, drafts)
    assert Counter(one.result for one in outcomes) == {Result.LOST: 100, Result.LATER: 150}


def test_a_lost_answer_to_an_update_and_to_a_delete(hubspot: HubSpotBench) -> None:
    id = hubspot.add("contacts", {"lastname": "Old"})
    hubspot.faults(lose_answer={"value": 1, "routes": "batch/(update|archive)", "times": 2})
    edit = Edit(op="e", crm_id=id, values=hubspot.values(last="New"))
    with pytest.raises(AnswerLost):
        hubspot.adapter.update("contacts", hubspot.fields, [edit])
    read = hubspot.fetch(id)
    assert read is not None and hubspot.get(read, "last") == "New"
    with pytest.raises(AnswerLost):
        hubspot.adapter.delete("contacts", [Removal(op="d", crm_id=id)])
    [again] = hubspot.adapter.delete("contacts", [Removal(op="d", crm_id=id)])
    assert again.result is Result.DONE


def test_a_read_after_a_write_that_fails_does_not_fail_the_write(hubspot: HubSpotBench) -> None:
    id = hubspot.add("contacts", {"lastname": "Old"})
    hubspot.fetch(id)
    hubspot.faults(server_error={"value": 1, "routes": "batch/read"})
    edit = Edit(op="e", crm_id=id, values=hubspot.values(last="New"))
    [outcome] = hubspot.adapter.update("contacts", hubspot.fields, [edit])
    assert (outcome.result, outcome.record) == (Result.DONE, None)


def test_an_association_that_loses_its_answer_leaves_the_edit_lost(hubspot: HubSpotBench) -> None:
    id, company = hubspot.add("contacts", {"lastname": "Old"}), hubspot.live("companies")[0]
    hubspot.fetch(id)
    hubspot.faults(lose_answer={"value": 1, "routes": "associations/.*/batch/create"})
    edit = Edit(op="e", crm_id=id, values=hubspot.values(last="New", company=company))
    [outcome] = hubspot.adapter.update("contacts", hubspot.fields, [edit])
    assert outcome.result is Result.LOST
    read = hubspot.fetch(id)
    assert read is not None and hubspot.get(read, "last") == "New"


def test_a_batch_that_half_succeeds_has_an_outcome_for_each(hubspot: HubSpotBench) -> None:
    drafts = [draft(hubspot) for _ in range(100)]
    hubspot.faults(partial_failure={"value": 0.5, "routes": CREATE}, seed=3)
    outcomes = hubspot.adapter.create("contacts", hubspot.fields, drafts)
    counts = Counter(one.result for one in outcomes)
    assert set(counts) == {Result.DONE, Result.REFUSED} and counts.total() == 100
    hubspot.faults()
    found = hubspot.adapter.find("contacts", hubspot.fields, [one.marker for one in drafts])
    done = {one.op for one in outcomes if one.result is Result.DONE}
    assert set(found) == {one.marker for one in drafts if one.op in done}


def test_a_token_that_dies_within_a_batch_repeats_it_without_duplicates(hubspot: HubSpotBench) -> None:
    adapter = connect(hubspot.account(), _Renewable(hubspot), budget=Budget({}), limits=FAST)
    adapter.backfill("contacts", hubspot.fields, None)
    drafts = [draft(hubspot) for _ in range(40)]
    before = people(hubspot)
    hubspot.faults(unauthorized_mid_batch={"value": 1, "routes": CREATE, "times": 1})
    outcomes = adapter.create("contacts", hubspot.fields, drafts)
    assert Counter(one.result for one in outcomes) == {Result.DONE: 20, Result.TAKEN: 20}
    assert people(hubspot) == before + 40
    found = adapter.find("contacts", hubspot.fields, [one.marker for one in drafts])
    assert {one.crm_id for one in outcomes} == {records[0].id for records in found.values()}
    adapter.close()


class _Renewable:
    """Tokens whose renewal asks the sandbox for another one."""

    def __init__(self, bench: HubSpotBench) -> None:
        self._bench = bench
        self._access = self.renew("")

    def bearer(self) -> str:
        return self._access

    def renew(self, refused: str) -> str:
        form = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        self._access = self._bench.box.system.tokens.grant(form).value
        return self._access


# limits and outages --------------------------------------------------------------------------------------------
def test_a_short_throttle_is_waited_out_and_a_long_one_is_told(hubspot: HubSpotBench) -> None:
    hubspot.faults(throttle={"value": 1, "times": 1})
    assert hubspot.adapter.backfill("contacts", hubspot.fields, None).records
    hubspot.faults(throttle_with_retry_after=1, retry_after_s=900)
    for writes in (False, True):
        adapter = hubspot.another()
        with pytest.raises(Throttled) as caught:
            if writes:
                adapter.create("contacts", hubspot.fields, [draft(hubspot)])
            else:
                adapter.backfill("contacts", hubspot.fields, None)
        assert caught.value.retry_after_s == 900
        adapter.close()


def test_a_throttled_write_is_repeated_and_applied_once(hubspot: HubSpotBench) -> None:
    hubspot.fetch("1")
    before = people(hubspot)
    hubspot.faults(throttle={"value": 1, "routes": CREATE, "times": 2})
    [outcome] = hubspot.adapter.create("contacts", hubspot.fields, [draft(hubspot)])
    assert outcome.result is Result.DONE and people(hubspot) == before + 1
    assert hubspot.adapter.rest.counters.throttled == 2


@pytest.mark.parametrize(("fault", "read_error"), [("html_403", BadAnswer), ("html_502", Unreachable)])
def test_a_proxys_page_is_not_an_answer(
    hubspot: HubSpotBench, fault: str, read_error: type[Exception]
) -> None:
    hubspot.fetch("1")
    hubspot.faults(**{fault: 1})
    with pytest.raises(read_error):
        hubspot.adapter.backfill("contacts", hubspot.fields, None)
    with pytest.raises(AnswerLost):
        hubspot.adapter.create("contacts", hubspot.fields, [draft(hubspot)])


def test_an_outage_of_one_kind_after_another_is_survived_by_reads(hubspot: HubSpotBench) -> None:
    expected = people(hubspot)
    hubspot.faults(server_error=0.1, drop_request=0.1, unavailable=0.1, throttle=0.1, seed=11)
    seen: set[str] = set()
    position: str | None = None
    for _ in range(200):
        try:
            page = hubspot.adapter.backfill("contacts", hubspot.fields, position)
        except (Unreachable, Throttled):
            continue
        seen |= {record.id for record in page.records}
        position = page.position
        if not page.more:
            break
    assert len(seen) == expected


# connecting ----------------------------------------------------------------------------------------------------
def test_only_the_vendors_own_addresses_are_accepted(hubspot: HubSpotBench) -> None:
    tokens = hubspot.adapter.rest.tokens
    for url in (
        "https://api.hubapi.com.evil.example",
        "https://evilhubapi.com",
        "http://api.hubapi.com",
        hubspot.box.url,
    ):
        with pytest.raises(SettingsInvalid):
            connect(Account(system="hubspot", base_url=url), tokens)
    with pytest.raises(SettingsInvalid, match="no CRM system 'acme'"):
        connect(Account(system="acme"), tokens)
    connect(Account(system="hubspot"), tokens, budget=usual_budget("hubspot")).close()


def test_a_missing_scope_is_told_with_what_to_grant(hubspot: HubSpotBench) -> None:
    limited = hubspot.box.system.tokens.add_static(
        unique("limited"), app_id=str(APP_ID), scopes=("crm.objects.contacts.read",)
    )
    adapter = connect(hubspot.account(), _Fixed(limited.value), budget=Budget({}), limits=FAST)
    try:
        with pytest.raises(NotPermitted) as caught:
            adapter.prepare("deals")
            adapter.create("contacts", hubspot.fields, [draft(hubspot)])
        assert "Grant" in caught.value.advice
    finally:
        adapter.close()


class _Fixed:
    def __init__(self, token: str) -> None:
        self._token = token

    def bearer(self) -> str:
        return self._token

    def renew(self, refused: str) -> str:
        raise AssertionError("nothing to renew")
