"""Decisions: kept with the batch that makes them, read newest first, forgotten when asked to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.advice.case import Option
from core.advice.decisions import Decision
from core.errors import VersionChanged
from core.store.base import Batch, Store
from tests.support.stored import conflict, entry


def decision(id: str, **parts: object) -> Decision:
    made = Decision(
        id=id,
        at=7,
        object="contact",
        field="phone",
        connection="hs",
        conflict="x1",
        by="person:anna",
        editors="person-machine",
        features={"hub": {"person_over_machine": 1.0}, "crm": {}, "ask": {"ask": 1.0}},
        suggested=Option.HUB,
        probability=0.97,
        sure=True,
        chosen=Option.CRM,
    )
    return replace(made, **parts)  # type: ignore[arg-type]  # named in each test


def ids(found: list[Decision]) -> list[str]:
    return [one.id for one in found]


def test_decisions_come_back_as_they_were_newest_first(store: Store) -> None:
    made = (decision("d1"), decision("d2", field="city", by="advisor"), decision("d3", conflict="x2"))
    store.commit(Batch(at=7, decisions=made, audit=(entry(),)))
    assert store.decisions(before=None, limit=9) == list(reversed(made))
    assert ids(store.decisions(before="d3", limit=1)) == ["d2"]
    assert ids(store.decisions(object="contact", field="phone", before=None, limit=9)) == ["d3", "d1"]
    newest = store.decision_on("x1")
    assert newest is not None
    assert newest.id == "d2"
    assert store.decision_on("x9") is None


def test_a_reversal_replaces_the_decision(store: Store) -> None:
    store.commit(Batch(at=7, decisions=(decision("d1"),)))
    store.commit(Batch(at=8, decisions=(decision("d1", reversed_at=8),)))
    assert store.decisions(before=None, limit=9) == [decision("d1", reversed_at=8)]


def test_a_decision_is_kept_whole_or_not_at_all(store: Store) -> None:
    stale = Batch(at=7, decisions=(decision("d1"),), unchanged=(conflict("x1"),))
    with pytest.raises(VersionChanged):
        store.commit(stale)
    assert store.decisions(before=None, limit=9) == []


def test_decisions_are_forgotten_by_every_part_that_is_given(store: Store) -> None:
    made = (decision("d1"), decision("d2", field="city"), decision("d3", by="person:ben"))
    store.commit(Batch(at=7, decisions=made))
    assert store.forget_decisions(object="contact", field="phone", by="person:ben") == 1
    assert ids(store.decisions(before=None, limit=9)) == ["d2", "d1"]
    assert store.forget_decisions(by="person:nobody") == 0
    assert store.forget_decisions() == 2
