"""One measured pass in a process of its own; prints one JSON line.

python -m bench.round ours URL STORE      backfill through the product, then sweeps of what has not changed
python -m bench.round floor URL STORE     the same pages: same client, parsed, written, nothing else
python -m bench.round prepare URL STORE   the parents (companies), so that neither pass above has to bring them
python -m bench.round fill URL STORE      everything
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql

from adapters.hubspot import wire
from adapters.hubspot.adapter import HubSpotAdapter
from adapters.hubspot.api import HubSpotApi
from adapters.hubspot.payloads import Reader, object_facts
from bench.wiring import (
    CONNECTION,
    OBJECTS,
    adapter_for,
    cycle_for,
    lane_for,
    mappings,
    now_ms,
    sweep_whole,
    until_live,
)
from core.store.sql import open_store
from daemon.memory import settle
from daemon.worker import ReadAhead

CONTACTS: Final = "contacts"
Write = Callable[[list[tuple[str | None, ...]]], None]


class Clock:
    """Wall and processor time of a stretch of work."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self, records: int) -> dict[str, float]:
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return {"wall_s": wall, "cpu_us": cpu / records * 1e6, "per_minute": records / wall * 60}


def ours(url: str, store_url: str) -> dict[str, Any]:
    store = open_store(store_url, clock=now_ms)
    lane = lane_for(url, store)
    adapter = lane.adapter
    assert isinstance(adapter, HubSpotAdapter)
    ahead = ReadAhead("bench")
    calls = adapter.rest.counters.calls
    bytes_in = adapter.rest.counters.bytes_in
    cycle = cycle_for(lane, ahead)
    clock = Clock()
    until_live(cycle)
    records = store.linked_count(CONNECTION, CONTACTS)
    found = {
        "records": records,
        **clock.read(records),
        "calls": adapter.rest.counters.calls - calls,
        "json_bytes": (adapter.rest.counters.bytes_in - bytes_in) / records,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
        "open_questions": sum(store.open_counts().values()),
    }
    sweeps = []
    for _ in range(2):
        clock = Clock()
        sweep_whole(cycle, CONTACTS)
        sweeps.append(clock.read(records))
    ahead.close()
    store.close()
    return {**found, "sweep": min(sweeps, key=lambda one: one["wall_s"]), "rss_sweep_mb": _peak_mb()}


def floor(url: str, store_url: str) -> dict[str, Any]:
    adapter = adapter_for(url)
    assert isinstance(adapter, HubSpotAdapter)
    mapping = next(one for one in mappings() if one.crm_object == CONTACTS)
    facts = object_facts(CONTACTS)
    properties = Reader(facts, adapter.schema(CONTACTS), mapping.crm_fields).properties
    api = HubSpotApi(adapter.rest)
    opened = _postgres if store_url.startswith("postgresql:") else _sqlite
    with opened(store_url, properties) as write:
        calls, records, after = adapter.rest.counters.calls, 0, None
        clock = Clock()
        while True:
            page = api.page(CONTACTS, properties, after, associations=["companies"])
            write([_row(one, properties) for one in page.results])
            records += len(page.results)
            if page.paging is None or page.paging.next is None:
                break
            after = page.paging.next.after
        read = clock.read(records)
    return {
        "records": records,
        **read,
        "calls": adapter.rest.counters.calls - calls,
        "rss_mb": _peak_mb(),
    }


def _row(one: wire.Record, properties: list[str]) -> tuple[str | None, ...]:
    linked = one.associations.get("companies")
    company = linked.results[0].id if linked is not None and linked.results else None
    return (one.id, company, *map(one.properties.get, properties))


@contextmanager
def _sqlite(store_url: str, properties: list[str]) -> Iterator[Write]:
    connection = sqlite3.connect(store_url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 16000").fetchall()
    connection.execute("PRAGMA cache_size = -65536")
    names = ["id", "company", *(f"p_{name}" for name in properties)]
    columns = ", ".join(f"{name} TEXT" for name in names[1:])
    connection.execute(f"CREATE TABLE contacts (id TEXT PRIMARY KEY, {columns})")
    updates = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    upsert = f"INSERT INTO contacts VALUES ({', '.join('?' * len(names))}) ON CONFLICT (id) DO UPDATE SET {updates}"  # noqa: S608

    def write(rows: list[tuple[str | None, ...]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(upsert, rows)
        connection.execute("COMMIT")

    yield write
    connection.close()


@contextmanager
def _postgres(store_url: str, properties: list[str]) -> Iterator[Write]:
    names = [sql.Identifier(name) for name in ("id", "company", *(f"p_{name}" for name in properties))]
    columns = sql.SQL(", ").join(sql.SQL("{} TEXT").format(name) for name in names[1:])
    updates = sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(name) for name in names[1:])
    with psycopg.connect(store_url) as connection:
        connection.execute(sql.SQL("CREATE TABLE floor (id TEXT PRIMARY KEY, {})").format(columns))
        connection.execute("CREATE TEMP TABLE page (LIKE floor) ON COMMIT DELETE ROWS")
        connection.commit()
        merge = sql.SQL("INSERT INTO floor SELECT * FROM page ON CONFLICT (id) DO UPDATE SET {}").format(
            updates
        )

        def write(rows: list[tuple[str | None, ...]]) -> None:
            with connection.cursor() as cursor:
                with cursor.copy("COPY page FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                cursor.execute(merge)
            connection.commit()

        yield write


def prepare(url: str, store_url: str) -> dict[str, Any]:
    return _filled(url, store_url, OBJECTS[:1])


def fill(url: str, store_url: str) -> dict[str, Any]:
    return _filled(url, store_url, OBJECTS)


def _filled(url: str, store_url: str, objects: tuple[str, ...]) -> dict[str, Any]:
    store = open_store(store_url, clock=now_ms)
    cycle = cycle_for(lane_for(url, store, objects))
    until_live(cycle)
    cycle.release()
    found = {name: store.linked_count(CONNECTION, name) for name in objects}
    store.close()
    return found


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def main() -> None:
    kind, url, store_url = sys.argv[1:4]
    settle()
    passes = {"ours": ours, "floor": floor, "prepare": prepare, "fill": fill}
    print(json.dumps(passes[kind](url, store_url)), flush=True)
    # Nothing is left to do; the interpreter's own tidying up is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
