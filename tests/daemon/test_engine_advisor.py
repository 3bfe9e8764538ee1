"""The advisor with real lanes: it suggests, is told what people decide, decides alone where that was measured, and stops."""

from __future__ import annotations

import pytest

from core.advice.case import Option
from core.advice.decisions import ADVISOR
from core.conflicts import Choice, Conflict
from core.errors import StoreError
from core.jobs import Lease
from core.records import HubRecord
from core.store.base import Activity, Batch
from core.store.memory import MemoryStore
from daemon.advising import Advising
from daemon.advising_alone import AdvisorDesk
from tests.support.small_engine import HUB, Engine

ANNA, FAIR = "person:anna", "import:fair"
SCOPE = "contact.title"


def advisor_of(engine: Engine) -> AdvisorDesk:
    assert engine.desk.advising is not None
    return AdvisorDesk(
        store=engine.store,
        desk=engine.desk,
        advising=engine.desk.advising,
        objects=HUB,
        clock=lambda: engine.now,
    )


def contested(engine: Engine, ids: list[str], number: int = 0) -> list[Conflict]:
    """Conflicts about the titles of these contacts: an import wrote the hub, somebody the CRM."""
    for id in ids:
        record = engine.record("contacts", id)
        engine.desk.edit(record.id, {"title": f"Import {number} {id}"}, expected=None, by=FAIR)
        engine.crm.user_edit("contacts", id, {"t": f"Chief {number} {id}"}, by="user:7")
    engine.turn()
    found = engine.conflicts()
    assert len(found) == len(ids)
    return found


def suggestion(engine: Engine, conflict: Conflict) -> Option:
    assert engine.desk.advising is not None
    found = engine.desk.advising.advice(conflict, engine.now)
    assert found is not None
    return found.suggestion.likeliest


def notes(engine: Engine, kind: str) -> list[str]:
    return [one.entry.note for one in engine.store.search(Activity(kind=kind)).rows]


def test_a_decision_is_kept_with_the_suggestion_that_stood_and_teaches() -> None:
    engine = Engine()
    [conflict] = contested(engine, engine.contacts(1))
    before = suggestion(engine, conflict)
    engine.desk.resolve(conflict.id, Choice.CRM, by=ANNA)
    [decision] = engine.store.decisions(before=None, limit=9)
    assert (decision.scope, decision.by, decision.chosen) == (SCOPE, ANNA, Option.CRM)
    assert decision.suggested is before
    [note] = notes(engine, "advice")
    assert note.startswith("title: suggested")
    assert "decided crm" in note
    assert "Chief" not in note + repr(decision)  # evidence, no values


def test_everything_learned_comes_back_from_the_store_and_a_reversal_unlearns() -> None:
    """A process that dies loses nothing: another one learns the same from the table."""
    engine = Engine()
    advising = engine.desk.advising
    assert advising is not None
    advising.advisor()
    for one in contested(engine, engine.contacts(4)):
        engine.desk.resolve(one.id, Choice.HUB, by=ANNA)
    fresh = Advising(store=engine.store, lanes=engine.desk.lanes, objects=HUB)
    assert fresh.advisor() == advising.advisor()
    assert fresh.advisor().decisions == 4
    newest = engine.store.decisions(before=None, limit=1)[0]
    engine.desk.take_back(newest.conflict, by=ANNA)
    assert advising.advisor().decisions == 3
    assert engine.store.decisions(before=None, limit=1)[0].reversed_at is not None


def measured(engine: Engine, ids: list[str], times: int) -> None:
    """People always take what the CRM's user wrote."""
    for number in range(1, times + 1):
        for one in contested(engine, ids, number):
            engine.desk.resolve(one.id, Choice.CRM, by=ANNA)
        engine.turn()


