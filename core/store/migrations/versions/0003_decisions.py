"""Decisions about conflicts: what the advisor learns from."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_BIG = {"sqlite": "INTEGER", "postgresql": "BIGINT"}


def upgrade() -> None:
    name = op.get_bind().dialect.name
    text, big = _TEXT[name], _BIG[name]
    op.execute(
        f"CREATE TABLE decisions (id {text} NOT NULL, at {big} NOT NULL, object {text} NOT NULL, field {text} NOT NULL, "
        f"connection {text} NOT NULL, conflict {text} NOT NULL, actor {text} NOT NULL, body {text} NOT NULL, "
        "PRIMARY KEY (id))"
    )
    op.execute("CREATE INDEX decisions_by_conflict ON decisions (conflict, id)")
