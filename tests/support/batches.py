"""Random batches over a small world, and everything a store can be asked about it, for comparing stores."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from core.advice.case import Option
from core.advice.decisions import Decision
from core.conflicts import ConflictState, ItemKind, ItemState, QueueState
from core.contests import ContestCount, ContestOutcome
from core.jobs import Cursor, Outcome, Pending, RunOutcome, Signal
from core.plans import PlanItemKind, PlanItemState, PlanState
from core.records import UNSET, BaseValue, FieldEdit, HubRecord, LeftOut, Link, LinkState, Owed, Value
from core.store.base import Activity, AuditEntry, Batch, Postponed, QueueQuery, RecordWrite, Settled, Store
from tests.support.stored import attempt, conflict, item, plan, plan_item, run

IDS = [f"r{n}" for n in range(6)]
CRM_IDS = [f"c{n}" for n in range(5)]
CONNECTIONS = ["hs", "sf"]
HUB_OBJECTS = ["contact", "company"]
CRM_OBJECTS = ["contacts", "deals"]
NAMES = ["email", "phone", "tags"]
NORMS = ["a", "b", "c"]

ids = st.sampled_from(IDS)
crm_ids = st.sampled_from(CRM_IDS)
connections = st.sampled_from(CONNECTIONS)
moments = st.integers(0, 30)
versions = st.integers(0, 4)
texts = st.one_of(
    st.sampled_from(["", "unset", "0", "a b", "Anna"]), st.text(st.characters(codec="utf-8"), max_size=4)
).filter(lambda text: "\0" not in text)
values: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.booleans(), texts, st.lists(texts, max_size=2, unique=True).map(tuple)
)
base_values: st.SearchStrategy[BaseValue] = st.one_of(values, st.just(UNSET))
bases = st.lists(base_values, max_size=4).map(tuple)
edits = st.builds(FieldEdit, version=versions, at=moments, by=texts)

records = st.builds(
    HubRecord,
    id=ids,
    object=st.sampled_from(HUB_OBJECTS),
    fields=st.dictionaries(st.sampled_from(NAMES), values, max_size=3),
    version=st.integers(1, 4),
    created=edits,
    edits=st.dictionaries(st.sampled_from(NAMES), edits, max_size=2),
    deleted_at=st.none() | moments,
    deleted_by=st.none() | texts,
    merged_into=st.none() | ids,
)
writes = records.flatmap(
    lambda one: st.builds(
        RecordWrite,
        record=st.just(one),
        # Mostly right, so that most batches go through.
        expected=st.sampled_from([one.version - 1] * 5 + [0]).filter(lambda version: version < one.version),
        keys=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NORMS)), max_size=3).map(tuple),
    )
)
links = st.builds(
    Link,
    connection=connections,
    crm_object=st.sampled_from(CRM_OBJECTS),
    crm_id=crm_ids,
    record_id=ids,
    layout=st.just("l"),
    base_hub=bases,
    base_crm=bases,
    remote_version=moments,
    seen=versions,
    generation=st.integers(1, 3),
    state=st.sampled_from(LinkState),
    paused=st.sampled_from(["", "out"]),
    owed=st.none()
    | st.builds(
        Owed,
        record_id=ids,
        version=versions,
        cause=texts,
        changes=st.lists(st.tuples(st.sampled_from(NAMES), values, values), min_size=1, max_size=2).map(
            tuple
        ),
    ),
)
left_out = st.builds(
    LeftOut,
    connection=connections,
    crm_object=st.sampled_from(CRM_OBJECTS),
    crm_id=crm_ids,
    reason=st.sampled_from(["out", "in doubt"]),
    since=moments,
    keys=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NORMS)), max_size=3).map(tuple),
)
pendings = st.builds(
    Pending,
    connection=connections,
    object=st.sampled_from(HUB_OBJECTS),
    record_id=ids,
    since=moments,
    next_at=moments,
    attempts=st.integers(0, 3),
    reason=texts,
    waiting_for=st.none() | ids,
    parked=st.booleans(),
    overwrites=st.booleans(),
)
signals = st.builds(
    Signal,
    connection=connections,
    object=st.sampled_from(CRM_OBJECTS),
    crm_id=crm_ids,
    since=moments,
    next_at=moments,
    seq=st.integers(1, 3),
    attempts=st.integers(0, 3),
    reason=texts,
    waiting_for=st.none() | st.tuples(st.sampled_from(CRM_OBJECTS), crm_ids),
    parked=st.booleans(),
)
attempts = st.builds(
    attempt,
    op=st.sampled_from(["o1", "o2", "o3", "o4"]),
    record_id=ids,
    connection=connections,
    outcome=st.sampled_from(Outcome),
    started=moments,
)
waits = st.none() | st.integers(0, 30)
persons = st.none() | st.sampled_from(["ben", "carla"])
conflicts = st.builds(
    conflict,
    id=st.sampled_from(["x1", "x2", "x3"]),
    crm_id=crm_ids,
    record_id=ids,
    rule=st.sampled_from(["phone", "email"]),
    connection=connections,
    state=st.sampled_from(ConflictState),
    opened_at=moments,
    snoozed_until=waits,
    assigned_to=persons,
)
items = st.builds(
    item,
    id=st.sampled_from(["i1", "i2", "i3"]),
    kind=st.sampled_from(ItemKind),
    subject=crm_ids,
    record_id=st.none() | ids,
    connection=connections,
    state=st.sampled_from(ItemState),
    decided_at=st.none() | moments,
    opened_at=moments,
    snoozed_until=waits,
    assigned_to=persons,
)
counts = st.builds(
    ContestCount,
    day=st.integers(0, 3),
    connection=connections,
    object=st.sampled_from(HUB_OBJECTS),
    rule=st.sampled_from(["", "phone"]),
    outcome=st.sampled_from(ContestOutcome),
    first_sight=st.booleans(),
    n=st.integers(-2, 3),
)
runs = st.builds(
    run,
    id=st.sampled_from(["u1", "u2"]),
    ended=st.none() | moments,
    outcome=st.sampled_from(RunOutcome),
    pushed=st.integers(0, 1),
)
decisions = st.builds(
    Decision,
    id=st.sampled_from(["d1", "d2", "d3"]),
    at=moments,
    object=st.sampled_from(HUB_OBJECTS),
    field=st.sampled_from(NAMES),
    connection=connections,
    conflict=st.sampled_from(["x1", "x2"]),
    by=st.sampled_from(["person:anna", "advisor"]),
    editors=st.just("person-machine"),
    features=st.just({"hub": {"newer": 1.0}, "ask": {"ask": 1.0}}),
    suggested=st.sampled_from(Option),
    probability=st.sampled_from([0.5, 0.97]),
    sure=st.booleans(),
    chosen=st.sampled_from(Option),
    reversed_at=st.none() | moments,
)
plans = st.builds(
    plan,
    id=st.sampled_from(["p1", "p2"]),
    connection=connections,
    state=st.sampled_from(PlanState),
    ended_at=st.none() | moments,
    reason=texts,
)
plan_items = st.builds(
    plan_item,
    plan=st.sampled_from(["p1", "p2"]),
    n=st.integers(1, 4),
    kind=st.sampled_from(PlanItemKind),
    state=st.sampled_from(PlanItemState),
    record_id=st.none() | ids,
    changes=st.lists(st.tuples(st.sampled_from(NAMES), values, values), max_size=2).map(tuple),
)
cursors = st.builds(
    Cursor,
    connection=connections,
    object=st.sampled_from(CRM_OBJECTS),
    stream=st.just("changes"),
    position=texts,
    at=moments,
)
entries = st.builds(
    AuditEntry,
    at=moments,
    kind=st.sampled_from(["set", "push"]),
    actor=texts,
    cause=texts,
    run=st.sampled_from(["u1", "u2"]),
    object=st.sampled_from(HUB_OBJECTS),
    record_id=st.sampled_from(["", *IDS]),
    connection=st.sampled_from(["", *CONNECTIONS]),
    changes=st.lists(st.tuples(st.sampled_from(NAMES), values, values), max_size=2).map(tuple),
    note=texts,
)


def several(one: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=most).map(tuple)


batches = st.builds(
    Batch,
    at=moments,
    checks=st.one_of(st.just({}), st.dictionaries(ids, versions, max_size=1)),
    key_checks=st.one_of(
        st.just({}),
        st.dictionaries(
            st.tuples(st.sampled_from(HUB_OBJECTS), st.sampled_from(NAMES), st.sampled_from(NORMS)),
            st.frozensets(ids, max_size=1),
            max_size=1,
        ),
    ),
    plan_checks=st.one_of(
        st.just({}),
        st.just({}),
        st.dictionaries(st.sampled_from(["p1", "p2"]), st.sampled_from(PlanState), max_size=1),
    ),
    records=several(writes),
    unlinked=several(st.tuples(connections, st.sampled_from(CRM_OBJECTS), crm_ids)),
    links=several(links),
    let_in=several(st.tuples(connections, st.sampled_from(CRM_OBJECTS), crm_ids)),
    left_out=several(left_out),
    settled=several(st.builds(Settled, connection=connections, record_id=ids, version=versions)),
    postponed=several(st.builds(Postponed, pending=pendings, version=versions)),
    pending=several(pendings),
    handled=several(signals),
    put_off=several(signals),
    signals=several(signals),
    attempts=several(attempts, 2),
    conflicts=several(conflicts, 2),
    items=several(items, 2),
    cursors=several(cursors),
    runs=several(runs),
    plans=several(plans, 2),
    plan_items=several(plan_items),
    wake_records=several(st.tuples(connections, ids)),
    wake_crm=several(st.tuples(connections, st.sampled_from(CRM_OBJECTS), crm_ids)),
    audit=several(entries),
    unchanged=st.one_of(st.just(()), st.just(()), several(conflicts | items, 1)),
    contests=several(counts),
    decisions=several(decisions),
    notes=st.dictionaries(ids, st.one_of(st.none(), texts), max_size=2),
)


def everything(store: Store) -> dict[str, object]:
    """What the store answers to every question about this small world."""
    seen: dict[str, object] = {
        "records": store.records(IDS),
        "links of": store.links_of(IDS),
        "open conflicts": store.open_conflicts(IDS),
        "items of": store.items_of(IDS),
        "pending": store.list_pending(connection=None, after=None, limit=99),
        "signals": store.list_signals(connection=None, after=None, limit=99),
        "conflicts": store.list_conflicts(state=None, after=None, limit=99),
        "items": store.list_items(state=None, kind=None, after=None, limit=99),
        "runs": store.list_runs(before=None, limit=99),
        "plans": store.list_plans(connection=None, state=None, before=None, limit=99),
        "plans of hs": store.list_plans(connection="hs", state=PlanState.DRAFT, before="p2", limit=1),
        "plan items": [store.plan_items(id, limit=9) for id in ("p1", "p2")],
        "planned": store.plan_items("p1", state=PlanItemState.PLANNED, after=1, limit=1),
        "plan counts": dict(store.count_plan_items("p1")),
        "attempts": [store.attempts_of(id) for id in IDS],
        "audit": list(store.audit()),
        "fault": store.verify_audit(),
        "counts": store.open_counts(),
        "queue": store.queue(QueueQuery(), now=15, after=None, limit=99),
        "queue counts": store.queue_counts(now=15),
        "part of the queue": [
            store.queue(QueueQuery(state=state, connection="hs"), now=15, after=(3, "x1"), limit=2)
            for state in QueueState
        ],
        "decisions": store.decisions(before=None, limit=99),
        "notes": store.notes(),
        "decided": [store.decision_on(id) for id in ("x1", "x2")],
        "contests": store.contests(since=1, until=2),
        "tally": store.tally(),
        "page": store.list_pending(connection=None, after=("hs", "r2"), limit=3),
    }
    for object in HUB_OBJECTS:
        keys = [(name, norm) for name in NAMES for norm in NORMS]
        seen[f"match {object}"] = store.match(object, keys)
        seen[f"live {object}"] = store.list_records(object, after="r1", limit=2)
        seen[f"deleted {object}"] = store.list_records(object, after=None, limit=99, deleted=True)
    for connection in CONNECTIONS:
        seen[f"backlog {connection}"] = store.backlog(connection)
        seen[f"next {connection}"] = store.next_due(connection)
        seen[f"open attempts {connection}"] = store.open_attempts(connection)
        seen[f"some attempts {connection}"] = store.open_attempts(connection, IDS[:3])
        for object in HUB_OBJECTS:
            seen[f"due {connection} {object}"] = store.due_pending(connection, object, now=15, limit=4)
            seen[f"overwrites {connection} {object}"] = store.due_overwrites(
                connection, object, now=15, limit=2
            )
        for object in CRM_OBJECTS:
            name = f"{connection} {object}"
            seen[f"links {name}"] = store.links(connection, object, CRM_IDS)
            seen[f"thin {name}"] = store.thin_links(connection, object, CRM_IDS)
            keys = [(one, norm) for one in NAMES for norm in NORMS]
            seen[f"left out {name} {object}"] = (
                store.left_out(connection, object, CRM_IDS),
                store.left_out_by(connection, object, keys),
                store.left_out_count(connection, object),
                store.held_count(connection, object),
                store.list_left_out(connection, object, after="c0", limit=3),
            )
            seen[f"listed {name}"] = store.list_links(connection, object, after="c0", limit=3)
            seen[f"linked {name}"] = store.linked_count(connection, object)
            seen[f"signals {name}"] = store.due_signals(connection, object, now=15, limit=4)
            seen[f"cursor {name}"] = store.cursor(connection, object, "changes")
            seen[f"items {name}"] = store.open_items(connection, object, CRM_IDS)
    for question in (
        Activity(text="a"),
        Activity(text="anna", limit=2),
        Activity(field="phone", connection="hs"),
        Activity(kind="push", since=5, until=20),
        Activity(run="u1", limit=3),
        Activity(record_id="r1", text="unset"),
    ):
        seen[f"search {question}"] = store.search(question).rows
    return seen
