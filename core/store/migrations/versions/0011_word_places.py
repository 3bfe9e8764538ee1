"""In which entries of every 4,000 what many of them have stands (core/store/places.py); it is filled off the hot path."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLE = {
    "sqlite": (
        "CREATE TABLE word_places (n INTEGER NOT NULL, start TEXT NOT NULL, places BLOB NOT NULL,"
        " PRIMARY KEY (n, start)) WITHOUT ROWID"
    ),
    "postgresql": (
        'CREATE TABLE word_places (n BIGINT NOT NULL, start TEXT COLLATE "C" NOT NULL, places BYTEA NOT NULL,'
        " PRIMARY KEY (n, start))"
    ),
}


def upgrade() -> None:
    op.execute(_TABLE[op.get_bind().dialect.name])
