"""Creates in objects that keep no key of ours at all: a lost answer is found by what the record holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from adapters.fake_rows import US, Traits
from core.conflicts import ItemKind
from core.errors import AnswerLost
from core.records import HubRecord, Value
from tests.support.small_engine import CONNECTION, Engine

T = TypeVar("T")


class Wire:
    """Loses the answers to the next `lost` writes, which land all the same; `cut` ones never arrive. `hook` follows each."""

    lost = 0
    cut = 0
    hook: Callable[[], object] | None = None

    def __call__(self, call: Callable[[], T], writes: bool) -> T:
        if writes and self.cut:
            self.cut -= 1
            raise AnswerLost("it went nowhere")
        answer = call()
        if writes and self.lost:
            self.lost -= 1
            if self.hook is not None:
                self.hook()
            raise AnswerLost("nobody heard")
        return answer


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def engine(wire: Wire) -> Engine:
    made = Engine(traits=Traits(by_content=frozenset({"contacts"})), wire=wire)
    made.turn(2)
    return made


def noted(engine: Engine, **fields: Value) -> HubRecord:
    return engine.desk.create("contact", fields, by="person:anna")


def hub(engine: Engine) -> list[str]:
    return [one.id for one in engine.store.list_records("contact", after=None, limit=10)]


def test_it_is_taken_as_soon_as_it_shows_and_later_edits_are_edits(engine: Engine, wire: Wire) -> None:
    wire.lost = 1
    record = noted(engine, name="Rang twice")
    engine.turn(2)
    assert not engine.store.open_attempts(CONNECTION), "nobody waits for the hold to end"
    [there] = engine.crm.live("contacts")
    assert engine.there(record, CONNECTION) == there
    engine.crm.user_edit("contacts", there, {"n": "Rang three times"})
    engine.turn(40)
    assert list(engine.crm.live("contacts")) == [there]
    assert engine.now_is(record.id).fields["name"] == "Rang three times"
    assert hub(engine) == [record.id]


def test_where_it_never_landed_it_is_repeated_once_the_hold_is_over(engine: Engine, wire: Wire) -> None:
    wire.cut = 1
    record = noted(engine, name="Rang twice")
    engine.turn(10)
    assert not engine.crm.live("contacts")
    engine.turn(40)
    assert list(engine.crm.live("contacts")) == [engine.there(record, CONNECTION)]
    assert hub(engine) == [record.id]


def test_a_kill_between_the_landing_and_the_answer_doubles_nothing(engine: Engine, wire: Wire) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    wire.lost, wire.hook = 1, killed
    record = noted(engine, name="Rang twice")
    with pytest.raises(KeyboardInterrupt):
        engine.turn(2)
    engine.now += 60_000  # longer than the dead worker's lease
    engine.restart()
    engine.turn(40)
    assert list(engine.crm.live("contacts")) == [engine.there(record, CONNECTION)]
    assert hub(engine) == [record.id]


def test_it_is_found_by_looking_where_no_change_was_ever_told(engine: Engine, wire: Wire) -> None:
    """The feed began behind it, as after a cursor that expired: only the look before the repeat can find it."""
    wire.lost = 1
    record = noted(engine, name="Rang twice")
    engine.cycle.polled["contacts"] = engine.now + 10_000_000
    engine.turn(40)
    assert list(engine.crm.live("contacts")) == [engine.there(record, CONNECTION)]


@pytest.mark.parametrize("landed", [True, False])
@pytest.mark.parametrize("by", [US, "ben"])
def test_a_person_writes_the_very_same_meanwhile(
    engine: Engine, wire: Wire, *, landed: bool, by: str
) -> None:
    """What is in the CRM is in the hub, each once, and no word is lost, whoever's record is taken for ours."""
    wire.lost, wire.cut = int(landed), int(not landed)
    record = noted(engine, name="Rang twice")
    engine.cycle.turn()
    engine.crm.user_create("contacts", {"n": "Rang twice", "t": "urgent"}, by=by)
    engine.turn(40)
    live = engine.crm.live("contacts")
    assert len(live) == len(hub(engine)) == (2 if landed or by == "ben" else 1)
    assert sorted(engine.record("contacts", id).id for id in live) == sorted(hub(engine))
    assert record.id in hub(engine)
    titles = [engine.record("contacts", id).fields.get("title") for id in live]
    assert "urgent" in titles
    if by == "ben":
        assert engine.row(record).get("t") is None, "another person's is never taken for ours"


def test_two_that_say_the_same_are_two(engine: Engine, wire: Wire) -> None:
    wire.lost = 2
    some = [noted(engine, name="Rang twice") for _ in range(2)]
    engine.turn(80)
    live = engine.crm.live("contacts")
    assert len(live) == 2
    assert sorted(engine.there(one, CONNECTION) for one in some) == sorted(live)
    assert sorted(hub(engine)) == sorted(one.id for one in some)


@pytest.mark.parametrize(("option", "records"), [(None, 1), ("separate", 2)])
def test_one_that_was_edited_before_we_looked_is_a_question_and_no_guess(
    engine: Engine, wire: Wire, option: str | None, records: int
) -> None:
    def edited() -> None:
        [there] = engine.crm.live("contacts")
        engine.crm.user_edit("contacts", there, {"n": "Rang twice about the new offer"})

    wire.lost, wire.hook = 1, edited
    record = noted(engine, name="Rang twice about an offer")
    engine.turn(10)
    assert not engine.items(ItemKind.AMBIGUOUS), "the one we made may still show"
    engine.turn(40)
    [item] = engine.items(ItemKind.AMBIGUOUS)
    [there] = engine.crm.live("contacts")
    assert (item.subject, item.detail["candidates"]) == (there, (record.id,))
    assert hub(engine) == [record.id]
    engine.ring("contacts", there)
    engine.turn(40)
    assert len(engine.crm.live("contacts")) == len(hub(engine)) == 1, "nothing is done until it is answered"
    engine.desk.decide(item.id, approve=True, option=option, by="person:anna")
    engine.turn(40)
    live = engine.crm.live("contacts")
    assert sorted(engine.record("contacts", id).id for id in live) == sorted(hub(engine))
    assert len(live) == records
    assert not engine.items(ItemKind.AMBIGUOUS)
    if option is None:
        [conflict] = engine.conflicts()  # both wordings are kept, and the person chooses
        assert (conflict.hub.values, conflict.crm.values) == (
            ("Rang twice about an offer",),
            ("Rang twice about the new offer",),
        )


def test_what_only_looked_like_ours_comes_in_once_ours_has_shown(engine: Engine, wire: Wire) -> None:
    def alike() -> None:
        engine.crm.user_create("contacts", {"n": "Rang twice about the other offer"}, by=US)

    wire.cut = 1
    record = noted(engine, name="Rang twice about an offer")
    engine.cycle.turn()
    alike()
    engine.turn(4)
    assert hub(engine) == [record.id], "it waits"
    engine.crm.user_create("contacts", {"n": "Rang twice about an offer"}, by=US)
    engine.turn(40)
    assert not engine.items(ItemKind.AMBIGUOUS)
    live = engine.crm.live("contacts")
    assert len(live) == 2
    assert sorted(engine.record("contacts", id).id for id in live) == sorted(hub(engine))
    assert engine.row(record)["n"] == "Rang twice about an offer"
