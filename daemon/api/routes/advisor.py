"""The advisor: its record, where it may decide alone, and the decisions it learned from."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.models import (
    AdvisorFieldWord,
    AdvisorWord,
    DecisionWord,
    Done,
    EnableAdvisor,
    ModelKey,
    Page,
    Removed,
)
from daemon.api import present_advice
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems
from daemon.api.paging import After, Limit, key_of, page

router = APIRouter(tags=["advisor"])


@router.get("/advisor", operation_id="advisor", responses=problems())
def advisor(daemon: Daemon) -> AdvisorWord:
    """How its suggestions fared, field by field."""
    return present_advice.standing(daemon.advisor.standing())


@router.put("/advisor/fields/{object}/{field}", operation_id="enable_advisor", responses=problems(404))
def enable_advisor(
    daemon: Daemon, caller: Caller, object: str, field: str, ask: EnableAdvisor
) -> AdvisorFieldWord:
    """Let it decide alone in a field, where it is measured to be right often enough."""
    return present_advice.field(daemon.advisor.enable(f"{object}.{field}", ask.precision, by=caller))


@router.delete("/advisor/fields/{object}/{field}", operation_id="disable_advisor", responses=problems(404))
def disable_advisor(daemon: Daemon, caller: Caller, object: str, field: str) -> AdvisorFieldWord:
    """Let it only suggest in a field."""
    return present_advice.field(daemon.advisor.disable(f"{object}.{field}", by=caller))


@router.get("/advisor/decisions", operation_id="list_decisions", responses=problems())
def list_decisions(
    daemon: Daemon,
    object: str | None = None,
    field: str | None = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[DecisionWord]:
    """What it learns from, newest first: evidence and outcomes, no values of records."""
    key = key_of(after, 1)
    rows = daemon.store.decisions(object=object, field=field, before=key[0] if key else None, limit=limit + 1)
    return page(rows, limit, present_advice.decision, lambda row: (row.id,))


@router.delete("/advisor/decisions", operation_id="forget_decisions", responses=problems())
def forget_decisions(
    daemon: Daemon, caller: Caller, object: str | None = None, field: str | None = None, by: str | None = None
) -> Removed:
    """Forget decisions, and what was learned from them: all, or those for which every given part holds."""
    return Removed(removed=daemon.advisor.reset(object=object, field=field, decided_by=by, by=caller))


@router.put("/advisor/model-key", operation_id="keep_model_key", responses=problems(409))
def keep_model_key(daemon: Daemon, caller: Caller, ask: ModelKey) -> Done:
    """Keep the key of the language model's endpoint, sealed and for its host alone."""
    daemon.model.keep_key(ask.key.get_secret_value(), by=caller)
    return Done()


@router.delete("/advisor/model-key", operation_id="forget_model_key", responses=problems())
def forget_model_key(daemon: Daemon, caller: Caller) -> Removed:
    """Remove that key."""
    return Removed(removed=daemon.model.forget_key(by=caller))
