"""The adapter contract (`adapters/base.py`), over every implementation."""

from __future__ import annotations

from collections import Counter

import pytest

from adapters.answers import Answer
from adapters.base import Draft, Edit, Merger, Removal, Result, Revival
from adapters.exchange import Request
from core.errors import CursorExpired, RequestRefused
from core.records import Value
from core.schema import FieldType
from tests.adapters.benches import Bench, FakeBench, PipedriveBench, SandboxBench, unique

TEXT = 'Zoë "Ωmega" \\ O\'Neil 山田 🎈 \u200f\nnew line'


@pytest.fixture(params=["fake", "hubspot", "salesforce", "pipedrive", "dynamics"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "fake":
        return FakeBench()
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Bench)
    return found


def person(bench: Bench, **values: str) -> str:
    return bench.add(bench.person, bench.values(**{"first": "Ada", "last": unique("Lovelace"), **values}))


def draft(bench: Bench, **values: object) -> Draft:
    name = unique("new")
    given = {"email": f"{name}@example.org", "first": "New", "last": name, **values}
    return Draft(op=f"op-{name}", marker=f"{name}:g1", values=bench.values(**given))  # type: ignore[arg-type]


# what there is -------------------------------------------------------------------------------------------------
def test_every_object_follows_the_objects_it_points_at(bench: Bench) -> None:
    names = bench.adapter.objects()
    assert {bench.person, bench.company, bench.deal} <= set(names)
    for at, name in enumerate(names):
        parents = {parent for parent in bench.adapter.schema(name).references if parent != name}
        assert not parents & set(names[at + 1 :]), name


def test_the_schema_names_types_and_references(bench: Bench) -> None:
    fields = bench.adapter.schema(bench.person).fields
    assert fields[bench.names["email"]].type is FieldType.EMAIL
    assert fields[bench.names["last"]].type is FieldType.TEXT
    assert fields[bench.names["company"]].type is FieldType.REFERENCE
    assert fields[bench.names["company"]].references == bench.company
    contacts = bench.adapter.schema(bench.deal).fields[bench.deal_names["contacts"]]
    assert contacts.type is (FieldType.MULTI_REFERENCE if bench.several else FieldType.REFERENCE)
    assert contacts.references == bench.person


def test_an_unknown_object_or_field_is_refused_by_name(bench: Bench) -> None:
    with pytest.raises(RequestRefused):
        bench.adapter.schema("butterflies")
    with pytest.raises(RequestRefused, match="wingspan"):
        bench.adapter.backfill(bench.person, ["wingspan"], None)


def test_preparing_twice_creates_nothing_the_second_time(bench: Bench) -> None:
    bench.adapter.prepare(bench.person)
    assert bench.adapter.prepare(bench.person) is False
    needs = bench.adapter.needs(bench.person)
    assert needs
    for need in needs:
        assert (need.object, need.present) == (bench.person, True)
        assert all((need.field, need.kind, need.why, need.without, need.advice))


# backfill ------------------------------------------------------------------------------------------------------
def test_a_backfill_sees_every_live_record_once(bench: Bench) -> None:
    gone = person(bench)
    bench.remove(bench.person, gone)
    pages = list(bench.backfill(bench.person, bench.fields))
    seen = Counter(record.id for page in pages for record in page.records)
    assert len(pages) > 1
    assert set(seen.values()) == {1}
    assert sorted(seen) == sorted(bench.live(bench.person))
    assert pages[0].total in (None, len(seen))
    assert not any(record.deleted for page in pages for record in page.records)


def test_a_backfill_survives_edits_while_it_pages(bench: Bench) -> None:
    before = set(bench.live(bench.person))
    seen: Counter[str] = Counter()
    for number, page in enumerate(bench.backfill(bench.person, bench.fields)):
        seen.update(record.id for record in page.records)
        if number == 0:
            for record in page.records[:5]:
                bench.edit(bench.person, record.id, bench.values(first="Moved"))
            person(bench)
    assert before <= set(seen)
    assert max(seen.values()) == 1


# changes -------------------------------------------------------------------------------------------------------
def test_what_a_person_adds_and_edits_comes_with_the_changes(bench: Bench) -> None:
    old = person(bench)
    position = bench.adapter.now(bench.person)
    new = person(bench, first="Neu")
    bench.edit(bench.person, old, bench.values(first="Edited"))
    records, _ = bench.changes(bench.person, bench.fields, position)
    told = {record.id: bench.get(record, "first") for record in records}
    assert (told[new], told[old]) == ("Neu", "Edited")


def test_idle_passes_tell_nothing_new(bench: Bench) -> None:
    position = bench.adapter.now(bench.person)
    person(bench)
    first, position = bench.changes(bench.person, bench.fields, position)
    second, after = bench.changes(bench.person, bench.fields, position)
    third, still = bench.changes(bench.person, bench.fields, after)
    known = {(record.id, record.modified, record.values) for record in first}
    assert {(record.id, record.modified, record.values) for record in second} <= known
    assert {(record.id, record.modified, record.values) for record in third} <= known
    assert still == after


def test_a_position_survives_a_restart(bench: Bench) -> None:
    position = bench.adapter.now(bench.person)
    id = person(bench)
    other = bench.another()
    records, _ = bench.changes(bench.person, bench.fields, position, by=other)
    other.close()
    assert id in {record.id for record in records}


def test_a_position_nobody_can_read_asks_for_a_comparison(bench: Bench) -> None:
    if isinstance(bench, FakeBench):
        position = bench.adapter.now(bench.person)
        bench.crm.forgets_cursors_before = bench.time + 1
    else:
        position = "from another version"
    with pytest.raises(CursorExpired):
        bench.adapter.changes(bench.person, bench.fields, position)


def test_records_with_one_and_the_same_time_all_come(bench: Bench) -> None:
    position = bench.adapter.now(bench.person)
    stamped = bench.stamp_all(bench.person)
    records, position = bench.changes(bench.person, bench.fields, position)
    assert set(stamped) <= {record.id for record in records}
    bench.tick()
    late = person(bench)
    records, _ = bench.changes(bench.person, bench.fields, position)
    assert late in {record.id for record in records}


def test_a_deep_pass_tells_deletes(bench: Bench) -> None:
    id = person(bench)
    position = bench.adapter.now(bench.person)
    bench.remove(bench.person, id)
    records, _ = bench.changes(bench.person, bench.fields, position, deep=True)
    assert [record.deleted for record in records if record.id == id][-1] is True


def test_a_merge_is_told_and_answers_with_the_record_it_became(bench: Bench) -> None:
    winner, loser = person(bench), person(bench)
    position = bench.adapter.now(bench.person)
    result = bench.merge(bench.person, winner, loser)
    told = [r for r in bench.changes(bench.person, bench.fields, position, deep=True)[0] if r.id == loser]
    became = result if bench.tells_merges else None
    assert told and all(record.deleted and record.merged_into == became for record in told)
    read = bench.fetch(loser)
    assert read is not None and read.deleted and read.merged_into == became
    live = bench.fetch(result)
    assert live is not None and not live.deleted and live.merged_into is None


def test_a_restore_is_told(bench: Bench) -> None:
    id = person(bench, first="Back")
    bench.remove(bench.person, id)
    bench.tick()
    position = bench.adapter.now(bench.person)
    bench.restore(bench.person, id)
    records, _ = bench.changes(bench.person, bench.fields, position, deep=True)
    last = [record for record in records if record.id == id][-1]
    assert not last.deleted and bench.get(last, "first") == "Back"
    read = bench.fetch(id)
    assert read is not None and not read.deleted and bench.get(read, "first") == "Back"


def test_what_was_deleted_is_brought_back_where_it_can_be_asked_for(bench: Bench) -> None:
    id, living, strange = person(bench, first="Back"), person(bench), bench.live(bench.company)[0]
    bench.remove(bench.person, id)
    asked = [Revival(op=unique("op"), crm_id=one) for one in (id, living, strange)]
    if not bench.adapter.abilities.restores:
        with pytest.raises(RequestRefused):
            bench.adapter.restore(bench.person, bench.fields, asked)
        assert id not in bench.live(bench.person)
        return
    for _ in range(2):
        told = {one.op: one for one in bench.adapter.restore(bench.person, bench.fields, asked)}
        back, alive, none = (told[one.op] for one in asked)
        assert (back.result, back.crm_id, alive.result) == (Result.DONE, id, Result.DONE)
        assert (
            back.record is not None and not back.record.deleted and bench.get(back.record, "first") == "Back"
        )
        assert none.result in (Result.GONE, Result.REFUSED)
    assert id in bench.live(bench.person)


def test_a_merge_is_made_where_it_can_be_asked_for(bench: Bench) -> None:
    winner, loser = person(bench, first="Stays"), person(bench, first="Goes")
    merger = Merger(op=unique("op"), winner=winner, loser=loser)
    if not bench.adapter.abilities.merges:
        with pytest.raises(RequestRefused) as refused:
            bench.adapter.merge(bench.person, bench.fields, merger)
        assert winner in refused.value.advice
        assert {winner, loser} <= set(bench.live(bench.person))
        return
    outcome = bench.adapter.merge(bench.person, bench.fields, merger)
    assert (outcome.op, outcome.result) == (merger.op, Result.DONE)
    left = str(outcome.crm_id)
    live = bench.live(bench.person)
    assert left in live and loser not in live and (winner == left or winner not in live)
    read = bench.fetch(left)
    assert read is not None and bench.get(read, "first") == "Stays"
    gone = bench.fetch(loser)
    assert gone is None or gone.deleted
    if bench.tells_merges:
        assert gone is not None and gone.merged_into == left


def test_a_merge_with_a_record_that_is_gone_changes_nothing(bench: Bench) -> None:
    winner, loser = person(bench, first="Stays"), person(bench)
    bench.remove(bench.person, loser)
    if not bench.adapter.abilities.merges:
        return
    merger = Merger(op=unique("op"), winner=winner, loser=loser)
    outcome = bench.adapter.merge(bench.person, bench.fields, merger)
    assert outcome.result in (Result.GONE, Result.REFUSED)
    read = bench.fetch(winner)
    assert read is not None and not read.deleted


def test_a_record_put_into_the_archive_is_not_deleted(bench: Bench) -> None:
    if not isinstance(bench, PipedriveBench):
        return  # only Pipedrive has an archive beside its bin
    id = bench.add(bench.deal, bench.deal_values(name="Old") | dict(bench.deal_extras))
    bench.tick()
    position = bench.adapter.now(bench.deal)
    bench.edit(bench.deal, id, {"is_archived": True})
    told, _ = bench.changes(bench.deal, bench.deal_fields, position, deep=True)
    assert [one.deleted for one in told if one.id == id] == [False]
    read = bench.adapter.fetch(bench.deal, bench.deal_fields, [id])
    assert not read[id].deleted
    listed = [one.id for page in bench.backfill(bench.deal, bench.deal_fields) for one in page.records]
    assert listed.count(id) == 1


# fetch and find ------------------------------------------------------------------------------------------------
def test_fetch_answers_by_the_id_asked_for_and_leaves_absent_ones_out(bench: Bench) -> None:
    there, gone = person(bench, first="There"), person(bench)
    bench.remove(bench.person, gone)
    found = bench.adapter.fetch(bench.person, bench.fields, [there, gone, "0", "never ' there", there])
    assert bench.get(found[there], "first") == "There"
    assert gone not in found or found[gone].deleted
    assert set(found) <= {there, gone}


def test_fetch_takes_more_ids_than_one_call_holds(bench: Bench) -> None:
    ids = bench.live(bench.person)[: bench.adapter.abilities.read_batch + 15]
    assert set(bench.adapter.fetch(bench.person, bench.fields, ids)) == set(ids)


def test_find_answers_by_marker_at_once(bench: Bench) -> None:
    new = draft(bench)
    [outcome] = bench.adapter.create(bench.person, bench.fields, [new])
    found = bench.adapter.find(bench.person, bench.fields, [new.marker, "nobody:g1"])
    assert set(found) == {new.marker}
    assert [(one.id, one.marker) for one in found[new.marker]] == [(outcome.crm_id, new.marker)]
    bench.remove(bench.person, str(outcome.crm_id))
    assert bench.adapter.find(bench.person, bench.fields, [new.marker]) == {}


# writes --------------------------------------------------------------------------------------------------------
def test_every_draft_has_one_outcome_with_the_record_it_made(bench: Bench) -> None:
    drafts = [draft(bench) for _ in range(7)]
    outcomes = bench.adapter.create(bench.person, bench.fields, drafts)
    assert Counter(one.op for one in outcomes) == Counter(one.op for one in drafts)
    by_op = {one.op: one for one in outcomes}
    for one in drafts:
        done = by_op[one.op]
        assert done.result is Result.DONE and done.crm_id is not None
        read = bench.fetch(done.crm_id)
        assert read is not None and read.marker == one.marker
        assert bench.get(read, "email") == one.values[bench.names["email"]]
        assert done.record is None or done.record.values == read.values


def test_a_draft_sent_twice_is_taken_and_nothing_is_made_or_changed(bench: Bench) -> None:
    first = draft(bench)
    [made] = bench.adapter.create(bench.person, bench.fields, [first])
    again = Draft(op="again", marker=first.marker, values=bench.values(last="Other"))
    count = len(bench.live(bench.person))
    [taken] = bench.adapter.create(bench.person, bench.fields, [again])
    assert (taken.result, taken.crm_id) == (Result.TAKEN, made.crm_id)
    assert len(bench.live(bench.person)) == count
    read = bench.fetch(str(made.crm_id))
    assert read is not None and bench.get(read, "last") == first.values[bench.names["last"]]


def test_a_refused_value_names_its_field_and_stops_nobody_else(bench: Bench) -> None:
    good, bad = draft(bench), draft(bench, email=bench.refused)
    outcomes = {one.op: one for one in bench.adapter.create(bench.person, bench.fields, [good, bad])}
    assert outcomes[good.op].result is Result.DONE
    assert outcomes[bad.op].result is Result.REFUSED
    assert bench.names["email"] in {name for one in outcomes[bad.op].refusals for name in one.fields}
    id = str(outcomes[good.op].crm_id)
    other = person(bench)
    edits = [
        Edit(op="bad", crm_id=id, values=bench.values(email=bench.refused, first="No")),
        Edit(op="good", crm_id=other, values=bench.values(first="Yes")),
    ]
    edited = {one.op: one for one in bench.adapter.update(bench.person, bench.fields, edits)}
    assert (edited["bad"].result, edited["good"].result) == (Result.REFUSED, Result.DONE)
    read = bench.fetch(id)
    assert read is not None and bench.get(read, "first") == "New"


def test_an_update_changes_only_what_was_sent_and_none_clears(bench: Bench) -> None:
    [made] = bench.adapter.create(bench.person, bench.fields, [draft(bench)])
    id = str(made.crm_id)
    edit = Edit(op="e", crm_id=id, values=bench.values(first=None))
    [done] = bench.adapter.update(bench.person, bench.fields, [edit])
    read = bench.fetch(id)
    assert done.result is Result.DONE and read is not None
    assert bench.get(read, "first") is None
    assert bench.get(read, "email") is not None and bench.get(read, "last") is not None
    assert done.record is not None and done.record.values == read.values


def test_text_of_any_script_comes_back_letter_by_letter(bench: Bench) -> None:
    id = person(bench)
    edit = Edit(op="e", crm_id=id, values=bench.values(first=TEXT[:38]))
    [done] = bench.adapter.update(bench.person, bench.fields, [edit])
    read = bench.fetch(id)
    assert done.result is Result.DONE and read is not None
    assert bench.get(read, "first") == TEXT[:38]


def test_two_edits_of_one_record_in_one_call_land_in_order(bench: Bench) -> None:
    id = person(bench)
    edits = [Edit(op=f"e{at}", crm_id=id, values=bench.values(first=f"Turn {at}")) for at in range(3)]
    outcomes = bench.adapter.update(bench.person, bench.fields, edits)
    assert {one.op: one.result for one in outcomes} == dict.fromkeys(("e0", "e1", "e2"), Result.DONE)
    read = bench.fetch(id)
    assert read is not None and bench.get(read, "first") == "Turn 2"


def test_more_writes_than_one_call_holds_all_land(bench: Bench) -> None:
    many = bench.adapter.abilities.write_batch + 5
    drafts = [draft(bench) for _ in range(many)]
    outcomes = bench.adapter.create(bench.person, bench.fields, drafts)
    assert len({one.crm_id for one in outcomes if one.result is Result.DONE}) == many


def test_an_edit_of_a_deleted_record_is_gone(bench: Bench) -> None:
    id = person(bench)
    bench.remove(bench.person, id)
    edits = [Edit(op="e", crm_id=id, values=bench.values(first="Late"))]
    [outcome] = bench.adapter.update(bench.person, bench.fields, edits)
    assert outcome.result is Result.GONE


def test_deleting_twice_is_done_twice(bench: Bench) -> None:
    ids = [person(bench), person(bench)]
    removals = [Removal(op=f"d{id}", crm_id=id) for id in ids]
    for _ in range(2):
        outcomes = bench.adapter.delete(bench.person, removals)
        assert {one.op: one.result for one in outcomes} == {one.op: Result.DONE for one in removals}
    assert not set(ids) & set(bench.live(bench.person))


# references ----------------------------------------------------------------------------------------------------
def test_a_reference_is_set_moved_and_cleared(bench: Bench) -> None:
    one, other = bench.live(bench.company)[:2]
    [made] = bench.adapter.create(bench.person, bench.fields, [draft(bench, company=one)])
    id = str(made.crm_id)
    read = bench.fetch(id)
    assert read is not None and bench.get(read, "company") == one
    assert made.record is not None and bench.get(made.record, "company") == one
    for wanted in (other, None, one):
        edit = Edit(op="e", crm_id=id, values=bench.values(company=wanted))
        [done] = bench.adapter.update(bench.person, bench.fields, [edit])
        read = bench.fetch(id)
        assert done.result is Result.DONE
        assert read is not None and bench.get(read, "company") == wanted


def test_a_set_of_references_is_written_as_a_whole(bench: Bench) -> None:
    if not bench.several:
        pytest.skip("a deal has one contact in this CRM")
    people = tuple(sorted(bench.live(bench.person)[:3]))
    values = {**bench.deal_values(name=unique("Deal"), contacts=people[:2]), **bench.deal_extras}
    new = Draft(op="deal", marker=f"{unique('deal')}:g1", values=values)
    [made] = bench.adapter.create(bench.deal, bench.deal_fields, [new])
    id = str(made.crm_id)
    assert made.result is Result.DONE
    for wanted in (people[:2], people[1:], people, None):
        if wanted != people[:2]:
            edit = Edit(op="e", crm_id=id, values=bench.deal_values(contacts=wanted))
            [done] = bench.adapter.update(bench.deal, bench.deal_fields, [edit])
            assert done.result is Result.DONE
        read = bench.adapter.fetch(bench.deal, bench.deal_fields, [id])[id]
        assert bench.deal_get(read, "contacts") == wanted


def test_an_association_with_nobody_is_refused_by_field(bench: Bench) -> None:
    if isinstance(bench, FakeBench):
        pytest.skip("the fake does not check references")
    deal = bench.live(bench.deal)[0]
    nobody = {
        "Contact": "003000000000999AAA",
        "contact": "11111111-2222-4333-8444-555555555555",
    }.get(bench.person, "999999999")
    contacts: Value = (nobody,) if bench.several else nobody
    edit = Edit(op="e", crm_id=deal, values=bench.deal_values(contacts=contacts))
    [outcome] = bench.adapter.update(bench.deal, bench.deal_fields, [edit])
    assert outcome.result is Result.REFUSED
    assert {name for one in outcome.refusals for name in one.fields} == {bench.deal_names["contacts"]}


# history -------------------------------------------------------------------------------------------------------
def test_history_tells_our_writes_from_peoples(bench: Bench) -> None:
    if not bench.adapter.abilities.history:
        pytest.skip("this CRM lists no history")
    [made] = bench.adapter.create(bench.person, bench.fields, [draft(bench)])
    id, first = str(made.crm_id), bench.names["first"]
    bench.tick()
    bench.edit(bench.person, id, bench.values(first="Typed"))
    bench.tick()
    bench.adapter.update(
        bench.person, bench.fields, [Edit(op="e", crm_id=id, values=bench.values(first="Ours"))]
    )
    entries = bench.adapter.history(bench.person, [first], [id], 0)[id]
    assert [(one.value, one.by_us) for one in entries] == [("New", True), ("Typed", False), ("Ours", True)]
    since = entries[-1].at
    assert [one.value for one in bench.adapter.history(bench.person, [first], [id], since)[id]] == ["Ours"]


@pytest.mark.parametrize("system", ["hubspot", "salesforce"])
def test_a_record_somebody_changed_after_our_write_is_not_called_ours(
    request: pytest.FixtureRequest, system: str
) -> None:
    bench: SandboxBench = request.getfixturevalue(system)
    id = person(bench)
    bench.fetch(id)
    edited: list[str] = []

    exchange = bench.adapter.rest._exchange
    send = exchange.send

    def step_in(request: Request, url: str, token: str) -> Answer:
        answer = send(request, url, token)
        if answer.writes and not edited:
            edited.append(id)
            bench.tick()
            bench.edit(bench.person, id, bench.values(last="Theirs"))
        return answer

    exchange.send = step_in  # type: ignore[method-assign]
    edit = Edit(op="e", crm_id=id, values=bench.values(first="Ours"))
    [outcome] = bench.adapter.update(bench.person, bench.fields, [edit])
    assert edited and outcome.result is Result.DONE
    assert outcome.record is None or bench.get(outcome.record, "last") != "Theirs"
