"""What an undo has yet to set back in a CRM, on the pair that it is about."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}


def upgrade() -> None:
    text = _TEXT[op.get_bind().dialect.name]
    op.execute(f"ALTER TABLE links ADD COLUMN owed {text} DEFAULT '' NOT NULL")
