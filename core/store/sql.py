"""Opens a store by its address, and the store over any SQL database: one class, put together from its themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from core.errors import SettingsInvalid
from core.store import looks
from core.store.activities import Activities
from core.store.base import Store
from core.store.commit import Commits
from core.store.contested import Contested
from core.store.database import Database
from core.store.decided import Decided
from core.store.leases import Leases
from core.store.left_out import LeftOutReads
from core.store.listing import Listing
from core.store.measured import Measured
from core.store.memory import MemoryStore
from core.store.migrate import migrate
from core.store.planned import Plans
from core.store.reads import HotReads
from core.store.sqlite import SqliteDatabase
from core.store.standings import Standings
from core.store.upkeep import Upkeep
from core.store.waiting import WaitingLists
from core.store.word_places import Lately


class SqlStore(
    Leases,
    HotReads,
    LeftOutReads,
    Commits,
    Listing,
    Plans,
    Activities,
    WaitingLists,
    Contested,
    Decided,
    Measured,
    Standings,
    Upkeep,
):
    """`Store` over an open database."""

    def __init__(self, database: Database, *, most_looks: int = looks.MOST) -> None:
        self._db = database
        self._lately = Lately()
        self._most_looks = most_looks


def open_store(
    url: str, *, clock: Callable[[], int], synchronous: str = "FULL", most_looks: int = looks.MOST
) -> Store:
    """The store at `sqlite:///PATH`, `postgresql://...` or `memory://`, migrated and ready.

    A SQLite file that must be migrated is copied to `backups/` beside it first; `clock` (ms) names the copy.
    `synchronous` is SQLite's own setting, `most_looks` how much one search looks at. Raises SettingsInvalid for an address
    that names no store, StoreNewer, StoreReadOnly, StoreUnreachable, StoreDamaged, or StoreError where Postgres is set up
    to lose commits.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsInvalid("the store's address is not a URL such as sqlite:///crmsync.db") from error
    backend = parsed.get_backend_name()
    if backend == "memory":
        return MemoryStore(most_looks=most_looks)
    if backend == "sqlite" and parsed.database:
        path = Path(parsed.database)
        migrate(url, path.parent / "backups", clock=clock)
        return SqlStore(SqliteDatabase(path, synchronous=synchronous), most_looks=most_looks)
    if backend == "postgresql":
        # The driver takes a tenth of a second to load, and most installations never need it.
        from core.store.postgres import PostgresDatabase, conninfo  # noqa: PLC0415

        database = PostgresDatabase(conninfo(parsed))
        try:
            migrate(url, Path(), clock=clock)
        except BaseException:
            database.close()
            raise
        return SqlStore(database, most_looks=most_looks)
    raise SettingsInvalid(
        f"a store's address begins with sqlite:///, postgresql:// or memory://, not {backend}"
    )
