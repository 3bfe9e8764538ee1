"""Every store test runs on memory, a SQLite file and Postgres, unless it asks for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.store.base import Store
from core.store.sql import open_store
from tests.support.databases import postgres_schema

POSTGRES = pytest.param("postgres", marks=pytest.mark.external)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with postgres_schema() as url:
        yield url


@pytest.fixture(params=["memory", "sqlite", POSTGRES])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    yield from _opened(request)


@pytest.fixture(params=["sqlite", POSTGRES])
def sql_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def _opened(request: pytest.FixtureRequest) -> Iterator[Store]:
    name = request.param
    url = "memory://" if name == "memory" else request.getfixturevalue(f"{name}_url")
    opened = open_store(url, clock=lambda: 1_000)
    yield opened
    opened.close()
