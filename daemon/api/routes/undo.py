"""Undo: an inverse plan is made, shown, and applied exactly as it was shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from core.errors import Invalid, NotFound
from core.plans import Plan, PlanItemKind, PlanItemState, PlanKind
from core.wire.models import Page
from core.wire.undo import PlanUndo, UndoItemWord, UndoPlanWord
from daemon.api import present_undo
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems
from daemon.api.named import names_of
from daemon.api.paging import After, Limit, page, seq_of
from daemon.api.surface import Service
from daemon.mapping_uses import MappingUses
from daemon.undo_scope import Scope

router = APIRouter(prefix="/undo", tags=["undo"])


def _found(daemon: Service, id: str) -> Plan:
    plan = daemon.store.plan(id)
    if plan is None or plan.kind is not PlanKind.UNDO:
        raise NotFound(
            f"there is no undo plan {id!r}",
            advice="crmsync undo run, records, connection or mapping makes one.",
        )
    return plan


@router.post("", operation_id="plan_undo", status_code=201, responses=problems(404, 409))
def plan_undo(daemon: Daemon, caller: Caller, ask: PlanUndo) -> UndoPlanWord:
    """Plan the inverse of what a run, or a mapping's version, did, or of some records' or a connection's changes."""
    effect = None
    if ask.mapping is not None:
        uses = MappingUses(daemon.store, daemon.laboratory.versions.clock)
        effect = uses.effect_of(
            daemon.laboratory.folder.mappings,
            ask.mapping.connection,
            ask.mapping.object,
            ask.mapping.version,
        )
    scope = Scope(
        run=ask.run,
        records=tuple(ask.records),
        connection=ask.connection,
        mapping=effect,
        since=ask.since,
        until=ask.until,
    )
    return present_undo.plan(daemon.desk.undo.plan(scope, by=caller), daemon.store)


@router.get("/{id}", operation_id="get_undo", responses=problems(404))
def get_undo(daemon: Daemon, id: str) -> UndoPlanWord:
    """One inverse plan, and what became of its items."""
    return present_undo.plan(_found(daemon, id), daemon.store)


@router.get("/{id}/items", operation_id="list_undo_items", responses=problems(404))
def list_undo_items(
    daemon: Daemon,
    id: str,
    kind: Annotated[
        str | None, Query(description="Such as update_hub, delete_crm, conflict or irreversible.")
    ] = None,
    state: Annotated[str | None, Query(description="Such as planned, applied or stale.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[UndoItemWord]:
    """Its items in the order of applying."""
    _found(daemon, id)
    try:
        wanted_kind = PlanItemKind(kind) if kind is not None else None
        wanted_state = PlanItemState(state) if state is not None else None
    except ValueError as error:
        raise Invalid(f"{error} of an item") from error
    rows = daemon.store.plan_items(
        id, kind=wanted_kind, state=wanted_state, after=seq_of(after) or 0, limit=limit + 1
    )
    names = names_of(daemon.store, (row.record_id for row in rows))
    return page(rows, limit, lambda row: present_undo.item(row, names), lambda row: (str(row.n),))


@router.post("/{id}/apply", operation_id="apply_undo", responses=problems(404, 409))
def apply_undo(daemon: Daemon, caller: Caller, id: str) -> UndoPlanWord:
    """Do exactly what the plan says; where that was cut short or stopped, go on. Applied again, it does nothing."""
    _found(daemon, id)
    return present_undo.plan(daemon.desk.undo.apply(id, by=caller), daemon.store)


@router.post("/{id}/stop", operation_id="stop_undo", responses=problems(404, 409))
def stop_undo(daemon: Daemon, caller: Caller, id: str) -> UndoPlanWord:
    """End the applying: what is done stays, the plan is approved as before, and applying it again goes on with the rest."""
    _found(daemon, id)
    return present_undo.plan(daemon.desk.undo.stop(id, by=caller), daemon.store)
