"""The answer to a delete against an edit is taken back: what it did is undone, over nobody's head, and it is asked again."""

from __future__ import annotations

import pytest

from adapters.fake_rows import US, Traits
from core.answers import Resolution
from core.conflicts import DELETION, Choice, Conflict
from core.contests import report
from core.errors import Conflicting
from core.mapping import DeletePolicy
from core.plans import PlanItemKind
from core.records import LinkState
from daemon.foretelling import foretold
from daemon.reversal import Reversal
from tests.support.mortal import Killed, MortalStore
from tests.support.small_engine import CONNECTION, Engine

BY, OTHER = "person:ben", "sf"
BIN = Traits(restores=True)


def asked(engine: Engine) -> Conflict:
    [conflict] = engine.conflicts()
    assert conflict.rule == DELETION
    return conflict


def deleted_there(engine: Engine) -> tuple[Conflict, str]:
    """A contact that was edited in the hub and deleted in the CRM; the question, and its id there."""
    [id] = engine.contacts(1)
    engine.desk.edit(engine.record("contacts", id).id, {"title": "hub"}, expected=None, by="person:anna")
    engine.crm.user_delete("contacts", id)
    engine.turn()
    return asked(engine), id


def deleted_here(engine: Engine) -> tuple[Conflict, str]:
    """A contact that was deleted in the hub and edited in the CRM."""
    [id] = engine.contacts(1)
    engine.crm.user_edit("contacts", id, {"t": "edited"})
    engine.desk.delete(engine.record("contacts", id).id, expected=None, by="person:anna")
    engine.turn()
    return asked(engine), id


def answered(engine: Engine, conflict: Conflict, choice: Choice, *, turns: int = 6) -> None:
    engine.now += 1
    engine.desk.resolve(conflict.id, choice, by="person:anna")
    engine.turn(turns)
    engine.now += 1


def back(engine: Engine, conflict: Conflict) -> Reversal:
    """Taken back, as it was foretold, with an entry of its own in the log; the same question is open again."""
    told = engine.desk.foretell_take_back(conflict.id, by=BY)
    assert not engine.conflicts()  # nothing is written by asking
    again = engine.desk.take_back(conflict.id, by=BY)
    assert (again.id, again.resolution, again.hub, again.crm) == (
        conflict.id,
        None,
        conflict.hub,
        conflict.crm,
    )
    entry = [one.entry for one in engine.store.audit() if one.entry.kind == "reversal"][-1]
    assert (entry.actor, entry.cause) == (BY, f"conflict:{conflict.id}")
    assert all(one in entry.note for one in (*told.does, *told.lost))
    return told


def at_rest(engine: Engine) -> None:
    """Nothing is written any more but the question, and the log is whole."""
    engine.turn()
    before = {name: len(crm.log) for name, crm in engine.crms.items()}
    engine.turn()
    assert {name: len(crm.log) for name, crm in engine.crms.items()} == before
    assert engine.store.verify_audit() is None
    found = report(engine.store.contests()).total
    assert (found.concurrent, found.open) == (1, 1)


def live(engine: Engine, name: str = CONNECTION) -> dict[str, object]:
    return {id: values["t"] for id, values in engine.crms[name].live("contacts").items()}


def new_engine(*, bin: bool, deletes: DeletePolicy = DeletePolicy.PROPAGATE) -> Engine:
    return Engine(others=(OTHER,), deletes=deletes, traits=BIN if bin else Traits())


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("bin", [False, True])
def test_a_record_that_the_answer_deleted_lives_again_and_stays_away_where_it_is_asked(
    bin: bool, sent: bool
) -> None:
    engine = new_engine(bin=bin)
    conflict, id = deleted_there(engine)
    record = engine.now_is(conflict.record_id)
    there = engine.there(record, OTHER)
    answered(engine, conflict, Choice.CRM, turns=6 if sent else 0)
    assert bool(live(engine, OTHER)) is not sent
    told = back(engine, conflict)
    words = " ".join(told.does) + " ".join(told.lost)
    assert ("brought back in sf under its own id" in words) is (bin and sent)
    assert ("made anew in sf, under another id" in words) is (sent and not bin)
    at_rest(engine)
    assert engine.now_is(record.id).deleted_at is None
    assert (live(engine), set(live(engine, OTHER).values())) == ({}, {"hub"})
    assert (there in live(engine, OTHER)) is (bin or not sent)
    link = engine.link("contacts", id)
    assert link is not None and link.state is LinkState.GONE
    answered(engine, conflict, Choice.HUB)
    assert set(live(engine).values()) == {"hub"}
    assert (id in live(engine)) is bin
    assert not engine.conflicts()


