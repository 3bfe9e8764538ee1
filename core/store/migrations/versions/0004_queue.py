"""How questions wait (snoozed, assigned), found by; and the counts of contests, begun with the conflicts that are open."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_BIG = {"sqlite": "INTEGER", "postgresql": "BIGINT"}
_OPENED = {
    "sqlite": "json_extract(body, '$.opened_at')",
    "postgresql": "CAST(CAST(body AS JSON) ->> 'opened_at' AS BIGINT)",
}
_RULE = {
    "sqlite": "json_extract(body, '$.detail.rule')",
    "postgresql": "CAST(body AS JSON) -> 'detail' ->> 'rule'",
}
_DAY_MS = 86_400_000


def upgrade() -> None:
    name = op.get_bind().dialect.name
    text, big = _TEXT[name], _BIG[name]
    for table in ("conflicts", "items"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN opened_at {big} DEFAULT 0 NOT NULL")
        op.execute(f"ALTER TABLE {table} ADD COLUMN snoozed_until {big}")
        op.execute(f"ALTER TABLE {table} ADD COLUMN assigned_to {text}")
        op.execute(f"UPDATE {table} SET opened_at = {_OPENED[name]}")
        op.execute(f"CREATE INDEX {table}_queue ON {table} (state, opened_at, id)")
        op.execute(
            f"CREATE INDEX {table}_snoozed ON {table} (state, snoozed_until) WHERE snoozed_until IS NOT NULL"
        )
        op.execute(
            f"CREATE INDEX {table}_assigned ON {table} (state, assigned_to, opened_at, id) "
            "WHERE assigned_to IS NOT NULL"
        )
    op.execute(f"ALTER TABLE items ADD COLUMN rule {text}")
    op.execute(f"UPDATE items SET rule = {_RULE[name]}")
    op.execute(
        "CREATE INDEX conflicts_alike ON conflicts (connection, crm_object, rule, opened_at, id) "
        "WHERE state = 'open'"
    )
    op.execute(
        f"CREATE TABLE contests (day {big} NOT NULL, connection {text} NOT NULL, object {text} NOT NULL, "
        f"rule {text} NOT NULL, first_sight {big} NOT NULL, outcome {text} NOT NULL, n {big} NOT NULL, "
        "PRIMARY KEY (day, connection, object, rule, first_sight, outcome))"
    )
    op.execute(
        "INSERT INTO contests (day, connection, object, rule, first_sight, outcome, n) "
        f"SELECT c.opened_at / {_DAY_MS}, c.connection, r.object, c.rule, 0, 'opened', count(*) "
        "FROM conflicts c JOIN records r ON r.id = c.record_id WHERE c.state = 'open' "
        f"GROUP BY c.opened_at / {_DAY_MS}, c.connection, r.object, c.rule"
    )
