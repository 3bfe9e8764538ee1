"""Who is attached, and the end of an attachment."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.models import AttachedWord, Page
from daemon.api.access import Caller, ClientId, Daemon
from daemon.api.documents import problems
from daemon.attached import Attachment

router = APIRouter(tags=["attached"])


@router.get("/attached", operation_id="list_attached", responses=problems())
def list_attached(daemon: Daemon, asking: ClientId) -> Page[AttachedWord]:
    """Every program that speaks to the daemon; there are few, so one page."""
    return Page(rows=[_word(one, asking) for one in daemon.attached.listed()])


@router.delete("/attached/{id}", operation_id="end_attached", responses=problems(404))
def end_attached(daemon: Daemon, caller: Caller, asking: ClientId, id: str) -> AttachedWord:
    """Cut a program off; it is told why and refused from then on."""
    return _word(daemon.attached.end(id, by=caller), asking)


def _word(one: Attachment, asking: str) -> AttachedWord:
    return AttachedWord(
        id=one.said.id,
        person=one.said.person or one.account,
        account=one.account,
        machine=one.said.machine,
        program=one.said.program,
        version=one.said.version,
        way=one.said.way.value,
        read_only=one.said.read_only,
        since=one.since,
        heard_at=one.heard_at,
        live=one.live,
        is_you=one.said.id == asking,
    )
