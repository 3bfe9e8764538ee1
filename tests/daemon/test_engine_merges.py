"""Merges: seen in a CRM, made in the hub, proposed where both records are still there, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from adapters.fake_rows import US, Traits
from core.conflicts import ItemKind, ItemState
from core.errors import AnswerLost, Conflicting, Invalid
from core.mapping import DeletePolicy
from core.records import LinkState
from daemon import heirs
from daemon.lane import Pace
from tests.support.small_engine import CONNECTION, Engine

T = TypeVar("T")
OTHER = "sf"
MERGES = Traits(merges=True)
ANEW = Traits(merges=True, merge_makes_anew=True, history=True)


def two_companies(engine: Engine) -> tuple[str, str]:
    first = engine.crm.user_create("companies", {"n": "Acme"})
    second = engine.crm.user_create("companies", {"n": "Acme Ltd", "c": "Leeds"})
    engine.turn()
    return first, second


def test_a_merge_in_a_crm_merges_the_hubs_records_and_fills_what_the_winner_lacks() -> None:
    engine = Engine()
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    gone = engine.now_is(lost.id)
    assert (gone.merged_into, gone.fields["name"]) == (kept.id, "Acme Ltd")
    assert dict(engine.now_is(kept.id).fields) == {"name": "Acme", "city": "Leeds"}
    assert not engine.items(ItemKind.MERGE)
    assert not engine.conflicts()


def test_a_value_that_whoever_merged_cannot_have_seen_is_asked_about() -> None:
    engine = Engine(deletes=DeletePolicy.PROPAGATE)
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    engine.desk.edit(kept.id, {"city": "Graz"}, expected=None, by="person:anna")
    engine.turn()
    engine.crm.user_merge("companies", first, second)
    engine.desk.edit(lost.id, {"city": "Lyon"}, expected=None, by="person:anna")
    engine.turn()
    assert engine.now_is(lost.id).merged_into == kept.id
    [item] = engine.items(ItemKind.MERGE)
    assert (item.record_id, item.detail["kept.city"], item.detail["lost.city"]) == (kept.id, "Graz", "Lyon")
    with pytest.raises(Invalid, match="loser"):
        engine.desk.decide(item.id, approve=True, by="person:ben")
    engine.desk.decide(item.id, approve=True, by="person:ben", option="loser")
    engine.turn()
    assert engine.now_is(kept.id).fields["city"] == "Lyon"
    assert engine.crm.rows["companies"][first].values["c"] == "Lyon"


@pytest.mark.parametrize("traits", [MERGES, ANEW])
def test_the_same_merge_is_proposed_elsewhere_and_made_there_when_approved(traits: Traits) -> None:
    engine = Engine(others=(OTHER,), traits=traits)
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    winner, loser = engine.there(kept, OTHER), engine.there(lost, OTHER)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    [item] = engine.items(ItemKind.MERGE)
    assert (item.connection, item.subject, item.detail["winner"]) == (OTHER, loser, winner)
    assert set(engine.crms[OTHER].live("companies")) == {winner, loser}
    engine.desk.decide(item.id, approve=True, by="person:ben")
    engine.turn()
    left = engine.there(kept, OTHER)
    assert set(engine.crms[OTHER].live("companies")) == {left}
    assert engine.crms[OTHER].rows["companies"][loser].merged_into == left
    assert sum(one.kind == "delete" for one in engine.crms[OTHER].log) == 0
    told = [one.entry for one in engine.store.audit() if one.entry.kind == "drop"]
    assert ("n", "Acme Ltd", "Acme") in told[0].changes


def test_a_proposal_that_is_dismissed_leaves_both_there_for_good() -> None:
    engine = Engine(others=(OTHER,), traits=MERGES)
    first, second = two_companies(engine)
    lost = engine.record("companies", second)
    loser = engine.there(lost, OTHER)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    [item] = engine.items(ItemKind.MERGE)
    engine.desk.decide(item.id, approve=False, by="person:ben")
    engine.crms[OTHER].user_edit("companies", loser, {"c": "Graz"})
    engine.turn()
    assert loser in engine.crms[OTHER].live("companies")
    assert not engine.items(ItemKind.MERGE)
    ours = [one for one in engine.crms[OTHER].log if one.by == US and one.id == loser]
    assert [one.kind for one in ours] == ["create"]


def test_a_crm_that_cannot_be_asked_says_so_and_a_merge_by_hand_settles_the_question() -> None:
    engine = Engine(others=(OTHER,))
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    winner, loser = engine.there(kept, OTHER), engine.there(lost, OTHER)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    [item] = engine.items(ItemKind.MERGE)
    with pytest.raises(Invalid, match="cannot be asked") as refused:
        engine.desk.decide(item.id, approve=True, by="person:ben")
    assert winner in refused.value.advice
    engine.crms[OTHER].user_merge("companies", winner, loser)
    engine.turn()
    closed = engine.store.item(item.id)
    assert closed is not None
    assert closed.state is ItemState.SUPERSEDED


def test_a_merge_whose_answer_is_lost_is_looked_up_and_not_repeated() -> None:
    lost_answers: list[bool] = []

    def wire(call: Callable[[], T], writes: bool) -> T:
        answer = call()
        if writes and lost_answers and lost_answers.pop():
            raise AnswerLost("nobody heard")
        return answer

    engine = Engine(others=(OTHER,), traits=MERGES, wire=wire)
    first, second = two_companies(engine)
    kept = engine.record("companies", first)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    [item] = engine.items(ItemKind.MERGE)
    engine.desk.decide(item.id, approve=True, by="person:ben")
    lost_answers.append(True)
    engine.turn(2)
    assert [one.kind.value for one in engine.store.open_attempts(OTHER)] == ["merge"]
    engine.turn(40)
    assert not engine.store.open_attempts(OTHER)
    assert list(engine.crms[OTHER].live("companies")) == [engine.there(kept, OTHER)]
    assert sum(one.kind == "merge" for one in engine.crms[OTHER].log) == 1


def test_children_move_page_by_page_and_a_kill_between_two_pages_loses_none() -> None:
    engine = Engine(others=(OTHER,), traits=MERGES, pace=Pace(children=2))
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    children = [
        engine.desk.create("contact", {"name": f"P{at}", "company": lost.id}, by="person:p").id
        for at in range(5)
    ]
    engine.turn()
    engine.desk.merge(kept.id, lost.id, by="person:p")
    lane = engine.cycle.lane
    lane.lease = engine.store.acquire(CONNECTION, "w1", now=engine.now, ttl=60_000)
    assert heirs.tend(lane, "w1")
    named = [engine.now_is(id).fields["company"] for id in children]
    assert named == [kept.id] * 2 + [lost.id] * 3
    # Killed here: another lane goes on where this one stopped.
    engine.now += 60_000
    engine.turn(20)
    assert [engine.now_is(id).fields["company"] for id in children] == [kept.id] * 5
    moves = [one.entry for one in engine.store.audit() if one.entry.kind == "set" and one.entry.changes]
    moved = [one.record_id for one in moves if one.changes[0] == ("company", lost.id, kept.id)]
    assert sorted(moved) == sorted(children)
    assert not engine.store.list_pending(connection=heirs.HUB, after=None, limit=10)


def test_children_of_a_crm_that_has_both_are_left_where_they_are() -> None:
    engine = Engine(others=(OTHER,), traits=MERGES)
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    child = engine.crm.user_create("contacts", {"n": "Ann", "o": second})
    engine.turn()
    record = engine.record("contacts", child)
    there, loser = engine.there(record, OTHER), engine.there(lost, OTHER)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    assert engine.now_is(record.id).fields["company"] == kept.id
    assert engine.crm.rows["contacts"][child].values["o"] == first
    assert engine.crms[OTHER].rows["contacts"][there].values["o"] == loser
    engine.crms[OTHER].user_edit("contacts", there, {"t": "CTO"})
    engine.turn()
    assert engine.now_is(record.id).fields["company"] == kept.id
    assert not engine.conflicts()


def test_a_chain_of_merges_ends_at_the_last_winner() -> None:
    engine = Engine()
    ids = [engine.crm.user_create("companies", {"n": f"C{at}"}) for at in range(3)]
    child = engine.crm.user_create("contacts", {"n": "Ann", "o": ids[0]})
    engine.turn()
    records = [engine.record("companies", id) for id in ids]
    engine.crm.user_merge("companies", ids[1], ids[0])
    engine.crm.user_merge("companies", ids[2], ids[1])
    engine.turn()
    assert [engine.now_is(one.id).merged_into for one in records] == [records[1].id, records[2].id, None]
    assert engine.record("contacts", child).fields["company"] == records[2].id


def test_a_merge_into_a_record_nobody_knows_keeps_the_pair() -> None:
    engine = Engine(traits=ANEW)
    first, second = two_companies(engine)
    kept = engine.record("companies", first)
    left = engine.crm.user_merge("companies", first, second)
    engine.turn()
    assert engine.record("companies", left).id == kept.id
    assert list(engine.crm.live("companies")) == [left]
    assert len(engine.store.list_records("company", after=None, limit=10)) == 1


def test_a_record_that_a_merge_made_and_that_bears_our_marker_is_no_twin() -> None:
    engine = Engine(traits=ANEW)
    engine.turn()
    one = engine.desk.create("company", {"name": "Acme"}, by="person:p")
    two = engine.desk.create("company", {"name": "Acme Ltd"}, by="person:p")
    engine.turn()
    left = engine.crm.user_merge("companies", engine.there(one, CONNECTION), engine.there(two, CONNECTION))
    engine.ring("companies", left)  # the only webhook that comes is about the new id
    engine.cycle.turn()
    engine.turn()
    assert list(engine.crm.live("companies")) == [left]
    assert engine.record("companies", left).id == one.id


def test_the_same_merge_in_two_crms_needs_nobody() -> None:
    engine = Engine(others=(OTHER,))
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    engine.crms[OTHER].user_merge("companies", engine.there(kept, OTHER), engine.there(lost, OTHER))
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    assert engine.now_is(lost.id).merged_into == kept.id
    assert not engine.items(ItemKind.MERGE)


def test_the_merge_the_other_way_round_in_another_crm_ends_with_one_pair_each() -> None:
    engine = Engine(others=(OTHER,))
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    there_lost = engine.there(lost, OTHER)
    engine.crms[OTHER].user_merge("companies", there_lost, engine.there(kept, OTHER))
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    assert engine.now_is(lost.id).merged_into == kept.id
    assert engine.record("companies", there_lost, OTHER).id == kept.id
    assert not engine.items(ItemKind.MERGE)


def test_two_merges_that_contradict_each_other_are_a_question() -> None:
    engine = Engine(others=(OTHER,))
    first, second = two_companies(engine)
    third = engine.crm.user_create("companies", {"n": "Third"})
    engine.turn()
    kept, lost, other = (engine.record("companies", id) for id in (first, second, third))
    engine.crms[OTHER].user_merge("companies", engine.there(other, OTHER), engine.there(lost, OTHER))
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    [item] = engine.items(ItemKind.MERGE)
    engine.desk.decide(item.id, approve=True, by="person:ben")
    engine.turn(12)
    living = engine.store.list_records("company", after=None, limit=10)
    assert len(living) == 1
    assert living[0].id in (kept.id, other.id)


def test_an_undelete_of_the_loser_takes_the_merge_back() -> None:
    engine = Engine(others=(OTHER,), traits=MERGES)
    first, second = two_companies(engine)
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    loser = engine.there(lost, OTHER)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    engine.crm.user_restore("companies", second)
    engine.turn()
    assert engine.now_is(lost.id).deleted_at is None
    assert engine.record("companies", second).id == lost.id
    assert engine.record("companies", loser, OTHER).id == lost.id
    assert not engine.items(ItemKind.MERGE)
    assert {len(crm.live("companies")) for crm in engine.crms.values()} == {2}
    assert engine.now_is(kept.id).deleted_at is None


def test_a_merge_that_was_taken_back_never_makes_two_records_of_one_key() -> None:
    """The CRM that knew only the loser keeps its record as the winner's; the loser gets another there."""
    engine = Engine(others=(OTHER,), traits=MERGES)
    engine.turn()
    engine.forbidden = {("n", "Only here")}
    kept = engine.desk.create("company", {"name": "Only here"}, by="person:p")
    lost = engine.desk.create("company", {"name": "Everywhere"}, by="person:p")
    engine.turn()
    engine.forbidden = set()
    engine.desk.merge(kept.id, lost.id, by="person:p")
    engine.desk.edit(kept.id, {"name": "Now allowed"}, expected=None, by="person:p")
    engine.turn()
    theirs = engine.there(kept, CONNECTION)
    engine.desk.restore(lost.id, by="person:p")
    engine.turn()
    assert engine.there(engine.now_is(kept.id), CONNECTION) == theirs
    assert engine.there(engine.now_is(lost.id), CONNECTION) != theirs
    assert len(engine.crm.live("companies")) == 2


