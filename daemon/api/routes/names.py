"""What records are called that other records refer to: many at once, so that nobody has to ask for each."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.names import AskNames, NamesWord
from daemon.api.access import Daemon
from daemon.api.documents import problems
from daemon.api.referred import names_of_referred

router = APIRouter(tags=["records"])


@router.post("/names", operation_id="name_records", responses=problems())
def name_records(daemon: Daemon, ask: AskNames) -> NamesWord:
    """What each of these records is called now, by its id in the hub or in a CRM; nothing is read in a CRM for it."""
    return NamesWord(names=names_of_referred(daemon, ask.records))
