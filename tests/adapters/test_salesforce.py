"""Salesforce's traps: late rows, short locators and addresses, the day's budget, locks, roles, conditional writes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Draft, Edit, Removal, Result
from adapters.oauth import StaticTokens
from adapters.quota import Budget
from adapters.registry import Account, connect
from adapters.salesforce import soql
from adapters.salesforce.adapter import SalesforceAdapter
from adapters.salesforce.cursor import Position
from adapters.salesforce.tokens import parse_token
from adapters.salesforce.writer import CAREFUL_BATCH
from adapters.sandbox.salesforce.soql_literals import unquote
from core.errors import (
    AnswerLost,
    BadAnswer,
    CursorExpired,
    RequestRefused,
    SignInNeeded,
    Throttled,
    Unreachable,
)
from core.records import RemoteRecord
from tests.adapters.benches import FAST, SalesforceBench, start, unique
from tests.adapters.scripted import Scripted, reply

SAVE = "POST /services/data/v61.0/composite/sobjects$"


def draft(bench: SalesforceBench, **values: str) -> Draft:
    name = unique("sf")
    return Draft(op=f"op-{name}", marker=f"{name}:g1", values=bench.values(**{"last": name, **values}))


def people(bench: SalesforceBench) -> int:
    return len(bench.live("Contact"))


def scripted(crm: Scripted) -> SalesforceAdapter:
    account = Account(system="salesforce", base_url=crm.url, loopback=True)
    adapter = connect(account, StaticTokens("salesforce", "t"), budget=Budget({}), limits=FAST)
    assert isinstance(adapter, SalesforceAdapter)
    return adapter


# the change feed -----------------------------------------------------------------------------------------------
def test_a_row_that_becomes_visible_late_is_healed_by_a_deep_pass(salesforce: SalesforceBench) -> None:
    late, fresh = (salesforce.add("Contact", {"LastName": unique("Row")}) for _ in range(2))
    now = salesforce.box.world.clock()
    salesforce.box.control.touch("Contact", [fresh], now)
    _, position = salesforce.changes("Contact", ["LastName"], salesforce.adapter.now("Contact"))
    salesforce.box.control.touch("Contact", [late], now - 120_000)
    quick, _ = salesforce.changes("Contact", ["LastName"], position)
    deep, _ = salesforce.changes("Contact", ["LastName"], position, deep=True)
    assert late not in {record.id for record in quick}
    assert late in {record.id for record in deep}


def test_many_pages_of_rows_with_one_time_come_once(salesforce: SalesforceBench) -> None:
    position = salesforce.adapter.now("Contact")
    stamped = salesforce.stamp_all("Contact")
    assert len(stamped) > 2_000
    records, _ = salesforce.changes("Contact", ["LastName"], position)
    assert Counter(record.id for record in records) == Counter(stamped)


def test_contact_roles_are_told_although_the_opportunity_keeps_its_stamp(salesforce: SalesforceBench) -> None:
    deal, person = salesforce.live("Opportunity")[3], salesforce.live("Contact")[7]
    fields = ["Name", "@contacts"]
    before = salesforce.adapter.fetch("Opportunity", fields, [deal])[deal]
    _, position = salesforce.changes("Opportunity", fields, salesforce.adapter.now("Opportunity"))
    salesforce.add("OpportunityContactRole", {"OpportunityId": deal, "ContactId": person})
    records, _ = salesforce.changes("Opportunity", fields, position)
    [told] = [record for record in records if record.id == deal]
    assert told.modified == before.modified
    assert isinstance(told.values[1], tuple) and person in told.values[1]


def test_a_row_that_left_the_recycle_bin_is_told_by_the_delete_log() -> None:
    id = "003000000000001AAA"
    describe = {
        "name": "Contact",
        "fields": [{"name": name, "type": "string"} for name in ("Id", "LastName")],
    }
    log = {
        "deletedRecords": [{"id": id, "deletedDate": "2026-11-23T10:00:00.000+0000"}],
        "earliestDateAvailable": "2026-11-09T00:00:00.000+0000",
        "latestDateCovered": "2026-11-23T10:05:00.000+0000",
    }
    date = "Mon, 23 Nov 2026 10:06:00 GMT"
    answers = [
        {"user_id": "005000000000001AAA"},
        describe,
        log,
        {"totalSize": 0, "done": True, "records": []},
    ]
    seen = 1_795_428_000_000
    with Scripted(*(reply(200, json.dumps(one), Date=date) for one in answers)) as crm:
        adapter = scripted(crm)
        page = adapter.changes(
            "Contact", ["LastName"], Position(seen=seen, deleted=seen, stage="deleted").text()
        )
        adapter.close()
    [record] = page.records
    assert (record.id, record.deleted, record.values) == (id, True, (None,))
    assert not page.more and Position(seen=seen, deleted=1_795_428_300_000).text() == page.position


def test_a_delete_log_that_does_not_reach_back_asks_for_a_comparison(salesforce: SalesforceBench) -> None:
    old = salesforce.box.world.clock() - 20 * 86_400_000
    with pytest.raises(CursorExpired):
        salesforce.changes("Contact", ["LastName"], Position(seen=old, deleted=old).text(), deep=True)


def test_a_list_of_fields_too_long_for_an_address_is_read_all_the_same(salesforce: SalesforceBench) -> None:
    names = [f"Extra_{at:03}_{'x' * 30}__c" for at in range(330)]
    for name in names:
        salesforce.box.system.add_field("Account", name, {"type": "string", "length": 80})
    fields = ["Name", *names]
    position = salesforce.adapter.now("Account")
    id, gone = salesforce.live("Account")[:2]
    salesforce.edit("Account", id, {names[7]: "seven"})
    salesforce.remove("Account", gone)
    rows = [record for page in salesforce.backfill("Account", fields) for record in page.records]
    assert sorted(record.id for record in rows) == sorted(salesforce.live("Account"))
    changed, _ = salesforce.changes("Account", fields, position)
    assert [record.values[8] for record in changed if record.id == id] == ["seven"]
    assert [record.deleted for record in changed if record.id == gone] == [True]


# reading -------------------------------------------------------------------------------------------------------
def test_ids_of_fifteen_characters_are_the_same_ids(salesforce: SalesforceBench) -> None:
    id = salesforce.live("Contact")[5]
    found = salesforce.adapter.fetch("Contact", ["LastName"], [id[:15]])
    assert found[id[:15]].id == id
    assert soql.full_id(id[:15]) == id
    assert soql.full_id("003 OR 1=1") is None


def test_rows_hidden_from_queries_are_not_absent(salesforce: SalesforceBench) -> None:
    id = salesforce.live("Contact")[0]
    salesforce.adapter.schema("Contact")
    salesforce.faults(empty_lists=1)
    with pytest.raises(BadAnswer, match="hides"):
        salesforce.adapter.fetch("Contact", ["LastName"], [id])


def test_a_field_that_is_removed_under_way_is_never_read_as_empty(salesforce: SalesforceBench) -> None:
    name = unique("Drift") + "__c"
    salesforce.box.system.add_field("Contact", name, {"type": "string", "length": 80})
    id = salesforce.live("Contact")[0]
    assert salesforce.adapter.fetch("Contact", [name], [id])[id].values == (None,)
    salesforce.box.system.remove_field("Contact", name)
    for _ in range(2):
        with pytest.raises(RequestRefused):
            salesforce.adapter.fetch("Contact", [name], [id])
    assert id in salesforce.adapter.fetch("Contact", ["LastName"], [id])


@pytest.mark.parametrize("name", ["Id FROM User", "a'b", "", "1a", "a" * 81, "Name,Secret__c", "é"])
def test_no_name_gets_into_a_query_unchecked(salesforce: SalesforceBench, name: str) -> None:
    with pytest.raises(RequestRefused):
        salesforce.adapter.schema(name)
    with pytest.raises(RequestRefused):
        salesforce.adapter.backfill("Contact", [name], None)


@given(st.text(max_size=60))
def test_a_literal_stands_for_exactly_its_text(text: str) -> None:
    assert unquote(soql.literal(text)) == text


def test_a_marker_of_any_text_finds_only_itself(salesforce: SalesforceBench) -> None:
    nasty = f"x' OR Id != '{unique('n')} \\"
    new = Draft(op="o", marker=nasty, values=salesforce.values(last="Quote"))
    [made] = salesforce.adapter.create("Contact", salesforce.fields, [new])
    found = salesforce.adapter.find("Contact", salesforce.fields, [nasty, "' OR Id != '"])
    assert {marker: [one.id for one in records] for marker, records in found.items()} == {
        nasty: [made.crm_id]
    }


def test_a_record_names_its_last_editor(salesforce: SalesforceBench) -> None:
    id = salesforce.add("Contact", {"LastName": "Editor"})
    read = salesforce.fetch(id)
    assert read is not None and read.by_us is False
    edit = Edit(op="e", crm_id=id, values=salesforce.values(first="Us"))
    [done] = salesforce.adapter.update("Contact", salesforce.fields, [edit])
    assert done.record is not None and done.record.by_us is True


# writing -------------------------------------------------------------------------------------------------------
def test_numbers_keep_every_digit(salesforce: SalesforceBench) -> None:
    deal = salesforce.live("Opportunity")[0]
    edit = Edit(op="e", crm_id=deal, values={"Amount": "1234567890123.45"})
    [done] = salesforce.adapter.update("Opportunity", ["Amount"], [edit])
    assert done.record is not None and done.record.values == ("1234567890123.45",)


def long_untouched(salesforce: SalesforceBench, object: str, fields: Sequence[str]) -> list[RemoteRecord]:
    """Seeded records that no other test has edited a moment ago."""
    read = salesforce.adapter.fetch(object, fields, salesforce.live(object)[:190])
    return [one for one in read.values() if one.token is not None and not parse_token(one.token).fresh]


def test_a_conditional_write_fails_where_somebody_was_faster(salesforce: SalesforceBench) -> None:
    read = long_untouched(salesforce, "Contact", salesforce.fields)[0]
    id = read.id
    salesforce.edit("Contact", id, {"FirstName": "Theirs"})
    edit = Edit(op="e", crm_id=id, values=salesforce.values(first="Ours"), precondition=read.token)
    [outcome] = salesforce.adapter.update("Contact", salesforce.fields, [edit])
    assert outcome.result is Result.CHANGED
    current = salesforce.fetch(id)
    assert current is not None and salesforce.get(current, "first") == "Theirs"


def test_a_look_right_after_an_edit_is_not_built_on(salesforce: SalesforceBench) -> None:
    """A second edit within the same second would pass the condition, so the write waits for a later look."""
    id = salesforce.add("Contact", {"LastName": "Fresh"})
    read = salesforce.fetch(id)
    assert read is not None
    edit = Edit(op="e", crm_id=id, values=salesforce.values(first="Ours"), precondition=read.token)
    [outcome] = salesforce.adapter.update("Contact", salesforce.fields, [edit])
    assert outcome.result is Result.LATER
    assert salesforce.get(salesforce.fetch(id) or read, "first") is None


def test_one_edit_that_was_overtaken_does_not_hold_up_the_others(salesforce: SalesforceBench) -> None:
    read = long_untouched(salesforce, "Contact", salesforce.fields)[:60]
    assert len(read) > CAREFUL_BATCH
    salesforce.edit("Contact", read[3].id, {"FirstName": "Theirs"})
    edits = [
        Edit(op=one.id, crm_id=one.id, values=salesforce.values(first="Ours"), precondition=one.token)
        for one in read
    ]
    outcomes = {one.op: one.result for one in salesforce.adapter.update("Contact", salesforce.fields, edits)}
    assert outcomes.pop(read[3].id) is Result.CHANGED
    assert set(outcomes.values()) == {Result.DONE}


def test_contact_roles_that_moved_since_the_look_are_not_written_over(salesforce: SalesforceBench) -> None:
    read = next(
        one
        for one in long_untouched(salesforce, "Opportunity", salesforce.deal_fields)
        if not salesforce.deal_get(one, "contacts")
    )
    deal, contacts = read.id, salesforce.live("Contact")[:2]
    role = {"OpportunityId": deal, "ContactId": contacts[0]}
    salesforce.box.control.create("OpportunityContactRole", role)
    values = salesforce.deal_values(contacts=(contacts[1],))
    edit = Edit(op="e", crm_id=deal, values=values, precondition=read.token)
    [outcome] = salesforce.adapter.update("Opportunity", salesforce.deal_fields, [edit])
    assert outcome.result is Result.CHANGED


def test_a_delete_is_not_done_where_somebody_was_faster(salesforce: SalesforceBench) -> None:
    read = long_untouched(salesforce, "Contact", salesforce.fields)[1]
    id = read.id
    salesforce.edit("Contact", id, {"FirstName": "Theirs"})
    [outcome] = salesforce.adapter.delete("Contact", [Removal(op="d", crm_id=id, precondition=read.token)])
    assert outcome.result is Result.CHANGED
    assert id in salesforce.live("Contact")


@pytest.mark.parametrize("fault", ["lose_answer", "non_json", "truncated_json"])
def test_a_create_whose_answer_is_lost_is_found_by_its_marker(
    salesforce: SalesforceBench, fault: str
) -> None:
    new = draft(salesforce)
    salesforce.faults(**{fault: {"value": 1, "routes": SAVE, "times": 1}})
    before = people(salesforce)
    with pytest.raises(AnswerLost):
        salesforce.adapter.create("Contact", salesforce.fields, [new])
    found = salesforce.adapter.find("Contact", salesforce.fields, [new.marker])
    [again] = salesforce.adapter.create("Contact", salesforce.fields, [new])
    assert (again.result, again.crm_id) == (Result.TAKEN, found[new.marker][0].id)
    assert people(salesforce) == before + 1


def test_a_lost_answer_among_several_calls_is_told_by_op(salesforce: SalesforceBench) -> None:
    drafts = [draft(salesforce) for _ in range(450)]
    salesforce.faults(lose_answer={"value": 1, "routes": SAVE, "times": 1})
    outcomes = salesforce.adapter.create("Contact", salesforce.fields, drafts)
    assert Counter(one.result for one in outcomes) == {Result.LOST: 200, Result.LATER: 250}


def test_a_lost_answer_to_a_delete_is_done_the_second_time(salesforce: SalesforceBench) -> None:
    id = salesforce.add("Contact", {"LastName": "Del"})
    salesforce.faults(lose_answer={"value": 1, "routes": "DELETE", "times": 1})
    with pytest.raises(AnswerLost):
        salesforce.adapter.delete("Contact", [Removal(op="d", crm_id=id)])
    [again] = salesforce.adapter.delete("Contact", [Removal(op="d", crm_id=id)])
    assert again.result is Result.DONE


def test_a_read_after_a_write_that_fails_does_not_fail_the_write(salesforce: SalesforceBench) -> None:
    salesforce.fetch("003000000000999AAA")
    salesforce.faults(server_error={"value": 1, "routes": "queryAll"})
    [outcome] = salesforce.adapter.create("Contact", salesforce.fields, [draft(salesforce)])
    assert (outcome.result, outcome.record) == (Result.DONE, None)


def test_a_batch_that_half_succeeds_has_an_outcome_for_each(salesforce: SalesforceBench) -> None:
    drafts = [draft(salesforce) for _ in range(100)]
    salesforce.faults(partial_failure={"value": 0.5}, seed=3)
    outcomes = salesforce.adapter.create("Contact", salesforce.fields, drafts)
    counts = Counter(one.result for one in outcomes)
    assert set(counts) == {Result.DONE, Result.REFUSED} and counts.total() == 100


def test_a_locked_row_is_for_later() -> None:
    with start("salesforce", 50, partial_failure="UNABLE_TO_LOCK_ROW") as box:
        bench = SalesforceBench(box)
        bench.adapter.prepare("Contact")
        bench.faults(partial_failure=1)
        [outcome] = bench.adapter.create("Contact", bench.fields, [draft(bench)])
        assert outcome.result is Result.LATER
        assert outcome.refusals[0].code == "UNABLE_TO_LOCK_ROW"
        bench.adapter.close()


def test_roles_that_are_refused_leave_a_create_to_be_looked_up(salesforce: SalesforceBench) -> None:
    values = {
        **salesforce.deal_values(name=unique("Deal"), contacts=("003000000000999AAA",)),
        **salesforce.deal_extras,
    }
    new = Draft(op="o", marker=f"{unique('d')}:g1", values=values)
    [outcome] = salesforce.adapter.create("Opportunity", salesforce.deal_fields, [new])
    assert outcome.result is Result.LOST and outcome.refusals[0].fields == ("@contacts",)
    assert len(salesforce.adapter.find("Opportunity", salesforce.deal_fields, [new.marker])) == 1


def test_an_edit_of_roles_alone_leaves_the_opportunity_alone(salesforce: SalesforceBench) -> None:
    deal, person = salesforce.live("Opportunity")[5], salesforce.live("Contact")[9]
    before = salesforce.adapter.fetch("Opportunity", salesforce.deal_fields, [deal])[deal]
    edit = Edit(op="e", crm_id=deal, values={"@contacts": (person,)})
    [outcome] = salesforce.adapter.update("Opportunity", salesforce.deal_fields, [edit])
    after = salesforce.adapter.fetch("Opportunity", salesforce.deal_fields, [deal])[deal]
    assert outcome.result is Result.DONE
    assert (after.modified, after.by_us, after.values[1]) == (before.modified, before.by_us, (person,))


# limits and outages --------------------------------------------------------------------------------------------
def test_a_short_throttle_is_waited_out_and_a_long_one_is_told(salesforce: SalesforceBench) -> None:
    salesforce.faults(throttle={"value": 1, "times": 1})
    assert salesforce.adapter.backfill("Contact", salesforce.fields, None).records
    salesforce.faults(throttle_with_retry_after=1, retry_after_s=900)
    with pytest.raises(Throttled) as caught:
        salesforce.adapter.backfill("Contact", salesforce.fields, None)
    assert caught.value.retry_after_s == 900


def test_the_days_budget_slows_the_polls_and_is_not_spun_on() -> None:
    with start("salesforce", 50, daily_requests=40) as box:
        bench = SalesforceBench(box)
        assert bench.adapter.pace_s() == 0
        paces = []
        with pytest.raises(Throttled) as caught:
            for _ in range(100):
                bench.adapter.backfill("Contact", ["LastName"], None)
                paces.append(bench.adapter.pace_s())
        assert caught.value.retry_after_s is None
        assert paces == sorted(paces) and paces[-1] > 60
        calls = bench.adapter.rest.counters.calls
        with pytest.raises(Throttled):
            bench.adapter.backfill("Contact", ["LastName"], None)
        assert bench.adapter.rest.counters.calls == calls + 1
        bench.adapter.close()


@pytest.mark.parametrize(
    ("fault", "read_error"), [("html_403", BadAnswer), ("html_502", Unreachable), ("non_json", BadAnswer)]
)
def test_a_proxys_page_is_not_an_answer(
    salesforce: SalesforceBench, fault: str, read_error: type[Exception]
) -> None:
    salesforce.fetch("003000000000999AAA")
    salesforce.faults(**{fault: 1})
    with pytest.raises(read_error):
        salesforce.adapter.backfill("Contact", salesforce.fields, None)
    with pytest.raises(AnswerLost):
        salesforce.adapter.create("Contact", salesforce.fields, [draft(salesforce)])


def test_a_refused_session_needs_a_person(salesforce: SalesforceBench) -> None:
    salesforce.faults(unauthorized=1)
    calls = salesforce.adapter.rest.counters.calls
    with pytest.raises(SignInNeeded):
        salesforce.adapter.backfill("Contact", salesforce.fields, None)
    assert salesforce.adapter.rest.counters.calls == calls + 1


def test_a_page_on_another_host_is_not_fetched() -> None:
    describe = {
        "name": "Contact",
        "fields": [{"name": name, "type": "string"} for name in ("Id", "LastName")],
    }
    with Scripted(reply(200)) as elsewhere:
        page = {"totalSize": 2, "done": False, "nextRecordsUrl": f"{elsewhere.url}/x", "records": []}
        answers = [{"user_id": "005000000000001AAA"}, describe, page]
        with Scripted(*(reply(200, json.dumps(one)) for one in answers)) as crm:
            adapter = scripted(crm)
            with pytest.raises(BadAnswer):
                adapter.backfill("Contact", ["LastName"], None)
            adapter.close()
        assert elsewhere.count == 0
