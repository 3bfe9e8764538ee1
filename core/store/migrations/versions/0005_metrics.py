"""What charts are drawn from (core/metrics.py)."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_BIG = {"sqlite": "INTEGER", "postgresql": "BIGINT"}


def upgrade() -> None:
    name = op.get_bind().dialect.name
    text, big = _TEXT[name], _BIG[name]
    op.execute(
        f"CREATE TABLE metrics (at {big} NOT NULL, connection {text} NOT NULL, measure {text} NOT NULL, "
        f"bucket {big} NOT NULL, n {big} NOT NULL, PRIMARY KEY (at, connection, measure, bucket))"
    )
