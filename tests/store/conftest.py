"""Every store test runs on memory, a SQLite file and Postgres, unless it asks for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.store.base import Store
from tests.support.databases import POSTGRES, STORES, empty_store, postgres_schema


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with postgres_schema() as url:
        yield url


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with empty_store(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture(params=["sqlite", POSTGRES])
def sql_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
