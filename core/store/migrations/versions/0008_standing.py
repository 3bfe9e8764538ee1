"""How many records live of each kind, counted once here and kept from now on; pairs aside are counted in their index."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KIND = {"sqlite": "json_extract(fields, '$.kind')", "postgresql": "(CAST(fields AS json) ->> 'kind')"}


def upgrade() -> None:
    kind = _KIND[op.get_bind().dialect.name]
    op.execute(
        f"INSERT INTO counters (kind, connection, object, n) SELECT 'kind', '', object || ':' || {kind}, count(*) "
        "FROM records WHERE deleted_at IS NULL AND fields LIKE '%\"kind\"%' GROUP BY 3 "
        f"HAVING min({kind}) IS NOT NULL"
    )
    op.execute("DROP INDEX links_aside")
    op.execute(
        "CREATE INDEX links_aside ON links (connection, crm_object, state, paused, crm_id, record_id) "
        "WHERE state <> 'linked' OR paused <> ''"
    )