@pytest.mark.parametrize("bin", [False, True])
@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("then", [Choice.HUB, Choice.CRM])
def test_a_record_that_was_kept_goes_again_where_it_was_brought_back(
    then: Choice, sent: bool, bin: bool
) -> None:
    engine = new_engine(bin=bin)
    conflict, id = deleted_there(engine)
    answered(engine, conflict, Choice.HUB, turns=6 if sent else 0)
    assert bool(live(engine)) is sent and (id in live(engine)) is (sent and bin)
    told = back(engine, conflict)
    assert ("is deleted there again" in " ".join(told.does)) is sent
    assert bool(told.lost) is (sent and not bin)  # told before that it would be made anew once more
    at_rest(engine)
    assert live(engine) == {}
    assert set(live(engine, OTHER).values()) == {"hub"}  # nobody asks about it there
    assert engine.now_is(conflict.record_id).deleted_at is None
    answered(engine, conflict, then)
    kept = then is Choice.HUB
    assert [set(live(engine, name).values()) for name in engine.crms] == [{"hub"} if kept else set()] * 2
    assert (engine.now_is(conflict.record_id).deleted_at is None) is kept
    assert not engine.conflicts()


@pytest.mark.parametrize("seen", [False, True])
@pytest.mark.parametrize("then", [Choice.HUB, Choice.CRM])
def test_what_somebody_edited_there_stays_and_rests_until_it_is_answered(then: Choice, seen: bool) -> None:
    engine = new_engine(bin=False)
    conflict, _ = deleted_there(engine)
    answered(engine, conflict, Choice.HUB)
    [copy] = live(engine)
    engine.crm.user_edit("contacts", copy, {"n": "Typed there"})
    if seen:
        engine.turn()
    told = back(engine, conflict)
    assert ("edited since by hs" in " ".join(told.does)) is seen
    at_rest(engine)
    record = engine.now_is(conflict.record_id)
    assert (list(live(engine)), record.deleted_at) == ([copy], None)
    bulk = engine.desk.bulk(BY)
    keeps, ends = (foretold(bulk, asked(engine), Resolution(choice=one)) for one in (Choice.HUB, Choice.CRM))
    assert (keeps.kind, ends.kind) == (PlanItemKind.SETTLE, PlanItemKind.DELETE_HUB)
    assert ends.sent == (CONNECTION, OTHER)  # the copy that rests goes as well
    assert (record.fields["name"] == "Typed there") is seen
    engine.desk.edit(record.id, {"title": "newer"}, expected=None, by="person:anna")
    at_rest(engine)
    assert (live(engine), live(engine, OTHER)[engine.there(record, OTHER)]) == ({copy: "hub"}, "newer")
    answered(engine, conflict, then)
    if then is Choice.HUB:
        assert (
            engine.crm.live("contacts")[copy] | {"n": "Typed there", "t": "newer"}
            == engine.crm.live("contacts")[copy]
        )
        assert engine.now_is(record.id).fields["name"] == "Typed there"
        assert not engine.conflicts()
    elif seen:
        assert (live(engine), live(engine, OTHER), engine.conflicts()) == ({}, {}, [])
    else:
        # An edit that nobody had seen is not deleted unseen: it is a question of its own.
        assert (list(live(engine)), live(engine, OTHER)) == ([copy], {})
        assert asked(engine).hub.values == ("deleted",)


def test_what_rests_and_is_deleted_there_is_not_deleted_here_by_that() -> None:
    engine = new_engine(bin=False)
    conflict, _ = deleted_there(engine)
    answered(engine, conflict, Choice.HUB)
    [copy] = live(engine)
    engine.crm.user_edit("contacts", copy, {"n": "Typed there"})
    engine.turn()
    back(engine, conflict)
    engine.crm.user_delete("contacts", copy)
    at_rest(engine)
    assert (live(engine), len(live(engine, OTHER))) == ({}, 1)
    assert asked(engine).id == conflict.id
    answered(engine, conflict, Choice.HUB)
    assert [len(live(engine, name)) for name in engine.crms] == [1, 1]


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("bin", [False, True])
@pytest.mark.parametrize("then", [Choice.HUB, Choice.CRM])
def test_a_delete_that_was_sent_is_brought_back_with_what_was_edited_there(
    then: Choice, bin: bool, sent: bool
) -> None:
    engine = new_engine(bin=bin)
    conflict, id = deleted_here(engine)
    answered(engine, conflict, Choice.HUB, turns=6 if sent else 0)
    assert live(engine) == ({} if sent else {id: "edited"})
    told = back(engine, conflict)
    assert ("what hs had edited is in the log only (t: edited)" in " ".join(told.lost)) is (sent and not bin)
    at_rest(engine)
    record = engine.now_is(conflict.record_id)
    assert (record.deleted_at is None) is sent
    if sent and not bin:
        [anew] = live(engine)
        assert (anew != id, live(engine)[anew]) == (True, "CEO")
    else:
        assert live(engine) == {id: "edited"}
    answered(engine, conflict, then)
    found = [set(live(engine, name).values()) for name in engine.crms]
    kept = {"CEO"} if sent and not bin else {"edited"}
    assert found == ([kept] * 2 if then is Choice.CRM else [set()] * 2)
    assert not engine.conflicts()


