"""A log of which one answer looks at no more than a part: whoever asks goes on, and has everything in the end."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from core.store.base import Activity, Batch, Found
from core.store.looks import every
from core.store.memory import MemoryStore
from core.store.sql import open_store
from core.wire.activity import ActivityPage, ActivityWord
from core.wire.client import Client
from daemon.cli.exits import ExitCode
from daemon.cli.root import app
from daemon.demo.outside import read_activity
from daemon.past import entries_of
from daemon.undo_scope import seq_before
from tests.support.small_daemon import SmallDaemon, served
from tests.support.stored import entry

BY = "person:anna"
ENTRIES = 40


def log(daemon: SmallDaemon) -> None:
    """Entries that all have both words, and only the oldest as they are asked for."""
    daemon.store.commit(
        Batch(
            at=daemon.now(),
            audit=tuple(
                entry(
                    f"r{n % 4}",
                    ("site", None, "www.red.blue.eu" if n == 2 else f"blue.red{n}.eu"),
                    at=1_000 * (n + 1),
                    run="a" if n < 9 else "b",
                )
                for n in range(ENTRIES)
            ),
        )
    )


@pytest.fixture(params=["memory", "sqlite"])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SmallDaemon, Client]]:
    """A log with a few entries of the daemon's own, and then ours. One answer looks at five entries or so."""
    url = "memory://" if request.param == "memory" else f"sqlite:///{tmp_path / 'store.db'}"
    store = open_store(url, clock=lambda: 1, most_looks=5)
    try:
        with served(tmp_path, store=store) as (daemon, _, client):
            log(daemon)
            yield daemon, client
    finally:
        store.close()


def pages(ask: Callable[..., Any], **asked: Any) -> list[Any]:
    found, after = [], None
    while True:
        found.append(ask(**asked, after=after))
        after = found[-1].next
        if after is None:
            return found


def test_a_page_may_be_empty_and_only_one_without_a_token_is_the_last(
    running: tuple[SmallDaemon, Client],
) -> None:
    _, client = running
    told: list[ActivityPage] = pages(client.search_activity, text="red.blue", limit=10)
    assert [one.record_id for page in told for one in page.rows] == ["r2"]
    looked, last = told[:-1], told[-1]
    assert len(looked) > 5
    assert (last.reached, last.unseen) == (None, None)
    assert all(page.reached is not None and page.unseen for page in looked)
    for before, after in pairwise(looked):
        assert (after.reached or 0) < (before.reached or 0)
        assert (after.unseen or 0) < (before.unseen or 0)
    assert looked[0].reached == 1_000 * ENTRIES - 1_000 * (ENTRIES - 1 - (looked[0].unseen or 0))


def test_whoever_needs_all_of_it_has_all_of_it(running: tuple[SmallDaemon, Client]) -> None:
    daemon, client = running
    store = daemon.store
    whole = list(store.audit())[::-1]
    assert [one.seq for one in every(store, Activity())] == [one.seq for one in whole]
    mine = [one for one in whole if one.entry.record_id == "r3"]
    assert list(entries_of(store, "r3")) == mine
    assert [one.seq for one in read_activity(client, 0)] == [one.seq for one in whole]
    assert seq_before(store, 8_000) == whole[-1].seq + 6
    record = daemon.desk.create("contact", {"name": "Quince", "email": "q@x.eu"}, by=BY)
    [run] = {one.entry.run for one in entries_of(store, record.id)}
    for n in range(12):
        other = daemon.desk.create("contact", {"name": f"Other {n}"}, by=BY)
        daemon.desk.edit(record.id, {"title": f"{n}"}, expected=None, by=BY)
        assert other.id != record.id
    history = pages(client.record_history, id=record.id, limit=5)
    told = [one.entry.seq for page in history for one in page.rows]
    assert told == [one.seq for one in entries_of(store, record.id)]
    assert len(told) == 13
    plan = client.plan_undo(run=run)
    assert sum(plan.counts.values()) == 1
    then = client.get_record_at(record.id, record.created.at)
    assert then.fields.get("title") is None


def crmsync(home: Path, *words: str) -> Result:
    return CliRunner(env={"CRMSYNC_HOME": str(home), "NO_COLOR": "1"}).invoke(app, words)


def test_the_command_line_goes_on_until_it_has_what_was_asked_for(
    running: tuple[SmallDaemon, Client], tmp_path: Path
) -> None:
    assert running
    told = crmsync(tmp_path, "activity", "red.blue")
    assert (told.exit_code, told.stderr) == (ExitCode.OK, "")
    assert "www.red.blue.eu" in told.stdout
    assert "Nothing like that happened." in crmsync(tmp_path, "activity", "red.green").stdout
    both = json.loads(crmsync(tmp_path, "activity", "blue eu", "--limit", "17", "--json").stdout)
    assert len(both["rows"]) == 17
    rest = json.loads(
        crmsync(tmp_path, "activity", "blue eu", "--json", "--after", both["next"], "--limit", "500").stdout
    )
    assert (len(rest["rows"]), rest["next"]) == (ENTRIES - 17, None)


class PressedCtrlC(MemoryStore):
    """Somebody at the keyboard loses patience at the fourth answer."""

    answers = 0

    def search(self, question: Activity) -> Found:
        if question.limit > 1:
            self.answers += 1
            if self.answers == 4:
                os.kill(os.getpid(), signal.SIGINT)
        return super().search(question)


@pytest.mark.usefixtures("hears_ctrl_c")
@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_ends_it_with_what_was_found_and_where_to_go_on(tmp_path: Path, as_json: bool) -> None:
    store = PressedCtrlC(most_looks=5)
    with served(tmp_path, store=store) as (daemon, _, _):
        log(daemon)
        told = crmsync(tmp_path, "activity", "red.blue", *(["--json"] if as_json else []))
        assert told.exit_code == ExitCode.ATTENTION, told.exception
        if as_json:
            page = json.loads(told.stdout)
            assert page["rows"] == []
            token = page["next"]
        else:
            assert told.stdout == "Nothing like that was found yet.\n"
            assert "Stopped. Looked down to 1970-01-01" in told.stderr
            assert "older entries are left." in told.stderr
            token = told.stderr.rpartition("--after ")[2].strip()
        again = crmsync(tmp_path, "activity", "red.blue", "--after", token, "--json")
        rows = [ActivityWord.model_validate(one) for one in json.loads(again.stdout)["rows"]]
        assert [one.record_id for one in rows] == ["r2"]
