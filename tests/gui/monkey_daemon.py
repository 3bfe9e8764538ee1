"""The daemon a monkey plays with: a small one in a process of its own, furnished, told to do something now and then."""

from __future__ import annotations

import random
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from daemon.api.server import serve
from daemon.instance import Instance
from tests.gui.furnished import furnish
from tests.support.small_daemon import CONNECTION, SmallDaemon, served

HOSTILE: Final = (
    "<b>x</b> & <img src=y>",
    "\u202egnp.exe\x07",
    "",
    "word " * 300,
    "x" * 65_536,
    "Ann\nBo\tC",
)
AWAY, BACK, SETTLE, CONTEST, EDIT = "away", "back", "settle", "contest", "edit"


class Weather:
    """What happens outside the window: the daemon works, people edit, it goes away and comes back."""

    def __init__(self, folder: Path, seed: int) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_play, args=(str(folder), seed, theirs), daemon=True)
        self._process.start()
        self.socket = Path(self._pipe.recv())

    def be(self, what: str) -> None:
        """It has happened when this returns."""
        self._pipe.send(what)
        self._pipe.recv()

    def end(self) -> None:
        self._pipe.send("end")
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()


def _play(folder: str, seed: int, pipe: Connection) -> None:
    chance = random.Random(seed)
    home = Path(folder)
    with served(home) as (daemon, server, client), ExitStack() as again:
        furnish(daemon, client)
        pipe.send(str(server.socket_path))
        here = server
        while (asked := pipe.recv()) != "end":
            if asked == AWAY:
                here.stop()
            elif asked == BACK:
                held = again.enter_context(Instance.acquire(home / f"again-{chance.random()}"))
                here = again.enter_context(serve(daemon, server.socket_path, held=held))
            else:
                _work(daemon, asked, chance)
            pipe.send("done")


def _work(daemon: SmallDaemon, asked: str, chance: random.Random) -> None:
    there = sorted(daemon.crm.live("contacts"))
    if asked in (CONTEST, EDIT) and there:
        crm_id = chance.choice(there)
        link = daemon.store.links(CONNECTION, "contacts", [crm_id]).get(crm_id)
        record = daemon.store.records([link.record_id]) if link is not None and link.record_id else {}
        if asked == CONTEST and any(one.deleted_at is None for one in record.values()):
            [id] = record
            daemon.desk.edit(id, {"title": f"ours {chance.random()}"}, expected=None, by="person:anna")
        daemon.crm.user_edit("contacts", crm_id, {"t": chance.choice(HOSTILE) or None})
    daemon.settle()
