"""Plans and their items: written in chunks, read by keyset and filter, bound to a state, pruned with their plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import VersionChanged
from core.plans import PlanItemKind, PlanItemState, PlanState
from core.store.base import Batch, Store
from tests.support.stored import entry, plan, plan_item, record, write


def test_a_plan_written_in_chunks_comes_back_in_order(store: Store) -> None:
    store.commit(Batch(at=1, plans=(plan(state=PlanState.MAKING),), plan_items=(plan_item(2), plan_item(1))))
    tags = plan_item(3, changes=(("tags", None, ("a", "b")), ("vip", False, True)))
    store.commit(Batch(at=2, plans=(plan(),), plan_items=(tags,)))
    assert store.plan("p1") == plan()
    assert store.plan("p2") is None
    assert store.plan_items("p1", limit=9) == [plan_item(1), plan_item(2), tags]
    assert store.plan_items("p1", after=1, limit=1) == [plan_item(2)]


def test_items_are_found_by_kind_state_and_object(store: Store) -> None:
    items = (
        plan_item(1),
        plan_item(2, kind=PlanItemKind.LINK),
        plan_item(3, object="deals"),
        plan_item(4, state=PlanItemState.STALE),
        plan_item(1, plan="p2"),
    )
    store.commit(Batch(at=1, plans=(plan(), plan("p2")), plan_items=items))
    assert [one.n for one in store.plan_items("p1", kind=PlanItemKind.CREATE_HUB, limit=9)] == [1, 3, 4]
    assert [one.n for one in store.plan_items("p1", state=PlanItemState.PLANNED, after=1, limit=9)] == [2, 3]
    assert [one.n for one in store.plan_items("p1", object="deals", limit=9)] == [3]
    assert store.count_plan_items("p1") == {
        (PlanItemKind.CREATE_HUB, PlanItemState.PLANNED): 2,
        (PlanItemKind.LINK, PlanItemState.PLANNED): 1,
        (PlanItemKind.CREATE_HUB, PlanItemState.STALE): 1,
    }


def test_plans_are_listed_newest_first(store: Store) -> None:
    plans = (plan("p1"), plan("p3", connection="sf"), plan("p2", state=PlanState.APPLIED, ended_at=5))
    store.commit(Batch(at=1, plans=plans))
    assert [one.id for one in store.list_plans(connection=None, state=None, before=None, limit=2)] == [
        "p3",
        "p2",
    ]
    assert [one.id for one in store.list_plans(connection=None, state=None, before="p2", limit=9)] == ["p1"]
    assert [one.id for one in store.list_plans(connection="sf", state=None, before=None, limit=9)] == ["p3"]
    drafts = store.list_plans(connection="hs", state=PlanState.DRAFT, before=None, limit=9)
    assert [one.id for one in drafts] == ["p1"]


def test_an_items_state_and_its_effect_are_one_commit_bound_to_the_plans_state(store: Store) -> None:
    store.commit(Batch(at=1, plans=(plan(state=PlanState.APPLYING),), plan_items=(plan_item(),)))
    done = replace(plan_item(), state=PlanItemState.APPLIED)
    effect = Batch(
        at=2,
        plan_checks={"p1": PlanState.APPLYING},
        records=(write(record()),),
        plan_items=(done,),
        audit=(entry(),),
    )
    store.commit(Batch(at=2, plans=(plan(state=PlanState.DISCARDED, ended_at=2),)))
    with pytest.raises(VersionChanged, match="p1"):
        store.commit(effect)
    assert (store.records(["r1"]), store.plan_items("p1", limit=9)) == ({}, [plan_item()])
    with pytest.raises(VersionChanged, match="not there"):
        store.commit(replace(effect, plan_checks={"p9": PlanState.APPLYING}))
    store.commit(Batch(at=3, plans=(plan(state=PlanState.APPLYING),)))
    store.commit(effect)
    assert (list(store.records(["r1"])), store.plan_items("p1", limit=9)) == (["r1"], [done])


def test_closed_plans_are_pruned_with_their_items(store: Store) -> None:
    closed = plan("p2", state=PlanState.APPLIED, ended_at=5)
    store.commit(Batch(at=1, plans=(plan(), closed), plan_items=(plan_item(), plan_item(plan="p2"))))
    assert store.prune(before=5)["plan"] == 0
    assert store.prune(before=6)["plan"] == 1
    assert [one.id for one in store.list_plans(connection=None, state=None, before=None, limit=9)] == ["p1"]
    assert (store.plan_items("p2", limit=9), store.plan_items("p1", limit=9)) == ([], [plan_item()])
