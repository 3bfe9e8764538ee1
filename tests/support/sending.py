"""One look of the alerts on a real store below a folder, with one webhook: what a process does that may be killed."""

from __future__ import annotations

import random
import time
from pathlib import Path

from ulid import ULIDGenerator

from core.residency import judge
from core.settings import read_settings
from core.store.sql import open_store
from daemon.alerts import Alerting
from daemon.health import ConnectionState, ConnectionStatus
from daemon.lane import World
from daemon.residency import target_route
from daemon.targets import Targets
from daemon.vault import Vault


def _now() -> int:
    return time.time_ns() // 1_000_000


def look(home: str, address: str) -> None:
    """A connection needs a sign-in; say so at `address`."""
    folder, ids = Path(home), ULIDGenerator()
    store = open_store(f"sqlite:///{folder / 'hub.sqlite'}", clock=_now)
    text = f'[targets.ops]\nkind = "webhook"\nurl = "{address}/in"\n'
    known = read_settings(text, "crmsync.toml", folder).targets
    targets = Targets(
        known=known,
        vault=Vault(folder / "vault", key_file=folder / "key", use_keyring=False),
        store=store,
        judged=lambda name: judge(target_route(name, known[name]), ""),
        clock=_now,
    )
    state = ConnectionStatus(
        name="hs", system="hubspot", state=ConnectionState.SIGN_IN_NEEDED, backlog=store.backlog("hs")
    )
    alerting = Alerting(
        store=store,
        targets=targets,
        world=World(clock=_now, ids=lambda: str(ids.generate()), rng=random.Random(1)),
        connections=lambda: [state],
        free=lambda: 10**12,
    )
    alerting.turn()
    store.close()
