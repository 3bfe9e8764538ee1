"""A preview in parts over the local API: what the parts say together is what the whole says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.conflicts import Candidate, Conflict
from core.store.base import Batch
from core.wire.client import Client
from core.wire.models import BulkWord, ResolveConflicts
from tests.support.small_daemon import SmallDaemon, served
from tests.support.stored import conflict, record, write

MANY = 25
STRANGERS = frozenset({3, 4, 9, 21})  # edited by a program there, so that they are not alike


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[SmallDaemon, Client]]:
    with served(tmp_path) as (daemon, _server, client):
        records = [record(f"r{n:02}", name=f"N{n}", title="ours") for n in range(MANY)]
        conflicts = [_contested(n) for n in range(MANY)]
        daemon.store.commit(
            Batch(at=1, records=tuple(write(one) for one in records), conflicts=tuple(conflicts))
        )
        yield daemon, client


def _contested(n: int) -> Conflict:
    one = replace(
        conflict(f"x{n:02}", crm_id=f"c{n:02}", record_id=f"r{n:02}", rule="title", opened_at=10 + n),
        hub_fields=("title",),
        crm_fields=("t",),
        crm=Candidate(values=("2",)),
    )
    return replace(one, hub=replace(one.hub, by="system")) if n in STRANGERS else one


def parts(client: Client, looks: int, **ask: Any) -> list[BulkWord]:
    found, after, looked = [], None, 0
    while True:
        part = client.resolve_conflicts(
            ResolveConflicts.model_validate(
                {"choice": "hub", "preview": True, "looks": looks, "after": after, "looked": looked, **ask}
            )
        )
        found.append(part)
        after, looked = part.next, looked + part.looked
        if after is None:
            return found


@pytest.mark.parametrize("looks", [1, 7, MANY, 100])
@pytest.mark.parametrize(
    "which",
    [{"alike": "x00"}, {"where": {"field": "title"}}, {"ids": [f"x{n:02}" for n in range(0, MANY, 2)]}],
    ids=["alike", "where", "ids"],
)
def test_the_parts_of_a_preview_are_the_whole(
    small: tuple[SmallDaemon, Client], which: dict[str, Any], looks: int
) -> None:
    daemon, client = small
    whole = client.resolve_conflicts(ResolveConflicts(choice="hub", preview=True, **which))
    found = parts(client, looks, **which)
    assert sum(one.count for one in found) == whole.count
    assert {"alike": MANY - len(STRANGERS), "where": MANY, "ids": 13}[next(iter(which))] == whole.count
    assert found[0].total == sum(one.looked for one in found)
    assert [one.total for one in found[1:]] == [None] * (len(found) - 1)
    assert all(one.looked == looks for one in found[:-1])
    assert (found[0].outcomes, found[0].places, found[0].foretold) == (
        whole.outcomes,
        whole.places,
        whole.foretold,
    )
    assert daemon.store.open_counts() == {"conflict": MANY}


def test_what_an_answer_fails_is_named_in_the_part_that_looks_at_it(
    small: tuple[SmallDaemon, Client],
) -> None:
    _, client = small
    ask = {"alike": "x00", "choice": "value", "values": {"name": "not what it is about"}}
    whole = client.resolve_conflicts(ResolveConflicts.model_validate({**ask, "preview": True}))
    found = parts(client, 6, **ask)
    assert len(whole.refused) == whole.count > 0
    assert [left.id for one in found for left in one.refused] == [left.id for left in whole.refused]
    assert all(len(one.refused) == one.count for one in found)


def test_a_preview_of_taking_back_says_how_many_it_looked_at(small: tuple[SmallDaemon, Client]) -> None:
    _, client = small
    done = client.resolve_conflicts(ResolveConflicts(choice="hub", where=None, alike="x00"))
    assert done.run is not None and done.count == MANY - len(STRANGERS)
    looked, after = [], None
    while True:
        part = client.undo_resolutions(done.run, after=after, preview=True, limit=9)
        looked.append(part.looked)
        if (after := part.next) is None:
            break
    assert sum(looked) == done.count and looked[0] == 9
