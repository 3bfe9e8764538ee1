"""The product's own parts put together in a script: sandbox over HTTP, adapter, mapping, store, lane."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from ulid import ULIDGenerator

from adapters.base import Adapter
from adapters.oauth import StaticTokens
from adapters.quota import Budget
from adapters.registry import Account, connect
from core.hub_schema import load_hub_objects
from core.mapping import FieldRule
from core.mapping import Mapping as FieldMapping
from core.mapping_check import check_mapping
from core.mapping_files import default_mappings
from core.store.base import Batch, Store
from core.sync.routes import Routes
from core.translate import Translation, compile_mapping
from daemon.cycle import Cycle
from daemon.lane import Lane, Pace, World
from daemon.pull import Ahead, at_once

RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"
REGION: Final = "DE"
CONNECTION: Final = "hs"
APP_ID: Final = "19083857"
TOKEN: Final = "sandbox-hubspot-token"  # noqa: S105 - the sandbox's own, printed in its documentation
OBJECTS: Final = ("companies", "contacts")  # parents before children
_MORE: Final = {
    "department": "department",
    "source": "source",
    "do_not_call": "do_not_call",
    "email_opt_out": "email_opt_out",
    "birth_date": "birth_date",
    "last_contacted": "last_contacted",
    "tags": "tags",
    "annual_income": "annual_income",
    "score": "score",
    "notes": "message",
}


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def mappings() -> tuple[FieldMapping, ...]:
    """HubSpot's usual mappings, contacts with every hub field: 25 rules."""
    found = []
    for mapping in default_mappings(RESOURCES, "hubspot", CONNECTION):
        if mapping.hub_object == "contact":
            more = tuple(FieldRule(name=hub, hub=(hub,), crm=(crm,)) for hub, crm in _MORE.items())
            found.append(replace(mapping, rules=(*mapping.rules, *more)))
        else:
            found.append(mapping)
    return tuple(found)


def adapter_for(url: str) -> Adapter:
    account = Account(system="hubspot", base_url=url, loopback=True, app_id=APP_ID)
    return connect(account, StaticTokens("hubspot", TOKEN), budget=Budget({}))


def lane_for(
    url: str,
    store: Store,
    objects: tuple[str, ...] = OBJECTS,
    committed: Callable[[Batch], None] = lambda batch: None,
) -> Lane:
    """A lane over this sandbox."""
    hub = load_hub_objects(RESOURCES / "hub")
    wanted = {one.crm_object: one for one in mappings() if one.crm_object in objects}
    routed = {name: tuple(one for one in wanted.values() if one.hub_object == name) for name in hub}
    generator = ULIDGenerator()
    world = World(clock=now_ms, ids=lambda: str(generator.generate()), rng=random.Random(1))
    adapter = adapter_for(url)
    translations: dict[str, Translation] = {}
    for name in objects:
        mapping = wanted[name]
        adapter.prepare(name)
        schema = adapter.schema(name)
        faults = [one.message for one in check_mapping(mapping, hub[mapping.hub_object], schema) if one.fatal]
        assert not faults, faults
        translations[name] = compile_mapping(mapping, hub[mapping.hub_object], schema, region=REGION)
        store.save_layout(mapping.layout, mapping.hub_fields, mapping.crm_fields)
    return Lane(
        connection=CONNECTION,
        adapter=adapter,
        store=store,
        world=world,
        routes=Routes(mappings=routed, objects=hub, region=REGION),
        translations=translations,
        pace=Pace(poll=60_000),
        committed=committed,
    )


def cycle_for(lane: Lane, ahead: Ahead = at_once) -> Cycle:
    return Cycle(lane=lane, owner="bench", ahead=ahead)


def until_live(cycle: Cycle) -> None:
    """Turn until every record of every object was seen once."""
    while set(cycle.live) != set(cycle.lane.translations):
        cycle.turn()
        assert cycle.trouble is None, cycle.trouble.error


def sweep_whole(cycle: Cycle, crm_object: str) -> None:
    """One full comparison, as the timetable would ask for it."""
    cycle.sweeps.add(crm_object)
    while crm_object in cycle.sweeps:
        cycle.turn()
        assert cycle.trouble is None, cycle.trouble.error
