"""How records stand, over the real API: every living record is in one number, and each excluded one says why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from core.mapping import Creates, Filter, Mapping
from core.store.base import Batch
from core.translate import compile_mapping
from core.wire.client import Client
from core.wire.standing import STAND
from tests.support.small_daemon import CONTACT, CRM_CONTACT, MAPPING, SmallDaemon, served
from tests.support.stored import item

CLIENTS_ONLY = Filter(hub='title == "client"')


def use(daemon: SmallDaemon, mapping: Mapping) -> None:
    daemon.mappings = (mapping,)
    lane = daemon._cycle.lane
    lane.translations = {"contacts": compile_mapping(mapping, CONTACT, CRM_CONTACT)}
    daemon.store.save_layout(mapping.layout, mapping.hub_fields, mapping.crm_fields)


def reasons(client: Client) -> dict[str, str]:
    """Of the excluded, by record, once every number is the length of its list and they add up to the hub's records."""
    [told] = client.standing().objects
    pages = {stand: client.list_standing("hs", "contacts", stand).rows for stand in get_args(STAND)}
    numbers = {stand: len(rows) for stand, rows in pages.items()}
    assert numbers.pop("only_there") == sum(told.only_there.values())
    assert numbers.pop("excluded") == sum(told.excluded.values())
    assert numbers == {name: getattr(told, name) for name in numbers}
    living = len(client.list_records("contact").rows)
    assert told.records == living == sum(numbers.values()) + sum(told.excluded.values())
    return {one.record_id or "": one.reason for one in pages["excluded"]}


@pytest.mark.parametrize(
    ("mapping", "counted", "told"),
    [
        (
            replace(MAPPING, creates=Creates.HUB),
            "the mapping does not create records in hs",
            "the mapping does not create records in hs",
        ),
        (
            replace(MAPPING, filter=CLIENTS_ONLY),
            "outside the filter",
            "outside the filter: the hub's filter does not hold",
        ),
    ],
    ids=("creates", "filter"),
)
def test_hub_records_that_are_never_made_there_say_so(
    tmp_path: Path, mapping: Mapping, counted: str, told: str
) -> None:
    with served(tmp_path) as (daemon, _, client):
        client.create_record("contact", {"name": "Ann", "email": "ann@x.eu", "title": "client"})
        daemon.settle()
        assert reasons(client) == {}
        use(daemon, mapping)
        out = client.create_record("contact", {"name": "Ben", "email": "ben@x.eu", "title": "lead"})
        gone = client.create_record("contact", {"name": "Cid", "email": "cid@x.eu", "title": "lead"})
        daemon.settle()
        client.delete_record(gone.id)
        daemon.settle()
        assert reasons(client) == {out.id: told}
        [one] = client.standing().objects
        assert (one.records, one.in_sync, one.excluded) == (2, 1, {counted: 1})


def test_a_record_that_was_merged_is_called_by_its_name_where_a_person_is_asked(tmp_path: Path) -> None:
    with served(tmp_path) as (daemon, _, client):
        kept = client.create_record("contact", {"name": "Ann", "email": "ann@x.eu"})
        lost = client.create_record("contact", {"name": "Anne Lee", "email": "lee@x.eu"})
        asked = replace(
            item("i1", record_id=kept.id),
            reason=f"merged with {lost.id}, which had values this CRM was never told: title",
            detail={"ask": "values", "from": lost.id},
        )
        daemon.store.commit(Batch(at=1, items=(asked,)))
        told = "merged with “Anne Lee”, which had values this CRM was never told: title"
        [cause] = client.standing().causes
        [row] = client.list_queue().rows
        assert row.item is not None
        assert [cause.reason, row.item.reason, client.get_item("i1").reason] == [told] * 3
