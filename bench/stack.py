"""The real stack without a daemon around it: adapter, compiled mapping, engine and store, as a worker puts them together."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, replace
from pathlib import Path

from ulid import ULIDGenerator

from adapters.base import Adapter
from adapters.oauth import StaticTokens
from adapters.quota import Budget
from adapters.registry import Account, connect
from adapters.sandbox.hubspot.system import PRIVATE_APP_ID, PRIVATE_TOKEN
from core.hub_schema import load_hub_objects
from core.mapping import Mapping
from core.mapping_files import default_mappings
from core.store.base import Store
from core.store.sql import open_store
from core.sync.books import Routes
from core.translate import Translation, compile_mapping
from daemon.cycle import Cycle
from daemon.lane import Lane, Pace, World
from daemon.worker import ReadAhead

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
CONNECTION, OBJECT = "hs", "contacts"


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Stack:
    """One HubSpot lane over the contacts. Their companies are left out, so that the floor reads the very same pages."""

    store: Store
    adapter: Adapter
    cycle: Cycle
    translation: Translation
    routes: Routes
    world: World
    ahead: ReadAhead

    def close(self) -> None:
        self.ahead.close()
        self.adapter.close()
        self.store.close()


def contact_mapping() -> Mapping:
    """The product's own mapping without its reference."""
    mapping = next(
        one for one in default_mappings(RESOURCES, "hubspot", CONNECTION) if one.hub_object == "contact"
    )
    plain = tuple(rule for rule in mapping.rules if not any(name.startswith("@") for name in rule.crm))
    return replace(mapping, rules=plain)


def build(url: str, store_url: str) -> Stack:
    hub = load_hub_objects(RESOURCES / "hub")
    mapping = contact_mapping()
    account = Account(system="hubspot", base_url=url, loopback=True, app_id=str(PRIVATE_APP_ID))
    adapter = connect(account, StaticTokens("HubSpot", PRIVATE_TOKEN), budget=Budget({}))
    adapter.prepare(OBJECT)
    store = open_store(store_url, clock=now_ms)
    store.save_layout(mapping.layout, mapping.hub_fields, mapping.crm_fields)
    generator = ULIDGenerator()
    world = World(clock=now_ms, ids=lambda: str(generator.generate()), rng=random.Random(1))
    # A second connection in the routes makes every record due there too, as it is in a real installation.
    routes = Routes(
        mappings={"contact": (mapping, replace(mapping, connection="other"))}, objects=hub, region="DE"
    )
    translation = compile_mapping(mapping, hub["contact"], adapter.schema(OBJECT), region="DE")
    lane = Lane(
        connection=CONNECTION,
        adapter=adapter,
        store=store,
        world=world,
        routes=routes,
        translations={OBJECT: translation},
        pace=Pace(),
        committed=lambda batch: None,
    )
    ahead = ReadAhead("bench")
    return Stack(
        store=store,
        adapter=adapter,
        cycle=Cycle(lane=lane, owner="bench", ahead=ahead),
        translation=translation,
        routes=routes,
        world=world,
        ahead=ahead,
    )
