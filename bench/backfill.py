"""Backfill and unchanged sweep of one CRM: the product beside the raw floor, round by round in fresh processes."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from bench.processes import run, serving
from bench.table import Better, Figure, over_rounds
from tests.support.databases import NoPostgres, postgres_server

PAGE: Final = 100  # HubSpot's list
Rounds = list[dict[str, Any]]


def measure(
    folder: Path, *, records: int, rounds: int, postgres: int, tell: Callable[[str], None]
) -> list[Figure]:
    """`rounds` on SQLite and `postgres` rounds on Postgres (where a server is to be had)."""
    with serving("bench.crm", ["--records", str(records)], folder / "crm.log") as (url, _):
        figures = _on_sqlite(folder, url, rounds, tell)
        if postgres:
            figures += _on_postgres(url, postgres, tell)
    return figures


def _on_sqlite(folder: Path, url: str, rounds: int, tell: Callable[[str], None]) -> list[Figure]:
    prepared = folder / "prepared.sqlite"
    run("bench.round", "prepare", url, f"sqlite:///{prepared}")
    floors: Rounds = []
    ours: Rounds = []
    grown: list[float] = []
    for number in range(rounds):
        path = folder / "floor.sqlite"
        floors.append(run("bench.round", "floor", url, f"sqlite:///{path}"))
        _drop(path)
        path = folder / "ours.sqlite"
        shutil.copy(prepared, path)
        ours.append(run("bench.round", "ours", url, f"sqlite:///{path}"))
        grown.append((path.stat().st_size - prepared.stat().st_size) / ours[-1]["records"])
        _drop(path)
        tell(_line("SQLite", number, floors[-1], ours[-1]))
    count = ours[0]["records"]
    assert count == floors[0]["records"], "the product and the floor saw different records"
    assert not any(one["open_questions"] for one in ours), "every record must have found its place"
    least = ceil(count / PAGE)
    return [
        *_against("SQLite", floors, ours, 2.0),
        over_rounds("backfill, records a minute", _all(ours, "per_minute"), "", 300_000, Better.HIGHER),
        over_rounds("  the floor's", _all(floors, "per_minute"), ""),
        over_rounds("backfill, CPU a record", _all(ours, "cpu_us"), "us"),
        over_rounds("  the floor's", _all(floors, "cpu_us"), "us"),
        over_rounds("backfill, peak memory", _all(ours, "rss_mb"), "MB", 300),
        over_rounds("API calls / arithmetic minimum", [one["calls"] / least for one in ours], "", 1.02),
        over_rounds(
            "store bytes / JSON bytes a record",
            [size / one["json_bytes"] for size, one in zip(grown, ours, strict=True)],
            "",
            5,
            note=f"{ours[0]['json_bytes']:,.0f} bytes of JSON a record",
        ),
        over_rounds(
            "unchanged sweep, records a minute",
            [one["sweep"]["per_minute"] for one in ours],
            "",
            1_000_000,
            Better.HIGHER,
        ),
        over_rounds("CPU an unchanged record", [one["sweep"]["cpu_us"] for one in ours], "us", 40),
    ]


def _on_postgres(url: str, rounds: int, tell: Callable[[str], None]) -> list[Figure]:
    try:
        server = postgres_server()
    except NoPostgres as error:
        tell(f"no Postgres here: {error}")
        return []
    floors: Rounds = []
    ours: Rounds = []
    for number in range(rounds):
        with _schema(server) as store_url:
            floors.append(run("bench.round", "floor", url, store_url))
        with _schema(server) as store_url:
            run("bench.round", "prepare", url, store_url)
            ours.append(run("bench.round", "ours", url, store_url))
        tell(_line("Postgres", number, floors[-1], ours[-1]))
    return [
        *_against("Postgres", floors, ours, 1.8),
        over_rounds(
            "backfill on Postgres, records a minute", _all(ours, "per_minute"), "", 300_000, Better.HIGHER
        ),
    ]


def _against(name: str, floors: Rounds, ours: Rounds, target: float) -> list[Figure]:
    pairs = list(zip(floors, ours, strict=True))
    wall = [one["wall_s"] / floor["wall_s"] for floor, one in pairs]
    note = f"{ours[0]['records']:,} contacts of 25 mapped fields"
    return [over_rounds(f"backfill / raw floor, {name}, wall", wall, "", target, note=note)]


def _all(rounds: Rounds, name: str) -> list[float]:
    return [one[name] for one in rounds]


def _line(name: str, number: int, floor: dict[str, Any], ours: dict[str, Any]) -> str:
    return (
        f"{name} round {number + 1}: floor {floor['wall_s']:.2f} s, {floor['cpu_us']:.0f} us; "
        f"ours {ours['wall_s']:.2f} s, {ours['cpu_us']:.0f} us; "
        f"sweep {ours['sweep']['wall_s']:.2f} s, {ours['sweep']['cpu_us']:.0f} us"
    )


def _drop(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def _schema(server: str) -> Iterator[str]:
    name = f"crmsync_bench_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    try:
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
