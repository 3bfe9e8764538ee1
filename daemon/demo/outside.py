"""Reading everything from outside: both CRMs with their own tokens, the hub and its queues through the local API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from adapters.base import Adapter
from adapters.oauth import StaticTokens
from adapters.quota import Budget
from adapters.registry import Account, connect
from core.hub_schema import load_hub_objects
from core.records import RemoteRecord, Value
from core.translate import Translation, compile_mapping
from core.wire.client import Client
from core.wire.models import (
    ActivityWord,
    ConflictWord,
    ItemWord,
    LinkWord,
    Page,
    PendingWord,
    RecordWord,
    SignalWord,
)
from core.wire.words import Word, core_value
from daemon.demo.stage import REGION, RESOURCES, Box

Side = tuple[str, str]  # (connection, hub object)
Remotes = Mapping[Side, Mapping[str, RemoteRecord]]
Row = TypeVar("Row", bound=Word)
PAGE = 500
HUB_OBJECTS = ("company", "contact", "deal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """Everything the daemon tells: records by id (tombstones too), links by side, and what is open or waits."""

    records: Mapping[str, RecordWord]
    links: Mapping[Side, list[LinkWord]]
    conflicts: list[ConflictWord]
    items: list[ItemWord]
    pending: list[PendingWord]
    signals: list[SignalWord]


def adapter_of(box: Box) -> Adapter:
    """A fresh adapter that shares nothing with the daemon's."""
    account = Account(system=box.part.system, base_url=box.url, loopback=True, app_id=box.part.app_id or None)
    return connect(account, StaticTokens(box.part.title, box.part.token), budget=Budget({}))


def translations(box: Box, adapter: Adapter) -> dict[str, Translation]:
    """The connection's mappings by hub object, compiled against the CRM's schema as it is."""
    hub = load_hub_objects(RESOURCES / "hub", None)
    return {
        one.hub_object: compile_mapping(
            one, hub[one.hub_object], adapter.schema(one.crm_object), region=REGION
        )
        for one in box.mappings
    }


def read_crm(box: Box, adapter: Adapter) -> dict[Side, dict[str, RemoteRecord]]:
    """Every living record of every mapped object."""
    found: dict[Side, dict[str, RemoteRecord]] = {}
    for mapping in box.mappings:
        rows: dict[str, RemoteRecord] = {}
        position: str | None = None
        while True:
            page = adapter.backfill(mapping.crm_object, mapping.crm_fields, position)
            rows |= {one.id: one for one in page.records}
            position = page.position
            if not page.more:
                break
        found[(box.part.name, mapping.hub_object)] = rows
    return found


def read_hub(client: Client, boxes: Mapping[str, Box]) -> Hub:
    """Everything the local API lists."""
    records: dict[str, RecordWord] = {}
    for name in HUB_OBJECTS:
        for deleted in (False, True):
            page = partial(client.list_records, name, limit=PAGE, deleted=deleted)
            records |= {one.id: one for one in rows(page)}
    links = {
        (box.part.name, mapping.hub_object): list(
            rows(partial(client.list_links, box.part.name, mapping.crm_object, limit=PAGE))
        )
        for box in boxes.values()
        for mapping in box.mappings
    }
    return Hub(
        records=records,
        links=links,
        conflicts=list(rows(partial(client.list_conflicts, limit=PAGE))),
        items=list(rows(partial(client.list_items, limit=PAGE))),
        pending=list(rows(partial(client.list_pending, limit=PAGE))),
        signals=list(rows(partial(client.list_signals, limit=PAGE))),
    )


def read_activity(client: Client, since: int) -> list[ActivityWord]:
    """Every entry of the activity log from `since` (ms) on."""
    return list(rows(partial(client.search_activity, since=since, limit=PAGE)))


def rows(ask: Callable[..., Page[Row]]) -> Iterator[Row]:
    """All rows of a paged list; `ask` takes the page's `after`."""
    after: str | None = None
    while True:
        page = ask(after=after)
        yield from page.rows
        after = page.next
        if after is None:
            return


def hub_values(translation: Translation, record: RecordWord) -> tuple[Value, ...]:
    return translation.hub_values({name: core_value(value) for name, value in record.fields.items()})