def test_it_decides_alone_only_where_turned_on_and_measured_and_turns_itself_off() -> None:
    engine = Engine()
    ids = engine.contacts(10)
    advisor = advisor_of(engine)
    contested(engine, ids)
    assert advisor.sweep() == 0
    early = advisor.enable(SCOPE, 0.9, by=ANNA)
    assert early.record.threshold is None
    assert "would show 90%" in early.record.why
    assert advisor.sweep() == 0, "nothing was measured yet"
    for one in engine.conflicts():
        engine.desk.resolve(one.id, Choice.CRM, by=ANNA)
    engine.turn()
    measured(engine, ids, 5)
    ready = next(one for one in advisor.standing().fields if one.field == "title")
    assert ready.record.threshold is not None, ready.record.why
    conflicts = contested(engine, ids, 7)
    assert advisor.sweep() == 10
    assert {one.resolved_by for one in map(engine.desk.conflict, [one.id for one in conflicts])} == {ADVISOR}
    engine.turn()
    records: list[HubRecord] = [engine.record("contacts", id) for id in ids]
    assert [one.fields["title"] for one in records] == [f"Chief 7 {id}" for id in ids]
    for one in conflicts[:5]:
        engine.desk.take_back(one.id, by=ANNA)
    assert advisor.sweep() == 0, "what somebody took back is theirs, and the field is off"
    assert "5 of 10 of its decisions were taken back" in advisor.lines()[0]
    assert any("has turned itself off" in note for note in notes(engine, "advisor"))
    engine.turn()
    assert advisor.sweep() == 0
    advisor.disable(SCOPE, by=ANNA)
    assert advisor.lines() == []


def test_forgetting_takes_what_was_learned_with_it() -> None:
    engine = Engine()
    advisor = advisor_of(engine)
    ids = engine.contacts(2)
    measured(engine, ids, 2)
    assert advisor.reset(object="contact", field="title", decided_by="person:ben", by=ANNA) == 0
    assert advisor.reset(object=None, field=None, decided_by=ANNA, by=ANNA) == 4
    assert advisor.advising.advisor().decisions == 0
    assert any("forgot 4 decisions" in note for note in notes(engine, "advisor"))


def test_a_suggestion_is_noted_once_and_anew_only_where_it_is_another() -> None:
    engine = Engine()
    ids = engine.contacts(2)
    advisor = advisor_of(engine)
    one, other = contested(engine, ids)
    for batch in engine.batches:
        advisor.notes.committed(batch)
    advisor.sweep()
    entries = [found.entry for found in engine.store.search(Activity(kind="advice")).rows]
    assert {(found.actor, found.cause) for found in entries} == {
        (ADVISOR, f"conflict:{one.id}"),
        (ADVISOR, f"conflict:{other.id}"),
    }
    [note] = {found.note for found in entries}
    assert note.startswith("title: suggests to ask (crm likeliest) at ")
    assert note.endswith("Learned from 0 decisions.")
    assert "Chief" not in note
    for desk in (advisor, advisor_of(engine)):  # also one that was started anew, and knows only the log
        assert desk.notes.shown(one) is not None
        desk.sweep()
    assert len(notes(engine, "advice")) == 2
    engine.desk.resolve(other.id, Choice.CRM, by=ANNA)
    assert advisor.notes.shown(one) is not None
    told = notes(engine, "advice")
    assert len(told) == 4  # the decision, and what it has changed for the other conflict
    assert told[0].endswith("Learned from 1 decisions.")
    engine.desk.resolve(one.id, Choice.CRM, by=ANNA)
    assert advisor.notes.sweep() == 0
    assert engine.store.verify_audit() is None


class FullStore(MemoryStore):
    """Takes no more entries, as a full disk does."""

    full = False

    def commit(self, batch: Batch, lease: Lease | None = None) -> int:
        if self.full:
            raise StoreError("no space is left")
        return super().commit(batch, lease)


def test_a_suggestion_that_cannot_be_noted_is_not_shown_and_is_noted_later() -> None:
    store = FullStore()
    engine = Engine(store=store)
    [conflict] = contested(engine, engine.contacts(1))
    advisor = advisor_of(engine)
    store.full = True
    assert advisor.notes.shown(conflict) is None
    with pytest.raises(StoreError):
        advisor.sweep()
    store.full = False
    assert advisor.notes.sweep() == 1
    assert advisor.notes.shown(conflict) is not None
    assert len(notes(engine, "advice")) == 1
