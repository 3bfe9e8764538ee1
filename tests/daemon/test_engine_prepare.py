"""A CRM that lacks our field: everything goes on but creates, which wait and follow once it is there."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from adapters.fake import FakeAdapter, Wire
from adapters.fake_crm import FakeCrm
from adapters.fake_rows import Traits
from core.bus.embedded import EmbeddedBus
from core.conflicts import ItemState
from core.errors import Unreachable
from core.mapping import Creates
from core.mapping_examples import Example, Given
from core.store.base import Activity
from core.store.memory import MemoryStore
from core.sync.routes import Routes
from daemon.desk import Desk
from daemon.lane import Lane, Pace, World
from daemon.mapping_uses import MappingUses
from daemon.mapping_versions import MappingVersions
from daemon.preparing import prepare
from daemon.worker import PREPARED_LOOK_MS, Worker
from tests.support.small_daemon import CONNECTION, CONTACT, CRM_CONTACT, MAPPING

T = TypeVar("T")


class Noted(FakeAdapter):
    """Tells `open` while it is in use."""

    def __init__(self, crm: FakeCrm, *, wire: Wire, open: set[int]) -> None:
        super().__init__(crm, wire=wire)
        self._open = open
        open.add(id(self))

    def close(self) -> None:
        self._open.discard(id(self))
        super().close()


class Place:
    """A worker turned by hand over a CRM without our field."""

    def __init__(self, *, read_only: bool = False) -> None:
        self.now = 1_700_000_000_000
        self.ids = 0
        self.crm = FakeCrm(
            {"contacts": CRM_CONTACT},
            clock=lambda: self.now,
            traits=Traits(has_marker=False, read_only=read_only),
        )
        self.store = MemoryStore()
        world = World(clock=lambda: self.now, ids=self.fresh, rng=random.Random(1))
        routes = Routes(mappings={"contact": (MAPPING,)}, objects={"contact": CONTACT})
        lanes: dict[str, Lane] = {}
        self.down = False
        self.open: set[int] = set()
        self.worker = Worker(
            name=CONNECTION,
            system="fake",
            mappings=(MAPPING,),
            hub={"contact": CONTACT},
            store=self.store,
            world=world,
            routes=routes,
            bus=EmbeddedBus(),
            pace=Pace(),
            quick_ms=1_000,
            schema_ms=300_000,
            slow_ms=1_000,
            connect=lambda: Noted(self.crm, wire=self.carry, open=self.open),
            committed=lambda batch: None,
            lanes=lanes,
            owner="w1",
        )
        self.desk = Desk(
            store=self.store, world=world, routes=routes, lanes=lanes, committed=lambda batch: None
        )

    @property
    def state(self) -> str:
        return self.worker.state.value

    def fresh(self) -> str:
        self.ids += 1
        return f"{self.ids:09d}"

    def carry(self, call: Callable[[], T], _writes: bool, /) -> T:
        if self.down:
            raise Unreachable("the CRM does not answer")
        return call()

    def turn(self, times: int = 8, ms: int = 2_000) -> None:
        for _ in range(times):
            self.now += ms
            while self.worker._step() == 0.0:
                self.now += 1


def test_creates_wait_for_the_field_and_everything_else_goes_on() -> None:
    place = Place()
    there = place.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.example"})
    place.turn()
    assert place.state == "prepare_needed"
    assert "contacts.marker" in place.worker.reason
    assert place.worker.advice == "Prepare it: crmsync connections prepare hs"
    [link] = place.store.links(CONNECTION, "contacts", [there]).values()
    place.desk.edit(link.record_id, {"title": "CEO"}, expected=None, by="person:p")
    new = place.desk.create("contact", {"name": "Bo", "email": "bo@x.example"}, by="person:p")
    place.turn()
    assert place.crm.live("contacts") == {there: {"n": "Ann", "e": "ann@x.example", "t": "CEO"}}
    [row] = place.store.list_pending(connection=CONNECTION, after=None, limit=10)
    assert (row.record_id, row.parked, row.waiting_for) == (new.id, False, "prepare:contacts")
    place.desk.edit(new.id, {"title": "CFO"}, expected=None, by="person:p")
    place.turn()
    assert len(place.crm.live("contacts")) == 1

    [outcome] = prepare(FakeAdapter(place.crm), (MAPPING,))
    assert (outcome.created, outcome.need.present, outcome.trouble) == (True, True, "")
    place.worker.reconnect()
    place.turn()
    assert place.state == "connected"
    made = [one for one in place.crm.log if one.kind == "create" and one.op]
    assert [one.values for one in made] == [{"n": "Bo", "e": "bo@x.example", "t": "CFO"}]
    assert not place.store.list_pending(connection=CONNECTION, after=None, limit=10)


def test_a_field_made_by_hand_is_noticed() -> None:
    place = Place()
    place.turn()
    place.desk.create("contact", {"name": "Bo", "email": "bo@x.example"}, by="person:p")
    place.crm.prepared.add("contacts")
    place.turn()
    assert place.state == "prepare_needed"
    place.now += PREPARED_LOOK_MS
    place.down = True  # a bad moment to look
    place.turn(1)
    place.down = False
    place.now += PREPARED_LOOK_MS
    place.turn()
    assert place.state == "connected"
    assert len(place.crm.live("contacts")) == 1


def test_a_field_removed_while_we_work_makes_creates_wait_and_asks_nobody_about_values() -> None:
    place = Place()
    place.crm.prepared.add("contacts")
    place.turn()
    assert place.state == "connected"
    place.crm.prepared.discard("contacts")
    place.desk.create("contact", {"name": "Bo", "email": "bo@x.example"}, by="person:p")
    place.turn()
    assert place.state == "prepare_needed"
    assert "contacts.marker" in place.worker.reason
    [row] = place.store.list_pending(connection=CONNECTION, after=None, limit=10)
    assert (row.parked, row.waiting_for) == (False, "prepare:contacts")
    assert not place.store.list_items(state=ItemState.OPEN, kind=None, after=None, limit=10)
    assert place.crm.live("contacts") == {}

    prepare(FakeAdapter(place.crm), (MAPPING,))
    place.worker.reconnect()
    place.turn()
    assert place.state == "connected"
    assert [one["n"] for one in place.crm.live("contacts").values()] == ["Bo"]
    assert not place.store.list_pending(connection=CONNECTION, after=None, limit=10)


def test_what_may_not_be_made_is_told_and_nothing_is_created() -> None:
    place = Place(read_only=True)
    place.turn()
    [outcome] = prepare(FakeAdapter(place.crm), (MAPPING,))
    assert not outcome.created
    assert not outcome.need.present
    assert "lets us make no field" in outcome.trouble
    assert place.state == "prepare_needed"


@pytest.mark.parametrize("creates", ["hub", "none"])
def test_a_mapping_that_creates_nothing_there_needs_nothing(creates: str) -> None:
    place = Place()
    place.worker.mappings = (replace(MAPPING, creates=Creates(creates)),)
    place.turn()
    assert place.state == "connected"


def test_an_account_that_cannot_be_read_leaves_no_adapter_open() -> None:
    place = Place()
    place.down = True
    place.turn()
    assert place.state == "new"
    assert not place.open
    place.down = False
    place.turn()
    assert len(place.open) == 1


def test_a_mapping_that_fails_a_saved_example_is_not_worked_by() -> None:
    place = Place()
    example = Example(
        name="title",
        connection=CONNECTION,
        crm_object="contacts",
        given=Given.CRM,
        crm={"t": "boss"},
        hub={"title": "CEO"},
    )
    place.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.example"})
    place.worker.examples = lambda: (example,)
    place.turn()
    assert (place.state, place.worker.cycle) == ("stopped", None)
    assert place.worker.reason == "example 'title' of contacts fails: title came out otherwise than expected"
    assert place.store.list_records("contact", after=None, limit=1) == []
    place.worker.examples = lambda: (replace(example, hub={"title": "boss"}),)
    place.turn()
    assert len(place.store.list_records("contact", after=None, limit=2)) == 1


def test_a_lane_says_by_which_version_of_its_mapping_it_works_before_its_first_batch() -> None:
    place = Place()
    uses = MappingUses(place.store, lambda: place.now)
    place.worker.works_by = uses.begin
    place.turn()
    place.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.example"})
    place.turn()
    between = place.store.search(Activity(limit=1)).rows[0].seq
    place.worker.mappings = (replace(MAPPING, rules=MAPPING.rules[:2]),)
    place.worker.reconnect()
    place.turn()
    place.turn()
    versions = MappingVersions(place.store, lambda: place.now).all(CONNECTION, "contacts")
    assert [uses.spans(versions, one.n) for one in versions] == [((0, between),), ((between, None),)]
    # What was done before uses were noted goes by the time at which each version was put in use.
    place.store.set_note(f"mapping-use/{CONNECTION}/contacts/{0:015}", None)
    place.store.set_note(f"mapping-use/{CONNECTION}/contacts/{between:015}", None)
    [first], [second] = (uses.spans(versions, one.n) for one in versions)
    assert (first, second) == ((0, between), (between, None))
