"""One measurement in a process of its own: `python -m bench.once WHAT URL STORE` prints one JSON object.

floor      fetch every page with the same HTTP client, parse, write the rows in batches to the same kind of database
backfill   the same pages through adapter, engine and store
both       backfill, then a sweep that finds nothing changed, then edits on both sides
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import time
from typing import Any

import msgspec
import psycopg
import requests
from psycopg import sql

from adapters.sandbox.hubspot import PRIVATE_TOKEN
from bench.stack import OBJECT, RESOURCES, Stack, build, contact_mapping, now_ms
from core.hub_schema import load_hub_objects
from core.jobs import RunKind
from core.sync.books import Books, Edit
from daemon.pull import LIVE, phase, sweep
from daemon.runs import Running

EDITS = 2_000


def floor(url: str, store_url: str) -> dict[str, float]:
    """Nothing but the wire, the parser and one upsert a page."""
    fields = contact_mapping().crm_fields
    write, close = _floor_table(store_url, fields)
    session = requests.Session()
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {PRIVATE_TOKEN}"
    after, records, calls, size = "", 0, 0, 0
    started, cpu = time.perf_counter(), time.process_time()
    while True:
        params = {"limit": "100", "properties": ",".join(fields)} | ({"after": after} if after else {})
        answer = session.get(f"{url}/crm/v3/objects/{OBJECT}", params=params, timeout=30)
        page = msgspec.json.decode(answer.content)
        rows = [(one["id"], *(one["properties"].get(name) for name in fields)) for one in page["results"]]
        write(rows)
        calls, records, size = calls + 1, records + len(rows), size + len(answer.content)
        following = page.get("paging", {}).get("next")
        if not following:
            break
        after = following["after"]
    result = _result(started, cpu, records=records, calls=calls, json_bytes=size)
    close()
    return result


def _floor_table(store_url: str, fields: tuple[str, ...]) -> tuple[Any, Any]:
    names = ["id", *fields]
    if store_url.startswith("sqlite"):
        base = sqlite3.connect(store_url.removeprefix("sqlite:///"), isolation_level=None)
        base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        columns = ", ".join(f'"{name}"' for name in names)
        base.execute(f"CREATE TABLE floor ({columns}, PRIMARY KEY (id))")
        text = f"INSERT OR REPLACE INTO floor VALUES ({', '.join('?' * len(names))})"

        def write(rows: list[tuple[Any, ...]]) -> None:
            base.execute("BEGIN")
            base.executemany(text, rows)
            base.execute("COMMIT")

        return write, base.close
    server = psycopg.connect(store_url)
    columns_pg = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in names)
    server.execute(sql.SQL("CREATE TABLE floor ({}, PRIMARY KEY (id))").format(columns_pg))
    server.commit()
    insert = sql.SQL("INSERT INTO floor VALUES ({}) ON CONFLICT (id) DO NOTHING").format(
        sql.SQL(", ").join([sql.Placeholder()] * len(names))
    )

    def write_pg(rows: list[tuple[Any, ...]]) -> None:
        with server.cursor() as cursor:
            cursor.executemany(insert, rows)
        server.commit()

    return write_pg, server.close


def backfill(url: str, store_url: str) -> dict[str, float]:
    """The product's own path."""
    stack = build(url, store_url)
    result = _fill(stack)
    stack.close()
    return result


def _fill(stack: Stack) -> dict[str, float]:
    rest = stack.adapter.rest  # type: ignore[attr-defined]
    calls = rest.counters.calls
    started, cpu = time.perf_counter(), time.process_time()
    while phase(stack.cycle.lane, OBJECT) != LIVE:
        stack.cycle.turn()
        if stack.cycle.trouble is not None:
            raise stack.cycle.trouble.error
    records = stack.store.linked_count("hs", OBJECT)
    return _result(started, cpu, records=records, calls=rest.counters.calls - calls)


def both(url: str, store_url: str) -> dict[str, float]:
    """Backfill, an unchanged sweep, and edits of both sides until both are equal again."""
    stack = build(url, store_url)
    filled = _fill(stack)
    lane = stack.cycle.lane
    started, cpu = time.perf_counter(), time.process_time()
    read = sweep(lane, stack.translation)
    swept = _result(started, cpu, records=read)
    changed = _edit_both(stack, url)
    stack.close()
    return {
        "records": filled["records"],
        "sweep_per_minute": swept["per_minute"],
        "sweep_cpu_us": swept["cpu_us"],
        "changed_per_minute": changed,
    }


def _edit_both(stack: Stack, url: str) -> float:
    """Records a minute, hub edits pushed and CRM edits taken in, from edited to equal."""
    links = stack.store.list_links("hs", OBJECT, after=None, limit=2 * EDITS)
    session = requests.Session()
    session.trust_env = False
    for at, link in enumerate(links[EDITS:]):
        session.patch(
            f"{url}/_sandbox/records/{OBJECT}/{link.crm_id}",
            json={"properties": {"city": f"Town {at}"}},
            timeout=30,
        ).raise_for_status()
    run = Running(run=stack.cycle.lane.start(RunKind.API, None).run)
    records = list(stack.store.records([link.record_id for link in links[:EDITS]]).values())
    for at in range(0, len(records), 100):
        books = Books(at=now_ms(), run=run.id, ids=stack.world.ids, routes=stack.routes)
        for record in records[at : at + 100]:
            title = Edit(value=f"Title {record.id}", by="person:bench", at=books.at)
            books.change(record, {"job_title": title}, by="person:bench", cause="person:bench")
        stack.store.commit(books.batch())
    for kind in ("pull", "push"):
        # What is measured is the work; the brake would rightly ask a person first.
        stack.store.set_note(f"brake-allowed/hs/{OBJECT}/{kind}", "bench")
    stack.cycle.polled.clear()
    started = time.perf_counter()
    while stack.cycle.turn() or stack.store.backlog("hs").pending:
        if stack.cycle.trouble is not None:
            raise stack.cycle.trouble.error
    return len(links) / (time.perf_counter() - started) * 60


def _result(started: float, cpu: float, *, records: int, **more: float) -> dict[str, float]:
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    return {
        "wall_s": wall,
        "records": records,
        "per_minute": records / wall * 60,
        "cpu_us": used / max(records, 1) * 1e6,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **more,
    }


def main() -> None:
    load_hub_objects(RESOURCES / "hub")
    what, url, store_url = sys.argv[1:]
    measured = {"floor": floor, "backfill": backfill, "both": both}[what](url, store_url)
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main()
