"""The queue in other orders: by confidence, field or object; and the pairs of which a side does not follow the other."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BIG = {"sqlite": "INTEGER", "postgresql": "BIGINT"}
_ORDERS = (
    ("conflicts", "surest", "doubt"),
    ("conflicts", "by_field", "rule"),
    ("conflicts", "by_object", "crm_object"),
    ("items", "by_field", "rule"),
    ("items", "by_object", "object"),
)


def upgrade() -> None:
    big = _BIG[op.get_bind().dialect.name]
    op.execute(f"ALTER TABLE conflicts ADD COLUMN doubt {big} DEFAULT 1001 NOT NULL")
    op.execute("UPDATE items SET rule = '' WHERE rule IS NULL")
    for table, name, column in _ORDERS:
        op.execute(f"CREATE INDEX {table}_{name} ON {table} (state, {column}, opened_at, id)")
    op.execute(
        "CREATE INDEX links_aside ON links (connection, crm_object, state, crm_id) "
        "WHERE state <> 'linked' OR paused <> ''"
    )
    op.execute("CREATE INDEX left_out_reasons ON left_out (connection, crm_object, reason)")