@pytest.mark.parametrize("turns", [0, 6])
@pytest.mark.parametrize("then", [Choice.HUB, Choice.CRM])
def test_a_record_that_was_restored_for_the_edit_is_deleted_again(then: Choice, turns: int) -> None:
    engine = new_engine(bin=False)
    conflict, id = deleted_here(engine)
    answered(engine, conflict, Choice.CRM, turns=turns)
    told = back(engine, conflict)
    assert ("and in sf" in " ".join(told.does), bool(told.lost)) == (turns > 0, turns > 0)
    at_rest(engine)
    assert engine.now_is(conflict.record_id).deleted_at is not None
    assert (live(engine), live(engine, OTHER)) == ({id: "edited"}, {})
    answered(engine, conflict, then)
    found = [set(live(engine, name).values()) for name in engine.crms]
    assert found == ([{"edited"}] * 2 if then is Choice.CRM else [set()] * 2)
    assert not engine.conflicts()  # the edit was seen: it is not asked about once more


@pytest.mark.parametrize("who", ["hub", OTHER, CONNECTION])
def test_a_record_that_was_edited_since_it_was_restored_lives_on_and_rests(who: str) -> None:
    engine = new_engine(bin=False)
    conflict, _ = deleted_here(engine)
    answered(engine, conflict, Choice.CRM)
    record = engine.now_is(conflict.record_id)
    if who == "hub":
        engine.desk.edit(record.id, {"name": "Newer"}, expected=None, by="person:carla")
    else:
        engine.crms[who].user_edit("contacts", engine.there(record, who), {"n": "Newer"})
    engine.turn()
    told = back(engine, conflict)
    assert f"edited since by {'carla' if who == 'hub' else who}: it lives on" in " ".join(told.does)
    at_rest(engine)
    assert engine.now_is(record.id).deleted_at is None
    assert [len(live(engine, name)) for name in engine.crms] == [1, 1]
    answered(engine, conflict, Choice.HUB)
    assert [len(live(engine, name)) for name in engine.crms] == [0, 0]
    assert not engine.conflicts()


def test_what_has_gone_on_since_is_not_taken_back_and_says_what_to_do() -> None:
    engine = new_engine(bin=True)
    conflict, id = deleted_there(engine)
    answered(engine, conflict, Choice.CRM)
    engine.desk.restore(conflict.record_id, by="person:carla")
    engine.turn()
    with pytest.raises(Conflicting, match="lives again already"):
        engine.desk.take_back(conflict.id, by=BY)
    engine.now += 1
    engine.desk.delete(conflict.record_id, expected=None, by="person:carla")
    with pytest.raises(Conflicting, match="not this answer that the record was deleted by") as refused:
        engine.desk.take_back(conflict.id, by=BY)
    assert f"records restore {conflict.record_id}" in refused.value.advice
    # Somebody restores it there, which is the other way round of the same question.
    engine = new_engine(bin=True)
    conflict, id = deleted_there(engine)
    answered(engine, conflict, Choice.CRM)
    engine.crm.user_restore("contacts", id)
    engine.turn()
    newer = asked(engine)
    with pytest.raises(Conflicting, match="question about the record's end is open") as refused:
        engine.desk.take_back(conflict.id, by=BY)
    assert newer.id in refused.value.advice
    # Restored there by somebody, before or after we could: there is nothing left to ask, or another question.
    for bin, match in (
        (True, "brought back in hs by somebody else"),
        (False, "restored in hs by somebody else"),
    ):
        engine = new_engine(bin=bin)
        conflict, id = deleted_there(engine)
        answered(engine, conflict, Choice.HUB, turns=0 if bin else 6)
        engine.crm.user_restore("contacts", id)
        engine.turn()
        with pytest.raises(Conflicting, match=match):
            engine.desk.take_back(conflict.id, by=BY)


@pytest.mark.parametrize("here", [False, True])
def test_a_kill_at_every_effect_of_taking_back_is_gone_on_from(here: bool) -> None:
    """Kept and sent, then taken back: what was brought back goes, once, whatever is killed."""
    for number in range(1, 60):
        store = MortalStore()
        engine = Engine(store=store, others=(OTHER,), traits=BIN, deletes=DeletePolicy.PROPAGATE)
        conflict, id = deleted_here(engine) if here else deleted_there(engine)
        answered(engine, conflict, Choice.CRM if here else Choice.HUB)
        assert id in live(engine)
        before = {name: len(crm.log) for name, crm in engine.crms.items()}
        store.seen, store.at = 0, number
        killed = False
        try:
            engine.desk.take_back(conflict.id, by=BY)
            engine.turn()
        except Killed:
            killed = True
        store.at = 0
        engine.restart()
        if not engine.conflicts():
            engine.desk.take_back(conflict.id, by=BY)
        engine.turn(12, ms=60_000)
        at_rest(engine)
        gone = OTHER if here else CONNECTION
        told = {
            name: [one.kind for one in crm.log[before[name] :] if one.by == US]
            for name, crm in engine.crms.items()
        }
        assert told == {name: ["delete"] if name == gone else [] for name in engine.crms}, number
        assert (engine.now_is(conflict.record_id).deleted_at is None) is not here
        assert not any(engine.store.open_attempts(name) for name in engine.crms)
        if not killed:
            assert number > 6
            return
    pytest.fail("a reversal has fewer than thirty effects")
