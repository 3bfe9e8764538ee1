"""The daemon's read-only socket: every operation that changes something is refused there, whatever its client says."""

from __future__ import annotations

import getpass
import grp
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import CannotStart, SettingsInvalid
from core.settings import load_settings
from core.store.base import Activity
from core.wire.client import Client
from core.wire.introduction import INTRODUCTION_HEADER, Way, introduce
from core.wire.problems import ReadOnly
from core.wire.reading import only_looks
from daemon.api.doors import Door
from daemon.api.server import serve
from daemon.instance import Instance
from tests.support.api_calls import document, operations, raw
from tests.support.small_daemon import SmallDaemon, served

Doors = tuple[SmallDaemon, Client, Client]


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    """A daemon, a client of its own socket, and one of the read-only one."""
    with served(tmp_path) as (daemon, server, client), Client(server.read_path) as looking:
        yield daemon, client, looking


def test_every_operation_that_changes_something_is_refused_and_every_other_is_answered(doors: Doors) -> None:
    daemon, client, looking = doors
    client.create_record("contact", {"name": "Ann", "email": "ann@x.eu"})
    daemon.settle()
    newest = [one.seq for one in daemon.store.search(Activity(limit=1)).rows]
    refused: list[str] = []
    answered: list[str] = []
    for method, path, operation in operations(document(daemon)):
        name = operation["operationId"]
        if name == "events":
            continue  # endless
        body = b"{}" if method in ("POST", "PUT", "PATCH") else None
        status, _, answer = raw(looking, method, path, body)
        is_refused = status == 403 and b'"kind":"read_only"' in answer
        (refused if is_refused else answered).append(name)
        assert is_refused is not only_looks(method, name), (name, status, answer)
    assert {"create_record", "resolve_conflict", "end_attached", "sign_in"} <= set(refused)
    assert {"health", "list_standing", "validate_mapping", "verify_audit"} <= set(answered)
    assert [one.seq for one in daemon.store.search(Activity(limit=1)).rows] == newest


def test_who_comes_by_it_is_listed_as_looking_on_whatever_is_said(tmp_path: Path) -> None:
    with served(tmp_path) as (_, server, client):
        said = introduce("app", way=Way.ATTACHED)
        assert not said.read_only
        with Client(server.read_path) as looking:
            with pytest.raises(ReadOnly, match="read-only socket") as caught:
                looking.create_record("contact", {"name": "Bo"})
            assert "Only look on" in caught.value.advice
            assert client.list_records("contact").rows == []
            status, _, _ = raw(looking, "GET", "/v1/health", headers={INTRODUCTION_HEADER: said.header})
            assert status == 200
            [listed] = [one for one in client.list_attached().rows if one.id == said.id]
            assert listed.read_only
        assert stat.S_IMODE(server.read_path.stat().st_mode) == 0o600
    assert not server.read_path.exists()


def test_a_group_may_be_let_in_by_it_alone(tmp_path: Path) -> None:
    group = grp.getgrgid(os.getegid()).gr_name
    door = Door(path=tmp_path / "elsewhere" / "read.sock", group=group)
    daemon = SmallDaemon(tmp_path)
    _, data, own = daemon.places
    try:
        with Instance.acquire(data) as held, serve(daemon, own, held=held, read=door) as server:
            assert stat.S_IMODE(door.path.stat().st_mode) == 0o660
            assert door.path.stat().st_gid == os.getegid()
            assert stat.S_IMODE(door.path.parent.stat().st_mode) == 0o750
            assert stat.S_IMODE(own.stat().st_mode) == 0o600
            with Client(server.read_path) as looking:
                assert looking.hello().you == getpass.getuser()
        open_to_all = tmp_path / "open"
        open_to_all.mkdir()
        open_to_all.chmod(0o777)
        for other, words in (
            (Door(path=open_to_all / "read.sock", group=group), "open to other users"),
            (Door(path=door.path, group="no-such-group"), "no group"),
        ):
            with Instance.acquire(data) as held, pytest.raises(CannotStart, match=words):
                serve(daemon, own, held=held, read=other)
            assert not own.exists()
    finally:
        daemon.plans.close()
        daemon.events.close()


@pytest.mark.parametrize(
    ("text", "words"), [('group = "support"', "group needs socket"), ('socket = "read.sock"', "from the /")]
)
def test_settings_that_would_let_nobody_in_are_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "crmsync.toml").write_text(f"[looking_on]\n{text}\n")
    with pytest.raises(SettingsInvalid, match=words):
        load_settings(tmp_path)