def test_what_cannot_be_merged_or_restored_says_why() -> None:
    engine = Engine()
    first, _ = two_companies(engine)
    company = engine.record("companies", first)
    contact = engine.desk.create("contact", {"name": "Ann"}, by="person:p")
    with pytest.raises(Invalid, match="itself"):
        engine.desk.merge(company.id, company.id, by="person:p")
    with pytest.raises(Invalid, match="a contact cannot be merged into a company"):
        engine.desk.merge(company.id, contact.id, by="person:p")
    with pytest.raises(Conflicting, match="is not deleted"):
        engine.desk.restore(company.id, by="person:p")


# deletes and restores ----------------------------------------------------------------------------------------------------
def test_a_mapping_that_ignores_deletes_asks_nothing_and_takes_the_pair_back_when_it_is_restored() -> None:
    engine = Engine(deletes=DeletePolicy.IGNORE, others=(OTHER,))
    first, _ = two_companies(engine)
    record = engine.record("companies", first)
    there = engine.there(record, OTHER)
    engine.desk.edit(record.id, {"city": "Graz"}, expected=None, by="person:anna")
    engine.crm.user_delete("companies", first)
    engine.turn()
    assert engine.now_is(record.id).deleted_at is None
    assert not engine.items(ItemKind.DELETION)
    assert not engine.conflicts()
    assert engine.crms[OTHER].rows["companies"][there].values["c"] == "Graz"
    assert len(engine.crm.live("companies")) == 1
    engine.crm.user_restore("companies", first)
    engine.turn()
    assert engine.record("companies", first).id == record.id
    assert engine.crm.rows["companies"][first].values["c"] == "Graz"


