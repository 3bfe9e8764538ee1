"""Pairs that a filter holds, and CRM records that one leaves out, found by the keys they would be matched by."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_BIG = {"sqlite": "INTEGER", "postgresql": "BIGINT"}
_END = {"sqlite": " WITHOUT ROWID", "postgresql": ""}


def upgrade() -> None:
    name = op.get_bind().dialect.name
    text, big, end = _TEXT[name], _BIG[name], _END[name]
    op.execute(f"ALTER TABLE links ADD COLUMN paused {text} DEFAULT '' NOT NULL")
    place = f"connection {text} NOT NULL, crm_object {text} NOT NULL"
    op.execute(
        f"CREATE TABLE left_out ({place}, crm_id {text} NOT NULL, reason {text} NOT NULL, since {big} NOT NULL, "
        f"keys {text} NOT NULL, PRIMARY KEY (connection, crm_object, crm_id)){end}"
    )
    op.execute(
        f"CREATE TABLE left_out_keys ({place}, field {text} NOT NULL, norm {text} NOT NULL, crm_id {text} NOT NULL, "
        f"PRIMARY KEY (connection, crm_object, field, norm, crm_id)){end}"
    )
