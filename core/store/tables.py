"""The database's tables, for SQLite and Postgres alike. The migrations make them; hot statements name them in raw SQL.

Text is compared byte by byte on both, so that paging by id runs in the same order everywhere. A `body` is one frozen
value as JSON; columns beside it are those that are searched by. Times are milliseconds since 1970 UTC.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

from core.queue_order import UNSAID

metadata = MetaData()

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_BIG = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, _TEXT, primary_key=key, nullable=optional)


def _number(name: str, *, key: bool = False, optional: bool = False) -> Column[int]:
    return Column(name, _BIG, primary_key=key, nullable=optional, autoincrement=False)


def _flag(name: str) -> Column[int]:
    return Column(name, SmallInteger(), nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary(), nullable=False)


def _where(name: str, table: Table, *columns: str, condition: str, unique: bool = False) -> Index:
    """An index over the rows that meet a condition."""
    return Index(
        name,
        *(table.c[column] for column in columns),
        unique=unique,
        sqlite_where=text(condition),
        postgresql_where=text(condition),
    )


# One row (id 1): the newest audit entry and the last base id. Every commit takes it first, which puts commits in a row.
heads = Table("heads", metadata, _number("id", key=True), _number("seq"), _bytes("digest"), _number("base"))

records = Table(
    "records",
    metadata,
    _text("id", key=True),
    _text("object"),
    _number("version"),
    _text("fields"),
    _text("keys"),
    _number("created_version"),
    _number("created_at"),
    _text("created_by"),
    _text("edits", optional=True),
    _number("deleted_at", optional=True),
    _text("deleted_by", optional=True),
    _text("merged_into", optional=True),
)
_where("records_live", records, "object", "id", condition="deleted_at IS NULL")
_where("records_deleted", records, "object", "id", condition="deleted_at IS NOT NULL")

match_keys = Table(
    "match_keys",
    metadata,
    _text("object", key=True),
    _text("field", key=True),
    _text("norm", key=True),
    _text("record_id", key=True),
    sqlite_with_rowid=False,
)

# Thin on purpose: it decides "nothing changed", so it must stay in memory at a million rows.
links = Table(
    "links",
    metadata,
    _text("connection", key=True),
    _text("crm_object", key=True),
    _text("crm_id", key=True),
    _text("record_id"),
    _bytes("digest"),
    _number("remote_version"),
    _text("state"),
    _number("seen"),
    _text("layout"),
    _number("generation"),
    _number("base"),
    Column("paused", _TEXT, nullable=False, server_default=""),
    Column("owed", _TEXT, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)
Index("links_by_record", links.c.record_id)
# Pairs of which a side does not follow the other, told by why.
_where(
    "links_aside",
    links,
    "connection",
    "crm_object",
    "state",
    "paused",
    "crm_id",
    "record_id",
    condition="state <> 'linked' OR paused <> ''",
)

# CRM records without a link that a mapping's filter leaves out, and the keys they would be matched by.
left_out = Table(
    "left_out",
    metadata,
    _text("connection", key=True),
    _text("crm_object", key=True),
    _text("crm_id", key=True),
    _text("reason"),
    _number("since"),
    _text("keys"),
    sqlite_with_rowid=False,
)
Index("left_out_reasons", left_out.c.connection, left_out.c.crm_object, left_out.c.reason)
left_out_keys = Table(
    "left_out_keys",
    metadata,
    _text("connection", key=True),
    _text("crm_object", key=True),
    _text("field", key=True),
    _text("norm", key=True),
    _text("crm_id", key=True),
    sqlite_with_rowid=False,
)

bases = Table("bases", metadata, _number("id", key=True), _text("hub"), _text("crm"))

pending = Table(
    "pending",
    metadata,
    _text("connection", key=True),
    _text("record_id", key=True),
    _text("object"),
    _number("since"),
    _number("next_at"),
    _number("attempts"),
    _text("reason"),
    _text("waiting_for", optional=True),
    _flag("parked"),
    _flag("overwrites"),
    sqlite_with_rowid=False,
)
_RUNNABLE: Final = "parked = 0 AND waiting_for IS NULL"
_where("pending_due", pending, "connection", "object", "next_at", "record_id", condition=_RUNNABLE)
_where(
    "pending_overwrites",
    pending,
    "connection",
    "object",
    "next_at",
    condition=f"overwrites = 1 AND {_RUNNABLE}",
)
_where("pending_waiting", pending, "waiting_for", condition="waiting_for IS NOT NULL")
Index("pending_since", pending.c.connection, pending.c.since)

signals = Table(
    "signals",
    metadata,
    _text("connection", key=True),
    _text("object", key=True),
    _text("crm_id", key=True),
    _number("since"),
    _number("next_at"),
    _number("seq"),
    _number("attempts"),
    _text("reason"),
    _text("waiting_object", optional=True),
    _text("waiting_for", optional=True),
    _flag("parked"),
    sqlite_with_rowid=False,
)
_where("signals_due", signals, "connection", "object", "next_at", "crm_id", condition=_RUNNABLE)
_where("signals_waiting", signals, "waiting_for", condition="waiting_for IS NOT NULL")
Index("signals_since", signals.c.connection, signals.c.since)

attempts = Table(
    "attempts",
    metadata,
    _text("op", key=True),
    _text("connection"),
    _text("record_id"),
    _flag("is_open"),
    _number("started"),
    _text("body"),
)
_where("attempts_open", attempts, "connection", "record_id", condition="is_open = 1", unique=True)
Index("attempts_by_record", attempts.c.record_id, attempts.c.op)

_OPEN: Final = "state = 'open'"
conflicts = Table(
    "conflicts",
    metadata,
    _text("id", key=True),
    _text("connection"),
    _text("crm_object"),
    _text("crm_id"),
    _text("rule"),
    _text("record_id"),
    _text("state"),
    _text("body"),
    _number("opened_at"),
    _number("snoozed_until", optional=True),
    _text("assigned_to", optional=True),
    # `core.queue_order.doubt_of`
    Column("doubt", _BIG, nullable=False, server_default=str(UNSAID)),
)
_where(
    "conflicts_open",
    conflicts,
    "connection",
    "crm_object",
    "crm_id",
    "rule",
    condition=_OPEN,
    unique=True,
)
_where("conflicts_by_record", conflicts, "record_id", condition=_OPEN)
Index("conflicts_by_state", conflicts.c.state, conflicts.c.id)
Index("conflicts_queue", conflicts.c.state, conflicts.c.opened_at, conflicts.c.id)
_where(
    "conflicts_alike",
    conflicts,
    "connection",
    "crm_object",
    "rule",
    "opened_at",
    "id",
    condition=_OPEN,
)
Index("conflicts_surest", conflicts.c.state, conflicts.c.doubt, conflicts.c.opened_at, conflicts.c.id)
Index("conflicts_by_field", conflicts.c.state, conflicts.c.rule, conflicts.c.opened_at, conflicts.c.id)
Index("conflicts_by_object", conflicts.c.state, conflicts.c.crm_object, conflicts.c.opened_at, conflicts.c.id)
_SNOOZED: Final = "snoozed_until IS NOT NULL"
_ASSIGNED: Final = "assigned_to IS NOT NULL"
_where("conflicts_snoozed", conflicts, "state", "snoozed_until", condition=_SNOOZED)
_where("conflicts_assigned", conflicts, "state", "assigned_to", "opened_at", "id", condition=_ASSIGNED)

items = Table(
    "items",
    metadata,
    _text("id", key=True),
    _text("kind"),
    _text("connection"),
    _text("object"),
    _text("subject"),
    _text("record_id", optional=True),
    _text("state"),
    _number("closed_at", optional=True),
    _text("body"),
    _text("rule", optional=True),
    _number("opened_at"),
    _number("snoozed_until", optional=True),
    _text("assigned_to", optional=True),
)
_where(
    "items_open",
    items,
    "connection",
    "object",
    "subject",
    "kind",
    condition=_OPEN,
    unique=True,
)
_where("items_by_record", items, "record_id", condition=_OPEN)
Index("items_by_state", items.c.state, items.c.id)
Index("items_by_kind", items.c.kind, items.c.id)
Index("items_queue", items.c.state, items.c.opened_at, items.c.id)
Index("items_by_field", items.c.state, items.c.rule, items.c.opened_at, items.c.id)
Index("items_by_object", items.c.state, items.c.object, items.c.opened_at, items.c.id)
_where("items_snoozed", items, "state", "snoozed_until", condition=_SNOOZED)
_where("items_assigned", items, "state", "assigned_to", "opened_at", "id", condition=_ASSIGNED)

cursors = Table(
    "cursors",
    metadata,
    _text("connection", key=True),
    _text("object", key=True),
    _text("stream", key=True),
    _text("position"),
    _number("at"),
)

runs = Table(
    "runs",
    metadata,
    _text("id", key=True),
    _number("ended", optional=True),
    _flag("is_idle"),
    _text("body"),
)
_where("runs_idle", runs, "ended", condition="is_idle = 1")

plans = Table(
    "plans",
    metadata,
    _text("id", key=True),
    _text("connection"),
    _text("state"),
    _number("ended", optional=True),
    _text("body"),
)
Index("plans_by_state", plans.c.state, plans.c.id)
Index("plans_by_connection", plans.c.connection, plans.c.id)

plan_items = Table(
    "plan_items",
    metadata,
    _text("plan", key=True),
    _number("n", key=True),
    _text("kind"),
    _text("state"),
    _text("object"),
    _text("body"),
    sqlite_with_rowid=False,
)
Index("plan_items_by_state", plan_items.c.plan, plan_items.c.state, plan_items.c.n)
Index("plan_items_by_kind", plan_items.c.plan, plan_items.c.kind, plan_items.c.n)

leases = Table(
    "leases", metadata, _text("lane", key=True), _text("owner"), _number("fence"), _number("until")
)
notes = Table("notes", metadata, _text("name", key=True), _text("text"))
layouts = Table("layouts", metadata, _text("name", key=True), _text("hub"), _text("crm"))

# kind: live, kind (live by queue), linked, held, left_out, pending, parked, waiting, signal, conflict, item. Read instead
# of count(*), written in the commit.
counters = Table(
    "counters",
    metadata,
    _text("kind", key=True),
    _text("connection", key=True),
    _text("object", key=True),
    _number("n"),
)

# `actor` is who decided; what was decided on which evidence is in the body (`core/advice/decisions.py`).
decisions = Table(
    "decisions",
    metadata,
    _text("id", key=True),
    _number("at"),
    _text("object"),
    _text("field"),
    _text("connection"),
    _text("conflict"),
    _text("actor"),
    _text("body"),
)
Index("decisions_by_conflict", decisions.c.conflict, decisions.c.id)

# How contests ended (`core/contests.py`), by the UTC day (since 1970) on which they began; `first_sight` is 0 or 1.
contests = Table(
    "contests",
    metadata,
    _number("day", key=True),
    _text("connection", key=True),
    _text("object", key=True),
    _text("rule", key=True),
    _number("first_sight", key=True),
    _text("outcome", key=True),
    _number("n"),
)

# What charts are drawn from (`core/metrics.py`): `at` is a minute, or an hour once it is old.
metrics = Table(
    "metrics",
    metadata,
    _number("at", key=True),
    _text("connection", key=True),
    _text("measure", key=True),
    _number("bucket", key=True),
    _number("n"),
)

audit = Table(
    "audit",
    metadata,
    _number("seq", key=True),
    _number("at"),
    _text("kind"),
    _text("actor"),
    _text("cause"),
    _text("run"),
    _text("object"),
    _text("record_id"),
    _text("connection"),
    _text("changes"),
    _text("note"),
    _bytes("digest"),
)
_where("audit_by_record", audit, "record_id", "seq", condition="record_id <> ''")
# Up to which audit entry the search index goes (id 1), of which words it is (2), and up to where they have places (3).
indexed = Table("indexed", metadata, _number("id", key=True), _number("seq"))
# The earliest and the latest moment of entries n * 1000 + 1 to (n + 1) * 1000 (`core/store/spans.py`).
audit_spans = Table("audit_spans", metadata, _number("n", key=True), _number("least"), _number("most"))
# Which of entries n * 4000 + 1 to (n + 1) * 4000 have a word that begins so (`core/store/places.py`).
word_places = Table(
    "word_places",
    metadata,
    _number("n", key=True),
    _text("start", key=True),
    _bytes("places"),
    sqlite_with_rowid=False,
)