def test_a_restore_in_the_crm_settles_the_proposal_and_brings_the_pair_back() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    [item] = engine.items(ItemKind.DELETION)
    engine.crm.user_restore("contacts", id)
    engine.turn()
    closed = engine.store.item(item.id)
    assert closed is not None
    assert closed.state is ItemState.SUPERSEDED
    link = engine.link("contacts", id)
    assert link is not None
    assert (link.state, link.record_id) == (LinkState.LINKED, record.id)


def test_a_kept_record_comes_back_to_its_pair_when_it_is_restored() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    [item] = engine.items(ItemKind.DELETION)
    engine.desk.decide(item.id, approve=False, by="person:ben")
    engine.turn()
    assert not engine.crm.live("contacts")
    engine.crm.user_restore("contacts", id)
    engine.turn()
    assert engine.record("contacts", id).id == record.id
    assert list(engine.crm.live("contacts")) == [id]


def test_a_kept_record_is_made_there_anew_if_a_person_says_so() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    [item] = engine.items(ItemKind.DELETION)
    with pytest.raises(Invalid, match="anew"):
        engine.desk.decide(item.id, approve=False, by="person:ben", option="again")
    engine.desk.decide(item.id, approve=False, by="person:ben", option="anew")
    engine.turn()
    [anew] = engine.crm.live("contacts")
    assert (anew != id, engine.record("contacts", anew).id) == (True, record.id)


def test_a_restore_settles_a_delete_that_met_an_edit() -> None:
    engine = Engine(deletes=DeletePolicy.PROPAGATE)
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.desk.edit(record.id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.crm.user_delete("contacts", id)
    engine.turn()
    assert len(engine.conflicts()) == 1
    engine.crm.user_restore("contacts", id)
    engine.turn()
    assert not engine.conflicts()
    assert engine.crm.rows["contacts"][id].values["t"] == "CTO"
    assert engine.record("contacts", id).id == record.id


def test_a_restore_in_the_hub_makes_the_record_anew_where_it_was_deleted() -> None:
    engine = Engine(deletes=DeletePolicy.PROPAGATE, others=(OTHER,))
    [id] = engine.contacts(1)
    record = engine.record("contacts", id)
    engine.crm.user_delete("contacts", id)
    engine.turn()
    assert engine.now_is(record.id).deleted_at is not None
    engine.desk.restore(record.id, by="person:ben")
    engine.turn()
    assert [len(crm.live("contacts")) for crm in engine.crms.values()] == [1, 1]
    assert {engine.now_is(record.id).id} == {
        one.record_id
        for name in engine.crms
        for one in engine.store.links_of([record.id], name)
        if one.state is LinkState.LINKED
    }
