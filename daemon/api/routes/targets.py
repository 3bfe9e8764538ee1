"""Alerts, the targets they and tickets go to, and a ticket with a diagnosis."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from core.wire.models import AlertWord, Done, Page, Removed, TargetSecret, TargetWord, TicketWord
from daemon.api import present_targets
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems

router = APIRouter(tags=["targets"])


@router.get("/alerts", operation_id="list_alerts", responses=problems())
def list_alerts(daemon: Daemon, ended: bool = False) -> Page[AlertWord]:
    """What is wrong now, oldest first; with `ended`, the latest that are over before them. There are few, so one page."""
    alerts = daemon.alerting.book().alerts
    shown = [one for one in alerts if one.is_open or (ended and one.ended_at is not None)]
    return Page(rows=[present_targets.alert(one) for one in shown])


@router.get("/targets", operation_id="list_targets", responses=problems())
def list_targets(daemon: Daemon) -> Page[TargetWord]:
    """Every target of the settings, and how it stands."""
    outbox = daemon.alerting.book().outbox
    return Page(rows=[present_targets.target(one, outbox) for one in daemon.targets.standing()])


@router.post("/targets/{target}/test", operation_id="test_target", responses=problems(404, 409, 502))
def test_target(daemon: Daemon, caller: Caller, target: str) -> Done:
    """Send a target of alerts a message that means nothing."""
    daemon.alerting.test(target, by=caller)
    return Done()


@router.put("/targets/{target}/secret", operation_id="keep_target_secret", responses=problems(404))
def keep_target_secret(daemon: Daemon, caller: Caller, target: str, ask: TargetSecret) -> Done:
    """Keep a target's token, password or secret address, sealed and for its host alone."""
    daemon.targets.keep_secret(target, ask.secret.get_secret_value(), by=caller)
    return Done()


@router.delete("/targets/{target}/secret", operation_id="forget_target_secret", responses=problems())
def forget_target_secret(daemon: Daemon, caller: Caller, target: str) -> Removed:
    """Remove that secret."""
    return Removed(removed=daemon.targets.forget_secret(target, by=caller))


@router.get("/targets/{target}/ticket", operation_id="preview_ticket", responses=problems(404))
def preview_ticket(daemon: Daemon, target: str) -> TicketWord:
    """Exactly what a ticket raised with this key will send. Nothing leaves."""
    return present_targets.ticket(daemon.tickets.preview(target))


@router.get("/ticket", operation_id="draft_ticket", responses=problems())
def draft_ticket(daemon: Daemon) -> TicketWord:
    """The diagnosis of a ticket for nobody: to be read, or sent by hand."""
    return present_targets.ticket(daemon.tickets.draft())


@router.post("/targets/{target}/ticket", operation_id="raise_ticket", responses=problems(404, 409, 502))
def raise_ticket(
    daemon: Daemon,
    caller: Caller,
    target: str,
    key: Annotated[str, Query(max_length=80, description="Of the preview that was looked at.")] = "",
) -> TicketWord:
    """Send it, and say under which number the service made it."""
    return present_targets.ticket(daemon.tickets.raise_at(target, by=caller, key=key))
