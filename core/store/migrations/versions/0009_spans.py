"""Between which moments every 1,000 entries of the log lie (core/store/spans.py)."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BIG = {"sqlite": "INTEGER", "postgresql": "BIGINT"}


def upgrade() -> None:
    big = _BIG[op.get_bind().dialect.name]
    op.execute(
        f"CREATE TABLE audit_spans (n {big} NOT NULL PRIMARY KEY, least {big} NOT NULL, most {big} NOT NULL)"
    )
    op.execute(
        "INSERT INTO audit_spans (n, least, most) "
        "SELECT (seq - 1) / 1000, MIN(at), MAX(at) FROM audit GROUP BY (seq - 1) / 1000"
    )
