"""How long Activity's questions take in the store, SQLite and Postgres: by record, field, value, person, run, error."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bench.search_log import entry, fill
from bench.table import Figure, over_rounds
from core.store.base import Activity, Found, Store
from core.store.sql import open_store
from tests.support.databases import NoPostgres, postgres_schema, postgres_server

_TIMES: Final = 7
_TARGET_MS: Final = 200


def measure(folder: Path, *, entries: int, postgres: bool, tell: Callable[[str], None]) -> list[Figure]:
    """Fills a store for each database (a million entries take minutes), then asks each question seven times, by turns."""
    tell(f"search: filling SQLite with {entries:,} entries")
    figures = _of("SQLite", f"sqlite:///{folder / 'search.db'}", entries)
    if not postgres:
        return figures
    try:
        postgres_server()
    except NoPostgres as error:
        tell(f"no Postgres here: {error}")
        return figures
    tell(f"search: filling Postgres with {entries:,} entries")
    with postgres_schema() as url:
        return [*figures, *_of("Postgres", url, entries)]


def _of(database: str, url: str, entries: int) -> list[Figure]:
    store = open_store(url, clock=lambda: 1_000)
    try:
        fill(store, entries=entries)
        return asked(store, database, entries)
    finally:
        store.close()


def asked(store: Store, database: str, entries: int) -> list[Figure]:
    """One figure a question: until its first answer is there, in ms; the note says where that is not about the whole log."""
    questions = _questions(entries)
    took: dict[str, list[float]] = {name: [] for name in questions}
    found: dict[str, Found] = {}
    for _ in range(_TIMES):
        for name, question in questions.items():
            begin = time.perf_counter()
            found[name] = store.search(question)
            took[name].append((time.perf_counter() - begin) * 1_000)
    return [
        over_rounds(
            f"search, {database}, {name}",
            took[name],
            "ms",
            _TARGET_MS,
            note=f"{_told(found[name], entries)}, slowest {max(took[name]):.0f}",
        )
        for name in questions
    ]


def _told(found: Found, entries: int) -> str:
    part = "" if found.down_to is None else f" in {(entries - found.down_to + 1) / entries:.1%} of the log"
    return f"{len(found.rows)} found{part}"


def _questions(entries: int) -> Mapping[str, Activity]:
    middle = entry(entries // 2)
    (_, _, address), *_ = middle.changes
    local, _, domain = str(address).partition("@")
    _, _, number = local.partition(".")
    return {
        "a record": Activity(record_id=middle.record_id),
        "a field most have": Activity(field="title"),
        "a field few have": Activity(field="budget_code"),
        "a field nobody has": Activity(field="no_such_field"),
        "a word everywhere": Activity(text=domain),
        "a common word": Activity(text="engineer"),
        "a rare word": Activity(text=number),
        "no such word": Activity(text="nowhere-to-be-found"),
        "a rare word and a common one": Activity(text=f"engineer {number}"),
        "an address": Activity(text=f"{address}"),
        "an address half typed": Activity(text=f"{local}@{domain[:4]}"),
        "no such address": Activity(text=f"no.{number}@{domain}"),
        "a person": Activity(text="ben"),
        "a person and a field": Activity(text="ben", field="budget_code"),
        "a run": Activity(run=middle.run),
        "what happened": Activity(kind="refuse"),
        "an error": Activity(text="property_doesnt_exist"),
        "an error by its words": Activity(text="property job_title does not exist"),
        "one letter": Activity(text="p"),
        "common words never together": Activity(text="berg meyer"),
        "more common ones never together": Activity(text="engineer clerk"),
        "common words that do meet": Activity(text="anna berg"),
        "common words and a kind": Activity(text="okafor silva", kind="push"),
        "common words until long ago": Activity(text="berg meyer", until=middle.at // 2),
        "half-rare words never together": Activity(text="berg1 meyer2"),
        "words everywhere, never joined so": Activity(text="com.example"),
        "the same, a field and its value": Activity(text="title.buyer"),
    }
