"""A record's trace: why its values are what they are, and why it is or is not in step."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from core.wire.records import RecordWord
from core.wire.tracing import TraceWord
from core.wire.words import Page
from daemon.api import present, present_tracing
from daemon.api.access import Daemon
from daemon.api.documents import problems
from daemon.api.finding import find, find_all
from daemon.api.tracing import entries, fields_of
from daemon.api.tracing_pairs import pairs_of, stranger

router = APIRouter(tags=["past"])


What = Annotated[
    str,
    Query(
        max_length=1_000,
        description="A record's id, a CRM's (or CONNECTION:ID, CONNECTION:OBJECT/ID) or its link, an e-mail address.",
    ),
]


@router.get("/meant", operation_id="find_records", responses=problems())
def find_records(daemon: Daemon, what: What) -> Page[RecordWord]:
    """Every record that this may name: none, one, or several of which a trace would ask which."""
    return Page(rows=[present.record(one) for one in find_all(daemon, what)])


@router.get("/trace", operation_id="trace_record", responses=problems(404))
def trace_record(daemon: Daemon, what: What) -> TraceWord:
    """Why a record is as it is: each field's last decision, and each connection's state with what would fix it."""
    meant = find(daemon, what)
    record = meant.record
    if record is None:
        pairs = [stranger(daemon, *key) for key in meant.strangers]
        return TraceWord(record=None, fields=[], pairs=[present_tracing.pair(one) for one in pairs])
    store = daemon.store
    told = entries(store, record)
    traced = fields_of(store, record, told, daemon.mappings, store.open_conflicts([record.id]))
    return TraceWord(
        record=present.record(record),
        fields=[present_tracing.field(one) for one in traced],
        pairs=[present_tracing.pair(one) for one in pairs_of(daemon, record, told)],
    )
