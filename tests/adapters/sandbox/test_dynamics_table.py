"""The Dataverse table under any history: who follows its changes holds what it holds, a failed transaction never was."""

from __future__ import annotations

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.dynamics.table import DataverseTable, Versions
from adapters.sandbox.dynamics.undo import Undo
from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.world import World

APP = Actor(kind=ActorKind.INTEGRATION, id="app")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "update", "delete", "restore", "again", "read"]),
        st.integers(0, 7),
        st.integers(0, 3),
    ),
    max_size=30,
)


def table_of(world: World) -> DataverseTable:
    table = DataverseTable(
        "contact", make_id=lambda serial: f"{serial:08}", columns=("name",), versions=Versions()
    )
    world.tables["contact"] = table
    return table


def act(world: World, table: DataverseTable, step: tuple[str, int, int]) -> None:
    """One step on one of eight GUIDs, in whatever order they sort; steps that make no sense do nothing."""
    what, which, value = step
    id = str(uuid.uuid5(uuid.NAMESPACE_OID, str(which)))
    row = table.get(id)
    live = row is not None and row.archived_at is None
    table.remember(id)
    if what in ("create", "again") and not live:
        if row is not None:
            world.purge("contact", row, by=APP)
        world.create("contact", {"name": value}, by=APP, id=id)
    elif row is not None and live and what == "update":
        world.update("contact", row, {"name": value}, by=APP)
    elif row is not None and live and what == "delete":
        world.delete("contact", row, by=APP)
    elif row is not None and not live and what == "restore":
        world.restore("contact", row, by=APP)


def held(table: DataverseTable) -> dict[str, object]:
    return {row.id: table.value(row, "name") for row in table.after()}


@settings(max_examples=80)
@given(STEPS)
def test_a_follower_of_the_changes_holds_what_the_table_holds(steps: list[tuple[str, int, int]]) -> None:
    world = World()
    table = table_of(world)
    copy: dict[str, object] = {}
    seen = 0
    for step in [*steps, ("read", 0, 0)]:
        act(world, table, step)
        if step[0] != "read":
            continue
        for version, id, row in table.changed_after(seen):
            assert version > seen
            seen = version
            if row is None:
                copy.pop(id, None)
            else:
                copy[id] = table.value(row, "name")
        assert copy == held(table)


@settings(max_examples=80)
@given(STEPS, STEPS)
def test_a_failed_transaction_leaves_no_trace(
    before: list[tuple[str, int, int]], inside: list[tuple[str, int, int]]
) -> None:
    world = World()
    table = table_of(world)
    undo = Undo(world)
    told: list[int] = []
    world.listeners.append(lambda entry: told.append(entry.seq))
    for step in before:
        act(world, table, step)
    rows = held(table)
    versions = {row.id: (table.version_of(row), row.editor, row.modified) for row in table.after()}
    bin = [row.id for row in table.after(archived=True)]
    found = {name: [row.id for row in table.find("name", name)] for name in range(4)}
    last, number = world.ledger.last_seq, len(told)
    with undo.watching() as watch:
        for step in inside:
            act(world, table, step)
        watch.undo()
    assert held(table) == rows
    assert {row.id: (table.version_of(row), row.editor, row.modified) for row in table.after()} == versions
    assert [row.id for row in table.after(archived=True)] == bin
    assert {name: sorted(row.id for row in table.find("name", name)) for name in range(4)} == {
        name: sorted(ids) for name, ids in found.items()
    }
    assert (world.ledger.last_seq, len(told)) == (last, number)
    assert [version for version, _id, _row in table.changed_after(1_000_000 + 10_000)] == []
    act(world, table, ("create", 0, 1))
    act(world, table, ("update", 0, 2))
    assert 2 in held(table).values()
