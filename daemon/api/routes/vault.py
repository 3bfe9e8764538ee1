"""The vault: where its key lies, and a new one."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.models import VaultWord
from daemon.api import present_setup
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems

router = APIRouter(prefix="/vault", tags=["vault"])


@router.get("", operation_id="vault", responses=problems())
def vault(daemon: Daemon) -> VaultWord:
    """What is sealed and where the key lies; no secret and no key is told."""
    return present_setup.vault(daemon.vault_standing())


@router.post("/rotate", operation_id="rotate_vault", responses=problems(409))
def rotate_vault(daemon: Daemon, caller: Caller) -> VaultWord:
    """Seal everything anew under a new key."""
    return present_setup.vault(daemon.rotate_vault(caller))
