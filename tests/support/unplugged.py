"""The demo's play with somebody who pulls the plug: the daemon is killed again and again while everybody works.

People do not wait for it: who gets no answer looks whether the request was heard, and asks again. What was answered counts
as acknowledged and must never be missing.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from core.errors import Conflicting, NotFound
from core.wire.client import Client
from core.wire.endpoint import default_places
from core.wire.models import RecordWord
from core.wire.problems import AnswerUnreadable, NoDaemon
from daemon.demo.ledgers import Ledgers
from daemon.demo.outside import PAGE, read_hub, rows
from daemon.demo.people import Kind, People
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.summary import Summary
from daemon.demo.view import View
from tests.support.staging import store_of, wait_until_it_answers
from tests.support.warm import WarmDaemons

LONGEST_LIFE_S: Final = 1.2  # after it serves
LONGEST_START_S: Final = 0.3  # of one that is killed before it serves, or soon after
KILLED_STARTING: Final = 0.2  # the share of those
READING_IN: Final = 0.15  # the share of the kills that falls into reading in
EDITS_A_KILL_S: Final = 0.75


class Insistent:
    """The client as people use it while the daemon comes and goes."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.unanswered = 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        return partial(self._insist, name, method) if callable(method) else method

    def _insist(self, name: str, method: Callable[..., Any], *given: Any, **named: Any) -> Any:
        again = False
        while True:
            try:
                return method(*given, **named)
            except (NoDaemon, AnswerUnreadable):
                self.unanswered += 1
                again = True
                self._wait()
                if name == "create_record" and (made := self._made(*given)) is not None:
                    return made
            except (NotFound, Conflicting):
                if not again or name not in ("delete_record", "decide_item"):
                    raise
                return None  # the first try was heard

    def _wait(self) -> None:
        while True:
            try:
                wait_until_it_answers(self._client)
            except (NoDaemon, AnswerUnreadable):
                continue  # killed again meanwhile
            return

    def _made(self, object: str, fields: Mapping[str, Any]) -> RecordWord | None:
        """The record the unanswered request made; nobody else writes its token."""
        wanted = next(iter(fields.items()))
        ask = partial(self._insist, "list_records", self._client.list_records, object, limit=PAGE)
        return next((one for one in rows(ask) if wanted in one.fields.items()), None)


class Unplugged(Stage):
    """The demo's stage with a daemon that can be killed. `environment` is what the daemon gets besides its home."""

    environment: dict[str, str]
    daemon: WarmDaemons
    bare: Client

    def write_configuration(self) -> None:
        """Reading in is what is killed here; kills while a plan is applied are in tests/daemon/test_engine_plans.py."""
        super().write_configuration()
        path = default_places({"CRMSYNC_HOME": str(self.home)}).config / "crmsync.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("\n[webhooks]", "\n[brakes]\nunplanned = 1000000\n\n[webhooks]"), encoding="utf-8"
        )

    def start_daemon(self) -> None:
        self.daemon = WarmDaemons(self.home, self.environment)
        self.daemon.start()
        self.bare = self.client
        wait_until_it_answers(self.bare)
        self.client = Insistent(self.bare)  # type: ignore[assignment]

    def pull_the_plug(self) -> None:
        self.daemon.kill()
        self.daemon.start()

    def _end_all(self) -> None:
        if hasattr(self, "daemon"):
            self.daemon.close()
        super()._end_all()


class UnpluggedPlay(Play):
    """`kills` is how often in all, `done` how often so far, `reading_in` how often before everything was read in."""

    stage: Unplugged
    kills: int
    done: int = 0
    reading_in: int = 0
    people: People

    def _read_in(self) -> float:
        over = threading.Event()
        with self._killing(partial(self._while_reading_in, over)):
            try:
                return super()._read_in()
            finally:
                over.set()

    def _people_at_work(self, ledgers: Ledgers) -> People:
        with self._killing(self._while_people_work):
            self.people = super()._people_at_work(ledgers)
        return self.people

    def _while_reading_in(self, over: threading.Event) -> None:
        rng = random.Random(self.seed)
        while self.done < self.kills * READING_IN and not over.wait(rng.random() * LONGEST_START_S):
            self._kill()
            self.reading_in += 1

    def _while_people_work(self) -> None:
        rng = random.Random(self.seed + 1)
        while self.done < self.kills:
            if rng.random() < KILLED_STARTING:
                time.sleep(rng.random() * LONGEST_START_S)
            else:
                wait_until_it_answers(self.stage.bare)
                time.sleep(rng.random() * LONGEST_LIFE_S)
            self._kill()

    def _kill(self) -> None:
        self.stage.pull_the_plug()
        self.done += 1

    @contextmanager
    def _killing(self, act: Callable[[], None]) -> Iterator[None]:
        killer = threading.Thread(target=act, name="kill -9")
        killer.start()
        try:
            yield
        finally:
            killer.join()


@contextmanager
def unplugged(
    kills: int, environment: dict[str, str], seed: int, keep: Path | None
) -> Iterator[UnpluggedPlay]:
    """A play that is ready to be performed."""
    view = View(plain=True, console=Console(quiet=True))
    stage = Unplugged(records=150, seed=seed, keep=keep)
    stage.environment = environment
    with stage, view:
        play = UnpluggedPlay(stage=stage, view=view, seconds=max(5.0, kills * EDITS_A_KILL_S), seed=seed)
        play.kills = kills
        yield play


def not_held(summary: Summary, play: UnpluggedPlay) -> list[str]:
    """What of the promises does not hold, in words."""
    found = [*summary.broken, *(f"{kind}: {one}" for kind, some in summary.samples.items() for one in some)]
    return [*found, *_hub_doubles(play)]


def _hub_doubles(play: UnpluggedPlay) -> list[str]:
    """What one person created once must be in the hub once. A merge in a CRM may leave two, but says so in a question."""
    hub = read_hub(play.stage.client, play.stage.boxes)
    merged = {one.record_id for one in hub.items if one.kind == "merge"}
    merged |= {deed.id for deed in play.people.deeds if deed.kind in (Kind.MERGE, Kind.RESTORE)}
    merged |= {deed.into for deed in play.people.deeds if deed.kind is Kind.MERGE}
    touched = {
        link.record_id for links in hub.links.values() for link in links if link.crm_id in merged
    } | merged
    living = [one for one in hub.records.values() if one.deleted_at is None and one.id not in touched]
    found = []
    for deed in play.people.deeds:
        if deed.kind is Kind.CREATE:
            same = [
                one.id
                for one in living
                if one.object == deed.object and one.fields.get(deed.name) == deed.value
            ]
            if len(same) > 1:
                found.append(f"created twice in the hub: {deed.token} as {', '.join(same)}")
    return found


def store_is_sound(stage: Unplugged) -> bool:
    """SQLite's own check of the file, once the daemon has ended by itself."""
    if stage.daemon.stop() != 0:
        return False
    with closing(sqlite3.connect(store_of(stage.home))) as store:
        return [row[0] for row in store.execute("PRAGMA quick_check")] == ["ok"]
