"""Who is attached is known to the daemon, stands in the audit log, and can be ended from its side."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.store.base import Activity
from core.wire.client import Client
from core.wire.introduction import INTRODUCTION_HEADER, Introduction, Way, introduced
from tests.support.small_daemon import SmallDaemon, served

ANNA = Introduction(id="a1", program="app", version="1", person="anna", machine="laptop", way=Way.ATTACHED)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[SmallDaemon, Client]]:
    with served(tmp_path) as (daemon, _, client):
        yield daemon, client


def from_elsewhere(client: Client, said: Introduction = ANNA) -> httpx.Client:
    return httpx.Client(
        transport=httpx.HTTPTransport(uds=str(client.socket)),
        base_url="http://localhost",
        headers={INTRODUCTION_HEADER: said.header},
    )


def test_who_is_attached_is_seen_ended_and_told_why(running: tuple[SmallDaemon, Client]) -> None:
    daemon, client = running
    me = getpass.getuser()
    with from_elsewhere(client) as anna:
        with anna.stream("GET", "/v1/events") as stream:
            lines = stream.iter_lines()
            next(lines)
            anna.post("/v1/records", json={"object": "contact", "fields": {"name": "Bo"}}).raise_for_status()
            first, *others = client.list_attached().rows
            assert (first.person, first.machine, first.account) == ("anna", "laptop", me)
            assert (first.live, first.is_you, first.read_only, first.way) == (True, False, False, "attached")
            assert [one.is_you for one in others] == [True]
            assert client.end_attached(first.id).person == "anna"
            list(lines)  # it ends
        refused = anna.get("/v1/health")
        assert refused.status_code == 403
        assert refused.json()["kind"] == "attachment_ended"
        assert refused.json()["detail"] == f"{me} has ended your attachment"
    with from_elsewhere(client, Introduction(id="a2", program="app", person="anna")) as again:
        assert again.get("/v1/health").status_code == 200, "a person may attach anew"
    actors = {one.entry.kind: one.entry.actor for one in daemon.store.search(Activity()).rows}
    assert actors["create"] == f"person:anna@laptop (as {me})"
    assert actors["attach"] == actors["create"]
    assert actors["detach"] == f"person:{me}"


@pytest.mark.parametrize(
    "header",
    ["", "id=1", "program=app", "id=%00%0a&program=x", "id=1&program=x&" + "y" * 2_000, "&".join("a=1" * 40)],
)
def test_an_introduction_without_sense_is_none(header: str) -> None:
    assert introduced(header) is None


def test_an_introduction_is_short_and_one_line() -> None:
    said = introduced(Introduction(id="1", program="app", person="an\nna\x1b[1m" + "x" * 500).header)
    assert said is not None
    assert said.person.startswith("anna[1m")
    assert len(said.person) <= 64
    assert said.way is Way.OWN
