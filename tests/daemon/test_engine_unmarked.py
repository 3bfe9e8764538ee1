"""Creates in objects that have no room for our key: a lost answer is found by the id that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from adapters.fake_rows import Traits
from core.errors import AnswerLost
from tests.support.small_engine import CONNECTION, Engine

T = TypeVar("T")


class Losing:
    """A wire that loses the answers to the next `lost` writes: they land all the same."""

    lost = 0

    def __call__(self, call: Callable[[], T], writes: bool) -> T:
        answer = call()
        if writes and self.lost:
            self.lost -= 1
            raise AnswerLost("nobody heard")
        return answer


def engine_with(wire: Losing) -> Engine:
    engine = Engine(traits=Traits(unmarked=frozenset({"contacts"})), wire=wire)
    engine.turn(2)
    return engine


def test_what_a_lost_create_has_made_is_not_taken_for_a_strangers() -> None:
    wire = Losing()
    engine = engine_with(wire)
    wire.lost = 1
    record = engine.desk.create("contact", {"name": "Weber"}, by="person:anna")
    engine.turn(2)  # it is in the changes by now, and its attempt is held
    assert [one.kind.value for one in engine.store.open_attempts(CONNECTION)] == ["create"]
    assert len(engine.crm.live("contacts")) == 1
    assert [one.id for one in engine.store.list_records("contact", after=None, limit=10)] == [record.id]
    engine.turn(40)
    assert not engine.store.open_attempts(CONNECTION)
    assert list(engine.crm.live("contacts")) == [engine.there(record, CONNECTION)]
    assert [one.id for one in engine.store.list_records("contact", after=None, limit=10)] == [record.id]


def test_a_person_edits_it_before_we_know_of_it_and_the_edit_arrives() -> None:
    wire = Losing()
    engine = engine_with(wire)
    wire.lost = 1
    record = engine.desk.create("contact", {"name": "Weber"}, by="person:anna")
    engine.turn(2)
    [there] = engine.crm.live("contacts")
    engine.crm.user_edit("contacts", there, {"t": "CFO"})
    engine.turn(40)
    assert engine.now_is(record.id).fields["title"] == "CFO"
    assert list(engine.crm.live("contacts")) == [there]


def test_a_strangers_record_comes_in_as_ever_while_a_create_is_held() -> None:
    wire = Losing()
    engine = engine_with(wire)
    wire.lost = 1
    engine.desk.create("contact", {"name": "Weber"}, by="person:anna")
    engine.turn(2)
    stranger = engine.crm.user_create("contacts", {"n": "Okafor"})
    engine.turn(2)
    assert engine.record("contacts", stranger).fields["name"] == "Okafor"
