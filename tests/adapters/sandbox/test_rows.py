"""The record store keeps its two orders and its indexes right whatever is written."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.ledger import Actor, ActorKind, Ledger
from adapters.sandbox.world import World

PERSON = Actor(kind=ActorKind.USER, id="1")
STEP = st.tuples(
    st.sampled_from(["create", "update", "delete", "restore", "purge", "merge", "merge_new", "touch"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(-5, 20),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=60))
def test_orders_windows_counts_and_lookups_agree_with_a_plain_search(
    steps: list[tuple[str, int, int, int]],
) -> None:
    time = [1_000]
    world = World(clock=lambda: time[0])
    table = world.add_table("things", make_id=lambda n: f"{n:06d}", columns=("name", "size"))
    table.find("name", "x")
    for action, one, two, passed in steps:
        time[0] += passed
        rows = list(table.everything())
        live = [row for row in rows if row.archived_at is None]
        if action == "create" or not rows:
            world.create("things", {"name": f"n{one % 5}", "size": two}, by=PERSON)
            continue
        row = rows[one % len(rows)]
        if action == "restore":
            if row.merged_into is None:
                world.restore("things", row, by=PERSON)
        elif action == "purge":
            world.purge("things", row, by=PERSON)
        elif row.archived_at is None:
            other = live[two % len(live)]
            if action == "update":
                world.update("things", row, {"name": f"N{two % 5}"}, by=PERSON)
            elif action == "delete":
                world.delete("things", row, by=PERSON)
            elif action == "touch":
                world.touch("things", [row], time[0])
            elif other is not row:
                world.merge("things", row, other, by=PERSON, new_id=action == "merge_new")
    rows = list(table.everything())
    live = [row for row in rows if row.archived_at is None]
    ids = [row.id for row in live]
    assert ids == sorted(ids)
    assert [row.id for row in table.after()] == ids
    assert len(table) == len(ids)
    for id in ["", *ids]:
        assert table.count_after(id) == sum(other > id for other in ids)
        assert [row.id for row in table.after(id)] == [other for other in ids if other > id]
    for low, high in ((0, 10**6), (1_000, 1_050), (1_050, 1_100)):
        expected = sorted(row.id for row in live if low <= row.modified <= high)
        assert sorted(row.id for row in table.window(low, high)) == expected
        stamps = [row.modified for row in table.window(low, high)]
        assert stamps == sorted(stamps)
        assert table.count_window(low, high) >= len(expected)
    for n in range(5):
        expected = [row.id for row in live if str(table.value(row, "name")).casefold() == f"n{n}"]
        assert sorted(row.id for row in table.find("name", f"n{n}")) == expected


def test_many_updates_do_not_make_the_time_order_grow() -> None:
    time = [0]
    world = World(clock=lambda: time[0])
    table = world.add_table("things", make_id=lambda n: f"{n:06d}", columns=("n",))
    rows = [world.create("things", {"n": n}, by=PERSON) for n in range(100)]
    for turn in range(200):
        time[0] += 1
        for row in rows:
            world.update("things", row, {"n": -turn}, by=PERSON)
    assert table.count_window(0, 10**9) < 5_000
    assert len(list(table.window(0, 10**9))) == 100


def test_the_ledger_forgets_its_oldest_entries_only() -> None:
    world = World(ledger_bound=10)
    world.add_table("things", make_id=lambda n: f"{n:06d}", columns=("n",))
    for n in range(100):
        world.create("things", {"n": n}, by=PERSON)
    kept = world.ledger.after(0, 1_000)
    assert world.ledger.last_seq == 100
    assert [entry.seq for entry in kept] == list(range(world.ledger.first_seq, 101))
    assert len(kept) >= 10
    assert world.ledger.after(99, 5) == kept[-1:]
    assert Ledger().last_seq == 0
