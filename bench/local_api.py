"""The local API of a daemon over a large store: idle, and while it compares everything; its start and its memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import requests

from bench.live import Unbraked
from bench.processes import resident_mb, run, serving
from bench.table import Figure, percentile
from bench.wiring import CONNECTION, OBJECTS, mappings
from core.wire.client import Client
from core.wire.endpoint import default_places
from daemon.demo.parts import PARTS
from daemon.demo.stage import Box, Stage

_TARGET_MS: Final = 20.0
_SECONDS: Final = 6.0
_REST_S: Final = 3.0
_PLACES: Final = 20  # pages


def measure(folder: Path, *, records: int, tell: Callable[[str], None]) -> list[Figure]:
    """Fills a store of so many contacts with the product's own backfill, then serves it."""
    home = folder / "home"
    with serving("bench.crm", ["--records", str(records)], folder / "crm-large.log") as (url, _):
        tell(f"API: filling a store with {records:,} contacts")
        with Unbraked(records=0, seed=1, keep=home) as stage:
            stage.boxes[CONNECTION] = _box(url)
            data = default_places({"CRMSYNC_HOME": str(home)}).data
            data.mkdir(parents=True)
            data.chmod(0o700)
            run("bench.round", "fill", url, f"sqlite:///{data / 'hub.sqlite'}")
            stage.write_configuration()
            tell("API: starting the daemon over it")
            return _serve(stage, tell)


def _box(url: str) -> Box:
    session = requests.Session()
    session.trust_env = False
    wanted = tuple(one for one in mappings() if one.crm_object in OBJECTS)
    return Box(
        part=next(one for one in PARTS if one.name == CONNECTION), url=url, mappings=wanted, session=session
    )


def _serve(stage: Stage, tell: Callable[[str], None]) -> list[Figure]:
    begin = time.monotonic()
    stage.start_daemon()
    started = time.monotonic() - begin
    client = stage.client
    pid = client.hello().pid
    stage.sign_in(stage.boxes[CONNECTION])
    time.sleep(_REST_S)
    figures = [
        Figure(name="daemon start to serving", value=started, unit="s", target=1.5),
        Figure(name="daemon memory, idle", value=resident_mb(pid), unit="MB", target=120),
    ]
    calls = _calls(client)
    figures += _asked(calls, "idle")
    tell("API: asked while idle; now during a sweep")
    client.sync_connection(CONNECTION, full=True)
    figures += _asked(calls, "during a sweep")
    figures.append(Figure(name="daemon memory, after a sweep", value=resident_mb(pid), unit="MB", target=300))
    return figures


def _calls(client: Client) -> dict[str, Callable[[int], object]]:
    """What is asked, each for one of many places in the table."""
    ids: list[str] = []
    tokens: list[str | None] = [None]
    for _ in range(_PLACES):
        page = client.list_records("contact", after=tokens[-1], limit=100)
        ids.extend(one.id for one in page.rows)
        tokens.append(page.next)
    return {
        "get by id": lambda number: client.get_record(ids[number * 7 % len(ids)]),
        "list page": lambda number: client.list_records("contact", after=tokens[number % _PLACES], limit=100),
        "activity page": lambda _: client.search_activity(limit=100),
    }


def _asked(calls: Mapping[str, Callable[[int], object]], when: str) -> list[Figure]:
    times: dict[str, list[float]] = {name: [] for name in calls}
    end = time.monotonic() + _SECONDS
    number = 0
    while time.monotonic() < end:
        for name, call in calls.items():
            begin = time.perf_counter()
            call(number)
            times[name].append((time.perf_counter() - begin) * 1_000)
            time.sleep(0.005)
        number += 1
    return [
        Figure(
            name=f"API {name} {when}, p95",
            value=percentile(took, 0.95),
            unit="ms",
            target=_TARGET_MS,
            note=f"p50 {percentile(took, 0.5):.1f} ms of {len(took)}",
        )
        for name, took in times.items()
    ]
